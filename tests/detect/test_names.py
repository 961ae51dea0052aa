"""The names of a text, and the kind `entity` where names differ."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryabkov_diff.detect.names import NameDetector, NameReader, alike, may_be_one
from ryabkov_diff.domain import PassageStatus, SegmentKind, Variant
from tests.made import collated


def names(text: str, *others: str) -> list[str]:
    return [name.text for name in NameReader([text, *others]).find(text)]


def differing(first: str, second: str, glossary: tuple[tuple[str, ...], ...] = ()) -> list[str]:
    return [one.message for one in NameDetector(glossary).detect(collated(first, second))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Then Prime Minister Olga Lindqvist met Jan van der Berg in Bergen.",
            ["Olga Lindqvist", "Jan van der Berg", "Bergen"],
        ),
        (
            "Then the Russian Foreign Ministry told the International Atomic Energy Agency of it.",
            ["Russian", "Foreign Ministry", "International Atomic Energy Agency"],
        ),
        ("Yesterday the minister said that the Ministry would pay.", []),
        ("On Monday in May I saw 12 NGOs and an S-400.", []),
        (
            "He studied and taught at the Charles University in Prague, near Prague Castle.",
            ["Charles University", "Prague", "Prague Castle"],
        ),
        ("Anti-Russian and US-Chinese talks", ["Russian", "US", "Chinese"]),
        ("Who asked us? The WHO and the US did.", ["WHO", "US"]),
        ("Nice weather. We stayed in Lyon.", ["Lyon"]),
        ("Lyon is near. Nice is far, and Lima farther.", ["Lyon", "Lima"]),
        # offices of several words, before a name and between two
        (
            "Then Rear Admiral Anna Brandt came aboard and met Chief Executive Officer Piet Vos there.",
            ["Anna Brandt", "Piet Vos"],
        ),
        ("Then Secretary of State Anna Berg met the minister of Finance.", ["Anna Berg", "Finance"]),
        ("They asked Delta Airlines Director-General Ola Lund.", ["Delta Airlines", "Ola Lund"]),
        ("She was taken to Saint Anne Hospital.", ["Saint Anne Hospital"]),
        # given names and surnames that are words, months or offices
        ("Ben Rowe scored. Will Frost and Mark Dunn did not.", ["Ben Rowe", "Will Frost", "Mark Dunn"]),
        ("Will Frost melt the ice? It left its mark.", ["Frost"]),
        ("On Friday Theresa May met Stephen King in Oslo May 5.", ["Theresa May", "Stephen King", "Oslo"]),
        ("It was 30 degrees Celsius, plan B said.", []),
        ("", []),
    ],
)
def test_names_are_found_with_their_exact_places(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_the_first_word_of_a_sentence_is_a_name_where_the_texts_show_it_elsewhere() -> None:
    assert names("Rivers rose. Brandt resigned.") == []
    assert names("Rivers rose. Brandt resigned.", "The mayor, Brandt, has resigned.") == ["Brandt"]
    # What stands in lower case elsewhere is no name in a headline either.
    headline = "Dry River Valley Waits For Brandt"
    assert names(headline, "The dry river valley waits.", "The mayor, Brandt, has resigned.") == ["Brandt"]


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("sergey", "sergei", True),
        ("kyiv", "kiev", True),
        ("lindqvist", "lindkvist", True),
        ("tchaikovsky", "čajkovskij", True),
        ("gaddafi", "kadhafi", True),
        ("łukasz", "lukasz", True),
        ("bavaria", "bavarian", True),
        ("riga", "prague", False),
        ("putin", "petrov", False),
        ("novak", "kovac", False),
        ("ford", "fiat", False),
        ("jan", "yan", True),
        ("jan", "un", False),
        ("bundestag", "bundesrat", False),
        ("hungary", "hungarian", True),
        ("khashoggi", "khashogji", True),
        ("osama", "usama", True),
        ("mohammed", "muhammad", True),
        ("shmuel", "shemuel", True),
        ("luhansk", "donetsk", False),
        ("minsk", "pinsk", False),
        ("paris", "peres", False),
        ("milan", "malone", False),
    ],
)
def test_spellings_of_a_name_are_alike_and_names_are_not(word: str, other: str, expected: bool) -> None:
    assert alike(word, other) is expected
    assert alike(other, word) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("in Moscow", "for Russia", True),
        ("the Americans", "in Washington", True),
        ("in Brno", "the Czech Republic", True),
        ("in Brno", "in Prague", False),
        ("in Brno", "in Ostrava", False),
        ("in Texas", "in Houston", True),
        ("in Texas", "in California", False),
        ("for Unicef", "for Unesco", False),
        ("in Niger", "in Nigeria", False),
        ("the Greeks", "the Bulgarians", False),
        ("the IAEA", "the International Atomic Energy Agency", True),
        ("the NEA", "the Norvanian Energy Agency", True),
        ("the New START treaty", "the Strategic Arms Reduction Treaty", True),
        ("the New START treaty", "the INF Treaty", False),
        ("with Anna Lindqvist", "with Lindkvist", True),
        ("with Anna Berg", "with Anna Lund", False),
        ("in Group A", "in Group B", False),
        ("of Vitamin D", "of Vitamin C", False),
        ("the Pacific Fleet", "the Northern Fleet", False),
        ("the Harvard University", "at Harvard", True),
        ("the Vale Hospital", "the Vale Medical Centre", True),
    ],
)
def test_names_that_may_be_one(one: str, other: str, expected: bool) -> None:
    reader = NameReader([one, other])
    (a, *_), (b, *_) = reader.find(one), reader.find(other)

    assert may_be_one(a, b) is expected
    assert may_be_one(b, a) is expected


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("The old depot in Brno burnt down.", "The old depot in Ostrava burnt down.", "“Brno” ~ “Ostrava”"),
        (
            "The court acquitted Paul Girard of fraud.",
            "The court acquitted Marc Benoit of fraud.",
            "“Paul Girard” ~ “Marc Benoit”",
        ),
        ("Then the Danish team left the hall.", "Then the Swedish team left the hall.", "“Danish” ~ “Swedish”"),
        ("They flew on to Doha at noon.", "They flew on to Dubai at noon.", "“Doha” ~ “Dubai”"),
        (
            "The yard will build two ships for the Northern Fleet.",
            "The yard will build two ships for the Pacific Fleet.",
            "“Northern Fleet” ~ “Pacific Fleet”",
        ),
        ("She thanked Norway and Sweden.", "She thanked Norway and Finland.", "“Sweden” ~ “Finland”"),
        (
            "Midfielder Ivo Zeman scored twice.",
            "Midfielder Luka Barta scored twice.",
            "“Midfielder Ivo Zeman” ~ “Midfielder Luka Barta”",
        ),
        (
            "Italy beat Spain; in Italy the streets filled.",
            "Italy beat Spain; in France the streets filled.",
            "“Italy” ~ “France”",
        ),
        # a capital is not cancelled out by its country where both name that
        (
            "Norway will pay for the tunnel that ends in Oslo.",
            "Norway will pay for the tunnel of the Norwegians that ends in Rome.",
            "“Oslo” ~ “Rome”",
        ),
        ("Oslo will pay for the bridge.", "Rome will pay for the bridge.", "“Oslo” ~ “Rome”"),
    ],
)
def test_names_that_face_each_other_and_differ_are_a_finding(first: str, second: str, message: str) -> None:
    assert differing(first, second) == [message]
    assert differing(second, first) == [" ~ ".join(reversed(message.split(" ~ ")))]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Washington has not replied, Olga Lindqvist said.", "The United States has not replied, Lindkvist said."),
        ("The French president arrived in Berlin.", "President Emmanuel Macron arrived in the German capital."),
        ("The minister opened the bridge.", "Olga Lindqvist opened the bridge."),
        ("The Ministry of Health closed the ward.", "The Health Ministry closed the ward."),
        ("Turkey and Greece reopened the border.", "Greece and Turkey reopened the border."),
        ("Russian athletes stayed away from Oslo.", "Athletes from Russia stayed away from Oslo."),
        ("The talks in Geneva failed, the Swiss hosts said.", "The Geneva talks failed, the hosts, Switzerland, said."),
        ("Then the Duma passed the bill.", "Then the lower house of the Russian parliament passed the bill."),
        ("He moved from Ajax to Turin.", "He moved from Ajax to Juventus."),
        ("The team of Norway won.", "The team won."),
        ("The Greens and the Social Democrats agreed.", "The Greens and the SPD agreed."),
        ("The Greens and the ČSSD agreed.", "The Greens and the Social Democrats agreed."),
        ("A fire in Brooklyn killed two.", "A fire in the borough of Brooklyn, New York, killed two."),
        ("The fire destroyed the Internet café.", "The fire destroyed the internet café."),
        ("The case falls under Article 5.", "The case falls under Art. 5."),
        ("Norway said that Oslo would pay.", "Norway said that it would pay."),
        ("Korea beat Japan.", "South Korea beat Japan."),
    ],
)
def test_other_words_for_one_thing_are_none(first: str, second: str) -> None:
    assert differing(first, second) == []
    assert differing(second, first) == []


def test_an_alias_of_the_glossary_is_the_same_name() -> None:
    first, second = "The fans of Lech Poznan sang all night.", "The fans of the Railwaymen sang all night."

    assert differing(first, second) == ["“Lech Poznan” ~ “Railwaymen”"]
    assert differing(first, second, (("Lech", "Lech Poznan", "the Railwaymen"),)) == []


def test_names_that_face_each_other_in_links_are_a_finding_wherever_they_stand() -> None:
    first, second = "To the jury Girard lied.", "Here Benoit lied to the jury."
    table = collated(first, second)
    link = (first.index("Girard"), first.index("Girard") + 6), (second.index("Benoit"), second.index("Benoit") + 6)
    alone = replace(table, collations=(replace(table.collations[0], variants=()),))
    linked = replace(table, collations=(replace(table.collations[0], variants=(), links=((*link, 0.9),)),))

    assert list(NameDetector().detect(alone)) == []
    assert [one.message for one in NameDetector().detect(linked)] == ["“Girard” ~ “Benoit”"]


def test_a_capital_that_is_linked_to_its_country_stands_for_nothing_else() -> None:
    first, second = (
        "Russia waits; Moscow expects the US to act.",
        "Russia waits; it expects Washington to act, the US said.",
    )
    table = collated(first, second)
    whole = Variant(((0, len(first)), (0, len(second))), 0.9)
    table = replace(table, collations=(replace(table.collations[0], variants=(whole,)),))
    us, washington = (
        (text.index(word), text.index(word) + len(word)) for text, word in ((first, "US"), (second, "Washington"))
    )
    linked = replace(table, collations=(replace(table.collations[0], links=((us, washington, 0.9),)),))

    assert [one.message for one in NameDetector().detect(table)] == ["“Moscow” ~ “Washington”"]
    assert list(NameDetector().detect(linked)) == []


def test_passages_of_other_occasions_and_unsure_links_are_left_alone() -> None:
    table = collated("The depot in Brno burnt down.", "The depot in Ostrava burnt down.")
    related = replace(table, passages=(replace(table.passages[0], status=PassageStatus.RELATED),))
    unsure = replace(table, collations=(replace(table.collations[0], confidence=0.4),))

    assert len(list(NameDetector().detect(table))) == 1
    assert list(NameDetector().detect(related)) == []
    assert list(NameDetector().detect(unsure)) == []


def test_a_finding_says_what_was_compared() -> None:
    (finding,) = NameDetector().detect(collated("The depot in Brno burnt down.", "The depot in Ostrava burnt down."))

    assert (finding.kind, finding.rule, finding.severity, finding.family) == ("entity", "name-differs", 3, "fact")
    assert finding.cues == ("Brno", "Ostrava")
    assert 0 < finding.confidence < 1


WORDS = st.sampled_from(
    "The the Brno Russian Russians Putin President of IAEA New START treaty said and - , . Prague’s US-Russian".split()
)


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_any_text_is_read_in_order_and_has_no_other_names_than_itself(text: str) -> None:
    found = NameReader([text]).find(text)

    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[name.start : name.end] == name.text for name in found)
    assert all(may_be_one(name, name) for name in found)
    assert list(NameDetector().detect(collated(text or ".", text or "."))) == []


def test_a_headline_is_read_as_the_rest() -> None:
    table = collated("The depot in Brno burnt down.", "The depot in Ostrava burnt down.")
    segments = tuple(replace(segment, kind=SegmentKind.HEADLINE) for segment in table.segments)

    assert len(list(NameDetector().detect(replace(table, segments=segments)))) == 1


def graded(first: str, second: str) -> list[tuple[int, str]]:
    return [(one.severity, one.message) for one in NameDetector().detect(collated(first, second))]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # organisations that are known differ, whatever sort of name they have
        ("Then the UN sent blankets.", "Then the EU sent blankets.", [(3, "“UN” ~ “EU”")]),
        ("The loan came from the IMF.", "The loan came from the World Bank.", [(3, "“IMF” ~ “World Bank”")]),
        ("Then the EU sent blankets.", "Then Brussels sent blankets.", []),
        ("Then the UN sent blankets.", "Then the Security Council sent blankets.", []),
        # a city and an unknown name, between the same words and never together
        (
            "The fair was held in Munich on Monday.",
            "The fair was held in Dachau on Monday.",
            [(2, "“Munich” ~ “Dachau”")],
        ),
        ("The fair was held in Munich on Monday.", "The fair was held in Dachau near Munich on Monday.", []),
        (
            "Dachau, a town near Munich, was full. The fair was held in Munich on Monday.",
            "The fair was held in Dachau on Monday.",
            [],
        ),
        ("The plan was drawn up by London in May.", "The plan was drawn up by Whitlock in May.", []),
        ("He trusts in London, he said.", "He trusts in Whitlock, he said. Then Ann Whitlock left.", []),
        # initials and a word of which they are none
        ("The field was sold to Harrow in March.", "The field was sold to BQP in March.", [(2, "“Harrow” ~ “BQP”")]),
        ("The field was sold to Banquo in March.", "The field was sold to BQP in March.", []),
        ("The field was sold by the Greens in March.", "The field was sold by the BQP in March.", []),
        ("The field was sold by Harrow in March.", "The field was sold by BQP in March, Olga Harrow said.", []),
    ],
)
def test_half_known_names_are_two_only_in_one_frame(first: str, second: str, expected: list[tuple[int, str]]) -> None:
    assert graded(first, second) == expected
    assert [severity for severity, _ in graded(second, first)] == [severity for severity, _ in expected]


def test_names_that_share_only_their_sort_differ() -> None:
    first = "She won the Marlowe Prize in March."

    assert differing(first, "She won the Fielding Prize in March.") == ["“Marlowe Prize” ~ “Fielding Prize”"]
    assert differing(first, "She won the Marlowe Medal in March.") == []


def test_an_adverb_that_opens_a_sentence_is_no_part_of_the_name() -> None:
    assert names("Yesterday Varnex bought the mill. Meanwhile Olga Berg left.") == ["Varnex", "Olga Berg"]
