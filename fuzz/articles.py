"""Fuzz two articles of arbitrary bytes, from reading to all outputs: `python -m fuzz.articles`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuzz.harness import run

if TYPE_CHECKING:
    from collections.abc import Callable

# What atheris watches.
PACKAGES = ("ryabkov_diff.read", "ryabkov_diff.invisible", "ryabkov_diff.segment", "ryabkov_diff.variants")


def load() -> Callable[[bytes], None]:
    """Import what is tested."""
    from fuzz.properties import check_bytes  # noqa: PLC0415  # atheris instruments what is imported here

    return check_bytes


if __name__ == "__main__":
    run("articles", PACKAGES, load)
