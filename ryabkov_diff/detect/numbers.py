"""Table → Finding: the kind `number`.

Two steps. `find_quantities` reads the quantities of a text: digits and words, magnitudes, fractions, ranges, units,
currencies, ordinals; what only looks like one (dates, times, names with numbers, scores, idioms) it leaves out.
`NumberDetector` reads names with numbers and scores as well ("Road 7", "2-1") and lays what two articles have side by
side: equal quantities cancel out wherever they stand, and of what remains only a quantity that faces a *different*
quantity of the same kind is a finding.

Precision goes before recall: silence where the two might still agree (a rounding, a conversion, an idiom).
"""

from __future__ import annotations

import math
import re
import tomllib
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache, partial
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from text_to_num import alpha2digit

from ryabkov_diff.detect.clauses import read_words
from ryabkov_diff.detect.findings import describe_words, make_finding
from ryabkov_diff.detect.passages import SURE_PASSAGE, FactsByWording, sure_collations
from ryabkov_diff.detect.patterns import FirstMatch, lexicon, words_in
from ryabkov_diff.text import CACHED_WORDS, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ryabkov_diff.domain import Article, Collation, Finding, Segment, Table

__all__ = ["COUNT", "Bound", "NumberDetector", "Quantity", "Unit", "find_quantities"]

# Relative difference below which two values are the same number: only rounding in the arithmetic is meant.
SAME = 1e-9

# The same where outlets round: values converted between systems ("100 miles", "160 km"), fractions in words
# ("a third", "33 percent"), an approximate value against the exact one ("almost 1.2 million", "1,179,000").
SAME_ROUNDED = 0.05

# The same between days, weeks, and months or years: "15 days", "two weeks"; "eight weeks", "two months".
SAME_CALENDAR = 0.1

# By how many degrees of the base unit two temperatures in different scales may differ: each is rounded to whole ones.
SAME_DEGREES = 1

# By what factor two counts differ at least that count other things.
FAR_APART = 100

# How far beyond its bound an exact value may be: outlets round "208" down to "more than 200".
NEAR_BOUND = 0.2

# Characters before a number in which its modifiers and the word before it are looked for; the longest modifier has 20.
CONTEXT = 40

# The step between magnitudes: thousand, million, billion.
THOUSAND = 1000

# How sure it is that two quantities stand for one thing. The order is what matters, since the surest pair is taken
# first; none is certain, because words may face each other by chance. Set by hand, from "almost sure" to "more likely
# than not".
FACING = 0.9  # they face each other, in the same unit or with the same number
FACING_COUNTS = 0.85  # the same for things that are counted: whether the nouns mean the same is less sure
FACING_OTHER_UNITS = 0.7  # unit and number differ, or one side names no unit
APART = 0.6  # they don't face each other, but nothing else could be meant
BOUND_DIFFERS = 0.6  # equal values, one of them bounded: outlets often mean the same


# ------------------------------------------------------------------------------------------------------- the types


class Bound(StrEnum):
    """How a quantity is bounded."""

    NONE = ""
    MORE_THAN = "more-than"
    AT_LEAST = "at-least"
    LESS_THAN = "less-than"
    AT_MOST = "at-most"

    @property
    def sign(self) -> str:
        """The sign before the number in the normal form."""
        return {"more-than": ">", "at-least": "≥", "less-than": "<", "at-most": "≤"}.get(self.value, "")

    @property
    def direction(self) -> int:
        """1 for a lower bound, -1 for an upper bound, 0 for none."""
        return {">": 1, "≥": 1, "<": -1, "≤": -1}.get(self.sign, 0)


class Unit(NamedTuple):
    """A unit of measurement.

    Attributes:
        name: As the normal form shows it: `km`, `%`, `EUR`; empty for things that are counted.
        dimension: Units of one dimension are compared by value: `length`, `time`, `money` …, or `count`.
        factor: To the base unit of the dimension. Currencies have 1: they are never converted.
        system: `metric`, `customary`, `week` or `calendar`; conversions between systems are rounded ones.
        zero: What is 0 in the base unit, in this one; other than 0 for temperatures alone.
    """

    name: str
    dimension: str
    factor: float = 1.0
    system: str = "metric"
    zero: float = 0.0

    def to_base(self, value: float) -> float:
        """Convert a value in this unit to the base unit of the dimension."""
        return (value - self.zero) * self.factor


COUNT = Unit("", "count")
SCORE = Unit("", "score")
# Of names with numbers ("Road 7"); what stands before the number follows.
DESIGNATION = "designation "
PERCENT = "%"
PERCENTAGE_POINTS = "percentage points"
TIMES = "times"
# The hundredths of a currency in one of its units: "five dollars and 20 cents".
HUNDREDTHS = 100


class Quantity(NamedTuple):
    """A quantity as a text has it.

    Attributes:
        start: First code point of number and unit.
        end: One past the last.
        low: The value, in `unit`; of a range the lower end.
        high: The same as `low` unless it is a range.
        unit: `COUNT` where things are counted.
        noun: The noun after it in the singular, lower case: `tank` in "15 new tanks"; empty when none was seen.
        approximate: "about", "almost", "some", or a fraction in words.
        bound: "more than", "at least", "up to".
        ordinal: "the 24th week".
        vague: "several weeks", "tens of thousands": `low` is then the magnitude alone, in `unit`.
        weak: "one" or "a" with a noun: more often grammar than number.
        bounded: The span with the words that bound it: "no more than 5 %".
        excepted: Whether what it bounds is an exception: "unless more than 30 come".
        rest: Of what is given in two units ("two hours and 15 minutes"), what the smaller one adds, in `unit`.
        per: The time in which that happens: "$30 a month"; None where none is named.
        per_end: One past the last code point of that.
        hedged: Whether a word that may bound it stands near, as in "at least a total of 5" or "from 5 upwards".
    """

    start: int
    end: int
    low: float
    high: float
    bounded: tuple[int, int]
    unit: Unit = COUNT
    noun: str = ""
    approximate: bool = False
    bound: Bound = Bound.NONE
    ordinal: bool = False
    vague: bool = False
    weak: bool = False
    hedged: bool = False
    excepted: bool = False
    rest: float = 0.0
    per: Unit | None = None
    per_end: int = 0

    @property
    def is_count(self) -> bool:
        """Whether it says how many or how much, and is neither a score nor part of a name."""
        return self.unit != SCORE and not self.is_designation

    @property
    def is_designation(self) -> bool:
        """Whether it is part of a name: "Road 7"."""
        return self.unit.dimension.startswith(DESIGNATION)

    @property
    def normal_form(self) -> str:
        """What is compared, for a reader: `>20 t`, `150–250`, `no. 3`, `several months`, `road 7`, `1–2`."""
        if self.is_designation:
            return f"{self.unit.dimension.removeprefix(DESIGNATION)} {self.low:g}"
        number = f"{self.low:,.4f}".rstrip("0").rstrip(".")
        if self.vague:
            number = "several" if self.low == 1 else f"several × {number}"
        elif self.ordinal:
            number = f"no. {number}"
        elif self.low != self.high:
            number += "–" + f"{self.high:,.4f}".rstrip("0").rstrip(".")
        per = "" if self.per is None else f" / {self.per.name}"
        whole = f"{'~' if self.approximate else ''}{self.bound.sign}{number} {self.unit.name or self.noun}".rstrip()
        return whole + per


# -------------------------------------------------------------------------------------------------- the word lists


def _words(alternatives: Iterable[str]) -> str:
    """Join alternatives to a pattern, longest first; a space stands for any white space or a hyphen."""
    return "|".join(sorted((text.replace(" ", r"[\s-]+") for text in alternatives), key=len, reverse=True))


