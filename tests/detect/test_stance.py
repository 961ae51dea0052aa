"""The kind `loaded-word`: words that take a stance, and those that are plain synonyms."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from ryabkov_diff import compare, read_text
from ryabkov_diff.text import normal_form

if TYPE_CHECKING:
    from ryabkov_diff.domain import Finding


def loaded(a: str, b: str) -> list[Finding]:
    """Compare two one-sentence articles on one event."""
    articles = [read_text(text, label=label) for text, label in ((a, "one"), (b, "other"))]
    found = compare(articles, same_event=True).findings
    return [finding for finding in found if finding.kind == "loaded-word"]


def texts(finding: Finding) -> tuple[str | None, ...]:
    return tuple(reading.text for reading in finding.readings)


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        (
            "The government has closed the border since Monday.",
            "The regime has closed the border since Monday.",
            ("government", "regime"),
        ),
        (
            "Two militants were arrested near the market on Friday.",
            "Two terrorists were arrested near the market on Friday.",
            ("militants", "terrorists"),
        ),
        (
            "Police fired water cannon at the protesters outside the ministry.",
            "Police fired water cannon at the mob outside the ministry.",
            ("protesters", "mob"),
        ),
        (
            "The meeting of the two boards has been postponed because of the strike.",
            "The meeting of the two boards has been called off because of the strike.",
            ("postponed", "called off"),
        ),
        (
            "Patience is needed with such an experienced opponent, the trainer said.",
            "Patience is needed with such an experienced adversary, the trainer said.",
            ("opponent", "adversary"),
        ),
        (
            "The peninsula joined the country in the spring of that year.",
            "The peninsula was annexed by the country in the spring of that year.",
            ("joined", "annexed"),
        ),
        (
            "The army continued its operation against the strikers in the north.",
            "The army continued its crackdown against the strikers in the north.",
            ("operation", "crackdown"),
        ),
        (
            "The chairman remained firm in the talks with the unions.",
            "The chairman remained stubborn in the talks with the unions.",
            ("firm", "stubborn"),
        ),
        (
            "The city spent four million on the new concert hall.",
            "The city squandered four million on the new concert hall.",
            ("spent", "squandered"),
        ),
        (
            "The visitors defeated the hosts in the second half.",
            "The visitors humiliated the hosts in the second half.",
            ("defeated", "humiliated"),
        ),
    ],
)
def test_one_side_takes_a_stance(a: str, b: str, words: tuple[str, str]) -> None:
    (finding,) = loaded(a, b)

    assert texts(finding) == words
    assert (finding.severity, finding.rule) == (2, "contested-term")
    assert [texts(other) for other in loaded(b, a)] == [words[::-1]]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # Plain synonyms, and two words of one stance.
        ("The government has closed the border.", "The authorities have closed the border."),
        ("Two rebels were arrested on Friday.", "Two insurgents were arrested on Friday."),
        ("The match was called off because of snow.", "The match was cancelled because of snow."),
        ("The match was postponed because of snow.", "The match was put off because of snow."),
        ("The enemy is hiding in the hills.", "The adversary is hiding in the hills."),
        ("A modest rise is expected.", "A limited rise is expected."),
        # The same word.
        ("The regime has closed the border.", "The regime closed the border."),
        # Words of one group that do not face each other.
        ("The government says terrorists are hiding here.", "The government says that they hide here."),
        (
            "The fighters met the leader of the regime on Monday.",
            "The fighters met the leader of the regime, a known dictator, on Monday.",
        ),
        # Both have both.
        (
            "We postponed the meeting, we have not cancelled it.",
            "We have put the meeting off, we have not called it off.",
        ),
        # Reporting verbs are a kind of their own.
        ("The minister said that the bridge was safe.", "The minister claimed that the bridge was safe."),
        # Words with another sense than that of the lexicon, and those that are loaded in some contexts only.
        ("Nine hundred villagers had to leave their homes.", "Nine hundred villagers had to flee their homes."),
        ("The old wall fell in the night.", "The old wall collapsed in the night."),
        ("The town spent two million on the pool.", "The town invested two million in the pool."),
        ("Firemen took four people from the roof.", "Firemen rescued four people from the roof."),
        ("She will take the train to Lyon in the morning.", "She will catch the train to Lyon in the morning."),
    ],
)
def test_plain_synonyms_are_silent(a: str, b: str) -> None:
    assert [texts(finding) for finding in loaded(a, b)] == []


def test_the_longest_word_counts() -> None:
    """A "special operation" against a "war" is more than an "operation" against a "war"."""
    (finding,) = loaded(
        "He said that the war would be over before the winter.",
        "He said that the special operation would be over before the winter.",
    )

    assert texts(finding) == ("war", "special operation")


def test_the_rewording_is_named_beside_it() -> None:
    (finding,) = loaded("The regime has closed the border.", "The government has closed the border.")

    assert finding.also == ("rewording",)
    assert finding.cues == ("governments", "regime: hostile", "government: plain")


def test_a_word_that_keeps_a_distance() -> None:
    (finding,) = loaded(
        "The delegation of the so-called republic left the talks early.",
        "The delegation of the republic left the talks early.",
    )

    assert (finding.rule, texts(finding)) == ("distancing-word", ("so-called", None))
    place = finding.readings[1].selector
    assert place is not None
    assert place.suffix.startswith("republic left")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The alleged robbers left by car.", "The suspected robbers left by car."),
        ("The alleged robbers left by car.", "The robbers, police said, left by car."),
        ("The self-styled prophet was arrested.", "The self-proclaimed prophet was arrested."),
        ("The train is supposed to leave at nine.", "The train is to leave at nine."),
    ],
)
def test_two_ways_to_keep_a_distance_are_silent(a: str, b: str) -> None:
    assert [texts(finding) for finding in loaded(a, b)] == []


def test_each_form_has_one_stance_in_its_group_and_each_group_has_several() -> None:
    text = files("ryabkov_diff.detect").joinpath("stance.toml").read_text(encoding="utf-8")
    for name, stances in tomllib.loads(text)["group"].items():
        forms = [form.strip() for members in stances.values() for form in re.split("[,;]", members)]
        assert len(stances) > 1, name
        assert len(forms) == len(set(forms)), name


def test_forms_are_written_as_the_normal_forms_that_texts_are_searched_by() -> None:
    data = tomllib.loads(files("ryabkov_diff.detect").joinpath("stance.toml").read_text(encoding="utf-8"))
    forms = [
        form.split()
        for stances in data["group"].values()
        for members in stances.values()
        for form in re.split("[,;]", members)
    ]

    assert len(forms) > 1000
    assert [form for form in forms if form != [normal_form(word) for word in form]] == []
