"""What holds for the segments of any text, and what the seeds and the gold say about them."""

from __future__ import annotations

import json
import re
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ryabkov_diff.domain import Article, Segment, SegmentKind
from ryabkov_diff.read import read_articles, read_text
from ryabkov_diff.segment import segment_articles
from ryabkov_diff.segment.boilerplate import is_boilerplate
from ryabkov_diff.segment.paragraphs import split_paragraphs
from ryabkov_diff.segment.sentences import split_sentences

ROOT = Path(__file__).parents[2]
GOLD: dict[str, Any] = json.loads((ROOT / "tests" / "gold" / "izvestia.json").read_text(encoding="utf-8"))

# Pieces of which articles are made, so that hypothesis meets the grammar and not only noise.
PIECES = st.sampled_from(
    ["“", "”", '"', "'", "‘", "’", "«", "»", "``", "''", " ", "\n", "\n\n", ".", ",", ":", "...", " - ", "(", ")",
     "Ryabkov", "he", "said", "that", " said that ", "the diplomat", " adding, ", "According to ", "TASS reported",
     "Sergei Ryabkov", "We have postponed it", "not", "the U.S.", "MOSCOW (Sputnik) - ", "Read more: ", "\xa0",
     "\ue000"]
)  # fmt: skip
TEXTS = st.one_of(st.text(min_size=1), st.lists(PIECES, min_size=1, max_size=60).map("".join))


def segments_of(text: str, headline: str | None = None) -> tuple[Segment, ...]:
    article = Article("A", "text", text, len(text), "", headline=headline)
    return segment_articles([article])[0]


@given(TEXTS)
@settings(deadline=None, max_examples=300)
def test_segments_lie_in_order_inside_their_paragraphs_and_repeat_the_text(text: str) -> None:
    paragraphs, _ = split_paragraphs(text)
    segments = segments_of(text)

    for segment in segments:
        start, end = paragraphs[segment.paragraph]
        assert start <= segment.start < segment.end <= end
        assert segment.text == text[segment.start : segment.end]
        assert segment.text == segment.text.strip()
    for before, after in pairwise(segments):
        assert before.end <= after.start
    assert [segment.id for segment in segments] == [f"A.{number}" for number in range(1, len(segments) + 1)]


@given(TEXTS)
@settings(deadline=None, max_examples=300)
def test_words_between_segments_are_reporting_clauses(text: str) -> None:
    """Where words are left out of all segments, the clause that they form has given a neighbour its cue or speaker."""
    segments = segments_of(text)
    bounds = [0, *(bound for segment in segments for bound in (segment.start, segment.end)), len(text)]

    for number, (start, end) in enumerate(zip(bounds[::2], bounds[1::2], strict=True)):
        # The number of a point in a list is no word.
        gap = re.sub(r"^\s*\(?(?:\d{1,2}|[a-zA-Z])[.)]\s", "", text[start:end])
        if any(character.isalnum() for character in gap):
            near = segments[max(0, number - 1) : number + 1]
            assert any(segment.cue or segment.speaker for segment in near), gap


# What is said, who says it, and how the two are put together: S is a statement, C a reporting clause.
STATEMENTS = st.sampled_from(
    ["85 carts were sent", "we have postponed it", "12 schools will close", "nobody asked why",
     "it is over", "30 of them are ill", "it is “fine”", "the cup that she won is lost", "they left at 5"]
)  # fmt: skip
CLAUSES = st.sampled_from(
    ["Ryabkov said", "he said", "the diplomat told reporters", "Nell Harper of St. Mary's said", "she added",
     "Nell Harper, a baker, said"]
)  # fmt: skip
ORDERS = st.sampled_from(
    ["C that S.", "C S.", "S, C.", "‘S,’ C.", "‘S,’ C, ‘and S.’", "C: ‘S. S.’", "S, C, and S.", "S, C, but S.",
     "According to Nell Harper, S.", "On Thursday, C that S.", "‘S,’ C on Thursday. ‘S.’", "C on Thursday that S."]
)  # fmt: skip


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_what_is_said_is_in_a_segment(data: st.DataObject) -> None:
    said: list[str] = []
    text = ""
    for part in re.split(r"\b([SC])\b", data.draw(ORDERS)):
        piece = data.draw(STATEMENTS) if part == "S" else data.draw(CLAUSES) if part == "C" else part
        said += [piece] if part == "S" else []
        text += piece
    kept = " ".join(segment.text for segment in segments_of(text))

    words = re.findall(r"\w+", kept)
    for word in re.findall(r"\w+", " ".join(said)):
        assert word in words, text
        words.remove(word)


