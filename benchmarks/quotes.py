"""Measure direct quotations and their speakers: the part of `benchmarks.quality` about them.

python -m benchmarks.quotes             # the table
python -m benchmarks.quotes --worst 5   # and every other option of benchmarks.quality
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from benchmarks import quality
from benchmarks.sets import quotes

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; the options are those of `benchmarks.quality`."""
    return quality.main(["--set", quotes.NAME, *(sys.argv[1:] if argv is None else argv)])


if __name__ == "__main__":
    sys.exit(main())
