"""The token vectors of many texts: in memory up to a limit, what is more in a temporary file.

They are by far the largest thing that a comparison holds, some 40 kB a statement, and each is needed only while its
article is aligned and collated.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, overload
from weakref import finalize

import numpy as np

from ryabkov_diff.domain import TokenVectors
from ryabkov_diff.errors import EmbeddingError

if TYPE_CHECKING:
    from typing import IO

__all__ = ["PlacedTokens", "TokenStore"]

# Bytes that are kept in memory: the token vectors of some six thousand statements, of hundreds of articles.
IN_MEMORY = 256 * 1024**2


class TokenStore(Sequence[TokenVectors]):
    """Token vectors in the order in which they were added.

    Args:
        limit: Bytes of vectors that are kept in memory.
    """

    def __init__(self, limit: int = IN_MEMORY) -> None:
        self._left = limit
        # Each is kept, or stands in the file: where it begins, the number of tokens, the width of their vectors.
        self._entries: list[TokenVectors | tuple[int, int, int]] = []

    @cached_property
    def _file(self) -> IO[bytes]:
        file = TemporaryFile()  # noqa: SIM115  # closed with the store
        finalize(self, file.close)
        return file

    def add(self, tokens: TokenVectors) -> None:
        """Put the token vectors of one more text into the store.

        Raises:
            EmbeddingError: There is no room for the temporary file.
        """
        self._left -= tokens.vectors.nbytes
        if self._left >= 0:
            self._entries.append(tokens)
            return
        try:
            self._entries.append((self._file.seek(0, os.SEEK_END), *tokens.vectors.shape))
            self._file.write(tokens.offsets.astype(np.int64).tobytes())
            self._file.write(tokens.vectors.astype(np.float32).tobytes())
            self._file.flush()
        except OSError as error:
            msg = f"the vectors of so many statements find no room on the disk: {error.strerror}"
            raise EmbeddingError(msg, "name a folder with more room in the variable TMPDIR") from error

    def __len__(self) -> int:
        """Count the texts."""
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> TokenVectors: ...
    @overload
    def __getitem__(self, index: slice) -> list[TokenVectors]: ...
    def __getitem__(self, index: int | slice) -> TokenVectors | list[TokenVectors]:
        """Return the token vectors of a text, bit for bit as they were added, or those of several texts."""
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        entry = self._entries[index]
        if isinstance(entry, TokenVectors):
            return entry
        begin, count, width = entry
        self._file.seek(begin)
        offsets = np.frombuffer(self._file.read(2 * count * np.dtype(np.int64).itemsize), np.int64)
        vectors = np.frombuffer(self._file.read(count * width * np.dtype(np.float32).itemsize), np.float32)
        return TokenVectors(offsets.reshape(count, 2), vectors.reshape(count, width))


class PlacedTokens(Sequence[TokenVectors]):
    """Token vectors of others, with their offsets moved; each is made when it is asked for.

    Args:
        others: The token vectors.
        places: For each of n texts the index of its token vectors, and what is added to their offsets.
    """

    def __init__(self, others: Sequence[TokenVectors], places: Sequence[tuple[int, int]]) -> None:
        self._others = others
        self._places = places

    def __len__(self) -> int:
        """Count the texts."""
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> TokenVectors: ...
    @overload
    def __getitem__(self, index: slice) -> PlacedTokens: ...
    def __getitem__(self, index: int | slice) -> TokenVectors | PlacedTokens:
        """Return the token vectors of a text, or those of several."""
        if isinstance(index, slice):
            return PlacedTokens(self._others, self._places[index])
        other, by = self._places[index]
        tokens = self._others[other]
        return replace(tokens, offsets=tokens.offsets + by) if by else tokens
