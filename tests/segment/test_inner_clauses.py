"""Reporting clauses that interrupt a statement: they stay in its text, and are none of its words."""

from __future__ import annotations

import pytest

from ryabkov_diff import compare, read_text
from ryabkov_diff.domain import Article, Segment, SegmentKind
from ryabkov_diff.segment import segment_articles
from ryabkov_diff.text import words_of


def only_statement(text: str) -> Segment:
    """Return the statement of a text that is one sentence."""
    (segment,) = segment_articles([Article("A", "text", text, len(text), "")])[0]
    return segment


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("The dam will cost nine million euros, she said, and the road will stay shut.", ", she said"),
        ("The trams will run until March, the minister added, and the buses will not.", ", the minister added"),
        ("The trial, according to Nell Hart, will open in May.", ", according to Nell Hart"),
        ("The trial, according to investigators, will open in May.", ", according to investigators"),
        ("The trial took a year; according to Nell Hart, it cost nine million.", "according to Nell Hart,"),
        ("The court (according to Nell Hart) never heard of it.", "(according to Nell Hart)"),
        ("The film, Nell Hart told reporters, was shot in nine days.", ", Nell Hart told reporters"),
        ("The vaccine, said Dr Nell Hart, a doctor in Leeds, protects most children.",
         ", said Dr Nell Hart, a doctor in Leeds"),
        ("Rain will fall in the north, forecasters said; in the south it stays dry.", ", forecasters said"),
        ("There is, he says, no other way to save the fund.", ", he says"),
        ("The number of cases fell to 1,200, the ministry said on Tuesday, from 1,900 a week before.",
         ", the ministry said"),
        ("He admitted it, she said, “though not to the families”.", ", she said"),
    ],
)  # fmt: skip
def test_a_clause_that_interrupts_a_statement_is_none_of_its_words(text: str, clause: str) -> None:
    segment = only_statement(text)

    assert (segment.kind, segment.text) == (SegmentKind.REPORTED, text)
    assert segment.clause is not None
    assert text[slice(*segment.clause)] == clause
    assert [token.text for token in words_of(segment)] == [
        token.text
        for token in words_of(only_statement(text))
        if not segment.clause[0] < token.start < segment.clause[1]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Coffee, according to taste, is drunk with milk.",
        "The barn, its owner hopes to sell, was built in May.",
        "Nell Hart criticised the plan, which had been kept secret.",
        "Nell Hart, who won the prize, said that she would stay.",
        "In Leeds, Nell Hart criticised the plan for the hall.",
    ],
)
def test_what_says_something_of_its_own_stays(text: str) -> None:
    assert only_statement(text).clause is None


def test_a_clause_in_the_middle_of_a_statement_is_no_difference() -> None:
    first = "The tunnel will cost nine million euros, she said, and it will open in May."
    second = "The tunnel will cost nine million euros, and it will open in May, she said."
    comparison = compare([read_text(first), read_text(second, label="other")], same_event=True)

    assert [finding.message for finding in comparison.findings] == []


def test_the_clause_may_still_be_read_for_the_day_of_the_words() -> None:
    first = "The tunnel will be shut, she said on Monday, and the bridge will open."
    second = "The tunnel will be shut, she said on Tuesday, and the bridge will open."
    comparison = compare([read_text(first), read_text(second, label="other")], same_event=True)

    assert [(finding.kind, finding.message) for finding in comparison.findings] == [("date", "“Monday” ~ “Tuesday”")]


def test_a_statement_with_a_topic_ends_before_the_clause_behind_it() -> None:
    segment = only_statement("The service warned of the storm, its head Nell Hart said on Friday.")

    assert (segment.text, segment.speaker, segment.cue) == ("The service warned of the storm", "Nell Hart", "said")
