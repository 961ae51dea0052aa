"""From what detectors claim to one finding a difference, in order and numbered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ryabkov_diff import compare, read_text
from ryabkov_diff.detect import detect_findings
from ryabkov_diff.detect.findings import describe_readings
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


def three_articles(*texts: str) -> list[Finding]:
    sources = [read_text(text, label=label) for text, label in zip(texts, ("Courier", "Globe", "Post"), strict=True)]
    return list(compare(sources, engine="lexical", same_event=True).findings)


def only(kind: str, findings: Iterable[Finding]) -> Finding:
    (finding,) = (one for one in findings if one.kind == kind)
    return finding


QUOTED = '"The keeper of the lighthouse saw two boats near the northern rocks," {} Jon Fay, the harbour master.'
REPORTED = "The keeper of the lighthouse saw two boats near the northern rocks, {} Jon Fay, the harbour master."


def test_of_three_articles_it_is_told_who_quotes_and_who_reports() -> None:
    finding = only("quote-mode", three_articles(*(one.format("said") for one in (QUOTED, REPORTED, QUOTED))))

    assert finding.message == "quoted in Courier, Post ~ reported in Globe"


def test_of_three_articles_each_reporting_verb_is_told() -> None:
    finding = only("reporting-verb", three_articles(*map(QUOTED.format, ("said", "claimed", "stressed"))))

    assert finding.message == "said in Courier ~ claimed in Globe ~ stressed in Post"


def test_of_three_articles_each_verb_of_a_denial_is_told() -> None:
    text = "The harbour master {} that the keeper of the lighthouse saw two boats near the northern rocks."
    finding = only("contradiction", three_articles(*map(text.format, ("confirmed", "denied", "said"))))

    assert finding.rule == "statement-denied"
    assert finding.message == "“confirmed” ~ “denied” ~ “said”"
    assert finding.cues == ("confirmed", "denied", "said")
    assert {reading.text for reading in finding.readings} == {
        "the keeper of the lighthouse saw two boats near the northern rocks."
    }


def test_of_three_articles_each_day_in_a_reporting_clause_is_told() -> None:
    text = "The harbour master said on {} that the keeper of the lighthouse saw two boats near the rocks."
    finding = only("date", three_articles(*map(text.format, ("Monday", "Tuesday", "Tuesday"))))

    assert (finding.rule, finding.message) == ("date-in-clause", "“Monday” ~ “Tuesday”")
    assert finding.cues == ("Monday", "Tuesday", "Tuesday")


def test_two_days_in_one_reporting_clause_are_two_findings() -> None:
    text = "The harbour master said on {} at {} p.m. that the keeper of the lighthouse saw two boats near the rocks."
    found = three_articles(text.format("Monday", 5), text.format("Tuesday", 7), text.format("Tuesday", 7))

    assert {one.message for one in found if one.kind == "date"} == {"“Monday” ~ “Tuesday”", "“5 p.m.” ~ “7 p.m.”"}


def test_of_three_articles_it_is_told_where_a_block_stands_in_each() -> None:
    told = [
        "The school was closed because of the storm.",
        "A bakery gave bread to drivers.",
        "Waves carried the old pier away.",
        "Two trains stood still until noon.",
        "Nobody knows who opened the museum.",
        "Fishermen counted their lost nets.",
        "Insurers expect few claims.",
    ]
    body = ["\n\n".join(order) for order in (told, [*told[1:], told[0]], told)]
    finding = only("order", three_articles(*body))

    assert finding.message == "first in Courier ~ last in Globe ~ first in Post"


def test_what_a_detector_says_in_its_own_words_is_kept_of_three_articles() -> None:
    class OnTopics(Claims):
        def detect(self, table: Table) -> Iterable[Finding]:
            for finding in super().detect(table):
                yield replace(
                    finding, message=" ~ ".join(f"on {text} in {sigil}" for sigil, text in self.words.items())
                )

    (finding,) = detect_findings(
        table(), [OnTopics("quote-context", 3, A="15", B="16"), OnTopics("quote-context", 3, A="15", C="16")]
    )

    assert finding.message == "on 15 in A ~ on 16 in B ~ on 16 in C"


def test_pairs_of_three_articles_whose_words_overlap_are_one_difference() -> None:
    (finding,) = detect_findings(
        table(), [Claims("negation", 3, A="were lost", C="went"), Claims("negation", 3, A="lost", B="lost")]
    )

    assert [reading.text for reading in finding.readings] == ["were lost", "lost", "went"]


def test_a_rewording_inside_a_wider_one_of_another_pair_is_not_told_again() -> None:
    found = detect_findings(
        table(),
        [
            Claims("rewording", 1, A="About 15 tons of grain", B="About 16 tons of grain"),
            Claims("rewording", 1, B="About 16 tons of grain", C="Some 16 tons"),
            Claims("rewording", 1, A="About", C="Some"),
        ],
    )

    assert [[reading.text for reading in one.readings] for one in found] == [
        ["About 15 tons of grain", "About 16 tons of grain", "Some 16 tons"]
    ]


def test_a_word_inside_hides_the_generic_finding_though_the_other_stands_in_the_clause() -> None:
    told = "The keeper saw two boats near the rocks on Tuesday."
    found = three_articles("“The keeper saw two boats near the rocks,” the master said on Monday.", told, told)

    assert [(one.kind, one.rule, one.also) for one in found] == [("date", "date-in-clause", ("specificity",))]


def test_what_one_of_three_articles_lacks_is_told_once() -> None:
    found = three_articles(
        "The keeper of the lighthouse saw two boats near the rocks.",
        "The keeper of the lighthouse saw two boats near the rocks with his telescope.",
        "The keeper of the lighthouse saw two boats near the rocks with his telescope.",
    )

    assert [one.message for one in found] == ["– ~ “with his telescope”"]
    assert found[0].sigla == ("A", "B", "C")
