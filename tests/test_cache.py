"""The cache: bounded, shared by processes, never in the way."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ryabkov_diff import cache as cache_module
from ryabkov_diff.cache import Cache, cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ENTRIES = {f"key {number}".encode(): f"value {number} ".encode() * 100 for number in range(40)}


def some(*names: object, size: int = 24_000) -> dict[bytes, bytes]:
    """Entries with these names."""
    return {str(name).encode(): os.urandom(size) for name in names}


def test_what_is_stored_is_found_again_and_nothing_else(tmp_path: Path) -> None:
    Cache(tmp_path).store(ENTRIES)
    cache = Cache(tmp_path)

    assert cache.load([*list(ENTRIES)[:3], b"another"]) == dict(list(ENTRIES.items())[:3])
    assert cache.load([]) == {}
    assert cache.load([str(number).encode() for number in range(5000)]) == {}
    assert cache.problems == []


def test_looking_makes_no_file(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new")

    assert cache.load([b"key"]) == {}
    assert (cache.size().entries, cache.size().bytes) == (0, 0)
    cache.clear()
    assert not (tmp_path / "new").exists()


WRITER = """
import sys
import time
from pathlib import Path
from ryabkov_diff.cache import Cache
folder, number = Path(sys.argv[1]), sys.argv[2]
common = {f"common {one}".encode(): bytes(1000) for one in range(20)}
for part in range(5):
    own = {f"{number} {part} {one}".encode(): number.encode() * 1000 for one in range(20)}
    cache = Cache(folder)
    cache.store(common | own)
    assert cache.load([*common, *own]) == common | own
    assert not cache.problems, cache.problems
