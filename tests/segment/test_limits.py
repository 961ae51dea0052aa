"""What has too many statements is refused, and early where it is far too long."""

from __future__ import annotations

import pytest

from ryabkov_diff.domain import Article
from ryabkov_diff.errors import InputError
from ryabkov_diff.segment import segment_articles

LIMIT = 50


def article(text: str, label: str = "Echo") -> Article:
    return Article("A", label, text, len(text), "0" * 64)


@pytest.mark.parametrize("piece", ["a\n\n", "a. ", '"', "“a” ", "Yes.\r\n", "a\u2028"])
def test_a_text_of_marks_is_refused_before_it_is_cut(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryabkov_diff.segment.split_paragraphs", pytest.fail)

    with pytest.raises(InputError, match=r"^Echo has [123],[0-9]{3} line ends, sentence ends and quotation marks, too"):
        segment_articles([article(piece * 1200)], limit=LIMIT)


@pytest.mark.parametrize(
    "piece", ["a", "1", " ", "the mill and the inn and ", "The mill burnt down, and so did the inn. "]
)
def test_a_long_text_is_refused_before_it_is_cut(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryabkov_diff.segment.split_paragraphs", pytest.fail)
    text = piece * (20_500 // len(piece))

    with pytest.raises(InputError) as caught:
        segment_articles([article(text)], limit=LIMIT)
    problem = f"Echo has {len(text):,} characters, too many for 50 statements, the limit"
    assert (caught.value.message, caught.value.hint) == (problem, "--max-statements 52")


def test_the_hint_raises_the_limit_enough() -> None:
    text = '"' * 1001

    with pytest.raises(InputError) as caught:
        segment_articles([article(text)], limit=LIMIT)

    assert caught.value.hint == "--max-statements 51"
    segment_articles([article(text)], limit=51)


def test_an_article_of_short_direct_speech_reaches_the_limit_of_statements_first() -> None:
    speech = '"It burnt. It burnt down," he said.\n\n'

    segments, _ = segment_articles([article(speech * (LIMIT // 2))], limit=LIMIT)
    assert len(segments) == LIMIT
    with pytest.raises(InputError, match=r"^Echo has 52 statements, more than the limit of 50$"):
        segment_articles([article(speech * (LIMIT // 2 + 1))], limit=LIMIT)


def test_what_comes_behind_an_article_that_is_too_long_is_not_looked_at() -> None:
    with pytest.raises(InputError, match=r"^Echo has 60 statements"):
        segment_articles([article("The mill burnt down. " * 60), article("a. " * 2000, "Post")], limit=LIMIT)


def test_without_a_limit_any_length_is_cut() -> None:
    segments, notes = segment_articles([article("The mill burnt down.\n\n" * 600)])

    assert (len(segments), notes) == (600, ())
