"""WARC, compressed or not → documents: one for each page in the archive that has an article."""

from __future__ import annotations

import io
import re
import zlib
from contextlib import redirect_stderr
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ryabkov_diff.read.extras import missing_extra
from ryabkov_diff.read.fields import address_of
from ryabkov_diff.read.pages import read_page
from ryabkov_diff.read.sources import Fault, Payload, too_large, too_many

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warcio.recordloader import ArcWarcRecord

    from ryabkov_diff.read.documents import Document, ReadOptions

__all__ = ["read_archive"]

_GZIP = b"\x1f\x8b"
# What stands behind each record; some programs write the second form.
_RECORD_END = (b"\r\n\r\n", b"\n\n")
# What tells zlib that the head of gzip stands in front.
_GZIP_MEMBER = zlib.MAX_WBITS | 16
# So many bytes are decompressed at once; a thousand times as many may come of them.
_CHUNK = 1 << 12

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_OK = "200"
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# Records that are about others; they are no content that could be missed.
_ABOUT = frozenset({"warcinfo", "request", "metadata"})


def read_archive(payload: Payload, options: ReadOptions) -> Sequence[Document]:
    """Read the pages of a web archive: responses of status 200 whose type is HTML, in their order.

    Args:
        payload: The bytes, and their name.
        options: How pages are read, and how large an archive may become when it is decompressed.

    Returns:
        One document for each page with an article, its URL being the archive's; the first says what was left out.

    Raises:
        Fault: The library is missing, the archive holds no page with an article, or becomes too large.
    """
    limits = options.limits
    archive = _Archive(payload.name, *_decompressed(payload, limits.size))
    documents: list[Document] = []
    for page in archive.pages(limits.size):
        try:
            article = read_page(page, options)[0]
        except Fault:
            archive.no_articles += 1
            continue
        documents.append(article._replace(part=len(documents) + 1, url=article.url or page.url))
        if len(documents) > limits.articles:
            raise too_many(payload.name, limits.articles)
    if not documents:
        raise Fault(
            payload.name, "; ".join(["has no article", *archive.losses()]), "articles are HTML pages of status 200"
        )
    part = 1 if len(documents) > 1 else None
    losses = "; ".join(archive.losses())
    remarks = (("left-out", f"Of {payload.name}, {losses}."),) if losses else ()
    documents[0] = documents[0]._replace(part=part, remarks=(*remarks, *documents[0].remarks))
    return documents


@dataclass(slots=True)
class _Archive:
    """What an archive holds, and what of it was of no use.

    Attributes:
        name: Of its source.
        data: Decompressed.
        is_cut: Whether it breaks off, or is damaged from some place on.
        no_pages: Records that are no HTML page of status 200.
        no_articles: Pages in which no article was found.
    """

    name: str
    data: bytes
    is_cut: bool
    no_pages: int = 0
    no_articles: int = 0

    def pages(self, limit: int) -> Iterator[Payload]:
        """Yield the pages; count the other records.

        Args:
            limit: Bytes of all pages together.

        Raises:
            Fault: The library is missing, or the pages are too large.
        """
        try:
            from warcio.archiveiterator import ArchiveIterator
        except ImportError:
            raise missing_extra(self.name, "warc") from None
        records = ArchiveIterator(io.BytesIO(self.data))
        # What a page is compressed with is another way to make much of little.
        left = limit
        while True:
            # The library speaks of damage to standard error, in words of the archive.
            said = io.StringIO()
            try:
                with redirect_stderr(said):
                    record = next(records, None)
                    page = record and self._page(record, left + 1)
            except Exception:  # noqa: BLE001 - the library names no errors of its own; damage shows as any
                self.is_cut = True
                return
            self.is_cut |= bool(said.getvalue())
            if record is None:
                return
            if page is not None:
                left -= len(page.data)
                if left < 0:
                    raise too_large(self.name, limit)
                yield page
            elif record.rec_type not in _ABOUT:
                self.no_pages += 1

    def _page(self, record: ArcWarcRecord, size: int) -> Payload | None:
        """Return a record as a page of no more than so many bytes; None when it is none."""
        headers = record.http_headers
        if record.rec_type != "response" or headers is None or headers.get_statuscode() != _OK:
            return None
        type_, _, parameters = (headers.get_header("Content-Type") or "").partition(";")
        if type_.strip().lower() not in _HTML:
            return None
        data = record.content_stream().read(size)
        charset = _CHARSET.search(parameters)
        url = address_of(record.rec_headers.get_header("WARC-Target-URI") or "")
        return Payload(data, url or self.name, type_.strip().lower(), charset and charset[1], url)

    def losses(self) -> Iterator[str]:
        """Say what was of no use."""
        if self.no_pages:
            yield f"{self.no_pages:,} record{'s are' if self.no_pages > 1 else ' is'} no HTML page of status 200"
        if self.no_articles:
            yield f"{self.no_articles:,} page{'s have' if self.no_articles > 1 else ' has'} no article"
        if self.is_cut:
            yield "parts are cut off or damaged"


def _decompressed(payload: Payload, limit: int) -> tuple[bytes, bool]:
    """Return an archive without compression, as far as that is whole, and whether it breaks off."""
    if not payload.data.startswith(_GZIP):
        return payload.data, not payload.data.endswith(_RECORD_END)
    packed, unpacked = payload.data, bytearray()
    place, member = 0, zlib.decompressobj(_GZIP_MEMBER)
    # Each record may be compressed by itself. Not by `gzip`, which keeps back what it has when a file breaks off.
    while place < len(packed):
        chunk = packed[place : place + _CHUNK]
        try:
            unpacked += member.decompress(chunk)
        except zlib.error:
            return bytes(unpacked), True
        if len(unpacked) > limit:
            raise too_large(payload.name, limit)
        place += len(chunk) - len(member.unused_data)
        if member.eof and place < len(packed):
            member = zlib.decompressobj(_GZIP_MEMBER)
    return bytes(unpacked), not member.eof or not unpacked.endswith(_RECORD_END)
