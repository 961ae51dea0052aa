"""The text of elements of a page, as a browser shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml import html

__all__ = ["BLOCKS", "UNSEEN", "ends_sentence", "shown_lines", "spaced_text", "squeezed"]

# Elements that stand in lines of their own.
BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
# Elements whose text no browser shows.
UNSEEN = frozenset({"script", "style", "noscript", "template"})

# Signs that end a sentence, or introduce what follows, before marks of quotation and brackets.
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")


def squeezed(text: str) -> str:
    """Write all white space as single spaces, as a browser shows it."""
    return " ".join(text.split())


def ends_sentence(text: str) -> bool:
    """Say whether a text, without white space at its end, ends as a sentence does."""
    return _SENTENCE_END.search(text) is not None


def spaced_text(element: html.HtmlElement, between: str = " ") -> str:
    """Return the text of an element with something between its blocks."""
    parts = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        text = one.tail if event == "end" else one.text if one.tag not in UNSEEN else None
        if one.tag in BLOCKS or one.tag == "br":
            parts.append(between)
        if one is not element or event == "start":
            parts.append(text or "")
    return "".join(parts)


def shown_lines(page: html.HtmlElement) -> list[str]:
    """Return the lines of a page that are not blank."""
    body = page.find("body")
    lines = [] if body is None else map(squeezed, spaced_text(body, "\n").splitlines())
    return [line for line in lines if line]
