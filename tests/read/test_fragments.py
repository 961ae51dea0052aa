"""Bits of HTML become paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryabkov_diff.read.fragments import looks_like_markup, plain_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Rain fell.</p>\n\n<p>Rivers\n rose.</p>", "Rain fell.\n\nRivers rose."),
        ("Rain fell.<br><br/>Rivers<br />rose.", "Rain fell.\n\nRivers\nrose."),
        (
            "<div><p>A <b>dam</b>med river</p>rose.<ul><li>Here</li><li>There</li></ul></div>",
            "A dammed river\n\nrose.\n\nHere\n\nThere",
        ),
        ("<p>He said <q>luck</q>.</p>", "He said “luck”."),
        ("<p>Five&nbsp;metres &#8212; or 6 &lt; 7.</p>", "Five\xa0metres — or 6 < 7."),
        ("<p>Rain</p><figure><img src=x><figcaption>A cloud</figcaption></figure><p>fell.</p>", "Rain\n\nfell."),
        ("<p>Rain <script>fell()</script><img src=x>fell<!-- hard -->.</p>", "Rain fell."),
        ("<aside>Read more</aside><iframe src=x></iframe><form><p>Mail</p></form><p>Rain.</p>", "Rain."),
        ('<?xml version="1.0" encoding="utf-16"?><p>Café</p>', "Café"),
        ("<p>Rain", "Rain"),
        ("<!-- nothing --><p></p>", ""),
        ("Falk &amp; Sons\nand rain", "Falk & Sons\nand rain"),
    ],
)
def test_markup_becomes_the_text_that_a_reader_sees(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize("text", ["5 < 6 and 7 > 6", "a <- b", "AT&T", "x <y@lake.example> z", "<Applause>"])
def test_plain_text_is_no_markup(text: str) -> None:
    assert not looks_like_markup(text)


def test_deep_nesting_is_no_trouble() -> None:
    assert plain_text("<div>" * 100_000 + "deep") in {"", "deep"}


@given(st.text(alphabet="<>/!-pbr&;#x \n\0é\v", max_size=60))
def test_no_markup_is_too_broken(markup: str) -> None:
    assert "\0" not in plain_text(f"<p>{markup}")