@given(st.lists(st.from_regex(r"[A-Za-z][a-z ]{0,40}[.!]?", fullmatch=True), min_size=1, max_size=12))
def test_paragraphs_joined_by_blank_lines_are_found_again(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    spans, joined = split_paragraphs(text)

    assert [text[slice(*span)] for span in spans] == [paragraph.strip() for paragraph in paragraphs]
    assert not joined


@given(TEXTS)
@settings(deadline=None, max_examples=100)
def test_the_same_text_is_cut_the_same_way_again(text: str) -> None:
    assert segments_of(text) == segments_of(text)


def test_each_article_counts_its_own_segments() -> None:
    first = read_text("One. Two.", sigil="A")
    second = read_text("Three.", sigil="B")
    segments, _ = segment_articles([first, second])

    assert [segment.id for segment in segments] == ["A.1", "A.2", "B.1"]


def test_an_article_without_text_has_no_segments() -> None:
    assert segment_articles([Article("A", "gone", None, 10, "")]) == ((), ())


# ------------------------------------------------------------------------------------------------------------ gold


@pytest.fixture(scope="module")
def izvestia() -> dict[str, tuple[Segment, ...]]:
    """The segments of the two Izvestia articles, by path."""
    names = list(GOLD["quotations"])
    articles, _ = read_articles([ROOT / name for name in names])
    segments, _ = segment_articles(articles)
    return {
        name: tuple(segment for segment in segments if segment.article == article.sigil)
        for name, article in zip(names, articles, strict=True)
    }


def overlapping(segments: tuple[Segment, ...], start: int, end: int) -> list[Segment]:
    return [segment for segment in segments if segment.start < end and segment.end > start]


def test_every_quotation_of_the_gold_has_its_speaker_and_verb(izvestia: dict[str, tuple[Segment, ...]]) -> None:
    for name, quotations in GOLD["quotations"].items():
        for quotation in quotations:
            found = overlapping(izvestia[name], quotation["start"], quotation["end"])

            assert found, quotation["text"]
            assert {(segment.speaker, segment.cue) for segment in found} == {(quotation["speaker"], quotation["cue"])}


def test_every_full_quotation_of_the_gold_is_covered_by_quoted_segments(
    izvestia: dict[str, tuple[Segment, ...]],
) -> None:
    """All but the two that are a part of a sentence: they stay inside a reported segment."""
    inside = 0
    for name, quotations in GOLD["quotations"].items():
        for quotation in quotations:
            found = overlapping(izvestia[name], quotation["start"], quotation["end"])
            if {segment.kind for segment in found} == {SegmentKind.REPORTED}:
                inside += 1
                continue
            # The gold keeps the comma before the closing mark; a segment leaves it out.
            text = quotation["text"].removesuffix(",")
            assert found[0].start == quotation["start"]
            assert found[-1].end == quotation["start"] + len(text)
            assert {segment.kind for segment in found} == {SegmentKind.QUOTED}
    assert inside == 2


def test_every_statement_of_the_gold_coincides_with_segments(izvestia: dict[str, tuple[Segment, ...]]) -> None:
    """No segment reaches beyond the span, and together they cover all of it but the reporting clause."""
    spans = [link[side] for link in GOLD["links"] for side in "ab"]
    spans += [{"article": name, **span} for name, found in GOLD["only_in"].items() for span in found]
    for span in spans:
        found = overlapping(izvestia[span["article"]], span["start"], span["end"])

        assert all(span["start"] <= segment.start and segment.end <= span["end"] for segment in found), span["text"]
        covered = sum(len(segment.text) for segment in found)
        assert covered >= 0.6 * (span["end"] - span["start"]), span["text"]


def test_all_seeds_are_covered_but_for_reporting_clauses() -> None:
    articles, _ = read_articles(sorted((ROOT / "seeds").glob("*.txt")))
    segments, notes = segment_articles(articles)

    for article in articles:
        own = [segment for segment in segments if segment.article == article.sigil]
        assert sum(len(segment.text) for segment in own) > 0.85 * article.characters
    assert {(note.article, note.code) for note in notes} == {
        ("A", "unclosed-quotation"),
        ("C", "hard-wrapped"),
        ("D", "mixed-quotation-marks"),
        ("E", "repeated-title"),
    }


# ----------------------------------------------------------------------------------------------------------- speed

HUGE = {
    "one line": "word " * 100_000,
    "quotation marks": '"' * 500_000,
    "opening marks": "“a " * 160_000,
    "apostrophes": "'a " * 160_000,
    "line breaks": "x" + "\n" * 500_000 + "x",
    "lines": "x\n" * 250_000,
    "commas": "a, " * 160_000,
    "quotations": "“Yes,” he said. " * 30_000,
    "speech without a speaker": '"They said yes." ' * 30_000,
    "names": "Ada Brook said. " * 30_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HUGE)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    """Four times the text takes at most some eight times as long, where a quadratic step would take sixteen."""

    def seconds(text: str) -> float:
        began = time.perf_counter()
        article = read_text(text)
        segment_articles([article])
        return time.perf_counter() - began

    text = HUGE[name]
    segment_articles([read_text("It is so.")])  # the word lists are read once

    assert seconds(text) < 8 * seconds(text[: len(text) // 4]) + 0.5


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Nell Harper said that it rains. Beijing said that it snows. He added that it hails.", ["Beijing"]),
        (
            "Nell Harper said that it rains. The United States said that it snows. He added that it hails.",
            ["United States"],
        ),
        ("Nell Harper said that it rains. Saudi Arabia said that it snows. He added that it hails.", ["Saudi Arabia"]),
    ],
)
def test_a_government_speaks_and_is_no_person(text: str, speakers: list[str]) -> None:
    segments, _ = segment_articles([read_text(text)])

    assert [segment.speaker for segment in segments if segment.speaker != "Nell Harper"] == speakers


def test_a_surname_may_be_the_name_of_a_capital() -> None:
    segments, _ = segment_articles([read_text("Irving Paris sang. Paris said that it rains.")])

    assert segments[-1].speaker == "Irving Paris"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Mr Brand said 85 gardeners and 12 carts were sent uphill.", "85 gardeners"),
        ('"It is not" – she paused – "what we were promised," Hart said.', "what we were promised"),
        ("‘I told them: “Don't wait. Go now.” But they laughed,’ she said.", "But they laughed"),
        ("Five bakers have left, Lee said, and two more were about to.", "and two more were about to"),
        ('"We won\'t," she said "give in".', "give in"),
        ("Okafor, who won the cup on Saturday, said that she was happy.", "who won the cup on Saturday"),
        ('"It is a good day," said Okafor, who won the cup on Saturday.', "who won the cup on Saturday"),
    ],
)
def test_only_the_reporting_clause_is_left_out(text: str, kept: str) -> None:
    assert any(kept in segment.text for segment in segments_of(f"Nell Hart came.\n\n{text}"))


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The head of Oslo City Court, Nell Harper, said that it is over.", "Nell Harper"),
        ("The head of Oslo City Court said that it is over.", "head of Oslo City Court"),
        ("The baker, who succeeded Nell Harper in May, said that it is over.", "Ada Brook"),
        ("Headteacher Nell Harper said that it is over.", "Nell Harper"),
        (
            "The judge in the longest trial, Nell Harper, left. Tom Vane came, and the judge said it is over.",
            "Nell Harper",
        ),
        ("The Silver Fox winner said that it is over.", "Silver Fox winner"),
        ("According to her, it is over.", "Ada Brook"),
        ("The 54-year-old Italian said that it is over.", "Ada Brook"),
        ("The 38-year-old said that it is over.", "Ada Brook"),
        ("The 38-year-old Nell Hart said that it is over.", "Nell Hart"),
        ('"We will open," Dr. Nell Harper of St. Mary\'s said.', "Nell Harper"),
    ],
)
def test_the_speaker_is_the_person_who_is_meant(text: str, speaker: str) -> None:
    assert segments_of(f"Ada Brook said that it rains.\n\n{text}")[-1].speaker == speaker


