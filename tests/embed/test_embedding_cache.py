"""The embedding cache: the same vectors, kept safely, never in the way."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ryabkov_diff.domain import Embeddings, TokenVectors
from ryabkov_diff.embed import embed_texts, embedding_cache, load_embedder, with_cache
from ryabkov_diff.embed.embedding_cache import EmbeddingCache, cache_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ryabkov_diff.domain import Embedder

TEXTS = [f"The harbour master counted {number} ships before noon." for number in range(12)]


class Counting:
    """An embedder that makes vectors of a text's characters, and remembers what it was asked."""

    name = "model:counting|engine:test"

    def __init__(self, fingerprint: str | None = "counting@1", width: int = 4) -> None:
        self.fingerprint = fingerprint
        self.width = width
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Embeddings:
        self.asked += texts
        rows = [np.random.default_rng(list(text.encode())).normal(size=self.width) for text in texts]
        return Embeddings(
            vectors=np.array([row / np.linalg.norm(row) for row in rows], np.float32).reshape(len(texts), self.width),
            tokens=tuple(
                TokenVectors(np.array([(0, len(text))]), np.full((1, self.width), len(text), np.float32))
                for text in texts
            ),
            truncated=tuple(index for index, text in enumerate(texts) if len(text) > 60),
        )


def embedded(texts: Sequence[str], embedder: Embedder, folder: Path, limit: int = 10**9) -> Embeddings:
    cache = EmbeddingCache(folder, limit)
    found = embed_texts(texts, with_cache(embedder, cache))
    assert cache.problems == []
    return found


def assert_identical(one: Embeddings, other: Embeddings) -> None:
    assert one.vectors.tobytes() == other.vectors.tobytes()
    assert one.truncated == other.truncated
    for a, b in zip(one.tokens, other.tokens, strict=True):
        assert a.offsets.tobytes() == b.offsets.tobytes()
        assert a.vectors.tobytes() == b.vectors.tobytes()
        assert (a.vectors.dtype, a.vectors.shape) == (b.vectors.dtype, b.vectors.shape)


def test_the_models_vectors_are_the_same_bit_for_bit_whatever_is_cached(tmp_path: Path) -> None:
    texts = [*TEXTS, "Yes.", "word " * 400, "“Ünïcödé” 🙂 text, … and 1,500 marks!", ""]
    uncached = embed_texts(texts, load_embedder("onnx"))

    embedded(texts[::3], load_embedder("onnx"), tmp_path)
    partly = embedded(texts, load_embedder("onnx"), tmp_path)
    wholly = embedded(texts, load_embedder("onnx"), tmp_path)

    assert_identical(partly, uncached)
    assert_identical(wholly, uncached)


def test_what_is_cached_is_not_computed_again(tmp_path: Path) -> None:
    embedded(TEXTS, Counting(), tmp_path)
    again = Counting()
    embedded([*TEXTS, "And one more."], again, tmp_path)

    assert again.asked == ["And one more."]


def test_another_model_or_a_text_that_only_looks_alike_is_another_entry(tmp_path: Path) -> None:
    embedded(["Café"], Counting(), tmp_path)

    other = Counting("counting@2", width=6)
    assert embedded(["Café"], other, tmp_path).vectors.shape == (1, 6)
    decomposed = Counting()
    embedded(["Cafe\u0301"], decomposed, tmp_path)
    assert decomposed.asked == ["Cafe\u0301"]


def test_an_embedder_that_cannot_tell_what_its_vectors_depend_on_is_not_cached(tmp_path: Path) -> None:
    embedder = Counting(fingerprint=None)

    assert with_cache(embedder, EmbeddingCache(tmp_path)) is embedder


