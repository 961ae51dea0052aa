"""Table → Finding: the kinds `quote-insertion`, `quote-splice` and `quote-truncation`, what was done to a quotation.

Only passages that the articles *quote* are looked at. What is compared is the quotation as a whole: the statements
inside one pair of marks, and those that a reporting clause sets apart from them in the same paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from ryabkov_diff.detect.findings import describe_readings, excerpt, make_finding
from ryabkov_diff.detect.sayings import read_sayings
from ryabkov_diff.domain import WORTH_A_LOOK, Finding, SegmentKind
from ryabkov_diff.text import Token, content_stems, tokenize, tokenize_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ryabkov_diff.detect.sayings import Sayings
    from ryabkov_diff.domain import Collation, Reading, Segment, Table

    Span = tuple[int, int]

__all__ = ["CLOSING", "QUOTED_CHARACTERS", "Join", "QuotationDetector", "Quotations"]

# Of two statements that are linked less surely than this, what the one has more says nothing.
SURE_LINK = 0.7
_SURELY = f"which is {SURE_LINK} or more"

# So many content words at the end of a statement, one of which must have a counterpart, before it is said that the
# other article goes on: where none has, both may go on in different words.
EDGE_WORDS = 3

# A statement with at least this share of its content words in one statement of the other article is said there, though
# the two are not linked: lower than for omissions, since the claim that a quotation was cut is the stronger one.
MAX_SAID_ELSEWHERE = 0.6

# A statement with fewer content words ("Yes, of course.") says too little to be missed.
MIN_CONTENT_WORDS = 2

# The fewest words that a quotation lacks at its end or at an ellipsis, of which `MIN_CONTENT_WORDS` bear meaning:
# translators round off a sentence with one word more or less.
MIN_MISSING_WORDS = 3

# Characters of a statement that a message quotes: with kind and outlets it should fit one line of 100 to 120 cells.
QUOTED_CHARACTERS = 40

# Characters around the seam of two statements in which an ellipsis is looked for: "[ . . . ]" has nine.
SEAM = 10

_ELLIPSIS = re.compile(r"[\[(]?(?:…|\.\s?\.\s?\.)[\])]?")
_QUOTATION_MARKS = frozenset("\"“”„‟«»‹›‘’'")
# Square brackets are an editor's; round ones are, inside of quotation marks.
_BRACKETS = re.compile(r"\[([^\[\]]{2,160})\]|\(([^()]{2,160})\)")
# What editors put into brackets and nobody takes for words of the speaker.
_NO_INSERTION = frozenset({"sic", "laughs", "laughter", "applause", "pause", "inaudible"})
# What closes a statement and belongs to no word of it.
CLOSING = " \t\n\r\xa0.,;:!?…—–-\"”'’)]"


# ------------------------------------------------------------------------------------------------ what is a quotation


class Join(StrEnum):
    """What stands between two statements that follow each other in one quotation."""

    WITHIN = "within"  # nothing but white space: both lie inside one pair of marks
    BREAK = "break"  # the reporting clause, or the marks alone


class Quotations:
    """Which quoted statements of an article follow each other in one quotation."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._next: dict[str, tuple[Segment, Join]] = {}
        self._previous: dict[str, tuple[Segment, Join]] = {}
        self._first: dict[str, Segment] = {}
        self._preceding = {other.id: one for one, other in pairwise(table.segments) if one.article == other.article}
        for one, other in pairwise(table.segments):
            join = self._join(one, other)
            if join is not None:
                self._next[one.id] = (other, join)
                self._previous[other.id] = (one, join)
                self._first[other.id] = self._first.get(one.id, one)

    def _join(self, one: Segment, other: Segment) -> Join | None:
        """Say how two neighbouring segments hang together; None where they are not of one quotation."""
        if one.article != other.article or not one.kind == other.kind == SegmentKind.QUOTED:
            return None
        if one.speaker and other.speaker and one.speaker != other.speaker:
            return None
        gap = (self._table.article_by_sigil[one.article].text or "")[one.end : other.start]
        marks = sum(character in _QUOTATION_MARKS for character in gap)
        clause = any(character.isalnum() for character in gap)
        if one.paragraph != other.paragraph:
            # A quotation that goes on in the next paragraph is opened anew there, and was not closed.
            return Join.WITHIN if marks <= 1 and not clause else None
        return Join.BREAK if clause or marks else Join.WITHIN

    def after(self, segment: Segment) -> tuple[Segment, Join] | None:
        """Return the statement that follows in the same or the adjoining quotation; None where it ends."""
        return self._next.get(segment.id)

    def before(self, segment: Segment) -> tuple[Segment, Join] | None:
        """Return the statement that precedes in the same or the adjoining quotation; None where it begins."""
        return self._previous.get(segment.id)

    def preceding(self, segment: Segment) -> Segment | None:
        """Return the segment that stands before another in its article; None for the first one."""
        return self._preceding.get(segment.id)

    def first_of(self, segment: Segment) -> Segment:
        """Return the statement with which the quotation of a statement begins; one that is not quoted is its own."""
        return self._first.get(segment.id, segment)

    def run(self, segment: Segment) -> list[Segment]:
        """Return all statements of the quotation of which one is a part, in order."""
        run = [self.first_of(segment)]
        while (found := self._next.get(run[-1].id)) is not None:
            run.append(found[0])
        return run


