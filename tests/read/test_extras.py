"""Formats whose library is not installed say which extra is missing; what needs no library does without."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.made import column, pdf

if TYPE_CHECKING:
    from pathlib import Path

# Runs the program as if these libraries were not installed.
WITHOUT = """
import sys
sys.modules.update(dict.fromkeys({libraries!r}))
from ryabkov_diff.__main__ import main
sys.argv = ["ryabkov-diff", *{arguments!r}]
sys.exit(main())
"""

WARC = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"


def run(folder: Path, libraries: list[str], *arguments: str) -> tuple[int, str]:
    script = WITHOUT.format(libraries=libraries, arguments=arguments)
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("name", "data", "library", "extra"),
    [
        ("a.pdf", pdf(column("The river rose.")), "pypdfium2", "documents"),
        ("a.docx", b"PK\x03\x04 word/document.xml", "docx", "documents"),
        ("a.warc", WARC, "warcio", "warc"),
    ],
    ids=["PDF", "Word", "WARC"],
)
def test_a_missing_extra_is_named_with_the_line_that_installs_it(
    name: str, data: bytes, library: str, extra: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "b.txt").write_text("The river rose by two metres.", encoding="utf-8")

    assert run(tmp_path, [library], "compare", name, "b.txt") == (
        2,
        f"ryabkov-diff: {name} needs the extra '{extra}'\nhint: pip install 'ryabkov-diff[{extra}]'\n",
    )


def test_texts_and_exports_need_no_library(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"text": "The river rose by two metres."}', encoding="utf-8")
    (tmp_path / "b.txt").write_text("The river rose by three metres.", encoding="utf-8")
    libraries = ["charset_normalizer", "docx", "feedparser", "lxml", "pypdfium2", "trafilatura", "urllib3", "warcio"]

    assert run(tmp_path, libraries, "compare", "a.json", "b.txt", "--engine", "lexical", "--no-cache") == (0, "")
