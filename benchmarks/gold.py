#!/usr/bin/env python3
"""Measure a comparison of the two Izvestia articles against the gold annotation.

    python -m benchmarks.gold             # a table
    python -m benchmarks.gold --json      # the same for scripts
    python -m benchmarks.gold --verbose   # and what was missed and what was wrong

Three measures. *Links*: a passage matches a gold link when its segments cover at least half of the characters of both
spans and no other link better; a passage with segments of both articles that matches none is wrong. *Phrases*: a gold
phrase pair is found when one finding has a reading on each side that shares at least half of the shorter one's
characters with it. *Only in*: a gold statement without counterpart is found when at least half of its characters lie in
passages that only its article has.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ryabkov_diff import PassageStatus, compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ryabkov_diff import Comparison, Passage

    Span = tuple[int, int]

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold" / "izvestia.json"
PHRASES = ROOT / "tests" / "gold" / "izvestia-phrases.json"

# A gold span is found when at least this share of its characters is covered; the gold's README sets it.
COVERED = 0.5


@dataclass
class Score:
    """Counts of one measure, and what they are about."""

    gold: int = 0
    predicted: int = 0
    hits: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return counts, precision, recall and F1."""
        precision = 1 - len(self.wrong) / self.predicted if self.predicted else 1.0
        recall = self.hits / self.gold if self.gold else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "gold": self.gold,
            "predicted": self.predicted,
            "missed": len(self.missed),
            "wrong": len(self.wrong),
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
        }


def overlap(spans: Iterable[Span], start: int, end: int) -> int:
    """Count the characters of [start, end) that lie in spans."""
    return sum(max(0, min(end, stop) - max(start, first)) for first, stop in spans)


def spans_of(comparison: Comparison, passage: Passage, sigil: str) -> list[Span]:
    """Return the spans of an article's segments in a passage."""
    return [(segment.start, segment.end) for segment in comparison.segments_of(passage, sigil)]


def score_links(comparison: Comparison, gold: Mapping[str, Any]) -> Score:
    """Match passages with gold links."""
    linked = [
        passage
        for passage in comparison.passages
        if {"A", "B"} <= set(passage.segments) and passage.status is not PassageStatus.RELATED
    ]
    score = Score(gold=len(gold["links"]), predicted=len(linked))
    matched: dict[str, str] = {}
    for passage in linked:
        best, name = 0.0, None
        for link in gold["links"]:
            shares = [
                overlap(spans_of(comparison, passage, sigil), link[side]["start"], link[side]["end"])
                / (link[side]["end"] - link[side]["start"])
                for sigil, side in (("A", "a"), ("B", "b"))
            ]
            if min(shares) >= COVERED and sum(shares) > best:
                best, name = sum(shares), link["id"]
        if name is not None and name not in matched:
            matched[name] = passage.id
        elif not all(
            comparison.segment(segment_id).kind.value == "headline"
            for ids in passage.segments.values()
            for segment_id in ids
        ):
            # A pair of headlines is no statement; the gold does not annotate them.
            score.wrong.append(" ~ ".join(comparison.segments_of(passage, sigil)[0].text for sigil in passage.segments))
    score.hits = len(matched)
    score.missed = [f"{link['id']}: {link['a']['text']}" for link in gold["links"] if link["id"] not in matched]
    return score


def score_only_in(comparison: Comparison, gold: Mapping[str, Any]) -> Score:
    """Match what only one article has with passages of status `unique`."""
    score = Score()
    for sigil, path in zip("AB", gold["articles"], strict=True):
        unique = [spans_of(comparison, passage, sigil) for passage in comparison.unique_passages(sigil)]
        everywhere = [span for spans in unique for span in spans]
        for statement in gold["only_in"][path]:
            score.gold += 1
            length = statement["end"] - statement["start"]
            if overlap(everywhere, statement["start"], statement["end"]) >= COVERED * length:
                score.hits += 1
            else:
                score.missed.append(f"{sigil}: {statement['text']}")
        linked = [link["ab"[sigil == "B"]] for link in gold["links"]]
        for spans in unique:
            score.predicted += 1
            length = sum(end - start for start, end in spans)
            if any(overlap(spans, one["start"], one["end"]) >= COVERED * length for one in linked):
                text = comparison.article(sigil).text or ""
                score.wrong.append(f"{sigil}: {text[spans[0][0] : spans[-1][1]]}")
    return score


def score_phrases(comparison: Comparison, gold: Mapping[str, Any]) -> Score:
    """Look for each gold phrase pair among the findings."""
    pairs = []
    for finding in comparison.findings:
        places = {one.articles[0]: one.selector for one in finding.readings if one.text is not None}
        if {"A", "B"} <= set(places):
            pairs.append(places)
    score = Score(gold=len(gold["phrases"]), predicted=len(pairs))
    for phrase in gold["phrases"]:
        found = any(
            all(
                (place := places[sigil]) is not None
                and overlap([(place.start, place.end)], phrase[side]["start"], phrase[side]["end"])
                >= COVERED * min(place.end - place.start, phrase[side]["end"] - phrase[side]["start"])
                for sigil, side in (("A", "a"), ("B", "b"))
            )
            for places in pairs
        )
        if found:
            score.hits += 1
        else:
            score.missed.append(f"row {phrase['row']}: {phrase['a']['text']} ~ {phrase['b']['text']}")
    return score


def measure() -> tuple[Comparison, dict[str, Score]]:
    """Compare the two articles and score the result."""
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    phrases = json.loads(PHRASES.read_text(encoding="utf-8"))
    comparison = compare([ROOT / path for path in gold["articles"]])
    return comparison, {
        "links": score_links(comparison, gold),
        "only_in": score_only_in(comparison, gold),
        "phrases": score_phrases(comparison, phrases),
    }


def main() -> int:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--verbose", action="store_true", help="print what was missed and what was wrong")
    arguments = parser.parse_args()
    _, scores = measure()
    if arguments.json:
        print(json.dumps({name: score.to_dict() for name, score in scores.items()}, indent=1))
        return 0
    print(f"{'measure':10} {'gold':>5} {'found':>6} {'missed':>7} {'wrong':>6} {'P':>6} {'R':>6} {'F1':>6}")
    for name, score in scores.items():
        row = score.to_dict()
        print(
            f"{name:10} {row['gold']:5} {row['predicted']:6} {row['missed']:7} {row['wrong']:6} "
            f"{row['precision']:6.3f} {row['recall']:6.3f} {row['f1']:6.3f}"
        )
        if arguments.verbose:
            for text in score.missed:
                print(f"    missed  {text}")
            for text in score.wrong:
                print(f"    wrong   {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