def test_a_quotation_in_single_marks_may_hold_one_in_double_marks() -> None:
    segments = segments_of("Nell Hart said: ‘He told me, “Boss, I want to stay”. That's enough for me.’")

    assert [(segment.kind.value, segment.speaker, segment.text) for segment in segments] == [
        ("quoted", "Nell Hart", "He told me, “Boss, I want to stay”."),
        ("quoted", "Nell Hart", "That's enough for me."),
    ]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ('Berg warned that 600 trains would stop: "It will be chaos."', "600 trains would stop"),
        ('Berg said he had refused an offer: "I need no money."', "he had refused an offer"),
        ('Berg told the BBC that 12 cows had died and that "hay and water still matter."', "12 cows had died"),
        ('Berg said the fence "is a good fence" and that "hay and water still matter."', "the fence"),
    ],
)
def test_a_statement_in_front_of_a_quotation_is_kept(sentence: str, said: str) -> None:
    article = read_text(f"The union met in London on Monday and voted.\n\n{sentence}")
    segments, _ = segment_articles([article])

    assert any(said in segment.text and segment.speaker == "Berg" for segment in segments)


# ------------------------------------------------------------------------------------------- kinds of news sentences


def said(text: str, before: str = "Ada Brook, the mayor, said that it rains.") -> list[tuple[str, str | None, str]]:
    """Return kind, speaker and text of the segments behind a first paragraph in which Ada Brook speaks."""
    return [
        (segment.kind.value, segment.speaker, segment.text)
        for segment in segments_of(f"{before}\n\n{text}")
        if segment.paragraph > 0
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("She was quoted as saying: “We will not open the gates again.”", "Ada Brook"),
        ("“We will not open the gates again,” Tom Vane was quoted as saying by the Herald.", "Tom Vane"),
        ("Grace Okoro, the chief surveyor, told the BBC: “The wall has held so far.”", "Grace Okoro"),
        ("“We will strike,” said union chief Tom Vane when asked about the offer.", "Tom Vane"),
        ("Tom Vane has left. Said Vane: “We will strike on Monday.”", "Tom Vane"),
        ("Tom Vane: “It was a good season, but we can do better.”", "Tom Vane"),
        ("“It was a good season, but we can do better.” – Tom Vane, head baker", "Tom Vane"),
        ("“The oven is never cold here,” as Vane put it.", "Vane"),
        ("Tom Vane laughed and said, “I have never sold a loaf.”", "Tom Vane"),
        ("Dozens of bakers marched through Leeds while chanting, “Bread for the North!”", "Dozens of bakers"),
        ("The mother of three replied, “It is meant to help us all.”", "Ada Brook"),
        ("Nell Harper shook her head: “We will not open the gates.”", "Nell Harper"),
        ("On July 6, 2015, Nell Harper made this remark:\n\n“We will not open the gates.”", "Nell Harper"),
        ("On the programme “Good Day,” Nell Harper said, “We will not open.”", "Nell Harper"),
        ("He said “enough of the talk. I was there”.", "Ada Brook"),
        ("The baker, according to Ada Brook, is ill. “He will be back,” she said.", "Ada Brook"),
        ("The bakers Tom Vane and Nell Hart wrote: “We will not bake again.”", "Tom Vane and Nell Hart"),
        ("Tom Vane owns the mill. Vane: “We will not grind again.”", "Tom Vane"),
        ("Vane’s niece, state Sen. Marcia “Cia” Price (L-New Leeds), shouted, “We are here to stay!”", "Marcia Price"),
        # A role without an article, and what it is held in.
        ("“We open in May,” head of the council Nell Hart said.", "Nell Hart"),
        ("“We will appeal,” lawyer for the family Tom Vane told reporters on Monday.", "Tom Vane"),
        ("“We will appeal,” deputy director of the town’s research centre Tom Vane wrote.", "Tom Vane"),
        ("Brewer Tom Vane was quoted as saying by the Herald: “We are closing the cellar.”", "Tom Vane"),
        ("Engineer Tom Vane: “It should have been closed long ago.”", "Tom Vane"),
        # What is asked, and where, stands in front.
        ("Asked if he would stay, striker Ole Berg, 41, said: “I do not know yet.”", "Ole Berg"),
        ("Pressed on the strike, union leader Ole Berg, who leads the talks, said: “It will last.”", "Ole Berg"),
        ("The mayor refused to answer questions, but her spokesman Tom Vane said: “No comment from us.”", "Tom Vane"),
        # Somebody without a name, a firm.
        (
            "A source at the club, who spoke on condition of anonymity, said: “He will go.”",
            "A source at the club",
        ),
        ("The study, published on Monday, says: “The loss is faster than expected.”", "study"),
        ("A bakery, Vane & Sons, said: “We were not affected by it.”", "Vane & Sons"),
        ("Alder Bank raised its rates. Alder Bank said: “We had to.” The bank added: “It was late.”", "Alder Bank"),
        # The name of an organisation among what is said of somebody, a post in the net.
        ("“The trees are healthy,” Nell Hart, who heads the town’s forests, posted on Telegram.", "Nell Hart"),
        ("Union leader Ole Berg tweeted: “We won.” “We will work again,” he wrote in a post.", "Ole Berg"),
        ("“Stay at home tonight,” urged fire chief Ole Berg.", "Ole Berg"),
        ("Co-author Tom Vane added: “Not everywhere, of course.”", "Tom Vane"),
        ("“We have seen it,” aides to Mr. Vane said.", "aides to Mr. Vane"),
    ],
)
def test_a_quotation_has_the_speaker_that_is_meant(text: str, speaker: str) -> None:
    quoted = [segment for segment in said(text) if segment[0] == "quoted"]

    assert quoted
    assert {segment[1] for segment in quoted} == {speaker}


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        # The sentence in front tells who speaks.
        ("Coach Tom Vane wants to wait. “He has to sleep first.”", ["Tom Vane"]),
        ("Tom Vane, 27, disagreed. “My knee is fine,” he said.", ["Tom Vane"]),
        ("Vane’s agent, Lou Hart, was less polite. “They are thieves,” he said.", ["Lou Hart"]),
        ("The engineer, Tom Vane, shook his head. “It is not my roof.”", ["Tom Vane"]),
        ("Coach Ruud Vos came. Of the captain, Tom Vane, who is ill, he said: “Tom stays.”", ["Ruud Vos"]),
        ("The weather in Los Angeles is fine. “We like it here,” she said.", ["Ada Brook"]),
        # Whoever reacts speaks next, though somebody else has just spoken.
        ("“It is cold,” said Nell Hart. Manager Tom Vane agreed. “They wear gloves.”", ["Nell Hart", "Tom Vane"]),
        ("“It is cold,” said Nell Hart. Tom Vane shook his head. “It was worse.”", ["Nell Hart", "Tom Vane"]),
        ("“It is cold,” said Nell Hart. Tom Vane said it was not. “It was worse.”", ["Nell Hart", "Tom Vane"]),
        ("“It is cold,” said Nell Hart. The concert begins at eight. “We wear gloves.”", ["Nell Hart", "Nell Hart"]),
        ("“It is cold,” said Nell Hart. Tom Vane played first. “He was superb.”", ["Nell Hart", "Nell Hart"]),
        ("“It fell,” says Tom Vane. His daughter was there. “There was dust,” she says.", ["Tom Vane", "His daughter"]),
        # The paragraph before does.
        ("The club said: “He stays.”\n\n“We wish them well.”", ["club", "club"]),
        ("Tom Vane, the baker, has left.\n\n“It was time to go.”", ["Tom Vane"]),
        # A role means whom the article has introduced by it.
        ("Leeds bought striker Tom Vane. Coach Nell Hart said: “He is fast.” “I am,” said the striker.",
         ["Nell Hart", "Tom Vane"]),
        ("Tom Vane, the chief engineer of Leeds, came. Nell Hart said: “No.” “Yes,” the engineer said.",
         ["Nell Hart", "Tom Vane"]),
        ("Ada Brook came. Ms. Nell Hart said: “No.” Brook’s next film is due. “It is late,” she said.",
         ["Nell Hart", "Ada Brook"]),
        ("Baker Tom Vane left. But Ada Brook, who sold the mill, laughed. “Bread!” she said.", ["Ada Brook"]),
        ("Tom Vane baked. His partner, Lou Hart, nodded. “It is late,” he said.", ["Lou Hart"]),
        ("Answering Tom Vane, who called it “a stunt,” the mayor said: “No comment at all.”", ["Ada Brook"]),
        # Words for a person that are no role.
        ("The prize went to Pavel Ustinov. “I thank you,” the Russian said.", ["Pavel Ustinov"]),
        ("Coach Ruud Vos came. “It is time,” said the Dutchman.", ["Ruud Vos"]),
        ("“Nell Hart is a cellist,” said Ada Brook. “I am,” says Nell.", ["Ada Brook", "Nell Hart"]),
        # Who has no name is somebody, too.
        ("“The worst is over,” a police spokesman said. “Go home,” he added.",
         ["a police spokesman", "a police spokesman"]),
        ("“We will strike,” the bakers’ leaders said. “Soon,” they added.", ["bakers’ leaders", "bakers’ leaders"]),
        ("Residents of Hampton Court said: “We heard a roar.”", ["Residents of Hampton Court"]),
        ("Tom Vane said: “No.” His wife shrugged: “Why not?”", ["Tom Vane", "His wife"]),
        ("“It fell,” said another witness, Nell Hart.", ["Nell Hart"]),
        ("Mayor Nell Hart came. “No,” said lawyer Tom Vane. As the former mayor put it: “It is over.”",
         ["Tom Vane", "former mayor"]),
        ("“Bread for the North!” read the banner.", ["banner"]),
        ("The head of the tax office, Nell Hart, came. “It is over,” said Hart. “Go,” she added.",
         ["Nell Hart", "Nell Hart"]),
        # “It” is no person, and what is no person is not “she”.
        ("The bakers’ union was cautious. “We will see,” it said.", ["bakers’ union"]),
        ("The charity Fair Bread said: “No.” Its head, Nell Hart, frowned. “Never,” she said.",
         ["Fair Bread", "Nell Hart"]),
        ("Ada Brook said: “Wait.” “The roof is gone,” it said.", ["Ada Brook", None]),
        ("The letter read: “Wait.” “The roof is gone,” it said.", ["letter", "letter"]),
    ],
)  # fmt: skip
def test_who_speaks_is_told_by_what_stands_around(text: str, speakers: list[str | None]) -> None:
    assert [name for kind, name, _ in said(text) if kind == "quoted"] == speakers


