"""Article → `Occasion`: what a report says, besides its statements, about the occasion that it reports.

Who speaks, which names and numbers it has, to whom and where the words were said, and on which day: read once for each
article, so that each of many pairs costs little. `events.py` weighs what two articles have in common of it.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ryabkov_diff.domain import SegmentKind, TurnKind
from ryabkov_diff.provenance import find_venue, outlet_named
from ryabkov_diff.provenance.hearers import find_hearers
from ryabkov_diff.text import CACHED_WORDS, fold_name, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ryabkov_diff.domain import Article, Segment
    from ryabkov_diff.text import Token

__all__ = ["Day", "Occasion", "are_namesakes", "describe_occasion", "first_name_key", "name_key"]

# Letters that are no letter with an accent: papers that have no type for them write these.
PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe"})

# Names from this length on are compared by their sound: of shorter ones too little is left.
SOUNDED = 5

# One spelling for what transliterations spell in several ways; vowels, which differ most, are dropped altogether.
SOUNDS = tuple(
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"^(?:y|j|i)(?=[aeou])", ""),  # Yevgeny, Evgeny
        (r"ph", "f"),
        (r"t?s?ch|tsh|cz|sz|sh|zh", "s"),
        (r"kh|gh", "h"),
        (r"ck|c|q", "k"),
        (r"x", "ks"),
        (r"t[sz]", "z"),
        (r"w", "v"),
        (r"(?<=.)[aeiouyjh]", ""),
        (r"(.)\1+", r"\1"),
    )
)

# Capitalised words that name nobody and nothing: an occasion is not told by them.
NO_NAMES = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun mr ms mrs dr sir dame prof professor minister president chairman chairwoman secretary governor mayor "
    "director general chief deputy foreign prime ministry government parliament party court bank agency company office "
    "committee commission council department university mount mountain lake river sea street road county city town "
    "island province region district state states north south east west northern southern eastern western central "
    "national international federal public health".split()
)

# Behind these, and at the beginning of a paragraph, a capital says nothing.
SENTENCE_MARKS = frozenset('.!?:;"“”„‘«»…-–—•|')

# Numbers with fewer significant digits ("three", "200") stand in reports of anything.
RARE_DIGITS = 2

# A whole number that is probably a year, which many articles name.
YEAR = re.compile(r"(?:19|20)\d\d")

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = (
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|[Yy]esterday|[Tt]oday|"
    r"this\s(?:morning|afternoon|evening))"
)
# Verbs and nouns that make a day that of the words: "said on Monday", "an interview published on Wednesday".
_SPEECH = (
    r"(?:said|says|told|tells|announced|stated|declared|spoke|speaking|reported|wrote|asked|demanded|ordered|warned|"
    r"interview|conference|briefing|statement|speech|address|presentation|presented|hearing|debate)"
)
# A word between the two; what is said to happen on a day is not said on it: "said that schools reopen on Monday".
_BETWEEN = r"(?:\s(?!that\b|will\b|would\b|to\b)[^\s,.;:“”\"]+)"
SPOKEN_ON = (
    re.compile(rf"\b{_SPEECH}\b{_BETWEEN}{{0,6}}?\s(?P<day>{_DAY})\b"),
    re.compile(rf"\b(?P<day>{_DAY})(?:[’']s)?{_BETWEEN}{{0,2}}?\s{_SPEECH}\b"),
)

# The head of an article, in characters: title, byline and dateline; and the length of a line that may be a date.
HEAD, DATE_LINE = 400, 60

# What ends a dateline: its year, the agency in brackets, a dash.
DATELINE_END = re.compile(r"(?:, ?\d{4})?\s?[(\u2013\u2014-]")

# "March 14", "Sept. 2", "14 March": a day in the head, with or without a year.
MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_MONTH = r"(?:jan|febr?|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ch|il|ust|ember|ober)?\b\.?"
HEADER_DAY = re.compile(
    rf"\b(?:(?P<month>{_MONTH}) (?P<day>[0-3]?\d)|(?P<day_before>[0-3]?\d) (?P<month_behind>{_MONTH}))(?!\d)",
    re.IGNORECASE,
)

# A year that has every day, for two days of the year whose year is not known, and how many these are.
LEAP_YEAR, YEAR_DAYS = 2000, 366


@dataclass(frozen=True, slots=True)
class Day:
    """A day of which the year may be unknown.

    Attributes:
        year: None when unknown.
        month: From 1.
        day: From 1.
    """

    year: int | None
    month: int
    day: int

    @classmethod
    def of(cls, date: dt.date) -> Day:
        """Make a day of a date."""
        return cls(date.year, date.month, date.day)

    def __str__(self) -> str:
        """Return the ISO 8601 calendar date; without the year where it is unknown."""
        return f"{'-' if self.year is None else self.year}-{self.month:02}-{self.day:02}"

    def days_to(self, other: Day) -> int:
        """Count the days between two days; where a year is unknown, the shorter way round the year.

        >>> Day(2024, 12, 31).days_to(Day(None, 1, 2))
        2
        """
        if self.year is not None and other.year is not None:
            ends = (dt.date(one.year or 1, one.month, one.day) for one in (self, other))
            return abs((next(ends) - next(ends)).days)
        first, second = (dt.date(LEAP_YEAR, one.month, one.day).timetuple().tm_yday for one in (self, other))
        apart = abs(first - second)
        return min(apart, YEAR_DAYS - apart)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What an article says about the occasion that it reports.

    Attributes:
        names: Keys of the proper names in its text, see `name_key`.
        capitalised: Keys of all its capitalised words, those at the beginning of sentences included.
        numbers: The numbers with more than one significant digit that are no years.
        speakers: Who speaks, by the key of the last name: the share of all named speakers' characters, in (0, 1].
        main_speaker: The key of who speaks most; None when nobody is named.
        venue: The key of the outlet of the interview, see `find_venue`; None where none is surely named.
        hearers: Keys of it and of those to whom and of the gatherings at which the words were said, see `find_hearers`.
        spellings: For each key in `hearers` the name as written.
        full_names: For each key in `speakers` the fullest name as written.
        published: The day of publication; None when unknown.
        spoken: The days on which, it says, words were spoken.
        weekdays: The same, from 0 for Monday, where the article has no date that tells which days these are.
    """

    names: frozenset[str]
    capitalised: frozenset[str]
    numbers: frozenset[str]
    speakers: Mapping[str, float]
    main_speaker: str | None
    venue: str | None
    hearers: frozenset[str]
    spellings: Mapping[str, str]
    full_names: Mapping[str, str]
    published: Day | None
    spoken: frozenset[Day]
    weekdays: frozenset[int]

    @property
    def days(self) -> frozenset[Day]:
        """When the words were spoken, as far as the article says; else the day of publication."""
        return self.spoken or (frozenset({self.published}) if self.published else frozenset())


