"""No model at all: texts as bags of hashed words and character n-grams.

A supported mode for machines where no model can run. It finds what is worded alike, and misses what is worded anew.
The vectors are feature hashing (Weinberger et al. 2009, arXiv:0902.2206) of words and character n-grams.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from ryabkov_diff.domain import Embeddings, TokenVectors
from ryabkov_diff.text import FUNCTION_WORDS, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["LexicalEmbedder"]

# Dimensions to hash into: with some ten features a word, collisions among the words of two articles stay rare.
DIMENSIONS = 1024

# Lengths of the character n-grams, which let "postponed" meet "postponement".
GRAM_LENGTHS = (3, 4, 5)

# What a whole word counts against one of its n-grams.
WORD_WEIGHT = 2.0

# What a function word counts against a content word.
FUNCTION_WORD_WEIGHT = 0.2


class LexicalEmbedder:
    """Hashed words and character n-grams."""

    @property
    def name(self) -> str:
        """Engine for the signature."""
        return "model:none|engine:lexical"

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Embed texts; see `Embedder.embed`. A text without a word gets the same arbitrary unit vector each time."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        tokens = []
        for row, text in enumerate(texts):
            words = [token for token in tokenize(text) if token.is_word]
            found = [_word_vector(word.norm) for word in words]
            for word, vector in zip(words, found, strict=True):
                vectors[row] += vector * (FUNCTION_WORD_WEIGHT if word.norm in FUNCTION_WORDS else 1.0)
            length = float(np.linalg.norm(vectors[row]))
            if length:
                vectors[row] /= length
            else:
                vectors[row, 0] = 1.0
            tokens.append(
                TokenVectors(
                    offsets=np.array([(word.start, word.end) for word in words], dtype=np.int64).reshape(-1, 2),
                    vectors=np.array(found, dtype=np.float32).reshape(-1, DIMENSIONS),
                )
            )
        return Embeddings(vectors=vectors, tokens=tuple(tokens))


@lru_cache(maxsize=65536)
def _word_vector(word: str) -> NDArray[np.float32]:
    """Return the hashed features of one word: shape (DIMENSIONS,), unit length."""
    vector = np.zeros(DIMENSIONS, dtype=np.float32)
    framed = f"<{word}>"
    features = [(framed, WORD_WEIGHT)]
    features += [
        (framed[start : start + length], 1 / math.sqrt(len(framed)))
        for length in GRAM_LENGTHS
        for start in range(len(framed) - length + 1)
    ]
    for feature, weight in features:
        hashed = crc32(feature.encode())
        # One bit of the hash decides the sign, so that collisions cancel on average.
        vector[hashed % DIMENSIONS] += weight if hashed & 0x80000000 else -weight
    length = float(np.linalg.norm(vector))
    if not length:
        vector[0] = 1.0
        return vector
    return vector / np.float32(length)
