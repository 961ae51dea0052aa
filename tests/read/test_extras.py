"""Formats whose library is not installed say which extra is missing; what needs no library does without."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

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


def test_missing_extras_are_named_with_the_line_that_installs_each(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(column("The river rose.")))
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04 word/document.xml")
    (tmp_path / "c.warc").write_bytes(WARC)

    status, message = run(tmp_path, ["pypdfium2", "docx", "warcio"], "compare", "a.pdf", "b.docx", "c.warc")

    faults = [
        "a.pdf needs the extra 'documents'",
        "b.docx needs the extra 'documents'",
        "c.warc needs the extra 'warc'",
    ]
    assert status == 2
    assert message.splitlines() == [
        f"ryabkov-diff: {'; '.join(faults)}",
        "hint: pip install 'ryabkov-diff[documents]'; pip install 'ryabkov-diff[warc]'",
    ]


def test_texts_and_exports_need_no_library(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"text": "The river rose by two metres."}', encoding="utf-8")
    (tmp_path / "b.txt").write_text("The river rose by three metres.", encoding="utf-8")
    libraries = ["charset_normalizer", "docx", "feedparser", "lxml", "pypdfium2", "trafilatura", "urllib3", "warcio"]

    assert run(tmp_path, libraries, "compare", "a.json", "b.txt", "--engine", "lexical", "--no-cache") == (0, "")
