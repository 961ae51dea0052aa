"""The invented groups of news articles in `benchmarks/news/`, compared two at a time, as a user would.

*Statement links*: a passage is right when its segments cover at least half of the characters of both spans of a gold
link, and a gold link is found when a passage covers it so; passages of headlines are left out. One passage may find
several links: annotators link a sentence with each of two that it sums up, the program makes one passage of the three.
Counted in the groups whose links are annotated. *Relation*: same, related or different; right when it is one of those
that the annotation allows.

Items are groups. What is at fault is shown for `development` alone: `held-out` is not for reading.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.baselines import best_mutual, difflib_ratios, tf_idf_cosines
from benchmarks.data import excerpt, load_remembering_embedder
from benchmarks.measures import OWN, Counts, Measure, Statistic, add_up
from benchmarks.sets.seeds import COVERED, Row, covered
from ryabkov_diff import compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ryabkov_diff import Comparison, Embedder

    Counted = list[tuple[str, Counts]]
    # Names of two texts, as the annotation has them.
    Pair = tuple[str, str]

NAME = "news"
FOLDER = Path(__file__).resolve().parent.parent / "news"

# The parts of the set: the first may be read and fitted on.
DEVELOPMENT, HELD_OUT = "development", "held-out"

LINKS, RELATION = "statement links", "relation"


def measure(bench: Path | None, *, baselines: bool) -> Iterator[Measure]:
    """Measure links of statements and relations of articles.

    Args:
        bench: Not needed: texts and annotation are the project's own.
        baselines: Whether to measure baselines on the same segments, too.
    """
    del bench
    for part in (DEVELOPMENT, HELD_OUT):
        yield from _measure_part(part, baselines=baselines)


def read_groups(part: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the annotated groups of a part by name, with their `files`, `links` and `relations`."""
    groups: Mapping[str, Mapping[str, Any]] = json.loads((FOLDER / part / "gold.json").read_text(encoding="utf-8"))
    return groups


def compare_texts(part: str, pair: Pair, embedder: Embedder) -> Comparison:
    """Compare two texts of a part."""
    return compare([path_of(part, name) for name in pair], embedder=embedder)


def path_of(part: str, name: str) -> Path:
    """Return where a text of a part lies."""
    return FOLDER / part / "texts" / f"{name}.txt"


def allowed_relations(group: Mapping[str, Any]) -> dict[Pair, frozenset[str]]:
    """Return the relations that the annotation allows, by pair of texts."""
    allowed = {}
    for names, relation in group["relations"].items():
        one, other = names.split("|")
        allowed[one, other] = frozenset(relation.split("/"))
    return allowed


def linked_pieces(group: Mapping[str, Any], pair: Pair) -> list[tuple[str, str]]:
    """Return the gold links of two texts: a piece of the one and a piece of the other."""
    found = []
    for file, text, other_file, other_text in group["links"]:
        pieces = {Path(file).stem: text, Path(other_file).stem: other_text}
        if set(pieces) == set(pair):
            found.append((pieces[pair[0]], pieces[pair[1]]))
    return found


def _measure_part(part: str, *, baselines: bool) -> Iterator[Measure]:
    """Compare the pairs of one part, and count."""
    embedder = load_remembering_embedder()
    links: dict[str, Counted] = {}
    relations: Counted = []
    link_faults: dict[str, list[str]] = {}
    relation_faults: dict[str, list[str]] = {}
    for name, group in read_groups(part).items():
        for pair, allowed in allowed_relations(group).items():
            comparison = compare_texts(part, pair, embedder)
            found = comparison.relations[0].relation.value
            relations.append((name, Counts.of_case(hit=found in allowed)))
            if found not in allowed:
                why = comparison.explain(comparison.relations[0])
                relation_faults.setdefault(name, []).append(f"{' ~ '.join(pair)}: {'/'.join(sorted(allowed))}; {why}")
            if not group["links"]:
                continue
            systems = {OWN: _passage_rows(comparison)}
            if baselines:
                systems |= _baseline_rows(comparison, embedder)
            for system, rows in systems.items():
                counts, faults = _count_links(rows, _gold_spans(group, pair, comparison))
                links.setdefault(system, []).append((name, counts))
                if system == OWN and faults:
                    link_faults.setdefault(name, []).extend(f"{' ~ '.join(pair)}: {fault}" for fault in faults)
    shown = part == DEVELOPMENT
    for system, counted in links.items():
        own = link_faults if shown and system == OWN else {}
        yield Measure(NAME, LINKS, part, system, add_up(counted), faults=own)
    faults_shown = relation_faults if shown else {}
    yield Measure(NAME, RELATION, part, OWN, add_up(relations), Statistic.SHARE, faults_shown)


def _gold_spans(group: Mapping[str, Any], pair: Pair, comparison: Comparison) -> list[dict[str, dict[str, Any]]]:
    """Return the gold links of two texts with their places: by sigil, `start`, `end` and `text`."""
    spans = []
    for pieces in linked_pieces(group, pair):
        link = {}
        for article, piece in zip(comparison.articles, pieces, strict=True):
            start = (article.text or "").index(piece)
            link[article.sigil] = {"start": start, "end": start + len(piece), "text": piece}
        spans.append(link)
    return spans


def _passage_rows(comparison: Comparison) -> list[Row]:
    """Return the passages that both articles have, of one event or of two."""
    return [
        Row({sigil: comparison.segments_of(passage, sigil) for sigil in comparison.sigla})
        for passage in comparison.passages
        if len(passage.segments) == len(comparison.sigla) and not comparison.is_headline(passage)
    ]


def _baseline_rows(comparison: Comparison, embedder: Embedder) -> dict[str, list[Row]]:
    """Link statements that are most similar to each other, by three similarities."""
    (a, b) = (comparison.statements(sigil) for sigil in comparison.sigla)
    texts = [one.text for one in a], [one.text for one in b]
    vectors = [embedder.embed(side).vectors.astype(np.float64) for side in texts]
    return {
        system: [Row({"A": [a[i]], "B": [b[j]]}) for i, j in best_mutual(similarity)]
        for system, similarity in (
            ("cosine mutual best", vectors[0] @ vectors[1].T),
            ("difflib mutual best", difflib_ratios(*texts)),
            ("tf-idf mutual best", tf_idf_cosines(*texts)),
        )
    }


def _count_links(rows: Sequence[Row], gold: Sequence[Mapping[str, Any]]) -> tuple[Counts, list[str]]:
    """Match rows with gold links; return the counts, and what is at fault."""
    hit_rows: set[int] = set()
    found: set[int] = set()
    for (number, row), (place, link) in ((one, other) for one in enumerate(rows) for other in enumerate(gold)):
        if all(covered(row.spans(sigil), span) >= COVERED for sigil, span in link.items()):
            hit_rows.add(number)
            found.add(place)
    faults = [f"wrong: {row.text}" for number, row in enumerate(rows) if number not in hit_rows]
    faults += [
        f"missed: {' ~ '.join(excerpt(span['text']) for span in link.values())}"
        for place, link in enumerate(gold)
        if place not in found
    ]
    return Counts(len(hit_rows), len(rows), len(found), len(gold)), faults
