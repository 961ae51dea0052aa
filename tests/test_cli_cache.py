"""The cache as the command line uses it: the same output, quicker, and never a failure."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ryabkov_diff import Article, compare
from ryabkov_diff.cache import Cache
from ryabkov_diff.comparison_cache import comparison_keys, recall_comparison
from ryabkov_diff.domain import Note
from ryabkov_diff.embed.weights import model_state
from ryabkov_diff.read import read_articles
from ryabkov_diff.settings import Settings

FIRST = """Port to reopen in May

The port will reopen on 3 May, harbour master Lena Dahl said on Monday. "We have mended four of the five cranes," she
told the Coast Courier. The fifth crane is beyond repair, according to her. Some 40 dockers will be back by summer.
"""
SECOND = """Harbour opens again

Harbour master Lena Dahl said on Monday that the port would open again on 3 May. "Three of the five cranes have been
mended," she told the Coast Courier. The fifth cannot be repaired, she said. By summer some 40 dockers will work again.
"""


@pytest.fixture
def articles(tmp_path: Path) -> list[str]:
    """Two articles as files."""
    paths = [tmp_path / "first.txt", tmp_path / "second.txt"]
    for path, text in zip(paths, (FIRST, SECOND), strict=True):
        path.write_text(text, encoding="utf-8")
    return [str(path) for path in paths]


def run(*arguments: str, cache: Path | str, code: str = "pass") -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own, with a cache; `code` is run before."""
    program = f"import sys; {code}; from ryabkov_diff.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=os.environ | {"RYABKOV_DIFF_CACHE": str(cache)},
        capture_output=True,
        timeout=120,
        check=False,
    )


# Fails where the model is imported.
NO_MODEL = "sys.modules['onnxruntime'] = sys.modules['tokenizers'] = None"


