"""Write `ryabkov_diff/detect/antonyms.txt`: the antonyms of WordNet, and the irregular forms of their words.

    apt-get download wordnet-base && dpkg-deb -x wordnet-base_*.deb wordnet
    python scripts/build_antonyms.py wordnet/usr/share/wordnet

The folder is the one with `data.verb`; the version of WordNet and its licence are read from there. Each line of the
result is a word and the words of opposite meaning. Two words are taken as opposites

- where WordNet says so of the words themselves ("rise" and "fall"), or
- where it says so of synonyms of theirs, and both are in a common sense of theirs: "start" and "end" are synonyms of
  "begin" and "finish".

A line that begins with `=` is an irregular form and its base form; those of the words in
`opposites.toml` are among them.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = Path(__file__).parent.parent / "ryabkov_diff" / "detect"
OUTPUT = FOLDER / "antonyms.txt"

# The list of our own, whose words have irregular forms, too.
OWN = FOLDER / "opposites.toml"

PARTS_OF_SPEECH: Mapping[str, str] = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}

# A synonym counts only in one of its first senses, which WordNet orders by frequency: in the seventh sense "have" is
# "to give birth", and its opposites are none that a reader would see.
COMMON_SENSES = 2

# What the licence asks for stands in front of each data file, in lines that begin with a number.
LICENCE_LINE = re.compile(r"^ {2}\d+ ?(.*)$")

# A synset: its number, its part of speech.
Synset = tuple[str, str]


def read_synsets(folder: Path) -> tuple[dict[Synset, list[str]], list[tuple[Synset, int, Synset, int]]]:
    """Read the words of each synset, and the antonyms: synset and number of the word, from 1, for either.

    The format is described in wndb(5WN).
    """
    words: dict[Synset, list[str]] = {}
    antonyms = []
    for part in dict.fromkeys(PARTS_OF_SPEECH.values()):
        for line in (folder / f"data.{part}").read_text(encoding="latin-1").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split("|")[0].split()
            synset, count = (part, fields[0]), int(fields[3], 16)
            words[synset] = [re.sub(r"\(\w+\)$", "", fields[4 + 2 * k]).lower() for k in range(count)]
            pointers = fields[5 + 2 * count :]
            for symbol, offset, target, places in zip(*(iter(pointers),) * 4, strict=False):
                if symbol == "!":
                    one, other = (int(place, 16) for place in (places[:2], places[2:]))
                    antonyms.append((synset, one, (PARTS_OF_SPEECH[target], offset), other))
    return words, antonyms


def read_senses(folder: Path) -> dict[tuple[str, str], list[str]]:
    """Read in which synsets a word is, the most frequent first, by part of speech and word."""
    senses = {}
    for part in dict.fromkeys(PARTS_OF_SPEECH.values()):
        for line in (folder / f"index.{part}").read_text(encoding="latin-1").splitlines():
            if not line.startswith(" "):
                fields = line.split()
                senses[part, fields[0]] = fields[-int(fields[2]) :]
    return senses


def opposites(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the pairs of single words that are opposites, each once or more, either way round."""
    words, antonyms = read_synsets(folder)
    senses = read_senses(folder)

    def common(word: str, synset: Synset) -> bool:
        return synset[1] in senses[synset[0], word][:COMMON_SENSES]

    for one, k, other, m in antonyms:
        named = words[one][k - 1], words[other][m - 1]
        for pair in product(words[one], words[other]):
            if pair == named or (common(pair[0], one) and common(pair[1], other)):
                yield pair


def irregular_forms(folder: Path, vocabulary: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the irregular forms of words, with their base forms."""
    for part in dict.fromkeys(PARTS_OF_SPEECH.values()):
        for line in (folder / f"{part}.exc").read_text(encoding="latin-1").splitlines():
            form, *bases = line.split()
            yield from ((form, base) for base in bases if base in vocabulary and base != form)


def licence(folder: Path) -> list[str]:
    """Return WordNet's licence as its data files have it."""
    lines = (folder / "data.adv").read_text(encoding="latin-1").splitlines()
    return [match[1].strip() for line in lines if (match := LICENCE_LINE.match(line))]


def main() -> None:
    """Write the data file."""
    folder = Path(sys.argv[1])
    opposite: dict[str, set[str]] = defaultdict(set)
    for one, other in opposites(folder):
        if one.isalpha() and other.isalpha() and one != other:
            opposite[one].add(other)
            opposite[other].add(one)
    head = [
        "Words of opposite meaning: a word, then its opposites; after `=` an irregular form and its base form.",
        "Source: WordNet 3.0, written by scripts/build_antonyms.py. WordNet's licence:",
        "",
        *licence(folder),
    ]
    groups = tomllib.loads(OWN.read_text(encoding="utf-8"))["opposites"]["groups"]
    own = {word for group in groups for word in group.replace("/", " ").split()}
    forms = sorted(set(irregular_forms(folder, set(opposite) | own)))
    lines = [
        *(f"# {line}".rstrip() for line in head),
        *(" ".join((word, *sorted(others))) for word, others in sorted(opposite.items())),
        *(f"= {form} {base}" for form, base in forms),
    ]
    OUTPUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{OUTPUT}: {len(opposite)} words, {len(forms)} irregular forms, {OUTPUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
