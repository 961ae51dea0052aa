"""Any sentence-transformers model, by name or path."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ryabkov_diff.domain import Embeddings, TokenVectors
from ryabkov_diff.embed.weights import DEFAULT_MODEL, DEFAULT_REVISION, default_model_folder, is_default_model
from ryabkov_diff.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["TransformerEmbedder"]

# Texts in one forward pass; they are sorted by length first, so that little is padded.
BATCH_TEXTS = 32

# The middle layer aligns words best: layer 3 of 6 on hand-aligned reference translations (docs/architecture.md); the
# finding for other models is the same (Jalili Sabet et al. 2020, arXiv:2004.08728: layer 8 of 12).
MIDDLE = 0.5


class TransformerEmbedder:
    """A sentence-transformers model; torch is imported when one is made.

    Args:
        model: A name on the model hub, which is looked up only in the local cache unless the user allows downloads
            (`HF_HUB_OFFLINE=0`), or a path. The default model's name means the installed wheel.

    Raises:
        ModelError: The model cannot be found or loaded.
    """

    def __init__(self, model: str) -> None:
        # Nothing is downloaded unasked: the hub's client reads this when it is imported.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        self._torch = torch
        self._label = f"{DEFAULT_MODEL}@{DEFAULT_REVISION}" if is_default_model(model) else Path(model).name
        source = str(default_model_folder()) if is_default_model(model) else model
        # Its progress bars and warnings on stderr are about weights, not about the user's articles.
        logging.disable_progress_bar()
        try:
            with contextlib.redirect_stderr(None):
                # Other forms of weights are pickles, which could run code.
                self._model: Any = SentenceTransformer(source, device="cpu", model_kwargs={"use_safetensors": True})
        except Exception as error:  # hub, transformers and torch each raise their own
            msg = (
                f"the model {model!r} cannot be loaded: {str(error).strip().splitlines()[0] if str(error) else error!r}"
            )
            hint = "give the path of a sentence-transformers model, or allow one download with HF_HUB_OFFLINE=0"
            raise ModelError(msg, hint) from error
        self._model.eval()
        self._transformer = self._model[0]
        self._tokenizer = self._model.tokenizer
        if not getattr(self._tokenizer, "is_fast", False):
            msg = f"the tokenizer of {model!r} does not say where its tokens stand in the text"
            raise ModelError(msg, "take a model with a fast tokenizer (one with a tokenizer.json)")
        self._transformer.auto_model.config.output_hidden_states = True

    @property
    def name(self) -> str:
        """Model and engine for the signature."""
        # The signature is one line with fields between bars.
        label = re.sub(r"[|\s]+", "-", self._label)
        return f"model:{label}|engine:sentence-transformers"

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Embed texts; see `Embedder.embed`."""
        dim = int(self._model.get_embedding_dimension() or 0)
        vectors = np.empty((len(texts), dim), dtype=np.float32)
        tokens: dict[int, TokenVectors] = {}
        truncated: list[int] = []
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for first in range(0, len(order), BATCH_TEXTS):
            batch = order[first : first + BATCH_TEXTS]
            self._embed_batch(texts, batch, vectors, tokens, truncated)
        return Embeddings(
            vectors=vectors,
            tokens=tuple(tokens[index] for index in range(len(texts))),
            truncated=tuple(sorted(truncated)),
        )

    def _embed_batch(
        self,
        texts: Sequence[str],
        batch: list[int],
        vectors: np.ndarray[Any, np.dtype[np.float32]],
        tokens: dict[int, TokenVectors],
        truncated: list[int],
    ) -> None:
        """Embed the texts with the indices `batch`, and put the results where they belong."""
        limit = self._model.max_seq_length or self._tokenizer.model_max_length
        encoded = self._tokenizer(
            [texts[index] for index in batch],
            padding=True,
            truncation=True,
            max_length=limit,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
            return_tensors="pt",
        )
        offsets = encoded.pop("offset_mapping").numpy()
        special = encoded.pop("special_tokens_mask").numpy().astype(bool)
        with self._torch.inference_mode():
            features = self._model.forward(dict(encoded))
        sentence = self._torch.nn.functional.normalize(features["sentence_embedding"].float(), dim=1).numpy()
        layers = features["all_layer_embeddings"]
        middle = layers[round((len(layers) - 1) * MIDDLE)].float().numpy()
        for row, index in enumerate(batch):
            vectors[index] = sentence[row]
            kept = ~special[row]
            tokens[index] = TokenVectors(offsets=offsets[row][kept].astype(np.int64), vectors=middle[row][kept])
            # Cut off when the tokens fill the window and the last one ends before the text does.
            ends = tokens[index].offsets[:, 1]
            if kept.sum() >= limit - special[row].sum() and len(ends) and ends[-1] < len(texts[index].rstrip()):
                truncated.append(index)
