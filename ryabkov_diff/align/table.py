"""The N-way alignment table: links of pairs → `Passage`, one row a statement, one column an article."""

from __future__ import annotations

from bisect import bisect_left
from itertools import combinations
from typing import TYPE_CHECKING

from ryabkov_diff.domain import (
    DECIMALS,
    Link,
    Passage,
    PassageStatus,
    RelationKind,
    SegmentKind,
    pair_key,
)
from ryabkov_diff.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ryabkov_diff.domain import Article, Relation, Segment

__all__ = ["tabulate_passages"]

# A side with less than this share of the other's content words says only part of it: a set value; renderings of one
# sentence rarely differ by more than a third in length.
PARTIAL_SHARE = 0.6

# Rows hold at most this many neighbouring segments of one article: what is longer is no longer one statement.
MAX_SPLIT = 4

# A row of the table while it is being made: the indices of its segments among all segments, by sigil.
Row = dict[str, set[int]]


def tabulate_passages(
    articles: Sequence[Article], segments: Sequence[Segment], links: Sequence[Link], relations: Sequence[Relation]
) -> tuple[Passage, ...]:
    """Make the alignment table.

    Links between articles of one event come first, the most confident first of all; a link joins two rows unless both
    have a statement of the same article already. What then stands alone may join another occasion's
    lone statement as a `related` passage: never do statements of two events share a row of any other status.

    Args:
        articles: In column order.
        segments: Of all articles, by article and in order.
        links: From `align_segments`.
        relations: One a pair of articles, from `relate_articles`.

    Returns:
        Every segment but boilerplate in exactly one passage; in the reading order of the first article, what only
        later articles have after it.
    """
    index_of = {segment.id: index for index, segment in enumerate(segments)}
    same = {frozenset(relation.articles): relation.relation is RelationKind.SAME for relation in relations}
    rank = {article.sigil: article.content_key for article in articles}
    row_of: dict[int, Row] = {
        index: {segment.article: {index}}
        for index, segment in enumerate(segments)
        if segment.kind is not SegmentKind.BOILERPLATE
    }

    def strength(link: Link) -> tuple[object, ...]:
        # Ties are broken by the articles' contents, not by their places on the command line.
        places = sorted(
            (rank[sigil], index_of[ids[0]]) for sigil, ids in zip(link.articles, link.segments, strict=True)
        )
        return (-round(link.confidence, DECIMALS), -round(link.similarity, DECIMALS), places)

    for link in sorted((link for link in links if same[frozenset(link.articles)]), key=strength):
        _join(row_of, [[index_of[segment_id] for segment_id in ids] for ids in link.segments])
    related: set[int] = set()
    for link in sorted((link for link in links if not same[frozenset(link.articles)]), key=strength):
        members = [index_of[segment_id] for ids in link.segments for segment_id in ids]
        if all(len(row_of[index]) == 1 and len(next(iter(row_of[index].values()))) == 1 for index in members):
            row: Row = {}
            for index in members:
                row.setdefault(segments[index].article, set()).add(index)
            for index in members:
                row_of[index] = row
            related.add(id(row))

    rows = list({id(row): row for row in row_of.values()}.values())
    column = {article.sigil: place for place, article in enumerate(articles)}
    ordered = [{sigil: sorted(row[sigil]) for sigil in sorted(row, key=column.__getitem__)} for row in rows]
    is_related = [id(row) in related for row in rows]
    moved = _moved_rows(ordered, is_related, segments, articles)
    reading_order = sorted(
        range(len(rows)), key=lambda k: (column[next(iter(ordered[k]))], next(iter(ordered[k].values())))
    )
    width = len(str(len(rows)))
    links_at: dict[int, list[tuple[frozenset[int], Link]]] = {}
    for link in links:
        linked = frozenset(index_of[segment_id] for ids in link.segments for segment_id in ids)
        for index in linked:
            links_at.setdefault(index, []).append((linked, link))
    passages = []
    for number, k in enumerate(reading_order, start=1):
        pairs = _pair_links(ordered[k], links_at)
        passages.append(
            Passage(
                id=f"P{number:0{max(2, width)}}",
                segments={
                    sigil: tuple(segments[index].id for index in indices) for sigil, indices in ordered[k].items()
                },
                status=_status(ordered[k], segments, related=is_related[k]),
                moved=k in moved,
                similarity={pair: round(link.similarity, DECIMALS) for pair, link in pairs.items()},
                parts={
                    pair: {name: round(value, DECIMALS) for name, value in link.parts.items()}
                    for pair, link in pairs.items()
                },
                confidence=round(min((link.confidence for link in pairs.values()), default=1.0), DECIMALS),
            )
        )
    return tuple(passages)