class _Lexicon(NamedTuple):
    """`numbers.toml`, compiled."""

    magnitudes: FirstMatch[float]
    suffixes: Mapping[str, float]
    fractions: FirstMatch[float]
    units: FirstMatch[Unit]
    currencies_before: FirstMatch[Unit]
    modifiers_after: re.Pattern[str]
    modifier_of: Mapping[str, str]
    modifiers_by_end: Mapping[str, tuple[str, ...]]
    designations: frozenset[str]
    idioms_before: Mapping[str, frozenset[str]]
    idioms_after: Mapping[str, re.Pattern[str]]
    plurals: Mapping[str, float]
    often: Mapping[str, float]
    hundredths: re.Pattern[str]
    singulars: Mapping[str, str]
    context: Mapping[str, frozenset[str]]
    amount: re.Pattern[str]
    words_and_signs: re.Pattern[str]
    beginnings: frozenset[str]
    telling: frozenset[str]
    masks: tuple[tuple[str, str], ...]


_VULGAR_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_VULGAR = _VULGAR_SIGNS | {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "1/3": 1 / 3, "2/3": 2 / 3}

# Groups of three digits: comma, apostrophe, thin, narrow or no-break space, plain space; or plain digits.
_DIGITS = r"\d{1,3}(?:(?:[,'’\u2009\u202f\u00a0 ]\d{3})+(?!\d)(?:\.\d+)?)|\d+(?:[.,]\d+)?"

# What a number can look like, the more specific forms first; `{words}` are filled in from the lexicon.
_AMOUNT = r"""(?<![\w.,/’'+])(?:
    # one in five · nine out of ten · two of every three
    \s?(?P<some>\d{1,2}|{cardinals})[\s-]+(?:in|out[\s-]+of|(?:in|of)[\s-]+every)[\s-]+
        (?P<all>{digits}|{cardinals})\b
        (?!\s?(?:%|percent|per\s?cent)|[\s-]+(?:{magnitudes}|seconds?|minutes?|{spans}s?|{cardinals})\b)
    # 1,500 · $5 · 2½ · 2 1/2 · 24th · 300k · €3m
  | (?P<sign>{signs})?\s?(?P<digits>{digits})
        (?:(?P<vulgar>[½¼¾⅓⅔])|[ ](?P<over>1/2|1/4|3/4|1/3|2/3)(?!\d))?
        (?:(?P<nth>st|nd|rd|th)\b|(?P<suffix>{suffixes})\b)?
    # ½ · 1/2
  | (?P<only>[½¼¾⅓⅔]|(?:1/2|1/4|3/4|1/3|2/3)(?![\d/]))
    # half a million · half of the · half an hour
  | (?:an?[\s-]+)?(?P<half>half)(?:[\s-]+of)?[\s-]+(?:an?[\s-]+|the[\s-]+)?
    # a third of · two-thirds majority · rose by a fifth
  | (?P<by>(?<=\bby[ ]))?(?:(?P<parts>an?|one|two|three|four|\d)[\s-]+)(?P<part>{parts})\b
        (?(by)(?![\s-]+(?!{phrase})\w)|(?=\s+(?:of|the)\b|\s+majority\b))
    # several weeks · a few hundred · a couple of thousand euros
  | (?P<vague>{vague})[\s-]+
        (?=(?:of\s+)?(?:hundred|{magnitudes}|{plurals}|seconds|minutes|{spans}s|centuries|{currencies})\b)
        (?P<vaguehundred>hundred\b)?
    # tens of thousands · dozens
  | (?P<plural>{plurals})\b(?:\s+of\s+(?P<plural2>{plurals})\b)?
    # twice
  | (?P<often>{often})\b
    # a hundred and fifty · twenty-first: cardinals, an ordinal, or both · a dozen
  | (?:an?[\s-]+(?=hundred|thousand|million|billion|trillion|dozen))?
        (?:(?P<spelled>(?:(?P<run>{run})|)(?:(?(run)[\s-]+)(?P<ordinal>{ordinals})(?!\w)|(?(run)|(?!))))
            |(?P<bare>trillion|dozen))(?!\w)
    # a year ago · an hour and a half
  | (?P<article>an?)[\s-]+
        (?=(?:second|minute|{spans}|century)\s+(?:ago|later|earlier|before|after|and[\s-]+a[\s-]+half)\b)
)"""


@lexicon
def _lexicon() -> _Lexicon:
    """Read and compile the word lists, once and only when a text is searched."""
    data: dict[str, Any] = tomllib.loads(files(__package__).joinpath("numbers.toml").read_text(encoding="utf-8"))

    units = [(_words([currency["after"]]), Unit(currency["code"], "money")) for currency in data["currencies"]] + [
        (
            _words([unit["pattern"]]),
            Unit(unit["name"], unit["dimension"], unit["factor"], unit.get("system", "metric"), unit.get("zero", 0.0)),
        )
        for unit in data["units"]
    ]
    modifier_of = {
        re.sub(r"\W+", " ", text).strip(): kind for kind, texts in data["modifiers"].items() for text in texts
    }
    by_end: defaultdict[str, list[str]] = defaultdict(list)
    for text in modifier_of:
        by_end[text.split()[-1]].append(text)
    signs = "|".join(currency["before"] for currency in data["currencies"])
    cardinals = "|".join(data["numerals"]["cardinals"])
    # "and" only after a hundred or more: "one lamp and eight chairs" are two quantities.
    joint = r"(?:(?<=hundred)|(?<=thousand)|(?<=million)|(?<=billion))\s+and\s+"
    words = {
        "signs": _words(currency["before"] for currency in data["currencies"]),
        "digits": _DIGITS,
        "suffixes": _words(data["suffixes"]),
        "parts": _words(data["fractions"]),
        "vague": _words(data["vague"]["words"]),
        "magnitudes": _words(data["magnitudes"]),
        "plurals": _words(data["plurals"]),
        "spans": "(?:hour|day|week|month|year|decade)",
        "currencies": _words(currency["after"] for currency in data["currencies"]),
        "run": rf"(?:{cardinals})(?:(?:[\s-]+|{joint})(?:{cardinals})\b)*",
        "ordinals": "|".join(data["numerals"]["ordinals"]),
        "cardinals": cardinals,
        "month": data["numerals"]["month"],
        "often": _words(data["often"]),
        "phrase": rf"(?:{'|'.join(data['context']['phrase'])})\b",
    }

    beginnings = frozenset(
        (
            *("a", "an", "half", "dozen", "trillion"),
            *data["numerals"]["cardinals"],
            *data["numerals"]["ordinals"],
            *data["plurals"],
            *data["often"],
            *(text.split()[0] for text in data["vague"]["words"]),
            *(code.lower() for code in re.findall(r"[A-Z]+", signs)),
        )
    )

    def filled(pattern: str) -> str:
        return re.sub(r"\{([a-z]+)\}", lambda slot: words[slot[1]], pattern)

    return _Lexicon(
        magnitudes=FirstMatch(data["magnitudes"].items(), behind=r"(?!\w)"),
        suffixes=data["suffixes"],
        fractions=FirstMatch(data["fractions"].items()),
        units=FirstMatch(units, behind=r"(?!\w)"),
        currencies_before=FirstMatch(
            (currency["before"], Unit(currency["code"], "money")) for currency in data["currencies"]
        ),
        modifiers_after=re.compile(rf"\s+({_words(filter(_POSTPOSED.match, modifier_of))})\b", re.IGNORECASE),
        modifier_of=modifier_of,
        modifiers_by_end={end: tuple(texts) for end, texts in by_end.items()},
        designations=frozenset(data["designations"]["words"]),
        idioms_before={kind: frozenset(data[kind]["before"]) for kind in ("one", "ordinals")},
        idioms_after={
            kind: re.compile(rf"[\s-]+(?:{_words(data[kind]['after'])})\b", re.IGNORECASE)
            for kind in ("one", "ordinals")
        },
        plurals=data["plurals"],
        often=data["often"],
        hundredths=re.compile(rf"\s+(?:{_words(data['hundredths']['words'])})\b", re.IGNORECASE),
        singulars=data["singulars"],
        context={name: frozenset(words) for name, words in data["context"].items()},
        amount=re.compile(filled(_AMOUNT), re.IGNORECASE | re.VERBOSE),
        words_and_signs=re.compile(r"\w+|[" + "".join(re.findall(r"[^\w\s|?\\]", signs)) + "]"),
        beginnings=beginnings,
        # "A quarter", "a few", "a year ago": what "a" and "an" say is told by the word behind them.
        telling=beginnings - {"a", "an"}
        | {part.removesuffix("?").removesuffix("s") + ending for part in data["fractions"] for ending in ("", "s")}
        | {word for text in data["vague"]["words"] for word in text.split()[1:2]}
        | set("second minute hour day week month year decade century".split()),
        masks=tuple((cue, filled(mask)) for cue, mask in data["masks"]["patterns"]),
    )


