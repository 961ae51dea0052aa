"""What a reader does not see in a text: invisible characters, and which of several codes a character is written in.

Escape sequences of terminals, controls, soft hyphens and invisible marks must not part words, be read as numbers or
make articles differ; nor must ligatures, full-width letters, accents by themselves, or the many codes of an apostrophe
and of the end of a line. So the stages between reading and rendering work on texts without all that (`bare_articles`),
and their results are then carried over to the texts as received, whose every span stays true (`restore`,
`restore_quotations`).
Renderers show what is invisible as escapes, and the rest as it was received.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from ryabkov_diff.domain import Note, Selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ryabkov_diff.domain import Article, Comparison, Finding, Quotation, QuotationList, Reading, Segment

__all__ = ["alike_articles", "bare", "bare_articles", "plain", "restore", "restore_quotations", "without_sequences"]

# Not behind the first byte of a UTF-8 sequence that was read as Latin-1: there a C1 control or a soft hyphen is half of
# a letter ("Ã\xad" was "í"), which the reader is told of as a remnant of an encoding.
_NO_LETTER = r"(?<![\xc2-\xdf])(?<![\xe0-\xef][\x80-\xbf])(?<![\xf0-\xf4][\x80-\xbf]{2})"

# Escape sequences by ECMA-48, with ESC and with C1 controls. The strings (titles, links, pictures) end with their
# terminator in the same line, and hold no other control: one that nobody closes must not swallow an article. Those that
# begin with a C1 control are operating system commands, which begin with a number; the others would be taken for halves
# of letters too easily.
_SEQUENCE = rf"""
      \x1b\[[0-?]*[ -/]*[@-~]                                                      # CSI: colours, the cursor
    | {_NO_LETTER}\x9b[0-?]*[ -/]*[@-~]
    | \x1b[\]PX^_][^\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]*(?:\x07|\x1b\\|\x9c)  # OSC, DCS, SOS, PM, APC
    | {_NO_LETTER}\x9d\d+;[^\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]*(?:\x07|\x1b\\|\x9c)
    | \x1b[#%()*+./-][0-~]                                                         # character sets
    | \x1b[0-~]                                                                    # all others
    """

# What sequences begin with.
_SEQUENCE_SIGNS = ("\x1b", "\x9b", "\x9d")

# Controls but white space, and what Unicode calls ignorable: soft hyphen, grapheme joiner, marks and controls of the
# direction of writing, zero-width characters, variation selectors, byte order marks, tags. C1 controls are left: in a
# text they are letters or quotation marks in the wrong encoding.
_IGNORABLE = (
    r"\x00-\x08\x0e-\x1b\x7f\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\U000e0000-\U000e0fff"
)
_INVISIBLE = rf"""
      {_SEQUENCE}
    | {_NO_LETTER}\xad
    | [{_IGNORABLE}]
    """
# What any of this begins with.
_UNSEEN = rf"[{_IGNORABLE}\x9b\x9d\xad]"


def bare(text: str) -> str:
    r"""Return a text without what no reader sees.

    >>> bare("\x1b[1mThe mi\xadll\x1b[0m burnt down\x1b]8;;https://example.org\x1b\\.")
    'The mill burnt down.'
    """
    return _compiled(_INVISIBLE).sub("", text) if _has_unseen(text) else text


# Blanks beside the usual one.
_BLANKS = r"\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
# What looks the same, or nearly so, and is written otherwise. What differs in meaning besides ("²", "½") is none of it,
# and neither are quotation marks and dashes: their shapes tell what they do.
_CODES = rf"""
      # One of the characters with which they begin: most are none, and quickly passed over.
    (?=[\ufb00-\ufb06\uff01-\uff5e\u02bc\u201b\u201f\xb4`'\u2026\u2032\- \t\x0b\x0c\x1c-\x1e\x85\u2028\u2029{_BLANKS}])
      (?:
          (?P<ligature>[\ufb00-\ufb06])                 # "ﬁ"
        | (?P<wide>[\uff01-\uff5e])                     # "Ａ"
        | (?P<apostrophe>[\u02bc\u201b]|(?<=[^\W\d_])[\xb4`\u2032](?=[^\W\d_]))
        | (?P<opening>\u201f|``|(?<!\S)''(?=\S))         # a quotation mark
        | (?P<closing>(?<=\S)''(?!\w))
        | (?P<ellipsis>\u2026)
        | (?P<dash>(?<=\s)--(?=\s))
        | (?P<line>[\x0b\x0c\x1c-\x1e\u2028]|{_NO_LETTER}\x85)
        | (?P<paragraph>\u2029)
        | (?P<blanks>(?<=\S)[ \t{_BLANKS}]{{2,}}(?=\S))
        | (?P<blank>(?<!\d)[{_BLANKS}]|[{_BLANKS}](?!\d))   # between digits it parts thousands
      )
    """
# Letters whose accents stand behind them: few texts have any, and all letters must be looked at.
_ACCENT = re.compile("[\u0300-\u036f]")
_ACCENTED = rf"(?P<accents>[^\W\d_][\u0300-\u036f]+)|{_CODES}"
# Without any of this, a text has nothing invisible and nothing that is written otherwise, as most texts have; the other
# patterns take ten times as long to tell, and longer to be compiled.
_UNUSUAL = re.compile(
    rf"[\x09\x0b\x0c\x1c-\x1f\x80-\x9f\xad\xb4`\u02bc\u0300-\u036f\u201b\u201f\u2026-\u2029\u2032\ufb00-\ufb06"
    rf"\uff01-\uff5e{_BLANKS}{_IGNORABLE}]|''|--|  "
)
# The distance from "Ａ" to "A".
_WIDTH = 0xFEE0
_COMMON_FORMS = {
    "apostrophe": "’",
    "opening": "“",
    "closing": "”",
    "ellipsis": "...",
    "dash": "–",
    "line": "\n",
    "paragraph": "\n\n",
    "blanks": " ",
    "blank": " ",
}

# Marks that mean the same and keep their shape everywhere but before a model, which has never learnt that they do; each
# is as long as what takes its place.
_ALIKE = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’", "'"), **dict.fromkeys("‐‑‒–—―−", "-")})


def _common_form(match: re.Match[str]) -> str:
    """Return what is usually written for a character or several."""
    if match.lastgroup == "accents":
        return unicodedata.normalize("NFC", match[0])
    if match.lastgroup == "ligature":
        return unicodedata.normalize("NFKC", match[0])
    if match.lastgroup == "wide":
        return chr(ord(match[0]) - _WIDTH)
    return _COMMON_FORMS[match.lastgroup or ""]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE)


def _otherwise(text: str) -> re.Pattern[str]:
    """Return the pattern of all that in a text is written otherwise."""
    return _compiled(_ACCENTED if _ACCENT.search(text) else _CODES)


def _is_usual(text: str) -> bool:
    """Say whether a text is surely the same with nothing taken out and nothing written otherwise."""
    return not _UNUSUAL.search(text)


def _has_unseen(text: str) -> bool:
    """Say whether a text has anything that no reader sees."""
    return not _is_usual(text) and bool(_compiled(_UNSEEN).search(text))


def _unseen(text: str) -> Iterator[re.Match[str]]:
    """Yield what no reader sees of a text."""
    if _has_unseen(text):
        yield from _compiled(_INVISIBLE).finditer(text)


def plain(text: str) -> str:
    r"""Return a text without what no reader sees, and each character in its usual code.

    >>> plain("The\u00ad oﬃce\u2028ﬁned Rene\u0301e")
    'The office\nfined Renée'
    """
    if _is_usual(text):
        return text
    visible = bare(text)
    return _otherwise(visible).sub(_common_form, visible)


def alike_articles(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Return articles for a model: quotation marks, apostrophes and dashes have one shape each, all else its place."""
    return tuple(
        article if article.text is None else replace(article, text=article.text.translate(_ALIKE))
        for article in articles
    )