def test_who_is_named_inside_a_quotation_does_not_speak() -> None:
    text = "Nell Harper made “Salt Year” in eleven weeks.\n\n“I had no fear,” she told the daily El País."

    assert segments_of(text)[-1].speaker == "Nell Harper"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("British Prime Minister Theresa May said this week that it snows.", "Theresa May"),
        ("Experts warn that bread will cost more.", "Experts"),
        ("Clinton now says she opposes the plan.", "Clinton"),
        ("Bread, Mr. Vane often says, is art.", "Vane"),
        ("Bread is dear, Tom Vane told TASS on the sidelines of a fair.", "Tom Vane"),
        ("Iceland's central bank left its rate unchanged, saying that bread was dear.", "Iceland's central bank"),
        ("Tom Vane told a news conference the bakers had left.", "Tom Vane"),
        ("Bread is dear, according to the bakers’ spokesman, Tom Vane.", "Tom Vane"),
        ("Managing director Tom Vane told the jury that it snows.", "Tom Vane"),
        ("Tom Vane KC said that it snows.", "Tom Vane"),
        ("According to a survey published on Monday, bread is dear.", "a survey published on Monday"),
        ("The bank, the police confirmed, is closed.", "police"),
        ("The baker himself said that it snows.", "baker"),
        ("The president of Finland Nell Hart said that it snows.", "Nell Hart"),
        ("World leaders warned that bread will cost more.", "World leaders"),
        ("Vane aides said that it snows.", "Vane aides"),
        ("A Vane spokeswoman said that it snows.", "A Vane spokeswoman"),
        ("The Justice Department said that it snows.", "Justice Department"),
        ("The Committee on Bees said that it snows.", "Committee on Bees"),
        ("The Vane campaign said that it snows.", "Vane campaign"),
        ("But Megan Hart said that it snows.", "Megan Hart"),
        ("Larry King said that it snows.", "Larry King"),
        ("Mr. King, 82, said that it snows.", "King"),
        ("He’s claiming that it snows.", "Ada Brook"),
        ("Some voters cheerfully admitted that it snows.", "Some voters"),
        ("The union, Tom Vane said on Monday, will strike.", "Tom Vane"),
        ("Tom Vane left the hall and said that bakers would strike.", "Tom Vane"),
        ("Tom Vane went on to explain how he believes bread should taste.", "Tom Vane"),
        ("While he admitted that bread costs more, Tom Vane said bakers would strike.", "Tom Vane"),
        ("In a statement, one of the bakers, Tom Vane, said the film shows him in the hall.", "Tom Vane"),
        ("However, according to the Leeds Herald, nobody has named the man.", "Leeds Herald"),
        ("The bakers would strike, said union chief Tom Vane when asked about the offer.", "Tom Vane"),
        ("The bakers would strike, head of the union Tom Vane said.", "Tom Vane"),
        ("Her rival Nell Hart finished second and said she was tired.", "Nell Hart"),
        ("The storm, meteorologists say, will reach the coast.", "meteorologists"),
        ("Bread is dear, according to a survey published on Monday.", "a survey published on Monday"),
        ("The company, for its part, says that it snows.", "company"),
        ("Supporters of Nell Hart in Leeds said that it snows.", "Supporters of Nell Hart in Leeds"),
        ("Pressed on the strike, union leader Tom Vane, who leads the talks, said that it would last.", "Tom Vane"),
    ],
)
def test_a_reported_sentence_has_the_speaker_that_is_meant(text: str, speaker: str) -> None:
    assert [(kind, name) for kind, name, _ in said(text)] == [("reported", speaker)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("He added that it hails.", "Tom Vane"),
        ("She added that it hails.", "Nell Harper"),
        ("They added that it hails.", "Nell Harper"),
    ],
)
def test_a_pronoun_means_nobody_whose_title_forbids_it(text: str, speaker: str) -> None:
    before = "Mr. Tom Vane said that it rains. Ms. Nell Harper said that it snows."

    assert said(text, before) == [("reported", speaker, "it hails.")]


