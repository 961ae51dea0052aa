"""Measure how time and memory grow on texts that were made to be slow: the same few characters over and over.

    python -m benchmarks.hostile                            # all texts at 100, 200 and 400 kB, without a model
    python -m benchmarks.hostile --kilobytes 10000 --stage segment quotes spaces
    python -m benchmarks.hostile --list

What takes time in proportion to the length takes twice as long for twice the text. Each text runs in a process of its
own, with a limit of time; the exponent in the last column is log2 of the last time over the one before: 1 is linear,
2 is a square. Stages: `read` (a file), `segment` (with its quotations), `compare` (with another text of the same kind).
"""

from __future__ import annotations

import argparse
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ryabkov_diff import Article, list_quotations
from ryabkov_diff.embed.lexical_engine import LexicalEmbedder
from ryabkov_diff.errors import RyabkovDiffError
from ryabkov_diff.pipeline import compare
from ryabkov_diff.read import read_articles

__all__ = ["TEXTS", "make_text"]

# By name: what is repeated.
TEXTS = {
    # No end of a word, a sentence or a paragraph.
    "letters": "a",
    "capitals": "A",
    "digits": "1",
    "spaces": " ",
    "tabs": "\t",
    "no-break-spaces": "\u00a0",
    "hyphens": "-",
    "dashes": "—",
    "apostrophes": "'",
    "dots": ".",
    "ellipses": "… ",
    "commas": ",",
    "colons": ":",
    "underscores": "_",
    "accents": "\u0301",
    "joiners": "a\u200d",
    "emoji": "👩\u200d🚀",
    # Marks without partner, and marks in marks.
    "quotes": '"',
    "quoted-letters": '"a',
    "quoted-words": '"a b" ',
    "opening": "“",
    "closing": "”",
    "opening-words": "“a ",
    "single-opening": "‘a ",
    "guillemets": "«a ",
    "alternating": "“‘",
    "nested": "“a ‘b ",
    "brackets": "[",
    "bracketed": "[a ",
    "bracket-pairs": "[a] ",
    "parentheses": "(",
    "parenthesised": "(a ",
    "braces": "{",
    "angles": "<",
    "tags": "<a>",
    # Lines and paragraphs.
    "lines": "a\n",
    "crlf": "a\r\n",
    "paragraphs": "a\n\n",
    "blank-lines": " \n",
    "separators": "a\u2028",
    "list-items": "- a\n",
    "numbered-items": "1. a\n",
    "labels": "Q: a\n\nA: b\n\n",
    "named-labels": "Ada Brook: a\n\nHarper: b\n\n",
    "datelines": "LEEDS, May 9, 2024 — a\n\n",
    "one-dateline": "LEEDS, ",
    "headers": "date 2024-05-09 ",
    "sources": "Source: http://a.example/b\n",
    # Sentences and clauses.
    "initials": "a. ",
    "capital-initials": "A. ",
    "abbreviations": "U.S.",
    "titles": "Mr. ",
    "questions": "a? ",
    "statements": "The mill burnt down. ",
    "says": "said ",
    "he-said": "he said ",
    "he-said-that": "Ada Brook said that ",
    "said-that": "said that he ",
    "clauses": "a, he said, ",
    "attributed": '"a," he said. ',
    "attributed-names": '"We see," Ada Brook said. ',
    "according-to": "according to ",
    "told": "told the ",
    "who": "who, ",
    "names": "Ada ",
    "full-names": "Ada Brook, ",
    "possessives": "Ada's ",
    "hyphenated": "a-",
    "contractions": "don't ",
    "elisions": "a'",
    # What detectors look for.
    "numbers": "12 ",
    "number-chain": "1,",
    "number-dots": "1.",
    "clock": "12:",
    "millions": "million ",
    "number-millions": "12 million ",
    "spelt-numbers": "twenty ",
    "hundreds": "hundred and ",
    "hyphenated-numbers": "twenty-",
    "currency": "$1",
    "percents": "5% ",
    "per": "per ",
    "dates": "May 9, 2024, ",
    "months": "May ",
    "weekdays": "on Monday ",
    "not": "not ",
    "never-not": "does not ",
    "all": "all of the ",
    "more-than": "more than ",
    "may": "may ",
    "of-the": "of the ",
    "an-old": "an old ",
    # Addresses and what steers terminals.
    "addresses": "http://a.example/",
    "address-signs": "http://",
    "escapes": "\x1b",
    "sequences": "\x1b[3",
    "operating-sequences": "\x1b]8;;a",
    "closed-sequences": "\x1b[31ma",
    "c1-sequences": "\u009b1",
    "directions": "a\u202e",
}  # fmt: skip

