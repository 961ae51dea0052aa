"""The bytes of a page → its text → its tree; refuses what is damaged, too large or nested too deeply."""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree, html

from ryabkov_diff.read.decode import NotTextError, decode
from ryabkov_diff.read.sources import Fault

if TYPE_CHECKING:
    from ryabkov_diff.read.sources import Payload

__all__ = ["SAVE_HINT", "PageText", "decode_page", "parse_page"]

# What helps where a page is no article as it is.
SAVE_HINT = "open the page in a browser, save it when it has loaded, and name the file; or give its text"

# Where the encoding is declared: HTML wants it in the first 1,024 bytes, pages have comments above it.
_DECLARATIONS = 4096
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# Encodings that browsers read as the larger one that they are a part of.
_READ_AS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
# What a browser writes into a page that it saves.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)\s*-->")

# What XML cannot hold, and a tree of lxml only until it is changed; browsers show none of it.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# News pages have some thousand elements, live blogs up to twenty thousand; reading more than these takes half a minute.
_MOST_ELEMENTS = 100_000


class PageText(NamedTuple):
    """A page as text.

    Attributes:
        text: The markup.
        address: Where the page was saved from, as its file says; None or empty where it does not.
        remark: A sentence for the reader where the encoding was guessed.
    """

    text: str
    address: str | None
    remark: str | None


def decode_page(payload: Payload) -> PageText:
    """Decode a page: HTML, XHTML, or the page in a MIME message, as browsers save it with all its parts.

    The encoding is that of the byte order mark, else the one that the server or the message says, else the page's own;
    but sound UTF-8 is UTF-8.

    Raises:
        Fault: It is no text, or a MIME message without a page.
    """
    data, charset, address = payload.data, payload.charset, None
    if not data.lstrip().startswith(b"<") and b"\n" in data[:_DECLARATIONS]:
        data, charset, address = _unpack_message(payload)
    declared = _DECLARED.search(data[:_DECLARATIONS])
    remark = None
    for name in (charset, declared and declared[1].decode("ascii", "replace")):
        text = _decode_as(data, name) if name else None
        if text is not None:
            break
    else:
        try:
            text, remark = decode(data)
        except NotTextError:
            raise Fault(payload.name, "is not a text file", "give a web page as HTML") from None
    return PageText(text, address or _saved_from(text), remark)


def _unpack_message(payload: Payload) -> tuple[bytes, str | None, str | None]:
    """Return the page in a MIME message, its encoding and its address; what is no message of several parts as it is.

    Raises:
        Fault: None of the parts is a page, or they are nested too deeply.
    """
    try:
        message = email.message_from_bytes(payload.data, policy=email.policy.compat32)
        address = message.get("Snapshot-Content-Location") or message.get("Content-Location")
        if not message.is_multipart():
            return payload.data, payload.charset, address
        part = next((one for one in message.walk() if one.get_content_type().endswith("html")), None)
        if part is None:
            raise Fault(payload.name, "has no page in it", SAVE_HINT)
        content = part.get_payload(decode=True)
        data = content if isinstance(content, bytes) else b""
        return data, part.get_content_charset(), address or part.get("Content-Location")
    except RecursionError:
        raise Fault(payload.name, "is damaged: its parts are nested too deeply", SAVE_HINT) from None


def _decode_as(data: bytes, name: str) -> str | None:
    """Decode as a page or a server says; None where that cannot be right."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    if codec.startswith(("utf-16", "utf-32")) or not codecs.lookup(codec)._is_text_encoding:  # noqa: SLF001
        return None
    try:
        # Text in another encoding is hardly ever sound UTF-8, and servers are set up wrongly more often than that.
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(_READ_AS.get(codec, codec))
    except UnicodeDecodeError:
        return None


def _saved_from(text: str) -> str | None:
    """Return the address that a browser wrote into the page that it saved."""
    found = _SAVED_FROM.search(text, 0, _DECLARATIONS)
    return found[1] if found else None


def parse_page(text: str, name: str, nesting: int) -> html.HtmlElement:
    """Parse a page.

    Args:
        text: Its markup.
        name: What messages call it.
        nesting: How many levels deep its elements may be.

    Raises:
        Fault: It has no element or too many, or is nested too deeply.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise Fault(name, "has no article: no text was found in it", SAVE_HINT) from None
    depth = deepest = count = 0
    for event, element in etree.iterwalk(page, events=("start", "end")):
        if event == "start" and element.text and _NO_TEXT.search(element.text):
            element.text = _NO_TEXT.sub("", element.text)
        if event == "end" and element.tail and _NO_TEXT.search(element.tail):
            element.tail = _NO_TEXT.sub("", element.tail)
        depth += 1 if event == "start" else -1
        count += event == "start"
        deepest = max(deepest, depth)
    if count > _MOST_ELEMENTS:
        problem = f"has {count:,} elements, more than the limit of {_MOST_ELEMENTS:,} for a page"
        raise Fault(name, problem, "save the article alone, or give its text")
    if deepest > nesting:
        problem = f"is nested {deepest:,} levels deep, more than the limit of {nesting:,}"
        raise Fault(name, problem, f"--max-nesting {deepest}")
    return page
