from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.data import RememberingEmbedder, excerpt, read_rows
from ryabkov_diff.embed import embed_texts, load_embedder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ryabkov_diff import Embeddings


class CountingEmbedder:
    """The engine without a model, and a list of what it was asked for."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Embeddings:
        self.asked += texts
        return load_embedder("lexical").embed(texts)


def test_a_text_is_embedded_once_and_always_alike() -> None:
    beneath = CountingEmbedder()
    embedder = RememberingEmbedder(beneath)
    texts = ["the harbour", "a baker sang", "the harbour"]
    first, second = embedder.embed(texts), embedder.embed(["a baker sang", "snow"])
    plain = embed_texts(texts, load_embedder("lexical"))

    assert sorted(beneath.asked) == ["a baker sang", "snow", "the harbour"]
    assert np.array_equal(first.vectors, plain.vectors)
    assert np.array_equal(second.vectors[0], first.vectors[1])
    assert np.array_equal(first.tokens[2].vectors, plain.tokens[2].vectors)
    assert embedder.name == "counting"


def test_what_was_truncated_is_remembered() -> None:
    embedder = RememberingEmbedder(load_embedder())
    long = "snow " * 300

    assert embedder.embed(["short", long]).truncated == (1,)
    assert embedder.embed([long, "short"]).truncated == (0,)


def test_no_texts_give_no_rows() -> None:
    assert RememberingEmbedder(load_embedder("lexical")).embed([]).vectors.shape[0] == 0


def test_rows_are_read_without_empty_lines(tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text('{"a": "é"}\n\n{"a": 2}\n', encoding="utf-8")

    assert read_rows(tmp_path, "set.jsonl") == [{"a": "é"}, {"a": 2}]


def test_without_a_folder_there_are_no_rows() -> None:
    with pytest.raises(FileNotFoundError, match=r"set\.jsonl"):
        read_rows(None, "set.jsonl")


def test_an_excerpt_is_one_line_without_control_characters() -> None:
    assert excerpt("one\n two\x1b[31m") == "one two�[31m"
    assert len(excerpt("long " * 100)) == 160
