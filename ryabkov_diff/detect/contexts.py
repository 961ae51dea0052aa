"""Table → Finding: the kind `quote-context`, the same words said to be about something else.

What words are about is said where they are introduced ("Touching on visas, he said: …"), in the reporting clause ("she
said of the strike"), or by the subject of the statement before ("The strike was a mistake, she said."). Two topics are
told apart by their nouns, and topics may be worded in many ways: therefore the two articles must show that they
use one of the nouns alike elsewhere. Where that evidence is thin, nothing is said.
"""

from __future__ import annotations

import re
from itertools import chain, groupby
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from ryabkov_diff.detect.attributions import reporting_verbs
from ryabkov_diff.detect.findings import excerpt, make_finding
from ryabkov_diff.detect.passages import reading_order
from ryabkov_diff.detect.patterns import lexicon, read_word_list
from ryabkov_diff.detect.quotations import CLOSING, QUOTED_CHARACTERS, Quotations
from ryabkov_diff.domain import MEANING_AT_STAKE, WORTH_A_LOOK, Finding, PassageStatus, SegmentKind, TurnKind
from ryabkov_diff.speech import load_speech_words
from ryabkov_diff.text import Token, content_stems, stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ryabkov_diff.domain import Collation, Segment, Table

__all__ = ["QuoteContextDetector"]

# A link of two quoted statements surer than this is taken for granted.
SURE_LINK = 0.9
# With fewer content words a quotation may be two answers to two questions.
MIN_CONTENT_WORDS = 4
# The longest topic, and the longest subject of a statement, in words: beyond, it is a clause.
TOPIC_WORDS = 14
# One phrase that the other article never uses may be another name for the same thing ("wages", "pay"); with so many of
# them ("visas and missions") the meaning is at stake.
FOREIGN = 2
# Two stems that begin with so many equal letters are one word ("diplomat", "diplomaci").
SAME_LETTERS = 5


class _Topic(NamedTuple):
    """What a quotation is said to be about.

    Attributes:
        start: First code point in the article.
        end: One past the last.
        explicit: Whether a phrase such as "regarding" names it, not only the subject of the statement before.
        phrases: The stems of the words that tell it from other topics; those that stand side by side are one phrase.
    """

    start: int
    end: int
    explicit: bool
    phrases: tuple[tuple[str, ...], ...]

    @property
    def nouns(self) -> tuple[str, ...]:
        """All words that tell it from other topics."""
        return tuple(chain.from_iterable(self.phrases))


@lexicon
def _lists() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in read_word_list("attributions.toml")["topics"].items()}


@lexicon
def _topic_pattern() -> re.Pattern[str]:
    """Return the pattern of phrases that name a topic; the group is the topic."""

    def listed(words: Iterable[str]) -> str:
        return "|".join(sorted((re.escape(word).replace(r"\ ", r"\s+") for word in words), key=len, reverse=True))

    lists = _lists()
    topic = r"[^,.;:!?“”\"—–]{3,120}"
    return re.compile(
        rf"\b(?:{listed(lists['markers'])})\s+(?P<marked>{topic})"
        rf"|(?:\A|(?<=[.!?]\s))(?:{listed(lists['leads'])})\s+(?P<lead>{topic}),"
        rf"|\b(?:{listed(load_speech_words()['grammar']['say'])})\s+(?:{listed(lists['behind_say'])})\s+(?P<said>{topic})",
        re.IGNORECASE,
    )


