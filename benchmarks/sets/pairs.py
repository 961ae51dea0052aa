"""Links of statements, quotations and their speakers, on the invented pairs in `benchmarks/news/findings`.

*Links*: a passage of both articles matches a gold link when its segments share with each of the two statements at least
half of the characters of the shorter of both. A link is found when a passage matches it, and one that matches none
is wrong; passages of headlines are left out. *Quotations*: their characters, and who is named as their speaker.

The program is told that a pair reports one event. Items are pairs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.data import excerpt, load_remembering_embedder
from benchmarks.measures import OWN, Counts, Measure, Statistic, add_up
from benchmarks.sets.quotes import best_segment, characters, same_speaker
from benchmarks.sets.seeds import COVERED, overlap
from ryabkov_diff import SegmentKind, compare, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ryabkov_diff import Comparison, Segment

    Span = tuple[int, int]

__all__ = ["HALVES", "NAME", "Pair", "compare_pair", "find", "measure", "read_pair", "read_pairs"]

NAME = "pairs"
FOLDER = Path(__file__).resolve().parent.parent / "news" / "findings"

# The conditions. The second half is not read for rules.
HALVES = ("development", "held-out")


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two articles on one event and what is known about them.

    Attributes:
        name: Of the pair.
        texts: By sigil, `A` and `B`.
        gold: As in `gold.json`; see the README there.
    """

    name: str
    texts: Mapping[str, str]
    gold: Mapping[str, Any]


@cache
def read_pairs(half: str) -> tuple[Pair, ...]:
    """Read all pairs of a half, by name."""
    return tuple(read_pair(path.parent) for path in sorted(FOLDER.glob(f"{half}/*/gold.json")))


def read_pair(folder: Path) -> Pair:
    """Read a pair of articles and its gold."""
    texts = {sigil: (folder / f"{sigil.lower()}.txt").read_text(encoding="utf-8") for sigil in "AB"}
    return Pair(folder.name, texts, json.loads((folder / "gold.json").read_text(encoding="utf-8")))


@cache
def compare_pair(pair: Pair) -> Comparison:
    """Compare the articles of a pair, once."""
    articles = [read_text(text, label=pair.gold[f"label_{sigil.lower()}"]) for sigil, text in pair.texts.items()]
    return compare(articles, same_event=True, embedder=load_remembering_embedder())


def find(text: str, piece: str) -> Span:
    """Return where a piece stands in a text.

    Raises:
        ValueError: It doesn't stand there exactly once.
    """
    if text.count(piece) != 1:
        msg = f"stands {text.count(piece)} times in its article: {piece}"
        raise ValueError(msg)
    start = text.index(piece)
    return start, start + len(piece)


def measure(bench: Path | None, *, baselines: bool) -> Iterator[Measure]:
    """Measure links, quotations and speakers in both halves.

    Args:
        bench: Not needed: articles and gold are the project's own.
        baselines: There are none.
    """
    del bench, baselines
    for half in HALVES:
        pairs = read_pairs(half)
        yield _links(half, pairs)
        yield from _quotations(half, pairs)


def _links(half: str, pairs: Sequence[Pair]) -> Measure:
    """Match passages of both articles with gold links."""
    counts: dict[str, Counts] = {}
    faults: dict[str, list[str]] = {}
    for pair in pairs:
        comparison = compare_pair(pair)
        gold = [
            {sigil: find(pair.texts[sigil], piece) for sigil, piece in zip("AB", link, strict=True)}
            for link in pair.gold["links"]
        ]
        passages = [
            {sigil: comparison.segments_of(passage, sigil) for sigil in "AB"}
            for passage in comparison.shared_passages
            if not comparison.is_headline(passage)
        ]
        matches = {
            (i, j)
            for i, sides in enumerate(passages)
            for j, link in enumerate(gold)
            if all(_share(sides[sigil], link[sigil]) >= COVERED for sigil in "AB")
        }
        right, found = {i for i, _ in matches}, {j for _, j in matches}
        counts[pair.name] = Counts(len(right), len(passages), len(found), len(gold))
        faults[pair.name] = [
            *(
                f"missed: {' ~ '.join(map(excerpt, link))}"
                for j, link in enumerate(pair.gold["links"])
                if j not in found
            ),
            *(
                f"wrong: {' ~ '.join(excerpt(' '.join(one.text for one in side)) for side in sides.values())}"
                for i, sides in enumerate(passages)
                if i not in right
            ),
        ]
    return Measure(NAME, "links", half, OWN, counts, faults={item: own for item, own in faults.items() if own})


def _share(segments: Sequence[Segment], statement: Span) -> float:
    """Return what share of the shorter, segments or statement, both have in common, in [0, 1]."""
    spans = [(one.start, one.end) for one in segments]
    shorter = min(statement[1] - statement[0], sum(end - start for start, end in spans))
    return overlap(spans, *statement) / shorter


def _quotations(half: str, pairs: Sequence[Pair]) -> Iterator[Measure]:
    """Count the characters of quotations, and the quotations whose speaker is right."""
    shared: list[tuple[str, Counts]] = []
    speakers: list[tuple[str, Counts]] = []
    faults: dict[str, dict[str, list[str]]] = {"characters": {}, "speakers": {}}
    for pair in pairs:
        comparison = compare_pair(pair)
        for sigil, text in pair.texts.items():
            segments = comparison.statements(sigil)
            quotations = [
                (find(text, one["text"]), one["speaker"])
                for one in pair.gold["quotations"]
                if one["article"] == sigil.lower()
            ]
            wanted = characters(span for span, _ in quotations)
            quoted = [(one.start, one.end) for one in segments if one.kind is SegmentKind.QUOTED]
            shared.append((pair.name, Counts.of_sets(wanted, characters(quoted))))
            for fault, spans, others in (
                ("missed", [span for span, _ in quotations], characters(quoted)),
                ("wrong", quoted, wanted),
            ):
                faults["characters"].setdefault(pair.name, []).extend(
                    f"{fault} in {sigil}: {excerpt(text[start:end])}"
                    for start, end in spans
                    if len(others & set(range(start, end))) < COVERED * (end - start)
                )
            for span, speaker in quotations:
                segment = best_segment([span], segments)
                named = segment.speaker if segment else None
                speakers.append((pair.name, Counts.of_case(hit=same_speaker(named, speaker))))
                if not same_speaker(named, speaker):
                    line = f"wrong in {sigil}: {named}; gold {speaker}: {excerpt(text[slice(*span)])}"
                    faults["speakers"].setdefault(pair.name, []).append(line)
    missed = {item: own for item, own in faults["characters"].items() if own}
    yield Measure(NAME, "quotation characters", half, OWN, add_up(shared), faults=missed)
    yield Measure(NAME, "speaker", half, OWN, add_up(speakers), Statistic.SHARE, faults["speakers"])
