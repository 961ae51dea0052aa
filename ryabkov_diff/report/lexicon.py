"""The variant lexicon: which words stand for which over all passages of an event, how often, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ryabkov_diff.invisible import bare
from ryabkov_diff.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ryabkov_diff.domain import Comparison

__all__ = ["Wordings", "collect_wordings"]

# Kinds whose two readings are two wordings of one thing.
KINDS = frozenset({"rewording", "loaded-word", "spelling"})

# They don't make another wording: "a right view", "the right view".
DETERMINERS = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class Wordings:
    """Wordings that stand for one another.

    Attributes:
        forms: Who has which, as written; where one is written in several ways, the first of them.
        passages: The ids of the passages where they stand against each other, in reading order.
        kind: The kind of the findings.
    """

    forms: Mapping[str, tuple[str, ...]]
    passages: tuple[str, ...]
    kind: str

    @property
    def count(self) -> int:
        """In how many passages they stand against each other."""
        return len(self.passages)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of these wordings."""
        forms = [{"text": text, "articles": list(sigla)} for text, sigla in self.forms.items()]
        return {"kind": self.kind, "forms": forms, "count": self.count, "passages": list(self.passages)}


def collect_wordings(comparison: Comparison) -> tuple[Wordings, ...]:
    """Collect the wordings of all findings about words, the most frequent first, else in reading order.

    Two findings have the same wordings when these are equal but for case, spelling and articles.
    """
    collected: dict[tuple[str, frozenset[str]], tuple[dict[str, tuple[str, dict[str, None]]], dict[str, None]]] = {}
    for finding in comparison.findings:
        readings = [(one, _folded(one.text)) for one in finding.readings if one.text is not None]
        forms = frozenset(form for _, form in readings)
        # A spelling is the same form twice: there the words as printed tell which is which.
        if finding.kind == "spelling":
            readings = [(one, bare(one.text or "")) for one, _ in readings]
            forms = frozenset(form for _, form in readings)
        if finding.kind not in KINDS or finding.passage is None or len(forms) < 2 or "" in forms:  # noqa: PLR2004
            continue
        texts, passages = collected.setdefault((finding.kind, forms), ({}, {}))
        passages[finding.passage] = None
        for reading, form in readings:
            _, sigla = texts.setdefault(form, (" ".join((reading.text or "").split()), {}))
            sigla.update(dict.fromkeys(reading.articles))
    found = (
        Wordings({text: tuple(sorted(sigla)) for text, sigla in texts.values()}, tuple(passages), kind)
        for (kind, _), (texts, passages) in collected.items()
    )
    return tuple(sorted(found, key=lambda one: -one.count))


def _folded(text: str | None) -> str:
    """Return a wording without case, spelling and articles; empty where nothing else is left."""
    return " ".join(
        token.norm for token in tokenize(bare(text or "")) if token.is_word and token.norm not in DETERMINERS
    )