class QuoteContextDetector:
    """Quotations that the articles introduce under different topics."""

    kinds = ("quote-context",)
    rules: ClassVar[Mapping[str, str]] = {
        "topic": "The same quotation is introduced as being about one topic here and about another there, and the "
        "words of neither topic stand beside the other article's quotation. The confidence is that of the passage's "
        f"link, which is {SURE_LINK} or more. Severity 3 where both articles know both topics apart, or one topic has "
        f"{FOREIGN} terms or more that the other article never uses.",
    }

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield a finding for each two quotations, once, though they have several statements in common."""
        quotations = Quotations(table)
        vocabulary = _Vocabulary(table)
        seen: set[tuple[str, ...]] = set()
        sure = [
            collation
            for collation in table.collations
            if collation.confidence >= SURE_LINK and all(map(_is_telling_quotation, table.sides_of(collation)))
        ]
        for collation in sorted(sure, key=lambda one: reading_order(table, one)):
            sides = table.sides_of(collation)
            firsts = [quotations.first_of(side[0]) for side in sides]
            pair = tuple(first.id for first in firsts)
            if pair in seen:
                continue
            seen.add(pair)
            one, other = (_Context.of(table, quotations, first) for first in firsts)
            severity = _severity(one, other, vocabulary)
            if severity:
                yield _finding(table, collation, (one, other), sides, severity)


def _is_telling_quotation(side: Iterable[Segment]) -> bool:
    """Whether a wording is quoted and has words enough not to be said twice on one day: not "I do not know"."""
    stems: set[str] = set()
    for segment in side:
        if segment.kind is not SegmentKind.QUOTED:
            return False
        stems |= content_stems(segment.text)
    return len(stems) >= MIN_CONTENT_WORDS


class _Context(NamedTuple):
    """What surrounds a quotation.

    Attributes:
        first: Its first statement.
        before: The statement in front of the quotation; None where there is none, or it is speech as well.
        topic: What it is said to be about; None where nothing says so.
        stems: The content words of the quotation, of its reporting clauses and of the statement before it.
        segments: The ids of the quoted statements and of the one before them.
    """

    first: Segment
    before: Segment | None
    topic: _Topic | None
    stems: frozenset[str]
    segments: frozenset[str]

    @classmethod
    def of(cls, table: Table, quotations: Quotations, segment: Segment) -> _Context:
        """Read the context of the quotation of which a segment is a part."""
        text = table.article_by_sigil[segment.article].text or ""
        run = quotations.run(segment)
        before = _introduction(quotations, run[0])
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
            before=before,
            topic=next((topic for topic in topics if topic is not None), None),
            stems=frozenset().union(*(content_stems(one.text) for one in members), content_stems(around)),
            segments=frozenset(one.id for one in members),
        )


def _introduction(quotations: Quotations, first: Segment) -> Segment | None:
    """Return the statement in front of a quotation, in its paragraph or the one before; None where that is speech."""
    before = quotations.preceding(first)
    if before is None or first.paragraph - before.paragraph > 1:
        return None
    outside = before.kind in {SegmentKind.REPORTED, SegmentKind.NARRATED} or before.turn is TurnKind.QUESTION
    return before if outside else None


def _explicit(text: str, start: int, end: int) -> _Topic | None:
    """Return the topic that a phrase names between two places of an article; the last one, nearest to the quotation."""
    found = None
    for match in _topic_pattern().finditer(text[start:end]):
        group = match.lastgroup or ""
        if not _lists()["no_topics"].isdisjoint(match[group].lower().split()):
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
    phrases = tuple(
        tuple(stem(word.norm) for word in same) for telling, same in groupby(words, key=_tells_topics_apart) if telling
    )
    if not phrases or len(words) > TOPIC_WORDS:
        return None
    return _Topic(start + words[0].start, start + words[-1].end, explicit, phrases)


def _tells_topics_apart(word: Token) -> bool:
    """Whether a word can be what a topic is about: no name, since the same place has many, and no "issue of"."""
    frames = _lists()["frames"]
    return word.is_content and word.text[:1].islower() and not {word.norm, word.norm.removesuffix("s")} & frames


class _Vocabulary:
    """Which words two articles use alike, and in which statements."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._common: dict[tuple[str, str], Mapping[str, list[frozenset[str]]]] = {}

    def of(self, sigil: str) -> frozenset[str]:
        """Return all content words of an article."""
        return content_stems(self._table.article_by_sigil[sigil].text or "")

    def in_common(self, nouns: Iterable[str], one: _Context, other: _Context) -> frozenset[str]:
        """Return those words that both articles have in one passage outside of two contexts."""
        pair = one.first.article, other.first.article
        if pair not in self._common:
            self._common[pair] = self._in_passages(*pair)
        inside = one.segments | other.segments
        return frozenset(
            noun for noun in nouns if any(inside.isdisjoint(place) for place in self._common[pair].get(noun, ()))
        )

    def _in_passages(self, sigil: str, other: str) -> Mapping[str, list[frozenset[str]]]:
        """Map each content word that two articles have in one passage to the segments of all such passages."""
        found: dict[str, list[frozenset[str]]] = {}
        for passage in self._table.passages_by_article[sigil]:
            sides = [self._table.segments_of(passage, one) for one in (sigil, other)]
            if passage.status is PassageStatus.RELATED or not all(sides):
                continue
            stems = [frozenset().union(*(content_stems(segment.text) for segment in side)) for side in sides]
            ids = frozenset(segment.id for side in sides for segment in side)
            for one in stems[0] & stems[1]:
                found.setdefault(one, []).append(ids)
        return found

    def together(self, nouns: frozenset[str], others: frozenset[str], sigil: str) -> bool:
        """Whether an article has words of two topics in one statement: then they have to do with each other."""
        return any(
            not content_stems(segment.text).isdisjoint(nouns) and not content_stems(segment.text).isdisjoint(others)
            for segment in self._table.segments_by_article[sigil]
        )


