"""The small text module that stages share: tokens with offsets, normal forms, function words, spellings.

Normal forms exist for matching only; what is shown is always the original.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from anyascii import anyascii
from breame.data.spelling_constants import BRITISH_ENGLISH_SPELLINGS
from Stemmer import Stemmer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ryabkov_diff.domain import Segment

__all__ = [
    "FUNCTION_WORDS",
    "OPERATORS",
    "Token",
    "content_stems",
    "fold_characters",
    "fold_name",
    "name_skeleton",
    "normal_form",
    "same_spelling",
    "stem",
    "tokenize",
    "tokenize_at",
    "words_of",
]

# How many distinct words to keep normal forms of; two articles have some hundreds.
CACHED_WORDS = 65536

# How many texts to keep the words and stems of, some 3 kB each: every detector asks for them, one after the other. Two
# articles have a hundred statements, a report on a thousand articles, or two articles of the largest size, have tens of
# thousands; of fewer than are asked for in turn, a cache would have lost each one before it is asked for again.
CACHED_TEXTS = 65536

# Number with separators · word with inner hyphens and apostrophes (also typographic) · initials such as U.S. · any
# other visible character by itself. Combining marks belong to the letter before them.
TOKEN = re.compile(
    r"""
      \d+(?:[.,:/]\d+)*                                    # 12  1,500,000  23:00  2.5
    | (?:[^\W\d_]\.){2,}                                   # U.S.  i.e.
    | [Pp]er\s+cent(?!\w)                                 # per cent, one word elsewhere
    # words, well-balanced, don't
    | [^\W_](?:[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060]|[-\u2010\u2011'\u2019\u02bc](?=[^\W_]))*
    | [^\s]
    """,
    re.VERBOSE,
)

# Between two words, but not inside of "per cent"; several blanks are one place.
BLANK = re.compile(r"(?<!\s)(?<![Pp]er) ")

# What the apostrophe splits off a word, and what it stands for.
CLITIC = re.compile(r"(?i)(?P<stem>.+?)(?P<clitic>n['’ʼ]t|['’ʼ](?:s|re|ve|ll|d|m))$")
CLITIC_NORMS: Mapping[str, str] = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am"}

# Stems that a contraction shortens beyond recognition.
CONTRACTED_STEMS: Mapping[str, str] = {"wo": "will", "ca": "can", "sha": "shall"}

# One character for all that print differently and mean the same.
FOLDED_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ‛´`", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑–—―−", "-"),
        "…": ".",
        "\u00ad": None,  # soft hyphen
        "\u200b": None,  # zero-width space
        "\u200c": None,  # zero-width non-joiner
        "\u200d": None,  # zero-width joiner
        "\u2060": None,  # word joiner
    }
)

# What American English writes as one word; so is the sign read.
PER_CENT = re.compile(r"(?i)per\s+cent|%")

# In capitals a country, not the pronoun "us".
UNITED_STATES = frozenset({"US", "U.S", "U.S.", "USA", "U.S.A", "U.S.A."})

_stem_word = Stemmer("english", 0).stemWord


def _read_words(name: str) -> list[list[str]]:
    """Read a data file of words: a list of words for each line, without comments and empty lines."""
    text = (files("ryabkov_diff") / "data" / name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]


# Words that bear little of what a statement says, as normal forms.
FUNCTION_WORDS = frozenset(word for line in _read_words("function-words.txt") for word in line)

# Negators, modal verbs and quantifiers: a difference in one of them is worth showing by itself.
OPERATORS = frozenset(word for line in _read_words("operators.txt") for word in line)


class Token(NamedTuple):
    """A word, number or punctuation mark at its place in a text.

    Attributes:
        start: First code point in the text.
        end: One past the last.
        text: As written.
        norm: The normal form that words are matched by; see `normal_form`.
        is_word: Whether this is a word or a number, not punctuation.
        is_content: Whether this is a word that bears meaning by itself.
    """

    start: int
    end: int
    text: str
    norm: str
    is_word: bool
    is_content: bool

    @classmethod
    def of(cls, start: int, text: str, norm: str) -> Token:
        """Make the token of a word at a place."""
        clitic = norm in {"'s", "'d"}
        is_word = clitic or norm == "not" or norm[:1].isalnum() or text[:1].isalnum()
        is_content = is_word and not clitic and norm not in FUNCTION_WORDS
        return cls(start, start + len(text), text, norm, is_word, is_content)

    @property
    def is_operator(self) -> bool:
        """Whether this is a negator, a modal verb or a quantifier."""
        return self.norm in OPERATORS


@lru_cache(maxsize=CACHED_TEXTS)
def tokenize(text: str) -> tuple[Token, ...]:
    """Split a text into words, numbers and punctuation marks; contractions are split as "do" + "n't".

    The tokens are in order and do not overlap; between them is only white space.

    >>> [(token.text, token.norm) for token in tokenize("We don’t want “it”.")]
    [('We', 'we'), ('do', 'do'), ('n’t', 'not'), ('want', 'want'), ('“', '"'), ('it', 'it'), ('”', '"'), ('.', '.')]
    """
    tokens: list[Token] = []
    place = 0
    for piece in BLANK.split(text):
        for start, end, word, norm, is_word, is_content in _split_piece(piece):
            tokens.append(Token(place + start, place + end, word, norm, is_word, is_content))
        place += len(piece) + len(" ")
    return tuple(tokens)


@lru_cache(maxsize=CACHED_TEXTS)
def tokenize_at(start: int, text: str) -> tuple[Token, ...]:
    """Split a text that begins at a place of a longer one; the tokens have offsets into that.

    >>> [(token.start, token.end) for token in tokenize_at(100, "It rains.")]
    [(100, 102), (103, 108), (108, 109)]
    """
    tokens = tokenize(text)
    return tuple([Token(start + one.start, start + one.end, *one[2:]) for one in tokens]) if start else tokens


def words_of(segment: Segment) -> tuple[Token, ...]:
    """Split the text of a segment, less a reporting clause inside of it; the tokens have offsets into the article."""
    tokens = tokenize_at(segment.start, segment.text)
    if segment.clause is None:
        return tokens
    start, end = segment.clause
    return tuple([token for token in tokens if token.end <= start or end <= token.start])


@lru_cache(maxsize=CACHED_WORDS)
def _split_piece(piece: str) -> tuple[Token, ...]:
    """Split what stands between two blanks, which most often was met before."""
    tokens: list[Token] = []
    for match in TOKEN.finditer(piece):
        start, word = match.start(), match[0]
        clitic = None if word.isalnum() else CLITIC.fullmatch(word)
        if word.lower() == "cannot":
            middle = len("can")
            tokens += [Token.of(start, word[:middle], "can"), Token.of(start + middle, word[middle:], "not")]
        elif clitic is None:
            tokens.append(Token.of(start, word, normal_form(word)))
        else:
            head, tail = clitic["stem"], clitic["clitic"]
            norm = normal_form(head)
            folded = tail.lower().translate(FOLDED_CHARACTERS)
            if folded == "n't":
                norm = CONTRACTED_STEMS.get(norm, norm)
            norms = norm, CLITIC_NORMS.get(folded, folded)
            tokens += [Token.of(start, head, norms[0]), Token.of(start + len(head), tail, norms[1])]
    return tuple(tokens)


def fold_characters(text: str) -> str:
    r"""Give quotation marks, apostrophes and dashes one shape each, and drop characters that don't print.

    >>> fold_characters("“It’s – well – done”")
    '"It\'s - well - done"'
    """
    return text.translate(FOLDED_CHARACTERS)


@lru_cache(maxsize=CACHED_WORDS)
def normal_form(word: str) -> str:
    """Fold what is spelling only: case, compatibility forms, accents, quotation marks, dashes, US and UK spelling.

    >>> normal_form("Programme"), normal_form("“"), normal_form("naïve"), normal_form("U.N.")
    ('program', '"', 'naive', 'un')
    """
    if word in UNITED_STATES:
        return "usa"
    if PER_CENT.fullmatch(word):
        return "percent"
    folded = word.translate(FOLDED_CHARACTERS)
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(character for character in decomposed if not unicodedata.combining(character))
    folded = folded.casefold()
    if len(folded) > 1 and folded.endswith("."):
        folded = folded.replace(".", "")
    american: str = BRITISH_ENGLISH_SPELLINGS.get(folded, folded)
    # A token that folds to nothing (a lone accent, a zero-width space) keeps its own characters.
    return american or word


@lru_cache(maxsize=CACHED_WORDS)
def stem(norm: str) -> str:
    """Return the Snowball stem of a normal form ("postponement" and "postponed" → "postpon").

    Numbers are their own stems.
    """
    return norm if norm[:1].isdigit() else str(_stem_word(norm))


@lru_cache(maxsize=CACHED_TEXTS)
def content_stems(text: str) -> frozenset[str]:
    """Return the stems of a text's content words."""
    return frozenset(stem(token.norm) for token in tokenize(text) if token.is_content)


@cache
def _name_groups() -> Mapping[str, str]:
    """Map each listed spelling of a name to the first one of its line."""
    return {spelling: line[0] for line in _read_words("name-spellings.txt") for spelling in line}


@lru_cache(maxsize=CACHED_WORDS)
def fold_name(norm: str) -> str:
    """Fold the spellings of a transliterated name, given as a normal form.

    Only for words that are names: among other words, distinct ones would meet.

    >>> fold_name("sergei") == fold_name("sergey"), fold_name("kiev") == fold_name("kyiv")
    (True, True)
    >>> fold_name("zelenskyy") == fold_name("zelensky") == fold_name("zelenskiy")
    True
    """
    listed = _name_groups().get(norm)
    if listed is not None:
        return listed
    folded = re.sub(r"(?:iy|yy|ij|ii|yi)$", "y", norm)
    folded = re.sub(r"e[iyj]$", "ey", folded)
    return re.sub(r"(?<=[aeiou])[yij](?=[aeiou])", "y", folded)


@lru_cache(maxsize=CACHED_WORDS)
def name_skeleton(norm: str) -> str:
    """Return the consonants of a name as they sound, roughly: what its transliterations have in common.

    Letters that transliterations render one as the other are one here, vowels are left out but for the first letter,
    and so is "h" where it only says how to read the letter before.

    >>> name_skeleton("tchaikovsky") == name_skeleton("chaikovskii") == name_skeleton("tschaikowski")
    True
    >>> name_skeleton("horfish") == name_skeleton("hurfeish"), name_skeleton("putin") == name_skeleton("petrov")
    (True, False)
    """
    word = re.sub(r"[^a-z]", "", anyascii(norm).lower())
    sounds = "".join(_SOUNDS[match.lastgroup or ""] or match[0] for match in _SOUND.finditer(word))
    return re.sub(r"(.)\1+", r"\1", sounds[:1] + re.sub(r"[aeiouyjh]", "", sounds[1:]))


# What letters of transliterations stand for, the longer spellings first; a capital is a sound of its own.
_SPELLINGS = (
    ("hush", r"shch|tsch|sch|tch|zh|sh|ch|cz|dj", "C"),
    ("hiss", r"tz|ts|z|s|c(?=[eiy])|x", "s"),
    ("back", r"kh|gh|q|ck|k|c", "k"),
    ("lips", r"ph|f{1,2}|w|v", "v"),
    ("glide", r"^[jiy]?[aeiouy]+|^j", "a"),
    ("rest", r".", ""),
)
_SOUND = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _SPELLINGS))
_SOUNDS = {name: sound for name, _, sound in _SPELLINGS}


def same_spelling(a: Token, b: Token) -> bool:
    """Whether two tokens are one word in two spellings: equal normal forms, or one name transliterated twice."""
    if a.norm == b.norm:
        return True
    names = a.text[:1].isupper() and b.text[:1].isupper()
    return names and fold_name(a.norm) == fold_name(b.norm)
