"""Measure the segmentation's direct quotations and their speakers on a development set of annotated articles.

The set is not part of this project: `--bench` names the folder that holds `score.py` and `quotes/*.jsonl`, one JSON
object a line with `text` and `quotes` (`spans`, `kind`, `speaker`, `cue`).

    python benchmarks/quotes.py --bench FOLDER [--show N]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ryabkov_diff.domain import Segment, SegmentKind
from ryabkov_diff.read import read_text
from ryabkov_diff.segment import segment_articles

if TYPE_CHECKING:
    from types import ModuleType

# What stands around a name in the gold, and is no part of it.
_EDGES = " \t\n\r\xa0.,;:’'\"“”"


# Capitalised words that name nobody.
_UNNAMED = frozenset({"he", "she", "they", "i", "it", "we", "who", "the", "a", "an", "another", "one", "his", "her"})


def main() -> int:
    """Print characters' precision, recall and F1 of direct quotations, and the share of right speakers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True, help="the folder of the development sets")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print the first N faults of each sort")
    options = parser.parse_args()
    score = _load_scorer(options.bench / "score.py")
    lines = (options.bench / "quotes" / "polnear.dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    gold, predicted, ascii_pairs = [], [], []
    right = named = found = 0
    faults: list[str] = []
    for row in rows:
        article = read_text(row["text"])
        segments, _ = segment_articles([article])
        quoted = [segment for segment in segments if segment.kind is SegmentKind.QUOTED]
        direct = [quote for quote in row["quotes"] if quote["kind"] == "direct"]
        ascii_pairs.append(
            [tuple(span) for quote in row["quotes"] for span in quote["spans"] if _has_ascii_pair(row["text"], span)]
        )
        gold.append([tuple(span) for quote in direct for span in quote["spans"]])
        predicted.append([(segment.start, segment.end) for segment in quoted])
        for quote in direct:
            if not _is_named(quote["speaker"]):
                continue
            named += 1
            segment = _best(quote["spans"], segments)
            found += segment is not None and segment.kind is SegmentKind.QUOTED
            if segment is not None and same_speaker(segment.speaker, quote["speaker"]):
                right += 1
            else:
                content = row["text"][quote["spans"][0][0] : quote["spans"][0][1]]
                kind, speaker = (segment.kind.value, segment.speaker) if segment else (None, None)
                faults.append(f"{row['id']}: {kind} {speaker!r}, gold {quote['speaker']!r}: {content[:90]!r}")
    chars = score.span_prf(gold, predicted)["chars"]
    print(f"direct quotations, characters: P {chars['p']:.3f}  R {chars['r']:.3f}  F1 {chars['f1']:.3f}")
    # The gold calls quotations between two apostrophes on each side indirect; here they are left out on both sides.
    fair = [
        [span for span in spans if not any(start <= span[0] < end for start, end in pairs)]
        for spans, pairs in zip(predicted, ascii_pairs, strict=True)
    ]
    chars = score.span_prf(gold, fair)["chars"]
    print(f"  without those in ''…'':    P {chars['p']:.3f}  R {chars['r']:.3f}  F1 {chars['f1']:.3f}")
    print(f"speaker of direct quotations:  {right}/{named} = {right / named:.3f} (found as quoted: {found})")
    for fault in faults[: options.show]:
        print("  speaker", fault)
    if options.show:
        _show_spans(rows, gold, predicted, options.show)
    return 0


def same_speaker(found: str | None, gold: str) -> bool:
    """Say whether two forms name one speaker: they share a word of the name."""
    if found is None:
        return False
    words = {word.strip(_EDGES).casefold() for word in found.replace("\xa0", " ").split()}
    wanted = [word.strip(_EDGES).casefold() for word in gold.replace("\xa0", " ").split()]
    if not wanted:
        return False
    names = {word for word in wanted if word and word not in {"the", "a", "an", "of"}}
    return bool(names & words)


def _has_ascii_pair(text: str, span: list[int]) -> bool:
    return "''" in text[max(0, span[0] - 2) : span[1] + 2]


def _is_named(speaker: str) -> bool:
    """Say whether the gold names the speaker: pronouns and roles ("the president") can mean anybody."""
    words = [word.strip(_EDGES) for word in speaker.replace("\xa0", " ").split()]
    return any(word[:1].isupper() and word.casefold() not in _UNNAMED for word in words)


def _best(spans: list[list[int]], segments: tuple[Segment, ...]) -> Segment | None:
    """Return the segment that covers most of a quotation."""

    def covered(segment: Segment) -> int:
        return sum(max(0, min(end, segment.end) - max(start, segment.start)) for start, end in spans)

    best = max(segments, key=covered, default=None)
    return best if best is not None and covered(best) else None


def _show_spans(
    rows: list[dict[str, Any]], gold: list[list[tuple[int, int]]], predicted: list[list[tuple[int, int]]], limit: int
) -> None:
    missed, spurious = [], []
    for row, wanted, found in zip(rows, gold, predicted, strict=True):
        inside = {position for start, end in found for position in range(start, end)}
        true = {position for start, end in wanted for position in range(start, end)}
        for start, end in wanted:
            if sum(position in inside for position in range(start, end)) < (end - start) / 2:
                missed.append(f"{row['id']}: {row['text'][max(0, start - 40) : end + 40]!r}")
        for start, end in found:
            if sum(position in true for position in range(start, end)) < (end - start) / 2:
                spurious.append((end - start, f"{row['id']}: {row['text'][max(0, start - 40) : end + 40]!r}"))
    spurious.sort(reverse=True)
    print(f"missed: {len(missed)}", *missed[:limit], sep="\n  ")
    print(f"spurious: {len(spurious)}", *(line for _, line in spurious[:limit]), sep="\n  ")


def _load_scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_score", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} is no module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
