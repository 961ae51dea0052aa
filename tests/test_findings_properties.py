"""What must hold of the findings of any articles: on generated ones, and on the invented pairs of the benchmark."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.sets.pairs import read_pairs
from ryabkov_diff import Article, Comparison, SegmentKind, compare, read_text
from ryabkov_diff.detect import GENERIC_KINDS
from tests.made import neutral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.sets.pairs import Pair
    from ryabkov_diff import Finding

# What they tell of a quotation may stand in the statement beside it.
BESIDE = {"quote-context", "quote-splice", "quote-truncation"}

# Renderings of one statement: an article has one of them, or none.
RENDERINGS = (
    (
        "The fire in the Nordhavn mill was put out on Thursday, mayor Ada Brook said.",
        "The fire in the Nordhavn mill was put out on Friday, mayor Ada Brook said.",
        'The fire in the Nordhavn mill "was put out", mayor Ada Brook said on Friday.',
        "On Thursday mayor Ada Brook said that the fire in the Nordhavn mill was put out.",
        "Mayor Ada Brook denied on Monday that the fire in the Nordhavn mill was put out.",
    ),
    (
        '"We have lost 15 tons of grain, and we will rebuild the mill [in spring]," Brook told reporters on Thursday.',
        '"We have lost 16 tons of grain, and we may rebuild the mill," Brook told 40 reporters on Wednesday.',
        '"We have lost more than 15 tons of grain ... and we will not rebuild the mill," Brook stressed.',
        "Brook told 12 reporters that more than 15 tons of grain were lost and that the mill would be rebuilt.",
    ),
    (
        'Regarding the insurance, Brook said: "It is a question of trust. Nobody has called us. We are waiting."',
        'Regarding the visit of the minister, Brook claimed: "It is a question of trust. We are waiting."',
        '"It is a question of trust," Brook said. "Nobody from the company has called us."',
        '"It is a question of trust," the owner, Nell Harper, said. "Somebody has called us."',
    ),
    (
        "All workers of the mill left the building at 7 p.m., according to the Courier.",
        "Some workers of the mill left the the building at 8 p.m., a spokesman told TASS.",
        "No worker of the mill left the building before 7 p.m., the Globe reported on 3 May.",
    ),
    (
        "Prices of flour in Nordhavn rose by 5 percent in March 2021.",
        "Flour prices in Sudhavn fell by 5 percent in April 2021.",
        "In March of 2021 the price of flour in Nordhavn increased by a twentieth.",
    ),
    (
        "The regime rejected the so-called plan for the harbour.",
        "The government did not accept the plan for the harbor.",
        "The government accepted the plan for the harbour.",
    ),
)
HEADLINES = ("Mill in Nordhavn burns down", "Ada Brook: Mill to be rebuilt", "Price of flour rises")
DATES = ("May 6, 2021", "May 7, 2021")


@st.composite
def articles(draw: st.DrawFn) -> str:
    """Make an article of renderings of some of the statements, in any order."""
    chosen = draw(st.lists(st.sampled_from(RENDERINGS), min_size=2, max_size=5, unique=True))
    body = [draw(st.sampled_from(renderings)) for renderings in chosen]
    head = draw(st.sampled_from(HEADLINES))
    return "\n\n".join([head, f"NORDHAVN, {draw(st.sampled_from(DATES))}", *body])


def compared(*texts: str) -> Comparison:
    sources: Sequence[Article] = [
        read_text(text, label=label) for text, label in zip(texts, ("Courier", "Globe", "Post"), strict=False)
    ]
    return compare(sources, engine="lexical", same_event=True)


def check_places(comparison: Comparison) -> None:
    """Check that each reading quotes its article, inside the finding's passage or else inside of a statement."""
    for finding in comparison.findings:
        passage = next((one for one in comparison.passages if one.id == finding.passage), None)
        for reading in finding.readings:
            place = reading.selector
            if place is None:
                continue
            (sigil,) = reading.articles
            assert (comparison.article(sigil).text or "")[place.start : place.end] == place.exact
            # A source may be named in the head of an article, a mark without partner stands outside of its statement.
            if finding.kind in {"source", "defect"} and passage is None:
                continue
            # Where an omitted statement would stand is behind a statement of another passage.
            if passage is None or finding.kind in BESIDE or reading.text is None:
                spans = [
                    (segment.start, segment.end)
                    for segment in comparison.segments
                    if segment.article == sigil and segment.kind is not SegmentKind.BOILERPLATE
                ]
            else:
                members = comparison.segments_of(passage, sigil)
                spans = [(members[0].start, members[-1].end)]
            # What an article puts at its top, or has for one statement of another, may be several statements.
            for bound in (place.start, place.end):
                assert any(start <= bound <= end for start, end in spans), finding


def check_swap(forward: Comparison, backward: Comparison) -> None:
    """Check that another order of two articles changes nothing but columns and running numbers."""

    def told(comparison: Comparison) -> list[list[str]]:
        return sorted(sorted(finding.message.split(" ~ ")) for finding in comparison.findings)

    assert neutral(forward) == neutral(backward)
    assert told(forward) == told(backward)


def words_in_common(one: Finding, other: Finding) -> bool:
    return any(
        a.articles == b.articles
        and a.text is not None
        and b.text is not None
        and a.selector is not None
        and b.selector is not None
        and a.selector.start < b.selector.end
        and b.selector.start < a.selector.end
        for a in one.readings
        for b in other.readings
    )


@given(articles())
@settings(max_examples=15)
def test_an_article_against_itself_has_no_finding(text: str) -> None:
    assert compared(text, text).findings == ()


@given(articles(), articles())
@settings(max_examples=40)
def test_findings_of_two_articles_lie_in_statements_and_do_not_depend_on_the_order(one: str, other: str) -> None:
    forward = compared(one, other)

    check_places(forward)
    if one != other:
        sources = [read_text(text, label=label) for text, label in ((other, "Globe"), (one, "Courier"))]
        check_swap(forward, compare(sources, engine="lexical", same_event=True))


@given(articles(), articles(), articles())
@settings(max_examples=25)
def test_findings_of_three_articles_do_not_depend_on_the_order_and_are_told_once(a: str, b: str, c: str) -> None:
    comparison = compared(a, b, c)

    check_places(comparison)
    if len({a, b, c}) > 2:
        sources = [read_text(text, label=label) for text, label in ((c, "Post"), (a, "Courier"), (b, "Globe"))]
        assert neutral(comparison) == neutral(compare(sources, engine="lexical", same_event=True))
    for one, other in combinations(comparison.findings, 2):
        places = [[(reading.articles, reading.selector) for reading in finding.readings] for finding in (one, other)]
        assert one.passage is None or (one.kind, places[0]) != (other.kind, places[1]) or one.cues != other.cues
        if (one.kind, one.rule, one.passage) == (other.kind, other.rule, other.passage) and one.sigla != other.sigla:
            assert one.kind in GENERIC_KINDS or "in-clause" in one.rule or not words_in_common(one, other)


@pytest.mark.parametrize("pair", read_pairs("development"), ids=lambda pair: pair.name)
def test_it_holds_of_the_invented_pairs(pair: Pair) -> None:
    sources = [read_text(text, label=pair.gold[f"label_{sigil.lower()}"]) for sigil, text in pair.texts.items()]
    forward, backward = (compare(order, engine="lexical", same_event=True) for order in (sources, sources[::-1]))

    assert forward.findings
    check_places(forward)
    check_swap(forward, backward)
    for source in sources:
        assert compare([source, source], engine="lexical", same_event=True).findings == ()
