"""Articles of all formats go through the commands together."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import docx
import pytest

from ryabkov_diff import cli
from tests.made import column, pdf

if TYPE_CHECKING:
    from pathlib import Path

PARAGRAPHS = (
    "The river above the old town rose by two metres on Friday, the mayor said.",
    "“We were lucky,” Lena Falk said. “We had the sand there in time.”",
)
HTML = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
PAGE = f"<html lang='en'><head><title>River rises</title></head><body><article>{HTML}</article></body></html>"
FEED = f"""<rss version="2.0"><channel><title>Feed Post</title><item><title>River rises</title>
<description><![CDATA[{HTML}<p>Nobody was hurt.</p>]]></description></item></channel></rss>"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with an article of each format, and two in one file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("\n\n".join(PARAGRAPHS), encoding="utf-8")
    (tmp_path / "b.html").write_text(PAGE, encoding="utf-8")
    records = [{"text": list(PARAGRAPHS), "source": name} for name in ("Lake", "Vale Echo")]
    (tmp_path / "c.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    (tmp_path / "d.rss").write_text(FEED, encoding="utf-8")
    (tmp_path / "e.pdf").write_bytes(pdf(column("\n\n".join(PARAGRAPHS))))
    document = docx.Document()
    for paragraph in PARAGRAPHS:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    (tmp_path / "f.docx").write_bytes(out.getvalue())
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://river.example/\r\nContent-Length: {len(block)}"
    (tmp_path / "g.warc").write_bytes(
        f"{head}\r\nContent-Type: application/http\r\n\r\n".encode() + block + b"\r\n\r\n"
    )
    return tmp_path


def result(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, list[dict[str, str]]]:
    assert cli.main([*arguments, "--engine", "lexical", "--no-cache", "--format", "json"]) == 0
    data: dict[str, list[dict[str, str]]] = json.loads(capsys.readouterr().out)
    return data


@pytest.mark.usefixtures("folder")
def test_a_folder_of_all_formats_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    data = result(capsys, "report", ".")

    paths = [article["path"] for article in data["articles"]]
    assert paths == ["a.txt", "b.html", "c.jsonl#1", "c.jsonl#2", "d.rss", "e.pdf", "f.docx", "g.warc"]
    for article in data["articles"]:
        assert all(paragraph in article["text"] for paragraph in PARAGRAPHS), article["path"]


@pytest.mark.usefixtures("folder")
def test_one_file_may_hold_a_whole_comparison(capsys: pytest.CaptureFixture[str]) -> None:
    data = result(capsys, "compare", "c.jsonl")

    assert [article["label"] for article in data["articles"]] == ["Lake", "Vale Echo"]
    assert data["findings"] == []


@pytest.mark.usefixtures("folder")
def test_articles_of_a_file_are_named_and_labelled_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    data = result(capsys, "compare", "Own=c.jsonl#2", "e.pdf")

    assert [(article["label"], article["path"]) for article in data["articles"]] == [
        ("Own", "c.jsonl#2"),
        ("e.pdf", "e.pdf"),
    ]


def test_a_saved_comparison_is_compared_with_another_article(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["compare", "c.jsonl", "--engine", "lexical", "--no-cache", "-o", "saved.json"]) == 0
    data = result(capsys, "compare", "saved.json", "f.docx")

    assert [article["path"] for article in data["articles"]] == ["saved.json#1", "saved.json#2", "f.docx"]
    assert [article["label"] for article in data["articles"]] == ["Lake", "Vale Echo", "f.docx"]
    assert (folder / "saved.json").exists()


@pytest.mark.usefixtures("folder")
def test_the_users_keys_reach_the_reader(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = {
        "kopf": {"titel": "River rises", "tag": "2024-05-10"},
        "inhalt": PARAGRAPHS,
        "haus": "Post",
        "ort": "https://p.example/1",
    }
    (folder / "odd.json").write_text(json.dumps([record, record]), encoding="utf-8")
    keys = ["--text-key", "inhalt", "--headline-key", "kopf.titel", "--date-key", "kopf.tag", "--publisher-key", "haus"]
    data = result(capsys, "compare", "odd.json", *keys, "--url-key", "ort")

    first = data["articles"][0]
    assert (first["headline"], first["publisher"], first["datePublished"]) == ("River rises", "Post", "2024-05-10")
    assert first["url"] == "https://p.example/1"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("format_", ["text", "markdown", "csv", "html", "jsonl"])
def test_what_an_export_holds_stays_harmless(format_: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Titles, outlets and texts of an export may hold what no text file can."""
    hostile = "\x1b]8;;https://evil.example\x07x\x1b]8;;\x07 <script>alert(1)</script> \ud800 \u202e \0"
    records = [{"title": hostile, "source": f"=cmd {hostile}", "text": f"{PARAGRAPHS[0]} {hostile}"}] * 2
    (folder / "hostile.json").write_text(json.dumps(records), encoding="utf-8")
    command = ["report" if format_ == "html" else "compare", "hostile.json", "--engine", "lexical", "--no-cache"]
    assert cli.main([*command, "--format", format_]) == 0
    shown = capsys.readouterr().out

    assert "\x1b]" not in shown
    assert "\0" not in shown
    assert "<script>alert" not in shown or format_ != "html"