def describe_occasion(article: Article, segments: Sequence[Segment]) -> Occasion:
    """Read an article for its occasion.

    Args:
        article: With its text.
        segments: Of this article.
    """
    text = article.text or ""
    tokens = tokenize(text)
    published = _published(article)
    speakers, full_names = _speakers(segments)
    venue = find_venue(text)
    hearers = {
        name_key(name): name
        for name in (*find_hearers(text), *filter(None, [venue]))
        # "an interview with Ada Brook": who is interviewed is no venue.
        if not any(name_key(word) in speakers for word in name.split())
    }
    return Occasion(
        names=frozenset(_word_key(token.norm) for token in _names(text, tokens, article.headline)),
        capitalised=frozenset(_word_key(token.norm) for token in tokens if token.text[:1].isupper()),
        numbers=frozenset(_numbers(tokens)),
        speakers=speakers,
        main_speaker=max(sorted(speakers), key=speakers.__getitem__, default=None),
        # Who is interviewed is no venue, nor is an outlet that speaks for itself ("The Herald notes that …").
        venue=key if venue and (key := name_key(venue)) in hearers else None,
        hearers=frozenset(hearers),
        spellings=hearers,
        full_names=full_names,
        published=published,
        spoken=frozenset(_spoken(text, published)),
        weekdays=frozenset(_weekdays(text, published)),
    )


def name_key(name: str) -> str:
    """Return what spellings of a name have in common: its consonants by their sound, of a long one.

    >>> name_key("Degtyaryov") == name_key("Degtiarev"), name_key("Jarosław") == name_key("Jaroslaw")
    (True, True)
    >>> name_key("Iran") == name_key("Iraq")
    False
    """
    words = [token.norm for token in tokenize(name) if token.is_word]
    return " ".join(map(_word_key, words))


def are_namesakes(one: Occasion, other: Occasion, key: str) -> bool:
    """Say whether two speakers have a last name in common and are two people: Anna Berg and Lars Berg.

    First names that begin alike may be one in two forms (Mike, Michael); so may one that the other article has, too.
    """
    first, second = (first_name_key(occasion, key) for occasion in (one, other))
    if not first or not second or first[0] == second[0]:
        return False
    return first not in other.capitalised and second not in one.capitalised


