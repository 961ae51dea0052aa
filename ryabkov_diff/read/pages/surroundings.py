"""The tree of a page → the same without what stands around the article; in doubt it stays, and is looked at later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from ryabkov_diff.provenance import match_dateline
from ryabkov_diff.read.pages.layout import LINKED_SHARE
from ryabkov_diff.read.pages.lexicon import load_lexicon
from ryabkov_diff.read.pages.texts import ends_sentence, spaced_text, squeezed

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from lxml import html

__all__ = ["LINK_CHARACTERS", "SURROUNDINGS", "take_out_surroundings"]

# Elements that hold what is no text of the article, by their own meaning.
SURROUNDINGS = ("aside", "dialog", "figure", "footer", "form", "nav")
# What leads elsewhere is no longer than this; longer blocks are sentences that happen to be linked.
LINK_CHARACTERS = 200

# An element of a name that tells a part beside the article is taken out with no more than this share of the text in
# paragraphs, or so many characters (a box in a short article) and half of it: systems call whole articles "paywall" or
# "sidebar-layout", too.
_PART_SHARE = 0.25
_PART_CHARACTERS = 300
# With less than this share left, what has such names is the article itself.
_LEAST_LEFT = 0.05
# What leads elsewhere is called so, and in some systems the first paragraph of the article, too.
_LEAD = "teaser"
# How a part may be called that covers the page: however long, it is no article.
_OVERLAYS = ("cookie", "consent", "gdpr", "onetrust")
# A word in a class or an id: "share" in "share-bar", "ShareBox", "post__share".
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

# What the article itself stands in, whatever it is called.
_NEVER_PARTS = frozenset({"body", "main", "article", "h1", "html"})
# Elements of AMP begin so: pictures, advertisements, embedded posts; these two may hold text.
_AMP = "amp-"
_AMP_TEXT = frozenset({"amp-list", "amp-accordion"})
# What may hold a line that is nothing but a link or an appeal.
_TEXT_BLOCKS = frozenset({"p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "div"})
# What leads to a footnote, at a place of the page: [12], 12, [a].
_FOOTNOTE = re.compile(r"\[?(?:\d{1,3}|[a-z])\]?")
# Where appeals lead: a part of the path or behind the number sign.
_APPEAL = re.compile(
    r"[/#?](?:subscribe|subscription|subscriptions|sign-?up|register|donate|membership|newsletters?)(?:[/?#&=]|$)",
    re.IGNORECASE,
)
# What such a link says: "join our channel here".
_APPEAL_IN_WORDS = re.compile(
    r"\b(?:join|sign up|subscribe|follow|register|donate|support)\b.*\b(?:us|our|here|now|newsletter|channel)\b",
    re.IGNORECASE,
)


def take_out_surroundings(page: html.HtmlElement, title: str | None) -> None:
    """Take out of a page what is surely no part of the article.

    Args:
        page: It is changed.
        title: As readers see it.
    """
    _take_out_what_is_above(page, title)
    _open_header(page)
    _take_out_parts(page)


def _take_out_what_is_above(page: html.HtmlElement, title: str | None) -> None:
    """Take out what stands above the title: menus, kickers, banners; unless that is where the text is."""
    heading = next((one for one in page.iter("h1") if squeezed(spaced_text(one)) == title), None)
    if heading is None:
        return
    above = [one for place in (heading, *heading.iterancestors()) for one in place.itersiblings(preceding=True)]
    above = [one for one in above if one.tag != "head"]
    whole = sum(len(one.text_content()) for one in page.iter("p"))
    if sum(len(one.text_content()) for part in above for one in part.iter("p")) <= _PART_SHARE * whole:
        for one in above:
            one.drop_tree()


def _open_header(page: html.HtmlElement) -> None:
    """Make a mere part of a header that holds the first paragraph, which its dateline tells: headers are no text."""
    for header in page.iter("header"):
        if any(match_dateline(squeezed(block.text_content())) for block in header.iter("p", "div")):
            header.tag = "div"


def _take_out_parts(page: html.HtmlElement) -> None:
    """Take out what is called by the names of parts beside the article, and what is nothing but links."""
    body = page.find("body")
    if body is None:
        return
    whole = sum(len(element.text_content()) for element in body.iter("p")) or len(body.text_content())
    most = max(_PART_SHARE * whole, min(_PART_CHARACTERS, whole / 2))
    doomed: list[html.HtmlElement] = []
    parts: list[html.HtmlElement] = []
    for element in body.iter(etree.Element):
        if element.tag in _NEVER_PARTS:
            continue
        if _is_no_text(element):
            doomed.append(element)
            continue
        name = _name_of_part(element)
        # Pages whose text is put in its place in the browser hide all of it until then: that is more than a part.
        is_hidden = element.get("hidden") is not None
        if not (name or is_hidden) or next(element.iter("h1"), None) is not None:
            continue
        if name == _LEAD and not is_hidden and _is_sentence(element):
            # trafilatura goes by the name as well.
            element.attrib.pop("class", None)
        elif name in _OVERLAYS:
            doomed.append(element)
        elif len(element.text_content()) <= most:
            parts.append(element)
    # Some systems call each paragraph so: "commentary-text".
    if _share_left(body, {*doomed, *parts}) >= _LEAST_LEFT:
        doomed += parts
    for element in doomed:
        if element.getparent() is not None:
            element.drop_tree()


def _is_no_text(element: html.HtmlElement) -> bool:
    """Say whether an element, whatever it is called, is none of the text: its tag or where its links lead tells it."""
    if element.tag.startswith(_AMP):
        return element.tag not in _AMP_TEXT
    if element.tag in {"a", "sup"}:
        return _leads_to_footnote(element)
    return element.tag in _TEXT_BLOCKS and _leads_away(element)


def _name_of_part(element: html.HtmlElement) -> str | None:
    """Return the name of a part beside the article that the class or the id of an element begins a word with."""
    words = [word.lower() for name in ("class", "id") for word in _WORD.findall(element.get(name) or "")]
    return next((part for part in load_lexicon().parts for word in words if word.startswith(part)), None)


def _is_sentence(element: html.HtmlElement) -> bool:
    """Say whether this is a paragraph without links that ends as sentences do: what leads elsewhere is none."""
    if element.tag != "p" or next(element.iter("a"), None) is not None:
        return False
    return ends_sentence(squeezed(element.text_content()))


def _share_left(body: html.HtmlElement, doomed: AbstractSet[html.HtmlElement]) -> float:
    """Return which share of the text in paragraphs is left without some elements; 1 where there are no paragraphs."""
    lengths = {
        paragraph: len(paragraph.text_content())
        for paragraph in body.iter("p")
        if next(paragraph.iterancestors(*SURROUNDINGS), None) is None
    }
    left = sum(
        length for paragraph, length in lengths.items() if doomed.isdisjoint((paragraph, *paragraph.iterancestors()))
    )
    whole = sum(lengths.values())
    return left / whole if whole else 1.0


def _leads_to_footnote(element: html.HtmlElement) -> bool:
    """Say whether a link is nothing but the raised number of a note on the page, or a raised text such a link."""
    is_raised = next(element.iter("sup"), None) is not None
    leads = any("#" in (link.get("href") or "") for link in element.iter("a"))
    return is_raised and leads and _FOOTNOTE.fullmatch(squeezed(element.text_content())) is not None


def _leads_away(element: html.HtmlElement) -> bool:
    """Say whether a block is no part of the text: short, and either a link as a whole or an appeal to subscribe."""
    text = squeezed(element.text_content())
    if not text or len(text) > LINK_CHARACTERS:
        return False
    links = [(link.get("href"), squeezed(link.text_content())) for link in element.iter("a") if link.get("href")]
    if any(_APPEAL.search(address) or _APPEAL_IN_WORDS.search(words) for address, words in links):
        return True
    rest = load_lexicon().leads.sub("", text)
    return sum(len(words) for _, words in links) >= LINKED_SHARE * len(rest) > 0 and not ends_sentence(text)
