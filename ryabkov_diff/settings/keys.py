"""The settings one by one: the name of each, what it may be, and how a text says it.

A value from a TOML file has a type already and is only checked. A value from the environment or from a flag is a text:
it is first turned into what the file would have (`parse`), then checked in the same way.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ryabkov_diff.domain import MEANING_AT_STAKE
from ryabkov_diff.embed import ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["KEYS", "Context", "Fault", "Key", "nearest"]

# A value that a message quotes is cut to this.
QUOTED_CHARACTERS = 60

# What sizes are counted in, in bytes; any case.
UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9}

# How the environment says yes and no, any case.
TRUTH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


class Fault(Exception):  # noqa: N818  # it never leaves `settings`, which gathers all faults in one SettingsError
    """What is wrong with one value, in one line, and what there is to choose from."""

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Context:
    """What a check needs to know beside the value.

    Attributes:
        kinds: Gives the kinds that there are; a call may import detectors.
        folder: What paths are relative to: the settings file's folder, or the working folder.
    """

    kinds: Callable[[], tuple[str, ...]]
    folder: Path


@dataclass(frozen=True, slots=True)
class Key:
    """A setting as users write it.

    Attributes:
        parse: From a text to what TOML would have; a text that means nothing comes back as it is, for the check.
        check: From TOML's value to the one in `Settings`; raises a `Fault`.
        toml: An example value as a settings file has it.
        text: The same as the environment and a flag have it.
    """

    parse: Callable[[str], object]
    check: Callable[[object, Context], Any]
    toml: str
    text: str


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the question that names the nearest of several names: `did you mean 'number'?`."""
    return f"did you mean {get_close_matches(name, list(names), n=1, cutoff=0)[0]!r}?"


def _unexpected(value: object, what: str, then: str = "") -> Fault:
    """Return the fault of a value that is something else than `what`."""
    found = json.dumps(value, ensure_ascii=False, default=str)
    if len(found) > QUOTED_CHARACTERS:
        found = found[:QUOTED_CHARACTERS] + "…"
    return Fault(f"expected {what}, found {found}{then}")


# ---------------------------------------------------------------------------------------------------- from a text


def _same(text: str) -> object:
    return text


def _truth(text: str) -> object:
    return TRUTH.get(text.strip().casefold(), text)