# ------------------------------------------------------------------------------------------------------ the reading


class _Amount(NamedTuple):
    """A number as read, before it is known whether it is a quantity.

    `end` is where reading goes on: behind number, magnitude and unit.
    """

    match: re.Match[str]
    end: int
    value: float
    scale: float = 1.0
    unit: Unit = COUNT
    approximate: bool = False
    ordinal: bool = False
    vague: bool = False
    weak: bool = False

    @property
    def bare(self) -> bool:
        """Whether there is nothing but a number: no magnitude, no unit, no currency sign."""
        return self.scale == 1 and self.unit == COUNT

    @property
    def in_digits(self) -> bool:
        return self.match["digits"] is not None


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Read the quantities of a text, in order and without overlap.

    >>> text = "Some 1.5 million people left in 2022, at least half of them by 8 p.m."
    >>> [quantity.normal_form for quantity in find_quantities(text)]
    ['~1,500,000 person', '≥50 %']

    Args:
        text: Any text; an empty one has no quantities.
    """
    return tuple(quantity for quantity in _find_numbers(text) if quantity.is_count)


def _find_numbers(text: str) -> tuple[Quantity, ...]:
    """Read the quantities of a text, the scores, and the names with numbers, in order and without overlap."""
    lexicon = _lexicon()
    found: list[Quantity] = []
    if not _NUMERAL.search(text) and lexicon.telling.isdisjoint(words_in(text)):
        return ()
    if _DIGIT.search(text):
        found += [_designation(match, match.start(), float(match["number"])) for match in _MODEL.finditer(text)]
        found += [_score(match) for match in _COLON_SCORE.finditer(text)]
    position = 0
    masked: list[tuple[int, int]] | None = None
    for place in _beginnings(text):
        match = lexicon.amount.match(text, place) if place >= position else None
        if match is None:
            continue
        if masked is None:  # there is nothing to mask where nothing is counted
            masked = _masked(text)
        position = match.end()
        covered_to = _covered_to(masked, match.span())
        if covered_to is not None:
            position = max(position, covered_to)
            continue
        score = _SCORE.match(text, match.start())
        if score and int(score[1]) >= int(score[2]):  # "won 2-1": of a range, the higher end comes last
            found.append(_score(score))
            position = score.end()
            continue
        amount = _read_amount(text, match)
        if amount is None:
            continue
        position = amount.end
        other = _range_end(text, amount, masked)
        if other is not None:
            position = other.end
        quantity = _quantity(text, amount, other)
        if quantity is not None:
            found.append(quantity)
    return _joined(text, sorted(found, key=lambda quantity: quantity.start))


def _beginnings(text: str) -> Iterator[int]:
    """Yield the places where an amount may begin: before digits, signs and words with which amounts begin.

    Most words are none of these, and to look what is in a set is much quicker than to try a long pattern everywhere.
    """
    lexicon = _lexicon()
    for word in lexicon.words_and_signs.finditer(text):
        if word[0].lower() in lexicon.beginnings or not word[0].isalpha():
            start = word.start()
            # A blank may be read as a part of it, but not behind a word.
            if text[start - 1 : start].isspace() and not _WORD_END.match(text, start - 2):
                yield start - 1
            yield start


_DIGIT = re.compile(r"\d")
_NUMERAL = re.compile(r"[\d½¼¾⅓⅔]")
_WORD_END = re.compile(r"[\w.,/’'+]")


def _masked(text: str) -> list[tuple[int, int]]:
    """Return the spans of what looks like an amount and is none, in order."""
    cues = _cues(text)
    return _merged(
        match.span() for cue, mask in _lexicon().masks if cue in cues for match in _mask(mask).finditer(text)
    )


@cache
def _mask(expression: str) -> re.Pattern[str]:
    """Compile a mask, when there is a text with its cue."""
    return re.compile(expression, re.MULTILINE)


def _cues(text: str) -> str:
    """Return a text as the cues of the masks are looked for in it."""
    return _DIGIT.sub("0", text.lower())


# What joins the parts of "two hours and 15 minutes", "5 feet 3 inches".
_JOINT = re.compile(r"(?:,?\s+and|,)?[\s-]+")
# Units that follow one another in a quantity, by name, and what is then read: "7 pounds 5 ounces" are no money.
_SMALLER = {
    ("years", "months"): "years",
    ("years", "weeks"): "years",
    ("years", "days"): "years",
    ("months", "weeks"): "months",
    ("months", "days"): "months",
    ("weeks", "days"): "weeks",
    ("days", "h"): "days",
    ("h", "min"): "h",
    ("min", "s"): "min",
    ("ft", "in"): "ft",
    ("lb", "oz"): "lb",
    ("GBP", "oz"): "lb",
    ("m", "cm"): "m",
    ("kg", "g"): "kg",
}


def _joined(text: str, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Make one quantity of neighbours that are parts of one: hours and minutes, feet and inches, "1 metre 20"."""
    joined: list[Quantity] = []
    for quantity in quantities:
        whole = _sum(text, joined[-1], quantity) if joined else None
        if whole is None:
            joined.append(quantity)
        else:
            joined[-1] = whole
    return tuple(joined)


