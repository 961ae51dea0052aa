"""What does an article say of its occasion?"""

from __future__ import annotations

import pytest

from ryabkov_diff.align.occasions import Day, Occasion, describe_occasion, name_key
from ryabkov_diff.read import read_text
from ryabkov_diff.segment import segment_articles
from tests.made import article, segments_of


def read(text: str, speaker: str | None = None, **fields: object) -> Occasion:
    own = article("A", text, **fields)
    return describe_occasion(own, segments_of(own, text, speaker=speaker))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Degtyaryov", "Degtiarev"),
        ("Evgeny", "Yevgeny"),
        ("Suleiman", "Sulejman"),
        ("Wschód", "Wschod"),
        ("Morgunblaðið", "Morgunbladid"),
        ("Tchaikovsky", "Chaykovskiy"),
    ],
)
def test_spellings_of_a_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Iran", "Iraq"), ("Kumar", "Kaminski"), ("Berlin", "Bergen"), ("Austria", "Australia")]
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_names_stand_inside_sentences() -> None:
    found = read("Rain fell. On Monday the mayor, Ada Brook, went from Leeds to Hull. “Terrible,” she said in Leeds.")

    assert found.names == {"ada", name_key("Brook"), name_key("Leeds"), "hull"}


def test_numbers_are_no_years_days_and_times() -> None:
    text = "In 2019, by 14 March at 14:30, 3 men and 200 women had 41,000 boats, 2.5 million fish and 17 cats."

    assert read(text).numbers == {"41000", "2.5", "17"}


def test_whoever_asks_in_a_transcript_is_no_speaker() -> None:
    text = """The pier will be closed

Nora Lind: Will the pier be closed, Mrs Brook?

Ada Brook: It will, I am afraid, for the summer.

Lind: When does that begin?

Brook: In May.
"""
    own = read_text(text)
    segments, _ = segment_articles([own])

    assert set(describe_occasion(own, segments).speakers) == {name_key("Brook")}


def test_an_agency_and_an_outlet_are_no_speakers() -> None:
    assert read("It rains.", "the weather agency").speakers == {}
    assert read("It rains.", "Izvestia").speakers == {}
    assert read("It rains.", "Ada Brook").speakers == {name_key("Brook"): 1.0}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("She told reporters on Monday.", {Day(2024, 5, 6)}),
        ("On Tuesday the mayor said so.", {Day(2024, 5, 7)}),
        ("She said so in an interview published on Thursday.", {Day(2024, 5, 9)}),
        ("He said yesterday it was late.", {Day(2024, 5, 8)}),
        ("They meet on Monday.", set()),
        ("She said that it would open on Monday.", set()),
    ],
)
def test_days_of_the_words_are_counted_back_from_the_publication(text: str, days: set[Day]) -> None:
    assert read(text, date_published="2024-05-09").spoken == days


def test_a_weekday_is_no_day_without_a_date() -> None:
    assert read("She told reporters on Monday.").spoken == set()


def test_a_day_that_no_month_has_is_none() -> None:
    assert read("Oslo, 31 Feb.\nIt rains.").published is None
    assert read("Oslo, 29 Feb.\nIt rains.").published == Day(None, 2, 29)


def test_days_without_a_year_are_counted_the_shorter_way_round() -> None:
    assert Day(2023, 12, 30).days_to(Day(2024, 1, 2)) == 3
    assert Day(None, 12, 31).days_to(Day(2024, 1, 2)) == 2
    assert str(Day(2024, 1, 2)) == "2024-01-02"
    assert str(Day(None, 1, 2)) == "--01-02"
