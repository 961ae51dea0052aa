"""Bytes that are no UTF-8 → the encoding that they most likely are in; a part of `read`.

An English article has few letters beyond ASCII: a name, a word of French, quotation marks. That is too little for the
statistics of a language, but enough to see which encoding makes words of them: in the wrong one, signs stand inside of
words, capitals behind small letters, and letters side by side that no language has together.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

__all__ = ["ENCODING_NAMES", "likely_encoding", "wide_encoding"]

# What is tried, and what readers call it; of encodings that do equally well, the first one counts.
ENCODING_NAMES = {
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "koi8-r": "KOI8-R",
    "iso8859-2": "ISO 8859-2 (Latin-2)",
    "cp1250": "Windows-1250",
    "mac-roman": "Mac OS Roman",
    "cp866": "code page 866",
    "iso8859-5": "ISO 8859-5",
    "cp850": "code page 850",
}
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5")

# The letters beyond ASCII of languages written in Latin letters, after the exemplar characters of Unicode CLDR.
_WESTERN = (
    "äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "áâãàçéêíóôõúü", "àèéìíîòóùú", "åäöøæéü", "áéíóúýþæöð", "éëïóöüè",
    "àçèéíïòóúü", "äöõüšž",
)  # fmt: skip
_CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ", "äöüß")
# The same of languages in Cyrillic letters: what they have beside those of Russian.
_SLAVIC = tuple(
    frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюя" + more) for more in ("ё", "ґєії", "ёіў", "ђјљњћџ", "ѓѕјљњќџ")
)
_ALPHABETS = {
    encoding: tuple(map(frozenset, _CENTRAL if encoding in {"cp1250", "iso8859-2"} else _WESTERN))
    for encoding in ENCODING_NAMES
}

# A run of letters and signs.
_RUN = re.compile(r"[^\s!-/:-@\[-`{-~]+")
# Signs of print, which stand beside words …
_SIGNS = frozenset("“”„‘’‚«»‹›–—…•·€£¥§°©®™¡¿№½¼¾²³×\xa0\xad")
# … and those of them that stand between two letters.
_INSIDE = frozenset("’‘–—…·\xad\xa0")
# Of these, what never stands in front of a letter: "£ukasz" is no word.
_BEFORE_DIGITS = re.compile(r"[€£¥§°©®™№½¼¾²³×•·][^\W\d_]")
# So many letters beyond ASCII and no other make no word in a language of Latin letters.
_FOREIGN = 3
# What each run costs that is no word, and one in capitals, which is what KOI8-R makes of small letters in Windows-1251.
_NO_WORD = 1.0
_CAPITALS = 0.3
# Characters that no text has: controls, and places that are not assigned.
_NO_TEXT = 3.0
# An encoding in which more of the runs are no words than this is none of these.
_MOST = 0.34

# In a text in UTF-16 or UTF-32 at least this share of the characters are blanks and ends of lines; in one read with the
# bytes in the wrong order there are none.
_BLANKS = 0.02
# … and this share of them stand in two blocks of 256 codes, such as Latin and Cyrillic.
_TWO_BLOCKS = 0.8
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
# At most this share of them may be no text: a cut character at the end of a sample.
_DAMAGE = 0.005


def likely_encoding(sample: bytes) -> str | None:
    """Return which single-byte encoding makes words of some bytes; None where none of those tried does.

    >>> likely_encoding("Małgorzata in Łódź".encode("iso8859-2"))
    'iso8859-2'
    >>> likely_encoding("Сергей Рябков, a diplomat".encode("koi8-r"))
    'koi8-r'
    """
    costs = {}
    for encoding in ENCODING_NAMES:
        text = sample.decode(encoding, errors="replace")
        runs = [run for run in _RUN.findall(text) if not run.isascii()]
        costs[encoding] = sum(_cost(run, encoding) for run in runs) / max(1, len(runs))
    best = min(costs, key=costs.__getitem__)
    return best if costs[best] <= _MOST else None


def wide_encoding(sample: bytes) -> str | None:
    """Return which UTF-16 or UTF-32 a text without a byte order mark is; None where it is none."""
    if b"\0" not in sample:
        return None
    for encoding in _WIDE:
        text = sample.decode(encoding, errors="replace")
        blanks = text.count(" ") + text.count("\n") + text.count("\r")
        damage = sum(one in "\0\ufffd" or unicodedata.category(one) in {"Cn", "Co"} for one in text)
        blocks = Counter(ord(one) >> 8 for one in text)
        if (
            "\0" not in text
            and blanks >= max(1, _BLANKS * len(text))
            and damage <= max(1, _DAMAGE * len(text))
            and sum(count for _, count in blocks.most_common(2)) >= _TWO_BLOCKS * len(text)
        ):
            return encoding
    return None


@cache
def _cost(run: str, encoding: str) -> float:
    """Say how far a run is from being words and signs of print."""
    if any(one == "\ufffd" or unicodedata.category(one) == "Cc" for one in run):
        return _NO_TEXT
    if _BEFORE_DIGITS.search(run):
        return _NO_WORD
    words = re.split("[–—…\xa0]", run.strip("".join(_SIGNS)))
    return max((_word_cost(word.strip("".join(_SIGNS)), encoding) for word in words), default=0.0)


def _word_cost(word: str, encoding: str) -> float:
    letters = [one for one in word if one not in _INSIDE]
    if not all(one.isalnum() or one in "ªº" for one in letters):
        return _NO_WORD
    beyond = [one for one in letters if not one.isascii()]
    if not beyond:
        return 0.0
    cyrillic = [one for one in letters if "\u0400" <= one <= "\u04ff"]
    if cyrillic and any(one.isalpha() and one not in cyrillic for one in letters):
        return _NO_WORD
    cased = "".join(one for one in letters if one.isalpha())
    if not (cased.islower() or cased.isupper() or cased[1:].islower() or _is_compound(cased)):
        return _NO_WORD
    if cyrillic:
        if not any(set(cased.lower()) <= alphabet for alphabet in _SLAVIC):
            return _NO_WORD
        return _CAPITALS if len(cased) > 1 and cased.isupper() else 0.0
    if encoding in _CYRILLIC or (len(beyond) >= _FOREIGN and len(beyond) == len(letters)):
        return _NO_WORD
    used = {one.lower() for one in beyond if one not in "ªº"}
    return 0.0 if any(used <= alphabet for alphabet in _ALPHABETS[encoding]) else _NO_WORD


def _is_compound(word: str) -> bool:
    """Say whether capitals inside of a word are ASCII's: "McKénna", "O’Néill"."""
    return word[:1].isupper() and all(one.isascii() for one in word[1:] if one.isupper())
