"""What all tests share."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@pytest.fixture
def heeded_signals() -> Iterator[None]:
    """Let programs that a test starts heed signals, as they would not under nohup or as a job."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGINT, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder with the articles."""
    return ROOT / "seeds"