def first_name_key(occasion: Occasion, key: str | None) -> str:
    """Return the key of a speaker's first name, given that of the last one; empty where no first name is known."""
    names = occasion.full_names.get(key or "", "").split()
    return name_key(names[0]) if len(names) > 1 else ""


@lru_cache(maxsize=CACHED_WORDS)
def _word_key(norm: str) -> str:
    """Return the key of one word, given as a normal form."""
    plain = fold_name(norm).translate(PLAIN_LETTERS)
    if len(plain) < SOUNDED or not plain.isalpha():
        return plain
    for pattern, spelling in SOUNDS:
        plain = pattern.sub(spelling, plain)
    return plain


def _names(text: str, tokens: Iterable[Token], headline: str | None) -> Iterator[Token]:
    """Yield the capitalised words inside sentences; a title may capitalise anything."""
    begin = text.find(headline) + len(headline) if headline else 0
    before: Token | None = None
    for token in tokens:
        starts = before is None or before.text in SENTENCE_MARKS or "\n" in text[before.end : token.start]
        before = token
        if (
            token.start >= begin
            and not starts
            and token.text[:1].isupper()
            and token.is_content
            and len(token.norm) > 1
            and token.norm not in NO_NAMES
        ):
            yield token


def _numbers(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield numbers that are no years, no days of a month, no times, and have more than one significant digit."""
    for place, token in enumerate(tokens):
        if not token.text[0].isdigit() or ":" in token.text or "/" in token.text:
            continue
        beside = {
            one.norm.rstrip(".")[:3] for one in (*tokens[max(0, place - 1) : place], *tokens[place + 1 : place + 2])
        }
        number = token.text.replace(",", "")
        if YEAR.fullmatch(number) or (len(number) <= len("31") and beside & MONTHS.keys()):
            continue
        digits = number.replace(".", "").lstrip("0")
        if len(digits if "." in number else digits.rstrip("0")) >= RARE_DIGITS:
            yield number


def _speakers(segments: Iterable[Segment]) -> tuple[dict[str, float], dict[str, str]]:
    """Return the speakers who are named: their share of the characters, and their fullest spelling, by key."""
    spoken: Counter[str] = Counter()
    spellings: dict[str, str] = {}
    for segment in segments:
        name = segment.speaker
        if name is None or segment.kind in {SegmentKind.HEADLINE, SegmentKind.BOILERPLATE}:
            continue
        if segment.turn is TurnKind.QUESTION:  # whoever asks is not whom the interview is with
            continue
        last = name.split()[-1]
        # "the agency", "El País": what says something without a speaker of its own is no person.
        if not last[:1].isupper() or outlet_named(name):
            continue
        key = name_key(last)
        spoken[key] += segment.end - segment.start
        spellings[key] = max(spellings.get(key, name), name, key=lambda one: (len(one), one))
    total = sum(spoken.values())
    return {key: count / total for key, count in spoken.items()}, spellings


def _published(article: Article) -> Day | None:
    """Return the day of an article's date, or the first day in its head that has no year."""
    if article.date_published:
        return Day.of(dt.date.fromisoformat(article.date_published))
    for line in (article.text or "")[:HEAD].splitlines():
        # A date line or a dateline; a day in the title or in running text is when something else happens.
        match = None if line.strip() == article.headline else HEADER_DAY.search(line, 0, DATE_LINE)
        if match is not None and (len(line) <= DATE_LINE or DATELINE_END.match(line, match.end())):
            month = MONTHS[(match["month"] or match["month_behind"])[:3].casefold()]
            day = int(match["day"] or match["day_before"])
            if 1 <= day <= monthrange(LEAP_YEAR, month)[1]:
                return Day(None, month, day)
    return None


def _spoken(text: str, published: Day | None) -> Iterator[Day]:
    """Yield the days on which words were spoken: "told reporters on Monday", counted back from the publication."""
    if published is None or published.year is None:
        return
    day = dt.date(published.year, published.month, published.day)
    for pattern in SPOKEN_ON:
        for match in pattern.finditer(text):
            name = match["day"].casefold()
            if name in WEEKDAYS:
                back = (day.weekday() - WEEKDAYS.index(name)) % len(WEEKDAYS)
            else:
                back = int(name == "yesterday")
            yield Day.of(day - dt.timedelta(days=back))


def _weekdays(text: str, published: Day | None) -> Iterator[int]:
    """Yield the weekdays on which words were spoken, where the article has no date that would make them days."""
    if published is not None and published.year is not None:
        return
    for pattern in SPOKEN_ON:
        for match in pattern.finditer(text):
            if match["day"].casefold() in WEEKDAYS:
                yield WEEKDAYS.index(match["day"].casefold())
