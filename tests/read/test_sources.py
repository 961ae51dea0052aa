"""What the user names: labels, parts, addresses, limits; and what happens where a source holds several articles."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ryabkov_diff import Settings, compare, list_quotations
from ryabkov_diff.errors import InputError
from ryabkov_diff.read import read_articles, read_text
from ryabkov_diff.read.documents import Document, Limits, ReadOptions
from ryabkov_diff.read.formats import Format, recognise_format
from ryabkov_diff.read.sources import Fault, Payload, Source, load_payload, parse_source

if TYPE_CHECKING:
    from collections.abc import Sequence

SEEDS = Path(__file__).parents[2] / "seeds"
TEXT = "The mill burnt down."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a text, and a file whose name has both signs."""
    (tmp_path / "mill.txt").write_text(TEXT)
    (tmp_path / "a=b#2").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def several(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A format that has an article on each line, for files ending in .lines; returns the names of what was read."""
    read: list[str] = []

    def read_lines(payload: Payload, _: ReadOptions) -> Sequence[Document]:
        read.append(payload.name)
        lines = payload.data.decode().split("\n")
        if "" in lines:
            raise Fault(payload.name, "has a blank line", "fill it")
        return [Document(line, part=number) for number, line in enumerate(lines, start=1)]

    monkeypatch.setattr("ryabkov_diff.read.read_documents", read_lines)
    (folder / "three.lines").write_text("The mill burnt down.\nThe inn stands.\nThe bridge is shut.")
    return read


# ------------------------------------------------------------------------------------------------------- arguments


@pytest.mark.parametrize(
    ("argument", "source"),
    [
        ("mill.txt", Source("mill.txt")),
        ("Echo=mill.txt", Source("mill.txt", "Echo")),
        ("export.jsonl#12", Source("export.jsonl", part=12)),
        ("Echo=export.jsonl#1", Source("export.jsonl", "Echo", 1)),
        ("export.jsonl#0", Source("export.jsonl#0")),
        ("export.jsonl#", Source("export.jsonl#")),
        ("#3", Source("#3")),
        ("a=b#2", Source("a=b#2")),
        ("Echo=a=b#2", Source("a=b#2", "Echo")),
        ("https://echo.example/?a=b", Source("https://echo.example/?a=b")),
        ("Echo=HTTPS://echo.example/?a=b", Source("HTTPS://echo.example/?a=b", "Echo")),
        ("https://echo.example/feed#2", Source("https://echo.example/feed", part=2)),
        ("-", Source("-")),
        ("Echo=-", Source("-", "Echo")),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_an_argument_means(argument: str, source: Source) -> None:
    assert parse_source(argument) == source


@pytest.mark.usefixtures("folder")
def test_an_object_of_a_path_has_neither_label_nor_part() -> None:
    assert parse_source(Path("Echo=x#3")) == Source("Echo=x#3")


# ------------------------------------------------------------------------------------------------- several articles


def test_a_source_of_several_articles_gives_all_of_them(several: list[str]) -> None:
    articles, notes = read_articles(["three.lines"])

    assert [(one.sigil, one.path, one.text) for one in articles] == [
        ("A", "three.lines#1", "The mill burnt down."),
        ("B", "three.lines#2", "The inn stands."),
        ("C", "three.lines#3", "The bridge is shut."),
    ]
    assert articles[0].sha256 == read_text("The mill burnt down.").sha256
    assert notes == ()
    assert several == ["three.lines"]


def test_one_of_several_can_be_named_and_labelled_and_the_file_is_read_once(several: list[str]) -> None:
    articles, notes = read_articles(["Echo=three.lines#3", "three.lines#1", "three.lines#3"])

    assert [(one.label, one.text) for one in articles] == [
        ("Echo", "The bridge is shut."),
        ("three.lines#1", "The mill burnt down."),
        ("three.lines#3", "The bridge is shut."),
    ]
    assert [note.message for note in notes] == ["three.lines is named twice, as A and C."]
    assert several == ["three.lines"]


def test_parts_of_standard_input(several: list[str]) -> None:
    stdin = io.BytesIO(b"The mill burnt down.\nThe inn stands.")
    articles, _ = read_articles(["Echo=-#2", "-#1"], stdin=stdin)

    assert [(one.label, one.path, one.text) for one in articles] == [
        ("Echo", None, "The inn stands."),
        ("standard input", None, "The mill burnt down."),
    ]
    assert several == ["standard input"]


@pytest.mark.usefixtures("several")
def test_faults_of_parts_are_named_at_once() -> None:
    with pytest.raises(InputError) as caught:
        read_articles(["three.lines#4", "Echo=three.lines"])

    assert caught.value.message == (
        "three.lines has 3 articles, and no #4; 'Echo=three.lines' gives one label to 3 articles"
    )
    assert caught.value.hint == (
        "leave the number out for all of them; label its articles one by one: NAME=three.lines#1"
    )


def test_a_file_of_one_article_has_a_first_part(folder: Path) -> None:
    assert folder.is_dir()
    assert read_articles(["mill.txt#1"])[0][0].text == TEXT
    with pytest.raises(InputError, match=r"^mill\.txt has one article, and no #2$"):
        read_articles(["mill.txt#2"])


def test_what_a_document_says_comes_before_its_text(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Document(
        "LEEDS, 3 May 2020 (AP) - The mill, TASS writes, burnt down.",
        headline="Mill",
        publisher="tass",
        date_published="2021-01-01",
        url="https://x.example/1",
        language="en-GB",
        label="Ours",
        remarks=(("encoding", "It was guessed."),),
    )
    monkeypatch.setattr("ryabkov_diff.read.read_documents", lambda *_: [said])
    assert folder.is_dir()
    (article,), (note,) = read_articles(["mill.txt"])

    assert (article.headline, article.publisher, article.date_published) == ("Mill", "TASS", "2021-01-01")
    assert (article.url, article.language, article.label) == ("https://x.example/1", "en-GB", "Ours")
    assert (article.dateline, "TASS" in article.is_based_on) == ("LEEDS", False)
    assert (note.code, note.message, note.article) == ("encoding", "It was guessed.", "A")
    assert read_articles(["Theirs=mill.txt"])[0][0].label == "Theirs"


def test_compare_takes_one_file_of_two_articles(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "ryabkov_diff.read.read_documents", lambda *_: [Document(TEXT, part=1), Document("The inn stands.", part=2)]
    )
    assert folder.is_dir()

    assert [one.path for one in compare(["mill.txt"], engine="lexical").articles] == ["mill.txt#1", "mill.txt#2"]
    with pytest.raises(InputError, match="expected at least 2 articles, found 1"):
        compare(["mill.txt#2"], engine="lexical")


# ------------------------------------------------------------------------------------------------------------ limits


def test_a_file_may_be_as_large_as_the_limit(folder: Path) -> None:
    (folder / "large.txt").write_bytes(b"a" * 12_345)

    def load(limit: int) -> Payload:
        return load_payload(Source("large.txt"), None, ReadOptions(limits=Limits(size=limit)))

    assert len(load(12_345).data) == 12_345
    with pytest.raises(Fault, match=r"^large\.txt has 12,345 bytes, more than the limit of 12,344$") as caught:
        load(12_344)
    assert caught.value.hint == "--max-size 13kB"


def test_standard_input_is_not_read_beyond_the_limit() -> None:
    stdin = io.BytesIO(b"a" * 100_000)

    with pytest.raises(InputError) as caught:
        read_articles(["-"], stdin=stdin, options=ReadOptions(limits=Limits(size=500)))

    assert (caught.value.message, caught.value.hint) == (
        "standard input has more than 500 bytes, the limit",
        "--max-size 1kB",
    )
    assert stdin.tell() == 501


@pytest.mark.usefixtures("several")
def test_articles_have_a_limit() -> None:
    options = ReadOptions(limits=Limits(articles=2))

    assert len(read_articles(["three.lines#1", "three.lines#2"], options=options)[0]) == 2
    with pytest.raises(InputError) as caught:
        read_articles(["three.lines"], options=options)
    assert (caught.value.message, caught.value.hint) == (
        "there are more than 2 articles, the limit",
        "name fewer, or raise the limit: --max-articles 4",
    )


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("run", [compare, list_quotations])
def test_the_statements_of_an_article_have_a_limit(run: object) -> None:
    long = read_text("The mill burnt down. The inn stands. The bridge is shut. Nobody came.", label="Echo")
    other = read_text("The mill burnt down. The inn stands.", label="Post")

    with pytest.raises(InputError) as caught:
        run([other, long], settings=Settings(max_statements=3, engine="lexical"))  # type: ignore[operator]
    assert (caught.value.message, caught.value.hint) == (
        "Echo has 4 statements, more than the limit of 3",
        "--max-statements 4",
    )


# ----------------------------------------------------------------------------------------------------------- formats


@pytest.mark.parametrize(
    ("data", "name", "format_"),
    [
        (b"The mill burnt down.", "mill.txt", Format.PLAIN),
        (b"The mill burnt down.", "mill.html", Format.PLAIN),
        (b"\xef\xbb\xbf <!-- saved -->\n<!DOCTYPE HTML>", "mill.txt", Format.PAGE),
        ("<html>".encode("utf-16"), "-", Format.PAGE),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', "page", Format.PAGE),
        (b"<p>The mill", "mill.htm", Format.PAGE),
        (b"<p>The mill", "mill.txt", Format.PLAIN),
        (b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tx=1\r\n", "x", Format.PAGE),
        (b'<?xml version="1.0"?><rss version="2.0">', "x.txt", Format.FEED),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "x", Format.FEED),
        (b"<urlset>", "map.xml", Format.FEED),
        (b'{"text": "x"}', "x.txt", Format.JSON),
        (b'[\n {"text": "x"}]', "x", Format.JSON),
        (b'["x"]', "x.json", Format.JSON),
        (b"[Photo] The mill", "x.txt", Format.PLAIN),
        (b"%PDF-1.7\n", "x.txt", Format.PDF),
        (b"PK\x03\x04 word/document.xml", "x", Format.WORD),
        (b"PK\x03\x04 xl/workbook.xml", "x.docx", Format.PLAIN),
        (b"WARC/1.1\r\n", "x", Format.WARC),
    ],
)
def test_the_content_tells_the_format_before_the_name(data: bytes, name: str, format_: Format) -> None:
    assert recognise_format(Payload(data, name)) is format_


def test_a_packed_archive_is_looked_into() -> None:
    import gzip

    assert recognise_format(Payload(gzip.compress(b"WARC/1.0\r\n"), "x.gz")) is Format.WARC
    assert recognise_format(Payload(gzip.compress(bytes(10**7)), "x.gz")) is Format.PLAIN
    assert recognise_format(Payload(b"\x1f\x8b\0broken", "x.warc.gz")) is Format.PLAIN


def test_the_name_counts_before_what_the_server_says() -> None:
    def recognise(url: str, content_type: str) -> Format:
        return recognise_format(Payload(b"<div>The mill</div>", url, content_type, None, url))

    assert recognise("https://x.example/mill", "text/html") is Format.PAGE
    assert recognise("https://x.example/mill.html?a=b.txt", "text/plain") is Format.PAGE
    assert recognise("https://x.example/mill", "text/plain") is Format.PLAIN
    assert recognise("https://x.example/mill", "application/json") is Format.JSON


# ------------------------------------------------------------------------------------------------------------- costs


def test_two_texts_need_no_library_of_another_format() -> None:
    names = ("trafilatura", "lxml", "urllib3", "htmldate", "justext", "feedparser", "pypdf", "docx", "warcio", "ftfy")
    texts = [str(SEEDS / f"{name}-2022-12-08.txt") for name in ("sputnik", "tasnim")]
    code = (
        "import sys; from ryabkov_diff.cli import main; "
        f"status = main(['compare', *{texts}, '--no-cache']); "
        f"print([status, *(name for name in {names} if name in sys.modules)], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[0]"
