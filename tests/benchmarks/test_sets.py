"""Each set counts on data in miniature what its head says; what is right and wrong there is known by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks.data import load_remembering_embedder
from benchmarks.measures import OWN, Counts, Measure
from benchmarks.sets import alignment, news, planted, quotes, seeds, words
from benchmarks.sets.quotes import is_named, same_speaker

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def by_key(measures: Iterable[Measure]) -> dict[tuple[str, str, str], Measure]:
    """Return measures by name, condition and system."""
    found: dict[tuple[str, str, str], Measure] = {}
    for one in measures:
        key = one.name, one.condition, one.system
        assert key not in found
        found[key] = one
    return found


def right(number: int) -> Counts:
    return Counts(number, number, number, number)


# -- news


@pytest.mark.usefixtures("small_news")
def test_statement_links_are_counted_where_they_are_annotated() -> None:
    found = by_key(news.measure(None, baselines=True))

    for part in (news.DEVELOPMENT, news.HELD_OUT):
        # The third gold link is wrong, and the third passage has none.
        assert found[news.LINKS, part, OWN].items == {"storm": Counts(2, 3, 2, 3)}
    faults = found[news.LINKS, news.DEVELOPMENT, OWN].faults["storm"]
    assert [fault[:30] for fault in faults] == ["storm-one ~ storm-two: wrong: ", "storm-one ~ storm-two: missed:"]
    systems = {system for name, condition, system in found if (name, condition) == (news.LINKS, news.HELD_OUT)}
    assert systems == {OWN, "cosine mutual best", "difflib mutual best", "tf-idf mutual best"}


@pytest.mark.usefixtures("small_news")
def test_relations_are_right_when_the_annotation_allows_them() -> None:
    found = by_key(news.measure(None, baselines=False))
    relation = found[news.RELATION, news.DEVELOPMENT, OWN]

    assert relation.items["storm"] == Counts(gold_hits=1, gold=1)
    assert relation.items["cross"] == Counts(gold_hits=1, gold=2)
    assert relation.faults["cross"][0].startswith("school ~ storm-two: same; another occasion")


@pytest.mark.usefixtures("small_news")
def test_faults_on_held_out_texts_are_not_shown() -> None:
    found = by_key(news.measure(None, baselines=False))

    assert not any(measure.faults for (_, part, _), measure in found.items() if part == news.HELD_OUT)


# -- alignment


def test_links_of_paragraphs_are_counted_by_document_and_condition(bench: Path) -> None:
    found = by_key(alignment.measure(bench, baselines=False))

    assert found["paragraph links", "plain", OWN].items == {"harbour": right(3), "school": right(3)}
    assert found["paragraph links", "full", OWN].items == {"school": Counts(1, 2, 1, 2)}
    assert found["paragraph links", "all", OWN].items == {"harbour": right(5), "school": Counts(4, 5, 4, 5)}
    assert [line[:20] for line in found["paragraph links", "all", OWN].faults["school"]] == [
        "missed (full) 1 ~ 2:",
        "wrong (full) 1 ~ 1: ",
    ]


def test_paragraphs_without_counterpart_are_counted_where_there_are_any(bench: Path) -> None:
    found = by_key(alignment.measure(bench, baselines=False))

    assert found["unlinked paragraphs", "omit", OWN].items == {"harbour": right(1)}
    assert found["unlinked paragraphs", "full", OWN].items == {"school": Counts(0, 1, 0, 1)}
    assert ("unlinked paragraphs", "plain", OWN) not in found


def test_relations_are_judged_of_true_pairs_and_of_strangers(bench: Path) -> None:
    found = by_key(alignment.measure(bench, baselines=False))

    for condition in ("true pairs", "strangers"):
        measure = found["relation", condition, OWN]
        assert {item: own.gold for item, own in measure.items.items()} == {"harbour": 2, "school": 2}
    assert found["relation", "strangers", OWN].value == 1


def test_baselines_link_the_same_paragraphs(bench: Path) -> None:
    found = by_key(alignment.measure(bench, baselines=True))
    systems = {system for name, condition, system in found if (name, condition) == ("paragraph links", "full")}

    assert systems == {OWN, "cosine greedy", "cosine mutual, sentences", "difflib greedy", "tf-idf greedy"}
    for system in systems:
        assert found["paragraph links", "full", system].items == {"school": Counts(1, 2, 1, 2)}
    # Elsewhere they would only make the table longer.
    assert {system for _, condition, system in found if condition == "plain"} == {OWN}


# -- words


def test_sure_and_possible_links_of_words_count_alike(bench: Path) -> None:
    found = by_key(words.measure(bench, baselines=True))
    own = found["word links", "all", OWN]

    assert own.items == {"all right": right(5), "one missed, one wrong": Counts(2, 3, 2, 3)}
    assert own.faults == {"one missed, one wrong": ["missed: Fishermen ~ nets", "wrong: mended ~ mended"]}
    assert found["word links", "all", "equal words"].items["all right"] == Counts(4, 4, 4, 5)
    assert found["word links", "all", "difflib"].items["all right"] == Counts(4, 4, 4, 5)
    assert found["word links", "all", "token vectors mutual"].items["all right"] == right(5)


# -- quotes


def test_characters_of_direct_quotations_are_counted(bench: Path) -> None:
    found = by_key(quotes.measure(bench, baselines=True))
    own = found["quotation characters", "all", OWN]
    marks = found["quotation characters", "all", "quotation marks"]

    # Without the marks, which the gold has here; some leave out the comma, too.
    assert own.items["found"].gold == 42
    assert own.items["found"].gold_hits in {39, 40}
    assert own.items["found"].predicted == own.items["found"].predicted_hits
    assert own.items["missed"] == Counts(0, 0, 0, 46)
    assert list(own.faults) == ["missed"]
    assert marks.items == {"found": Counts(40, 40, 40, 42), "missed": Counts(0, 0, 0, 46)}


def test_speakers_are_judged_where_the_gold_names_one(bench: Path) -> None:
    found = by_key(quotes.measure(bench, baselines=False))["speaker", "named", OWN]

    assert found.items == {"found": Counts.of_case(hit=True), "missed": Counts.of_case(hit=False)}
    assert "gold Boris Malin" in found.faults["missed"][0]


def test_a_speaker_can_be_demanded_of_a_quotation_that_was_found_as_one(tmp_path: Path) -> None:
    text = "Anna said that “nets are dear.”\n"
    quote = {"kind": "direct", "spans": [[15, 31]], "speaker": "Anna"}
    (tmp_path / "quotes").mkdir()
    line = json.dumps({"id": "a", "text": text, "quotes": [quote]})
    (tmp_path / "quotes" / "polnear.dev.jsonl").write_text(line, encoding="utf-8")
    found = by_key(quotes.measure(tmp_path, baselines=False))

    assert found["speaker", "named", OWN].value == 1
    assert found["speaker", "named, quoted", OWN].value == 0


def test_direct_speech_that_the_gold_calls_indirect_can_be_left_out(tmp_path: Path) -> None:
    text = "\"We mend nets every day,\" Anna said.\n\n''We sell nets,'' she said.\n"
    annotated = [
        {"kind": kind, "spans": [[text.index(content), text.index(content) + len(content)]], "speaker": "Anna"}
        for kind, content in (("direct", "We mend nets every day,"), ("indirect", "We sell nets,"))
    ]
    (tmp_path / "quotes").mkdir()
    line = json.dumps({"id": "a", "text": text, "quotes": annotated})
    (tmp_path / "quotes" / "polnear.dev.jsonl").write_text(line, encoding="utf-8")
    found = by_key(quotes.measure(tmp_path, baselines=False))
    everything, fair = (found["quotation characters", condition, OWN] for condition in ("all", "without indirect"))

    assert fair.totals.predicted < everything.totals.predicted
    assert fair.totals.predicted_hits == everything.totals.predicted_hits == fair.totals.predicted


def test_marks_and_spaces_can_be_left_out(bench: Path) -> None:
    found = by_key(quotes.measure(bench, baselines=False))
    with_marks, letters = (
        found["quotation characters", f"without indirect, mixed{marks}", OWN].items["found"]
        for marks in ("", ", marks")
    )

    assert letters.gold == letters.gold_hits < with_marks.gold_hits < with_marks.gold


@pytest.mark.parametrize(
    ("found", "gold", "same"),
    [
        ("Anna Orlova", "Orlova", True),
        ("the minister Anna Orlova", "“Anna”", True),
        ("Anna Orlova", "Boris Malin", False),
        ("the mayor of Orlin", "the Duke of York", False),
        (None, "Anna", False),
        ("Anna", "", False),
    ],
)
def test_two_forms_name_one_speaker_when_they_share_a_name(found: str | None, gold: str, same: bool) -> None:
    assert same_speaker(found, gold) is same


@pytest.mark.parametrize(("speaker", "named"), [("Anna", True), ("the Kremlin", True), ("She", False), ("he", False)])
def test_pronouns_and_roles_name_nobody(speaker: str, named: bool) -> None:
    assert is_named(speaker) is named


# -- planted


def test_discrepancies_are_found_and_controls_left_alone(bench: Path) -> None:
    found = by_key(planted.measure(bench, baselines=True))

    own = found["discrepancies", "planted", OWN]
    assert own.items == {"masts": right(1), "nets": Counts(0, 1, 0, 1)}
    assert [line.partition(":")[0] for line in own.faults["nets"]] == ["missed (entity)", "wrong (matched)"]
    assert found["false alarms", "planted", OWN].totals == Counts(gold_hits=1, gold=2)
    assert found["flagged: number", "planted", OWN].totals == Counts(gold_hits=1, gold=1)
    assert found["flagged: entity", "planted", OWN].totals == Counts(gold_hits=0, gold=1)
    assert found["discrepancies", "natural", OWN].totals == right(1)


def test_the_surface_baseline_takes_two_and_2_for_a_discrepancy(bench: Path) -> None:
    found = by_key(planted.measure(bench, baselines=True))

    assert found["false alarms", "natural", planted.SURFACE].totals == Counts(gold_hits=1, gold=1)
    assert found["false alarms", "natural", OWN].totals == Counts(gold_hits=0, gold=1)


def test_flags_in_documents_count_for_their_paragraphs(bench: Path) -> None:
    found = by_key(planted.measure(bench, baselines=False))

    assert found["discrepancies", "documents", OWN].totals == Counts(1, 2, 1, 2)
    assert found["flagged: number", "documents", OWN].totals == Counts(gold_hits=1, gold=1)
    assert found["flagged: entity", "documents", OWN].totals == Counts(gold_hits=0, gold=1)
    assert found["false alarms", "documents", OWN].totals == Counts(gold_hits=1, gold=2)


def test_what_is_flagged_of_unlabelled_pairs_is_shown(bench: Path) -> None:
    found = by_key(planted.measure(bench, baselines=False))["flagged", "unlabelled", OWN]

    assert found.items == {"same": Counts.of_case(hit=False), "other": Counts.of_case(hit=True)}


def test_what_one_side_words_more_fully_does_not_flag() -> None:
    embedder = load_remembering_embedder()
    told = "Fishermen lost their nets. The harbour will be closed for a week."

    assert planted.flag_sentences(told, "Fishermen lost their nets.", embedder) == []
    assert planted.flag_sentences("Fishermen lost 7 nets.", "Fishermen lost 9 nets.", embedder) == ["“7” ~ “9”"]


# -- seeds


def test_the_seeds_are_measured_by_paragraph() -> None:
    found = by_key(seeds.measure(None, baselines=True))
    links = found[seeds.LINKS, seeds.CONDITION, OWN]

    assert links.totals.gold == 15
    assert found[seeds.ONLY_IN, seeds.CONDITION, OWN].totals.gold == 26
    assert found[seeds.PHRASE_PAIRS, seeds.CONDITION, OWN].totals.gold == 9
    assert found["speaker", seeds.CONDITION, OWN].totals.gold == 23
    assert found["quotation characters", seeds.CONDITION, OWN].totals.gold > 1000
    for system in ("cosine mutual best", "difflib mutual best", "tf-idf mutual best"):
        baseline = found[seeds.LINKS, seeds.CONDITION, system]
        # The same items, so that the systems can be compared.
        assert set(baseline.items) == set(links.items)
        assert 0 < baseline.totals.gold_hits <= baseline.totals.gold == 15


def test_overlap_counts_shared_characters() -> None:
    assert seeds.overlap([(0, 4), (6, 9)], 2, 8) == 4
    assert seeds.overlap([], 2, 8) == 0
    assert seeds.covered([(0, 4), (6, 9)], {"start": 2, "end": 8}) == pytest.approx(4 / 6)
