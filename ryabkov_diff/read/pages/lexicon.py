"""The lists of `lexicon.toml`: how the parts of pages beside the article are called, and what they say."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Lexicon", "load_lexicon"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What tells the parts of a page that are no text of the article.

    Attributes:
        parts: Beginnings of the words in classes and ids that name such parts.
        leads: How a line begins that leads to another article.
        labels: What such parts say by themselves, in small letters.
    """

    parts: tuple[str, ...]
    leads: re.Pattern[str]
    labels: frozenset[str]


@cache
def load_lexicon() -> Lexicon:
    """Return the lists."""
    lists = tomllib.loads(files("ryabkov_diff.read.pages").joinpath("lexicon.toml").read_text(encoding="utf-8"))
    leads = "|".join(sorted(map(re.escape, lists["leads"]), key=len, reverse=True))
    return Lexicon(
        tuple(lists["parts"]),
        re.compile(rf"(?:{leads})\s*[:|]", re.IGNORECASE),
        frozenset(lists["labels"]),
    )
