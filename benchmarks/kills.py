"""Kill `compare -o out.json` at random moments, and look at what it leaves behind.

    python -m benchmarks.kills                 # 200 times
    python -m benchmarks.kills --rounds 20 --seed 7

In each round an article has changed, so that there is something to compute, to keep in the cache and to write. The
process is killed (SIGKILL) at a random moment of its run, or right when it begins to write the result or the cache.
Behind it `out.json` must be the old result or the new one, whole, and the cache must be of use without a word.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from ryabkov_diff.cache import Cache
from ryabkov_diff.schema import load_comparison

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["kill_rounds"]

ARTICLE = """Bridge to close for repairs

LEEDS, May 9, 2024 — The old harbour bridge will close on 14 June, Ada Brook told the Morning Echo.

"We have found 12 cracks in the second pier," Brook said. "It doesn't mean that the bridge will fall."
"""
OTHER = ARTICLE.replace("12 cracks", "21 cracks").replace("doesn't mean", "means").replace("Brook said", "she stressed")

# Seconds behind the beginning of writing within which the process is killed: writing takes a few milliseconds.
WRITING = 0.01

# Seconds that a run takes at most.
PATIENCE = 120


class BrokenError(Exception):
    """A kill has left something broken behind."""


def kill_rounds(rounds: int, seed: int, folder: Path) -> Counter[str]:
    """Kill a run this many times; count what was there behind each: the old result, the new one, a draft.

    Args:
        rounds: How many times.
        seed: Of the random moments.
        folder: An empty one, to work in.

    Raises:
        BrokenError: The result or the cache was broken.
    """
    chance = random.Random(seed)  # noqa: S311  # moments, not secrets
    target, cache = folder / "out.json", folder / "cache"
    (folder / "b.txt").write_text(OTHER, encoding="utf-8")
    _write_article(folder, 0)
    began = time.monotonic()
    _finish(folder)
    duration = time.monotonic() - began
    moments: tuple[Callable[[], bool] | None, ...] = (
        None,
        lambda: any(folder.glob(".*.part")),
        lambda: Path(f"{cache / 'cache.sqlite3'}-wal").exists(),
    )
    found: Counter[str] = Counter()
    for number in range(1, rounds + 1):
        old = target.read_bytes()
        digest = _write_article(folder, number)
        process = _start(folder)
        moment = moments[number % len(moments)]
        if moment is None:
            time.sleep(chance.uniform(0, duration))
        else:
            while process.poll() is None and not moment():
                pass
            time.sleep(chance.uniform(0, WRITING))
        process.send_signal(signal.SIGKILL)
        error = process.communicate()[1]
        found["killed" if process.returncode == -signal.SIGKILL else "had ended"] += 1
        if error:
            msg = f"round {number}: {error.decode()}"
            raise BrokenError(msg)
        new = target.read_bytes()
        if new != old and load_comparison(new.decode()).articles[0].sha256 != digest:
            msg = f"round {number}: out.json is neither the old result nor the new one"
            raise BrokenError(msg)
        found["old result" if new == old else "new result"] += 1
        drafts = list(folder.glob(".*.part"))
        found["draft left"] += len(drafts)
        for draft in drafts:
            draft.unlink()
        kept = Cache(cache)
        kept.size()
        if kept.problems:
            msg = f"round {number}: {kept.problems}"
            raise BrokenError(msg)
    # What the cache tells is what is computed without it.
    _finish(folder)
    told = target.read_bytes()
    _finish(folder, "--no-cache")
    if target.read_bytes() != told:
        msg = "the cache tells something else than what is computed"
        raise BrokenError(msg)
    return found


def _write_article(folder: Path, number: int) -> str:
    """Write the article of a round; return its SHA-256."""
    text = f"{ARTICLE}\nAccording to Brook, the repair costs {number} million pounds.\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def _start(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "ryabkov_diff", "compare", "a.txt", "b.txt", "-o", "out.json", "--no-config"]
    environment = os.environ | {"RYABKOV_DIFF_CACHE": str(folder / "cache")}
    return subprocess.Popen([*command, *options], cwd=folder, env=environment, stderr=subprocess.PIPE)


def _finish(folder: Path, *options: str) -> None:
    """Run to the end, which must come without a word."""
    process = _start(folder, *options)
    error = process.communicate(timeout=PATIENCE)[1]
    if process.returncode or error:
        msg = f"a run that was not killed: {error.decode()}"
        raise BrokenError(msg)


def main() -> None:
    """Kill, and print what was there."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = kill_rounds(options.rounds, options.seed, Path(folder))
    print(", ".join(f"{count} {what}" for what, count in found.items()))


if __name__ == "__main__":
    main()
