"""The JSON: what is written follows the schema and can be read back; what does not is named, all faults at once."""

from __future__ import annotations

import json
import math
import operator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ryabkov_diff.domain import (
    FAMILIES,
    Article,
    Comparison,
    Finding,
    Note,
    Passage,
    PassageStatus,
    Reading,
    Relation,
    RelationKind,
    Segment,
    SegmentKind,
    Selector,
    pair_key,
)
from ryabkov_diff.errors import ComparisonFormatError
from ryabkov_diff.schema import comparison_faults, comparison_schema, dump_comparison, load_comparison
from tests.render import made

if TYPE_CHECKING:
    from collections.abc import Callable

# Lone surrogates are no text: UTF-8 has no bytes for them.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
# Evidence that has a type of its own in the schema.
EVIDENCE = frozenset(comparison_schema()["$defs"]["relation"]["properties"]["evidence"]["properties"])
UNIT = st.floats(0, 1).map(lambda number: round(number, 4))
COSINE = st.floats(-1, 1).map(lambda number: round(number, 4))


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    """Any comparison that the pipeline could produce, however odd."""
    articles: list[Article] = []
    segments: list[Segment] = []
    for sigil in draw(st.sampled_from(["A", "AB", "ABC", "ABCD"])):
        text = ""
        for number, words in enumerate(draw(st.lists(WORDS, max_size=4)), start=1):
            text += draw(TEXTS)
            segments.append(
                Segment(
                    f"{sigil}.{number}",
                    sigil,
                    draw(st.sampled_from(SegmentKind)),
                    draw(st.integers(0, 9)),
                    len(text),
                    len(text) + len(words),
                    words,
                    draw(st.none() | TEXTS),
                    draw(st.none() | TEXTS),
                )
            )
            text += words
        articles.append(
            Article(
                sigil=sigil,
                label=draw(TEXTS),
                text=text,
                characters=len(text),
                sha256=draw(st.text("0123456789abcdef", min_size=64, max_size=64)),
                path=draw(st.none() | TEXTS),
                headline=draw(st.none() | TEXTS),
                publisher=draw(st.none() | TEXTS),
                date_published=draw(st.none() | TEXTS),
                dateline=draw(st.none() | TEXTS),
                url=draw(st.none() | TEXTS),
                language=draw(TEXTS),
                is_based_on=tuple(draw(st.lists(TEXTS, max_size=2))),
            )
        )
    texts = {article.sigil: article.text or "" for article in articles}
    sigla = list(texts)

    rows: list[dict[str, list[str]]] = []
    for segment in segments:
        if segment.kind is SegmentKind.BOILERPLATE:
            continue
        chosen = draw(st.integers(0, len(rows)))
        if chosen == len(rows):
            rows.append({})
        rows[chosen].setdefault(segment.article, []).append(segment.id)
    passages = []
    for index, row in enumerate(rows):
        pairs = [pair_key(a, b) for a in row for b in row if a < b]
        passages.append(
            Passage(
                f"P{index:02}",
                {sigil: tuple(ids) for sigil, ids in row.items()},
                draw(st.sampled_from(PassageStatus)),
                draw(st.booleans()),
                {pair: draw(COSINE) for pair in pairs},
                {pair: {"cosine": draw(UNIT)} for pair in pairs},
                draw(UNIT),
            )
        )

    def reading() -> Reading:
        sigil = draw(st.sampled_from(sigla))
        start = draw(st.integers(0, len(texts[sigil])))
        end = draw(st.integers(start, len(texts[sigil])))
        selector = draw(st.none() | st.just(Selector.of(texts[sigil], start, end)))
        return Reading((sigil,), draw(st.none() | TEXTS), selector)

    findings = tuple(
        Finding(
            f"F{index:03}",
            kind,
            tuple(draw(st.lists(st.sampled_from(sorted(FAMILIES)), max_size=2))),
            FAMILIES[kind],
            draw(st.integers(0, 3)),
            draw(UNIT),
            draw(st.none() | st.sampled_from([passage.id for passage in passages])) if passages else None,
            draw(TEXTS),
            tuple(draw(st.lists(TEXTS, max_size=2))),
            draw(TEXTS),
            tuple(reading() for _ in range(draw(st.integers(0, 3)))),
        )
        for index, kind in enumerate(draw(st.lists(st.sampled_from(sorted(FAMILIES)), max_size=3)))
    )
    scalars = st.none() | st.booleans() | st.integers(-9, 9) | COSINE | TEXTS
    named = st.fixed_dictionaries(
        {},
        optional={
            "shared_statements": st.integers(0, 9),
            "days_apart": st.none() | st.integers(0, 9),
            "venues": st.tuples(TEXTS, TEXTS),
            "numbers": st.lists(TEXTS, min_size=1, max_size=2).map(tuple),
        },
    )
    others = TEXTS.filter(lambda name: name not in EVIDENCE)
    evidence = st.builds(
        operator.or_, st.dictionaries(others, scalars | st.tuples(scalars, st.tuples(scalars)), max_size=3), named
    )
    return Comparison(
        tuple(articles),
        tuple(segments),
        tuple(passages),
        tuple(
            Relation((a, b), draw(st.sampled_from(RelationKind)), draw(UNIT), draw(evidence))
            for a in sigla
            for b in sigla
            if a < b
        ),
        findings,
        tuple(Note(code, draw(TEXTS), draw(st.none() | st.sampled_from(sigla))) for code in draw(notes())),
        draw(TEXTS),
        draw(TEXTS),
    )


