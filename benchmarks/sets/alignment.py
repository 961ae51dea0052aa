"""Links of paragraphs, and the relation of articles, on translations of one news text by two people.

Each side's paragraphs, joined by blank lines, are an article. `compare` decides by itself whether both report one
event; its passages with segments of both sides are rolled up to links of paragraphs. True pairs should come out as the
same event, and each first side beside the second side of the next document of the same source language as not the same.

Reads `alignment/pairs.jsonl`: `doc`, `lang_pair`, `condition`, `paragraphs_a/b`, `sents_a/b` (by paragraph), `links`
(paragraph indices, n:m written out as pairs) and `only_a/b`. Items are documents: several pairs are made of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.baselines import best_mutual, cut_cross_validated, difflib_ratios, greedy, tf_idf_cosines
from benchmarks.data import excerpt, load_remembering_embedder, read_rows
from benchmarks.measures import OWN, Counts, Measure, Statistic, add_up
from ryabkov_diff import RelationKind, compare, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from benchmarks.baselines import Link, Links, Matrix
    from ryabkov_diff import Comparison, Embedder

    Item = Mapping[str, Any]

NAME = "alignment"
FILE = "alignment/pairs.jsonl"

# The conditions that baselines are shown for, as far as the set has them: the whole and the hardest.
BASELINE_CONDITIONS = frozenset({"all", "full"})


def measure(bench: Path | None, *, baselines: bool) -> Iterator[Measure]:
    """Measure links of paragraphs, paragraphs that only one side has, and relations of articles.

    Args:
        bench: The folder of the development sets.
        baselines: Whether to measure baselines on the same paragraphs, too.
    """
    items = read_rows(bench, FILE)
    embedder = load_remembering_embedder()
    comparisons = [compare_sides(item["paragraphs_a"], item["paragraphs_b"], embedder) for item in items]
    systems = {OWN: [paragraph_links(comparison) for comparison in comparisons]}
    if baselines:
        systems |= _baseline_links(items, embedder)
    for condition in ("all", *sorted({item["condition"] for item in items})):
        chosen = [k for k, item in enumerate(items) if condition in {"all", item["condition"]}]
        for system, predicted in systems.items():
            if system == OWN or condition in BASELINE_CONDITIONS:
                own = [(items[k], predicted[k]) for k in chosen]
                yield _links(condition, system, own)
                if any(item["only_a"] or item["only_b"] for item, _ in own):
                    yield _unlinked(condition, system, own)
    same = [comparison.relations[0].relation is RelationKind.SAME for comparison in comparisons]
    yield _relations("true pairs", items, same)
    if pairs := [(item, other) for k, item in enumerate(items) if (other := _stranger(items, k)) is not None]:
        strange = [compare_sides(item["paragraphs_a"], other["paragraphs_b"], embedder) for item, other in pairs]
        apart = [comparison.relations[0].relation is not RelationKind.SAME for comparison in strange]
        yield _relations("strangers", [item for item, _ in pairs], apart)


def compare_sides(a: Sequence[str], b: Sequence[str], embedder: Embedder, *, same_event: bool = False) -> Comparison:
    """Compare two articles given as paragraphs."""
    articles = [read_text("\n\n".join(paragraphs), label=label) for label, paragraphs in (("one", a), ("other", b))]
    return compare(articles, same_event=same_event, embedder=embedder)


def paragraph_links(comparison: Comparison) -> set[Link]:
    """Roll the passages up to links of paragraphs."""
    return {
        (one.paragraph, other.paragraph)
        for passage in comparison.passages
        for one in comparison.segments_of(passage, "A")
        for other in comparison.segments_of(passage, "B")
    }


def _stranger(items: Sequence[Item], k: int) -> Item | None:
    """Return the next item made of another document from the same source language; None where there is none."""
    return next(
        (
            other
            for other in (*items[k + 1 :], *items[:k])
            if other["doc"] != items[k]["doc"] and other["lang_pair"] == items[k]["lang_pair"]
        ),
        None,
    )


def _baseline_links(items: Sequence[Item], embedder: Embedder) -> dict[str, list[set[Link]]]:
    """Link the same paragraphs by what one would try first; thresholds by two-fold cross-validation over documents."""
    paragraphs = {side: [item[f"paragraphs_{side}"] for item in items] for side in "ab"}
    pairs = list(zip(paragraphs["a"], paragraphs["b"], strict=True))
    scored: dict[str, list[Links]] = {
        "cosine greedy": [greedy(_cosines(a, b, embedder)) for a, b in pairs],
        "cosine mutual, sentences": [_by_sentence(item, embedder) for item in items],
        "difflib greedy": [greedy(difflib_ratios(a, b)) for a, b in pairs],
        "tf-idf greedy": [greedy(tf_idf_cosines(a, b)) for a, b in pairs],
    }
    gold = [_gold(item) for item in items]
    documents = [item["doc"] for item in items]
    return {system: cut_cross_validated(links, gold, documents) for system, links in scored.items()}


def _cosines(a: Sequence[str], b: Sequence[str], embedder: Embedder) -> Matrix:
    """Return the cosines of the texts' vectors: shape (n, m)."""
    vectors = embedder.embed([*a, *b]).vectors.astype(np.float64)
    cosines: Matrix = vectors[: len(a)] @ vectors[len(a) :].T
    return cosines


