"""Table → Finding: the kind `quantifier`.

Quantifiers stand on a scale (`quantifiers.toml`): few, some, many, most, all. Two wordings differ where quantifiers that
stand for each other, or that quantify the same noun, share no rank.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ryabkov_diff.detect.counterparts import collated
from ryabkov_diff.detect.patterns import PatternIndex, read_word_list
from ryabkov_diff.detect.polarity import SURE_LINK, Polarity
from ryabkov_diff.domain import MEANING_AT_STAKE, WORTH_A_LOOK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ryabkov_diff.detect.counterparts import Counterparts, Wording
    from ryabkov_diff.domain import Finding, Table

__all__ = ["QuantifierDetector"]

# The scales, tables of `quantifiers.toml`; each lists its ranks from the lowest to the highest.
SCALES = ("amount", "frequency", "restriction")

# Neighbouring ranks ("some", "many") differ by degree; what is farther apart, or holds of all, differs in substance.
FAR = 2


@dataclass(frozen=True, slots=True)
class Quantifier:
    """A quantifier in a wording.

    Attributes:
        start: Its first token.
        end: One past its last.
        scale: One of `SCALES`.
        ranks: Its places on the scale, from 0.
        target: The content word behind it; None where its clause has none.
    """

    start: int
    end: int
    scale: str
    ranks: frozenset[int]
    target: int | None


@cache
def _lexicon() -> tuple[PatternIndex, Mapping[str, tuple[str, frozenset[int]]]]:
    """Return the patterns, each under its own text, and the scale and ranks of each."""
    data = read_word_list("quantifiers.toml")
    places: dict[str, tuple[str, frozenset[int]]] = {}
    for scale in SCALES:
        for rank, patterns in enumerate(data[scale].values()):
            for pattern in patterns:
                known = places.get(pattern, (scale, frozenset()))
                places[pattern] = (scale, known[1] | {rank})
    idioms = {pattern: [pattern] for pattern in (*places, *data["idioms"]["words"])}
    return PatternIndex(idioms), places


def find_quantifiers(wording: Wording) -> tuple[Quantifier, ...]:
    """Find the quantifiers of a wording, in order; "some 500" is none."""
    index, places = _lexicon()
    found = []
    for start, end, pattern in index.find(wording.norms):
        if pattern not in places or wording.norms[end : end + 1] and wording.norms[end][:1].isdigit():
            continue
        behind = (place for place in wording.clause(start) if place >= end and wording.tokens[place].is_content)
        scale, ranks = places[pattern]
        found.append(Quantifier(start, end, scale, ranks, next(behind, None)))
    return tuple(found)


class QuantifierDetector:
    """Find where something holds of some, many, most or all in one wording of a passage and of others in another."""

    kinds = ("quantifier",)

    def detect(self, table: Table) -> Iterator[Finding]:
        """Yield findings with empty ids; the rule is `other-quantifier`."""
        for words in collated(table):
            one, other = (find_quantifiers(wording) for wording in words.wordings)
            pairs = sorted(
                (-link, a.start, b.start, a, b) for a in one for b in other if (link := _link(words, a, b)) >= SURE_LINK
            )
            used: set[Quantifier] = set()
            for link, _, _, a, b in pairs:
                if a in used or b in used:
                    continue
                used |= {a, b}
                if a.ranks.isdisjoint(b.ranks) and not _negated(words, a, b):
                    spans = (a.start, a.end), (b.start, b.end)
                    yield words.finding(table, "quantifier", "other-quantifier", spans, -link, severity=_severity(a, b))


def _link(words: Counterparts, a: Quantifier, b: Quantifier) -> float:
    """Return the probability that two quantifiers stand for each other, or what they quantify does: in [0, 1]."""
    if a.scale != b.scale:
        return 0.0
    own = [p for i in range(a.start, a.end) for j, p in words.links[0].get(i, ()) if b.start <= j < b.end]
    quantified = [p for j, p in words.links[0].get(-1 if a.target is None else a.target, ()) if j == b.target]
    return max([*own, *quantified], default=0.0)


def _negated(words: Counterparts, a: Quantifier, b: Quantifier) -> bool:
    """Say whether only one of them stands in a negated clause: "not all" is "some", "not much" is "little"."""
    polarity = Polarity(words)
    return polarity.is_turned(0, a.start) or polarity.is_turned(1, b.start)


def _severity(a: Quantifier, b: Quantifier) -> int:
    """Grade the difference: by degree, or in substance."""
    highest = len(read_word_list("quantifiers.toml")[a.scale]) - 1
    apart = min(abs(i - j) for i in a.ranks for j in b.ranks)
    universal = max(a.ranks) == highest or max(b.ranks) == highest
    return MEANING_AT_STAKE if apart >= FAR or universal else WORTH_A_LOOK
