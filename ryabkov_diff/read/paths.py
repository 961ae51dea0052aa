"""Files, folders and patterns → the files in them, for commands that take many articles."""

from __future__ import annotations

from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from ryabkov_diff.errors import InputError
from ryabkov_diff.read.sources import STDIN, parse_source

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SUFFIXES", "expand_paths"]

# The files of a folder that are articles; others in it (lists of sources, notes, pictures) are left alone.
SUFFIXES = frozenset({".txt", ".text"})


def expand_paths(paths: Sequence[str]) -> tuple[str, ...]:
    """Name the files that paths stand for.

    Args:
        paths: Files, which may have a label (`Tasnim=b.txt`), and `-`, which are left as they are; folders, of which
            the files with one of `SUFFIXES` are taken, without those in folders below; and patterns such as
            `2022/**/*.txt`. Files and folders whose name begins with a full stop are left out.

    Returns:
        The files, those of a folder or a pattern sorted, each once.

    Raises:
        InputError: A folder has no articles or has a label, or nothing fits a pattern; all are named at once.
    """
    found: list[str] = []
    faults: list[tuple[str, str]] = []
    for path in paths:
        source = parse_source(path)
        own = source.path
        if own == STDIN or Path(own).is_file():
            found.append(path)
        elif own and Path(own).is_dir():  # an empty name is no name for the working folder
            if source.label:
                faults.append((f"{path!r} gives one label to a folder", "label its files one by one: NAME=FILE"))
                continue
            inside = sorted(str(one) for one in Path(own).iterdir() if _is_article(one))
            found += inside
            if not inside:
                faults.append(
                    (f"{own!r} has no articles", f"articles in a folder end in {', '.join(sorted(SUFFIXES))}")
                )
        elif has_magic(path):
            # `Path.glob` takes no absolute patterns.
            fitting = sorted(one for one in glob(path, recursive=True) if Path(one).is_file())  # noqa: PTH207
            found += fitting
            if not fitting:
                faults.append((f"no file fits {path!r}", "** stands for folders, * and ? for characters of a name"))
        else:  # not there: `read_articles` says so, and what has a similar name
            found.append(path)
    if faults:
        raise InputError("; ".join(fault for fault, _ in faults), "; ".join(dict.fromkeys(hint for _, hint in faults)))
    return tuple(dict.fromkeys(found))


def _is_article(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()
