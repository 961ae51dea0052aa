"""Direct quotations and their speakers, on annotated news articles, through the segmentation.

Reads `quotes/polnear.dev.jsonl` (PolNeAR, Newell et al. 2018): `text` and `quotes` with `spans`, `kind`, `speaker`.
Measured is the list that `ryabkov-diff quotes` prints. The gold is not of one mind on whether quotation marks and
the last comma belong, so characters are counted; it mostly has them, the program's quotations never do, which costs
some two hundredths of recall: one condition counts letters and digits alone. Its `kind` rests on the share of
characters between “…” and "…". So it calls direct speech between other marks (''…'', ”…”) indirect, and mixed what is
joined with indirect speech to one attribution; conditions leave out what was found there. Items are articles.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from benchmarks.data import excerpt, read_rows
from benchmarks.measures import OWN, Counts, Measure, Statistic, add_up
from ryabkov_diff import QuotationKind, SegmentKind, read_text
from ryabkov_diff.segment import collect_quotations, segment_articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ryabkov_diff import Segment

    Item = Mapping[str, Any]
    Span = tuple[int, int]

NAME = "quotes"
FILE = "quotes/polnear.dev.jsonl"

# The baseline: what stands between quotation marks within a paragraph.
BETWEEN_MARKS = re.compile(r"“([^“”\n]+)”|\"([^\"\n]+)\"")

# What stands around a name in the gold, and is no part of it.
EDGES = " \t\n\r\xa0.,;:’'\"“”"

# Capitalised words that name nobody.
UNNAMED = frozenset({"he", "she", "they", "i", "it", "we", "who", "the", "a", "an", "another", "one", "his", "her"})

# Words beside a name that two forms of different names can share.
NO_NAMES = frozenset({"the", "a", "an", "of", ""})

# A quotation is missed, and a found one wrong, where fewer than half of its characters are shared.
COVERED = 0.5


def measure(bench: Path | None, *, baselines: bool) -> Iterator[Measure]:
    """Measure the characters of direct quotations, and who is named as their speaker.

    Args:
        bench: The folder of the development sets.
        baselines: Whether to measure what stands between quotation marks, too.
    """
    items = read_rows(bench, FILE)
    articles = {item["id"]: replace(read_text(item["text"]), sigil="A") for item in items}
    segments = {name: segment_articles([article])[0] for name, article in articles.items()}
    systems = {
        OWN: {
            name: [
                (one.start, one.end)
                for one in collect_quotations([article], segments[name])
                if one.kind is QuotationKind.QUOTED
            ]
            for name, article in articles.items()
        }
    }
    if baselines:
        systems["quotation marks"] = {item["id"]: _between_marks(item["text"]) for item in items}
    for system, predicted in systems.items():
        yield _characters("all", system, items, predicted)
        for kinds, marks in ((("indirect",), True), (("indirect", "mixed"), True), (("indirect", "mixed"), False)):
            fair = {item["id"]: _outside(item, predicted[item["id"]], kinds) for item in items}
            condition = f"without {', '.join((*kinds, *(() if marks else ('marks',))))}"
            yield _characters(condition, system, items, fair, marks=marks)
    quoted = {name: [one for one in found if one.kind is SegmentKind.QUOTED] for name, found in segments.items()}
    for condition, found in (("named", segments), ("named, quoted", quoted)):
        speakers = _speakers(condition, items, found)
        if speakers is not None:
            yield speakers


def same_speaker(found: str | None, gold: str) -> bool:
    """Say whether two forms name one speaker: they share a word of the name."""
    return found is not None and not _words(found).isdisjoint(_words(gold) - NO_NAMES)


def is_named(speaker: str) -> bool:
    """Say whether the gold names the speaker: pronouns and roles ("the president") can mean anybody."""
    words = [word.strip(EDGES) for word in speaker.replace("\xa0", " ").split()]
    return any(word[:1].isupper() and word.casefold() not in UNNAMED for word in words)


def _words(name: str) -> set[str]:
    return {word.strip(EDGES).casefold() for word in name.replace("\xa0", " ").split()}


def _between_marks(text: str) -> list[Span]:
    """Return the spans between quotation marks, without the marks."""
    return [match.span(match.lastindex or 0) for match in BETWEEN_MARKS.finditer(text)]


def _direct(item: Item) -> list[Mapping[str, Any]]:
    return [quote for quote in item["quotes"] if quote["kind"] == "direct"]


def characters(spans: Iterable[Span]) -> set[int]:
    """Return the places that half-open spans cover."""
    return {place for start, end in spans for place in range(start, end)}


def _characters(
    condition: str, system: str, items: Sequence[Item], predicted: Mapping[str, Sequence[Span]], *, marks: bool = True
) -> Measure:
    """Count the characters of direct quotations; letters and digits alone without `marks`."""
    counts: dict[str, Counts] = {}
    faults: dict[str, list[str]] = {}
    for item in items:
        gold = [(start, end) for quote in _direct(item) for start, end in quote["spans"]]
        found = predicted[item["id"]]
        counted = {place for place, character in enumerate(item["text"]) if marks or character.isalnum()}
        counts[item["id"]] = Counts.of_sets(characters(gold) & counted, characters(found) & counted)
        for fault, spans, others in (("missed", gold, characters(found)), ("wrong", found, characters(gold))):
            for start, end in spans:
                if len(others & set(range(start, end))) < COVERED * (end - start):
                    faults.setdefault(item["id"], []).append(f"{fault}: {excerpt(item['text'][start:end])}")
    return Measure(NAME, "quotation characters", condition, system, counts, faults=faults if condition == "all" else {})


def _outside(item: Item, predicted: Sequence[Span], kinds: Sequence[str]) -> list[Span]:
    """Leave out what begins in an attribution of these kinds, and in no direct one."""
    direct = characters((start, end) for quote in _direct(item) for start, end in quote["spans"])
    others = characters(span for quote in item["quotes"] if quote["kind"] in kinds for span in quote["spans"])
    return [span for span in predicted if span[0] in direct or span[0] not in others]


def _speakers(condition: str, items: Sequence[Item], segments: Mapping[str, Sequence[Segment]]) -> Measure | None:
    """Count the direct quotations whose speaker is right, among all with a named one; None where there are none.

    A quotation that no segment covers counts as wrong.
    """
    cases: list[tuple[str, Counts]] = []
    faults: dict[str, list[str]] = {}
    for item in items:
        for quote in filter(lambda one: is_named(one["speaker"]), _direct(item)):
            segment = best_segment(quote["spans"], segments[item["id"]])
            right = segment is not None and same_speaker(segment.speaker, quote["speaker"])
            cases.append((item["id"], Counts.of_case(hit=right)))
            if not right:
                found = f"{segment.kind.value}, {segment.speaker}" if segment else "nothing"
                text = excerpt(item["text"][slice(*quote["spans"][0])])
                line = f"wrong: {found}; gold {excerpt(quote['speaker'])}: {text}"
                faults.setdefault(item["id"], []).append(line)
    if not cases:
        return None
    return Measure(NAME, "speaker", condition, OWN, add_up(cases), Statistic.SHARE, faults)


def best_segment(spans: Sequence[Span], segments: Sequence[Segment]) -> Segment | None:
    """Return the segment that covers most of a quotation; None where none covers any of it."""

    def covered(segment: Segment) -> int:
        return sum(max(0, min(end, segment.end) - max(start, segment.start)) for start, end in spans)

    best = max(segments, key=covered, default=None)
    return best if best is not None and covered(best) else None
