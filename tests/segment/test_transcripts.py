"""Transcripts in questions and answers: whose words each turn is, and what is no transcript."""

from __future__ import annotations

import time

import pytest

from ryabkov_diff import list_quotations
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


def dialogue(text: str) -> list[tuple[str, str | None, str]]:
    """Return what is asked and answered: `question` or `answer`, the speaker, and the words."""
    found, _ = segment_articles([read_text(text)])
    return [(one.turn.value, one.speaker, " ".join(one.text.split())) for one in found if one.turn is not None]


def test_answers_are_the_words_of_who_is_asked_and_questions_the_outlets_own() -> None:
    assert turns(QUESTIONS)[3:] == [
        ("narrated", None, "You said that prices rose."),
        ("narrated", None, "Why?"),
        ("quoted", "Ada Brook", "The grain is wet."),
        ("quoted", "Ada Brook", "“Nobody” can dry it."),
        ("quoted", "Ada Brook", "And the wheel is broken."),
        ("narrated", None, "Will you close?"),
        ("boilerplate", None, "[Laughs.]"),
        ("quoted", "Ada Brook", "No. [The mill] stays open, I told him."),
        ("narrated", None, "The talk was held on Monday."),
    ]


def test_questions_are_no_quotations() -> None:
    assert [one.content for one in list_quotations([read_text(QUESTIONS)])] == [
        "The grain is wet. “Nobody” can dry it.",
        "And the wheel is broken.",
        "No. [The mill] stays open, I told him.",
    ]


def test_the_headline_tells_who_answers() -> None:
    text = QUESTIONS.replace("The miller speaks", "Vane: the mill stays")

    assert {speaker for kind, speaker, _ in turns(text) if kind == "quoted"} == {"Tom Vane"}


@pytest.mark.parametrize("asking", ["Interviewer:", "Reuters:", "Moderator:", "Valley Post:", "Q:", "Question (Echo):"])
def test_an_interviewer_or_an_outlet_asks_in_the_outlets_own_words(asking: str) -> None:
    found = turns(QUESTIONS.replace("Question:", asking).replace("Answer:", "Ada Brook:"))

    assert ("narrated", None, "Will you close?") in found
    assert ("quoted", "Ada Brook", "The grain is wet.") in found


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Q:", "A:"),
        ("Q.", "A."),
        ("Q1:", "A1:"),
        ("**Q:**", "**A:**"),
        ("Herald:", "Ada Brook:"),
        ("**Herald:**", "**Ada Brook:**"),
        ("**Herald**:", "**Ada Brook**:"),
        ("**Herald**", "**Ada Brook**"),
        ("*Herald:*", "__Ada Brook:__"),
        ("REUTERS:", "BROOK:"),
        ("Herald:", "A. Brook:"),
        ("Herald:", "Ada Brook (miller):"),
        ("Herald:", "Ada Brook, the miller:"),
        ("Question\u00a0:", "Ada\u00a0Brook\u00a0:"),
        ("[00:01:10] Interviewer:", "[00:01:12] Ada Brook:"),
        ("00:01:10 Interviewer:", "00:01:12 Ada Brook:"),
        ("Interviewer (01:10):", "Ada Brook (01:12):"),
        ("Interviewer\n\n", "Ada Brook\n\n"),
        ("Interviewer\n", "Ada Brook\n"),
        ("[00:01:10] Interviewer\n\n", "[00:01:12] Ada Brook\n\n"),
        ("**Interviewer**\n\n", "**Ada Brook**\n\n"),
    ],
)
def test_labels_have_several_forms(question: str, answer: str) -> None:
    text = QUESTIONS.replace("Question:", question).replace("Answer:", answer)

    assert dialogue(text) == [
        ("question", None, "You said that prices rose."),
        ("question", None, "Why?"),
        ("answer", "Ada Brook", "The grain is wet."),
        ("answer", "Ada Brook", "“Nobody” can dry it."),
        ("answer", "Ada Brook", "And the wheel is broken."),
        ("question", None, "Will you close?"),
        ("answer", "Ada Brook", "No. [The mill] stays open, I told him."),
    ]


def test_a_short_label_means_whom_the_full_one_names() -> None:
    text = """Interview of Deputy Minister Pavel Orlin with the Harbour Gazette

Question: Will the talks resume?

Pavel Orlin: They were paused, not stopped.

Question: When?

Orlin: It is too early to say.
"""

    assert dialogue(text) == [
        ("question", None, "Will the talks resume?"),
        ("answer", "Pavel Orlin", "They were paused, not stopped."),
        ("question", None, "When?"),
        ("answer", "Pavel Orlin", "It is too early to say."),
    ]


