"""Discrepancies, planted into translations or real ones between translators, and what has none, through `compare`.

A pair of sentences is compared as two articles of one event. It is *flagged* when a finding of severity 3, of whatever
kind, says that the meaning is at stake. Omission and specificity are less: two translators word a sentence more or less
fully without disagreeing. Pairs of documents are compared likewise, and each such finding flags the paragraphs in which
it stands.

Reads `planted/sentences.jsonl` and `planted/natural.jsonl` (`a`, `b`, `label`: `discrepancy` or `control`, `type`, and
`src`, the sentence that both render), `planted/documents.jsonl` (`doc`, `paragraphs_a/b`, `links`, and `edits` with
`para_a`, `para_b`, `type`), and `parallel/sentences.jsonl` (`a`, `b`; nobody said which disagree, few do). Items are
source sentences, of which a planted pair and its control are made, and documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from benchmarks.data import excerpt, load_remembering_embedder, read_rows
from benchmarks.measures import OWN, Counts, Measure, Statistic, add_up
from benchmarks.sets.alignment import compare_sides
from ryabkov_diff.domain import MEANING_AT_STAKE
from ryabkov_diff.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from benchmarks.baselines import Link
    from ryabkov_diff import Comparison, Embedder, Finding

    Item = Mapping[str, Any]

NAME = "planted"
SENTENCES = "planted/sentences.jsonl"
NATURAL = "planted/natural.jsonl"
DOCUMENTS = "planted/documents.jsonl"
PARALLEL = "parallel/sentences.jsonl"
FILES = (SENTENCES, NATURAL, DOCUMENTS, PARALLEL)

# The baseline on sentences.
SURFACE = "digits, operators differ"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a system says of one case, and what is right.

    Attributes:
        item: The item that the case belongs to.
        type: The sort of discrepancy or control.
        wanted: Whether it is a discrepancy.
        found: Whether it was flagged.
        case: The case as a line to read.
    """

    item: str
    type: str
    wanted: bool
    found: bool
    case: str


def measure(bench: Path | None, *, baselines: bool) -> Iterator[Measure]:
    """Measure how many of the discrepancies are flagged, and how much else.

    Args:
        bench: The folder of the development sets.
        baselines: Whether to measure, on sentences, the rule that numbers in digits, negators, modal verbs and
            quantifiers must be the same.
    """
    embedder = load_remembering_embedder()
    for file, condition in ((SENTENCES, "planted"), (NATURAL, "natural")):
        items = read_rows(bench, file)
        own = [_judge(item, flag_sentences(item["a"], item["b"], embedder)) for item in items]
        yield from _detection(condition, OWN, own)
        yield from _by_type(condition, own)
        if baselines:
            simple = [_judge(item, differing_on_the_surface(item["a"], item["b"])) for item in items]
            yield from _detection(condition, SURFACE, simple)
    unlabelled = [
        Verdict(item["id"], "unlabelled", wanted=False, found=bool(found), case=_case(item, found))
        for item in read_rows(bench, PARALLEL)
        for found in (flag_sentences(item["a"], item["b"], embedder),)
    ]
    counts = add_up((one.item, Counts.of_case(hit=one.found)) for one in unlabelled)
    yield Measure(NAME, "flagged", "unlabelled", OWN, counts, Statistic.SHARE, _faults(unlabelled))
    yield from _documents(read_rows(bench, DOCUMENTS), embedder)


def flagging(comparison: Comparison) -> list[Finding]:
    """Return the findings that say that the meaning is at stake."""
    return [one for one in comparison.findings if one.severity >= MEANING_AT_STAKE]


def flag_sentences(a: str, b: str, embedder: Embedder) -> list[str]:
    """Compare two sentences; return the messages of the findings that flag them."""
    return [finding.message for finding in flagging(compare_sides([a], [b], embedder, same_event=True))]


def differing_on_the_surface(a: str, b: str) -> list[str]:
    """Return the numbers in digits, negators, modal verbs and quantifiers that only one of two sentences has."""
    one, other = (
        {token.norm for token in tokenize(text) if token.is_operator or token.norm[:1].isdigit()} for text in (a, b)
    )
    return sorted(one ^ other)


