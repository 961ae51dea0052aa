"""Words for a speaker → the speaker: "he", "the diplomat", "Ryabkov" → "Sergei Ryabkov"; a part of `segment`.

Within one article, by recency: a pronoun means the person who spoke last or was the subject of a sentence, unless a
title tells that "he" or "she" cannot; a role means whom the article has introduced by it, else who spoke last; a
surname means the person whose full name the article gives.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from ryabkov_diff.provenance import outlet_named
from ryabkov_diff.speech import PERSONS, Form, lists_with, load_speech_words, verbs_from, word_lists

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Speakers"]

_WORD = re.compile(r"[^\W_]+(?:[.’'-]+[^\W_]+)*\.?|[^\w\s]")
_POSSESSIVE = re.compile(r"[’']s?$")
# How many characters in front of a name may introduce it.
_DESCRIPTION = 60
# "Ada Brook, the head coach of Leeds,": what she is; "Ada Brook, 27,": a person.
_APPOSITION = re.compile(
    r",\s+(?:(?P<age>\d{1,3})(?=,)"
    r"|(?:the|a|an|its|their|his|her)\s+(?P<nouns>(?:[\w’'-]+\s+){0,3}?[\w’'-]+)(?=,|\s+(?:of|at|for|from|in)\b))"
)
# And what she does: "…, Ada Brook, has left".
_BEHIND_APPOSITION = re.compile(r",\s+(?P<verb>[a-z]+)\b")
# What joins the names of several people, and what makes one of them a part of a clause.
_AND = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")
_SUBORDINATE = re.compile(r"\b(?:who|which|whose|with|of|for|to)\b")
# The lists of words that are no part of a name.
_NO_NAMES = ("titles", "origins", "roles", "determiners", "leads", "openers", "pronouns", "quantifiers")
# The pronoun of several people.
_SEVERAL = "they"
# "Co-author", "ex-minister", "vice-chair".
_OFFICE_PREFIXES = frozenset({"co", "ex", "vice"})
# Whose relation somebody without a name is: "his daughter".
_THEIR = ("his ", "her ", "their ")
# What stands inside a name without being a part of it: "Ada Brook (Leeds)", Nell "Wren" Harper.
_ASIDE = re.compile(r"\([^()]*(?:\)|$)|[\"“][^\"“”]*[\"”]")
_ABBREVIATION = re.compile(r"(?:[A-Z]\.){2,}")
# A run of capitals longer than this is a title or a heading.
_NAME_WORDS = 4
# So many words has the name of a person by itself.
_NAME_OF_PERSON = 2
# It joins the names of a firm: "Vane & Sons".
_AMPERSAND = "&"
# "Dozens of bakers": a single word in front of it is no name.
_OF = "of"
_RELATIVES = frozenset({"who", "whom", "whose", "which"})
_PREPOSITIONS = frozenset({"at", "for", "from", "in", "of", "to", "with"})
# Words for somebody named before, beside "he", "she" and "they".
_OBJECTS = frozenset({"who", "it", "him", "her", "them"})
_NO_NOUNS = _PREPOSITIONS | _OBJECTS | {"himself", "herself", "itself", "themselves"}
# How many of those who spoke a pronoun is tried with.
_REMEMBERED = 8
_AGE = re.compile(r"\d+-year-old")
_APOSTROPHES = frozenset("'’")
_REFLEXIVE = re.compile(r"\s+(?:him|her|it|them)sel(?:f|ves)$")
# "In Los Angeles", "at Hampton Court": what stands behind these is a place.
_IN_PLACE = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside)(?:\s+the)?\s+$")
_PLACE_REACH = 16
# Endings of nouns for one person, nations included: "the Dutchman", "the cellist", "the Italian".
_PERSON_ENDINGS = ("man", "woman", "ist", "ian")
# "The bank": an article and a noun.
_DEFINITE_NOUN = 2
# "A source close to the club, who spoke on condition of anonymity": what is said of somebody without a name.
_DESCRIBED = re.compile(r",\s+(?:(?:who|which|whose|an?|the|for|however|meanwhile|too)\b|[a-z]+(?:ed|ing)\b|\d).*$")
# A role in other words for a person whose title is known: so many words in common make it the same person.
_COMMON_TITLE_WORDS = 2


@cache
def _full_name() -> re.Pattern[str]:
    """Return the pattern of a run of capitalised words; a full stop in it belongs to an initial or a short title."""
    titles = "|".join(sorted({word.capitalize() for word in word_lists()["titles"]} | {"Jr", "Sr", "St"}))
    word = rf"(?:(?:{titles}|[A-Z](?:\.[A-Z])*)\.|[^\W\d_a-z][\w’'-]*|[a-z]{{1,3}}-[A-Z]\w+)"
    return re.compile(
        rf"(?<![\w’'-])[A-Z]\w[\w’'-]*"
        rf"(?:[ \u00a0](?:{word}|al|bin|da|de|del|den|der|di|du|la|le|van|von))*"
        r"[ \u00a0][A-Z]\w[\w’'-]*"
    )


def _is_role(noun: str) -> bool:
    """Say whether a noun in lower case means one person: a role, an occupation or a relation."""
    return not lists_with(noun).isdisjoint(PERSONS)


def _describes(noun: str) -> bool:
    """Say whether a noun in lower case says what one person is, a title included."""
    return _is_role(noun) or "titles" in lists_with(noun)


def _is_honorific(word: str) -> bool:
    """Say whether a word in lower case tells whether who is named behind it is a woman or a man: "Mrs"."""
    return not lists_with(word).isdisjoint(("women", "men"))


def _is_person(noun: str) -> bool:
    """Say whether a noun in lower case means a person, or several."""
    plural = "speaking_plurals" in lists_with(noun)
    return plural or _is_role(noun) or _is_role(noun.removesuffix("s")) or noun.endswith(_PERSON_ENDINGS)


def _is_plural(noun: str) -> bool:
    """Say whether a noun for persons means several: "experts", "police", "spokespeople"."""
    return "speaking_plurals" in lists_with(noun) or noun.endswith(("s", "people", "men"))


# A blank in front of a capital, the word that ends at it, and the names that may stand behind such a word: "Mrs Brook",
# "said Deputy Minister Sergei Ryabkov", of which the last one counts.
_BEFORE_CAPITAL = re.compile(r"\s(?=[A-Z])")
_WORD_AT_END = re.compile(r"\b[^\W\d_]+\.?\Z")
_LONGEST_WORD = 20
_TITLED_NAME = re.compile(r"[A-Z]\w[\w’'-]*(?:[ \u00a0](?:[A-Z]\.|[A-Z]\w[\w’'-]*)){0,2}")
_LAST_NAME = re.compile(r"(?:[A-Z][\w.’'-]+\s)*(?P<name>[A-Z][\w’'-]+)")
# A name, and the word behind it: "Ryabkov noted", "Ryabkov also noted". That no letter stands before it is looked for
# behind its first one: a pattern that begins with a set is searched for at the speed of that.
_NAME_AND_WORD = re.compile(r"[A-Z](?<!\w[A-Z])[\w’'-]+\s(?=(?:also\s)?(?P<word>[a-z]+)\b)")


@cache
def _saying() -> frozenset[str]:
    """Return the verbs of speech that stand beside the name of who speaks: "noted", "says"."""
    verbs = load_speech_words()["verbs"]
    return frozenset(
        word
        for entry in (*verbs["zero_that"], *verbs["that"], *verbs["hearer"])
        for word in entry.split(", ")[Form.THIRD : Form.PARTICIPLE]
        if " " not in word
    )


class Speakers:
    """Who has spoken in an article so far, and the full names that it gives."""

    def __init__(self, text: str, outside: str) -> None:
        """Look for names.

        Args:
            text: Of the article.
            outside: The same with quotations hidden: who is named inside one is not who speaks next.
        """
        self._text = text
        self._names: dict[str, str] = {}
        self._titles: dict[str, set[str]] = {}
        # The nouns with which the article introduces each person: "striker Ada Brook", "Ada Brook, the head coach".
        self._described: dict[str, set[str]] = {}
        # Who has spoken, the last one at the end, and what is known of their gender.
        self._spoken: dict[str, None] = {}
        self._genders: dict[str, str] = {}
        # Of those, who has no name and has only been mentioned: "his daughter".
        self._silent: set[str] = set()
        # The last one to speak that is no person: "the paper wrote; it added".
        self._thing: str | None = None
        self._full_names: list[tuple[int, str]] = []
        for match in _full_name().finditer(text):
            words = _without_title(match[0].replace("\u00a0", " ").split())
            if not 1 < len(words) <= _NAME_WORDS:
                continue
            name = _POSSESSIVE.sub("", " ".join(words))
            self._names.setdefault(_POSSESSIVE.sub("", words[-1]).casefold(), name)
            described = self._described.setdefault(name, set())
            described.update(_description(text, match, words))
            place = _IN_PLACE.search(text, max(0, match.start() - _PLACE_REACH), match.start())
            if match[0] == outside[slice(*match.span())] and not place and not _is_organisation(name):
                self._full_names.append((match.start(), name))

        self._speaking = {
            match[0].rstrip().casefold() for match in _NAME_AND_WORD.finditer(text) if match["word"] in _saying()
        }
        for blank in _BEFORE_CAPITAL.finditer(text):
            self._note_name_behind(blank.start())

    def _note_name_behind(self, place: int) -> None:
        """Take note of a name behind a blank: whether it is a woman's or a man's, and that she or he speaks."""
        text = self._text
        word = text[max(text.rfind(" ", 0, place) + 1, place - _LONGEST_WORD) : place]
        if not word.isalpha():
            found = _WORD_AT_END.search(text, max(0, place - _LONGEST_WORD), place)
            word = found[0] if found else ""
        if word in _saying() and (named := _LAST_NAME.match(text, place + 1)):
            self._speaking.add(named["name"].casefold())
        title = word.lower().rstrip(".")
        if _is_honorific(title) and text[place] in " \u00a0" and (titled := _TITLED_NAME.match(text, place + 1)):
            name = _POSSESSIVE.sub("", titled[0])
            words = name.replace("\u00a0", " ").split()
            key = name if len(words) > 1 else self._names.get(name.casefold(), name)
            self._genders.setdefault(" ".join(key.split()), "she" if "women" in lists_with(title) else "he")

    def mention(self, words: str, position: int) -> None:
        """Take note of the subject of a sentence: a pronoun that follows may mean it."""
        if words.lower() not in word_lists()["pronouns"]:
            person = self.person(words, position)
            if person is not None and not _POSSESSIVE.search(words):
                self._remember(person)
            elif words.lower().startswith(_THEIR) and self.is_person(words):
                # "His daughter remembers it, too."
                noun = words.rsplit(maxsplit=1)[-1].lower()
                self._remember(words, self._gender_of(noun))
                self._silent.add(words)

    @property
    def last(self) -> str | None:
        """The person who spoke last, by himself or herself."""
        spoken = (person for person in reversed(self._spoken) if person not in self._silent)
        return next((person for person in spoken if self._genders.get(person) != _SEVERAL), None)

    def is_person(self, words: str) -> bool:
        """Say whether a subject is a person: known by name, a pronoun, or a noun for a person."""
        return self.knows(words) or _is_person(words.rsplit(maxsplit=1)[-1].lower())

    def knows(self, words: str) -> bool:
        """Say whether a subject is a person: somebody whose full name the article gives, or a pronoun."""
        last = _POSSESSIVE.sub("", words.rsplit(maxsplit=1)[-1]).casefold()
        return last in self._names or last in word_lists()["pronouns"]

    def person(self, words: str, position: int) -> str | None:
        """Return the person who is the subject of a sentence, without taking it for one who speaks; None for others.

        Many a name is no person's. It counts where it speaks somewhere, where a title or a role tells that it is one,
        or while nobody has spoken yet.
        """
        last = _POSSESSIVE.sub("", words.rsplit(maxsplit=1)[-1]).casefold()
        if last in word_lists()["pronouns"]:
            return self._meant_by(last, position) if last != _SEVERAL else None
        name = self._names.get(last)
        if name is None and words.lower().startswith("the "):
            return self._holder(words.lower().split())
        if name is None or self._is_thing(name):
            return None
        known = name in self._spoken or name in self._genders or self._described[name] or last in self._speaking
        return name if known or not self._spoken else None

    def _is_thing(self, name: str) -> bool:
        """Say whether a name is no person's: "Fly Fair" behind "the charity"."""
        return _is_organisation(name) or not word_lists()["organisations"].isdisjoint(self._described.get(name, ()))

    def note_thing(self, words: str) -> None:
        """Take note of a subject that is no person: "it" may mean it."""
        self._thing = re.sub(r"^[Tt]he\s+", "", words)

    def _remember(self, person: str, gender: str | None = None) -> None:
        self._spoken.pop(person, None)
        self._spoken[person] = None
        self._silent.discard(person)
        if gender is not None:
            self._genders[person] = gender

    def _meant_by(self, pronoun: str, position: int) -> str | None:
        """Return the person whom a pronoun means: who spoke last, unless a title says that it is a woman or a man."""
        if pronoun == "it":
            return self._thing
        if pronoun in {"him", "her"}:
            pronoun = "he" if pronoun == "him" else "she"
        one = pronoun in {"he", "she"}
        recent = tuple(islice(reversed(self._spoken), _REMEMBERED))
        unknown = pronoun if one else None
        person = next((person for person in recent if self._genders.get(person, unknown) == pronoun), None)
        person = person or (None if one else self.last) or self._named_before(position)
        if one and person is not None:
            self._remember(person)
            self._genders.setdefault(person, pronoun)
        return person

    def resolve(self, words: str, position: int) -> str | None:
        """Return the speaker meant by the words of a subject, and remember it as the last one to speak.

        Args:
            words: As written, e.g. `Russian Deputy Foreign Minister Sergei Ryabkov`, `he`, `the diplomat`.
            position: Where they stand in the text.

        Returns:
            The fullest form that the article uses, without title; None when a pronoun has nobody to mean.
        """
        sets = word_lists()
        words = " ".join(_ASIDE.sub("", words).split())
        # "The player himself": somebody else than who spoke last.
        another = _REFLEXIVE.search(words) is not None
        words = _REFLEXIVE.sub("", words)
        tokens = _WORD.findall(words)
        if not tokens:
            return None
        pronoun = _POSSESSIVE.sub("", tokens[0].lower())
        if len(tokens) == 1 and pronoun in sets["first_persons"]:
            return None
        if len(tokens) == 1 and pronoun in sets["pronouns"] | _OBJECTS:
            return self._meant_by(pronoun, position)
        if outlet_named(re.sub(r"^[Tt]he\s+|\s+(?:news agency|daily|newspaper|agency)$", "", words)):
            self._thing = re.sub(r"^the\s+", "", words)
            return self._thing
        several = self._several(words)
        if several is not None:
            return several
        name = self._name_in(tokens)
        last = None if another else self.last
        if name is None and tokens[0].lower() == "the" and _is_epithet(tokens):
            # "The Dutchman", "the 38-year-old": who has just been named, if anybody.
            last = self._named_before(position, self._text.rfind("\n", 0, position)) or last
            if any(_AGE.fullmatch(token) for token in tokens):
                return last or self._named_before(position)
        if name is None:
            words = _DESCRIBED.sub("", words)
            return self._by_role(_WORD.findall(words), words, last)
        full = self._full_form(name)
        known = self._names.get(full.split()[-1].casefold())
        if known and known.split()[0][:1] == full.split()[0][:1]:
            full = known
        title = {word.lower() for word in tokens} - {part.lower() for part in full.split()}
        self._titles.setdefault(full, set()).update(
            word for word in title if not lists_with(word).isdisjoint(("titles", "roles"))
        )
        if self._is_thing(full):
            self._thing = full
        else:
            self._remember(full)
        return full

    def _several(self, words: str) -> str | None:
        """Return the full names of several people who speak together: "Union leaders Ada Brook and Vane"."""
        parts = _AND.split(words)
        names = [self._name_in(_WORD.findall(part)) for part in parts]
        if len(parts) == 1 or any(_SUBORDINATE.search(part) for part in parts):
            return None
        full = [self._full_form(name) for name in names if name is not None]
        if len(full) < len(parts) or not all(" " in name for name in full):
            return None
        together = f"{', '.join(full[:-1])} and {full[-1]}"
        self._remember(together, _SEVERAL)
        return together

    def _holder(self, words: Sequence[str]) -> str | None:
        """Return whom the article has introduced by the nouns of a phrase: who spoke last, else the only one.

        Args:
            words: In lower case, without a preposition: `["the", "striker"]`; otherwise nobody is meant for sure.
        """
        nouns = set(filter(_describes, words))
        if not words or not _is_role(words[-1]) or _first_preposition(words) < len(words):
            return None
        holders = [person for person, described in self._described.items() if nouns <= described]
        spoken = next((person for person in reversed(self._spoken) if person in holders), None)
        return spoken or (holders[0] if len(holders) == 1 else None)

    def first_named(self, headline: str | None, position: int) -> str | None:
        """Return who gives an interview: the person whom its headline names first, else whom the text names first.

        Args:
            headline: Of the article.
            position: Where the interview begins.
        """
        words = (headline or "").replace(":", " ").replace(",", " ").split()
        surnames = (self._names.get(_POSSESSIVE.sub("", word).casefold()) for word in words)
        named = (name for place, name in self._full_names if place < position)
        return next(filter(None, (*surnames, *named)), None)

    def _full_form(self, name: str) -> str:
        """Return the full name of a surname, or of a first name that only one person of the article has."""
        if " " in name:
            return name
        full = self._names.get(name.casefold())
        bearers = () if full else [other for other in self._names.values() if other.split()[0] == name]
        return full or (bearers[0] if len(bearers) == 1 else name)

    def _named_before(self, position: int, limit: int = -1) -> str | None:
        """Return the person whose full name stands nearest before a place, but not in front of `limit`."""
        index = bisect_left(self._full_names, (position, ""))
        while index > 0:
            index -= 1
            place, name = self._full_names[index]
            if place < limit:
                return None
            if not any(word.casefold() in word_lists()["leads"] for word in name.split()):
                return name
        return None

    def _by_role(self, tokens: list[str], words: str, last: str | None) -> str:
        """Return who is meant by a noun phrase without a name: a person known by the role, `last`, or the phrase."""
        lower = [_POSSESSIVE.sub("", token.lower()) for token in tokens]
        # "The party's senator from Ohio" is a senator, "the senator's party" is none.
        head = lower[: _first_preposition(tokens)]
        last_lists = lists_with(head[-1]) if head else frozenset()
        speaks = not last_lists.isdisjoint(("roles", "organisations"))
        roles = [word for word in head if speaks and not lists_with(word).isdisjoint(("roles", "titles"))]
        foreign = tokens[0][0].isupper() and not lists_with(lower[0]).isdisjoint(("origins", "places"))
        definite = lower[0] == "the" or foreign
        holder = self._holder(lower) if definite else None
        if holder is not None:
            self._remember(holder)
            return holder
        if definite and roles:
            for person, title in reversed(self._titles.items()):
                common = len(set(roles) & title)
                # A ministry speaks for itself, unless it is misspelt for its minister.
                enough = _COMMON_TITLE_WORDS if "roles" not in last_lists else min(_COMMON_TITLE_WORDS, len(roles))
                if common >= enough and (person == last or len(title) > 1):
                    self._remember(person)
                    return person
        # "The head of the court" may be somebody else.
        if definite and last and len(head) == len(lower) and _is_person(head[-1]) and not _is_plural(head[-1]):
            # "The former mayor" is not who spoke last where somebody else is the mayor.
            others = any(head[-1] in nouns for person, nouns in self._described.items() if person != last)
            if not others or head[-1] in self._described.get(last, ()):
                return last
        if definite and len(lower) == _DEFINITE_NOUN and self._thing is not None:
            # "The bank" behind "Alder Bank"
            name = self._thing.split()
            if (
                "organisations" in lists_with(lower[-1])
                and len(name) > 1
                and name[-1].lower() == lower[-1]
                and name[-1][0].isupper()
            ):
                return self._thing
        phrase = re.sub(r"\s+", " ", re.sub(r"^[Tt]he\s+", "", words)).strip(" ,")
        if not head or not _is_person(head[-1]):
            self._thing = phrase
        elif _is_plural(head[-1]):
            self._remember(phrase, _SEVERAL)
        else:
            self._remember(phrase, self._gender_of(head[-1]))
        return phrase

    @staticmethod
    def _gender_of(noun: str) -> str | None:
        """Return the pronoun of a noun for a person: "she" for "daughter"; None for "doctor"."""
        lists = lists_with(noun)
        return "she" if "women" in lists else "he" if "men" in lists else None

    def _name_in(self, tokens: list[str]) -> str | None:
        """Return the name inside a noun phrase, without title; None when it has none.

        The name may stand first ("Sergei Ryabkov, a diplomat from Moscow") or last ("the diplomat Sergei Ryabkov"); a
        name behind a preposition counts only where there is no other ("Ambassador to the U.S. Anatoly Antonov"). An
        apposition that names somebody else does not count ("Harper, who plays the cello with Ada Brook, said").
        """
        head = tokens[: _first_preposition(tokens)]
        # "Advisers to Ada Brook", "lawyers for Mr. Vane"
        several = bool(head) and _is_person(head[-1].lower()) and _is_plural(head[-1].lower())
        if several and len(head) < len(tokens) and tokens[len(head)].isalpha():
            return None
        if head and head[-1][0].isupper() and head[-1].lower() in word_lists()["organisations"]:
            return None
        if "," in tokens:
            comma = tokens.index(",")
            head, rest = tokens[:comma], tokens[comma + 1 :]
            # "The coach, who succeeded Ada Brook, said"
            if rest and rest[0].lower() in _RELATIVES:
                rest = []
            if head and head[0].lower() == "the" and not self._name_in(head[: _first_preposition(head)]):
                # "The head of the City Court, Nell Harper": what stands behind "of" is no speaker's name.
                return self._name_in(rest) or self._name_in(head)
            return self._name_in(head) or self._name_in(rest)
        names: list[tuple[bool, bool, str]] = []
        for run, behind_preposition, before_noun in _runs_of_capitals(tokens):
            words = _without_title(run)
            if not words or (behind_preposition and names):
                continue
            if behind_preposition and len(words) > _NAME_OF_PERSON and words[0].casefold() in _places():
                # "The president of Finland Ada Brook"
                words = words[1:]
            # "The Silver Fox winner", "Brook aides", "the head of the City Court", "residents of Hampton Court": no
            # name of the speaker's.
            complement = words == run or _is_organisation(" ".join(words))
            if before_noun or (behind_preposition and complement and tokens[-1] == run[-1]):
                continue
            known = words[-1].rstrip(".").casefold() in self._names
            if not known and _is_place(run):
                continue
            if len(words) > 1 or known or not (behind_preposition or tokens[0].lower() == "the"):
                names.append((known, len(words) > 1, " ".join(words)))
        return max(names, key=lambda name: name[:2])[2] if names else None


