"""Whole texts, cut into paragraphs and statements."""

from __future__ import annotations

from ryabkov_diff.domain import Segment, SegmentKind
from ryabkov_diff.render.as_html.texts import set_paragraphs

TEXT = 'Ferry Delayed\n\n"We wait for welders," she said.\n\n"The hull is ready. It floats," she added.\n'


def segment(number: int, words: str, paragraph: int, kind: SegmentKind = SegmentKind.QUOTED) -> Segment:
    start = TEXT.index(words)
    return Segment(f"A.{number}", "A", kind, paragraph, start, start + len(words), words)


SEGMENTS = [
    segment(1, "Ferry Delayed", 0, SegmentKind.HEADLINE),
    segment(2, "We wait for welders", 1),
    segment(3, "The hull is ready.", 2),
    segment(4, "It floats", 2),
]
PASSAGES = {"A.2": "P1", "A.3": "P2", "A.4": "P2"}


def test_nothing_is_left_out() -> None:
    paragraphs = set_paragraphs(TEXT, SEGMENTS, PASSAGES)

    assert "".join(stretch.text for paragraph in paragraphs for stretch in paragraph).split() == TEXT.split()


def test_a_mark_that_opens_a_paragraph_belongs_to_it() -> None:
    _, second, third = set_paragraphs(TEXT, SEGMENTS, PASSAGES)

    assert "".join(stretch.text for stretch in second).strip() == '"We wait for welders," she said.'
    assert "".join(stretch.text for stretch in third).strip() == '"The hull is ready. It floats," she added.'


def test_a_statement_knows_its_passage_and_its_kind() -> None:
    _, second, _ = set_paragraphs(TEXT, SEGMENTS, PASSAGES)
    (said,) = (stretch for stretch in second if stretch.passage)

    assert (said.text, said.passage, said.kind) == ("We wait for welders", "P1", "quoted")


def test_a_passage_opens_once() -> None:
    *_, last = set_paragraphs(TEXT, SEGMENTS, PASSAGES)

    assert [stretch.opens for stretch in last if stretch.passage == "P2"] == [True, False]


def test_a_text_without_statements_is_one_paragraph() -> None:
    ((stretch,),) = set_paragraphs("Nothing was said.", [], {})

    assert (stretch.text, stretch.passage) == ("Nothing was said.", "")


def test_an_empty_text_has_no_paragraph() -> None:
    assert set_paragraphs(" \n", [], {}) == ()
