"""Phrase alignment: which phrases correspond, which mean the same, and which proposals are no rewording."""

from __future__ import annotations

import numpy as np
import pytest

from ryabkov_diff import InputError, PhraseLink, align_phrases
from ryabkov_diff.embed import load_embedder
from ryabkov_diff.linking import best_matching
from ryabkov_diff.variants import prepare_words
from ryabkov_diff.variants.phrase_links import choose_links, phrase_signals, rewording_probabilities
from ryabkov_diff.variants.phrases import PhrasePair
from ryabkov_diff.variants.words import link_probabilities

# Phrases are divided by bars.
A = "The regional court | has postponed | the hearing | until May 14"
B = "Until May 21 | the hearing | was adjourned | by the court | on Friday"


def split(text: str) -> tuple[list[str], list[tuple[int, ...]]]:
    """Return the tokens of a text and the phrases that bars divide it into."""
    tokens: list[str] = []
    phrases = []
    for part in text.split("|"):
        words = part.split()
        phrases.append(tuple(range(len(tokens), len(tokens) + len(words))))
        tokens += words
    return tokens, phrases


def links(a: str, b: str) -> tuple[PhraseLink, ...]:
    (a_tokens, a_phrases), (b_tokens, b_phrases) = split(a), split(b)
    return align_phrases(a_tokens, b_tokens, a_phrases, b_phrases)


def linked(a: str, b: str) -> dict[tuple[str, str], PhraseLink]:
    """Return one-to-one links by their texts."""
    parts = [[part.strip() for part in text.split("|")] for text in (a, b)]
    return {(parts[0][link.a[0]], parts[1][link.b[0]]): link for link in links(a, b)}


def test_phrases_meet_their_renderings_in_another_order() -> None:
    assert set(linked(A, B)) == {
        ("The regional court", "by the court"),
        ("has postponed", "was adjourned"),
        ("the hearing", "the hearing"),
        ("until May 14", "Until May 21"),
    }


def test_equal_phrases_mean_the_same_and_other_numbers_do_not() -> None:
    found = linked(A, B)

    assert found["the hearing", "the hearing"].equivalence > 0.9
    assert found["until May 14", "Until May 21"].equivalence < 0.3


@pytest.mark.parametrize(
    ("one", "other", "signal"),
    [
        ("5 judges", "five judges", "same_number"),
        ("25 judges", "twenty-five judges", "same_number"),
        ("150 judges", "one hundred and fifty judges", "same_number"),
        ("5 million", "five million", "same_number"),
        ("5 judges", "six judges", "other_number"),
        ("5 judges", "some judges", "one_number"),
        ("one of them", "one of them", None),
    ],
)
def test_numbers_in_words_are_numbers(one: str, other: str, signal: str | None) -> None:
    tokens = one.split(), other.split()
    a, b = prepare_words(tokens, load_embedder("lexical"))
    signals = phrase_signals(
        a, b, ([range(len(tokens[0]))], [range(len(tokens[1]))]), np.zeros((len(tokens[0]), len(tokens[1]))) + 0.1
    )

    assert [name for name in ("same_number", "other_number", "one_number") if signals[name][0, 0]] == (
        [] if signal is None else [signal]
    )


def test_what_is_more_specific_means_less_the_same() -> None:
    plain = linked("the hearing | was closed", "the hearing | was closed")
    specific = linked("the hearing | was closed", "the hearing on the merger | was closed")

    assert (
        specific["the hearing", "the hearing on the merger"].equivalence
        < plain["the hearing", "the hearing"].equivalence
    )


def test_probabilities_are_in_range_and_sides_can_be_swapped() -> None:
    there, back = linked(A, B), linked(B, A)

    assert {(one, other) for other, one in back} == set(there)
    for (one, other), link in there.items():
        assert 0 <= link.equivalence <= 1
        assert 0 <= link.confidence <= 1
        assert back[other, one].confidence == pytest.approx(link.confidence, abs=1e-6)
        assert back[other, one].equivalence == pytest.approx(link.equivalence, abs=1e-6)


