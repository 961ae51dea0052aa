"""Where the words come from: venues, wires, datelines, and the names of outlets."""

from __future__ import annotations

import pytest

from ryabkov_diff.provenance import (
    Dateline,
    find_venue,
    find_wires,
    known_outlets,
    locate_source,
    match_credit,
    match_dateline,
    outlet_named,
    outlet_of_host,
)
from ryabkov_diff.provenance.hearers import find_hearers, find_media


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("Ryabkov said in an interview with Russian newspaper Izvestia.", "Izvestia"),
        ("he said in an interview with the Izvestia daily, which came out on Thursday.", "Izvestia"),
        ("Ryabkov told the RIA Novosti news agency in an interview.", "RIA Novosti"),
        ("he said during an interview on Rossiya 24 TV.", "Rossiya 24"),
        ("In an exclusive interview published by The Wall\nStreet Journal, he said so.", "The Wall Street Journal"),
        ("In the Kommersant interview he went further.", "Kommersant"),
        ("an interview with the weekly newspaper Zeitgeist", "Zeitgeist"),
        ("an interview with the Zeitgeist magazine", "Zeitgeist"),
        ("In an interview with Ryabkov, we asked about the treaty.", None),
        ("The Russian Foreign Ministry told Sputnik the meeting will not take place.", None),
        ("He gave an interview on Monday.", None),
        ("", None),
    ],
)
def test_the_venue_is_the_outlet_of_the_interview(text: str, venue: str | None) -> None:
    assert find_venue(text) == venue


@pytest.mark.parametrize(
    ("text", "media"),
    [
        ("The minister told Radio Nordlys on Monday that it was late.", ("Radio Nordlys",)),
        ("He said in an interview with the Dagen daily.", ("Dagen",)),
        ("She spoke on the evening programme of Channel Six.", ("Channel Six",)),
        ("he told the Valley Herald, and later Bergen TV.", ("Valley Herald",)),
        ("she told this newspaper.", ("this newspaper",)),
        # People, bodies, and outlets to which nothing was told.
        ("he told John Post so.", ()),
        ("He told the Security Council.", ()),
        ("Radio Nordlys was founded in 1931.", ()),
    ],
)
def test_media_are_known_by_their_names(text: str, media: tuple[str, ...]) -> None:
    assert find_media(text) == media


@pytest.mark.parametrize(
    ("text", "hearers"),
    [
        ("she told the Vltava Echo on Monday.", ("Vltava Echo",)),
        ("he said in an interview for Thursday's edition of Zeitgeist.", ("Zeitgeist",)),
        ("Ada Brook receives the reporters of Ísafold in her kitchen.", ("Ísafold",)),
        ("Interview: Il Faro, 9 May 2024", ("Il Faro",)),
        ("she said at the annual Lisbon Forum.", ("Lisbon Forum",)),
        ("he told the Irish Times, and again The Irish Times.", ("Irish Times",)),
        # Nobody, or everybody.
        ("she told reporters on Monday.", ()),
        ("He told I don't know whom.", ()),
        ("an interview in English", ()),
        ("she told Reuters so, and later the AFP news agency.", ()),
        ("the ruling of the High Court", ()),
    ],
)
def test_hearers_are_found_by_their_phrase(text: str, hearers: tuple[str, ...]) -> None:
    assert find_hearers(text) == hearers


@pytest.mark.parametrize(
    ("text", "wires"),
    [
        ("“Yes,” he said, TASS reported.", ("TASS",)),
        ("“Yes,” he said, reported TASS.", ("TASS",)),
        ("It is so, the RIA news agency reported on Monday. RIA Novosti quoted him as saying so.", ("RIA Novosti",)),
        ("According to Interfax, he was cited by Reuters.", ("Interfax", "Reuters")),
        ("MOSCOW (Reuters) - It is so.", ("Reuters",)),
        ("Source: TASS", ("TASS",)),
        ("He works for TASS and reads Izvestia.", ()),
        ("ATASS reported, TASSO reported.", ()),
    ],
)
def test_wires_are_the_outlets_that_the_text_credits(text: str, wires: tuple[str, ...]) -> None:
    assert find_wires(text) == wires


@pytest.mark.parametrize(
    ("paragraph", "dateline"),
    [
        ("MOSCOW (Sputnik) - There are no signals.", Dateline("MOSCOW", None, "Sputnik", 19)),
        (
            "LEEDS, England (AP) — Jan. 9, 2024 — The mayor resigned.",
            Dateline("LEEDS, England", "Jan. 9, 2024", "AP", 37),
        ),
        ("(AP) — Jan. 9, 2024 — The mayor resigned.", Dateline(None, "Jan. 9, 2024", "AP", 22)),
        ("LEEDS (AP) — January is cold.", Dateline("LEEDS", None, "AP", 13)),
        ("TEHRAN (Tasnim) – The talks", Dateline("TEHRAN", None, "Tasnim", 18)),
        ("Dec. 10, 2022 (EIRNS)—Russian diplomats", Dateline(None, "Dec. 10, 2022", "EIRNS", 22)),
        ("MOSCOW, December 8. /TASS/. The talks", Dateline("MOSCOW", "December 8", "TASS", 28)),
        ("(Reuters) - The talks", Dateline(None, None, "Reuters", 12)),
        ("Sofia, May 21 — The new footbridge", Dateline("Sofia", "May 21", None, 16)),
        ("OSLO, Norway — The new footbridge", Dateline("OSLO, Norway", None, None, 15)),
        ("RIVER FALLS, Wis. — The new footbridge", Dateline("RIVER FALLS, Wis.", None, None, 20)),
        ("LEEDS (AP), Jan. 9 - The mayor resigned.", Dateline("LEEDS", "Jan. 9", "AP", 21)),
        ("LEEDS/HULL, Tue Jan 9 (AP) - The mayor resigned.", Dateline("LEEDS/HULL", "Jan 9", "AP", 29)),
        ("New Delhi [India], January 9 (ANI): The mayor", Dateline("New Delhi", "January 9", "ANI", 36)),
    ],
)
def test_a_dateline_is_taken_apart(paragraph: str, dateline: Dateline) -> None:
    assert match_dateline(paragraph) == dateline