def test_a_host_with_a_name_asks_by_that_name() -> None:
    text = """CHRISTIANE BELL, CNB ANCHOR: Welcome back. With me is the finance minister, Omar Haddad.

OMAR HADDAD (I), FINANCE MINISTER: Thank you for having me.

BELL: People cannot pay their rent. (CROSSTALK)

HADDAD: I understand them. (Laughter) I pay rent, too.

BELL: Thank you, Minister.
"""

    assert dialogue(text) == [
        ("question", "CHRISTIANE BELL", "Welcome back."),
        ("question", "CHRISTIANE BELL", "With me is the finance minister, Omar Haddad."),
        ("answer", "Omar Haddad", "Thank you for having me."),
        ("question", "CHRISTIANE BELL", "People cannot pay their rent."),
        ("answer", "Omar Haddad", "I understand them."),
        ("answer", "Omar Haddad", "I pay rent, too."),
        ("question", "CHRISTIANE BELL", "Thank you, Minister."),
    ]
    assert read_text(text).headline is None
    assert {one.speaker for one in list_quotations([read_text(text)])} == {"CHRISTIANE BELL", "Omar Haddad"}


def test_a_surname_in_capitals_is_a_person_whom_the_text_need_not_introduce() -> None:
    text = """Ada Brook spoke on television on Monday.

WALLIS: The mill was shut. Why?

BROOK: The river came.

WALLIS: And now?

BROOK: We mend it.
"""

    assert {(turn, speaker) for turn, speaker, _ in dialogue(text)} == {("question", "WALLIS"), ("answer", "Ada Brook")}


def test_who_mostly_asks_is_the_interviewer_where_no_label_says_so() -> None:
    text = """Two hours with the miller

Ridge Review: The mill was shut for ten weeks. Why?

Ada Brook: The river came. Who could have known?

The wheel broke.

Ridge Review: And now?

Ada Brook: Now we mend it.
"""

    assert [(turn, speaker) for turn, speaker, _ in dialogue(text)] == [
        *[("question", None)] * 2,
        *[("answer", "Ada Brook")] * 3,
        ("question", None),
        ("answer", "Ada Brook"),
    ]


def test_a_debate_has_no_interviewer() -> None:
    text = """Two views of the strike

Tom Vane (union): We strike because the pay is bad.

Lou Hart (railway): The pay is good. We offered 5 percent.

Tom Vane (union): You offered 3.

Lou Hart (railway): Five, on Friday.
"""

    assert [(turn, speaker) for turn, speaker, _ in dialogue(text)] == [
        ("answer", "Tom Vane"),
        ("answer", "Lou Hart"),
        ("answer", "Lou Hart"),
        ("answer", "Tom Vane"),
        ("answer", "Lou Hart"),
    ]


@pytest.mark.parametrize(("sign", "end"), [("**", "**"), ("– ", ""), ("— ", ""), ("- ", "")])
def test_questions_may_be_marked_without_any_label(sign: str, end: str) -> None:
    text = f"""The flood and the mill

{sign}Ms. Brook, when will the mill open?{end}

In June, I think. The wheel is being made in Leeds.

My brother paid for it.

{sign}Will you stay?{end}

Yes.
"""

    assert dialogue(text) == [
        ("question", None, "Ms. Brook, when will the mill open?"),
        ("answer", "Brook", "In June, I think."),
        ("answer", "Brook", "The wheel is being made in Leeds."),
        ("answer", "Brook", "My brother paid for it."),
        ("question", None, "Will you stay?"),
        ("answer", "Brook", "Yes."),
    ]


def test_dashes_may_stand_in_front_of_the_answers_too() -> None:
    text = """Mayor: no tram before 2030

– Mr. Keller, when will the tram run?

– Not before 2030. The bridge comes first.

– Who pays for it?

– The region pays 60 percent.

– Some residents say that they were not asked.

– That is not true. We held eleven meetings.
"""

    assert [(turn, speaker) for turn, speaker, _ in dialogue(text)] == [
        ("question", None),
        *[("answer", "Keller")] * 2,
        ("question", None),
        ("answer", "Keller"),
        ("question", None),
        *[("answer", "Keller")] * 2,
    ]


