"""What a finding rests on and what a kind means: the answers of `ryabkov-diff explain`."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ryabkov_diff.detect.explanations import explained_kinds, kind_page, rule_text
from ryabkov_diff.errors import SettingsError
from ryabkov_diff.render.explanation import to_explanation

if TYPE_CHECKING:
    from ryabkov_diff.domain import Comparison, Finding

__all__ = ["explain_findings", "explain_kind", "is_id"]

# The ids of findings and of passages: any case, with or without the zeros in front.
ID = re.compile(r"([FP])0*(\d+)", re.IGNORECASE)


def is_id(topic: str) -> bool:
    """Say whether something has the form of a finding's or a passage's id; kinds have another one.

    >>> is_id("F012"), is_id("p7"), is_id("number")
    (True, True, False)
    """
    return ID.fullmatch(topic) is not None


def explain_findings(comparison: Comparison, topic: str, *, plugins: bool = True, width: int = 100) -> str:
    """Explain a finding, or all findings of a passage.

    Args:
        comparison: The result that has them.
        topic: `F012` or `P07`.
        plugins: Whether the detectors of other distributions are asked what their rules say.
        width: Of the lines, in characters.

    Raises:
        SettingsError: The result has no such finding, or nothing was found in the passage.
    """
    same = _number(topic)
    findings = [one for one in comparison.findings if same in {_number(one.id), _number(one.passage or "")}]
    if not findings:
        ids = [one.id for one in comparison.findings]
        ids += dict.fromkeys(one.passage for one in comparison.findings if one.passage is not None)
        near = get_close_matches(topic.upper(), ids, n=1, cutoff=0)
        thing = "finding" if topic[:1].upper() == "F" else "passage with findings,"
        msg = f"the result has no {thing} {topic!r}"
        raise SettingsError(msg, f"did you mean {near[0]!r}?" if near else "it has no findings at all")
    separator = f"\n{'─' * width}\n\n"
    return separator.join(
        to_explanation(comparison, one, _rule(comparison, one, plugins=plugins), width=width) for one in findings
    )


def explain_kind(kind: str, *, plugins: bool = True) -> str:
    """Return the page of a kind, as Markdown.

    Args:
        kind: E.g. `number`.
        plugins: Whether the kinds of other distributions are known.

    Raises:
        SettingsError: There is no such kind.
    """
    page = kind_page(kind, plugins=plugins)
    if page is None:
        kinds = explained_kinds(plugins=plugins)
        near = get_close_matches(kind.lower(), kinds, n=1, cutoff=0)
        msg = f"there is no kind of finding {kind!r}; did you mean {near[0]!r}?"
        raise SettingsError(msg, f"all kinds: {', '.join(kinds)}; or name a finding such as F012, or a passage: P07")
    return page


def _rule(comparison: Comparison, finding: Finding, *, plugins: bool) -> str:
    """Return what the rule of a finding says, or where to read about it."""
    text = rule_text(finding.kind, finding.rule, plugins=plugins)
    if text is not None:
        return text
    if kind_page(finding.kind, plugins=plugins) is not None:
        return f"see ryabkov-diff explain {finding.kind}"
    return f"nothing is known here about this rule; the result was written by version {comparison.version}"


def _number(name: str) -> tuple[str, int] | None:
    """Return the letter and the number of an id: `F012` and `f12` are the same."""
    match = ID.fullmatch(name)
    return (match[1].upper(), int(match[2])) if match else None
