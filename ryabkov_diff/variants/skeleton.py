"""The skeleton of equal words, by cydifflib; the only place that calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cydifflib

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["equal_words"]


def equal_words(a: Sequence[str], b: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Pair the words that both sequences have in the same order (Ratcliff & Obershelp 1988).

    Symmetric: swapping the arguments swaps each pair. cydifflib's result depends on the order of its arguments, so
    the smaller sequence always goes first; its `autojunk` would drop frequent words, so it is off.

    Returns:
        Index pairs (i, j) with `a[i] == b[j]`, strictly increasing in both; empty where nothing is equal.

    >>> equal_words(["they", "have", "stopped"], ["they", "have", "been", "stopped"])
    ((0, 0), (1, 1), (2, 3))
    """
    swapped = tuple(b) < tuple(a)
    first, second = (b, a) if swapped else (a, b)
    matcher = cydifflib.SequenceMatcher(None, first, second, autojunk=False)
    pairs = [
        (block.a + offset, block.b + offset) for block in matcher.get_matching_blocks() for offset in range(block.size)
    ]
    return tuple((j, i) if swapped else (i, j) for i, j in pairs)