def _description(text: str, match: re.Match[str], name: Sequence[str]) -> Iterator[str]:
    """Yield the nouns by which a person is introduced: in front of the name, and behind it after a comma.

    Args:
        text: Of the article.
        match: The run of capitalised words that ends with the name.
        name: The words of the name.
    """
    before = text[max(0, match.start() - _DESCRIPTION) : match.start()].rpartition("\n")[2].lower().rstrip()
    # "The engineer, Ada Brook, …"
    front = (before.removesuffix(",") if text.startswith(",", match.end()) else before).split()
    if before.endswith(",") and (behind := _BEHIND_APPOSITION.match(text, match.end())):
        # "The judge in the longest trial, Ada Brook, has …"; not "The coach praised the referee, Ada Brook, in …"
        phrase = re.split(r"[.:;,!?”\"]\s", before.removesuffix(","))[-1].split()
        head = phrase[: _first_preposition(phrase)]
        acts = behind["verb"].endswith("ed") or not lists_with(behind["verb"]).isdisjoint(("auxiliaries", "finite"))
        if len(head) < len(phrase) and head[:1] == ["the"] and (acts or verbs_from(behind["verb"])):
            yield from filter(_describes, head[-1:])
    front += match[0].lower().split()[: -len(name)]
    if front and "organisations" in lists_with(front[-1]) and not before.endswith(","):
        yield front[-1]
    for word in reversed(front):
        if _describes(word):
            yield word
        elif "origins" not in lists_with(word):
            break
    behind = _APPOSITION.match(text, match.end())
    yield from filter(_describes, (behind["nouns"] or "").lower().split()) if behind else ()
    if behind and behind["age"]:
        yield "person"


