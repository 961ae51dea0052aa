"""Words for a speaker → the speaker: "he", "the diplomat", "Ryabkov" → "Sergei Ryabkov"; a part of `segment`.

Within one article, by recency, whatever the gender: a pronoun or a role means the person who spoke last, a surname
the person whose full name the article gives.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from ryabkov_diff.provenance import outlet_named
from ryabkov_diff.segment.speech import Form, speech_words

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Speakers"]

_NAME_WORD = r"(?:[^\W\d_a-z][\w’'-]*\.?|[a-z]{1,3}-[A-Z]\w+)"
_FULL_NAME = re.compile(
    rf"(?<![\w’'-])[A-Z]\w[\w’'-]*"
    rf"(?:[ \u00a0](?:{_NAME_WORD}|al|bin|da|de|del|den|der|di|du|la|le|van|von))*"
    r"[ \u00a0][A-Z]\w[\w’'-]*"
)
_WORD = re.compile(r"[^\W_]+(?:[.’'-]+[^\W_]+)*\.?|[^\w\s]")
_POSSESSIVE = re.compile(r"[’']s?$")
# What stands inside a name without being a part of it: "Ada Brook (Leeds)", Nell "Wren" Harper.
_ASIDE = re.compile(r"\([^()]*\)|[\"“][^\"“”]*[\"”]")
_ABBREVIATION = re.compile(r"(?:[A-Z]\.){2,}")
# A run of capitals longer than this is a title or a heading.
_NAME_WORDS = 4
_PREPOSITIONS = frozenset({"at", "for", "from", "in", "of", "to", "with"})
# Words for somebody named before, beside "he", "she" and "they".
_OBJECTS = frozenset({"who", "it", "him", "her", "them"})
_NO_NOUNS = _PREPOSITIONS | _OBJECTS | {"himself", "herself", "itself", "themselves"}
_AGE = re.compile(r"\d+-year-old")
_APOSTROPHES = frozenset("'’")
# A role in other words for a person whose title is known: so many words in common make it the same person.
_COMMON_TITLE_WORDS = 2


@cache
def _speaking() -> re.Pattern[str]:
    """Return the pattern of a name beside a verb of speech: "Ryabkov noted", "said Ryabkov"."""
    verbs = "|".join(
        verb.words[0]
        for same in speech_words().verbs.values()
        for verb in same
        if len(verb.words) == 1
        and verb.forms & {Form.PAST, Form.THIRD}
        and verb.groups & {"zero_that", "that", "hearer"}
    )
    return re.compile(
        rf"\b([A-Z][\w’'-]+)\s(?:also\s)?(?:{verbs})\b|\b(?:{verbs})\s(?:[A-Z][\w.’'-]+\s)*([A-Z][\w’'-]+)"
    )


class Speakers:
    """Who has spoken in an article so far, and the full names that it gives."""

    def __init__(self, text: str) -> None:
        self._names: dict[str, str] = {}
        self._titles: dict[str, set[str]] = {}
        self._last: str | None = None
        self._full_names = [(match.start(), match[0]) for match in _FULL_NAME.finditer(text)]
        for _, name in self._full_names:
            words = _without_title(name.replace("\u00a0", " ").split())
            if 1 < len(words) <= _NAME_WORDS:
                self._names.setdefault(_POSSESSIVE.sub("", words[-1]).casefold(), _POSSESSIVE.sub("", " ".join(words)))

        self._speaking = {
            name.rstrip(".").casefold() for match in _speaking().finditer(text) for name in match.groups() if name
        }

    def mention(self, words: str) -> None:
        """Take note of the subject of a sentence: a pronoun that follows may mean it, if it speaks somewhere."""
        name = _POSSESSIVE.sub("", words.rsplit(maxsplit=1)[-1]).casefold()
        if name in self._speaking and name in self._names and not _POSSESSIVE.search(words):
            self._last = self._names[name]

    @property
    def last(self) -> str | None:
        """The person who spoke last."""
        return self._last

    def resolve(self, words: str, position: int) -> str | None:
        """Return the speaker meant by the words of a subject, and remember it as the last one to speak.

        Args:
            words: As written, e.g. `Russian Deputy Foreign Minister Sergei Ryabkov`, `he`, `the diplomat`.
            position: Where they stand in the text.

        Returns:
            The fullest form that the article uses, without title; None when a pronoun has nobody to mean.
        """
        sets = speech_words().sets
        words = " ".join(_ASIDE.sub("", words).split())
        tokens = _WORD.findall(words)
        if not tokens:
            return None
        if len(tokens) == 1 and tokens[0].lower() in sets["pronouns"] | _OBJECTS:
            return self._last or self._named_before(position)
        if outlet_named(re.sub(r"^[Tt]he\s+|\s+(?:news agency|daily|newspaper|agency)$", "", words)):
            return re.sub(r"^the\s+", "", words)
        name = self._name_in(tokens)
        if name is None and tokens[0].lower() == "the" and any(_AGE.fullmatch(token) for token in tokens):
            return self._last or self._named_before(position)
        if name is None:
            return self._by_role(tokens, words)
        full = self._names.get(name.split()[-1].casefold(), name) if len(name.split()) == 1 else name
        known = self._names.get(full.split()[-1].casefold())
        if known and known.split()[0][:1] == full.split()[0][:1]:
            full = known
        title = {word.lower() for word in tokens} - {part.lower() for part in full.split()}
        self._titles.setdefault(full, set()).update(word for word in title if word in sets["titles"] | sets["roles"])
        self._last = full
        return full

    def _named_before(self, position: int) -> str | None:
        """Return the person whose full name stands nearest before a place."""
        index = bisect_left(self._full_names, (position, ""))
        while index > 0:
            index -= 1
            words = _without_title(self._full_names[index][1].replace("\u00a0", " ").split())
            if len(words) > 1 and not any(word.casefold() in speech_words().sets["leads"] for word in words):
                return _POSSESSIVE.sub("", " ".join(words))
        return None

    def _by_role(self, tokens: list[str], words: str) -> str | None:
        sets = speech_words().sets
        lower = [_POSSESSIVE.sub("", token.lower()) for token in tokens]
        roles = [word for word in lower if word in sets["roles"] or word in sets["titles"]]
        definite = lower[0] == "the" or (tokens[0][0].isupper() and lower[0] in sets["origins"] | sets["places"])
        if definite and roles:
            for person, title in reversed(self._titles.items()):
                if len(set(roles) & title) >= min(_COMMON_TITLE_WORDS, len(roles)) and (
                    person == self._last or len(title) > 1
                ):
                    self._last = person
                    return person
            plural = lower[-1].endswith("s") and lower[-1] in sets["roles"]
            if self._last and not plural and lower[-1] in sets["roles"]:
                return self._last
        return re.sub(r"\s+", " ", re.sub(r"^[Tt]he\s+", "", words)).strip(" ,")

    def _name_in(self, tokens: list[str]) -> str | None:
        """Return the name inside a noun phrase, without title; None when it has none.

        The name may stand first ("Sergei Ryabkov, a diplomat from Moscow") or last ("the diplomat Sergei Ryabkov"); a
        name behind a preposition counts only where there is no other ("Ambassador to the U.S. Anatoly Antonov"). An
        apposition that names somebody else does not count ("Harper, who plays the cello with Ada Brook, said").
        """
        if "," in tokens:
            comma = tokens.index(",")
            head, rest = tokens[:comma], tokens[comma + 1 :]
            if head and head[0].lower() == "the" and not self._name_in(head[: _first_preposition(head)]):
                # "The head of the City Court, Nell Harper": what stands behind "of" is no speaker's name.
                return self._name_in(rest) or self._name_in(head)
            return self._name_in(head) or self._name_in(rest)
        names: list[tuple[bool, bool, str]] = []
        for run, behind_preposition, before_noun in _runs_of_capitals(tokens):
            words = _without_title(run)
            if not words or (behind_preposition and names):
                continue
            # "The Silver Fox winner", "the head of the City Court": no name of the speaker's.
            if tokens[0].lower() == "the" and (
                before_noun or (behind_preposition and words == run and tokens[-1] == run[-1])
            ):
                continue
            known = words[-1].rstrip(".").casefold() in self._names
            if not known and _is_place(run):
                continue
            if len(words) > 1 or known or not (behind_preposition or tokens[0].lower() == "the"):
                names.append((known, len(words) > 1, " ".join(words)))
        return max(names, key=lambda name: name[:2])[2] if names else None


def _first_preposition(tokens: list[str]) -> int:
    """Return the index of the first preposition, or how many tokens there are."""
    return next((index for index, token in enumerate(tokens) if token.lower() in _PREPOSITIONS), len(tokens))


def _runs_of_capitals(tokens: list[str]) -> Iterator[tuple[list[str], bool, bool]]:
    """Yield the runs of capitalised words, particles included.

    With each: whether a preposition stands in front of it, and whether a noun stands behind it.
    """
    particles = speech_words().sets["particles"] - {"of"}
    run: list[str] = []
    behind_preposition = False
    for token in (*tokens, ","):
        possessive = token.endswith(("’s", "'s", "s’", "s'"))
        if (token[0].isupper() and not possessive) or (run and token in particles):
            run.append(token)
        elif token not in _APOSTROPHES:
            if run:
                while run[-1] in particles:
                    run.pop()
                yield run, behind_preposition, token.isalpha() and token.lower() not in _NO_NOUNS
            run = []
            behind_preposition = token.lower() in _PREPOSITIONS


def _without_title(words: list[str]) -> list[str]:
    """Drop what stands in front of a name: titles, nations, articles, abbreviations of countries.

    Nothing is left of a country with a name of two words; a surname may be a capital's.
    """
    if len(words) > 1 and _is_place(words):
        return []
    index = 0
    for position, word in enumerate(words):
        last = position == len(words) - 1
        if _is_no_name(word) or (not last and (_ABBREVIATION.fullmatch(word) or _POSSESSIVE.search(word))):
            index = position + 1
    return words[index:]


def _is_place(words: list[str]) -> bool:
    """Say whether these words are a country or a capital: a government that speaks, not a person."""
    return " ".join(words).casefold().removeprefix("the ") in speech_words().sets["places"]


def _is_no_name(word: str) -> bool:
    plain = word.lower().rstrip(".")
    sets = speech_words().sets
    return any(plain in sets[name] for name in ("titles", "origins", "roles", "determiners", "leads", "pronouns"))
