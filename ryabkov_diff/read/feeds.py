"""RSS, RDF and Atom → documents: one for each entry of the feed that has a text."""

from __future__ import annotations

import io
import re
from html.entities import html5
from typing import TYPE_CHECKING, Any

from ryabkov_diff.provenance import outlet_of_host
from ryabkov_diff.read.documents import Document
from ryabkov_diff.read.fields import address_of, day_of, host_of, language_of
from ryabkov_diff.read.fragments import looks_like_markup, plain_text, with_headline
from ryabkov_diff.read.sources import Fault, too_many

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ryabkov_diff.read.documents import ReadOptions
    from ryabkov_diff.read.sources import Payload

__all__ = ["read_feed"]

# What stands before the first element: only there can entities be declared.
_PROLOGUE = re.compile(rb"\A(?:[^<]|<[!?])*", re.DOTALL)
_ENTITY = b"<!ENTITY"

# References by name, and the names that XML has itself.
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})

# The parser takes some forty microseconds for a tag: ten megabytes of nothing else would keep it busy for minutes.
# A feed of a thousand long articles has a hundred thousand.
_TAGS = 300_000

# A description of at least so many paragraphs is the article; one or two are its teaser.
_ARTICLE_PARAGRAPHS = 3

# What feeds put behind the name of their outlet: "Lake Post - Latest news", "Lake Post RSS Feed".
_FEED_WORDS = re.compile(
    r"(?:\s*[-–—|:»]\s*|\s+)(?:RSS(?:\s+feed)?|feed|home(?:\s?page)?|latest(?:\s+news)?|top\s+(?:news|stories)|all\s+news)$",
    re.IGNORECASE,
)


def read_feed(payload: Payload, options: ReadOptions) -> Sequence[Document]:
    """Read the entries of a feed, in the order in which they stand in it.

    Args:
        payload: The bytes, and their name.
        options: How many entries it may have.

    Returns:
        One document for each entry with a text: that of its full content, else of its summary, with a remark.

    Raises:
        Fault: The bytes are no feed, declare entities, or none of the entries has a text.
    """
    # Every second byte of UTF-16 is nil; marks of byte order are no `<`.
    prologue = _PROLOGUE.match(payload.data.replace(b"\0", b""))
    if prologue and _ENTITY in prologue[0].upper():
        raise Fault(payload.name, "declares entities of its own, which are not read", "take its <!DOCTYPE …> out")
    if payload.data.count(b"<") > _TAGS:
        raise Fault(payload.name, f"has more than {_TAGS:,} tags, too many for a feed", "divide it")
    feed, entries = _parse(payload)
    if len(entries) > options.limits.articles:
        raise too_many(payload.name, options.limits.articles)
    documents: list[Document] = []
    for entry in entries:
        document = _document(entry, feed, len(documents) + 1, payload.name)
        if document is not None:
            documents.append(document)
    if not documents:
        lacking = "its entries have no text" if entries else "it is a feed without entries"
        raise Fault(payload.name, f"has no article: {lacking}", "give the pages that it links to")
    if empty := len(entries) - len(documents):
        were = "1 entry has" if empty == 1 else f"{empty} entries have"
        remark = ("left-out", f"{were} no text in {payload.name}: left out.")
        documents[0] = documents[0]._replace(remarks=(*documents[0].remarks, remark))
    return documents if len(documents) > 1 else [documents[0]._replace(part=None)]


def _parse(payload: Payload) -> tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]:
    """Return the feed's own fields and its entries."""
    import feedparser

    headers = {"content-type": payload.content_type or "application/xml"}
    if payload.charset:
        headers["content-type"] += f"; charset={payload.charset}"
    try:
        # A stream, for it would take a string for an address or a file. Markup is cleaned by `plain_text`.
        parsed = feedparser.parse(
            io.BytesIO(_NAMED.sub(_numbered, payload.data)),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # it names none, and not all that is hostile is known to it
        raise Fault(payload.name, "is no feed that can be read", "check it with a validator of feeds") from error
    if not parsed.get("version") and not parsed.get("entries"):
        raise Fault(payload.name, "is no feed: it has neither RSS nor Atom", "give a page, a feed or plain text")
    return parsed.get("feed", {}), parsed.get("entries", [])


def _numbered(reference: re.Match[bytes]) -> bytes:
    """Return a reference by number for one by a name of HTML's, which XML does not know: the parser would drop it."""
    name = reference[1].decode()
    letters = "" if name in _XML_NAMES else html5.get(f"{name};", "")
    return "".join(f"&#{ord(letter)};" for letter in letters).encode() or reference[0]


def _document(entry: Mapping[str, Any], feed: Mapping[str, Any], part: int, name: str) -> Document | None:
    """Make a document of an entry; None when it has no text."""
    body = max(map(_text, entry.get("content", ())), key=len, default="")
    remarks: tuple[tuple[str, str], ...] = ()
    if not body:
        body = _text(entry.get("summary_detail", {}))
        if body and body.count("\n\n") < _ARTICLE_PARAGRAPHS - 1:
            remarks = (("teaser", f"Entry {part} of {name} holds only the summary of its article."),)
    if not body:
        return None
    headline = " ".join(_text(entry.get("title_detail", {})).split()) or None
    url = address_of(entry.get("link", ""))
    return Document(
        text=with_headline(body, headline),
        part=part,
        headline=headline,
        publisher=_publisher(entry, feed, url),
        date_published=_day(entry),
        url=url,
        language=language_of(entry.get("language") or feed.get("language") or ""),
        remarks=remarks,
    )


def _text(detail: Mapping[str, Any]) -> str:
    """Return the text of a title, a summary or a content; that of HTML without the tags."""
    value = detail.get("value", "")
    is_plain = detail.get("type") == "text/plain" and not looks_like_markup(value)
    return value.strip() if is_plain else plain_text(value)


def _publisher(entry: Mapping[str, Any], feed: Mapping[str, Any], url: str | None) -> str | None:
    """Return the outlet: that from which an aggregator has the entry, that of the address, or that of the feed."""
    source = entry.get("source", {}).get("title")
    host, home = ((host_of(one or "") or "").removeprefix("www.") for one in (url, feed.get("link")))
    if not source and host and home and not host.endswith(home) and not home.endswith(host):
        return None  # a collection from several sites: whoever reads the address sees which
    known = outlet_of_host(host) if host else None
    title = source or (known and known.name) or feed.get("publisher") or feed.get("title") or ""
    return _FEED_WORDS.sub("", " ".join(plain_text(title).split())) or None


def _day(entry: Mapping[str, Any]) -> str | None:
    """Return the day of publication as the entry writes it, in its own time zone; else that of the last change."""
    for part in ("published", "created", "updated"):
        if day := day_of(entry.get(part, "")):
            return day
        if moment := entry.get(f"{part}_parsed"):
            return f"{moment.tm_year:04}-{moment.tm_mon:02}-{moment.tm_mday:02}"
    return None
