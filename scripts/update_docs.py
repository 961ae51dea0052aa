"""Run the commands that the README and `docs/` show, write what they print into their place, and list the findings.

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

from ryabkov_diff.domain import FAMILIES

ROOT = Path(__file__).parent.parent

# The index of the pages on the kinds of findings, made from these pages.
INDEX = ROOT / "docs" / "findings" / "README.md"

_INDEX_HEAD = """# The kinds of findings

Severity 3: meaning at stake, 2: worth a look, 1: wording, 0: noise, hidden unless asked for. Ids never change their
meaning. A kind without a link has an id, but nothing finds it yet.

| kind | family | severity | says |
|---|---|---|---|
"""

# The head of such a page: title, family and severities, and what the kind says.
_KIND_PAGE = re.compile(
    r"# `(?P<kind>[a-z-]+)`\n\nFamily `(?P<family>[a-z]+)`\. Severity (?P<severity>.*?)\n\n"
    r"## What it says\n(?P<says>.+?)\n\n",
    re.DOTALL,
)

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


def findings_index() -> str:
    """Return the index of the kinds of findings, in the order of their ids, with the first sentence of each page."""
    rows = []
    for kind, family in FAMILIES.items():
        page = INDEX.parent / f"{kind}.md"
        head = _KIND_PAGE.match(page.read_text(encoding="utf-8")) if page.exists() else None
        if head is None:
            rows.append(f"| `{kind}` | {family} | | |")
            continue
        # "1; 2 where the words hold a name": the numbers before the rules are named.
        severities = re.findall(r"\b[0-3]\b", head["severity"].partition("Rule")[0])
        says = re.split(r"(?<=[.:;])\s", " ".join(head["says"].split()))[0].rstrip(".:;")
        rows.append(f"| [`{kind}`]({kind}.md) | {head['family']} | {', '.join(dict.fromkeys(severities))} | {says} |")
    return _INDEX_HEAD + "\n".join(rows) + "\n"


def main() -> None:
    """Update all pages and name those that changed."""
    INDEX.write_text(findings_index(), encoding="utf-8")
    for page in pages():
        before = page.read_text(encoding="utf-8")
        after = updated(before)
        if after != before:
            page.write_text(after, encoding="utf-8")
            print(page.relative_to(ROOT))


if __name__ == "__main__":
    main()
