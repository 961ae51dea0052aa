"""The options of every stage in one frozen object, and the line that says them."""

from __future__ import annotations

from dataclasses import dataclass

from ryabkov_diff.domain import SCHEMA_VERSION
from ryabkov_diff.embed import DEFAULT_MODEL

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a comparison is made with. What is shown of it is the renderers' business.

    Attributes:
        engine: How vectors are computed: `auto`, `onnx`, `sentence-transformers` or `lexical`.
        model: The name or path of a sentence-transformers model.
        same_event: Whether the user says that all articles report the same event.
    """

    engine: str = "auto"
    model: str = DEFAULT_MODEL
    same_event: bool = False

    def signature(self, version: str, embedder: str) -> str:
        """Return the line to paste into a paper: what made a result, field by field between bars.

        Args:
            version: Of the program.
            embedder: The name of the embedder that ran, e.g. `model:all-MiniLM-L6-v2@1110a243|engine:onnx`.
        """
        event = "asserted" if self.same_event else "detected"
        return f"ryabkov-diff|v:{version}|schema:{SCHEMA_VERSION}|{embedder}|event:{event}"
