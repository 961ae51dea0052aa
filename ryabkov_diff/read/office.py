"""PDF and Word files → documents, by the libraries of the extra `documents`.

Both are untrusted containers of compressed parts: what they may expand to is limited, and so is the time.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path
from statistics import median_low
from typing import TYPE_CHECKING, Any

from ryabkov_diff.invisible import bare
from ryabkov_diff.read.documents import Document
from ryabkov_diff.read.extras import missing_extra
from ryabkov_diff.read.lines import Line, build_paragraphs, drop_running_lines
from ryabkov_diff.read.sources import Fault, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from ryabkov_diff.read.documents import ReadOptions
    from ryabkov_diff.read.lines import Block
    from ryabkov_diff.read.sources import Payload

__all__ = ["read_pdf", "read_word"]

_EXTRA = "documents"

# An article takes a tenth of a second; only a file that is made to keep a program busy takes so long.
_SECONDS = 30
# And a tenth of this much memory, the library included.
_MEMORY = 1 << 30

_NEW_PDF = "open it and print it to a new PDF file"

# Fonts that do not say which letters they draw give nothing but the replacement character; so many are too many.
_UNREADABLE_SHARE = 0.2

# The title is set in letters at least so much larger than the text's …
_TITLE_SIZE = 1.15
# … and has so many characters.
_TITLE_CHARACTERS = range(8, 300)

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
# What stands behind a title in the properties of a file: " - Valley Herald", " | News".
_SITE = re.compile(r"\s+[-–—|]\s+[^-–—|]+$")

# The beginning of the files of old Word, and of new ones that are locked with a password.
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# The namespaces of the elements of Word's XML.
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What is not in the text as it is printed: deleted and moved words, and the copies that are kept for older programs.
_NOT_SHOWN = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback"})
# What stands for itself.
_SIGNS = {f"{_W}tab": "\t", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011", f"{_W}softHyphen": "\u00ad"}
# Styles of titles, by the names that Word keeps in every language; the first that a paragraph has counts.
_TITLE_STYLES = ("title", "heading 1")


# ---------------------------------------------------------------------------------------------------------------- PDF


def read_pdf(payload: Payload, options: ReadOptions) -> Sequence[Document]:
    """Read a PDF file: one article.

    Lines become paragraphs, and what stands on every page is left out. The title is that of the properties where it
    stands in the text, else what is set in the largest letters of the first page. Days are looked for in the text
    alone: the properties tell when the file was made, not when the article was published.

    Raises:
        Fault: The library is missing; the file is locked, damaged, or too laborious, or has no text.
    """
    name = payload.name
    drawn = _drawn(payload, options.limits.size)
    text_lines, running = drop_running_lines([Line(**line) for line in drawn["lines"] if line["text"]])
    blocks = build_paragraphs(text_lines)
    text = "\n\n".join(block.text for block in blocks)
    if not bare(text).strip():
        raise Fault(name, "has no text: its pages are pictures", "recognise the text first: ocrmypdf IN.pdf OUT.pdf")
    if text.count("\ufffd") > _UNREADABLE_SHARE * len(text):
        problem = "has no readable text: its fonts do not say which letters they draw"
        raise Fault(name, problem, "recognise the text first: ocrmypdf --force-ocr IN.pdf OUT.pdf")
    remarks: tuple[tuple[str, str], ...] = ()
    if drawn["damaged"]:
        numbers = ", ".join(map(str, drawn["damaged"]))
        pages = f"Page {numbers} is" if len(drawn["damaged"]) == 1 else f"Pages {numbers} are"
        remarks = (("left-out", f"{pages} damaged in {name}, and left out."),)
    addresses = (found[0] for line in running if (found := _ADDRESS.search(line.text)))
    headline = _title_in(text, drawn["title"]) or _largest(blocks)
    return (Document(text, headline=headline, url=next(addresses, None), remarks=remarks),)


def _drawn(payload: Payload, limit: int) -> dict[str, Any]:
    """Return what the process that reads PDF files has found.

    Raises:
        Fault: The library is missing; the file is locked, damaged, or too laborious.
    """
    name = payload.name
    if find_spec("pypdfium2") is None:
        raise missing_extra(name, _EXTRA)
    # Without the folder of the script on the search path, whose modules have names of their own.
    script = Path(__file__).with_name("pdf_worker.py")
    command = [sys.executable, "-P", str(script), str(_SECONDS), str(_MEMORY), str(limit)]
    try:
        done = subprocess.run(command, input=payload.data, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603
        drawn: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        problem = f"takes longer than {_SECONDS} seconds to read"
        raise Fault(name, problem, "print the article to a new PDF file, or give its text") from None
    except (OSError, subprocess.CalledProcessError, ValueError):
        raise Fault(name, "is damaged, or asks for too much memory", _NEW_PDF) from None
    if drawn.get("problem") == "locked":
        raise Fault(name, "is locked with a password", "save it again without one")
    if drawn.get("problem"):
        raise Fault(name, "is damaged, or no PDF file", _NEW_PDF)
    if drawn["is_too_large"]:
        raise too_large(name, limit)
    return drawn


def _title_in(text: str, title: object) -> str | None:
    """Return the title that the properties name, where the text has it, without the name of a site behind it."""
    line = " ".join(title.split()) if isinstance(title, str) else ""
    paragraphs = {" ".join(paragraph.split()) for paragraph in text.split("\n\n")}
    return next((one for one in (line, _SITE.sub("", line)) if one and one in paragraphs), None)


def _largest(blocks: Sequence[Block]) -> str | None:
    """Return what is set in the largest letters of the first page; None where they are no larger than the others."""
    usual = median_low(block.size for block in blocks for _ in block.text.split())
    titles = [block for block in blocks if not block.page and len(block.text) in _TITLE_CHARACTERS]
    largest = max(titles, key=lambda block: block.size, default=None)
    return largest.text if largest and largest.size >= _TITLE_SIZE * usual else None


# --------------------------------------------------------------------------------------------------------------- Word


def read_word(payload: Payload, options: ReadOptions) -> Sequence[Document]:
    """Read a Word file (.docx): one article, without headers, footers, notes, comments and deleted words.

    The title is the first paragraph in a style of titles, else that of the properties where it stands in the text. Days
    are looked for in the text alone: the properties tell when the file was made.

    Raises:
        Fault: The library is missing; the file is locked, old, damaged or too large, or has no text.
    """
    try:
        import docx
    except ImportError:
        raise missing_extra(payload.name, _EXTRA) from None
    name = payload.name
    if payload.data.startswith(_OLD_WORD):
        problem = "is an old Word file (.doc), or locked with a password"
        raise Fault(name, problem, "save it as .docx, without a password")
    try:
        # `zipfile` gives no more of a part than its size says, so the sizes can be believed.
        with zipfile.ZipFile(io.BytesIO(payload.data)) as parts:
            _check_size(name, sum(part.file_size for part in parts.infolist()), options.limits.size)
        document = docx.Document(io.BytesIO(payload.data))
        styles = {style.style_id: (style.name or "").casefold() for style in document.styles}
        paragraphs = list(_word_paragraphs(document.element.body))
        title = document.core_properties.title
    except Fault:
        raise
    except Exception as error:  # the library's own errors are not all that damage leads to
        raise Fault(name, "is damaged, or no Word file", "open it and save it again as .docx") from error
    text = "\n\n".join(paragraph for paragraph, _ in paragraphs)
    if not bare(text).strip():
        raise Fault(name, "has no text", "give an article with at least one sentence")
    titles = {styles.get(style): paragraph for paragraph, style in reversed(paragraphs) if style}
    headline = next((titles[style] for style in _TITLE_STYLES if style in titles), None)
    return (Document(text, headline=headline or _title_in(text, title)),)


def _check_size(name: str, size: int, limit: int) -> None:
    if size > limit:
        raise too_large(name, limit, size)


def _word_paragraphs(body: _Element) -> Iterator[tuple[str, str | None]]:
    """Yield the paragraphs that have a text, those of tables and text boxes among them, with their styles' ids."""
    from lxml import etree

    # Paragraphs may stand in paragraphs: text boxes do.
    stack: list[list[str]] = []
    skipped = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        starts = event == "start"
        tag = element.tag
        if tag in _NOT_SHOWN or (tag == f"{_W}r" and element.find(f"{_W}rPr/{_W}vanish") is not None):
            skipped += 1 if starts else -1
        elif skipped:
            continue
        elif tag == f"{_W}p":
            if starts:
                stack.append([])
            elif text := "".join(stack.pop()).strip():
                style = element.find(f"{_W}pPr/{_W}pStyle")
                yield text, None if style is None else style.get(f"{_W}val")
        elif starts and stack:
            if tag == f"{_W}t":
                stack[-1].append(element.text or "")
            elif tag == f"{_W}br":
                # Breaks of pages and columns are none of the text.
                stack[-1].append("\n" if element.get(f"{_W}type") in {None, "textWrapping"} else " ")
            elif tag in _SIGNS and element.getparent().tag == f"{_W}r":
                stack[-1].append(_SIGNS[tag])