def notes() -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(["hard-wrapped", "lexical-engine"]), max_size=2)


ANY = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@ANY
@given(comparisons())
def test_what_is_written_can_be_read_back(comparison: Comparison) -> None:
    assert Comparison.from_dict(comparison.to_dict()) == comparison
    assert load_comparison(dump_comparison(comparison)) == comparison
    assert load_comparison(dump_comparison(comparison.without_text())) == comparison.without_text()


@ANY
@given(comparisons())
def test_what_is_written_follows_the_schema(comparison: Comparison) -> None:
    assert list(comparison_faults(comparison.to_dict())) == []


MADE = [made.interview, made.occasions, made.trio, made.strangers, made.agencies, made.scripts]


@pytest.mark.parametrize("make", MADE)
def test_made_comparisons_are_sound(make: Callable[[], Comparison]) -> None:
    comparison = make()

    assert list(comparison_faults(comparison.to_dict())) == []
    assert load_comparison(dump_comparison(comparison)) == comparison


def test_the_schema_is_a_schema() -> None:
    schema = comparison_schema()

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_field_is_described() -> None:
    def undescribed(schema: dict[str, Any], place: str) -> list[str]:
        found = []
        for name, field in schema.get("properties", {}).items():
            if "description" not in field and "$ref" not in field:
                found.append(f"{place}.{name}")
            found.extend(undescribed(field, f"{place}.{name}"))
        return found

    schema = comparison_schema()

    assert undescribed(schema, "") == []
    assert [name for name, field in schema["$defs"].items() if "description" not in field] == []
    assert [name for name, field in schema["$defs"].items() if undescribed(field, name)] == []


def test_the_same_comparison_gives_the_same_bytes() -> None:
    assert dump_comparison(made.interview()) == dump_comparison(made.interview())


def test_unknown_fields_are_ignored() -> None:
    data = made.interview().to_dict()
    data["later"] = 1
    data["schema_version"] = "1.7"
    data["articles"][0]["later"] = data["findings"][0]["later"] = {"x": 1}

    assert load_comparison(json.dumps(data)) == made.interview()


def test_another_major_version_is_refused() -> None:
    data = made.interview().to_dict() | {"schema_version": "2.0"}

    with pytest.raises(ComparisonFormatError, match=r"schema_version: '2\.0'"):
        load_comparison(json.dumps(data))


