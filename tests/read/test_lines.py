"""Lines with their places become paragraphs; what stands on every page is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryabkov_diff.read.lines import Line, build_paragraphs, drop_running_lines

# The width of a letter of the size of the text, on average.
LETTER = 5.0


def page(text: str, *, number: int = 0, top: float = 760, size: float = 11, leading: float = 14) -> list[Line]:
    """Set a text: blank lines are distances, and blanks at the beginning of a line set it in."""
    lines = []
    for place, line in enumerate(text.strip("\n").split("\n")):
        words = line.strip()
        if words:
            left = 72 + LETTER * (len(line) - len(line.lstrip()))
            lines.append(Line(words, number, left, top - place * leading, size, LETTER * len(words)))
    return lines


def paragraphs(*lines: Line) -> list[str]:
    return [block.text for block in build_paragraphs(lines)]


def test_lines_become_paragraphs_by_their_distances() -> None:
    text = """
The river above the old town rose by two metres on
Friday. Nobody was hurt, and the water reached
neither the school nor the hospital.

The mayor, Lena Falk, spoke of luck. The road along
the bank stays closed until Monday.
"""

    first, second = paragraphs(*page(text))
    assert first == " ".join(text.partition("\n\n")[0].split())
    assert second == "The mayor, Lena Falk, spoke of luck. The road along the bank stays closed until Monday."


def test_lines_become_paragraphs_by_their_indents() -> None:
    text = """
   The river above the old town rose by two metres
on Friday, and nobody in the old town was hurt,
for once.
   The mayor, Lena Falk, spoke of luck. The road
along the bank stays closed until Monday evening.
   “We will see,” she said to the reporters there.
"""

    assert [one.split()[0] for one in paragraphs(*page(text))] == ["The", "The", "“We"]


def test_lines_become_paragraphs_where_a_sentence_ends_a_short_line() -> None:
    text = """
The river above the old town rose by two metres on
Friday, and nobody in the old town was hurt.
The mayor, Lena Falk, spoke of luck. The road along
the bank stays closed until Monday.
Engineers look at it.
"""

    assert [one.split()[0] for one in paragraphs(*page(text))] == ["The", "The", "Engineers"]


def test_where_paragraphs_stand_apart_a_narrower_one_is_not_cut_up() -> None:
    text = """
The river above the old town rose by two metres on
Friday, and nobody in the old town was hurt.

     We have seen the river rise before.
     Never did it rise in one night. We
     had the sand there.

She thanked all who had carried sand to the bridge.
"""

    assert [one.split()[0] for one in paragraphs(*page(text))] == ["The", "We", "She"]


def test_a_quotation_that_is_set_in_is_a_paragraph() -> None:
    text = """
The mayor, Lena Falk, spoke of luck on Friday night:
     We have seen the river rise before, but never
     in one night, and never by two metres or more.
She thanked all who had carried sand to the bridge.
"""

    assert [one.split()[0] for one in paragraphs(*page(text))] == ["The", "We", "She"]


def test_titles_and_bylines_stand_by_themselves() -> None:
    title = page("River rises by two\nmetres in a night", size=20, leading=24)
    text = page("By Ada Brook\nThe river above the old town rose by two metres on\nFriday. Nobody was hurt.", top=700)

    assert paragraphs(*title, *text) == [
        "River rises by two metres in a night",
        "By Ada Brook",
        "The river above the old town rose by two metres on Friday. Nobody was hurt.",
    ]


@pytest.mark.parametrize("where", [{"number": 1}, {"number": 0, "top": 760}])
def test_sentences_go_on_in_the_next_column_and_on_the_next_page(where: dict[str, int]) -> None:
    first = page("The river above the old town rose by two metres", top=100)
    second = page("on Friday. Nobody in the old town was hurt at all.\nThe mayor, Lena Falk, spoke of luck.", **where)

    assert paragraphs(*first, *second)[0].startswith("The river above the old town rose by two metres on Friday.")


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("said the deputy minis-", "ter of the interior", "said the deputy minister of the interior"),
        ("said the deputy minis\u2010", "ter of the interior", "said the deputy minister of the interior"),
        ("said the deputy minis\u00ad", "ter of the interior", "said the deputy minister of the interior"),
        ("the the\u2010", "ory of floods", "the theory of floods"),
        ("a long-", "lasting flood", "a long-lasting flood"),
        ("after twenty-", "six years", "after twenty-six years"),
        ("after seven-", "teen years", "after seventeen years"),
        ("between Lyon-", "Turin and", "between Lyon-Turin and"),
        ("the rain –", "it was heavy", "the rain – it was heavy"),
        ("from COVID-", "19 on", "from COVID- 19 on"),
    ],
)
def test_divided_words_are_made_whole_and_hyphens_kept_that_belong_there(first: str, second: str, whole: str) -> None:
    lines = page(f"{first}\n{second}")

    assert paragraphs(*lines) == [whole]


def test_a_document_shows_which_words_have_hyphens() -> None:
    before = "The Russian side spoke of a flood-prone valley and of the government there, of ancient rights"
    lines = [
        *page(before, top=760),
        *page(
            "and of a Russian-\nled mission, of a flood-\nprone town, of a govern-\nment and of ancient-\nly owned",
            top=746,
        ),
    ]

    assert paragraphs(*lines) == [
        f"{before} and of a Russian-led mission, of a flood-prone town, of a government and of ancient-ly owned"
    ]


def test_running_titles_addresses_and_page_numbers_are_left_out() -> None:
    lines = []
    for number in range(3):
        head = page(f"Lakeland Post, 10 May 2024, {number + 1}", number=number, top=800)
        foot = page(f"https://lakeland.example/river {number + 1}/3", number=number, top=40)
        body = page(
            ("The river rose.\nNobody", "was hurt.\nThe mayor", "spoke of luck\nand sand.")[number], number=number
        )
        lines += [*head, *body, *foot]
    text, running = drop_running_lines(lines)

    assert [line.text for line in text if line.page == 1] == ["was hurt.", "The mayor"]
    assert len(running) == 6


@pytest.mark.parametrize(
    "line",
    ["7", "- 7 -", "Page 7 of 12", "7/12", "https://lakeland.example/river?x=1 1/2", "5/14/24, 9:12 AM River rises"],
)
def test_what_browsers_print_is_left_out_of_a_single_page(line: str) -> None:
    body = page("The river rose by two metres.\nThe mayor spoke.\nThe road is closed.\nNobody was hurt.")
    text, running = drop_running_lines([*body, *page(line, top=30)])

    assert text == body
    assert [one.text for one in running] == [line]


def test_lines_of_the_text_are_kept_even_if_they_repeat() -> None:
    lines = [*page("Yes, she said.\nNo.\nYes, she said.\n10 May 2024\nYes, she said.")]

    assert drop_running_lines(lines) == (lines, [])


@given(
    st.lists(
        st.builds(
            Line,
            st.text(alphabet="aB. -\u00ad“1", min_size=1, max_size=12).filter(str.strip).map(str.strip),
            st.integers(0, 2),
            *[st.floats(-1e6, 1e6)] * 2,
            st.floats(1, 1e3),
            st.floats(0, 1e4),
        ),
        max_size=8,
    )
)
def test_no_letter_of_the_text_is_lost(lines: list[Line]) -> None:
    def letters(texts: list[str]) -> str:
        return "".join(letter for text in texts for letter in text if letter.isalnum())

    text, running = drop_running_lines(lines)

    assert sorted([*text, *running], key=repr) == sorted(lines, key=repr)
    assert letters(paragraphs(*text)) == letters([line.text for line in text])
