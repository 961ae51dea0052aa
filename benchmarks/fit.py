"""Fit the models of the package on the development sets, and write their data files.

    python -m benchmarks.fit                          # all: cross-validate, fit on everything, write
    python -m benchmarks.fit --model words            # this one; may be repeated
    python -m benchmarks.fit --dry-run                # cross-validate, and write nothing
    python -m benchmarks.fit --ablate --model words   # cross-validate without each signal, and write nothing

Each model is fitted after those that it rests on, whatever the order of the options. It takes these from the package:
just fitted ones, but with `--dry-run` those that were there before.

The figures printed are of data that a model was not fitted on; the head of each module in `models/` says on what data,
and what the figures are. The development sets are looked for as `benchmarks.quality` does it.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from benchmarks.models import events, phrases, rewordings, statements, words
from benchmarks.quality import find_bench

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    # From the folder of the development sets to what is left out and the cross-validated figures without it.
    Ablation = Callable[[Path], Iterator[tuple[str, Mapping[str, float]]]]

# Characters of the first column of an ablation.
NAME_WIDTH = 24


class Fitter(Protocol):
    """What a module of a model has by the name of `fit`."""

    def __call__(self, bench: Path, *, write: bool) -> Mapping[str, Any]:
        """Cross-validate, fit and write where that is wanted; return the cross-validated figures."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model and how it is fitted.

    Attributes:
        name: As in `--model`.
        fit: Called with the folder of the development sets.
        files: What it needs in that folder.
        ablate: Cross-validates without each signal; None where nobody wrote that.
    """

    name: str
    fit: Fitter
    files: tuple[str, ...]
    ablate: Ablation | None = None


# All models, each after those that it rests on: events on statements, the last two on words.
MODELS = (
    Model("words", words.fit, (words.FILE,), words.ablate),
    Model("statements", statements.fit, statements.FILES, statements.ablate),
    Model("events", events.fit, (events.FILE,)),
    Model("phrases", phrases.fit, (phrases.FILE,)),
    Model("rewordings", rewordings.fit, (rewordings.FILE,)),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Fit and print."""
    parser = _parser()
    options = parser.parse_args(argv)
    bench = find_bench(options.bench)
    if bench is None:
        parser.error("no folder of development sets was found; name one with --bench")
    chosen = [one for one in MODELS if not options.model or one.name in options.model]
    if options.ablate and not options.model:
        chosen = [one for one in chosen if one.ablate]
    for one in chosen:
        if options.ablate and one.ablate is None:
            able = ", ".join(other.name for other in MODELS if other.ablate)
            parser.error(f"{one.name} has no ablation; those that have one: {able}")
        if missing := [name for name in one.files if not (bench / name).is_file()]:
            parser.error(f"{one.name} cannot be fitted: {', '.join(missing)} is missing in {bench}")
    for one in chosen:
        print(f"fitting {one.name} …", file=sys.stderr)
        if options.ablate and one.ablate is not None:
            for line in tabulate(one.name, one.ablate(bench)):
                print(line, flush=True)
        else:
            print(json.dumps({one.name: one.fit(bench, write=not options.dry_run)}, indent=1), flush=True)
    return 0


def tabulate(name: str, cases: Iterator[tuple[str, Mapping[str, float]]]) -> Iterator[str]:
    """Yield the lines of an ablation: one for each thing left out, as soon as it was measured."""
    for number, (without, figures) in enumerate(cases):
        if not number:
            yield f"{f'{name} without':{NAME_WIDTH}} {' '.join(f'{column:>9}' for column in figures)}"
        cells = (f"{value:>{max(9, len(column))}}" for column, value in figures.items())
        yield f"{without:{NAME_WIDTH}} {' '.join(cells)}"


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fit",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--bench", type=Path, metavar="FOLDER", help="the folder of the development sets")
    parser.add_argument(
        "--model", action="append", choices=[one.name for one in MODELS], help="fit this model; may be repeated"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--dry-run", action="store_true", help="cross-validate, and write nothing")
    form.add_argument(
        "--ablate",
        action="store_true",
        help="cross-validate without each signal, where a model has many, and write nothing",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
