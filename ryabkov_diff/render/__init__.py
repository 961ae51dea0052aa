"""`Comparison` → output: one file per format, and what all reports for readers have in common.

Renderers compute nothing and don't know one another; what two of them need to know about a comparison is a method
of `Comparison`. Here stand only the options of a report and the way that text from outside is made harmless.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ryabkov_diff.domain import Comparison, Finding, Passage
    from ryabkov_diff.report import Coverage, Place

__all__ = [
    "LIMITS",
    "MARKS",
    "ReportOptions",
    "about_omissions",
    "apparatus",
    "count_kinds",
    "hidden_findings",
    "lacking",
    "passages_to_show",
    "phrases",
    "ranked",
    "remarks",
    "visible",
]

# The sign of each severity, since colour alone would not reach everyone.
MARKS = {3: "!!", 2: "!", 1: "~", 0: "·"}

# What a reader must know of every report.
LIMITS = (
    "It shows that texts differ and how, never who is right. Statements are put side by side by a model, which misses "
    "some that are worded freely; that nothing is found is no proof of agreement. The articles are their publishers'."
)

# Phrases up to this many characters stand in an apparatus as `this ~ that`; longer ones are told by the finding's
# message, since whole sentences set against each other would repeat the wordings above.
_PHRASE = 70

# Passages that one line can name.
_MOST_LEFT_OUT = 8

# These steer the direction of writing or are invisible; inside someone else's text they could reorder ours.
# LRM, RLM, ALM, the embeddings, overrides and isolates, the byte order mark, and the language tags' shy cousins.
_STEERING = r"\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad"
# White space but blanks, controls, halves of characters, and what steers.
_NOT_SHOWN = re.compile(rf"[^\S ]|[\x00-\x1f\x7f-\x9f\ud800-\udfff{_STEERING}]")


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What a report for readers shows; files for programs have everything.

    Attributes:
        min_severity: The least severity of a finding to show, 0 to 3.
        kinds: The kinds of findings to show; empty shows all.
        only_changes: Whether to leave out passages without a finding to show.
        view: `side` (columns), `stack` (one above the other) or `auto` (columns where they are wide enough).
    """

    min_severity: int = 1
    kinds: tuple[str, ...] = ()
    only_changes: bool = False
    view: str = "auto"


def apparatus(comparison: Comparison, options: ReportOptions) -> Comparison:
    """Return the comparison with the findings to show only."""
    return comparison.filtered(min_severity=options.min_severity, kinds=options.kinds)


def passages_to_show(comparison: Comparison, options: ReportOptions) -> frozenset[str]:
    """Return the ids of the passages to show, given a comparison with the findings to show only."""
    return frozenset(
        passage.id for passage in comparison.passages if not options.only_changes or comparison.findings_of(passage)
    )


def remarks(comparison: Comparison, passage: Passage) -> tuple[Finding, ...]:
    """Return what to say about a passage: its findings but omissions, since what a source lacks is seen already."""
    return tuple(finding for finding in comparison.findings_of(passage) if finding.kind != "omission")


def phrases(finding: Finding) -> tuple[tuple[tuple[str, ...], str | None], ...]:
    """Return who has which words where the message is only these and they are short; nothing where it tells more."""
    wordings = finding.wordings
    texts = {text and " ".join(text.split()) for _, text in wordings}
    # A wording with a tilde of its own is left to the message.
    said = {*finding.message.split(" ~ ")} == {"–" if text is None else f"“{text}”" for text in texts}
    short = all(text is None or len(text) <= _PHRASE for text in texts)
    return wordings if said and short and len(wordings) > 1 else ()


def hidden_findings(comparison: Comparison, shown: Comparison, options: ReportOptions) -> str:
    """Say how many findings the options hide and how to see them; empty when none is hidden."""
    hidden = len(comparison.findings) - len(shown.findings)
    if not hidden:
        return ""
    limits = [f"of severity {options.min_severity} and above"] if options.min_severity else []
    limits += [f"of kind {', '.join(options.kinds)}"] if options.kinds else []
    findings = "1 finding is" if hidden == 1 else f"{hidden} findings are"
    return f"Shown are findings {' and '.join(limits)}; {findings} hidden."


def count_kinds(found: Iterable[tuple[str, int]]) -> tuple[tuple[int, ...], tuple[tuple[str, tuple[int, ...]], ...]]:
    """Count findings for a table of kinds and severities.

    Args:
        found: Kind and severity of each.

    Returns:
        The severities that there are, the highest first; and by kind how many there are of each, the kinds with the
        most severe ones first.
    """
    counts = Counter(found)
    severities = tuple(sorted({severity for _, severity in counts}, reverse=True))
    rows = ((kind, tuple(counts[kind, one] for one in severities)) for kind in {kind for kind, _ in counts})
    return severities, tuple(sorted(rows, key=lambda row: ([-number for number in row[1]], row[0])))


def about_omissions(comparison: Comparison) -> str:
    """Say beside a table of findings why the summary counts fewer; empty where there are no omissions."""
    if all(finding.kind != "omission" for finding in comparison.findings):
        return ""
    return "An omission is a statement that another source has; the summary does not count it among the differences."


def lacking(coverage: Coverage) -> str:
    """Say what an article leaves out: `leaves out P03, P07`; of many, how many."""
    left_out = coverage.leaves_out
    if not left_out:
        return "leaves out nothing"
    if len(left_out) > _MOST_LEFT_OUT:
        return f"leaves out {len(left_out)}"
    return f"leaves out {', '.join(left_out)}"


def ranked(place: Place) -> str:
    """Say where and how long an article has a statement: `3 · 12%`, or that only its headline has it."""
    return "headline" if place.rank is None else f"{place.rank} · {place.share:.0%}"


def visible(text: str) -> str:
    r"""Return text with its control characters as escapes that can be seen, so that it cannot steer a terminal.

    White space becomes spaces; letters, marks and joiners of any script stay as they are.

    >>> visible("red: \x1b[31m, bell: \a")
    'red: \\x1b[31m, bell: \\x07'
    """
    return _NOT_SHOWN.sub(_visible_character, text)


def _visible_character(match: re.Match[str]) -> str:
    character = match[0]
    if character.isspace():
        return " "
    return character.encode("ascii", "backslashreplace").decode() if character > "\x7f" else f"\\x{ord(character):02x}"
