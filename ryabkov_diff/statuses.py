"""The statuses that the program ends with: all that a shell or a script learns of a run."""

from __future__ import annotations

__all__ = ["DIFFERS", "FAILED", "INTERRUPTED", "READER_GONE", "SAME", "SIGNALLED"]

# All went well; what --exit-code or --fail-on look for was found; an option or an input is at fault.
SAME, DIFFERS, FAILED = 0, 1, 2

# What the shell reports of a program that a signal has ended, less the signal's number.
SIGNALLED = 128
# Interrupted (SIGINT); nobody reads the output any more (SIGPIPE). In numbers, for Windows has no SIGPIPE.
INTERRUPTED, READER_GONE = SIGNALLED + 2, SIGNALLED + 13
