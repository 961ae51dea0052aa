"""Which words are opposites, by WordNet and by a list of our own."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ryabkov_diff.detect.patterns import PatternIndex, lexicon, read_word_list
from ryabkov_diff.text import CACHED_WORDS, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "are_converse",
    "are_directions",
    "are_opposite",
    "are_other_relatives",
    "find_phrases",
    "have_relatives",
    "is_directed",
    "is_negated_form",
    "may_be_opposite",
    "negates",
]

# What inflection adds, and what stands in its place in the base form.
ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
    ("er", ""), ("er", "e"), ("est", ""), ("est", "e"),
)  # fmt: skip

# The shortest word that a prefix can negate: "unfit", "undo".
MIN_STEM = 3

# Prefixes that negate whatever word they stand before; the others do so in the words that WordNet says: "imprison".
FREE_PREFIXES = ("un", "non", "never")


@lexicon
def _word_net() -> tuple[list[str], list[str]]:
    """Read the lines with the opposites of words, and those with the base forms of irregular ones, each in order."""
    text = files(__package__).joinpath("antonyms.txt").read_text(encoding="utf-8")
    _, _, behind_licence = text.rpartition("\n# ")
    words, *irregular = behind_licence.split("\n= ")
    return words.splitlines()[1:], irregular


def _listed(word: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield what ordered lines have behind a word: a few are looked up, and a mapping of all would take longer."""
    start = f"{word} "
    for place in range(bisect_left(lines, start), len(lines)):
        if not lines[place].startswith(start):
            return
        yield from lines[place].removeprefix(start).split()


@lexicon
def _own_opposites() -> Mapping[str, frozenset[str]]:
    """Read the opposites of each word in our own list."""
    opposite: dict[str, set[str]] = defaultdict(set)
    for group in read_word_list("opposites.toml")["opposites"]["groups"]:
        one, other = (side.split() for side in group.split("/"))
        for word in one:
            opposite[word].update(other)
        for word in other:
            opposite[word].update(one)
    return {word: frozenset(others) for word, others in opposite.items()}


@lru_cache(maxsize=CACHED_WORDS)
def _opposites(base: str) -> frozenset[str]:
    """Return the opposites of a base form; none for most words."""
    return _own_opposites().get(base, frozenset()).union(_listed(base, _word_net()[0]))


@lru_cache(maxsize=CACHED_WORDS)
def base_forms(norm: str) -> frozenset[str]:
    """Return the words with opposites that a normal form can be a form of; none for most words."""
    candidates = {norm, *_listed(norm, _word_net()[1]), *_regular_bases(norm)}
    return frozenset(base for base in candidates if _opposites(base))


def _regular_bases(norm: str) -> Iterator[str]:
    for ending, base in ENDINGS:
        if norm.endswith(ending) and len(norm) > len(ending) + 1:
            root = norm[: -len(ending)]
            yield root + base
            if not base and len(root) > 2 and root[-1] == root[-2]:  # noqa: PLR2004 -- "stopped": a doubled consonant
                yield root[:-1]


@lru_cache(maxsize=CACHED_WORDS)
def may_be_opposite(one: str, other: str) -> bool:
    """Say whether two normal forms are opposites in some form and sense, be it by the point of view only.

    >>> may_be_opposite("gone", "came"), may_be_opposite("rose", "grew")
    (True, False)
    """
    if one == other:
        return False
    bases = base_forms(other)
    if any(not bases.isdisjoint(_opposites(base)) for base in base_forms(one)):
        return True
    return any(norm.startswith(FREE_PREFIXES) and negates(norm, base) for norm, base in ((one, other), (other, one)))


@lru_cache(maxsize=CACHED_WORDS)
def are_opposite(one: str, other: str) -> bool:
    """Say whether two normal forms are opposites that translators don't take for one another.

    >>> are_opposite("rose", "fell"), are_opposite("wives", "husbands"), are_opposite("unable", "able")
    (True, True, True)
    >>> are_opposite("gone", "came")
    False
    """
    return may_be_opposite(one, other) and not _in_pairs("benign", one, other)


