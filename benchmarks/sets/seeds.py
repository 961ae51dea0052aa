"""The two reports of the Izvestia interview among the seeds, against the annotation in `tests/gold/`.

*Links*: a passage matches a gold link when its segments cover at least half of the characters of both spans and no
other link better; a passage with segments of both articles that matches none, or one that is matched already, is
wrong; passages of headlines are left out. *Only in one article*: such a statement is found when at least half of its
characters lie in passages that only its article has, and such a passage is wrong when it covers half of a linked span.
*Phrase pairs*: found when one finding shares on each side at least half of the characters of the shorter wording; other
findings may be right as well, so that only the share found is measured. *Quotations*: their characters, and who is
named as their speaker.

Items are paragraphs, those of the first article for what both have, since one interview has no independent documents:
the intervals say how far the figures hang on single paragraphs. The baselines link the same segments, and have no
thresholds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.baselines import best_mutual, difflib_ratios, tf_idf_cosines
from benchmarks.data import excerpt, load_remembering_embedder
from benchmarks.measures import OWN, Counts, Measure, Statistic, add_up
from benchmarks.sets.quotes import best_segment, characters, same_speaker
from ryabkov_diff import SegmentKind, compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ryabkov_diff import Comparison, Embedder, Segment

    Span = tuple[int, int]
    Gold = Mapping[str, Any]

NAME = "seeds"
ROOT = Path(__file__).resolve().parent.parent.parent
GOLD = ROOT / "tests" / "gold" / "izvestia.json"
PHRASES = ROOT / "tests" / "gold" / "izvestia-phrases.json"

# The names of the measures that have floors.
LINKS, ONLY_IN, PHRASE_PAIRS = "links", "only in one article", "phrase pairs"
CONDITION = "Izvestia"

# A gold span is found when at least this share of its characters is covered: so the annotation has it.
COVERED = 0.5


class Tally:
    """Counts and faults by paragraph."""

    def __init__(self, comparison: Comparison, sigla: str) -> None:
        """Begin with nothing in any paragraph of the articles."""
        self._segments = {sigil: [one for one in comparison.segments if one.article == sigil] for sigil in sigla}
        self._counts = [(_item(one), Counts()) for own in self._segments.values() for one in own]
        self._faults: dict[str, list[str]] = {}

    def add(self, sigil: str, place: int, counts: Counts, fault: str = "") -> None:
        """Count something that begins at a place in an article, and say what is at fault with it."""
        item = next(_item(one) for one in reversed(self._segments[sigil]) if one.start <= place)
        self._counts.append((item, counts))
        if fault:
            self._faults.setdefault(item, []).append(fault)

    def measure(self, name: str, system: str = OWN, statistic: Statistic = Statistic.F1) -> Measure:
        """Return what was counted."""
        return Measure(NAME, name, CONDITION, system, add_up(self._counts), statistic, self._faults)


def _item(segment: Segment) -> str:
    return f"{segment.article} paragraph {segment.paragraph + 1}"


@dataclass(frozen=True, slots=True)
class Row:
    """What a system takes for one statement: the segments of each article that has it, by sigil."""

    segments: Mapping[str, Sequence[Segment]]

    @property
    def text(self) -> str:
        """The beginnings of both wordings."""
        return " ~ ".join(excerpt(" ".join(one.text for one in side)) for side in self.segments.values())

    def spans(self, sigil: str) -> list[Span]:
        """The places of the segments in an article."""
        return [(one.start, one.end) for one in self.segments.get(sigil, ())]


def measure(bench: Path | None, *, baselines: bool) -> Iterator[Measure]:
    """Measure links, statements in one article only, phrase pairs and quotations.

    Args:
        bench: Not needed: articles and annotation are the project's own.
        baselines: Whether to measure baselines on the same segments, too.
    """
    del bench
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    embedder = load_remembering_embedder()
    comparison = compare([ROOT / path for path in gold["articles"]], embedder=embedder)
    passages = [passage for passage in comparison.shared_passages if not comparison.is_headline(passage)]
    shared = [Row({sigil: comparison.segments_of(passage, sigil) for sigil in "AB"}) for passage in passages]
    alone = [
        Row({sigil: comparison.segments_of(passage, sigil)})
        for sigil in "AB"
        for passage in comparison.unique_passages(sigil)
    ]
    systems = {OWN: (shared, alone)}
    if baselines:
        systems |= _baseline_rows(comparison, embedder)
    for system, (pairs, rest) in systems.items():
        yield _links(comparison, system, pairs, gold)
        yield _only_in(comparison, system, rest, gold)
    yield _phrases(comparison, json.loads(PHRASES.read_text(encoding="utf-8"))["phrases"])
    yield from _quotations(comparison, gold)


def overlap(spans: Iterable[Span], start: int, end: int) -> int:
    """Count the characters of [start, end) that lie in spans, which must not overlap."""
    return sum(max(0, min(end, stop) - max(start, first)) for first, stop in spans)


def covered(spans: Iterable[Span], gold: Gold) -> float:
    """Return what share of the characters of a gold span lies in spans, in [0, 1]."""
    start, end = int(gold["start"]), int(gold["end"])
    return overlap(spans, start, end) / (end - start)


def _baseline_rows(comparison: Comparison, embedder: Embedder) -> dict[str, tuple[list[Row], list[Row]]]:
    """Link statements that are most similar to each other, by three similarities; the rest are alone."""
    a, b = comparison.statements("A"), comparison.statements("B")
    texts = [one.text for one in a], [one.text for one in b]
    vectors = [embedder.embed(side).vectors.astype(np.float64) for side in texts]
    rows: dict[str, tuple[list[Row], list[Row]]] = {}
    for system, similarity in (
        ("cosine mutual best", vectors[0] @ vectors[1].T),
        ("difflib mutual best", difflib_ratios(*texts)),
        ("tf-idf mutual best", tf_idf_cosines(*texts)),
    ):
        links = best_mutual(similarity)
        linked = {a[i].id for i, _ in links} | {b[j].id for _, j in links}
        rows[system] = (
            [Row({"A": [a[i]], "B": [b[j]]}) for i, j in links],
            [Row({one.article: [one]}) for one in (*a, *b) if one.id not in linked],
        )
    return rows


def _links(comparison: Comparison, system: str, rows: Sequence[Row], gold: Gold) -> Measure:
    """Match rows of both articles with gold links."""
    tally = Tally(comparison, "A")
    matched: set[str] = set()
    for row in rows:
        best, name = 0.0, None
        for link in gold["links"]:
            shares = [covered(row.spans(sigil), link[side]) for sigil, side in (("A", "a"), ("B", "b"))]
            if min(shares) >= COVERED and sum(shares) > best:
                best, name = sum(shares), link["id"]
        right = name is not None and name not in matched
        fault = "" if right else f"wrong: {row.text}"
        tally.add("A", row.spans("A")[0][0], Counts(predicted_hits=int(right), predicted=1), fault)
        if name is not None:
            matched.add(name)
    for link in gold["links"]:
        found = link["id"] in matched
        fault = "" if found else f"missed: {excerpt(link['a']['text'])} ~ {excerpt(link['b']['text'])}"
        tally.add("A", link["a"]["start"], Counts.of_case(hit=found), fault)
    return tally.measure(LINKS, system)


def _only_in(comparison: Comparison, system: str, rows: Sequence[Row], gold: Gold) -> Measure:
    """Match what only one article has, by the system, with what only one has by the gold."""
    tally = Tally(comparison, "AB")
    for sigil, side, path in zip("AB", "ab", gold["articles"], strict=True):
        own = [row for row in rows if sigil in row.segments]
        everywhere = [span for row in own for span in row.spans(sigil)]
        for statement in gold["only_in"][path]:
            found = covered(everywhere, statement) >= COVERED
            fault = "" if found else f"missed: {excerpt(statement['text'])}"
            tally.add(sigil, statement["start"], Counts.of_case(hit=found), fault)
        for row in own:
            wrong = any(covered(row.spans(sigil), link[side]) >= COVERED for link in gold["links"])
            fault = f"wrong: {row.text}" if wrong else ""
            tally.add(sigil, row.spans(sigil)[0][0], Counts(predicted_hits=int(not wrong), predicted=1), fault)
    return tally.measure(ONLY_IN, system)


def _phrases(comparison: Comparison, phrases: Sequence[Gold]) -> Measure:
    """Look for each gold phrase pair among the findings."""
    pairs = []
    for finding in comparison.findings:
        places = {one.articles[0]: one.selector for one in finding.readings if one.text and one.selector}
        if {"A", "B"} <= set(places):
            pairs.append({side: (places[sigil].start, places[sigil].end) for sigil, side in (("A", "a"), ("B", "b"))})
    tally = Tally(comparison, "A")
    for phrase in phrases:
        found = any(
            all(
                overlap([pair[side]], phrase[side]["start"], phrase[side]["end"])
                >= COVERED * min(pair[side][1] - pair[side][0], phrase[side]["end"] - phrase[side]["start"])
                for side in "ab"
            )
            for pair in pairs
        )
        fault = "" if found else f"missed: row {phrase['row']}: {phrase['a']['text']} ~ {phrase['b']['text']}"
        tally.add("A", phrase["a"]["start"], Counts.of_case(hit=found), fault)
    return tally.measure(PHRASE_PAIRS, statistic=Statistic.SHARE)


def _quotations(comparison: Comparison, gold: Gold) -> Iterator[Measure]:
    """Count the characters of quotations, and the quotations whose speaker is right."""
    quotations, speakers = Tally(comparison, "AB"), Tally(comparison, "AB")
    for sigil, path in zip("AB", gold["articles"], strict=True):
        segments = comparison.statements(sigil)
        quoted = [one for one in segments if one.kind is SegmentKind.QUOTED]
        found = characters((one.start, one.end) for one in quoted)
        wanted = characters((one["start"], one["end"]) for one in gold["quotations"][path])
        for one in gold["quotations"][path]:
            own = set(range(one["start"], one["end"]))
            fault = "" if len(own & found) >= COVERED * len(own) else f"missed: {excerpt(one['text'])}"
            quotations.add(sigil, one["start"], Counts(gold_hits=len(own & found), gold=len(own)), fault)
            statement = best_segment([(one["start"], one["end"])], segments)
            named = statement.speaker if statement else None
            right = same_speaker(named, one["speaker"])
            fault = "" if right else f"wrong: {named}; gold {one['speaker']}: {excerpt(one['text'])}"
            speakers.add(sigil, one["start"], Counts.of_case(hit=right), fault)
        for segment in quoted:
            own = set(range(segment.start, segment.end))
            fault = "" if len(own & wanted) >= COVERED * len(own) else f"wrong: {excerpt(segment.text)}"
            counts = Counts(predicted_hits=len(own & wanted), predicted=len(own))
            quotations.add(sigil, segment.start, counts, fault)
    yield quotations.measure("quotation characters")
    yield speakers.measure("speaker", statistic=Statistic.SHARE)
