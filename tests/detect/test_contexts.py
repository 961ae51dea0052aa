"""The kind `quote-context`: the same words introduced under another topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ryabkov_diff import compare, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from ryabkov_diff.domain import Finding

# What both articles say, so that both are known to have these words.
NEWS = (
    "The wages of the drivers will be paid in June, the ministry said.\n\n"
    "The bridge over the bay will be closed for a month.\n\n"
)
QUOTATION = "There is no money for that in the budget, and I will not borrow any from the banks."


def findings(one: str, other: str) -> list[Finding]:
    """Compare two articles on one event; return what they say differently of the topic."""
    articles = [read_text(text, label=label) for text, label in ((one, "Post"), (other, "Herald"))]
    return [finding for finding in compare(articles, same_event=True).findings if finding.kind == "quote-context"]


def test_two_topics_that_both_articles_know() -> None:
    (finding,) = findings(
        f'{NEWS}Asked about the wages, mayor Ada Brook was brief: "{QUOTATION}"',
        f'{NEWS}Turning to the bridge, mayor Ada Brook was brief: "{QUOTATION}"',
    )

    assert (finding.family, finding.severity) == ("quote", 3)
    assert finding.message == "on “the wages” in Post ~ on “the bridge” in Herald"
    assert [reading.text for reading in finding.readings] == ["the wages", "the bridge"]


def test_a_topic_in_the_reporting_clause() -> None:
    between = "She took questions for an hour.\n\n"
    found = findings(
        f'{NEWS}{between}"{QUOTATION[:-1]}," mayor Ada Brook said of the wages.',
        f'{NEWS}{between}"{QUOTATION[:-1]}," mayor Ada Brook said of the bridge.',
    )

    assert [finding.message for finding in found] == ["on “the wages” in Post ~ on “the bridge” in Herald"]
    # The clause is no statement: the words that are quoted are the reading.
    assert {reading.text for reading in found[0].readings} == {QUOTATION[:-1]}


def test_several_words_of_which_the_other_article_knows_nothing() -> None:
    (finding,) = findings(
        f'{NEWS}Regarding the stadium and the festival, mayor Ada Brook shook her head. "{QUOTATION[:-1]}," she said.',
        f'{NEWS}Mayor Ada Brook said the bridge was beyond repair. "{QUOTATION[:-1]}," she said.',
    )

    assert finding.severity == 3
    assert [reading.text for reading in finding.readings] == ["the stadium and the festival", "the bridge"]


def test_a_single_word_may_be_another_name_for_the_same() -> None:
    (finding,) = findings(
        f'{NEWS}Regarding the stadium, mayor Ada Brook shook her head. "{QUOTATION[:-1]}," she said.',
        f'{NEWS}Mayor Ada Brook said the bridge was beyond repair. "{QUOTATION[:-1]}," she said.',
    )

    assert finding.severity == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            "Asked about the pay of the drivers, mayor Ada Brook was brief:",
            "On the wages of the drivers, mayor Ada Brook was brief:",
            id="one topic in other words",
        ),
        pytest.param(
            "Asked about the tram, mayor Ada Brook was brief:",
            "Asked about the theatre, mayor Ada Brook was brief:",
            id="words that neither has elsewhere",
        ),
        pytest.param(
            "On the same evening, mayor Ada Brook was brief:",
            "On the bridge, mayor Ada Brook was brief:",
            id="a time is no topic",
        ),
        pytest.param(
            "Asked about the issue of the bridge, mayor Ada Brook was brief:",
            "On the state of the bridge, mayor Ada Brook was brief:",
            id="frames of one topic",
        ),
        pytest.param(
            "Asked about the wages while she stood on the bridge, mayor Ada Brook was brief:",
            "Asked about the bridge, mayor Ada Brook was brief:",
            id="one article names both",
        ),
        pytest.param(
            "Asked about Norway, mayor Ada Brook was brief:",
            "Asked about Oslo, mayor Ada Brook was brief:",
            id="names may mean the same place",
        ),
        pytest.param(
            "Speaking on television, mayor Ada Brook was brief:",
            "Speaking on the bridge, mayor Ada Brook was brief:",
            id="where somebody speaks is no topic",
        ),
        pytest.param(
            "Mayor Ada Brook was brief:", "Asked about the bridge, mayor Ada Brook was brief:", id="no topic at all"
        ),
    ],
)
def test_one_topic_or_none_for_sure(one: str, other: str) -> None:
    assert findings(f'{NEWS}{one} "{QUOTATION}"', f'{NEWS}{other} "{QUOTATION}"') == []


def test_words_that_are_not_quoted_have_no_context() -> None:
    assert (
        findings(
            f"{NEWS}Asked about the wages, mayor Ada Brook was brief. {QUOTATION}",
            f"{NEWS}Turning to the bridge, mayor Ada Brook was brief. {QUOTATION}",
        )
        == []
    )


def test_a_few_words_may_be_two_answers() -> None:
    assert (
        findings(
            f'{NEWS}Asked about the wages, mayor Ada Brook was brief: "I really do not know that."',
            f'{NEWS}Turning to the bridge, mayor Ada Brook was brief: "I really do not know that."',
        )
        == []
    )


def test_a_quotation_that_names_its_topic_needs_no_other() -> None:
    quotation = QUOTATION.replace("that", "the bridge")

    assert (
        findings(
            f'{NEWS}Asked about the wages, mayor Ada Brook was brief: "{quotation}"',
            f'{NEWS}Turning to the bridge, mayor Ada Brook was brief: "{quotation}"',
        )
        == []
    )


def test_the_seeds_agree_on_words_and_not_on_their_topic(seeds: Path) -> None:
    comparison = compare([seeds / "sputnik-2022-12-08.txt", seeds / "tasnim-2022-12-08.txt"])
    readings = [
        [reading.text for reading in finding.readings]
        for finding in comparison.findings
        if finding.kind == "quote-context" and finding.severity == 3
    ]

    assert readings == [
        [
            "the issue of visas and diplomatic missions between the US and Russia",
            "the situation in Russian-US relations",
        ]
    ]
