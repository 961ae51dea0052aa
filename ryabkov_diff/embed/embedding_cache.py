"""The embedding cache: what a model has once computed of a text, in one SQLite file of the user's cache folder.

An entry is keyed by the embedder's fingerprint (model, revision, precision, the release that runs it) and the exact
text, so that nothing is ever out of date, and holds the vectors bit for bit. Many processes may use the file at once.
It is bounded: the entries that have not been used for longest go first. It is only ever a help: a file that is damaged
is set aside, one that cannot be written is not written, and the vectors are computed anew.
"""

from __future__ import annotations

import os
import sqlite3
import time
import zlib
from contextlib import closing, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from ryabkov_diff.domain import Embeddings, TokenVectors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ryabkov_diff.domain import Embedder

__all__ = ["CacheSize", "CachedEmbedder", "EmbeddingCache", "cache_folder"]

Answer = TypeVar("Answer")

# The variable that names another folder, or says that nothing is to be kept.
VARIABLE = "RYABKOV_DIFF_CACHE"
OFF = "off"

FILE = "embeddings.sqlite3"

# What the file's layout is called (`PRAGMA user_version`); a file of another layout is emptied.
LAYOUT = 1

# Bytes that the file may grow to: the embeddings of some two thousand articles.
LIMIT = 2 * 1024**3

# Of the limit, what is left when the oldest entries have gone: not every further text shall have to make room.
KEPT = 0.8

# Texts embedded before they are stored: an interrupt loses no more than these.
CHUNK = 512

# Keys in one question: SQLite takes 999 variables in its oldest releases.
KEYS_AT_ONCE = 900

# Seconds to wait for another process that is writing: longer than a chunk takes on a slow disk.
PATIENCE = 10.0

# When an entry was used is noted by the day: noting each use would make every reader write.
DAY = 24 * 60 * 60

_TABLE = """
CREATE TABLE embeddings (
    key BLOB PRIMARY KEY,
    vector BLOB NOT NULL,
    offsets BLOB NOT NULL,
    tokens BLOB NOT NULL,
    width INTEGER NOT NULL,
    truncated INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    used INTEGER NOT NULL
)
"""


