"""Fuzz files of structured formats, as a folder of articles holds them: `python -m fuzz.files`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz.harness import run

if TYPE_CHECKING:
    from collections.abc import Callable

# The first byte of an input chooses how its file ends.
SUFFIXES = (".txt", ".html", ".htm", ".json", ".jsonl", ".xml", ".rss", ".atom", ".md", ".csv", "")

# What atheris watches.
PACKAGES = ("ryabkov_diff.read",)


def load() -> Callable[[bytes], None]:
    """Import what is tested."""
    # atheris instruments what is imported here.
    from fuzz.properties import check_articles  # noqa: PLC0415
    from ryabkov_diff.errors import RyabkovDiffError  # noqa: PLC0415
    from ryabkov_diff.read import read_articles  # noqa: PLC0415
    from ryabkov_diff.read.paths import expand_paths  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp(prefix="fuzz-files-"))

    def check(data: bytes) -> None:
        path = folder / f"article{SUFFIXES[(data[0] if data else 0) % len(SUFFIXES)]}"
        path.write_bytes(data[1:])
        try:
            for named in (str(path), str(folder)):
                try:
                    articles, _ = read_articles(expand_paths([named]))
                except RyabkovDiffError:
                    continue
                # An article against itself, where there is only one.
                check_articles(articles if len(articles) > 1 else articles * 2)
        finally:
            path.unlink()

    return check


if __name__ == "__main__":
    run("files", PACKAGES, load)
