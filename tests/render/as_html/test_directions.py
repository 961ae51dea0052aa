"""Text of any direction: what is set apart, and that nothing is lost."""

from __future__ import annotations

import re
from html import unescape

import pytest

from ryabkov_diff.render import visible
from ryabkov_diff.render.as_html.directions import legible, sentence
from tests.render.hostile import HOSTILE


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("1 only in تسنیم, 2 only in הקול.", ["تسنیم", "הקול"]),
        ("names خبرگزاری دریاچه as its source", ["خبرگزاری دریاچه"]),
        # A list of ours stays ours; in quotation marks the comma is theirs.
        ("shares TASS with تسنیم, مهر and Echo", ["تسنیم", "مهر"]),
        ("“سلام, 20 بار!” in Echo ~ “hello” in Herald", ["سلام, 20 بار!"]),
        ("قرارداد 20 ساله ends", ["قرارداد 20 ساله"]),
        ("▼ 3 later in تسنیم", ["تسنیم"]),
        ("2 statements in both; no differences of substance.", []),
        ("战略稳定 ~ “hello”", []),
    ],
)
def test_words_from_right_to_left_are_set_apart_in_a_sentence(text: str, apart: list[str]) -> None:
    html = sentence(text)

    assert re.findall("<bdi>(.*?)</bdi>", html) == apart
    assert re.sub("</?bdi>", "", html) == text


def test_escapes_are_set_apart() -> None:
    assert legible("قال \u202eإن\a") == (r'قال <bdi class="escape">\u202e</bdi>إن<bdi class="escape">\x07</bdi>')


def test_a_date_stays_on_one_line_and_forwards() -> None:
    assert legible("تسنیم 2022-12-08") == 'تسنیم <span class="nobreak" dir="ltr">2022-12-08</span>'


@pytest.mark.parametrize("show", [legible, sentence])
def test_no_text_becomes_markup_and_nothing_is_lost(show: object) -> None:
    html = str(show(HOSTILE))  # type: ignore[operator]

    assert "<script" not in html
    assert unescape(re.sub(r"</?(?:bdi|span)[^<>]*>", "", html)) == visible(HOSTILE)
