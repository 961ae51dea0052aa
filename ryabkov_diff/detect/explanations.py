"""What is known about kinds and rules: the page of a kind, and what a rule says.

The pages are those of `docs/findings/`, which an installed package carries in its folder `findings`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ryabkov_diff.detect import DETECTORS
from ryabkov_diff.detect.plugins import load_plugins

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from ryabkov_diff.domain import Detector

__all__ = ["explained_kinds", "kind_page", "known_kinds", "rule_text"]


def known_kinds(*, plugins: bool = True) -> tuple[str, ...]:
    """Return the kinds that some detector finds, sorted.

    Args:
        plugins: Whether those of other distributions count.
    """
    return tuple(sorted({kind for detector in _detectors(plugins=plugins) for kind in detector.kinds}))


def explained_kinds(*, plugins: bool = True) -> tuple[str, ...]:
    """Return the kinds that `kind_page` has something to say about, sorted."""
    return tuple(sorted({*_pages(), *known_kinds(plugins=plugins)}))


def kind_page(kind: str, *, plugins: bool = True) -> str | None:
    """Return the page of a kind, as Markdown; of another distribution's kind, what its detector says about itself.

    Args:
        kind: E.g. `number`, in small letters or capitals.
        plugins: Whether the kinds of other distributions are known.

    Returns:
        The text with a line feed at its end; None when there is no such kind.
    """
    kind = kind.lower()
    if kind in _pages():
        return _pages()[kind].read_text(encoding="utf-8")
    for plugin in load_plugins() if plugins else ():
        if kind in plugin.kinds:
            said = [f"# `{kind}`", f"Found by the detector `{plugin.name}` of {plugin.distribution}."]
            about = (type(plugin.detector).__doc__ or "").strip()
            rules = "\n".join(f"- `{rule}`: {text}" for rule, text in plugin.rules.items())
            return "\n\n".join(filter(None, (*said, about, rules))) + "\n"
    return None


def rule_text(kind: str, rule: str, *, plugins: bool = True) -> str | None:
    """Return what a rule says, in a sentence or two with its thresholds.

    Args:
        kind: The kind that the rule decides on.
        rule: Its id, e.g. `phrase-pair`.
        plugins: Whether the detectors of other distributions are asked.

    Returns:
        The text; None when no detector of this kind has one for this rule.
    """
    for detector in _detectors(plugins=plugins):
        # A detector need not say what its rules are.
        rules: Mapping[str, str] = getattr(detector, "rules", {})
        if kind in detector.kinds and rule in rules:
            return rules[rule]
    return None


def _detectors(*, plugins: bool) -> tuple[Detector, ...]:
    return (*DETECTORS, *(load_plugins() if plugins else ()))


@cache
def _pages() -> Mapping[str, Traversable]:
    """Return the pages by kind, sorted."""
    installed = files("ryabkov_diff").joinpath("findings")
    # In the project's own folder, as an editable installation uses it, they stand where a reader looks for them.
    folder = installed if installed.is_dir() else Path(__file__).parents[2] / "docs" / "findings"
    pages = {
        page.name.removesuffix(".md"): page
        for page in folder.iterdir()
        # The list of the pages in a folder is none of them.
        if page.name.endswith(".md") and page.name != "README.md"
    }
    return dict(sorted(pages.items()))