@pytest.mark.parametrize(
    "paragraph",
    [
        "Russia is ready (so far) - and waits.",
        "Ada Brook (Leeds): I can see why.",
        "The talks — paused in 2022 — go on.",
        "MOSCOW (Sputnik) -",
        "A - b",
        "",
    ],
)
def test_a_sentence_is_no_dateline(paragraph: str) -> None:
    assert match_dateline(paragraph) is None


@pytest.mark.parametrize(
    ("line", "outlet", "date"),
    [
        ("By Ada Brook, The Valley Herald, 14 March 2024", "Valley Herald", "14 March 2024"),
        ("By Ada Brook and Tom Vane | Valley Herald | 14 March 2024", "Valley Herald", "14 March 2024"),
        ("Valley Herald, March 14, 2024 – By Ada Brook", "Valley Herald", "March 14, 2024"),
        ("Ada Brook, Valley Herald correspondent", "Valley Herald", None),
        ("By ADA BROOK Associated Press", "AP", None),
        ("By Ada Brook for Le Monde", "Le Monde", None),
        ("Ada von der Aue, staff writer, Le Monde", "Le Monde", None),
        ("Updated: March 15, 2024 6:30 p.m. EST | Published: March 14, 2024", None, "March 14, 2024"),
        ("Radio Tejo, 14 March 2024, 18:30", "Radio Tejo", "14 March 2024"),
        ("By Ada Brook, Leeds, 14 March", None, "14 March"),
        ("By our correspondent in Lisbon", None, None),
        ("By Ari Vane, economist", None, None),
        ("By Kamila Novak (Obzor) May 3, 2025 (English edition)", None, "May 3, 2025"),
        ("valley-herald.example | 14 March 2024 | Page 4", "valley-herald.example", "14 March 2024"),
    ],
)
def test_a_line_of_credits_names_outlet_and_date(line: str, outlet: str | None, date: str | None) -> None:
    credit = match_credit(line)

    assert credit is not None
    assert credit.sure
    assert (credit.outlet, credit.date) == (outlet, date)


@pytest.mark.parametrize("line", ["Ada Brook, Leeds, 14 March 2024", "Interview: Ada Brook", "Staff Writer"])
def test_what_may_be_a_title_as_well_is_no_sure_credit(line: str) -> None:
    credit = match_credit(line)

    assert credit is not None
    assert not credit.sure


@pytest.mark.parametrize(
    "line",
    [
        "Rates to rise by June",
        "By Monday, all 14 schools in Leeds had been shut",
        "Storm Brings Floods to Leeds, 9 May 2024",
        "From Leeds with love",
        "Editor resigns over report",
        "Editors, Writers and Readers",
        "The reporter was shot on 14 March 2024",
        "By Friday",
        "By the numbers: 14 wins",
        "Ada Brook leaves the Herald",
        "By Ada Brook, The Valley Herald, 14 March 2024, and it rained all day.",
    ],
)
def test_a_title_and_a_sentence_are_no_credits(line: str) -> None:
    assert match_credit(line) is None


def test_an_outlet_goes_by_its_aliases_and_hosts() -> None:
    for outlet in known_outlets():
        for name in (outlet.name, *outlet.aliases, outlet.name.upper()):
            assert outlet_named(name) is outlet, name
        for host in outlet.hosts:
            assert outlet_of_host(f"www.{host}") is outlet, host
    assert outlet_of_host("example.org") is None
    assert outlet_named("Ryabkov") is None


def test_outlets_stand_in_the_order_of_the_alphabet() -> None:
    names = [outlet.name.casefold().replace("ü", "u") for outlet in known_outlets()]

    assert names == sorted(names)


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("She told Bloomberg Television that it rains.", "Bloomberg Television"),
        ("She told CNN it rains. Later she told CNN it snows.", "CNN"),
        ("She told Sky News on Sunday that it rains.", "Sky News"),
        ("She told the newspaper Rzeczpospolita that it rains.", "Rzeczpospolita"),
        ("She told the Süddeutsche Zeitung that it rains.", "Süddeutsche Zeitung"),
        ("She told the German newspaper Bild that it rains.", "Bild"),
        ("She told reporters that the BBC was wrong.", None),
        ("She told parliament that it rains.", None),
        ("She told CNN it rains. He told Bild it snows.", None),
        ("She told CNN it rains. He said it in an interview with Bild.", "Bild"),
    ],
)
def test_whoever_is_told_is_the_venue(text: str, venue: str | None) -> None:
    assert find_venue(text) == venue


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("TASS is old. “It is so,” he said, TASS reported.", "TASS", "TASS reported"),
        ("Bild is sold everywhere. She told the newspaper Bild that it rains.", "Bild", "Bild that"),
        ("The RIA news agency reported it.", "RIA Novosti", "RIA news"),
        ("She told the newspaper Rzeczpospolita that it rains.", "Rzeczpospolita", "Rzeczpospolita that"),
        ("TASS is old.", "TASS", "TASS is"),
    ],
)
def test_a_source_is_located_where_it_is_credited(text: str, name: str, words: str) -> None:
    place = locate_source(text, name)

    assert place is not None
    assert text[place[0] :].startswith(words)


def test_a_source_that_a_text_does_not_name_is_nowhere() -> None:
    assert locate_source("It rains.", "TASS") is None
