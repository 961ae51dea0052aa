"""Table → Finding: the family `narrative`, how articles tell an event: `source`, `order` and `headline`.

All three are about articles of one event, and about whole articles or statements rather than about words.
"""

from __future__ import annotations

from itertools import combinations, groupby
from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypeVar

from ryabkov_diff.detect.findings import excerpt, make_finding
from ryabkov_diff.detect.passages import SURE_PASSAGE
from ryabkov_diff.detect.sayings import read_sayings
from ryabkov_diff.domain import Finding, PassageStatus, Reading, SegmentKind, listed
from ryabkov_diff.provenance import locate_source, outlet_named
from ryabkov_diff.provenance.hearers import find_media
from ryabkov_diff.text import content_stems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ryabkov_diff.domain import Article, Passage, Segment, Table

T = TypeVar("T")

__all__ = ["HeadlineDetector", "OrderDetector", "SourceDetector"]

# A statement stands elsewhere when it is away by this many of the passages that both articles have, and by this share
# of them: two neighbours that change places are no news, and a third of an article is hard to overlook.
FAR_PLACES = 3
FAR_SHARE = 0.3

# A statement with this share of its content words in a second statement of the other article may have its counterpart
# there: a lead sums up what is quoted later.
SAID_TWICE = 0.6

# A headline picks the statements that have at least this share of its content words; a lead, too, in other articles.
PICKED = 0.6

# With this share of its content words in the other's headline and lead, a headline says what those say.
SAID_AT_THE_TOP = 0.5

# Two headlines with less than this share of the shorter one's content words in common may be about two statements.
OTHER_WORDS = 1 / 3

# How sure a finding about whole articles is. Set by hand: a source or a lead may be misread.
WHOLE_ARTICLES = 0.8

# Characters of a headline or lead that a message quotes; the reading has it whole.
QUOTED_CHARACTERS = 60


class SourceDetector:
    """Articles of one event that name different outlets as where the words come from."""

    kinds = ("source",)
    rules: ClassVar[Mapping[str, str]] = {
        "named-sources": "An article names a source (the venue of an interview, a news agency) that the other does not "
        f"mention at all. The confidence is {WHOLE_ARTICLES}, as of all that is said of whole articles.",
    }

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield a finding for each event whose articles name different sources."""
        for event in table.events:
            # A transcript that names no source is one itself.
            telling = [
                one
                for one in map(_Sourced.of, map(table.article_by_sigil.__getitem__, event))
                if one.sources or not any(segment.turn for segment in table.segments_by_article[one.article.sigil])
            ]
            if len(_groups(telling, _name_different_sources)) < 2:  # noqa: PLR2004  # all name the same
                continue
            in_all = set(telling[0].sources).intersection(*(one.sources for one in telling))
            named: dict[tuple[str, ...], list[str]] = {}
            for one in telling:
                named.setdefault(one.sources, []).append(one.article.label)
            yield _about_articles(
                "source",
                "named-sources",
                1,
                " ~ ".join(
                    f"{listed(names) if names else 'none named'} in {listed(labels)}" for names, labels in named.items()
                ),
                [_source_reading(table, one, in_all) for one in telling],
                cues=dict.fromkeys(name for one in telling for name in one.sources),
            )


class _Sourced(NamedTuple):
    """An article with what it says that the words come from.

    Attributes:
        article: The article.
        sources: By name; where it names no outlet that is surely one, a medium.
    """

    article: Article
    sources: tuple[str, ...]

    @classmethod
    def of(cls, article: Article) -> _Sourced:
        """Read the sources of an article."""
        return cls(article, article.is_based_on or find_media(article.text or ""))


def _name_different_sources(one: _Sourced, other: _Sourced) -> bool:
    """Whether one of two articles names a source that the other does not mention at all, not even in passing.

    Where one names the other's publisher, that article is its source, and they agree.
    """
    if _publishers(one.article) & set(other.sources) or _publishers(other.article) & set(one.sources):
        return False
    return any(
        locate_source(silent.article.text or "", name) is None
        for naming, silent in ((one, other), (other, one))
        for name in naming.sources
    )


def _publishers(article: Article) -> set[str]:
    """Return the names by which other articles may call this one."""
    names = {name for name in (article.publisher, article.label) if name}
    return names | {outlet.name for name in names if (outlet := outlet_named(name))}


def _source_reading(table: Table, sourced: _Sourced, in_all: set[str]) -> Reading:
    """Return where an article names a source that others don't, else the first one that it names, else nothing."""
    for name in sorted(sourced.sources, key=lambda name: name in in_all):
        place = locate_source(sourced.article.text or "", name)
        if place is not None:
            return table.reading(sourced.article.sigil, *place)
    return Reading((sourced.article.sigil,), None, None)


