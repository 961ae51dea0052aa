"""Table → Finding: the kind `loaded-word`, a rewording where one side takes a stance that the other does not.

Two rules. Words of one group in `stance.toml` with different stances face each other: "government" ~ "regime". And a
word that keeps a distance stands in one wording only: "the so-called republic" ~ "the republic". General lexicons of
sentiment don't help: they rate what a word makes one feel ("killed" is as bad as "murdered"), and have no "regime".
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from ryabkov_diff.detect.counterparts import read_wordings
from ryabkov_diff.detect.findings import make_finding
from ryabkov_diff.detect.passages import SURE_PASSAGE, sure_collations
from ryabkov_diff.detect.patterns import lexicon, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ryabkov_diff.detect.counterparts import Wording
    from ryabkov_diff.domain import Collation, Finding, Reading, Table

    Span = tuple[int, int]

__all__ = ["LoadedWordDetector"]

# Words, or phrases that have them, stand for each other more likely than not.
SURE_LINK = 0.5


class _Term(NamedTuple):
    """A word of the lexicon in an article.

    Attributes:
        span: Half-open, in the article's text.
        norms: Its words as normal forms.
        stances: The stance by group; some words are in several.
    """

    span: Span
    norms: tuple[str, ...]
    stances: Mapping[str, str]


class _Lexicon(NamedTuple):
    """`stance.toml`, with all forms as normal forms.

    Attributes:
        stances: By form, the stance by group.
        longest: By word, the number of words of the longest form that begins with it.
        distance: The words that keep a distance …
        also: … and those that do so in another way.
    """

    stances: Mapping[tuple[str, ...], Mapping[str, str]]
    longest: Mapping[str, int]
    distance: frozenset[str]
    also: frozenset[str]


@lexicon
def _lexicon() -> _Lexicon:
    """Read the word list, once and only when wordings are compared."""
    data: dict[str, Any] = tomllib.loads(files(__package__).joinpath("stance.toml").read_text(encoding="utf-8"))
    stances: dict[tuple[str, ...], dict[str, str]] = {}
    for group, members in data["group"].items():
        for stance, forms in members.items():
            for form in forms.replace(";", ",").split(","):
                # The file has normal forms: folding thousands of words would take longer than all else that is read.
                stances.setdefault(tuple(form.split()), {})[group] = stance
    distance, also = (frozenset(data["distance"][name]) for name in ("words", "also"))
    # Sorted by length, the longest form that begins with a word stays.
    longest = {form[0]: len(form) for form in sorted(stances, key=len)}
    return _Lexicon(stances, longest, distance, also)


class LoadedWordDetector:
    """Words that take a stance where the other wording takes none, or another one."""

    kinds = ("loaded-word",)
    rules: ClassVar[Mapping[str, str]] = {
        "contested-term": "Two words for one thing with different stances (“militants”, “terrorists”) are linked with "
        f"a probability of {SURE_LINK} or more, the finding's confidence, in a passage whose link has a confidence of "
        f"{SURE_PASSAGE} or more, and neither wording has both stances.",
        "distancing-word": "A word that keeps a distance (“so-called”, “alleged”) stands before a word that the other "
        "wording has without one. The confidence is that of the passage's link, which is "
        f"{SURE_PASSAGE} or more.",
    }

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield the findings of all collations of passages that surely belong together."""
        for collation in sure_collations(table):
            wordings = read_wordings(table, collation)
            yield from _stances(table, collation, wordings)
            yield from _distances(table, collation, wordings)


def _stances(table: Table, collation: Collation, wordings: Sequence[Wording]) -> Iterator[Finding]:
    """Yield the pairs of words of one group that face each other with different stances."""
    terms, others = (_terms(wording) for wording in wordings)
    for term in terms:
        for other in others:
            groups = [
                group
                for group, stance in term.stances.items()
                if other.stances.get(group, stance) != stance
                # Where a wording has both stances, it is open which of its words stands for which.
                and not any(one.stances.get(group) == other.stances[group] for one in terms)
                and not any(one.stances.get(group) == stance for one in others)
            ]
            if groups and (trust := _facing(collation, term.span, other.span)) >= SURE_LINK:
                readings = tuple(
                    table.reading(sigil, *one.span)
                    for sigil, one in zip(collation.articles, (term, other), strict=True)
                )
                cues = (groups[0], *(f"{' '.join(one.norms)}: {one.stances[groups[0]]}" for one in (term, other)))
                yield _finding(collation, "contested-term", trust, readings, cues)


def _terms(wording: Wording) -> list[_Term]:
    """Return the words of the lexicon in a wording, the longest at each place: "terrorist attack", not "attack"."""
    lexicon, tokens = _lexicon(), wording.tokens
    found: list[_Term] = []
    behind = 0
    for place, norm in enumerate(wording.norms):
        if place < behind or norm not in lexicon.longest:
            continue
        for end in range(min(place + lexicon.longest[norm], len(tokens)), place, -1):
            norms = wording.norms[place:end]
            if norms in lexicon.stances:
                found.append(_Term((tokens[place].start, tokens[end - 1].end), norms, lexicon.stances[norms]))
                behind = end
                break
    return found


def _facing(collation: Collation, span: Span, other: Span) -> float:
    """Return how sure it is that two places stand for each other, by words or by phrases: in [0, 1]."""
    words = (
        probability for one, another, probability in collation.links if _overlap(one, span) and _overlap(another, other)
    )
    phrases = (
        variant.similarity
        for variant in collation.variants
        if _overlap(variant.spans[0], span) and _overlap(variant.spans[1], other)
    )
    return max((*words, *phrases), default=0.0)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _distances(table: Table, collation: Collation, wordings: Sequence[Wording]) -> Iterator[Finding]:
    """Yield the words that keep a distance from a word which the other wording has without."""
    lexicon = _lexicon()
    for number in (0, 1):
        side, facing = wordings[number], wordings[1 - number]
        distant = lexicon.distance.isdisjoint(facing.norms) and not lexicon.distance.isdisjoint(side.norms)
        # "The robbers, police said, left": a clause that interrupts the statement keeps a distance, too.
        if not distant or any(not lexicon.also.isdisjoint(words_in(segment.text)) for segment in facing.segments):
            continue
        for token, behind in pairwise(side.tokens):
            # "It is supposed to rain" keeps no distance.
            if token.norm not in lexicon.distance or behind.norm == "to":
                continue
            place = _equal_to(collation, number, (behind.start, behind.end))
            if place is not None:
                readings = [
                    table.reading(collation.articles[number], token.start, token.end),
                    table.reading(collation.articles[1 - number], place, place),
                ]
                ordered = tuple(readings if number == 0 else reversed(readings))
                yield _finding(collation, "distancing-word", collation.confidence, ordered, (token.norm,))


def _equal_to(collation: Collation, side: int, span: Span) -> int | None:
    """Return where the same word begins in the other wording; None where it has none."""
    return next((pair[1 - side][0] for pair in collation.equal if pair[side] == span), None)


def _finding(
    collation: Collation, rule: str, confidence: float, readings: tuple[Reading, ...], cues: tuple[str, ...]
) -> Finding:
    """Make a finding about a place of a passage."""
    return make_finding("loaded-word", rule, 2, confidence, readings, passage=collation.passage, cues=cues)