def without_sequences(text: str) -> str:
    """Return a text without escape sequences; a control that belongs to none of them stays."""
    return _compiled(_SEQUENCE).sub("", text) if _may_have_sequences(text) else text


def _may_have_sequences(text: str) -> bool:
    return any(sign in text for sign in _SEQUENCE_SIGNS)


def bare_articles(articles: Sequence[Article]) -> tuple[tuple[Article, ...], tuple[Note, ...]]:
    """Take out of the articles' texts what no reader sees, and write all else in its usual code.

    Returns:
        The articles, whose spans are places in the bare texts, and notes on escape sequences, which no article has by
        right.
    """
    notes = [
        Note("escape-sequences", f"{_counted(count)} not compared.", article.sigil)
        for article in articles
        if article.text is not None
        and _may_have_sequences(article.text)
        and (count := len(_compiled(_SEQUENCE).findall(article.text)))
    ]
    return (
        tuple(article if article.text is None else replace(article, text=plain(article.text)) for article in articles),
        tuple(notes),
    )


def _counted(sequences: int) -> str:
    return (
        "1 escape sequence for terminals was" if sequences == 1 else f"{sequences} escape sequences for terminals were"
    )


def restore(comparison: Comparison, received: Sequence[Article]) -> Comparison:
    """Carry a comparison of bare articles over to the articles as received.

    Args:
        comparison: Of what `bare_articles` has made of them.
        received: The articles, with the same sigla.
    """
    places = _places(received, comparison.segments)
    if not places:
        return replace(comparison, articles=tuple(received))
    return replace(
        comparison,
        articles=tuple(received),
        segments=tuple(_restored_segment(one, places) for one in comparison.segments),
        findings=tuple(_restored_finding(one, places) for one in comparison.findings),
    )


