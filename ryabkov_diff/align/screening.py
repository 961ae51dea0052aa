"""What an article has in common with all later ones before any statement is linked, in a few array operations.

`pair_signals` of `events.py` says it of one pair; for half a million pairs of a thousand articles that takes minutes,
nearly all of them spent on articles that share nothing. Here names, numbers, speakers and hearers are looked up in
inverted indices, and days are compared as numbers.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ryabkov_diff.align.occasions import are_namesakes, first_name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.align.occasions import Occasion

    Values = NDArray[np.float64]
    Index = Mapping[str, NDArray[np.int64]]

__all__ = ["FEWEST_NAMES", "FEWEST_NUMBERS", "HARDLY_ANY", "MANY_NAMES", "MANY_NUMBERS", "Screen"]

# Names and numbers that a text counts as having at least: of fewer, a share says nothing.
FEWEST_NAMES = 3
FEWEST_NUMBERS = 2

# That two articles share no names says something when both have so many, and hardly any counts as none.
MANY_NAMES = 4
HARDLY_ANY = 0.15

# That two articles share no numbers says the more, the more both have, up to so many.
MANY_NUMBERS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Screen:
    """n articles, ready for being compared one with all later ones.

    Attributes:
        topics: Their topics, rows of unit length: shape (n, dim).
        occasions: What they say of their occasions.
        names: By name the numbers of the articles that have it, increasing.
        numbers: The same by number.
        naming: The same by main speaker of any article: the articles that name them.
        counts: How many names and numbers each has: shape (2, n).
        speakers: The number of the main speaker of each, -1 where there is none: shape (n,).
        initials: The first letter of that speaker's first name, as a key; empty where none is known: shape (n,).
        number_of: Of each main speaker.
        hearing: By hearer, venues among them, the articles that name it.
        has_venue: Whether each has a venue: shape (n,).
        days: The days of each, of the words and of its publication, as numbers, filled up with infinity: shape (n, k).
        dated: Whether each has such days, and the year of all: shape (n,).
        statements: How many each has: shape (n,).
        copies: The number of the first article with the same text: shape (n,).
    """

    topics: Values
    occasions: Sequence[Occasion]
    names: Index
    numbers: Index
    naming: Index
    counts: NDArray[np.int64]
    speakers: NDArray[np.int64]
    initials: NDArray[np.str_]
    number_of: Mapping[str, int]
    hearing: Index
    has_venue: NDArray[np.bool_]
    days: Values
    dated: NDArray[np.bool_]
    statements: NDArray[np.int64]
    copies: NDArray[np.int64]

    @classmethod
    def of(
        cls, occasions: Sequence[Occasion], topics: Sequence[Values], statements: Sequence[int], texts: Sequence[str]
    ) -> Screen:
        """Index articles.

        Args:
            occasions: Of n articles.
            topics: Their topics.
            statements: How many statements each has.
            texts: What tells their texts from each other.
        """
        mains = sorted({one.main_speaker for one in occasions if one.main_speaker})
        number_of = {speaker: number for number, speaker in enumerate(mains)}
        days_of = [one.spoken | ({one.published} if one.published else set()) for one in occasions]
        dated = [bool(days) and all(day.year is not None for day in days) for days in days_of]
        days = np.full((len(occasions), max(map(len, days_of), default=0)), np.inf)
        for number, own in enumerate(days_of):
            if dated[number]:
                days[number, : len(own)] = [dt.date(day.year or 1, day.month, day.day).toordinal() for day in own]
        first_of = {text: number for number, text in reversed([*enumerate(texts)])}
        return cls(
            topics=np.array(topics),
            occasions=occasions,
            names=_index(one.names for one in occasions),
            numbers=_index(one.numbers for one in occasions),
            naming=_index(one.capitalised & number_of.keys() for one in occasions),
            counts=np.array([[len(one.names) for one in occasions], [len(one.numbers) for one in occasions]]),
            speakers=np.array([number_of.get(one.main_speaker or "", -1) for one in occasions], dtype=np.int64),
            initials=np.array([first_name_key(one, one.main_speaker)[:1] for one in occasions], dtype=np.str_),
            number_of=number_of,
            hearing=_index(one.hearers for one in occasions),
            has_venue=np.array([one.venue is not None for one in occasions], dtype=bool),
            days=days,
            dated=np.array(dated, dtype=bool),
            statements=np.array(statements, dtype=np.int64),
            copies=np.array([first_of[text] for text in texts], dtype=np.int64),
        )

    def signals(self, number: int) -> dict[str, Values]:
        """Compare an article with all later ones.

        Args:
            number: Of the article, from 0.

        Returns:
            The signals of `pair_signals` without links, each of shape (n - number - 1,).
        """
        own, later = self.occasions[number], slice(number + 1, None)
        shared_names, shared_numbers = (
            self._count_common(index, keys)[later]
            for index, keys in ((self.names, own.names), (self.numbers, own.numbers))
        )
        fewer_names, fewer_numbers = np.minimum(self.counts[:, later], self.counts[:, [number]])
        names = shared_names / np.maximum(FEWEST_NAMES, fewer_names)
        nothing = np.zeros(len(names))
        return {
            "coverage": nothing,
            "coverage_other": nothing,
            "shared": nothing,
            "names": names,
            "numbers": shared_numbers / np.maximum(FEWEST_NUMBERS, fewer_numbers),
            "no_names": ((fewer_names >= MANY_NAMES) & (names < HARDLY_ANY)).astype(np.float64),
            "no_numbers": np.where(shared_numbers > 0, 0, np.minimum(fewer_numbers, MANY_NUMBERS)).astype(np.float64),
            "other_speakers": self._other_speakers(number)[later].astype(np.float64),
            "topic": self.topics[later] @ self.topics[number],
        }

    def share_hearers(self, number: int) -> NDArray[np.bool_]:
        """Say of all later articles whether they name a hearer or venue that an article names: (n - number - 1,)."""
        found: NDArray[np.bool_] = self._count_common(self.hearing, self.occasions[number].hearers)[number + 1 :] > 0
        return found

    def least_days_apart(self, number: int) -> Values:
        """Return how many days all later articles are apart from an article at least: shape (n - number - 1,).

        It is 0 where it is unknown. Days of words and of publication are compared alike.
        """
        later = slice(number + 1, None)
        if not self.dated[number]:
            return np.zeros(len(self) - number - 1)
        own = self.days[number][np.isfinite(self.days[number])]
        apart: Values = np.abs(self.days[later, :, None] - own).min(axis=(1, 2), initial=np.inf)
        return np.where(self.dated[later], apart, 0.0)

    def _count_common(self, index: Index, keys: Iterable[str]) -> NDArray[np.int64]:
        """Count for each article how many of the keys it has."""
        having = [index[key] for key in keys]
        return np.bincount(np.concatenate(having) if having else np.array([], dtype=np.int64), minlength=len(self))

    def _other_speakers(self, number: int) -> NDArray[np.bool_]:
        """Say for each article whether its main speaker and this one's are two, neither named in the other."""
        own = self.occasions[number]
        if not own.main_speaker:
            return np.zeros(len(self), dtype=bool)
        here = [self.number_of[one] for one in own.capitalised & self.number_of.keys()]
        names_own = np.zeros(len(self), dtype=bool)
        names_own[self.naming.get(own.main_speaker, [])] = True
        others = (self.speakers >= 0) & (self.speakers != self.speakers[number])
        apart: NDArray[np.bool_] = others & ~names_own & ~np.isin(self.speakers, here)
        initials = (self.initials != self.initials[number]) & (self.initials != "") & bool(self.initials[number])
        for other in np.flatnonzero((self.speakers == self.speakers[number]) & initials).tolist():
            apart[other] = are_namesakes(own, self.occasions[other], own.main_speaker)
        return apart

    def __len__(self) -> int:
        """Count the articles."""
        return len(self.occasions)


def _index(keys_of: Iterable[Iterable[str]]) -> Index:
    """Return for each key the numbers of those that have it, in order."""
    having: dict[str, list[int]] = {}
    for number, keys in enumerate(keys_of):
        for key in keys:
            having.setdefault(key, []).append(number)
    return {key: np.array(numbers, dtype=np.int64) for key, numbers in having.items()}
