"""Text → sentences; a part of `segment`. The one place that knows the library that does it."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from sentencex import get_sentence_boundaries

from ryabkov_diff.segment.paragraphs import without_blanks

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["split_sentences"]

# The library takes quotation marks and brackets for pairs that hold a sentence together; callers hand it text where
# that is decided already, so that a lone mark must not glue a whole paragraph. A hyphen hides an abbreviation from it
# ("Russian-U.S. relations"). Length is kept, hence the offsets.
_NEUTRAL = str.maketrans(
    {
        "\n": " ", "\r": " ", "\t": " ", "\f": " ", "\v": " ", "\x85": " ", "\xa0": " ", "\u2007": " ", "\u2028": " ",
        "\u2029": " ", "\u202f": " ", "“": "x", "”": "x", "„": "x", "«": "x", "»": "x", '"': "x", "‘": "x",
        "-": " ", "(": "x", ")": "x", "[": "x", "]": "x", "{": "x", "}": "x", "`": "x",
    }
)  # fmt: skip

# A mark that closes behind the end of a sentence: "… is over.” The next".
_CLOSED = re.compile(r"[.!?…][\"'”’»]+(?=\s)")
# A boundary of the library that is none: "5 p.m. | Thursday".
_TIME_BEFORE = re.compile(r"\b[ap]\.m\.\s*$")
_DAY_AFTER = re.compile(
    r"\s*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Eastern|Central|Pacific|Moscow|local)|[A-Z]{2,4}T)\b"
)
# Another one: "Ms. | Brook", "(Mr. | Brook".
_TITLE_BEFORE = re.compile(
    r"(?<![^\W_])(?:Capt|Cllr|Col|Dr|Fr|Gen|Gov|Hon|Lt|Maj|Mr|Mrs|Ms|Mx|Prof|Rep|Rev|Sen|Sgt|St|Supt)\.\s*$"
)
# A boundary that the library misses, for these are abbreviations to it as well: "He said no. | Alder agreed."
_WORD_BEFORE = re.compile(r"(?<![^\W_])(?:art|con|fed|ill|mar|may|me|miss|no)\.[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[A-Z])")
# How far the others look.
_CONTEXT = 16
# A sentence of more characters is none: its full stops are lost, as in subtitles. It is cut at a blank; what looks at
# all words of a sentence together would take too long with all of a text. The longest of newspapers have some 800.
_LONGEST = 2000
_BLANK = re.compile(r"\s")


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Split a text into sentences.

    Args:
        text: One paragraph or one quotation. Line breaks count as blanks.

    Returns:
        Half-open spans in order, without the white space around each; none of them is empty.

    >>> [slice(*span) for span in split_sentences("It is so, i.e. not. He left the U.S. on Dec. 10.")]
    [slice(0, 19, None), slice(20, 48, None)]
    """
    spans: list[tuple[int, int]] = []
    neutral = _CLOSED.sub(lambda match: match[0][0].ljust(len(match[0])), text).translate(_NEUTRAL)
    for boundary in get_sentence_boundaries("en", neutral):
        start, end = boundary["start_index"], boundary["end_index"]
        if spans:
            before = text[max(0, spans[-1][1] - _CONTEXT) : spans[-1][1]]
            if _TITLE_BEFORE.search(before) or (
                _TIME_BEFORE.search(before) and _DAY_AFTER.match(text[start : start + _CONTEXT])
            ):
                start = spans.pop()[0]
        if "." in text[start:end].rstrip()[:-1]:
            cuts = [match.end() for match in _WORD_BEFORE.finditer(text, start, end)]
            spans += pairwise((start, *cuts, end))
        else:
            spans.append((start, end))
    spans = [piece for span in spans for piece in _cut_long(text, *span)]
    return tuple(trimmed for start, end in spans if (trimmed := without_blanks(text, start, end)))


def _cut_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is too long for a sentence at blanks; what has none stays whole."""
    while end - start > _LONGEST:
        blanks = [match.start() for match in _BLANK.finditer(text, start + 1, start + _LONGEST)]
        if not blanks:  # a word that is longer
            blanks = [match.start() for match in islice(_BLANK.finditer(text, start + _LONGEST, end), 1)]
        if not blanks:
            break
        yield start, blanks[-1]
        start = blanks[-1]
    yield start, end
