"""The expressions of time of a text, and the kind `date`."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryabkov_diff.detect.dates import DateDetector, Match, _lexicon, compare_times, find_dates
from ryabkov_diff.domain import PassageStatus
from tests.made import collated

# A Thursday.
PUBLISHED = dt.date(2022, 12, 8)


def found(text: str, published: dt.date | None = None) -> list[str]:
    return [text[one.start : one.end] for one in find_dates(text, published)]


def differing(first: str, second: str, *published: str | None) -> list[str]:
    days = published or (None, None)
    return [one.message for one in DateDetector().detect(collated(first, second, published=days))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dam broke on Sunday, July 26, 2020, at dawn.", ["Sunday, July 26, 2020, at dawn"]),
        (
            "Sunday 28 November; the 3rd of May; Dec. 8–10; 8-10 December 2021",
            ["Sunday 28 November", "the 3rd of May", "Dec. 8–10", "8-10 December 2021"],
        ),
        ("between 2020-07-26 and 27.07.2020", ["2020-07-26", "27.07.2020"]),
        ("In late May and early in June, then last July", ["late May", "June", "last July"]),
        ("It was the wettest April since 1910.", ["April", "1910"]),
        (
            "last Thursday, on Friday morning, the night before Sunday",
            ["last Thursday", "Friday morning", "night before Sunday"],
        ),
        (
            "yesterday evening, today and the day after tomorrow",
            ["yesterday evening", "today", "the day after tomorrow"],
        ),
        (
            "this week, next year, at the beginning of last month",
            ["this week", "next year", "the beginning of last month"],
        ),
        ("in the spring of 2021, last summer, autumn 2019", ["spring of 2021", "last summer", "autumn 2019"]),
        ("two weeks ago, a few months ago, 3 years ago", ["two weeks ago", "a few months ago", "3 years ago"]),
        ("the early 1980s, the nineties, the ’60s, the 2018/19 season", ["early 1980s", "nineties", "’60s", "2018/19"]),
        (
            "at 7:45 p.m., by 23:00, 11pm GMT, 8 o'clock in the evening, at noon",
            ["7:45 p.m.", "23:00", "11pm GMT", "8 o'clock in the evening", "noon"],
        ),
        ("in 1997, the 2020 final, Tokyo 2021", ["1997", "2020", "2021"]),
        (
            "the night of Saturday, the early hours of 8 December, the morning of Sunday, July 26, 2020",
            ["night of Saturday", "early hours of 8 December", "morning of Sunday, July 26, 2020"],
        ),
        ("on 36 March, until the 32nd of May", ["36 March", "the 32nd of May"]),
    ],
)
def test_expressions_of_time_are_found_with_their_exact_places(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the capital, and so may we.",
        "“May I come in?” asked Theresa May.",
        "April Jones sang, and Jan Novak played the piano.",
        "She told The Sun. He read it in the Sun.",
        "A spring of fresh water; the fall of the house; the second minute.",
        "Their side won 3:1, the set ended 21:15.",
        "2,000 tons of sand, some 2000 people, $1999 and 1900 metres",
        "It weighs 45 kg; section 8.2019; call 555-2019.",
        "They saw 36 March hares, and 32 more; 36.03.2021",
        "",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        # calendar
        ("on Thursday", "on Friday", Match.DIFFERENT),
        ("on Thursday", "on Thursday", Match.SAME),
        ("in July", "on July 4", Match.COMPATIBLE),
        ("in July", "on June 4", Match.DIFFERENT),
        ("on July 4", "4 July 2021", Match.COMPATIBLE),
        ("on Sunday, July 26", "on Monday, July 26", Match.DIFFERENT),
        ("Dec. 8", "8 December", Match.SAME),
        ("in July", "in 2019", Match.UNRELATED),
        ("December 2021", "in 2021", Match.COMPATIBLE),
        ("in early August", "in late August", Match.DIFFERENT),
        ("on Sunday, 8 December 2019", "on December 8, 2019", Match.COMPATIBLE),
        # parts of the day, and the nights between two days
        ("Sunday morning", "Sunday evening", Match.DIFFERENT),
        ("Sunday evening", "Sunday night", Match.COMPATIBLE),
        ("the night before Sunday", "Saturday night", Match.COMPATIBLE),
        ("Saturday morning", "Sunday morning", Match.DIFFERENT),
        ("the night of Saturday", "the early hours of Sunday", Match.COMPATIBLE),
        ("the night of 3 March", "the early hours of 4 March", Match.COMPATIBLE),
        ("the night of 3 March", "the early hours of 5 March", Match.DIFFERENT),
        ("the evening of 3 March", "the morning of 4 March", Match.DIFFERENT),
        # longer stretches
        ("the 1980s", "the eighties", Match.SAME),
        ("the 1980s", "in 1987", Match.COMPATIBLE),
        ("the 1980s", "in 1991", Match.DIFFERENT),
        ("in the spring", "in the autumn", Match.DIFFERENT),
        ("in the spring of 2020", "spring 2020", Match.SAME),
        ("in the summer", "in July", Match.UNRELATED),
        ("the 2018/19 season", "the 2019/20 season", Match.DIFFERENT),
        ("the 2018/19 season", "the 2018–2019 season", Match.SAME),
        # times of day
        ("at 7:45 p.m.", "at 19:45", Match.SAME),
        ("at 8 o'clock", "at 8 p.m.", Match.SAME),
        ("at 8 a.m.", "at 8 p.m.", Match.DIFFERENT),
        ("around 8 p.m.", "at 8:20 p.m.", Match.COMPATIBLE),
        ("at noon", "at 12 p.m.", Match.SAME),
        ("at 10:00 GMT", "at 13:00 Moscow time", Match.UNRELATED),
        ("at noon", "on Sunday", Match.UNRELATED),
        # counted from days that are not known
        ("yesterday", "yesterday", Match.SAME),
        ("today", "yesterday", Match.UNRELATED),
        ("tomorrow", "yesterday", Match.DIFFERENT),
        ("last year", "this year", Match.DIFFERENT),
        ("last month", "in November", Match.UNRELATED),
    ],
)
def test_undated_expressions_compare_by_what_both_say(one: str, other: str, match: Match) -> None:
    a, b = (find_dates(text)[0] for text in (one, other))

    assert compare_times(a, b) is match
    assert compare_times(b, a) is match


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        ("on Thursday", "on December 8", Match.COMPATIBLE),
        ("on Thursday", "on December 15", Match.COMPATIBLE),
        ("on Thursday", "on December 7", Match.DIFFERENT),
        ("last Thursday", "on December 1", Match.COMPATIBLE),
        ("last Thursday", "on December 8", Match.DIFFERENT),
        ("next Friday", "on 16 December", Match.COMPATIBLE),
        ("yesterday", "on Wednesday", Match.COMPATIBLE),
        ("yesterday", "on Tuesday", Match.DIFFERENT),
        ("today", "yesterday", Match.DIFFERENT),
        ("last month", "in November", Match.COMPATIBLE),
        ("last month", "in October", Match.DIFFERENT),
        ("last year", "in 2021", Match.SAME),
        ("December of last year", "December 2021", Match.SAME),
        ("next week", "on 14 December", Match.COMPATIBLE),
        ("next week", "on 8 December", Match.DIFFERENT),
        ("two weeks ago", "in November", Match.COMPATIBLE),
        ("two weeks ago", "in May", Match.DIFFERENT),
        ("a few months ago", "in summer", Match.COMPATIBLE),
        ("two days ago", "on Tuesday", Match.COMPATIBLE),
        ("last night", "on Wednesday", Match.COMPATIBLE),
    ],
)
def test_what_is_counted_from_the_day_of_publication_is_resolved(one: str, other: str, match: Match) -> None:
    a, b = (find_dates(text, PUBLISHED)[0] for text in (one, other))

    assert compare_times(a, b) is match
    assert compare_times(b, a) is match


def test_the_last_day_of_a_month_has_a_month_before_it() -> None:
    (february,) = find_dates("last month", dt.date(2023, 3, 31))

    assert february.span == (dt.date(2023, 2, 1), dt.date(2023, 2, 28))


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("The regatta was called off on Monday.", "The regatta was called off on Tuesday.", "“Monday” ~ “Tuesday”"),
        ("The verdict is due on 3 May, at 9:00.", "The verdict is due on 13 May, at 9:00.", "“3 May” ~ “13 May”"),
        ("The sequel was shot in 2019 in Malta.", "The sequel was shot in 2016 in Malta.", "“2019” ~ “2016”"),
        ("The mine will close next year.", "The mine closed last year.", "“next year” ~ “last year”"),
        ("Frost is expected in late March.", "Frost is expected in early March.", "“late March” ~ “early March”"),
        ("The fair opens on 3 March.", "The fair opens on 36 March.", "“3 March” ~ “36 March”"),
        ("Bids are open until 4 March.", "Bids are due by 5 April.", "“4 March” ~ “5 April”"),
        ("Bids are due by 4 March.", "Bids are due on 5 April.", "“4 March” ~ “5 April”"),
        ("It was the wettest June since 1910.", "It was the wettest July since 1910.", "“June” ~ “July”"),
    ],
)
def test_times_that_face_each_other_and_differ_are_a_finding(first: str, second: str, message: str) -> None:
    assert differing(first, second) == [message]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The council met on Monday and votes on Friday.", "The council met on Monday."),
        ("On Monday the council met, on Friday it votes.", "It votes on Friday; it met on Monday."),
        ("The exhibition runs until Sunday.", "The exhibition opened on Friday."),
        ("Bids are open until 4 March.", "Bids are due by 4 March."),
        ("The bridge opens in May.", "The bridge opens on May 12."),
        ("The strike begins at 18:00.", "The strike begins at 6 p.m."),
        ("Doors open around 7 p.m.", "Doors open at 7:15 p.m."),
        ("The train left at 21:00 Moscow time.", "The train left at 18:00 GMT."),
        ("The fire broke out yesterday.", "The fire broke out on Wednesday."),
        ("The fire broke out today.", "The fire broke out yesterday."),
        ("She was born in 1956.", "She was born in the fifties."),
        ("The ministry said in March that it would pay.", "The ministry said that it would pay."),
    ],
)
def test_times_that_may_be_one_or_stand_for_other_things_are_none(first: str, second: str) -> None:
    assert differing(first, second) == []
    assert differing(second, first) == []


def test_days_are_resolved_against_each_article_s_own_date() -> None:
    first, second = "The bank cut its rate yesterday.", "The bank cut its rate two days ago."

    assert differing(first, second, "2022-12-08", "2022-12-09") == []
    assert differing(first, second, "2022-12-08", "2022-12-08") == ["“yesterday” ~ “two days ago”"]
    # Without both days "two days ago" is a quantity, and its counterpart says nothing.
    assert differing(first, second, "2022-12-08", None) == []


def test_a_dated_article_is_compared_with_one_that_names_the_day() -> None:
    named = "The bank cut its rate on December 8."

    assert differing("The bank cut its rate on Thursday.", named, "2022-12-08", None) == []
    assert differing("The bank cut its rate on Monday.", named, "2022-12-08", None) == ["“Monday” ~ “December 8”"]


def test_dates_are_read_around_a_statement_and_reported_once() -> None:
    table = collated("“We won”, he said on Monday.", "“We won”, he said on Friday.")
    settings = [(0, segment.end) for segment in table.segments]
    segments = tuple(
        replace(segment, start=1, end=7, text="We won", setting=setting)
        for segment, setting in zip(table.segments, settings, strict=True)
    )
    table = replace(table, segments=segments, collations=(*table.collations, *table.collations))

    assert [one.message for one in DateDetector().detect(table)] == ["“Monday” ~ “Friday”"]


def test_passages_of_other_occasions_and_unsure_links_are_left_alone() -> None:
    table = collated("The regatta was called off on Monday.", "The regatta was called off on Tuesday.")
    related = replace(table, passages=(replace(table.passages[0], status=PassageStatus.RELATED),))
    unsure = replace(table, collations=(replace(table.collations[0], confidence=0.4),))

    assert len(list(DateDetector().detect(table))) == 1
    assert list(DateDetector().detect(related)) == []
    assert list(DateDetector().detect(unsure)) == []


def test_the_cues_are_what_was_compared() -> None:
    table = collated("It opened yesterday.", "It opened on Tuesday.", published=("2022-12-08", None))
    (finding,) = DateDetector().detect(table)

    assert finding.cues == ("2022-12-07", "Tue")
    assert (finding.kind, finding.rule, finding.severity) == ("date", "date-differs", 3)
    assert [one.selector.exact for one in finding.readings if one.selector] == ["yesterday", "Tuesday"]


WORDS = st.sampled_from(
    "on in Monday May 4 2019 yesterday last next week year early late 8 p.m. 23:00 , the night of ago two 1980s".split()
)


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_any_text_is_read_in_order_and_agrees_with_itself(text: str) -> None:
    expressions = find_dates(text, PUBLISHED)

    assert all(a.end <= b.start for a, b in pairwise(expressions))
    assert all(compare_times(one, one) is Match.SAME for one in expressions)
    assert list(DateDetector().detect(collated(text or ".", text or "."))) == []


def test_reading_dates_loads_nothing_heavy() -> None:
    code = "import sys, ryabkov_diff.detect.dates; print({'torch', 'onnxruntime', 'dateparser'} & set(sys.modules))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed == "set()\n"


def test_times_that_nothing_ties_together_are_a_finding_only_beside_a_statement() -> None:
    table = collated("On Monday they met, the mayor said.", "They met, the mayor said on Friday.")
    unaligned = replace(table, collations=(replace(table.collations[0], equal=(), variants=()),))
    beside = tuple(
        replace(segment, start=start, end=start + 4, text="they", setting=(0, segment.end))
        for segment, start in zip(table.segments, (10, 0), strict=True)
    )

    assert list(DateDetector().detect(unaligned)) == []
    assert len(list(DateDetector().detect(replace(unaligned, segments=beside)))) == 1


def test_three_articles_have_a_finding_for_each_pair() -> None:
    table = collated("It shut on Monday.", "It shut on Friday.")
    third = replace(table.articles[1], sigil="C", text="It shut on Sunday.")
    segment = replace(table.segments[1], id="C.1", article="C", text="It shut on Sunday.")
    passage = replace(table.passages[0], segments={"A": ("A.1",), "B": ("B.1",), "C": ("C.1",)})
    other = replace(table.collations[0], articles=("A", "C"))
    table = replace(
        table,
        articles=(*table.articles, third),
        segments=(*table.segments, segment),
        passages=(passage,),
        collations=(*table.collations, other),
    )

    assert [one.message for one in DateDetector().detect(table)] == ["“Monday” ~ “Friday”", "“Monday” ~ “Sunday”"]


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("The hall must be ready by Friday.", "The hall must be ready after Friday.", "“by Friday” ~ “after Friday”"),
        ("The mill has stood empty since 2010.", "The mill stood empty until 2010.", "“since 2010” ~ “until 2010”"),
    ],
)
def test_one_time_as_an_end_and_as_a_beginning_is_a_finding(first: str, second: str, message: str) -> None:
    assert differing(first, second, None, None) == [message]
    assert {one.rule for one in DateDetector().detect(collated(first, second))} == {"date-bound"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # "Open until" says what "closed after" says, and "not until" what "after" says.
        ("The pool is open until Friday.", "The pool is closed after Friday."),
        ("The hall was not ready until Friday.", "The hall was ready after Friday."),
        ("The fair lasts from May until June.", "The fair lasts from May to June."),
        ("The hall was ready by Friday.", "The hall was ready before Friday."),
    ],
)
def test_other_words_for_one_end_or_beginning_are_none(first: str, second: str) -> None:
    assert differing(first, second, None, None) == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            "The wreck was found two weeks ago.",
            "The wreck was found two months ago.",
            ["“two weeks ago” ~ “two months ago”"],
        ),
        ("The wreck was found a year ago.", "The wreck was found a month ago.", ["“a year ago” ~ “a month ago”"]),
        ("The jury meets this week.", "The jury meets next week.", ["“this week” ~ “next week”"]),
        ("The wreck was found two weeks ago.", "The wreck was found 14 days ago.", []),
        ("The wreck was found two weeks ago.", "The wreck was found last month.", []),
        # The last days of November were both on 8 December.
        ("The wreck was found last week.", "The wreck was found last month.", []),
        ("The wreck was found last week.", "The wreck was found yesterday.", []),
    ],
)
def test_distances_in_other_units_are_compared_by_the_days_that_they_mean(
    first: str, second: str, expected: list[str]
) -> None:
    assert differing(first, second, "2022-12-08", "2022-12-08") == expected


def test_the_last_week_is_not_the_last_month_late_in_a_month() -> None:
    first, second = "The wreck was found last week.", "The wreck was found last month."

    assert differing(first, second, "2022-12-20", "2022-12-20") == ["“last week” ~ “last month”"]
    # One outlet's "this week" may be the other's "last week".
    assert differing("The jury met this week.", "The jury met last week.", "2022-12-08", "2022-12-14") == []


# At least one for each form of expressions of time.
_EXAMPLES = """
    Sunday, July 26, 2020; Dec. 8–10; 8 December; Monday 22nd; the night of Saturday; the morning of 8 December;
    the morning of July 26; 2020-07-26; 26.07.2020; last May; Thursday evening; the night before Sunday; tomorrow;
    early next year; this weekend; last summer; in the autumn; in spring; winter 2021; this morning; in the evening;
    two weeks ago; a few months ago; the 2018/19 season; 2014–2020; mid-2021; the early 1980s; the nineties; the ’90s;
    7:45 PM; 23:00; eight o’clock in the morning; noon
""".split(";")


def test_a_form_matches_only_texts_that_have_its_cues() -> None:
    lexicon = _lexicon()
    cues = {text: lexicon.cues_in(text) for text in _EXAMPLES}

    for form in lexicon.forms:
        matched = [text for text in _EXAMPLES if form.pattern.search(text)]
        assert matched, form.text
        assert all(form.cues <= cues[text] for text in matched)
