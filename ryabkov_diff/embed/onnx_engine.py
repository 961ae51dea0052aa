"""The default model through ONNX Runtime, without importing torch.

The package ships the graph without weights (`scripts/build_onnx_graph.py` writes it); the weights are the tensors of
the installed `model.safetensors`, handed over as external initializers.
"""

from __future__ import annotations

import os
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
from safetensors.numpy import load as load_tensors
from tokenizers import Tokenizer

from ryabkov_diff.domain import Embeddings, TokenVectors
from ryabkov_diff.embed.weights import (
    DEFAULT_MODEL,
    DEFAULT_REVISION,
    default_model_folder,
    read_default_weights,
)
from ryabkov_diff.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["OnnxEmbedder"]

GRAPH = f"{DEFAULT_MODEL}.onnx"

# What sentence-transformers reads of a text with this model (`max_seq_length` in its configuration).
MAX_TOKENS = 256

# Padded tokens in one batch: large enough to keep two cores busy, small enough to stay in the cache.
BATCH_TOKENS = 4096

# The graph's initializers are all tensors of the file but these, which sentence embedding does not use.
UNUSED_TENSORS = frozenset({"embeddings.position_ids", "pooler.dense.weight", "pooler.dense.bias"})


class OnnxEmbedder:
    """The default model in ONNX Runtime; the same vectors as sentence-transformers to within 1e-4.

    Raises:
        ModelError: The weights are missing, damaged or do not fit the graph.
    """

    def __init__(self) -> None:
        tensors = load_tensors(read_default_weights())
        names = [name for name in tensors if name not in UNUSED_TENSORS]
        # ONNX Runtime does not copy them: they must live as long as the session.
        self._weights = [onnxruntime.OrtValue.ortvalue_from_numpy(tensors[name]) for name in names]
        options = onnxruntime.SessionOptions()
        options.add_external_initializers(names, self._weights)
        options.intra_op_num_threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
        options.log_severity_level = 3  # errors only: warnings of a library are no business of the user's terminal
        graph = (files("ryabkov_diff.embed") / GRAPH).read_bytes()
        try:
            self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime's exceptions have no public base class
            msg = f"ONNX Runtime {onnxruntime.__version__} cannot load the graph of {DEFAULT_MODEL}: {error}"
            raise ModelError(msg, "take --engine sentence-transformers, or a newer onnxruntime") from error
        self._tokenizer = Tokenizer.from_file(str(default_model_folder() / "tokenizer.json"))
        # The file says: pad everything to 128. Batches are padded to their longest text instead.
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    @property
    def name(self) -> str:
        """Model, revision and engine for the signature."""
        return f"model:{DEFAULT_MODEL}@{DEFAULT_REVISION}|engine:onnx"

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Embed texts; see `Embedder.embed`."""
        encodings = self._tokenizer.encode_batch(list(texts))
        dim = self._session.get_outputs()[0].shape[1]
        vectors = np.empty((len(texts), dim), dtype=np.float32)
        tokens: dict[int, TokenVectors] = {}
        for batch in _batches([len(encoding.ids) for encoding in encodings]):
            longest = max(len(encodings[index].ids) for index in batch)
            ids = np.zeros((len(batch), longest), dtype=np.int64)
            mask = np.zeros_like(ids)
            for row, index in enumerate(batch):
                count = len(encodings[index].ids)
                ids[row, :count] = encodings[index].ids
                mask[row, :count] = 1
            sentence, token = self._session.run(
                ["sentence_embedding", "token_embedding"], {"input_ids": ids, "attention_mask": mask}
            )
            vectors[batch] = sentence
            for row, index in enumerate(batch):
                # The first and the last token are [CLS] and [SEP], which stand for no text.
                last = len(encodings[index].ids) - 1
                tokens[index] = TokenVectors(
                    offsets=np.array(encodings[index].offsets[1:last], dtype=np.int64).reshape(-1, 2),
                    vectors=token[row, 1:last].copy(),
                )
        return Embeddings(
            vectors=vectors,
            tokens=tuple(tokens[index] for index in range(len(texts))),
            truncated=tuple(index for index, encoding in enumerate(encodings) if encoding.overflowing),
        )


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield batches of indices, similar lengths together, at most `BATCH_TOKENS` padded tokens in one."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[index] * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
