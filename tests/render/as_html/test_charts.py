"""The geometry of the charts."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from ryabkov_diff.render.as_html.charts import Stretch, draw_coverage, draw_ribbons

SHARED_AND_OWN = [
    [Stretch("P1", 10, 0), Stretch("P2", 20, 0), Stretch("P3", 30, 1)],
    [Stretch("P3", 15, 0), Stretch("P1", 5, 1)],
]


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]


def test_each_statement_is_a_block_as_high_as_it_is_long() -> None:
    chart = draw_ribbons(SHARED_AND_OWN)
    heights = {(block.column, block.passage): block.height for block in chart.blocks}

    assert heights[0, "P2"] == pytest.approx(2 * heights[0, "P1"], abs=0.2)
    assert heights[0, "P3"] == pytest.approx(2 * heights[1, "P3"], abs=0.2)


def test_blocks_of_a_strip_follow_one_another_without_overlap() -> None:
    chart = draw_ribbons(SHARED_AND_OWN)
    for column in (0, 1):
        strip = [block for block in chart.blocks if block.column == column]
        ends = [block.y + block.height for block in strip]

        assert all(end <= block.y for end, block in zip(ends, strip[1:], strict=False))


def test_the_gap_between_paragraphs_is_wider_than_between_statements() -> None:
    one, two, three = draw_ribbons(SHARED_AND_OWN[:1]).blocks

    assert three.y - (two.y + two.height) > two.y - (one.y + one.height)


def test_only_what_two_strips_share_has_a_ribbon() -> None:
    assert [ribbon.passage for ribbon in draw_ribbons(SHARED_AND_OWN).ribbons] == ["P1", "P3"]


def test_a_ribbon_joins_the_edges_of_its_blocks() -> None:
    chart = draw_ribbons([[Stretch("P1", 10, 0)], [Stretch("P9", 10, 0), Stretch("P1", 10, 0)]])
    (ribbon,) = chart.ribbons
    left, _, right = chart.blocks
    outline = numbers(ribbon.path)

    assert outline[:2] == [left.x + left.width, left.y]
    assert outline[6:9] == [right.x, right.y, right.y + right.height]
    assert outline[-2:] == [left.x + left.width, round(left.y + left.height, 1)]


def test_a_ribbon_passes_by_a_source_that_lacks_the_statement() -> None:
    chart = draw_ribbons([[Stretch("P1", 5, 0)], [Stretch("P2", 5, 0)], [Stretch("P1", 5, 0)]])
    (ribbon,) = chart.ribbons

    assert max(numbers(ribbon.path)) >= chart.blocks[2].x


def test_a_statement_in_three_sources_has_a_ribbon_from_each_to_the_next() -> None:
    assert len(draw_ribbons([[Stretch("P1", 5, 0)]] * 3).ribbons) == 2


def test_neighbours_of_one_passage_are_one_block() -> None:
    (block,) = draw_ribbons([[Stretch("P1", 500, 0), Stretch("P1", 500, 0)]]).blocks

    assert block.height == pytest.approx(400, abs=0.2)


def test_a_source_of_one_sentence_is_no_tower() -> None:
    (block,) = draw_ribbons([[Stretch("P1", 10, 0)]]).blocks

    assert block.height == pytest.approx(25)


def test_neighbours_in_no_passage_stay_apart() -> None:
    assert len(draw_ribbons([[Stretch(None, 5, 0), Stretch(None, 5, 0)]]).blocks) == 2


def test_a_passage_told_twice_has_one_ribbon() -> None:
    chart = draw_ribbons([[Stretch("P1", 5, 0), Stretch("P2", 5, 0), Stretch("P1", 5, 1)], [Stretch("P1", 5, 0)]])

    assert [ribbon.passage for ribbon in chart.ribbons] == ["P1"]


@pytest.mark.parametrize("sources", [1, 2, 3, 7, 20, 60])
def test_the_chart_is_never_wider_than_its_place(sources: int) -> None:
    chart = draw_ribbons([[Stretch("P1", 5, 0)]] * sources)

    assert chart.width <= 340
    assert len(chart.heads) == sources
    assert all(one.x + one.width < other.x for one, other in pairwise(chart.blocks))
    assert all(0 <= block.x <= chart.width for block in chart.blocks)


def test_a_long_interview_is_pressed_into_the_height_of_a_screen_in_its_order() -> None:
    long = [Stretch(f"P{number}", 20, number) for number in range(600)]
    chart = draw_ribbons([long, long])

    assert chart.height < 1000
    strip = [block for block in chart.blocks if block.column == 0]
    assert len(strip) == 600
    assert all(block.height > 0 for block in strip)
    assert all(one.y + one.height <= other.y + 0.02 for one, other in pairwise(strip))


def test_nothing_to_draw_is_a_chart_without_marks() -> None:
    assert draw_ribbons([[], []]).blocks == ()
    assert draw_coverage([], [{}, {}]).bars == ()


def test_a_bar_stands_on_its_sources_line_and_is_as_high_as_its_share() -> None:
    chart = draw_coverage(["P1", "P2"], [{"P1": 0.4, "P2": 0.2}, {"P2": 0.1}])
    first, second, third = chart.bars

    assert first.height == pytest.approx(2 * second.height)
    assert second.height == pytest.approx(2 * third.height)
    assert [bar.y + bar.height for bar in chart.bars] == [
        chart.baselines[0],
        chart.baselines[0],
        chart.baselines[1],
    ]


def test_the_same_statement_stands_above_itself() -> None:
    chart = draw_coverage(["P1", "P2"], [{"P1": 0.5, "P2": 0.5}, {"P2": 0.5}])

    assert {bar.x for bar in chart.bars if bar.passage == "P2"} == {chart.bars[1].x}


def test_a_small_share_can_still_be_seen() -> None:
    chart = draw_coverage(["P1", "P2"], [{"P1": 0.999, "P2": 0.001}])

    assert chart.bars[1].height >= 4


@pytest.mark.parametrize("statements", [5, 50, 500])
def test_many_bars_share_the_width(statements: int) -> None:
    names = [f"P{number}" for number in range(statements)]
    chart = draw_coverage(names, [dict.fromkeys(names, 1 / statements)])

    assert chart.width <= 900
    assert chart.bars[-1].x + chart.bars[-1].width <= chart.width
