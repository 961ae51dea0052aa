"""Linked data (JSON-LD, as schema.org has it) in pages and exports: the types of objects, and what they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Node", "follow", "index_by_id", "types_of"]

# An object of linked data: `{"@type": "NewsArticle", "publisher": {"@id": "#outlet"}}`.
Node: TypeAlias = dict[str, Any]


def types_of(node: Node) -> list[str]:
    """Return the types of an object.

    >>> types_of({"@type": "NewsArticle"}), types_of({"@type": ["Article", "Review"]}), types_of({"name": "Lake Post"})
    (['NewsArticle'], ['Article', 'Review'], [])
    """
    types = node.get("@type")
    return [one for one in (types if isinstance(types, list) else [types]) if isinstance(one, str)]


def index_by_id(nodes: Iterable[Node]) -> Mapping[str, Node]:
    """Return those objects that have an id by it; of several with one id the last."""
    return {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}


def follow(value: Any, by_id: Mapping[str, Node]) -> Any:
    """Return the object that a reference leads to; any other value as it is.

    >>> follow({"@id": "#outlet"}, {"#outlet": {"@id": "#outlet", "name": "Lake Post"}})
    {'@id': '#outlet', 'name': 'Lake Post'}
    >>> follow({"name": "Lake Post"}, {})
    {'name': 'Lake Post'}
    """
    reference = value.get("@id") if isinstance(value, dict) else None
    return by_id.get(reference, value) if isinstance(reference, str) else value
