"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

# The same examples on every run, and no time limit for one: a busy machine must not fail a test.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the developer's terminal and cache would have a say in."""
    for name in ("CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR", "PAGER", "PY_COLORS"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith("RYABKOV_DIFF_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RYABKOV_DIFF_CACHE", "off")  # what is tested is computed


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder with the articles."""
    return ROOT / "seeds"
