"""Which words are opposites."""

from __future__ import annotations

from importlib.resources import files

import pytest

from ryabkov_diff.detect.antonyms import are_converse, are_opposite, is_negated_form, may_be_opposite, negates
from ryabkov_diff.detect.patterns import read_word_list


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rose", "fell"),  # irregular forms
        ("sank", "climbed"),
        ("wives", "husbands"),
        ("stopped", "starting"),  # doubled consonant, of WordNet's synonyms
        ("largest", "smallest"),
        ("unpaid", "paid"),
        ("unvaccinated", "vaccinated"),  # by the prefix alone
        ("northern", "southern"),
        ("approved", "rejected"),  # of our own list
    ],
)
def test_opposites_are_known_in_all_forms_and_both_ways_round(one: str, other: str) -> None:
    assert are_opposite(one, other)
    assert are_opposite(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("rose", "grew"), ("rose", "rose"), ("prison", "imprison"), ("under", "der"), ("united", "ted"), ("cat", "dog")],
)
def test_other_words_are_none(one: str, other: str) -> None:
    assert not may_be_opposite(one, other)


@pytest.mark.parametrize(("one", "other"), [("gone", "came"), ("arrived", "left"), ("newer", "old")])
def test_a_point_of_view_is_no_opposition(one: str, other: str) -> None:
    assert may_be_opposite(one, other)
    assert not are_opposite(one, other)


def test_what_is_said_of_opposites_is_said_of_words_that_are() -> None:
    lists = read_word_list("opposites.toml")
    pairs = [pair.split("/") for name in ("converse", "benign") for pair in lists[name]["pairs"]]

    assert [pair for pair in pairs if not may_be_opposite(pair[0].strip(), pair[1].strip())] == []


def test_converses_are_opposites_that_relate_two_things() -> None:
    assert are_opposite("bought", "sold")
    assert are_converse("bought", "sold")
    assert are_opposite("rose", "fell")
    assert not are_converse("rose", "fell")


def test_a_prefix_negates_the_word_behind_it() -> None:
    assert negates("unable", "able")
    assert negates("non-members", "member")
    assert not negates("able", "unable")
    assert not negates("uniform", "form")


@pytest.mark.parametrize("norm", ["unaware", "impossible", "irregular", "homeless", "never-ending", "non-vaccinated"])
def test_words_with_a_negative_affix_are_known(norm: str) -> None:
    assert is_negated_form(norm)


@pytest.mark.parametrize("norm", ["union", "under", "important", "imprison", "discuss", "less", "income"])
def test_words_that_only_look_like_it_are_not(norm: str) -> None:
    assert not is_negated_form(norm)


def test_the_file_of_opposites_is_in_the_order_by_which_it_is_searched() -> None:
    text = files("ryabkov_diff.detect").joinpath("antonyms.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    words = [line for line in lines if not line.startswith("=")]

    assert words == sorted(words)
    assert lines == [*words, *sorted(set(lines).difference(words))]
    assert "#" not in text[text.index(words[0]) :]
