"""The default model through ONNX Runtime, without importing torch.

The package ships the graph without weights (`scripts/build_onnx_graph.py` writes it); ONNX Runtime maps them into
memory from the installed `model.safetensors`, where the graph says that they stand.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from ryabkov_diff.domain import Embeddings, TokenVectors
from ryabkov_diff.embed.weights import (
    DEFAULT_MODEL,
    ONNX_NAME,
    REINSTALL,
    TOKENIZER,
    WEIGHTS,
    check_weights,
    default_model_folder,
    map_default_weights,
    onnx_fingerprint,
    read_graph,
)
from ryabkov_diff.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["Model", "OnnxEmbedder", "batches_of_one_length"]

# What sentence-transformers reads of a text with this model (`max_seq_length` in its configuration).
MAX_TOKENS = 256

# Tokens in one batch: from 128 to 512 are equally fast (`make bench`), for the activations then stay in a core's cache;
# at 4096 the same texts take twice as long.
BATCH_TOKENS = 256


class OnnxEmbedder:
    """The default model in ONNX Runtime; the same vectors as sentence-transformers to within 1e-4.

    Texts of one length share a batch, so that nothing is padded, and each batch is computed by one thread: the vectors
    of a text are the same to the last bit whatever it is embedded with and on however many cores. The model is loaded
    when the first text is embedded, or by `load`.
    """

    @property
    def name(self) -> str:
        """Model, revision and engine for the signature."""
        return ONNX_NAME

    @property
    def fingerprint(self) -> str:
        """All that the vectors of a text depend on; see `onnx_fingerprint`."""
        return onnx_fingerprint()

    def __init__(self) -> None:
        self._loading = Lock()
        self._model: Model | None = None

    def load(self) -> Model:
        """Load the model ahead of the first text; a second call, also in another thread, waits for the first.

        Raises:
            ModelError: The weights are missing, damaged or do not fit the graph.
        """
        with self._loading:
            if self._model is None:
                # None of the three needs another, and each lets the others go on.
                data = map_default_weights()
                with ThreadPoolExecutor() as executor:
                    checking = executor.submit(check_weights, data)
                    tokenizer = executor.submit(_load_tokenizer)
                    try:
                        session = _load_session()
                    finally:
                        checking.result()  # where the file is damaged, that is what is said
                    self._model = Model(session, tokenizer.result())
            return self._model

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Embed texts; see `Embedder.embed`.

        Raises:
            ModelError: The weights are missing, damaged or do not fit the graph.
        """
        model = self.load()
        encodings = model.tokenizer.encode_batch(list(texts))
        batches = list(batches_of_one_length([len(encoding.ids) for encoding in encodings]))
        vectors = np.empty((len(texts), model.session.get_outputs()[0].shape[1]), dtype=np.float32)
        tokens: dict[int, TokenVectors] = {}
        executor = ThreadPoolExecutor(max_workers=_usable_cores())
        try:
            ids = [[encodings[index].ids for index in batch] for batch in batches]
            for batch, (sentence, token) in zip(batches, executor.map(model.run, ids), strict=True):
                vectors[batch] = sentence
                for row, index in enumerate(batch):
                    # The first and the last token are [CLS] and [SEP], which stand for no text.
                    tokens[index] = TokenVectors(
                        offsets=np.array(encodings[index].offsets[1:-1], dtype=np.int64).reshape(-1, 2),
                        vectors=token[row, 1:-1],
                    )
        finally:
            executor.shutdown(cancel_futures=True)  # an interrupt doesn't wait for the batches that are left
        return Embeddings(
            vectors=vectors,
            tokens=tuple(tokens[index] for index in range(len(texts))),
            truncated=tuple(index for index, encoding in enumerate(encodings) if encoding.overflowing),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The default model, loaded.

    Attributes:
        session: The graph with its weights, ready to run.
        tokenizer: Pads nothing.
    """

    session: Any
    tokenizer: Any

    def run(self, ids: list[list[int]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Run the model on texts of one length: sentence vectors (texts, dim), token vectors (texts, tokens, dim)."""
        outputs = ["sentence_embedding", "token_embedding"]
        sentence, token = self.session.run(outputs, {"input_ids": np.array(ids, dtype=np.int64)})
        return sentence, token


def _load_session() -> Any:
    """Return the graph with its weights, ready to run."""
    # Official builds report to Microsoft unless told otherwise before they are imported; what somebody compares is
    # nobody else's business.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Where the weights really are: those behind a link would count as outside the folder.
    file = (default_model_folder() / WEIGHTS).resolve()
    if file.name != WEIGHTS:
        msg = f"the default model's weights are a link to {str(file)!r}, whose name must be {WEIGHTS}, too"
        raise ModelError(msg, REINSTALL)
    # The threads of one operator wait for one another at its end; batches beside one another don't.
    options.intra_op_num_threads = 1
    options.log_severity_level = 4  # what goes wrong is raised besides, and said in our words
    try:
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(file.parent))
        return onnxruntime.InferenceSession(read_graph(), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's exceptions have no public base class
        msg = f"ONNX Runtime {onnxruntime.__version__} cannot load the graph of {DEFAULT_MODEL}: {error}"
        raise ModelError(msg, "take --engine sentence-transformers, or a newer onnxruntime") from error


def _load_tokenizer() -> Any:
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(default_model_folder() / TOKENIZER))
    except Exception as error:  # tokenizers raises nothing more special
        msg = f"the default model's tokenizer cannot be read: {error}"
        raise ModelError(msg, REINSTALL) from error
    tokenizer.no_padding()  # the file says: pad everything to 128
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def batches_of_one_length(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield batches of indices of texts of one length, the longest first, at most `BATCH_TOKENS` tokens in one.

    The longest first, so that at the end no core waits for another that has only just begun with a long one.
    """
    of_length: dict[int, list[int]] = {}
    for index, length in enumerate(lengths):
        of_length.setdefault(length, []).append(index)
    for length, indices in sorted(of_length.items(), reverse=True):
        size = max(1, BATCH_TOKENS // length)
        yield from (indices[first : first + size] for first in range(0, len(indices), size))


def _usable_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
