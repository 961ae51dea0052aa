"""Table → Finding: the kind `date`.

Two steps. `find_dates` reads the expressions of time in a text: weekdays, calendar dates, months, years, decades,
seasons, times of day, and what is counted from the day of publication ("yesterday", "last month", "two weeks ago").
What an expression says is a set of possible days: fields that a day must have (a month, a weekday …), and, where the
day of publication is known, the stretches of days that it may mean. `DateDetector` lays the expressions of two articles
side by side: those that one day can satisfy agree, and of what remains only expressions that face each other, or have
no other counterpart, are a finding.

Precision goes before recall: where a day may satisfy both ("in July", "on the 4th"), there is silence.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from calendar import monthrange
from collections import Counter
from enum import Enum
from functools import cached_property, lru_cache, partial
from importlib.resources import files
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypedDict

from ryabkov_diff.detect.clauses import read_words
from ryabkov_diff.detect.findings import describe_words, make_finding
from ryabkov_diff.detect.numbers import find_quantities
from ryabkov_diff.detect.passages import SURE_PASSAGE, FactsByWording, sure_collations
from ryabkov_diff.detect.patterns import FirstMatch, lexicon, words_in
from ryabkov_diff.domain import MEANING_AT_STAKE, Finding
from ryabkov_diff.text import CACHED_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ryabkov_diff.detect.numbers import Quantity
    from ryabkov_diff.domain import Article, Collation, Segment, Table

    Span = tuple[int, int]
    Days = tuple[dt.date, dt.date]

__all__ = ["DateDetector", "Match", "TimeExpression", "compare_times", "find_dates", "publication_day"]

# How sure it is that two expressions stand for one thing. Set by hand; the order is what matters.
FACING = 0.9  # their words are linked or stand against each other
BOUND_DIFFERS = 0.7  # the same time, as an end and as a beginning, behind the same word
APART = 0.65  # one stands beside the statement, and nothing else could be meant

# Characters before an expression in which the words that decide about it are looked for.
CONTEXT = 24

# "around 8 p.m." may be as many minutes off; an hour has as many.
APPROXIMATELY = 30
HOUR = 60
DAY = 24 * HOUR

# How far "two weeks ago" may be off, in days, by unit: outlets round.
ROUNDING = {"day": 0, "week": 3, "month": 16, "year": 200}

# In how many days from that of publication a weekday lies, and a month or a date without a year: alone, or with "last",
# "this" and "next". "Last Thursday" may be the one of last week, "last May" the one of last year.
REACH: Mapping[str, Mapping[int | None, tuple[int, int]]] = {
    "weekday": {None: (-7, 7), -1: (-13, -1), 0: (-6, 6), 1: (1, 13)},
    "date": {None: (-366, 366), -1: (-396, 0), 0: (-300, 300), 1: (0, 396)},
}

WEEK = 7

# Days of the longest month.
LONGEST_MONTH = 31

# Longer stretches are compared by year and month alone.
LONGEST_SEARCH = 800


class Match(Enum):
    """How two expressions of time compare."""

    SAME = "same"  # they say the same
    COMPATIBLE = "compatible"  # a day can satisfy both, and they speak of the same thing
    UNRELATED = "unrelated"  # nothing is known that both speak of
    DIFFERENT = "different"  # no day satisfies both


class TimeExpression(NamedTuple):
    """An expression of time as a text has it.

    Attributes:
        start: First code point.
        end: One past the last.
        grain: How fine it is: `clock`, `day`, `week`, `month`, `season` or `year`. A year is no counterpart of a day.
        fields: What a day must have, by name (`year`, `month`, `day`, `weekday`, `season`, `hour`; `begin` and `end` of
            several years): the possible values. Weekdays count from Monday, 0.
        span: The stretch of days, both ends included, in which the day lies; None when that is not known.
        minutes: Of a time of day: the minutes since midnight that it may mean.
        zone: Of a time of day: the zone as written, in lower case; empty when none is named.
        approximate: Whether a time of day is said to be an approximate one.
        offset: What is counted from the day of publication: the unit, and the least and largest distance.
        counted: Whether it is a number of units ("two weeks ago"), which without a day of publication is a quantity.
        around: Whether it stands beside the statements, in what their sentences say around them.
        ends: Whether something lasts until then or comes before, by the word in front of it.
        due: Whether something is due by then, which is said of what ends and of what happens alike.
        begins: Whether something begins then or comes after, by the word in front of it.
        behind: The word before that in front of it, in lower case: "ready" in "ready by Friday"; empty where there is
            none, or the clause is negated, since "not until Friday" is "after Friday".
        lead: How many code points the words in front of it have that say whether something ends or begins then.
    """

    start: int
    end: int
    grain: str
    fields: Mapping[str, frozenset[int]] = MappingProxyType({})
    span: Days | None = None
    minutes: frozenset[int] = frozenset()
    zone: str = ""
    approximate: bool = False
    offset: tuple[str, int, int] | None = None
    counted: bool = False
    around: bool = False
    ends: bool = False
    due: bool = False
    begins: bool = False
    behind: str = ""
    lead: int = 0

    @property
    def normal_form(self) -> str:
        """What is compared, for a reader: `2022-12-08`, `Thu`, `2019 Jul`, `19:45`."""
        if self.minutes:
            return "/".join(f"{minute // HOUR:02}:{minute % HOUR:02}" for minute in sorted(self.minutes))
        if self.span is not None and self.span[0] == self.span[1]:
            return self.span[0].isoformat()
        words = (
            "/".join(_value_name(name, one) for one in _ends(self.fields[name]))
            for name in _SHOWN
            if name in self.fields
        )
        stretch = "" if self.span is None else "–".join(day.isoformat() for day in self.span)
        return " ".join(words) or stretch or ("" if self.offset is None else "{1:+}…{2:+} {0}s".format(*self.offset))


def _ends(values: frozenset[int]) -> list[int]:
    """Return the least and the largest of some values, once where they are equal."""
    return sorted({min(values), max(values)})


def _value_name(name: str, value: int) -> str:
    """Return the value of a field as a reader knows it."""
    if name == "weekday":
        return _WEEKDAYS[value % 7]
    if name == "month":
        return _MONTHS[value - 1]
    return _SEASONS[value] if name == "season" else str(value)


# The fields that a reader sees, in this order.
_SHOWN = ("begin", "end", "year", "season", "month", "day", "weekday")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SEASONS = ("spring", "summer", "autumn", "winter")


# ------------------------------------------------------------------------------------------------------- the patterns


class _Form:
    """A form of expressions of time.

    Attributes:
        cues: The names of the cues that a text must have.
        text: A regular expression, compiled when a text has them.
    """

    def __init__(self, cues: frozenset[str], text: str) -> None:
        self.cues, self.text = cues, text

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The form, compiled: that takes some milliseconds."""
        return re.compile(self.text)


