"""Files, folders and patterns → the sources they stand for, for commands that take many articles; opens none."""

from __future__ import annotations

from dataclasses import replace
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from ryabkov_diff.errors import InputError
from ryabkov_diff.read.formats import SUFFIXES
from ryabkov_diff.read.sources import STDIN, Fault, Source, is_address, parse_source

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["expand_paths"]


def expand_paths(paths: Sequence[str]) -> tuple[Source, ...]:
    """Name the sources that paths stand for.

    Args:
        paths: Files, addresses and `-`, each of which may have a label (`Tasnim=b.txt`); folders, of which the files
            with one of `SUFFIXES` are taken, without those in folders below; and patterns such as `2022/**/*.txt`.
            Files and folders whose name begins with a full stop are left out.

    Returns:
        The sources, those of a folder or a pattern sorted, each once. What a folder or a pattern has is not `named`,
        unless the pattern is all that is given and one file fits it.

    Raises:
        InputError: A folder has no articles or has a label, or nothing fits a pattern; all faults are named at once.
    """
    sources: dict[Source, Source] = {}
    faults: list[Fault] = []
    for path in paths:
        try:
            inside = _files_of(path)
        except Fault as fault:
            faults.append(fault)
            continue
        if inside is None:
            found = [parse_source(path)]
        else:
            named = len(paths) == len(inside) == 1 and has_magic(path)
            found = [Source(one, named=named) for one in inside]
        for source in found:
            key = replace(source, named=True)
            # What was found and is named as well counts as named.
            if source.named or key not in sources:
                sources[key] = source
    if faults:
        raise InputError(
            "; ".join(str(fault) for fault in faults),
            "; ".join(dict.fromkeys(fault.hint for fault in faults if fault.hint)),
        )
    return tuple(sources.values())


def _files_of(path: str) -> list[str] | None:
    """Return the files of a folder or a pattern, sorted; None where the path names a file, be it there or not.

    Raises:
        Fault: There is none, the folder cannot be read, or has a label.
    """
    source = parse_source(path)
    own = Path(source.path)
    try:
        if source.path == STDIN or is_address(source.path) or own.is_file():
            return None
        if source.path and own.is_dir():  # an empty name is no name for the working folder
            if source.label:
                raise Fault(repr(path), "gives one label to a folder", "label its files one by one: NAME=FILE")
            inside = sorted(str(one) for one in own.iterdir() if _may_be_article(one))
            if not inside:
                hint = f"articles in a folder end in {', '.join(sorted(SUFFIXES))}"
                raise Fault(repr(source.path), "has no articles", hint)
            return inside
    except PermissionError:
        raise Fault(source.path, "may not be read", "check its permissions") from None
    except OSError:  # too long for a name: whoever reads it says so
        return None
    if not has_magic(path):
        return None
    # `Path.glob` takes no absolute patterns.
    fitting = sorted(one for one in glob(path, recursive=True) if _is_file(Path(one)))  # noqa: PTH207
    if not fitting:
        msg = "no file"
        raise Fault(msg, f"fits {path!r}", "** stands for folders, * and ? for characters of a name")
    return fitting


def _may_be_article(path: Path) -> bool:
    return path.name.lower().endswith(tuple(SUFFIXES)) and not path.name.startswith(".") and _is_file(path)


def _is_file(path: Path) -> bool:
    """Say whether this is a file, or would be one if it could be read: a link to nothing is, a pipe is not."""
    try:
        return path.is_file() or not path.exists()
    except OSError:
        return True
