"""The command `quotes`: formats, files, errors and statuses are those of `compare`."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from ryabkov_diff import cli, list_quotations
from ryabkov_diff.render.as_csv import QUOTATION_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "“It is late. We must go,” said Ada Brook.\n\nShe added that bread “will cost more” soon.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "mill.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_json_is_what_a_pipe_gets(article: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["quotes", f"Herald={article}"]) == 0

    output = capfd.readouterr()
    data = json.loads(output.out)
    assert output.err == ""
    assert data == list_quotations([f"Herald={article}"]).to_dict()
    assert [(one["kind"], one["speaker"], one["cue"], one["content"]) for one in data["quotations"]] == [
        ("quoted", "Ada Brook", "said", "It is late. We must go"),
        ("mixed", "Ada Brook", "added", "bread “will cost more” soon."),
    ]


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("x.txt", "A  Herald"), ("x.json", "{\n"), ("x.csv", "article,label,kind"), ("X.CSV", "art")],
)
def test_the_suffix_tells_the_format(article: Path, tmp_path: Path, name: str, beginning: str) -> None:
    target = tmp_path / "out" / name
    target.parent.mkdir()

    assert cli.main(["quotes", f"Herald={article}", "-o", str(target)]) == 0
    assert target.read_text(encoding="utf-8").startswith(beginning)
    # The draft has become the file.
    assert [path.name for path in target.parent.iterdir()] == [name]


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(TEXT.encode())))

    assert cli.main(["quotes", "Web=-", "--format", "csv"]) == 0
    rows = list(csv.DictReader(StringIO(capfd.readouterr().out)))
    assert tuple(rows[0]) == QUOTATION_COLUMNS
    assert {row["label"] for row in rows} == {"Web"}


def test_the_table_keeps_to_its_width(article: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["quotes", str(article), "--format", "text", "--width", "60"]) == 0

    lines = capfd.readouterr().out.splitlines()
    assert "“It is late. We must go”" in " ".join(lines)
    assert max(map(len, lines)) <= 60
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["quotes"], "quotes needs one or more articles, found 0", "ryabkov-diff quotes sputnik.txt"),
        (["quotes", "missing.txt"], "missing.txt", ""),
        (["quotes", "a.txt", "--format", "jsonl"], "'jsonl' is not one of 'auto', 'text'", "quotes --help"),
        (["quotes", "a.txt", "-o", "x.md"], "'x.md' does not tell the format", ".txt, .json, .csv"),
        (["quotes", "a.txt", "-o", "no/such/x.csv"], "there is no directory 'no/such'", "create it"),
    ],
)
def test_errors_are_one_line_and_a_hint(
    capfd: pytest.CaptureFixture[str], arguments: list[str], message: str, hint: str
) -> None:
    assert cli.main(arguments) == 2

    output = capfd.readouterr()
    assert output.out == ""
    assert output.err.startswith("ryabkov-diff: ")
    assert message in output.err
    assert hint in output.err


def test_an_article_is_never_overwritten(article: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["quotes", str(article), "-o", str(article)]) == 2

    assert article.read_text(encoding="utf-8") == TEXT
    assert "is one of the articles" in capfd.readouterr().err


def test_help_begins_with_examples() -> None:
    output = CliRunner().invoke(cli.app, ["quotes", "--help"]).output

    assert output.index("Examples:") < output.index("Options:")
    assert "\n    ryabkov-diff quotes sputnik.txt\n" in output


def test_no_model_is_loaded(article: Path) -> None:
    program = (
        "import sys; from ryabkov_diff import cli; status = cli.main(sys.argv[1:]); "
        "sys.exit(status or any(name in sys.modules for name in ('onnxruntime', 'tokenizers', 'torch')))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, "quotes", str(article)], capture_output=True, check=False, timeout=120
    )

    assert result.returncode == 0, result.stderr.decode()
