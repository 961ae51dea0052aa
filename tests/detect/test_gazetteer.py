"""What names mean, and the glossary of the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ryabkov_diff.detect.gazetteer import Sort, load_gazetteer, load_glossary, name_words
from ryabkov_diff.errors import InputError, RyabkovDiffError, SettingsError

if TYPE_CHECKING:
    from pathlib import Path


def countries(name: str) -> frozenset[str]:
    known = load_gazetteer(()).lookup(name_words(name))
    return known.keys if known is not None and known.sort is Sort.COUNTRY else frozenset()


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ("Russia, Russian, Russians, Moscow, Kremlin, Russian Federation", "RU"),
        ("United States, US, U.S., USA, American, Americans, Washington, White House", "US"),
        ("Ukraine, Ukrainian, Kyiv, Kiev", "UA"),
        ("Czech Republic, Czechia, Czech, Prague", "CZ"),
        ("Spain, Spanish, Spaniards, Madrid", "ES"),
        ("Côte d’Ivoire, Ivorian", "CI"),
    ],
)
def test_a_country_its_people_its_capital_and_its_government_are_one(names: str, code: str) -> None:
    unknown = {name for name in names.split(", ") if code not in countries(name)}

    assert unknown <= {"Côte d’Ivoire"}  # English news writes Ivory Coast


def test_a_city_lies_in_a_country_and_is_no_country() -> None:
    known = load_gazetteer(()).lookup(("brno",))

    assert known is not None
    assert (known.sort, known.keys, known.city) == (Sort.PLACE, frozenset({"CZ"}), True)
    assert load_gazetteer(()).lookup(("house",)) is None


def test_the_longest_name_counts() -> None:
    words = ["south", "korea", "and", "guinea"]

    assert [entry_length[1] for place in (0, 3) if (entry_length := load_gazetteer(()).find(words, place))] == [2, 1]
    assert load_gazetteer(()).find(words, 2) is None


def test_every_line_of_the_package_s_places_is_read() -> None:
    assert countries("Bosnia and Herzegovina") == {"BA"}
    assert countries("Zimbabweans") == {"ZW"}


def test_a_glossary_goes_before_what_the_program_knows(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_text('[aliases]\n"Lech" = ["Lech Poznań", "the Railwaymen"]\n"Moscow Ballet" = ["Moscow"]\n', "utf-8")
    glossary = load_glossary(path)
    gazetteer = load_gazetteer(glossary)

    assert glossary == (("Lech", "Lech Poznań", "the Railwaymen"), ("Moscow Ballet", "Moscow"))
    for name in ("Lech", "Lech Poznan", "The Railwaymen"):
        known = gazetteer.lookup(name_words(name))
        assert known is not None
        assert known.keys == {"Lech"}
    moscow = gazetteer.lookup(("moscow",))
    assert moscow is not None
    assert moscow.sort is Sort.ALIAS


def test_a_glossary_without_aliases_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "empty.toml"
    path.write_text("# nothing yet\n", "utf-8")

    assert load_glossary(path) == ()


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (b"[aliases\n", SettingsError, "no TOML"),
        (b'[alias]\n"A" = ["B"]\n', SettingsError, "expected one table, aliases, found alias"),
        (b'aliases = ["A", "B"]\n', SettingsError, "expected a list of names for aliases"),
        (b'[aliases]\n"Lech" = "Lech Poznan"\n', SettingsError, "expected a list of names for Lech"),
        (b'[aliases]\n"Lech" = [7]\n', SettingsError, "expected a list of names for Lech"),
        (b'[aliases]\n"Lech" = ["!"]\n', SettingsError, "expected a list of names for Lech"),
        (b'[aliases]\n"Le\xff" = ["Lech"]\n', InputError, "not text in UTF-8"),
    ],
)
def test_a_faulty_glossary_is_named_with_a_hint(
    tmp_path: Path, content: bytes, error: type[RyabkovDiffError], message: str
) -> None:
    path = tmp_path / "glossary.toml"
    path.write_bytes(content)

    with pytest.raises(error) as raised:
        load_glossary(path)

    assert message in raised.value.message
    assert str(path) in raised.value.message
    assert "\n" not in raised.value.message
    assert raised.value.hint


def test_a_missing_glossary_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_glossary(tmp_path / "missing.toml")
