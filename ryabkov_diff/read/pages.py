"""Web pages → `Document`: the article in a page, and what the page says of it.

trafilatura finds the article. Before it, what is surely no part of it is taken out of the page, and tables that only
lay out are opened; after it, what is left of the surroundings goes: credits, labels of advertisements, leads elsewhere.
"""

from __future__ import annotations

import codecs
import email
import email.policy
import json
import logging
import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from trafilatura import bare_extraction, extract_metadata

from ryabkov_diff.provenance import match_dateline
from ryabkov_diff.read.dates import find_date
from ryabkov_diff.read.decode import NotTextError, decode
from ryabkov_diff.read.documents import Document
from ryabkov_diff.read.fields import host_of, language_of
from ryabkov_diff.read.sources import Fault, is_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from ryabkov_diff.read.documents import ReadOptions
    from ryabkov_diff.read.sources import Payload

__all__ = ["read_page"]

# What fails inside is decided here by what comes out; nothing goes to standard error.
for _library in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

# Where the encoding is declared: HTML wants it in the first 1,024 bytes, pages have comments above it.
_DECLARATIONS = 4096
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# Encodings that browsers read as the larger one that they are a part of.
_READ_AS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}

# What XML cannot hold, and a tree of lxml only until it is changed; browsers show none of it.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)\s*-->")
_ARTICLE_TYPE = re.compile(r"(?:article|blogposting|liveblogposting|reportage|report|creativework)$", re.IGNORECASE)
_AS_JSON = "application/ld+json"

# Between a title and the name of the site.
_SEPARATOR = re.compile(r"\s+(?:[|–—·•:»/-]|::)\s+")
# A title of the window alone, which stands nowhere on the page, has so many words at least.
_TITLE_WORDS = 4
# A heading is the title where so many of its words stand in what the page calls its title, or the other way round.
_SHARED_WORDS = 0.5