class _Lexicon(NamedTuple):
    """`dates.toml`, compiled."""

    tables: Mapping[str, FirstMatch[Any]]
    name_cues: Mapping[str, re.Pattern[str]]
    word_cues: Mapping[str, re.Pattern[str]]
    any_word_cue: re.Pattern[str]
    ends: frozenset[str]  # of the cues that are words, the last ones of several
    digit_cues: Mapping[str, re.Pattern[str]]
    forms: tuple[_Form, ...]
    before: Mapping[str, re.Pattern[str]]

    def cues_in(self, text: str) -> set[str]:
        """Return the names of the cues that a text has."""
        if not _DIGIT.search(text) and not any(map(_may_tell_time, words_in(text))):
            return set()
        lowered = text.lower()
        cues = {name for name, cue in self.name_cues.items() if cue.search(text)}
        if self.any_word_cue.search(lowered):
            cues |= {name for name, cue in self.word_cues.items() if cue.search(lowered)}
        if self.digit_cues["digit"].search(lowered):
            cues |= {name for name, cue in self.digit_cues.items() if cue.search(lowered)}
        return cues

    def value(self, table: str, words: str) -> Any:
        """Return what a table says of words; None where none of its patterns matches them."""
        return self.tables[table].of(words)


# The forms of expressions of time; in braces the word lists. The earliest match counts, and of these the longest.
# Before each stand the cues without which it matches nothing: most texts have few, so that most forms need no trying.
_FORMS = (
    # Sunday, July 26, 2020 · Dec. 8–10 · late July · 8 December in the evening
    (
        "months digit",
        r"(?:{weekday},?\s+)?{month}\s+(?:the\s+)?{day}(?:\s?[-–]\s?(?P<last>\d{{1,2}})\b)?(?:,?\s+{year})?{after}",
    ),
    (
        "months digit",
        r"(?:{weekday},?\s+)?(?:the\s+)?{day}(?:\s?[-–]\s?(?P<last>\d{{1,2}})(?:st|nd|rd|th)?)?\s+(?:of\s+)?{month}(?:,?\s+{year})?{after}",
    ),
    ("weekdays digit", r"{weekday},?\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)\b"),
    # the night of Saturday · the early hours of 8 December · the morning of July 26, 2020
    ("parts weekdays", r"(?P<part>{parts})\s+of\s+{weekday}(?!,?\s+(?:\d|[A-Z][a-z]+\.?\s+\d))"),
    (
        "parts months digit",
        r"(?P<part>{parts})\s+of\s+(?:{weekday},?\s+)?(?:the\s+)?{day}\s+(?:of\s+)?{month}(?:,?\s+{year})?",
    ),
    ("parts months digit", r"(?P<part>{parts})\s+of\s+(?:{weekday},?\s+)?{month}\s+(?:the\s+)?{day}(?:,?\s+{year})?"),
    # 2020-07-26 · 26.07.2020
    ("year", r"(?<![\d.-])(?P<year>(?:19|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)(?![\d-])"),
    ("year", r"(?<![\d.-])(?P<day>[0-3]?\d)\.(?P<number>[01]?\d)\.(?P<year>(?:19|20)\d\d)(?![\d-])"),
    # early July 2020 · last May · December of this year
    ("months", r"(?:{step}\s+)?{portion}{month}(?:,?\s+(?:of\s+)?{year}|\s+(?:of\s+)?(?P<yearstep>{steps})\s+year\b)?"),
    # Thursday evening · last Thursday · the night before Sunday
    ("weekdays", r"(?:{step}\s+)?{weekday}{after}"),
    ("weekdays", r"(?i:(?P<eve>night\s+(?:before|to|into|from\s+\w+\s+to)|overnight\s+(?:to|into)))\s+{weekday}"),
    # yesterday evening · tomorrow
    ("days", r"(?P<named>{days})\b{after}"),
    # last month · early next year · the beginning of this year · this weekend
    ("unit", r"{portion}{step}\s+(?P<unit>(?i:week|month|year|weekend))\b(?!['’]s)"),
    # last summer · in the spring of 2021 · autumn 2022
    ("seasons", r"{step}\s+(?P<season>{seasons})\b"),
    ("seasons", r"(?<=\b[Ii]n\s){portion}(?P<season>{seasons})\b(?:\s+(?:of\s+)?{year})?"),
    ("seasons", r"(?<=\b(?:[Ii]n|of|by)\sthe\s){portion}(?P<season>{seasons})\b(?:\s+(?:of\s+)?{year})?"),
    ("seasons year", r"(?P<season>{seasons})\s+(?:of\s+)?{year}"),
    # this morning · in the evening
    ("parts", r"(?P<step>(?i:this))\s+(?P<part>{parts})\b"),
    ("parts", r"(?<=\b[Ii]n\sthe\s)(?P<part>{parts})\b"),
    # two weeks ago · a few months ago
    ("ago", r"(?P<count>{counts}|\d{{1,3}}|{numbers})\s+(?P<unit>day|week|month|year)s?\s+ago\b"),
    # the 2018/19 season · 2014–2020
    ("year", r"(?<![\d.,:€$£₽/–-])(?P<begin>(?:1[5-9]|20)\d\d)\s?[-–/]\s?(?P<end>(?:\d\d)?\d\d)\b(?![\d%]|[./–-]\d)"),
    # 2021 · early 2021 · the early 1980s · the nineties · ’90s
    ("year", r"{portion}{year}(?![\d%]|[.,]\d|['’]?s\b|\s?[-–/]\s?\d)"),
    ("year", r"{portion}(?P<decade>(?:1[5-9]|20)\d0)['’]?s\b"),
    ("decades", r"{portion}(?P<shortdecade>(?<=\b[Tt]he\s){decades}\b|['’]\d0s\b)"),
    # 7:45 PM · 23:00 · 8 o'clock in the evening · noon
    ("half", r"(?<![\d:.,])(?P<hour>[01]?\d)(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[AaPp])\.?\s?[Mm]\b\.?{zone}"),
    ("minutes", r"(?<![\d:.,])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![\d:]){zone}"),
    ("clock", r"(?P<hour>\d{{1,2}}|{numbers})\s+[Oo]['’]clock\b(?:\s+(?:in\s+the|at)\s+(?P<part>{parts}))?{zone}"),
    ("hours", r"(?P<named_hour>{hours})\b{zone}"),
)

