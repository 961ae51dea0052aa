"""Embed: segments → `Embeddings`, one unit row a segment and its token vectors, by one of three engines.

All models are loaded here, so also the one that `judgements` asks whether two wordings contradict each other.

The engines are siblings: `onnx_engine` runs the default model without importing torch, `transformer_engine` runs any
sentence-transformers model, `lexical_engine` needs no model at all. Each satisfies the `Embedder` protocol, and so
does what `with_cache` makes of one.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from ryabkov_diff.domain import Embeddings
from ryabkov_diff.embed.weights import DEFAULT_MODEL, is_default_model, model_state
from ryabkov_diff.errors import EmbeddingError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ryabkov_diff.cache import Cache
    from ryabkov_diff.domain import Article, Embedder, EntailmentModel, Segment

__all__ = [
    "DEFAULT_MODEL",
    "ENGINES",
    "embed_segments",
    "embed_texts",
    "load_embedder",
    "load_entailment_model",
    "model_fingerprint",
    "with_cache",
]

ENGINES = ("auto", "onnx", "sentence-transformers", "lexical")

_LOADING = Lock()

# How far from 1 the length of a row may be: float32 rounding over a few hundred dimensions, with room.
UNIT_TOLERANCE = 1e-3

# Texts that are embedded at once; their token vectors, some 80 MB, are then put aside.
CHUNK = 2048


def load_embedder(engine: str = "auto", model: str = DEFAULT_MODEL) -> Embedder:
    """Load an embedder; a second call with the same arguments returns the one already loaded.

    Args:
        engine: One of `ENGINES`; `auto` takes `onnx` for the default model, else `sentence-transformers`.
        model: The name or path of a sentence-transformers model.

    Raises:
        SettingsError: The engine is unknown, or cannot run this model.
        ModelError: The model cannot be found or loaded. The default one is loaded, and its damage found, when the first
            text is embedded.
    """
    with _LOADING:  # or two threads would load one each
        return _load_embedder(_chosen_engine(engine, model), model)


@cache
def _load_embedder(engine: str, model: str) -> Embedder:
    if engine == "onnx":
        from ryabkov_diff.embed.onnx_engine import OnnxEmbedder

        return OnnxEmbedder()
    if engine == "lexical":
        from ryabkov_diff.embed.lexical_engine import LexicalEmbedder

        return LexicalEmbedder()
    from ryabkov_diff.embed.transformer_engine import TransformerEmbedder

    return TransformerEmbedder(model)


def model_fingerprint(engine: str = "auto", model: str = DEFAULT_MODEL) -> str | None:
    """Return all that the vectors of a text depend on, but the text and what is installed, without loading the model.

    Returns:
        None where only the model itself, or nothing, tells.

    Raises:
        SettingsError: As `load_embedder` does.
    """
    return model_state() if _chosen_engine(engine, model) == "onnx" else None


def _chosen_engine(engine: str, model: str) -> str:
    if engine not in ENGINES:
        msg = f"unknown engine {engine!r}"
        raise SettingsError(msg, f"take one of: {', '.join(ENGINES)}")
    if engine == "auto":
        return "onnx" if is_default_model(model) else "sentence-transformers"
    if engine != "sentence-transformers" and not is_default_model(model):
        msg = f"the engine {engine} cannot run the model {model!r}"
        raise SettingsError(msg, "take --engine sentence-transformers, or leave --engine out")
    return engine


@cache
def load_entailment_model(model: str) -> EntailmentModel:
    """Load a model of natural language inference; a second call with the same name returns the one already loaded.

    Args:
        model: The name or path of a cross-encoder, as sentence-transformers loads them.

    Raises:
        ModelError: The model cannot be found or loaded, or does not judge contradiction.
    """
    from ryabkov_diff.embed.cross_encoder import CrossEncoderModel

    return CrossEncoderModel(model)


def with_cache(embedder: Embedder, cache: Cache | None) -> Embedder:
    """Return the embedder, with a cache before it.

    Args:
        embedder: See the protocol `Embedder`. One that has no `fingerprint`, or None for one, is returned as it is: its
            vectors may depend on more than its name tells.
        cache: None for no cache.
    """
    fingerprint = None if cache is None else getattr(embedder, "fingerprint", None)
    if cache is None or fingerprint is None:
        return embedder
    from ryabkov_diff.embed.cached_embedder import CachedEmbedder

    return CachedEmbedder(embedder, cache, fingerprint)


def embed_texts(texts: Sequence[str], embedder: Embedder) -> Embeddings:
    """Embed texts with any embedder, and check what it returns.

    Equal texts are embedded once, and all in an order that does not depend on the order of the arguments, so that
    batches, and with them the last bits of the result, do not either.

    Args:
        texts: n texts.
        embedder: See the protocol `Embedder`.

    Returns:
        Vectors of shape (n, dim), rows of unit length, and n token vectors; shape (0, dim) for no texts.

    Raises:
        EmbeddingError: The number of rows or token vectors is not that of the texts, a row is not finite or not of unit
            length, or tokens are not in order.
    """
    import numpy as np

    from ryabkov_diff.embed.token_store import PlacedTokens, TokenStore

    distinct = sorted(set(texts))
    store = TokenStore()
    blocks, truncated = [], set()
    for first in range(0, max(1, len(distinct)), CHUNK):
        chunk = distinct[first : first + CHUNK]
        found = embedder.embed(chunk)
        _check_shapes(found, len(chunk), embedder.name)
        blocks.append(found.vectors)
        truncated |= {first + row for row in found.truncated}
        for tokens in found.tokens:
            store.add(tokens)
    row_of = {text: row for row, text in enumerate(distinct)}
    rows = [row_of[text] for text in texts]
    return Embeddings(
        vectors=np.concatenate(blocks)[rows],
        tokens=PlacedTokens(store, [(row, 0) for row in rows]),
        truncated=tuple(index for index, row in enumerate(rows) if row in truncated),
    )


def _check_shapes(found: Embeddings, count: int, name: str) -> None:
    """Check what an embedder returns for so many texts.

    Raises:
        EmbeddingError: See `embed_texts`.
    """
    import numpy as np

    if found.vectors.shape[0] != count or len(found.tokens) != count:
        msg = (
            f"{name} returned {found.vectors.shape[0]} vectors and {len(found.tokens)} token vectors for {count} texts"
        )
        raise EmbeddingError(msg, "an embedder returns one row and one TokenVectors a text")
    lengths = np.linalg.norm(found.vectors, axis=1)
    if not bool(np.all(np.abs(lengths - 1) < UNIT_TOLERANCE)):
        msg = f"{name} returned rows that are not finite or not of unit length"
        raise EmbeddingError(msg, "divide each row by its Euclidean length")
    if any(bool((tokens.offsets[1:, 0] < tokens.offsets[:-1, 0]).any()) for tokens in found.tokens):
        msg = f"{name} returned tokens that are not in the order of the text"
        raise EmbeddingError(msg, "sort the offsets and the vectors of each TokenVectors by where the tokens begin")


def embed_segments(articles: Sequence[Article], segments: Sequence[Segment], embedder: Embedder) -> Embeddings:
    """Embed segments, each in its setting: row i of the result belongs to segment i.

    Args:
        articles: With their texts.
        segments: n segments of these articles.
        embedder: See the protocol `Embedder`.

    Returns:
        Vectors of shape (n, dim); token vectors whose offsets count from the first character of each segment.

    Raises:
        EmbeddingError: See `embed_texts`.
    """
    text_of = {article.sigil: article.text or "" for article in articles}
    settings = [segment.setting or (segment.start, segment.end) for segment in segments]
    from ryabkov_diff.embed.token_store import PlacedTokens

    found = embed_texts(
        [text_of[segment.article][start:end] for segment, (start, end) in zip(segments, settings, strict=True)],
        embedder,
    )
    before = [start - segment.start for segment, (start, _) in zip(segments, settings, strict=True)]
    return replace(found, tokens=PlacedTokens(found.tokens, [*enumerate(before)]))
