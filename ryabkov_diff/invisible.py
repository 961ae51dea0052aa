"""What stands in a text and no reader sees: escape sequences of terminals, controls, soft hyphens, invisible marks.

It must not part words, be read as numbers or make articles differ. So the stages between reading and rendering work on
texts without it (`bare_articles`), and their results are then carried over to the texts as received, whose every span
stays true (`restore`, `restore_quotations`). Renderers show what is invisible as escapes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ryabkov_diff.domain import Note, Selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ryabkov_diff.domain import Article, Comparison, Finding, Quotation, QuotationList, Reading, Segment

__all__ = ["bare", "bare_articles", "restore", "restore_quotations", "without_sequences"]

# Not behind the first byte of a UTF-8 sequence that was read as Latin-1: there a C1 control or a soft hyphen is half of
# a letter ("Ã\xad" was "í"), which the reader is told of as a remnant of an encoding.
_NO_LETTER = r"(?<![\xc2-\xdf])(?<![\xe0-\xef][\x80-\xbf])(?<![\xf0-\xf4][\x80-\xbf]{2})"

# Escape sequences by ECMA-48, with ESC and with C1 controls. The strings (titles, links, pictures) end with their
# terminator in the same line, and hold no other control: one that nobody closes must not swallow an article. Those that
# begin with a C1 control are operating system commands, which begin with a number; the others would be taken for halves
# of letters too easily.
_SEQUENCE = re.compile(
    rf"""
      \x1b\[[0-?]*[ -/]*[@-~]                                                      # CSI: colours, the cursor
    | {_NO_LETTER}\x9b[0-?]*[ -/]*[@-~]
    | \x1b[\]PX^_][^\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]*(?:\x07|\x1b\\|\x9c)  # OSC, DCS, SOS, PM, APC
    | {_NO_LETTER}\x9d\d+;[^\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]*(?:\x07|\x1b\\|\x9c)
    | \x1b[#%()*+./-][0-~]                                                         # character sets
    | \x1b[0-~]                                                                    # all others
    """,
    re.VERBOSE,
)

# Controls but white space, and what Unicode calls ignorable: soft hyphen, grapheme joiner, marks and controls of the
# direction of writing, zero-width characters, variation selectors, byte order marks, tags. C1 controls are left: in a
# text they are letters or quotation marks in the wrong encoding.
_INVISIBLE = re.compile(
    rf"""
      {_SEQUENCE.pattern}
    | [\x00-\x08\x0e-\x1b\x7f]
    | {_NO_LETTER}\xad
    | [\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]
    """,
    re.VERBOSE,
)


def bare(text: str) -> str:
    r"""Return a text without what no reader sees.

    >>> bare("\x1b[1mThe mi\xadll\x1b[0m burnt down\x1b]8;;https://example.org\x1b\\.")
    'The mill burnt down.'
    """
    return _INVISIBLE.sub("", text)


def without_sequences(text: str) -> str:
    """Return a text without escape sequences; a control that belongs to none of them stays."""
    return _SEQUENCE.sub("", text)


def bare_articles(articles: Sequence[Article]) -> tuple[tuple[Article, ...], tuple[Note, ...]]:
    """Take out of the articles' texts what no reader sees.

    Returns:
        The articles, whose spans are places in the bare texts, and notes on escape sequences, which no article has by
        right.
    """
    notes = [
        Note("escape-sequences", f"{_counted(count)} not compared.", article.sigil)
        for article in articles
        if (count := len(_SEQUENCE.findall(article.text or "")))
    ]
    return (
        tuple(article if article.text is None else replace(article, text=bare(article.text)) for article in articles),
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
    def origins(self) -> Sequence[int]:
        """The place of each character of the bare text, and the end."""
        origins: list[int] = []
        position = 0
        for match in _INVISIBLE.finditer(self.text):
            origins += range(position, match.start())
            position = match.end()
        return (*origins, *range(position, len(self.text) + 1))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return a span in the text as received; what is invisible at its edges stays outside of it."""
        behind = self.origins[end - 1] + 1 if end else 0
        if start < end:
            return self.origins[start], behind
        # An empty one stays inside the segment that it begins or ends.
        place = self.origins[start] if start in self.beginnings else behind
        return place, place


def _places(received: Iterable[Article], spans: Iterable[Segment | Quotation]) -> Mapping[str, _Places]:
    """Return the places by sigil, for the articles that have something invisible."""
    beginnings: dict[str, set[int]] = {}
    for one in spans:
        beginnings.setdefault(one.article, set()).add(one.start)
    return {
        article.sigil: _Places(article.text, frozenset(beginnings.get(article.sigil, ())))
        for article in received
        if article.text is not None and _INVISIBLE.search(article.text)
    }


def _restored_segment(segment: Segment, places: Mapping[str, _Places]) -> Segment:
    if segment.article not in places:
        return segment
    own = places[segment.article]
    start, end = own.span(segment.start, segment.end)
    setting = segment.setting and own.span(*segment.setting)
    return replace(segment, start=start, end=end, text=own.text[start:end], setting=setting)


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
