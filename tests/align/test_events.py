"""Do two articles report one occasion?"""

from __future__ import annotations

import pytest

from ryabkov_diff.align import relate_articles
from ryabkov_diff.domain import Article, RelationKind, Segment
from tests.made import article, link, segments_of

STATEMENTS = [
    "The central bank will raise its key rate by a quarter of a point next month, whatever the markets say.",
    "We have seen inflation come down, but it has not come down far enough for us to rest.",
    "I would rather be called too strict today than too lenient in a year from now.",
    "The new notes will be in circulation before the end of the summer holidays.",
]


def two(first: str = "", second: str = "", **dates: str) -> tuple[list[Article], list[Segment]]:
    text = " ".join(STATEMENTS)
    a = article("A", text + first, date_published=dates.get("a"))
    b = article("B", "By our reporter. " + text + second, date_published=dates.get("b"))
    return [a, b], [*segments_of(a, *STATEMENTS), *segments_of(b, *STATEMENTS)]


def test_shared_statements_word_for_word_make_one_event() -> None:
    articles, segments = two()
    found = relate_articles(articles, segments, [link(f"A.{k}", f"B.{k}") for k in (1, 2, 3)])[0]

    assert found.relation is RelationKind.SAME
    assert found.evidence["shared_statements"] == 3
    assert found.evidence["near_verbatim"] == 3
    assert found.evidence["coverage"] == pytest.approx(0.9 * 3 / 4)


def test_one_similar_statement_is_related_and_says_which() -> None:
    articles, segments = two()
    found = relate_articles(articles, segments, [link("A.1", "B.1", lexical=0.2)])[0]

    assert found.relation is RelationKind.RELATED
    assert found.evidence["linked"] == (("A.1", "B.1"),)


def test_nothing_in_common_is_different() -> None:
    a, b = article("A", "The river rose by two metres."), article("B", "A new cinema opens.")
    segments = [*segments_of(a, a.text or ""), *segments_of(b, b.text or "")]

    assert relate_articles([a, b], segments, [])[0].relation is RelationKind.DIFFERENT


def test_the_same_words_weeks_apart_are_another_occasion() -> None:
    links = [link("A.1", "B.1"), link("A.2", "B.2", lexical=0.3)]
    near, segments = two(a="2024-03-01", b="2024-03-02")
    far, _ = two(a="2024-03-01", b="2024-04-20")

    assert relate_articles(near, segments, links)[0].relation is RelationKind.SAME
    assert relate_articles(far, segments, links)[0].relation is RelationKind.RELATED


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("OSLO, March 14 (Reuters) - ", "Oslo, 15 March\n", RelationKind.SAME),
        ("OSLO, March 14 (Reuters) - ", "Oslo, 2 Sept.\n", RelationKind.RELATED),
        ("The vote on 14 March was close, and the board of the bank was tired. ", "Oslo, 2 Sept.\n", RelationKind.SAME),
    ],
)
def test_days_without_a_year_tell_occasions_apart(first: str, second: str, kind: RelationKind) -> None:
    texts = [first + " ".join(STATEMENTS), second + " ".join(STATEMENTS)]
    articles = [article(sigil, text) for sigil, text in zip("AB", texts, strict=True)]
    segments = [segment for one in articles for segment in segments_of(one, *STATEMENTS)]

    assert relate_articles(articles, segments, [link(f"A.{k}", f"B.{k}") for k in (1, 2, 3)])[0].relation is kind


def test_copies_of_one_text_report_one_event() -> None:
    one, other = article("A", "Nothing."), article("B", "Nothing.")
    found = relate_articles([one, other], [*segments_of(one, "Nothing."), *segments_of(other, "Nothing.")], [])[0]

    assert found.relation is RelationKind.SAME
    assert found.evidence["identical"] is True


def test_the_same_event_holds_of_all_pairs_or_of_none() -> None:
    """C repeats what A says, weeks after B: it is not of the event of A and B, though it resembles A."""
    text = " ".join(STATEMENTS)
    articles = [
        article("A", text),
        article("B", text + " ", date_published="2024-03-01"),
        article("C", text + "  ", date_published="2024-05-01"),
    ]
    segments = [segment for one in articles for segment in segments_of(one, *STATEMENTS)]
    links = [link(f"A.{k}", f"B.{k}") for k in (1, 2, 3, 4)]
    links += [link(f"A.{k}", f"C.{k}") for k in (1, 2, 3)] + [link(f"B.{k}", f"C.{k}") for k in (1, 2, 3)]
    same = {one.articles for one in relate_articles(articles, segments, links) if one.relation is RelationKind.SAME}

    assert same == {("A", "B")}


def test_the_venue_of_the_interview_counts_for_and_against() -> None:
    links = [link("A.1", "B.1", lexical=0.3), link("A.2", "B.2", lexical=0.3)]
    one = " he said in an interview with the Izvestia daily."
    other = " she said in an interview with the Kommersant newspaper."
    alike, segments = two(one, one)
    unlike, _ = two(one, other)
    same, apart = (relate_articles(articles, segments, links)[0] for articles in (alike, unlike))

    assert same.evidence["venue"] == "Izvestia"
    assert apart.evidence["venues"] == ("Izvestia", "Kommersant")
    assert same.relation is RelationKind.SAME
    assert apart.relation is RelationKind.RELATED


def test_the_user_knows_better_and_the_result_says_so() -> None:
    articles, segments = two()
    found = relate_articles(articles, segments, [], same_event=True)[0]

    assert (found.relation, found.confidence) == (RelationKind.SAME, 1.0)
    assert found.evidence["asserted"] is True
    assert found.evidence["shared_statements"] == 0


def test_a_doubtful_link_counts_by_its_probability() -> None:
    articles, segments = two()
    doubtful, sure = (
        relate_articles(articles, segments, [link("A.1", "B.1", confidence)])[0] for confidence in (0.4, 1.0)
    )

    assert doubtful.evidence["coverage"] == pytest.approx(0.1)
    assert sure.evidence["coverage"] == pytest.approx(0.25)


def test_one_statement_alone_makes_no_event() -> None:
    one, other = article("A", "Strike."), article("B", "They strike. " + " ".join(STATEMENTS))
    segments = [*segments_of(one, "Strike."), *segments_of(other, "They strike.", *STATEMENTS)]

    assert relate_articles([one, other], segments, [link("A.1", "B.1", 0.6)])[0].relation is RelationKind.RELATED