# ---------------------------------------------------------------------------------------------------------- order


class _Block(NamedTuple):
    """Passages that follow one another in several articles, and stand elsewhere in some of them.

    Attributes:
        passages: In their order.
        sigla: The articles.
    """

    passages: tuple[Passage, ...]
    sigla: frozenset[str]


class OrderDetector:
    """Statements that stand much earlier in one article than in another; those that move together are one finding."""

    kinds = ("order",)
    rules: ClassVar[Mapping[str, str]] = {
        "moved-block": f"A shared statement, linked with a confidence of {SURE_PASSAGE} or more, lies outside of the "
        f"longest order that both articles have in common, {FAR_PLACES} places or more and a share of {FAR_SHARE} or "
        "more of the shared statements away. The confidence is that of the link.",
    }

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield a finding for each block of passages that moved."""
        for event in table.events:
            moved = [(pair, block) for pair in combinations(event, 2) for block in _moved_blocks(table, pair)]
            if not moved:
                continue
            words = {sigil: _Statements(table, sigil) for sigil in event}
            blocks = [
                block
                for pair, block in moved
                if not all(_is_said_twice(table, words, pair, passage) for passage in block.passages)
            ]
            for block in _joined_blocks(blocks):
                yield _order_finding(table, event, words, block)


def _moved_blocks(table: Table, pair: tuple[str, str]) -> Iterator[_Block]:
    """Yield the blocks that stand far away from their place in the other of two articles."""
    shared = [
        passage
        for passage in table.passages_by_article[pair[0]]
        if _is_shared(passage, pair) and not _has_title(table, passage, pair)
    ]
    first, second = (
        {passage.id: place for place, passage in enumerate(sorted(shared, key=_place_in(table, sigil)))}
        for sigil in pair
    )
    far = max(FAR_PLACES, FAR_SHARE * len(shared))
    moved = [
        passage
        for passage in sorted(shared, key=_place_in(table, pair[0]))
        if passage.moved and abs(first[passage.id] - second[passage.id]) >= far
    ]
    # Neighbours in both articles have the same distance between their places, and the same distance to a count.
    numbered = enumerate(moved)
    for _, block in groupby(numbered, key=lambda one: (first[one[1].id] - one[0], second[one[1].id] - one[0])):
        yield _Block(tuple(passage for _, passage in block), frozenset(pair))


def _is_shared(passage: Passage, pair: Sequence[str]) -> bool:
    """Whether articles surely have a statement in common."""
    return (
        passage.status is not PassageStatus.RELATED
        and all(sigil in passage.segments for sigil in pair)
        and passage.confidence >= SURE_PASSAGE
    )


def _has_title(table: Table, passage: Passage, pair: Sequence[str]) -> bool:
    """Whether a statement is an article's title: that it stands at the top is no news."""
    return any(one.kind is SegmentKind.HEADLINE for sigil in pair for one in table.segments_of(passage, sigil))


def _place_in(table: Table, sigil: str) -> Callable[[Passage], int]:
    """Return the key that sorts passages as an article has them."""
    return lambda passage: table.segments_of(passage, sigil)[0].start


def _is_said_twice(table: Table, words: dict[str, _Statements], pair: tuple[str, str], passage: Passage) -> bool:
    """Whether the statement of one article may have its counterpart at a second place of the other."""
    sides = [(sigil, table.segments_of(passage, sigil)) for sigil in pair]
    return any(
        words[sigil].share(frozenset().union(*(content_stems(one.text) for one in others)), without=own) >= SAID_TWICE
        for (sigil, own), (_, others) in (sides, sides[::-1])
    )


def _joined_blocks(blocks: Iterable[_Block]) -> list[_Block]:
    """Join the blocks of several pairs of articles that have passages in common: they are one block that moved."""
    joined: list[_Block] = []
    places: dict[str, set[int]] = {}  # of each passage: the joined blocks that have it
    for block in sorted(blocks, key=lambda one: -len(one.passages)):
        ids = {passage.id for passage in block.passages}
        place = min((place for one in ids for place in places.get(one, ())), default=None)
        if place is None:
            place = len(joined)
            joined.append(block)
            for one in ids:
                places.setdefault(one, set()).add(place)
            continue
        other = joined[place]
        joined[place] = _Block(
            tuple(passage for passage in other.passages if passage.id in ids), other.sigla | block.sigla
        )
        for passage in other.passages:
            if passage.id not in ids:
                places[passage.id].discard(place)
    return joined


