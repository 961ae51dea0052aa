"""Edits of a sound comparison: what is nearly right gets further than arbitrary bytes, which are hardly ever JSON.

The bytes of an input are read as instructions: a place, what is done there, and what is put there.
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

from ryabkov_diff.embed.lexical_engine import LexicalEmbedder
from ryabkov_diff.pipeline import compare
from ryabkov_diff.read import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["edited"]

FIRST = """Bridge to close for repairs

LEEDS, May 9, 2024 — The old harbour bridge will close on 14 June, Ada Brook told the Morning Echo.

"We have found 12 cracks in the second pier," Brook said. "It doesn't mean that the bridge will fall."
"""
SECOND = """Bridge to close for a month

LEEDS, May 10, 2024 — The old harbour bridge will close on 15 June, Ada Brook told the Morning Echo.

"We found 21 cracks in the second pier," Brook stressed. "It means that the bridge will fall."

According to Brook, the repair costs 2.5 million pounds.
"""

# What is put in place of a value: of each type, at the edges of what is allowed, and what would steer an output.
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1, 10**9, 10**30, 0.5, -0.0, 1e308, "", "A", "B", "A-B", "P01", "F001", "A.1", "B.1", "same",
    "unique", "headline", "boilerplate", "2024-05-09", "=1+1", "<script>", "[x](http://e.example)", "\x1b]8;;http://e\x07",
    "\ud800", "\u202e", "\0", "javascript:alert(1)", "http://[", [], {}, [None], ["A"], ["A", "B"], {"A": ["A.1"]},
)  # fmt: skip


# Of the values of a byte, those below which an edit goes on down: most should be at the leaves, where most fields are.
DEEPER = 0xE0

# What the last bits of a byte do.
DELETE, REPEAT, APPEND, RENAME = range(4)
ACTIONS = 8


def edited(data: bytes) -> str:
    """Return the JSON of a sound comparison, edited at as many places as the bytes tell."""
    bytes_left = iter(data[1:])
    root = deepcopy(_sound())
    for where in bytes_left:
        _edit(root, where, bytes_left)
    return json.dumps(root)


@cache
def _sound() -> dict[str, Any]:
    found = [read_text(text, label=label) for text, label in ((FIRST, "Echo"), (SECOND, "Post"))]
    return compare(found, embedder=LexicalEmbedder(), same_event=True).to_dict()


def _edit(node: dict[str, Any], where: int, instructions: Iterator[int]) -> None:
    """Walk down from the root, a step for each byte, and change what is there."""
    place: Any = node
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = keys[where % len(keys)]
        what = next(instructions, 0)
        below = place[key]
        if isinstance(below, dict | list) and what < DEEPER:
            place, where = below, what
            continue
        if what % ACTIONS == DELETE:
            del place[key]
        elif what % ACTIONS == REPEAT and isinstance(place, list):
            place.append(deepcopy(below))
        elif what % ACTIONS == APPEND and isinstance(below, str):
            place[key] = below + str(VALUES[next(instructions, 0) % len(VALUES)])
        elif what % ACTIONS == RENAME and isinstance(place, dict):
            place[str(VALUES[next(instructions, 0) % len(VALUES)])] = below
        else:
            place[key] = deepcopy(VALUES[next(instructions, 0) % len(VALUES)])
        return
