"""Measure how time and memory grow with the length of articles and with their number.

    python -m benchmarks.growth                               # two articles of 20 to 10,000 statements
    python -m benchmarks.growth --statements 20 --statements 200
    python -m benchmarks.growth --articles 30 --articles 300  # a report on many articles, about five to an event
    python -m benchmarks.growth --engine lexical --markdown   # without a model; as a page has it
    python -m benchmarks.growth --articles 100 --profile 40   # where the time goes, by cProfile

The articles are invented (`invented.py`) and the same each time. Each size runs in a process of its own, so that its
peak of memory is its own. Times are seconds of the wall clock and, behind the stroke, of all cores (they differ where
another process takes the cores, or where several are used). Rendering is the
report as text, JSON and HTML. What is measured is said on standard error at once, each stage as it ends and each size
as it is done, so that of a run that is too long not all is lost; the table follows on standard output.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import os
import pstats
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console

from benchmarks.invented import invent_articles, invent_pair
from ryabkov_diff.__main__ import GARBAGE_THRESHOLD
from ryabkov_diff.embed import ENGINES, load_embedder
from ryabkov_diff.pipeline import MIN_ARTICLES, compare
from ryabkov_diff.render.as_html import report_to_html
from ryabkov_diff.render.as_json import report_to_json
from ryabkov_diff.render.terminal import report_to_terminal
from ryabkov_diff.report import build_report
from ryabkov_diff.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

STATEMENTS = (20, 200, 2_000, 10_000)
# The most articles that are measured.
MOST_ARTICLES = 1_000

# `ru_maxrss` counts kibibytes, on macOS bytes.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024
MEBIBYTE = 1024 * 1024


class Stages:
    """Adds up the times of named stages and says them; calling it begins the next one."""

    def __init__(self) -> None:
        """Begin with no stage."""
        self.wall: dict[str, float] = {}
        self.cpu: dict[str, float] = {}
        self._current: tuple[str, float, float] | None = None

    def __call__(self, name: str | None) -> None:
        """End the stage and begin another; None begins none."""
        now, used = time.perf_counter(), time.process_time()
        if self._current is not None:
            before, began, began_used = self._current
            self.wall[before] = self.wall.get(before, 0.0) + now - began
            self.cpu[before] = self.cpu.get(before, 0.0) + used - began_used
            seconds = f"{now - began:.2f} / {used - began_used:.2f} s"
            print(f"  {before}: {seconds}, peak {_peak() / MEBIBYTE:,.0f} MiB", file=sys.stderr, flush=True)
        self._current = None if name is None else (name, now, used)


def measure(size: int, *, many: bool, engine: str) -> dict[str, Any]:
    """Compare invented articles in this process.

    Args:
        size: The number of statements of each of two articles; with `many`, the number of articles.
        many: Whether to report on many articles.
        engine: As for `compare`.

    Returns:
        The JSON object that `main` reads: seconds by stage, the peak of memory, and the size of the result.
    """
    gc.set_threshold(GARBAGE_THRESHOLD)  # as the command line has it
    stages = Stages()
    stages("loading")
    embedder = load_embedder(engine)
    stages("inventing")
    articles = invent_articles(size) if many else invent_pair(size)
    # Beyond the limits that guard users from an article that is none.
    settings = Settings(max_statements=2 * max(STATEMENTS), max_articles=2 * MOST_ARTICLES)
    comparison = compare(articles, embedder=embedder, settings=settings, progress=stages)
    stages("reporting")
    report = build_report(comparison)
    stages("text")
    console = Console(width=100)
    with console.capture() as capture:
        console.print(report_to_terminal(report))
    text = capture.get()
    stages("JSON")
    written = report_to_json(report)
    stages("HTML")
    page = report_to_html(report)
    stages(None)
    return {
        "size": size,
        "wall": stages.wall,
        "cpu": stages.cpu,
        "peak": _peak(),
        "statements": sum(len(comparison.statements(sigil)) for sigil in comparison.sigla),
        "shared": len(comparison.shared_passages),
        "events": len(report.events),
        "findings": len(comparison.findings),
        "written": {"text": len(text), "JSON": len(written), "HTML": len(page)},
    }


def measure_apart(size: int, *, many: bool, engine: str, profile: int | None) -> dict[str, Any]:
    """Measure in a process of its own; a profile goes to standard error."""
    command = [sys.executable, "-m", "benchmarks.growth", "--alone", "--engine", engine]
    command += ["--articles" if many else "--statements", str(size)]
    command += [] if profile is None else ["--profile", str(profile)]
    # As the command line has it: the matrices are small, and threads that wait for the next one take a core.
    environment = {"OPENBLAS_NUM_THREADS": "1"} | os.environ
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, env=environment)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def tabulate(measured: Sequence[Mapping[str, Any]], *, many: bool) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table: a column a size, the first row its head."""
    yield ("articles" if many else "statements in each of two articles", *(f"{one['size']:,}" for one in measured))
    for stage in measured[0]["wall"]:
        if stage != "inventing":
            yield (f"{stage}, s", *(f"{one['wall'][stage]:.2f} / {one['cpu'][stage]:.2f}" for one in measured))
    yield ("all, s", *(f"{_total(one, 'wall'):.1f} / {_total(one, 'cpu'):.1f}" for one in measured))
    yield ("all but embedding, s", *(f"{_without_model(one, 'wall'):.1f} / {_without_model(one, 'cpu'):.1f}"
                                     for one in measured))  # fmt: skip
    yield ("peak of memory, MiB", *(f"{one['peak'] / MEBIBYTE:,.0f}" for one in measured))
    for name, label in (("statements", "statements"), ("shared", "passages in common"), ("events", "events"),
                        ("findings", "findings")):  # fmt: skip
        yield (label, *(f"{one[name]:,}" for one in measured))
    yield ("JSON, MiB", *(f"{one['written']['JSON'] / MEBIBYTE:,.1f}" for one in measured))