_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
# Elements that hold what is no text of the article, by their own meaning.
_SURROUNDINGS = ("aside", "dialog", "figure", "footer", "form", "nav")
# With less than this share of the text in paragraphs, what was found is not all of the article.
_LEAST_SHARE = 0.5
# News pages have some thousand elements, live blogs up to twenty thousand. More than many are not looked at twice, more
# than most not at all: reading takes half a minute there.
_MANY_ELEMENTS, _MOST_ELEMENTS = 10_000, 100_000
# What trafilatura calls blocks.
_FOUND_BLOCKS = frozenset({"p", "head", "quote", "list", "item", "div", "table", "row", "cell", "code"})
_UNSEEN = frozenset({"script", "style", "noscript", "template"})
# An element of a name that tells a part beside the article is taken out with no more than this share of the text in
# paragraphs, or so many characters (a box in a short article) and half of it: systems call whole articles "paywall" or
# "sidebar-layout", too.
_PART_SHARE = 0.25
_PART_CHARACTERS = 300
# With less than this share left, what has such names is the article itself.
_LEAST_LEFT = 0.05
# Layout by tables: so much of the text stands in them, and none in paragraphs.
_TABLE_SHARE = 0.5
# What leads elsewhere is called so, and in some systems the first paragraph of the article, too.
_LEAD = "teaser"
# How a part may be called that covers the page.
_OVERLAYS = ("cookie", "consent", "gdpr", "onetrust")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# A block is a mere link where so much of it is linked; longer ones are sentences that happen to be linked.
_LINKED_SHARE = 0.8
_LINK_CHARACTERS = 200

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
# What holds a line or a paragraph; a division counts where it holds no other block.
_TEXT_BLOCKS = frozenset({"p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "div"})

# What leads to a footnote, at a place of the page: [12], 12, [a].
_FOOTNOTE = re.compile(r"\[?(?:\d{1,3}|[a-z])\]?")
# Signs that end a sentence, or introduce what follows, before marks of quotation and brackets.
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
# A line between title and text that is no longer than this, and no sentence, is a credit or a date.
_CREDIT_CHARACTERS = 120
# The date of an article stands so many lines above its title at most, or below it.
_LINES_ABOVE, _LINES_BELOW = 3, 6
_BYLINE = re.compile(r"(?:By|BY|Text|Words|Author|Interview|Reporting by|Written by)\b:?\s+[A-Z]")
_STAMPED = re.compile(r"(?:(?:last|first)\s+)?(?:updated|published|modified|posted)\b", re.IGNORECASE)
# The day of a change is that of publication only where the page tells no other.
_UPDATED = re.compile(r"(?:last\s+)?(?:updated|modified)\b", re.IGNORECASE)
# A quotation that stands in the running text as well was pulled out of it. Shorter ones may well be said twice.
_PULLED_CHARACTERS = 20
# So many questions in bold make an interview.
_QUESTIONS = 2
# A name in front of what somebody says.
_LABEL = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}: ")
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

_SAVE = "open the page in a browser, save it when it has loaded, and name the file; or give its text"


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The lists of `pages.toml`."""

    parts: tuple[str, ...]
    leads: re.Pattern[str]
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Head:
    """What a page says of its article outside the text; attributes are None where it does not."""

    titles: tuple[str, ...]
    publisher: str | None
    date: str | None
    url: str | None
    language: str | None
    body: str | None
    is_free: bool


@cache
def _lexicon() -> _Lexicon:
    lists = tomllib.loads(files("ryabkov_diff.read").joinpath("pages.toml").read_text(encoding="utf-8"))
    leads = "|".join(sorted(map(re.escape, lists["leads"]), key=len, reverse=True))
    return _Lexicon(
        tuple(lists["parts"]),
        re.compile(rf"(?:{leads})\s*[:|]", re.IGNORECASE),
        frozenset(lists["labels"]),
    )


def read_page(payload: Payload, options: ReadOptions) -> Sequence[Document]:
    """Read the article of a page: HTML, XHTML or MHTML.

    Raises:
        Fault: It is damaged or nested too deeply, or no article is found in it.
    """
    text, saved_from, remark = _decoded(payload)
    page = _parse(text, payload.name, options.limits.nesting)
    head = _read_head(page, payload.url or saved_from or _address_in(text))
    title = _choose_title(page, head)
    shown_date = None if head.date else _shown_date(page, title)
    _open_layout(page)
    _take_out_what_is_above(page, title)
    _open_header(page)
    _take_out_parts(page)
    bold = _bold_texts(page)
    blocks = _extract(page)
    if head.body and 2 * sum(len(text) for _, text in blocks) < len(head.body):
        blocks = [("p", line) for line in map(_squeezed, head.body.splitlines()) if line]
    paragraphs, credit_date = _without_surroundings(blocks, title, head)
    paragraphs = _with_marked_questions(paragraphs, bold)
    whole = " ".join(paragraphs)
    if len(whole) < _NOTICE_CHARACTERS and _ASKS_FOR_A_BROWSER.search(whole):
        raise Fault(payload.name, "has no article: a browser has to fill the page first", _SAVE)
    if len(whole) < _NOTICE_CHARACTERS and (notice := _NOTICE.search(f"{title or ''}\n{whole}")):
        raise Fault(payload.name, f"has no article: it only says “{_squeezed(notice[0])}”", _SAVE)
    if not any(len(one.split()) >= _ARTICLE_WORDS and _SENTENCE_END.search(one) for one in paragraphs):
        raise Fault(payload.name, "has no article: no text was found in it", _SAVE)
    remarks = [("encoding", remark)] if remark else []
    if not head.is_free:
        remarks.append(("not-free", "The page says that one has to pay for it; the text may be its beginning only."))
    if head.language and head.language.partition("-")[0].lower() != "en":
        remarks.append(("language", f"The page says that its language is {head.language}; the program reads English."))
    return (
        Document(
            text="\n\n".join((title, *paragraphs) if title else paragraphs),
            headline=title,
            publisher=head.publisher,
            date_published=head.date or credit_date or shown_date,
            url=head.url,
            language=head.language,
            remarks=tuple(remarks),
        ),
    )


# ---------------------------------------------------------------------------------------------------- bytes → tree


def _decoded(payload: Payload) -> tuple[str, str | None, str | None]:
    """Return the text of a page, the address that its file names, and a remark where the encoding was guessed.

    Raises:
        Fault: It is no text, or a MIME message without a page.
    """
    data, charset, address = payload.data, payload.charset, None
    if not data.lstrip().startswith(b"<") and b"\n" in data[:_DECLARATIONS]:
        try:
            message = email.message_from_bytes(data, policy=email.policy.compat32)
            address = message.get("Snapshot-Content-Location") or message.get("Content-Location")
            part = next((one for one in message.walk() if one.get_content_type().endswith("html")), None)
            if message.is_multipart() and part is None:
                raise Fault(payload.name, "has no page in it", _SAVE)
            if message.is_multipart() and part is not None:
                address = address or part.get("Content-Location")
                content = part.get_payload(decode=True)
                data, charset = content if isinstance(content, bytes) else b"", part.get_content_charset()
        except RecursionError:
            raise Fault(payload.name, "is damaged: its parts are nested too deeply", _SAVE) from None
    declared = _DECLARED.search(data[:_DECLARATIONS])
    for name in (charset, declared and declared[1].decode("ascii", "replace")):
        text = _decoded_as(data, name) if name else None
        if text is not None:
            return text, address, None
    try:
        text, remark = decode(data)
    except NotTextError:
        raise Fault(payload.name, "is not a text file", "give a web page as HTML") from None
    return text, address, remark


def _decoded_as(data: bytes, name: str) -> str | None:
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


def _parse(text: str, name: str, nesting: int) -> html.HtmlElement:
    """Parse a page.

    Raises:
        Fault: It has no element, or is nested too deeply.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise Fault(name, "has no article: no text was found in it", _SAVE) from None
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


def _address_in(text: str) -> str | None:
    """Return the address that a browser wrote into the page that it saved."""
    found = _SAVED_FROM.search(text, 0, _DECLARATIONS)
    return found[1] if found else None


# ------------------------------------------------------------------------------------------- what the page says


def _read_head(page: html.HtmlElement, address: str | None) -> _Head:
    """Read what stands in the head of a page and in its linked data."""
    meta: dict[str, str] = {}
    for element in page.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = _squeezed(element.get("content") or "")
        if name and content:
            meta.setdefault(name.lower(), content)
    nodes = list(_linked_data(page))
    article: Mapping[str, Any] = next(filter(_is_article, nodes), {})
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    page_title = _squeezed("".join(element.text_content() for element in page.iter("title") if _is_in_head(element)))
    titles = (_text(article.get("headline")), meta.get("og:title"), meta.get("twitter:title"), page_title)
    publisher = _name(article.get("publisher"), by_id) or meta.get("og:site_name") or meta.get("application-name")
    url = _choose_url(page, meta, article, address)
    return _Head(
        titles=tuple(dict.fromkeys(title for title in titles if title)),
        publisher=publisher or _site_in_title(page_title, url),
        date=_choose_date(article, meta),
        url=url,
        language=_choose_language(page, meta, article),
        body=_text(article.get("articleBody"), lines=True),
        is_free=str(article.get("isAccessibleForFree", True)).lower() != "false",
    )


def _linked_data(page: html.HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of the page's linked data (JSON-LD), those of its graphs one by one."""
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


def _is_article(node: Mapping[str, Any]) -> bool:
    types = node.get("@type")
    return any(
        isinstance(one, str) and _ARTICLE_TYPE.search(one) for one in (types if isinstance(types, list) else [types])
    )


def _text(value: object, *, lines: bool = False) -> str | None:
    """Return a text of linked data without markup; None where it is no text."""
    if not isinstance(value, str) or not value.strip():
        return None
    value = re.sub(r"<[^<>]+>", " ", html.fromstring(f"<p>{value}</p>").text_content() if "&" in value else value)
    return value.strip() if lines else _squeezed(value)


def _name(value: object, by_id: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return the name of a thing in linked data, which may be written elsewhere in it."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or by_id.get(str(value.get("@id")), {}).get("name")
    return _text(value)


def _choose_url(
    page: html.HtmlElement, meta: Mapping[str, str], article: Mapping[str, Any], address: str | None
) -> str | None:
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


def _choose_date(article: Mapping[str, Any], meta: Mapping[str, str]) -> str | None:
    """Return the day of publication as the page's data have it, at the place of the outlet."""
    keys = (
        "article:published_time",
        "og:published_time",
        "datepublished",
        "dc.date.issued",
        "dc.date",
        "pubdate",
        "date",
    )
    for value in (article.get("datePublished"), *(meta.get(key) for key in keys), article.get("dateCreated")):
        found = find_date(value) if isinstance(value, str) else None
        if found is not None:
            return found
    return None


def _shown_date(page: html.HtmlElement, title: str | None) -> str | None:
    """Return the day of publication where only what readers see tells it."""
    # A page is never from tomorrow, wherever one is.
    limits = {"original_date": True, "extensive_search": False, "max_date": date.today().isoformat()}  # noqa: DTZ011
    with suppress(Exception):  # a damaged page: what fails in the library is looked for below
        found = extract_metadata(page, date_config=limits).date
        if found:
            return found
    lines = _shown_lines(page)
    place = lines.index(title) if title in lines else 0
    near = lines[max(place - _LINES_ABOVE, 0) : place + _LINES_BELOW]
    return next(filter(None, (find_date(line) for line in near if len(line) <= _CREDIT_CHARACTERS)), None)


def _shown_lines(page: html.HtmlElement) -> list[str]:
    """Return the lines of a page that are not blank."""
    body = page.find("body")
    lines = [] if body is None else map(_squeezed, _spaced_text(body, "\n").splitlines())
    return [line for line in lines if line]


def _choose_language(page: html.HtmlElement, meta: Mapping[str, str], article: Mapping[str, Any]) -> str | None:
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
        for whole in _SEPARATOR.split(title)
        for part in (whole, *(whole.partition(mark)[0] for mark in (": ", ", ")))
    ]
    return next((part for part in parts if re.sub(r"\W", "", part).casefold() in labels), None)


def _choose_title(page: html.HtmlElement, head: _Head) -> str | None:
    """Return the title as readers see it: the heading that is most like what the page calls its title."""
    said = [_without_site(title, head) for title in head.titles]
    headings = [text for element in page.iter("h1") if (text := _squeezed(_spaced_text(element)))]
    if not said:
        return headings[0] if headings else None
    best = max(headings, key=lambda heading: _likeness(heading, said), default=None)
    if best is not None and _likeness(best, said) >= _SHARED_WORDS:
        return best
    # Where the heading is the name of the site: what stands on the page by itself and in its title.
    lines = _shown_lines(page)
    parts = [
        part for title in head.titles for part in (*_SEPARATOR.split(title), *title.split(": ", 1)) if part in lines
    ]
    parts = [part for part in parts if part not in headings]
    if parts:
        return max(parts, key=len)
    # One that nobody sees may be no more than the name of the site or of a section.
    if len(head.titles) > 1 or len(said[0].split()) >= _TITLE_WORDS:
        return said[0]
    return headings[0] if len(headings) == 1 and len(headings[0].split()) >= _TITLE_WORDS else None


def _likeness(heading: str, titles: Iterable[str]) -> float:
    """Return the largest share of words that a heading has in common with a title, in [0, 1]."""
    words = set(re.findall(r"\w+", heading.casefold()))
    return max(
        (
            len(words & others) / max(len(words), len(others), 1)
            for others in (set(re.findall(r"\w+", title.casefold())) for title in titles)
        ),
        default=0.0,
    )


def _without_site(title: str, head: _Head) -> str:
    """Take the name of the site off a title: "Mill burns down | Valley Post"."""
    parts = _SEPARATOR.split(title)
    if len(parts) == 1:
        return title
    names = {head.publisher.casefold()} if head.publisher else set()
    names.add((host_of(head.url or "") or "").removeprefix("www."))
    if parts[-1].casefold() in names:
        return title[: title.rindex(parts[-1])].rstrip(" \t|–—·•:»/-")
    if parts[0].casefold() in names:
        return title[title.index(parts[1], len(parts[0])) :]
    # Bars and colons with space on both sides are never part of a title; dashes may be.
    return re.split(r"\s+(?:\||::|·|»)\s+", title)[0]


def _is_in_head(element: html.HtmlElement) -> bool:
    """Say whether this is the page's title: pictures (SVG) have titles, too."""
    parent = element.getparent()
    return parent is not None and parent.tag == "head"


# --------------------------------------------------------------------------------------------- tree → paragraphs


def _open_layout(page: html.HtmlElement) -> None:
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
        if text and linked < _LINKED_SHARE * len(text):
            paragraph = etree.SubElement(body, "p")
            paragraph.text = text


def _lines(cell: html.HtmlElement) -> Iterator[tuple[str, int]]:
    """Yield the lines of an element that has `<br>` for paragraphs, and how many characters of each are linked."""
    parts: list[str] = []
    linked = links = breaks = 0
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if element.tag == "a":
            links += 1 if event == "start" else -1
        if element.tag in _BLOCKS:
            breaks = 2
        elif element.tag == "br" and event == "start":
            breaks += 1
        if event == "start":
            text = element.text if element.tag not in _UNSEEN else None
        else:
            text = element.tail if element is not cell else None
        if not text or not text.strip():
            continue
        # One break ends a paragraph only where a sentence ends: some break lines by hand.
        if breaks > 1 or (breaks and parts and _SENTENCE_END.search(parts[-1].rstrip())):
            yield _squeezed("".join(parts)), linked
            parts, linked = [], 0
        elif breaks:
            parts.append(" ")
        breaks = 0
        parts.append(text)
        linked += len(_squeezed(text)) if links else 0
    yield _squeezed("".join(parts)), linked


def _prose(element: html.HtmlElement) -> int:
    """Return how many characters of an element are text that is not linked."""
    linked = sum(len(link.text_content()) for link in element.iter("a"))
    hidden = sum(len(part.text_content()) for part in element.iter(*_UNSEEN))
    return len(element.text_content()) - linked - hidden


def _take_out_what_is_above(page: html.HtmlElement, title: str | None) -> None:
    """Take out what stands above the title: menus, kickers, banners; unless that is where the text is."""
    heading = next((one for one in page.iter("h1") if _squeezed(_spaced_text(one)) == title), None)
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
        if any(match_dateline(_squeezed(block.text_content())) for block in header.iter("p", "div")):
            header.tag = "div"


def _take_out_parts(page: html.HtmlElement) -> None:
    """Take out what is called by the names of parts beside the article, and what is nothing but links."""
    body = page.find("body")
    if body is None:
        return
    lexicon = _lexicon()
    whole = sum(len(element.text_content()) for element in body.iter("p")) or len(body.text_content())
    most = max(_PART_SHARE * whole, min(_PART_CHARACTERS, whole / 2))
    doomed: list[html.HtmlElement] = []
    parts: list[html.HtmlElement] = []
    for element in body.iter(etree.Element):
        if element.tag.startswith("amp-") and element.tag not in {"amp-list", "amp-accordion"}:
            doomed.append(element)
            continue
        if element.tag in {"body", "main", "article", "h1", "html"}:
            continue
        if element.tag in {"a", "sup"} and _leads_to_footnote(element):
            doomed.append(element)
            continue
        if element.tag in _TEXT_BLOCKS and _leads_away(element):
            doomed.append(element)
            continue
        words = [word.lower() for name in ("class", "id") for word in _WORD.findall(element.get(name) or "")]
        named = next((part for part in lexicon.parts for word in words if word.startswith(part)), None)
        # Pages whose text is put in its place in the browser hide all of it until then: that is more than a part.
        is_hidden = element.get("hidden") is not None
        if not (named or is_hidden) or next(element.iter("h1"), None) is not None:
            continue
        if named == _LEAD and not is_hidden and _is_sentence(element):
            # trafilatura goes by the name as well.
            element.attrib.pop("class", None)
            continue
        if named in _OVERLAYS:
            doomed.append(element)
        elif len(element.text_content()) <= most:
            parts.append(element)
    # Some systems call each paragraph so: "commentary-text".
    if _share_left(body, {*doomed, *parts}) >= _LEAST_LEFT:
        doomed += parts
    for element in doomed:
        if element.getparent() is not None:
            element.drop_tree()


def _is_sentence(element: html.HtmlElement) -> bool:
    """Say whether this is a paragraph without links that ends as sentences do: what leads elsewhere is none."""
    if element.tag != "p" or next(element.iter("a"), None) is not None:
        return False
    return _SENTENCE_END.search(_squeezed(element.text_content())) is not None


def _share_left(body: html.HtmlElement, doomed: AbstractSet[html.HtmlElement]) -> float:
    """Return which share of the text in paragraphs is left without some elements; 1 where there are no paragraphs."""
    lengths = {
        paragraph: len(paragraph.text_content())
        for paragraph in body.iter("p")
        if next(paragraph.iterancestors(*_SURROUNDINGS), None) is None
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
    return is_raised and leads and _FOOTNOTE.fullmatch(_squeezed(element.text_content())) is not None


def _leads_away(element: html.HtmlElement) -> bool:
    """Say whether a block is no part of the text: short, and either a link as a whole or an appeal to subscribe."""
    text = _squeezed(element.text_content())
    if not text or len(text) > _LINK_CHARACTERS:
        return False
    links = [(link.get("href"), _squeezed(link.text_content())) for link in element.iter("a") if link.get("href")]
    if any(_APPEAL.search(address) or _APPEAL_IN_WORDS.search(words) for address, words in links):
        return True
    rest = _lexicon().leads.sub("", text)
    return sum(len(words) for _, words in links) >= _LINKED_SHARE * len(rest) > 0 and not _SENTENCE_END.search(text)


def _extract(page: html.HtmlElement) -> list[tuple[str, str]]:
    """Return the blocks of the article, each with its tag."""
    # Where the ends of paragraphs are left out, the parser may take the next ones for parts of the first.
    texts = [
        _squeezed(line)
        for element in page.iter("p")
        if next(element.iterancestors("p", *_SURROUNDINGS), None) is None
        for line in (
            [_spaced_text(element)] if element.find(".//p") is None else _spaced_text(element, "\n").splitlines()
        )
    ]
    blocks = _ask(page, precision=True)
    if _length(blocks) < _LEAST_SHARE * sum(map(len, texts)):
        # It leaves out whole articles in parts with odd names.
        blocks = max(blocks, _ask(page, precision=False), key=_length)
    # Of a few sentences trafilatura is not sure, and may give all that stands on the page in one piece.
    found = [text for tag, text in blocks if tag != "head"]
    if len(found) == 1 and any(text and text != found[0] and text in found[0] for text in texts):
        return [("p", text) for text in texts if text]
    return blocks


def _ask(page: html.HtmlElement, *, precision: bool) -> list[tuple[str, str]]:
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
    return [(tag, text) for tag, text in _blocks(found.body) if text]


def _length(blocks: Sequence[tuple[str, str]]) -> int:
    return sum(len(text) for _, text in blocks)


def _blocks(body: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the blocks of what trafilatura gives, each with its tag; inside quotations all are `quote`."""
    parts: list[str] = []
    tags = ["p"]
    last = ""
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _FOUND_BLOCKS or (element.tag == "lb" and _SENTENCE_END.search(last)):
            yield tags[-1], _squeezed("".join(parts))
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
    yield tags[-1], _squeezed("".join(parts))


def _without_surroundings(
    blocks: Sequence[tuple[str, str]], title: str | None, head: _Head
) -> tuple[list[str], str | None]:
    """Return the paragraphs without what stands around them, and the day of publication that stood there."""
    lexicon = _lexicon()
    names = {name.casefold() for name in (title, head.publisher, *head.titles) if name}
    # What ends a text ends a sentence, unless it is a list; a line behind it is a credit, a source or a lead.
    blocks = list(blocks)
    while blocks and blocks[-1][0] != "item" and _is_line_behind(blocks[-1][1]):
        blocks.pop()
    running = "\n".join(text for tag, text in blocks if tag != "quote")
    kept: list[str] = []
    credit_date = updated = None
    begun = False
    for tag, text in blocks:
        folded = text.casefold()
        is_sentence = _SENTENCE_END.search(text) is not None
        if (
            folded.rstrip(" .:…").replace("–", "-") in lexicon.labels
            or not any(letter.isalpha() for letter in text)
            or (not begun and folded in names)
            or (lexicon.leads.match(text) and len(text) <= _LINK_CHARACTERS)
        ):
            continue
        if not begun and not is_sentence and len(text) <= _CREDIT_CHARACTERS and not match_dateline(text):
            # Bylines and dates stand between title and text.
            day = find_date(text)
            if day or _BYLINE.match(text) or _STAMPED.match(text):
                if _UPDATED.match(text):
                    updated = updated or day
                else:
                    credit_date = credit_date or day
                continue
        begun = begun or is_sentence
        if tag == "quote" and _is_pulled(text, running):
            continue
        kept.append(text)
    return kept, credit_date or updated


def _is_line_behind(text: str) -> bool:
    """Say whether a block behind the text is no part of it; a long one that lacks its full stop is."""
    return text.endswith(":") or (len(text) <= _CREDIT_CHARACTERS and not _SENTENCE_END.search(text))


def _bold_texts(page: html.HtmlElement) -> frozenset[str]:
    """Return the paragraphs that are bold as a whole."""
    texts = set()
    for paragraph in page.iter("p"):
        bold = paragraph.xpath("descendant::*[self::b or self::strong][not(ancestor::b or ancestor::strong)]")
        text = paragraph.text_content()
        if "".join(text.split()) == "".join("".join(one.text_content() for one in bold).split()):
            texts.add(_squeezed(text))
    return frozenset(texts)


def _with_marked_questions(paragraphs: Sequence[str], bold: AbstractSet[str]) -> list[str]:
    """Write bold paragraphs as Markdown has them (`**Why?**`) where most are questions: so an interviewer is known.

    Not where names in front of the answers tell who speaks.
    """
    marked = [text for text in paragraphs if text in bold]
    asked = sum(text.endswith("?") for text in marked)
    if asked < _QUESTIONS or asked <= len(marked) / 2 or any(map(_LABEL.match, paragraphs)):
        return list(paragraphs)
    return [f"**{text}**" if text in bold else text for text in paragraphs]


def _is_pulled(text: str, running: str) -> bool:
    """Say whether a quotation that is set apart only repeats words of the running text."""
    words = text.strip("\"'“”‘’«» ").rstrip(".,…")
    return len(words) >= _PULLED_CHARACTERS and words in running


def _squeezed(text: str) -> str:
    """Write all white space as single spaces, as a browser shows it."""
    return " ".join(text.split())


def _spaced_text(element: html.HtmlElement, between: str = " ") -> str:
    """Return the text of an element with something between its blocks."""
    parts = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        text = one.tail if event == "end" else one.text if one.tag not in _UNSEEN else None
        if one.tag in _BLOCKS or one.tag == "br":
            parts.append(between)
        if one is not element or event == "start":
            parts.append(text or "")
    return "".join(parts)
