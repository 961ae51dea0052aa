"""What the data of a page say of its article: `meta` elements, links, and linked data (JSON-LD, schema.org)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from lxml import html

from ryabkov_diff.read.dates import find_date
from ryabkov_diff.read.fields import host_of, language_of
from ryabkov_diff.read.linked_data import follow, index_by_id, types_of
from ryabkov_diff.read.pages.texts import squeezed
from ryabkov_diff.read.sources import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ryabkov_diff.read.linked_data import Node

__all__ = ["TITLE_SEPARATOR", "Head", "read_head"]

# Between a title and the name of the site.
TITLE_SEPARATOR = re.compile(r"\s+(?:[|–—·•:»/-]|::)\s+")

# The types of what is the article of its page.
_ARTICLE_TYPE = re.compile(r"(?:article|blogposting|liveblogposting|reportage|report|creativework)$", re.IGNORECASE)
# Where a script holds linked data.
_AS_JSON = "application/ld+json"
# The names of `meta` elements that hold the day of publication, the surest first.
_DATE_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "date",
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of its article outside the text.

    Attributes:
        titles: What it calls its title, the surest first; each once.
        publisher: The outlet; None where it does not say, as with all that follow.
        date: The day of publication, as an ISO 8601 calendar date.
        url: The address that it calls its own, else where it was found.
        language: BCP 47.
        body: The text of the article in the linked data, its lines kept.
        is_free: Whether all may read the whole text.
    """

    titles: tuple[str, ...]
    publisher: str | None
    date: str | None
    url: str | None
    language: str | None
    body: str | None
    is_free: bool


def read_head(page: html.HtmlElement, address: str | None) -> Head:
    """Read what stands in the head of a page and in its linked data, which come first.

    Args:
        page: As it was parsed.
        address: Where it was found.
    """
    meta: dict[str, str] = {}
    for element in page.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = squeezed(element.get("content") or "")
        if name and content:
            meta.setdefault(name.lower(), content)
    nodes = list(_linked_data(page))
    article: Node = next(filter(_is_article, nodes), {})
    page_title = squeezed("".join(element.text_content() for element in page.iter("title") if _is_in_head(element)))
    titles = (_text(article.get("headline")), meta.get("og:title"), meta.get("twitter:title"), page_title)
    publisher = (
        _name(article.get("publisher"), index_by_id(nodes)) or meta.get("og:site_name") or meta.get("application-name")
    )
    url = _choose_url(page, meta, article, address)
    return Head(
        titles=tuple(dict.fromkeys(title for title in titles if title)),
        publisher=publisher or _site_in_title(page_title, url),
        date=_choose_date(meta, article),
        url=url,
        language=_choose_language(page, meta, article),
        body=_text(article.get("articleBody"), lines=True),
        is_free=str(article.get("isAccessibleForFree", True)).lower() != "false",
    )


def _is_in_head(element: html.HtmlElement) -> bool:
    """Say whether this is the page's title: pictures (SVG) have titles, too."""
    parent = element.getparent()
    return parent is not None and parent.tag == "head"


def _linked_data(page: html.HtmlElement) -> Iterator[Node]:
    """Yield the objects of the page's linked data, those of its graphs one by one."""
    for script in page.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != _AS_JSON:
            continue
        try:
            # Line ends inside strings are common there.
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for one in data if isinstance(data, list) else [data]:
            if isinstance(one, dict):
                graph = one.get("@graph")
                yield from (node for node in (graph if isinstance(graph, list) else [one]) if isinstance(node, dict))


def _is_article(node: Node) -> bool:
    return any(map(_ARTICLE_TYPE.search, types_of(node)))


def _text(value: object, *, lines: bool = False) -> str | None:
    """Return a text of linked data without markup; None where it is no text."""
    if not isinstance(value, str) or not value.strip():
        return None
    value = re.sub(r"<[^<>]+>", " ", html.fromstring(f"<p>{value}</p>").text_content() if "&" in value else value)
    return value.strip() if lines else squeezed(value)


def _name(value: Any, by_id: Mapping[str, Node]) -> str | None:
    """Return the name of a thing in linked data, which may be written elsewhere in it."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or follow(value, by_id).get("name")
    return _text(value)


def _choose_url(page: html.HtmlElement, meta: Mapping[str, str], article: Node, address: str | None) -> str | None:
    """Return the address that the page calls its own, else the one where it was found."""
    links = (element.get("href") for element in page.iter("link") if "canonical" in (element.get("rel") or "").lower())
    whole = article.get("mainEntityOfPage")
    whole = whole.get("@id") if isinstance(whole, dict) else whole
    said = [*links, meta.get("og:url"), whole, article.get("url")]
    for one in said:
        if not isinstance(one, str) or not one.strip():
            continue
        try:
            url = urljoin(address or "", one.strip())
            # A site that is set up wrongly calls each page by the address of its first one.
            if is_address(url) and urlsplit(url).hostname and urlsplit(url).path.strip("/"):
                return url
        except ValueError:  # what cannot be a host: http://[1
            continue
    return address


def _choose_date(meta: Mapping[str, str], article: Node) -> str | None:
    """Return the day of publication as the page's data have it, at the place of the outlet."""
    said = (article.get("datePublished"), *(meta.get(name) for name in _DATE_NAMES), article.get("dateCreated"))
    return next(filter(None, (find_date(value) for value in said if isinstance(value, str))), None)


def _choose_language(page: html.HtmlElement, meta: Mapping[str, str], article: Node) -> str | None:
    for value in (page.get("lang"), article.get("inLanguage"), meta.get("content-language"), meta.get("og:locale")):
        if isinstance(value, str) and (language := language_of(value.strip())):
            return language
    return None


def _site_in_title(title: str, url: str | None) -> str | None:
    """Return the part of a title that is the name in the page's address: "Sixty-Four" for sixtyfour.example."""
    host = host_of(url or "") or ""
    labels = {re.sub(r"\W", "", label) for label in host.split(".")[:-1]}
    parts = [
        part
        for whole in TITLE_SEPARATOR.split(title)
        for part in (whole, *(whole.partition(mark)[0] for mark in (": ", ", ")))
    ]
    return next((part for part in parts if re.sub(r"\W", "", part).casefold() in labels), None)