def _is_epithet(tokens: Sequence[str]) -> bool:
    """Say whether a phrase calls somebody by age or nation, as one who has just been named: "the young Dutchman"."""
    noun = tokens[-1].lower()
    return any(map(_AGE.fullmatch, tokens)) or (noun.endswith(_PERSON_ENDINGS) and not _is_role(noun))


def _first_preposition(tokens: Sequence[str]) -> int:
    """Return the index of the first preposition or comma, or how many tokens there are."""
    return next(
        (index for index, token in enumerate(tokens) if token.lower() in _PREPOSITIONS or token in {",", "—", "–"}),
        len(tokens),
    )


def _runs_of_capitals(tokens: list[str]) -> Iterator[tuple[list[str], bool, bool]]:
    """Yield the runs of capitalised words, particles included.

    With each: whether a preposition stands in front of it, and whether a noun stands behind it.
    """
    particles = word_lists()["particles"] - {"of"}
    run: list[str] = []
    behind_preposition = False
    for token in (*tokens, ","):
        possessive = token.endswith(("’s", "'s", "s’", "s'"))
        if (token[0].isupper() and not possessive) or (run and (token in particles or token == _AMPERSAND)):
            run.append(token)
        elif token not in _APOSTROPHES:
            if run and not (possessive and token[0].isupper()):
                while run[-1] in particles or run[-1] == _AMPERSAND:
                    run.pop()
                yield run, behind_preposition, _is_noun(token) or (len(run) == 1 and token == _OF)
            run = []
            behind_preposition = token.lower() in _PREPOSITIONS


