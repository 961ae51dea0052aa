"""The three engines and what every embedder must return."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ryabkov_diff.domain import Embeddings, TokenVectors
from ryabkov_diff.embed import embed_texts, load_embedder, onnx_engine, weights
from ryabkov_diff.embed.onnx_engine import OnnxEmbedder
from ryabkov_diff.errors import EmbeddingError, ModelError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXTS = [
    "I think this is a correct assessment - they have been paused, they have not been stopped",
    "I think this is a right view - they have been put on a pause, they have not been terminated.",
    "It rained in Paris.",
    "We do not need it",
    "“Ünïcödé” 🙂 text, … and 1,500 marks!",
    "word " * 400,
]


@pytest.mark.parametrize("engine", ["onnx", "lexical"])
def test_rows_are_of_unit_length_and_tokens_lie_in_the_text(engine: str) -> None:
    found = embed_texts(TEXTS, load_embedder(engine))

    assert found.vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)
    for text, tokens in zip(TEXTS, found.tokens, strict=True):
        assert len(tokens.offsets) == len(tokens.vectors) > 0
        assert (tokens.offsets[:, 0] < tokens.offsets[:, 1]).all()
        assert tokens.offsets.max() <= len(text)


@pytest.mark.parametrize("engine", ["onnx", "lexical"])
def test_a_rendering_is_closer_than_another_statement(engine: str) -> None:
    vectors = embed_texts(TEXTS, load_embedder(engine)).vectors

    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.3


@pytest.mark.parametrize("engine", ["onnx", "lexical"])
def test_a_row_depends_on_its_text_alone(engine: str) -> None:
    together = embed_texts(TEXTS, load_embedder(engine)).vectors
    backwards = embed_texts(TEXTS[::-1], load_embedder(engine)).vectors[::-1]

    assert (together == backwards).all()
    for index, text in enumerate(TEXTS):
        np.testing.assert_allclose(embed_texts([text], load_embedder(engine)).vectors[0], together[index], atol=1e-6)


def test_with_the_default_model_it_does_so_to_the_last_bit() -> None:
    """Else what the cache holds would depend on what a text was first embedded with."""
    texts = [" ".join(["delegates", "met", "again"] * (length // 3 + 1)) for length in range(0, 120, 3)]
    texts += [f"{text} in {city}" for text in texts for city in ("Oslo", "Rome", "Lima")]
    together = load_embedder("onnx").embed(texts)

    for index, text in enumerate(texts):
        alone = load_embedder("onnx").embed([text])
        assert alone.vectors.tobytes() == together.vectors[[index]].tobytes(), text
        assert alone.tokens[0].vectors.tobytes() == together.tokens[index].vectors.tobytes(), text


@pytest.mark.parametrize("engine", ["onnx", "lexical"])
def test_no_texts_give_no_rows(engine: str) -> None:
    found = embed_texts([], load_embedder(engine))

    assert found.vectors.shape[0] == 0
    assert len(found.tokens) == 0


def test_a_text_longer_than_the_model_reads_is_named() -> None:
    found = embed_texts(TEXTS, load_embedder("onnx"))

    assert found.truncated == (TEXTS.index("word " * 400),)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_both_engines_of_the_default_model_agree() -> None:
    """The graph that the package ships computes what sentence-transformers computes."""
    onnx = embed_texts(TEXTS, load_embedder("onnx"))
    reference = embed_texts(TEXTS, load_embedder("sentence-transformers"))

    np.testing.assert_allclose(onnx.vectors, reference.vectors, atol=1e-4)
    assert onnx.truncated == reference.truncated
    for one, other in zip(onnx.tokens, reference.tokens, strict=True):
        assert (one.offsets == other.offsets).all()
        np.testing.assert_allclose(one.vectors, other.vectors, atol=1e-3)


def test_the_graph_is_what_the_script_builds() -> None:
    pytest.importorskip("onnx")
    script = Path(__file__).parents[2] / "scripts" / "build_onnx_graph.py"

    subprocess.run([sys.executable, script, "--check"], check=True, capture_output=True)


@pytest.mark.parametrize(
    "data",
    [
        b"not the model",
        b"{}",
        (2).to_bytes(8, "little") + b"{}",
        (10**15).to_bytes(8, "little") + b"{}",
        (64).to_bytes(8, "little") + b'{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}'.ljust(64),
    ],
)
def test_damaged_weights_are_refused(data: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(data)
    monkeypatch.setattr(weights, "default_model_folder", lambda: tmp_path)

    with pytest.raises(ModelError, match="damaged: expected SHA-256 53aa51172d14") as caught:
        OnnxEmbedder().embed(["a text"])
    assert "pip install" in caught.value.hint


def test_weights_behind_a_link_of_another_name_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """ONNX Runtime looks for them by the name that the graph has."""
    (tmp_path / "blob").touch()
    (tmp_path / "model.safetensors").symlink_to(tmp_path / "blob")
    monkeypatch.setattr(onnx_engine, "default_model_folder", lambda: tmp_path)

    with pytest.raises(ModelError, match=r"a link to .*blob'"):
        OnnxEmbedder().embed(["a text"])


def test_a_damaged_tokenizer_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").symlink_to(weights.default_model_folder() / "model.safetensors")
    (tmp_path / "tokenizer.json").write_text("{", encoding="utf-8")
    monkeypatch.setattr(onnx_engine, "default_model_folder", lambda: tmp_path)

    with pytest.raises(ModelError, match="tokenizer cannot be read") as caught:
        OnnxEmbedder().embed(["a text"])
    assert "pip install" in caught.value.hint


@pytest.mark.parametrize("data", [None, b""])
def test_missing_weights_are_named(data: bytes | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / "model.safetensors").write_bytes(data)
    monkeypatch.setattr(weights, "default_model_folder", lambda: tmp_path)

    with pytest.raises(ModelError, match="cannot be read"):
        OnnxEmbedder().embed(["a text"])


def test_running_the_model_reports_to_nobody(tmp_path: Path) -> None:
    """ONNX Runtime's official builds do, and keep a number of the device in the home folder, unless told not to."""
    code = "from ryabkov_diff.embed import load_embedder; load_embedder('onnx').embed(['a text'])"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "XDG_"))}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {"HOME": str(tmp_path)},
        capture_output=True,
        check=True,
    )

    assert list(tmp_path.rglob("*")) == []
    assert done.stderr == b""


