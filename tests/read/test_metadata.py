"""What a text says about itself: title, outlet, dateline, date, URL, sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from ryabkov_diff.read import read_articles, read_text
from ryabkov_diff.read.dates import find_date
from ryabkov_diff.read.metadata import Metadata, find_metadata

SEEDS = Path(__file__).parents[2] / "seeds"


def test_the_seeds_say_this_about_themselves() -> None:
    articles, notes = read_articles(sorted(SEEDS.glob("*.txt")))
    found = {
        Path(str(article.path)).stem: (
            article.publisher,
            article.date_published,
            article.dateline,
            article.is_based_on,
            str(article.headline)[:30],
        )
        for article in articles
    }

    assert found == {
        "alarabiya-2023-01-30": ("Al Arabiya", None, None, ("RIA Novosti",), "Russia’s deputy foreign minist"),
        "eirns-2022-12-10": ("EIRNS", "2022-12-10", None, ("Rossiya 24", "TASS"), "Ryabkov Insists, U.S. Not ‘Rea"),
        "sputnik-2022-11-29": ("Sputnik", "2022-11-29", "MOSCOW", (), "Moscow Sees No Signals That US"),
        "sputnik-2022-12-08": ("Sputnik", "2022-12-08", "MOSCOW", ("Izvestia",), "Ryabkov: Moscow Would Not Want"),
        "tasnim-2022-12-08": ("Tasnim", None, "TEHRAN", ("Izvestia", "TASS"), "Russian-US Talks on Strategic "),
    }
    assert articles[2].url is not None
    assert articles[2].url.startswith("https://sputniknews.com/20221129/")
    assert notes == ()


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("Talks Paused", Metadata(headline="Talks Paused")),
        ("8 December 2022\n\nTalks paused", Metadata(headline="Talks paused", date_published="2022-12-08")),
        (
            "Published: Dec. 8, 2022 10:15 GMT\nTalks paused",
            Metadata(headline="Talks paused", date_published="2022-12-08"),
        ),
        (
            "https://tass.com/politics/1549363\nTalks paused\nBy Ivan Petrov",
            Metadata(headline="Talks paused", publisher="TASS", url="https://tass.com/politics/1549363"),
        ),
        (
            "https://www.example.org/2022/12/08/talks.html\nTalks paused",
            Metadata(
                headline="Talks paused",
                publisher="example.org",
                url="https://www.example.org/2022/12/08/talks.html",
                date_published="2022-12-08",
            ),
        ),
        ("Talks, Long Awaited, Were Paused Again.", Metadata(headline="Talks, Long Awaited, Were Paused Again.")),
        (
            "Talks paused\nPublished: 8 December 2022",
            Metadata(headline="Talks paused", date_published="2022-12-08"),
        ),
        (
            "Talks paused\nBy Ivan Petrov\nFrankfurt, 8 December 2022",
            Metadata(headline="Talks paused", date_published="2022-12-08"),
        ),
        (
            "Talks paused\nIvan Petrov in Warsaw\nThu 8 Dec 2022 10.15 GMT",
            Metadata(headline="Talks paused", date_published="2022-12-08"),
        ),
        (
            "Talks paused\nLast modified on Thu 8 Dec 2022 10.15 GMT",
            Metadata(headline="Talks paused", date_published="2022-12-08"),
        ),
        ("Warsaw - Dec. 8, 2022.\nTalks paused", Metadata(headline="Talks paused", date_published="2022-12-08")),
        ('The winner: "Bees hum"', Metadata(headline='The winner: "Bees hum"')),
        ("La reine: «Le miel est bon»", Metadata(headline="La reine: «Le miel est bon»")),
        ('He said: "Bees hum."', Metadata()),
        ("The talks were paused on Thursday, and nobody knows why.", Metadata()),
        ("The talks have not been stopped:", Metadata()),
    ],
)
def test_the_lines_above_the_first_paragraph_are_read(head: str, wanted: Metadata) -> None:
    assert find_metadata(head + "\n\nThe first paragraph of the article. It goes on.") == wanted


@pytest.mark.parametrize(
    "head",
    [
        (
            "Bread gets dearer\nThe head of the bakers on flour, gas and the men who still rise at two in the morning\n"
            "By Ada Brook\n9 January 2024"
        ),
        "Bread gets dearer\nInterview: Le Four, 9 January 2024",
        "Bread gets dearer\nTue 9 Jan 2024 10.15 CET\nLast modified on Wed 10 Jan 2024 11.15 CET",
        "Bread gets dearer\nUPDATED 14:30, 9 Jan 2024",
    ],
)
def test_the_date_may_stand_below_a_standfirst_or_behind_a_credit(head: str) -> None:
    found = find_metadata(f"{head}\n\nBread will get dearer, said the bakers who met in Hull on Monday.")

    assert (found.headline, found.date_published) == ("Bread gets dearer", "2024-01-09")


def test_a_byline_names_outlet_and_date() -> None:
    head = "Bread gets dearer\n\nBy Ada Brook, The Valley Herald, 9 January 2024 (Updated 14:30)\n\n"
    article = read_text(f"{head}Bread will get dearer, the bakers told The Valley Herald.")

    assert (article.label, article.publisher, article.date_published) == (
        "Valley Herald",
        "Valley Herald",
        "2024-01-09",
    )
    assert article.is_based_on == ()


def test_an_outlet_that_is_told_something_is_known_in_the_byline() -> None:
    head = "Bread gets dearer\n\nBy Kamila Novak – Obzor – 9 January 2024\n\n"

    assert find_metadata(f"{head}It will, she told the weekly Obzor in an interview.").publisher == "Obzor"
    assert find_metadata(f"{head}It will, she said in an interview with Obzor.").publisher == "Obzor"
    assert find_metadata(f"{head}It will, she told the weekly Echo in an interview.").publisher is None


def test_a_line_of_credits_above_the_title_is_no_title() -> None:
    found = find_metadata("Valley Herald | 9 January 2024 | By Ada Brook\n\nBread gets dearer\n\nIt will, she said.")

    assert (found.headline, found.publisher, found.date_published) == (
        "Bread gets dearer",
        "Valley Herald",
        "2024-01-09",
    )


def test_a_date_inside_a_sentence_is_not_that_of_publication() -> None:
    text = "Bread gets dearer\n\nThe last rise came on 9 January 2024.\n\n“Flour is scarce since 3 May 2023,” he said."

    assert find_metadata(text).date_published is None


def test_a_lone_line_is_no_title() -> None:
    assert find_metadata("They have been paused").headline is None


def test_the_publisher_is_no_source_of_itself() -> None:
    found = find_metadata("Title\n\nMOSCOW (Reuters) - It is so, TASS reported. Reuters reported it first.")

    assert found.publisher == "Reuters"
    assert found.is_based_on == ("TASS",)


def test_a_label_of_the_user_goes_before_the_publisher() -> None:
    article = read_text("MOSCOW (Sputnik) - It is so.", label="mine")

    assert (article.label, article.publisher) == ("mine", "Sputnik")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2022-12-08", "2022-12-08"),
        ("Dec. 10, 2022 (EIRNS)—", "2022-12-10"),
        ("Thursday, 8 December 2022", "2022-12-08"),
        ("Sept 1st, 2022", "2022-09-01"),
        ("08.12.2022", "2022-12-08"),
        ("/20221129/moscow", "2022-11-29"),
        ("/2022/11/29/moscow", "2022-11-29"),
        ("2022-13-45, then 1 May 2023", "2023-05-01"),
        ("Thursday", None),
        ("12 December", None),
        ("a120221129b", None),
    ],
)
def test_a_date_has_a_day_a_month_and_a_year(text: str, date: str | None) -> None:
    assert find_date(text) == date


def test_an_address_that_can_be_none_is_no_trouble() -> None:
    """Brackets in a host would have to hold an IPv6 address."""
    found = find_metadata("https://[lake.example/2024/05/10/river\n\nRiver rises\n\nThe river rose.")

    assert (found.publisher, found.date_published) == (None, None)
