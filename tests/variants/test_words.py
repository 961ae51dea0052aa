"""Word alignment and the skeleton beneath it."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ryabkov_diff import align_words
from ryabkov_diff.embed import load_embedder
from ryabkov_diff.variants import prepare_words
from ryabkov_diff.variants.skeleton import equal_words
from ryabkov_diff.variants.words import Wordings, Words, all_link_probabilities, link_probabilities

A = "I think this is a correct assessment - they have been paused , they have not been stopped".split()
B = "I think this is a right view - they have been put on a pause , they have not been terminated .".split()


def linked(a: list[str], b: list[str]) -> set[tuple[str, str]]:
    return {(a[i], b[j]) for i, j, _ in align_words(a, b)}


def test_words_meet_their_renderings() -> None:
    links = linked(A, B)

    assert {("correct", "right"), ("assessment", "view"), ("paused", "pause"), ("stopped", "terminated")} <= links


def test_what_only_one_side_has_is_in_no_link() -> None:
    places = {j for _, j, _ in align_words(A, B)}

    assert B.index(".") not in places


def test_similarities_are_probabilities_in_order() -> None:
    links = align_words(A, B)

    assert list(links) == sorted(links)
    assert all(0 <= similarity <= 1 for _, _, similarity in links)


def test_swapping_the_sides_swaps_the_links() -> None:
    assert {(i, j) for i, j, _ in align_words(A, B)} == {(i, j) for j, i, _ in align_words(B, A)}


def test_a_wording_against_itself_is_the_diagonal() -> None:
    tokens = "The talks were not cancelled in 2022".split()

    assert [(i, j) for i, j, _ in align_words(tokens, tokens)] == [(k, k) for k in range(len(tokens))]


def test_a_side_without_tokens_has_no_links() -> None:
    assert align_words([], B) == ()
    assert align_words(A, []) == ()


def test_an_embedder_can_be_given() -> None:
    links = align_words(A, B, load_embedder("lexical"))

    assert (0, 0) in {(i, j) for i, j, _ in links}


def test_what_is_aligned_in_one_go_is_aligned_as_by_itself() -> None:
    a, b, c = prepare_words((A, B, ["Stopped"]), load_embedder("lexical"))
    empty = Words((), np.zeros((0, a.vectors.shape[1]), dtype=np.float32))
    pairs = [(a, b), (a, empty), (c, c), (b, c), (empty, empty)]
    together = all_link_probabilities(
        [Wordings(one, other, equal_words(one.norms, other.norms)) for one, other in pairs]
    )

    for (one, other), own in zip(pairs, together, strict=True):
        assert np.array_equal(own, link_probabilities(one, other))
    assert all_link_probabilities([]) == []


words = st.lists(st.sampled_from("the talks have not been paused stopped".split()), max_size=8)


@given(words, words)
def test_the_skeleton_is_symmetric_and_increasing(a: list[str], b: list[str]) -> None:
    pairs = equal_words(a, b)

    assert all(a[i] == b[j] for i, j in pairs)
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(pairs))
    assert tuple((i, j) for j, i in equal_words(b, a)) == pairs


def test_frequent_words_are_no_junk() -> None:
    """With difflib's autojunk a word that fills more than a percent of a long text is dropped."""
    text = "the cat and the dog".split() * 60

    assert len(equal_words(text, text)) == len(text)
