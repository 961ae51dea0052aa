"""What all detectors make: a `Finding`, with its family by its kind and a line for a reader by its readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff.domain import DECIMALS, FAMILIES, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ryabkov_diff.domain import Reading

__all__ = ["describe_readings", "describe_words", "excerpt", "make_finding"]


def make_finding(
    kind: str,
    rule: str,
    severity: int,
    confidence: float,
    readings: Iterable[Reading],
    *,
    passage: str | None,
    cues: Iterable[str] = (),
    message: str | None = None,
) -> Finding:
    """Make a finding of one of the program's own kinds, without an id: `detect_findings` numbers them.

    Args:
        kind: One of `FAMILIES`.
        rule: The id of the rule that decided.
        severity: From 0 to 3; see `Finding`.
        confidence: In [0, 1]; it is rounded as all figures of a result are.
        readings: The evidence, in column order.
        passage: The passage's id; None for a finding about whole articles.
        cues: The words that the rule saw.
        message: The line for a reader; `describe_readings` of the readings if None.
    """
    readings = tuple(readings)
    return Finding(
        id="",
        kind=kind,
        also=(),
        family=FAMILIES[kind],
        severity=severity,
        confidence=round(confidence, DECIMALS),
        passage=passage,
        rule=rule,
        cues=tuple(cues),
        message=describe_readings(readings) if message is None else message,
        readings=readings,
    )


def describe_readings(readings: Sequence[Reading]) -> str:
    """Return the line for a reader: `“a correct assessment” ~ “a right view”`, a dash for no words.

    White space inside is folded to single spaces, and each wording is named once.
    """
    return describe_words(one.text for one in readings)


def describe_words(wordings: Iterable[str | None]) -> str:
    """Return the line for a reader of the words alone; see `describe_readings`."""
    texts = dict.fromkeys(None if one is None else " ".join(one.split()) for one in wordings)
    return " ~ ".join("–" if text is None else f"“{text}”" for text in texts)


def excerpt(text: str, characters: int, *, trim: str = "") -> str:
    """Return the beginning of a text on one line, cut between words.

    Args:
        text: What is quoted.
        characters: How many may stay; a longer text ends in an ellipsis.
        trim: Characters that are taken off in front of the ellipsis.
    """
    folded = " ".join(text.split())
    if len(folded) <= characters:
        return folded
    return folded[:characters].rsplit(" ", 1)[0].rstrip(trim) + " …"
