"""Pages of web archives become articles; what is left out is said."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from ryabkov_diff.read.archives import read_archive
from ryabkov_diff.read.documents import Limits, ReadOptions
from ryabkov_diff.read.sources import Fault, Payload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ryabkov_diff.read.documents import Document

HTML = "text/html; charset=utf-8"
ARTICLE = """<html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>The river above the old town rose by two metres on Friday, the mayor told reporters at the bridge in the evening.</p>
<p>“We were lucky,” she said. “Nobody was hurt, and the water reached neither the school nor the hospital.”</p>
<p>The road along the bank stays closed until Monday, when engineers will look at its foundations once more.</p>
</article></body></html>"""


def archive(*records: tuple[str, str, str, bytes], compressed: bool = True) -> bytes:
    """Write a web archive of responses: status, type, encoding of the content, and bytes."""
    blocks = [("warcinfo", "application/warc-fields", b"software: a test\r\n")]
    for status, type_, encoding, data in records:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {type_}\r\n"
        head += f"Content-Encoding: {encoding}\r\n" if encoding else ""
        blocks.append(("response", "application/http; msgtype=response", head.encode() + b"\r\n" + data))
    whole = b""
    for number, (kind, type_, block) in enumerate(blocks):
        head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://lakeland.example/{number}\r\n"
        head += f"Content-Type: {type_}\r\nContent-Length: {len(block)}\r\n\r\n"
        record = head.encode() + block + b"\r\n\r\n"
        whole += gzip.compress(record) if compressed else record
    return whole


def page(title: str) -> bytes:
    return ARTICLE.format(title=title).encode()


TWO_PAGES = (
    ("200 OK", HTML, "", page("River rises")),
    ("404 Not Found", HTML, "", page("Not found")),
    ("200 OK", "image/png", "", b"\x89PNG"),
    ("200 OK", HTML, "gzip", gzip.compress(page("Mayor speaks"))),
    ("200 OK", HTML, "", b"<html><body></body></html>"),
)


def read(data: bytes, **limits: int) -> Sequence[Document]:
    return read_archive(Payload(data, "a.warc.gz"), ReadOptions(limits=Limits(**limits)))


def fault(data: bytes, **limits: int) -> tuple[str, str]:
    with pytest.raises(Fault) as caught:
        read(data, **limits)
    return str(caught.value), caught.value.hint


@pytest.mark.parametrize("compressed", [True, False])
def test_pages_of_status_200_are_read_and_the_rest_is_remarked(*, compressed: bool) -> None:
    first, second = read(archive(*TWO_PAGES, compressed=compressed))

    assert (first.part, first.headline, first.url) == (1, "River rises", "https://lakeland.example/1")
    assert (second.part, second.headline, second.url) == (2, "Mayor speaks", "https://lakeland.example/4")
    assert "Nobody was hurt" in second.text
    assert (
        "left-out",
        "Of a.warc.gz, 2 records are no HTML page of status 200; 1 page has no article.",
    ) in first.remarks
    assert not any(code == "left-out" for code, _ in second.remarks)


def test_one_page_is_no_part() -> None:
    assert [one.part for one in read(archive(TWO_PAGES[0]))] == [None]


@pytest.mark.parametrize("compressed", [True, False])
def test_what_stands_before_a_break_is_read(*, compressed: bool) -> None:
    whole = archive(TWO_PAGES[0], TWO_PAGES[3], compressed=compressed)
    (first,) = read(whole[: len(archive(TWO_PAGES[0], compressed=compressed)) + 60])

    assert first.headline == "River rises"
    assert ("left-out", "Of a.warc.gz, parts are cut off or damaged.") in first.remarks


@pytest.mark.parametrize(
    "data",
    [
        b"\x1f\x8b",
        b"\x1f\x8bxxxxxxxxxxx",
        archive(TWO_PAGES[0])[:60],
        b"WARC/1.0\r\nContent-Length: -5\r\nWARC-Type: x",
    ],
)
def test_an_archive_that_is_damaged_from_the_beginning_has_no_article(data: bytes) -> None:
    message, hint = fault(data)

    assert message.startswith("a.warc.gz has no article; ")
    assert message.endswith("parts are cut off or damaged")
    assert hint == "articles are HTML pages of status 200"


def test_damage_is_remarked_and_nothing_said_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    whole = archive(TWO_PAGES[0], TWO_PAGES[3], compressed=False)
    first, *_ = read(whole.replace(b"</html>\r\n\r\n", b"</html>\x1b[31m\r\n\r\n", 1))

    assert ("left-out", "Of a.warc.gz, parts are cut off or damaged.") in first.remarks
    assert capfd.readouterr() == ("", "")


def test_an_archive_without_pages_says_what_it_has() -> None:
    assert fault(archive(*TWO_PAGES[1:3])) == (
        "a.warc.gz has no article; 2 records are no HTML page of status 200",
        "articles are HTML pages of status 200",
    )


@pytest.mark.parametrize(
    "bomb",
    [
        gzip.compress(b"WARC/1.0\r\n" + bytes(30_000_000)),
        archive(("200 OK", HTML, "gzip", gzip.compress(bytes(30_000_000)))),
    ],
)
def test_what_becomes_too_large_is_refused(bomb: bytes) -> None:
    assert fault(bomb, size=100_000) == ("a.warc.gz has more than 100,000 bytes, the limit", "--max-size 200kB")


def test_articles_are_counted_while_they_are_read() -> None:
    assert fault(archive(TWO_PAGES[0], TWO_PAGES[3]), articles=1) == (
        "a.warc.gz has more than 1 articles, the limit",
        "--max-articles 2",
    )
