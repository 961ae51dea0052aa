"""Fuzz saved comparisons, as JSON of arbitrary bytes and as edits of a sound one: `python -m fuzz.comparisons`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuzz.harness import run

if TYPE_CHECKING:
    from collections.abc import Callable

# What atheris watches.
PACKAGES = ("ryabkov_diff.schema", "ryabkov_diff.domain", "ryabkov_diff.report")


def load() -> Callable[[bytes], None]:
    """Import what is tested."""
    # atheris instruments what is imported here.
    from fuzz.edits import edited  # noqa: PLC0415
    from fuzz.properties import check_saved  # noqa: PLC0415

    def check(data: bytes) -> None:
        check_saved(edited(data) if data[:1] == b"\0" else data.decode("utf-8", "replace"))

    return check


if __name__ == "__main__":
    run("comparisons", PACKAGES, load)
