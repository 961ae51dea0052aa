"""The kind `omission`."""

from __future__ import annotations

from ryabkov_diff.detect.omissions import OmissionDetector
from ryabkov_diff.domain import Finding, PassageStatus, Relation, RelationKind, SegmentKind, Table
from tests.made import article, passage, relation, segments_of

A = ["The fire began at night.", "Two workers were badly hurt.", "The cause is not known."]
B = ["The fire began at night.", "The cause is not known."]


def omissions(relations: list[Relation], kind: SegmentKind = SegmentKind.NARRATED, b: list[str] = B) -> list[Finding]:
    one, other = article("A", " ".join(A)), article("B", " ".join(b))
    segments = (*segments_of(one, *A, kind=kind), *segments_of(other, *b))
    passages = (
        passage("P01", A="A.1", B="B.1"),
        passage("P02", PassageStatus.UNIQUE, A="A.2"),
        passage("P03", A="A.3", B="B.2"),
    )
    table = Table((one, other), segments, passages, tuple(relations), ())
    return list(OmissionDetector().detect(table))


def test_a_statement_that_one_article_of_an_event_lacks() -> None:
    (finding,) = omissions([relation("A", "B")])

    assert (finding.kind, finding.severity, finding.passage) == ("omission", 2, "P02")
    assert finding.message == "only in Outlet A: “Two workers were badly hurt.”"
    assert [reading.text for reading in finding.readings] == ["Two workers were badly hurt.", None]


def test_the_place_is_behind_what_both_have_before_it() -> None:
    (finding,) = omissions([relation("A", "B")])

    place = finding.readings[1].selector
    assert place is not None
    assert place.start == place.end == len("The fire began at night.")


def test_articles_of_other_events_omit_nothing() -> None:
    assert omissions([relation("A", "B", RelationKind.RELATED)]) == []


def test_headlines_are_no_statements() -> None:
    assert omissions([relation("A", "B")], kind=SegmentKind.HEADLINE) == []


def test_what_another_statement_says_as_well_is_not_omitted() -> None:
    assert (
        omissions([relation("A", "B")], b=["The fire began at night.", "Two workers were hurt badly, but why?"]) == []
    )
