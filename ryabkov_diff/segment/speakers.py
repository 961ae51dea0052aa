"""Words for a speaker → the speaker: "he", "the diplomat", "Ryabkov" → "Sergei Ryabkov"; a part of `segment`.

Within one article, by recency, whatever the gender: a pronoun or a role means the person who spoke last, a surname
the person whose full name the article gives.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from ryabkov_diff.provenance import outlet_named
from ryabkov_diff.segment.speech import speech_words

__all__ = ["Speakers"]

_NAME_WORD = r"(?:[^\W\d_a-z][\w’'-]*\.?|[a-z]{1,3}-[A-Z]\w+)"
_FULL_NAME = re.compile(
    rf"(?<![\w’'-])[A-Z]\w[\w’'-]*"
    rf"(?:[ \u00a0](?:{_NAME_WORD}|al|bin|da|de|del|den|der|di|du|la|le|van|von))*"
    r"[ \u00a0][A-Z]\w[\w’'-]*"
)
_WORD = re.compile(r"[^\W_]+(?:[.’'-]+[^\W_]+)*\.?|[^\w\s]")
_POSSESSIVE = re.compile(r"[’']s?$")
# A role in other words for a person whose title is known: so many words in common make it the same person.
_COMMON_TITLE_WORDS = 2


class Speakers:
    """Who has spoken in an article so far, and the full names that it gives."""

    def __init__(self, text: str) -> None:
        self._names: dict[str, str] = {}
        self._titles: dict[str, set[str]] = {}
        self._people: set[str] = set()
        self._last: str | None = None
        self._full_names = [(match.start(), match[0]) for match in _FULL_NAME.finditer(text)]
        for _, name in self._full_names:
            words = self._without_title(name.replace("\u00a0", " ").split())
            if len(words) > 1:
                self._names.setdefault(_POSSESSIVE.sub("", words[-1]).casefold(), _POSSESSIVE.sub("", " ".join(words)))

    @property
    def last(self) -> str | None:
        """The person who spoke last."""
        return self._last

    def resolve(self, words: str, position: int, *, quiet: bool = False) -> str | None:
        """Return the speaker meant by the words of a subject, and remember it as the last one to speak.

        Args:
            words: As written, e.g. `Russian Deputy Foreign Minister Sergei Ryabkov`, `he`, `the diplomat`.
            position: Where they stand in the text.
            quiet: Whether to look only.

        Returns:
            The fullest form that the article uses, without title; None when a pronoun has nobody to mean.
        """
        sets = speech_words().sets
        tokens = _WORD.findall(words.replace("\u00a0", " "))
        if not tokens:
            return None
        if len(tokens) == 1 and tokens[0].lower() in sets["pronouns"] | {"who", "it"}:
            return self._last or self._named_before(position)
        if outlet_named(re.sub(r"^[Tt]he\s+|\s+(?:news agency|daily|newspaper|agency)$", "", words)):
            return re.sub(r"^the\s+", "", words)
        name = self._name_in(tokens)
        if name is None:
            return self._by_role(tokens, words, quiet=quiet)
        full = self._names.get(name.split()[-1].casefold(), name) if len(name.split()) == 1 else name
        known = self._names.get(full.split()[-1].casefold())
        if known and known.split()[0][:1] == full.split()[0][:1]:
            full = known
        if not quiet:
            title = {word.lower() for word in tokens} - {part.lower() for part in full.split()}
            self._titles.setdefault(full, set()).update(
                word for word in title if word in sets["titles"] | sets["roles"]
            )
            self._people.add(full)
            self._last = full
        return full

    def _named_before(self, position: int) -> str | None:
        """Return the person whose full name stands nearest before a place."""
        index = bisect_left(self._full_names, (position, ""))
        while index > 0:
            index -= 1
            words = self._without_title(self._full_names[index][1].replace("\u00a0", " ").split())
            if len(words) > 1 and not any(word.casefold() in speech_words().sets["leads"] for word in words):
                return _POSSESSIVE.sub("", " ".join(words))
        return None

    def _by_role(self, tokens: list[str], words: str, *, quiet: bool) -> str | None:
        sets = speech_words().sets
        lower = [_POSSESSIVE.sub("", token.lower()) for token in tokens]
        roles = [word for word in lower if word in sets["roles"] or word in sets["titles"]]
        definite = lower[0] == "the" or (tokens[0][0].isupper() and lower[0] in sets["origins"])
        if definite and roles:
            for person, title in reversed(self._titles.items()):
                if len(set(roles) & title) >= min(_COMMON_TITLE_WORDS, len(roles)) and (
                    person == self._last or len(title) > 1
                ):
                    if not quiet:
                        self._last = person
                    return person
            plural = lower[-1].endswith("s") and lower[-1] in sets["roles"]
            if self._last and not plural and lower[-1] in sets["roles"]:
                return self._last
        return re.sub(r"\s+", " ", re.sub(r"^[Tt]he\s+", "", words)).strip(" ,")

    def _name_in(self, tokens: list[str]) -> str | None:
        """Return the name inside a noun phrase, without title; None when it has none."""
        sets = speech_words().sets
        particles = sets["particles"]
        runs: list[list[str]] = [[]]
        for token in tokens:
            if (
                token[0].isupper()
                and token.lower().rstrip(".") not in sets["leads"]
                and not token.endswith(("’s", "'s", "s’"))
            ) or (token.lower() in particles - {"of"} and runs[-1]):
                runs[-1].append(token)
            elif token in {"'", "’"}:
                continue
            else:
                if token.endswith(("’s", "'s", "s’")) or runs[-1]:
                    runs.append([])
                if token.lower() in {"of", "for", "at", "in", "to", "with", "from"}:
                    runs[-1].append("\0")
        names: list[list[str]] = []
        for run in runs:
            after_preposition = bool(run) and run[0] == "\0"
            words = self._without_title([word for word in run if word != "\0"])
            while words and words[-1].lower() in particles:
                words.pop()
            if not words:
                continue
            if after_preposition and names:
                continue
            last = words[-1].rstrip(".").casefold()
            if len(words) == 1 and last not in self._names and (after_preposition or tokens[0].lower() == "the"):
                continue
            names.append(words)
        if not names:
            return None
        best = max(names, key=lambda words: (words[-1].casefold() in self._names, len(words) > 1))
        return " ".join(best)

    def _without_title(self, words: list[str]) -> list[str]:
        sets = speech_words().sets
        drop = (
            sets["titles"]
            | sets["origins"]
            | sets["roles"]
            | {"the", "a", "an", "but", "and", "as", "in", "on", "at", "for", "while", "when"}
        )
        index = 0
        for position, word in enumerate(words[:-1]):
            plain = word.lower().rstrip(".")
            if (
                plain in drop
                or (plain.replace(".", "") in drop)
                or re.fullmatch(r"(?:[A-Z]\.){2,}", word)
                or word.endswith(("’s", "'s"))
            ):
                index = position + 1
        words = words[index:]
        if len(words) == 1 and words[0].lower().rstrip(".") in drop:
            return []
        return words
