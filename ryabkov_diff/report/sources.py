"""Where the sources of an event have their words from, and which are not independent of one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ryabkov_diff.domain import RelationKind
from ryabkov_diff.provenance import outlet_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ryabkov_diff.domain import Article, Comparison

__all__ = ["Source", "describe_sources"]

# Two articles of whose shared statements this share is nearly word for word the same are copies of one text. Not all:
# a short statement is never counted as word for word.
COPIED = 0.7
# So many statements they must share for that: two outlets may quote one sentence alike.
MIN_COPIED = 3


@dataclass(frozen=True, slots=True)
class Source:
    """An article of an event.

    Attributes:
        sigil: Of the article.
        words: How many words its statements have.
        statements: How many statements it has.
        wires: The news agencies that it names as sources.
        depends: For each other article with which it shares a wire or a text, how: `TASS`, or `nearly the same text`.
    """

    sigil: str
    words: int
    statements: int
    wires: tuple[str, ...]
    depends: Mapping[str, str]

    @property
    def kin(self) -> Mapping[str, tuple[str, ...]]:
        """The same the other way round: for each reason the articles of which it is not independent."""
        kin: dict[str, tuple[str, ...]] = {}
        for sigil, why in self.depends.items():
            kin[why] = (*kin.get(why, ()), sigil)
        return kin

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this source."""
        return {
            "article": self.sigil,
            "words": self.words,
            "statements": self.statements,
            "wires": list(self.wires),
            "depends": dict(self.depends),
        }


def describe_sources(comparison: Comparison) -> tuple[Source, ...]:
    """Describe the sources of a comparison's articles, in column order."""
    wires = {article.sigil: _wires(article) for article in comparison.articles}
    depends: dict[str, dict[str, str]] = {article.sigil: {} for article in comparison.articles}
    for relation in comparison.relations:
        one, other = relation.articles
        why = _why_dependent(comparison, one, other, wires)
        if why and relation.relation is RelationKind.SAME:
            depends[one][other] = depends[other][one] = why
    return tuple(
        Source(
            article.sigil,
            sum(len(segment.text.split()) for segment in comparison.statements(article.sigil)),
            len(comparison.statements(article.sigil)),
            wires[article.sigil],
            {sigil: depends[article.sigil][sigil] for sigil in comparison.sigla if sigil in depends[article.sigil]},
        )
        for article in comparison.articles
    )


def _wires(article: Article) -> tuple[str, ...]:
    """Return the agencies that an article names as sources."""
    found = (outlet_named(name) for name in article.is_based_on)
    return tuple(outlet.name for outlet in found if outlet is not None and outlet.kind == "agency")


def _why_dependent(comparison: Comparison, one: str, other: str, wires: Mapping[str, tuple[str, ...]]) -> str:
    """Say why two articles are not independent; empty where nothing says so."""
    evidence = comparison.relation(one, other).evidence
    shared, verbatim = evidence.get("shared_statements", 0), evidence.get("near_verbatim", 0)
    if evidence.get("identical") or (shared >= MIN_COPIED and verbatim >= COPIED * shared):
        return "nearly the same text"
    common = [name for name in wires[one] if name in wires[other]]
    if common:
        return ", ".join(sorted(common))
    for naming, named in ((one, other), (other, one)):
        publisher = outlet_named(comparison.article(named).publisher or comparison.article(named).label)
        if publisher is not None and publisher.name in wires[naming]:
            return publisher.name
    return ""
