"""The cache: what was once computed, in one SQLite file of the user's cache folder.

It knows nothing of what it holds: keys and values are bytes. A key is a digest of all that its value depends on, so
that nothing is ever out of date. Many processes may use the file at once. It is bounded: the entries that have not been
used for longest go first. It is only ever a help: a file that is damaged is set aside, one that cannot be written is
not written, and what is missing is computed anew.
"""

from __future__ import annotations

import os
import sqlite3
import time
import zlib
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Cache", "CacheSize", "cache_folder"]

Answer = TypeVar("Answer")

# The variable that names another folder, or says that nothing is to be kept.
VARIABLE = "RYABKOV_DIFF_CACHE"
OFF = "off"

FILE = "cache.sqlite3"

# What the file's layout is called (`PRAGMA user_version`); a file of another layout is emptied.
LAYOUT = 1

# Bytes that the file may grow to: the embeddings of some fifteen hundred articles.
LIMIT = 2 * 1024**3

# Of the limit, what is left when the oldest entries have gone: not every further entry shall have to make room.
KEPT = 0.8

# Keys in one question: SQLite takes 999 variables in its oldest releases.
KEYS_AT_ONCE = 900

# Seconds to wait for another process that is writing: longer than many entries take on a slow disk.
PATIENCE = 10.0

# When an entry was used is noted by the day: noting each use would make every reader write.
DAY = 24 * 60 * 60

# SQLite's codes for a file that another process keeps, and for whatever else may go wrong with a file that is sound.
BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
SOUND = BUSY | {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}

_TABLE = """
CREATE TABLE entries (
    key BLOB PRIMARY KEY,
    value BLOB NOT NULL,
    checksum INTEGER NOT NULL,
    used INTEGER NOT NULL
)
"""


def cache_folder() -> Path | None:
    """Return where the cache is: `RYABKOV_DIFF_CACHE`, else the platform's folder; None where that says `off`."""
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        return Path(named).expanduser() if named.lower() != OFF else None
    from platformdirs import user_cache_path  # noqa: PLC0415  # where a variable names the folder, it is not needed

    return user_cache_path("ryabkov-diff", appauthor=False)


class DamagedError(Exception):
    """An entry is not what was stored; it never leaves this module."""


@dataclass(frozen=True, slots=True)
class CacheSize:
    """How large the cache is.

    Attributes:
        entries: Their number.
        bytes: The size of its file, with what SQLite keeps beside it.
    """

    entries: int
    bytes: int


