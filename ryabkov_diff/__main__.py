"""The command `ryabkov-diff`, and `python -m ryabkov_diff`."""

from __future__ import annotations

import sys

# The shell's status of a program that was interrupted: 128 + SIGINT.
INTERRUPTED = 130


def main() -> int:
    """Run the command line; an interrupt while it is still being imported ends quietly, too."""
    try:
        from ryabkov_diff.cli import main as run
    except KeyboardInterrupt:
        return INTERRUPTED
    return run()


if __name__ == "__main__":
    sys.exit(main())
