"""Measure how fast the program is, and what bounds it, with references in the same run.

    python -m benchmarks.speed               # one table (`make bench` adds that of growth)
    python -m benchmarks.speed --markdown    # the same for a page
    python -m benchmarks.speed --runs 9      # more runs; each figure is the median

Starts are measured from outside, each in a new process with a cache folder of its own: `compare` on the two seeds that
report one interview, against `reference_script.py` on the same two. Throughput is that of the default model on the
statements of the development documents (of the seeds where there are none), against ONNX Runtime alone on batches made
beforehand. Figures of a busy machine are no figures: the ratios hold best.
"""

from __future__ import annotations

import argparse
import difflib
import gc
import itertools
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import cydifflib
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.data import read_rows
from benchmarks.quality import WIDTH, find_bench
from benchmarks.sets import alignment
from ryabkov_diff.__main__ import GARBAGE_THRESHOLD
from ryabkov_diff.embed.onnx_engine import OnnxEmbedder, batches_of_one_length
from ryabkov_diff.pipeline import compare
from ryabkov_diff.read import read_text
from ryabkov_diff.segment import segment_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ryabkov_diff.domain import Article


ROOT = Path(__file__).resolve().parent.parent
SEEDS = tuple(str(ROOT / "seeds" / f"{name}-2022-12-08.txt") for name in ("sputnik", "tasnim"))
PROGRAM = [sys.executable, "-m", "ryabkov_diff"]