def restore_quotations(found: QuotationList, received: Sequence[Article]) -> QuotationList:
    """Carry the quotations of bare articles over to the articles as received."""
    places = _places(received, found.quotations)
    return replace(
        found,
        articles=tuple(received),
        quotations=tuple(
            replace(one, start=span[0], end=span[1], content=places[one.article].text[slice(*span)])
            if one.article in places and (span := places[one.article].span(one.start, one.end))
            else one
            for one in found.quotations
        ),
    )


@dataclass(frozen=True)
class _Places:
    """Where the characters of a bare text stand in the text as received.

    Attributes:
        text: As received.
        beginnings: Where segments begin in the bare text.
    """

    text: str
    beginnings: frozenset[int]

    @cached_property
    def origins(self) -> Sequence[tuple[int, int]]:
        """For each character of the bare text, what it stands for in the text as received; and the end of both."""
        seen: list[int] = []
        position = 0
        for match in _unseen(self.text):
            seen += range(position, match.start())
            position = match.end()
        seen += range(position, len(self.text))
        visible = "".join(map(self.text.__getitem__, seen))
        origins: list[tuple[int, int]] = []
        position = 0
        for match in _otherwise(visible).finditer(visible):
            origins += ((one, one + 1) for one in seen[position : match.start()])
            span = seen[match.start()], seen[match.end() - 1] + 1
            origins += [span] * len(_common_form(match))
            position = match.end()
        end = len(self.text)
        return (*origins, *((one, one + 1) for one in seen[position:]), (end, end))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return a span in the text as received; what is invisible at its edges stays outside of it."""
        behind = self.origins[end - 1][1] if end else 0
        if start < end:
            return self.origins[start][0], behind
        # An empty one stays inside the segment that it begins or ends.
        place = self.origins[start][0] if start in self.beginnings else behind
        return place, place


def _places(received: Iterable[Article], spans: Iterable[Segment | Quotation]) -> Mapping[str, _Places]:
    """Return the places by sigil, for the articles whose bare text is another one."""
    beginnings: dict[str, set[int]] = {}
    for one in spans:
        beginnings.setdefault(one.article, set()).add(one.start)
    return {
        article.sigil: _Places(article.text, frozenset(beginnings.get(article.sigil, ())))
        for article in received
        if article.text is not None
        and not _is_usual(article.text)
        and (any(_unseen(article.text)) or _otherwise(article.text).search(article.text))
    }


def _restored_segment(segment: Segment, places: Mapping[str, _Places]) -> Segment:
    if segment.article not in places:
        return segment
    own = places[segment.article]
    start, end = own.span(segment.start, segment.end)
    setting = segment.setting and own.span(*segment.setting)
    clause = segment.clause and own.span(*segment.clause)
    return replace(segment, start=start, end=end, text=own.text[start:end], setting=setting, clause=clause)


def _restored_finding(finding: Finding, places: Mapping[str, _Places]) -> Finding:
    return replace(finding, readings=tuple(_restored_reading(one, places) for one in finding.readings))


def _restored_reading(reading: Reading, places: Mapping[str, _Places]) -> Reading:
    # Where several articles share a reading, the place is the first one's.
    own = places.get(reading.articles[0]) if reading.articles else None
    if own is None or reading.selector is None:
        return reading
    start, end = own.span(reading.selector.start, reading.selector.end)
    selector = Selector.of(own.text, start, end)
    return replace(reading, text=reading.text and selector.exact, selector=selector)
