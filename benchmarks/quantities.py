"""Measure the kind `number` on sentence pairs: recall by type, and every finding on a pair that should have none.

    python benchmarks/quantities.py --bench FOLDER [--verbose]

FOLDER holds `planted/sentences.jsonl`, `planted/natural.jsonl` and `parallel/sentences.jsonl`, one JSON object a line
with the wordings `a` and `b`, and for planted pairs `label` (`discrepancy` or `control`) and `type`. The sets are third
parties' and not part of this project.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ryabkov_diff.detect.numbers import NumberDetector
from ryabkov_diff.domain import (
    Article,
    Finding,
    Passage,
    PassageStatus,
    Relation,
    RelationKind,
    Segment,
    SegmentKind,
    Table,
)
from ryabkov_diff.embed import embed_segments, load_embedder
from ryabkov_diff.variants import collate_passages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ryabkov_diff.domain import Embedder

SETS = ("planted/sentences", "planted/natural", "parallel/sentences")

# The types of planted changes that this kind is about.
WANTED = frozenset({"number", "unit"})


def find(first: str, second: str, embedder: Embedder) -> tuple[Finding, ...]:
    """Return the findings on two wordings of one statement."""
    articles = tuple(
        Article(sigil, sigil, text, len(text), sigil) for sigil, text in zip("AB", (first, second), strict=True)
    )
    segments = tuple(
        Segment(f"{article.sigil}.1", article.sigil, SegmentKind.NARRATED, 0, 0, article.characters, article.text or "")
        for article in articles
    )
    passages = (Passage("P1", {"A": ("A.1",), "B": ("B.1",)}, PassageStatus.VARIANT),)
    relations = (Relation(("A", "B"), RelationKind.SAME, 1.0, {}),)
    embeddings = embed_segments(segments, embedder)
    collations, _ = collate_passages(articles, segments, embeddings, passages, relations, [])
    return tuple(NumberDetector().detect(Table(articles, segments, passages, relations, collations)))


def items(bench: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the pairs of a set."""
    with (bench / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the kind `number`.")
    parser.add_argument("--bench", type=Path, required=True, help="the folder with the sets")
    parser.add_argument("--verbose", action="store_true", help="show every finding and every miss with its texts")
    options = parser.parse_args()
    embedder = load_embedder()
    for name in SETS:
        seen: Counter[tuple[str, str]] = Counter()
        found: Counter[tuple[str, str]] = Counter()
        for item in items(options.bench, name):
            key = (item.get("label", "unlabelled"), item.get("type", "-"))
            findings = find(item["a"], item["b"], embedder)
            seen[key] += 1
            found[key] += bool(findings)
            if options.verbose and (findings or item.get("type") in WANTED):
                print(*key, *(f"{one.rule} {one.message} {one.cues}" for one in findings), sep=" · ")
                print(f"    {item['a']}\n    {item['b']}")
        print(name)
        for key in sorted(seen):
            if found[key] or key[1] in WANTED or key[0] != "discrepancy":
                print(f"  {key[0]:<12} {key[1]:<14} {found[key]:>3} of {seen[key]:>3} pairs with a finding")


if __name__ == "__main__":
    main()
