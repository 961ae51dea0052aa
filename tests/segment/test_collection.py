"""Segments → quotations: what is one quotation, and of which kind."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ryabkov_diff.domain import Quotation, QuotationKind
from ryabkov_diff.read import read_text
from ryabkov_diff.segment import collect_quotations, segment_articles


def quotations_of(*texts: str) -> tuple[Quotation, ...]:
    articles = [read_text(text, sigil=sigil) for text, sigil in zip(texts, "ABC", strict=False)]
    return collect_quotations(articles, segment_articles(articles)[0])


def test_the_sentences_of_one_pair_of_marks_are_one_quotation() -> None:
    found = quotations_of("“It is late. We must go,” said Ada Brook. “The mill is closed.”")

    assert [(one.content, one.speaker) for one in found] == [
        ("It is late. We must go", "Ada Brook"),
        ("The mill is closed.", "Ada Brook"),
    ]


def test_a_quotation_that_a_clause_interrupts_is_two() -> None:
    found = quotations_of("“If it rains,” Ada Brook said, “we will go.”")

    assert [one.content for one in found] == ["If it rains", "we will go."]


def test_kinds_tell_direct_mixed_and_indirect_speech() -> None:
    found = quotations_of(
        "“It is late,” Ada Brook said. She said that bread “will cost more” soon. She said that it rains. It rained."
    )

    assert [(one.kind, one.cue) for one in found] == [
        (QuotationKind.QUOTED, "said"),
        (QuotationKind.MIXED, "said"),
        (QuotationKind.REPORTED, "said"),
    ]


def test_headlines_and_narration_are_no_quotations() -> None:
    assert quotations_of("“I will not go”\n\nThe mill in Leeds, “a dark place”, is closed.") == ()


def test_quotations_of_several_articles_stay_apart() -> None:
    found = quotations_of("“It is late,” Ada Brook said.", "“It is late. It rains,” Tom Vane said.")

    assert [(one.article, one.speaker) for one in found] == [("A", "Ada Brook"), ("B", "Tom Vane")]


PIECES = st.sampled_from(
    ["“", "”", '"', "It is late.", "we go", " Ada Brook said ", ", ", "\n\n", "She said that ", ". ", "Q: ", "A: "]
)


@given(st.lists(PIECES, min_size=1, max_size=40).map("".join).filter(str.strip))
@settings(deadline=None, max_examples=150)
def test_spans_lie_in_order_and_hold_the_words(text: str) -> None:
    last = 0
    for one in quotations_of(text):
        assert last <= one.start < one.end
        assert text[one.start : one.end] == one.content
        last = one.end