def test_weights_are_found_behind_a_link(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Some installers link the files of a package to one copy for all environments."""
    expected = OnnxEmbedder().embed(["a text"])
    for file in weights.default_model_folder().iterdir():
        (tmp_path / file.name).symlink_to(file)
    monkeypatch.setattr(weights, "default_model_folder", lambda: tmp_path)
    monkeypatch.setattr(onnx_engine, "default_model_folder", lambda: tmp_path)

    found = OnnxEmbedder().embed(["a text"])

    assert (found.vectors == expected.vectors).all()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_an_unknown_model_is_one_line_and_a_hint(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        load_embedder("sentence-transformers", str(tmp_path / "nothing"))
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_engines_and_models_that_exclude_each_other() -> None:
    with pytest.raises(SettingsError, match="unknown engine 'tensorflow'"):
        load_embedder("tensorflow")
    with pytest.raises(SettingsError, match="cannot run the model 'other'"):
        load_embedder("onnx", "other")


def test_an_embedder_is_loaded_once() -> None:
    assert load_embedder("onnx") is load_embedder("onnx")


def test_threads_load_one_embedder() -> None:
    code = (
        "from threading import Thread\n"
        "from ryabkov_diff.embed import load_embedder\n"
        "found = []\n"
        "threads = [Thread(target=lambda: found.append(load_embedder())) for _ in range(6)]\n"
        "[thread.start() for thread in threads], [thread.join() for thread in threads]\n"
        "assert len(found) == 6 and len(set(map(id, found))) == 1\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system copies no processes")
def test_a_process_that_is_copied_before_the_first_text_can_embed() -> None:
    """As servers do, which load first and then make their workers."""
    code = (
        "import os, signal\n"
        "from ryabkov_diff.embed import load_embedder\n"
        "embedder = load_embedder()\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    signal.alarm(60)\n"
        "    os._exit(len(embedder.embed(['a text']).vectors))\n"
        "assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


class Broken:
    """An embedder that returns what it is given."""

    name = "broken"

    def __init__(self, vectors: np.ndarray, tokens: int) -> None:
        self.vectors = vectors.astype(np.float32)
        self.count = tokens

    def embed(self, texts: "Sequence[str]") -> Embeddings:  # noqa: ARG002
        empty = TokenVectors(np.zeros((0, 2), np.int64), np.zeros((0, 2), np.float32))
        return Embeddings(self.vectors, (empty,) * self.count)


@pytest.mark.parametrize(
    ("vectors", "tokens", "message"),
    [
        (np.ones((1, 4)) / 2, 2, "returned 1 vectors and 2 token vectors for 2 texts"),
        (np.ones((2, 4)), 2, "not finite or not of unit length"),
        (np.full((2, 4), np.nan), 2, "not finite or not of unit length"),
    ],
)
def test_what_a_third_partys_embedder_returns_is_checked(vectors: np.ndarray, tokens: int, message: str) -> None:
    with pytest.raises(EmbeddingError, match=message):
        embed_texts(["a", "b"], Broken(vectors, tokens))


def test_tokens_out_of_order_are_refused() -> None:
    class Muddled(Broken):
        def embed(self, texts: "Sequence[str]") -> Embeddings:  # noqa: ARG002
            tokens = TokenVectors(np.array([[4, 6], [0, 3]]), np.ones((2, 4), np.float32))
            return Embeddings(self.vectors, (tokens,))

    with pytest.raises(EmbeddingError, match="not in the order of the text"):
        embed_texts(["the sea"], Muddled(np.eye(1, 4), 1))