# What a text must have for some of the forms: names as written, with a capital …
_NAME_CUES = {"months": r"(?=[A-Z])(?i:{months})", "weekdays": r"(?=[A-Z])(?i:{weekdays})"}
# … words in lower case, since to ignore the case while searching takes much longer …
_WORD_CUES = {
    "parts": r"{parts}",
    "days": r"{days}",
    "seasons": r"{seasons}",
    "hours": r"{hours}",
    "decades": r"{decades}",
    "unit": r"week|month|year",
    "ago": r"ago\b",
    "clock": r"clock\b",
}
# … and digits.
_DIGIT_CUES = {
    "digit": r"\d",
    "decades": r"['’]\d0s",
    "year": r"(?:1[5-9]|20)\d\d",
    "minutes": r"\d:\d",
    "half": r"\d\s?[ap]\.?\s?m",
}

# Numbers in words that count days, weeks, months and years, and name hours.
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

# Months that are ordinary words or given names as well.
_AMBIGUOUS_MONTH = re.compile(r"(?i:May|Mar(?:ch|\.)?|April|June|August|Jan\.?)")
# After a word in lower case a capital is no sentence's: "the wettest June".
_PLAIN_WORD = re.compile(r"\b[a-z]+\s$")
# Where a name goes on: "April Jones".
_NAME_FOLLOWS = re.compile(r"\s+[A-Z][a-z]")


@lexicon
def _lexicon() -> _Lexicon:
    """Read and compile the word lists, once and only when a text is searched."""
    data: dict[str, Any] = tomllib.loads(files(__package__).joinpath("dates.toml").read_text(encoding="utf-8"))
    words = data.pop("words")
    alternatives = {name: "|".join(map(_spaced, sorted(table, key=len, reverse=True))) for name, table in data.items()}
    any_of = {name: f"(?i:{words})" for name, words in alternatives.items()}
    word_cues = {name: cue.format(**alternatives) for name, cue in _WORD_CUES.items()}
    zones = "|".join(map(_spaced, words.pop("zones")))
    slots = any_of | {
        # Capitalised, or the modal verb "may" would be a month.
        "month": rf"(?=[A-Z])(?P<month>{any_of['months']})(?!\w)",
        "weekday": rf"(?=[A-Z])(?P<weekday>{any_of['weekdays']})(?!\w)",
        "day": r"(?<![\d.,:])(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?![:%]|[.,]\d)",
        "year": r"(?<![\d.,:€$£₽])(?P<year>(?:1[5-9]|20)\d\d)\b",
        "portion": rf"(?:(?P<portion>{any_of['portions']})[\s-]+)?",
        "step": rf"(?P<step>{any_of['steps']})",
        "after": rf"(?:,?\s+(?:in\s+the\s+|at\s+)?(?P<part>{any_of['parts']})\b)?",
        "zone": rf"(?:\s?\(?(?P<zone>{zones})\b\)?)?",
        "numbers": f"(?i:{'|'.join(_NUMBERS)})",
    }
    return _Lexicon(
        tables={
            name: FirstMatch((_spaced(text), value) for text, value in table.items()) for name, table in data.items()
        },
        name_cues={name: re.compile(cue.format(**alternatives)) for name, cue in _NAME_CUES.items()},
        word_cues={name: re.compile(cue) for name, cue in word_cues.items()},
        any_word_cue=re.compile(rf"(?<![a-z])(?:{'|'.join(word_cues.values())})"),
        ends=frozenset(
            one.split()[-1]
            for name in _WORD_CUES.keys() & data.keys()
            for text in data[name]
            for one in text.split("|")
        ),
        digit_cues={name: re.compile(cue) for name, cue in _DIGIT_CUES.items()},
        forms=tuple(_Form(frozenset(cues.split()), rf"(?<!\w){form.format(**slots)}") for cues, form in _FORMS),
        before={
            name: re.compile(rf"\b(?:{'|'.join(map(_spaced, texts))})(?:\s+the)?[\s-]+$", re.IGNORECASE)
            for name, texts in words.items()
        },
    )


