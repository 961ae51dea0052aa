"""Any cross-encoder of natural language inference that sentence-transformers loads, by name or path."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ryabkov_diff.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["CrossEncoderModel"]

# How the three labels begin, in the order of `EntailmentModel.judge`: models write them in capitals or not, as
# "contradiction" or "contradictory".
LABELS = ("contradict", "entail", "neutral")

# What huggingface_hub reads as yes.
YES = frozenset({"1", "ON", "YES", "TRUE"})

# Digits of a commit that tell revisions of one model apart.
REVISION = 8


class CrossEncoderModel:
    """A cross-encoder of natural language inference; torch is imported when one is made.

    Args:
        model: A name on the model hub, which is looked up only in the local cache unless the user allows downloads
            (`HF_HUB_OFFLINE=0`), or a path.

    Raises:
        ModelError: The model cannot be found or loaded, or its labels are not those of natural language inference.
    """

    def __init__(self, model: str) -> None:
        # Nothing is downloaded unasked: the hub's client reads this when it is imported.
        offline = os.environ.setdefault("HF_HUB_OFFLINE", "1").upper() in YES
        import torch
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        self._identity = torch.nn.Identity()
        # Its progress bars and warnings on stderr are about weights, not about the user's articles.
        logging.disable_progress_bar()
        try:
            with contextlib.redirect_stderr(None):
                # Other forms of weights are pickles, which could run code.
                self._model: Any = CrossEncoder(
                    model, device="cpu", local_files_only=offline, model_kwargs={"use_safetensors": True}
                )
                config = self._model.model.config
        except Exception as error:  # hub, transformers and torch each raise their own
            said = str(error).strip()
            msg = f"the NLI model {model!r} cannot be loaded: {said.splitlines()[0] if said else repr(error)}"
            hint = "give the path of a cross-encoder, or allow one download with HF_HUB_OFFLINE=0"
            raise ModelError(msg, hint) from error
        self._columns = _columns(model, config.id2label)
        revision = getattr(config, "_commit_hash", None)
        # Where a model lies on this machine is nobody else's business.
        label = Path(model).resolve().name if Path(model).exists() else model
        self._name = f"{label}@{revision[:REVISION]}" if revision else label

    @property
    def name(self) -> str:
        """Model and, where it comes from the hub, revision."""
        return self._name

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Judge pairs of texts; see `EntailmentModel.judge`."""
        judged = np.full((len(pairs), len(LABELS)), np.nan, dtype=np.float32)
        limit = self._model.tokenizer.model_max_length
        # What is cut off may be what agrees.
        rows = [
            row
            for row, (one, other) in enumerate(pairs)
            if len(self._model.tokenizer(one, other, verbose=False)["input_ids"]) <= limit
        ]
        if rows:
            # The activation that a model brings is for scores; the softmax wants what comes before it.
            found = self._model.predict(
                [pairs[row] for row in rows],
                activation_fn=self._identity,
                apply_softmax=True,
                show_progress_bar=False,
            )
            judged[rows] = found[:, self._columns]
        return judged


def _columns(model: str, labels: Mapping[int, str]) -> list[int]:
    """Return where the model gives contradiction, entailment and neutrality.

    Args:
        model: Its name, for the message.
        labels: The label of each of its outputs.

    Raises:
        ModelError: There is not one label for each of the three, and nothing else.
    """
    found = [
        [int(column) for column, label in labels.items() if str(label).strip().casefold().startswith(beginning)]
        for beginning in LABELS
    ]
    if len(labels) != len(LABELS) or not all(len(columns) == 1 for columns in found):
        said = ", ".join(str(label) for label in labels.values())
        msg = f"{model!r} is no NLI model: expected the labels contradiction, entailment and neutral, found {said}"
        raise ModelError(msg, "take a cross-encoder of natural language inference: cross-encoder/nli-deberta-v3-small")
    return [column for columns in found for column in columns]
