"""Bytes → which format they have → its reader. Readers are imported when needed: plain text needs no library."""

from __future__ import annotations

import re
import zlib
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ryabkov_diff.read.plain_text import read_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ryabkov_diff.read.documents import Document, ReadOptions
    from ryabkov_diff.read.sources import Payload

__all__ = ["CONTENT_TYPES", "SUFFIXES", "Format", "read_documents", "recognise_format", "why_no_article"]


class Format(Enum):
    """How an article, or several, may be kept; the value says it in messages."""

    PLAIN = "plain text"
    PAGE = "a web page"
    JSON = "JSON"
    FEED = "a feed"
    PDF = "a PDF file"
    WORD = "a Word file"
    WARC = "a web archive"


# What the end of a file's name says of its format.
_BY_SUFFIX = {
    ".txt": Format.PLAIN,
    ".text": Format.PLAIN,
    ".html": Format.PAGE,
    ".htm": Format.PAGE,
    ".xhtml": Format.PAGE,
    ".mhtml": Format.PAGE,
    ".mht": Format.PAGE,
    ".json": Format.JSON,
    ".jsonl": Format.JSON,
    ".ndjson": Format.JSON,
    ".rss": Format.FEED,
    ".atom": Format.FEED,
    ".xml": Format.FEED,
    ".pdf": Format.PDF,
    ".docx": Format.WORD,
    ".warc": Format.WARC,
    ".warc.gz": Format.WARC,
}

# The files of a folder that are articles; others in it (lists of sources, notes, pictures) are left alone.
SUFFIXES = frozenset(_BY_SUFFIX)

# What a server says of the format.
_BY_CONTENT_TYPE = {
    "text/html": Format.PAGE,
    "application/xhtml+xml": Format.PAGE,
    "multipart/related": Format.PAGE,
    "application/json": Format.JSON,
    "application/ld+json": Format.JSON,
    "application/x-ndjson": Format.JSON,
    "application/rss+xml": Format.FEED,
    "application/atom+xml": Format.FEED,
    "application/xml": Format.FEED,
    "text/xml": Format.FEED,
    "application/pdf": Format.PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Format.WORD,
    "application/warc": Format.WARC,
}

# The types of what may be an article; of the last three the content says what it is.
CONTENT_TYPES = frozenset(
    {*_BY_CONTENT_TYPE, "text/plain", "text/markdown", "application/gzip", "application/octet-stream"}
)

# How many bytes the first look takes: comments and declarations may stand before the first element.
_HEAD = 1 << 12

# Marks of byte order as they look in Latin-1, with nil bytes taken out.
_BYTE_ORDER_MARKS = ("ï»¿", "ÿþ", "þÿ")

# Comments, `<?xml … ?>` and white space may stand before what tells the format.
_PROLOGUE = r"(?i)\A\s*(?:<\?(?:[^?]|\?(?!>))*\?>\s*|<!--(?:[^-]|-(?!->))*-->\s*)*"
# What each format has somewhere, in small letters, and its pattern, which is compiled only for what has that.
_BY_TEXT = (
    (Format.PAGE, "<", _PROLOGUE + r"<(?:!doctype\s+html|html|head|body)\b"),
    # A page with all its parts, as browsers save it: a message of MIME, whose headers may take several lines.
    (
        Format.PAGE,
        "multipart/related",
        r"(?i)\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?Content-Type:\s*multipart/related",
    ),
    (Format.FEED, "<", _PROLOGUE + r"<(?:rss|feed|rdf:RDF)\b"),
    (Format.JSON, "{", r"\A\s*(?:\[\s*)?\{\s*[\"}]"),
    (Format.PDF, "%pdf-", r"\A\s*%PDF-"),
    (Format.WARC, "warc/", r"\AWARC/\d"),
)
# What makes a page of a text whose name or server says that it is one.
_MARKUP = r"(?i)<[a-z!/]"
# Old Word files, and new ones that are locked with a password.
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP, _WORD_PART, _GZIP = b"PK\x03\x04", b"word/document.xml", b"\x1f\x8b"

# What lies among articles and is none, and how it is known. The first is in all results that name the signature.
_RESULT = rb"\bryabkov-diff\|v:\d"
_TABLE = rb"\A(?:\xef\xbb\xbf)?[\w-]+(?:,[\w-]+){3,}\r?\n"


def recognise_format(payload: Payload) -> Format:
    """Tell the format: by the content, else by the end of the name, else by what the server said."""
    data = payload.data
    if data.startswith(_OLD_WORD):
        return Format.WORD
    if data.startswith(_ZIP):
        return Format.WORD if _WORD_PART in data else Format.PLAIN
    head = data[:_HEAD]
    if head.startswith(_GZIP):
        head = _unpacked(head)
    # Enough for markup in any encoding: of UTF-16, every second byte of it is nil.
    text = head.replace(b"\0", b"").decode("latin-1")
    for mark in _BYTE_ORDER_MARKS:
        text = text.removeprefix(mark)
    small = text.lower()
    for format_, sign, pattern in _BY_TEXT:
        if sign in small and re.search(pattern, text):
            return format_
    ending = PurePath(urlsplit(payload.url).path if payload.url else payload.name).suffix.lower()
    said = _BY_SUFFIX.get(ending, _BY_CONTENT_TYPE.get(payload.content_type or ""))
    if said is Format.PAGE and re.search(_MARKUP, text):
        return said
    # These have no sure sign. The others have: whatever is called a PDF and is none, is text or nothing.
    return said if said in {Format.JSON, Format.FEED} else Format.PLAIN


def read_documents(payload: Payload, options: ReadOptions) -> Sequence[Document]:
    """Read the articles that a payload holds, in their order.

    Raises:
        Fault: It holds none, or is damaged or too large.
    """
    return _reader(recognise_format(payload))(payload, options)


def _reader(format_: Format) -> Callable[[Payload, ReadOptions], Sequence[Document]]:
    """Return what reads a format."""
    match format_:
        case Format.PAGE:
            from ryabkov_diff.read.pages import read_page as reader
        case Format.JSON:
            from ryabkov_diff.read.exports import read_export as reader
        case Format.FEED:
            from ryabkov_diff.read.feeds import read_feed as reader
        case Format.PDF:
            from ryabkov_diff.read.office import read_pdf as reader
        case Format.WORD:
            from ryabkov_diff.read.office import read_word as reader
        case Format.WARC:
            from ryabkov_diff.read.archives import read_archive as reader
        case _:
            return read_plain
    return reader


def why_no_article(data: bytes) -> str | None:
    """Say why a file that nobody named is no article: it is a result of this program or a table; else None."""
    if re.search(_RESULT, data):
        return "is a result of ryabkov-diff"
    return "is a table, not plain text" if re.match(_TABLE, data) else None


def _unpacked(head: bytes) -> bytes:
    """Return the beginning of what is compressed in a file of which this is the beginning."""
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(head, _HEAD)
    except zlib.error:
        return head
