"""Tokens, normal forms and spellings."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryabkov_diff.text import FUNCTION_WORDS, Token, fold_name, normal_form, same_spelling, stem, tokenize


def words(text: str) -> list[str]:
    return [token.text for token in tokenize(text)]


def norms(text: str) -> list[str]:
    return [token.norm for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They don't.", ["They", "do", "n't", "."]),
        ("We cannot, can’t we?", ["We", "can", "not", ",", "ca", "n’t", "we", "?"]),
        ("Russia's well-balanced US–Russia talks", ["Russia", "'s", "well-balanced", "US", "–", "Russia", "talks"]),
        ("1,500,000 people at 23:00, i.e. 2.5 %", ["1,500,000", "people", "at", "23:00", ",", "i.e.", "2.5", "%"]),
        ("only power [resource] left", ["only", "power", "[", "resource", "]", "left"]),
        ("five per cent of the percentage", ["five", "per cent", "of", "the", "percentage"]),
        ("", []),
    ],
)
def test_tokens_are_words_numbers_and_marks(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text(max_size=200))
def test_tokens_rebuild_the_text_but_for_white_space(text: str) -> None:
    tokens = tokenize(text)

    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(one.end <= other.start for one, other in pairwise(tokens))
    outside = list(text)
    for token in tokens:
        outside[token.start : token.end] = " " * (token.end - token.start)
    assert "".join(outside).strip() == ""


@given(st.text(min_size=1, max_size=30))
def test_every_token_has_a_normal_form(text: str) -> None:
    assert all(token.norm for token in tokenize(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("do not", "don’t"),
        ("will not", "won't"),
        ("they are", "they're"),
        ("the programme was cancelled", "The program was canceled"),
        ("U.S. labour", "US labor"),
        ("“naïve”", '"naive"'),
        ("fire\u00adfighters", "firefighters"),
    ],
)
def test_spelling_is_folded(one: str, other: str) -> None:
    assert norms(one) == norms(other)


def test_the_country_is_not_the_pronoun() -> None:
    assert normal_form("US") != normal_form("us")
    assert normal_form("us") in FUNCTION_WORDS
    assert normal_form("US") not in FUNCTION_WORDS


@pytest.mark.parametrize(
    ("one", "other"),
    [("Sergei", "Sergey"), ("Kiev", "Kyiv"), ("Zelensky", "Zelenskyy"), ("Donbas", "Donbass")],
)
def test_transliterations_of_a_name_are_one_word(one: str, other: str) -> None:
    a, b = (Token.of(0, word, normal_form(word)) for word in (one, other))

    assert same_spelling(a, b)


def test_other_words_are_not_folded_like_names() -> None:
    """In lower case "donkey" and "donkei" would be two words, and so they stay."""
    one, other = (Token.of(0, word, normal_form(word)) for word in ("abbey", "abbei"))

    assert fold_name("abbey") == fold_name("abbei")
    assert not same_spelling(one, other)


def test_stems_join_inflections() -> None:
    assert stem("postponed") == stem("postponement")
    assert stem("2026") == "2026"


def test_per_cent_is_percent() -> None:
    assert norms("4 per cent") == norms("4 percent") == norms("4%")
