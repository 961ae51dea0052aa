"""Transcripts in questions and answers: whose words each turn is."""

from __future__ import annotations

import pytest

from ryabkov_diff.read import read_text
from ryabkov_diff.segment import segment_articles

QUESTIONS = """The miller speaks

The miller Ada Brook has run the mill in Leeds since 1998. Tom Vane asked her about flour.

Question: You said that prices rose. Why?

Answer: The grain is wet. “Nobody” can dry it.

And the wheel is broken.

Question: Will you close?

Answer: [Laughs.] No. [The mill] stays open, I told him.

The talk was held on Monday.
"""


def turns(text: str) -> list[tuple[str, str | None, str]]:
    """Return kind, speaker and text of all segments."""
    return [(one.kind.value, one.speaker, one.text) for one in segment_articles([read_text(text)])[0]]


def test_answers_are_the_words_of_who_is_asked_and_questions_the_outlets_own() -> None:
    assert turns(QUESTIONS)[3:] == [
        ("narrated", None, "You said that prices rose."),
        ("narrated", None, "Why?"),
        ("quoted", "Ada Brook", "The grain is wet."),
        ("quoted", "Ada Brook", "“Nobody” can dry it."),
        ("quoted", "Ada Brook", "And the wheel is broken."),
        ("narrated", None, "Will you close?"),
        ("narrated", None, "[Laughs.]"),
        ("quoted", "Ada Brook", "No. [The mill] stays open, I told him."),
        ("narrated", None, "The talk was held on Monday."),
    ]


def test_the_headline_tells_who_answers() -> None:
    text = QUESTIONS.replace("The miller speaks", "Vane: the mill stays")

    assert {speaker for kind, speaker, _ in turns(text) if kind == "quoted"} == {"Tom Vane"}


@pytest.mark.parametrize("asking", ["Interviewer:", "Reuters:"])
def test_an_interviewer_or_an_outlet_asks_in_the_outlets_own_words(asking: str) -> None:
    found = turns(QUESTIONS.replace("Question:", asking).replace("Answer:", "Ada Brook:"))

    assert ("narrated", None, "Will you close?") in found
    assert ("quoted", "Ada Brook", "The grain is wet.") in found


@pytest.mark.parametrize(("question", "answer"), [("Q:", "A:"), ("Q.", "A."), ("Herald:", "Ada Brook:")])
def test_labels_have_several_forms(question: str, answer: str) -> None:
    text = QUESTIONS.replace("Question:", question).replace("Answer:", answer)
    found = turns(text)

    assert ("quoted", "Ada Brook", "The grain is wet.") in found
    assert not any(text.startswith((question, answer)) for _, _, text in found)


def test_a_transcript_may_stand_in_quotation_marks() -> None:
    text = """Minister Ada Brook spoke to the radio on Monday.

"HOST: Is it true?

"BROOK: It is. They call it “Shark Bay.” It is deep.

"HOST: Why?

"BROOK: Who knows."
"""

    assert turns(text)[1:] == [
        ("quoted", "HOST", "Is it true?"),
        ("quoted", "Ada Brook", "It is."),
        ("quoted", "Ada Brook", "They call it “Shark Bay.”"),
        ("quoted", "Ada Brook", "It is deep."),
        ("quoted", "HOST", "Why?"),
        ("quoted", "Ada Brook", "Who knows."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Weather: It rains.\n\nTraffic: The road is closed.\n\nWeather: It snows.\n\nTraffic: The road is open.",
        "Ada Brook: It rains.\n\nTom Vane: It snows.",
        "Brook: The mill stays\n\nAda Brook spoke on Monday.\n\nNote: This text was cut.",
    ],
)
def test_headings_make_no_transcript(text: str) -> None:
    assert "quoted" not in {kind for kind, _, _ in turns(text)}