def _order_finding(table: Table, event: Sequence[str], words: dict[str, _Statements], block: _Block) -> Finding:
    """Say where a block stands in each article; the readings are its first statement."""
    anchor = block.passages[0]
    readings, places = [], []
    for sigil in event:
        if sigil not in block.sigla:
            continue
        members = table.segments_of(anchor, sigil)
        readings.append(table.reading(sigil, members[0].start, members[-1].end))
        places.append(f"{words[sigil].place(members[0])} in {table.article_by_sigil[sigil].label}")
    with_it = len(block.passages) - 1
    more = f", and the next {with_it} with it" if with_it > 1 else ", and the next one with it" if with_it else ""
    return make_finding(
        "order", "moved-block", 1, anchor.confidence, readings, passage=anchor.id, message=" ~ ".join(places) + more
    )


# ------------------------------------------------------------------------------------------------------- headline


class _Pick(NamedTuple):
    """What an article puts at its top, as a headline or as a lead, and the statements that this picks.

    Attributes:
        sigil: The article.
        segments: The headline, or the statements of the first paragraph that has any; never empty.
        passages: Those that say it.
        at_the_top: The stems of all content words in headline and lead.
    """

    sigil: str
    segments: tuple[Segment, ...]
    passages: tuple[Passage, ...]
    at_the_top: frozenset[str]

    @property
    def said(self) -> frozenset[str]:
        """The stems of its content words."""
        return frozenset().union(*(content_stems(one.text) for one in self.segments))


