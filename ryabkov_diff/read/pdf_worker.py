"""A PDF file on standard input → its lines on standard output, as JSON; run as a process of its own.

The library is a large program in C++. It is made for untrusted files, but takes what time and memory they ask for: the
process has limits of both, and what breaks here breaks here alone. It imports nothing of this package, and is quick to
start.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# The replacement character, where a font does not say which letter it draws.
_UNKNOWN = "\ufffd"
_LINE_ENDS = frozenset({10, 13})


def main(seconds: int, memory: int, limit: int) -> None:
    """Read the file and write what it holds.

    Args:
        seconds: Of computing, after which the process ends.
        memory: In bytes, above which it ends.
        limit: Of characters.
    """
    _confine(seconds, memory)
    import pypdfium2
    import pypdfium2.raw as pdfium

    data = sys.stdin.buffer.read()
    result: dict[str, Any]
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        is_locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
        result = {"problem": "locked" if is_locked else "damaged"}
    else:
        lines: list[dict[str, Any]] = []
        damaged = []
        characters = 0
        for number in range(len(document)):
            try:
                for line in _lines(document[number].get_textpage(), pdfium):
                    lines.append(line | {"page": number})
                    characters += len(line["text"])
            except pypdfium2.PdfiumError:
                damaged.append(number + 1)
            if characters > limit:
                break
        title = document.get_metadata_dict().get("Title", "")
        result = {"lines": lines, "title": title, "damaged": damaged, "is_too_large": characters > limit}
    # Escapes alone: a hostile file may hold anything.
    sys.stdout.write(json.dumps(result))


def _lines(page: Any, pdfium: Any) -> Iterator[dict[str, Any]]:
    """Yield the lines of a page in reading order, as `Line` has them."""
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    # Of the line at hand: letters, and where and how large each is.
    line: list[tuple[str, float, float, float]] = []
    for index in range(page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(page, index)
        if code in _LINE_ENDS:
            if line:
                yield _gathered(line)
            line = []
            continue
        pdfium.FPDFText_GetCharOrigin(page, index, ctypes.byref(x), ctypes.byref(y))
        pdfium.FPDFText_GetMatrix(page, index, ctypes.byref(matrix))
        size = max(pdfium.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d), 1.0)
        # Behind a divided word there is no sign of the end of the line.
        if line and abs(line[-1][2] - y.value) > size / 2:
            yield _gathered(line)
            line = []
        letter = chr(code)
        if code == 0 or pdfium.FPDFText_HasUnicodeMapError(page, index) == 1:
            letter = _UNKNOWN
        elif pdfium.FPDFText_IsHyphen(page, index) == 1:
            letter = "-"
        line.append((letter, x.value, y.value, size))
    if line:
        yield _gathered(line)


def _gathered(line: list[tuple[str, float, float, float]]) -> dict[str, Any]:
    text = "".join(letter for letter, *_ in line)
    # The two halves of a character beyond the first 65,536 come one after the other.
    text = " ".join(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").split())
    shown = [one for one in line if not one[0].isspace()] or line
    sizes = sorted(size for *_, size in shown)
    _, left, height, _ = shown[0]
    size = sizes[len(sizes) // 2]
    return {"text": text, "left": left, "height": height, "size": size, "width": shown[-1][1] - left + size / 2}


def _confine(seconds: int, memory: int) -> None:
    """Limit time and memory, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the caller stops the process by the clock
        return
    # The caller stops the process by the clock, unless it has itself been stopped.
    for limit, value in ((resource.RLIMIT_CPU, 2 * seconds), (resource.RLIMIT_AS, memory)):
        # Some systems know the second and cannot set it.
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (value, value))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
