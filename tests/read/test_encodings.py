"""Whatever a text is encoded in, the same article is read; what had to be guessed is said."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ryabkov_diff.mojibake import count_places, repair
from ryabkov_diff.read import read_articles
from ryabkov_diff.read.decode import NotTextError, decode
from ryabkov_diff.read.documents import ReadOptions
from ryabkov_diff.segment import segment_articles

if TYPE_CHECKING:
    from pathlib import Path

    from ryabkov_diff.domain import Article, Note

ENGLISH = """Mill to close in June, says Brook

LEEDS, May 9, 2024 - The old mill will close on 14 June, Ada Brook {name} told the Echo.

"We have found 12 cracks in the wheel," Brook said. {words}
"""
RUSSIAN = {"name": "(Ада Брук)", "words": "Она подтвердила это."}
POLISH = {"name": "of Łódź", "words": "Małgorzata Ścieżyńska agreed."}
FRENCH = {"name": "of Orléans", "words": "François Lefèvre isn’t naïve – she knows."}
PLAIN_FRENCH = {"name": "of Orléans", "words": "François Lefèvre isn't naïve."}


@pytest.mark.parametrize(
    ("words", "encoding", "called"),
    [
        (RUSSIAN, "cp1251", "Windows-1251"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (RUSSIAN, "cp866", "code page 866"),
        (RUSSIAN, "iso8859-5", "ISO 8859-5"),
        (RUSSIAN, "utf-16-le", "UTF-16-LE"),
        (RUSSIAN, "utf-16-be", "UTF-16-BE"),
        (RUSSIAN, "utf-32-le", "UTF-32-LE"),
        (POLISH, "iso8859-2", "ISO 8859-2 (Latin-2)"),
        (POLISH, "cp1250", "Windows-1250"),
        (FRENCH, "cp1252", "Windows-1252"),
        (FRENCH, "mac-roman", "Mac OS Roman"),
        (FRENCH, "utf-16-le", "UTF-16-LE"),
        (PLAIN_FRENCH, "iso8859-1", "Windows-1252"),
        (PLAIN_FRENCH, "cp850", "code page 850"),
    ],
)
def test_an_encoding_without_a_mark_is_told_by_the_words_that_it_makes(
    words: dict[str, str], encoding: str, called: str
) -> None:
    text = ENGLISH.format(**words)

    assert decode(text.encode(encoding)) == (text, f"The text is not UTF-8; it was read as {called}.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("words", [RUSSIAN, POLISH, FRENCH])
def test_nothing_is_said_of_utf_8_and_of_what_names_itself(words: dict[str, str], encoding: str) -> None:
    text = ENGLISH.format(**words)

    assert decode(text.encode(encoding)) == (text, None)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-be"])
def test_utf_16_may_have_no_latin_letter_at_all(encoding: str) -> None:
    text = "Ада Брук сказала газете.\n\n«Мельница закроется в июне», сказала она.\n"

    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 8, b"\x7fELF\x02\x01\0\0" * 99, b"a\0b\0\0\0c" * 50, b"%PDF-1.7\n\0\1\2"]
)
def test_bytes_with_nil_in_them_are_not_taken_for_utf_16(data: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(data)


def test_other_encodings_are_still_told_by_their_statistics() -> None:
    text = "Ο μύλος κλείνει τον Ιούνιο, είπε η Ada Brook στην εφημερίδα. Βρήκαμε ρωγμές στον τροχό.\n" * 4

    assert decode(text.encode("cp1253"))[0] == text


# --------------------------------------------------------------------------------------------------------- properties

NAMES = {
    "cp1251": st.text("абвгдежзиклмнопрстуфхцчшя", min_size=3, max_size=9).map(str.title),
    "koi8-r": st.text("абвгдежзиклмнопрстуфхцчшя", min_size=3, max_size=9).map(str.title),
    "cp1252": st.sampled_from(("Renée Müller", "Zoë Ångström", "João Gonçalves", "Íñigo Núñez", "Jürgen Groß")),
    "iso8859-2": st.sampled_from(("Jiří Dvořák", "Łukasz Gąsior", "Małgorzata", "Łódź", "Ľubomír Kováč")),
    "utf-16-le": st.text(st.characters(categories=("Lu", "Ll")), min_size=3, max_size=9),
    "utf-16-be": st.text(st.characters(categories=("Lu", "Ll")), min_size=3, max_size=9),
    "utf-16": st.text(st.characters(categories=("Lu", "Ll")), min_size=3, max_size=9),
    "utf-8-sig": st.text(st.characters(categories=("Lu", "Ll")), min_size=3, max_size=9),
}


def read(data: bytes, folder: Path, *, fix_text: bool = False) -> tuple[Article, list[Note]]:
    (folder / "article.txt").write_bytes(data)
    (article,), notes = read_articles([folder / "article.txt"], options=ReadOptions(fix_text=fix_text))
    return article, list(notes)


@settings(max_examples=20)
@given(st.data())
@pytest.mark.parametrize("encoding", NAMES)
def test_an_article_has_the_same_segments_in_each_encoding(
    encoding: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    text = ENGLISH.format(name="of Leeds", words=f"The engineer, {data.draw(NAMES[encoding])}, agreed.")
    folder = tmp_path_factory.mktemp("encoded")
    expected, _ = read(text.encode(), folder)
    found, _ = read(text.encode(encoding), folder)

    assert found.text == text
    assert segment_articles([found]) == segment_articles([expected])


@given(st.binary(max_size=400))
def test_any_bytes_are_a_text_or_none(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except NotTextError:
        return
    assert "\0" not in text


# ---------------------------------------------------------------------------------------------------------- mojibake

CLEAN = "The mayor’s café was closed, “for good”.\n\nIt isn’t – she said – naïve: François and Рябков agree.\n"


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp1251", "mac-roman"])
def test_what_was_read_in_the_wrong_encoding_is_noted_and_repaired(tmp_path: Path, encoding: str) -> None:
    # A wrong reading of one line; those of Windows-1252 and 1251 have no character for some bytes.
    line = "The mayor’s café was closed – naïve"
    damaged = line.encode().decode(encoding)
    text = f"{damaged}\n\nIt isn’t so, says Рябков.\n"

    noticed, notes = read(text.encode(), tmp_path)
    repaired, repairs = read(text.encode(), tmp_path, fix_text=True)

    assert noticed.text == text
    assert [(one.code, one.article, one.message) for one in notes] == [
        ("mojibake", "A", "4 places were read in the wrong encoding; --fix-text repairs that.")
    ]
    assert repaired.text == f"{line}\n\nIt isn’t so, says Рябков.\n"
    assert [(one.code, one.article, one.message) for one in repairs] == [
        ("repaired", "A", "4 places were read in the wrong encoding and repaired; offsets count in the repaired text.")
    ]


@pytest.mark.parametrize("mark", ["â€\ufffd", "â€"])
def test_a_closing_mark_is_repaired_though_its_last_byte_is_lost(tmp_path: Path, mark: str) -> None:
    repaired, notes = read(f"â€œIt will reopen,{mark} she said. “So it will.”\n".encode(), tmp_path, fix_text=True)

    assert repaired.text == "“It will reopen,” she said. “So it will.”\n"
    assert [one.message.partition(" were")[0] for one in notes] == ["2 places"]


def test_the_checksum_stays_that_of_the_bytes_received(tmp_path: Path) -> None:
    data = "The mayorâ€™s office closed.\n".encode()
    article, notes = read(data, tmp_path, fix_text=True)

    assert article.sha256 == hashlib.sha256(data).hexdigest()
    assert article.text == "The mayor’s office closed.\n"
    assert article.characters == len(article.text)
    assert [one.message for one in notes] == [
        "1 place was read in the wrong encoding and repaired; offsets count in the repaired text."
    ]


def test_what_is_right_is_neither_noted_nor_changed(tmp_path: Path) -> None:
    for fix_text in (False, True):
        article, notes = read(CLEAN.encode(), tmp_path, fix_text=fix_text)
        assert (article.text, notes) == (CLEAN, [])


def test_quotation_marks_ligatures_and_what_no_reader_sees_stay_as_they_are() -> None:
    text = "“The of\xadﬁce” &amp; Ａ\u200b\u2028 e\u0301 \x1b[1mitâ€™s\x1b[0m\r\n"

    assert repair(text) == (text.replace("â€™", "’"), 1)


@given(st.text())
def test_repairing_twice_is_repairing_once(text: str) -> None:
    once, _ = repair(text)

    assert count_places(once) <= count_places(text)


@pytest.mark.parametrize("text", ["São Paulo, SÃO PAULO", "Âge d’or", "£5, «no»", "Вчера – сегодня", "naïve façade"])
def test_letters_that_look_like_it_are_none(text: str) -> None:
    assert count_places(text) == 0
    assert repair(text) == (text, 0)