def cache_folder() -> Path | None:
    """Return where the cache is: `RYABKOV_DIFF_CACHE`, else the platform's folder; None where that says `off`."""
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        return Path(named) if named.lower() != OFF else None
    from platformdirs import user_cache_path

    return user_cache_path("ryabkov-diff", appauthor=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the cache holds of one text.

    Attributes:
        vector: float32 of shape (dim,).
        tokens: See `TokenVectors`.
        truncated: Whether the text is longer than the model reads.
    """

    vector: np.ndarray[tuple[int], np.dtype[np.float32]]
    tokens: TokenVectors
    truncated: bool


class DamagedError(Exception):
    """An entry is not what was stored; it never leaves this module."""


@dataclass(frozen=True, slots=True)
class CacheSize:
    """How large the cache is.

    Attributes:
        texts: The number of texts whose vectors it holds.
        bytes: The size of its file, with what SQLite keeps beside it.
        oldest: The day on which its oldest entry was last used, in seconds of the epoch; None where it is empty.
    """

    texts: int
    bytes: int
    oldest: int | None


class EmbeddingCache:
    """A file of vectors; no method raises because of what is wrong with the file: `problems` says it.

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

    def load(self, keys: Sequence[bytes]) -> Mapping[bytes, Entry]:
        """Return the entries that there are of these keys."""
        return self._ask(lambda connection: _load(connection, keys), {}) if self.path.exists() else {}

    def store(self, entries: Mapping[bytes, Entry]) -> None:
        """Add entries, and make room for them where the file has reached its limit."""

        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (_packed(key, entry) for key, entry in entries.items()),
                )
                _make_room(connection, self.limit)

        try:
            self._make_file()
        except OSError as error:
            self._add(f"the embedding cache is not used: {error.strerror or error}")
        else:
            self._ask(write, None)

    def size(self) -> CacheSize:
        """Say how large the cache is."""
        nothing: tuple[int, int | None] = (0, None)
        texts, oldest = self._ask(_count, nothing) if self.path.exists() else nothing
        return CacheSize(texts, sum(path.stat().st_size for path in self._files()), oldest)

    def clear(self) -> None:
        """Remove all entries, also a file that was set aside."""
        if self.path.exists():
            self._ask(_empty, None)
        self._damaged.unlink(missing_ok=True)

    @property
    def _damaged(self) -> Path:
        """Where a damaged file is set aside."""
        return self.path.with_name(f"{FILE}.damaged")

    def _files(self) -> list[Path]:
        """Return the file and those that SQLite keeps beside it, as far as they are there."""
        return [path for suffix in ("", "-wal", "-shm") if (path := Path(f"{self.path}{suffix}")).exists()]

    def _ask(self, question: Callable[[sqlite3.Connection], Answer], otherwise: Answer) -> Answer:
        """Open the file and ask it something; what goes wrong is noted, and the answer is `otherwise`."""
        opened = None
        try:
            opened = self.path.stat().st_ino
            with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as connection:
                _prepare(connection)
                return question(connection)
        except (sqlite3.OperationalError, OSError) as error:
            # Locked, full, read-only: the file may be sound.
            self._add(f"the embedding cache is not used: {error}")
        except (sqlite3.DatabaseError, DamagedError) as error:
            self._set_aside(opened)
            self._add(f"the embedding cache was damaged and begins anew: {error}")
        return otherwise

    def _add(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def _make_file(self) -> None:
        """Make the file, which nobody but its user may read: it tells what they work on."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))

    def _set_aside(self, inode: int | None) -> None:
        """Rename the file, unless another process has done so, so that a new one takes its place."""
        with suppress(OSError):
            if self.path.stat().st_ino == inode:
                files = self._files()
                self.path.replace(self._damaged)
                for path in files[1:]:
                    path.unlink()


class CachedEmbedder:
    """An embedder that asks the cache first; its results are those of the embedder, bit for bit.

    Args:
        embedder: Computes what the cache does not hold.
        cache: Where to look, and where to put it.
        fingerprint: All that the embedder's vectors depend on, but the text.
    """

    def __init__(self, embedder: Embedder, cache: EmbeddingCache, fingerprint: str) -> None:
        self._embedder = embedder
        self._cache = cache
        self._prefix = sha256(fingerprint.encode())

    @property
    def name(self) -> str:
        """That of the embedder."""
        return self._embedder.name

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Embed texts; see `Embedder.embed`."""
        keys = [self._key(text) for text in texts]
        entries = dict(self._cache.load(keys))
        missing = [(key, text) for key, text in zip(keys, texts, strict=True) if key not in entries]
        for first in range(0, len(missing), CHUNK):
            chunk = missing[first : first + CHUNK]
            fresh = self._embedder.embed([text for _, text in chunk])
            truncated = set(fresh.truncated)
            computed = {
                key: Entry(fresh.vectors[row], fresh.tokens[row], row in truncated)
                for row, (key, _) in enumerate(chunk)
            }
            self._cache.store(computed)
            entries |= computed
        if not texts:
            return self._embedder.embed(texts)
        return Embeddings(
            vectors=np.stack([entries[key].vector for key in keys]),
            tokens=tuple(entries[key].tokens for key in keys),
            truncated=tuple(index for index, key in enumerate(keys) if entries[key].truncated),
        )

    def _key(self, text: str) -> bytes:
        digest = self._prefix.copy()
        digest.update(b"\0" + text.encode("utf-8", "surrogatepass"))
        return digest.digest()


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the table where it is lacking; many readers and one writer may work at once."""
    connection.execute("PRAGMA synchronous = NORMAL")
    if connection.execute("PRAGMA user_version").fetchone()[0] == LAYOUT:
        return
    connection.execute("PRAGMA journal_mode = WAL")
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone()[0] != LAYOUT:  # no other process was quicker
            connection.execute("DROP TABLE IF EXISTS embeddings")
            connection.execute(_TABLE)
            connection.execute("CREATE INDEX embeddings_used ON embeddings (used)")
            connection.execute(f"PRAGMA user_version = {LAYOUT}")


def _load(connection: sqlite3.Connection, keys: Sequence[bytes]) -> Mapping[bytes, Entry]:
    """Return the entries of these keys, and note that they were used.

    Raises:
        DamagedError: One is not what was stored.
    """
    today = _today()
    found: dict[bytes, Entry] = {}
    stale = []
    for first in range(0, len(keys), KEYS_AT_ONCE):
        asked = keys[first : first + KEYS_AT_ONCE]
        marks = ",".join("?" * len(asked))
        columns = "key, vector, offsets, tokens, width, truncated, checksum, used"
        rows = connection.execute(f"SELECT {columns} FROM embeddings WHERE key IN ({marks})", asked)  # noqa: S608  # question marks
        for key, *blobs, width, truncated, checksum, used in rows:
            found[key] = _unpacked(blobs, width, checksum, truncated=bool(truncated))
            if used < today:
                stale.append((today, key))
    if stale:
        with connection:
            connection.executemany("UPDATE embeddings SET used = ? WHERE key = ?", stale)
    return found


def _make_room(connection: sqlite3.Connection, limit: int) -> None:
    """Delete what has not been used for longest, where the file has reached its limit."""
    page_size, pages, free = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "page_count", "freelist_count")
    )
    used = (pages - free) * page_size
    if used <= limit:
        return
    count = connection.execute("SELECT count(*) FROM embeddings").fetchone()[0]
    going = count - int(count * KEPT * limit / used)  # entries are about equally large
    oldest = "SELECT rowid FROM embeddings ORDER BY used, rowid LIMIT ?"
    connection.execute(f"DELETE FROM embeddings WHERE rowid IN ({oldest})", (going,))  # noqa: S608  # a constant


def _count(connection: sqlite3.Connection) -> tuple[int, int | None]:
    """Return the number of entries, and when the oldest was last used."""
    texts, oldest = connection.execute("SELECT count(*), min(used) FROM embeddings").fetchone()
    return int(texts), oldest


def _empty(connection: sqlite3.Connection) -> None:
    """Delete all entries, and give the room back."""
    with connection:
        connection.execute("DELETE FROM embeddings")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _packed(key: bytes, entry: Entry) -> tuple[bytes, bytes, bytes, bytes, int, int, int, int]:
    """Return the row of an entry."""
    blobs = (entry.vector.tobytes(), entry.tokens.offsets.tobytes(), entry.tokens.vectors.tobytes())
    return (key, *blobs, entry.tokens.vectors.shape[1], int(entry.truncated), _checksum(blobs), _today())


def _unpacked(blobs: Sequence[bytes], width: int, checksum: int, *, truncated: bool) -> Entry:
    """Make an entry of its row.

    Raises:
        DamagedError: The bytes are not those that were stored.
    """
    try:
        if _checksum(blobs) != checksum:
            msg = "an entry does not have its checksum"
            raise DamagedError(msg)
        vector, offsets, tokens = blobs
        spans = np.frombuffer(offsets, dtype=np.int64).reshape(-1, 2)
        vectors = np.frombuffer(tokens, dtype=np.float32).reshape(len(spans), width)
        return Entry(np.frombuffer(vector, dtype=np.float32), TokenVectors(spans, vectors), truncated)
    except (TypeError, ValueError) as error:
        msg = "an entry does not have its form"
        raise DamagedError(msg) from error


def _checksum(blobs: Sequence[bytes]) -> int:
    checksum = 0
    for blob in blobs:
        checksum = zlib.crc32(blob, checksum)
    return checksum


def _today() -> int:
    """Return when this day began, in seconds of the epoch."""
    return int(time.time()) // DAY * DAY