def _sum(text: str, larger: Quantity, smaller: Quantity) -> Quantity | None:
    """Return the sum of two neighbours that are parts of one quantity, or None where they are two quantities.

    It is in the smaller unit, but a sum of money with cents in the currency.
    """
    joint = _JOINT.fullmatch(text, larger.end, smaller.start)
    if joint is None:
        return None
    centimetres = re.fullmatch(r"\d\d", text[smaller.start : smaller.end]) and not _next_is_plural(text, smaller.end)
    if larger.unit.name == "m" and smaller.unit == COUNT and centimetres and joint[0].isspace():
        smaller = smaller._replace(unit=_unit_named("cm"))
    cents = _lexicon().hundredths.match(text, smaller.end) if larger.unit.dimension == "money" else None
    name = _SMALLER.get((larger.unit.name, smaller.unit.name))
    exact = not (larger.ordinal or larger.vague or smaller.ordinal or smaller.vague or smaller.approximate)
    ends = larger.low != larger.high or smaller.low != smaller.high or smaller.bound.direction
    if not exact or ends:
        return None
    if cents and smaller.unit == COUNT:
        smaller = smaller._replace(end=cents.end(), bounded=(smaller.start, cents.end()), noun="")
        ratio, parts = float(HUNDREDTHS), HUNDREDTHS
    elif name is not None:
        ratio, parts = _unit_named(name).factor / smaller.unit.factor, 1
    else:
        return None
    if not 0 <= smaller.low < ratio or larger.low != round(larger.low):
        return None
    value = (larger.low * ratio + smaller.low) / parts
    return smaller._replace(
        start=larger.start,
        low=value,
        high=value,
        bounded=(larger.bounded[0], smaller.bounded[1]),
        unit=larger.unit if cents else smaller.unit,
        approximate=larger.approximate,
        bound=larger.bound,
        hedged=larger.hedged or smaller.hedged,
        excepted=larger.excepted,
        weak=False,
        rest=smaller.low / parts,
    )


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _covered_to(masked: Sequence[tuple[int, int]], span: tuple[int, int]) -> int | None:
    """Return where the last mask ends that touches a span; None when none does."""
    place = bisect_left(masked, (span[1], 0)) - 1
    return masked[place][1] if place >= 0 and masked[place][1] > span[0] else None


_SCORE = re.compile(r"(\d{1,3})[-–](\d{1,3})\b(?![-–/]\d)")
# With two digits behind the colon it is a time of day.
_COLON_SCORE = re.compile(r"(?<![\w.,:/])(\d{1,2}):(\d)\b(?![:/]\d)")
# "S-400", "MH17", "the G7"; the masks leave them out as quantities.
_MODEL = re.compile(
    r"(?<![^\W_]|[-&/.])(?!(?:USD?|EUR|GBP|RUB|CZK|NIS|ILS|CHF|CNY|RMB|JPY|INR|UAH)\d)"
    r"(?P<head>[A-Z][A-Za-z]{0,5})-?(?P<number>\d{1,4})(?=s?(?![\w+]|[-.,:/]\w))"
)


def _score(match: re.Match[str]) -> Quantity:
    """Make a quantity of a score; which side comes first is a matter of who tells it."""
    low, high = sorted((float(match[1]), float(match[2])))
    return Quantity(match.start(), match.end(), low, high, match.span(), SCORE)


def _designation(match: re.Match[str], start: int, number: float) -> Quantity:
    """Make a quantity of a name with a number, which begins at `start` and ends with the match."""
    head = re.sub(r"\W+$", "", match.string[start : match.end()].rstrip("0123456789.,")).lower()
    return Quantity(start, match.end(), number, number, (start, match.end()), Unit("", DESIGNATION + head))


def _read_amount(text: str, match: re.Match[str]) -> _Amount | None:
    """Read value, magnitude and unit from where the pattern of amounts matched; None when it is no number after all."""
    lexicon = _lexicon()
    groups = match.groupdict()
    amount = _Amount(match, match.end(), 1.0)
    if groups["digits"]:
        value = _number(groups["digits"]) + _VULGAR.get(groups["vulgar"] or groups["over"] or "", 0.0)
        suffix = (groups["suffix"] or "").lower()
        sign = groups["sign"]
        if suffix == "m" and not sign and not _next_is_plural(text, amount.end):  # metres, no millions
            amount = amount._replace(end=match.start("suffix"))
            suffix = ""
        unit = lexicon.currencies_before.at(sign or "", 0)[0] or COUNT
        amount = amount._replace(
            value=value, scale=lexicon.suffixes.get(suffix, 1.0), unit=unit, ordinal=groups["nth"] is not None
        )
    elif groups["only"]:
        amount = amount._replace(value=_VULGAR[groups["only"]])
    elif groups["some"]:
        some, whole = (
            _number(words) if words[0].isdigit() else _spelled(words) for words in match.group("some", "all")
        )
        if not some or not whole or some >= whole or _IN_YEAR.fullmatch(groups["all"]):
            return None
        return amount._replace(value=100 * some / whole, unit=_unit_named(PERCENT), approximate=True)
    elif groups["half"]:
        amount = amount._replace(value=0.5)
    elif groups["part"]:
        parts = groups["parts"].lower()
        count = 1.0 if parts.startswith("a") else _spelled(parts)
        part, _ = lexicon.fractions.at(groups["part"], 0)
        if of_unit := _OF_A.match(text, amount.end):  # "a quarter of a percentage point", "of an hour"
            divided, end = lexicon.units.at(text, of_unit.end())
            if divided is not None and end - of_unit.end() > len("km"):
                return amount._replace(value=(count or 1.0) * (part or 1.0), unit=divided, end=end, approximate=True)
        return amount._replace(value=100 * (count or 1.0) * (part or 1.0), unit=_unit_named(PERCENT), approximate=True)
    elif groups["vague"]:
        amount = amount._replace(scale=100.0 if groups["vaguehundred"] else 1.0, vague=True)
    elif groups["plural"]:
        scale = lexicon.plurals[groups["plural"].lower()] * lexicon.plurals.get((groups["plural2"] or "").lower(), 1.0)
        amount = amount._replace(scale=scale, vague=True)
    elif groups["article"]:
        amount = amount._replace(weak=True)
    elif groups["often"]:
        return amount._replace(value=lexicon.often[groups["often"].lower()], unit=_unit_named(TIMES))
    elif groups["bare"]:
        amount = amount._replace(scale=lexicon.plurals[groups["bare"].lower() + "s"])
    else:
        spelled = _spelled(groups["spelled"])
        if spelled is None:  # "nineteen ninety-five", "twenty twenty-two": a year or a list, no number
            return None
        amount = amount._replace(
            value=spelled,
            ordinal=groups["ordinal"] is not None,
            weak=groups["spelled"].lower() == "one",
        )
    return _with_unit(text, amount)


def _with_unit(text: str, amount: _Amount) -> _Amount | None:
    """Read "and a half", the magnitude and the unit behind a number; None when "half" is half of nothing."""
    lexicon = _lexicon()
    end, value, scale, unit = amount.end, amount.value, amount.scale, amount.unit
    if and_half := _AND_HALF.match(text, end):
        value, end = value + 0.5, and_half.end()
    gap = _GAP.match(text, end)
    after_gap = gap.end() if gap else end
    if not amount.ordinal:
        magnitude, magnitude_end = lexicon.magnitudes.at(text, after_gap)
        if magnitude is not None:
            scale, end = scale * magnitude, magnitude_end
    connector = (_GAP_OF if amount.vague else _GAP).match(text, end)
    unit_start = connector.end() if connector else end
    found, unit_end = lexicon.units.at(text, unit_start)
    # "5 t" and "5 m" are units, "five m" is none.
    if found is not None and (amount.in_digits or unit_end - unit_start > len("km")):
        if unit == COUNT:
            unit, end = found, unit_end
        elif found == unit:  # "$5 dollars"
            end = unit_end
        if and_half := _AND_HALF.match(text, end):
            value, end = value + 0.5, and_half.end()
    if amount.match["half"] and scale == 1 and unit == COUNT:
        if not re.search(r"(?i)\b(?:of|the)\b", amount.match[0]):
            return None
        value, unit, end = 50.0, _unit_named(PERCENT), amount.match.start("half") + len("half")
    if amount.match["article"] and unit == COUNT:
        return None
    if amount.weak and unit.name == "days" and not _RELATIVE.match(text, end):
        return None  # "one day we will"
    weak = amount.weak and scale == 1 and (unit == COUNT or value == 1)
    return amount._replace(value=value, scale=scale, unit=unit, end=end, weak=weak)


