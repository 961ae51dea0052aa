"""What the documentation shows must be what the program does."""

from __future__ import annotations

import doctest
import re
from functools import cache
from pathlib import Path

import pytest

from ryabkov_diff import compare, read_text
from ryabkov_diff.detect import DETECTORS
from ryabkov_diff.domain import FAMILIES, Finding
from scripts.update_docs import BLOCK, INDEX, ROOT, findings_index, pages, run

PAGES = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in pages()}

COMMANDS = [
    pytest.param(block["command"], block["output"], id=f"{page}: {block['command']}")
    for page, text in PAGES.items()
    for block in BLOCK.finditer(text)
]

# Two wordings and what is found, on the pages of the kinds.
EXAMPLE = re.compile(r"^```example\nA: (?P<a>.+)\nB: (?P<b>.+)\n(?P<findings>(?:→ .+\n)+)```$", re.MULTILINE)

EXAMPLES = [
    pytest.param(
        block["a"], block["b"], block["findings"].splitlines(), id=f"{page}: {block['findings'].splitlines()[0]}"
    )
    for page, text in PAGES.items()
    for block in EXAMPLE.finditer(text)
]

LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)(?:#[^)]*)?\)")

# Any text may stand around an example, so that it is part of an article.
BEFORE = "Ryabkov spoke to reporters in Moscow on Thursday.\n\n"
AFTER = "\n\nThe deputy minister thanked all participants for their patience.\n"


@cache
def help_text() -> str:
    return run("ryabkov-diff compare --help") + run("ryabkov-diff --help")


@pytest.mark.parametrize(("command", "output"), COMMANDS)
def test_commands_print_what_is_shown(command: str, output: str) -> None:
    assert run(command) == output, "after a change of results: make docs"


@pytest.mark.parametrize(("first", "second", "shown"), EXAMPLES)
def test_examples_give_the_findings_that_are_shown(first: str, second: str, shown: list[str]) -> None:
    articles = [read_text(f"{BEFORE}{text}{AFTER}", label=label) for text, label in ((first, "A"), (second, "B"))]
    findings = compare(articles, same_event=True).findings

    assert [f"→ {finding.kind} {finding.severity} {finding.message}" for finding in findings] == shown


@pytest.mark.parametrize("page", PAGES)
def test_python_sessions_are_true(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    sessions = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", PAGES[page], re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(sessions, {}, page, page, 0)
    results = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS).run(test)

    assert results.failed == 0


@pytest.mark.parametrize("page", PAGES)
def test_options_shown_exist(page: str) -> None:
    lines = [line for line in PAGES[page].splitlines() if line.lstrip("$ ").startswith("ryabkov-diff ")]
    options = {option for line in lines for option in re.findall(r"(?<!\S)--?[a-z][\w-]*", line.partition("|")[0])}

    assert {option for option in options if not re.search(rf"(?<!\S){option}(?!\w)", help_text())} == set()


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    folder = (ROOT / page).parent

    assert [target for target in LINK.findall(PAGES[page]) if not (folder / target).exists()] == []


def test_each_kind_that_is_found_has_its_page() -> None:
    documented = {path.stem for path in (ROOT / "docs" / "findings").glob("*.md") if path != INDEX}

    assert documented <= set(FAMILIES)
    assert {finding.kind for finding in found_in_seeds()} <= documented


def test_the_index_of_findings_says_what_their_pages_say() -> None:
    assert INDEX.read_text(encoding="utf-8") == findings_index(), "after a change of a page: make docs"


def test_the_pages_name_the_family_of_their_kind() -> None:
    rows = re.findall(
        r"^\| \[`([a-z-]+)`\]\([a-z-]+\.md\) \| ([a-z]+) \| [0-3, ]+ \| .+ \|$", findings_index(), re.MULTILINE
    )

    assert {kind: FAMILIES[kind] for kind, _ in rows} == dict(rows)
    assert {kind for kind, _ in rows} == {page.stem for page in INDEX.parent.glob("*.md") if page != INDEX}


def found_in_seeds() -> tuple[Finding, ...]:
    seeds = Path(ROOT, "seeds")
    return compare([seeds / "sputnik-2022-12-08.txt", seeds / "tasnim-2022-12-08.txt"]).findings


def test_default_detectors_are_named_in_the_architecture() -> None:
    architecture = PAGES["docs/architecture.md"]

    assert [type(one).__name__ for one in DETECTORS if type(one).__name__ not in architecture] == []
