"""Token vectors are the same whether they are kept in memory or in a file."""

from __future__ import annotations

import numpy as np
import pytest

from ryabkov_diff import compare, embed
from ryabkov_diff.domain import TokenVectors
from ryabkov_diff.embed import embed_texts, load_embedder, token_store
from ryabkov_diff.embed.token_store import PlacedTokens, TokenStore
from ryabkov_diff.errors import EmbeddingError
from tests.made import article

ADDED = [
    TokenVectors(
        offsets=np.array([(number, number + 2) for number in range(count)], dtype=np.int64).reshape(-1, 2),
        vectors=np.linspace(0, count, 4 * count, dtype=np.float32).reshape(-1, 4),
    )
    for count in (3, 0, 5, 1)
]
# Bytes of the first two.
TWO = 3 * 4 * 4


def filled(limit: int) -> TokenStore:
    store = TokenStore(limit)
    for tokens in ADDED:
        store.add(tokens)
    return store


@pytest.mark.parametrize("limit", [0, TWO, 10**6])
def test_what_is_added_is_returned_bit_for_bit_in_any_order(limit: int) -> None:
    store = filled(limit)

    assert len(store) == len(ADDED)
    for index in (2, 0, 3, 1, 2):
        np.testing.assert_array_equal(store[index].offsets, ADDED[index].offsets)
        np.testing.assert_array_equal(store[index].vectors, ADDED[index].vectors)
    assert [len(one.offsets) for one in store[1:3]] == [0, 5]


def test_only_what_is_beyond_the_limit_is_in_the_file() -> None:
    store = filled(TWO)

    assert store[0] is ADDED[0]
    assert store[1] is ADDED[1]
    assert store[2] is not ADDED[2]


def test_offsets_are_moved_and_vectors_shared() -> None:
    placed = PlacedTokens(filled(0), [(2, -1), (2, 10), (0, 0)])

    np.testing.assert_array_equal(placed[0].offsets, ADDED[2].offsets - 1)
    np.testing.assert_array_equal(placed[1].offsets, ADDED[2].offsets + 10)
    np.testing.assert_array_equal(placed[2].offsets, ADDED[0].offsets)
    assert [len(one.vectors) for one in placed[1:]] == [5, 3]


def test_a_full_disk_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(token_store, "TemporaryFile", refuse)

    with pytest.raises(EmbeddingError, match="find no room on the disk: No space left on device"):
        filled(0)


def test_texts_embedded_in_several_chunks_have_the_same_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"The mill has {number} wheels." for number in (3, 12, 3, 400, 5, 71, 8)]
    whole = embed_texts(texts, load_embedder())
    monkeypatch.setattr(embed, "CHUNK", 2)
    chunked = embed_texts(texts, load_embedder())

    np.testing.assert_array_equal(whole.vectors, chunked.vectors)
    for one, other in zip(whole.tokens, chunked.tokens, strict=True):
        np.testing.assert_array_equal(one.offsets, other.offsets)
        np.testing.assert_array_equal(one.vectors, other.vectors)


def test_a_comparison_is_the_same_with_nothing_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    first = article("A", "“The mill will close on Monday,” Ada Brook said.\n\nShe has run it for 12 years.")
    second = article("B", "“The mill shuts on Monday,” Ada Brook said.\n\nShe has run it for 21 years.")
    kept = compare([first, second], same_event=True)
    monkeypatch.setattr(TokenStore.__init__, "__defaults__", (0,))

    assert compare([first, second], same_event=True) == kept
    assert any(finding.kind == "number" for finding in kept.findings)
