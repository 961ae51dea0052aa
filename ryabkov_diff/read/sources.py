"""What the user named → bytes: paths, `LABEL=path`, `path#2`, addresses and standard input; the only I/O of `read`."""

from __future__ import annotations

import difflib
import errno
import os
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from ryabkov_diff.read.documents import ReadOptions

__all__ = ["Fault", "Payload", "Source", "is_address", "load_payload", "parse_source", "shown_path"]

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

# The units of sizes, the largest first, as `--max-size` takes them.
_UNITS = {"GB": 10**9, "MB": 10**6, "kB": 10**3}

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# Of other addresses, and of such as are nearly right: "http:/".
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):/", re.IGNORECASE)
_PART = re.compile(r"(?P<path>.+)#(?P<part>[1-9]\d*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Source:
    """One argument of `compare`, or a file found where the user named a folder or a pattern.

    Attributes:
        path: As the user gave it; `-` for standard input; an address begins with `http://` or `https://`.
        label: The user's label; None when none was given.
        part: Which of several articles of the source is meant, counted from 1; None for all.
        named: Whether the user named it; what is wrong with one that was only found is no error, it is left out.
        data: What it holds, where that was read already.
    """

    path: str
    label: str | None = None
    part: int | None = None
    named: bool = True
    data: bytes | None = None

    @property
    def name(self) -> str:
        """What messages call it."""
        return STDIN_LABEL if self.path == STDIN else self.path


class Payload(NamedTuple):
    """What a source holds, and what is known of it beside the bytes.

    Attributes:
        data: The bytes as received.
        name: What messages call it; its ending may tell the format.
        content_type: In lower case, without parameters, as a server says it: `text/html`.
        charset: The encoding that a server says.
        url: Where it was fetched, after redirects; None for files.
    """

    data: bytes
    name: str
    content_type: str | None = None
    charset: str | None = None
    url: str | None = None


class Fault(Exception):  # noqa: N818 - it never leaves `read`, which gathers the faults of all sources in one InputError
    """What is wrong with one source, and what to do about it."""

    def __init__(self, name: str, problem: str, hint: str = "") -> None:
        super().__init__(f"{name} {problem}")
        self.problem = problem
        self.hint = hint


def parse_source(argument: str | os.PathLike[str]) -> Source:
    """Split `LABEL=path#2`; path objects carry neither label nor part.

    A file whose real name holds the equals sign or the number sign wins; so does an address before a label.

    >>> parse_source("Echo=https://echo.example/?id=7")
    Source(path='https://echo.example/?id=7', label='Echo', part=None, named=True, data=None)
    """
    if isinstance(argument, os.PathLike):
        return Source(os.fspath(argument))
    label, equals, path = argument.partition("=")
    if not equals or not label.strip() or not path or is_address(argument) or _exists(argument):
        return _with_part(argument, None)
    return _with_part(path, label.strip())


def is_address(path: str) -> bool:
    """Say whether a path is an address that is fetched: only http and https are."""
    return _ADDRESS.match(path) is not None


def load_payload(source: Source, stdin: BinaryIO | None, options: ReadOptions) -> Payload:
    """Return what a source holds.

    Raises:
        Fault: It cannot be read, or is too large.
    """
    if is_address(source.path):
        from ryabkov_diff.read.fetch import fetch_payload

        return fetch_payload(source.path, options)
    limit = options.limits.size
    data = _load_bytes(source, stdin, limit) if source.data is None else source.data
    if len(data) > limit:
        raise too_large(source.name, limit, _size_of_file(source.path))
    return Payload(data, source.name)


def too_large(name: str, limit: int, size: int | None = None) -> Fault:
    """Return the fault of a source with more bytes than the limit.

    Args:
        name: Of the source.
        limit: In bytes.
        size: How many it has; None where that was not found out.
    """
    if size is None or size <= limit:
        return Fault(name, f"has more than {limit:,} bytes, the limit", f"--max-size {_spoken_size(2 * limit)}")
    return Fault(name, f"has {size:,} bytes, more than the limit of {limit:,}", f"--max-size {_spoken_size(size)}")


def too_many(name: str, limit: int) -> Fault:
    """Return the fault of a source with more articles than the limit."""
    return Fault(name, f"has more than {limit:,} articles, the limit", f"--max-articles {2 * limit}")


def shown_path(path: str) -> str:
    """Return a path as results name it: never an absolute one, which would tell of the machine and its user."""
    given = Path(path)
    if not given.is_absolute():
        return path
    here = Path.cwd()
    return str(given.relative_to(here)) if given.is_relative_to(here) else given.name


def _with_part(path: str, label: str | None) -> Source:
    found = _PART.fullmatch(path)
    if found is None or _exists(path):
        return Source(path, label)
    return Source(found["path"], label, int(found["part"]))


def _load_bytes(source: Source, stdin: BinaryIO | None, limit: int) -> bytes:
    """Return the bytes of a file or of standard input: all of them, or one more than the limit."""
    if source.path == STDIN:
        if stdin is None:
            msg = "standard input (-)"
            raise Fault(msg, "cannot be read, or is named twice", "name a file, or - once")
        return stdin.read(limit + 1)
    path = Path(source.path)
    if not source.path:
        msg = "an empty name"
        raise Fault(msg, "names no file", "name the files")
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except IsADirectoryError:
        raise Fault(source.path, "is a directory", _directory_hint(path)) from None
    except PermissionError:
        # Windows says so of directories, too.
        if path.is_dir():
            raise Fault(source.path, "is a directory", _directory_hint(path)) from None
        raise Fault(source.path, "may not be read", "check its permissions") from None
    except (OSError, ValueError) as error:
        if _is_link_to_nothing(path):
            raise Fault(source.path, "is a link to nothing", "mend the link, or remove it") from None
        if isinstance(error, FileNotFoundError):
            hint = _address_hint(source.path) or _missing_hint(path)
            raise Fault(source.path, "does not exist", hint) from None
        reason = os.strerror(error.errno).lower() if isinstance(error, OSError) and error.errno else str(error)
        name = textwrap.shorten(source.path, _NAME_CHARACTERS, placeholder="…")
        hint = "" if not isinstance(error, OSError) or error.errno != errno.ENAMETOOLONG else "give a path, not a text"
        raise Fault(name, f"cannot be read: {reason}", hint) from None


def _size_of_file(path: str) -> int | None:
    try:
        return Path(path).stat().st_size
    except (OSError, ValueError):
        return None


def _spoken_size(size: int) -> str:
    """Return a size as the option takes it, rounded up.

    >>> _spoken_size(12_345_678)
    '13MB'
    """
    unit, factor = next(((unit, factor) for unit, factor in _UNITS.items() if size >= factor), ("", 1))
    return f"{-(-size // factor)}{unit}"


def _is_link_to_nothing(path: Path) -> bool:
    try:
        return path.is_symlink() and not path.exists()
    except (OSError, ValueError):
        return False


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


def _address_hint(path: str) -> str | None:
    """Return a hint where a missing file looks like an address that is not fetched; else None."""
    if scheme := _SCHEME.match(path):
        return (
            "give the path of the file"
            if scheme[1].lower() == "file"
            else "of addresses, only https://… and http://… are fetched"
        )
    return f"write an address with its beginning: https://{path}" if path.lower().startswith("www.") else None


def _missing_hint(path: Path) -> str:
    try:
        names = sorted(entry.name for entry in path.parent.iterdir())
    except OSError:
        return "check the name" if path.parent.is_dir() else f"there is no directory {path.parent}"
    near = difflib.get_close_matches(path.name, names, n=_HINTED_NAMES, cutoff=_SIMILAR)
    return "did you mean " + " or ".join(str(path.parent / name) for name in near) + "?" if near else "check the name"
