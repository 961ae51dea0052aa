"""What no reader sees makes no difference, and spans stay true to the text as received."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ryabkov_diff import compare, invisible, list_quotations, read_text
from ryabkov_diff.domain import Reading, Selector
from ryabkov_diff.embed import ENGINES, load_embedder
from ryabkov_diff.invisible import bare, bare_articles, plain, restore
from ryabkov_diff.schema import dump_comparison, load_comparison
from tests.made import article, segments_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ryabkov_diff import Comparison, Embeddings

ARTICLE = """Harbour bridge to close for 31 days, says engineer

LEEDS, May 9, 2024 — The old harbour bridge will close on 14 June for 31 days, Ada Brook told the Morning Echo.

"We have found 12 cracks in the second pier," Brook said. "It doesn't mean that the bridge will fall."

According to Brook, the repair costs 2.5 million pounds. She isn't going to ask the ministry for money.

"The U.S. firm has promised to deliver the steel by Friday, not later," she underscored.
"""

# An update with another number, another negation and another word.
OTHER = (
    ARTICLE.replace("12 cracks", "21 cracks").replace("isn't going", "is going").replace("underscored", "emphasised")
)

# What can stand anywhere in a text and no reader sees.
SEQUENCES = (
    "\x1b[31m",
    "\x1b[0m",
    "\x1b[38;2;12;31;99m",
    "\x1b[2J",
    "\x1b]8;;https://example.org/12?on=1 June\x1b\\",
    "\x1b]8;;\x07",
    "\x1b]0;Ada Brook says no\x9c",
    "\x1bPq31\x1b\\",
    "\x1b(B",
    "\x1bc",
    "\x9b31m",
    "\x9d8;;https://example.org\x9c",
)
MARKS = (
    "\xad",
    "\u200b",
    "\u200d",
    "\u2060",
    "\u200e",
    "\u202e",
    "\u202c",
    "\u2066",
    "\ufeff",
    "\ufe0f",
    "\x00",
    "\x07",
)


@pytest.mark.parametrize("sequence", [*SEQUENCES, *MARKS])
def test_nothing_of_it_is_left(sequence: str) -> None:
    assert bare(f"{sequence}He {sequence}le{sequence}{sequence}ft in 20{sequence}24.{sequence}") == "He left in 2024."


@pytest.mark.parametrize(
    "text",
    [
        "MartÃ\xadnez and MÃ\x9bller",  # an i with an accent and a capital that were read in the wrong encoding
        "He said â\x80\x9cnoâ\x80\x9d, then â\x80\x9cyesâ\x80\x9d.",
        "It\x92s \x93done\x94",  # Windows-1252 that was read as Latin-1
        "a\tb\r\nc\x85d\u2028e\xa0f",
        "naïve – “well” … [31m and 100% of it]",
        "e\u0301",
    ],
)
def test_what_is_a_letter_a_blank_or_damage_is_left(text: str) -> None:
    assert bare(text) == text


def test_what_is_taken_for_usual_at_a_glance_is() -> None:
    """Each character, alone and twice, between letters, digits and blanks: what matches is seen at a glance, too."""
    signs = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    text = "".join(f"a{sign}b {sign}{sign} 1{sign}2" for sign in signs)
    matches = [
        match[0]
        for pattern in (invisible._INVISIBLE, invisible._CODES, invisible._ACCENTED)
        for match in invisible._compiled(pattern).finditer(text)
    ]

    assert len(matches) > len(invisible._BLANKS)
    assert [match for match in matches if invisible._is_usual(match)] == []


def test_a_sequence_that_nobody_closes_swallows_nothing() -> None:
    assert bare("\x1b]8;;The mill burnt down.\nNobody was hurt.\x07") == "8;;The mill burnt down.\nNobody was hurt."
    assert bare("\x1b The mill \x1b") == " The mill "


def strewn(text: str, places: Sequence[tuple[int, str]]) -> str:
    """Return a text with strings put in at places."""
    for place, string in sorted(places, reverse=True):
        text = text[:place] + string + text[place:]
    return text


STREWN = st.lists(
    st.tuples(st.integers(0, len(ARTICLE)), st.sampled_from(SEQUENCES + MARKS)), min_size=1, max_size=60
).map(lambda places: strewn(ARTICLE, places))
# One in each word, and around each digit.
THICK = strewn(ARTICLE, [(place, SEQUENCES[place % len(SEQUENCES)]) for place in range(len(ARTICLE))])


def quick(one: str, other: str) -> Comparison:
    return compare([read_text(one), read_text(other)], engine="lexical")


def assert_true_to_text(comparison: Comparison) -> None:
    assert load_comparison(dump_comparison(comparison)) == comparison  # which checks that each span quotes its text
    for segment in comparison.segments:
        text = comparison.article(segment.article).text or ""
        assert segment.setting is not None
        assert segment.setting[0] <= segment.start < segment.end <= segment.setting[1] <= len(text)


@settings(max_examples=25, deadline=None)
@given(STREWN)
def test_an_article_and_its_strewn_copy_do_not_differ(text: str) -> None:
    comparison = quick(ARTICLE, text)

    assert comparison.findings == ()
    assert comparison.article("B").text == text
    assert_true_to_text(comparison)
    clean, other = comparison.statements("A"), comparison.statements("B")
    assert [(one.kind, one.speaker, one.cue, one.text) for one in clean] == [
        (one.kind, one.speaker, one.cue, bare(one.text)) for one in other
    ]


@settings(max_examples=25, deadline=None)
@given(STREWN)
def test_a_strewn_article_has_the_findings_of_the_clean_one(text: str) -> None:
    expected = quick(ARTICLE, OTHER).findings
    found = quick(text, OTHER)

    assert {one.kind for one in expected} >= {"number", "negation"}
    assert [(one.id, one.kind, one.severity, one.message) for one in found.findings] == [
        (one.id, one.kind, one.severity, one.message) for one in expected
    ]
    for one, other in zip(found.findings, expected, strict=True):
        assert [bare(it.text or "") for it in one.readings] == [it.text or "" for it in other.readings]
    assert_true_to_text(found)


def test_other_colours_are_no_other_numbers() -> None:
    red, green = (ARTICLE.replace("cracks", f"\x1b[{colour}mcracks\x1b[0m") for colour in (31, 32))
    comparison = compare([read_text(red), read_text(green)])

    assert comparison.findings == ()
    assert [(note.code, note.article, note.message) for note in comparison.notes] == [
        ("escape-sequences", "A", "2 escape sequences for terminals were not compared."),
        ("escape-sequences", "B", "2 escape sequences for terminals were not compared."),
    ]


@pytest.mark.parametrize("engine", [one for one in ENGINES if one != "auto"])
def test_no_engine_gets_to_see_it(engine: str) -> None:
    class Recorder:
        name = "recorder"

        def __init__(self) -> None:
            self.texts: list[str] = []

        def embed(self, texts: Sequence[str]) -> Embeddings:
            self.texts += texts
            return load_embedder(engine).embed(texts)

    clean, thick = Recorder(), Recorder()
    compare([read_text(ARTICLE), read_text(OTHER)], embedder=clean)
    found = compare([read_text(THICK), read_text(OTHER)], embedder=thick)

    assert thick.texts == clean.texts
    assert_true_to_text(found)


def test_what_an_article_says_about_itself_is_read_without_it() -> None:
    clean, thick = read_text(ARTICLE), read_text(THICK)

    assert clean.headline == "Harbour bridge to close for 31 days, says engineer"
    assert (thick.headline, thick.date_published, thick.dateline) == (clean.headline, "2024-05-09", clean.dateline)
    assert (thick.text, thick.characters) == (THICK, len(THICK))


def test_quotations_are_cut_from_the_text_as_received() -> None:
    clean, thick = list_quotations([read_text(ARTICLE)]), list_quotations([read_text(THICK)])

    assert [(one.speaker, one.cue, one.content) for one in clean] == [
        (one.speaker, one.cue, bare(one.content)) for one in thick
    ]
    assert all(one.content == THICK[one.start : one.end] for one in thick)
    assert clean.articles[0].text == ARTICLE
    assert thick.articles[0].text == THICK


def test_the_place_of_missing_words_stays_inside_its_statement() -> None:
    received = article("A", "\x1b[1mIt rained.\x1b[0m \x1b[1mIt rained on.\x1b[0m")
    (own,), _ = bare_articles([received])
    text = own.text or ""
    whole = quick(ARTICLE, OTHER)
    places = (0, len("It rained."), len("It rained. "), len(text))
    readings = tuple(Reading(("A",), None, Selector.of(text, place, place)) for place in places)
    made = replace(
        whole,
        articles=(own,),
        segments=tuple(segments_of(own, "It rained.", "It rained on.")),
        findings=(replace(whole.findings[0], readings=readings),),
    )

    first, second = restore(made, [received]).segments
    (finding,) = restore(made, [received]).findings

    assert (first.text, second.text) == ("It rained.", "It rained on.")
    found = [one.selector.start for one in finding.readings if one.selector]
    assert found == [first.start, first.end, second.start, second.end]
    assert all(one.text is None for one in finding.readings)


# ------------------------------------------------------------------------------------------- the same in other codes

ACCENTED = """Café owner fined 1,200 euros, says Zürich court