STAGES = ("read", "segment", "compare")

# What takes longer at the sizes that are measured by default is a defect.
LIMIT_SECONDS = 120


def make_text(name: str, characters: int, *, other: bool = False) -> str:
    """Return a text of the kind `name`, of this length; another one that differs in its beginning and its end."""
    unit = TEXTS[name]
    begin, end = ("Other said so.\n\n", " and more") if other else ("One said so.\n\n", "")
    return begin + unit * (characters // len(unit)) + end


def run_stage(name: str, stage: str, characters: int) -> tuple[float, int]:
    """Run one stage on one text; return seconds, and the peak of memory in megabytes."""
    texts = [make_text(name, characters, other=other) for other in (False, True)]
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(Path(folder) / f"{number}.txt") for number in (1, 2)]
        for path, text in zip(paths, texts, strict=True):
            Path(path).write_text(text, encoding="utf-8", newline="")
        began = time.perf_counter()
        try:
            if stage == "read":
                read_articles(paths)
            elif stage == "segment":
                list_quotations([_article(texts[0])])
            else:
                compare([_article(text) for text in texts], embedder=LexicalEmbedder())
        except RyabkovDiffError as error:
            print(f"# {name}: {error.message}", file=sys.stderr)
        seconds = time.perf_counter() - began
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _article(text: str) -> Article:
    """Make an article without reading it: what the text says about itself is of another stage."""
    return Article("A", "Outlet", text, len(text), "0" * 64)


def _measure(name: str, stage: str, kilobytes: int) -> tuple[float, int] | None:
    """Run a stage in a process of its own; None where it took too long or failed."""
    command = [sys.executable, "-m", "benchmarks.hostile", "--run", stage, "--kilobytes", str(kilobytes), name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        print(f"# {name}: {done.stderr.strip().splitlines()[-1]}")
        return None
    seconds, megabytes = done.stdout.split()
    return float(seconds), int(megabytes)


def main() -> None:
    """Measure, and print a row for each text and stage."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="TEXT", help="the texts to measure; all by default")
    parser.add_argument("--kilobytes", type=int, action="append", help="a size; can be repeated")
    parser.add_argument("--stage", choices=STAGES, action="append", help="a stage; can be repeated")
    parser.add_argument("--slow", type=float, default=0.0, help="show only what took longer than so many seconds")
    parser.add_argument("--list", action="store_true", help="list the texts")
    parser.add_argument("--run", choices=STAGES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.list:
        print("\n".join(f"{name:20} {unit!r}" for name, unit in TEXTS.items()))
        return
    if options.run:
        print(*run_stage(options.names[0], options.run, options.kilobytes[0] * 1000))
        return
    sizes = options.kilobytes or [100, 200, 400]
    for name in options.names or TEXTS:
        for stage in options.stage or STAGES:
            cells, times = [], []
            for size in sizes:
                measured = _measure(name, stage, size)
                if measured is None:
                    cells.append(f"over {LIMIT_SECONDS} s")
                    times.append(math.inf)
                    break
                times.append(measured[0])
                cells.append(f"{measured[0]:7.2f} s {measured[1]:6} MB")
            power = math.log2(times[-1] / times[-2]) if len(times) > 1 and times[-1] < math.inf else math.inf
            if times[-1] >= options.slow:
                print(f"{name:20} {stage:8}", *cells, f"^{power:.1f}", sep="  ", flush=True)


if __name__ == "__main__":
    main()