def _by_sentence(item: Item, embedder: Embedder) -> Links:
    """Link sentences that are closest to each other, and roll them up to paragraphs, the closest counting."""
    a, b = (
        [(number, sentence) for number, own in enumerate(item[f"sents_{side}"]) for sentence in own] for side in "ab"
    )
    links: dict[Link, float] = {}
    cosines = _cosines([sentence for _, sentence in a], [sentence for _, sentence in b], embedder)
    for (i, j), similarity in best_mutual(cosines).items():
        link = a[i][0], b[j][0]
        links[link] = max(similarity, links.get(link, similarity))
    return links


def _gold(item: Item) -> set[Link]:
    return {(i, j) for i, j in item["links"]}


def _links(condition: str, system: str, predicted: Sequence[tuple[Item, set[Link]]]) -> Measure:
    """Count links of paragraphs."""
    faults: dict[str, list[str]] = {}
    for item, links in predicted:
        for fault, wrong in (("missed", _gold(item) - links), ("wrong", links - _gold(item))):
            for i, j in sorted(wrong):
                texts = " ~ ".join((excerpt(item["paragraphs_a"][i]), excerpt(item["paragraphs_b"][j])))
                faults.setdefault(item["doc"], []).append(f"{fault} ({item['condition']}) {i} ~ {j}: {texts}")
    counts = add_up((item["doc"], Counts.of_sets(_gold(item), links)) for item, links in predicted)
    return Measure(NAME, "paragraph links", condition, system, counts, faults=faults if condition == "all" else {})


def _unlinked(condition: str, system: str, predicted: Sequence[tuple[Item, set[Link]]]) -> Measure:
    """Count paragraphs of both sides that no link has, against those that the gold says only one side has."""
    counts: list[tuple[str, Counts]] = []
    faults: dict[str, list[str]] = {}
    for item, links in predicted:
        for place, side in enumerate("ab"):
            paragraphs = item[f"paragraphs_{side}"]
            gold = set(item[f"only_{side}"])
            alone = set(range(len(paragraphs))) - {link[place] for link in links}
            counts.append((item["doc"], Counts.of_sets(gold, alone)))
            for fault, wrong in (("missed", gold - alone), ("wrong", alone - gold)):
                for number in sorted(wrong):
                    line = f"{fault} ({item['condition']}) {side} {number}: {excerpt(paragraphs[number])}"
                    faults.setdefault(item["doc"], []).append(line)
    name = "unlinked paragraphs"
    return Measure(NAME, name, condition, system, add_up(counts), faults=faults if condition == "all" else {})


def _relations(condition: str, items: Sequence[Item], right: Sequence[bool]) -> Measure:
    """Count article pairs whose relation, same event or not, is judged rightly."""
    judged = list(zip(items, right, strict=True))
    counts = add_up((item["doc"], Counts.of_case(hit=hit)) for item, hit in judged)
    faults = {item["doc"]: [f"wrong ({item['condition']}): same event or not"] for item, hit in judged if not hit}
    return Measure(NAME, "relation", condition, OWN, counts, Statistic.SHARE, faults)
