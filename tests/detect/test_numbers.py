"""The quantities of a text, and the kind `number`."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryabkov_diff.detect.numbers import Bound, NumberDetector, _cues, _lexicon, find_quantities
from ryabkov_diff.domain import Finding, PassageStatus
from tests.made import collated


def forms(text: str) -> list[str]:
    return [quantity.normal_form for quantity in find_quantities(text)]


def findings(first: str, second: str) -> list[Finding]:
    return list(NumberDetector().detect(collated(first, second)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15 new tanks", ["15 tank"]),
        ("fifteen tanks", ["15 tank"]),
        ("a hundred and fifty", ["150"]),
        ("one hundred fifty", ["150"]),
        ("2,500,000; 2.5 million; two and a half million", ["2,500,000"] * 3),
        ("3,8 billion", ["3,800,000,000"]),
        ("11 200 people", ["11,200 person"]),
        ("13.3 thousand", ["13,300"]),
        ("half a million francs", ["500,000 CHF"]),
        ("3 1/4 million, 3¼", ["3,250,000", "3.25"]),
        ("a dozen; 12 ships", ["12", "12 ship"]),
        ("50 %, 50%, 50 percent, fifty per cent, half of them", ["50 %"] * 5),
        ("two-thirds majority", ["~66.6667 %"]),
        ("rose by a fifth; fell by two thirds, hit by a third car", ["~20 %", "~66.6667 %", "no. 3 car"]),
        ("up by 2 to 3 euros; up by one euro to 3 euros", ["2–3 EUR", "1 EUR", "3 EUR"]),
        ("One in five; nine out of ten; 3 in every 4", ["~20 %", "~90 %", "~75 %"]),
        ("€6, 6 euros, EUR 6, six euros", ["6 EUR"] * 4),
        ("$4bn, US$4 billion, 4 billion dollars, $4 bln", ["4,000,000,000 USD"] * 4),
        ("150-250, 150–250, 150 to 250, between 150 and 250", ["150–250"] * 4),
        ("$3-5 million", ["3,000,000–5,000,000 USD"]),
        ("150km/h, 150 kph, 150 kilometres per hour", ["150 km/h"] * 3),
        ("5 litres, 5 liters, 5 l", ["5 l"] * 3),
        ("18 tons, 18 tonnes, 18-ton, 18 metric tons", ["18 t"] * 4),
        ("-5 °C, minus 5 degrees Celsius", ["-5 °C"] * 2),
        ("half an hour; an hour and a half", ["0.5 h", "1.5 h"]),
        ("a year and a half ago", ["1.5 years"]),
        ("a 24-year-old, 24 years old", ["24 years"] * 2),
        ("the 8th minute, the eighth minute", ["no. 8 min"] * 2),
        ("several weeks, tens of thousands, a few hundred", ["several weeks", "several × 10,000", "several × 100"]),
        ("5m people, 5 m", ["5,000,000 person", "5 m"]),
        ("All 15 tanks", ["15 tank"]),
        ("35C, 95F, 35 degrees Celsius", ["35 °C", "95 °F", "35 °C"]),
        ("killed two in 2020, two in ten days, two in three", ["~66.6667 %"]),
        ("2000 people", ["2,000 person"]),
    ],
)
def test_quantities_are_read(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "in 2022, since 1812, 2014 and 2015, the 1990s, the 2017/18 season, 2019–20",
        "on December 8, on 8 December 2022, Mar. 2nd, 9th and 16th, 26.07.2022, 2022-12-08, 9/11",
        "at 19:45, at 7:45PM, at 7.30 pm, at 11 p.m., at 1530 GMT, at seven o'clock, 12 noon",
        "Rossiya 24 said, S-400, COVID-19, MH17, G7, P5+1, Su-35, the Five Eyes, the Group of Twenty",
        "Article 5, article 5, Resolution 2231, page 12, No. 5, point 2, #3",
        "one of them, no one, on the one hand, one another, this one, one day we will",
        "the first half, at first, second thoughts, a third party, split second",
        "+7 495 123-45-67, (495) 123-45-67, version 3.2.1, [1]",
        "nineteen ninety-five, twenty twenty-two",
        "a nine-to-two vote, one in ten days, a 2-1 win",
    ],
)
def test_what_only_looks_like_a_quantity_is_left_out(text: str) -> None:
    assert forms(text) == []


# At least one for each pattern of what is no quantity.
MASKED = """
    http://five.example; www.5.example; five@example.org; May 2nd, 9th and 16th; 8-10 Dec.; May 2020; 26.07.2022;
    fifty-fifty; 2017/18; the ’90s; 7.30 pm; 11 p.m.; 19:45:10; 7 o’clock; 12 noon; 12 midnight; COVID-19; 5+1;
    the Group of Seven; nos. 5; № 5; #5; 5G; 3D; 4x4; 1.2.3; [5]; 5) Sugar; +44 20 7946 0000; (020) 794-600;
    020-7946-000; nine-to-two; One in ten days; the First Half; at first; for a second; at sixes and sevens;
    back to square one; third parties
