"""Which files paths stand for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any

import pytest

from ryabkov_diff.domain import Note
from ryabkov_diff.errors import InputError
from ryabkov_diff.read import read_articles
from ryabkov_diff.read.paths import expand_paths
from ryabkov_diff.read.sources import Source

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00"
DOCUMENT = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Length 4>>stream\n\x00\x01\x9a\xff\nendstream"

NO_TEXT = "has no article: there is no text under any key that is known to hold one"

# Files that are no articles, by name, and why.
UNREADABLE = {
    "bytes.txt": (PICTURE, "is not a text file"),
    "document.txt": (DOCUMENT, "is damaged, or no PDF file"),
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b"\xef\xbb\xbf \n\xc2\xad", "is empty"),
    "result.txt": (b'{\n  "schema_version": "1.0"', "is broken JSON in line 2, column 26: expecting ',' delimiter"),
    "list.txt": (b'[{"mill": 1}]', f"{NO_TEXT}; its keys are mill"),
    "table.txt": (b"id,kind,family,severity\nF001,number,fact,3\n", "is a table, not plain text"),
    "report.txt": (b"2 articles: 1 event.\n\nryabkov-diff|v:0.1.0|schema:1.0\n", "is a result of ryabkov-diff"),
}


def read(*paths: str) -> tuple[tuple[str | None, ...], tuple[Note, ...]]:
    """Return the paths of the articles that paths stand for, and the notes."""
    found, notes = read_articles(expand_paths(paths))
    return tuple(article.path for article in found), notes


def found(*paths: str) -> tuple[Source, ...]:
    """Files in a folder or a pattern."""
    return tuple(Source(path, named=False) for path in paths)


def error_of(*paths: str) -> str:
    """Return what is said about paths that cannot be read."""
    with pytest.raises(InputError) as caught:
        read(*paths)
    assert caught.value.hint
    return caught.value.message


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two articles, one more below, and what is no article; it is the working folder."""
    (tmp_path / "news" / "old").mkdir(parents=True)
    for name in (
        "news/b.txt",
        "news/a.txt",
        "news/SOURCES.toml",
        "news/README.md",
        "news/.hidden.txt",
        "news/old/c.txt",
        "d[1].txt",
    ):
        (tmp_path / name).write_text("The mill burnt down.")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_stands_for_the_articles_in_it_sorted(articles: Path) -> None:
    assert articles.is_dir()
    assert expand_paths(["news"]) == found("news/a.txt", "news/b.txt")


def test_a_folder_has_articles_of_all_formats(articles: Path) -> None:
    for name in ("a.HTML", "b.mhtml", "c.json", "d.rss", "e.pdf", "f.docx", "g.warc.gz", "h.gz", "i.csv"):
        (articles / "news" / "old" / name).touch()

    assert [Path(source.path).name for source in expand_paths(["news/old"])] == [
        *("a.HTML", "b.mhtml", "c.json", "c.txt", "d.rss", "e.pdf", "f.docx", "g.warc.gz"),
    ]


def test_a_pattern_stands_for_what_fits(articles: Path) -> None:
    assert articles.is_dir()
    assert expand_paths(["news/**/*.txt"]) == found("news/a.txt", "news/b.txt", "news/old/c.txt")
    assert expand_paths(["news/?.txt", "news"]) == found("news/a.txt", "news/b.txt")


def test_files_labels_addresses_and_standard_input_stay_as_they_are(articles: Path) -> None:
    assert articles.is_dir()
    named = ("Echo=news/b.txt", "-", "news/a.txt", "d[1].txt", "SOURCES=news/SOURCES.toml", "https://a.example/?id=*")
    assert expand_paths(named) == (
        Source("news/b.txt", "Echo"),
        Source("-"),
        Source("news/a.txt"),
        Source("d[1].txt"),
        Source("news/SOURCES.toml", "SOURCES"),
        Source("https://a.example/?id=*"),
    )


def test_what_is_found_and_named_is_named_and_stands_once(articles: Path) -> None:
    assert articles.is_dir()
    assert expand_paths(["news", "news/b.txt"]) == (*found("news/a.txt"), Source("news/b.txt"))
    assert expand_paths(["news/b.txt", "news/*.txt"]) == (Source("news/b.txt"), *found("news/a.txt"))


def test_no_file_is_opened(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: object) -> None:
        pytest.fail(f"opened {path}")

    monkeypatch.setattr(Path, "open", refuse)

    assert articles.is_dir()
    assert len(expand_paths(["news", "news/old/*.txt", "missing.txt"])) == 4


