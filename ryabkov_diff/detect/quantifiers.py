"""Table → Finding: the kind `quantifier`.

Quantifiers stand on a scale (`quantifiers.toml`): few, some, many, most, all. Two wordings differ where quantifiers
that stand for each other, or that quantify the same noun, share no rank.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ryabkov_diff.detect.counterparts import best_pairs
from ryabkov_diff.detect.patterns import PatternIndex, read_word_list
from ryabkov_diff.detect.polarity import SURE_LINK
from ryabkov_diff.domain import MEANING_AT_STAKE, WORTH_A_LOOK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ryabkov_diff.detect.counterparts import Counterparts, Wording
    from ryabkov_diff.detect.polarity import Polarity
    from ryabkov_diff.domain import Finding, Table

__all__ = ["QUANTIFIER_RULES", "find_differing_quantifiers"]

# The scales, tables of `quantifiers.toml`; each lists its ranks from the lowest to the highest.
SCALES = ("amount", "frequency", "restriction")

# Neighbouring ranks ("some", "many") differ by degree; what is farther apart, or holds of all, differs in substance.
FAR = 2

# The rank of "some" on the scale of amounts.
SOME = 1

# What quantifies by itself only in front of a plural ("most members"); else it grades: "most likely", "the most votes".
BARE = "most"


@dataclass(frozen=True, slots=True)
class Quantifier:
    """A quantifier in a wording.

    Attributes:
        start: Its first token.
        end: One past its last.
        scale: One of `SCALES`.
        ranks: Its places on the scale, from 0.
        target: The content word behind it; None where its clause has none.
        weak: Whether it is "any", which claims the less the more a clause is hedged, or a misspelt quantifier.
    """

    start: int
    end: int
    scale: str
    ranks: frozenset[int]
    target: int | None
    weak: bool = False


@dataclass(frozen=True)
class _Lexicon:
    """`quantifiers.toml`, compiled.

    Attributes:
        patterns: Quantifiers, and idioms that contain one, each under its own text.
        places: The scale and the ranks of each quantifier.
        highest: The highest rank of each scale.
        weak: The quantifiers that mean no more than "some" where a licensor stands.
        licensors: Negators, words of condition and of question.
    """

    patterns: PatternIndex
    places: Mapping[str, tuple[str, frozenset[int]]]
    highest: Mapping[str, int]
    weak: frozenset[str]
    licensors: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    data = read_word_list("quantifiers.toml")
    places: dict[str, tuple[str, frozenset[int]]] = {}
    for scale in SCALES:
        for rank, patterns in enumerate(data[scale].values()):
            for pattern in patterns:
                places[pattern] = (scale, places.get(pattern, (scale, frozenset()))[1] | {rank})
    return _Lexicon(
        patterns=PatternIndex({pattern: [pattern] for pattern in (*places, *data["idioms"]["words"])}),
        places=places,
        highest={scale: len(data[scale]) - 1 for scale in SCALES},
        weak=frozenset(data["weak"]["words"]),
        licensors=frozenset(data["weak"]["licensors"]),
    )


def find_quantifiers(wording: Wording) -> tuple[Quantifier, ...]:
    """Find the quantifiers of a wording, in order; "some 500" is none."""
    lexicon = _lexicon()
    found = []
    for start, end, pattern in lexicon.patterns.find(wording.norms):
        if pattern not in lexicon.places or (end < len(wording.norms) and wording.norms[end][:1].isdigit()):
            continue
        if pattern == BARE and not _is_before_plural(wording, start):
            continue
        scale, ranks = lexicon.places[pattern]
        weak = pattern in lexicon.weak
        if weak and any(wording.norms[index] in lexicon.licensors for index in wording.clause(start)):
            ranks |= {SOME}
        behind = (place for place in wording.clause(start) if place >= end and wording.tokens[place].is_content)
        found.append(Quantifier(start, end, scale, ranks, next(behind, None), weak))
    return tuple(found)


def _is_before_plural(wording: Wording, index: int) -> bool:
    """Say whether a word stands in front of a plural noun, with no article or possessive before it."""
    before = wording.norms[index - 1] if index else ""
    behind = wording.norms[index + 1] if index + 1 < len(wording.norms) else ""
    return (
        before not in {"the", "a", "an", "at", "'s", "my", "your", "his", "her", "its", "our", "their", "whose"}
        and behind.endswith("s")
        and not behind.endswith(("ss", "us", "is"))
    )


# What its rules say, by their ids.
QUANTIFIER_RULES: Mapping[str, str] = {
    "other-quantifier": "Two quantifiers that are linked, or whose nouns are, with a probability of "
    f"{SURE_LINK} or more share no rank on the scale of amounts or frequencies, and no negator turns one of them "
    "round. The confidence is that probability times the confidence of the passage's link. Severity 3 where the ranks "
    f"are {FAR} or more apart, or one is the highest.",
}


def find_differing_quantifiers(table: Table, polarity: Polarity) -> Iterator[Finding]:
    """Yield where one thing holds of some, many, most or all in two wordings of a passage: rule `other-quantifier`."""
    words = polarity.words
    one, other = (find_quantifiers(wording) for wording in words.wordings)
    one, other = (*one, *_misspelt(words, 1, other)), (*other, *_misspelt(words, 0, one))
    graded = [(link, a, b) for a in one for b in other if (link := _link(words, a, b)) >= SURE_LINK]
    for link, a, b in best_pairs(graded):
        # "Not all" is "some", "not much" is "little".
        turned = polarity.is_turned(0, a.start) or polarity.is_turned(1, b.start)
        if a.ranks.isdisjoint(b.ranks) and not turned:
            spans = (a.start, a.end), (b.start, b.end)
            yield words.finding(table, "quantifier", "other-quantifier", spans, link, severity=_severity(a, b))


def _misspelt(words: Counterparts, side: int, quantifiers: Sequence[Quantifier]) -> Iterator[Quantifier]:
    """Yield words of the other wording that stand for nothing and are a quantifier but for one letter: "ant results".

    They stand where one of the quantifiers of `side` would, right before the noun.
    """
    there, places = words.wordings[1 - side], _lexicon().places
    for quantifier in quantifiers:
        noun = words.partner(side, quantifier.target, SURE_LINK) if quantifier.target == quantifier.end else None
        if not noun or noun - 1 in words.links[1 - side] or not there.tokens[noun - 1].is_content:
            continue
        for pattern, (scale, ranks) in places.items():
            if scale == quantifier.scale and _is_one_letter_off(there.norms[noun - 1], pattern):
                yield Quantifier(noun - 1, noun, scale, ranks, noun, weak=True)
                break


def _is_one_letter_off(norm: str, pattern: str) -> bool:
    return len(norm) == len(pattern) and sum(a != b for a, b in zip(norm, pattern, strict=True)) == 1


def _link(words: Counterparts, a: Quantifier, b: Quantifier) -> float:
    """Return the probability that two quantifiers stand for each other, or what they quantify does: in [0, 1]."""
    if a.scale != b.scale:
        return 0.0
    own = [p for i in range(a.start, a.end) for j, p in words.links[0].get(i, ()) if b.start <= j < b.end]
    quantified = [p for j, p in words.links[0].get(-1 if a.target is None else a.target, ()) if j == b.target]
    return max([*own, *quantified], default=0.0)


def _severity(a: Quantifier, b: Quantifier) -> int:
    """Grade the difference: by degree, or in substance."""
    highest = _lexicon().highest[a.scale]
    apart = min(abs(i - j) for i in a.ranks for j in b.ranks)
    far = apart >= FAR or highest in a.ranks | b.ranks
    return MEANING_AT_STAKE if far and not (a.weak or b.weak) else WORTH_A_LOOK
