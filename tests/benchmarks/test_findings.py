"""Findings are counted against the gold by kind and place; links and quotations of the pairs by what they share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import findings as command
from benchmarks import quality
from benchmarks.measures import OWN, Counts, Measure
from benchmarks.sets import findings, pairs
from benchmarks.sets.findings import GoldFinding, judge, match
from ryabkov_diff.domain import FAMILIES, Finding, Reading, Segment, SegmentKind, Selector

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.sets.pairs import Pair

A = """Storm closes the harbour

Anna Orlova, the harbour master, said that 12 masts had broken. "We will mend them in May," she said.

The baker opened as he always does.
"""
B = """Harbour shut by a storm

The harbour master, Anna Orlova, said 15 masts were broken. "We may mend them in May," Orlova said.

The baker opened, as he does every day. Snow fell on the hills of Orlin.
"""
GOLD: dict[str, Any] = {
    "label_a": "Orlin Post",
    "label_b": "Coast Wire",
    "findings": [
        {"kind": "number", "severity": 3, "a": "12 masts", "b": "15 masts", "also": [], "note": ""},
        {"kind": "modality", "severity": 3, "a": "We will mend", "b": "We may mend", "also": ["rewording"], "note": ""},
        {"kind": "omission", "severity": 2, "a": None, "b": "Snow fell on the hills of Orlin.", "also": [], "note": ""},
    ],
    "benign": [{"a": "as he always does", "b": "as he does every day", "note": ""}],
    "links": [
        [
            "Anna Orlova, the harbour master, said that 12 masts had broken.",
            "The harbour master, Anna Orlova, said 15 masts were broken.",
        ],
        ['"We will mend them in May," she said.', '"We may mend them in May," Orlova said.'],
        ["The baker opened as he always does.", "Snow fell on the hills of Orlin."],
    ],
    "quotations": [
        {"article": "a", "text": "We will mend them in May", "speaker": "Anna Orlova", "cue": "said"},
        {"article": "b", "text": "We may mend them in May", "speaker": "Boris Malin", "cue": "said"},
    ],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with one pair in each half, in the place of the repository's own."""
    for half in pairs.HALVES:
        own = tmp_path / "pairs" / half / "harbour"
        own.mkdir(parents=True)
        for name, text in (("a.txt", A), ("b.txt", B), ("gold.json", json.dumps(GOLD))):
            (own / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(pairs, "FOLDER", tmp_path / "pairs")
    pairs.read_pairs.cache_clear()
    yield tmp_path / "pairs" / "development" / "harbour"
    pairs.read_pairs.cache_clear()


@pytest.fixture
def pair(folder: Path) -> Pair:
    return pairs.read_pair(folder)


def reading(sigil: str, piece: str, *, words: bool = True) -> Reading:
    """Make a reading of words in the article; without words, of the place in front of them."""
    text = {"A": A, "B": B}[sigil]
    start, end = pairs.find(text, piece)
    return Reading((sigil,), piece if words else None, Selector.of(text, start, end if words else start))


def finding(kind: str, *readings: Reading, severity: int = 3, also: tuple[str, ...] = ()) -> Finding:
    return Finding("", kind, also, FAMILIES[kind], severity, 1.0, None, "rule", (), "message", readings)


def gold(kind: str, a: str | None, b: str | None, *also: str) -> GoldFinding:
    return GoldFinding.from_dict({"kind": kind, "severity": 3, "a": a, "b": b, "also": also}, {"A": A, "B": B})


# -- what is right


def test_kind_and_place_must_agree() -> None:
    masts = finding("number", reading("A", "12"), reading("B", "15"))

    assert gold("number", "12 masts", "15 masts").holds(masts)
    assert not gold("date", "12 masts", "15 masts").holds(masts)
    assert not gold("number", "12 masts", "every day").holds(masts)
    assert not gold("number", "12 masts", "15 masts").holds(finding("number", reading("A", "12")))


def test_an_article_without_the_words_may_have_any_place() -> None:
    snow = gold("omission", None, "Snow fell on the hills of Orlin.")

    assert snow.holds(finding("omission", reading("B", "Snow fell")))
    assert snow.holds(finding("omission", reading("A", "The baker"), reading("B", "the hills of Orlin")))


def test_a_further_kind_on_either_side_is_enough() -> None:
    places = reading("A", "We will mend"), reading("B", "We may mend")

    assert gold("modality", "will", "may", "rewording").holds(finding("rewording", *places))
    assert gold("modality", "will", "may").holds(finding("rewording", *places, also=("modality",)))
    # What the gold allows as a further kind is no reason to call it found as its own kind.
    assert not gold("modality", "will", "may", "rewording").is_kind_of(finding("rewording", *places))


def test_words_that_are_not_there_may_stand_beside_the_place() -> None:
    end = len("We will mend them in May")
    start, _ = pairs.find(A, "We will mend them in May")
    for beyond, near in ((0, True), (2, True), (3, False)):
        place = Reading(("A",), None, Selector.of(A, start + end + beyond, start + end + beyond))
        cut = finding("quote-truncation", place, reading("B", "Orlova said"))
        assert gold("quote-truncation", "We will mend them in May", "Orlova said").holds(cut) is near


def test_each_of_the_gold_takes_one_finding_and_the_very_kind_first() -> None:
    places = reading("A", "We will mend"), reading("B", "We may mend")
    found = [finding("rewording", *places), finding("modality", *places), finding("modality", *places)]

    assert match(range(3), found, [gold("modality", "will", "may", "rewording")]) == {1: 0}
    assert match([0], found, [gold("modality", "will", "may", "rewording")]) == {0: 0}


def test_a_finding_takes_one_of_the_gold() -> None:
    whole = finding("modality", reading("A", "We will mend them in May"), reading("B", "We may mend them in May"))

    assert match([0], [whole], [gold("modality", "will", "may"), gold("modality", "in May", "in May")]) == {0: 0}


def test_words_of_a_reporting_clause_have_their_place_in_the_whole_statement_beside_it() -> None:
    end = len("We will mend them in May")
    start, _ = pairs.find(A, "We will mend them in May")
    statement = Segment("A.1", "A", SegmentKind.QUOTED, 0, start, start + end, A[start : start + end])
    verbs = gold("reporting-verb", "she said", None).among([statement])
    whole = reading("A", "We will mend them in May")

    assert verbs.holds(finding("reporting-verb", whole))
    assert not verbs.holds(finding("reporting-verb", reading("A", "will mend them")))
    assert not verbs.holds(finding("number", whole))
    assert not gold("reporting-verb", "she said", None).holds(finding("reporting-verb", whole))
    assert not gold("reporting-verb", "will mend", None).among([statement]).beside


def test_severity_3_is_matched_by_itself(pair: Pair) -> None:
    places = reading("A", "We will mend"), reading("B", "We may mend")
    judged = judge(pair, [finding("modality", *places, severity=2), finding("rewording", *places)], ())

    assert judged.matched == {0: 1}
    assert judged.severe == {1: 1}


def test_a_piece_that_stands_twice_has_no_place() -> None:
    with pytest.raises(ValueError, match="stands 2 times"):
        pairs.find(A, "harbour")


# -- what is measured


def measured(monkeypatch: pytest.MonkeyPatch, *found: Finding) -> dict[str, Measure]:
    """Measure the pair as if these were its findings."""

    class Compared:
        findings = found
        segments = ()

    monkeypatch.setattr(findings, "compare_pair", lambda _: Compared)
    monkeypatch.setattr(findings, "_rows", lambda: Measure("findings", "rows", "Izvestia", OWN, {"row 1": Counts()}))
    return {one.name: one for one in findings.measure(None, baselines=False) if one.condition == "development"}


@pytest.mark.usefixtures("folder")
def test_severity_kinds_and_traps_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    found = measured(
        monkeypatch,
        finding("number", reading("A", "12 masts"), reading("B", "15 masts")),
        finding("negation", reading("A", "always"), reading("B", "every day")),
        finding("rewording", reading("A", "We will"), reading("B", "We may"), severity=1),
        finding("omission", reading("A", "Storm closes the harbour"), severity=2),
    )

    assert found[findings.SEVERE].totals == Counts(1, 2, 1, 2)
    assert [line.partition(":")[0] for line in found[findings.SEVERE].faults["harbour"]] == [
        "missed (modality)",
        "wrong (negation)",
    ]
    assert found[findings.TRAPS].totals == Counts(gold_hits=1, gold=1)
    assert found["number"].totals == Counts(1, 1, 1, 1)
    assert found["negation"].totals == Counts(0, 1, 0, 0)
    assert found["omission"].totals == Counts(0, 1, 0, 1)
    assert found["modality"].totals == Counts(0, 0, 0, 1)


@pytest.mark.usefixtures("folder")
def test_what_is_right_is_no_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = reading("A", A[A.index("12") :]), reading("B", B[B.index("15") :])

    assert measured(monkeypatch, finding("number", *everything))[findings.TRAPS].totals == Counts(gold=1)
    assert measured(monkeypatch, finding("date", *everything))[findings.TRAPS].totals == Counts(gold_hits=1, gold=1)


@pytest.mark.usefixtures("folder")
def test_kinds_of_which_the_gold_has_some_have_no_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    found = measured(monkeypatch, finding("rewording", reading("A", "Storm"), reading("B", "storm")))

    assert found["rewording"].totals == Counts()
    assert found["rewording"].to_dict().keys().isdisjoint({"precision", "f1"})


@pytest.mark.usefixtures("folder")
def test_links_quotations_and_speakers_of_the_pairs_are_counted() -> None:
    found = {one.name: one for one in pairs.measure(None, baselines=False) if one.condition == "held-out"}

    assert found["links"].totals == Counts(2, 3, 2, 3)
    assert [line.partition(":")[0] for line in found["links"].faults["harbour"]] == ["missed", "wrong"]
    assert found["quotation characters"].totals.gold == len("We will mend them in May") + len("We may mend them in May")
    assert found["quotation characters"].value > 0.95
    assert found["speaker"].totals == Counts(gold_hits=1, gold=2)
    assert "gold Boris Malin" in found["speaker"].faults["harbour"][0]


def test_the_rows_of_the_list_are_those_of_the_gold(root: Path) -> None:
    rows = findings._rows()
    listed = json.loads((root / "tests" / "gold" / "izvestia-findings.json").read_text(encoding="utf-8"))["findings"]

    assert list(rows.items) == [f"row {number}" for number in range(1, 24) if number != 17]
    assert {one["kind"] for one in listed} <= FAMILIES.keys()
    assert rows.items["row 1"] == Counts.of_case(hit=True)  # "a correct assessment" ~ "a right view"
    # A row with several places is found when all are.
    missed = {item for item, own in rows.items.items() if not own.gold_hits}
    assert missed == set(rows.faults)


# -- the command


def test_the_command_measures_what_judges_findings(
    bench: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--bench", str(bench), "--set", "planted", "--no-baselines", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert {one["measure"] for one in report["measures"]} >= {"discrepancies", "false alarms", "flagged: number"}

    monkeypatch.setattr(quality, "DEFAULT_BENCH", bench / "nowhere")
    monkeypatch.delenv(quality.BENCH_VARIABLE, raising=False)
    assert command.main(["--set", "planted"]) == 1
    assert [one.name for one in command.SETS] == ["planted", "findings"]


def test_the_command_knows_no_other_set(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["--set", "words"])
    assert "python -m benchmarks.findings" in capsys.readouterr().err