def test_an_inner_pronoun_means_the_subject_of_its_sentence() -> None:
    before = "Ada Brook said that it rains. Tom Vane said that it snows."

    assert said("Brook left the hall after lunch, and she said that it hails.", before)[0][1] == "Ada Brook"


@pytest.mark.parametrize(
    "text",
    [
        "Vane says bread “will cost more” and that bakers “should be ready for it.”",
        "On Monday, the two sides agreed on a number of steps, among them a ban on trade.",
        "Last month, the union warned the owners to lock the doors.",
        "Ultimately, Mr. Vane hopes to open three shops in the north.",
        "One day later he met, according to the police, not only the baker but the miller.",
        "However, according to the Herald, the police have not named the man.",
        "The council has recommended to the owners to close the following shops: two bakeries and a mill.",
        "Vane agreed to clean up the hall and to sell the land that had been lost.",
        "The ban, which will begin at 00:01 on Monday, was agreed on Friday.",
        "The reports, the lists submitted by the clerk, were not read by anybody.",
        "Vane is second for now, but Lind and Berg conceded nothing to him.",
        "The union, Vane said on Monday, will strike.",
        "The centre in Leeds maintains a program for young bakers.",
        "“It is hard,” but she also mentioned that there is hope in the north.",
        "“It is hard,” he said, adding that “some of it is for the best, after all.”",
        "Vane, dedicating the hall of bread in the north on Saturday, said that it is open.",
        "Tom Vane, who sold the mill in March, said: “It was time.”",
        "“It was time,” Vane said after the council had refused to pay for the roof and the doors.",
        "The mill, shows the list, was sold; a list of mills that were lost, shows how many owners left.",
    ],
)
def test_what_happened_is_in_a_segment(text: str) -> None:
    """All words that are no part of a reporting clause's core stand in a segment."""
    kept = " ".join(segment[2] for segment in said(text))
    core = set("vane tom he she said says also mentioned adding that and the union but".split())

    lost = set(re.findall(r"\w+", text.lower())) - set(re.findall(r"\w+", kept.lower())) - core
    assert not lost


