"""The table of `docs/security.md` names tests that exist; and what it says of models holds."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from ryabkov_diff import cli
from ryabkov_diff.embed import load_embedder, load_entailment_model
from ryabkov_diff.errors import ModelError
from ryabkov_diff.read.sources import is_address, parse_source
from ryabkov_diff.settings.places import read_settings

ROOT = Path(__file__).parent.parent


def rows() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the inputs of the table, with the files and names of the tests."""
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    cells = [line.strip("|").split(" | ") for line in page.splitlines() if line.startswith("| ")][1:]
    return [(name.strip(), re.findall(r"`(tests/\S+\.py)::(\w+)`", shown)) for name, _, shown in cells]


@pytest.mark.parametrize(("name", "shown"), rows(), ids=[name for name, _ in rows()])
def test_each_row_names_tests_that_exist(name: str, shown: list[tuple[str, str]]) -> None:
    assert shown, name
    for file, test in shown:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert test in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, file


@pytest.mark.slow
def test_named_models_are_loaded_from_safetensors_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def load(_name: str, **options: Any) -> None:
        asked.append(options)
        msg = "no model"
        raise OSError(msg)

    monkeypatch.setattr("sentence_transformers.SentenceTransformer", load)
    monkeypatch.setattr("sentence_transformers.CrossEncoder", load)
    with pytest.raises(ModelError):
        load_embedder("sentence-transformers", "some/model")
    with pytest.raises(ModelError):
        load_entailment_model("some/model")

    assert [one["model_kwargs"] for one in asked] == [{"use_safetensors": True}] * 2
    assert not any(one.get("trust_remote_code") for one in asked)


def test_every_limit_has_its_flag() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    flags = {"--max-size", "--max-articles", "--max-statements", "--max-nesting"}
    described = get_command(cli.app).commands["compare"].params  # type: ignore[attr-defined]

    assert {flag for one in described for flag in one.opts if flag.startswith("--max-")} == flags
    assert all(f"`{flag}`" in page for flag in flags)


@pytest.mark.parametrize("address", ["https://a.example/story", "HTTP://a.example", "file:///a", "//a.example/b"])
def test_a_settings_file_names_no_address(address: str, tmp_path: Path) -> None:
    (tmp_path / "ryabkov-diff.toml").write_text(f'sources = ["{address}"]')

    settings = read_settings(folder=tmp_path, environment={})

    assert len(settings.sources) == 1
    assert not any(is_address(parse_source(one).path) for one in settings.sources)