def _join(row_of: dict[int, Row], sides: Sequence[Sequence[int]]) -> None:
    """Join the rows of linked segments, unless an article would say the statement at two places."""
    members = [index for side in sides for index in side]
    rows = list({id(row_of[index]): row_of[index] for index in members}.values())
    joined: Row = {}
    for row in rows:
        for sigil, indices in row.items():
            joined.setdefault(sigil, set()).update(indices)
    linked = [set(side) for side in sides]
    for sigil, indices in joined.items():
        owners = [row for row in rows if sigil in row]
        # Two rows with the same article only meet where the link itself says that both belong together.
        if len(owners) > 1 and indices not in linked:
            return
        if max(indices) - min(indices) + 1 != len(indices) or len(indices) > MAX_SPLIT:
            return
    for indices in joined.values():
        for index in indices:
            row_of[index] = joined


def _pair_links(
    row: Mapping[str, Sequence[int]], links_at: Mapping[int, Sequence[tuple[frozenset[int], Link]]]
) -> dict[str, Link]:
    """Return the strongest link of each pair of articles in a row; pairs that only others join have none."""
    found = {}
    for sigil, other in combinations(row, 2):
        members = frozenset((*row[sigil], *row[other]))
        inside = [link for index in row[sigil] for key, link in links_at.get(index, ()) if key <= members]
        if inside:
            found[pair_key(sigil, other)] = max(inside, key=lambda link: (link.confidence, link.similarity))
    return found


def _status(row: Mapping[str, Sequence[int]], segments: Sequence[Segment], *, related: bool) -> PassageStatus:
    """Say how the wordings of a row compare."""
    if len(row) == 1:
        return PassageStatus.UNIQUE
    if related:
        return PassageStatus.RELATED
    words = [
        [token for index in indices for token in tokenize(segments[index].text) if token.is_word]
        for indices in row.values()
    ]
    if len({tuple(token.norm for token in side) for side in words}) == 1:
        return PassageStatus.EQUAL
    content = [sum(token.is_content for token in side) for side in words]
    split = len({len(indices) for indices in row.values()}) > 1
    if split or min(content) < PARTIAL_SHARE * max(content):
        return PassageStatus.PARTIAL
    return PassageStatus.VARIANT


def _moved_rows(
    rows: Sequence[Mapping[str, Sequence[int]]],
    is_related: Sequence[bool],
    segments: Sequence[Segment],
    articles: Sequence[Article],
) -> set[int]:
    """Return the rows that stand at another place of the order in some article.

    For each two articles these are the rows outside a longest common order of what both carry. That a headline stands
    at the top is no move.
    """
    first_of = [
        {
            sigil: body[0]
            for sigil, indices in row.items()
            if (body := [index for index in indices if segments[index].kind is not SegmentKind.HEADLINE])
        }
        for row in rows
    ]
    rank = {article.sigil: (article.content_key, place) for place, article in enumerate(articles)}
    shared_by: dict[tuple[str, str], list[int]] = {}
    for k, row in enumerate(first_of):
        if not is_related[k]:
            # Always the same way round, so that a tie between two longest orders is broken alike.
            for pair in combinations(sorted(row, key=rank.__getitem__), 2):
                shared_by.setdefault(pair, []).append(k)
    moved: set[int] = set()
    for (first, second), shared in shared_by.items():
        shared.sort(key=lambda k: first_of[k][first])
        kept = _longest_increasing([first_of[k][second] for k in shared])
        moved.update(k for place, k in enumerate(shared) if place not in kept)
    return moved


def _longest_increasing(values: Iterable[int]) -> set[int]:
    """Return the places of a longest increasing subsequence (Schensted 1961), in n log n.

    >>> sorted(_longest_increasing([5, 1, 2, 9, 3]))
    [1, 2, 4]
    """
    tails: list[int] = []
    tail_places: list[int] = []
    previous: list[int] = []
    for place, value in enumerate(values):
        length = bisect_left(tails, value)
        previous.append(tail_places[length - 1] if length else -1)
        tails[length : length + 1] = [value]
        tail_places[length : length + 1] = [place]
    kept: set[int] = set()
    place = tail_places[-1] if tail_places else -1
    while place >= 0:
        kept.add(place)
        place = previous[place]
    return kept
