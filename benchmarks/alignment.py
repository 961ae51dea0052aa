#!/usr/bin/env python3
"""Measure the alignment of paragraphs and the relation of articles on the development pairs, through `compare`.

    python -m benchmarks.alignment --bench FOLDER

Each side's paragraphs, joined by blank lines, are an article; passages with segments of both are rolled up to paragraph
links. True pairs should come out as the same event, and each article against the next document's as not the same.
Scored by the bench's own `score.py`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ryabkov_diff import RelationKind, compare, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from ryabkov_diff import Comparison


def load_scorer(bench: Path) -> ModuleType:
    """Import the bench's `score.py`, wherever the bench is."""
    spec = importlib.util.spec_from_file_location("score", bench / "score.py")
    if spec is None or spec.loader is None:
        msg = f"no score.py in {bench}"
        raise SystemExit(msg)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def compare_sides(a: Sequence[str], b: Sequence[str], *, same_event: bool = False) -> Comparison:
    """Compare two articles given as paragraphs."""
    articles = [read_text("\n\n".join(paragraphs), label=label) for label, paragraphs in (("one", a), ("other", b))]
    return compare(articles, same_event=same_event)


def paragraph_links(comparison: Comparison) -> set[tuple[int, int]]:
    """Roll the passages up to links of paragraphs."""
    return {
        (one.paragraph, other.paragraph)
        for passage in comparison.passages
        for one in comparison.segments_of(passage, "A")
        for other in comparison.segments_of(passage, "B")
    }


def main() -> int:
    """Print one line a condition, then the relations."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--bench", type=Path, required=True, help="the folder of the development sets")
    arguments = parser.parse_args()
    score = load_scorer(arguments.bench)
    source = arguments.bench / "alignment" / "pairs.jsonl"
    items: list[Mapping[str, Any]] = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    predicted: list[set[tuple[int, int]]] = []
    same = strangers = 0
    for k, item in enumerate(items):
        comparison = compare_sides(item["paragraphs_a"], item["paragraphs_b"])
        predicted.append(paragraph_links(comparison))
        same += comparison.relations[0].relation is RelationKind.SAME
        other = next(
            one
            for one in (*items[k + 1 :], *items)
            if one["doc"] != item["doc"] and one["lang_pair"] == item["lang_pair"]
        )
        strange = compare_sides(item["paragraphs_a"], other["paragraphs_b"])
        strangers += strange.relations[0].relation is not RelationKind.SAME
    print(
        f"{'condition':10} {'pairs':>5} {'P':>6} {'R':>6} {'F1':>6}   {'without counterpart: P':>22} {'R':>6} {'F1':>6}"
    )
    for condition in ("all", *sorted({item["condition"] for item in items})):
        chosen = [k for k, item in enumerate(items) if condition in {"all", item["condition"]}]
        links = score.corpus_link_prf([items[k]["links"] for k in chosen], [predicted[k] for k in chosen])
        gold, found = [], []
        for k in chosen:
            for side, place in (("a", 0), ("b", 1)):
                gold.append(items[k][f"only_{side}"])
                linked = {link[place] for link in predicted[k]}
                found.append([p for p in range(len(items[k][f"paragraphs_{side}"])) if p not in linked])
        alone = score.unlinked_prf(gold, found)
        print(
            f"{condition:10} {len(chosen):5} {links['p']:6.3f} {links['r']:6.3f} {links['f1']:6.3f}   "
            f"{alone['p']:22.3f} {alone['r']:6.3f} {alone['f1']:6.3f}"
        )
    print(
        f"relations: {same} of {len(items)} true pairs are the same event, "
        f"{strangers} of {len(items)} strangers are not"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
