"""Table → Finding: the kind `entity`.

Two steps. `NameReader` finds the names in a text: capitalised words that are neither the first of a sentence by grammar
alone nor an office, with what the gazetteer knows of them. `NameDetector` lays the names of two articles side by side:
those that may be one thing cancel out wherever they stand (a spelling, a surname alone, initials, a capital for
its country, an alias), and of what remains only two names that face each other are a finding.

Precision goes before recall: a name that only one side has is no finding of this kind.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property, lru_cache, partial
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from ryabkov_diff.detect.findings import make_finding
from ryabkov_diff.detect.gazetteer import SMALL_WORDS, Sort, load_gazetteer, read_names_data
from ryabkov_diff.detect.passages import SURE_PASSAGE, FactsByWording, sure_collations
from ryabkov_diff.detect.patterns import lexicon
from ryabkov_diff.domain import MEANING_AT_STAKE, WORTH_A_LOOK, Finding
from ryabkov_diff.text import CACHED_WORDS, Token, fold_name, name_skeleton, normal_form, stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ryabkov_diff.detect.gazetteer import Entry, Gazetteer, Glossary
    from ryabkov_diff.domain import Article, Collation, Segment, Table

    Span = tuple[int, int]

__all__ = ["Name", "NameDetector", "NameReader", "may_be_one"]

# How sure it is that two names stand for one thing. Set by hand; the order is what matters.
FACING_KNOWN = 0.9  # two places of the gazetteer, their words linked or in one variant
FACING = 0.8  # the same for names that nothing is known of
FACING_HALF_KNOWN = 0.7  # one is known, or initials, and nothing says that they belong together
FACING_MORE_OFTEN = 0.7  # the same for places of which both name the countries, but each one of its own besides

# Characters between two names that an article puts side by side: "Bucha, a small town near Kyiv".
BESIDE = 30

# Share of capitalised words from which on a text is a headline in title case: capitals say nothing there.
TITLE_CASE = 0.9

# Words in which an office is looked for before "of": "Minister for Education and Science Anna Berg".
OFFICE = 5

# Letters that two words must begin with in common to be forms of one name: "Moravia", "Moravian".
COMMON_STEM = 4

# Letters that may be left over then, of the longer word, and of both together: "-n", "-ian" for "-y".
ENDING = 3
BOTH_ENDINGS = 4

# Sounds of a skeleton that is a vowel and one consonant.
SHORT_SKELETON = 2

# Consonants from which on one wrong one is a slip of the transliteration.
LONG_SKELETON = 4


class Name(NamedTuple):
    """A name as a text has it.

    Attributes:
        start: First code point in the article.
        end: One past the last.
        words: The normal forms of its words, without titles.
        text: As written.
        known: What the gazetteer knows of it; None for other names.
        acronym: Whether it is written in capitals throughout: "IAEA".
    """

    start: int
    end: int
    words: tuple[str, ...]
    text: str
    known: Entry | None = None
    acronym: bool = False


# ------------------------------------------------------------------------------------------------------ the reading


@lexicon
def _lists() -> Mapping[str, frozenset[str]]:
    """Read the lists of words of `names.toml`, as normal forms."""
    return {name: frozenset(map(normal_form, words)) for name, words in read_names_data()["words"].items()}


def _words(name: str) -> frozenset[str]:
    """Return a list of `names.toml`, as normal forms."""
    return _lists()[name]


@lexicon
def _known_names() -> Gazetteer:
    """Read the names that are known without a glossary."""
    return load_gazetteer(())


@lexicon
def _sorts() -> frozenset[str]:
    """Return the stems of what says what sort of thing a name names, so that singular and plural are one."""
    return frozenset(stem(word) for word in _words("sorts"))


def _is_sort(word: str) -> bool:
    """Whether a word says what sort of thing a name names: "Ministry"."""
    return stem(word) in _sorts()


# Behind these any word would be capitalised.
_SENTENCE_ENDS = frozenset(".!?:;…|•—–\"“”„«»‘'([")
# Characters before a word in which its sentence may begin: those of the longest abbreviation, and some white space.
_NEAR = 12
# The plural of initials is a common noun: "NGOs".
_CLASS = re.compile(r"[^\W\da-z]{2,}s")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|Jr|Sr|vs|No)\.\s*$")


# Words with capitals, and what may stand between those of one name.
_LONG_NAME = re.compile(r"[A-Z][\w’'-]*(?:\s+(?:(?:of|for|and|on|in|to|the|de|&)\s+){0,2}[A-Z][\w’'-]*)+")
_ACRONYM = re.compile(r"\b[A-Z]{3,6}\b")
_HYPHEN = re.compile(r"[-‐‑]")


def _initials(texts: Iterable[str]) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield what initials stand for, where the texts have both: `(("iaea",), ("international", "atomic", …))`.

    With fewer than three letters it might be chance.
    """
    whole = "\n".join(texts)
    acronyms = set(_ACRONYM.findall(whole))
    longest = max(map(len, acronyms), default=0)
    found: dict[str, set[tuple[str, ...]]] = {}
    for match in _LONG_NAME.finditer(whole) if acronyms else ():
        if not any(map(set(match[0]).issuperset, acronyms)):
            continue
        words = [token for token in tokenize(match[0]) if token.is_word and token.norm != "'s"]
        for first, last in combinations(range(len(words) + 1), 2):
            part = words[first:last]
            letters = "".join(token.text[0] for token in part if token.text[0].isupper())
            if len(letters) <= longest and letters in acronyms and part[0].text[0].isupper():
                found.setdefault(letters, set()).add(tuple(token.norm for token in part))
    for acronym in sorted(found):
        yield ((acronym.lower(),), *sorted(found[acronym]))