def _peak() -> int:
    """Return the most memory that this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT


def _total(one: Mapping[str, Any], clock: str) -> float:
    return sum(float(seconds) for stage, seconds in one[clock].items() if stage != "inventing")


def _without_model(one: Mapping[str, Any], clock: str) -> float:
    return _total(one, clock) - float(one[clock]["loading"]) - float(one[clock]["embedding"])


@contextmanager
def _profiling(lines: int | None) -> Iterator[None]:
    """Print where the time went to standard error, if so many lines are wanted."""
    if lines is None:
        yield
        return
    profiler = cProfile.Profile()
    with profiler:
        yield
    pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.growth", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--statements", type=int, action="append", metavar="N", help="of each of two articles")
    what.add_argument("--articles", type=int, action="append", metavar="N", help="a report on so many articles")
    parser.add_argument("--engine", default="auto", choices=ENGINES, help="what computes the vectors, as for compare")
    parser.add_argument("--markdown", action="store_true", help="print a Markdown table")
    parser.add_argument("--profile", type=int, metavar="LINES", help="show the functions that take longest")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)  # the process of one size
    options = parser.parse_args(argv)
    many = options.articles is not None
    sizes = options.articles if many else options.statements or STATEMENTS
    if min(sizes) < (MIN_ARTICLES if many else 1):
        parser.error("too few to be compared")
    if options.alone:
        with _profiling(options.profile):
            measured = measure(sizes[0], many=many, engine=options.engine)
        print(json.dumps(measured))
        return 0
    found = []
    for size in sizes:
        what_size = f"{size:,} {'articles' if many else 'statements'}"
        print(f"measuring {what_size} …", file=sys.stderr)
        one = measure_apart(size, many=many, engine=options.engine, profile=options.profile)
        seconds = f"{_total(one, 'wall'):.1f} / {_total(one, 'cpu'):.1f} s"
        print(f"{what_size}: {seconds}, {one['peak'] / MEBIBYTE:,.0f} MiB", file=sys.stderr, flush=True)
        found.append(one)
    rows = list(tabulate(found, many=many))
    if options.markdown:
        rows.insert(1, ("---", *("--:" for _ in found)))
        print("\n".join(f"| {' | '.join(row)} |" for row in rows))
        return 0
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for label, *cells in rows:
        print("  ".join((label.ljust(widths[0]), *(c.rjust(w) for c, w in zip(cells, widths[1:], strict=True)))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
