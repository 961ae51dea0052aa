"""The blocks of an article → its paragraphs, without the credits, labels and leads that stand between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ryabkov_diff.provenance import match_dateline
from ryabkov_diff.read.dates import find_date
from ryabkov_diff.read.pages.lexicon import load_lexicon
from ryabkov_diff.read.pages.shown import CREDIT_CHARACTERS
from ryabkov_diff.read.pages.surroundings import LINK_CHARACTERS
from ryabkov_diff.read.pages.texts import ends_sentence, squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from lxml import html

    from ryabkov_diff.read.pages.extraction import Block

__all__ = ["choose_paragraphs", "find_bold_texts", "mark_questions"]

# How the line begins that says who has written an article.
_BYLINE = re.compile(r"(?:By|BY|Text|Words|Author|Interview|Reporting by|Written by)\b:?\s+[A-Z]")
# How the line begins that says when.
_STAMPED = re.compile(r"(?:(?:last|first)\s+)?(?:updated|published|modified|posted)\b", re.IGNORECASE)
# The day of a change is that of publication only where the page tells no other.
_UPDATED = re.compile(r"(?:last\s+)?(?:updated|modified)\b", re.IGNORECASE)
# A quotation that stands in the running text as well was pulled out of it. Shorter ones may well be said twice.
_PULLED_CHARACTERS = 20
# So many questions in bold make an interview.
_QUESTIONS = 2
# A name in front of what somebody says.
_LABEL = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}: ")


def choose_paragraphs(blocks: Sequence[Block], names: AbstractSet[str]) -> tuple[list[str], str | None]:
    """Return the paragraphs without what stands around them, and the day of publication that stood there.

    Args:
        blocks: From `extract_blocks`.
        names: What the page calls its article and its site, casefolded; no paragraph in front of the text.
    """
    # What ends a text ends a sentence, unless it is a list; a line behind it is a credit, a source or a lead.
    blocks = list(blocks)
    while blocks and blocks[-1].tag != "item" and _is_line_behind(blocks[-1].text):
        blocks.pop()
    running = "\n".join(block.text for block in blocks if block.tag != "quote")
    kept: list[str] = []
    published = updated = None
    has_begun = False
    for tag, text in blocks:
        if _is_label(text) or (not has_begun and text.casefold() in names):
            continue
        if not has_begun and _is_credit(text):
            if _UPDATED.match(text):
                updated = updated or find_date(text)
            else:
                published = published or find_date(text)
            continue
        has_begun = has_begun or ends_sentence(text)
        if tag == "quote" and _is_pulled(text, running):
            continue
        kept.append(text)
    return kept, published or updated


def _is_line_behind(text: str) -> bool:
    """Say whether a block behind the text is no part of it; a long one that lacks its full stop is."""
    return text.endswith(":") or (len(text) <= CREDIT_CHARACTERS and not ends_sentence(text))


def _is_label(text: str) -> bool:
    """Say whether a block is none of the text wherever it stands: a label, a lead elsewhere, a rule of signs."""
    lexicon = load_lexicon()
    return (
        text.casefold().rstrip(" .:…").replace("–", "-") in lexicon.labels
        or not any(letter.isalpha() for letter in text)
        or (len(text) <= LINK_CHARACTERS and lexicon.leads.match(text) is not None)
    )


def _is_credit(text: str) -> bool:
    """Say whether a block in front of the text is a byline or a date, which stand between it and the title."""
    if ends_sentence(text) or len(text) > CREDIT_CHARACTERS or match_dateline(text):
        return False
    return bool(find_date(text) or _BYLINE.match(text) or _STAMPED.match(text))


def _is_pulled(text: str, running: str) -> bool:
    """Say whether a quotation that is set apart only repeats words of the running text."""
    words = text.strip("\"'“”‘’«» ").rstrip(".,…")
    return len(words) >= _PULLED_CHARACTERS and words in running


def find_bold_texts(page: html.HtmlElement) -> frozenset[str]:
    """Return the paragraphs that are bold as a whole."""
    texts = set()
    for paragraph in page.iter("p"):
        bold = paragraph.xpath("descendant::*[self::b or self::strong][not(ancestor::b or ancestor::strong)]")
        text = paragraph.text_content()
        if "".join(text.split()) == "".join("".join(one.text_content() for one in bold).split()):
            texts.add(squeezed(text))
    return frozenset(texts)


def mark_questions(paragraphs: Sequence[str], bold: AbstractSet[str]) -> list[str]:
    """Write bold paragraphs as Markdown has them (`**Why?**`) where most are questions: so an interviewer is known.

    Not where names in front of the answers tell who speaks.
    """
    marked = [text for text in paragraphs if text in bold]
    asked = sum(text.endswith("?") for text in marked)
    if asked < _QUESTIONS or asked <= len(marked) / 2 or any(map(_LABEL.match, paragraphs)):
        return list(paragraphs)
    return [f"**{text}**" if text in bold else text for text in paragraphs]