# Pairs of development documents whose stages are timed: minutes of work are enough.
PAIRS = 24


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table.

    Attributes:
        what: What was measured.
        value: How much, with its unit.
        ratio: What it is of its reference, or empty.
        bound: What bounds it.
    """

    what: str
    value: str
    ratio: str = ""
    bound: str = ""


# ---------------------------------------------------------------------------------------------- starts of processes


@dataclass(frozen=True, slots=True)
class Start:
    """How a process went: seconds of wall time and of the processor, megabytes of memory at most."""

    wall: float
    cpu: float
    memory: float


# Starts a process and says how it went; in a small process of its own, for a child counts the memory of its parent.
_STARTER = """
import os, subprocess, sys, time
begin = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(status, time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""


def _start(command: Sequence[str], cache: Path) -> Start:
    """Run a process to its end.

    Raises:
        RuntimeError: It failed.
    """
    starter = [sys.executable, "-S", "-E", "-c", _STARTER, *command]
    environment = os.environ | {"RYABKOV_DIFF_CACHE": str(cache)}
    said = subprocess.run(starter, cwd=ROOT, env=environment, capture_output=True, check=True, text=True)  # our own
    status, wall, cpu, memory = map(float, said.stdout.split())
    if status:
        msg = f"{' '.join(command)} failed"
        raise RuntimeError(msg)
    return Start(wall, cpu, memory / (1e6 if sys.platform == "darwin" else 1e3))


def _median(starts: Sequence[Start]) -> Start:
    wall, cpu, memory = (statistics.median(getattr(one, name) for one in starts) for name in ("wall", "cpu", "memory"))
    return Start(wall, cpu, memory)


def measure_starts(runs: int) -> Iterator[Figure]:
    """Measure new processes: cold, from the cache, and the reference script."""
    reference_command = [sys.executable, "-m", "benchmarks.reference_script", *SEEDS]
    command = [*PROGRAM, "compare", *SEEDS, "--format", "text", "--no-pager"]
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "kept"
        # In turns, for the machine is slower in some minutes than in others.
        starts, references = [], []
        for number in range(runs):
            starts.append(_start(command, Path(folder) / str(number)))
            references.append(_start(reference_command, kept))
        cold, reference = _median(starts), _median(references)
        _start(command, kept)
        warm = _median([_start(command, kept) for _ in range(runs)])
        other = _median(
            [_start([*command, "--min-confidence", f"order=0.{number}"], kept) for number in range(1, runs + 1)]
        )
        bare = _median([_start([*PROGRAM, "--help"], kept) for _ in range(runs)])
    yield Figure("`reference_script`, new process", _said(reference), "", "importing sentence-transformers and torch")
    yield Figure(
        "`compare`, new process, nothing cached",
        _said(cold),
        f"1/{reference.wall / cold.wall:.1f} of the reference",
        "the model; importing Python modules",
    )
    yield Figure(
        "`compare` of the same articles once more",
        _said(warm),
        f"1/{reference.wall / warm.wall:.1f} of the reference",
        "importing Python modules",
    )
    yield Figure(
        "`compare` of them with other settings",
        _said(other),
        f"1/{reference.wall / other.wall:.1f} of the reference",
        "importing Python modules; detecting",
    )
    yield Figure("`--help`", _said(bare), "", "importing Typer")


def _said(start: Start) -> str:
    return f"{start.wall:.2f} s ({start.cpu:.2f} s of processor, {start.memory:.0f} MB)"


# --------------------------------------------------------------------------------------------------- throughput


def _documents(bench: Path | None, part: int = 0) -> list[tuple[Article, Article]]:
    """Return pairs of development documents, others for another part; the seeds where there are none."""
    try:
        rows = read_rows(bench, alignment.FILE)
    except FileNotFoundError:
        seeds = [read_text(Path(path).read_text(encoding="utf-8"), label=Path(path).stem) for path in SEEDS]
        return [(seeds[0], replace(seeds[1], sigil="B"))]
    chosen = rows[part :: max(1, len(rows) // PAIRS)][:PAIRS]
    return [
        (
            read_text("\n\n".join(row["paragraphs_a"]), label="one"),
            read_text("\n\n".join(row["paragraphs_b"]), label="other", sigil="B"),
        )
        for row in chosen
    ]


def measure_throughput(texts: Sequence[str], runs: int) -> Iterator[Figure]:
    """Measure the default model: tokens a second, against ONNX Runtime alone on the same batches."""
    embedder = OnnxEmbedder()
    model = embedder.load()
    encodings = model.tokenizer.encode_batch(list(texts))
    ids = [encoding.ids for encoding in encodings]
    tokens = sum(map(len, ids))
    batches = [
        np.array([ids[index] for index in batch], dtype=np.int64)
        for batch in batches_of_one_length([len(one) for one in ids])
    ]
    outputs = ["sentence_embedding", "token_embedding"]

    def run(batch: Any) -> Any:
        return model.session.run(outputs, {"input_ids": batch})

    def bare() -> None:
        with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as executor:
            list(executor.map(run, batches))

    own_seconds = _seconds(lambda: embedder.embed(texts), runs)
    bare_seconds = _seconds(bare, runs)
    yield Figure(
        f"embedding {len(texts):,} statements, {tokens:,} tokens",
        f"{tokens / own_seconds:,.0f} tokens/s",
        f"{bare_seconds / own_seconds:.0%} of ONNX Runtime alone",
        "multiplying matrices, on all cores",
    )


def _seconds(task: Callable[[], object], runs: int) -> float:
    """Return the median of some runs, after one to warm up."""
    task()
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        task()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


# ------------------------------------------------------------------------------------------------------- stages


def _time_stages(pairs: Sequence[tuple[Article, Article]]) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Return the seconds that each stage takes for all pairs together: by the clock, and of all cores."""
    wall: dict[str, float] = {}
    cpu: dict[str, float] = {}
    for pair in pairs:
        marks: list[tuple[str, float, float]] = []

        def mark(stage: str, marks: list[tuple[str, float, float]] = marks) -> None:
            marks.append((stage, time.perf_counter(), time.process_time()))

        compare(pair, same_event=True, progress=mark)
        mark("")
        for (stage, began, used), (_, ended, used_then) in itertools.pairwise(marks):
            wall[stage] = wall.get(stage, 0.0) + ended - began
            cpu[stage] = cpu.get(stage, 0.0) + used_then - used
    return wall, cpu


def measure_stages(parts: Sequence[Sequence[tuple[Article, Article]]]) -> Iterator[Figure]:
    """Measure what the other stages cost beside the embedding.

    Args:
        parts: Three parts of documents, none of them seen before where there are development sets. The first warms up:
            what is read or compiled only once is counted with the start. The second is measured with all cores; the
            third on one core, where neither has more of them: there the clock, too, says what each costs.
    """
    warming, pairs, others = parts
    for pair in warming:
        compare(pair, same_event=True)

    def figure(what: str, stages: Sequence[str], bound: str) -> Figure:
        seconds, used = (sum(clock[stage] for stage in stages) for clock in (wall, cpu))
        value = f"{1000 * seconds / len(pairs):.0f} ms a pair ({1000 * used / len(pairs):.0f} ms of processor)"
        ratio = f"{seconds / wall['embedding']:.0%} of embedding ({used / cpu['embedding']:.0%} of its processor time)"
        return Figure(what, value, "" if "embedding" in stages else ratio, bound)

    wall, cpu = _time_stages(pairs)
    rest = [stage for stage in wall if stage not in {"embedding", "reading"}]
    yield figure(f"embedding, {len(pairs)} pairs of documents", ["embedding"], "the model, on all cores")
    yield from (figure(stage, [stage], "Python, on one core") for stage in rest)
    yield figure("all but embedding", rest, "Python, on one core")
    if hasattr(os, "sched_setaffinity"):
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(cores)})
        wall, cpu = _time_stages(others)
        os.sched_setaffinity(0, cores)
        yield figure(f"embedding, {len(others)} other pairs, all on one core", ["embedding"], "the model")
        yield figure("all but embedding of these", rest, "Python")


def measure_difflib(pairs: Sequence[tuple[Article, Article]], runs: int) -> Figure:
    """Measure the diffs of words that the pipeline makes of the pairs, with cydifflib and with difflib."""
    calls: list[tuple[Sequence[str], Sequence[str]]] = []
    fast = cydifflib.SequenceMatcher

    def recorded(isjunk: None, a: Sequence[str], b: Sequence[str], *, autojunk: bool) -> Any:
        calls.append((a, b))
        return fast(isjunk, a, b, autojunk=autojunk)

    with patch.object(cydifflib, "SequenceMatcher", recorded):
        for pair in pairs:
            compare(pair, same_event=True)

    def diff(matcher: Any) -> None:
        for a, b in calls:
            matcher(None, a, b, autojunk=False).get_matching_blocks()

    own = _seconds(partial(diff, fast), runs)
    standard = _seconds(partial(diff, difflib.SequenceMatcher), runs)
    return Figure(
        f"cydifflib, {len(calls):,} diffs of words in these pairs",
        f"{1000 * own / len(pairs):.2f} ms a pair",
        f"1/{standard / own:.1f} of difflib",
        "dictionaries in C",
    )


# -------------------------------------------------------------------------------------------------------- output


def machine() -> str:
    """Name the machine by what its speed depends on."""
    model = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    return f"{model}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.speed", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bench", type=Path, help="the folder of the development sets")
    parser.add_argument("--runs", type=int, default=5, help="runs of each; the median counts")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args(argv)
    if options.runs < 1:
        parser.error("--runs: one at least")
    if "OPENBLAS_NUM_THREADS" not in os.environ:
        # As the command line has it; numpy looks at it when it is imported, which it is by now.
        again = [sys.executable, "-m", "benchmarks.speed", *(sys.argv[1:] if argv is None else argv)]
        return subprocess.run(again, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"}, check=False).returncode
    gc.set_threshold(GARBAGE_THRESHOLD)  # this, too

    parts = [_documents(find_bench(options.bench), part) for part in (1, 0, 2)]
    pairs = parts[1]
    figures = list(measure_starts(options.runs))
    statements = [segment.text for pair in pairs for segment in segment_articles(pair)[0]]
    figures += measure_throughput(statements, options.runs)
    figures += measure_stages(parts)
    figures.append(measure_difflib(pairs, options.runs))

    if options.markdown:
        print(f"{machine()}:\n\n| | | | bounded by |\n|---|---|---|---|")
        for one in figures:
            print(f"| {one.what} | {one.value} | {one.ratio} | {one.bound} |")
        return 0
    table = Table("", "", "", "bounded by", title=machine())
    for one in figures:
        table.add_row(one.what, one.value, one.ratio, one.bound)
    (Console() if sys.stdout.isatty() else Console(width=WIDTH)).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
