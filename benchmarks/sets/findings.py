"""The kinds of findings, on the invented pairs in `benchmarks/news/findings` and on the two Izvestia articles.

A finding is *right* when the gold has one in the same place and of its kind, or of a kind under which the gold lets it
be reported as well. It is in the same place when it has a reading there in each article in which the gold has words.
Words that stand in no statement, mostly in a clause that reports one, are no reading by the contract: a finding about
them has the whole statement as its reading, so that the whole of a statement right beside them is in their place.
Each of the gold takes one finding: a second one for the same difference is wrong.

*Severity 3*: the findings of severity 3 against the gold of severity 3; one that is right about something less severe
is not wrong. *Kinds*: the findings of a kind against the gold of that kind, which is found when a finding has the kind,
be it as a further one. Of the kinds in `SAMPLED` the gold has only some, so that only the share found is measured.
*Traps*: the share of wordings that mean the same in which a finding of severity 3 stands that is not right.

The program is told that a pair reports one event. The Izvestia articles have the rows of the list that users were
promised (`tests/gold/izvestia-findings.json`), each row with one place or several.

Items are pairs; of the Izvestia articles, rows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.data import excerpt, load_remembering_embedder
from benchmarks.measures import OWN, Counts, Measure, Statistic, add_up
from benchmarks.sets.pairs import HALVES, compare_pair, find, read_pairs
from ryabkov_diff import compare
from ryabkov_diff.domain import FAMILIES, MEANING_AT_STAKE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from benchmarks.sets.pairs import Pair
    from ryabkov_diff import Finding, Segment

    Span = tuple[int, int]

__all__ = ["NAME", "SAMPLED", "SEVERE", "TRAPS", "GoldFinding", "Judged", "judge", "match", "measure"]

NAME = "findings"
ROOT = Path(__file__).resolve().parent.parent.parent
SEEDS = ROOT / "tests" / "gold" / "izvestia-findings.json"

# The condition beside the two halves of the pairs.
IZVESTIA = "Izvestia"

# The names of the measures that are no kinds.
SEVERE, TRAPS, ROWS = "severity 3", "traps flagged", "rows of the list"

# The kinds of which the gold lists some, not all: every pair is full of them.
SAMPLED = frozenset({"loaded-word", "reporting-verb", "rewording", "specificity", "spelling"})

# Characters between a statement and words of the clause that reports it.
CLAUSE = 60

# Characters by which the place of words that are not there may miss those beside it: a quotation mark and a comma.
BESIDE = 2


@dataclass(frozen=True, slots=True)
class GoldFinding:
    """A difference that is there.

    Attributes:
        kind: What it is.
        also: What it may be reported as, too.
        severity: As in `Finding`.
        spans: Where, by sigil; without the article that has no such words.
        line: The words of both, for a reader.
        beside: The statements beside words that stand in none, by sigil; see `among`.
    """

    kind: str
    also: frozenset[str]
    severity: int
    spans: Mapping[str, Span]
    line: str
    beside: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], texts: Mapping[str, str]) -> GoldFinding:
        """Read one of the gold, as pieces of the texts of both articles."""
        kind, also, severity = data.get("kind", ""), frozenset(data.get("also", ())), data.get("severity", 0)
        pieces = {sigil: data[sigil.lower()] for sigil in texts if data[sigil.lower()] is not None}
        line = " ~ ".join(excerpt(pieces.get(sigil, "nothing")) for sigil in texts)
        return cls(kind, also, severity, {sigil: find(texts[sigil], piece) for sigil, piece in pieces.items()}, line)

    def holds(self, finding: Finding) -> bool:
        """Say whether a finding says this, or part of it."""
        return (self.is_kind_of(finding) or finding.kind in self.also) and self.is_place_of(finding)

    def is_kind_of(self, finding: Finding) -> bool:
        """Say whether a finding has this kind, be it as a further one."""
        return self.kind in {finding.kind, *finding.also}

    def among(self, segments: Iterable[Segment]) -> GoldFinding:
        """Return this with the statements right beside its words, where these stand in none."""
        own = {sigil: [one for one in segments if one.article == sigil] for sigil in self.spans}
        beside: dict[str, tuple[Span, ...]] = {}
        for sigil, (start, end) in self.spans.items():
            if any(_meet((one.start, one.end), (start, end)) for one in own[sigil]):
                continue
            before = [one for one in own[sigil] if one.end <= start][-1:]
            behind = [one for one in own[sigil] if one.start >= end][:1]
            near = [one for one in before if start - one.end < CLAUSE] + [
                one for one in behind if one.start - end < CLAUSE
            ]
            beside[sigil] = tuple((one.start, one.end) for one in near)
        return replace(self, beside=beside)

    def is_place_of(self, finding: Finding) -> bool:
        """Say whether a finding has a reading here in each article that has words here."""
        return all(
            any(
                sigil in reading.articles
                and reading.selector is not None
                and self._is_place(sigil, (reading.selector.start, reading.selector.end))
                for reading in finding.readings
            )
            for sigil in self.spans
        )

    def _is_place(self, sigil: str, place: Span) -> bool:
        whole = any(place[0] <= start and end <= place[1] for start, end in self.beside.get(sigil, ()))
        return whole or _meet(place, self.spans[sigil])


@dataclass(frozen=True, slots=True)
class Judged:
    """Findings of a pair beside its gold.

    Attributes:
        name: Of the pair.
        gold: What differs in it.
        traps: What means the same in it.
        findings: All that were found.
        matched: For a finding that is right, by its place in `findings`, the place of what it finds in the gold.
        severe: The same among findings of severity 3 alone.
    """

    name: str
    gold: Sequence[GoldFinding]
    traps: Sequence[GoldFinding]
    findings: Sequence[Finding]
    matched: Mapping[int, int]
    severe: Mapping[int, int]


def measure(bench: Path | None, *, baselines: bool) -> Iterator[Measure]:
    """Measure severity 3, each kind and the traps in both halves, and the rows in the Izvestia articles.

    Args:
        bench: Not needed: articles and gold are the project's own.
        baselines: There are none.
    """
    del bench, baselines
    for half in HALVES:
        compared = ((pair, compare_pair(pair)) for pair in read_pairs(half))
        judged = [judge(pair, comparison.findings, comparison.segments) for pair, comparison in compared]
        yield _severe(half, judged)
        yield _traps(half, judged)
        for kind in FAMILIES:
            yield _kind(half, kind, judged)
    yield _rows()


def read_gold(pair: Pair, name: str) -> list[GoldFinding]:
    """Read the differences of a pair, or its traps, whose kind and severity say nothing."""
    return [GoldFinding.from_dict(one, pair.texts) for one in pair.gold[name]]


def judge(pair: Pair, findings: Sequence[Finding], segments: Sequence[Segment]) -> Judged:
    """Set findings beside the gold; `segments` are the statements of both articles."""
    severe = [number for number, one in enumerate(findings) if one.severity >= MEANING_AT_STAKE]
    gold = [one.among(segments) for one in read_gold(pair, "findings")]
    traps = read_gold(pair, "benign")
    everything = match(range(len(findings)), findings, gold)
    return Judged(pair.name, gold, traps, findings, everything, match(severe, findings, gold))


def match(numbers: Iterable[int], findings: Sequence[Finding], gold: Sequence[GoldFinding]) -> dict[int, int]:
    """Match findings with the gold one to one, those of the very kind first.

    Args:
        numbers: The places in `findings` of those that may be matched.
        findings: What was found.
        gold: What is there.

    Returns:
        The place in the gold for each finding that is right, by its place in `findings`.
    """
    candidates = sorted(
        (findings[i].kind != one.kind, i, j) for i in numbers for j, one in enumerate(gold) if one.holds(findings[i])
    )
    matched: dict[int, int] = {}
    for _, i, j in candidates:
        if i not in matched and j not in matched.values():
            matched[i] = j
    return matched


def _meet(place: Span, gold: Span) -> bool:
    """Say whether two places share a character; a place without any may lie beside the gold."""
    (start, end), (first, last) = place, gold
    return start < last and first < end if start < end else first - BESIDE <= start <= last + BESIDE


def _severe(half: str, judged: Sequence[Judged]) -> Measure:
    """Count what is of severity 3, in the gold and among the findings."""
    counts: dict[str, Counts] = {}
    faults: dict[str, list[str]] = {}
    for one in judged:
        own = [number for number, finding in enumerate(one.findings) if finding.severity >= MEANING_AT_STAKE]
        wanted = [number for number, gold in enumerate(one.gold) if gold.severity >= MEANING_AT_STAKE]
        found = set(one.severe.values())
        counts[one.name] = Counts(len(one.severe), len(own), len(found & set(wanted)), len(wanted))
        faults[one.name] = [
            *(_missed(one.gold[number]) for number in wanted if number not in found),
            *(_wrong(one.findings[number]) for number in own if number not in one.severe),
        ]
    return Measure(NAME, SEVERE, half, OWN, counts, faults=_some(faults))


def _traps(half: str, judged: Sequence[Judged]) -> Measure:
    """Count the traps in which something of severity 3 stands that is not right."""
    counts: list[tuple[str, Counts]] = []
    faults: dict[str, list[str]] = {}
    for one in judged:
        alarms = [
            finding
            for number, finding in enumerate(one.findings)
            if finding.severity >= MEANING_AT_STAKE and number not in one.severe
        ]
        for trap in one.traps:
            standing = [finding for finding in alarms if trap.is_place_of(finding)]
            counts.append((one.name, Counts.of_case(hit=bool(standing))))
            faults.setdefault(one.name, []).extend(f"{trap.line} → {_wrong(finding)}" for finding in standing)
    return Measure(NAME, TRAPS, half, OWN, add_up(counts), Statistic.SHARE, _some(faults))


def _kind(half: str, kind: str, judged: Sequence[Judged]) -> Measure:
    """Count what is of a kind."""
    counts: dict[str, Counts] = {}
    faults: dict[str, list[str]] = {}
    for one in judged:
        own = [] if kind in SAMPLED else [k for k, finding in enumerate(one.findings) if finding.kind == kind]
        wanted = [j for j, gold in enumerate(one.gold) if gold.kind == kind]
        found = {j for i, j in one.matched.items() if one.gold[j].is_kind_of(one.findings[i])}
        counts[one.name] = Counts(len(one.matched.keys() & set(own)), len(own), len(found & set(wanted)), len(wanted))
        faults[one.name] = [
            *(_missed(one.gold[j]) for j in wanted if j not in found),
            *(_wrong(one.findings[i]) for i in own if i not in one.matched),
        ]
    statistic = Statistic.SHARE if kind in SAMPLED else Statistic.F1
    return Measure(NAME, kind, half, OWN, counts, statistic, _some(faults))


def _rows() -> Measure:
    """Count the rows of the list whose places are all found in the Izvestia articles."""
    gold = json.loads(SEEDS.read_text(encoding="utf-8"))
    paths = dict(zip("AB", (ROOT / path for path in gold["articles"]), strict=True))
    texts = {sigil: path.read_text(encoding="utf-8") for sigil, path in paths.items()}
    places: dict[int, list[GoldFinding]] = {}
    for one in gold["findings"]:
        places.setdefault(one["row"], []).append(GoldFinding.from_dict(one, texts))
    comparison = compare(list(paths.values()), embedder=load_remembering_embedder())
    counts: dict[str, Counts] = {}
    faults: dict[str, list[str]] = {}
    for row, own in places.items():
        wanted = [one.among(comparison.segments) for one in own]
        missed = [
            one for one in wanted if not any(one.is_kind_of(it) and one.is_place_of(it) for it in comparison.findings)
        ]
        counts[f"row {row}"] = Counts.of_case(hit=not missed)
        faults[f"row {row}"] = [_missed(one) for one in missed]
    return Measure(NAME, ROWS, IZVESTIA, OWN, counts, Statistic.SHARE, _some(faults))


def _missed(gold: GoldFinding) -> str:
    return f"missed ({gold.kind}): {gold.line}"


def _wrong(finding: Finding) -> str:
    return f"wrong ({finding.kind}): {excerpt(finding.message)}"


def _some(faults: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Leave out the items without faults."""
    return {item: own for item, own in faults.items() if own}
