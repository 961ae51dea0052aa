"""JSON and JSON Lines → documents: articles as schema.org, crawlers, news services and this program itself write them.

Each object that holds a text is an article, wherever it stands. What the text, the title and the rest are called is
listed in `exports.toml`; the user's own names (`FieldNames`) come before it.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeAlias

from ryabkov_diff.invisible import bare
from ryabkov_diff.read.documents import Document
from ryabkov_diff.read.fields import address_of, day_of, language_of, outlet_of
from ryabkov_diff.read.fragments import looks_like_markup, plain_text, with_headline
from ryabkov_diff.read.json_values import parse_json
from ryabkov_diff.read.linked_data import follow, index_by_id, types_of
from ryabkov_diff.read.sources import Fault, too_many
from ryabkov_diff.schema import is_result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ryabkov_diff.read.documents import FieldNames, ReadOptions
    from ryabkov_diff.read.linked_data import Node
    from ryabkov_diff.read.sources import Payload

__all__ = ["read_export"]

# An object of JSON.
_Object: TypeAlias = dict[str, Any]

# How many keys a message lists.
_LISTED = 12
# Longer keys are cut in messages.
_KEY_CHARACTERS = 40

# Half of a character: JSON can write one as an escape, no text file can hold it.
_SURROGATE = re.compile(r"[\ud800-\udfff]")

# Where a service cuts a text: "… [+3421 chars]".
_CUT = re.compile(r"\[\+\d+ chars\]\s*$")

# What stands for nothing where values were turned into text.
_NOTHING = frozenset({"None", "null", "nan", "NaN"})
# A string of fewer characters is no article.
_TEXT_CHARACTERS = 200

# The type of an article in schema.org: NewsArticle, ReportageNewsArticle, BlogPosting …
_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report)$")


def read_export(payload: Payload, options: ReadOptions) -> Sequence[Document]:
    """Read the articles of a JSON or JSON Lines file, in the order in which they stand in it.

    Args:
        payload: The bytes, and their name.
        options: The user's names of the keys, and the limit of nesting.

    Returns:
        One document for each object that has a text; those of a saved comparison are its articles as they were.

    Raises:
        Fault: The bytes are no JSON, too deeply nested, or hold no text.
    """
    parsed = parse_json(payload, options.limits.nesting)
    if (own := _own_articles(parsed.values)) is not None:
        documents = _documents_of_comparison(own, payload.name)
    else:
        documents = _documents_of_export(parsed.values, options, payload.name)
    remarks = [("encoding", parsed.remark)] if parsed.remark else []
    if parsed.repeated:
        keys = ", ".join(f"“{key[:_KEY_CHARACTERS]}”" for key in parsed.repeated[:_LISTED])
        message = f"{payload.name} has keys that stand twice in an object ({keys}); the last of them counts."
        remarks.append(("repeated-key", message))
    if len(documents) == 1:
        documents = [documents[0]._replace(part=None)]
    # A remark on the whole file is made once, on its first article.
    documents[0] = documents[0]._replace(remarks=(*remarks, *documents[0].remarks))
    return documents


# ----------------------------------------------------------------------------------------------- our own comparisons


def _own_articles(values: list[Any]) -> list[_Object] | None:
    """Return the articles of a saved comparison; None when the values are none."""
    if not values or not is_result(values[0]):
        return None
    rows = values[0].get("articles") if len(values) == 1 else values
    own = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return own if len(values) == 1 else [row for row in own if row.get("record") == "article"]


def _documents_of_comparison(articles: list[_Object], name: str) -> list[Document]:
    if not articles:
        raise Fault(name, "is a result of ryabkov-diff without articles", "give articles, or a saved comparison")
    if not all(isinstance(article.get("text"), str) and article["text"].strip() for article in articles):
        hint = "compare the articles themselves, or save the comparison without --no-text"
        raise Fault(name, "is a comparison that was saved without its texts", hint)
    return [
        Document(
            text=_whole(article["text"]),
            part=number,
            headline=_string(article.get("headline")),
            publisher=_string(article.get("publisher")),
            date_published=_day(article.get("datePublished")),
            url=_address(article.get("url")),
            language=_language(article.get("inLanguage")),
            label=_string(article.get("label")),
            is_based_on=tuple(filter(None, map(_string, _listed(article.get("isBasedOn"))))),
        )
        for number, article in enumerate(articles, 1)
    ]


# ---------------------------------------------------------------------------------------------- values → documents


@cache
def _known_names() -> Mapping[str, tuple[str, ...]]:
    """Return the names of `exports.toml`, in the form in which keys are compared."""
    data = tomllib.loads(resources.files("ryabkov_diff.read").joinpath("exports.toml").read_text(encoding="utf-8"))
    return {part: tuple(map(_bare, names)) for part, names in data.items()}


def _names(keys: FieldNames) -> Mapping[str, tuple[str, ...]]:
    """Return the names by part, the user's own first; no other name than the user's stands for the text."""
    own = {"headline": keys.headline, "publisher": keys.publisher, "date": keys.date, "url": keys.url}
    names = {part: (name, *known) if (name := own.get(part)) else known for part, known in _known_names().items()}
    return names | {"text": (keys.text,)} if keys.text else names


@lru_cache(maxsize=1024)
def _bare(key: str) -> str:
    """Return a key as it is compared: `date_publish` and `datePublish` are one, `id` and `@id` are two."""
    return re.sub(r"[^a-z0-9@$]", "", key.casefold())


def _documents_of_export(values: list[Any], options: ReadOptions, name: str) -> list[Document]:
    names = _names(options.keys)
    # What has nothing but an id is no object, it refers to one.
    by_id = index_by_id(one for one in _objects(values) if len(one) > 1)
    documents: list[Document] = []
    for record, around in _records(values, names["text"]):
        texts = (_body(value) for value in _found(record, _text_names(record, names["text"])) if _is_text(value))
        text = next((one for one in texts if bare(one).strip()), None)
        if text is not None:
            documents.append(_document(text, len(documents) + 1, (record, *around), names, by_id))
        if len(documents) > options.limits.articles:
            raise too_many(name, options.limits.articles)
    if not documents:
        raise _no_article(values, names["text"], name)
    return documents


def _document(
    text: str, number: int, objects: Sequence[_Object], names: Mapping[str, tuple[str, ...]], by_id: Mapping[str, Node]
) -> Document:
    """Make a document of a text and the objects that it stands in, the inner one first."""
    feed = next(filter(_is_json_feed, objects), {})

    def first(part: str, read: Callable[[Any], str | None]) -> str | None:
        found = (value for one in objects if one is not feed for value in _found(one, names[part]))
        # What leads to the text is no value beside it: the key `_source` of search engines is no outlet.
        beside = (value for value in found if not any(value is one for one in objects))
        return next(filter(None, map(read, beside)), None)

    def outlet(value: Any) -> str | None:
        return _outlet(follow(value, by_id))

    headline = first("headline", _title)
    remarks = []
    if halves := len(_SURROGATE.findall(text)):
        text = _whole(text)
        half = "1 half of a character" if halves == 1 else f"{halves} halves of characters"
        remarks.append(("encoding", f"{half} (lone surrogates) became U+FFFD."))
    if _CUT.search(text):
        remarks.append(("cut-off", "The export holds only the beginning of the text; the rest was cut off."))
    return Document(
        text=with_headline(text, headline),
        part=number,
        headline=headline,
        publisher=first("publisher", outlet) or _title(feed.get("title")),
        date_published=first("date", _day),
        url=first("url", _address),
        language=first("language", _language),
        is_based_on=tuple(filter(None, map(outlet, _listed(objects[0].get("isBasedOn"))))),
        remarks=tuple(remarks),
    )


def _records(values: list[Any], names: tuple[str, ...]) -> Iterator[tuple[_Object, tuple[_Object, ...]]]:
    """Yield the objects that have a text, in order, with the objects that each alone stands in, the inner one first."""
    stack: list[tuple[Any, tuple[_Object, ...]]] = [(value, ()) for value in reversed(values)]
    while stack:
        value, around = stack.pop()
        if isinstance(value, dict):
            if any(map(_is_text, _found(value, _text_names(value, names)))):
                yield value, around
            else:
                stack.extend((inner, (value, *around)) for inner in reversed(value.values()) if _is_container(inner))
        elif isinstance(value, list):
            # What stands around a list says nothing of the single articles in it, but for the name of a feed.
            feed = tuple(filter(_is_json_feed, around[:1]))
            stack.extend((inner, feed) for inner in reversed(value) if _is_container(inner))


def _objects(values: list[Any]) -> Iterator[_Object]:
    """Yield all objects, in order, each before those in it."""
    stack = values[::-1]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            yield value
            stack.extend(filter(_is_container, reversed(value.values())))
        elif isinstance(value, list):
            stack.extend(filter(_is_container, reversed(value)))


def _is_container(value: Any) -> bool:
    return bool(value) and isinstance(value, (dict, list))


def _text_names(record: _Object, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a text may be called in an object: of schema.org's types, only articles have texts that count."""
    types = types_of(record)
    if any(map(_ARTICLE_TYPE.search, types)):
        # A known form, whatever the user says of the keys of other files.
        return (*names, *_known_names()["text"])
    return _known_names()["text"][:1] if types else names


