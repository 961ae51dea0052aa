"""What renderers ask a comparison for: words as they are shown, evidence and summary as one would say them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ryabkov_diff.domain import Comparison, Reading, Relation, RelationKind, SegmentKind, Selector
from ryabkov_diff.render import phrases
from tests.render import made
from tests.render.made import Difference, Row, Said, Source, make

if TYPE_CHECKING:
    from collections.abc import Mapping


def shown(comparison: Comparison, passage: int, sigil: str) -> str:
    """Write out a wording, each run with findings as `<text|severities>`."""
    return "".join(
        f"<{run.text}|{''.join(str(finding.severity) for finding in run.findings)}>" if run.findings else run.text
        for run in comparison.wording(comparison.passages[passage], sigil)
    )


def test_direct_speech_stands_in_quotation_marks() -> None:
    comparison = made.interview()

    assert shown(comparison, 1, "A") == "“We do not need it.”"
    assert shown(comparison, 7, "A") == "<Sergey|0> Ryabkov is a deputy foreign minister."
    assert comparison.wording(comparison.passages[6], "B") == ()


def test_segments_of_a_passage_are_joined_by_a_space() -> None:
    assert shown(made.interview(), 5, "B") == (
        "“If the Americans are <ready|1>, we will be ready. <We know that it will not be an easy task|2>”"
    )


def test_direct_and_indirect_speech_of_one_passage_are_told_apart() -> None:
    comparison = make(
        {"A": Source("Sputnik", [Said("We will wait"), Said("he had\n  said so", SegmentKind.REPORTED)])},
        [Row({"A": [1, 2]})],
    )

    assert shown(comparison, 0, "A") == "“We will wait” he had said so"


def test_findings_that_overlap_cut_each_other() -> None:
    comparison = make(
        {"A": Source("Sputnik", [Said("We would not want it now.")]), "B": Source("Tasnim", [Said("No, never ever.")])},
        [Row({"A": [1], "B": [1]})],
        [
            Difference(0, "rewording", 1, {"A": "would not want it", "B": "never"}),
            Difference(0, "modality", 3, {"A": "would not", "B": "never"}),
        ],
    )

    assert shown(comparison, 0, "A") == "“We <would not|31>< want it|1> now.”"
    assert shown(comparison, 0, "B") == "“No, <never|31> ever.”"


def test_findings_that_overlap_are_one_mark_in_a_report() -> None:
    comparison = make(
        {"A": Source("Sputnik", [Said("We would not want it now.")]), "B": Source("Tasnim", [Said("No, never ever.")])},
        [Row({"A": [1], "B": [1]})],
        [
            Difference(0, "rewording", 1, {"A": "would not want it", "B": "never"}),
            Difference(0, "modality", 3, {"A": "would not", "B": "never"}),
        ],
    )
    runs = comparison.marked_wording(comparison.passages[0], "A")

    assert [run.text for run in runs if run.findings] == ["would not want it"]
    assert [finding.severity for run in runs for finding in run.findings] == [3, 1]


def test_a_place_without_words_is_an_empty_run() -> None:
    assert shown(made.interview(), 5, "A") == "“<|2> If the Americans are ready, we will be <prepared|1>”"


def test_a_place_without_words_stands_apart() -> None:
    comparison = make(
        {"A": Source("Sputnik", [Said("An equal basis.")]), "B": Source("Tasnim", [Said("An equal, sound basis.")])},
        [Row({"A": [1], "B": [1]})],
        [Difference(0, "specificity", 2, {"A": None, "B": "sound"})],
    )
    finding = comparison.findings[0]
    text = comparison.articles[0].text or ""

    def lacking_at(phrase: str) -> str:
        place = text.index(phrase) + len(phrase)
        reading = Reading(("A",), None, Selector.of(text, place, place))
        return shown(replace(comparison, findings=(replace(finding, readings=(reading,)),)), 0, "A")

    assert lacking_at("equal") == "“An equal <|2> basis.”"
    assert lacking_at("equal ") == "“An equal <|2> basis.”"
    assert lacking_at("basis") == "“An equal basis <|2>.”"
    assert lacking_at("basis.") == "“An equal basis. <|2>”"


def test_findings_about_a_headline_by_itself_are_about_the_article() -> None:
    comparison = made.interview()
    finding = replace(comparison.findings[0], id="F099", kind="headline", severity=3, passage="P01")

    assert [one.id for one in replace(comparison, findings=(*comparison.findings, finding)).article_findings] == [
        "F099",
        "F010",
    ]


def test_a_finding_about_the_whole_wording_marks_nothing() -> None:
    comparison = make(
        {"A": Source("Sputnik", [Said("We will wait.")]), "B": Source("Tasnim", [Said("We will wait")])},
        [Row({"A": [1], "B": [1]}, "equal")],
        [Difference(0, "speaker", 3, {"A": "We will wait", "B": "We will wait"})],
    )

    assert shown(comparison, 0, "A") == "“We will wait.”"


def test_voices() -> None:
    comparison = make(
        {
            "A": Source(
                "Sputnik",
                [
                    Said("One.", speaker="Ryabkov", cue="said"),
                    Said("Two.", speaker="Ryabkov", cue="said"),
                    Said("Three.", speaker="Ryabkov", cue="According to"),
                    Said("Four.", SegmentKind.NARRATED, None, None),
                ],
            )
        },
        [Row({"A": [1, 2]}), Row({"A": [3]}), Row({"A": [4]})],
    )

    assert [comparison.voices(passage, "A") for passage in comparison.passages] == [
        ("Ryabkov said",),
        ("according to Ryabkov",),
        (),
    ]


def test_wordings_group_the_sources_that_share_one() -> None:
    assert made.agencies().findings[0].wordings == (
        (("A", "C"), "a correct assessment"),
        (("B",), "a right view"),
        (("D",), "a fair view"),
    )


def test_findings_about_where_words_stand_are_told_by_their_message() -> None:
    rewording, *_, headline = made.interview().findings

    assert [text for _, text in phrases(rewording)] == ["power [resource]", "a force one"]
    assert headline.kind == "headline"
    assert phrases(headline) == ()


def test_sources_of_one_label_are_told_apart() -> None:
    comparison = made.strangers()

    assert [comparison.name(sigil) for sigil in comparison.sigla] == ["Sputnik (A)", "Sputnik (B)"]
    assert made.interview().name("B") == "Tasnim"


def test_displacement_counts_the_statements_that_were_passed() -> None:
    comparison = made.interview()
    moved = comparison.passages[3]

    assert comparison.displacement(moved, "A", "B") == -2
    assert comparison.displacement(moved, "B", "A") == 2
    assert comparison.displacement(comparison.passages[6], "A", "B") == 0


def test_a_headline_displaces_nothing() -> None:
    comparison = made.titled()
    by_words = {comparison.segments_of(row, "A")[0].text: row for row in comparison.passages if "A" in row.segments}

    assert {words: comparison.displacement(row, "A", "B") for words, row in by_words.items()} == dict.fromkeys(
        by_words, 0
    )


def test_a_day_without_a_year_is_called_one() -> None:
    comparison = made.interview()
    undated = replace(comparison, articles=tuple(replace(one, date_published=None) for one in comparison.articles))
    relation = Relation(("A", "B"), RelationKind.SAME, 0.9, {"days_apart": 1})

    assert "published 1 day apart (by a day without a year)" in undated.explain(relation)


@pytest.mark.parametrize(
    ("kind", "evidence", "words"),
    [
        (
            "same",
            {"shared_statements": 14, "near_verbatim": 8, "coverage": 0.5, "venue": "Izvestia", "days_apart": 0},
            "14 statements in common (8 nearly word for word), both name Izvestia, published on the same day",
        ),
        ("same", {"asserted": True, "shared_statements": 0}, "the same occasion: asserted by the user, no statements"),
        (
            "different",
            {"venues": ("Izvestia", "TASS"), "days_apart": 1},
            "one names Izvestia, the other TASS, published 1",
        ),
        ("related", {"speaker": "Ryabkov", "asserted": False}, "related topic: Ryabkov speaks in both"),
        ("related", {"linked": (("A.1", "B.1"),)}, "no evidence recorded"),
        ("related", {"moon_phase": "full", "tide": True, "wind": None}, "moon phase full, tide"),
    ],
)
def test_evidence_in_words(kind: str, evidence: Mapping[str, Any], words: str) -> None:
    relation = Relation(("A", "B"), RelationKind(kind), 0.9, evidence)

    assert words in made.interview().explain(relation)


@pytest.mark.parametrize(
    ("comparison", "said"),
    [
        (
            made.interview(),
            (
                "6 statements in both, 1 only in Sputnik, 1 only in Tasnim; "
                "1 difference of substance, 2 more worth a look."
            ),
        ),
        (
            made.trio(),
            "2 statements in two or more sources (1 in all 3); 1 difference of substance, 1 more worth a look.",
        ),
        (
            made.strangers(),
            (
                "Different occasions, so no wordings are compared: "
                "1 related statement, 0 only in Sputnik (A), 1 only in Sputnik (B)."
            ),
        ),
        (
            replace(
                made.interview(),
                passages=tuple(one for one in made.interview().passages if len(one.segments) == 2),
            ),
            "6 statements in both; 1 difference of substance, 2 more worth a look.",
        ),
        (
            replace(made.interview(), findings=()),
            "6 statements in both, 1 only in Sputnik, 1 only in Tasnim; no differences of substance.",
        ),
    ],
    ids=["interview", "trio", "strangers", "nothing alone", "without findings"],
)
def test_the_summary_can_be_said_aloud(comparison: Comparison, said: str) -> None:
    assert comparison.spoken_summary == said


def test_occasions() -> None:
    assert made.interview().occasions == ""
    assert made.occasions().occasions == (
        "Sputnik and Tasnim report one occasion; EIRNS reports another. Only wordings from one occasion are compared."
    )
    assert made.strangers().occasions.startswith("No two sources report the same occasion")
