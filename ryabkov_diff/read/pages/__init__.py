"""Web pages → `Document`: the article in a page, and what the page says of it.

    bytes → tree (`parsing`) → title, day and more (`head`: what its data say; `shown`: what readers see)
          → the tree with the article alone, as far as that is sure (`layout`, `surroundings`)
          → its blocks (`extraction`) → its paragraphs (`paragraphs`)

trafilatura finds the article. Before it, what is surely no part of it is taken out of the page, and tables that only
lay out are opened; after it, what is left of the surroundings goes: credits, labels of advertisements, leads elsewhere.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from ryabkov_diff.read.documents import Document
from ryabkov_diff.read.pages.extraction import extract_blocks
from ryabkov_diff.read.pages.head import read_head
from ryabkov_diff.read.pages.layout import open_layout
from ryabkov_diff.read.pages.paragraphs import choose_paragraphs, find_bold_texts, mark_questions
from ryabkov_diff.read.pages.parsing import SAVE_HINT, decode_page, parse_page
from ryabkov_diff.read.pages.shown import choose_title, find_shown_day
from ryabkov_diff.read.pages.surroundings import take_out_surroundings
from ryabkov_diff.read.pages.texts import ends_sentence, squeezed
from ryabkov_diff.read.sources import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ryabkov_diff.read.documents import ReadOptions
    from ryabkov_diff.read.pages.head import Head
    from ryabkov_diff.read.sources import Payload

__all__ = ["read_page"]

# What fails inside is decided here by what comes out; nothing goes to standard error.
for _library in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

# An article has a sentence of so many words at least.
_ARTICLE_WORDS = 6
# A page that is filled by a program in the browser says so where it is empty.
_ASKS_FOR_A_BROWSER = re.compile(
    r"\b(?:enable|turn on|activate|requires?)\s+(?:JavaScript|JS|cookies)\b", re.IGNORECASE
)
# What a site says in place of an article: where it wants to be sure of its reader, or has nothing.
_NOTICE = re.compile(
    r"\b(?:checking (?:if the site connection is secure|your browser)"
    r"|(?:verify|verifying|confirm) (?:that )?you are (?:a )?human"
    r"|page (?:you (?:are looking for|requested) )?(?:was |is |could |can)?\s?not (?:be )?found"
    r"|access (?:is |was )?denied|404 not found|403 forbidden)\b",
    re.IGNORECASE,
)
# A page with more text than this is no notice.
_NOTICE_CHARACTERS = 400


def read_page(payload: Payload, options: ReadOptions) -> Sequence[Document]:
    """Read the article of a page: HTML, XHTML or MHTML.

    Raises:
        Fault: It is damaged or nested too deeply, or no article is found in it.
    """
    text, saved_from, remark = decode_page(payload)
    page = parse_page(text, payload.name, options.limits.nesting)
    # All that the page says of its article is read before anything is taken out of it.
    head = read_head(page, payload.url or saved_from)
    title = choose_title(page, head)
    shown_day = None if head.date else find_shown_day(page, title)
    open_layout(page)
    take_out_surroundings(page, title)
    bold = find_bold_texts(page)
    blocks = extract_blocks(page, head.body)
    names = {name.casefold() for name in (title, head.publisher, *head.titles) if name}
    paragraphs, credit_day = choose_paragraphs(blocks, names)
    paragraphs = mark_questions(paragraphs, bold)
    _check_article(payload.name, title, paragraphs)
    return (
        Document(
            text="\n\n".join((title, *paragraphs) if title else paragraphs),
            headline=title,
            publisher=head.publisher,
            date_published=head.date or credit_day or shown_day,
            url=head.url,
            language=head.language,
            remarks=(*([("encoding", remark)] if remark else []), *_remarks(head)),
        ),
    )


def _check_article(name: str, title: str | None, paragraphs: Sequence[str]) -> None:
    """Refuse what is no article.

    Raises:
        Fault: It is the notice of a site, or has no sentence.
    """
    whole = " ".join(paragraphs)
    if len(whole) < _NOTICE_CHARACTERS and _ASKS_FOR_A_BROWSER.search(whole):
        raise Fault(name, "has no article: a browser has to fill the page first", SAVE_HINT)
    if len(whole) < _NOTICE_CHARACTERS and (notice := _NOTICE.search(f"{title or ''}\n{whole}")):
        raise Fault(name, f"has no article: it only says “{squeezed(notice[0])}”", SAVE_HINT)
    if not any(len(one.split()) >= _ARTICLE_WORDS and ends_sentence(one) for one in paragraphs):
        raise Fault(name, "has no article: no text was found in it", SAVE_HINT)


def _remarks(head: Head) -> Iterator[tuple[str, str]]:
    """Yield what a reader should know of the page, as pairs of a note's code and its message."""
    if not head.is_free:
        yield "not-free", "The page says that one has to pay for it; the text may be its beginning only."
    if head.language and head.language.partition("-")[0].lower() != "en":
        yield "language", f"The page says that its language is {head.language}; the program reads English."