def test_a_heading_between_turns_is_nobodys_answer() -> None:
    text = QUESTIONS.replace("And the wheel is broken.", "The mill and the river\n\nAnd the wheel is broken.")

    assert ("narrated", None, "The mill and the river") in turns(text)
    assert ("quoted", "Ada Brook", "And the wheel is broken.") in turns(text)


def test_a_longer_remark_in_brackets_is_the_outlets_own() -> None:
    remark = "[The ministry later said that it was 12.]"
    found = turns(QUESTIONS.replace("[Laughs.]", remark))

    assert ("narrated", None, remark) in found
    assert remark not in {text for _, _, text in dialogue(QUESTIONS.replace("[Laughs.]", remark))}


def test_a_transcript_may_stand_in_quotation_marks() -> None:
    text = """Minister Ada Brook spoke to the radio on Monday.

"HOST: Is it true?

"BROOK: It is. They call it “Shark Bay.” It is deep.

"HOST: Why?

"BROOK: Who knows."
"""

    assert turns(text)[1:] == [
        ("narrated", None, "Is it true?"),
        ("quoted", "Ada Brook", "It is."),
        ("quoted", "Ada Brook", "They call it “Shark Bay.”"),
        ("quoted", "Ada Brook", "It is deep."),
        ("narrated", None, "Why?"),
        ("quoted", "Ada Brook", "Who knows."),
    ]


@pytest.mark.parametrize("last", ["My brother and I sold the boat.", "We sold the boat, too."])
def test_the_last_answer_goes_on_where_somebody_tells_of_himself(last: str) -> None:
    found = turns(QUESTIONS.replace("The talk was held on Monday.", last))

    assert found[-1] == ("quoted", "Ada Brook", last)


EXPLAINED = """What we know about the new tax

Finance minister Omar Haddad proposed it on Monday.

Q: Who pays the tax?

A: Everyone who earns more than 60,000 euros.

Q: When does it begin?

A: In January. The parliament has not voted yet.
"""


def test_an_outlet_that_explains_in_questions_and_answers_puts_no_words_in_anybodys_mouth() -> None:
    explained, answered = turns(EXPLAINED), turns(EXPLAINED.replace("In January.", "In January, I hope."))

    assert "quoted" not in {kind for kind, _, _ in explained}
    assert ("narrated", None, "Everyone who earns more than 60,000 euros.") in explained
    assert ("quoted", "Omar Haddad", "In January, I hope.") in answered


NO_TRANSCRIPTS = {
    "headings": "Weather: It rains.\n\nTraffic: The road is shut.\n\nWeather: It snows.\n\nTraffic: The road is open.",
    "too few": "Ada Brook: It rains.\n\nTom Vane: It snows.",
    "headlines": "Brook: The mill stays\n\nAda Brook spoke on Monday.\n\nNote: This text was cut.",
    "recipe": """Apple cake

Ingredients: apples, eggs.

Method: Peel them, as I do.

Ingredients: sugar.

Note: It keeps.
""",
    "datelines": """World in brief

London: The parliament met.

Moscow: Sergey Ryabkov said that talks go on.

London: Ada Brook closed a bridge.

Moscow: It snowed.
""",
    "list": "The strike\n\n- It begins on Monday.\n\n- What then? We asked the ministry.\n\n- It lasts for days.",
    "questions as headings": """The new tax

**Who pays?**

Everybody, Omar Haddad has said.

**When does it begin?**

In January.
""",
    "names as headings": """The mill

The river

Ada Brook lost all. “I cried,” she said.

The river

Who knows?

Ada Brook

She stays.
""",
    "teams": """Derby

Rovers: Stone; Varga.

United: Vane; Brook.

Rovers: 3 goals.

United: Why? Lena Varga knows.
""",
    "quotations": """Talks

On Monday, Sergey Ryabkov said: “We are ready.”

On Monday, the White House said: “Why should we be?”

On Tuesday, Ryabkov said: “We are not.”

On Tuesday, the White House said: “Why not?”
""",
}


@pytest.mark.parametrize("name", NO_TRANSCRIPTS)
def test_headings_lists_datelines_and_quotations_make_no_transcript(name: str) -> None:
    assert dialogue(NO_TRANSCRIPTS[name]) == []


def test_a_long_transcript_takes_time_in_proportion() -> None:
    text = "\n\n".join(
        f"Ridge Review: How many are {one}?\n\nAda Brook: They are {one}, I think." for one in range(2000)
    )
    started = time.process_time()

    assert len(dialogue(f"The mill\n\n{text}")) == 4000
    assert time.process_time() - started < 12  # a minute, where each turn looks at all others