_IN_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_RELATIVE = re.compile(r"\s+(?:ago|later|earlier|before|after)\b")
_AND_HALF = re.compile(r"[\s-]+and[\s-]+a[\s-]+half\b", re.IGNORECASE)
_OF_A = re.compile(r"\s+of\s+an?\s+", re.IGNORECASE)
_GAP = re.compile(r"[\s-]{0,2}")
_GAP_OF = re.compile(r"\s+(?:of\s+)?")

# What joins the two ends of a range: "150–250", "two to three", "five or six".
_RANGE = re.compile(r"\s?[-–]\s?|\s+(?:to|or)\s+", re.IGNORECASE)
# "Rose by one euro to 3 euros".
_BY = re.compile(r"\bby\s+$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_RANGE_BETWEEN = re.compile(r"\s+(?:and|to)\s+", re.IGNORECASE)


def _range_end(text: str, low: _Amount, masked: Sequence[tuple[int, int]]) -> _Amount | None:
    """Read the upper end of a range that begins with `low`; None when there is none."""
    pattern = (
        _RANGE_BETWEEN if _BETWEEN.search(text, max(0, low.match.start() - CONTEXT), low.match.start()) else _RANGE
    )
    joint = pattern.match(text, low.end)
    match = _lexicon().amount.match(text, joint.end()) if joint else None
    if joint is None or match is None or _covered_to(masked, match.span()) is not None:
        return None
    by = low.unit != COUNT and _BY.search(text, max(0, low.match.start() - CONTEXT), low.match.start())
    high = None if by else _read_amount(text, match)
    if high is None or low.ordinal or high.ordinal or low.vague or high.vague:
        return None
    same_unit = low.unit in {COUNT, high.unit} or (high.unit == COUNT and low.match["digits"] and low.match["sign"])
    hyphen_falls = joint[0].strip() in {"-", "–"} and _value(low, high) >= high.value * high.scale
    return None if not same_unit or hyphen_falls else high


def _value(low: _Amount, high: _Amount) -> float:
    """Return the lower end's value, which may share the magnitude of the upper end: "3–5 million"."""
    shares = low.scale == 1 and high.scale > 1 and low.value < high.value
    return low.value * (high.scale if shares else low.scale)


def _quantity(text: str, low: _Amount, high: _Amount | None) -> Quantity | None:
    """Make a quantity of what was read; None when it is a year, a designation or an idiom."""
    start = low.match.start() + (len(low.match[0]) - len(low.match[0].lstrip()))
    end = (high or low).end
    if high is None and low.bare:
        word, place = _previous_word(text, low.match.start())
        if _is_year(text, low, word):
            return None
        if _is_designation(text, low, word, place):
            return _designation(low.match, place, low.value) if low.in_digits and word else None
        if _is_idiom(text, low, word):
            return None
    if high is not None and all(
        one.bare and _is_year(text, one, _previous_word(text, one.match.start())[0]) for one in (low, high)
    ):
        return None
    values = [low.value * low.scale] if high is None else [_value(low, high), high.value * high.scale]
    if not all(math.isfinite(value) for value in values):  # hundreds of digits: whatever it is, it counts nothing
        return None
    unit = low.unit if high is None or high.unit == COUNT else high.unit
    if minus := _MINUS.search(text, max(0, start - CONTEXT), start):
        start, values = minus.start(1), [-value for value in values]
    (before, bounded_start), (after, bounded_end) = _modifiers(text, start, end, unit)
    per = _PER.match(text, end)
    kinds = {before, after} - {""}
    return Quantity(
        start=start,
        end=end,
        low=min(values),
        high=max(values),
        bounded=(bounded_start, bounded_end),
        unit=unit,
        noun=_noun(text, end),
        approximate=low.approximate or "approximate" in kinds,
        bound=Bound(next(iter(sorted(kinds - {"approximate"})), "")),
        ordinal=low.ordinal,
        vague=low.vague,
        weak=low.weak and high is None,
        hedged=_HEDGE_BEFORE.search(text, max(0, start - CONTEXT), start) is not None
        or _HEDGE_AFTER.match(text, end) is not None,
        excepted=_EXCEPT.search(text, max(0, bounded_start - CONTEXT), bounded_start) is not None,
        per=_unit_named(_PER_UNITS[per[1].lower()]) if per and not low.ordinal else None,
        per_end=per.end() if per else 0,
    )


# "$30 a month", "40 patients per day"; but "40 patients a day later".
_PER = re.compile(
    r"(?:\s[a-z]+)?\s(?:an?|per)\s(second|minute|hour|day|week|month|year)\b(?!\s(?:ago|earlier|later|before|after|and|or)\b|-)",
    re.IGNORECASE,
)
_PER_UNITS = {
    "second": "s",
    "minute": "min",
    "hour": "h",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
}


# "Unless more than 30 come" says what "as long as no more than 30 come" does.
_EXCEPT = re.compile(r"\b(?:unless|(?:except|save)\s+(?:if|when|where))\b[^.;:!?]*$|\b(?:un)?till?\s+$", re.IGNORECASE)


_HEDGE_BEFORE = re.compile(
    r"\b(?:more|less|fewer|over|under|above|below|least|most|minimum|maximum|exceed\w*|up\s+to|from)\b[^,;:.]*$",
    re.IGNORECASE,
)
_HEDGE_AFTER = re.compile(r"\s+(?:and|or)?\s*(?:upwards?|more|above|beyond|plus|less|fewer|below)\b", re.IGNORECASE)


_MINUS = re.compile(r"(?:^|(?<=[\s(]))(minus\s|[-−])$", re.IGNORECASE)


def _modifiers(text: str, start: int, end: int, unit: Unit) -> tuple[tuple[str, int], tuple[str, int]]:
    """Return what stands right before and right after a quantity, each with the outer end of the words.

    What stands there is `approximate`, the value of a `Bound`, or "". Under a negation ("it is not true that over
    5 came") it is unclear what is bounded, hence `approximate`.
    """
    lexicon = _lexicon()

    def kind(words: str) -> str:
        return lexicon.modifier_of[re.sub(r"\W+", " ", words).lower().strip()]

    left, right = ("", start), ("", end)
    window = max(0, start - CONTEXT)
    words = _LETTERS.findall(text, window, start)
    modifiers = lexicon.modifiers_by_end.get(words[-1].lower(), ()) if words else ()
    before = _modifier_before(modifiers).search(text[window:start]) if modifiers else None
    # "over two weeks" is mostly "during two weeks".
    during = before is not None and before[1].lower() == "over" and unit.dimension == "time"
    if before is not None and not during:
        negated = _NEGATION.search(text[window : window + before.start(1)])
        left = "approximate" if negated else kind(before[1]), window + before.start(1)
    after = lexicon.modifiers_after.match(text, end)
    if after is not None:
        right = kind(after[1]), after.end()
    return left, right


@cache
def _modifier_before(modifiers: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of what ends with one of some modifiers."""
    return re.compile(rf"(?:^|(?<=[\s(—–-]))({_words(modifiers)})[\s-]+$", re.IGNORECASE)


_LETTERS = re.compile(r"[^\W\d_]+")
_NEGATION = re.compile(r"(?:n['’]t|\b(?:not|never|hardly|no))\b", re.IGNORECASE)
# Behind a number, "about", "under" and the like belong to what follows.
_POSTPOSED = re.compile(r"(?:or|and|at|give|maximum|minimum)\b")

_LAST_WORD = re.compile(r"[^\W\d_][\w’'-]*\.?$")
_NEXT_WORD = re.compile(r"[\s-]+([^\W\d_][\w’'-]*)")
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:\n]|[\"“”«(])\s*$")


def _previous_word(text: str, position: int) -> tuple[str, int]:
    """Return the word before a position, and where it begins; an empty one where there is none."""
    before = text[max(0, position - CONTEXT) : position]
    stripped = before.rstrip()
    match = _LAST_WORD.search(stripped.rsplit(None, 1)[-1]) if 0 < len(stripped) < len(before) else None
    if match is None:
        return "", position
    return match[0], position - len(before) + len(stripped) - len(match[0])


def _is_plural(word: str) -> bool:
    return word.lower() in _lexicon().singulars or (
        word.endswith("s") and not word.endswith(("ss", "'s", "’s", "us", "is"))
    )


def _next_is_plural(text: str, position: int) -> bool:
    match = _NEXT_WORD.match(text, position)
    return match is not None and _is_plural(match[1]) and match[1].lower() not in {"is", "was", "has", "does"}


def _is_year(text: str, amount: _Amount, previous: str) -> bool:
    """Tell whether four bare digits are a year, by the word before them and what follows."""
    if not (amount.in_digits and amount.bare and re.fullmatch(r"[12]\d{3}", amount.match["digits"])):
        return False
    after_preposition = previous.lower() in _lexicon().context["year"]
    plural = _next_is_plural(text, amount.end)
    if 1900 <= amount.value < 2100:  # noqa: PLR2004 -- the years that news speaks of
        return after_preposition or not plural
    return after_preposition and not plural


def _is_designation(text: str, amount: _Amount, previous: str, place: int) -> bool:
    """Tell whether a bare number belongs to a name: "Article 5", "Rossiya 24", "the Five Eyes".

    Args:
        text: The whole text.
        amount: The number.
        previous: The word before it.
        place: Where that begins.
    """
    if amount.ordinal or amount.vague:
        return False
    lexicon = _lexicon()
    word = previous.lower()
    if word.rstrip(".") in lexicon.designations:
        return True
    if amount.in_digits:
        ordinary = (lexicon.context["year"], lexicon.context["determiner"], lexicon.modifier_of)
        named = previous[:1].isupper() and not any(word in words for words in ordinary)
        return named and not _next_is_plural(text, amount.end)
    if not amount.match[0][:1].isupper():
        return False
    following = _NEXT_WORD.match(text, amount.end)
    if following is not None and following[1][0].isupper():
        return True
    return previous[:1].isupper() and not _SENTENCE_BEGINS.search(text[max(0, place - CONTEXT) : place])


def _is_idiom(text: str, amount: _Amount, previous: str) -> bool:
    """Tell whether "one" is a pronoun, or an ordinal part of a fixed phrase ("first half", "second thoughts")."""
    if amount.weak:
        kind = "one"
    elif amount.ordinal and amount.value <= 3:  # noqa: PLR2004 -- "first", "second" and "third" alone are ambiguous
        kind = "ordinals"
    else:
        return False
    lexicon = _lexicon()
    following = _NEXT_WORD.match(text, amount.end)
    return (
        previous.lower() in lexicon.idioms_before[kind]
        or lexicon.idioms_after[kind].match(text, amount.end) is not None
        or following is None
    )


_NOUN_WORDS = re.compile(r"(?:\s+|-)(?:of\s+(?:the|its|his|her|their|our|these|those)\s+)?([^\W\d_][\w’'-]*)")


def _noun(text: str, position: int) -> str:
    """Return the noun that is counted, in the singular: the first plural among the next three words, else the first."""
    words: list[str] = []
    while len(words) < 3 and (match := _NOUN_WORDS.match(text, position)):  # noqa: PLR2004 -- two adjectives at most
        if match[1].lower() in _lexicon().context["phrase"]:
            break
        words.append(match[1].lower())
        position = match.end()
    return _singular(next((word for word in words if _is_plural(word)), words[0] if words else ""))


def _singular(word: str) -> str:
    irregular = _lexicon().singulars.get(word)
    if irregular is not None:
        return irregular
    return re.sub(r"ies$", "y", word) if word.endswith("ies") else (word[:-1] if _is_plural(word) else word)


@cache
def _unit_named(name: str) -> Unit:
    return next(unit for unit in _lexicon().units.values if unit.name == name)


def _number(digits: str) -> float:
    """Read digits in either convention: a comma before exactly three digits separates thousands.

    >>> _number("1,500"), _number("3,8"), _number("1.75"), _number("11 200")
    (1500.0, 3.8, 1.75, 11200.0)
    """
    grouped = re.sub(r"[,'’\s](?=\d{3}(?!\d))", "", digits)
    return float(grouped.replace(",", "."))


@lru_cache(maxsize=CACHED_WORDS)
def _spelled(words: str) -> float | None:
    """Read number words; None when they are several numbers.

    >>> _spelled("hundred and fifty"), _spelled("twenty-first"), _spelled("twenty twenty-two")
    (150.0, 21.0, None)
    """
    digits = re.fullmatch(
        r"(\d+(?:\.\d+)?)(?:st|nd|rd|th)?", alpha2digit(re.sub(r"[\s-]+", " ", words.lower()), "en", 0)
    )
    return None if digits is None else float(digits[1])


# --------------------------------------------------------------------------------------------------- the comparison


class NumberDetector:
    """Find quantities that differ between two articles' wordings of one passage: kind `number`.

    A quantity that the other article simply lacks is no finding of this kind.
    """

    kinds = ("number",)
    rules: ClassVar[Mapping[str, str]] = {
        "quantity-differs": "Two different quantities of the same dimension, or of the same things, stand for one "
        f"another, in a passage whose link has a confidence of {SURE_PASSAGE} or more. Values that outlets round may "
        f"differ by {SAME_ROUNDED:.0%}, days and weeks by {SAME_CALENDAR:.0%}, degrees of two scales by "
        f"{SAME_DEGREES}. Quantities in two units (“two hours and 15 minutes”) are one, and of rates (“$30 a month”) "
        "the values in the same time are compared. Scores, and names with numbers (“Road 7”), count only where they "
        "face each other. The "
        "confidence is how sure it is that the two stand for one another, from "
        f"{APART} (nothing else could be meant) to {FACING} (they face each other), times that of the link.",
        "quantity-bound": "Two equal quantities stand for one another, and only one is bounded (“more than”, “at "
        f"least”, “up to”), or both are in different directions. The confidence is {BOUND_DIFFERS} times that of the "
        f"passage's link, which is {SURE_PASSAGE} or more. None where the bound of one side only is an exception "
        "(“unless”). Severity 3 where the bounds are opposite.",
        "quantities-exchanged": "Two counts stand beside each other in both wordings, each in front of the same word, "
        "and their numbers have changed places; no other quantity of the passage has one of them. The confidence is "
        f"{FACING_COUNTS} times that of the passage's link.",
        "quantity-in-clause": "As quantity-differs, where one of the two stands in a reporting clause: the reading is "
        "the statement that it reports.",
        "bound-in-clause": "As quantity-bound, where one of the two stands in a reporting clause: the reading is the "
        "statement that it reports.",
    }

    def detect(self, table: Table) -> Iterator[Finding]:
        """Yield findings with empty ids; the rules are those of `rules`."""
        seen: set[tuple[object, ...]] = set()
        wordings = {dated: FactsByWording(table, partial(_read_wording, dated=dated)) for dated in (False, True)}
        for collation in sure_collations(table):
            # "Three days ago" is a date where it can be resolved on both sides.
            dated = all(table.article_by_sigil[sigil].date_published is not None for sigil in collation.articles)
            facing = wordings[dated].facing(collation)
            if facing is None:
                continue
            found = (*_compare(collation, *facing), *_exchanged(table, collation, *facing))
            for rule, pair, certainty in found:
                # What stands between two statements belongs to the settings of both.
                places = collation.articles, pair[0].start, pair[1].start
                if places not in seen:
                    seen.add(places)
                    yield _finding(table, collation, rule, pair, certainty * collation.confidence)


def _read_wording(article: Article, segments: Iterable[Segment], *, dated: bool) -> list[Quantity]:
    """Read the quantities of an article's wording of a passage, and of what its sentences say around it.

    Args:
        article: Whose wording it is; the offsets are into its text.
        segments: Its statements in the passage.
        dated: Whether "three days ago" is left out.
    """
    text = article.text or ""
    settings = dict.fromkeys(segment.setting or (segment.start, segment.end) for segment in segments)
    found = {
        (quantity.start + start, quantity.end + start): _shifted(quantity, start)
        for start, end in settings
        for quantity in _find_numbers(text[start:end])
    }
    return [found[place] for place in sorted(found) if not (dated and _AGO.match(text, found[place].end))]


_AGO = re.compile(r"\s+ago\b")


def _shifted(quantity: Quantity, offset: int) -> Quantity:
    start, end = quantity.bounded
    return quantity._replace(
        start=quantity.start + offset,
        end=quantity.end + offset,
        bounded=(start + offset, end + offset),
        per_end=quantity.per_end + offset,
    )


_Pair = tuple[Quantity, Quantity]
_Quantities = Sequence[Quantity]


# The rules where the words of an article stand in its reporting clause.
_IN_CLAUSE = {"quantity-differs": "quantity-in-clause", "quantity-bound": "bound-in-clause"}


def _finding(table: Table, collation: Collation, rule: str, pair: _Pair, confidence: float) -> Finding:
    about_bounds = rule == "quantity-bound"
    opposed = pair[0].bound.direction * pair[1].bound.direction < 0
    spans = [quantity.bounded for quantity in pair]
    if _rates_differ(*pair):
        spans = [(start, quantity.per_end) for (start, _), quantity in zip(spans, pair, strict=True)]
    readings, in_clause = read_words(table, collation, spans)
    return make_finding(
        "number",
        _IN_CLAUSE[rule] if in_clause else rule,
        2 if about_bounds and not opposed else 3,
        confidence,
        readings,
        passage=collation.passage,
        cues=in_clause or tuple(quantity.normal_form for quantity in pair),
        message=describe_words(in_clause) if in_clause else None,
    )


def _compare(collation: Collation, first: _Quantities, second: _Quantities) -> Iterator[tuple[str, _Pair, float]]:
    """Yield rule, pair and certainty in [0, 1] for all quantities that face a different one."""
    equal = [(a, b) for a in first for b in second if _same(a, b)]
    times = Counter(id(quantity) for pair in equal for quantity in pair)
    settled = set(times)
    # "a grant of 2.5 million" and "2.5 million crowns": one side leaves out what is counted, or an end of the range.
    loose = [
        (a, b)
        for a in first
        for b in second
        if id(a) not in settled
        and id(b) not in settled
        and (_same_but_for_unit(a, b) or _part_of_range(a, b) or _cut_short(a, b) or _cut_short(b, a))
    ]
    settled |= {id(quantity) for pair in loose for quantity in pair}
    left = [quantity for quantity in first if id(quantity) not in settled]
    right = [quantity for quantity in second if id(quantity) not in settled]

    graded = [
        (certainty, a, b) for a in left for b in right if (certainty := _opposition(collation, a, b, left, right)) > 0
    ]
    used: set[int] = set()
    for certainty, a, b in sorted(
        graded, key=lambda item: (-item[0], _ratio(item[1], item[2]), item[1].start + item[2].start)
    ):
        if id(a) not in used and id(b) not in used:
            used |= {id(a), id(b)}
            yield "quantity-differs", (a, b), certainty

    for a, b in equal:
        if times[id(a)] == times[id(b)] == 1 and _bounds_differ(a, b):
            yield "quantity-bound", (a, b), BOUND_DIFFERS


def _exchanged(
    table: Table, collation: Collation, first: _Quantities, second: _Quantities
) -> Iterator[tuple[str, _Pair, float]]:
    """Yield where two numbers have changed places between two things: "3 dead, 5 hurt" and "5 dead, 3 hurt".

    Both things are named right behind their numbers, in the same words in both wordings. No other quantity stands
    between the two, and no other has one of their values.
    """
    neighbours = [
        list(_neighbours(table, collation, sigil, quantities))
        for sigil, quantities in zip(collation.articles, (first, second), strict=True)
    ]
    for whole, own in neighbours[0]:
        for other, others in neighbours[1]:
            if own.keys() == others.keys() and set(own.values()) == set(others.values()) and own != others:
                yield "quantities-exchanged", (whole, other), FACING_COUNTS


def _neighbours(
    table: Table, collation: Collation, sigil: str, quantities: _Quantities
) -> Iterator[tuple[Quantity, Mapping[str, float]]]:
    """Yield two exact counts of different things beside each other in a statement: as one, and how many of what.

    The one is the first, and spans both with their words.
    """
    text = table.article_by_sigil[sigil].text or ""
    segments = table.segments_of(table.passage_by_id[collation.passage], sigil)
    for pair in pairwise(quantities):
        words = [match for one in pair if (match := _NEXT_WORD.match(text, one.end))]
        if len(words) < len(pair):
            continue
        start, end = pair[0].start, words[-1].end()
        names = [match[1].lower() for match in words if tokenize(match[1])[0].is_content]
        counts = dict(zip(names, (one.low for one in pair), strict=False))
        alone = sum(one.low in counts.values() for one in quantities) == len(pair)
        inside = any(one.start <= start and end <= one.end for one in segments)
        if all(map(_is_exact_count, pair)) and len(set(counts.values())) == len(pair) and alone and inside:
            yield pair[0]._replace(bounded=(start, end)), counts


def _is_exact_count(quantity: Quantity) -> bool:
    """Tell whether a quantity says exactly how many of something there are."""
    loose = quantity.approximate or quantity.bound.direction or quantity.hedged or quantity.vague or quantity.ordinal
    return quantity.unit == COUNT and quantity.low == quantity.high and quantity.per is None and not loose


def _alone(quantity: Quantity, others: _Quantities) -> bool:
    """Tell whether no other quantity could be meant: none of its dimension, or of its noun where things are counted."""
    return all(
        other is quantity
        or other.unit.dimension != quantity.unit.dimension
        or (other.unit == COUNT and other.noun != quantity.noun)
        for other in others
    )


def _same(a: Quantity, b: Quantity) -> bool:
    """Tell whether two quantities are equal after normalisation; bounds are not looked at."""
    if (a.ordinal, a.vague, a.unit.dimension) != (b.ordinal, b.vague, b.unit.dimension):
        return False
    if a.unit.dimension == "money" and a.unit != b.unit:
        return False
    if (a.unit.name == PERCENTAGE_POINTS) != (b.unit.name == PERCENTAGE_POINTS):
        return False  # "grew by 5 percent" says less than "grew by 5 percentage points"
    if a.per is not None and b.per is not None and a.per != b.per:  # "$30 a month", "$360 a year"
        return _close(a, b, SAME_CALENDAR, a.unit.factor / a.per.factor, b.unit.factor / b.per.factor)
    rounded = (
        a.unit.system != b.unit.system or a.approximate or b.approximate or a.bound.direction or b.bound.direction
    ) and not a.vague
    calendar = a.unit.dimension == "time" and a.unit.system != b.unit.system
    tolerance = SAME_CALENDAR if calendar else SAME_ROUNDED if rounded else SAME
    if a.unit.zero != b.unit.zero:  # temperatures in two scales, or by how much they rose
        degrees = all(
            abs(a.unit.to_base(x) - b.unit.to_base(y)) <= SAME_DEGREES for x, y in ((a.low, b.low), (a.high, b.high))
        )
        return degrees or _close(a, b, tolerance, a.unit.factor, b.unit.factor)
    return _close(a, b, tolerance, a.unit.factor, b.unit.factor)


def _same_but_for_unit(a: Quantity, b: Quantity) -> bool:
    """Tell whether two quantities have the same number, and at least one of them no unit of measurement."""
    counts = "count" in {a.unit.dimension, b.unit.dimension}
    named = any(one.is_designation and other.noun for one, other in ((a, b), (b, a)))  # "Road 7", "7 people"
    return (
        counts
        and not named
        and not _rates_differ(a, b)
        and a.ordinal == b.ordinal
        and a.vague == b.vague
        and _close(a, b, SAME)
    )


def _close(a: Quantity, b: Quantity, tolerance: float, factor_a: float = 1.0, factor_b: float = 1.0) -> bool:
    return all(
        math.isclose(x * factor_a, y * factor_b, rel_tol=tolerance) for x, y in ((a.low, b.low), (a.high, b.high))
    )


def _opposition(collation: Collation, a: Quantity, b: Quantity, left: _Quantities, right: _Quantities) -> float:
    """Say how sure it is that two unequal quantities stand for the same thing: in [0, 1], 0 where nothing says so.

    Args:
        collation: Says what faces what.
        a: One of `left`.
        b: One of `right`.
        left: The first article's quantities that have no equal in the second.
        right: The second article's that have none in the first.
    """
    if (a.ordinal, a.vague) != (b.ordinal, b.vague):
        return 0.0
    if _within_bound(a, b) or _within_bound(b, a):
        return 0.0
    if a.unit.dimension == "count" and a.low and b.low and _ratio(a, b) > FAR_APART and not _other_magnitude(a, b):
        return 0.0  # "three were killed", "4,000 fled": other people are counted
    if a.unit == b.unit and a.noun == b.noun and (a.low, a.high) == (-b.high, -b.low) and a.low:
        return FACING  # only the sign differs, and it may be all that faces something
    faces = _face(collation, a, b)
    if not (a.is_count and b.is_count):
        return FACING if faces and a.unit == b.unit else 0.0
    alone = _alone(a, left) and _alone(b, right)
    if a.unit.dimension != b.unit.dimension:
        # "one million crowns", "a billion": the same digits of another magnitude, and one side names no unit.
        unnamed = (a.unit == COUNT and not a.noun) or (b.unit == COUNT and not b.noun)
        differ = (unnamed and _other_magnitude(a, b)) or _other_degrees(a, b) or _other_degrees(b, a)
        return FACING_OTHER_UNITS if faces and differ else 0.0
    same_number = _close(a, b, SAME)
    same_noun = a.noun == b.noun != ""
    if a.unit.dimension == "count":
        if a.weak or b.weak:
            likely = faces and same_noun and not (a.weak and b.weak)
        else:
            likely = (
                (faces and same_noun)
                or _alone_in_variant(collation, a, b, left, right)
                or (alone and same_noun)
                or _other_magnitude(a, b)
            )
        return (FACING_COUNTS if faces else APART) if likely else 0.0
    same_unit = a.unit == b.unit
    if a.unit.dimension == "money" and not same_unit and not same_number:
        return 0.0  # an outlet may have converted the sum
    if faces:
        return FACING if same_unit or same_number else FACING_OTHER_UNITS
    return APART if alone and (same_unit or same_number) else 0.0


def _within_bound(bounded: Quantity, exact: Quantity) -> bool:
    """Tell whether an exact value lies within the other's bound and not far off: "more than 200", "208"."""
    if exact.bound.direction or not bounded.bound.direction or bounded.unit.dimension != exact.unit.dimension:
        return False
    value, bound = exact.unit.to_base(exact.low), bounded.unit.to_base(bounded.low)
    return bound > 0 and 0 <= (value / bound - 1) * bounded.bound.direction <= NEAR_BOUND


def _cut_short(full: Quantity, brief: Quantity) -> bool:
    """Tell whether one side leaves out the smaller unit: "two hours and 15 minutes", "two hours"."""
    return full.rest > 0 and _same(full._replace(low=full.low - full.rest, high=full.high - full.rest), brief)


def _rates_differ(a: Quantity, b: Quantity) -> bool:
    """Tell whether two quantities are those of different times: "$30 a month", "$30 a week"."""
    return a.per is not None and b.per is not None and a.per != b.per


def _part_of_range(a: Quantity, b: Quantity) -> bool:
    """Tell whether one is a range and the other one of its ends: one side may be cut short ("between 3 and 7")."""
    if a.unit.dimension != b.unit.dimension or not (a.is_count and b.is_count):
        return False
    ends = set(map(a.unit.to_base, (a.low, a.high))) & set(map(b.unit.to_base, (b.low, b.high)))
    return bool(ends) and (a.low == a.high) != (b.low == b.high)


def _other_degrees(plain: Quantity, named: Quantity) -> bool:
    """Tell whether one is a temperature, and the other, without a scale, is another one in each: "30 degrees"."""
    if plain.unit.name != "°" or named.unit.dimension != "temperature":
        return False
    scales = [unit for unit in _lexicon().units.values if unit.dimension == named.unit.dimension]
    return not any(_same(plain._replace(unit=scale), named) for scale in scales)


def _other_magnitude(a: Quantity, b: Quantity) -> bool:
    """Tell whether two values have the same digits and another magnitude: "12 billion", "12 million"."""
    if min(a.low, b.low) < THOUSAND or a.low == b.low:
        return False
    thousands = abs(math.log(a.low / b.low, THOUSAND))
    return math.isclose(thousands, round(thousands), abs_tol=SAME)


def _ratio(a: Quantity, b: Quantity) -> float:
    """Return by what factor two quantities differ, whatever their signs: at least 1; infinite where one is zero."""
    low, high = sorted((abs(a.low * a.unit.factor), abs(b.low * b.unit.factor)))
    return high / low if low else math.inf


def _face(collation: Collation, a: Quantity, b: Quantity) -> bool:
    """Tell whether two quantities lie in one variant: words stand against words there."""
    return any(_overlap(a, variant.spans[0]) and _overlap(b, variant.spans[1]) for variant in collation.variants)


def _alone_in_variant(collation: Collation, a: Quantity, b: Quantity, left: _Quantities, right: _Quantities) -> bool:
    """Tell whether two counts face each other in a variant that has no other unsettled count on either side."""
    return any(
        [one for one in left if one.unit.dimension == a.unit.dimension and _overlap(one, variant.spans[0])] == [a]
        and [one for one in right if one.unit.dimension == a.unit.dimension and _overlap(one, variant.spans[1])] == [b]
        for variant in collation.variants
    )


def _overlap(quantity: Quantity, span: tuple[int, int]) -> bool:
    return quantity.start < span[1] and span[0] < quantity.end


def _bounds_differ(a: Quantity, b: Quantity) -> bool:
    """Tell whether one side is bounded and the other exact, or bounded the other way."""
    exact = not (a.approximate or b.approximate or a.vague or a.weak or b.weak) and (a.low, a.high) == (b.low, b.high)
    hedged = (a.hedged and not a.bound.direction) or (b.hedged and not b.bound.direction)
    at_threshold = not {a.noun, b.noun}.isdisjoint(_lexicon().context["threshold"])
    unclear = hedged or at_threshold or a.excepted is not b.excepted
    return exact and not unclear and a.bound.direction != b.bound.direction
