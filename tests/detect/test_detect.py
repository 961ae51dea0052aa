"""From what detectors claim to one finding a difference, in order and numbered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff.detect import detect_findings
from ryabkov_diff.detect.wording import describe_readings
from ryabkov_diff.domain import FAMILIES, Finding, Table
from tests.made import article, passage, relation, segments_of

if TYPE_CHECKING:
    from collections.abc import Iterable

TEXTS = {"A": "About 15 tons of grain were lost.", "B": "About 16 tons of grain were lost.", "C": "Some 16 tons went."}


def table() -> Table:
    articles = tuple(article(sigil, text) for sigil, text in TEXTS.items())
    segments = tuple(segment for one in articles for segment in segments_of(one, one.text or ""))
    relations = (relation("A", "B"), relation("A", "C"), relation("B", "C"))
    return Table(articles, segments, (passage("P01", A="A.1", B="B.1", C="C.1"),), relations, ())


class Claims:
    """A detector that claims what it is told: kind, severity and the words in each article."""

    def __init__(self, kind: str, severity: int, **words: str) -> None:
        self.kind, self.severity, self.words = kind, severity, words
        self.kinds = (kind,)

    def detect(self, table: Table) -> Iterable[Finding]:
        readings = tuple(
            table.reading(sigil, TEXTS[sigil].index(text), TEXTS[sigil].index(text) + len(text))
            for sigil, text in self.words.items()
        )
        message = describe_readings(readings)
        yield Finding("", self.kind, (), FAMILIES[self.kind], self.severity, 0.9, "P01", "r", (), message, readings)


def test_the_specific_kind_wins_and_names_the_generic_one() -> None:
    (finding,) = detect_findings(
        table(), [Claims("rewording", 1, A="15 tons", B="16 tons"), Claims("number", 3, A="15 tons", B="16 tons")]
    )

    assert (finding.kind, finding.also) == ("number", ("rewording",))


def test_a_generic_finding_that_says_more_stays() -> None:
    found = detect_findings(
        table(),
        [Claims("rewording", 1, A="15 tons of grain", B="16 tons of grain"), Claims("number", 3, A="15", B="16")],
    )

    assert [finding.kind for finding in found] == ["number", "rewording"]


def test_one_difference_of_three_articles_is_one_finding() -> None:
    (finding,) = detect_findings(
        table(), [Claims("rewording", 1, A="About", C="Some"), Claims("rewording", 1, B="About", C="Some")]
    )

    assert [reading.articles for reading in finding.readings] == [("A",), ("B",), ("C",)]
    assert finding.message == "“About” ~ “Some”"


def test_findings_are_numbered_the_most_severe_first() -> None:
    found = detect_findings(table(), [Claims("rewording", 1, A="About", C="Some"), Claims("number", 3, A="15", B="16")])

    assert [(finding.id, finding.kind) for finding in found] == [("F001", "number"), ("F002", "rewording")]


def test_no_detector_finds_nothing() -> None:
    assert detect_findings(table(), []) == ()


def test_an_omission_says_nothing_of_the_words() -> None:
    """A third article that lacks the statement does not hide how the other two word it."""
    found = detect_findings(
        table(), [Claims("omission", 2, A=TEXTS["A"], B=TEXTS["B"]), Claims("rewording", 1, A="About 15", B="About 16")]
    )

    assert [finding.kind for finding in found] == ["omission", "rewording"]


def test_a_generic_finding_keeps_only_what_the_specific_one_does_not_say() -> None:
    grain, number = Claims("rewording", 1, B="grain were lost", C="tons went"), Claims("number", 3, B="lost", C="went")
    found = detect_findings(table(), [grain, number])

    assert [reading.text for reading in found[1].readings] == ["grain were", "tons"]
    assert found[1].message == "“grain were” ~ “tons”"


def test_of_two_specific_kinds_the_more_severe_wins() -> None:
    (finding,) = detect_findings(
        table(),
        [Claims("quote-insertion", 1, A="15 tons", B="16 tons"), Claims("entity", 3, A="tons", B="tons of grain")],
    )

    assert (finding.kind, finding.also) == ("entity", ("quote-insertion",))


def test_of_two_equally_severe_kinds_the_one_read_off_the_words_wins() -> None:
    (finding,) = detect_findings(
        table(), [Claims("modality", 3, A="15 tons", B="16 tons"), Claims("number", 3, A="15", B="16")]
    )

    assert (finding.kind, finding.also) == ("number", ("modality",))


def test_specific_findings_at_different_places_stay() -> None:
    found = detect_findings(table(), [Claims("modality", 3, A="lost", B="lost"), Claims("number", 3, A="15", B="16")])

    assert [finding.kind for finding in found] == ["number", "modality"]
