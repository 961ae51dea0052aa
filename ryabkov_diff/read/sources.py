"""What the user named → text: paths, `LABEL=path` and standard input; the only I/O of `read`."""

from __future__ import annotations

import difflib
import errno
import os
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ryabkov_diff.invisible import bare
from ryabkov_diff.read.decode import NotTextError, decode

__all__ = ["Fault", "Source", "load_text", "parse_source", "shown_path"]

# The name for standard input on the command line.
STDIN = "-"

# What an article from there is called.
STDIN_LABEL = "standard input"

# How alike a name must be to be meant: one or two letters off in a name of ten.
_SIMILAR = 0.8

# A text given in place of a path is cut to this.
_NAME_CHARACTERS = 80

# How many similar names or contained files a hint lists.
_HINTED_NAMES = 3


@dataclass(frozen=True, slots=True)
class Source:
    """One argument of `compare`.

    Attributes:
        path: As the user gave it; `-` for standard input.
        label: The user's label; None when none was given.
    """

    path: str
    label: str | None = None


class Fault(Exception):  # noqa: N818 - it never leaves `read`, which gathers the faults of all sources in one InputError
    """What is wrong with one source, and what to do about it."""

    def __init__(self, name: str, problem: str, hint: str = "") -> None:
        super().__init__(f"{name} {problem}")
        self.problem = problem
        self.hint = hint


def parse_source(argument: str | os.PathLike[str]) -> Source:
    """Split `LABEL=path`. A file whose real name holds the equals sign wins; path objects carry no label."""
    if isinstance(argument, os.PathLike):
        return Source(os.fspath(argument))
    label, equals, path = argument.partition("=")
    if not equals or not label.strip() or not path or _exists(argument):
        return Source(argument)
    return Source(path, label.strip())


def load_text(source: Source, stdin: BinaryIO | None) -> tuple[bytes, str, str | None]:
    """Return what a source holds: its bytes, their text, and a remark where the encoding was guessed.

    Raises:
        Fault: It cannot be read, or has no text.
    """
    data = _load_bytes(source, stdin)
    name = STDIN_LABEL if source.path == STDIN else source.path
    try:
        text, remark = decode(data)
    except NotTextError:
        raise Fault(name, "is not a text file", "give plain text, UTF-8 for preference") from None
    if not bare(text).strip():
        raise Fault(name, "is empty", "give an article with at least one sentence")
    return data, text, remark


def shown_path(path: str) -> str:
    """Return a path as results name it: never an absolute one, which would tell of the machine and its user."""
    given = Path(path)
    if not given.is_absolute():
        return path
    here = Path.cwd()
    return str(given.relative_to(here)) if given.is_relative_to(here) else given.name


def _load_bytes(source: Source, stdin: BinaryIO | None) -> bytes:
    if source.path == STDIN:
        if stdin is None:
            msg = "standard input (-)"
            raise Fault(msg, "cannot be read, or is named twice", "name a file, or - once")
        return stdin.read()
    path = Path(source.path)
    if not source.path:
        msg = "an empty name"
        raise Fault(msg, "names no file", "name the files")
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise Fault(source.path, "is a directory", _directory_hint(path)) from None
    except FileNotFoundError:
        raise Fault(source.path, "does not exist", _missing_hint(path)) from None
    except PermissionError:
        # Windows says so of directories, too.
        if path.is_dir():
            raise Fault(source.path, "is a directory", _directory_hint(path)) from None
        raise Fault(source.path, "may not be read", "check its permissions") from None
    except (OSError, ValueError) as error:
        reason = os.strerror(error.errno).lower() if isinstance(error, OSError) and error.errno else str(error)
        name = textwrap.shorten(source.path, _NAME_CHARACTERS, placeholder="…")
        hint = "" if not isinstance(error, OSError) or error.errno != errno.ENAMETOOLONG else "give a path, not a text"
        raise Fault(name, f"cannot be read: {reason}", hint) from None


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def _directory_hint(path: Path) -> str:
    try:
        names = sorted(entry.name for entry in path.iterdir() if entry.is_file() and not entry.name.startswith("."))
    except OSError:
        names = []
    if not names:
        return "name the files to compare"
    shown = " ".join(str(path / name) for name in names[:_HINTED_NAMES])
    return f"name the files in it, e.g. {shown}"


def _missing_hint(path: Path) -> str:
    try:
        names = sorted(entry.name for entry in path.parent.iterdir())
    except OSError:
        return "check the name" if path.parent.is_dir() else f"there is no directory {path.parent}"
    near = difflib.get_close_matches(path.name, names, n=_HINTED_NAMES, cutoff=_SIMILAR)
    return "did you mean " + " or ".join(str(path.parent / name) for name in near) + "?" if near else "check the name"
