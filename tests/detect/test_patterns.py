"""Patterns of words."""

from __future__ import annotations

from ryabkov_diff.detect.patterns import FirstMatch, PatternIndex


def found(text: str, **patterns: str) -> list[tuple[str, str]]:
    norms = text.split()
    index = PatternIndex({name: [pattern] for name, pattern in patterns.items()})
    return [(" ".join(norms[start:end]), name) for start, end, name in index.find(norms)]


def test_a_pattern_is_a_run_of_words() -> None:
    assert found("he is no longer no one", longer="no longer", one="no one") == [
        ("no longer", "longer"),
        ("no one", "one"),
    ]


def test_a_tilde_stands_for_all_forms_of_a_stem() -> None:
    forms = found("they failed to and will fail to come", fail="fail~ to")

    assert [text for text, _ in forms] == ["failed to", "fail to"]


def test_a_choice_stands_for_one_of_its_words() -> None:
    assert [text for text, _ in found("she has to as we had to", must="has|have|had to")] == ["has to", "had to"]


def test_the_longest_pattern_wins_and_none_overlap() -> None:
    assert found("no more than ten", no="no", bound="no more than", more="more") == [("no more than", "bound")]


def test_a_pattern_does_not_reach_beyond_the_text() -> None:
    assert found("he failed", fail="fail~ to") == []
    assert found("", fail="fail~ to") == []


def test_of_expressions_that_match_the_first_counts() -> None:
    lengths = FirstMatch([("miles?", 1609), ("(?:milli)?met(?:er|re)s?", 1), ("m", 1000)])

    assert lengths.at("12 Miles away", 3) == (1609, 8)
    assert lengths.at("12 metres", 3) == (1, 9)
    assert lengths.at("12 m", 3) == (1000, 4)
    assert lengths.at("12 pounds", 3) == (None, 3)
    assert lengths.at("12 miles", 0) == (None, 0)


def test_an_expression_may_stand_for_a_whole_text() -> None:
    counts = FirstMatch([("a|one", 1), ("a couple of|two", 2)])

    assert counts.of("A couple of") == 2
    assert counts.of("one") == 1
    assert counts.of("one or two") is None
