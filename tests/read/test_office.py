"""PDF and Word files become articles; locked, damaged and hostile ones are told apart, in bounded time and memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml import parse_xml

from ryabkov_diff.read import office
from ryabkov_diff.read.documents import Document, Limits, ReadOptions
from ryabkov_diff.read.office import read_pdf, read_word
from ryabkov_diff.read.sources import Fault, Payload
from tests.made import column, drawn, pdf

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = """
The river above the old town rose by two metres on Friday, the mayor told
reporters. Nobody was hurt, and the water reached neither the school nor
the hospital.

“We were lucky,” Lena Falk said. “We had the sand there in time, and the
people who carried it.”
"""
PARAGRAPHS = [" ".join(paragraph.split()) for paragraph in TEXT.split("\n\n")]


def read(data: bytes, **limits: int) -> Document:
    reader: Callable[..., Any] = read_pdf if b"%PDF" in data[:9] else read_word
    (document,) = reader(Payload(data, "a.file"), ReadOptions(limits=Limits(**limits)))
    assert isinstance(document, Document)
    return document


def fault(data: bytes, **limits: int) -> tuple[str, str]:
    with pytest.raises(Fault) as caught:
        read(data, **limits)
    return str(caught.value), caught.value.hint


# -------------------------------------------------------------------------------------------------------------- PDF


def test_a_pdf_file_becomes_paragraphs() -> None:
    document = read(pdf(column(TEXT)))

    assert document.text.split("\n\n") == PARAGRAPHS
    assert (document.part, document.headline, document.date_published, document.remarks) == (None, None, None, ())


def test_the_title_is_that_of_the_properties_where_it_stands_in_the_text() -> None:
    page = drawn((72, 790, 11, "River rises by two metres")) + "\n" + column(TEXT)

    assert read(pdf(page, title="River rises by two metres - Lakeland Post")).headline == "River rises by two metres"
    assert read(pdf(page, title="Microsoft Word - draft3.doc")).headline is None


def test_the_title_is_else_what_is_set_largest() -> None:
    document = read(pdf(drawn((72, 800, 20, "River rises by two metres")) + "\n" + column(TEXT), title="draft3"))

    assert document.headline == "River rises by two metres"
    assert document.text.split("\n\n") == ["River rises by two metres", *PARAGRAPHS]


def test_what_a_browser_prints_around_a_page_is_no_text_but_tells_the_address() -> None:
    stamp, address = (24, 820, 8, "5/14/24, 9:12 AM River rises"), (24, 20, 8, "https://lakeland.example/river 1/1")
    document = read(pdf(column(TEXT) + "\n" + drawn(stamp, address)))

    assert document.text.split("\n\n") == PARAGRAPHS
    assert document.url == "https://lakeland.example/river"


def test_columns_are_read_one_after_the_other() -> None:
    left = column("The river above the old\ntown rose by two metres\non Friday, the deputy minis-", left=60)
    right = column("ter told reporters there.\nNobody was hurt, and no\nbridge was damaged.", left=320)

    assert read(pdf(left + "\n" + right)).text == (
        "The river above the old town rose by two metres on Friday, the deputy minister told reporters there. "
        "Nobody was hurt, and no bridge was damaged."
    )


def test_a_locked_pdf_file_is_told_from_a_damaged_one() -> None:
    key = "(12345678901234567890123456789012)"
    encrypted = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >> /ID [(1234) (1234)]"

    assert fault(pdf(column(TEXT), trailer=encrypted)) == (
        "a.file is locked with a password",
        "save it again without one",
    )
    assert fault(b"%PDF-1.7 and nothing else") == (
        "a.file is damaged, or no PDF file",
        "open it and print it to a new PDF file",
    )


def test_a_pdf_file_whose_table_is_damaged_is_read_all_the_same() -> None:
    whole = pdf(column(TEXT))

    assert read(re.sub(rb"startxref\n\d+", b"startxref\n7", whole)).text.split("\n\n") == PARAGRAPHS
    assert fault(whole[: whole.index(b"trailer")])[0] == "a.file is damaged, or no PDF file"


def test_pictures_of_pages_and_mute_fonts_have_no_text() -> None:
    assert fault(pdf("0 0 100 100 re f")) == (
        "a.file has no text: its pages are pictures",
        "recognise the text first: ocrmypdf IN.pdf OUT.pdf",
    )
    assert fault(pdf("BT /F2 11 Tf 72 700 Td <000100020003000400050006> Tj ET")) == (
        "a.file has no readable text: its fonts do not say which letters they draw",
        "recognise the text first: ocrmypdf --force-ocr IN.pdf OUT.pdf",
    )


def test_what_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_SECONDS", 1)

    assert fault(pdf(packed(b"BT /F1 9 Tf 72 700 Td (flood) Tj ET\n" * 2_000_000))) == (
        "a.file takes longer than 1 seconds to read",
        "print the article to a new PDF file, or give its text",
    )


def test_what_asks_for_too_much_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_MEMORY", 250_000_000)
    forms = [form(f"/X{number} Do " * 20) for number in range(5, 10)] + [form("BT /F1 9 Tf (flood) Tj ET " * 20)]

    assert fault(pdf("/X4 Do", objects=forms)) == (
        "a.file is damaged, or asks for too much memory",
        "open it and print it to a new PDF file",
    )


def test_too_much_text_is_refused() -> None:
    assert fault(pdf(column(TEXT)), size=100) == ("a.file has more than 100 bytes, the limit", "--max-size 200")


def form(drawing: str) -> bytes:
    resources = "/XObject << " + " ".join(f"/X{number} {number} 0 R" for number in range(5, 10)) + " >>"
    resources += " /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> >>"
    head = (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << {resources} >> /Length {len(drawing)} >>"
    )
    return f"{head}\nstream\n{drawing}\nendstream".encode()


def packed(drawing: bytes) -> bytes:
    data = zlib.compress(drawing)
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


# ------------------------------------------------------------------------------------------------------------- Word

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(*paragraphs: str, title: str = "", style: str | None = None, xml: str = "") -> bytes:
    """Write a Word file: paragraphs, the first in a style, and one more given as XML."""
    document = docx.Document()
    document.core_properties.title = title
    for number, text in enumerate(paragraphs):
        document.add_paragraph(text, style=style if number == 0 else None)
    if xml:
        document.element.body.insert(0, parse_xml(f"<w:p {WORD}>{xml}</w:p>"))
    document.sections[0].header.paragraphs[0].text = "Lakeland Post"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("style", ["Title", "Heading 1"])
def test_a_word_file_becomes_paragraphs_without_header_and_footer(style: str) -> None:
    document = read(word("River rises", *PARAGRAPHS, style=style, title="Word Document"))

    assert document.text.split("\n\n") == ["River rises", *PARAGRAPHS]
    assert (document.part, document.headline, document.date_published) == (None, "River rises", None)


def test_the_title_of_the_properties_counts_where_it_stands_in_the_text() -> None:
    assert read(word("River rises", *PARAGRAPHS, title="River rises")).headline == "River rises"
    assert read(word(*PARAGRAPHS, title="Minutes of 2019")).headline is None


def test_tables_are_read_where_they_stand() -> None:
    document = docx.Document()
    document.add_paragraph("Before.")
    document.add_table(1, 2).rows[0].cells[1].text = "In the table."
    document.add_paragraph("Behind.")
    out = io.BytesIO()
    document.save(out)

    assert read(out.getvalue()).text == "Before.\n\nIn the table.\n\nBehind."


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:r><w:t>It </w:t></w:r><w:ins><w:r><w:t>rose</w:t></w:r></w:ins>", "It rose"),
        ("<w:r><w:t>It</w:t></w:r><w:del><w:r><w:delText> fell</w:delText></w:r></w:del>", "It"),
        ("<w:moveFrom><w:r><w:t>gone </w:t></w:r></w:moveFrom><w:r><w:t>here</w:t></w:r>", "here"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden </w:t></w:r><w:r><w:t>seen</w:t></w:r>", "seen"),
        ("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t></w:r>", "one\ntwo\tthree"),
        ('<w:r><w:t>one</w:t><w:br w:type="page"/><w:t>two</w:t></w:r>', "one two"),
        ("<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t></w:r>", "co\u2011op"),
        (
            "<w:r><w:t>a</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>b</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
            "b\n\na",
        ),
    ],
)
def test_words_are_those_that_are_printed(xml: str, text: str) -> None:
    assert read(word(xml=xml)).text == text


def test_an_old_or_locked_word_file_is_told_from_a_damaged_one() -> None:
    assert fault(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)) == (
        "a.file is an old Word file (.doc), or locked with a password",
        "save it as .docx, without a password",
    )
    for data in (b"PK\x03\x04 word/document.xml", word("River rises.")[:3000], word("River rises.")[:-30]):
        assert fault(data) == ("a.file is damaged, or no Word file", "open it and save it again as .docx")


def test_a_word_file_without_a_text_says_so() -> None:
    assert fault(word("", " ")) == ("a.file has no text", "give an article with at least one sentence")


def replaced(data: bytes, part: str, content: bytes) -> bytes:
    """Return a Word file with another content of one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


def test_a_word_file_that_becomes_too_large_is_refused() -> None:
    bomb = replaced(word("River rises."), "word/document.xml", bytes(30_000_000))
    message, hint = fault(bomb)

    assert message.startswith("a.file has 30,")
    assert message.endswith(" bytes, more than the limit of 10,000,000")
    assert hint == "--max-size 31MB"


@pytest.mark.parametrize(
    "entity",
    ["<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>", "<!ENTITY b SYSTEM 'file:///etc/hostname'>"],
)
def test_entities_in_a_word_file_are_not_replaced(entity: str) -> None:
    body = "<w:body><w:p><w:r><w:t>x&b;y</w:t></w:r></w:p></w:body>"
    text = f"<!DOCTYPE x [{entity}]><w:document {WORD}>{body}</w:document>"

    assert read(replaced(word("River rises."), "word/document.xml", text.encode())).text == "x"


def test_nesting_in_a_word_file_has_an_end() -> None:
    deep = f"<w:document {WORD}><w:body>{'<w:p>' * 10_000}x"

    assert fault(replaced(word("River rises."), "word/document.xml", deep.encode()))[0] == (
        "a.file is damaged, or no Word file"
    )
