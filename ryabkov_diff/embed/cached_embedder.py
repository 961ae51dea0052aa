"""An embedder with a cache before it: what a model has once computed of a text is not computed again."""

from __future__ import annotations

import struct
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ryabkov_diff.domain import Embeddings, TokenVectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.cache import Cache
    from ryabkov_diff.domain import Embedder

__all__ = ["CachedEmbedder", "TextEmbedding", "join_embeddings", "split_embeddings"]

# Texts embedded before they are stored: an interrupt loses no more than these.
CHUNK = 512

# What an entry begins with: the sizes of the vector, of the token vectors and their number; whether the text is longer
# than the model reads.
_SIZES = struct.Struct("<IIII")


class TextEmbedding(NamedTuple):
    """What an embedder gives one text.

    Attributes:
        vector: Of unit length, shape (dim,).
        tokens: The spans of the tokens, and their vectors.
        truncated: Whether the text is longer than the model reads.
    """

    vector: NDArray[np.float32]
    tokens: TokenVectors
    truncated: bool


def split_embeddings(embeddings: Embeddings) -> list[TextEmbedding]:
    """Return what was given each text."""
    truncated = frozenset(embeddings.truncated)
    rows = zip(embeddings.vectors, embeddings.tokens, strict=True)
    return [TextEmbedding(vector, tokens, row in truncated) for row, (vector, tokens) in enumerate(rows)]


def join_embeddings(found: Sequence[TextEmbedding]) -> Embeddings:
    """Return the embeddings of one or more texts in this order."""
    return Embeddings(
        vectors=np.stack([one.vector for one in found]),
        tokens=tuple(one.tokens for one in found),
        truncated=tuple(index for index, one in enumerate(found) if one.truncated),
    )


class CachedEmbedder:
    """An embedder that asks the cache first; its results are those of the embedder, bit for bit.

    Args:
        embedder: Computes what the cache does not hold.
        cache: Where to look, and where to put it.
        fingerprint: All that the embedder's vectors depend on, but the text.
    """

    def __init__(self, embedder: Embedder, cache: Cache, fingerprint: str) -> None:
        self._embedder = embedder
        self._cache = cache
        self._prefix = sha256(f"embedding|{fingerprint}".encode())

    @property
    def name(self) -> str:
        """That of the embedder."""
        return self._embedder.name

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Embed texts; see `Embedder.embed`."""
        if not texts:
            return self._embedder.embed(texts)
        keys = [self._key(text) for text in texts]
        entries = self._load(keys)
        missing = [(key, text) for key, text in zip(keys, texts, strict=True) if key not in entries]
        for first in range(0, len(missing), CHUNK):
            chunk = missing[first : first + CHUNK]
            fresh = split_embeddings(self._embedder.embed([text for _, text in chunk]))
            computed = {key: entry for (key, _), entry in zip(chunk, fresh, strict=True)}
            self._cache.store({key: _packed(entry) for key, entry in computed.items()})
            entries |= computed
        return join_embeddings([entries[key] for key in keys])

    def _load(self, keys: Sequence[bytes]) -> dict[bytes, TextEmbedding]:
        """Return the entries that the cache has of these keys."""
        try:
            return {key: _unpacked(value) for key, value in self._cache.load(keys).items()}
        except (struct.error, ValueError) as error:
            self._cache.set_aside(str(error))
            return {}

    def _key(self, text: str) -> bytes:
        digest = self._prefix.copy()
        digest.update(b"\0" + text.encode("utf-8", "surrogatepass"))
        return digest.digest()


def _packed(entry: TextEmbedding) -> bytes:
    vector, tokens, truncated = entry
    sizes = _SIZES.pack(len(vector), tokens.vectors.shape[1], len(tokens.offsets), truncated)
    return b"".join((sizes, vector.tobytes(), tokens.offsets.tobytes(), tokens.vectors.tobytes()))


def _unpacked(value: bytes) -> TextEmbedding:
    """Make an entry of its bytes; the arrays are views of them.

    Raises:
        struct.error, ValueError: They are not those of one.
    """
    dim, width, count, truncated = _SIZES.unpack_from(value)
    start = _SIZES.size
    vector = np.frombuffer(value, np.float32, dim, start)
    start += vector.nbytes
    offsets = np.frombuffer(value, np.int64, 2 * count, start).reshape(count, 2)
    vectors = np.frombuffer(value, np.float32, count * width, start + offsets.nbytes).reshape(count, width)
    return TextEmbedding(vector, TokenVectors(offsets, vectors), bool(truncated))
