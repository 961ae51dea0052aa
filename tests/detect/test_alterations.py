"""The kind `quote-alteration`: words that differ inside of quotations that otherwise are the same word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ryabkov_diff import compare, read_text

if TYPE_CHECKING:
    from ryabkov_diff.domain import Finding

# Two quotations that both articles have word for word.
VERBATIM = (
    '"The roof was repaired only two years ago," club chairman Ada Brook said.\n\n'
    '"Every family in this town has sat under it," she added.\n\n'
)


def findings(one: str, other: str) -> list[Finding]:
    """Compare two articles on one event; return what was altered in quotations."""
    articles = [read_text(text, label=label) for text, label in ((one, "Post"), (other, "Herald"))]
    return [
        finding
        for finding in compare(articles, same_event=True).findings
        if "quote-alteration" in {finding.kind, *finding.also}
    ]


def test_another_word_in_a_quotation_that_both_give_in_english() -> None:
    (finding,) = findings(
        f'{VERBATIM}"We will not sell the stadium to these gentlemen," Brook said.',
        f'{VERBATIM}"We will not sell the stadium to these gamblers," Brook said.',
    )

    assert (finding.kind, finding.family, finding.severity) == ("quote-alteration", "quote", 2)
    assert finding.message == "“gentlemen” ~ “gamblers”"
    assert "rewording" in finding.also


def test_a_word_that_one_leaves_out() -> None:
    (finding,) = findings(
        f'{VERBATIM}"We will probably not sell the stadium to these gentlemen," Brook said.',
        f'{VERBATIM}"We will not sell the stadium to these gentlemen," Brook said.',
    )

    assert finding.message == "“probably” ~ –"


def test_a_quotation_that_is_cut_short_is_told_once() -> None:
    (finding,) = findings(
        f'{VERBATIM}"We will not sell the stadium to these gentlemen unless the debts keep growing," Brook said.',
        f'{VERBATIM}"We will not sell the stadium to these gentlemen," Brook said.',
    )

    assert finding.kind == "quote-truncation"
    assert "quote-alteration" in finding.also


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            '"We have sold ten houses since the flood," Brook said.',
            '"We have sold 10 houses since the flood," Brook said.',
            id="a number in words or digits",
        ),
        pytest.param(
            '"We do not sell the stadium – it\'s our home," Brook said.',
            '"We don’t sell the stadium - it’s our home," Brook said.',
            id="print",
        ),
        pytest.param(
            '"We will sell it [the stadium] to these gentlemen," Brook said.',
            '"We will sell it to these gentlemen," Brook said.',
            id="brackets",
        ),
        pytest.param(
            "Brook said the club would not sell the stadium to these gentlemen.",
            "Brook said the club would not sell the stadium to these gamblers.",
            id="indirect speech",
        ),
        pytest.param(
            '"We will never sell this stadium," Brook said.',
            '"It is out of the question that we part with the stadium," Brook said.',
            id="another statement",
        ),
    ],
)
def test_nothing_was_altered(one: str, other: str) -> None:
    assert findings(f"{VERBATIM}{one}", f"{VERBATIM}{other}") == []


def test_translations_differ_in_words_and_are_not_altered() -> None:
    assert (
        findings(
            '"They mended the roof just two years ago," club chairman Ada Brook said.\n\n'
            '"We will not sell the stadium to these gentlemen," she said.',
            '"The roof was repaired only two years ago," club chairman Ada Brook said.\n\n'
            '"We will not sell the stadium to these gamblers," she said.',
        )
        == []
    )
