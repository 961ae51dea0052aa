"""Files, folders and patterns → the files in them, for commands that take many articles."""

from __future__ import annotations

import re
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from ryabkov_diff.domain import Note
from ryabkov_diff.errors import InputError
from ryabkov_diff.read.sources import STDIN, Fault, Source, load_text, parse_source, shown_path

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SUFFIXES", "expand_paths"]

# The files of a folder that are articles; others in it (lists of sources, notes, pictures) are left alone.
SUFFIXES = frozenset({".txt", ".text"})

# What lies among articles and is none: how it is called, and how its text is known.
_NO_ARTICLES = (
    # All formats that name the signature, the text for the terminal among them.
    ("is a result of ryabkov-diff", re.compile(r"\bryabkov-diff\|v:\d")),
    (
        "is a web page, not plain text",
        re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE),
    ),
    ("is JSON, not plain text", re.compile(r"\A\s*(?:\[\s*)?\{\s*[\"}]")),
    ("is a table, not plain text", re.compile(r"\A[\w-]+(?:,[\w-]+){3,}\r?\n")),
)


def expand_paths(paths: Sequence[str]) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """Name the files that paths stand for.

    Args:
        paths: Files, which may have a label (`Tasnim=b.txt`), and `-`, which are left as they are; folders, of which
            the files with one of `SUFFIXES` are taken, without those in folders below; and patterns such as
            `2022/**/*.txt`. Files and folders whose name begins with a full stop are left out.

    Returns:
        The files, those of a folder or a pattern sorted, each once; and a note on each file of a folder or a pattern
        that is left out because it cannot be read or is no article.

    Raises:
        InputError: One of several files cannot be read, a folder has no articles or has a label, nothing fits a
            pattern, or nothing is left; all faults are named at once. A single file is left to what reads it, for it
            may be a saved comparison.
    """
    files: list[str] = []
    left_out: dict[str, Fault] = {}
    faults: list[Fault] = []
    for path in paths:
        try:
            inside = _files_of(path)
            if inside is None and len(paths) > 1 and parse_source(path).path != STDIN:
                load_text(parse_source(path), None)
        except Fault as fault:
            faults.append(fault)
            continue
        # A pattern that one file fits names this file.
        if inside is None or (len(paths) == len(inside) == 1 and has_magic(path)):
            files += inside or [path]
            continue
        for one in inside:
            try:
                _check_article(one)
            except Fault as fault:
                left_out[one] = fault
            else:
                files.append(one)
    if not files and not faults:
        faults += left_out.values()
    if faults:
        raise InputError(
            "; ".join(str(fault) for fault in faults),
            "; ".join(dict.fromkeys(fault.hint for fault in faults if fault.hint)),
        )
    notes = (
        Note("left-out", f"{shown_path(name)} {fault.problem}; it was left out.") for name, fault in left_out.items()
    )
    return tuple(dict.fromkeys(files)), tuple(notes)


def _files_of(path: str) -> list[str] | None:
    """Return the files of a folder or a pattern, sorted; None where the path names a file, be it there or not.

    Raises:
        Fault: There is none, the folder cannot be read, or has a label.
    """
    source = parse_source(path)
    own = Path(source.path)
    try:
        if source.path == STDIN or own.is_file():
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
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and _is_file(path)


def _is_file(path: Path) -> bool:
    """Say whether this is a file, or would be one if it could be read: a link to nothing is, a pipe is not."""
    try:
        return path.is_file() or not path.exists()
    except OSError:
        return True


def _check_article(path: str) -> None:
    """Read a file that the user has not named.

    Raises:
        Fault: It cannot be read, or is no article.
    """
    if Path(path).is_symlink() and not Path(path).exists():
        raise Fault(path, "is a link to nothing", "mend the link, or remove it")
    _, text, _ = load_text(Source(path), None)
    for problem, pattern in _NO_ARTICLES:
        if pattern.search(text):
            raise Fault(path, problem, "give plain text, UTF-8 for preference")
