"""`Comparison` ⇄ JSON, checked both ways: the JSON Schema, and what a schema cannot say.

The contract in prose is `docs/output-schema.md`; the schema itself is the data file beside this module.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ryabkov_diff.domain import SCHEMA_VERSION, TOOL, Comparison
from ryabkov_diff.errors import ComparisonFormatError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "comparison_faults",
    "comparison_schema",
    "dump_comparison",
    "dump_json",
    "is_result",
    "load_comparison",
    "may_be_comparison",
]

_SCHEMA_FILE = "comparison.schema.json"
_HINT = "see the expected form with: ryabkov-diff schema"

# A file of the wrong kind has as many faults as it has fields; the first ones tell enough.
_FAULTS_SHOWN = 20


# What would steer a terminal that shows the JSON, turn the direction of writing in it, or end a line of JSON Lines for
# readers that go by Unicode: controls that JSON may hold as they are, separators, controls of direction; and halves of
# characters, which no file can hold.
_UNSAFE = re.compile(r"[\x7f-\x9f\xad\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

# Pieces of JSON that are held before they are joined; some megabytes.
_JOINED_AT_ONCE = 50_000


def dump_json(data: Any, *, indent: int | None = 2) -> str:
    r"""Return JSON with a line feed at its end: letters as they are, controls of all kinds as escapes.

    >>> dump_json({"text": "é\x9b2J\u202e"}, indent=None)
    '{"text": "é\\u009b2J\\u202e"}\n'

    Raises:
        ValueError: A number is not finite, which JSON cannot say.
    """
    encoder = json.JSONEncoder(ensure_ascii=False, indent=indent, allow_nan=False)
    # Indented JSON comes in pieces of a word each, of which a large report has millions: they are joined as they come.
    pieces = iter([encoder.encode(data)]) if indent is None else iter(encoder.iterencode(data))
    joined = iter(lambda: "".join(islice(pieces, _JOINED_AT_ONCE)), "")
    return "".join(_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) for text in joined) + "\n"


@cache
def _schema_text() -> str:
    return Path(__file__).with_name(_SCHEMA_FILE).read_text(encoding="utf-8")


def comparison_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a comparison."""
    schema: dict[str, Any] = json.loads(_schema_text())
    return schema


def dump_comparison(comparison: Comparison) -> str:
    """Return a comparison as indented JSON with a line feed at its end.

    Raises:
        ComparisonFormatError: A number is not finite, which JSON cannot say.
    """
    try:
        return dump_json(comparison.to_dict())
    except ValueError as error:
        msg = "the comparison holds a number that is not finite (NaN or infinity)"
        raise ComparisonFormatError(msg, "an embedder or a detector has produced it; please report this") from error


def load_comparison(text: str) -> Comparison:
    """Read a comparison from JSON: the inverse of `dump_comparison`.

    Fields that this version does not know are ignored.

    Raises:
        ComparisonFormatError: The text is no JSON, or not a comparison; names all faults at once.
    """
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        msg = f"the comparison is not JSON: {error}"
        raise ComparisonFormatError(msg, "write one with: ryabkov-diff compare A B --format json") from error
    faults = tuple(comparison_faults(data))
    if faults:
        shown = faults[:_FAULTS_SHOWN]
        more = len(faults) - len(shown)
        listed = "; ".join(shown) + (f"; and {more} more" if more else "")
        msg = f"not a comparison of schema version {SCHEMA_VERSION}: {listed}"
        raise ComparisonFormatError(msg, _HINT)
    return Comparison.from_dict(data)


def may_be_comparison(data: bytes) -> bool:
    """Say whether the bytes of a file may be a saved comparison, before they are parsed."""
    return b'"schema_version"' in data and TOOL.encode() in data


def is_result(head: object) -> bool:
    """Say whether a value of JSON is a result of this program, or the first line of one in lines.

    >>> is_result({"schema_version": "1.0", "tool": {"name": "ryabkov-diff", "version": "0.1.0"}})
    True
    >>> is_result({"schema_version": "1.0", "title": "Rain in the valley"})
    False
    """
    if not isinstance(head, dict) or "schema_version" not in head:
        return False
    tool = head.get("tool")
    return isinstance(tool, dict) and tool.get("name") == TOOL


def _refuse_constant(name: str) -> NoReturn:
    msg = f"{name} is no JSON number"
    raise ValueError(msg)


def comparison_faults(data: object) -> Iterator[str]:
    """Yield each fault of a comparison's JSON object as `place: what is wrong`; nothing when it is sound.

    What no schema can say is checked only where the schema holds: ids are unique, each segment but boilerplate is in
    exactly one passage, sigla and ids that are referred to exist, and each span quotes the text it points to.
    """
    from jsonschema import Draft202012Validator  # noqa: PLC0415  # only reading needs it, and it takes a while to load

    errors = Draft202012Validator(comparison_schema()).iter_errors(data)
    schema_faults = [
        f"{error.json_path.removeprefix('$').removeprefix('.') or 'root'}: {_shortened(error.message)}"
        for error in sorted(errors, key=lambda error: [str(part) for part in error.absolute_path])
    ]
    yield from schema_faults
    if not schema_faults and isinstance(data, dict):
        yield from _identity_faults(data)
        yield from _reference_faults(data)
        yield from _span_faults(data)


