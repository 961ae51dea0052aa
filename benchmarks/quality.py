"""Measure quality on all data sets that are present, with baselines beside it.

    python -m benchmarks.quality                        # one table
    python -m benchmarks.quality --set seeds --set words
    python -m benchmarks.quality --json                 # the same for programs
    python -m benchmarks.quality --markdown             # the same for a page
    python -m benchmarks.quality --set words --worst 5  # the items with the most errors, and what the errors are

The development sets are third parties' data and no part of the project. They are looked for in the folder that
`--bench` names, else the environment variable RYABKOV_DIFF_BENCH, else `../shared/bench`. Without them, what the
repository has itself is measured.

Intervals are bootstrapped over items (`measures.py`). Where a model was fitted on the set that is measured, the figure
is in-sample, and that of the model's cross-validation stands beside it ("CV"). On a baseline's row, "difference" is the
figure of ryabkov-diff less that of the baseline, on the same items.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from rich.console import Console
from rich.table import Table
from rich.text import Text

from benchmarks.data import load_remembering_embedder
from benchmarks.measures import (
    DECIMALS,
    LEVEL,
    OWN,
    RESAMPLES,
    SEED,
    Difference,
    Interval,
    Measure,
    Statistic,
    difference,
)
from benchmarks.sets import alignment, findings, news, pairs, phrases, planted, quotes, seeds, words
from ryabkov_diff import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_BENCH = ROOT.parent / "shared" / "bench"
BENCH_VARIABLE = "RYABKOV_DIFF_BENCH"

# The condition of measures on data that nobody reads for rules.
HELD_OUT = news.HELD_OUT

# Characters of a line where the output is no terminal.
WIDTH = 160


@dataclass(frozen=True, slots=True)
class FittedModel:
    """A model that was fitted on a data set.

    Attributes:
        package: Of its data file.
        name: Of its data file.
        cross_validated: Where under `provenance.cross_validation` in it the F1 of a measure stands, by the measure's
            name and condition.
        fitted_on: The measures, by name and condition, whose data the model was fitted on; None for the whole set.
    """

    package: str
    name: str
    cross_validated: Mapping[tuple[str, str], tuple[str, ...]]
    fitted_on: frozenset[tuple[str, str]] | None = None

    def saw(self, measure: Measure) -> bool:
        """Whether the model was fitted on what is measured."""
        return self.fitted_on is None or (measure.name, measure.condition) in self.fitted_on


class Measurer(Protocol):
    """What a module of a data set has by the name of `measure`."""

    def __call__(self, bench: Path | None, *, baselines: bool) -> Iterable[Measure]:
        """Measure the program on the set, and baselines where they are wanted."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set and how it is measured.

    Attributes:
        name: As in `--set` and in the table.
        measure: Called with the folder of the development sets.
        files: What it needs in that folder; none for the repository's own data.
        model: What was fitted on it; None for nothing.
    """

    name: str
    measure: Measurer
    files: tuple[str, ...] = ()
    model: FittedModel | None = None


STATEMENT_LINKS = FittedModel(
    "ryabkov_diff.align",
    "statement-links.json",
    {
        ("paragraph links", "all"): ("paragraphs", "all"),
        ("paragraph links", "full"): ("paragraphs", "full"),
        ("unlinked paragraphs", "all"): ("paragraphs", "unlinked"),
    },
)
RELATIONS = FittedModel(
    "ryabkov_diff.align",
    "events.json",
    {(news.RELATION, news.DEVELOPMENT): ("invented news", "accuracy")},
    frozenset({(news.RELATION, news.DEVELOPMENT)}),
)
WORD_LINKS = FittedModel("ryabkov_diff.variants", "word-links.json", {("word links", "all"): ("f1",)})
PHRASE_LINKS = FittedModel(
    "ryabkov_diff.variants",
    "phrase-links.json",
    {
        (phrases.LINKS, "all"): ("f1",),
        (phrases.LINKS, "other words"): ("other_words", "f1"),
        (phrases.WORD_LINKS, "all"): ("word_links", "f1"),
        (phrases.ALIGNED, "all"): ("equi", "f1"),
        (phrases.ALIGNED, "other words"): ("equi", "other_words", "f1"),
        (phrases.FOUND, "all"): ("equi", "end_to_end", "f1"),
        (phrases.FOUND, "other words"): ("equi", "end_to_end_other_words", "f1"),
    },
)

# All sets, in the order of the table.
SETS = (
    DataSet("seeds", seeds.measure),
    DataSet("news", news.measure, model=RELATIONS),
    DataSet("alignment", alignment.measure, (alignment.FILE,), STATEMENT_LINKS),
    DataSet("words", words.measure, (words.FILE,), WORD_LINKS),
    DataSet("phrases", phrases.measure, (phrases.FILE,), PHRASE_LINKS),
    DataSet("quotes", quotes.measure, (quotes.FILE,)),
    DataSet("planted", planted.measure, planted.FILES),
    DataSet("pairs", pairs.measure),
    DataSet("findings", findings.measure),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table.

    Attributes:
        measure: What was measured.
        interval: Its confidence interval.
        in_sample: Whether a model was fitted on the very set.
        cross_validated: The F1 of that model on what it was not fitted on; None where nobody measured it.
        difference: For a baseline, the program's figure less its own.
    """

    measure: Measure
    interval: Interval | None
    in_sample: bool
    cross_validated: float | None
    difference: Difference | None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this line."""
        return self.measure.to_dict() | {
            "in_sample": self.in_sample,
            "cross_validated": self.cross_validated,
            "difference": self.difference.to_dict() if self.difference else None,
        }

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as text: see `COLUMNS`."""
        one, both = self.measure, self.measure.statistic is Statistic.F1
        checked = "in-sample" if self.in_sample else ""
        return (
            *one.key,
            one.system,
            str(len(one.items)),
            f"{one.precision:.3f}" if both else "",
            f"{one.recall:.3f}" if both else "",
            f"{one.value:.3f}",
            f"{self.interval.low:.3f}–{self.interval.high:.3f}" if self.interval else "",
            checked if self.cross_validated is None else f"{self.cross_validated:.3f}",
            _signed(self.difference) if self.difference else "",
        )