# -------------------------------------------------------------------------------------------------------- the detector


class _Cut(NamedTuple):
    """A place where one article lacks words that another quotes.

    Attributes:
        passage: The passage at which it is.
        kind: `quote-truncation` or `quote-splice`.
        rule: `stops-short`, `starts-after`, `ellipsis`, `attribution-break`, `left-out` or `joined`.
        lacking: What the one has at the place: nothing, or its ellipsis.
        having: The words of the other; None where it has none either, and only the ellipsis tells of a cut.
        confidence: In [0, 1].
    """

    passage: str
    kind: str
    rule: str
    lacking: Reading
    having: Reading
    confidence: float


class QuotationDetector:
    """What was added to a quotation in brackets, cut off its ends, or left out inside."""

    kinds = ("quote-insertion", "quote-splice", "quote-truncation")
    rules: ClassVar[Mapping[str, str]] = {
        "brackets": "Words in brackets stand in a quotation of one article, and not in brackets in the other. The "
        f"confidence is that of the passage's link, {_SURELY}.",
        **{
            rule: f"{what} The other article's words are {MIN_MISSING_WORDS} or more, {MIN_CONTENT_WORDS} of them of "
            f"content, and no statement of this article has {MAX_SAID_ELSEWHERE} or more of their content. The "
            f"confidence is that of the passage's link, {_SURELY}."
            for rule, what in (
                ("ellipsis", "An ellipsis stands in a quotation where the other article's goes on."),
                ("attribution-break", "A reporting clause parts a quotation where the other article's has more words."),
                ("left-out", "A quotation runs on without a mark where the other article's has more words in between."),
                ("joined", "Two statements are one quotation here, and in the other article others stand in between."),
                ("stops-short", "A quotation ends where the other article's goes on."),
                ("starts-after", "A quotation begins later than the other article's."),
            )
        },
    }

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield the findings of all collations of which both wordings are quoted."""
        quotations = Quotations(table)
        sayings = read_sayings(table)
        said = {sigil: _Said(sigil, own, table) for sigil, own in sayings.items()}
        cuts: list[_Cut] = []
        for collation in table.collations:
            sides = table.sides_of(collation)
            if collation.confidence < SURE_LINK or not all(map(_is_quoted, sides)):
                continue
            if any(map(_brackets, sides)):
                yield from _insertions(table, collation)
            for own, other in (collation.articles, collation.articles[::-1]):
                cuts += _Seams(table, quotations, said, _View(table, collation, own, other)).cuts()
        for same in _groups(table, cuts):
            yield _cut_finding(table, same)


class _Said:
    """What an article says, to tell whether it lacks a statement."""

    def __init__(self, sigil: str, sayings: Sayings, table: Table) -> None:
        self._sigil, self._sayings, self._table = sigil, sayings, table

    def counterpart(self, segment: Segment) -> tuple[str, ...]:
        """Return the ids of this article's statements in the passage of another's statement."""
        passage = self._table.passage_id_by_segment.get(segment.id)
        return () if passage is None else self._table.passage_by_id[passage].segments.get(self._sigil, ())

    def lacks(self, segment: Segment) -> bool:
        """Whether nothing in this article says what a statement of another one says, as far as words tell."""
        stems = content_stems(segment.text)
        if self.counterpart(segment) or len(stems) < MIN_CONTENT_WORDS:
            return False
        return self._sayings.most(stems) < MAX_SAID_ELSEWHERE * len(stems)


def _is_quoted(side: Iterable[Segment]) -> bool:
    """Whether all of a wording is quoted."""
    return all(segment.kind is SegmentKind.QUOTED for segment in side)


class _View:
    """A collation seen from one of its articles: where the other has what stands for a word."""

    def __init__(self, table: Table, collation: Collation, own: str, other: str) -> None:
        self.table, self.collation, self.own, self.other = table, collation, own, other
        side = collation.articles.index(own)
        sides = table.sides_of(collation)
        self.own_segments, self.other_segments = sides[side], sides[1 - side]
        self.own_words = _words(self.own_segments)
        self.other_words = _words(self.other_segments)
        self._counterparts: dict[int, list[Span]] = {}
        self._linked: set[int] = set()
        for pair in (*collation.equal, *((a, b) for a, b, _ in collation.links)):
            self._counterparts.setdefault(pair[side][0], []).append(pair[1 - side])
            self._linked.add(pair[1 - side][0])

    def counterparts(self, word: Token) -> list[Span]:
        """Return the other's words for a word of this article."""
        return self._counterparts.get(word.start, [])

    def is_linked(self, word: Token) -> bool:
        """Whether a word of the other article stands for one of this."""
        return word.start in self._linked

    def window(self, start: int, end: int) -> Span:
        """Return where the other article would have what stands between two places of this one.

        From the counterpart of the last word before to that of the first word behind; to the ends of the passage where
        there is none. Empty or negative where the words around are in another order there.
        """
        low, high = self.other_segments[0].start, self.other_segments[-1].end
        before = next(
            (found for word in reversed(self.own_words) if word.end <= start and (found := self.counterparts(word))),
            None,
        )
        behind = next(
            (found for word in self.own_words if word.start >= end and (found := self.counterparts(word))), None
        )
        return (
            low if before is None else max(last for _, last in before),
            high if behind is None else min(first for first, _ in behind),
        )

    def reaches(self, edge: int) -> bool:
        """Whether the wordings go together up to their edge: 0 for the beginning, -1 for the end."""
        words = [word for word in self.own_words if word.is_content]
        return any(map(self.counterparts, words[:EDGE_WORDS] if edge == 0 else words[-EDGE_WORDS:]))

    def missing(self, start: int, end: int) -> Span | None:
        """Return the other's words at a place of this article where it has none for them; None where they are few.

        The words next to the place must have counterparts, or the other's words could be a rendering of them.
        """
        beside = [word for word in self.own_words if word.end <= start][-1:]
        beside += [word for word in self.own_words if word.start >= end][:1]
        low, high = self.window(start, end)
        words = [word for word in self.other_words if low <= word.start and word.end <= high]
        if not beside or not all(self.counterparts(word) for word in beside) or any(map(self.is_linked, words)):
            return None
        if len(words) < MIN_MISSING_WORDS or sum(word.is_content for word in words) < MIN_CONTENT_WORDS:
            return None
        return words[0].start, words[-1].end


