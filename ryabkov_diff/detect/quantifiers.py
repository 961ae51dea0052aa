"""Table → Finding: the kind `quantifier`.

Quantifiers stand on a scale (`quantifiers.toml`): none, few, some, many, most, all. Two wordings differ where
quantifiers that stand for each other, or that quantify the same noun, share no rank. What the lowest rank denies may be
said by other words without it ("none was hurt", "all are safe"): there the rest must be the same, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ryabkov_diff.detect.counterparts import best_pairs
from ryabkov_diff.detect.patterns import PatternIndex, lexicon, read_word_list
from ryabkov_diff.detect.polarity import SURE_LINK
from ryabkov_diff.domain import MEANING_AT_STAKE, WORTH_A_LOOK
from ryabkov_diff.text import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ryabkov_diff.detect.counterparts import Counterparts, Wording
    from ryabkov_diff.detect.polarity import Polarity
    from ryabkov_diff.domain import Finding, Table

__all__ = [
    "QUANTIFIER_RULES",
    "Quantifier",
    "are_complementary",
    "find_differing_quantifiers",
    "find_quantifiers",
    "quantify_the_same",
]

# The scales, tables of `quantifiers.toml`; each lists its ranks from the lowest to the highest.
SCALES = ("amount", "frequency", "restriction")

# Neighbouring ranks ("some", "many") differ by degree; what is farther apart, or holds of all, differs in substance.
FAR = 2

# The lowest rank of amounts and frequencies, "none" and "never": it negates, and is far from any other.
NONE = 0

# The rank of "some" on the scale of amounts.
SOME = 2

# What joins words behind "both" and "neither".
CONJUNCTIONS = frozenset({"and", "or", "nor"})

# What is true of few or some is false of many or most.
LESS, MORE = frozenset({1, 2}), frozenset({3, 4})

# The rank of "only" on the scale of restriction.
ONLY = 0

# What may stand between a quantifier and its noun where it quantifies no clause: "all (of) the members", "all we know".
DETERMINERS = frozenset("the of these those this that its his her their our my your 's".split())

# What quantifies by itself only in front of a plural ("most members"); else it grades: "most likely", "the most votes".
BARE = "most"


class Quantifier(NamedTuple):
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

    @property
    def denies(self) -> bool:
        """Whether it negates, too: "no", "never"."""
        return self.scale != "restriction" and NONE in self.ranks


class _Lexicon(NamedTuple):
    """`quantifiers.toml`, compiled.

    Attributes:
        patterns: Quantifiers, and idioms that contain one, each under its own text.
        places: The scale and the ranks of each quantifier.
        highest: The highest rank of each scale.
        joining: The quantifiers that may join words and quantify none.
        weak: The quantifiers that mean no more than "some" where a licensor stands.
        licensors: Negators, words of condition and of question.
    """

    patterns: PatternIndex
    places: Mapping[str, tuple[str, frozenset[int]]]
    highest: Mapping[str, int]
    joining: frozenset[str]
    weak: frozenset[str]
    licensors: frozenset[str]


@lexicon
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
        joining=frozenset(data["joining"]["words"]),
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
        if pattern in lexicon.joining and not CONJUNCTIONS.isdisjoint(
            wording.norms[index] for index in wording.clause(start)
        ):
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
    if not (one or other):
        return
    one, other = (*one, *_misspelt(words, 1, other)), (*other, *_misspelt(words, 0, one))
    graded = [(link, a, b) for a in one for b in other if (link := _link(words, a, b)) >= SURE_LINK]
    for link, a, b in best_pairs(graded):
        if a.scale == b.scale and not a.ranks.isdisjoint(b.ranks):
            continue
        if polarity.has_opposites_beside(range(a.start, a.end), range(b.start, b.end)):
            continue  # "few are open", "most are closed"
        if a.denies or b.denies:
            stays = _negates_the_same(polarity, a, b)
        else:  # "Not all" is "some", "not much" is "little".
            stays = not polarity.is_turned(0, a.start) and not polarity.is_turned(1, b.start)
        if stays:
            spans = (a.start, a.end), (b.start, b.end)
            bounded = all(
                "half" in wording.norms[start:end] for wording, (start, end) in zip(words.wordings, spans, strict=True)
            )
            severity = MEANING_AT_STAKE if bounded else _severity(a, b)  # "nearly half", "more than half"
            yield words.finding(table, "quantifier", "other-quantifier", spans, link, severity=severity)


def are_complementary(a: Quantifier, b: Quantifier) -> bool:
    """Say whether what the one holds of is what the other leaves over: "few", "most"."""
    few, many = (a, b) if a.ranks <= LESS else (b, a)
    return a.scale == b.scale == "amount" and few.ranks <= LESS and many.ranks <= MORE


def quantify_the_same(words: Counterparts, a: Quantifier, b: Quantifier) -> bool:
    """Say whether two quantifiers stand for each other, or what they quantify does."""
    return _link(words, a, b) >= SURE_LINK


def _negates_the_same(polarity: Polarity, a: Quantifier, b: Quantifier) -> bool:
    """Say whether nothing but two quantifiers differs in their clauses, of which one denies or both do.

    Each content word of the one must be in the clause of the other, in some form; nothing else may negate in either.
    """
    words = polarity.words
    stems = []
    for wording, own, negators in zip(words.wordings, (a, b), polarity.negators, strict=True):
        clause = wording.clause(own.start)
        if any(one.strict and one.start in clause and not own.start <= one.start < own.end for one in negators):
            return False
        rest = (index for index in clause if not own.start <= index < own.end and wording.tokens[index].is_content)
        stems.append({stem(wording.norms[index]) for index in rest if index != own.target})
    return bool(stems[0]) and stems[0] == stems[1]


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
    if a.scale != b.scale and not (_is_bound_to_noun(words, 0, a) and _is_bound_to_noun(words, 1, b)):
        return 0.0
    own = [p for i in range(a.start, a.end) for j, p in words.links[0].get(i, ()) if b.start <= j < b.end]
    quantified = [p for j, p in words.links[0].get(-1 if a.target is None else a.target, ()) if j == b.target]
    return max([*own, *quantified] if a.scale == b.scale else quantified, default=0.0)


def _is_bound_to_noun(words: Counterparts, side: int, quantifier: Quantifier) -> bool:
    """Say whether "only" or "all" stands right before a noun: "only members", "all (of) the members"."""
    wording = words.wordings[side]
    utmost = _lexicon().highest["amount"] if quantifier.scale == "amount" else ONLY
    return (
        quantifier.scale != "frequency"
        and quantifier.ranks == {utmost}
        and quantifier.target is not None
        and DETERMINERS.issuperset(wording.norms[quantifier.end : quantifier.target])
    )


def _severity(a: Quantifier, b: Quantifier) -> int:
    """Grade the difference: by degree, or in substance."""
    if a.scale != b.scale:
        return MEANING_AT_STAKE
    highest = _lexicon().highest[a.scale]
    apart = min(abs(i - j) for i in a.ranks for j in b.ranks)
    far = apart >= FAR or highest in a.ranks | b.ranks or a.denies or b.denies
    return MEANING_AT_STAKE if far and not (a.weak or b.weak) else WORTH_A_LOOK
