"""Old pages that are laid out by tables, with `<br>` for paragraphs → the cell that has the text, in paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from ryabkov_diff.read.pages.texts import BLOCKS, UNSEEN, ends_sentence, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import html

__all__ = ["LINKED_SHARE", "open_layout"]

# Layout by tables: so much of the text stands in them, and none in paragraphs.
_TABLE_SHARE = 0.5
# A line or a block is a mere link where so much of it is linked; in longer ones the link is a part of a sentence.
LINKED_SHARE = 0.8


def open_layout(page: html.HtmlElement) -> None:
    """Leave of tables that lay out a page the cell that has the text, and make paragraphs of its lines."""
    body = page.find("body")
    if body is None or not page.xpath("//table"):
        return
    in_paragraphs = sum(_prose(element) for element in page.iter("p"))
    cells = [element for element in body.iter("td") if element.find(".//table") is None]
    cell = max(cells, key=_prose, default=None)
    if cell is None or _prose(cell) < _TABLE_SHARE * _prose(body) or in_paragraphs > _prose(cell) / 2:
        return
    for element in list(body):
        body.remove(element)
    body.text = None
    for text, linked in _lines(cell):
        if text and linked < LINKED_SHARE * len(text):
            paragraph = etree.SubElement(body, "p")
            paragraph.text = text


def _prose(element: html.HtmlElement) -> int:
    """Return how many characters of an element are text that is not linked."""
    linked = sum(len(link.text_content()) for link in element.iter("a"))
    hidden = sum(len(part.text_content()) for part in element.iter(*UNSEEN))
    return len(element.text_content()) - linked - hidden


def _lines(cell: html.HtmlElement) -> Iterator[tuple[str, int]]:
    """Yield the lines of an element that has `<br>` for paragraphs, and how many characters of each are linked."""
    parts: list[str] = []
    linked = links = breaks = 0
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if element.tag == "a":
            links += 1 if event == "start" else -1
        if element.tag in BLOCKS:
            breaks = 2
        elif element.tag == "br" and event == "start":
            breaks += 1
        if event == "start":
            text = element.text if element.tag not in UNSEEN else None
        else:
            text = element.tail if element is not cell else None
        if not text or not text.strip():
            continue
        # One break ends a paragraph only where a sentence ends: some break lines by hand.
        if breaks > 1 or (breaks and parts and ends_sentence(parts[-1].rstrip())):
            yield squeezed("".join(parts)), linked
            parts, linked = [], 0
        elif breaks:
            parts.append(" ")
        breaks = 0
        parts.append(text)
        linked += len(squeezed(text)) if links else 0
    yield squeezed("".join(parts)), linked