def _words(segments: Sequence[Segment]) -> list[Token]:
    """Return the words of segments, with their places in the article."""
    return [token for segment in segments for token in tokenize_at(segment.start, segment.text) if token.is_word]


class _Seams:
    """The places of one article's quotation at which the other's may have more: its ends, its breaks, its ellipses."""

    def __init__(self, table: Table, quotations: Quotations, said: Mapping[str, _Said], view: _View) -> None:
        self._table, self._quotations, self._said, self._view = table, quotations, said, view
        self._text = table.article_by_sigil[view.own].text or ""

    def cuts(self) -> Iterator[_Cut]:
        """Yield what this article lacks, and where."""
        yield from self._inside()
        yield from self._at_end()
        yield from self._at_start()

    def _inside(self) -> Iterator[_Cut]:
        """Compare at ellipses inside of a statement, and at the breaks between the parts of one."""
        segments = self._view.own_segments
        for segment in segments:
            for mark in _ELLIPSIS.finditer(segment.text):
                span = mark.start() + segment.start, mark.end() + segment.start
                missing = self._view.missing(*span)
                if missing:
                    yield self._cut("quote-splice", "ellipsis", span, missing)
        for one, other in pairwise(segments):
            followed = self._quotations.after(one)
            missing = self._view.missing(one.end, other.start)
            if missing and followed is not None and followed[1] is Join.BREAK:
                yield self._cut("quote-splice", "attribution-break", (one.end, one.end), missing)

    def _at_end(self) -> Iterator[_Cut]:
        """Compare how both go on behind the passage."""
        own, other = self._view.own_segments[-1], self._view.other_segments[-1]
        end = (own.end, own.end)
        tail = self._view.missing(*end)
        behind, other_behind = self._quotations.after(own), self._quotations.after(other)
        goes_on = other_behind is not None and self._view.reaches(-1) and self._lacks(other_behind[0])
        more = other_behind[0] if other_behind and goes_on else None
        if behind is None:
            if tail:
                yield self._cut("quote-truncation", "stops-short", end, tail)
            elif more and more.turn is None:  # whoever quotes a sentence of an answer does not cut a quotation short
                yield self._cut("quote-truncation", "stops-short", end, (more.start, more.end))
            return
        follower, join = behind
        mark = self._ellipsis(own, follower)
        rule = "ellipsis" if mark else "attribution-break" if join is Join.BREAK else "left-out"
        if tail and rule != "left-out":
            yield self._cut("quote-splice", rule, mark or end, tail)
        elif more and self._reaches(more, follower):
            yield self._cut("quote-splice", rule, mark or end, (more.start, more.end))
        elif mark and other_behind is None and self._only_here(follower):
            yield self._cut("quote-splice", "ellipsis", mark, (other.end, other.end))
        elif join is Join.WITHIN and not mark and (between := self._between(other, follower)) is not None:
            yield self._cut("quote-splice", "joined", end, (between.start, between.end))

    def _at_start(self) -> Iterator[_Cut]:
        """Compare what both have in front of the passage; what lies between two passages is seen at the first one."""
        own, other = self._view.own_segments[0], self._view.other_segments[0]
        start = (own.start, own.start)
        before, other_before = self._quotations.before(own), self._quotations.before(other)
        if before is None:
            head = self._view.missing(*start)
            if head:
                yield self._cut("quote-truncation", "starts-after", start, head)
            elif other_before and self._view.reaches(0) and self._lacks(more := other_before[0]) and more.turn is None:
                yield self._cut("quote-truncation", "starts-after", start, (more.start, more.end))
        elif other_before is None and (mark := self._ellipsis(before[0], own)) and self._only_here(before[0]):
            yield self._cut("quote-splice", "ellipsis", mark, (other.start, other.start))

    def _lacks(self, segment: Segment) -> bool:
        return self._said[self._view.own].lacks(segment)

    def _only_here(self, segment: Segment) -> bool:
        """Whether a quoted statement stands in no quotation of the other article; it may report it in its own words."""
        said = self._said[self._view.other]
        counterparts = [self._table.segment_by_id[one] for one in said.counterpart(segment)]
        if counterparts:
            return all(one.kind is not SegmentKind.QUOTED for one in counterparts)
        return said.lacks(segment)

    def _ellipsis(self, one: Segment, other: Segment) -> Span | None:
        """Return the ellipsis at the seam of two statements; an empty place where it lies outside of them."""
        start = max(one.start, one.end - SEAM)
        mark = _ELLIPSIS.search(self._text, start, min(other.end, other.start + SEAM))
        if mark is None:
            return None
        inside = mark.end() <= one.end or mark.start() >= other.start
        return mark.span() if inside else (one.end, one.end)

    def _reaches(self, segment: Segment, follower: Segment) -> bool:
        """Whether the other's quotation, from a statement on, comes to the counterpart of this one's next statement."""
        wanted = self._said[self._view.other].counterpart(follower)
        found: tuple[Segment, Join] | None = (segment, Join.WITHIN)
        while found is not None and self._lacks(found[0]):
            found = self._quotations.after(found[0])
        return found is not None and found[0].id in wanted

    def _between(self, other: Segment, follower: Segment) -> Segment | None:
        """Return what else is quoted of the speaker, in the other article, between what follows each other here.

        Only where they stand in different quotations there.
        """
        places = self._said[self._view.other].counterpart(follower)
        if not places:
            return None
        next_one = self._table.segment_by_id[places[0]]
        if self._quotations.first_of(next_one) == self._quotations.first_of(other):
            return None
        first, last = sorted((other, next_one), key=lambda segment: segment.start)
        return next(
            (
                segment
                for segment in self._segments_between(first, last)
                if segment.kind is SegmentKind.QUOTED
                and segment.speaker in {None, other.speaker}
                and self._lacks(segment)
            ),
            None,
        )

    def _segments_between(self, first: Segment, last: Segment) -> Sequence[Segment]:
        """Return the segments of an article that begin behind one and before another of its segments."""
        segments = self._table.segments_by_article[first.article]
        begin = bisect_left(segments, first.end, key=lambda segment: segment.start)
        end = bisect_left(segments, last.start, key=lambda segment: segment.start)
        return segments[begin:end]

    def _cut(self, kind: str, rule: str, lacking: Span, having: Span) -> _Cut:
        return _Cut(
            passage=self._view.collation.passage,
            kind=kind,
            rule=rule,
            lacking=self._table.reading(self._view.own, *lacking),
            having=self._table.reading(self._view.other, *having),
            confidence=self._view.collation.confidence,
        )


