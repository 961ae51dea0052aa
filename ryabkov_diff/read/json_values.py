"""The bytes of a JSON or JSON Lines file → its values; what is broken in it is named with its place."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from itertools import accumulate
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from ryabkov_diff.read.decode import NotTextError, decode
from ryabkov_diff.read.sources import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from ryabkov_diff.read.sources import Payload

__all__ = ["JsonValues", "parse_json"]

# A string, the last one perhaps cut off. It fails nowhere, so a text is read once from end to end.
_STRING = re.compile(r'"[^"\\]*+(?:\\.?+[^"\\]*+)*+"?+', re.DOTALL)
_NO_BRACKETS = re.compile(r"[^\[\]{}]+")

# Endings of files that hold one value a line.
_LINES_SUFFIXES = frozenset({".jsonl", ".ndjson", ".jsonlines"})

# Digits of an integer beyond which it is no time and no number of anything; Python would refuse to read thousands.
_INTEGER_DIGITS = 20

# What the parser says of a second value behind the first.
_EXTRA = "Extra data"


class JsonValues(NamedTuple):
    """What was read of a file.

    Attributes:
        values: One, or one a line.
        repeated: Keys that stand twice in one object with different values.
        remark: A sentence for the reader where the encoding was guessed or mended.
    """

    values: list[Any]
    repeated: tuple[str, ...]
    remark: str | None


def parse_json(payload: Payload, nesting: int) -> JsonValues:
    """Parse a file: one value, or where its name or its first line says so, one a line.

    Args:
        payload: The bytes, and their name.
        nesting: How many levels deep objects and lists may stand in one another.

    Raises:
        Fault: The bytes are no JSON, or too deeply nested.
    """
    try:
        text, remark = decode(payload.data)
    except NotTextError:
        raise Fault(payload.name, "is not a text file", "give JSON in UTF-8") from None
    if not text.strip():
        raise Fault(payload.name, "is empty", "give an article with at least one sentence")
    _check_nesting(text, payload.name, nesting)
    repeated: dict[str, None] = {}
    load = _loader(repeated)
    is_lines = PurePath(payload.name).suffix.lower() in _LINES_SUFFIXES
    try:
        values = (_load_lines if is_lines else _load_whole)(text, load, payload.name)
    except RecursionError:  # a limit that the user set above what the parser can follow
        problem = "is nested more deeply than can be read"
        raise Fault(payload.name, problem, "exports of articles are not; leave --max-nesting at its default") from None
    return JsonValues(values, tuple(repeated), remark)


def _check_nesting(text: str, name: str, limit: int) -> None:
    """Refuse what is nested beyond the limit before the parser, which is recursive, sees it."""
    if text.count("[") + text.count("{") <= limit:
        return
    brackets = _NO_BRACKETS.sub("", _STRING.sub("", text))
    if max(accumulate(1 if one in "[{" else -1 for one in brackets)) > limit:
        problem = f"is nested more than {limit:,} levels deep"
        raise Fault(name, problem, "exports of articles are not; --max-nesting raises the limit")


def _loader(repeated: dict[str, None]) -> Callable[[str], Any]:
    """Return a parser that notes the keys that an object has twice with different values."""

    def gather(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            repeated.update((key, None) for key, value in pairs if value != found[key])
        return found

    decoder = json.JSONDecoder(
        object_pairs_hook=gather,
        parse_int=lambda digits: int(digits) if len(digits) <= _INTEGER_DIGITS else None,
        # NaN is what data frames write for what is missing.
        parse_constant=lambda _: None,
        # Line breaks and tabs as they are, within strings: what templates write.
        strict=False,
    )
    return decoder.decode


def _load_whole(text: str, load: Callable[[str], Any], name: str) -> list[Any]:
    """Return the one value of a text, or those of its lines where the first line is a value by itself."""
    try:
        return [load(text)]
    except json.JSONDecodeError as error:
        if error.msg == _EXTRA and error.lineno > 1 and "\n" not in text[: error.pos].strip():
            return _load_lines(text, load, name)
        problem = f"is broken JSON in line {error.lineno:,}, column {error.colno:,}: {_fault_of(error)}"
        raise Fault(name, problem, _mend_hint(error)) from None


def _load_lines(text: str, load: Callable[[str], Any], name: str) -> list[Any]:
    values: list[Any] = []
    broken: list[tuple[int, json.JSONDecodeError]] = []
    # Not by `splitlines`: other separators of lines may stand in strings.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                values.append(load(line))
            except json.JSONDecodeError as error:
                broken.append((number, error))
    if not broken:
        return values
    if not values:
        # No line is JSON: it may be one value over several lines.
        with suppress(json.JSONDecodeError):
            return [load(text)]
    number, first = broken[0]
    more = f", and in {len(broken) - 1:,} more" if len(broken) > 1 else ""
    problem = f"has broken JSON in line {number:,}{more}: {_fault_of(first)} at column {first.colno:,}"
    raise Fault(name, problem, "mend the line, or take it out")


def _fault_of(error: json.JSONDecodeError) -> str:
    """Return the parser's message without the place that it leads up to."""
    message = error.msg[:1].lower() + error.msg[1:]
    return message.partition(" starting at")[0].removesuffix(" at").removesuffix(": ")


def _mend_hint(error: json.JSONDecodeError) -> str:
    if error.msg == _EXTRA:
        return "several values stand in a list, or one on each line"
    is_cut = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string")
    return "the file may have been cut off" if is_cut else "mend it there"