def test_a_short_quotation_behind_a_noun_is_no_nickname() -> None:
    found = said("The pier “is too long,” the mayor said.")

    assert {speaker for _, speaker, _ in found} == {"Ada Brook"}


def test_a_comparison_is_nobodys_words() -> None:
    text = "Prices rose by 3 percent, a tenth of a point more than forecast."

    assert said(text) == [("narrated", None, text)]


def test_a_participle_that_says_nothing_reports_nothing() -> None:
    assert said("Vane broke the bread, adding salt.") == [("narrated", None, "Vane broke the bread, adding salt.")]


@pytest.mark.parametrize(
    "text",
    [
        "He spoke of what he called “a dark day for all of the bakers of the North.”",
        "Vane was a guest on the radio’s “State of the Bread.”",
        "Vane spoke of “A Long Hot Summer of Bread.”",
        "They sang “Hurt.”",
        "‘All Bread Is Gone’",
        "Brook went on to win “the cup that nobody had ever won before her.”",
    ],
)
def test_a_term_or_title_is_no_speech(text: str) -> None:
    assert "quoted" not in [kind for kind, _, _ in said(text)]


@pytest.mark.parametrize(
    "text",
    [
        "They chanted “What bread?” and left.",
        "He asked, “Why?”",
        "Winds had reached 121 km/h. “That is a record,” Vane said.",
    ],
)
def test_a_short_cry_and_a_sentence_behind_a_full_stop_are_speech(text: str) -> None:
    assert "quoted" in [kind for kind, _, _ in said(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It is over.” The next day it rains.", ["It is over.”", "The next day it rains."]),
        ("The bank paid Ms. Vane. It was late.", ["The bank paid Ms. Vane.", "It was late."]),
        ("(Mr. Vane is ill.) Bread is dear.", ["(Mr. Vane is ill.)", "Bread is dear."]),
        ("He said no. Alder asked me. Vane left for bus no. 5.",
         ["He said no.", "Alder asked me.", "Vane left for bus no. 5."]),
        ("It cost $1.5 billion in the U.S. in 2019. Prof. A. B. Lind left.",
         ["It cost $1.5 billion in the U.S. in 2019.", "Prof. A. B. Lind left."]),
        ("Why? 12 mills closed! “Nobody” knows.", ["Why?", "12 mills closed!", "“Nobody” knows."]),
    ],
)  # fmt: skip
def test_sentences_end_where_they_end(text: str, sentences: list[str]) -> None:
    assert [text[slice(*span)] for span in split_sentences(text)] == sentences


