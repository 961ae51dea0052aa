"""The gold of the invented pairs fits their texts, and has every kind often enough to be measured."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ryabkov_diff.domain import FAMILIES, MEANING_AT_STAKE

FOLDER = Path(__file__).parents[2] / "benchmarks" / "news" / "findings"
HALVES = ("development", "held-out")
PAIRS = sorted(path.parent for path in FOLDER.glob("*/*/gold.json"))

# Ids that are younger than the annotation.
LATER_KINDS = {"quote-alteration"}

# What the program must be measured on in each half: more of what is at stake.
AT_LEAST = 3
FACTS = ("number", "date", "entity", "negation", "contradiction", "modality", "quantifier")
FACTS_AT_LEAST = 4


@pytest.fixture(params=PAIRS, ids=lambda path: f"{path.parent.name}/{path.name}")
def folder(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def gold_of(folder: Path) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    return gold


def span(text: str, piece: str) -> range:
    """Return where a piece stands in a text."""
    assert text.count(piece) == 1, f"stands {text.count(piece)} times: {piece}"
    return range(text.index(piece), text.index(piece) + len(piece))


def overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def test_every_piece_of_text_stands_once_in_its_article(folder: Path) -> None:
    gold = gold_of(folder)
    texts = {side: (folder / f"{side}.txt").read_text(encoding="utf-8") for side in "ab"}

    pieces = [(side, one[side]) for one in (*gold["findings"], *gold["benign"]) for side in "ab"]
    pieces += [(side, piece) for link in gold["links"] for side, piece in zip("ab", link, strict=True)]
    pieces += [(one["article"], one["text"]) for one in gold["quotations"]]
    for side, piece in pieces:
        if piece is not None:
            assert piece == piece.strip() != ""
            span(texts[side], piece)


def test_findings_have_known_kinds_a_severity_and_a_reason(folder: Path) -> None:
    for one in gold_of(folder)["findings"]:
        assert {one["kind"], *one["also"]} <= FAMILIES.keys()
        assert one["kind"] not in one["also"]
        assert one["severity"] in range(MEANING_AT_STAKE + 1)
        assert (one["severity"] == MEANING_AT_STAKE) == (one["kind"] in {*FACTS, "speaker", "quote-context"})
        assert one["a"] or one["b"]
        assert one["note"]


def test_no_trap_stands_where_a_fact_differs(folder: Path) -> None:
    gold = gold_of(folder)
    texts = {side: (folder / f"{side}.txt").read_text(encoding="utf-8") for side in "ab"}
    for trap in gold["benign"]:
        assert trap["a"] != trap["b"]
        for one in gold["findings"]:
            if one["kind"] in FACTS:
                assert not all(overlap(span(texts[side], trap[side]), span(texts[side], one[side])) for side in "ab"), (
                    f"{trap} is said to be benign, and {one}"
                )


def test_every_quotation_stands_in_its_marks_and_has_a_speaker(folder: Path) -> None:
    for one in gold_of(folder)["quotations"]:
        text = (folder / f"{one['article']}.txt").read_text(encoding="utf-8")
        place = span(text, one["text"])
        assert text[place.start - 1] in '"“'
        assert text[place.stop : place.stop + 2].lstrip(",")[0] in '"”'
        assert one["speaker"]
        assert one["cue"] is None or one["cue"] in text


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_every_kind_often_enough(half: str) -> None:
    found = Counter(one["kind"] for path in PAIRS if path.parent.name == half for one in gold_of(path)["findings"])

    wanted = set(FAMILIES) - LATER_KINDS
    assert {kind: found[kind] for kind in sorted(wanted) if found[kind] < AT_LEAST} == {}
    assert {kind: found[kind] for kind in FACTS if found[kind] < FACTS_AT_LEAST} == {}
