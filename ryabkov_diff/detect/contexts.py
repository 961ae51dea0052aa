"""Table → Finding: the kind `quote-context`, the same words said to be about something else.

What words are about is said where they are introduced ("Touching on visas, he said: …"), in the reporting clause ("she
said of the strike"), or by the subject of the statement before ("The strike was a mistake, she said."). Two topics are
told apart by their nouns, and topics may be worded in many ways: therefore the two articles must show that they
use one of the nouns alike elsewhere. Where that evidence is thin, nothing is said.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

from ryabkov_diff.detect.attributions import load_speech_words, reporting_verbs
from ryabkov_diff.detect.quotations import Quotations, content_stems, excerpt
from ryabkov_diff.domain import DECIMALS, FAMILIES, MEANING_AT_STAKE, Finding, PassageStatus, SegmentKind
from ryabkov_diff.text import stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ryabkov_diff.domain import Collation, Passage, Segment, Table

    Span = tuple[int, int]

__all__ = ["QuoteContextDetector"]

# A link of two quoted statements surer than this is taken for granted.
SURE_LINK = 0.9
# The longest topic, and the longest subject of a statement, in words: beyond, it is a clause.
TOPIC_WORDS = 14
# Two stems that begin with so many equal letters are one word ("diplomat", "diplomaci").
SAME_LETTERS = 5


@dataclass(frozen=True, slots=True)
class _Topic:
    """What a quotation is said to be about.

    Attributes:
        start: First code point in the article.
        end: One past the last.
        explicit: Whether a phrase such as "regarding" names it, not only the subject of the statement before.
        nouns: The stems of the words that tell it from other topics.
    """

    start: int
    end: int
    explicit: bool
    nouns: frozenset[str]


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    data = tomllib.loads(files(__package__).joinpath("attributions.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in data["topics"].items()}


@cache
def _topic_pattern() -> re.Pattern[str]:
    """Return the pattern of phrases that name a topic; the group is the topic."""

    def listed(words: Iterable[str]) -> str:
        return "|".join(sorted((re.escape(word).replace(r"\ ", r"\s+") for word in words), key=len, reverse=True))

    lists = _lists()
    topic = r"[^,.;:!?“”\"—–]{3,120}"
    return re.compile(
        rf"\b(?:{listed(lists['markers'])})\s+(?P<marked>{topic})"
        rf"|(?:\A|(?<=[.!?]\s))(?:{listed(lists['leads'])})\s+(?P<lead>{topic}),"
        rf"|\b(?:{listed(reporting_verbs())})\s+(?:{listed(lists['behind_verbs'])})\s+(?P<said>{topic})",
        re.IGNORECASE,
    )


class QuoteContextDetector:
    """Quotations that the articles introduce under different topics."""

    kinds = ("quote-context",)

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield a finding for each two quotations, once, though they have several statements in common."""
        quotations = Quotations(table)
        told: set[tuple[Segment, Segment]] = set()
        vocabulary = _Vocabulary(table)
        for collation in table.collations:
            sides = [table.segments_of(table.passage_by_id[collation.passage], sigil) for sigil in collation.articles]
            if collation.confidence < SURE_LINK or any(
                segment.kind is not SegmentKind.QUOTED for side in sides for segment in side
            ):
                continue
            one, other = (_Context.of(table, quotations, side[0]) for side in sides)
            if one.topic and other.topic and (one.first, other.first) not in told and _differ(one, other, vocabulary):
                told.add((one.first, other.first))
                yield _finding(table, collation, one, other)


@dataclass(frozen=True, slots=True)
class _Context:
    """What surrounds a quotation.

    Attributes:
        first: Its first statement.
        topic: What it is said to be about; None where nothing says so.
        stems: The content words of the quotation, of its reporting clauses and of the statement before it.
        segments: The ids of the quoted statements and of the one before them.
    """

    first: Segment
    topic: _Topic | None
    stems: frozenset[str]
    segments: frozenset[str]

    @classmethod
    def of(cls, table: Table, quotations: Quotations, segment: Segment) -> _Context:
        """Read the context of the quotation of which a segment is a part."""
        text = table.article_by_sigil[segment.article].text or ""
        run = quotations.run(segment)
        before = _introduction(table, run[0])
        start = run[0].start if run[0].setting is None else run[0].setting[0]
        end = run[-1].end if run[-1].setting is None else run[-1].setting[1]
        bounds = [start, *(bound for one in run for bound in (one.start, one.end)), end]
        clauses = list(zip(bounds[::2], bounds[1::2], strict=True))
        topics = [_explicit(text, *clause) for clause in clauses]
        members = set(run)
        if before is not None:
            clauses.append(before.setting or (before.start, before.end))
            topics += [_explicit(text, *clauses[-1]), _subject(text, before)]
            members.add(before)
        around = " \n ".join(text[first:last] for first, last in clauses)
        return cls(
            first=run[0],
            topic=next((topic for topic in topics if topic is not None), None),
            stems=frozenset().union(*map(content_stems, members), _stems(around)),
            segments=frozenset(one.id for one in members),
        )


