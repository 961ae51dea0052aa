"""Variants: passages → `Collation`, who words it how, with exact offsets on both sides.

`words.py` aligns words, `phrases.py` makes phrases of them; `skeleton.py` is the diff of equal words beneath both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ryabkov_diff.linking import load_link_model
from ryabkov_diff.text import normal_form, tokenize
from ryabkov_diff.variants.words import MODEL, Words, link_probabilities, pool_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ryabkov_diff.domain import Embedder

__all__ = ["align_words", "prepare_words"]


def prepare_words(token_lists: Sequence[Sequence[str]], embedder: Embedder) -> tuple[Words, ...]:
    """Embed given token sequences, each as one text, for alignment.

    Args:
        token_lists: Tokenised wordings; the tokens may be split as contractions are ("do", "n't").
        embedder: Gives the token vectors.
    """
    texts, spans = [], []
    for tokens in token_lists:
        texts.append(" ".join(tokens))
        ends = np.cumsum([len(token) + 1 for token in tokens], dtype=np.int64) if tokens else []
        spans.append([(int(end) - 1 - len(token), int(end) - 1) for token, end in zip(tokens, ends, strict=True)])
    found = embedder.embed(texts)
    return tuple(
        Words(tuple(_norm(token) for token in tokens), pool_words(places, vectors))
        for tokens, places, vectors in zip(token_lists, spans, found.tokens, strict=True)
    )


def _norm(token: str) -> str:
    """Return the normal form of a given token, which may be none of ours."""
    pieces = tokenize(token)
    return pieces[0].norm if len(pieces) == 1 else normal_form(token)
