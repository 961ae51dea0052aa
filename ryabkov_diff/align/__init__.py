"""Align: segments and their embeddings → `Link`, `Relation` and `Passage`.

Three arrows in three files: `links.py` links the statements of each two articles, `events.py` decides from the links
and the dates whether two articles report one occasion, `table.py` makes the N-way alignment table. `signals.py` is
what the links are decided by, and `prospects.py` says which of many articles are worth aligning.
"""

from __future__ import annotations

from collections import Counter, deque
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ryabkov_diff.align.events import relate_articles
from ryabkov_diff.align.links import choose_beads
from ryabkov_diff.align.prospects import find_prospects
from ryabkov_diff.align.signals import Statements
from ryabkov_diff.align.table import tabulate_passages
from ryabkov_diff.domain import Link, SegmentKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ryabkov_diff.domain import Article, Embeddings, Segment

__all__ = ["align_segments", "relate_articles", "tabulate_passages"]

# Of so many articles every pair is aligned, which takes a second; of more, those that may be related.
MOST_ALIGNED_ALL = 12


def align_segments(
    articles: Sequence[Article], segments: Sequence[Segment], embeddings: Embeddings, *, same_event: bool = False
) -> tuple[Link, ...]:
    """Link the statements of each two articles; of many articles, of those that may be of one event or one topic.

    The result is the same whatever the order of the articles, but for the order of the two sides of each link.

    Args:
        articles: In column order.
        segments: Of all articles, by article and in order; boilerplate is left out.
        embeddings: Row i belongs to segment i.
        same_event: Whether the user says that all articles report one event.

    Returns:
        The links, by pair of articles and in the order of the first one.
    """
    alignable: dict[str, list[tuple[int, Segment]]] = {article.sigil: [] for article in articles}
    for index, segment in enumerate(segments):
        if segment.kind is not SegmentKind.BOILERPLATE:
            alignable[segment.article].append((index, segment))
    text_of = {article.sigil: article.text or "" for article in articles}

    def prepare(sigil: str) -> Statements:
        found = alignable[sigil]
        return Statements.of(
            [segment for _, segment in found],
            [text_of[sigil][slice(*(segment.setting or (segment.start, segment.end)))] for _, segment in found],
            embeddings.vectors[np.array([index for index, _ in found], dtype=np.int64)],
            [embeddings.tokens[index] for index, _ in found],
        )

    place_of = {segment.id: index for index, segment in enumerate(segments)}
    pairs: Iterable[tuple[Article, Article]] = combinations(articles, 2)
    if len(articles) > MOST_ALIGNED_ALL:
        rows = [[index for index, _ in alignable[article.sigil]] for article in articles]
        pairs = find_prospects(articles, segments, embeddings, rows, same_event=same_event)
    pairs = list(pairs)
    # The word vectors of an article are made for its first pair and dropped after its last one.
    statements: dict[str, Statements] = {}
    left = Counter(article.sigil for pair in pairs for article in pair)
    links: dict[tuple[str, str], list[Link]] = {(one.sigil, other.sigil): [] for one, other in pairs}
    for one, other in _together(pairs):
        for article in (one, other):
            if article.sigil not in statements:
                statements[article.sigil] = prepare(article.sigil)
        # Floats may differ in the last bit between (a, b) and (b, a), so each pair is always aligned one way round.
        swapped = other.content_key < one.content_key
        first, second = (other, one) if swapped else (one, other)
        beads = choose_beads(statements[first.sigil], statements[second.sigil])
        found = []
        for bead in beads:
            sides = (
                tuple(alignable[first.sigil][row][1].id for row in bead.rows),
                tuple(alignable[second.sigil][column][1].id for column in bead.columns),
            )
            found.append(
                Link(
                    articles=(one.sigil, other.sigil),
                    segments=(sides[1], sides[0]) if swapped else sides,
                    similarity=bead.similarity,
                    parts=bead.parts,
                    confidence=bead.confidence,
                )
            )
        links[one.sigil, other.sigil] = sorted(found, key=lambda link: place_of[link.segments[0][0]])
        left.subtract((one.sigil, other.sigil))
        for article in (one, other):
            if not left[article.sigil]:
                del statements[article.sigil]
    return tuple(link for found in links.values() for link in found)


def _together(pairs: Sequence[tuple[Article, Article]]) -> list[tuple[Article, Article]]:
    """Order pairs so that those of one article stand together, and beside them those of its partners."""
    partners: dict[str, list[str]] = {}
    for one, other in pairs:
        partners.setdefault(one.sigil, []).append(other.sigil)
        partners.setdefault(other.sigil, []).append(one.sigil)
    # Breadth first, so that few articles are in use at a time.
    place: dict[str, int] = {}
    for first in partners:
        waiting = deque([first])
        while waiting:
            sigil = waiting.popleft()
            if sigil not in place:
                place[sigil] = len(place)
                waiting += partners[sigil]
    return sorted(pairs, key=lambda pair: sorted((place[pair[0].sigil], place[pair[1].sigil]), reverse=True))
