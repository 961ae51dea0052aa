"""The thin command for quotations measures what the whole one measures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks import quotes

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_only_quotations_and_their_speakers_are_measured(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert quotes.main(["--bench", str(bench), "--no-baselines", "--json"]) == 0

    rows = json.loads(capsys.readouterr().out)["measures"]
    assert {row["set"] for row in rows} == {"quotes"}
    assert {row["measure"] for row in rows} == {"quotation characters", "speaker"}