@lru_cache(maxsize=CACHED_WORDS)
def negates(one: str, other: str) -> bool:
    """Say whether a normal form is another one with a negative prefix: "unable", "able"; "non-members", "members"."""
    root = negated_form(one)
    return root is not None and stem(root) == stem(other)


@lru_cache(maxsize=CACHED_WORDS)
def negated_form(norm: str) -> str | None:
    """Return a normal form without its negative prefix; None where it seems to have none."""
    data = read_word_list("negation.toml")["affixes"]
    if norm.startswith(tuple(data["unprefixed"])):
        return None
    for prefix in data["prefixes"]:
        root = norm.removeprefix(prefix).removeprefix("-")
        if root != norm and norm.startswith(prefix) and len(root) >= MIN_STEM:
            return root
    return None


@lru_cache(maxsize=CACHED_WORDS)
def is_negated_form(norm: str) -> bool:
    """Say whether a word is negated by a prefix or by "-less": "unknown", "impossible", "homeless"."""
    if norm.endswith("less") and len(norm) > len("less") + 1:
        return True
    root = negated_form(norm)
    if root is None:
        return False
    return norm.startswith(FREE_PREFIXES) or not base_forms(root).isdisjoint(
        {other for base in base_forms(norm) for other in _opposites(base)}
    )


@cache
def _pairs(name: str) -> frozenset[frozenset[str]]:
    """Read a list of pairs of base forms."""
    pairs = (pair.split("/") for pair in read_word_list("opposites.toml")[name]["pairs"])
    return frozenset(frozenset((one.strip(), other.strip())) for one, other in pairs)


def _in_pairs(name: str, one: str, other: str) -> bool:
    return any(frozenset((a, b)) in _pairs(name) for a in base_forms(one) for b in base_forms(other))


@lru_cache(maxsize=CACHED_WORDS)
def are_converse(one: str, other: str) -> bool:
    """Say whether two normal forms relate two things the opposite way round: "bought", "sold"."""
    return _in_pairs("converse", one, other)


@lru_cache(maxsize=CACHED_WORDS)
def are_directions(one: str, other: str) -> bool:
    """Say whether two normal forms are opposites where they have one place: "arrived in" it, "left" it."""
    return _in_pairs("directions", one, other)


@lexicon
def _phrases() -> PatternIndex:
    return PatternIndex(read_word_list("opposites.toml")["phrases"])


def find_phrases(norms: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield where several words have the meaning of one, half-open, and which: "voted down" is "reject"."""
    return _phrases().find(norms)


@lexicon
def _lines_of_relatives() -> Mapping[str, int]:
    lines = read_word_list("opposites.toml")["relatives"]["lines"]
    return {form: number for number, line in enumerate(lines) for word in line.split() for form in (word, f"{word}s")}


def have_relatives(norms: Sequence[str]) -> bool:
    """Say whether some of the words are those for relatives of a person."""
    return not _lines_of_relatives().keys().isdisjoint(norms)


def are_other_relatives(one: str, other: str) -> bool:
    """Say whether two normal forms are different relatives of a person.

    >>> are_other_relatives("wife", "sister"), are_other_relatives("mother", "mom")
    (True, False)
    """
    lines = _lines_of_relatives()
    return one in lines and other in lines and lines[one] != lines[other]


@lexicon
def _directed() -> frozenset[str]:
    return frozenset(stem(verb) for verb in read_word_list("opposites.toml")["directed"]["verbs"])


@lru_cache(maxsize=CACHED_WORDS)
def is_directed(norm: str) -> bool:
    """Say whether a word may be a verb of which one side acts and the other bears it: "beat", "sued"."""
    return stem(norm) in _directed()
