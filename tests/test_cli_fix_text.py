"""`--fix-text` repairs what was read in the wrong encoding, in every command, from every place of settings."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ryabkov_diff import cli, list_quotations
from ryabkov_diff.settings import Settings

CLEAN = """The mayor’s office is to close in June, says Brook

The mayor’s office will close on 14 June, Ada Brook told the Echo.

“We haven’t found a café that could take the office’s 12 clerks,” Brook said.
"""
# As UTF-8 looks that was read as Windows-1252; a byte that stands for nothing there stays what it is.
DAMAGED = "".join(bytes([one]).decode("cp1252" if one != 0x9D else "latin-1") for one in CLEAN.encode())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clean and a damaged copy in the working folder."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "clean.txt").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "damaged.txt").write_text(DAMAGED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def compared(capfd: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert cli.main(["compare", "clean.txt", "damaged.txt", "--engine", "lexical", *options]) == 0
    return dict(json.loads(capfd.readouterr().out))


def notes(data: dict[str, Any], *codes: str) -> list[tuple[str, str]]:
    return [(one["article"], one["message"]) for one in data["notes"] if one["code"] in codes]


def test_without_it_the_text_stays_as_received_and_a_note_says_what_would_help(
    capfd: pytest.CaptureFixture[str],
) -> None:
    data = compared(capfd)

    assert data["articles"][1]["text"] == Path("damaged.txt").read_text(encoding="utf-8")
    assert data["findings"] != []
    assert notes(data, "mojibake", "repaired") == [
        ("B", "7 places were read in the wrong encoding; --fix-text repairs that.")
    ]


def test_with_it_the_repaired_copy_is_equal_and_the_checksum_that_of_the_file(
    capfd: pytest.CaptureFixture[str],
) -> None:
    data = compared(capfd, "--fix-text")
    one, other = data["articles"]

    assert data["findings"] == []
    assert other["text"] == one["text"] == CLEAN
    assert other["sha256"] == hashlib.sha256(Path("damaged.txt").read_bytes()).hexdigest() != one["sha256"]
    assert all(CLEAN[each["start"] : each["end"]] == each["text"] for each in other["segments"])
    assert notes(data, "mojibake", "repaired") == [
        ("B", "7 places were read in the wrong encoding and repaired; offsets count in the repaired text.")
    ]


@pytest.mark.parametrize("place", ["file", "environment"])
def test_it_is_a_setting_like_any_other(
    place: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if place == "file":
        Path("ryabkov-diff.toml").write_text("fix-text = true\n", encoding="utf-8")
    else:
        monkeypatch.setenv("RYABKOV_DIFF_FIX_TEXT", "yes")

    assert compared(capfd)["articles"][1]["text"] == CLEAN
    assert compared(capfd, "--no-fix-text")["articles"][1]["text"] != CLEAN


def test_a_wrong_value_is_refused(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RYABKOV_DIFF_FIX_TEXT", "perhaps")

    assert cli.main(["quotes", "clean.txt"]) == 2
    assert capfd.readouterr().err == (
        'ryabkov-diff: RYABKOV_DIFF_FIX_TEXT: expected true or false, found "perhaps"\n'
        "hint: for example: RYABKOV_DIFF_FIX_TEXT=true\n"
    )


def test_it_stands_in_the_signature(capfd: pytest.CaptureFixture[str]) -> None:
    assert "fix-text" not in compared(capfd)["signature"]
    assert "|fix-text:ftfy@" in compared(capfd, "--fix-text")["signature"]


def test_quotes_and_report_have_it_too(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["quotes", "damaged.txt", "--fix-text"]) == 0
    assert "haven’t found a café" in capfd.readouterr().out
    assert cli.main(["report", ".", "--engine", "lexical", "--fix-text", "--format", "json"]) == 0
    assert "Ã©" not in capfd.readouterr().out
    assert [one.speaker for one in list_quotations(["damaged.txt"], settings=Settings(fix_text=True))] == [
        "Ada Brook",
        "Ada Brook",
    ]


def test_a_saved_comparison_cannot_be_repaired(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["compare", "clean.txt", "damaged.txt", "--engine", "lexical", "-o", "saved.json"]) == 0

    assert cli.main(["report", "saved.json", "--fix-text"]) == 2
    assert "--fix-text would have no effect on a saved comparison" in capfd.readouterr().err


def test_the_library_is_imported_only_for_it() -> None:
    program = (
        "import sys\nfrom ryabkov_diff import cli\n"
        "assert cli.main(['quotes', 'damaged.txt', *sys.argv[1:]]) == 0\n"
        "print('ftfy' in sys.modules, file=sys.stderr)\n"
    )

    for options, imported in (([], "False"), (["--fix-text"], "True")):
        done = subprocess.run([sys.executable, "-c", program, *options], capture_output=True, text=True, check=True)
        assert done.stderr.strip() == imported