def test_a_single_file_is_left_to_what_reads_it(articles: Path) -> None:
    (articles / "result.json").write_text('{"schema_version": "1.0"}')
    (articles / "logo.png").write_bytes(PICTURE)
    for name in ("missing.txt", "logo.png", "", "x" * 5000, "-"):
        assert expand_paths([name]) == (Source(name),)
    assert expand_paths(["*.json"]) == (Source("result.json"),)


def test_an_empty_name_does_not_stand_for_the_working_folder(articles: Path) -> None:
    (articles / "loose.txt").write_text("The mill burnt down.")
    assert error_of("", "news") == "an empty name names no file"


def test_a_label_is_not_lost_on_a_folder(articles: Path) -> None:
    assert articles.is_dir()
    assert error_of("Echo=news") == "'Echo=news' gives one label to a folder"


def test_all_that_stands_for_nothing_is_named_at_once(articles: Path) -> None:
    (articles / "empty").mkdir()

    with pytest.raises(InputError, match=r"'empty' has no articles; no file fits 'x\*\.txt'") as caught:
        expand_paths(["empty", "news", "x*.txt"])

    assert ".txt" in caught.value.hint


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("path", ["news", "news/*.txt"])
def test_what_is_no_article_in_a_folder_or_a_pattern_is_left_out_with_a_note(
    articles: Path, name: str, path: str
) -> None:
    data, why = UNREADABLE[name]
    (articles / "news" / name).write_bytes(data)

    assert read(path) == (
        ("news/a.txt", "news/b.txt"),
        (Note("left-out", f"news/{name} {why}; it was left out."),),
    )


@pytest.mark.parametrize("name", ["bytes.txt", "empty.txt"])
def test_what_is_named_itself_is_an_error(articles: Path, name: str) -> None:
    data, why = UNREADABLE[name]
    (articles / "news" / name).write_bytes(data)

    assert error_of("news", f"news/{name}", "Echo=missing.txt") == f"news/{name} {why}; missing.txt does not exist"


def test_what_only_looks_like_something_else_is_an_article(articles: Path) -> None:
    texts = (
        "[Photo] The mill burnt down.",
        "{The mill} burnt down.",
        "Ryabkov, Lavrov, Peskov, Zakharova\nThe four met.",
        "It ran <html> as a headline.",
        "We compared it with ryabkov-diff|grep.",
    )
    for number, text in enumerate(texts):
        (articles / "news" / f"{number}.txt").write_text(text)

    files, notes = read("news")

    assert len(files) == len(texts) + 2
    assert notes == ()


def test_links_to_nothing_are_left_out_and_folders_and_pipes_do_not_count(articles: Path) -> None:
    (articles / "news" / "gone.txt").symlink_to("nowhere.txt")
    (articles / "news" / "ring.txt").symlink_to("ring.txt")
    (articles / "news" / "here.txt").symlink_to("old/c.txt")
    (articles / "news" / "folder.txt").mkdir()
    os.mkfifo(articles / "news" / "pipe.txt")

    for path in ("news", "news/*.txt"):
        files, notes = read(path)
        assert files == ("news/a.txt", "news/b.txt", "news/here.txt")
        assert [note.message for note in notes] == [
            "news/gone.txt is a link to nothing; it was left out.",
            "news/ring.txt is a link to nothing; it was left out.",
        ]


def test_what_may_not_be_read_is_left_out(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert articles.is_dir()
    opened = Path.open

    def refuse(path: Path, mode: str) -> IO[Any]:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", refuse)
    files, notes = read("news")

    assert files == ("news/b.txt",)
    assert [note.message for note in notes] == ["news/a.txt may not be read; it was left out."]
    assert error_of("news/b.txt", "news/a.txt") == "news/a.txt may not be read"


def test_a_folder_that_may_not_be_read_is_an_error(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert articles.is_dir()

    def refuse(_: Path) -> list[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert error_of("news") == "news may not be read"


def test_where_nothing_is_left_all_reasons_are_told(articles: Path) -> None:
    (articles / "scans").mkdir()
    for name in ("bytes.txt", "empty.txt", "list.txt"):
        (articles / "scans" / name).write_bytes(UNREADABLE[name][0])

    reasons = ("bytes.txt is not a text file", "empty.txt is empty", f"list.txt {NO_TEXT}; its keys are mill")
    assert error_of("scans") == "; ".join(f"scans/{reason}" for reason in reasons)
    assert error_of("scans", "scans/e*") == error_of("scans")


def test_notes_tell_nothing_of_the_machine(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    away = tmp_path_factory.mktemp("away")
    for folder in (articles / "news", away):
        (folder / "empty.txt").touch()
        (folder / "full.txt").write_text("The mill burnt down.")

    _, notes = read(str(articles / "news"), str(away))

    assert [note.message for note in notes] == [
        "news/empty.txt is empty; it was left out.",
        "empty.txt is empty; it was left out.",
    ]
