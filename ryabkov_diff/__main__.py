"""`python -m ryabkov_diff`: the same as the command `ryabkov-diff`."""

from __future__ import annotations

if __name__ == "__main__":
    import sys

    from ryabkov_diff.cli import main

    sys.exit(main())
