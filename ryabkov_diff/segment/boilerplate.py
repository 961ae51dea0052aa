"""Which paragraphs are no part of an article; a part of `segment`. The patterns stand in `boilerplate.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["is_boilerplate"]

# Appeals and credits are short: a paragraph longer than this is text whatever it begins with.
_LONGEST = 400


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = tomllib.loads(files("ryabkov_diff").joinpath("segment", "boilerplate.toml").read_text(encoding="utf-8"))
    starts, wholes = ("|".join(f"(?:{pattern})" for pattern in data[name]) for name in ("starts", "wholes"))
    return re.compile(rf"[\W_]{{0,3}}(?:{starts})", re.IGNORECASE), re.compile(wholes, re.IGNORECASE)


def is_boilerplate(paragraph: str) -> bool:
    """Say whether a paragraph is an appeal, a credit, a trailer or a line about the publication.

    >>> is_boilerplate("For all the latest headlines follow our Google News channel online or via the app.")
    True
    """
    if len(paragraph) > _LONGEST:
        return False
    paragraph = " ".join(paragraph.split())
    starts, wholes = _patterns()
    return bool(starts.match(paragraph) or wholes.fullmatch(paragraph))
