"""The kinds `speaker`, `reporting-verb` and `quote-mode`: how the same words are presented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ryabkov_diff import compare, read_text
from ryabkov_diff.detect import DETECTORS
from ryabkov_diff.detect.attributions import load_stances
from ryabkov_diff.speech import load_speech_words

if TYPE_CHECKING:
    from ryabkov_diff.domain import Finding

KINDS = ("speaker", "reporting-verb", "quote-mode")


def findings(*texts: str) -> list[Finding]:
    """Compare articles on one event; return how they present words differently."""
    articles = [read_text(text, label=label) for text, label in zip(texts, ("Post", "Herald", "Echo"), strict=False)]
    return [finding for finding in compare(articles, same_event=True).findings if finding.kind in KINDS]


def test_the_detectors_run_by_default() -> None:
    assert set(KINDS) <= {kind for detector in DETECTORS for kind in detector.kinds}


# -------------------------------------------------------------------------------------------------------- speaker


def test_the_same_quotation_given_to_another_speaker() -> None:
    one = '"The dam will hold the water until the rain stops," engineer Paul Reyes said.'
    other = '"The dam will hold the water until the rain stops," engineer Mia Stone said.'
    (finding,) = findings(one, other)

    assert (finding.kind, finding.family, finding.severity) == ("speaker", "quote", 3)
    assert finding.message == "given to Paul Reyes in Post ~ given to Mia Stone in Herald"
    assert finding.cues == ("Paul Reyes", "Mia Stone")
    assert {reading.text for reading in finding.readings} == {"The dam will hold the water until the rain stops"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Paul Reyes", "Paul Stone"), ("Vladimir Orlov", "Volodymyr Bondar"), ("Ada Brook", "Ada Vane")],
)
def test_namesakes_are_two_people(one: str, other: str) -> None:
    (finding,) = findings(f"{DAM} engineer {one} said.", f"{DAM} engineer {other} said.")

    assert (finding.kind, finding.cues) == ("speaker", (one, other))


def test_another_translation_of_a_quotation_is_the_same_quotation() -> None:
    one = '"The judges have not read the file of this case," said lawyer Lea Holm, who defends the driver.'
    other = '"The judges did not read the file on this case," said lawyer Ines Mora, who defends the driver.'

    assert [finding.kind for finding in findings(one, other)] == ["speaker"]


def test_indirect_speech_of_another_speaker_is_worth_a_look() -> None:
    one = "Minister Paul Reyes said that the tax on diesel would rise by a quarter in January."
    other = "Minister Mia Stone said that the tax on diesel would rise by a quarter in January."

    assert [(finding.kind, finding.severity) for finding in findings(one, other)] == [("speaker", 2)]


DAM = '"The dam will hold the water until the rain stops,"'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            f"Mayor Paul Reyes came to the valley.\n\n{DAM} Reyes said.",
            f"{DAM} Mayor Paul Reyes said.",
            id="surname and full name",
        ),
        pytest.param(f"{DAM} Paul Reyes said.", f"{DAM} Dr. Paul K. Reyes said.", id="title and initial"),
        pytest.param(f"{DAM} Oleksandr Koval said.", f"{DAM} Alexander Kowal said.", id="transliterations"),
        pytest.param(f"{DAM} Orban Viktor said.", f"{DAM} Viktor Orbán said.", id="family name first"),
        pytest.param(f"{DAM} the mayor said.", f"{DAM} engineer Paul Reyes said.", id="a role"),
        pytest.param(f"{DAM[:-2]}.”", f"{DAM} engineer Paul Reyes said.", id="nobody named"),
        pytest.param(f"{DAM} the City Council said.", f"{DAM} engineer Paul Reyes said.", id="an organisation"),
        pytest.param(
            f"{DAM} engineer Paul Reyes told mayor Mia Stone.",
            f"{DAM} mayor Mia Stone said.",
            id="both named in one article",
        ),
    ],
)
def test_one_speaker_or_none_for_sure(one: str, other: str) -> None:
    assert findings(one, other) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            '"We are very happy with this win," captain Ida Moss said.',
            '"We are happy about the win," coach Jon Fay said.',
            id="alike",
        ),
        pytest.param(
            '"Thank you all," captain Ida Moss said.', '"Thank you all," coach Jon Fay said.', id="a common phrase"
        ),
    ],
)
def test_two_people_may_say_similar_things(one: str, other: str) -> None:
    assert findings(one, other) == []


def test_a_role_behind_the_name_is_no_part_of_the_words() -> None:
    one = f"{DAM} says Paul Reyes, the chief engineer of the valley's water board."
    other = f"{DAM} says Mia Holm, the chief engineer at the water board of the valley."

    (finding,) = (finding for finding in findings(one, other) if finding.kind == "speaker")
    assert (finding.severity, finding.message) == (3, "given to Paul Reyes in Post ~ given to Mia Holm in Herald")


def test_who_is_meant_by_a_pronoun_is_no_evidence() -> None:
    one = f"Engineer Paul Reyes has built eleven of them, and mayor Mia Stone trusts him.\n\n{DAM} he said."
    other = f"{DAM} engineer Lea Holm said."

    assert findings(one, other) == []


# --------------------------------------------------------------------------------------------------- reporting verb

BANK = '"The bank has enough money for all its clients,"'


@pytest.mark.parametrize("verb", ["claimed", "admitted", "stressed", "insisted", "revealed", "warned", "boasted"])
def test_a_neutral_verb_against_one_with_a_stance(verb: str) -> None:
    (finding,) = findings(f"{BANK} director Ines Mora said.", f"{BANK} director Ines Mora {verb}.")

    assert (finding.kind, finding.severity) == ("reporting-verb", 1)
    assert finding.message == f"said in Post ~ {verb} in Herald"


def test_two_stances_in_indirect_speech() -> None:
    one = "Director Ines Mora admitted that the bank had lost the savings of its clients."
    other = "Director Ines Mora claimed that the bank had lost the savings of its clients."

    assert [finding.message for finding in findings(one, other)] == ["admitted in Post ~ claimed in Herald"]


@pytest.mark.parametrize(
    ("verb", "other"),
    [
        pytest.param("said", "told reporters", id="both neutral"),
        pytest.param("stressed", "emphasised", id="both stress"),
        pytest.param("said", "argued", id="a verb that may be neutral"),
        pytest.param("stressed", "stresses", id="another tense"),
    ],
)
def test_verbs_of_one_stance(verb: str, other: str) -> None:
    assert findings(f"{BANK} director Ines Mora {verb}.", f"{BANK} director Ines Mora {other}.") == []


def test_said_and_denied_are_no_matter_of_stance() -> None:
    one = "Director Ines Mora said that the bank had lost the savings of its clients."
    other = "Director Ines Mora denied that the bank had lost the savings of its clients."

    assert findings(one, other) == []


def test_a_pronoun_that_may_mean_somebody_else_hides_no_verb() -> None:
    one = f"{BANK} director Ines Mora said."
    other = f"Director Ines Mora met the clients. Teacher Lea Holm was one of them.\n\n{BANK} she claimed."

    assert [finding.message for finding in findings(one, other)] == ["said in Post ~ claimed in Herald"]


def test_three_sources_with_two_verbs_give_one_finding() -> None:
    found = findings(*(f"{BANK} director Ines Mora {verb}." for verb in ("said", "admitted", "said")))

    assert [finding.message for finding in found] == ["said in Post, Echo ~ admitted in Herald"]


def test_one_clause_for_several_statements_is_told_once() -> None:
    quotation = '"The snow will melt within a week. All villages in the valley must be ready for a flood,"'
    found = findings(f"{quotation} hydrologist Tom Lind said.", f"{quotation} hydrologist Tom Lind insisted.")

    assert [finding.message for finding in found] == ["said in Post ~ insisted in Herald"]


def test_each_verb_with_a_stance_is_a_verb_of_speech() -> None:
    known = {entry.split(", ")[0] for entries in load_speech_words()["verbs"].values() for entry in entries}
    listed = [base for bases in load_stances().values() for base in bases]

    assert [base for base in listed if base not in known] == []
    assert len(listed) == len(set(listed))


# -------------------------------------------------------------------------------------------------------- quote mode


def test_what_one_quotes_another_reports() -> None:
    one = '"The storm tore the roof off the old school," mayor Paul Reyes said.'
    other = "Mayor Paul Reyes said that the storm had torn the roof off the old school."
    (finding,) = findings(one, other)

    assert (finding.kind, finding.severity) == ("quote-mode", 2)
    assert finding.message == "quoted in Post ~ reported in Herald"
    assert [reading.text for reading in finding.readings] == [
        "The storm tore the roof off the old school",
        "the storm had torn the roof off the old school.",
    ]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(
            "Mayor Paul Reyes said that the storm had torn the roof off the old school.\n\n"
            '"The storm tore the roof off the old school," he told reporters.',
            id="quoted at another place",
        ),
        pytest.param(
            'Mayor Paul Reyes said that the storm had "torn the roof off" the old school.', id="quoted in part"
        ),
        pytest.param("The storm tore the roof off the old school.", id="the outlet's own words"),
        pytest.param(
            "Fire chief Lea Holm said that the storm had torn the roof off the old school.", id="another speaker"
        ),
    ],
)
def test_no_other_mode(other: str) -> None:
    one = '"The storm tore the roof off the old school," mayor Paul Reyes said.'

    assert [finding for finding in findings(one, other) if finding.kind == "quote-mode"] == []


def test_an_article_has_no_finding_against_itself() -> None:
    text = f"{BANK} director Ines Mora claimed. She said that the bank had enough money.\n\n{DAM} Paul Reyes said."

    assert findings(text, text) == []