def test_a_sentence_goes_on_behind_a_quotation_and_a_dash() -> None:
    text = "It is called a “flat loaf.” – a loaf that never rose in the oven."

    assert [segment[2] for segment in said(text)] == [text]


def test_the_number_of_a_point_is_no_part_of_it() -> None:
    assert said("1. The hall will close.\n\n2. Nell Harper said that it snows.\n\n(a) It is 3. Now go.") == [
        ("narrated", None, "The hall will close."),
        ("reported", "Nell Harper", "it snows."),
        ("narrated", None, "It is 3."),
        ("narrated", None, "Now go."),
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Promoted to the first league last season, Leeds lost again.",
        "Sponsored by Senator Ada Brook, the bill passed on Monday.",
        "Advertisement revenue fell by a third, the broadcaster said.",
        "Most popular among students is the new library in Leeds.",
        "Copyright lawyers say the ruling will be appealed.",
        "Register figures show that 12,000 bees have died.",
        "Print this and it will cost you, the judge warned.",
        "Follow me, the mayor said, and led the crowd into the hall.",
        "Share with your neighbours, the mayor said.",
        "The views expressed by the mayor caused an outcry.",
        "By the end of the day our correspondent had left Leeds.",
        "Translated by nobody so far, the novel sold well. A film will follow.",
        "By Monday 12 September 2024 all of the bees had died, the mayor said.",
    ],
)
def test_a_paragraph_of_news_is_no_boilerplate(paragraph: str) -> None:
    assert not is_boilerplate(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Tue 9 Jan 2024 10.15 GMT",
        "Last modified on Tue 9 Jan 2024 12.01 GMT",
        "2024-01-09 10:15:00",
        "Updated 2 hours ago",
        "Ada Brook in Leeds",
        "Ada Brook, Political Editor",
        "Ada Brook, chief business correspondent",
        "Sponsored content",
        "Advertisement",
        "Most popular stories",
        "Copyright 2024 The Leeds Herald",
        "By our own correspondent",
        "By the Herald’s local staff",
        "By Ada Brook | 5 February 2025",
        "By Leeds Herald, March 3, 2025 (English edition)",
        "Translated from the Norwegian by Tom Vane",
        "Leeds, Thursday 12 September 2024",
    ],
)
def test_a_line_about_the_publication_is_boilerplate(paragraph: str) -> None:
    assert is_boilerplate(paragraph)