COLUMNS = (
    "set",
    "measure",
    "condition",
    "system",
    "items",
    "P",
    "R",
    "F1/share",
    "95 % CI",
    "CV",
    "difference [95 % CI]",
)
FIRST_NUMBER = COLUMNS.index("items")
KEY_COLUMNS = 3  # set, measure, condition


def main(
    argv: Sequence[str] | None = None,
    *,
    sets: Sequence[DataSet] = SETS,
    program: str = "benchmarks.quality",
    about: str | None = __doc__,
) -> int:
    """Measure and print.

    Args:
        argv: The arguments; by default those of the process.
        sets: What there is to choose from.
        program: The module that is run.
        about: What its help says.

    Returns:
        The exit code: 0, or 1 where nothing was measured.
    """
    options = _parse(argv, sets, program, about)
    bench = find_bench(options.bench)
    chosen = [one for one in sets if not options.set or one.name in options.set]
    show_faults = options.worst is not None
    measures: list[Measure] = []
    missing: dict[str, str] = {}
    for one in chosen:
        if lacking := lacks(one, bench):
            missing[one.name] = lacking
            print(f"{one.name} is not measured: {lacking}", file=sys.stderr)
            continue
        print(f"measuring {one.name} …", file=sys.stderr)
        measures += one.measure(bench, baselines=not (options.no_baselines or show_faults))
    if not measures:
        return 1
    if show_faults:
        for line in worst(measures, options.worst):
            print(line)
        return 0
    lines = tabulate(measures)
    if options.json:
        measured = [one for one in chosen if one.name not in missing]
        print(json.dumps(report(lines, bench, measured, missing), indent=1, ensure_ascii=False))
    elif options.markdown:
        print("\n".join(to_markdown(lines)))
    else:
        console = Console() if sys.stdout.isatty() else Console(width=WIDTH)
        console.print(to_table(lines))
    return 0


def find_bench(named: Path | None) -> Path | None:
    """Return the folder of the development sets: as named, else of the environment, else beside the repository."""
    if named is None and (variable := os.environ.get(BENCH_VARIABLE)):
        named = Path(variable)
    if named is None:
        return DEFAULT_BENCH if DEFAULT_BENCH.is_dir() else None
    if not named.is_dir():
        print(f"error: there is no folder {named}", file=sys.stderr)
        raise SystemExit(2)
    return named


def lacks(data_set: DataSet, bench: Path | None) -> str:
    """Say what a set lacks to be measured; the empty string where it lacks nothing."""
    if not data_set.files:
        return ""
    if bench is None:
        return "no folder of development sets was found; name one with --bench"
    return ", ".join(f"{name} is missing" for name in data_set.files if not (bench / name).is_file())


def tabulate(measures: Sequence[Measure]) -> list[Line]:
    """Put measures in order, and baselines beneath what they are a baseline of.

    Sets, measures and conditions keep the order in which they come first; in a group the program comes first, then the
    baselines by name.
    """
    places: tuple[dict[str, int], ...] = ({}, {}, {})
    for one in measures:
        for place, part in zip(places, one.key, strict=True):
            place.setdefault(part, len(place))
    ordered = sorted(
        measures,
        key=lambda one: (
            [place[part] for place, part in zip(places, one.key, strict=True)],
            one.system != OWN,
            one.system,
        ),
    )
    own = {one.key: one for one in measures if one.system == OWN}
    return [_line(one, own.get(one.key)) for one in ordered]


