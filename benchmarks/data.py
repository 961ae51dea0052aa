"""What the benchmarks read: data sets, one JSON object a line, and vectors that are computed once."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from ryabkov_diff.embed import embed_texts, load_embedder
from ryabkov_diff.embed.cached_embedder import join_embeddings, split_embeddings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ryabkov_diff.domain import Embedder, Embeddings
    from ryabkov_diff.embed.cached_embedder import TextEmbedding

__all__ = ["RememberingEmbedder", "excerpt", "load_remembering_embedder", "read_rows"]

# Characters of a text that a line about a fault shows.
EXCERPT = 160


def read_rows(bench: Path | None, name: str) -> list[dict[str, Any]]:
    """Read a data set.

    Args:
        bench: The folder of the development sets.
        name: The file in it, e.g. `words/mtref.dev.jsonl`.

    Returns:
        One JSON object a line that is not empty.

    Raises:
        FileNotFoundError: There is no folder, or no such file in it.
    """
    if bench is None:
        msg = f"{name}: no folder of development sets was named"
        raise FileNotFoundError(msg)
    lines = (bench / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def excerpt(text: str) -> str:
    """Return a text in one line, cut to what a line about a fault has room for."""
    line = "".join(character if character.isprintable() else "�" for character in " ".join(text.split()))
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1]}…"


class RememberingEmbedder:
    """An embedder that computes each text's vectors once: data sets, pairs and baselines share what they embed."""

    def __init__(self, embedder: Embedder) -> None:
        """Wrap an embedder."""
        self._embedder = embedder
        self._known: dict[str, TextEmbedding] = {}

    @property
    def name(self) -> str:
        """The name of the embedder beneath."""
        return self._embedder.name

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Embed texts; see `Embedder.embed`."""
        if not texts:
            return self._embedder.embed(texts)
        if new := [text for text in dict.fromkeys(texts) if text not in self._known]:
            self._known |= zip(new, split_embeddings(embed_texts(new, self._embedder)), strict=True)
        return join_embeddings([self._known[text] for text in texts])


@cache
def load_remembering_embedder() -> RememberingEmbedder:
    """Return the default embedder with a memory, the same one each time."""
    return RememberingEmbedder(load_embedder())
