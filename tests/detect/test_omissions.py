"""The kind `omission`."""

from __future__ import annotations

from ryabkov_diff import compare, read_text
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


def test_a_freely_worded_rendering_at_the_same_place_is_not_omitted() -> None:
    """Neither has a link, and both stand between the same two statements."""
    a = ["The fire began at night.", "Two workers were badly hurt.", "The cause is not known."]
    b = ["The fire began at night.", "It was two of the workers that the flames caught.", "The cause is not known."]

    assert _between(a, b) == []
    assert len(_between(a, [b[0], "The mayor had dinner.", b[2]])) == len(a) - 1


def _between(a: list[str], b: list[str]) -> list[Finding]:
    one, other = article("A", " ".join(a)), article("B", " ".join(b))
    kind = SegmentKind.NARRATED
    segments = (*segments_of(one, *a, kind=kind), *segments_of(other, *b, kind=kind))
    passages = (
        passage("P01", A="A.1", B="B.1"),
        passage("P02", PassageStatus.UNIQUE, A="A.2"),
        passage("P03", A="A.3", B="B.3"),
        passage("P04", PassageStatus.UNIQUE, B="B.2"),
    )
    return list(OmissionDetector().detect(Table((one, other), segments, passages, (relation("A", "B"),), ())))


STRIKE = """The drivers will not work on Monday, Ada Moss said.

Asked about the money that the city had promised, she said: "We have seen nothing of it so far, not a single coin."

The buses stand still in all seven depots of the town."""

SHORTER = """The drivers will not work on Monday, Ada Moss said.

"We have seen nothing of it so far, not a single coin," she said.

The buses stand still in all seven depots of the town."""


def test_what_introduces_words_is_no_statement() -> None:
    texts = [read_text(text, label=label) for text, label in ((STRIKE, "Post"), (SHORTER, "Herald"))]

    assert [one for one in compare(texts, same_event=True).findings if one.kind == "omission"] == []


CUT = """"There was luck in it, since nobody was there that night," the chief said.

The plant makes paint for ships."""

WHOLE = """"There was luck in it, since nobody was there that night. But they went in three times," the chief said.

The plant makes paint for ships."""


def test_what_is_cut_from_a_quotation_is_told_once() -> None:
    texts = [read_text(text, label=label) for text, label in ((CUT, "Post"), (WHOLE, "Herald"))]

    kinds = [one.kind for one in compare(texts, same_event=True).findings]
    assert "quote-truncation" in kinds
    assert "omission" not in kinds
