"""Sources become articles; faulty ones are reported at once and with a way out."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryabkov_diff.domain import Article
from ryabkov_diff.errors import InputError
from ryabkov_diff.invisible import bare
from ryabkov_diff.read import read_articles, read_text, sigla

SEEDS = Path(__file__).parents[2] / "seeds"
TEXT = "The talks go on.\n\nThey were paused."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with two texts."""
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "two.txt").write_text(TEXT + " Again.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_articles_get_sigla_in_the_order_given() -> None:
    assert list(islice(sigla(), 28)) == [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB"]


@pytest.mark.usefixtures("folder")
def test_a_path_is_kept_as_given_and_names_the_article() -> None:
    (first, second), notes = read_articles(["one.txt", Path("two.txt")])

    assert (first.sigil, first.label, first.path, first.text) == ("A", "one.txt", "one.txt", TEXT)
    assert (second.sigil, second.label, second.path) == ("B", "two.txt", "two.txt")
    assert first.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert first.characters == len(TEXT)
    assert notes == ()


def test_a_label_stands_before_an_equals_sign(folder: Path) -> None:
    (folder / "a=b.txt").write_text(TEXT, encoding="utf-8")
    articles, _ = read_articles(["Our own=one.txt", "a=b.txt", "x=a=b.txt"])

    assert [(article.label, article.path) for article in articles] == [
        ("Our own", "one.txt"),
        ("a=b.txt", "a=b.txt"),
        ("x", "a=b.txt"),
    ]


def test_standard_input_is_read_once() -> None:
    (article,), _ = read_articles(["-"], stdin=io.BytesIO(TEXT.encode()))

    assert (article.label, article.path, article.text) == ("standard input", None, TEXT)
    with pytest.raises(InputError, match="named twice"):
        read_articles(["-", "-"], stdin=io.BytesIO(TEXT.encode()))


def test_an_article_keeps_all_but_its_sigil() -> None:
    given_article = read_text(TEXT, label="mine", sigil="Q")
    (article,), _ = read_articles([given_article])

    assert article == Article("A", "mine", TEXT, len(TEXT), given_article.sha256)


@pytest.mark.usefixtures("folder")
def test_the_same_file_twice_is_allowed_and_noted() -> None:
    articles, notes = read_articles(["one.txt", "one.txt"])

    assert [article.label for article in articles] == ["one.txt (1)", "one.txt (2)"]
    assert [(note.code, note.article) for note in notes] == [("same-file", "B")]


def test_labels_of_one_publisher_are_told_apart_by_their_dates() -> None:
    articles, _ = read_articles([SEEDS / "sputnik-2022-11-29.txt", SEEDS / "sputnik-2022-12-08.txt"])

    assert [article.label for article in articles] == ["Sputnik 2022-11-29", "Sputnik 2022-12-08"]


# ---------------------------------------------------------------------------------------------------------- faults


def test_labels_of_the_settings(folder: Path) -> None:
    (folder / "bbc-2022.txt").write_text(TEXT, encoding="utf-8")
    labels = {"BBC*.txt": "BBC", "one.txt": "First", "*": "Other"}

    def read(*sources: str) -> list[str]:
        return [article.label for article in read_articles(sources, labels=labels)[0]]

    assert read("one.txt", "bbc-2022.txt") == ["First", "BBC"]
    assert read("Mine=one.txt", "two.txt") == ["Mine", "Other"]


def test_labels_go_by_publisher_and_site_too(folder: Path) -> None:
    tasnim = [SEEDS / "tasnim-2022-12-08.txt"]
    (publisher,) = read_articles(tasnim, labels={"tasnim": "Tasnim News Agency"})[0]
    (folder / "linked.txt").write_text(f"https://www.valley-post.example/2022/12/1\n\n{TEXT}", encoding="utf-8")
    (site,) = read_articles(["linked.txt"], labels={"*.valley-post.example": "Valley Post"})[0]

    assert publisher.label == "Tasnim News Agency"
    assert publisher.publisher == "Tasnim"
    assert site.label == "Valley Post"


def test_all_faults_are_reported_at_once_with_hints(folder: Path) -> None:
    (folder / "empty.txt").write_text(" \n\t\n", encoding="utf-8")
    (folder / "binary.bin").write_bytes(bytes(range(256)) * 8)
    (folder / "texts").mkdir()
    (folder / "texts" / "three.txt").write_text(TEXT, encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_articles(["ome.txt", "empty.txt", "binary.bin", "texts", "two.txt"])

    assert caught.value.message == (
        "ome.txt does not exist; empty.txt is empty; binary.bin is not a text file; texts is a directory"
    )
    assert "did you mean one.txt?" in caught.value.hint
    assert f"name the files in it, e.g. {Path('texts') / 'three.txt'}" in caught.value.hint
    assert "\n" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("ftp://mill.example/story", "of addresses, only https://… and http://… are fetched"),
        ("https:/mill.example/story", "of addresses, only https://… and http://… are fetched"),
        ("file:///home/nell/story.txt", "give the path of the file"),
        ("www.mill.example/story", "write an address with its beginning: https://www.mill.example/story"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_nearly_an_address_is_told_from_a_missing_file(address: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        read_articles([address])

    assert (caught.value.message, caught.value.hint) == (f"{address} does not exist", hint)


@pytest.mark.usefixtures("folder")
def test_a_text_in_place_of_a_path_is_cut_in_the_message() -> None:
    with pytest.raises(InputError) as caught:
        read_articles(["word " * 2000])

    assert len(caught.value.message) < 200


@pytest.mark.parametrize("source", ["nul\0byte", "", "missing/deeper/one.txt"])
@pytest.mark.usefixtures("folder")
def test_an_impossible_path_is_an_input_error(source: str) -> None:
    with pytest.raises(InputError):
        read_articles([source])


# -------------------------------------------------------------------------------------------------------- encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_no_part_of_the_text(folder: Path, encoding: str) -> None:
    (folder / "one.txt").write_bytes("“Да” – yes.".encode(encoding))
    (article,), notes = read_articles(["one.txt"])

    assert article.text == "“Да” – yes."
    assert notes == ()


def test_another_encoding_is_detected_with_a_note(folder: Path) -> None:
    text = "“We hope that the tactics of small steps will allow us to agree,” the minister said – café, Zürich.\n" * 5
    (folder / "one.txt").write_bytes(text.encode("cp1252"))
    (article,), notes = read_articles(["one.txt"])

    assert article.text == text
    assert [(note.code, note.article) for note in notes] == [("encoding", "A")]


def test_rich_text_is_refused_for_its_commands_are_no_text(folder: Path) -> None:
    (folder / "one.rtf").write_bytes(rb"{\rtf1\ansi The mill {\b burnt down} on Tuesday.}")

    with pytest.raises(InputError) as caught:
        read_articles(["one.rtf"])
    assert caught.value.message == "one.rtf is rich text (RTF), which is not read"
    assert caught.value.hint == "save it as .docx or as plain text"


def test_damaged_utf_8_is_still_utf_8(folder: Path) -> None:
    (folder / "one.txt").write_bytes("“Да”, he said – and “нет”.".encode()[:-3] + b"\xff.")
    (article,), notes = read_articles(["one.txt"])

    assert article.text is not None
    assert article.text.startswith("“Да”, he said – and “нет")
    assert [note.code for note in notes] == ["encoding"]


def test_a_text_in_colours_is_text_and_escapes_alone_are_none(folder: Path) -> None:
    coloured = "".join(f"\x1b[3{number % 8}m{word}\x1b[0m " for number, word in enumerate(TEXT.split()))
    (folder / "colours.txt").write_text(coloured, encoding="utf-8")
    (folder / "nothing.txt").write_text("\x1b[2J\x1b[H\n", encoding="utf-8")
    (folder / "keys.bin").write_bytes(b"\x1b \x02\x03 a" * 9)

    (article,), _ = read_articles(["colours.txt"])
    assert article.text == coloured
    with pytest.raises(InputError) as caught:
        read_articles(["nothing.txt", "keys.bin"])
    assert caught.value.message == "nothing.txt is empty; keys.bin is not a text file"


@given(st.text().filter(lambda text: bare(text).strip()))
def test_a_text_in_memory_is_kept_as_it_is(text: str) -> None:
    article = read_text(text)

    assert article.text == text
    assert article.characters == len(text)


@pytest.mark.parametrize("text", ["", " \n\xa0", "\ufeff\u200b \x1b[0m"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is empty"):
        read_text(text)


# ------------------------------------------------------------------------------------------------------------ costs


def test_importing_the_stage_is_cheap() -> None:
    """No library for dates or encodings is loaded before it is needed."""
    heavy = "('charset_normalizer', 'numpy', 'dateutil')"
    code = f"import sys; import ryabkov_diff.read; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_an_absolute_path_is_not_passed_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inside,), _ = read_articles([folder / "one.txt"])
    monkeypatch.chdir(folder.parent)
    (below,), _ = read_articles([folder / "one.txt"])
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    (outside, _), notes = read_articles([folder / "one.txt", folder / "one.txt"])

    assert (inside.path, below.path, outside.path) == ("one.txt", f"{folder.name}/one.txt", "one.txt")
    assert str(folder) not in str(notes)


@pytest.mark.parametrize(
    ("encoding", "called"), [("utf-16-le", "UTF-16-LE"), ("utf-16-be", "UTF-16-BE"), ("cp1252", "Windows-1252")]
)
def test_western_text_is_read_in_its_encoding(folder: Path, encoding: str, called: str) -> None:
    text = "The café «Été» was open – and full."
    (folder / "west.txt").write_bytes(text.encode(encoding))
    (article,), (note,) = read_articles(["west.txt"])

    assert article.text == text
    assert (note.code, called in note.message) == ("encoding", True)


def test_half_of_a_character_is_refused() -> None:
    with pytest.raises(InputError, match="lone surrogate") as caught:
        read_text("Hello \ud800")
    assert caught.value.hint