def _introduction(table: Table, first: Segment) -> Segment | None:
    """Return the statement in front of a quotation, in its paragraph or the one before; None where that is speech."""
    place = table.segments.index(first)
    before = table.segments[place - 1] if place else None
    if before is None or before.article != first.article or first.paragraph - before.paragraph > 1:
        return None
    return before if before.kind in {SegmentKind.REPORTED, SegmentKind.NARRATED} else None


def _explicit(text: str, start: int, end: int) -> _Topic | None:
    """Return the topic that a phrase names between two places of an article; the last one, nearest to the quotation."""
    found = None
    for match in _topic_pattern().finditer(text[start:end]):
        group = match.lastgroup or ""
        if group == "lead" and not _lists()["no_topics"].isdisjoint(match[group].lower().split()):
            continue
        found = _topic(text, start + match.start(group), start + match.end(group), explicit=True) or found
    return found


def _subject(text: str, segment: Segment) -> _Topic | None:
    """Return the subject of a reported statement, up to its verb, as what the quotation behind it is about."""
    if segment.kind is not SegmentKind.REPORTED:
        return None
    words = [token for token in tokenize(segment.text) if token.is_word]
    finite = frozenset(load_speech_words()["grammar"]["finite"])
    verb = next((number for number, word in enumerate(words) if word.text.lower() in finite), 0)
    if not verb:
        return None
    return _topic(text, segment.start + words[0].start, segment.start + words[verb - 1].end, explicit=False)


def _topic(text: str, start: int, end: int, *, explicit: bool) -> _Topic | None:
    """Make a topic of a phrase: up to the next verb, without what is no noun of its own; None where nothing is left."""
    words = []
    stops = reporting_verbs() | frozenset(load_speech_words()["grammar"]["finite"])
    for token in tokenize(text[start:end]):
        if token.text.lower() in stops:
            break
        words.append(token)
    while words and not words[-1].is_content:
        words.pop()
    frames = _lists()["frames"]
    nouns = frozenset(
        stem(word.norm)
        for word in words
        if word.is_content and word.text[:1].islower() and not {word.norm, word.norm.removesuffix("s")} & frames
    )
    if not nouns or len(words) > TOPIC_WORDS:
        return None
    return _Topic(start + words[0].start, start + words[-1].end, explicit, nouns)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(token.norm) for token in tokenize(text) if token.is_content)


class _Vocabulary:
    """Which words two articles use alike, and in which passages."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def in_common(self, one: _Context, other: _Context) -> frozenset[str]:
        """Return the content words that both articles have in one passage outside of two contexts."""
        found: set[str] = set()
        for passage in self._table.passages:
            sides = [self._table.segments_of(passage, context.first.article) for context in (one, other)]
            if passage.status is PassageStatus.RELATED or not all(sides):
                continue
            if any(segment.id in one.segments | other.segments for side in sides for segment in side):
                continue
            stems = [frozenset().union(*map(content_stems, side)) for side in sides]
            found |= stems[0] & stems[1]
        return frozenset(found)


def _differ(one: _Context, other: _Context, vocabulary: _Vocabulary) -> bool:
    """Whether two topics are surely two, and not one in other words."""
    if one.topic is None or other.topic is None or not (one.topic.explicit or other.topic.explicit):
        return False
    own = [noun for noun in one.topic.nouns if not _among(noun, other.stems)]
    others = [noun for noun in other.topic.nouns if not _among(noun, one.stems)]
    if not own or not others:
        return False
    # What one article means by a word is shown where both use it: there the other had no need of a synonym.
    return not vocabulary.in_common(one, other).isdisjoint((*own, *others))


def _place(table: Table, one: _Context, other: _Context) -> str | None:
    """Return the passage that has both statements in which the topics are named; None where none has."""
    named = {
        segment.id
        for context in (one, other)
        if context.topic is not None
        for segment in table.segments
        if segment.article == context.first.article
        and segment.start <= context.topic.start
        and context.topic.end <= segment.end
    }
    return next(
        (passage.id for passage in table.passages if len(named) == 2 and named <= {*_members(passage)}),  # noqa: PLR2004
        None,
    )


def _members(passage: Passage) -> Iterable[str]:
    return chain.from_iterable(passage.segments.values())


def _among(noun: str, stems: Iterable[str]) -> bool:
    return any(
        noun == one or (len(noun) >= SAME_LETTERS and noun[:SAME_LETTERS] == one[:SAME_LETTERS]) for one in stems
    )


def _finding(table: Table, collation: Collation, one: _Context, other: _Context) -> Finding:
    """Make the finding that two quotations are introduced under two topics.

    It stands with the statements that name the topics where these are linked, too, else with the quotations.
    """
    readings = tuple(
        table.reading(context.first.article, context.topic.start, context.topic.end)
        for context in (one, other)
        if context.topic is not None
    )
    return Finding(
        id="",
        kind="quote-context",
        also=(),
        family=FAMILIES["quote-context"],
        severity=MEANING_AT_STAKE,
        confidence=round(collation.confidence, DECIMALS),
        passage=_place(table, one, other) or collation.passage,
        rule="topic",
        cues=tuple(reading.text or "" for reading in readings),
        message=" ~ ".join(
            f"on “{excerpt(reading.text or '')}” in {table.article_by_sigil[reading.articles[0]].label}"
            for reading in readings
        ),
        readings=readings,
    )
