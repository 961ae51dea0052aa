"""Which words of two wordings of a passage stand for each other, and which clause each is in.

Detectors of facts compare a word with its counterpart, not with whatever stands at the same place. This is
what a collation says of words, ready to be asked.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol, TypeVar

from ryabkov_diff.detect.findings import make_finding
from ryabkov_diff.detect.passages import sure_collations
from ryabkov_diff.domain import MEANING_AT_STAKE, Finding
from ryabkov_diff.text import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ryabkov_diff.domain import Collation, Reading, Segment, Table
    from ryabkov_diff.text import Token

__all__ = ["Counterparts", "Wording", "best_pairs", "collated", "read_wordings"]

# With what a clause begins, as normal forms: the marks that end the one before, and words that begin one of their own.
# "And" and "or" also join words, and "that" and "which" go on with what the clause before them says.
CLAUSE_STARTS = frozenset(".;:!?,-()[]\"'") | frozenset(
    "but although though because while whereas if unless when whether".split()
)

# What contractions split off a word, as normal forms.
SPLIT_OFF = frozenset("not 's 'd are have will am".split())


class _HasStart(Protocol):
    """What stands somewhere in a wording."""

    @property
    def start(self) -> int:
        """Its first token."""
        ...


_Placed = TypeVar("_Placed", bound=_HasStart)


class Wording:
    """One article's wording of a passage, as words with offsets into the article.

    Attributes:
        sigil: The article's.
        segments: What the article has in the passage, in order.
        tokens: Words, numbers and punctuation marks of all segments, in order.
        norms: Their normal forms.
        index_of: The index of the token that begins at a place of the article.
        clauses: For each token the tokens of its clause; those of one clause have one range.
    """

    def __init__(self, sigil: str, segments: tuple[Segment, ...]) -> None:
        """Read the words of segments."""
        tokens: list[Token] = []
        starts: list[int] = []
        for segment in segments:
            starts.append(len(tokens))
            tokens += words_of(segment)
        self.sigil = sigil
        self.segments = segments
        self.tokens = tuple(tokens)
        self.norms = tuple([token.norm for token in tokens])
        self._starts = [token.start for token in tokens]
        self.index_of = dict(zip(self._starts, range(len(tokens)), strict=True))
        starts += [index for index, norm in enumerate(self.norms) if norm in CLAUSE_STARTS]
        self.clauses: list[range] = []
        for start, end in pairwise(sorted({*starts, len(tokens)})):
            self.clauses += [range(start, end)] * (end - start)

    def between(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the tokens that begin between two places of the article."""
        return self.tokens[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    @cached_property
    def word_count(self) -> int:
        """How many of the tokens are words or numbers."""
        return sum(token.is_word for token in self.tokens)

    def is_name(self, index: int) -> bool:
        """Say whether a word is capitalised inside a sentence."""
        return self.tokens[index].text[:1].isupper() and index > 0 and self.tokens[index - 1].is_word

    def clause(self, index: int) -> range:
        """Return the indices of the tokens of the clause that a token is in."""
        return self.clauses[index]

    def reading(self, table: Table, start: int, end: int) -> Reading:
        """Return the tokens `start` to `end` (exclusive) as evidence, with what an apostrophe splits off them.

        They must lie in one segment.
        """
        while end < len(self.tokens) and self._is_split(end):
            end += 1
        while start > 0 and self._is_split(start):
            start -= 1
        return table.reading(self.sigil, self.tokens[start].start, self.tokens[end - 1].end)

    def _is_split(self, index: int) -> bool:
        """Whether a token is the rest of the word before it: "n't", "'s"."""
        token, before = self.tokens[index], self.tokens[index - 1]
        return before.end == token.start and before.is_word and token.norm in SPLIT_OFF

    def segment_of(self, index: int) -> Segment:
        """Return the segment that a token is in."""
        return next(one for one in self.segments if one.start <= self.tokens[index].start < one.end)

    def indices_of(self, segment: Segment) -> range:
        """Return the indices of the tokens of a segment."""
        own = [index for index, token in enumerate(self.tokens) if segment.start <= token.start < segment.end]
        return range(own[0], own[-1] + 1)


def read_wordings(table: Table, collation: Collation) -> tuple[Wording, Wording]:
    """Read the two wordings of a collation; each is read once, for all detectors and all collations that it is in."""
    read = table.derived(_Wordings)
    pair = read.pairs.get((collation.passage, collation.articles))
    if pair is None:
        places = [(collation.passage, sigil) for sigil in collation.articles]
        one, other = map(read.wording, places, table.sides_of(collation))
        pair = read.pairs[collation.passage, collation.articles] = one, other
    return pair


class _Wordings:
    """The wordings of a table that were read.

    Attributes:
        pairs: By passage and articles.
    """

    def __init__(self, _: Table) -> None:
        self.pairs: dict[tuple[str, tuple[str, str]], tuple[Wording, Wording]] = {}
        self._read: dict[tuple[str, str], Wording] = {}

    def wording(self, place: tuple[str, str], segments: tuple[Segment, ...]) -> Wording:
        """Return the wording of a passage by an article."""
        if place not in self._read:
            self._read[place] = Wording(place[1], segments)
        return self._read[place]


class Counterparts:
    """Two wordings of a passage, and which words stand for each other.

    Attributes:
        passage: The passage's id.
        confidence: That the two wordings say the same thing, in [0, 1].
        wordings: The two wordings, in column order.
        equal: For each of the two the words that stand in the common order of equal words.
        links: For each of the two, by index, the words of the other that stand for a word, with the probability, the
            most probable first. A word that stands in the common order of equal words has its equal only.
        pairs: All words that stand for each other, with the probability, in the order of the first wording.
    """

    def __init__(self, table: Table, collation: Collation) -> None:
        """Read a collation."""
        one, other = self.wordings = read_wordings(table, collation)
        self.passage = collation.passage
        self.confidence = collation.confidence
        place, other_place = one.index_of, other.index_of
        equal = [(place[a], other_place[b]) for (a, _), (b, _) in collation.equal]
        forth, back = self.links = ({i: [(j, 1.0)] for i, j in equal}, {j: [(i, 1.0)] for i, j in equal})
        settled, other_settled = self.equal = frozenset(forth), frozenset(back)
        free = [
            (i, j, probability)
            for (a, _), (b, _), probability in collation.links
            if (i := place[a]) not in settled and (j := other_place[b]) not in other_settled
        ]
        for i, j, probability in sorted(free, key=lambda link: -link[2]):
            forth.setdefault(i, []).append((j, probability))
            back.setdefault(j, []).append((i, probability))
        self.pairs = [(i, j, probability) for i in sorted(forth) for j, probability in forth[i]]

    def partner(self, side: int, index: int, floor: float = 0.0) -> int | None:
        """Return the word that most probably stands for a word of `side`, if with probability `floor` at least."""
        found = self.links[side].get(index)
        return found[0][0] if found and found[0][1] >= floor else None

    def region(self, side: int, indices: Iterable[int]) -> frozenset[int]:
        """Return the words of the other side in whose clauses content words stand for those of this side."""
        here, there = self.wordings[side], self.wordings[1 - side]
        return frozenset(
            place
            for index in indices
            if here.tokens[index].is_content
            for j, _ in self.links[side].get(index, ())
            if there.tokens[j].is_content
            for place in there.clause(j)
        )

    def finding(
        self,
        table: Table,
        kind: str,
        rule: str,
        spans: tuple[tuple[int, int], tuple[int, int]],
        certainty: float,
        *,
        side: int = 0,
        cues: tuple[str, ...] | None = None,
        message: str | None = None,
        severity: int = MEANING_AT_STAKE,
    ) -> Finding:
        """Make a finding about words of the two wordings.

        Args:
            table: The table that was read.
            kind: A kind of the family of facts.
            rule: The id of the rule.
            spans: Half-open ranges of tokens, each in one segment: of the wording `side`, then of the other.
            certainty: That these words stand for each other, in [0, 1].
            side: Which of the two wordings the first span is about, 0 or 1.
            cues: What the rule saw; the words themselves if None.
            message: The line for a reader; the words themselves if None.
            severity: See `Finding`.
        """
        ordered = spans[::-1] if side else spans
        readings = tuple(wording.reading(table, *span) for wording, span in zip(self.wordings, ordered, strict=True))
        return make_finding(
            kind,
            rule,
            severity,
            self.confidence * certainty,
            readings,
            passage=self.passage,
            cues=tuple(one.text or "" for one in readings) if cues is None else cues,
            message=message,
        )


def best_pairs(graded: Iterable[tuple[float, _Placed, _Placed]]) -> list[tuple[float, _Placed, _Placed]]:
    """Pair what two wordings have one to one, the best grade first; the same whichever wording is the first.

    Args:
        graded: Grade, one of the first wording, one of the second.
    """
    used: tuple[set[_Placed], set[_Placed]] = (set(), set())
    pairs = []
    for grade, a, b in sorted(graded, key=lambda pair: (-pair[0], pair[1].start + pair[2].start)):
        if a not in used[0] and b not in used[1]:
            used[0].add(a)
            used[1].add(b)
            pairs.append((grade, a, b))
    return pairs


def collated(table: Table) -> Iterator[Counterparts]:
    """Yield the wordings of all passages that are sure links of statements, two by two."""
    for collation in sure_collations(table):
        if collation.variants or collation.links:
            yield Counterparts(table, collation)
