"""The N-way table: rows of statements, columns of articles."""

from __future__ import annotations

from dataclasses import replace

from ryabkov_diff.align import tabulate_passages
from ryabkov_diff.domain import Link, Passage, PassageStatus, RelationKind, Segment, SegmentKind
from tests.made import article, link, relation, segments_of

TEXTS = ["The fire began at night.", "Two workers were hurt.", "The cause is not known.", "An inquiry will follow."]


def table_of(
    links: list[Link], *, related: tuple[str, ...] = (), sigla: str = "ABC", **texts: list[str]
) -> dict[str, Passage]:
    """Tabulate articles with TEXTS each, and return the passages by the first id of each column."""
    articles = [article(sigil, " ".join(texts.get(sigil, TEXTS))) for sigil in sigla]
    segments: list[Segment] = []
    for one in articles:
        segments += segments_of(one, *texts.get(one.sigil, TEXTS))
    relations = [
        relation(a, b, RelationKind.RELATED if a + b in related else RelationKind.SAME)
        for place, a in enumerate(sigla)
        for b in sigla[place + 1 :]
    ]
    passages = tabulate_passages(articles, segments, links, relations)
    listed = [segment_id for passage in passages for ids in passage.segments.values() for segment_id in ids]
    assert sorted(listed) == sorted(segment.id for segment in segments), "every segment is in exactly one passage"
    return {" ".join(" ".join(ids) for ids in passage.segments.values()): passage for passage in passages}


def test_links_of_pairs_make_rows_of_three() -> None:
    rows = table_of([link("A.1", "B.1"), link("B.1", "C.1"), link("A.2", "C.2")])

    assert rows["A.1 B.1 C.1"].status is PassageStatus.EQUAL
    assert set(rows["A.1 B.1 C.1"].similarity) == {"A-B", "B-C"}
    assert rows["B.2"].status is PassageStatus.UNIQUE


def test_a_weaker_link_does_not_bring_an_article_twice_into_a_row() -> None:
    rows = table_of([link("A.1", "B.1", 0.9), link("B.1", "C.1", 0.8), link("A.2", "C.1", 0.7)])

    assert "A.1 B.1 C.1" in rows
    assert "A.2" in rows


def test_a_split_statement_is_one_partial_passage() -> None:
    rows = table_of([link("A.1", "B.1 B.2")], sigla="AB")

    assert rows["A.1 B.1 B.2"].status is PassageStatus.PARTIAL


def test_other_occasions_never_share_a_row_but_as_related() -> None:
    links = [link("A.1", "B.1"), link("A.1", "C.1"), link("A.2", "C.2")]
    rows = table_of(links, related=("AC", "BC"))

    assert rows["A.1 B.1"].status is PassageStatus.EQUAL
    assert rows["C.1"].status is PassageStatus.UNIQUE
    assert rows["A.2 C.2"].status is PassageStatus.RELATED


def test_a_fuller_side_is_partial_and_other_words_are_a_variant() -> None:
    fuller = ["The fire began at night in a paint factory beside the old harbour bridge.", *TEXTS[1:]]
    other = ["The blaze started at night.", *TEXTS[1:]]

    assert table_of([link("A.1", "B.1")], sigla="AB", B=fuller)["A.1 B.1"].status is PassageStatus.PARTIAL
    assert table_of([link("A.1", "B.1")], sigla="AB", B=other)["A.1 B.1"].status is PassageStatus.VARIANT


def test_only_what_leaves_the_common_order_has_moved() -> None:
    rows = table_of([link("A.1", "B.4"), link("A.2", "B.1"), link("A.3", "B.2")], sigla="AB")

    assert {name for name, passage in rows.items() if passage.moved} == {"A.1 B.4"}


def test_a_headline_that_says_what_stands_below_in_another_article_has_moved_nothing() -> None:
    one, other = article("A", " ".join(TEXTS)), article("B", " ".join(TEXTS))
    title, *body = segments_of(other, *TEXTS)
    segments = [*segments_of(one, *TEXTS), replace(title, kind=SegmentKind.HEADLINE), *body]
    # The last statement of A is the headline of B; the others follow one another in both.
    links = [link("A.4", "B.1"), link("A.1", "B.2"), link("A.2", "B.3"), link("A.3", "B.4")]

    passages = tabulate_passages([one, other], segments, links, [relation("A", "B")])

    assert [passage.moved for passage in passages] == [False] * 4


def test_passages_are_numbered_in_the_reading_order_of_the_first_article() -> None:
    rows = table_of([link("A.1", "B.4"), link("A.3", "B.1")], sigla="AB")

    assert [(passage.id, name) for name, passage in rows.items()] == [
        ("P01", "A.1 B.4"),
        ("P02", "A.2"),
        ("P03", "A.3 B.1"),
        ("P04", "A.4"),
        ("P05", "B.2"),
        ("P06", "B.3"),
    ]