"""


def test_many_processes_may_write_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    command = [sys.executable, "-c", WRITER, str(folder)]
    writers = [subprocess.Popen([*command, str(number)], stderr=subprocess.PIPE, text=True) for number in range(8)]

    assert [writer.communicate()[1] for writer in writers] == [""] * 8
    assert Cache(folder).size().entries == 20 + 8 * 5 * 20


def test_the_file_is_bounded_and_what_was_not_used_for_longest_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 400_000

    def on_day(day: int) -> Cache:
        monkeypatch.setattr("time.time", lambda: day * 24 * 60 * 60.0)
        return Cache(tmp_path, limit)

    kept, forgotten = some("a", "b", "c", "d"), some("e", "f", "g", "h")
    on_day(1).store(kept)
    on_day(1).store(forgotten)
    for day in range(2, 9):
        assert on_day(day).load(list(kept)) == kept
        on_day(day).store(some(*((day, part) for part in range(3))))
        assert Cache(tmp_path).path.stat().st_size < 1.3 * limit

    assert on_day(9).load(list(kept)) == kept
    assert on_day(9).load(list(forgotten)) == {}


def test_an_entry_larger_than_the_file_may_be_is_not_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=100_000)
    cache.store(some("large", size=300_000))

    assert cache.load([b"large"]) == {}
    cache.store(some("small", size=100))
    assert list(cache.load([b"small"])) == [b"small"]


def no_database(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 300)


def broken_pages(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)


def altered(statement: str) -> Callable[[Path], None]:
    """Return what alters a file by a statement of SQL."""

    def alter(path: Path) -> None:
        with sqlite3.connect(path) as connection:
            connection.execute(statement)
        connection.close()

    return alter


def unreadable_schema(path: Path) -> None:
    """The name of a table in the first page is no text any more."""
    data = path.read_bytes()
    path.write_bytes(data.replace(b"CREATE TABLE entries", b"CREATE T\xceBLE entries", 1))


@pytest.mark.parametrize(
    "damage",
    [
        no_database,
        broken_pages,
        unreadable_schema,
        altered("UPDATE entries SET value = zeroblob(16)"),
        altered("UPDATE entries SET value = 17"),
        altered("UPDATE entries SET value = CAST(x'ceff' AS TEXT)"),
        altered("UPDATE entries SET used = 'today'"),
        altered("DROP TABLE entries"),
        altered("ALTER TABLE entries RENAME COLUMN value TO words"),
    ],
)
def test_a_damaged_file_is_set_aside_and_made_anew(damage: Callable[[Path], None], tmp_path: Path) -> None:
    Cache(tmp_path).store(ENTRIES)
    cache = Cache(tmp_path)
    damage(cache.path)

    assert cache.load(list(ENTRIES)) == {}
    assert len(cache.problems) == 1
    assert cache.problems[0].startswith("the cache was damaged and begins anew: ")
    assert cache.path.with_name("cache.sqlite3.damaged").exists()

    cache.store(ENTRIES)
    assert Cache(tmp_path).load(list(ENTRIES)) == ENTRIES


def test_a_file_of_another_layout_is_emptied(tmp_path: Path) -> None:
    with sqlite3.connect(Cache(tmp_path).path) as connection:
        connection.execute("CREATE TABLE entries (text TEXT)")
        connection.execute("PRAGMA user_version = 77")
    connection.close()

    cache = Cache(tmp_path)
    cache.store(ENTRIES)
    assert cache.load(list(ENTRIES)) == ENTRIES
    assert cache.problems == []


def test_a_file_that_another_process_holds_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(tmp_path).store(ENTRIES)
    monkeypatch.setattr(cache_module, "PATIENCE", 0.05)
    holder = sqlite3.connect(Cache(tmp_path).path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    cache = Cache(tmp_path)
    cache.store(some("new"))

    assert cache.problems == ["the cache is not used: database is locked"]
    assert cache.load(list(ENTRIES)) == ENTRIES
    holder.close()
    assert Cache(tmp_path).size().entries == len(ENTRIES)


def test_a_file_is_waited_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(tmp_path).store(ENTRIES)
    monkeypatch.setattr(cache_module, "PATIENCE", 0.5)
    holder = sqlite3.connect(Cache(tmp_path).path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    cache = Cache(tmp_path)
    cache.store(some("new"))
    begin = time.perf_counter()
    cache.store(some("newer"))
    waited = time.perf_counter() - begin
    holder.close()

    assert waited < 0.4
    assert cache.problems == ["the cache is not used: database is locked"]


def test_a_view_in_the_place_of_the_table_is_no_cache_of_ours(tmp_path: Path) -> None:
    altered("CREATE VIEW entries AS SELECT 1")(Cache(tmp_path).path)
    cache = Cache(tmp_path)
    cache.store(ENTRIES)
    cache.store(ENTRIES)

    assert cache.load(list(ENTRIES)) == ENTRIES
    assert cache.path.with_name("cache.sqlite3.damaged").exists()


def test_a_name_that_no_file_can_have_is_done_without(tmp_path: Path) -> None:
    cache = Cache(tmp_path / ("a" * 300))
    cache.store(ENTRIES)

    assert cache.load(list(ENTRIES)) == {}
    assert cache.size().entries == 0
    assert cache.problems == ["the cache is not used: File name too long"]


def test_clearing_needs_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def empty(_: sqlite3.Connection) -> bool:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    cache = Cache(tmp_path)
    cache.store(ENTRIES)
    monkeypatch.setattr(cache_module, "_empty", empty)

    assert cache.clear()
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_cleared_is_said(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.store(ENTRIES)
    (tmp_path / "cache.sqlite3.damaged").mkdir()

    assert not cache.clear()
    assert cache.problems[0].startswith("the cache cannot be removed: ")


def test_a_full_disk_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(tmp_path).store(ENTRIES)
    prepare = cache_module._prepare

    def prepared(connection: sqlite3.Connection) -> None:
        prepare(connection)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    monkeypatch.setattr(cache_module, "_prepare", prepared)
    cache = Cache(tmp_path)
    cache.store(some(*range(100)))

    assert cache.problems == ["the cache is not used: database or disk is full"]
    assert cache.load(list(ENTRIES)) == ENTRIES


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = Cache(tmp_path / "file" / "cache")
    cache.store(ENTRIES)

    assert cache.load(list(ENTRIES)) == {}
    assert cache.problems == ["the cache is not used: Not a directory"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_nobody_else_may_read_what_a_user_compares(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "cache"
    Cache(folder).store(ENTRIES)

    def modes(paths: Iterable[Path]) -> set[int]:
        return {stat.S_IMODE(path.stat().st_mode) for path in paths}

    assert modes([folder]) == {0o700}
    assert modes(folder.iterdir()) == {0o600}


def test_clearing_leaves_nothing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.store(some(*range(40)))
    before = cache.size()
    cache.path.with_name("cache.sqlite3.damaged").write_bytes(b"old")
    cache.clear()

    assert before.entries == 40
    assert cache.size().entries == 0
    assert cache.size().bytes < before.bytes / 4
    assert not cache.path.with_name("cache.sqlite3.damaged").exists()
    assert cache.problems == []


def test_the_folder_is_the_platforms_unless_the_environment_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RYABKOV_DIFF_CACHE", "/elsewhere")
    assert cache_folder() == Path("/elsewhere")
    monkeypatch.setenv("RYABKOV_DIFF_CACHE", "off")
    assert cache_folder() is None
    monkeypatch.setenv("RYABKOV_DIFF_CACHE", "")
    found = cache_folder()
    assert found is not None
    assert found.name == "ryabkov-diff"
