"""Text that was read in the wrong encoding and saved so ("â€™" for "’"): where it is, and how it is repaired.

`read` notes it, and repairs it where the user says so; `detect` finds what one article has of it and others have not.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

__all__ = ["REMNANT", "count_places", "repair"]

# UTF-8 that was read as Windows-1252 or Latin-1, as Windows-1251, or as Mac OS Roman; a pattern, compiled only for
# texts that have one of the characters with which it begins.
REMNANT = (
    r"â€[\w“”™˜œžŸ¢¦\x80-\x9d]?|â\x80[\x80-\xbf]|Ã[\x80-\xbf¡-¿€-™]|Â[\xa0«»°£§]|ï»¿"
    r"|вЂ[њќ™˜“”ћўќ¦љ]|Г[\xa0ЎЈ¤Ґ¦§Ё©Є«¬®Ї°±І¶·№»Ѕ]"
    r"|‚Ä[ìîôúùò¶]|√[†°¢£§•¶ß®©™´¨≠ÆØ±¥µ∂∫ªºæø]"
)
_SIGNS = "âÃÂïвГ‚√"
# A closing quotation mark whose last byte, for which Windows-1252 has no letter, became U+FFFD or nothing.
_CLOSING = r"â€\ufffd?(?![\w\x80-\x9d“”™˜œžŸ¢¦])"
_BEYOND_ASCII = r"[^\x00-\x7f]+"


def count_places(text: str) -> int:
    """Count the places of a text that were read in the wrong encoding.

    >>> count_places("itâ€™s naÃ¯ve, she’s not")
    2
    """
    return sum(1 for _ in re.finditer(REMNANT, text)) if any(sign in text for sign in _SIGNS) else 0


def repair(text: str) -> tuple[str, int]:
    """Repair what was read in the wrong encoding.

    Args:
        text: As received.

    Returns:
        The repaired text, and in how many places it is another one. Nothing else is changed: quotation marks keep their
        shape, and what no reader sees stays.

    >>> repair("itâ€™s naÃ¯ve, she’s not")
    ('it’s naïve, she’s not', 2)
    >>> repair("â€œIt will reopen,â€\ufffd she said")
    ('“It will reopen,” she said', 2)
    """
    if text.isascii():
        return text, 0
    # Imported only when asked for.
    import ftfy

    repaired = ftfy.fix_text(re.sub(_CLOSING, "”", text), _only_encoding())
    gone = Counter(re.findall(_BEYOND_ASCII, text)) - Counter(re.findall(_BEYOND_ASCII, repaired))
    return repaired, gone.total()


@cache
def _only_encoding() -> TextFixerConfig:
    """Return what the library is to do: of its many repairs, that of encodings alone."""
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