def _found(record: _Object, names: Iterable[str]) -> Iterator[Any]:
    """Yield the values of an object under these names; a full stop leads into an object."""
    by_bare = {_bare(key): value for key, value in reversed(record.items())}
    for name in names:
        if name in record:
            yield record[name]
        elif name in by_bare:
            yield by_bare[name]
        elif "." in name:
            value: Any = record
            for key in name.split("."):
                value = value.get(key) if isinstance(value, dict) else None
            if value is not None:
                yield value


def _is_text(value: Any) -> bool:
    """Say whether a value is a text or a list of paragraphs, and not a list of objects that are articles themselves."""
    if isinstance(value, list):
        return any(map(_is_text, value)) and not any(isinstance(one, dict) and _is_article(one) for one in value)
    if isinstance(value, dict):
        return not _is_article(value) and _paragraph(value) is not None
    return isinstance(value, str) and bool(value.strip()) and not address_of(value.strip())


def _is_article(value: _Object) -> bool:
    """Say whether an object has a title or a date of its own: then it is an article, not the text of one."""
    known = _known_names()
    return any(isinstance(one, str) for one in _found(value, known["headline"] + known["date"]))


def _paragraph(value: _Object) -> str | None:
    """Return the text of an object that is one paragraph of an article, or all of them."""
    return next((one for one in _found(value, _known_names()["paragraph"]) if isinstance(one, str)), None)