def _groups(table: Table, cuts: Iterable[_Cut]) -> list[list[_Cut]]:
    """Put together what is one difference between several articles: cuts that share a reading, without a clash."""
    order = {article.sigil: article.content_key for article in table.articles}
    groups: list[list[_Cut]] = []
    groups_at: dict[tuple[str, str, str], list[list[_Cut]]] = {}
    for cut in sorted(cuts, key=lambda one: (order[one.lacking.articles[0]], order[one.having.articles[0]])):
        beside = groups_at.setdefault((cut.passage, cut.kind, cut.rule), [])
        for group in beside:
            readings = {one.articles: one for other in group for one in (other.lacking, other.having)}
            own = [cut.lacking, cut.having]
            if all(readings.get(one.articles, one) == one for one in own) and any(
                readings.get(one.articles) == one for one in own
            ):
                group.append(cut)
                break
        else:
            beside.append([cut])
            groups.append(beside[-1])
    return groups


def _cut_finding(table: Table, cuts: Sequence[_Cut]) -> Finding:
    """Make one finding of what some articles lack at one place and others have."""
    lacking = {cut.lacking.articles[0]: cut.lacking for cut in cuts}
    having = {cut.having.articles[0]: cut.having for cut in cuts}
    columns = list(table.article_by_sigil)
    first = next(having[sigil] for sigil in columns if sigil in having)
    words = None if first.text is None else f"“{excerpt(first.text, QUOTED_CHARACTERS, trim=CLOSING)}”"
    where, elsewhere = (_labels(table, sorted(sigla, key=columns.index)) for sigla in (lacking, having))
    message = (_MESSAGES if words else _MESSAGES_WITHOUT_WORDS)[cuts[0].rule]
    return _finding(
        cuts[0].kind,
        cuts[0].rule,
        WORTH_A_LOOK,
        min(cut.confidence for cut in cuts),
        cuts[0].passage,
        tuple(sorted((*lacking.values(), *having.values()), key=lambda one: columns.index(one.articles[0]))),
        cues=tuple(dict.fromkeys(one.text for one in lacking.values() if one.text)),
        message=message.format(lacking=where, having=elsewhere, words=words),
    )