def test_an_interrupt_keeps_what_was_computed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(Counting):
        def embed(self, texts: Sequence[str]) -> Embeddings:
            if self.asked:
                raise KeyboardInterrupt
            return super().embed(texts)

    monkeypatch.setattr(embedding_cache, "CHUNK", 5)
    with pytest.raises(KeyboardInterrupt):
        embedded(TEXTS, Interrupted(), tmp_path)

    again = Counting()
    embedded(TEXTS, again, tmp_path)
    assert len(again.asked) == len(TEXTS) - 5


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_embedding_cache import Counting, embedded
own = [f"Text {number} of writer {sys.argv[3]}." for number in range(20)]
common = [f"Text {number} of all." for number in range(20)]
embedded(common + own, Counting(), Path(sys.argv[2]))
embedded(common + own, Counting(), Path(sys.argv[2]))
"""


def test_many_processes_may_write_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    command = [sys.executable, "-c", WRITER, str(Path(__file__).parent), str(folder)]
    writers = [subprocess.Popen([*command, str(number)], stderr=subprocess.PIPE, text=True) for number in range(6)]

    assert [writer.communicate()[1] for writer in writers] == [""] * 6
    assert EmbeddingCache(folder).size().texts == 20 + 6 * 20


def test_the_file_is_bounded_and_what_was_not_used_for_longest_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 400_000

    def on_day(day: int, texts: Sequence[str]) -> list[str]:
        monkeypatch.setattr("time.time", lambda: day * 24 * 60 * 60.0)
        embedder = Counting(width=2000)
        embedded(texts, embedder, tmp_path, limit)
        return embedder.asked

    kept, forgotten = TEXTS[:4], TEXTS[4:8]
    on_day(1, forgotten)
    on_day(1, kept)
    for day in range(2, 9):
        assert on_day(day, kept) == []
        on_day(day, [f"The news of day {day}, part {part}." for part in range(3)])
        assert EmbeddingCache(tmp_path).path.stat().st_size < 1.3 * limit

    assert on_day(9, kept) == []
    assert on_day(10, forgotten) == sorted(forgotten)


def corrupt_header(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 300)


def corrupt_pages(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)


def corrupt_entry(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE embeddings SET vector = zeroblob(16)")
    connection.close()


def corrupt_layout(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE embeddings RENAME COLUMN vector TO direction")
    connection.close()


@pytest.mark.parametrize("damage", [corrupt_header, corrupt_pages, corrupt_entry])
def test_a_damaged_file_is_set_aside_and_made_anew(damage: object, tmp_path: Path) -> None:
    embedded(TEXTS, Counting(), tmp_path)
    path = EmbeddingCache(tmp_path).path
    assert callable(damage)
    damage(path)

    cache = EmbeddingCache(tmp_path)
    assert_identical(embed_texts(TEXTS, with_cache(Counting(), cache)), embed_texts(TEXTS, Counting()))
    assert len(cache.problems) == 1
    assert cache.problems[0].startswith("the embedding cache was damaged and begins anew: ")
    assert path.with_name("embeddings.sqlite3.damaged").exists()

    again = Counting()
    embedded(TEXTS, again, tmp_path)
    assert again.asked == []


def test_a_file_of_another_layout_is_emptied(tmp_path: Path) -> None:
    with sqlite3.connect(EmbeddingCache(tmp_path).path) as connection:
        connection.execute("CREATE TABLE embeddings (text TEXT)")
        connection.execute("PRAGMA user_version = 77")
    connection.close()

    embedded(TEXTS, Counting(), tmp_path)
    assert EmbeddingCache(tmp_path).size().texts == len(TEXTS)


def test_a_file_that_another_process_holds_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded(TEXTS[:3], Counting(), tmp_path)
    monkeypatch.setattr(embedding_cache, "PATIENCE", 0.05)
    holder = sqlite3.connect(EmbeddingCache(tmp_path).path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    cache = EmbeddingCache(tmp_path)

    assert_identical(embed_texts(TEXTS, with_cache(Counting(), cache)), embed_texts(TEXTS, Counting()))
    assert cache.problems == ["the embedding cache is not used: database is locked"]
    holder.close()
    assert EmbeddingCache(tmp_path).size().texts == 3


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = EmbeddingCache(tmp_path / "file" / "cache")

    assert_identical(embed_texts(TEXTS, with_cache(Counting(), cache)), embed_texts(TEXTS, Counting()))
    assert cache.problems == ["the embedding cache is not used: Not a directory"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_nobody_else_may_read_what_a_user_compares(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "cache"
    embedded(TEXTS, Counting(), folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_clearing_leaves_nothing(tmp_path: Path) -> None:
    embedded(TEXTS, Counting(width=2000), tmp_path)
    cache = EmbeddingCache(tmp_path)
    before = cache.size()
    cache.clear()

    assert before.texts == len(TEXTS)
    assert cache.size().texts == 0
    assert cache.size().bytes < before.bytes / 2
    assert cache.problems == []


def test_the_folder_is_the_platforms_unless_the_environment_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RYABKOV_DIFF_CACHE", "/elsewhere")
    assert cache_folder() == Path("/elsewhere")
    monkeypatch.setenv("RYABKOV_DIFF_CACHE", "off")
    assert cache_folder() is None
    monkeypatch.setenv("RYABKOV_DIFF_CACHE", "")
    found = cache_folder()
    assert found is not None
    assert found.name == "ryabkov-diff"
