"""Plain text → `Document`: the whole of it, as received."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff.invisible import bare
from ryabkov_diff.read.decode import NotTextError, decode
from ryabkov_diff.read.documents import Document
from ryabkov_diff.read.sources import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ryabkov_diff.read.documents import ReadOptions
    from ryabkov_diff.read.sources import Payload

__all__ = ["read_plain"]

# It is text with commands in it: {\rtf1\ansi …
_RICH_TEXT = b"{\\rtf"


def read_plain(payload: Payload, _options: ReadOptions) -> Sequence[Document]:
    """Read a text file: one article.

    Raises:
        Fault: The bytes are binary or rich text, or nothing in them is seen.
    """
    if payload.data.lstrip().startswith(_RICH_TEXT):
        raise Fault(payload.name, "is rich text (RTF), which is not read", "save it as .docx or as plain text")
    try:
        text, remark = decode(payload.data)
    except NotTextError:
        raise Fault(payload.name, "is not a text file", "give plain text, UTF-8 for preference") from None
    if not bare(text).strip():
        raise Fault(payload.name, "is empty", "give an article with at least one sentence")
    return (Document(text, remarks=(("encoding", remark),) if remark else ()),)
