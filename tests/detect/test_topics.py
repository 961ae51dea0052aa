"""The kind `entity` where bodies and talks have other topics."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ryabkov_diff.detect.topics import TopicDetector
from tests.made import collated


def differing(first: str, second: str) -> list[tuple[int, str]]:
    return [(one.severity, one.message) for one in TopicDetector().detect(collated(first, second))]


@pytest.mark.parametrize(
    ("first", "second", "finding"),
    [
        (
            "We met in the commission on river pollution.",
            "We met in the commission on the Sava Treaty.",
            (3, "“river pollution” ~ “Sava Treaty”"),
        ),
        (
            "The talks on coastal fisheries were paused.",
            "The talks on coastal defence were paused.",
            (2, "“coastal fisheries” ~ “coastal defence”"),
        ),
        (
            "They signed an agreement on grain and left.",
            "They signed an agreement on the Lonely Sea and left.",
            (3, "“grain” ~ “Lonely Sea”"),
        ),
    ],
)
def test_one_body_with_two_topics_is_a_finding(first: str, second: str, finding: tuple[int, str]) -> None:
    assert differing(first, second) == [finding]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # Another preposition, or a topic that shares a word.
        ("The commission on river pollution met.", "The commission on pollution of rivers met."),
        # Two names are not its business.
        ("The commission on the Drava Treaty met.", "The commission on the Sava Treaty met."),
        # Not about anything: a place, a time, a person.
        ("They worked directly on the spot.", "They worked directly on site."),
        ("He waited for the train.", "He waited for a lorry."),
        # Another noun.
        ("The committee on whaling met.", "The summit on fisheries met."),
        # Nothing against something.
        ("The commission on whaling met.", "The commission met."),
    ],
)
def test_what_is_no_other_topic_is_none(first: str, second: str) -> None:
    assert differing(first, second) == []


def test_a_pair_that_hardly_corresponds_is_left_alone() -> None:
    table = collated("The talks on coal were paused.", "The talks on whaling were paused.")
    collation = table.collations[0]
    weak = tuple(replace(variant, similarity=0.5) for variant in collation.variants)

    assert len(list(TopicDetector().detect(table))) == 1
    assert list(TopicDetector().detect(replace(table, collations=(replace(collation, variants=weak),)))) == []


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (
            "The foreign minister opened the fair.",
            "The defence minister opened the fair.",
            "“foreign minister” ~ “defence minister”",
        ),
        (
            "The Ministry of Health closed the ward.",
            "The Ministry of the Interior closed the ward.",
            "“Ministry of Health” ~ “Ministry of the Interior”",
        ),
    ],
)
def test_ministers_for_different_subjects_are_a_finding(first: str, second: str, message: str) -> None:
    assert differing(first, second) == [(3, message)]
    assert differing(first, first) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The foreign minister opened the fair.", "The minister of foreign affairs opened the fair."),
        ("The minister opened the fair.", "The health minister opened the fair."),
        ("The minister for health and sport opened the fair.", "The sport minister opened the fair."),
        ("The foreign and the defence minister opened the fair.", "The foreign minister opened the fair."),
        ("The foreign minister met the defence minister.", "The defence minister met the foreign minister."),
        ("The health minister opened the fair.", "The general secretary opened the fair."),
    ],
)
def test_a_minister_by_another_description_is_none(first: str, second: str) -> None:
    assert differing(first, second) == []
