"""An embedder with a cache before it: what a model has once computed of a text is not computed again."""

from __future__ import annotations

import struct
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from ryabkov_diff.domain import Embeddings, TokenVectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.cache import Cache
    from ryabkov_diff.domain import Embedder

__all__ = ["CachedEmbedder"]

# Texts embedded before they are stored: an interrupt loses no more than these.
CHUNK = 512

# What an entry begins with: the sizes of the vector, of the token vectors and their number; whether the text is longer
# than the model reads.
_SIZES = struct.Struct("<IIII")

# The vector, the spans of the tokens, their vectors; whether the text is longer than the model reads.
_Entry = tuple["NDArray[np.float32]", TokenVectors, bool]


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
            fresh = self._embedder.embed([text for _, text in chunk])
            truncated = set(fresh.truncated)
            computed = {
                key: (fresh.vectors[row], fresh.tokens[row], row in truncated) for row, (key, _) in enumerate(chunk)
            }
            self._cache.store({key: _packed(entry) for key, entry in computed.items()})
            entries |= computed
        found = [entries[key] for key in keys]
        return Embeddings(
            vectors=np.stack([vector for vector, _, _ in found]),
            tokens=tuple(tokens for _, tokens, _ in found),
            truncated=tuple(index for index, (_, _, truncated) in enumerate(found) if truncated),
        )

    def _load(self, keys: Sequence[bytes]) -> dict[bytes, _Entry]:
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


def _packed(entry: _Entry) -> bytes:
    vector, tokens, truncated = entry
    sizes = _SIZES.pack(len(vector), tokens.vectors.shape[1], len(tokens.offsets), truncated)
    return b"".join((sizes, vector.tobytes(), tokens.offsets.tobytes(), tokens.vectors.tobytes()))


def _unpacked(value: bytes) -> _Entry:
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
    return vector, TokenVectors(offsets, vectors), bool(truncated)
