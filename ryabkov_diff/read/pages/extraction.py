"""The tree of a page → the blocks of the article: trafilatura finds them, and is asked again where it is unsure."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree
from trafilatura import bare_extraction

from ryabkov_diff.read.pages.surroundings import SURROUNDINGS
from ryabkov_diff.read.pages.texts import ends_sentence, spaced_text, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import html

__all__ = ["Block", "extract_blocks"]

# With less than this share of the text in paragraphs, or in the linked data, what was found is not all of the article.
_LEAST_SHARE = 0.5
# News pages have some thousand elements, live blogs up to twenty thousand; those with more are not looked at twice.
_MANY_ELEMENTS = 10_000
# What trafilatura calls blocks.
_FOUND_BLOCKS = frozenset({"p", "head", "quote", "list", "item", "div", "table", "row", "cell", "code"})


class Block(NamedTuple):
    """A paragraph, a heading, an item of a list or the like.

    Attributes:
        tag: As trafilatura calls it: `p`, `head`, `item`; `quote` for all that stands in a quotation.
        text: In one line.
    """

    tag: str
    text: str


def extract_blocks(page: html.HtmlElement, body: str | None) -> list[Block]:
    """Return the blocks of the article.

    Args:
        page: Without what is surely no part of it.
        body: The text that its linked data have, which counts where little else is found.
    """
    blocks = _extract(page)
    if body and _length(blocks) < _LEAST_SHARE * len(body):
        return _as_paragraphs(map(squeezed, body.splitlines()))
    return blocks


def _extract(page: html.HtmlElement) -> list[Block]:
    """Return the blocks of what the page shows."""
    # Where the ends of paragraphs are left out, the parser may take the next ones for parts of the first.
    texts = [
        squeezed(line)
        for element in page.iter("p")
        if next(element.iterancestors("p", *SURROUNDINGS), None) is None
        for line in (
            [spaced_text(element)] if element.find(".//p") is None else spaced_text(element, "\n").splitlines()
        )
    ]
    blocks = _ask(page, precision=True)
    if _length(blocks) < _LEAST_SHARE * sum(map(len, texts)):
        # It leaves out whole articles in parts with odd names.
        blocks = max(blocks, _ask(page, precision=False), key=_length)
    # Of a few sentences trafilatura is not sure, and may give all that stands on the page in one piece.
    found = [block.text for block in blocks if block.tag != "head"]
    if len(found) == 1 and any(text and text != found[0] and text in found[0] for text in texts):
        return _as_paragraphs(texts)
    return blocks


def _ask(page: html.HtmlElement, *, precision: bool) -> list[Block]:
    """Return the blocks of what trafilatura takes for the article."""
    # The time of its second and third opinion grows with the square of the length.
    fast = sum(1 for _ in page.iter(etree.Element)) > _MANY_ELEMENTS
    found = None
    with suppress(Exception):  # a damaged page: where the library fails, it has found nothing
        found = bare_extraction(
            page, fast=fast, favor_precision=precision, include_comments=False, include_tables=False
        )
    if found is None or isinstance(found, dict):
        return []
    return [block for block in _blocks(found.body) if block.text]


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _as_paragraphs(texts: Iterable[str]) -> list[Block]:
    return [Block("p", text) for text in texts if text]


def _blocks(body: etree._Element) -> Iterator[Block]:
    """Yield the blocks of what trafilatura gives, also empty ones."""
    parts: list[str] = []
    tags = ["p"]
    last = ""
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _FOUND_BLOCKS or (element.tag == "lb" and ends_sentence(last)):
            yield Block(tags[-1], squeezed("".join(parts)))
            parts, last = [], ""
        if element.tag in _FOUND_BLOCKS:
            if event == "end":
                tags.pop()
            else:
                tags.append("quote" if tags[-1] == "quote" else str(element.tag))
        elif element.tag == "lb":
            parts.append(" ")
        text = (element.text if event == "start" else element.tail) or ""
        parts.append(text)
        last = text.rstrip() or last
    yield Block(tags[-1], squeezed("".join(parts)))