# Messages of the validator quote the whole value that is at fault, which may be an article.
_MESSAGE_CHARACTERS = 160


def _shortened(message: str) -> str:
    if len(message) <= _MESSAGE_CHARACTERS:
        return message
    half = _MESSAGE_CHARACTERS // 2
    return f"{message[:half]} … {message[-half:]}"


def _identity_faults(data: Mapping[str, Any]) -> Iterator[str]:
    segments = [segment for article in data["articles"] for segment in article["segments"]]
    yield from _repeated("articles", (article["sigil"] for article in data["articles"]))
    yield from _repeated("segments", (segment["id"] for segment in segments))
    yield from _repeated("passages", (passage["id"] for passage in data["passages"]))
    yield from _repeated("findings", (finding["id"] for finding in data["findings"]))


def _repeated(things: str, ids: Iterable[str]) -> Iterator[str]:
    for name, times in Counter(ids).items():
        if times > 1:
            yield f"{things}: the id {name} stands {times} times"


def _reference_faults(data: Mapping[str, Any]) -> Iterator[str]:
    sigla = {article["sigil"] for article in data["articles"]}
    owner = {segment["id"]: article["sigil"] for article in data["articles"] for segment in article["segments"]}
    passages = {passage["id"] for passage in data["passages"]}
    carried: Counter[str] = Counter()

    for passage in data["passages"]:
        for sigil, ids in passage["segments"].items():
            if sigil not in sigla:
                yield f"passage {passage['id']}: no article has the sigil {sigil}"
                continue
            carried.update(ids)
            for segment_id in ids:
                if owner.get(segment_id) != sigil:
                    yield f"passage {passage['id']}: article {sigil} has no segment {segment_id}"
        for pair in {**passage["similarity"], **passage["parts"]}:
            if not _is_pair(pair, passage["segments"]):
                yield f"passage {passage['id']}: {pair} is no pair of its articles"

    for article in data["articles"]:
        for segment in article["segments"]:
            times = carried[segment["id"]]
            if segment["kind"] == "boilerplate" and times:
                yield f"segment {segment['id']}: boilerplate stands in no passage, found in {times}"
            elif segment["kind"] != "boilerplate" and times != 1:
                yield f"segment {segment['id']}: expected in exactly one passage, found in {times}"

    for relation in data["relations"]:
        yield from _unknown_sigla(f"relation {'-'.join(relation['articles'])}", relation["articles"], sigla)
    for finding in data["findings"]:
        if finding["passage"] is not None and finding["passage"] not in passages:
            yield f"finding {finding['id']}: there is no passage {finding['passage']}"
        for reading in finding["readings"]:
            yield from _unknown_sigla(f"finding {finding['id']}", reading["articles"], sigla)
    for note in data["notes"]:
        if note["article"] is not None:
            yield from _unknown_sigla(f"note {note['code']}", [note["article"]], sigla)
    yield from _unknown_sigla("summary", data["summary"]["only_in"], sigla)


def _is_pair(pair: str, sigla: Iterable[str]) -> bool:
    return any(pair == f"{first}-{second}" for first in sigla for second in sigla if first != second)


def _unknown_sigla(place: str, named: Iterable[str], sigla: set[str]) -> Iterator[str]:
    for sigil in named:
        if sigil not in sigla:
            yield f"{place}: no article has the sigil {sigil}"


def _span_faults(data: Mapping[str, Any]) -> Iterator[str]:
    texts = {article["sigil"]: article.get("text") for article in data["articles"]}
    lengths = {article["sigil"]: article["characters"] for article in data["articles"]}

    for article in data["articles"]:
        sigil = article["sigil"]
        text = texts[sigil]
        if text is not None and len(text) != article["characters"]:
            yield f"article {sigil}: its text has {len(text)} characters, {article['characters']} were announced"
        last = 0
        for segment in article["segments"]:
            place = f"segment {segment['id']}"
            if segment["start"] < last:
                yield f"{place}: begins at {segment['start']}, before the segment in front of it has ended ({last})"
            last = max(last, segment["end"])
            yield from _misquotations(place, segment, segment["text"], text, lengths[sigil])

    for finding in data["findings"]:
        for reading in finding["readings"]:
            selector = reading["selector"]
            if selector is None:
                continue
            sigil = reading["articles"][0]  # where several articles share a reading, the place is the first one's
            if sigil in texts:
                place = f"finding {finding['id']} in {sigil}"
                yield from _misquotations(place, selector, selector["exact"], texts[sigil], lengths[sigil])


def _misquotations(
    place: str, span: Mapping[str, int], quotation: str, text: str | None, characters: int
) -> Iterator[str]:
    """Yield a fault where a span leaves the text or quotes other words than stand there."""
    start, end = span["start"], span["end"]
    if not start <= end <= characters:
        yield f"{place}: {start} to {end} is no span of a text of {characters} characters"
    elif len(quotation) != end - start:
        yield f"{place}: {start} to {end} is {end - start} characters long, its text {len(quotation)}"
    elif text is not None and text[start:end] != quotation:
        yield f"{place}: the article has other words at {start} to {end}"
