"""Whole comparisons in the cache: the same articles compared anew, for another format or width, are not compared again.

With other settings they are, but the cache then tells that their statements have been embedded, and the model need not
be loaded ahead.

The key is a digest of all that a comparison depends on: the articles, the settings that shape the result, the model,
and the program itself and what is installed beside it, down to the times of its files. Where that cannot be told,
nothing is kept; what detectors of other distributions have found never is.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ryabkov_diff.domain import Comparison
from ryabkov_diff.errors import ComparisonFormatError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ryabkov_diff.cache import Cache
    from ryabkov_diff.domain import Article, Note
    from ryabkov_diff.settings import Settings

__all__ = ["comparison_keys", "recall_comparison", "remember_comparison", "were_compared"]

# Bytes of a comparison, compressed, above which it is not kept: one of hundreds of articles would push all else out.
LARGEST = 8 * 1024**2

# The settings that choose what is shown of a result, and to what end; only where a file or the environment has them are
# they named in its notes.
CHOOSING = frozenset({"kind", "min-severity", "fail-on", "sources"})


class Keys(NamedTuple):
    """What a comparison is kept under.

    Attributes:
        comparison: A digest of all that it depends on.
        articles: A digest of what the vectors of its statements depend on; under it stands that they were computed.
    """

    comparison: bytes
    articles: bytes


def comparison_keys(
    articles: Sequence[Article], notes: Sequence[Note], settings: Settings, fingerprint: str | None
) -> Keys | None:
    """Return what a comparison is kept under.

    Args:
        articles: As received.
        notes: On their reading.
        settings: Those of the comparison.
        fingerprint: What the vectors depend on, but the texts and what is installed; None where that cannot be told.

    Returns:
        None where the result depends on what cannot be told, as on a model of inference.
    """
    if fingerprint is None or settings.nli is not None:
        return None
    texts = [article.text or "" for article in articles]
    everything = (fingerprint, *_program(), *map(repr, articles), *map(repr, notes), *_shaping(settings))
    return Keys(
        comparison=_digest("comparison", everything),
        articles=_digest("articles", (fingerprint, *texts)),
    )


def recall_comparison(cache: Cache, keys: Keys) -> Comparison | None:
    """Return the comparison that is kept under its key; None where there is none."""
    value = cache.load([keys.comparison]).get(keys.comparison)
    if value is None:
        return None
    try:
        return Comparison.from_dict(json.loads(zlib.decompress(value)))
    except (zlib.error, ValueError, LookupError, TypeError, RecursionError, ComparisonFormatError) as error:
        cache.set_aside(f"a comparison cannot be read: {error}")
        return None


def were_compared(cache: Cache, keys: Keys) -> bool:
    """Whether these articles were compared with any settings: their vectors are in the cache, but for what went."""
    return keys.articles in cache.load([keys.articles])


def remember_comparison(cache: Cache, keys: Keys, comparison: Comparison) -> None:
    """Keep a comparison, unless it is very large, or holds a number that is not finite, which JSON cannot say."""
    entries = {keys.articles: b""}
    with suppress(ValueError):
        # In one line: indented, it takes five times as long to write.
        text = json.dumps(comparison.to_dict(), ensure_ascii=False, allow_nan=False)
        value = zlib.compress(text.encode("utf-8", "surrogatepass"), level=1)
        if len(value) <= LARGEST:
            entries[keys.comparison] = value
    cache.store(entries)


def _digest(kind: str, parts: Iterable[str]) -> bytes:
    digest = sha256(kind.encode())
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(data)}:".encode() + data)
    return digest.digest()


def _shaping(settings: Settings) -> Iterator[str]:
    """Yield the settings that shape the result, and where they were set, as far as its notes may say so."""
    for key, value in settings.values().items():
        origin = settings.origins.get(key, "")
        if key in CHOOSING and (not origin or origin.startswith("--")):
            continue
        yield f"{key}|{value!r}|{origin}"
    if settings.glossary is not None:
        yield sha256(settings.glossary.read_bytes()).hexdigest()


def _program() -> Iterator[str]:
    """Yield what tells this state of the program, and of what it stands on, from any other."""
    yield sys.version
    yield from sorted(_states(str(Path(__file__).parent)))
    for folder in sys.path[1:]:  # the first is that of the script, or the working folder, which changes all the time
        # Installing, updating or removing a package changes the folder in which it stands.
        if Path(folder).exists():
            yield f"{folder}|{Path(folder).stat().st_mtime_ns}"


def _states(folder: str) -> Iterator[str]:
    """Yield path, size and time of the files in a folder and below, but compiled ones."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _states(entry.path)
            elif entry.is_file():
                state = entry.stat()
                yield f"{entry.path}|{state.st_size}|{state.st_mtime_ns}"
