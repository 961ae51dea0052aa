"""Table → Finding: the kind `entity`, where no two names stand against each other but what bodies and talks are about.

"The commission on the Harbour Treaty" and "the commission on dredging" may be one commission; who reads only one of
the two cannot know. Names against names are the business of `names.py`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from ryabkov_diff.detect.counterparts import read_wordings
from ryabkov_diff.detect.findings import make_finding
from ryabkov_diff.detect.gazetteer import read_names_data
from ryabkov_diff.detect.names import NameReader
from ryabkov_diff.detect.passages import SURE_PASSAGE, sure_collations
from ryabkov_diff.domain import MEANING_AT_STAKE, WORTH_A_LOOK, Finding
from ryabkov_diff.text import stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ryabkov_diff.detect.counterparts import Wording
    from ryabkov_diff.detect.gazetteer import Glossary
    from ryabkov_diff.domain import Collation, Reading, Segment, Table, Variant
    from ryabkov_diff.text import Token

__all__ = ["TopicDetector"]

# A variant whose two phrases surely correspond: that they stand at the same place is most of the evidence.
SURE_VARIANT = 0.8

# Words of a topic at most: in longer ones a clause has begun.
LONGEST = 6

# Words from the preposition to the place where the wordings part: "talks on strategic …".
COMMON_WORDS = 3

# They say nothing of a topic.
DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those", "its", "their", "our", "his", "her"})


class TopicDetector:
    """Find bodies, talks and papers that are about different things in two wordings of one passage: kind `entity`.

    Args:
        glossary: Further aliases; see `gazetteer.load_glossary`.
    """

    kinds = ("entity",)
    rules: ClassVar[Mapping[str, str]] = {
        "topic-differs": "After the same noun and preposition (“commission on”, “talks about”) two phrases stand "
        f"against each other with a probability of {SURE_VARIANT} or more, and share no word of content. The "
        f"confidence is that probability times the confidence of the passage's link, which is {SURE_PASSAGE} or more. "
        "Severity 3 where one of the two has a name.",
        "portfolio-differs": "Each wording has one minister or ministry, and these have different subjects (“foreign "
        "minister”, “Ministry of Defence”). The confidence is that of the passage's link, which is "
        f"{SURE_PASSAGE} or more.",
    }

    def __init__(self, glossary: Glossary = ()) -> None:
        self._glossary = glossary

    def detect(self, table: Table) -> Iterator[Finding]:
        """Yield findings with empty ids; the rules are those of `rules`."""
        reader: NameReader | None = None
        for collation in sure_collations(table):
            one, other = read_wordings(table, collation)
            yield from _portfolios_apart(table, collation, (one, other))
            if any(_topical_nouns().isdisjoint(wording.norms) for wording in (one, other)):
                continue
            for variant in collation.variants:
                if variant.one_sided or variant.similarity < SURE_VARIANT:
                    continue
                topic = _topic(one, variant.spans[0])
                other_topic = _topic(other, variant.spans[1]) if topic else None
                if topic is None or other_topic is None or not _differ(topic, other_topic):
                    continue
                readings = topic.reading(table), other_topic.reading(table)
                reader = reader or NameReader((article.text or "" for article in table.articles), self._glossary)
                named = sum(bool(reader.find(reading.text or "")) for reading in readings)
                if named < len(readings):
                    yield _finding(collation, variant, readings, MEANING_AT_STAKE if named else WORTH_A_LOOK)


class _Topic(NamedTuple):
    """What something is about, in one wording.

    Attributes:
        sigil: The article's.
        head: What is about it, in the singular: "commission".
        own: The stems of its content words at which the wordings part.
        words: The whole topic.
    """

    sigil: str
    head: str
    own: frozenset[str]
    words: tuple[Token, ...]

    def reading(self, table: Table) -> Reading:
        """Return the topic as evidence."""
        return table.reading(self.sigil, self.words[0].start, self.words[-1].end)


def _topic(wording: Wording, span: tuple[int, int]) -> _Topic | None:
    """Return the topic that a variant is in or at the end of; None where it is in none."""
    start, end = span
    segment = next((one for one in wording.segments if one.start <= start and end <= one.end), None)
    if segment is None:
        return None
    # "the" belongs to a variant or stands before it.
    before = [token for token in wording.between(segment.start, start) if token.norm not in DETERMINERS]
    joint = next(
        (
            place
            for place in range(1, min(COMMON_WORDS + 1, len(before)))
            if before[-place].norm in _list("topic-words")
        ),
        None,
    )
    if joint is None:
        return None
    own = [token for token in wording.between(start, end) if token.norm not in DETERMINERS]
    if not 0 < len(own) <= LONGEST or not all(token.is_word for token in (*own, *before[-joint:])):
        return None
    noun = before[-joint - 1].norm
    if noun not in _topical_nouns():
        return None
    head = noun if noun in _list("topical") else noun.removesuffix("s")
    topic = (*before[len(before) - joint + 1 :], *own)
    return _Topic(wording.sigil, head, frozenset(stem(token.norm) for token in own if token.is_content), topic)


def _differ(a: _Topic, b: _Topic) -> bool:
    """Whether two wordings of one thing have topics without a word in common."""
    return a.head == b.head and bool(a.own) and bool(b.own) and a.own.isdisjoint(b.own)


@cache
def _list(name: str) -> frozenset[str]:
    """Return a list of `names.toml`."""
    return frozenset(read_names_data()["words"][name])


@cache
def _topical_nouns() -> frozenset[str]:
    """Return what is about something, in the singular and in the plural."""
    return _list("topical") | {f"{noun}s" for noun in _list("topical")}


def _finding(collation: Collation, variant: Variant, readings: tuple[Reading, Reading], severity: int) -> Finding:
    """Make a finding of two topics."""
    return make_finding(
        "entity",
        "topic-differs",
        severity,
        variant.similarity * collation.confidence,
        readings,
        passage=collation.passage,
        cues=tuple(reading.text or "" for reading in readings),
    )


def _portfolios_apart(table: Table, collation: Collation, wordings: tuple[Wording, Wording]) -> Iterator[Finding]:
    """Yield a finding where the only minister of one wording is for another subject than the only one of the other."""
    if any(_heads().isdisjoint(wording.norms) for wording in wordings):
        return
    found = [[office for segment in wording.segments for office in _offices(segment)] for wording in wordings]
    if [len(offices) for offices in found] != [1, 1]:
        return
    (one,), (other,) = found
    if not one.own or not other.own or not one.own.isdisjoint(other.own):
        return
    offices = zip(collation.articles, (one, other), strict=True)
    readings = tuple(table.reading(sigil, office.start, office.end) for sigil, office in offices)
    yield make_finding(
        "entity",
        "portfolio-differs",
        MEANING_AT_STAKE,
        collation.confidence,
        readings,
        passage=collation.passage,
        cues=tuple(" and ".join(sorted(office.own)) for office in (one, other)),
    )


class _Office(NamedTuple):
    """A minister or a ministry: where the words stand in the article, and what it is for."""

    start: int
    end: int
    own: frozenset[str]


# Between an office and its subject: "minister for health and the environment".
_BETWEEN = DETERMINERS | {"of", "for", "and", ","}


@cache
def _heads() -> frozenset[str]:
    """Return who and what has a subject, in the singular and in the plural."""
    return frozenset(form for head in _list("portfolio-heads") for form in (head, f"{head}s"))


def _offices(segment: Segment) -> Iterator[_Office]:
    """Yield the ministers and ministries of a segment; those whose subject is not known have none."""
    tokens = tokenize(segment.text)
    norms = [token.norm for token in tokens]
    subjects = _list("portfolio-subjects") | {"affairs"}
    for place, norm in enumerate(norms):
        if norm not in _heads():
            continue
        first, last = place, place
        while first > 0 and norms[first - 1] in subjects | _BETWEEN:
            first -= 1
        while norms[first] in _BETWEEN:
            first += 1
        while last + 1 < len(norms) and norms[last + 1] in subjects | _BETWEEN:
            last += 1
        if last > place and norms[place + 1] not in {"of", "for"}:
            last = place
        while norms[last] in _BETWEEN:
            last -= 1
        own = frozenset(norms[first : last + 1]) & _list("portfolio-subjects")
        yield _Office(segment.start + tokens[first].start, segment.start + tokens[last].end, own)