def _is_noun(token: str) -> bool:
    """Say whether a word behind a name can be a noun to which the name belongs: "Brook aides"; not "Brook also"."""
    return (
        token.isalpha()
        and token.islower()
        and token not in _NO_NOUNS
        and not token.endswith("ly")
        and lists_with(token).isdisjoint(("openers", "stops", "adverbs", "auxiliaries", "no_statement"))
    )


def _without_title(words: list[str]) -> list[str]:
    """Drop what stands around a name: titles, nations, articles, abbreviations of countries, "KC".

    Nothing is left of a country with a name of two words; a surname may be a capital's.
    """
    if len(words) > 1 and _is_place(words):
        return []
    while len(words) > _NAME_OF_PERSON and words[-1].lower().rstrip(".") in word_lists()["suffixes"]:
        words = words[:-1]
    # "Brewer Tom Vane"; but "Hunter Vane"
    if len(words) > _NAME_OF_PERSON and words[0].lower() in word_lists()["occupations"]:
        words = words[1:]
    index = 0
    for position, word in enumerate(words):
        last = position == len(words) - 1
        honoured = position > 0 and _is_honorific(words[position - 1].lower().rstrip("."))
        if last and (honoured or (position > index and "surnames" in lists_with(word.lower()))):
            break
        if _is_no_name(word) or (not last and (_ABBREVIATION.fullmatch(word) or _POSSESSIVE.search(word))):
            index = position + 1
    return words[index:]


def _places() -> frozenset[str]:
    return word_lists()["places"]


def _is_place(words: list[str]) -> bool:
    """Say whether these words are a country or a capital: a government that speaks, not a person."""
    return " ".join(words).casefold().removeprefix("the ") in _places()


def _is_organisation(name: str) -> bool:
    """Say whether a name is that of an outlet, or has a word for an organisation in it: "Central Bank", "El País"."""
    words = name.casefold().split()
    return outlet_named(name) is not None or _AMPERSAND in words or not word_lists()["organisations"].isdisjoint(words)


def _is_no_name(word: str) -> bool:
    plain = word.lower().rstrip(".")
    lists = lists_with(plain)
    prefix, _, rest = plain.partition("-")
    if prefix in _OFFICE_PREFIXES and "roles" in lists_with(rest):
        return True
    # A heading in capitals: "WHY HE HAS LEFT".
    heading = word.isupper() and len(word) > 1 and ("auxiliaries" in lists or plain in _OBJECTS)
    return heading or not lists.isdisjoint(_NO_NAMES)
