"""The kinds `rewording`, `specificity` and `spelling`, and what is left unsaid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff import compare, read_text

if TYPE_CHECKING:
    from ryabkov_diff.domain import Finding


def findings(a: str, b: str, kind: str | None = None) -> list[Finding]:
    """Compare two one-sentence articles on one event."""
    articles = [read_text(text, label=label) for text, label in ((a, "one"), (b, "other"))]
    found = compare(articles, same_event=True).findings
    return [finding for finding in found if kind in {None, finding.kind}]


def texts(finding: Finding) -> tuple[str | None, ...]:
    return tuple(reading.text for reading in finding.readings)


def test_a_phrase_against_a_phrase_is_a_rewording() -> None:
    (finding,) = findings("The minister called it a modest success.", "The minister called it a limited success.")

    assert (finding.kind, finding.family, finding.severity) == ("rewording", "style", 1)
    assert texts(finding) == ("a modest success", "a limited success")
    assert finding.message == "“a modest success” ~ “a limited success”"


def test_a_phrase_against_nothing_is_specificity_and_marks_the_place() -> None:
    a, b = "The court will hear the case in May.", "The court will hear the case behind closed doors in May."
    (finding,) = findings(a, b)

    assert finding.kind == "specificity"
    assert texts(finding) == (None, "behind closed doors")
    place = finding.readings[0].selector
    assert place is not None
    assert place.start == place.end == a.index(" in May")


def test_a_name_or_an_operator_that_only_one_has_is_worth_a_look() -> None:
    plain = findings("The court will hear the case in May.", "The court will hear the old case in May.")
    weighty = findings("The court will hear the case in May.", "The court in Lyon will hear the case in May.")

    assert [finding.severity for finding in plain] == [1]
    assert [finding.severity for finding in weighty] == [2]


def test_contractions_and_national_spelling_are_spelling() -> None:
    found = findings("They do not expect the programme to change.", "They don’t expect the program to change.")

    assert {finding.kind for finding in found} == {"spelling"}
    assert {texts(finding) for finding in found} == {("do not", "don’t"), ("programme", "program")}
    assert all(finding.severity == 0 for finding in found)


def test_quotation_marks_dashes_and_capitals_are_nothing() -> None:
    assert findings("The Talks “ended” – early.", 'the talks "ended" - early.') == []


def test_function_words_alone_are_nothing() -> None:
    assert findings("The team has won the cup in Oslo.", "The team won the cup in Oslo.") == []


def test_a_modal_verb_alone_is_said() -> None:
    (finding,) = findings("The bank will raise its rate in June.", "The bank may raise its rate in June.")

    assert "will raise" in (finding.readings[0].text or "")
    assert "may raise" in (finding.readings[1].text or "")


def test_a_number_takes_the_place_of_the_rewording() -> None:
    (finding,) = findings("The dam holds 15 million tons of water.", "The dam holds 16 million tons of water.")

    assert (finding.kind, finding.severity) == ("number", 3)
    assert "rewording" in finding.also


def test_a_pronoun_for_a_name_beside_another_finding_is_nothing() -> None:
    found = findings("She ruled out resigning on Monday.", "Valdivia did not rule out resigning on Monday.")

    assert [one.kind for one in found] == ["negation"]


def test_a_letter_for_a_million_is_no_rewording() -> None:
    assert findings("The pier cost £2.3m in May.", "The pier cost 2.3 million pounds in May.", "rewording") == []


def test_a_sign_for_a_word_is_spelling() -> None:
    (finding,) = findings("Rents rose by 4% in Leeds.", "Rents rose by 4 percent in Leeds.")

    assert (finding.kind, texts(finding)) == ("spelling", ("%", "percent"))


def test_a_negation_that_the_other_wording_makes_otherwise_is_no_addition() -> None:
    said = findings("He denied the brewery was bankrupt.", "He said the brewery was not bankrupt.", "specificity")
    added = findings("He saw the film in May.", "He saw the film without sound in May.", "specificity")

    assert said == []
    assert [texts(finding) for finding in added] == [(None, "without sound")]
