"""The benchmark of speed measures what it says, on a scale that takes seconds."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks import speed
from ryabkov_diff.embed.onnx_engine import batches_of_one_length

if TYPE_CHECKING:
    from pathlib import Path


def test_a_start_is_measured_by_its_own_process(tmp_path: Path) -> None:
    idle = speed._start([sys.executable, "-c", "pass"], tmp_path)
    busy = speed._start([sys.executable, "-c", "x = bytearray(200_000_000); sum(range(10_000_000))"], tmp_path)

    assert busy.wall > idle.wall > 0
    assert busy.cpu > idle.cpu
    assert busy.memory > 190
    assert idle.memory < 60


def test_a_process_that_fails_is_no_figure(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="failed"):
        speed._start([sys.executable, "-c", "raise SystemExit(2)"], tmp_path)


def test_throughput_stages_and_diffs_have_their_references() -> None:
    (pair,) = speed._documents(None)
    texts = [f"The council met on day {number}." for number in range(20)]
    (throughput,) = speed.measure_throughput(texts, runs=1)
    stages = {figure.what: figure for figure in speed.measure_stages([[pair]] * 3)}
    diffs = speed.measure_difflib([pair], runs=1)

    assert throughput.what.startswith("embedding 20 statements, ")
    assert re.fullmatch(r"\d+% of ONNX Runtime alone", throughput.ratio)
    assert {"segmenting", "aligning", "collating", "detecting", "all but embedding"} <= stages.keys()
    ratio = re.compile(r"\d+% of embedding \(\d+% of its processor time\)")
    assert all(ratio.fullmatch(one.ratio) for name, one in stages.items() if not name.startswith("embedding"))
    assert re.fullmatch(r"1/[\d.]+ of difflib", diffs.ratio)


def test_batches_have_texts_of_one_length_and_few_tokens() -> None:
    lengths = [5, 7, 5, 300, 7, 5] + [5] * 200
    batches = list(batches_of_one_length(lengths))

    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    assert all(len({lengths[index] for index in batch}) == 1 for batch in batches)
    assert batches[0] == [3]
    assert max(sum(lengths[index] for index in batch) for batch in batches[1:]) <= 256
