"""What negates in a wording, and how far."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ryabkov_diff.detect.counterparts import Wording
from ryabkov_diff.detect.negators import Force, Negator, find_negators, has_report_verb
from ryabkov_diff.domain import SegmentKind
from tests.made import article, segments_of


def wording(text: str, cue: str | None = None, kind: SegmentKind = SegmentKind.REPORTED) -> Wording:
    return Wording("A", tuple(replace(one, kind=kind) for one in segments_of(article("A", text), text, cue=cue)))


def found(text: str) -> list[tuple[str, Force, list[str]]]:
    """Return what negates in a text, how far, and what it negates."""
    words = wording(text)
    return [
        (
            " ".join(token.text for token in words.tokens[one.start : one.end]),
            one.force,
            [words.norms[index] for index in one.targets],
        )
        for one in find_negators(words)
    ]


@pytest.mark.parametrize(
    ("text", "negator", "targets"),
    [
        ("The club did not sell its captain", "not", ["sell", "captain"]),
        ("The club hasn’t sold its captain", "n’t", ["sold", "captain"]),
        ("The club cannot sell its captain", "not", ["sell", "captain"]),
        ("The club failed to sell its captain", "failed to", ["sell", "captain"]),
        ("The club has yet to name a captain", "has yet to", ["name", "captain"]),
        ("There are no survivors", "no", ["survivors"]),
        ("They have not really been seen", "not", ["seen"]),
        ("They did not come, and the hall closed at nine", "not", ["come"]),
    ],
)
def test_a_negator_negates_the_content_words_behind_it_in_its_clause(
    text: str, negator: str, targets: list[str]
) -> None:
    assert (negator, Force.NEGATOR, targets) in found(text)


@pytest.mark.parametrize(
    "text",
    ["It is not only cold but wet", "No fewer than ten came", "She has no doubt", "He refused, if not in words"],
)
def test_what_looks_like_a_negator_is_none(text: str) -> None:
    assert all(force is not Force.NEGATOR for _, force, _ in found(text))


def test_words_of_negative_import_and_of_exclusion_are_no_negators_and_negate_nothing_by_themselves() -> None:
    forces = {text: force for text, force, _ in found("They rarely admitted only unaware guests")}

    assert forces == {"rarely": Force.IMPORT, "only": Force.EXCLUSION, "unaware": Force.IMPORT}


def test_not_behind_a_comma_sets_off_a_part_and_has_no_target() -> None:
    assert found("The tram opens in July, not in June") == [("not", Force.NEGATOR, [])]


def test_a_neutral_phrase_hides_the_word_in_it() -> None:
    assert found("In the end the tram came") == []
    assert [text for text, _, _ in found("They end the tram line")] == ["end"]


def test_a_reporting_clause_that_denies_counts_and_is_empty() -> None:
    denied = find_negators(wording("The tram is late", cue="denied"))
    said = find_negators(wording("The tram is here", cue="said"))

    assert denied[0] == Negator(0, 0, Force.IMPORT)
    assert denied[0].is_reporting
    assert said == ()


def test_quoted_words_are_not_denied_by_their_clause() -> None:
    assert find_negators(wording("The tram is here", cue="denied", kind=SegmentKind.QUOTED)) == ()


def test_verbs_of_report_are_known_in_all_forms() -> None:
    assert has_report_verb("denying", "deny")
    assert has_report_verb("was told", "affirm")
    assert not has_report_verb("painted", "affirm")
