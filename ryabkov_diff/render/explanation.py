"""`Finding` → text: one finding with its contexts, its rule, what its score is made of, and how to silence it."""

from __future__ import annotations

import json
import math
import textwrap
from typing import TYPE_CHECKING

from ryabkov_diff.render import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ryabkov_diff.domain import Comparison, Finding, Reading

__all__ = ["to_explanation"]

SEVERITIES = {3: "meaning at stake", 2: "worth a look", 1: "wording", 0: "noise"}

# Brackets that no newspaper uses, as in the report for the terminal, and what stands where there are no words.
OPEN, CLOSE, NOTHING = "⟦", "⟧", "–"

# The width of the names on the left; the longest is "confidence".
MARGIN = 12

# Steps of a confidence that a threshold in a settings file takes.
STEPS = 100


def to_explanation(comparison: Comparison, finding: Finding, rule: str, *, width: int = 100) -> str:
    """Return all that is known about one finding, for a reader.

    Args:
        comparison: That the finding is of.
        finding: To explain.
        rule: What its rule says.
        width: Of the lines, in characters; a word that is longer stands out.

    Returns:
        Lines with a line feed at the end of each.
    """
    severity = f"severity {finding.severity} ({SEVERITIES[finding.severity]})"
    blocks = [
        [f"{finding.id}  {finding.kind}, {severity}, family {finding.family}"],
        _set("", finding.message, width, margin=2),
        *(_context(comparison, finding, reading, width) for reading in finding.readings),
        [line for name, text in _facts(comparison, finding, rule) for line in _set(name, text, width)],
        _silence(finding),
    ]
    return "\n".join("".join(f"{line.rstrip()}\n" for line in block) for block in blocks)


def _context(comparison: Comparison, finding: Finding, reading: Reading, width: int) -> list[str]:
    """Return what articles have at the place, with the statements around it."""
    passage = next((one for one in comparison.passages if one.id == finding.passage), None)
    lines = []
    for sigil in reading.articles:
        voices = comparison.voices(passage, sigil) if passage is not None else ()
        place = reading.selector
        where = "" if place is None or place.start == place.end else f", characters {place.start} to {place.end}"
        said = f" ({' / '.join(voices)})" if voices else ""
        lines += _set(sigil, f"{comparison.name(sigil)}{where}{said}", width, margin=3)
    return lines + _set("", _marked(comparison, reading), width, margin=3)


def _marked(comparison: Comparison, reading: Reading) -> str:
    """Return the words of a reading in brackets, between the statement before and the one after."""
    place = reading.selector
    if place is None:
        return reading.text or f"{OPEN}{NOTHING}{CLOSE} has no such words; where they would stand is unknown"
    words = f"{OPEN}{place.exact or NOTHING}{CLOSE}"
    if place.start == place.end:
        words = f" {words} "
    sigil = reading.articles[0]
    text = comparison.article(sigil).text
    if text is None:  # saved without texts: what the selector knows
        return f"… {place.prefix}{words}{place.suffix} …"
    segments = [one for one in comparison.segments if one.article == sigil]
    start = max((one.start for one in segments if one.end <= place.start), default=0)
    end = min((one.end for one in segments if one.start >= place.end), default=len(text))
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    return f"{before}{text[start : place.start]}{words}{text[place.end : end]}{after}"


def _facts(comparison: Comparison, finding: Finding, rule: str) -> Iterator[tuple[str, str]]:
    """Yield what the finding stands on, by name."""
    yield "rule", f"{finding.rule}: {rule}"
    if finding.cues:
        yield "cues", " · ".join(finding.cues)
    if finding.also:
        yield "also", ", ".join(finding.also)
    yield "confidence", f"{finding.confidence:g}, on a scale from 0 to 1"
    passage = next((one for one in comparison.passages if one.id == finding.passage), None)
    if passage is None:
        return
    yield "passage", f"{passage.id}, {passage.status.value}; its statements are linked with {passage.confidence:g}"
    for pair, similarity in passage.similarity.items():
        parts = ", ".join(f"{name} {value:g}" for name, value in passage.parts.get(pair, {}).items())
        yield (
            pair,
            f"similarity {similarity:g} (cosine, at most 1)" + (f"; parts of the score: {parts}" if parts else ""),
        )


def _silence(finding: Finding) -> list[str]:
    """Return how to see less of this kind, by a flag and by a line of a settings file; none of it is wrapped."""
    lines = [
        f"all of the kind: --ignore {finding.kind}",
        f"in ryabkov-diff.toml: ignore = {json.dumps([finding.kind])}",
    ]
    least = (math.floor(finding.confidence * STEPS) + 1) / STEPS
    if least <= 1:
        lines += [
            f"this and less sure ones: --min-confidence {finding.kind}={least:g}",
            f"in ryabkov-diff.toml: min-confidence = {{ {finding.kind} = {least:g} }}",
        ]
    names = ["silence", *[""] * (len(lines) - 1), "more"]
    return [
        f"{name:<{MARGIN}}{line}"
        for name, line in zip(names, (*lines, f"ryabkov-diff explain {finding.kind}"), strict=True)
    ]


def _set(name: str, text: str, width: int, margin: int = MARGIN) -> list[str]:
    """Set a text with a name on its left, wrapped at words; white space becomes single spaces."""
    return textwrap.wrap(
        " ".join(visible(text).split()),
        max(width, margin + 1),
        initial_indent=f"{name:<{margin}}",
        subsequent_indent=" " * margin,
        break_long_words=False,
        break_on_hyphens=False,
    )