class HeadlineDetector:
    """Articles of one event whose headlines or leads pick different ones of the statements that they share."""

    kinds = ("headline",)
    rules: ClassVar[Mapping[str, str]] = {
        rule: f"The {tops} of two articles each pick a statement that stands in the other article far from its top: "
        f"behind the first {FAR_PLACES} statements and a share of {FAR_SHARE} of them, while headline and lead there "
        f"have less than {SAID_AT_THE_TOP} of its content words. The confidence is {WHOLE_ARTICLES}."
        for rule, tops in (
            ("headline", "headlines"),
            ("lead", "first paragraphs"),
            ("headline-and-lead", "headlines, and the first paragraphs,"),
        )
    }

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield at most one finding for each event: of the headlines, or else of the leads."""
        for event in table.events:
            words = {sigil: _Statements(table, sigil) for sigil in event}

            def apart(one: _Pick, other: _Pick, words: dict[str, _Statements] = words) -> bool:
                return all(_says_elsewhere(table, words, *picks) for picks in ((one, other), (other, one)))

            def pick_others(one: _Pick, other: _Pick, apart: Callable[[_Pick, _Pick], bool] = apart) -> bool:
                return apart(one, other) or _pick_others(table, one, other)

            headlines, leads = _picks(table, words)
            differ = {
                name: picks
                for name, picks, differ_in in (("headline", headlines, pick_others), ("lead", leads, apart))
                if len(_groups(picks, differ_in)) > 1
            }
            if not differ:
                continue
            picks = next(iter(differ.values()))
            yield _about_articles(
                "headline",
                "-and-".join(differ),
                2,
                " ~ ".join(
                    f"{_quoted(pick.segments[0].text)} in {table.article_by_sigil[pick.sigil].label}" for pick in picks
                ),
                [table.reading(one.sigil, one.segments[0].start, one.segments[-1].end) for one in picks],
            )


def _picks(table: Table, words: dict[str, _Statements]) -> tuple[list[_Pick], list[_Pick]]:
    """Return what the headlines and what the leads of some articles pick; of those that have any."""

    def passages_of(segments: Sequence[Segment]) -> tuple[Passage, ...]:
        ids = dict.fromkeys(table.passage_id_by_segment[segment.id] for segment in segments)
        return tuple(table.passage_by_id[one] for one in ids)

    headlines, leads = [], []
    for sigil, statements in words.items():
        titles = tuple(segment for segment in table.segments_by_article[sigil] if segment.kind is SegmentKind.HEADLINE)[
            :1
        ]
        lead = tuple(one for one in statements.segments if one.paragraph == statements.segments[0].paragraph)
        transcript = any(one.turn for one in statements.segments)
        at_the_top = frozenset().union(*(content_stems(one.text) for one in (*titles, *lead)))
        if lead and not transcript:
            leads.append(_Pick(sigil, lead, passages_of(lead), at_the_top))
        if titles:
            picked = statements.saying(content_stems(titles[0].text))
            # "An interview with Ada Brook" picks nothing, and so does what an interview begins with.
            if transcript and not picked:
                continue
            headlines.append(_Pick(sigil, titles, passages_of(picked), at_the_top))
    return headlines, leads


def _says_elsewhere(table: Table, words: dict[str, _Statements], one: _Pick, other: _Pick) -> bool:
    """Whether what one article puts at its top stands in the other, but far from its top."""
    statements = words[other.sigil]
    linked = [
        table.segments_of(passage, other.sigil)[0]
        for passage in one.passages
        if _is_shared(passage, (one.sigil, other.sigil))
    ]
    # A statement that a headline repeats may have lost its link to that headline.
    worded_alike = [found for segment in one.segments for found in statements.saying(content_stems(segment.text))]
    places = [statements.number(segment) for segment in (*linked, *worded_alike)]
    far = max(FAR_PLACES, FAR_SHARE * len(statements.segments))
    return bool(places) and min(places) >= far and _share(one.said, other.at_the_top) < SAID_AT_THE_TOP


def _pick_others(table: Table, one: _Pick, other: _Pick) -> bool:
    """Whether two headlines in other words are about two statements.

    One of them must say what both articles have as a statement, and which says nothing of the other headline in the
    words of either article. What a headline says and the other article lacks is an omission.
    """
    pair = one.sigil, other.sigil
    shorter = min(len(one.said), len(other.said))
    if not shorter or len(one.said & other.said) / shorter >= OTHER_WORDS or _is_linked(table, one, other):
        return False
    picked, others = ([passage for passage in each.passages if _is_shared(passage, pair)] for each in (one, other))
    if any(each.passages and not shared for each, shared in ((one, picked), (other, others))):
        return False
    return any(
        shared and max(_share(rival.said, _stems_in(table, passage, pair)) for passage in shared) < OTHER_WORDS
        for shared, rival in ((picked, other), (others, one))
    )


def _is_linked(table: Table, one: _Pick, other: _Pick) -> bool:
    """Whether two headlines, or what they pick, are in one passage."""
    places = {table.passage_id_by_segment[segment.id] for pick in (one, other) for segment in pick.segments}
    return len(places) == 1 or any(passage in other.passages for passage in one.passages)


def _stems_in(table: Table, passage: Passage, sigla: Iterable[str]) -> frozenset[str]:
    """Return the stems of the content words that some articles have in a passage."""
    return frozenset().union(
        *(content_stems(segment.text) for sigil in sigla for segment in table.segments_of(passage, sigil))
    )


def _quoted(text: str) -> str:
    """Quote the beginning of a text, white space folded."""
    return f"“{excerpt(text, QUOTED_CHARACTERS)}”"


# ----------------------------------------------------------------------------------------------- what they share


class _Statements:
    """The statements of an article, in order: without headlines and boilerplate."""

    def __init__(self, table: Table, sigil: str) -> None:
        self.segments = tuple(
            segment
            for segment in table.segments_by_article[sigil]
            if segment.kind not in {SegmentKind.HEADLINE, SegmentKind.BOILERPLATE}
        )
        self._numbers = {segment.id: number for number, segment in enumerate(self.segments)}
        self._sayings = read_sayings(table)[sigil]

    def number(self, segment: Segment) -> int:
        """Return the running number of a statement, from 0; a title stands where the first one does."""
        return self._numbers.get(segment.id, 0)

    def place(self, segment: Segment) -> str:
        """Say where a statement stands: `first`, `22nd of 38`, `last`."""
        number, count = self.number(segment) + 1, len(self.segments)
        if number == 1:
            return "first"
        return "last" if number == count else f"{_ordinal(number)} of {count}"

    def saying(self, said: frozenset[str]) -> tuple[Segment, ...]:
        """Return the statements that have most of some content words."""
        return tuple(one for one in self._sayings.saying(said, PICKED) if one.id in self._numbers) if said else ()

    def share(self, said: frozenset[str], *, without: Sequence[Segment]) -> float:
        """Return the largest share of some content words that one statement has, but for some: in [0, 1]."""
        elsewhere = self._numbers.keys() - {segment.id for segment in without}
        shared = self._sayings.shared(said)
        places = [place for place, segment in enumerate(self._sayings.segments) if segment.id in elsewhere]
        return int(shared[places].max(initial=0)) / max(1, len(said))


def _share(said: frozenset[str], stems: frozenset[str]) -> float:
    """Return the share of some stems that others have: in [0, 1]; 0 for none."""
    return len(said & stems) / len(said) if said else 0.0


def _ordinal(number: int) -> str:
    """Return a number with its ending.

    >>> [_ordinal(number) for number in (1, 2, 3, 4, 11, 22, 112, 123)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd', '112th', '123rd']
    """
    teens = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _groups(members: Sequence[T], differ: Callable[[T, T], bool]) -> list[list[T]]:
    """Group what does not surely differ, directly or through others; more than one group then surely differ."""
    groups: list[list[T]] = []
    for member in members:
        near = [group for group in groups if not all(differ(member, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(other for group in near for other in group), member])
    return groups


def _about_articles(
    kind: str, rule: str, severity: int, message: str, readings: Sequence[Reading], cues: Iterable[str] = ()
) -> Finding:
    """Make a finding about whole articles."""
    return make_finding(kind, rule, severity, WHOLE_ARTICLES, readings, passage=None, cues=cues, message=message)
