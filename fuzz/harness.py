"""What the harnesses share: atheris, how long they run, and where inputs are kept.

python -m fuzz.articles                # until it is stopped, or an input fails
python -m fuzz.articles --minutes 20
python -m fuzz.articles crash-1234     # one input again
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import ryabkov_diff

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["run"]

# An input that takes longer than this hangs; nearly all take a tenth of a second, on a busy machine a few.
TIMEOUT_SECONDS = 60

# More than twice of what an input of the greatest length needs.
MEMORY_MEGABYTES = 2048

# Bytes of an input: room for two articles of a few paragraphs. Longer ones are for `benchmarks/hostile.py`.
MAX_LENGTH = 4096

CORPUS = Path(__file__).parent / "corpus"


def run(name: str, packages: Sequence[str], load: Callable[[], Callable[[bytes], None]]) -> None:
    """Run a harness by what the command line says; does not return.

    Args:
        name: Of the folder of first inputs in `corpus/`.
        packages: What atheris watches: the code that new inputs shall reach. All else runs several times as fast.
        load: Imports what is tested and returns what takes an input.
    """
    parser = argparse.ArgumentParser(prog=f"python -m fuzz.{name}")
    parser.add_argument("inputs", nargs="*", type=Path, help="inputs to run once each, in place of new ones")
    parser.add_argument("--minutes", type=float, default=0, help="how long to run; 0 goes on until an input fails")
    parser.add_argument("--found", type=Path, help="where inputs that reach new code are kept for the next run")
    options = parser.parse_args()
    try:
        import atheris  # noqa: PLC0415  # an extra of its own
    except ModuleNotFoundError:
        sys.exit("fuzzing needs atheris: pip install 'ryabkov-diff[fuzz]' (or: make fuzz)")

    # What it shall not watch is named: with a module that it shall watch, it watches all of the parent package.
    others = {f"ryabkov_diff.{module.name}" for module in iter_modules(ryabkov_diff.__path__)} - set(packages)
    with atheris.instrument_imports(include=["ryabkov_diff"], exclude=sorted(others)):
        # Some of it the pipeline imports only when its turn comes; here it must be while atheris watches.
        for package in packages:
            import_module(package)
        check = load()
    # What is imported when it is first needed is none of the first input's time.
    for first in sorted((CORPUS / name).iterdir()):
        check(first.read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        kept = options.found or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        arguments = [
            f"-timeout={TIMEOUT_SECONDS}",
            f"-rss_limit_mb={MEMORY_MEGABYTES}",
            f"-max_len={MAX_LENGTH}",
            "-print_final_stats=1",
            f"-artifact_prefix={kept}/",
        ]
        arguments += [f"-max_total_time={round(options.minutes * 60)}"] if options.minutes else []
        arguments += map(str, options.inputs or (kept, CORPUS / name))
        atheris.Setup([f"fuzz.{name}", *arguments], check)
        atheris.Fuzz()
