"""The colours of the style sheet: each can be read on its ground, and sources can be told apart."""

from __future__ import annotations

import math
import re
from importlib import resources
from itertools import combinations

import pytest

STYLE = resources.files("ryabkov_diff.render").joinpath("templates", "report.css").read_text(encoding="utf-8")

# The first block of variables is light, the second dark, the third print.
LIGHT, DARK, PRINT = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", block)) for block in re.findall(r":root \{([^}]*)\}", STYLE)
)
SCHEMES = {"light": LIGHT, "dark": {**LIGHT, **DARK}, "print": {**LIGHT, **PRINT}}
SOURCES = [f"s{number}" for number in range(1, 9)]

# WCAG 2.2 AA for text of normal size.
CONTRAST = 4.5

# In OKLab, where 0.02 is just noticeable side by side; these are seen apart, and small.
DISTANCE = 0.09


def linear(colour: str) -> tuple[float, float, float]:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    values = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG defines it."""
    dark, light = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (linear(one), linear(other))
    )
    return (light + 0.05) / (dark + 0.05)


def oklab(colour: str) -> tuple[float, float, float]:
    red, green, blue = linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("colour", [*SOURCES, "ink", "quiet", "stake"])
def test_text_can_be_read_on_each_ground(scheme: str, colour: str) -> None:
    colours = SCHEMES[scheme]

    assert {
        ground: round(contrast(colours[colour], colours[ground]), 2)
        for ground in ("paper", "sheet", "found")
        if contrast(colours[colour], colours[ground]) < CONTRAST
    } == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_eight_sources_are_told_apart_and_none_looks_like_a_difference_of_substance(scheme: str) -> None:
    colours = SCHEMES[scheme]

    assert [
        (one, other)
        for one, other in combinations([*SOURCES, "stake"], 2)
        if math.dist(oklab(colours[one]), oklab(colours[other])) < DISTANCE
    ] == []
