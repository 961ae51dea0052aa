"""The kinds `quote-insertion`, `quote-splice` and `quote-truncation`, and the differences of layout that are none."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from ryabkov_diff import compare, read_text
from ryabkov_diff.detect.quotations import QuotationDetector
from ryabkov_diff.domain import Collation, Table
from ryabkov_diff.text import tokenize
from tests.made import article, passage, relation, segments_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ryabkov_diff import Comparison
    from ryabkov_diff.domain import Finding, Segment

KINDS = QuotationDetector.kinds


def findings(*texts: str) -> list[Finding]:
    """Compare articles on one event; return what was done to quotations."""
    articles = [read_text(text, label=label) for text, label in zip(texts, ("Post", "Herald", "Echo"), strict=False)]
    return [finding for finding in compare(articles, same_event=True).findings if finding.kind in KINDS]


def word_for_word(
    text: str, segments: Sequence[Segment], sigil: str, other: str
) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    """Pair the words of a statement that two articles have alike."""
    starts = [
        next(one.start for one in segments if one.article == name and one.text == text) for name in (sigil, other)
    ]
    words = [(token.start, token.end) for token in tokenize(text)]
    return tuple(((start + starts[0], end + starts[0]), (start + starts[1], end + starts[1])) for start, end in words)


def texts(finding: Finding) -> tuple[str | None, ...]:
    return tuple(reading.text for reading in finding.readings)


# ------------------------------------------------------------------------------------------------------- cut off


def test_a_quotation_cut_within_its_sentence() -> None:
    short = '"We will not sell the stadium," club chairman Ada Brook said.'
    full = '"We will not sell the stadium unless the debts keep growing," club chairman Ada Brook said.'
    (finding,) = findings(short, full)

    assert (finding.kind, finding.rule, finding.severity) == ("quote-truncation", "stops-short", 2)
    assert texts(finding) == (None, "unless the debts keep growing")
    assert finding.message == "cut short in Post; goes on in Herald “unless the debts keep growing”"
    assert "specificity" in finding.also


def test_the_empty_place_is_where_the_missing_words_would_stand() -> None:
    short = '"We will not sell the stadium," club chairman Ada Brook said.'
    full = '"We will not sell the stadium unless the debts keep growing," club chairman Ada Brook said.'
    (finding,) = findings(short, full)
    place = finding.readings[0].selector

    assert place is not None
    assert place.start == place.end == short.index('," club')


def test_a_quotation_that_another_source_carries_on() -> None:
    short = 'The coach was calm. "The referee made a mistake in the second half," Nell Harper said.'
    full = 'The coach was calm. "The referee made a mistake in the second half. It cost us nothing, we were too slow," Nell Harper said.'  # noqa: E501
    (finding,) = findings(short, full)

    assert (finding.kind, finding.rule) == ("quote-truncation", "stops-short")
    assert texts(finding) == (None, "It cost us nothing, we were too slow")


def test_a_quotation_that_begins_later_in_one_source() -> None:
    short = '"The river will rise until Friday," hydrologist Tom Lind said.'
    full = '"I do not want to frighten anybody with my forecast. The river will rise until Friday," hydrologist Tom Lind said.'  # noqa: E501
    (finding,) = findings(short, full)

    assert (finding.kind, finding.rule) == ("quote-truncation", "starts-after")
    assert texts(finding) == (None, "I do not want to frighten anybody with my forecast.")


def test_three_sources_with_one_cut_give_one_finding() -> None:
    shared, more = "The river will rise until Friday", "Nobody should camp on its banks"
    short, *full = (
        article("A", f"“{shared},” he said."),
        *(article(name, f"“{shared}. {more},” he said.") for name in "BC"),
    )
    segments = (*segments_of(short, shared), *(one for own in full for one in segments_of(own, shared, more)))
    segments = tuple(replace(one, paragraph=0) for one in segments)
    passages = (passage("P01", A="A.1", B="B.1", C="C.1"), passage("P02", B="B.2", C="C.2"))
    pairs = [("P01", *pair) for pair in combinations("ABC", 2)] + [("P02", "B", "C")]
    table = Table(
        (short, *full),
        segments,
        passages,
        tuple(relation(*pair) for pair in combinations("ABC", 2)),
        tuple(
            Collation(
                name, (one, other), 0.9, word_for_word(shared if name == "P01" else more, segments, one, other), ()
            )
            for name, one, other in pairs
        ),
    )
    (finding,) = QuotationDetector().detect(table)

    assert texts(finding) == (None, more, more)
    assert finding.message == f"cut short in Outlet A; goes on in Outlet B, Outlet C “{more}”"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            '"The jury believed the witness," lawyer Mia Stone said. "My client will appeal next week."',
            '"The jury believed the witness. My client will appeal next week," lawyer Mia Stone said.',
            id="a reporting clause in the middle or at the end",
        ),
        pytest.param(
            '"The river will rise until Friday. Nobody should camp on its banks," hydrologist Tom Lind said.',
            '"The river will rise until Friday," hydrologist Tom Lind said. Nobody should camp on its banks, he said.',
            id="the rest in indirect speech",
        ),
        pytest.param(
            '"The river will rise until Friday," hydrologist Tom Lind said.',
            '"The river will rise until Friday. That is all," hydrologist Tom Lind said.',
            id="a sentence that says nothing",
        ),
        pytest.param(
            '"We lost the match in the first half," captain Ida Moss said.',
            '"We lost the match in the first half already," captain Ida Moss said.',
            id="a single word more",
        ),
        pytest.param(
            '"The bank will keep its rates until the summer," governor Ines Mora said.',
            '"The bank is going to leave its rates alone until the summer," governor Ines Mora said.',
            id="another translation",
        ),
        pytest.param(
            "The river will rise until Friday. Nobody should camp on its banks.",
            "The river will rise until Friday.",
            id="no quotation at all",
        ),
    ],
)
def test_nothing_is_cut_off(one: str, other: str) -> None:
    assert findings(one, other) == []


# ---------------------------------------------------------------------------------------------- left out inside


def test_an_ellipsis_where_another_source_has_words() -> None:
    short = '"The rate stays where it is ... until prices fall," governor Ines Mora said.'
    full = '"The rate stays where it is, whatever the ministers may write to me, until prices fall," governor Ines Mora said.'  # noqa: E501
    (finding,) = findings(short, full)

    assert (finding.kind, finding.rule, finding.severity) == ("quote-splice", "ellipsis", 2)
    assert texts(finding) == ("...", "whatever the ministers may write to me")
    assert finding.message == "“…” in Post; in Herald “whatever the ministers may write to me”"


def test_an_attribution_break_where_another_source_has_a_sentence() -> None:
    short = '"The jury believed the witness," lawyer Mia Stone said. "My client will appeal next week."'
    full = '"The jury believed the witness. Nobody had told them about his debts. My client will appeal next week," lawyer Mia Stone said.'  # noqa: E501
    (finding,) = findings(short, full)

    assert (finding.kind, finding.rule) == ("quote-splice", "attribution-break")
    assert texts(finding) == (None, "Nobody had told them about his debts.")


def test_a_sentence_left_out_without_a_sign() -> None:
    short = '"The bridge is safe for cars. We will open it on Monday morning," engineer Paul Reyes said.'
    full = '"The bridge is safe for cars. For heavy lorries I would not put my hand in the fire. We will open it on Monday morning," engineer Paul Reyes said.'  # noqa: E501
    (finding,) = findings(short, full)

    assert (finding.kind, finding.rule) == ("quote-splice", "left-out")
    assert texts(finding) == (None, "For heavy lorries I would not put my hand in the fire.")


def test_one_quotation_that_joins_two_distant_ones() -> None:
    joined = '"The film was made in eleven weeks. I will never work for a studio," director Eva Sand said.'
    apart = (
        '"The film was made in eleven weeks," director Eva Sand said.\n\n'
        '"My grandmother paid for the cameras with her savings," she added.\n\n'
        '"I will never work for a studio," she said at the end.'
    )
    (finding,) = findings(joined, apart)

    assert (finding.kind, finding.rule) == ("quote-splice", "joined")
    assert texts(finding) == (None, "My grandmother paid for the cameras with her savings")


def test_an_ellipsis_between_two_sentences_of_which_another_source_has_one() -> None:
    spliced = '"The harvest was poor on all the hills this year... We will not raise the price of the wine," grower Jon Fay said.'  # noqa: E501
    plain = '"We will not raise the price of the wine," grower Jon Fay said.'
    (finding,) = findings(spliced, plain)

    assert (finding.kind, finding.rule) == ("quote-splice", "ellipsis")
    assert texts(finding) == ("...", None)
    assert finding.message == "“…” in Post, none in Herald"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            '"The rate stays where it is ... until prices fall," governor Ines Mora said.',
            '"The rate stays where it is … until prices fall," governor Ines Mora said.',
            id="the same ellipsis in two shapes",
        ),
        pytest.param(
            '"I was ... surprised by the verdict of the jury," lawyer Mia Stone said.',
            '"I was surprised by the verdict of the jury," lawyer Mia Stone said.',
            id="a pause of the speaker",
        ),
        pytest.param(
            '"The film was made in eleven weeks. I will never work for a studio," director Eva Sand said.',
            '"The film was made in eleven weeks," director Eva Sand said.\n\n"I will never work for a studio," she said.',  # noqa: E501
            id="two paragraphs for one",
        ),
        pytest.param(
            '"The film was made in eleven weeks. I will never work for a studio," director Eva Sand said.',
            '"The film was made in eleven weeks.\n\n"I will never work for a studio," director Eva Sand said.',
            id="a quotation that goes on in the next paragraph",
        ),
    ],
)
def test_nothing_is_left_out(one: str, other: str) -> None:
    assert findings(one, other) == []


# ------------------------------------------------------------------------------------------------------ brackets


@pytest.mark.parametrize(
    ("one", "other", "readings"),
    [
        pytest.param(
            '"We told him [the mayor] about the smell in the well," farmer Jon Fay said.',
            '"We told him about the smell in the well," farmer Jon Fay said.',
            ("[the mayor]", None),
            id="absent",
        ),
        pytest.param(
            '"We told the [deputy] mayor about the smell in the well," farmer Jon Fay said.',
            '"We told the deputy mayor about the smell in the well," farmer Jon Fay said.',
            ("[deputy]", "deputy"),
            id="given as the speaker's own word",
        ),
        pytest.param(
            '"They will strike [at the port of Oslo] until Easter," union leader Lea Holm said.',
            '"They will strike (in all the docks) until Easter," union leader Lea Holm said.',
            ("[at the port of Oslo]", "(in all the docks)"),
            id="other words in brackets",
        ),
    ],
)
def test_words_in_brackets_that_differ(one: str, other: str, readings: tuple[str | None, ...]) -> None:
    (finding,) = findings(one, other)

    assert (finding.kind, finding.rule, finding.severity) == ("quote-insertion", "brackets", 1)
    assert texts(finding) == readings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            '"We told him [the mayor] about the smell in the well," farmer Jon Fay said.',
            '"We told him (the mayor) about the smell in the well," farmer Jon Fay said.',
            id="the same in other brackets",
        ),
        pytest.param(
            '"We was [sic] robbed by the referee in the end," keeper Jon Fay said.',
            '"We was robbed by the referee in the end," keeper Jon Fay said.',
            id="sic",
        ),
        pytest.param(
            '"[T]he storm took the roof off the school," mayor Paul Reyes said.',
            '"The storm took the roof off the school," mayor Paul Reyes said.',
            id="a capital",
        ),
        pytest.param(
            "The storm (the third this year) took the roof off the school.",
            "The storm took the roof off the school.",
            id="outside of a quotation",
        ),
    ],
)
def test_brackets_that_insert_nothing(one: str, other: str) -> None:
    assert findings(one, other) == []


def test_swapping_the_articles_swaps_the_readings() -> None:
    short = '"The jury believed him [the driver]. My client will appeal next week," lawyer Mia Stone said.'
    full = '"The jury believed him. Nobody had told them about his debts. My client will appeal next week," lawyer Mia Stone said.'  # noqa: E501
    one, other = (
        [(finding.kind, texts(finding)) for finding in findings(*pair)] for pair in ((short, full), (full, short))
    )

    assert sorted(one) == sorted((kind, readings[::-1]) for kind, readings in other)
    assert len(one) == 2


def test_an_article_has_no_finding_against_itself() -> None:
    text = '"We told him [the mayor] ... about the smell," farmer Jon Fay said. "Nobody listened to us for a year."'

    assert findings(text, text) == []


@pytest.fixture(scope="module")
def interview(seeds: Path) -> Comparison:
    return compare([seeds / "sputnik-2022-12-08.txt", seeds / "tasnim-2022-12-08.txt"])


@pytest.mark.parametrize(
    ("kind", "readings"),
    [
        ("quote-insertion", ("[resource]", None)),
        ("quote-insertion", ("[the dialogue on strategic stability]", "(strategic stability dialogue)")),
        ("quote-splice", ("...", None)),
    ],
)
def test_on_the_interview_of_the_seeds(interview: Comparison, kind: str, readings: tuple[str | None, ...]) -> None:
    assert (kind, readings) in [(finding.kind, texts(finding)) for finding in interview.findings]


def test_sputnik_stops_short_of_what_tasnim_quotes(interview: Comparison) -> None:
    goes_on = [
        (texts(finding)[1] or "").partition(" as ")[0]
        for finding in interview.findings
        if finding.rule == "stops-short" and texts(finding)[0] is None
    ]

    assert "We know that it will not be an easy task" in goes_on
