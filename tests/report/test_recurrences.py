"""What is said on several occasions."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from ryabkov_diff.domain import SegmentKind
from ryabkov_diff.render.as_jsonl import report_to_jsonl
from ryabkov_diff.report import build_report
from tests.render import made
from tests.render.made import Row, Said, Source

if TYPE_CHECKING:
    from ryabkov_diff import Comparison

FERRY = "The ferry will sail again on Friday with both engines replaced."
AGAIN = "The ferry will sail again in May, both its engines replaced."
BREAD = "Bread costs as much as it did in spring, and flour is dearer."
PAIRS = {
    ("A", "C"): "related",
    ("B", "C"): "related",
    ("A", "D"): "related",
    ("B", "D"): "related",
    ("C", "D"): "related",
}


def comparison(*linked: tuple[str, str], pairs: dict[tuple[str, str], str] | None = None) -> Comparison:
    """Four articles, A and B of one event, with links between events as the evidence of the relations holds them."""
    told = made.make(
        {
            "A": Source("Lake Post", [Said(FERRY), Said(BREAD)]),
            "B": Source("Morning", [Said(FERRY)]),
            "C": Source("Echo", [Said(AGAIN), Said(AGAIN, SegmentKind.NARRATED, None, None)], "2024-05-02"),
            "D": Source(
                "Herald", [Said("In May the ferry is going to sail again; the engines are new.")], "2024-06-02"
            ),
        },
        [
            Row({"A": [1], "B": [1]}),
            Row({"A": [2]}, "unique"),
            Row({"C": [1]}, "unique"),
            Row({"C": [2]}, "unique"),
            Row({"D": [1]}, "unique"),
        ],
        relations=pairs or PAIRS,
    )
    return replace(
        told,
        relations=tuple(
            replace(
                one,
                evidence={
                    **one.evidence,
                    "linked": tuple(pair for pair in linked if tuple(end[0] for end in pair) == one.articles),
                },
            )
            for one in told.relations
        ),
    )


def found(told: Comparison) -> list[list[tuple[str, str]]]:
    return [
        [(one.passage, "".join(one.articles)) for one in recurrence.occurrences]
        for recurrence in build_report(told).recurrences
    ]


def test_what_two_occasions_have_alike_is_told_once_with_all_who_carry_it() -> None:
    assert found(comparison(("A.1", "C.1"), ("B.1", "C.1"))) == [[("P01", "AB"), ("P03", "C")]]


def test_links_whose_words_have_little_in_common_are_not_told() -> None:
    assert found(comparison(("A.2", "C.1"))) == []


def test_narration_is_not_said() -> None:
    assert found(comparison(("A.1", "C.2"))) == []


def test_no_chain_is_followed() -> None:
    # C is alike to A and to D, but A and D are not linked.
    assert found(comparison(("A.1", "C.1"), ("C.1", "D.1"))) == [
        [("P01", "AB"), ("P03", "C")],
        [("P03", "C"), ("P05", "D")],
    ]


def test_a_link_between_members_is_not_told_again() -> None:
    assert found(comparison(("A.1", "C.1"), ("A.1", "D.1"), ("C.1", "D.1"))) == [
        [("P01", "AB"), ("P03", "C"), ("P05", "D")]
    ]


def test_articles_of_another_topic_say_nothing_alike() -> None:
    assert found(comparison(("A.1", "C.1"), pairs={**PAIRS, ("A", "C"): "different"})) == []


def test_a_passage_of_two_occasions_counts_where_it_is_likely() -> None:
    def told(confidence: float) -> Comparison:
        one = made.make(
            {"A": Source("Lake Post", [Said("Nobody was hurt.")]), "B": Source("Echo", [Said("No one was harmed.")])},
            [Row({"A": [1], "B": [1]}, "related", 0.7)],
            relations={("A", "B"): "related"},
        )
        (relation,) = one.relations
        return replace(
            one,
            passages=tuple(replace(row, confidence=confidence) for row in one.passages),
            relations=(replace(relation, evidence={"linked": (("A.1", "B.1"),)}),),
        )

    assert found(told(0.8)) == [[("P01", "A"), ("P01", "B")]]
    assert found(told(0.4)) == []


def test_they_stand_in_the_json() -> None:
    report = build_report(comparison(("A.1", "C.1")))
    lines = [json.loads(line) for line in report_to_jsonl(report).splitlines()]
    recurrences = report.to_dict()["report"]["recurrences"]

    assert [line for line in lines if line["record"] == "recurrence"] == [{"record": "recurrence"} | recurrences[0]]
    assert recurrences == [
        {
            "occurrences": [
                {"passage": "P01", "articles": ["A", "B"]},
                {"passage": "P03", "articles": ["C"]},
            ]
        }
    ]