def _severity(one: _Context, other: _Context, vocabulary: _Vocabulary) -> int:
    """Say how surely two contexts have two topics, and not one in other words: 0 where that is open."""
    if one.topic is None or other.topic is None:
        return 0
    shared = any(_among(noun, other.topic.nouns) for noun in one.topic.nouns)
    severity = max(_foreign(one, other, vocabulary, shared=shared), _foreign(other, one, vocabulary, shared=shared))
    if severity == MEANING_AT_STAKE or shared or not (one.topic.explicit and other.topic.explicit):
        return severity
    # Both articles use the words of both topics alike elsewhere, and neither uses them together.
    own, others = (
        vocabulary.in_common((noun for noun in context.topic.nouns if not _among(noun, rival.stems)), one, other)
        for context, rival in ((one, other), (other, one))
        if context.topic is not None
    )
    apart = own and others and not any(vocabulary.together(own, others, each.first.article) for each in (one, other))
    return MEANING_AT_STAKE if apart else severity


def _foreign(one: _Context, other: _Context, vocabulary: _Vocabulary, *, shared: bool) -> int:
    """Say how surely a topic is foreign to the other article while the other's topic is not to this one.

    The topic must be named by a phrase of its own, and the other must have a noun that both articles use alike
    elsewhere: so there was no need of another word for it here.

    Args:
        one: The context with the topic.
        other: That of the other article.
        vocabulary: What both articles say.
        shared: Whether the topics have a noun in common: "the pay of the drivers", "the wages of the drivers".
    """
    if one.topic is None or other.topic is None or not one.topic.explicit:
        return 0
    known = [noun for noun in other.topic.nouns if not _among(noun, one.stems)]
    if not vocabulary.in_common(known, one, other):
        return 0
    words = vocabulary.of(other.first.article)
    foreign = [sum(not _among(noun, words) for noun in phrase) for phrase in one.topic.phrases]
    if sum(map(bool, foreign)) >= FOREIGN:
        return MEANING_AT_STAKE
    return WORTH_A_LOOK if sum(foreign) >= (FOREIGN if shared else 1) else 0


def _among(noun: str, stems: Iterable[str]) -> bool:
    return any(
        noun == one or (len(noun) >= SAME_LETTERS and noun[:SAME_LETTERS] == one[:SAME_LETTERS]) for one in stems
    )


def _finding(
    table: Table, collation: Collation, contexts: Sequence[_Context], sides: Sequence[Sequence[Segment]], severity: int
) -> Finding:
    """Make the finding that two quotations are introduced under two topics.

    It stands with the statements that name the topics where these are linked, too, else with the quotations. A topic
    that a reporting clause names, which is no statement, is told by the message; the reading is the quotation then.
    """
    named = [
        (table.article_by_sigil[context.first.article], context.topic)
        for context in contexts
        if context.topic is not None
    ]
    topics = [(article.text or "")[topic.start : topic.end] for article, topic in named]
    introductions = [
        context.before
        if context.before and context.before.start <= topic.start and topic.end <= context.before.end
        else None
        for context, (_, topic) in zip(contexts, named, strict=True)
    ]
    linked = {table.passage_id_by_segment.get(one.id) if one else None for one in introductions}
    passage = linked.pop() if len(linked) == 1 else None
    return make_finding(
        "quote-context",
        "topic",
        severity,
        collation.confidence,
        tuple(
            table.reading(article.sigil, topic.start, topic.end)
            if introduction
            else table.reading(article.sigil, side[0].start, side[-1].end)
            for introduction, side, (article, topic) in zip(introductions, sides, named, strict=True)
        ),
        passage=passage or collation.passage,
        cues=topics,
        message=" ~ ".join(
            f"on “{excerpt(words, QUOTED_CHARACTERS, trim=CLOSING)}” in {article.label}"
            for words, (article, _) in zip(topics, named, strict=True)
        ),
    )