# ------------------------------------------------------------------------------------ what introduces a quotation


@pytest.mark.parametrize(
    "introduction",
    [
        "Asked about the budget, he said:",
        "Asked by reporters whether the hall would open, Vane replied:",
        "When asked about the budget, which has been cut twice, Vane said:",
        "On the budget, Vane said:",
        "As for the budget, Vane said:",
        "With regard to the budget, he said:",
        "But on the budget, he said:",
        "Commenting on the strike, Vane noted:",
        "Turning to the strike, Vane said:",
        "In response to a question about the strike, Vane said:",
        "In an interview with the Herald on Monday, he said:",
        "Later, speaking to the players, he added:",
        "For his part, Vane said:",
        "Of the captain he said:",
        "Vane, who runs the hall, told the Herald:",
        "Vane, speaking outside the court, said:",
    ],
)
def test_what_introduces_a_quotation_is_no_statement(introduction: str) -> None:
    found = said(f"{introduction} “We have no money left.”", before="Tom Vane, the manager, said that it rains.")

    assert found == [("quoted", "Tom Vane", "We have no money left.")]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("The hall was shut on Monday, and he said:", "The hall was shut on Monday"),
        ("On Monday, the council shut the hall, and Vane said:", "On Monday, the council shut the hall"),
        ("Vane, who resigned on Monday, said:", "Vane, who resigned on Monday, said"),
        (
            "Asked why the hall had been shut for a year although the roof was mended in May, he said:",
            "Asked why the hall had been shut for a year although the roof was mended in May",
        ),
    ],
)
def test_an_event_in_front_of_a_quotation_is_a_statement(text: str, statement: str) -> None:
    found = said(f"{text} “We have no money left.”", before="Tom Vane, the manager, said that it rains.")

    assert [words for _, _, words in found] == [statement, "We have no money left."]


def test_the_setting_of_a_quotation_has_its_introduction_from_the_paragraph_before() -> None:
    text = "Tom Vane came. It rained. Asked about the hall, he said:\n\n“It is cold. It is shut.”\n\nHe left.\n"
    settings = [text[slice(*one.setting)] for one in segments_of(text) if one.setting is not None]

    assert settings[-3:] == ["Asked about the hall, he said:\n\n“It is cold.", "It is shut.”", "He left."]


@pytest.mark.parametrize(
    "behind",
    [
        "said Nell Hart, the traffic expert from the state parliament faction.",
        "said the mayor, Nell Hart, a former engineer elected in May with the votes of the left.",
        "said Nell Hart, chief executive of the company that runs the trams in the city.",
        "said Nell Hart, who heads the state’s transport agency and its library in the old town.",
        "said Nell Hart in an interview with the Leeds Herald, which came out on Monday.",
    ],
)
def test_what_the_speaker_is_is_no_statement(behind: str) -> None:
    assert said(f"“The lights will be changed,” {behind}") == [("quoted", "Nell Hart", "The lights will be changed")]


def test_whom_it_is_according_to_is_no_statement() -> None:
    text = "The lights will be changed, according to Nell Hart, who heads the transport agency."

    assert said(text) == [("reported", "Nell Hart", "The lights will be changed")]


@pytest.mark.parametrize(
    "behind",
    [
        "who resigned on Monday.",
        "who promises a new tram.",
        "which puts the loss at three million.",
    ],
)
def test_what_whoever_it_is_according_to_did_or_says_stays(behind: str) -> None:
    text = f"The lights will be changed, according to Nell Hart, {behind}"

    assert said(text) == [("reported", "Nell Hart", text)]


@pytest.mark.parametrize(
    ("behind", "statement"),
    [
        (
            "said Nell Hart, the party’s expert, who resigned on Monday after a long quarrel with the mayor.",
            ("narrated", None, "who resigned on Monday after a long quarrel with the mayor."),
        ),
        (
            "said Nell Hart, who heads the trams, adding that it would take a year.",
            ("reported", "Nell Hart", "it would take a year."),
        ),
        (
            "said Nell Hart, head of the company that runs the trams, and warned that it would take a year.",
            ("reported", "Nell Hart", "it would take a year."),
        ),
        (
            "said Nell Hart, which surprised the council.",
            ("narrated", None, "which surprised the council."),
        ),
        (
            "said Nell Hart of the depot, which burned down in May and has not been rebuilt since.",
            ("narrated", None, "which burned down in May and has not been rebuilt since."),
        ),
        (
            "said Nell Hart, adding that “it will take a year at least.”",
            ("quoted", "Nell Hart", "it will take a year at least."),
        ),
    ],
)
def test_what_happened_and_what_else_was_said_is_a_statement(
    behind: str, statement: tuple[str, str | None, str]
) -> None:
    assert said(f"“The lights will be changed,” {behind}") == [
        ("quoted", "Nell Hart", "The lights will be changed"),
        statement,
    ]
