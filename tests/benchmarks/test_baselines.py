from __future__ import annotations

import numpy as np
import pytest

from benchmarks.baselines import best_mutual, cut_cross_validated, difflib_ratios, greedy, tf_idf_cosines


def test_tf_idf_tells_same_from_other_and_rare_from_frequent_words() -> None:
    a = ["the harbour was closed", "the baker sang"]
    cosines = tf_idf_cosines(a, ["The harbour was closed!", "the weather", "a baker", "nothing"])

    assert cosines.shape == (2, 4)
    assert cosines[0, 0] == pytest.approx(1)
    assert cosines[0, 3] == 0
    assert cosines[1, 2] > cosines[1, 1] > 0  # "baker" says more than "the"


def test_tf_idf_takes_a_text_without_words() -> None:
    assert tf_idf_cosines(["…"], ["the harbour"]).tolist() == [[0]]


def test_difflib_counts_equal_words_in_order() -> None:
    assert difflib_ratios(["one two three"], ["One two three", "three", "four"]).tolist() == [[1, 0.5, 0]]
    assert difflib_ratios([], ["one"]).shape == (0, 1)


def test_greedy_links_one_to_one_the_most_similar_first() -> None:
    assert greedy(np.array([[0.9, 0.8], [0.8, 0.1]])) == {(0, 0): 0.9, (1, 1): 0.1}
    assert greedy(np.zeros((0, 3))) == {}


def test_best_mutual_links_what_is_closest_to_each_other() -> None:
    # The second row prefers the first column, which has a better partner.
    assert best_mutual(np.array([[0.9, 0.2], [0.8, 0.1]])) == {(0, 0): 0.9}
    assert best_mutual(np.zeros((3, 0))) == {}


def test_a_threshold_is_chosen_on_the_other_half_of_the_documents() -> None:
    # In documents a and c what reaches 0.5 is right, in b and d what reaches 0.8. Each half gets the other's threshold.
    low: dict[tuple[int, int], float] = {(0, 0): 0.5, (1, 1): 0.4}
    high: dict[tuple[int, int], float] = {(0, 0): 0.8, (1, 1): 0.7}
    cut = cut_cross_validated([low, high, low, high], [{(0, 0)}] * 4, ["a", "b", "c", "d"])

    assert cut == [set(), {(0, 0), (1, 1)}, set(), {(0, 0), (1, 1)}]


def test_pairs_made_of_one_document_are_in_one_half() -> None:
    # If both pairs of the document could see each other, the threshold would lie above the wrong link.
    scored: dict[tuple[int, int], float] = {(0, 0): 0.9, (1, 1): 0.5}
    cut = cut_cross_validated([scored, scored], [{(0, 0)}] * 2, ["a", "a"])

    assert cut == [set(scored)] * 2
