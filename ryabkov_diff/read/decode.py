"""Bytes → text: the first step of `read`. Decides the encoding, and refuses what is no text.

What tells encodings apart is imported only for bytes that are no UTF-8, as few are.
"""

from __future__ import annotations

import codecs
import re

from ryabkov_diff.invisible import without_sequences

__all__ = ["NotTextError", "decode"]

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# How many bytes the detection of an encoding looks at: enough to be sure of, little enough for a huge file.
_SAMPLE = 1 << 16

# The share of control characters above which a file counts as binary. Saved pages hold a few; executables hold a fifth.
_BINARY_SHARE = 0.02

# Control characters that text files do contain.
_TEXT_CONTROLS = "\t\n\r\f\v\x1a\x1b\x85"
# Those that are halves of letters in UTF-8 that was read as Latin-1 make no binary file either.
_MISREAD = re.compile(r"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_CONTROLS = dict.fromkeys(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _TEXT_CONTROLS)


class NotTextError(ValueError):
    """The bytes are no text."""


def decode(data: bytes) -> tuple[str, str | None]:
    """Decode the bytes of an article.

    A byte order mark names the encoding and is no part of the text: offsets count from the first code point behind
    it. Without one the bytes are UTF-8, or else what they look like.

    Args:
        data: The bytes as received.

    Returns:
        The text, and a sentence for the reader when the encoding had to be guessed or mended; None otherwise.

    Raises:
        NotTextError: The bytes are binary.
    """
    text, remark = _decode(data)
    # The escape of a colour is no sign of a binary file, but a text of nothing else is none either.
    plain = _MISREAD.sub("", without_sequences(text))
    controls = len(plain) - len(plain.translate(_CONTROLS))
    if "\0" in text or controls > _BINARY_SHARE * len(plain):
        raise NotTextError
    return text, remark


def _decode(data: bytes) -> tuple[str, str | None]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            return text, _replacement_remark(text, encoding) if "\ufffd" in text else None
    if b"\0" in data[:_SAMPLE]:
        from ryabkov_diff.read.encodings import wide_encoding

        wide = wide_encoding(data[:_SAMPLE])
        if wide is not None:
            return data.decode(wide, errors="replace"), _remark(wide)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    if b"\0" in data:
        raise NotTextError
    mended = data.decode("utf-8", errors="replace")
    faults = mended.count("\ufffd")
    beyond_ascii = len(mended) - len(mended.encode("ascii", errors="ignore"))
    if faults * 2 < beyond_ascii:
        # More well-formed sequences than faulty ones: damaged UTF-8, not another encoding.
        return mended, _replacement_remark(mended, "utf-8")
    encoding = _detect(data[:_SAMPLE])
    text = data.decode(encoding, errors="replace")
    return text, _remark(encoding)


def _detect(sample: bytes) -> str:
    from ryabkov_diff.read.encodings import likely_encoding

    found = likely_encoding(sample)
    if found is not None:
        return found
    # Imported only when needed: nearly every text is in one of those.
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    # Windows-1252 decodes nearly anything and is what old English pages are written in.
    return best.encoding if best else "cp1252"


def _remark(encoding: str) -> str:
    from ryabkov_diff.read.encodings import ENCODING_NAMES

    return f"The text is not UTF-8; it was read as {ENCODING_NAMES.get(encoding, encoding.upper())}."


def _replacement_remark(text: str, encoding: str) -> str:
    count = text.count("\ufffd")
    return f"{count} damaged byte sequence{'s' * (count > 1)} of the {encoding.upper()} text became U+FFFD."
