"""Measure the findings, in one table: what is found of each type and kind, and how much is false alarm.

    python -m benchmarks.findings                          # one table
    python -m benchmarks.findings --set findings           # on the repository's own articles alone
    python -m benchmarks.findings --json                   # the same for programs
    python -m benchmarks.findings --markdown               # the same for a page
    python -m benchmarks.findings --set planted --worst 5  # the items with the most errors, and what the errors are

These are the sets of `benchmarks.quality` that judge findings. Those of `planted`, "flagged: TYPE" (a recall), "false
alarms" and "discrepancies", count findings of severity 3, and need the development sets, which are looked for as
`benchmarks.quality` does it. Those of `findings` are measured without them: the invented pairs of articles, and the
rows of the list of what is to be found in the two Izvestia articles.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from benchmarks import quality
from benchmarks.sets import findings, planted

if TYPE_CHECKING:
    from collections.abc import Sequence

SETS = tuple(one for one in quality.SETS if one.name in {findings.NAME, planted.NAME})


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    return quality.main(argv, sets=SETS, program="benchmarks.findings", about=__doc__)


if __name__ == "__main__":
    sys.exit(main())