def _number(text: str) -> object:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _list(text: str) -> object:
    """Split at commas: `number, entity`."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _table(text: str) -> object:
    """Split at commas and at the last equals sign: `number=0.8,entity=0.6`; a part without one makes no table."""
    parts = [part.rpartition("=") for part in text.split(",") if part.strip()]
    if not all(equals for _, equals, _ in parts):
        return text
    return {name.strip(): value.strip() for name, _, value in parts}


def _numbers(text: str) -> object:
    table = _table(text)
    return {name: _number(value) for name, value in table.items()} if isinstance(table, dict) else table


# ------------------------------------------------------------------------------------------------------ the checks


def _engine(value: object, _: Context) -> str:
    if not isinstance(value, str):
        raise _unexpected(value, "a text")
    if value not in ENGINES:
        raise _unexpected(value, f"one of {', '.join(ENGINES)}", f"; {nearest(value, ENGINES)}")
    return value


def _text(value: object, _: Context) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _unexpected(value, "a text")
    return value


def _flag(value: object, _: Context) -> bool:
    if not isinstance(value, bool):
        raise _unexpected(value, "true or false")
    return value


def _severity(value: object, _: Context) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value not in range(MEANING_AT_STAKE + 1):
        raise _unexpected(value, "a severity, 0, 1, 2 or 3")
    return value


def _kinds(value: object, context: Context) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(kind, str) for kind in value):
        raise _unexpected(value, "a list of kinds")
    _check_kinds(value, context)
    return tuple(dict.fromkeys(value))


def _count(value: object, _: Context) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _unexpected(value, "a whole number from 1")
    return value


def _size(value: object, _: Context) -> int:
    said = re.fullmatch(r"(\d{1,15}(?:\.\d{1,9})?)\s*([a-z]*)", str(value).strip(), re.IGNORECASE)
    factor = UNITS.get(said[2].casefold()) if said else None
    if isinstance(value, bool) or said is None or factor is None or (size := round(float(said[1]) * factor)) < 1:
        raise _unexpected(value, "a size in bytes, kB, MB or GB")
    return size


def _thresholds(value: object, context: Context) -> Mapping[str, float]:
    if not isinstance(value, dict):
        raise _unexpected(value, "a table of kinds and numbers")
    _check_kinds(value, context)
    for kind, least in value.items():
        # Written so that what is not a number (NaN) is refused, too.
        if not isinstance(least, int | float) or isinstance(least, bool) or not 0 <= least <= 1:
            raise _unexpected(least, f"a number from 0 to 1 for {kind}")
    return {kind: float(least) for kind, least in value.items()}


def _labels(value: object, _: Context) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise _unexpected(value, "a table of names and what to call them")
    for name, label in value.items():
        if not isinstance(label, str) or not label.strip():
            raise _unexpected(label, f"a text for {name}")
    return dict(value)


def _file(value: object, context: Context) -> Path:
    if not isinstance(value, str) or not value.strip():
        raise _unexpected(value, "the name of a file")
    path = context.folder / Path(value).expanduser()
    if not path.is_file():
        problem = f"there is no file {str(path)!r}"
        raise Fault(problem, "a path in a settings file is relative to that file")
    return path


def _folder(value: object, context: Context) -> Path:
    """Take a folder that need not be there yet."""
    if not isinstance(value, str) or not value.strip():
        raise _unexpected(value, "the name of a folder")
    path = context.folder / Path(value).expanduser()
    if path.exists() and not path.is_dir():
        problem = f"{str(path)!r} is no folder"
        raise Fault(problem, "a path in a settings file is relative to that file")
    return path


def _sources(value: object, context: Context) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise _unexpected(value, "a list of files, folders and patterns")
    # As a user would write them in the working folder.
    return tuple(os.path.relpath(context.folder / Path(one).expanduser()) for one in value)


def _check_kinds(named: Iterable[str], context: Context) -> None:
    unknown = [kind for kind in named if kind not in context.kinds()]
    if unknown:
        said = "; ".join(f"there is no kind of finding {kind!r}; {nearest(kind, context.kinds())}" for kind in unknown)
        raise Fault(said, f"all kinds: {', '.join(context.kinds())}")


# By name, in the order of the documentation; `Settings` has a field for each.
KEYS: Mapping[str, Key] = {
    "engine": Key(_same, _engine, '"onnx"', "onnx"),
    "model": Key(_same, _text, '"all-MiniLM-L6-v2"', "all-MiniLM-L6-v2"),
    "nli": Key(_same, _text, '"cross-encoder/nli-deberta-v3-small"', "cross-encoder/nli-deberta-v3-small"),
    "same-event": Key(_truth, _flag, "true", "true"),
    "glossary": Key(_same, _file, '"names.toml"', "names.toml"),
    "outlets": Key(_table, _labels, '{ "tasnim*.txt" = "Tasnim" }', "tasnim*.txt=Tasnim"),
    "text-key": Key(_same, _text, '"body.plain"', "body.plain"),
    "headline-key": Key(_same, _text, '"title"', "title"),
    "publisher-key": Key(_same, _text, '"outlet"', "outlet"),
    "date-key": Key(_same, _text, '"published"', "published"),
    "url-key": Key(_same, _text, '"link"', "link"),
    "max-size": Key(_same, _size, '"20MB"', "20MB"),
    "max-articles": Key(_number, _count, "2000", "2000"),
    "max-statements": Key(_number, _count, "9000", "9000"),
    "max-nesting": Key(_number, _count, "500", "500"),
    "fix-text": Key(_truth, _flag, "true", "true"),
    "save-pages": Key(_same, _folder, '"pages"', "pages"),
    "ignore": Key(_list, _kinds, '["spelling", "rewording"]', "spelling,rewording"),
    "min-confidence": Key(_numbers, _thresholds, "{ rewording = 0.6 }", "rewording=0.6"),
    "plugins": Key(_truth, _flag, "false", "false"),
    "kind": Key(_list, _kinds, '["number", "omission"]', "number,omission"),
    "min-severity": Key(_number, _severity, "2", "2"),
    "fail-on": Key(_list, _kinds, '["number"]', "number"),
    "sources": Key(_list, _sources, '["articles", "more/*.txt"]', "articles,more/*.txt"),
}