# How each rule is told; `lacking` and `having` are the outlets.
_MESSAGES = {
    "stops-short": "cut short in {lacking}; goes on in {having} {words}",
    "starts-after": "begins later in {lacking}; begins in {having} {words}",
    "ellipsis": "“…” in {lacking}; in {having} {words}",
    "attribution-break": "a reporting clause in {lacking}; in {having} {words}",
    "left-out": "runs on in {lacking}; in between in {having} {words}",
    "joined": "joined in {lacking}; in between in {having} {words}",
}
_MESSAGES_WITHOUT_WORDS = {"ellipsis": "“…” in {lacking}, none in {having}"}


def _labels(table: Table, sigla: Iterable[str]) -> str:
    return ", ".join(table.article_by_sigil[sigil].label for sigil in sigla)


# ------------------------------------------------------------------------------------------------------- insertions


def _insertions(table: Table, collation: Collation) -> Iterator[Finding]:
    """Yield the brackets of both wordings that the other has not, or has with other words."""
    told: set[Span] = set()
    for side, (own, other) in enumerate((collation.articles, collation.articles[::-1])):
        view = _View(table, collation, own, other)
        facing = _brackets(view.other_segments)
        for start, end in _brackets(view.own_segments):
            if side and (start, end) in told:
                continue
            place = _facing(view, (start, end), facing)
            if place in facing:
                told.add(place)
            readings = (table.reading(own, start, end), table.reading(other, *place))
            if place in facing and _bare(readings[0]) == _bare(readings[1]):
                continue
            yield _finding(
                "quote-insertion",
                "brackets",
                1,
                collation.confidence,
                collation.passage,
                readings[::-1] if side else readings,
                cues=tuple(one.text for one in readings if one.text and one.text[0] in "[("),
            )


