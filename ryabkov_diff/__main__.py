"""The command `ryabkov-diff`, and `python -m ryabkov_diff`."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from threading import Timer
from typing import TYPE_CHECKING

from ryabkov_diff.statuses import INTERRUPTED

if TYPE_CHECKING:
    from types import FrameType

# New objects between two looks for garbage; Python's own 700 is for programs that run on. Nearly all that a run makes,
# from the modules on, lives until its end: a look through it, of which a short run needs none, takes a twentieth of it.
GARBAGE_THRESHOLD = 1_000_000

# The file, by its name in tracebacks, in which Python's import system takes and gives back its locks.
IMPORT_SYSTEM = "<frozen importlib._bootstrap>"

# Seconds after which an interrupt that came inside it is sent anew.
SOON = 0.01


def interrupt(number: int, frame: FrameType | None) -> None:
    """Raise `KeyboardInterrupt`, but only when the import system has let go of its locks.

    Inside, it may be lost, and a lock kept that other threads then wait for without end.
    """
    if frame is not None and frame.f_code.co_filename == IMPORT_SYSTEM:
        Timer(SOON, os.kill, (os.getpid(), number)).start()
        return
    raise KeyboardInterrupt


def main() -> int:
    """Run the command line; an interrupt while it is still being imported ends quietly, too.

    Where all that was written has been handed to the system, the process ends here: taking apart the interpreter, each
    module and each object of it, would take as long again as reading and comparing with kept results.
    """
    gc.set_threshold(GARBAGE_THRESHOLD)
    # Not where the shell has interrupts ignored, nor on Windows, where no process can send itself one.
    if os.name == "posix" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
    try:
        from ryabkov_diff.cli import main as run
    except KeyboardInterrupt:
        return INTERRUPTED
    status = run()
    try:
        atexit._run_exitfuncs()  # noqa: SLF001  as multiprocessing does before it ends a process
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # the shell has closed it: `>&-`
                stream.flush()
    except (OSError, ValueError):
        return status  # the interpreter says what it could not write
    except KeyboardInterrupt:
        status = INTERRUPTED
    os._exit(status)


if __name__ == "__main__":
    sys.exit(main())