def test_a_second_comparison_runs_no_model_and_writes_the_same(articles: list[str], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    uncached = run("compare", *articles, "--no-cache", cache=cache)
    assert not cache.exists()
    first = run("compare", *articles, cache=cache)
    # Nor numpy, for what is kept needs none.
    second = run("compare", *articles, cache=cache, code=NO_MODEL + "; sys.modules['numpy'] = None")

    assert (uncached.returncode, first.returncode, second.returncode) == (0, 0, 0)
    assert uncached.stdout == first.stdout == second.stdout
    assert b"Lena Dahl" in first.stdout
    assert first.stderr + second.stderr == b""


def test_other_settings_of_the_same_articles_run_no_model_either(articles: list[str], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    run("compare", *articles, cache=cache)
    # Not ahead of the texts either, where a failure would be of no consequence: a loaded one is told at the end.
    told = (
        "import atexit, os; atexit.register(lambda: os.write(2, b'loaded') if 'onnxruntime' in sys.modules else None)"
    )
    cached = run("compare", *articles, "--ignore", "number", cache=cache, code=told)
    uncached = run("compare", *articles, "--ignore", "number", "--no-cache", cache=cache)

    assert (cached.returncode, cached.stderr) == (0, b"")
    assert run("compare", *articles, "--no-cache", cache=cache, code=told).stderr == b"loaded"
    assert cached.stdout == uncached.stdout
    assert cached.stdout != run("compare", *articles, cache=cache).stdout


def test_vectors_that_are_gone_are_computed_anew(articles: list[str], tmp_path: Path) -> None:
    """Also where the cache says that they were once computed."""
    cache = Cache(tmp_path / "cache")
    compare(articles, cache=cache)
    entries = sqlite3.connect(cache.path)
    with closing(entries), entries:
        gone = entries.execute("DELETE FROM entries WHERE length(value) > 0").rowcount
        assert entries.execute("SELECT count(*) FROM entries").fetchone() == (1,)

    assert gone > len(articles)
    assert compare(articles, cache=cache, same_event=True) == compare(articles, same_event=True)
    assert cache.problems == []


def test_a_changed_article_is_compared_anew(articles: list[str], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    before = run("compare", *articles, cache=cache)
    Path(articles[1]).write_text(SECOND.replace("Three of the five", "Four of the five"), encoding="utf-8")
    after = run("compare", *articles, cache=cache)

    assert before.stdout != after.stdout
    assert after.stdout == run("compare", *articles, "--no-cache", cache=cache).stdout


def test_a_damaged_cache_is_said_in_one_line_and_the_output_is_the_same(articles: list[str], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    whole = run("compare", *articles, cache=cache)
    (cache / "cache.sqlite3").write_bytes(b"no database at all" * 1000)
    mended = run("compare", *articles, cache=cache)

    assert mended.returncode == 0
    assert mended.stdout == whole.stdout
    assert mended.stderr.decode().splitlines() == [
        "ryabkov-diff: the cache was damaged and begins anew: file is not a database"
    ]
    assert run("compare", *articles, cache=cache).stderr == b""


def test_a_folder_that_cannot_be_written_is_said_in_one_line(articles: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    done = run("report", *articles, cache=tmp_path / "file" / "cache")

    assert done.returncode == 0
    assert done.stderr.decode() == "ryabkov-diff: the cache is not used: Not a directory\n"


def test_the_cache_says_where_and_how_large_it_is_and_is_cleared(articles: list[str], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    empty = run("cache", "info", cache=cache).stdout.decode().splitlines()
    run("compare", *articles, cache=cache)
    full = run("cache", "info", cache=cache).stdout.decode().splitlines()

    assert empty == [str(cache / "cache.sqlite3"), "0 entries, 0.0 MB of at most 2,147.5 MB"]
    assert full[0] == empty[0]
    assert int(full[1].split()[0]) == Cache(cache).size().entries > 5
    assert run("cache", "clear", cache=cache).stdout.decode().startswith(f"removed {full[1].split()[0]} entries, ")
    assert run("cache", "info", cache=cache).stdout.decode().splitlines()[1].startswith("0 entries, 0.")
    assert run("cache", "info", cache="off").stdout == b"off: nothing is kept (RYABKOV_DIFF_CACHE)\n"


# ------------------------------------------------------------------------------------------------------- the key


def key(articles: list[str] | None = None, note: str = "", fingerprint: str | None = "m@1", **settings: Any) -> bytes:
    found, notes = read_articles(
        [
            Article("A", "First", FIRST, len(FIRST), "0" * 64),
            Article("B", "Second", SECOND, len(SECOND), "1" * 64),
        ]
        if articles is None
        else articles
    )
    made = comparison_keys(found, (*notes, *([Note("n", note)] if note else [])), Settings(**settings), fingerprint)
    assert made is not None
    return made.comparison


def test_whatever_shapes_a_result_is_in_its_key(articles: list[str], tmp_path: Path) -> None:
    glossary = tmp_path / "names.toml"
    glossary.write_text("", encoding="utf-8")
    keys = [
        key(),
        key(articles),
        key(articles[::-1]),
        key([f"Courier={articles[0]}", articles[1]]),
        key(note="repaired"),
        key(fingerprint="m@2"),
        key(same_event=True),
        key(ignore=("number",)),
        key(min_confidence={"number": 0.5}),
        key(outlets={"*.txt": "Courier"}),
        key(glossary=glossary),
        # From a file, the result's notes name it.
        key(min_severity=2, origins={"min-severity": "ryabkov-diff.toml"}),
    ]
    glossary.write_text("# another", encoding="utf-8")
    keys.append(key(glossary=glossary))

    assert len(set(keys)) == len(keys)


def test_what_only_chooses_what_is_shown_is_not(articles: list[str]) -> None:
    assert key(articles) == key(articles, min_severity=2, kind=("number",), fail_on=("date",), sources=("seeds",))
    assert key(articles) == key(articles, min_severity=2, origins={"min-severity": "--min-severity"})


def test_what_cannot_be_told_is_not_kept() -> None:
    assert comparison_keys((), (), Settings(), None) is None
    assert comparison_keys((), (), Settings(nli="some/model"), "m@1") is None


def test_another_state_of_the_program_is_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    monkeypatch.setattr("ryabkov_diff.comparison_cache._program", lambda: iter(["edited"]))

    assert key() != before


@pytest.mark.parametrize("value", [b"", b"no zlib", zlib.compress(b"no JSON"), zlib.compress(b"{}")])
def test_a_kept_comparison_that_cannot_be_read_is_made_anew(value: bytes, articles: list[str], tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    found, notes = read_articles(articles)
    keys = comparison_keys(found, notes, Settings(), model_state())
    assert keys is not None
    cache.store({keys.comparison: value})

    assert compare(articles, cache=cache) == compare(articles)
    assert len(cache.problems) == 1
    assert cache.problems[0].startswith("the cache was damaged and begins anew: a comparison cannot be read: ")
    assert recall_comparison(cache, keys) == compare(articles)