def flagged_paragraphs(comparison: Comparison) -> set[Link]:
    """Return the pairs of paragraphs in which findings say that the meaning is at stake."""
    flags: set[Link] = set()
    for finding in flagging(comparison):
        places: dict[str, set[int]] = {"A": set(), "B": set()}
        for reading in finding.readings:
            if reading.selector is not None:
                sigil, start = reading.articles[0], reading.selector.start
                # An empty place stands at the end of a segment.
                before = [one for one in comparison.segments if one.article == sigil and one.start <= start]
                places[sigil].update(one.paragraph for one in before[-1:])
        flags.update(product(places["A"], places["B"]))
    return flags


def _judge(item: Item, found: Sequence[str]) -> Verdict:
    """Set what was found beside what is right."""
    wanted = item["label"] == "discrepancy"
    return Verdict(item.get("src", item["id"]), item["type"], wanted, bool(found), _case(item, found))


def _case(item: Item, found: Sequence[str]) -> str:
    return f"{excerpt(item['a'])} ~ {excerpt(item['b'])} → {'; '.join(found) or 'nothing'}"


def _faults(verdicts: Iterable[Verdict]) -> dict[str, list[str]]:
    """Return the cases that were missed and those that were flagged wrongly, by item."""
    faults: dict[str, list[str]] = {}
    for one in verdicts:
        if one.found != one.wanted:
            faults.setdefault(one.item, []).append(f"{'missed' if one.wanted else 'wrong'} ({one.type}): {one.case}")
    return faults


def _detection(condition: str, system: str, verdicts: Sequence[Verdict]) -> Iterator[Measure]:
    """Yield the detection of discrepancies, and the share of controls that were flagged."""
    counts = add_up(
        (
            one.item,
            Counts(int(one.found and one.wanted), int(one.found), int(one.found and one.wanted), int(one.wanted)),
        )
        for one in verdicts
    )
    yield Measure(NAME, "discrepancies", condition, system, counts, faults=_faults(verdicts))
    controls = [one for one in verdicts if not one.wanted]
    if controls:
        yield _share("false alarms", condition, system, controls)


def _by_type(condition: str, verdicts: Sequence[Verdict]) -> Iterator[Measure]:
    """Yield the share of discrepancies of each type that were flagged."""
    for name in sorted({one.type for one in verdicts if one.wanted}):
        own = [one for one in verdicts if one.wanted and one.type == name]
        yield _share(f"flagged: {name}", condition, OWN, own)


def _share(name: str, condition: str, system: str, verdicts: Sequence[Verdict]) -> Measure:
    """Count the cases that were flagged."""
    counts = add_up((one.item, Counts.of_case(hit=one.found)) for one in verdicts)
    return Measure(NAME, name, condition, system, counts, Statistic.SHARE)


def _documents(items: Sequence[Item], embedder: Embedder) -> Iterator[Measure]:
    """Yield the detection of edited pairs of paragraphs, the share found of each type, and the false alarms."""
    counts: list[tuple[str, Counts]] = []
    faults: dict[str, list[str]] = {}
    edits: list[Verdict] = []
    unedited: list[Verdict] = []
    for item in items:
        comparison = compare_sides(item["paragraphs_a"], item["paragraphs_b"], embedder, same_event=True)
        flags = flagged_paragraphs(comparison)
        edited = {(edit["para_a"], edit["para_b"]) for edit in item["edits"]}
        found = [(edit["para_a"], edit["para_b"]) in flags for edit in item["edits"]]
        counts.append((item["doc"], Counts(len(flags & edited), len(flags), sum(found), len(found))))
        for edit, hit in zip(item["edits"], found, strict=True):
            case = f"{edit['from']} → {edit['to']}, paragraphs {edit['para_a']} ~ {edit['para_b']}"
            edits.append(Verdict(item["doc"], edit["type"], wanted=True, found=hit, case=case))
        for link in sorted({(i, j) for i, j in item["links"]} - edited):
            case = " ~ ".join((excerpt(item["paragraphs_a"][link[0]]), excerpt(item["paragraphs_b"][link[1]])))
            unedited.append(Verdict(item["doc"], "unedited", wanted=False, found=link in flags, case=case))
    faults = _faults([*edits, *unedited])
    yield Measure(NAME, "discrepancies", "documents", OWN, add_up(counts), faults=faults)
    yield from _by_type("documents", edits)
    if unedited:
        yield _share("false alarms", "documents", OWN, unedited)