class NameReader:
    """Finds names in the texts of a comparison; what one of them shows to be a name is known in all."""

    def __init__(self, texts: Iterable[str], glossary: Glossary = ()) -> None:
        """Read which words the texts have capitalised inside of sentences, and which in lower case.

        Args:
            texts: All texts that are compared.
            glossary: Further aliases; see `gazetteer.load_glossary`.
        """
        texts = tuple(texts)
        self._gazetteer = load_gazetteer(glossary).with_aliases(_initials(texts))
        self._capitalised: set[str] = set()
        self._plain: set[str] = set()
        for text in texts:
            for begin, tokens in _lines(text):
                if _in_title_case(tokens):
                    continue
                self._plain.update([token.norm for token in tokens if token.text[0].islower()])
                for token in [token for token in tokens if token.text[0].isupper()]:
                    if token.norm not in self._capitalised and not _begins_sentence(text, token, begin):
                        self._capitalised.add(token.norm)

    def find(self, text: str, offset: int = 0) -> list[Name]:
        """Return the names of a text, in order and without overlap.

        Args:
            text: A statement with what its sentence says around it.
            offset: Where the text begins in its article.
        """
        tokens = tokenize(text)
        if _HYPHEN.search(text):
            tokens = self._split_at_peoples(tokens)
        norms = [token.norm for token in tokens]
        titled = _in_title_case(tokens)
        small_beginnings = self._gazetteer.small_beginnings
        beginnings = [
            place for place, token in enumerate(tokens) if token.text[:1].isupper() or token.norm in small_beginnings
        ]
        found: list[Name] = []
        end = 0
        for place in beginnings:
            if place < end:
                continue
            known = self._gazetteer.find(norms, place)
            if known is not None and self._holds(text, tokens, place, *known):
                entry, length = known
                end = place + length
                found.append(_name(text, tokens[place:end], offset, entry))
                continue
            end = self._run(text, tokens, norms, place, titled=titled)
            if end == place:
                continue
            begin = _behind_office(tokens, place, end)
            for words in _without_titles(tokens[begin:end]):
                if len(words) == 1 and (_is_sort(words[0].norm) or len(words[0].text) == 1):
                    continue
                # "Goalkeeper Mateusz Kowalczyk": the first word of a sentence need not be part of the name.
                doubtful = (
                    len(words) > 2  # noqa: PLR2004 -- a first name and a surname
                    and words[0] is tokens[place]
                    and self._opens(text, tokens, place)
                    and words[0].norm not in _words("given-names")
                )
                found.append(_name(text, words, offset, skipped=int(doubtful)))
        return found

    def _split_at_peoples(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """Take words with hyphens apart where a part is a country or a people: "pro-Russian", "US-Chinese"."""
        apart: list[Token] = []
        for token in tokens:
            if token.text.isalpha():
                apart.append(token)
                continue
            parts = [
                Token.of(token.start + part.start(), part[0], normal_form(part[0]))
                for part in re.finditer(r"[^-‐‑]+", token.text)
            ]
            known = [part for part in parts if self._is_people(part)] if len(parts) > 1 else []
            apart += known or [token]
        return tuple(apart)

    def _is_people(self, token: Token) -> bool:
        """Whether a word names a country or a people by itself."""
        known = self._gazetteer.lookup([token.norm]) if token.text[:1].isupper() else None
        return known is not None and known.sort is Sort.COUNTRY and not known.city

    def _holds(self, text: str, tokens: Sequence[Token], place: int, entry: Entry, length: int) -> bool:
        """Tell whether words that the gazetteer has are that name here: "Nice" may begin a sentence."""
        if not all(token.text[:1].isupper() or token.norm in SMALL_WORDS for token in tokens[place : place + length]):
            return entry.plain or (entry.sort is Sort.ALIAS and length > 1 and tokens[place].text[:1].isupper())
        if entry.acronym and not tokens[place].text.isupper():
            return False
        if not entry.city:
            return True
        # A city is one by itself: not in "Jack London", "London Bridge".
        before = (
            place > 0
            and _capital(tokens[place - 1])
            and tokens[place - 1].is_content
            and tokens[place - 1].norm not in _words("titles")
        )
        after = place + length < len(tokens) and _capital(tokens[place + length])
        beside = (before and _adjacent(tokens[place - 1], tokens[place])) or (
            after and _adjacent(tokens[place + length - 1], tokens[place + length])
        )
        ordinary = length == 1 and tokens[place].norm in _words("ordinary-cities")
        return not beside and not (ordinary and self._opens(text, tokens, place))

    def _opens(self, text: str, tokens: Sequence[Token], place: int) -> bool:
        """Tell whether a word has its capital perhaps only because a sentence begins with it."""
        return tokens[place].norm not in self._capitalised and _begins_sentence(text, tokens[place])

    def _run(self, text: str, tokens: Sequence[Token], norms: Sequence[str], place: int, *, titled: bool) -> int:
        """Return where a run of capitalised words ends that begins at a place; the place itself where none does."""
        end = place
        while end < len(tokens):
            token = tokens[end]
            if end > place and not _adjacent(tokens[end - 1], token):
                break
            if end > place and token.norm in _words("particles") and self._goes_on(tokens, end):
                end += 1
                continue
            if not self._is_name(text, tokens, end, titled=titled, alone=end == place):
                break
            known = self._gazetteer.find(norms, end) if end > place else None
            if known is not None and not known[0].city and self._holds(text, tokens, end, *known):
                break
            end += 1
        return end

    @staticmethod
    def _goes_on(tokens: Sequence[Token], place: int) -> bool:
        """Tell whether after some small words of names a capitalised one follows: "van der Berg"."""
        while place < len(tokens) and tokens[place].norm in _words("particles"):
            place += 1
        return place < len(tokens) and _capital(tokens[place])

    def _is_name(self, text: str, tokens: Sequence[Token], place: int, *, titled: bool, alone: bool) -> bool:
        """Tell whether a capitalised word is part of a name."""
        token = tokens[place]
        if not _capital(token) or (token.text.endswith("s") and _CLASS.fullmatch(token.text)):
            return False
        follows = place + 1 < len(tokens) and _capital(tokens[place + 1]) and _adjacent(token, tokens[place + 1])
        given = follows and _is_given_name(text, tokens, place)
        if not given and (token.norm in _words("none") or not token.is_content):
            # "Theresa May", but not "in Oslo May 5".
            dated = place + 1 < len(tokens) and tokens[place + 1].text[:1].isdigit()
            surname = token.norm in _words("surnames") and not dated
            if alone or not (surname or token.text == "A"):  # "Group A"
                return False
        if titled:
            return token.norm in self._capitalised and token.norm not in self._plain
        if alone and token.norm in _words("openers") and _begins_sentence(text, token):
            return False
        if not self._opens(text, tokens, place):
            return True
        # The first word of a sentence, followed by a name: "Former", "Yesterday" or a first name.
        return alone and follows and (given or token.norm not in self._plain)


def _without_titles(run: Sequence[Token]) -> list[list[Token]]:
    """Take the words of offices out of a run of capitalised words, and what cannot begin a name.

    Where an office stands between two names, they are two: "Delta Airlines Director Anna Berg". Inside the name of a
    thing it is left out: "Queen Mary Hospital".
    """
    parts: list[list[Token]] = [[]]
    title = False
    one_thing = bool(run) and _is_sort(run[-1].norm)
    for place in range(len(run) - 1, -1, -1):
        token = run[place]
        surname = place == len(run) - 1 > 0 and token.norm in _words("surnames") and not _is_office(run[place - 1])
        title = not surname and (_is_title(token.norm) or (title and token.norm in _words("portfolios")))
        if not title:
            parts[-1].insert(0, token)
        elif parts[-1] and not one_thing:
            parts.append([])
    for part in parts:
        while part and not _may_begin_name(part):
            del part[0]
        while part and part[-1].norm in _words("particles"):
            del part[-1]
    return [part for part in reversed(parts) if part]


def _is_title(word: str) -> bool:
    """Whether a word is that of an office: "Minister", "Secretary-General"."""
    if "-" not in word:
        return word in _words("titles")
    parts = word.split("-")
    return any(part in _words("titles") for part in parts) and all(
        part in _words("titles") or part in _words("portfolios") for part in parts
    )


def _is_office(token: Token) -> bool:
    """Whether a word belongs to an office: "the Danish Prime Minister"."""
    return _is_title(token.norm) or token.norm in _words("portfolios")


def _behind_office(tokens: Sequence[Token], place: int, end: int) -> int:
    """Return where a name begins in a run of capitalised words: in "Secretary of State Anna Berg" behind the office."""
    of_office = (
        place > 1
        and tokens[place - 1].norm in {"of", "for", "and"}
        and any(_is_title(token.norm) for token in tokens[max(0, place - OFFICE) : place - 1])
    )
    begin = place
    while of_office and begin < end and _is_office(tokens[begin]):
        begin += 1
    return begin if begin < end else place


def _may_begin_name(words: Sequence[Token]) -> bool:
    """Tell whether a name may begin with the first of some words: "Ben Rowe", "Van Gogh", but not "On Brandt"."""
    first = words[0]
    if first.norm in _words("given-names") and len(words) > 1:
        return _capital(first)
    return first.is_content and (first.norm not in _words("particles") or _capital(first))


def _is_given_name(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word that names follow is a given name, though an ordinary word as well: "Will Frost won"."""
    token = tokens[place]
    if token.norm not in _words("given-names"):
        return False
    asks = _ASKS.match(text, token.end) is not None and _begins_sentence(text, token)
    return not asks or token.norm != "will"


# The end of a question: "Will Frost melt the ice?"
_ASKS = re.compile(r"[^.!?]*[?]")


def _capital(token: Token) -> bool:
    """Whether a word is capitalised and has no digits ("S-400" is a designation)."""
    return token.text[:1].isupper() and (token.text.isalpha() or not any(map(str.isdigit, token.text)))


def _adjacent(token: Token, following: Token) -> bool:
    """Whether only one space stands between two words."""
    return following.start - token.end <= 1


def _begins_sentence(text: str, token: Token, begin: int = 0) -> bool:
    """Whether a word stands where any word would be capitalised, in what begins at a place of a text."""
    before = text[max(begin, token.start - _NEAR) : token.start]
    end = before.rstrip()[-1:]
    return not end or (end in _SENTENCE_ENDS and not (end == "." and _ABBREVIATION.search(before)))


def _lines(text: str) -> Iterator[tuple[int, Sequence[Token]]]:
    """Yield where each line of a text begins, and its words."""
    tokens = tokenize(text)
    starts = [token.start for token in tokens]
    begin = first = 0
    for line in text.splitlines(keepends=True):
        last = bisect_left(starts, begin + len(line), first)
        yield begin, tokens[first:last]
        begin, first = begin + len(line), last


def _in_title_case(tokens: Sequence[Token]) -> bool:
    """Whether most content words of a text are capitalised, as in headlines."""
    capitals = small = 0
    for token in tokens:
        if token.text[:1].isalpha() and token.is_content:
            if token.text[:1].isupper():
                capitals += 1
            else:
                small += 1
                if small > len(tokens) - TITLE_CASE * len(tokens):  # however the rest is written
                    return False
    content = capitals + small
    return content > 3 and capitals >= TITLE_CASE * content  # noqa: PLR2004 -- in fewer words chance decides


def _name(text: str, tokens: Sequence[Token], offset: int, known: Entry | None = None, skipped: int = 0) -> Name:
    """Make a name of words that stand one after another; those that are skipped are shown, but not compared."""
    start, end = tokens[0].start, tokens[-1].end
    written = text[start:end]
    return Name(
        start + offset,
        end + offset,
        tuple(
            part
            for token in tokens[skipped:]
            if token.is_word and token.norm != "'s"
            for part in token.norm.split("-")
            if part
        ),
        written,
        known,
        acronym=len(tokens) == 1 and written.isupper() and sum(map(str.isalpha, written)) > 1,
    )


# --------------------------------------------------------------------------------------------------- the comparison


def may_be_one(a: Name, b: Name) -> bool:
    """Tell whether two names may name one thing."""
    if a.known is not None and b.known is not None and _is_place(a) and _is_place(b):
        cities = a.known.city and b.known.city and a.known.region is b.known.region
        if cities and Sort.PLACE in {a.known.sort, b.known.sort}:
            return not a.known.keys.isdisjoint(b.known.keys) and _one_in_words(a.words, b.words)
        return not a.known.keys.isdisjoint(b.known.keys)
    if a.known is not None and b.known is not None:
        same = a.known.keys == b.known.keys
        return same or (a.known.sort is not b.known.sort and _one_in_words(a.words, b.words))
    return _one_in_words(a.words, b.words)


@lru_cache(maxsize=CACHED_WORDS)
def _one_in_words(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one name's words are all among the other's, or they share a word that is more than a sort of thing.

    Two names of two words each, as of people, must share the last one.
    """
    short, long = sorted((one, other), key=len)
    if len(one[-1]) == len(other[-1]) == 1 and one[-1] != other[-1]:
        return False  # "Vitamin C", "Vitamin D"
    if alike("".join(one), "".join(other)) or all(any(alike(word, another) for another in long) for word in short):
        return True
    own, others = ([word for word in words if not _is_sort(word)] for words in (one, other))
    if own and others and alike("".join(own), "".join(others)):
        return True
    if len(one) == len(other) == 2 and not alike(one[-1], other[-1]):  # noqa: PLR2004 -- a first name and a surname
        return False
    return any(alike(word, another) for word in own for another in others)


@lru_cache(maxsize=CACHED_WORDS)
def alike(word: str, other: str) -> bool:
    """Tell whether two words of names may be one: spellings, transliterations, adjectives.

    >>> alike("galetskaya", "galetckaja"), alike("moravia", "moravian"), alike("prague", "riga")
    (True, True, False)
    """
    if fold_name(word) == fold_name(other) or stem(word) == stem(other):
        return True
    short, long = sorted((word, other), key=len)
    common = next((k for k, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    endings = len(long) - common, len(short) - common
    if common >= COMMON_STEM and max(endings) <= ENDING and sum(endings) <= BOTH_ENDINGS:
        return True
    skeletons = name_skeleton(word), name_skeleton(other)
    if skeletons[0] == skeletons[1]:
        # A vowel and one consonant may be any short word: "Jan" is "Yan", but not "UN".
        vowels = {"i" if letters[0] in "jy" else letters[0] for letters in (word, other)}
        bare = len(skeletons[0]) == SHORT_SKELETON and skeletons[0][0] == "a"
        short_ones = len(skeletons[0]) < LONG_SKELETON and not _vowels_agree(word, other)
        return len(skeletons[0]) > 1 and not short_ones and (len(vowels) == 1 or not bare)
    brief, full = sorted(skeletons, key=len)
    slip = full.startswith(brief) and len(full) - len(brief) < ENDING
    # Among few consonants the first one is not another: "Luhansk" is no slip for "Donetsk".
    inside = brief[:1] == full[:1] or len(full) > LONG_SKELETON
    return len(brief) >= LONG_SKELETON and inside and (slip or _one_edit(brief, full))


def _vowels_agree(word: str, other: str) -> bool:
    """Whether two words of the same consonants have like vowels, so far as transliterations keep them: not the last.

    >>> _vowels_agree("gaddafi", "kadhafi"), _vowels_agree("osama", "usama"), _vowels_agree("paris", "peres")
    (True, True, False)
    """
    heard = ["".join(_VOWELS[match.lastgroup or ""] for match in _VOWEL.finditer(one)) for one in (word, other)]
    if len(heard[0]) != len(heard[1]):
        return _one_edit(*heard)  # "Shmuel", "Shemuel"
    return heard[0] == heard[1] or (heard[0][:-1] == heard[1][:-1] != "")


# Vowels that transliterations render one as the other; an "e" at the end is mostly mute.
_VOWEL = re.compile(
    r"(?P<mute>(?<=[^aeiouyj])e$)|(?P<front>[yj]o|[aeoiuyj]*?[eiyj]+)|(?P<back>[aou]*[ou]+)|(?P<open>a+)"
)
_VOWELS = {"mute": "", "front": "i", "back": "o", "open": "a"}


def _one_edit(one: str, other: str) -> bool:
    """Whether two strings differ in one letter: another, one more or one less."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    first = next((k for k, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return short[first + (len(short) == len(long)) :] == long[first + 1 :]


class _Wording:
    """The names of an article's wording of a passage, where the wording stands, and the whole article."""

    def __init__(self, names: tuple[Name, ...], spans: tuple[Span, ...], text: str) -> None:
        self.names, self.spans, self.text = names, spans, text

    def __len__(self) -> int:
        """Return how many names there are."""
        return len(self.names)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words outside of the names, as normal forms."""
        return frozenset(
            token.norm
            for start, end in self.spans
            for token in tokenize(self.text[start:end])
            if not any(name.start <= token.start + start < name.end for name in self.names)
        )


class NameDetector:
    """Find names that differ between two articles' wordings of one passage: kind `entity`.

    Args:
        glossary: Names that stand for one thing, beyond those of `names.toml`; see `gazetteer.load_glossary`.
    """

    kinds = ("entity",)
    rules: ClassVar[Mapping[str, str]] = {
        "name-differs": "Two names that cannot be one, by spelling, alias, initials or place, stand for one another, "
        f"in a passage whose link has a confidence of {SURE_PASSAGE} or more. The confidence is {FACING_KNOWN} for two "
        f"places or organisations that are known, {FACING} for other names, {FACING_MORE_OFTEN} for places that both "
        f"articles name, and {FACING_HALF_KNOWN} where one alone is a known city or written as initials, times that of "
        "the link and of the words facing each other. The last counts only between the same two words, where no "
        "article has both names together, and has severity 2.",
    }

    def __init__(self, glossary: Glossary = ()) -> None:
        self._glossary = glossary

    def detect(self, table: Table) -> Iterator[Finding]:
        """Yield findings with empty ids; the rule is `name-differs`."""
        collations = list(sure_collations(table))
        if not collations:
            return
        reader = NameReader((article.text or "" for article in table.articles), self._glossary)
        wordings = FactsByWording(table, partial(_read_wording, reader))
        seen: set[tuple[object, ...]] = set()
        for collation in collations:
            facing = wordings.facing(collation)
            if facing is None:
                continue
            for a, b, certainty in _differing(collation, *facing):
                places = collation.articles, a.start, b.start
                if places not in seen:
                    seen.add(places)
                    yield _finding(table, collation, (a, b), certainty * collation.confidence)


def _read_wording(reader: NameReader, article: Article, segments: Sequence[Segment]) -> _Wording:
    """Read the names of an article's wording of a passage, and of what its sentences say around it."""
    text = article.text or ""
    spans = tuple(dict.fromkeys(segment.setting or (segment.start, segment.end) for segment in segments))
    names = {(one.start, one.end): one for start, end in spans for one in reader.find(text[start:end], start)}
    return _Wording(tuple(names[place] for place in sorted(names)), spans, text)


def _differing(collation: Collation, first: _Wording, second: _Wording) -> Iterator[tuple[Name, Name, float]]:
    """Yield the names of two wordings that stand for one thing and differ, with the certainty in [0, 1]."""
    left = [a for a in first.names if not _has_counterpart(a, second)]
    right = [b for b in second.names if not _has_counterpart(b, first)]
    faced = _faced(collation, left, right)
    graded = [
        (certainty * faced[a, b], a, b)
        for a, b in faced
        if faced[a, b] > 0 and (certainty := _opposition(a, b, first.text, second.text))
    ]
    left_over = [
        sides for rule in (_more_often, _cities_apart) if all(sides := (rule(first, second), rule(second, first)))
    ]
    pairs = _linked(collation, first.names, second.names) if left_over else ()
    linked = {one for pair in pairs if may_be_one(*pair) for one in pair}
    for sides in left_over:
        more = ([name for name in names if name not in linked] for names in sides)
        graded += [
            (FACING_MORE_OFTEN * strength, a, b)
            for (a, b), strength in _faced(collation, *more).items()
            if strength > 0 and not may_be_one(a, b)
        ]
    used: list[Name] = []
    for certainty, a, b in sorted(graded, key=lambda item: (-item[0], _place(item[1], item[2]))):
        if a not in used and b not in used:
            used += [a, b]
            yield a, b, certainty


def _place(a: Name, b: Name) -> tuple[int, int]:
    """Return what pairs are ordered by, the same whichever article comes first."""
    return a.start + b.start, abs(a.start - b.start)


def _has_counterpart(name: Name, wording: _Wording) -> bool:
    """Whether another wording names the same thing, or has a word of the name in whatever spelling."""
    if any(may_be_one(name, other) for other in wording.names):
        return True
    return any(not _is_sort(word) and word in wording.words for word in name.words)


def _more_often(wording: _Wording, other: _Wording) -> list[Name]:
    """Return the countries and places that one wording names more often than the other."""

    def places(names: Iterable[Name], name: Name) -> int:
        return sum(one.known is not None and may_be_one(one, name) for one in names)

    return [
        name
        for name in wording.names
        if name.known is not None
        and name.known.sort is not Sort.ALIAS
        and places(wording.names, name) > places(other.names, name)
        # "the palestinians": no name as it is written there, and still the same people.
        and other.words.isdisjoint(name.words)
    ]


def _cities_apart(wording: _Wording, other: _Wording) -> list[Name]:
    """Return the cities that only one wording names, unless the other says the country for them.

    "Norway will pay, Oslo said" and "Norway will pay": where both name the country, it does not stand for the city.
    """

    def one(name: Name, names: Iterable[Name]) -> list[Name]:
        return [each for each in names if each.known is not None and may_be_one(each, name)]

    def is_city(name: Name) -> bool:
        return name.known is not None and name.known.city

    return [
        name
        for name in wording.names
        if is_city(name)
        and not any(map(is_city, one(name, other.names)))
        and (not one(name, other.names) or not all(map(is_city, one(name, wording.names))))
    ]


def _opposition(a: Name, b: Name, text: str, other: str) -> float:
    """Say how sure it is that two different names are those of two things of one sort: in [0, 1].

    Args:
        a: A name of the first article.
        b: A name of the second.
        text: The first article.
        other: The second.
    """
    if _is_body(a) and _is_body(b):
        return FACING_KNOWN  # "the UN", "the EU"
    if _is_half_known(a, b):
        # "The Russian" may be whom the other calls by name, and "the SPD" the Social Democrats.
        return FACING_HALF_KNOWN if _are_two(a, b, text, other) else 0.0
    known = any(map(_is_place, (a, b)))
    if not known and _sorts_alone(a, b) and not alike(a.words[-1], b.words[-1]):
        return 0.0  # "the National Assembly" may be "the Lower House"
    return FACING_KNOWN if known else FACING


def _is_body(name: Name) -> bool:
    """Whether a name is known as that of an organisation or a country, and written as one: "the EU", no "European"."""
    known = name.known
    return known is not None and not (known.city or known.adjective or known.plain)


def _is_place(name: Name) -> bool:
    """Whether a name is known as that of a country or a place."""
    return name.known is not None and name.known.sort is not Sort.ALIAS


def _is_half_known(a: Name, b: Name) -> bool:
    """Whether of two names one alone is that of a known place, or is written as initials."""
    if (_is_body(a) and _is_body(b)) or (_is_place(a) and _is_place(b)):
        return False
    return _is_place(a) is not _is_place(b) or a.acronym is not b.acronym


def _are_two(a: Name, b: Name, text: str, other: str) -> bool:
    """Whether a known city and an unknown name, or initials and a word, are surely two: in one frame, never together.

    That is: the same words stand before and behind them, and no article puts them side by side (a suburb and its city)
    or has the unknown one behind another capitalised word (a person).
    """
    frame = _frame(a, text)
    if frame != _frame(b, other) or _sorts_alone(a, b):
        return False
    if _is_place(a) is not _is_place(b):
        place, unknown = (a, b) if _is_place(a) else (b, a)
        # Anywhere else a city may stand for its government or its club.
        apt = place.known is not None and place.known.city and frame[0] in _words("locative") and not unknown.acronym
    else:
        acronym, unknown = (a, b) if a.acronym else (b, a)
        initials = len(unknown.words) > 1 or unknown.words[0][0] == acronym.words[0][0]
        apt = frame[0] not in {"", "the"} and not initials
    one, another = re.escape(a.text), re.escape(b.text)
    together = re.compile(rf"\b(?:{one}\b.{{0,{BESIDE}}}\b{another}|{another}\b.{{0,{BESIDE}}}\b{one})\b")
    return apt and not any(together.search(each) or _behind_capital(unknown, each) for each in (text, other))


def _frame(name: Name, text: str) -> tuple[str, str]:
    """Return the words right before and right behind a name, as normal forms; empty where there is no word."""
    before = _WORD_BEFORE.search(text, max(0, name.start - BESIDE), name.start)
    behind = _WORD_BEHIND.match(text, name.end)
    return normal_form(before[1]) if before else "", normal_form(behind[1]) if behind else ""


_WORD_BEFORE = re.compile(r"([\w’'-]+)\s$")
_WORD_BEHIND = re.compile(r"\s([\w’'-]+)")


def _behind_capital(name: Name, text: str) -> bool:
    """Whether a text has a name behind another capitalised word, as surnames stand: "Olga Berg"."""
    before = re.findall(rf"\b([A-Z][\w’'-]*)\s{re.escape(name.text)}\b", text)
    return any(token.is_content for word in before for token in tokenize(word))


def _sorts_alone(a: Name, b: Name) -> bool:
    """Whether one of two names says only what sort of thing it is: "the Northern Fleet"."""
    return any(all(_is_sort(word) for word in name.words) for name in (a, b))


def _faced(collation: Collation, left: Sequence[Name], right: Sequence[Name]) -> Mapping[tuple[Name, Name], float]:
    """Return how surely words of two names stand for each other, in [0, 1], for all pairs of which some do, in order.

    That is the probability of a link of their words, or, where they have none, of the variant in which both lie if no
    other name without counterpart does.
    """
    if not (left and right):
        return {}
    alone: dict[tuple[Name, Name], float] = {}
    for variant in collation.variants:
        pairs = _touched(left, right, variant.spans)
        if len(pairs) == 1:
            alone[pairs[0]] = max(variant.similarity, alone.get(pairs[0], 0.0))
    faced = {**alone, **_linked(collation, left, right)}
    return dict(sorted(faced.items(), key=lambda item: [name.start for name in item[0]]))


def _linked(collation: Collation, left: Sequence[Name], right: Sequence[Name]) -> Mapping[tuple[Name, Name], float]:
    """Return the greatest probability of a link of words of two names, for all pairs that have one."""
    linked: dict[tuple[Name, Name], float] = {}
    for one, other, probability in collation.links:
        for pair in _touched(left, right, (one, other)):
            linked[pair] = max(probability, linked.get(pair, 0.0))
    return linked


def _touched(left: Sequence[Name], right: Sequence[Name], spans: tuple[Span, Span]) -> list[tuple[Name, Name]]:
    """Return the pairs of names that have words in common with two spans, each with its own."""
    (start, end), (other_start, other_end) = spans
    others = [name for name in right if name.start < other_end and other_start < name.end]
    return [(name, other) for name in left if name.start < end and start < name.end for other in others]


def _finding(table: Table, collation: Collation, pair: tuple[Name, Name], confidence: float) -> Finding:
    """Make a finding of two names that differ."""
    readings = tuple(
        table.reading(sigil, one.start, one.end) for sigil, one in zip(collation.articles, pair, strict=True)
    )
    return make_finding(
        "entity",
        "name-differs",
        WORTH_A_LOOK if _is_half_known(*pair) else MEANING_AT_STAKE,
        confidence,
        readings,
        passage=collation.passage,
        cues=tuple(one.text for one in pair),
    )