ZURICH, May 9, 2024 — The court’s judge, Renée Müller, fined the owner of the “Café Noir” on Thursday.

“We can’t accept it – the office’s staff didn’t file 12 reports,” Müller said. “It isn’t a naïve mistake…”

According to the judge, the firm’s fine is 1,200 euros — not 1,500. She won't talk to the press.

"The official in the financial back-office has confirmed it," the lawyer, François Lefèvre, underscored.
"""
WIDE = str.maketrans({one: chr(ord(one) + 0xFEE0) for one in map(chr, range(0x21, 0x7F))})
OTHER_CODES = {
    "carriage returns and line feeds": ACCENTED.replace("\n", "\r\n"),
    "carriage returns": ACCENTED.replace("\n", "\r"),
    "next lines": ACCENTED.replace("\n", "\x85"),
    "line separators": ACCENTED.replace("\n", "\u2028"),
    "paragraph separators": ACCENTED.replace("\n\n", "\u2029"),
    "vertical tabs": ACCENTED.replace("\n", "\x0b"),
    "form feeds": ACCENTED.replace("\n", "\f"),
    "no-break spaces": ACCENTED.replace(" ", "\xa0"),
    "narrow no-break spaces": ACCENTED.replace(" ", "\u202f"),
    "thin spaces": ACCENTED.replace(" ", "\u2009"),
    "ideographic spaces": ACCENTED.replace(" ", "\u3000"),
    "double spaces": ACCENTED.replace(" ", "  "),
    "spaces at the ends of lines": ACCENTED.replace("\n", " \n"),
    "soft hyphens": ACCENTED.replace("e", "e\xad"),
    "zero-width spaces": ACCENTED.replace("i", "i\u200b"),
    "bidirectional controls": ACCENTED.replace("“", "\u2067“").replace("”", "”\u2069").replace(" ", " \u200e"),
    "a byte order mark inside": ACCENTED.replace("court", "cou\ufeffrt"),
    "decomposed accents": unicodedata.normalize("NFD", ACCENTED),
    "decomposed accents and soft hyphens": unicodedata.normalize("NFD", ACCENTED).replace("e", "e\xad"),
    "ligatures": ACCENTED.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("ff", "ﬀ"),
    "full-width letters": ACCENTED.translate(WIDE),
    "straight quotation marks": ACCENTED.translate(str.maketrans("“”’—–", '""\'--')).replace("…", "..."),
    "guillemets": ACCENTED.replace("“", "«").replace("”", "»"),
    "low quotation marks": ACCENTED.replace("“", "„").replace("”", "“"),
    "reversed quotation marks": ACCENTED.replace("“", "‟"),
    "two grave accents and two apostrophes": ACCENTED.replace("“", "``").replace("”", "''"),
    "modifier letters for apostrophes": ACCENTED.replace("’", "ʼ"),
    "acute accents for apostrophes": ACCENTED.replace("’", "´"),
    "grave accents for apostrophes": ACCENTED.replace("’", "`"),
    "primes for apostrophes": ACCENTED.replace("’", "′"),
    "other dashes": ACCENTED.translate(str.maketrans("—–", "―—")),
    "two hyphens for a dash": ACCENTED.replace("—", "--").replace("–", "--"),
    "no-break hyphens": ACCENTED.replace("-", "\u2011"),
}


@pytest.mark.parametrize("name", OTHER_CODES)
def test_articles_that_differ_in_codes_alone_are_equal(name: str) -> None:
    text = OTHER_CODES[name]
    assert text != ACCENTED
    comparison = compare([read_text(ACCENTED), read_text(text)])

    assert comparison.findings == ()
    assert {one.similarity["A-B"] for one in comparison.passages} == {1.0}
    assert comparison.article("B").text == text
    assert_true_to_text(comparison)
    assert [(one.kind, one.speaker, one.cue, one.paragraph) for one in comparison.statements("A")] == [
        (one.kind, plain(one.speaker or "") or None, one.cue, one.paragraph) for one in comparison.statements("B")
    ]


def test_what_is_shown_is_as_received() -> None:
    text = OTHER_CODES["ligatures"]
    comparison = compare([read_text(text.replace("official", "clerk").replace("oﬃcial", "clerk")), read_text(text)])
    readings = [one.text for finding in comparison.findings for one in finding.readings]

    assert "The oﬃcial" in readings
    assert any("oﬃcial in the ﬁnancial back-oﬃce" in one.content for one in list_quotations([read_text(text)]))


@given(st.lists(st.sampled_from((*OTHER_CODES,)), min_size=1, max_size=3))
@settings(max_examples=15, deadline=None)
def test_a_text_of_pieces_in_several_codes_stays_true(names: list[str]) -> None:
    text = "\n\n".join(OTHER_CODES[name] for name in names)

    assert_true_to_text(quick(text, OTHER))
    found = list_quotations([read_text(text)])
    assert len(found) >= 3
    assert all(one.content == text[one.start : one.end] for one in found)


@pytest.mark.parametrize("text", ["6′2″ and 5´", "x² + ½", "«no»", "½ cup", "𝔘𝔫𝔦", "it`", "Ⅳ"])
def test_what_may_mean_something_else_keeps_its_code(text: str) -> None:
    assert plain(text) == text