def test_numbers_that_are_not_finite_are_refused_both_ways() -> None:
    comparison = made.interview()
    passages = (replace(comparison.passages[0], confidence=math.nan), *comparison.passages[1:])

    with pytest.raises(ComparisonFormatError, match="not finite"):
        dump_comparison(replace(comparison, passages=passages))
    with pytest.raises(ComparisonFormatError, match="NaN is no JSON number"):
        load_comparison(dump_comparison(comparison).replace('"confidence": 0.88', '"confidence": NaN', 1))


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "null", "[]", '"text"', "{}"])
def test_what_is_no_comparison_is_an_error_with_a_hint(text: str) -> None:
    with pytest.raises(ComparisonFormatError) as caught:
        load_comparison(text)

    assert caught.value.hint


def test_all_faults_are_named_at_once() -> None:
    data = made.interview().to_dict()
    data["articles"][0]["characters"] = -1
    data["findings"][0]["severity"] = 4
    del data["passages"][2]["status"]

    with pytest.raises(ComparisonFormatError) as caught:
        load_comparison(json.dumps(data))

    assert "articles[0].characters" in caught.value.message
    assert "findings[0].severity" in caught.value.message
    assert "passages[2]: 'status' is a required property" in caught.value.message


def _move_segment(data: dict[str, Any]) -> None:
    data["passages"][1]["segments"]["A"] = ["A.3"]


def _give_foreign_segment(data: dict[str, Any]) -> None:
    data["passages"][1]["segments"]["A"] = ["B.3"]


def _shift_selector(data: dict[str, Any]) -> None:
    data["findings"][0]["readings"][0]["selector"]["start"] += 1
    data["findings"][0]["readings"][0]["selector"]["end"] += 1


def _shift_segment_past_the_end(data: dict[str, Any]) -> None:
    data["articles"][0]["segments"][-1]["end"] = 9999


def _overlap_segments(data: dict[str, Any]) -> None:
    data["articles"][0]["segments"].reverse()


def _repeat_finding(data: dict[str, Any]) -> None:
    data["findings"][1]["id"] = data["findings"][0]["id"]


def _name_unknown_sigil(data: dict[str, Any]) -> None:
    data["relations"][0]["articles"] = ["A", "X"]


def _name_unknown_passage(data: dict[str, Any]) -> None:
    data["findings"][0]["passage"] = "P99"


def _name_unknown_pair(data: dict[str, Any]) -> None:
    data["passages"][1]["similarity"] = {"A-C": 0.5}


def _carry_boilerplate(data: dict[str, Any]) -> None:
    data["articles"][0]["segments"][1]["kind"] = "boilerplate"


def _shorten_text(data: dict[str, Any]) -> None:
    data["articles"][0]["text"] = data["articles"][0]["text"][:-1]


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (_move_segment, "segment A.2: expected in exactly one passage, found in 0"),
        (_give_foreign_segment, "article A has no segment B.3"),
        (_shift_selector, "finding F001 in A: the article has other words at"),
        (_shift_segment_past_the_end, "is no span of a text of"),
        (_overlap_segments, "before the segment in front of it has ended"),
        (_repeat_finding, "findings: the id F001 stands 2 times"),
        (_name_unknown_sigil, "relation A-X: no article has the sigil X"),
        (_name_unknown_passage, "finding F001: there is no passage P99"),
        (_name_unknown_pair, "passage P02: A-C is no pair of its articles"),
        (_carry_boilerplate, "segment A.2: boilerplate stands in no passage, found in 1"),
        (_shorten_text, "were announced"),
    ],
)
def test_what_no_schema_can_say_is_checked_too(spoil: Callable[[dict[str, Any]], None], fault: str) -> None:
    data = made.interview().to_dict()
    spoil(data)

    with pytest.raises(ComparisonFormatError) as caught:
        load_comparison(json.dumps(data))

    assert fault in caught.value.message


def test_every_field_is_in_the_documentation() -> None:
    page = (Path(__file__).parent.parent / "docs" / "output-schema.md").read_text(encoding="utf-8")
    schema = comparison_schema()
    fields = set(schema["properties"]).union(
        *(definition.get("properties", {}) for definition in schema["$defs"].values())
    )

    assert [field for field in sorted(fields) if f'"{field}"' not in page and f"`{field}`" not in page] == []
