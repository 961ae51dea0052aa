"""A transcript beside an article that tells the interview: answers are compared, questions and courtesies are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ryabkov_diff import compare, read_text
from ryabkov_diff.domain import TurnKind

if TYPE_CHECKING:
    from ryabkov_diff import Comparison

TRANSCRIPT = """Interview of the mayor, Ada Brook, with the Harbour Gazette

Harbour Gazette: The old bridge was closed on Sunday. When will the new one open?

Ada Brook: Thank you for having me. The new bridge will open in June. We have found 12 cracks in the second pier.

Harbour Gazette: Will you ask the ministry for money?

Brook: No. The town has saved 3 million pounds for the repair, and it may not be enough.

Harbour Gazette: Some residents say that they were not asked about the ferry.

Brook: That is not true. We held eleven meetings in the town hall, and everybody was invited.
"""

REPORT = """New bridge to open in June, says Brook

The new bridge in the harbour will open in June, mayor Ada Brook told the Harbour Gazette. She said that 21 cracks had
been found in the second pier.

Brook will not ask the ministry for money. "The town has saved 3 million pounds for the repair, and it will not be
enough," she said.

"We held eleven meetings in the town hall, and everybody was invited," Brook said of the ferry.
"""


def compared(*texts: str) -> Comparison:
    return compare([read_text(text) for text in texts], same_event=True)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compared(TRANSCRIPT, REPORT)


def test_statements_of_the_answers_are_compared(comparison: Comparison) -> None:
    found = {(one.kind, one.message) for one in comparison.findings if one.severity == 3}

    assert ("number", "“12” ~ “21”") in found
    assert [kind for kind, _ in sorted(found)] == ["modality", "number"]
    linked = [one for one in comparison.passages if len(one.segments) == 2]
    assert all(
        {"Ada Brook", None} >= {comparison.segment(each).speaker for ids in one.segments.values() for each in ids}
        for one in linked
    )


def test_no_finding_is_about_a_question_a_courtesy_or_a_bare_answer(comparison: Comparison) -> None:
    readings = [reading for one in comparison.findings for reading in one.readings if reading.text]
    questions = [one for one in comparison.segments if one.turn is TurnKind.QUESTION]

    assert len(questions) == 4
    assert not {(one.text or "").rstrip(".") for one in readings} & {"No", "Thank you for having me"}
    assert not [
        one
        for one in readings
        for question in questions
        if one.selector and one.articles == ("A",) and question.start <= one.selector.start < question.end
    ]


def test_that_a_transcript_quotes_is_no_choice(comparison: Comparison) -> None:
    assert not [one for one in comparison.findings if one.kind in {"quote-mode", "headline", "source"}]


def test_quote_mode_stays_where_the_words_stand_in_quotation_marks() -> None:
    quoting = REPORT.replace(
        "She said that 21 cracks had\nbeen found in the second pier.",
        '"We have found 21 cracks in the second pier," she said.',
    )

    assert "quote-mode" in {one.kind for one in compared(quoting, REPORT).findings}


def test_a_question_that_one_of_two_transcripts_lacks_is_left_out() -> None:
    shorter = TRANSCRIPT.replace(
        "Harbour Gazette: Some residents say that they were not asked about the ferry.\n\n", ""
    )

    (finding,) = (one for one in compared(TRANSCRIPT, shorter).findings if one.kind == "omission")
    assert finding.readings[0].text == "Some residents say that they were not asked about the ferry."


def test_an_answer_that_the_article_lacks_is_left_out() -> None:
    shorter = REPORT.replace("She said that 21 cracks had\nbeen found in the second pier.", "")

    omissions = [one for one in compared(TRANSCRIPT, shorter).findings if one.kind == "omission"]
    assert "We have found 12 cracks in the second pier." in {one.readings[0].text for one in omissions}


def test_what_the_question_says_need_not_be_in_the_answer() -> None:
    transcript = TRANSCRIPT + "\nHarbour Gazette: Will you retire next year?\n\nBrook: In June next year, yes.\n"
    report = REPORT + "\nThe mayor will retire in June next year.\n"
    found = [one for one in compared(transcript, report).findings if one.kind == "specificity"]

    assert not [one for one in found for reading in one.readings if "retire" in (reading.text or "")]


def test_a_negation_in_an_answer_counts_whatever_the_question_says() -> None:
    transcript = (
        TRANSCRIPT + "\nHarbour Gazette: Do you want to sell the ferry?\n\nBrook: I never wanted to sell the ferry.\n"
    )
    report = REPORT + '\n"I wanted to sell the ferry," Brook said.\n'

    assert "negation" in {one.kind for one in compared(transcript, report).findings}


def test_whoever_quotes_one_sentence_of_an_answer_cuts_no_quotation_short() -> None:
    report = REPORT.replace("We held eleven meetings in the town hall, and everybody was invited", "That is not true")
    (omission,) = (one for one in compared(TRANSCRIPT, report).findings if "eleven" in one.message)
    half = REPORT.replace("We held eleven meetings in the town hall, and everybody", "Everybody")
    cuts = [one.message for one in compared(TRANSCRIPT, half).findings if one.kind == "quote-truncation"]

    assert omission.kind == "omission"
    assert len(cuts) == 1
    assert "eleven" in cuts[0]


def test_a_label_far_above_names_the_speaker() -> None:
    other = TRANSCRIPT.replace("Ada Brook", "Nell Harper").replace("Brook:", "Harper:")
    found = [one for one in compared(TRANSCRIPT, other).findings if one.kind == "speaker"]

    assert {one.severity for one in found} == {3}
    assert "given to Ada Brook in text ~ given to Nell Harper in text" in {one.message for one in found}


def test_two_transcripts_of_one_interview_have_their_questions_compared() -> None:
    other = TRANSCRIPT.replace("closed on Sunday", "closed on Monday")

    assert "date" in {one.kind for one in compared(TRANSCRIPT, other).findings}


def test_the_order_of_the_articles_does_not_matter(comparison: Comparison) -> None:
    turned = compared(REPORT, TRANSCRIPT)

    assert sorted((one.kind, one.severity) for one in turned.findings) == sorted(
        (one.kind, one.severity) for one in comparison.findings
    )


def test_a_transcript_against_itself_has_no_finding() -> None:
    assert compared(TRANSCRIPT, TRANSCRIPT).findings == ()