def _line(measure: Measure, own: Measure | None) -> Line:
    """Set beside a measure what the table says of it."""
    mine = measure.system == OWN
    model = next((one.model for one in SETS if one.name == measure.set_name), None) if mine else None
    return Line(
        measure,
        measure.interval,
        in_sample=model is not None and model.saw(measure),
        cross_validated=cross_validated(model, measure.name, measure.condition) if model else None,
        difference=None if mine or own is None else difference(own, measure),
    )


def cross_validated(model: FittedModel, name: str, condition: str) -> float | None:
    """Return the cross-validated F1 of a measure, as the fitted model's file has it; None where it has none."""
    path = model.cross_validated.get((name, condition))
    if path is None:
        return None
    found = json.loads((files(model.package) / model.name).read_text(encoding="utf-8"))
    for step in ("provenance", "cross_validation", *path):
        found = found.get(step) if isinstance(found, dict) else None
    if isinstance(found, dict):
        found = found.get("f1")
    return round(float(found), DECIMALS) if isinstance(found, int | float) else None


def report(
    lines: Sequence[Line], bench: Path | None, measured: Iterable[DataSet], missing: Mapping[str, str]
) -> dict[str, Any]:
    """Return everything as one JSON object: what was measured, with what, on which data."""
    tool_version = version("ryabkov-diff")
    return {
        "tool": {"name": "ryabkov-diff", "version": tool_version},
        "signature": Settings().signature(tool_version, load_remembering_embedder().name),
        "bootstrap": {"resamples": RESAMPLES, "seed": SEED, "level": LEVEL},
        "data": {
            name: hashlib.sha256((bench / name).read_bytes()).hexdigest()
            for one in measured
            for name in one.files
            if bench is not None
        },
        "not_measured": dict(missing),
        "measures": [line.to_dict() for line in lines],
    }


def to_table(lines: Sequence[Line]) -> Table:
    """Return the lines as a table for the terminal."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, name in enumerate(COLUMNS):
        table.add_column(Text(name), justify="right" if number >= FIRST_NUMBER else "left", overflow="fold")
    before: tuple[str, ...] = ("",) * KEY_COLUMNS
    for line in lines:
        key = line.measure.key
        # What is as in the line above is left out; under another set, everything is said anew.
        shown = ["" if before[: place + 1] == key[: place + 1] else key[place] for place in range(KEY_COLUMNS)]
        mine = line.measure.system == OWN
        table.add_row(*(Text(cell) for cell in (*shown, *line.cells[KEY_COLUMNS:])), style="" if mine else "dim")
        before = key
    return table


def to_markdown(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"|{'|'.join('--:' if number >= FIRST_NUMBER else '---' for number in range(len(COLUMNS)))}|"
    for line in lines:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line.cells)} |"


def worst(measures: Iterable[Measure], count: int) -> Iterator[str]:
    """Yield, for each measure that has them, the items with the most errors and what the errors are.

    What is held out is counted and not read: of it nothing is shown.

    Args:
        measures: Of the program.
        count: How many items of each measure; 0 for all with errors.
    """
    for one in measures:
        if one.condition == HELD_OUT:
            continue
        items = sorted(one.faults, key=lambda item: -one.items[item].errors)
        if items:
            yield f"# {', '.join(one.key)}: {len(items)} of {len(one.items)} items with errors"
        for item in items[: count or None]:
            yield f"{item}"
            yield from (f"    {fault}" for fault in one.faults[item])


def _signed(gap: Difference) -> str:
    """Return a difference with its interval as text; zero has no minus."""
    bounds = (gap.value, gap.interval.low, gap.interval.high) if gap.interval else (gap.value,)
    value, *interval = (f"{round(bound, 3) + 0.0:+.3f}" for bound in bounds)
    return f"{value} [{', '.join(interval)}]" if interval else value


def _parse(argv: Sequence[str] | None, sets: Sequence[DataSet], program: str, about: str | None) -> argparse.Namespace:
    """Read the command line; see `main`."""
    parser = argparse.ArgumentParser(
        prog=f"python -m {program}",
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--bench", type=Path, metavar="FOLDER", help="the folder of the development sets")
    parser.add_argument(
        "--set", action="append", choices=[one.name for one in sets], help="measure this set; may be repeated"
    )
    parser.add_argument("--no-baselines", action="store_true", help="measure ryabkov-diff alone")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object")
    form.add_argument("--markdown", action="store_true", help="print a Markdown table")
    form.add_argument(
        "--worst", type=_at_least_one, metavar="N", help="print the N items of each measure with the most errors"
    )
    form.add_argument("--verbose", dest="worst", action="store_const", const=0, help="print all items with errors")
    return parser.parse_args(argv)


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        msg = f"expected a number from 1 on, found {text}"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
