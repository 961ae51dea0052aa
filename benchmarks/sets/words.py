"""Links of words, on hand-aligned pairs of translations, through `align_words`.

Reads `words/mtref.dev.jsonl` (MultiMWA-MTRef, Lan et al. 2021, arXiv:2106.02569): `a_tokens`, `b_tokens`, `sure` and
`possible` links, counted alike as there. Items are pairs of sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.baselines import best_mutual
from benchmarks.data import load_remembering_embedder, read_rows
from benchmarks.measures import OWN, Counts, Measure
from ryabkov_diff import align_words
from ryabkov_diff.variants import prepare_words
from ryabkov_diff.variants.skeleton import equal_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from benchmarks.baselines import Link
    from ryabkov_diff import Embedder

    Item = Mapping[str, Any]

NAME = "words"
FILE = "words/mtref.dev.jsonl"


def measure(bench: Path | None, *, baselines: bool) -> Iterator[Measure]:
    """Measure links of words.

    Args:
        bench: The folder of the development sets.
        baselines: Whether to measure baselines, too. None of them has a threshold.
    """
    items = read_rows(bench, FILE)
    embedder = load_remembering_embedder()
    # All in one go, as `prepare_words` joins them: batches of many texts are quicker than pairs.
    embedder.embed([" ".join(item[side]) for item in items for side in ("a_tokens", "b_tokens")])
    own = [{(i, j) for i, j, _ in align_words(item["a_tokens"], item["b_tokens"], embedder)} for item in items]
    yield _links(OWN, items, own)
    if baselines:
        for system, links in _baseline_links(items, embedder).items():
            yield _links(system, items, links)


def _baseline_links(items: Sequence[Item], embedder: Embedder) -> dict[str, list[set[Link]]]:
    """Link words that are equal in their normal forms, or closest to each other in the model's middle layer."""
    found: dict[str, list[set[Link]]] = {"difflib": [], "equal words": [], "token vectors mutual": []}
    for item in items:
        a, b = prepare_words((item["a_tokens"], item["b_tokens"]), embedder)
        found["difflib"].append(set(equal_words(a.norms, b.norms)))
        equal = {(i, j) for i, one in enumerate(a.norms) for j, other in enumerate(b.norms) if one == other}
        found["equal words"].append(equal)
        mutual = best_mutual(a.vectors.astype(np.float64) @ b.vectors.astype(np.float64).T)
        found["token vectors mutual"].append(set(mutual))
    return found


def _links(system: str, items: Sequence[Item], predicted: Sequence[set[Link]]) -> Measure:
    """Count links of words, sure and possible alike."""
    counts: dict[str, Counts] = {}
    faults: dict[str, list[str]] = {}
    for item, links in zip(items, predicted, strict=True):
        gold = {(i, j) for i, j in (*item["sure"], *item["possible"])}
        counts[item["id"]] = Counts.of_sets(gold, links)
        for fault, wrong in (("missed", gold - links), ("wrong", links - gold)):
            if wrong:
                pairs = ", ".join(f"{item['a_tokens'][i]} ~ {item['b_tokens'][j]}" for i, j in sorted(wrong))
                faults.setdefault(item["id"], []).append(f"{fault}: {pairs}")
    return Measure(NAME, "word links", "all", system, counts, faults=faults)