def test_the_order_in_which_phrases_are_given_changes_nothing() -> None:
    (a_tokens, a_phrases), (b_tokens, b_phrases) = split(A), split(B)
    straight = align_phrases(a_tokens, b_tokens, a_phrases, b_phrases)
    reverse = align_phrases(a_tokens, b_tokens, a_phrases[::-1], b_phrases)

    assert {(a_phrases[::-1][link.a[0]], link.b, link.confidence) for link in reverse} == {
        (a_phrases[link.a[0]], link.b, link.confidence) for link in straight
    }
    assert [link.a for link in reverse] == sorted(link.a for link in reverse)


def test_a_phrase_may_be_of_words_that_are_apart() -> None:
    tokens = "They turned the offer down".split()
    found = align_phrases(tokens, "They rejected the offer".split(), [(0,), (1, 4), (2, 3)], [(0,), (1,), (2, 3)])

    assert [(link.a, link.b) for link in found] == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]


def test_without_phrases_there_are_no_links() -> None:
    assert align_phrases(["a", "word"], [], [(0, 1)], []) == ()
    assert align_phrases([], [], [], []) == ()


@pytest.mark.parametrize("phrase", [(), (2,), (-1,)])
def test_a_phrase_that_is_not_there_is_an_error(phrase: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="phrase 1 of the second wording"):
        align_phrases(["one", "word"], ["other", "words"], [(0,)], [(0,), phrase])


def test_an_embedder_can_be_given() -> None:
    found = align_phrases(["the", "hearing"], ["the", "hearing"], [(0, 1)], [(0, 1)], load_embedder("lexical"))

    assert [(link.a, link.b) for link in found] == [((0,), (0,))]


def test_every_signal_is_symmetric() -> None:
    (a_tokens, a_phrases), (b_tokens, b_phrases) = split(A), split(B)
    a, b = prepare_words((a_tokens, b_tokens), load_embedder())
    probability = link_probabilities(a, b)
    there = phrase_signals(a, b, (a_phrases, b_phrases), probability)
    back = phrase_signals(b, a, (b_phrases, a_phrases), probability.T)

    for name, own in there.items():
        assert own.shape == (len(a_phrases), len(b_phrases))
        assert np.allclose(own, back[name].T, atol=1e-6), name


def test_the_best_sum_is_chosen_and_what_is_left_over_joins() -> None:
    probability = np.array([[0.9, 0.8, 0.0], [0.85, 0.1, 0.0], [0.0, 0.6, 0.4]])

    assert choose_links(probability, 0.5) == [([0, 2], [1]), ([1], [0])]
    assert choose_links(probability, 0.7) == [([0], [1]), ([1], [0])]
    assert choose_links(probability, 0.95) == []


def test_no_phrase_is_in_two_links() -> None:
    chosen = choose_links(np.full((3, 2), 0.9), 0.5)

    assert sorted(row for rows, _ in chosen for row in rows) == [0, 1, 2]
    assert sorted(column for _, columns in chosen for column in columns) == [0, 1]


def test_a_tangle_too_large_is_taken_greedily() -> None:
    size = 120
    weights = {(i, j): 1.0 if i == j else 0.5 for i in range(size) for j in range(size)}

    chosen = best_matching(dict(sorted(weights.items(), key=lambda item: -item[1])))

    assert chosen == {(k, k) for k in range(size)}


def test_a_rewording_is_told_from_what_only_stands_at_its_place() -> None:
    a, b = "The minister turned down the offer on Friday", "The minister rejected the offer in a letter"
    one, other = prepare_words((a.split(), b.split()), load_embedder())
    probability = link_probabilities(one, other)
    pairs = [PhrasePair((2, 4), (2, 3)), PhrasePair((2, 4), (7, 8)), PhrasePair((6, 8), (5, 5))]

    reworded, stray, one_sided = rewording_probabilities(one, other, pairs, probability)

    assert reworded > 0.8
    assert stray < 0.2
    assert one_sided == 0
    assert rewording_probabilities(one, other, pairs[2:], probability) == [0]