@lru_cache(maxsize=CACHED_WORDS)
def _may_tell_time(word: str) -> bool:
    """Whether a word, as a normal form, may be a cue or the last word of one."""
    lexicon = _lexicon()
    return (
        word in lexicon.ends
        or lexicon.any_word_cue.match(word) is not None
        or any(
            lexicon.value(table, name) is not None for table in ("months", "weekdays") for name in (word, f"{word}.")
        )
    )


_DIGIT = re.compile(r"\d")


def _spaced(text: str) -> str:
    """Let a space in a pattern stand for any white space or a hyphen."""
    return text.replace(" ", r"[\s-]+")


# ------------------------------------------------------------------------------------------------------ the reading


def publication_day(article: Article) -> dt.date | None:
    """Return the day on which an article was published; None where it does not say."""
    return None if article.date_published is None else dt.date.fromisoformat(article.date_published)


def find_dates(text: str, published: dt.date | None = None) -> tuple[TimeExpression, ...]:
    """Read the expressions of time in a text, in order and without overlap.

    >>> import datetime
    >>> text = "On Thursday she said that the talks of last month began at 7:45 p.m."
    >>> [one.normal_form for one in find_dates(text, datetime.date(2022, 12, 8))]
    ['Thu', '2022 Nov', '19:45']

    Args:
        text: Any text.
        published: The day of its publication, from which "yesterday" is counted.
    """
    lexicon = _lexicon()
    cues = lexicon.cues_in(text)
    if not cues:
        return ()
    matches = sorted(
        (match for form in lexicon.forms if form.cues <= cues for match in form.pattern.finditer(text)),
        key=lambda match: (match.start(), -match.end()),
    )
    quantities: tuple[Quantity, ...] | None = None
    found: list[TimeExpression] = []
    for match in matches:
        if found and match.start() < found[-1].end:
            continue
        expression = _read(text, match, published)
        if expression is None:
            continue
        if expression.fields.keys() == {"year"}:
            # What counts something else is none: "2,000 tons", "the year 2000 bug" is one.
            quantities = find_quantities(text) if quantities is None else quantities
            if any(one.start < expression.end and expression.start < one.end for one in quantities):
                continue
        found.append(expression)
    return tuple(found)


def _read(text: str, match: re.Match[str], published: dt.date | None) -> TimeExpression | None:
    """Make an expression of what a form matched; None when it is no time after all."""
    said = {name: value for name, value in match.groupdict().items() if value}
    before = text[max(0, match.start() - CONTEXT) : match.start()]
    bounds = _bounds(text, match.start())
    if "hour" in said or "named_hour" in said:
        return _read_clock(match, said, before, bounds)
    if not _is_time(text, match, said, before):
        return None
    try:
        fields = _fields(said)
    except ValueError:  # 8–3 July
        return None
    # "On 36 March" is a slip of somebody's, "in March 36 people" is no date.
    misprint = max(fields.get("day", ()), default=0) > LONGEST_MONTH
    if misprint and not ("month" in said and match.start("day") < match.start("month") and _IS_DATED.search(before)):
        return None
    span: Days | None = None
    offset = _offset(said)
    if published is not None:
        span = _span(said, offset, published)
        fields = _filled(fields, said, offset, published)
    return TimeExpression(
        match.start(),
        match.end(),
        _grain(said),
        fields,
        span,
        offset=offset,
        counted="count" in said,
        **bounds,
    )


class _Bounds(TypedDict):
    """What the words before an expression say of it; see `TimeExpression`."""

    ends: bool
    due: bool
    begins: bool
    behind: str
    lead: int


def _bounds(text: str, start: int) -> _Bounds:
    """Read whether something ends or begins at the time that stands at a place of a text."""
    before = text[max(0, start - CONTEXT) : start]
    ends, due, begins = (_lexicon().before[name].search(before) for name in ("end", "due", "begin"))
    bound = ends or due or begins
    behind = _LAST_WORD.search(before[: bound.start()]) if bound else None
    negated = _NEGATED.search(text[:start])
    return _Bounds(
        ends=bool(ends),
        due=bool(due),
        begins=bool(begins),
        behind=behind[0].strip().lower() if behind and not negated else "",
        lead=len(before) - bound.start() if bound else 0,
    )


_LAST_WORD = re.compile(r"[^\W\d_]+\s+$")
# From the word that negates to the end of the text, in one sentence.
_NEGATED = re.compile(r"(?:n['’]t|\b(?:not|no|never|cannot|without|unless))\b[^.!?]*$", re.IGNORECASE)