def _brackets(segments: Sequence[Segment]) -> list[Span]:
    """Return the insertions in brackets, with the brackets, that hold a word of content."""
    return [
        (match.start() + segment.start, match.end() + segment.start)
        for segment in segments
        for match in _BRACKETS.finditer(segment.text)
        if not _ELLIPSIS.fullmatch(match[0])
        # "[t]he bank" changes a capital, "goal(s)" a number.
        and not segment.text[match.start() - 1 : match.start()].isalnum()
        and not segment.text[match.end() : match.end() + 1].isalnum()
        and (words := [token for token in tokenize(match[1] or match[2]) if token.is_word])
        and any(word.is_content for word in words)
        and not _NO_INSERTION.issuperset(word.norm for word in words)
    ]


def _facing(view: _View, span: Span, brackets: Sequence[Span]) -> Span:
    """Return what the other article has for brackets: brackets, the words without them, or an empty place."""
    low, high = view.window(*span)
    for start, end in brackets:
        if low <= start and end <= high:
            return start, end
    linked = sorted(
        place
        for word in view.own_words
        if span[0] < word.start < span[1]
        for place in view.counterparts(word)
        if low <= place[0] and place[1] <= high
    )
    if linked:
        return linked[0][0], max(end for _, end in linked)
    # Inside of a rewording the place of a single word means nothing: it is told behind it.
    for spans in (variant.spans for variant in view.collation.variants):
        start, end = spans[view.collation.articles.index(view.other)]
        if start <= low < end:
            return end, end
    return low, low


def _bare(reading: Reading) -> list[str]:
    return [token.norm for token in tokenize(reading.text or "") if token.is_content]


def _finding(
    kind: str,
    rule: str,
    severity: int,
    confidence: float,
    passage: str,
    readings: tuple[Reading, ...],
    cues: tuple[str, ...],
    message: str = "",
) -> Finding:
    """Make a finding about a place of a quotation."""
    return make_finding(
        kind,
        rule,
        severity,
        confidence,
        readings,
        passage=passage,
        cues=cues,
        message=message or describe_readings(readings),
    )