class Cache:
    """A file of entries; no method raises because of what is wrong with the file: `problems` says it.

    Args:
        folder: Where the file is, or shall be; made, for its user alone, when something is stored.
        limit: Bytes that the file may grow to.

    Attributes:
        path: The file.
        limit: As given.
        problems: What went wrong so far, each once, for the user to read; the results are the same.
    """

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.path = folder / FILE
        self.limit = limit
        self.problems: list[str] = []
        self._patience = PATIENCE

    def load(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Return the values that there are of these keys."""
        return self._ask(lambda connection: _load(connection, keys), {}) if _is_there(self.path) else {}

    def store(self, entries: Mapping[bytes, bytes]) -> None:
        """Add entries, and make room for them where the file has reached its limit."""
        today = _today()

        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)",
                    ((key, value, zlib.crc32(value), today) for key, value in entries.items()),
                )
                _make_room(connection, self.limit)

        try:
            self._make_file()
        except OSError as error:
            self._add(f"the cache is not used: {error.strerror or error}")
        else:
            self._ask(write, None)

    def size(self) -> CacheSize:
        """Say how large the cache is."""
        count = self._ask(_count, 0) if _is_there(self.path) else 0
        total = 0
        for path in self._files():
            with suppress(OSError):  # another process may just have removed it
                total += path.stat().st_size
        return CacheSize(count, total)

    def clear(self) -> bool:
        """Remove all entries, also a file that was set aside; say whether none is left."""
        try:
            if _is_there(self.path) and not self._ask(_empty, otherwise=False):
                # The disk may be full, or the file of no use: without it there is nothing to write.
                for path in self._files():
                    path.unlink()
            self._damaged.unlink(missing_ok=True)
        except OSError as error:
            self._add(f"the cache cannot be removed: {error.strerror or error}")
            return False
        return True

    def set_aside(self, problem: str) -> None:
        """Begin anew, for an entry is not what it should be."""
        with suppress(OSError):
            self._set_aside(self.path.stat().st_ino, problem)

    @property
    def _damaged(self) -> Path:
        """Where a damaged file is set aside."""
        return self.path.with_name(f"{FILE}.damaged")

    def _files(self) -> list[Path]:
        """Return the file and those that SQLite keeps beside it, as far as they are there."""
        return [path for suffix in ("", "-wal", "-shm") if _is_there(path := Path(f"{self.path}{suffix}"))]

    def _ask(self, question: Callable[[sqlite3.Connection], Answer], otherwise: Answer) -> Answer:
        """Open the file and ask it something; what goes wrong is noted, and the answer is `otherwise`."""
        opened = None
        try:
            opened = self.path.stat().st_ino
            with closing(sqlite3.connect(self.path, timeout=self._patience)) as connection:
                _prepare(connection)
                return question(connection)
        except OSError as error:
            self._add(f"the cache is not used: {error.strerror or error}")
        except (sqlite3.Error, DamagedError, UnicodeDecodeError) as error:
            # SQLite's own code for it; its upper bits say more than is needed.
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            if code in SOUND:
                self._add(f"the cache is not used: {error}")
                if code in BUSY:
                    self._patience = 0.0  # once is enough: the waits would add up
            else:
                self._set_aside(opened, str(error))
        return otherwise

    def _add(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def _make_file(self) -> None:
        """Make the file, which nobody but its user may read: it tells what they work on."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))

    def _set_aside(self, inode: int | None, problem: str) -> None:
        """Rename the file, unless another process has done so, so that a new one takes its place."""
        self._add(f"the cache was damaged and begins anew: {problem}")
        with suppress(OSError):
            if self.path.stat().st_ino == inode:
                files = self._files()
                self.path.replace(self._damaged)
                for path in files[1:]:
                    path.unlink()


def _is_there(path: Path) -> bool:
    """Whether a file exists; not where its folder cannot be looked into."""
    try:
        return path.exists()
    except OSError:
        return False


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the table where it is lacking; many readers and one writer may work at once."""
    # No waiting for the disk: what a loss of power leaves half-written is found by its checksum, and computed anew.
    connection.execute("PRAGMA synchronous = OFF")
    if connection.execute("PRAGMA user_version").fetchone()[0] == LAYOUT:
        return
    connection.execute("PRAGMA journal_mode = WAL")
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone()[0] != LAYOUT:  # no other process was quicker
            connection.execute("DROP TABLE IF EXISTS entries")
            connection.execute(_TABLE)
            connection.execute("CREATE INDEX entries_used ON entries (used)")
            connection.execute(f"PRAGMA user_version = {LAYOUT}")


def _load(connection: sqlite3.Connection, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
    """Return the values of these keys, and note that they were used.

    Raises:
        DamagedError: One is not what was stored.
    """
    today = _today()
    found: dict[bytes, bytes] = {}
    stale = []
    for first in range(0, len(keys), KEYS_AT_ONCE):
        asked = keys[first : first + KEYS_AT_ONCE]
        marks = ",".join("?" * len(asked))
        question = f"SELECT key, value, checksum, used FROM entries WHERE key IN ({marks})"  # noqa: S608  # question marks
        for key, value, checksum, used in connection.execute(question, asked):
            if not isinstance(value, bytes) or zlib.crc32(value) != checksum or not isinstance(used, int):
                msg = "an entry does not have its checksum"
                raise DamagedError(msg)
            found[key] = value
            if used < today:
                stale.append((today, key))
    if stale:
        with connection:
            connection.executemany("UPDATE entries SET used = ? WHERE key = ?", stale)
    return found


def _make_room(connection: sqlite3.Connection, limit: int) -> None:
    """Delete what has not been used for longest, where the file has reached its limit."""
    page_size, pages, free = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "page_count", "freelist_count")
    )
    used = (pages - free) * page_size
    if used <= limit:
        return
    count = _count(connection)
    going = count - int(count * KEPT * limit / used)  # entries are about equally large
    oldest = "SELECT rowid FROM entries ORDER BY used, rowid LIMIT ?"
    connection.execute(f"DELETE FROM entries WHERE rowid IN ({oldest})", (going,))  # noqa: S608  # a constant


def _count(connection: sqlite3.Connection) -> int:
    """Return the number of entries."""
    return int(connection.execute("SELECT count(*) FROM entries").fetchone()[0])


def _empty(connection: sqlite3.Connection) -> bool:
    """Delete all entries, and give the room back."""
    with connection:
        connection.execute("DELETE FROM entries")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return True


def _today() -> int:
    """Return when this day began, in seconds of the epoch."""
    return int(time.time()) // DAY * DAY
