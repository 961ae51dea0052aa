"""The page of tricky cases says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ryabkov_diff.read import read_text
from ryabkov_diff.segment import segment_articles

PAGE = Path(__file__).parents[2] / "docs" / "tricky-cases.md"
CASE = re.compile(
    r"^### (?P<name>.+?)\n(?:(?!^###).)*?^```text\n(?P<text>.*?)\n```\n\n```segments\n(?P<wanted>.*?)\n```$",
    re.MULTILINE | re.DOTALL,
)
CASES = {match["name"]: (match["text"], match["wanted"]) for match in CASE.finditer(PAGE.read_text(encoding="utf-8"))}


def cut(text: str) -> str:
    """Return the segments and notes of a text as the page writes them."""
    article = read_text(text)
    segments, notes = segment_articles([article])
    lines = [
        f"{segment.kind.value} [{segment.speaker or '–'} | {segment.cue or '–'}] {' '.join(segment.text.split())}"
        for segment in segments
    ]
    return "\n".join([*lines, *(f"note {note.code}" for note in notes)])


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_cut_as_the_page_says(name: str) -> None:
    text, wanted = CASES[name]

    assert cut(text) == wanted


def test_the_page_has_no_case_that_the_test_does_not_read() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert len(CASES) == page.count("```segments") > 20
