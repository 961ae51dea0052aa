"""An embedder with a cache before it returns the same vectors, bit for bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from ryabkov_diff.cache import Cache
from ryabkov_diff.domain import Embeddings, TokenVectors
from ryabkov_diff.embed import cached_embedder, embed_texts, load_embedder, with_cache

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ryabkov_diff.domain import Embedder

TEXTS = [f"The harbour master counted {number} ships before noon." for number in range(12)]


class Counting:
    """An embedder that makes vectors of a text's characters, and remembers what it was asked."""

    name = "model:counting|engine:test"

    def __init__(self, fingerprint: str | None = "counting@1", width: int = 4) -> None:
        self.fingerprint = fingerprint
        self.width = width
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Embeddings:
        self.asked += texts
        rows = [np.random.default_rng(list(text.encode())).normal(size=self.width) for text in texts]
        return Embeddings(
            vectors=np.array([row / np.linalg.norm(row) for row in rows], np.float32).reshape(len(texts), self.width),
            tokens=tuple(
                TokenVectors(np.array([(0, len(text))]), np.full((1, self.width), len(text), np.float32))
                for text in texts
            ),
            truncated=tuple(index for index, text in enumerate(texts) if len(text) > 60),
        )


def embedded(texts: Sequence[str], embedder: Embedder, folder: Path) -> Embeddings:
    cache = Cache(folder)
    found = embed_texts(texts, with_cache(embedder, cache))
    assert cache.problems == []
    return found


def assert_identical(one: Embeddings, other: Embeddings) -> None:
    assert one.vectors.tobytes() == other.vectors.tobytes()
    assert one.truncated == other.truncated
    for a, b in zip(one.tokens, other.tokens, strict=True):
        assert a.offsets.tobytes() == b.offsets.tobytes()
        assert a.vectors.tobytes() == b.vectors.tobytes()
        assert (a.vectors.dtype, a.vectors.shape) == (b.vectors.dtype, b.vectors.shape)


def test_the_models_vectors_are_the_same_bit_for_bit_whatever_is_cached(tmp_path: Path) -> None:
    texts = [*TEXTS, "Yes.", "word " * 400, "“Ünïcödé” 🙂 text, … and 1,500 marks!", ""]
    uncached = embed_texts(texts, load_embedder("onnx"))

    embedded(texts[::3], load_embedder("onnx"), tmp_path)
    partly = embedded(texts, load_embedder("onnx"), tmp_path)
    wholly = embedded(texts, load_embedder("onnx"), tmp_path)

    assert_identical(partly, uncached)
    assert_identical(wholly, uncached)


def test_what_is_cached_is_not_computed_again(tmp_path: Path) -> None:
    embedded(TEXTS, Counting(), tmp_path)
    again = Counting()
    embedded([*TEXTS, "And one more."], again, tmp_path)

    assert again.asked == ["And one more."]


def test_another_model_or_a_text_that_only_looks_alike_is_another_entry(tmp_path: Path) -> None:
    embedded(["Café"], Counting(), tmp_path)

    other = Counting("counting@2", width=6)
    assert embedded(["Café"], other, tmp_path).vectors.shape == (1, 6)
    decomposed = Counting()
    embedded(["Cafe\u0301"], decomposed, tmp_path)
    assert decomposed.asked == ["Cafe\u0301"]


def test_an_embedder_that_cannot_tell_what_its_vectors_depend_on_is_not_cached(tmp_path: Path) -> None:
    embedder = Counting(fingerprint=None)

    assert with_cache(embedder, Cache(tmp_path)) is embedder


def test_an_interrupt_keeps_what_was_computed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(Counting):
        def embed(self, texts: Sequence[str]) -> Embeddings:
            if self.asked:
                raise KeyboardInterrupt
            return super().embed(texts)

    monkeypatch.setattr(cached_embedder, "CHUNK", 5)
    with pytest.raises(KeyboardInterrupt):
        embedded(TEXTS, Interrupted(), tmp_path)

    again = Counting()
    embedded(TEXTS, again, tmp_path)
    assert len(again.asked) == len(TEXTS) - 5


@pytest.mark.parametrize("value", [b"", b"\0", b"\xff" * 40, (2).to_bytes(4, "little") * 3 + b"\0" * 4])
def test_an_entry_that_is_no_embedding_is_computed_anew(value: bytes, tmp_path: Path) -> None:
    embedded(TEXTS, Counting(), tmp_path)
    cache = Cache(tmp_path)
    text_of = {with_cache(Counting(), cache)._key(text): text for text in TEXTS}  # type: ignore[attr-defined]
    cache.store(dict.fromkeys(list(text_of)[:1], value))

    assert_identical(embed_texts(TEXTS, with_cache(Counting(), cache)), embed_texts(TEXTS, Counting()))
    assert len(cache.problems) == 1
    again = Counting()
    embedded(TEXTS, again, tmp_path)
    assert again.asked == []
