"""Bits of HTML, such as feeds and exports hold, → paragraphs; a part of `read`.

Whole pages are another matter (`pages/`): a fragment is all article, and nothing has to be guessed away.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

__all__ = ["looks_like_markup", "plain_text", "with_headline"]

# Tags that bodies of articles are written with: text that has one of them is HTML.
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|small|sup|sub|q|h[1-6]|ul|ol|li|blockquote|figure|img|hr|article|section|"
    r"header|table|tr|td|iframe|script|style)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
# References that no one types into plain text.
_REFERENCE = re.compile(
    r"&(?:amp|quot|apos|lt|gt|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE
)

# What is no text of the article: scripts, pictures with their captions, forms, what is embedded from elsewhere.
_SKIPPED = frozenset(
    "script style noscript template iframe object embed audio video picture figure form button select textarea svg "
    "math nav footer aside head title".split()
)
# What stands in the middle of a paragraph; each other element is one of its own.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd label mark math noscript q rp rt ruby s samp "
    "script small span strike strong style sub sup svg template time tt u var wbr".split()
)

# White space that browsers fold; a no-break space is no such thing.
_FOLDED = re.compile(r"[ \t\n\r\f\v]+")

# What stands for the end of a paragraph and for `<br>` while the text is put together: no markup can hold them.
_PARAGRAPH, _BREAK = "\0", "\1"
_NO_MARKS = dict.fromkeys(map(ord, _PARAGRAPH + _BREAK))
_BREAKS = re.compile(rf" ?{_BREAK}(?:[ {_BREAK}]*{_BREAK})? ?")


def looks_like_markup(text: str) -> bool:
    """Say whether a text has HTML tags or references to characters."""
    return bool(_TAG.search(text) or _REFERENCE.search(text))


def plain_text(markup: str) -> str:
    r"""Return the text of a fragment of HTML: paragraphs parted by blank lines, without pictures, scripts and forms.

    A single `<br>` is a line break, two of them part paragraphs. Text without tags keeps its lines.

    >>> plain_text("<p>Rain fell &amp; fell.</p><p>Rivers<br>rose.</p>")
    'Rain fell & fell.\n\nRivers\nrose.'
    """
    if not _TAG.search(markup):
        return html.unescape(markup).strip()
    from lxml import etree
    from lxml import html as lxml_html

    # Bytes, for lxml refuses strings that declare an encoding; libxml2 would stop at a nil.
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    data = f"<div>{markup}</div>".translate(_NO_MARKS).encode()
    try:
        tree = lxml_html.document_fromstring(data, parser=parser)
    except etree.ParserError:  # nothing but comments
        return ""
    text = _FOLDED.sub(" ", "".join(_pieces(tree)))
    return "\n\n".join(filter(None, map(_broken, text.split(_PARAGRAPH))))


def with_headline(text: str, headline: str | None) -> str:
    r"""Return a text with its title in front, unless it begins with it.

    >>> with_headline("Rain fell.", "Rain")
    'Rain\n\nRain fell.'
    """
    if headline is None or _folded(text.strip().partition("\n")[0]) == _folded(headline):
        return text
    return f"{headline}\n\n{text}"


def _folded(line: str) -> str:
    return " ".join(line.split()).casefold()


def _pieces(tree: HtmlElement) -> Iterator[str]:
    """Yield the text of a tree, with marks where paragraphs and lines end."""
    from lxml import etree

    skipped = 0
    # Not recursive: tags may be nested as deep as whoever wrote them liked.
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        starts = event == "start"
        if tag in _SKIPPED:
            skipped += 1 if starts else -1
        if skipped:
            continue
        if tag == "q":
            yield "“" if starts else "”"
        elif tag == "br":
            yield _BREAK if starts else ""
        elif tag not in _INLINE:
            yield _PARAGRAPH
        yield (element.text if starts else element.tail) or ""


def _broken(paragraph: str) -> str:
    """Turn the marks of `<br>` into line breaks, two or more into a blank line."""
    broken = _BREAKS.sub(lambda match: "\n\n" if match[0].count(_BREAK) > 1 else "\n", paragraph)
    return broken.strip(" \n")
