"""Run the commands that the README and `docs/` show, and write what they print into their place.

A fenced block of the language `console` begins with a line `$ command`; the rest is its output. The tests run the same
commands and fail where the output differs; after a change of results run

    python scripts/update_docs.py

and look at what it changed. Commands run in the project's folder, with a terminal of no kind.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

BLOCK = re.compile(r"^```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)^```$", re.MULTILINE | re.DOTALL)

# Seconds; the model is loaded for each command.
PATIENCE = 120

# What a user's terminal might say and the shown output must not depend on.
ENVIRONMENT = ("CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR", "PAGER")


def pages() -> list[Path]:
    """Return the pages that may show commands."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def run(command: str) -> str:
    """Run a command of the documentation as a reader's shell would, and return what it prints to standard output."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ENVIRONMENT and not name.startswith("RYABKOV_DIFF_")
    }
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", "")])
    result = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    # Trailing white space is no part of a page.
    return "".join(f"{line.rstrip()}\n" for line in result.stdout.splitlines())


def updated(text: str) -> str:
    """Return a page's text with the outputs of its commands as they are now."""
    return BLOCK.sub(lambda block: f"```console\n$ {block['command']}\n{run(block['command'])}```", text)


def main() -> None:
    """Update all pages and name those that changed."""
    for page in pages():
        before = page.read_text(encoding="utf-8")
        after = updated(before)
        if after != before:
            page.write_text(after, encoding="utf-8")
            print(page.relative_to(ROOT))


if __name__ == "__main__":
    main()