def _is_time(text: str, match: re.Match[str], said: Mapping[str, str], before: str) -> bool:
    """Tell whether words that look like a time are one: "May" is a verb as well, and "Sun." a newspaper."""
    lexicon = _lexicon()
    if "weekday" in said and said["weekday"].endswith(".") and "day" not in said:
        return False
    if "month" in said and not said.keys() & {"day", "year", "step", "yearstep", "portion"}:
        named = _NAME_FOLLOWS.match(text, match.end()) is not None
        if named:
            return bool(lexicon.before["before-name"].search(before))
        ambiguous = _AMBIGUOUS_MONTH.fullmatch(said["month"]) is not None
        return not ambiguous or bool(lexicon.before["before-month"].search(before) or _PLAIN_WORD.search(before))
    if said.keys() == {"year"}:
        return bool(lexicon.before["before-year"].search(before)) or not _PLURAL_FOLLOWS.match(text, match.end())
    return True


_IS_DATED = re.compile(r"\b(?:on|until|till|by|from|since|before|after|to)(?:\s+the)?\s+$", re.IGNORECASE)
_PLURAL_FOLLOWS = re.compile(r"\s+(?:[a-z]+\s+)?[a-z]+[^su\W]s\b")


def _read_clock(match: re.Match[str], said: Mapping[str, str], before: str, bounds: _Bounds) -> TimeExpression | None:
    """Make a time of day of what a form matched; None where it may be a score."""
    lexicon = _lexicon()
    if "named_hour" in said:
        minutes = {int(lexicon.value("hours", said["named_hour"])) * HOUR}
    else:
        hour = _number(said["hour"])
        minute = hour * HOUR + int(said.get("minute", 0))
        half = said.get("half", "").lower()
        if half and hour > 12:  # noqa: PLR2004 -- "15:30 pm" says the same twice
            half = ""
        bare = "minute" in said and not half and "zone" not in said
        if bare and not lexicon.before["before-time"].search(before):
            return None
        if half:
            minutes = {minute % (12 * HOUR) + (12 * HOUR if half == "p" else 0)}
        elif hour > 12:  # noqa: PLR2004 -- on a clock of 24 hours
            minutes = {minute % DAY}
        else:
            minutes = {minute % (12 * HOUR), minute % (12 * HOUR) + 12 * HOUR}
        if "part" in said:
            hours = _hours(lexicon.value("parts", said["part"]))
            minutes = {one for one in minutes if one // HOUR in hours} or minutes
    return TimeExpression(
        match.start(),
        match.end(),
        "clock",
        minutes=frozenset(minutes),
        zone=" ".join(said.get("zone", "").lower().split()),
        approximate=bool(lexicon.before["approximate"].search(before)),
        **bounds,
    )


def _number(words: str) -> int:
    """Read a number in digits or in words."""
    return int(words) if words.isdigit() else _NUMBERS.index(words.lower())


def _hours(bounds: Sequence[int]) -> frozenset[int]:
    """Return the hours of the day between two, the second not included; after midnight they begin anew."""
    return frozenset(hour % 24 for hour in range(bounds[0], bounds[1]))


def _fields(said: Mapping[str, str]) -> dict[str, frozenset[int]]:
    """Return what a day must have according to the words.

    Raises:
        ValueError: There is no such day.
    """
    lexicon = _lexicon()
    fields: dict[str, frozenset[int]] = {}
    portion = lexicon.value("portions", said["portion"]) if "portion" in said else None
    if "year" in said:
        fields["year"] = frozenset({int(said["year"])})
    if "begin" in said:
        # A season or a term of several years is compared as a whole.
        return {"begin": frozenset({int(said["begin"])}), "end": frozenset({int(said["end"]) % 100})}
    if "decade" in said or "shortdecade" in said:
        first, length = _decade(said)
        bounds = portion["years"] if portion else [0, 9]
        years = frozenset(range(first + bounds[0], first + bounds[1] + 1))
        # "the nineties" may be of either century; ten years in each.
        fields["year"] = years if length else years | frozenset(year - 100 for year in years)
    if "month" in said or "number" in said:
        month = lexicon.value("months", said["month"]) if "month" in said else int(said["number"])
        fields["month"] = frozenset({month})
        if portion and "day" not in said:
            fields["day"] = frozenset(range(portion["days"][0], portion["days"][1] + 1))
    elif portion and (said.keys() & {"year"} or said.get("unit") == "year"):
        fields["month"] = frozenset(range(portion["months"][0], portion["months"][1] + 1))
    if "part" in said:
        fields["hour"] = _hours(lexicon.value("parts", said["part"]))
    if "named" in said and (hours := _named_hours(said["named"])):
        fields["hour"] = hours
    night = 1 if 0 in fields.get("hour", ()) else 0
    if "day" in said:
        first_day, last_day = int(said["day"]), int(said.get("last", said["day"]))
        # A night belongs to two days: "Saturday night" is "the night before Sunday".
        fields["day"] = frozenset(range(first_day, last_day + night + 1))
        # The 31st of April is an error of somebody's, but a date.
        if not 1 <= first_day <= last_day:
            msg = f"no days of a month: {first_day} to {last_day}"
            raise ValueError(msg)
    if "season" in said:
        fields["season"] = frozenset({lexicon.value("seasons", said["season"])})
    if "weekday" in said:
        weekday = lexicon.value("weekdays", said["weekday"])
        eve = 1 if "eve" in said else 0
        fields["weekday"] = frozenset((weekday + step) % 7 for step in range(-eve, night + 1))
    if said.get("unit", "").lower() == "weekend":
        fields["weekday"] = frozenset({5, 6})
    return fields


def _decade(said: Mapping[str, str]) -> tuple[int, bool]:
    """Return the first year of a decade, and whether the century was named."""
    if "decade" in said:
        return int(said["decade"]), True
    digits = re.sub(r"\D", "", said["shortdecade"])
    tens = int(digits) if digits else _lexicon().value("decades", said["shortdecade"])
    # Of the two centuries that news speaks of; those of the 2000s have barely begun.
    return (1900 + tens, True) if tens > 20 else (2000 + tens, False)  # noqa: PLR2004


def _named_hours(words: str) -> frozenset[int]:
    """Return the hours that the name of a day says besides ("tonight"); none for most."""
    hours = _lexicon().value("day-parts", words)
    return frozenset() if hours is None else _hours(hours)


def _offset(said: Mapping[str, str]) -> tuple[str, int, int] | None:
    """Return the unit and the least and largest distance from the day of publication; None where nothing is counted."""
    lexicon = _lexicon()
    if "named" in said:
        days = lexicon.value("days", said["named"])
        return "day", days, days
    if "count" in said:
        words = said["count"]
        exact = words.isdigit() or words.lower() in _NUMBERS
        low, high = (_number(words),) * 2 if exact else lexicon.value("counts", words)
        return said["unit"].lower(), -high, -low
    if "step" in said or "yearstep" in said:
        step = lexicon.value("steps", said.get("step") or said["yearstep"])
        for unit in ("weekday", "month", "season", "part"):
            if unit in said:
                return ("day" if unit == "part" else unit), step, step
        return said["unit"].lower(), step, step
    return None


def _grain(said: Mapping[str, str]) -> str:
    """Say how fine an expression is."""
    if said.keys() & {"day", "weekday", "named", "part"}:
        return "day"
    if "unit" in said:
        unit = said["unit"].lower()
        return "week" if unit == "weekend" else unit
    return next((grain for grain in ("month", "season") if grain in said), "year")


def _span(said: Mapping[str, str], offset: tuple[str, int, int] | None, published: dt.date) -> Days | None:
    """Return the stretch of days in which an expression lies in an article published on a day; None when unknown.

    The fields narrow it further: "last Thursday" is a Thursday of the last thirteen days.
    """
    if said.keys() & {"year", "begin", "decade", "shortdecade", "yearstep"} or said.keys() == {"part"}:
        return None
    if offset is None:
        return _around(published, *REACH["weekday" if "weekday" in said and "day" not in said else "date"][None])
    unit, low, high = offset
    if unit in {"weekday", "weekend"}:
        return _around(published, *REACH["weekday"][low])
    if unit in {"month", "season"} and "unit" not in said:  # last May
        return _around(published, *REACH["date"][low])
    day, other = (_moved(published, unit, distance) for distance in (low, high))
    if "count" in said:
        return day - dt.timedelta(ROUNDING[unit]), other + dt.timedelta(ROUNDING[unit])
    if unit == "week":  # which begins on Sunday or on Monday
        return _around(day - dt.timedelta(day.weekday()), -1, 6)
    if unit == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    if unit == "year":
        return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    return day, day


def _moved(day: dt.date, unit: str, distance: int) -> dt.date:
    """Return the day that lies a number of days, weeks, months or years after another one."""
    if unit in {"day", "week"}:
        return day + dt.timedelta(distance * (WEEK if unit == "week" else 1))
    # Imported only when asked for: most articles name days alone.
    from dateutil.relativedelta import relativedelta

    moved: dt.date = day + relativedelta(**{f"{unit}s": distance})
    return moved


def _around(day: dt.date, low: int, high: int) -> Days:
    return day + dt.timedelta(low), day + dt.timedelta(high)


def _filled(
    fields: Mapping[str, frozenset[int]],
    said: Mapping[str, str],
    offset: tuple[str, int, int] | None,
    published: dt.date,
) -> dict[str, frozenset[int]]:
    """Add to the fields what counting from the day of publication tells, so that undated articles can be compared."""
    if offset is None or "count" in said:
        return dict(fields)
    unit, step, _ = offset
    if "yearstep" in said:
        return {**fields, "year": frozenset({published.year + step})}
    if unit == "day":
        day = published + dt.timedelta(step)
        known = {"year": day.year, "month": day.month, "day": day.day, "weekday": day.weekday()}
    elif unit == "month" and "unit" in said:
        month = _moved(published, "month", step)
        known = {"year": month.year, "month": month.month}
    elif unit == "year":
        known = {"year": published.year + step}
    else:
        known = {}
    filled = {name: frozenset({value}) for name, value in known.items()}
    if "weekday" in filled and 0 in fields.get("hour", ()):  # a night belongs to two days
        filled = {name: filled[name] for name in ("year",)}
    return {**filled, **fields}


# ---------------------------------------------------------------------------------------------------- the comparison


def compare_times(a: TimeExpression, b: TimeExpression) -> Match:
    """Say how two expressions of time compare.

    >>> july, fourth, june = (find_dates(text)[0] for text in ("in July", "on July 4", "in June"))
    >>> compare_times(july, fourth).value, compare_times(july, june).value
    ('compatible', 'different')
    """
    if (a.grain == "clock") != (b.grain == "clock"):
        return Match.UNRELATED
    if a.grain == "clock":
        return _compare_clocks(a, b)
    shared = a.fields.keys() & b.fields.keys()
    if any(a.fields[name].isdisjoint(b.fields[name]) for name in shared):
        return Match.DIFFERENT
    if a.offset is not None and b.offset is not None and not (a.span and b.span):
        return _compare_offsets(a.offset, b.offset, shared=bool(shared))
    if (a.offset is not None and a.offset == b.offset) or (shared and a.fields == b.fields):
        return Match.SAME
    if a.span and b.span and _is_week(a) and _is_week(b):
        # They are a day too long, since a week begins on Sunday or on Monday.
        return Match.COMPATIBLE if abs((a.span[0] - b.span[0]).days) < WEEK else Match.DIFFERENT
    if not shared and (not (a.span or b.span) or not (_says_day(a) and _says_day(b))):
        return Match.UNRELATED
    return Match.COMPATIBLE if _some_day(a, b) or not (_some_day(a, a) and _some_day(b, b)) else Match.DIFFERENT


def _is_week(one: TimeExpression) -> bool:
    """Whether an expression is a week that is named from the day of publication: "last week"."""
    return one.grain == "week" and not one.counted and "weekday" not in one.fields


def _says_day(one: TimeExpression) -> bool:
    """Whether an expression says anything of the day itself, not only of the time of day."""
    return one.span is not None or bool(one.fields.keys() - {"hour"})


def _compare_clocks(a: TimeExpression, b: TimeExpression) -> Match:
    """Compare two times of day; of different zones nothing is known."""
    if not a.minutes.isdisjoint(b.minutes):
        return Match.SAME
    if a.zone != b.zone:
        return Match.UNRELATED
    slack = APPROXIMATELY if a.approximate or b.approximate else 0
    near = any((one - other) % DAY <= slack or (other - one) % DAY <= slack for one in a.minutes for other in b.minutes)
    return Match.COMPATIBLE if near else Match.DIFFERENT


def _compare_offsets(a: tuple[str, int, int], b: tuple[str, int, int], *, shared: bool) -> Match:
    """Compare what is counted from unknown days of publication, a few days apart at most.

    What is past is not to come, and years are told apart even so; "today" and "yesterday" may be one day.
    """
    apart = a[1] > b[2] or b[1] > a[2]
    if not apart and (a[0] == b[0] or shared):
        return Match.SAME
    opposite = (a[2] < 0 < b[1]) or (b[2] < 0 < a[1])
    if apart and a[0] == b[0] and (opposite or a[0] == "year"):
        return Match.DIFFERENT
    return Match.UNRELATED


def _some_day(a: TimeExpression, b: TimeExpression) -> bool:
    """Whether there is a day that two expressions can both mean."""
    fields = dict(a.fields)
    for name, values in b.fields.items():
        fields[name] = fields.get(name, values) & values
    if not all(fields.values()):
        return False
    wanted = {name: fields[name] for name in ("year", "month", "day", "weekday") if name in fields}
    known = [one.span for one in (a, b) if one.span is not None]
    if not known and len(wanted) == 4:  # noqa: PLR2004 -- a whole date and its weekday
        known = [(dt.date(min(fields["year"]), 1, 1), dt.date(max(fields["year"]), 12, 31))]
    if not known:
        return True
    first, last = max(span[0] for span in known), min(span[1] for span in known)
    if (last - first).days > LONGEST_SEARCH:
        return True
    days = (first + dt.timedelta(number) for number in range((last - first).days + 1))
    return any(all(_value(day, name) in values for name, values in wanted.items()) for day in days)


def _value(day: dt.date, name: str) -> int:
    """Return what a day has in a field."""
    return day.weekday() if name == "weekday" else int(getattr(day, name))


class DateDetector:
    """Find expressions of time that differ between two articles' wordings of one passage: kind `date`.

    An expression that the other article simply lacks is no finding of this kind.
    """

    kinds = ("date",)
    rules: ClassVar[Mapping[str, str]] = {
        "date-differs": "Two expressions of time that no day satisfies both of stand for one another, in a passage "
        f"whose link has a confidence of {SURE_PASSAGE} or more. The confidence is {FACING} where their words are "
        "linked or stand against each other, times that of the link.",
        "date-bound": "Two equal times stand for one another, behind the same word, and one is an end (“by Friday”) "
        "and the other a beginning (“after Friday”), with no negation before them. The confidence is "
        f"{BOUND_DIFFERS} times that of the link.",
        "date-in-clause": "As date-differs or date-bound, where one of the two stands in a reporting clause: the "
        f"reading is the statement that it reports. The confidence is {APART} times that of the link where the words "
        "are not linked and no other time of that sort could be meant.",
    }

    def detect(self, table: Table) -> Iterator[Finding]:
        """Yield findings with empty ids; the rules are those of `rules`."""
        seen: set[tuple[object, ...]] = set()
        wordings = {
            counted: FactsByWording(table, partial(_read_wording, counted=counted)) for counted in (False, True)
        }
        for collation in sure_collations(table):
            counted = all(table.article_by_sigil[sigil].date_published is not None for sigil in collation.articles)
            facing = wordings[counted].facing(collation)
            if facing is None:
                continue
            for a, b, certainty in _differing(collation, *facing):
                # What stands between two statements belongs to the settings of both.
                places = collation.articles, a.start, b.start
                if places not in seen:
                    seen.add(places)
                    yield _finding(table, collation, (a, b), certainty * collation.confidence)


def _read_wording(article: Article, segments: Sequence[Segment], *, counted: bool) -> list[TimeExpression]:
    """Read an article's wording of a passage, and what its sentences say around it; offsets are the article's.

    Args:
        article: Whose wording it is.
        segments: Its statements in the passage.
        counted: Whether "two weeks ago" is a time; where a day of publication is missing, it is a quantity.
    """
    text, published = article.text or "", publication_day(article)
    found: dict[int, TimeExpression] = {}
    for begin, end in {segment.setting or (segment.start, segment.end) for segment in segments}:
        for one in find_dates(text[begin:end], published):
            start, stop = one.start + begin, one.end + begin
            around = not any(segment.start <= start and stop <= segment.end for segment in segments)
            if counted or not one.counted:
                found[start] = one._replace(start=start, end=stop, around=around)
    return [found[start] for start in sorted(found)]


def _differing(
    collation: Collation, first: Sequence[TimeExpression], second: Sequence[TimeExpression]
) -> Iterator[tuple[TimeExpression, TimeExpression, float]]:
    """Yield the expressions of two wordings that stand for one thing and differ, with the certainty in [0, 1]."""
    settled = [(a, b) for a, b in product(first, second) if _settles(a, b)]
    times = Counter(id(one) for pair in settled for one in pair)
    left, right = [a for a in first if not times[id(a)]], [b for b in second if not times[id(b)]]
    # One to one, a wider expression settles a narrower one: "in July", "on the 4th of July".
    for a, b in sorted(product(left, right), key=_place):
        if a in left and b in right and compare_times(a, b) is Match.COMPATIBLE:
            left.remove(a)
            right.remove(b)
    for a, b in settled:
        if times[id(a)] == times[id(b)] == 1 and compare_times(a, b) is Match.SAME and _bounds_differ(a, b):
            yield a, b, BOUND_DIFFERS
    graded = [
        (certainty, a, b)
        for a, b in product(left, right)
        if compare_times(a, b) is Match.DIFFERENT and (certainty := _opposition(collation, a, b, left, right)) > 0
    ]
    used: list[TimeExpression] = []
    for certainty, a, b in sorted(graded, key=lambda item: (-item[0], _place(item[1:]))):
        if a not in used and b not in used:
            used += [a, b]
            yield a, b, certainty


def _place(pair: tuple[TimeExpression, TimeExpression]) -> tuple[int, int]:
    """Return what pairs are ordered by, the same whichever article comes first."""
    a, b = pair
    return a.start + b.start, abs(a.start - b.start)


def _settles(one: TimeExpression, other: TimeExpression) -> bool:
    """Whether an expression has its counterpart in another: the same, or as fine and perhaps the same."""
    match = compare_times(one, other)
    return match is Match.SAME or (match is Match.COMPATIBLE and one.grain == other.grain)


def _opposition(
    collation: Collation,
    a: TimeExpression,
    b: TimeExpression,
    left: Sequence[TimeExpression],
    right: Sequence[TimeExpression],
) -> float:
    """Say how sure it is that two different expressions stand for one thing: in [0, 1], 0 where nothing says so."""
    if a.ends != b.ends and not (a.due or b.due):
        return 0.0
    if a.grain != b.grain and not (a.fields.keys() & b.fields.keys() or _distances(a, b)):
        return 0.0
    if _face(collation, a, b):
        return FACING
    # Beside a statement nothing is collated: there it is enough that nothing else could be meant.
    alone = a.grain == b.grain and all(one in (a, b) or one.grain != a.grain for one in (*left, *right))
    return APART if alone and (a.around or b.around) else 0.0


def _distances(a: TimeExpression, b: TimeExpression) -> bool:
    """Whether both count from the day of publication in units: "two weeks ago", "two months ago"; "last week"."""
    units = [one.counted or (one.offset is not None and one.grain != "day") for one in (a, b)]
    return all(units) and a.counted == b.counted


def _bounds_differ(a: TimeExpression, b: TimeExpression) -> bool:
    """Whether one time is an end and the other a beginning, of the same: "ready by Friday", "ready after Friday"."""
    apart = ((a.ends or a.due) and b.begins) or (a.begins and (b.ends or b.due))
    return apart and a.behind == b.behind != ""


def _face(collation: Collation, a: TimeExpression, b: TimeExpression) -> bool:
    """Whether words of two expressions are linked, or both lie in one variant."""

    def touches(spans: tuple[Span, Span]) -> bool:
        return all(one.start < span[1] and span[0] < one.end for one, span in zip((a, b), spans, strict=True))

    return any(touches((one, other)) for one, other, _ in collation.links) or any(
        touches(variant.spans) for variant in collation.variants
    )


def _finding(
    table: Table, collation: Collation, pair: tuple[TimeExpression, TimeExpression], confidence: float
) -> Finding:
    """Make a finding of two expressions that differ."""
    bounds = compare_times(*pair) is Match.SAME
    spans = [(one.start - (one.lead if bounds else 0), one.end) for one in pair]
    readings, in_clause = read_words(table, collation, spans)
    cues = tuple(one.text or "" for one in readings) if bounds else tuple(one.normal_form for one in pair)
    return make_finding(
        "date",
        "date-in-clause" if in_clause else "date-bound" if bounds else "date-differs",
        MEANING_AT_STAKE,
        confidence,
        readings,
        passage=collation.passage,
        cues=in_clause or cues,
        message=describe_words(in_clause) if in_clause else None,
    )