""".split("; ")


def test_a_mask_covers_only_texts_that_have_its_cue() -> None:
    for cue, mask in _lexicon().masks:
        masked = [text for text in map(str.strip, MASKED) if re.search(mask, text, re.MULTILINE)]
        assert masked, mask
        assert all(cue in _cues(text) for text in masked), mask


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("more than 20", Bound.MORE_THAN),
        ("at least 20", Bound.AT_LEAST),
        ("no fewer than 20", Bound.AT_LEAST),
        ("20 or more", Bound.AT_LEAST),
        ("under 20", Bound.LESS_THAN),
        ("no more than 20", Bound.AT_MOST),
        ("20 at maximum", Bound.AT_MOST),
        ("20", Bound.NONE),
        ("over the last 20 minutes", Bound.NONE),
        ("over 20 minutes", Bound.NONE),
    ],
)
def test_bounds_are_read(text: str, bound: Bound) -> None:
    assert [quantity.bound for quantity in find_quantities(text)] == [bound]


def test_spans_cover_number_and_unit() -> None:
    text = "It carried no more than 18\ntons of gravel, $5 million worth."

    assert [text[quantity.start : quantity.end] for quantity in find_quantities(text)] == ["18\ntons", "$5 million"]


@given(st.text(alphabet=st.sampled_from("0123456789.,-–/%$€° ½\n’'abmkt") | st.characters(), max_size=60))
def test_any_text_gives_ordered_spans_without_overlap(text: str) -> None:
    position = 0
    for quantity in find_quantities(text):
        assert position <= quantity.start < quantity.end <= len(text)
        assert quantity.low <= quantity.high
        position = quantity.end


@given(st.integers(0, 10**9))
def test_any_integer_is_read_with_and_without_separators(number: int) -> None:
    plain, grouped = find_quantities(f"some {number} tanks"), find_quantities(f"some {number:,} tanks")

    assert [quantity.low for quantity in plain] == [quantity.low for quantity in grouped] == [number]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("He saw twelve tanks.", "He saw a dozen tanks."),
        ("It cost 1.5 million.", "It cost 1,500,000."),
        ("It cost some 500 euros.", "It cost about €500."),
        ("The rent grows by no more than 7 %.", "The rent grows by 7 percent at maximum."),
        ("Half of the gardeners came.", "50 percent of the gardeners came."),
        ("The pump failed 13 times in 24 hours.", "In twenty-four hours, the pump failed 13 times."),
        ("The paint dried for fourteen days.", "The paint dried for two weeks."),
        ("The roof took six months", "The roof took half a year"),
        ("The fair closes at 22:00 on 3 May.", "The fair closes at 10 p.m. on May 3."),
        ("The lake lies 100 miles away.", "The lake lies 160 km away."),
        ("Almost 1.2 million bees", "1,179,000 bees"),
        ("The grant was 2.5 million.", "The grant was 2,5 million crowns."),
        ("He has fifteen tanks.", "He has tanks."),
        ("One of them won.", "Two of them won, he thinks."),
        ("Third, we want peace.", "Second, we want peace."),
        ("It costs 100 rubles.", "It costs $1.5."),
        ("More than a hundred storks nested.", "106 storks nested."),
        ("The dough rests between 3 and 7 hours.", "The dough rests up to 7 hours."),
        ("The guides take from six pounds upwards.", "The guides take six pounds and more."),
        ("The pool has 30 degrees Celsius.", "The pool has 86 degrees Fahrenheit."),
        ("The pool has minus 10 °C.", "The pool has 14 °F."),
        ("It rose by 2 degrees Celsius.", "It rose by 3.6 degrees Fahrenheit."),
        ("The pool has 95 degrees.", "The pool has 35 degrees Celsius."),
        ("The strike lasted 15 days.", "The strike lasted two weeks."),
        ("The trial lasted three weeks.", "The trial lasted 20 days."),
        ("Schools open unless more than 30 are ill.", "Schools open as long as no more than 30 are ill."),
        ("They are closed until more than 30 sign.", "They are closed as long as 30 or fewer sign."),
        ("They won 2-1.", "They won 2:1."),
        ("They won 2-1.", "The others lost 1-2."),
        ("The bill passed 51-49.", "The bill passed by 51 to 49."),
        ("Road 7 was closed.", "Highway 7 was closed."),
        ("The fee rose from 2 to 3 euros.", "The fee rose by one euro to 3 euros."),
        ("One in five pupils fails.", "20 percent of pupils fail."),
        ("Nine out of ten came.", "90 percent came."),
        ("Article 5 applies.", "Here Article 6 does not apply, nor does Article 5."),
    ],
)
def test_what_may_agree_is_no_finding(first: str, second: str) -> None:
    assert findings(first, second) == []


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("It carried 18 tons of gravel.", "It carried 19 tons of gravel.", "“18 tons” ~ “19 tons”"),
        ("It carried 18 tons of gravel.", "It carried 18 kilograms of gravel.", "“18 tons” ~ “18 kilograms”"),
        ("The museum lent 4,000 coins.", "The museum lent 8,000 of its coins.", "“4,000” ~ “8,000”"),
        (
            "The tower took six million euros.",
            "The tower took 6 billion euros.",
            "“six million euros” ~ “6 billion euros”",
        ),
        (
            "The tower took 7 million pounds.",
            "The tower took seven million dollars.",
            "“7 million pounds” ~ “seven million dollars”",
        ),
        (
            "Several weeks ago the well dried up.",
            "Several months ago the well dried up.",
            "“Several weeks” ~ “Several months”",
        ),
        ("It is the 17th week.", "It is the 17th month.", "“17th week” ~ “17th month”"),
        ("Some 10 percent agreed.", "Some 40 % agreed.", "“Some 10 percent” ~ “Some 40 %”"),
        ("Between 10 and 20 men fell.", "From 10 to 30 men fell.", "“10 and 20” ~ “10 to 30”"),
        ("The mill ground 30,000 sacks.", "The mill ground 70,000 bags.", "“30,000” ~ “70,000”"),
        ("The stars are 12 billion.", "The 12-million mark was crossed.", "“12 billion” ~ “12-million”"),
        ("It was −12 degrees.", "It was 12 degrees.", "“−12 degrees” ~ “12 degrees”"),
        ("It was minus 12 °C.", "It was 12 °C.", "“minus 12 °C” ~ “12 °C”"),
        ("It fell by 30 per cent.", "It fell by 30 percentage points.", "“30 per cent” ~ “30 percentage points”"),
        ("One person was killed.", "Two persons were killed.", "“One” ~ “Two”"),
        # temperatures
        (
            "It was 30 degrees Celsius.",
            "It was 30 degrees Fahrenheit.",
            "“30 degrees Celsius” ~ “30 degrees Fahrenheit”",
        ),
        ("It was 30 degrees.", "It was 40 degrees Celsius.", "“30 degrees” ~ “40 degrees Celsius”"),
        # names with numbers, and scores
        ("The flood cut off Road 7.", "The flood cut off Road 8.", "“Road 7” ~ “Road 8”"),
        ("Seven people met on Road 8.", "Seven people met on Road 7.", "“Road 8” ~ “Road 7”"),
        ("On Road 7 they met.", "On Road 8, 7 people met.", "“Road 7” ~ “Road 8”"),
        ("They apply article 5 here.", "They apply article 15 here.", "“article 5” ~ “article 15”"),
        ("The S-300 was sold.", "The S-400 was sold.", "“S-300” ~ “S-400”"),
        ("The T-72s were sold.", "The T-90s were sold.", "“T-72” ~ “T-90”"),
        ("The world No. 3 lost.", "The world No. 8 lost.", "“No. 3” ~ “No. 8”"),
        ("They won 6-4, 6-2.", "They won 6-4, 6-3.", "“6-2” ~ “6-3”"),
        ("They won 2:1.", "They won 3:1.", "“2:1” ~ “3:1”"),
        # shares
        ("One in five pupils fails.", "One in three pupils fails.", "“One in five” ~ “One in three”"),
        # rounding has its end
        ("The strike lasted ten days.", "The strike lasted two weeks.", "“ten days” ~ “two weeks”"),
        ("He was jailed for 13 months.", "He was jailed for one year.", "“13 months” ~ “one year”"),
    ],
)
def test_a_quantity_that_faces_another_is_a_finding(first: str, second: str, message: str) -> None:
    found = findings(first, second)

    assert [(finding.message, finding.severity, finding.rule) for finding in found] == [
        (message, 3, "quantity-differs")
    ]
    assert 0 < found[0].confidence <= 0.9


def test_a_finding_carries_its_evidence() -> None:
    finding = findings("They sent 18 tons of gravel.", "They sent more than 19 tonnes of oil.")[0]

    assert (finding.id, finding.kind, finding.family, finding.passage) == ("", "number", "fact", "P1")
    assert finding.cues == ("18 t", ">19 t")
    assert [reading.articles for reading in finding.readings] == [("A",), ("B",)]
    assert [reading.selector and reading.selector.exact for reading in finding.readings] == [
        "18 tons",
        "more than 19 tonnes",
    ]


@pytest.mark.parametrize(
    ("first", "second", "severity"),
    [("over 300 swans", "300 swans", 2), ("more than 300 swans", "fewer than 300 swans", 3)],
)
def test_bounds_that_differ_are_shown_with_their_words(first: str, second: str, severity: int) -> None:
    found = findings(f"There were {first}.", f"There were {second}.")

    assert [(finding.rule, finding.severity, finding.message) for finding in found] == [
        ("quantity-bound", severity, f"“{first.removesuffix(' swans')}” ~ “{second.removesuffix(' swans')}”")
    ]


def test_what_is_compared_of_scores_and_names_with_numbers_is_shown() -> None:
    cues = [
        findings(f"They read {first}.", f"They read {second}.")[0].cues
        for first, second in (("Road 7", "Road 8"), ("S-300", "S-400"), ("3-1", "2-1"))
    ]

    assert cues == [("road 7", "road 8"), ("s 300", "s 400"), ("1–3", "1–2")]


def test_names_with_numbers_are_compared_only_where_they_face_each_other() -> None:
    first, second = "Under Road 7 they found a vase.", "They found a vase, said a man from Road 8."

    assert findings(first, second) == []


def test_order_of_the_articles_does_not_matter() -> None:
    first, second = "He sent 18 tons and 7 tanks.", "He sent 9 tanks and 19 tons."
    forward, backward = findings(first, second), findings(second, first)

    assert {frozenset(finding.cues) for finding in forward} == {frozenset(finding.cues) for finding in backward}
    assert len(forward) == len(backward) == 2


@given(st.text(alphabet="0123456789 .,%$tmillionhdrs-", max_size=40))
def test_a_text_against_itself_has_no_finding(text: str) -> None:
    assert findings(text, text) == []


def test_passages_that_are_only_related_are_left_out() -> None:
    table = collated("It carried 18 tons.", "It carried 19 tons.")
    table = replace(table, passages=(replace(table.passages[0], status=PassageStatus.RELATED),))

    assert list(NumberDetector().detect(table)) == []


def test_unsure_passages_are_left_out() -> None:
    table = collated("It carried 18 tons.", "It carried 19 tons.")
    unsure = replace(table, collations=(replace(table.collations[0], confidence=0.4),))

    assert list(NumberDetector().detect(unsure)) == []


def test_a_number_without_end_is_none() -> None:
    assert forms("9" * 400 + " tanks and 15 ships") == ["15 ship"]


def test_a_long_text_takes_time_in_proportion() -> None:
    # Without order among the masked spans, this would take minutes.
    text = "On 8 December 2022 they sent 15 tanks. " * 5000

    assert len(find_quantities(text)) == 5000


def test_import_is_light() -> None:
    code = "import sys, ryabkov_diff.detect.numbers; print({'scipy', 'sklearn', 'torch'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("An actor learns it in eight weeks.", "An actor learns it in two months."),
        ("The ship was away for thirty days.", "The ship was away for a month."),
        ("At least three people died.", "More than 4,000 people fled."),
        ("A guard counted 12 people.", "The organisers counted 2,500 people."),
    ],
)
def test_rounded_spans_and_counts_of_other_things_are_none(first: str, second: str) -> None:
    assert findings(first, second) == []


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("The ship was away for six weeks.", "The ship was away for two months.", "“six weeks” ~ “two months”"),
        ("The fund lent 12 million.", "The fund lent 12 billion.", "“12 million” ~ “12 billion”"),
        ("A guard counted 40 people.", "A guard counted 2,500 people.", "“40” ~ “2,500”"),
    ],
)
def test_spans_and_counts_that_may_be_one_thing_still_differ(first: str, second: str, message: str) -> None:
    assert [finding.message for finding in findings(first, second)] == [message]


def test_what_dates_settle_is_no_quantity_where_both_articles_have_a_date() -> None:
    first, second = "The shop closed three days ago.", "The shop closed four days ago."
    undated = collated(first, second)
    half = collated(first, second, published=("2022-12-08", None))
    dated = collated(first, second, published=("2022-12-08", "2022-12-09"))

    assert [len(list(NumberDetector().detect(table))) for table in (undated, half, dated)] == [1, 1, 0]


def test_quantities_around_a_statement_are_read_and_reported_once() -> None:
    table = collated("“We won”, 40 players said.", "“We won”, 45 players said.")
    segments = tuple(
        replace(segment, start=1, end=7, text="We won", setting=(0, segment.end)) for segment in table.segments
    )
    table = replace(table, segments=segments, collations=(*table.collations, *table.collations))

    assert [finding.message for finding in NumberDetector().detect(table)] == ["“40” ~ “45”"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It took two hours and 15 minutes.", ["135 min"]),
        ("He served one year and six months.", ["18 months"]),
        ("A fence of 5 feet 3 inches", ["63 in"]),
        ("A fence of 1 metre 20 was built.", ["120 cm"]),
        ("The baby weighed 7 pounds 5 ounces.", ["117 oz"]),
        ("It fell by a quarter of a percentage point.", ["~0.25 percentage points"]),
        ("It took three quarters of an hour.", ["~0.75 h"]),
        ("It costs five dollars and 20 cents.", ["5.2 USD"]),
        ("A loaf costs three pounds, 40 pence.", ["3.4 GBP"]),
        # how often, in a word
        ("She hit the post twice.", ["2 times"]),
        # neighbours that are no parts of one
        ("He has five dollars and 20 sweets.", ["5 USD", "20 sweet"]),
        ("It costs five dollars or 20 cents.", ["5 USD", "20 cent"]),
        ("After two hours, 90 minutes were left.", ["2 h", "90 min"]),
        ("It is 2 hours or 15 minutes away.", ["2 h", "15 min"]),
        ("Within 1 metre 20 trees fell.", ["1 m", "20 tree"]),
        ("He paid 7 pounds for 5 ounces.", ["7 GBP", "5 oz"]),
        # rates
        ("It costs $30 a month.", ["30 USD / months"]),
        ("They treat 40 patients per day.", ["40 patient / days"]),
        ("It sold for $30 a month ago.", ["30 USD", "1 months"]),
    ],
)
def test_quantities_in_two_units_and_rates_are_read_as_one(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The voyage took two hours and 15 minutes.", "The voyage took 135 minutes."),
        ("The voyage took two hours and 15 minutes.", "The voyage took two hours."),
        ("The fence is 5 feet 3 inches high.", "The fence is 1.6 metres high."),
        ("The baby weighed 7 pounds 5 ounces.", "The baby weighed 3.3 kilograms."),
        ("The rate fell by a quarter of a percentage point.", "The rate fell by 0.25 percentage points."),
        ("The ticket costs $30 a month.", "The ticket costs $360 a year."),
        ("The ticket costs $30 a month.", "The ticket costs $30."),
        ("The ticket costs five dollars and 20 cents.", "The ticket costs $5.20."),
        ("The ticket costs five dollars and 20 cents.", "The ticket costs five dollars."),
        ("The village was flooded twice.", "The village was flooded two times."),
        ("The village was flooded twice.", "The village was flooded on two occasions."),
        ("Investors should think twice.", "Investors should think again."),
    ],
)
def test_other_ways_to_say_one_quantity_are_none(first: str, second: str) -> None:
    assert findings(first, second) == []


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (
            "The voyage took two hours and 15 minutes.",
            "The voyage took two hours and 50 minutes.",
            "“two hours and 15 minutes” ~ “two hours and 50 minutes”",
        ),
        (
            "The ticket costs five dollars and 20 cents.",
            "The ticket costs five dollars and 30 cents.",
            "“five dollars and 20 cents” ~ “five dollars and 30 cents”",
        ),
        ("The forward hit the post twice.", "The forward hit the post three times.", "“twice” ~ “three times”"),
        ("The ticket costs $30 a month.", "The ticket costs $30 a week.", "“$30 a month” ~ “$30 a week”"),
        (
            "The probe flew 200 kilometres per hour.",
            "The probe flew 200 kilometres per second.",
            "“200 kilometres per hour” ~ “200 kilometres per second”",
        ),
        (
            "They treat 40 patients a day.",
            "They treat 40 patients a week.",
            "“40 patients a day” ~ “40 patients a week”",
        ),
    ],
)
def test_quantities_in_two_units_and_rates_differ(first: str, second: str, message: str) -> None:
    assert [one.message for one in findings(first, second)] == [message]


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (
            "The crash left three dead, five hurt.",
            "The crash left five dead, three hurt.",
            "“three dead, five hurt” ~ “five dead, three hurt”",
        ),
        (
            "The school has 12 teachers and 140 pupils.",
            "There are 12 pupils and 140 teachers.",
            "“12 teachers and 140 pupils” ~ “12 pupils and 140 teachers”",
        ),
    ],
)
def test_two_numbers_that_change_places_are_one_finding(first: str, second: str, message: str) -> None:
    (finding,) = findings(first, second)

    assert (finding.rule, finding.severity, finding.message) == ("quantities-exchanged", 3, message)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The crash left three dead, five hurt.", "The crash left five hurt, three dead."),
        ("The crash left three dead, five hurt.", "Five were hurt and three died in the crash."),
        ("Three were women and five in uniform.", "Five were in uniform and three women."),
        ("Some three dead and five hurt were found.", "Some five dead and three hurt were found."),
        (
            "Leeds has 5 wins and 3 draws, York 3 wins and 5 draws.",
            "York has 3 wins and 5 draws, Leeds 5 wins, 3 draws.",
        ),
    ],
)
def test_numbers_that_stay_with_what_they_count_have_not_changed_places(first: str, second: str) -> None:
    assert findings(first, second) == []