def _body(value: Any) -> str:
    """Return a text, or its paragraphs put together; HTML becomes plain text."""
    paragraphs = [_paragraph(one) if isinstance(one, dict) else one for one in _listed(value)]
    texts = (
        plain_text(_whole(one)) if looks_like_markup(one) else one.strip() for one in paragraphs if isinstance(one, str)
    )
    return "\n\n".join(filter(None, texts))


def _is_json_feed(value: _Object) -> bool:
    return str(value.get("version", "")).startswith("https://jsonfeed.org/")


def _no_article(values: list[Any], names: tuple[str, ...], name: str) -> Fault:
    """Say that nothing has a text, which keys there are, and which of them may hold it."""
    keys: dict[str, int] = {}
    for one in _objects(values):
        for key, value in one.items():
            keys[key] = max(keys.get(key, 0), len(value) if isinstance(value, str) else 0)
    if not keys:
        return Fault(name, "has no article: it has no objects", 'an article is an object: {"text": "…"}')
    listed = ", ".join(_whole(key[:_KEY_CHARACTERS]) for key in list(keys)[:_LISTED]) + ", …" * (len(keys) > _LISTED)
    sought = f"the key {names[0]}" if len(names) == 1 else "any key that is known to hold one"
    longest = max(keys, key=lambda key: keys[key])
    hint = f"name the key of the text, e.g. --text-key {shlex.quote(_whole(longest[:_KEY_CHARACTERS]))}"
    if keys[longest] < _TEXT_CHARACTERS:
        hint = "give articles with their texts; --text-key names the key that holds them"
    return Fault(name, f"has no article: there is no text under {sought}; its keys are {listed}", hint)


# -------------------------------------------------------------------------------------------------- single values


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _whole(text: str) -> str:
    """Return a text without halves of characters, which no text file can hold."""
    return _SURROGATE.sub("\ufffd", text)


def _string(value: Any) -> str | None:
    """Return a value as one line: a string, the first of a list, or that of an object that holds nothing else."""
    for one in _listed(value):
        inner = [one] if isinstance(one, str) else _found(one, _known_names()["value"]) if isinstance(one, dict) else []
        for found in inner:
            if isinstance(found, str) and (line := " ".join(_whole(found).split())) and line not in _NOTHING:
                return line
    return None


def _title(value: Any) -> str | None:
    line = _string(value)
    return " ".join(plain_text(line).split()) or None if line and looks_like_markup(line) else line


def _outlet(value: Any) -> str | None:
    line = _title(value)
    return outlet_of(line) if line else None


def _address(value: Any) -> str | None:
    line = _string(value)
    return address_of(line) if line else None


def _language(value: Any) -> str | None:
    line = _string(value)
    return language_of(line) if line else None


def _day(value: Any) -> str | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return day_of(value)
    line = _string(value)
    return day_of(line) if line else None
