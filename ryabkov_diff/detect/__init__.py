"""Detect: `Table` → `Finding`, coded claims with severity, cues and evidence spans.

One file for each family of kinds, one class for each detector. Detectors know nothing of one another; where several
see one difference, `detect_findings` leaves one finding, the most specific, and names the other kinds in its `also`.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

from ryabkov_diff.detect.alterations import AlterationDetector
from ryabkov_diff.detect.asked import Asked
from ryabkov_diff.detect.attributions import QuoteModeDetector, ReportingVerbDetector, SpeakerDetector
from ryabkov_diff.detect.contexts import QuoteContextDetector
from ryabkov_diff.detect.dates import DateDetector
from ryabkov_diff.detect.defects import DefectDetector
from ryabkov_diff.detect.entailment import EntailmentDetector
from ryabkov_diff.detect.findings import describe_readings, describe_words
from ryabkov_diff.detect.gazetteer import load_glossary
from ryabkov_diff.detect.names import NameDetector
from ryabkov_diff.detect.narrative import HeadlineDetector, OrderDetector, SourceDetector
from ryabkov_diff.detect.numbers import NumberDetector
from ryabkov_diff.detect.omissions import OmissionDetector
from ryabkov_diff.detect.operators import OperatorDetector
from ryabkov_diff.detect.quotations import QuotationDetector
from ryabkov_diff.detect.stance import LoadedWordDetector
from ryabkov_diff.detect.topics import TopicDetector
from ryabkov_diff.detect.wording import WordingDetector
from ryabkov_diff.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ryabkov_diff.detect.gazetteer import Glossary
    from ryabkov_diff.domain import Detector, Finding, Reading, Table

__all__ = ["DETECTORS", "KINDS", "detect_findings", "load_glossary", "make_detectors"]


def make_detectors(glossary: Glossary = ()) -> tuple[Detector, ...]:
    """Return the program's own detectors.

    Args:
        glossary: Which names stand for one thing, beyond those that the program knows; see `load_glossary`.
    """
    return (
        OmissionDetector(),
        NumberDetector(),
        DateDetector(),
        NameDetector(glossary),
        TopicDetector(glossary),
        OperatorDetector(),
        EntailmentDetector(),
        LoadedWordDetector(),
        WordingDetector(),
        QuotationDetector(),
        AlterationDetector(),
        SpeakerDetector(),
        ReportingVerbDetector(),
        QuoteModeDetector(),
        QuoteContextDetector(),
        SourceDetector(),
        OrderDetector(),
        HeadlineDetector(),
        DefectDetector(),
    )


# The detectors that run unless others are given.
DETECTORS: tuple[Detector, ...] = make_detectors()

# The kinds that they find.
KINDS = tuple(sorted({kind for detector in DETECTORS for kind in detector.kinds}))

# Kinds that say of a difference only that it is one: they give way to any other kind at the same place …
GENERIC_KINDS = ("rewording", "specificity", "spelling")

# … but for those that are about whole statements and say nothing of the words in them.
STATEMENT_KINDS = (
    "omission",
    "speaker",
    "reporting-verb",
    "quote-mode",
    "source",
    "order",
    "headline",
    "defect",
)

# Rules of other kinds whose words may stand in a reporting clause, outside of every statement: the reading is the whole
# statement then, and the cues are the words, one a reading.
STATEMENT_RULES = ("statement-denied", "date-in-clause", "quantity-in-clause", "bound-in-clause")

# Rules that see that whole statements differ in meaning, but not by what: they give way to any finding that says it of
# words, or of their own kind, and is as severe.
UNEXPLAINED_RULES = ("nli-contradiction",)

# They say that one article lacks words of a quotation: what they say so of is no omission besides.
CUTS = ("quote-truncation", "quote-splice")

# Words for a person who was named before.
PRONOUNS = frozenset({"he", "she", "they", "his", "her", "their"})

# Characters of a stretch of text by which findings are looked up; about those of a paragraph.
STRETCH = 500

# Where several specific kinds see one difference, the more severe says it, then the one that stands earlier here: what
# is read off the words comes before what is concluded from them. A kind that is not listed comes last.
PRECEDENCE = (
    "number",
    "date",
    "entity",
    "negation",
    "contradiction",
    "modality",
    "quantifier",
    "loaded-word",
    "quote-insertion",
    "quote-splice",
)


def detect_findings(table: Table, detectors: Sequence[Detector] = DETECTORS) -> tuple[Finding, ...]:
    """Run the detectors, leave one finding a difference, order and number them.

    Args:
        table: The alignment table with its collations.
        detectors: What to run, in any order.

    Returns:
        Findings in the order of the passages, the most severe first within one, then by place; ids `F001` ….
    """
    asked = Asked(table)
    found = [
        finding
        for detector in detectors
        for finding in detector.detect(table)
        if not asked.is_beside_the_point(finding)
    ]
    cuts = (finding for finding in found if finding.kind in CUTS)
    cuts_at = _by_place(cuts)
    found = [one for one in found if one.kind != "omission" or not _is_told(one, cuts_at)]
    order = {passage.id: place for place, passage in enumerate(table.passages)}
    by_passage: dict[str | None, list[Finding]] = {}
    for finding in found:
        by_passage.setdefault(finding.passage, []).append(finding)
    kept: list[Finding] = []
    for passage in sorted(by_passage, key=lambda one: order.get(one or "", len(order))):
        settled = by_passage[passage]
        if len(settled) > 1:
            settled = _settle(_merge_readings(settled, table), table)
        kept += sorted(settled, key=lambda finding: (-finding.severity, _place(finding), finding.kind))
    width = max(3, len(str(len(kept))))
    return tuple(replace(finding, id=f"F{number:0{width}}") for number, finding in zip(count(1), kept, strict=False))


# Findings by the articles of a reading and by the stretch of text in which it begins, goes on or ends.
_Stretch: TypeAlias = "tuple[tuple[str, ...], int]"


def _stretches(reading: Reading) -> Iterator[_Stretch]:
    """Yield the stretches of text that a reading has a part in; readings that overlap have one in common."""
    if reading.selector is not None:
        for number in range(reading.selector.start // STRETCH, reading.selector.end // STRETCH + 1):
            yield reading.articles, number


def _by_place(findings: Iterable[Finding]) -> Mapping[_Stretch, Mapping[int, Finding]]:
    """Return the findings, by number, that have a reading in a stretch of text."""
    found: dict[_Stretch, dict[int, Finding]] = {}
    for number, finding in enumerate(findings):
        for reading in finding.readings:
            for stretch in _stretches(reading):
                found.setdefault(stretch, {})[number] = finding
    return found


def _is_told(omission: Finding, cuts_at: Mapping[_Stretch, Mapping[int, Finding]]) -> bool:
    """Whether some cut says of the same words that the same articles lack them."""
    return any(
        _tells_of(cut, omission)
        for reading in omission.readings
        if reading.text is not None
        for stretch in _stretches(reading)
        for cut in cuts_at.get(stretch, {}).values()
    )


def _tells_of(cut: Finding, omission: Finding) -> bool:
    """Whether a cut says of the same words that the same articles lack them."""
    silent = {reading.articles for reading in omission.readings if reading.text is None}
    return silent <= {reading.articles for reading in cut.readings if reading.text is None} and all(
        any(
            other.articles == one.articles
            and one.selector is not None
            and other.selector is not None
            and other.selector.start < one.selector.end
            and one.selector.start < other.selector.end
            for other in cut.readings
        )
        for one in omission.readings
        if one.text is not None
    )


def _place(finding: Finding) -> tuple[tuple[str, int, int], ...]:
    """Return where a finding stands, for sorting."""
    return tuple(
        (one.articles[0], one.selector.start, one.selector.end) for one in finding.readings if one.selector is not None
    )


def _neutral_place(finding: Finding, table: Table) -> list[tuple[tuple[str, str], int, int]]:
    """Return where a finding stands, for sorting that does not depend on the order of the columns."""
    return sorted((table.article_by_sigil[sigil].content_key, start, end) for sigil, start, end in _place(finding))


def _merge_readings(findings: Iterable[Finding], table: Table) -> list[Finding]:
    """Join findings of one kind about one place: A ~ B and A ~ C are one difference with three readings."""
    merged: list[Finding] = []
    for finding in sorted(findings, key=lambda one: _neutral_place(one, table)):
        joined, apart = finding, []
        for other in merged:
            readings = _joined_readings(other, joined, table)
            if readings is None:
                apart.append(other)
            else:
                joined = _join(other, joined, readings)
        merged = [*apart, joined]
    return merged


# A reading with the words that a finding is about: its own, or some in the reporting clause.
_Worded: TypeAlias = "tuple[Reading, str | None]"


def _worded_readings(finding: Finding) -> dict[str, _Worded]:
    """Return the readings of a finding by article, each with its words."""
    words = finding.cues if finding.rule in STATEMENT_RULES else [reading.text for reading in finding.readings]
    return {reading.articles[0]: (reading, one) for reading, one in zip(finding.readings, words, strict=True)}


def _joined_readings(one: Finding, other: Finding, table: Table) -> dict[str, _Worded] | None:
    """Return the readings of two findings together, in column order, or None where they are two differences.

    They are one where an article has the same reading in both, and no other one has two; where it has no words, the
    others must have the same. Of specific findings that other pairs of articles gave, it is enough that the words
    overlap; the reading is all of them then.
    """
    if one.kind != other.kind:
        return None
    rules = {one.rule, other.rule}
    if len(rules) > 1 and rules.isdisjoint(STATEMENT_RULES):
        return None
    first, second = _worded_readings(one), _worded_readings(other)
    other_pair = first.keys() != second.keys() and one.kind not in GENERIC_KINDS
    joined, meet = first | second, False
    for sigil in sorted(first.keys() & second.keys()):
        (reading, words), (other_reading, other_words) = first[sigil], second[sigil]
        if (reading, words) == (other_reading, other_words):
            meet = meet or words is not None
            continue
        wider = _union(reading, other_reading, table) if other_pair and not _is_about_statement(one) else None
        if wider is None or _is_about_statement(other):
            return None
        joined[sigil], meet = (wider, wider.text), True
    if not (meet or _say_the_same(one, other)):
        return None
    return {sigil: joined[sigil] for sigil in table.article_by_sigil if sigil in joined}


def _say_the_same(one: Finding, other: Finding) -> bool:
    """Whether two findings say that some articles have the same words, and others none at the same place."""
    if not any(reading.text is None and reading.selector and reading in other.readings for reading in one.readings):
        return False
    words = [
        {
            tuple(token.norm for token in tokenize(reading.text) if token.is_word)
            for reading in each.readings
            if reading.text
        }
        for each in (one, other)
    ]
    return words[0] == words[1]


def _union(one: Reading, other: Reading, table: Table) -> Reading | None:
    """Return the words of two readings of an article that have some in common; None where they have none."""
    (start, end), (first, last) = (
        (reading.selector.start, reading.selector.end) if reading.selector else (0, 0) for reading in (one, other)
    )
    return table.reading(one.articles[0], min(start, first), max(end, last)) if start < last and first < end else None


def _join(one: Finding, other: Finding, worded: dict[str, _Worded]) -> Finding:
    """Make one finding of two, with the readings of both."""
    readings = tuple(reading for reading, _ in worded.values())
    about = next((each for each in (one, other) if each.rule in STATEMENT_RULES), one)
    cues: Iterable[str] = (*one.cues, *other.cues)
    if about.rule in STATEMENT_RULES:
        words = [text or "" for _, text in worded.values()]
        cues, message = words, describe_words(words)
    elif all(each.message == describe_readings(each.readings) for each in (one, other)):
        cues, message = dict.fromkeys(cues), describe_readings(readings)
    else:  # what a detector says in its own words stays: “on pay in Courier ~ on leave in Globe”
        cues = dict.fromkeys(cues)
        message = " ~ ".join(dict.fromkeys((*one.message.split(" ~ "), *other.message.split(" ~ "))))
    return replace(
        about,
        readings=readings,
        severity=max(one.severity, other.severity),
        confidence=min(one.confidence, other.confidence),
        also=tuple(dict.fromkeys((*one.also, *other.also))),
        cues=tuple(cues),
        message=message,
    )


def _settle(findings: Sequence[Finding], table: Table) -> list[Finding]:
    """Let a finding give way to a more specific one that says all there is to say at its place.

    A generic finding gives way to specific ones; of two specific ones at the same place in all articles, the one of
    lower rank does. One that is about whole statements gives way only where it does not know what differs in them.
    """
    specific: list[Finding] = []
    also: dict[int, list[str]] = {}
    kept: list[Finding] = []
    generic = [one for one in findings if one.kind in GENERIC_KINDS]
    ranked = [one for one in findings if one.kind not in GENERIC_KINDS]
    for finding in sorted(ranked, key=lambda one: (*_rank(one), _neutral_place(one, table))):
        stays = _is_about_statement(finding) and finding.rule not in UNEXPLAINED_RULES
        wider = None if stays else _covering(finding, specific)
        if wider is None:
            specific.append(finding)
        elif finding.kind != wider.kind:
            also.setdefault(id(wider), []).append(finding.kind)
    for finding in generic:
        if any(_is_part_of(finding, other) for other in generic if other.kind == finding.kind):
            continue
        cover = [one for one in specific if _overlap(finding, one)]
        left = any(_content_left(reading, cover) for reading in finding.readings) if cover else True
        rest = _without(finding, cover, table) if cover and left else finding
        if left and rest is not None:
            kept.append(rest)
        else:
            for one in cover:
                also.setdefault(id(one), []).append(finding.kind)
    named = [
        replace(one, also=tuple(dict.fromkeys((*one.also, *also[id(one)])))) if id(one) in also else one
        for one in specific
    ]
    return [*named, *kept]


def _is_part_of(finding: Finding, other: Finding) -> bool:
    """Whether all words of a finding lie inside those of a wider one of its kind, which other articles gave."""
    return (
        finding is not other
        and all(any(_is_inside(one, wider) for wider in other.readings) for one in finding.readings)
        and _place(finding) != _place(other)
    )


def _is_inside(one: Reading, wider: Reading) -> bool:
    """Whether the words of a reading lie inside those of another one; what has no place lies anywhere."""
    if one.selector is None:
        return True
    return (
        one.articles == wider.articles
        and wider.selector is not None
        and wider.selector.start <= one.selector.start
        and one.selector.end <= wider.selector.end
    )


def _is_about_statement(finding: Finding) -> bool:
    """Whether a finding says something of whole statements, and nothing of the words in them."""
    return finding.kind in STATEMENT_KINDS or finding.rule in (*STATEMENT_RULES, *UNEXPLAINED_RULES)


def _words(finding: Finding) -> list[Reading]:
    """Return those readings of a finding that are the words it is about, and not the whole statement around them."""
    if finding.kind in STATEMENT_KINDS or finding.rule in UNEXPLAINED_RULES:
        return []
    return [reading for reading, words in _worded_readings(finding).values() if reading.text == words]


def _rank(finding: Finding) -> tuple[int, int, float]:
    """Return what specific findings about one place are ordered by, the one that stays first."""
    if finding.rule in UNEXPLAINED_RULES:
        place = len(PRECEDENCE) + 1
    else:
        place = PRECEDENCE.index(finding.kind) if finding.kind in PRECEDENCE else len(PRECEDENCE)
    return (-finding.severity, place, -finding.confidence)


def _covering(finding: Finding, others: Sequence[Finding]) -> Finding | None:
    """Return the first finding about words that has words in common with this one in each article that has any.

    What is not explained by words may also be said by a finding of its own kind about the whole statements.
    """
    places = [(one.articles, one.selector) for one in finding.readings if one.text is not None]
    for other in others:
        same_kind = finding.rule in UNEXPLAINED_RULES and other.kind == finding.kind
        if places and all(
            selector is not None
            and any(
                reading.articles == articles
                and reading.selector is not None
                and reading.selector.start < selector.end
                and selector.start < reading.selector.end
                for reading in (other.readings if same_kind else _words(other))
            )
            for articles, selector in places
        ):
            return other
    return None


def _without(finding: Finding, cover: Sequence[Finding], table: Table) -> Finding | None:
    """Take the words that other findings are about off the ends of a generic finding, where a difference is left.

    “airline 40” ~ “carrier 45” becomes “airline” ~ “carrier” where a finding says 40 ~ 45 already. None where only a
    pronoun is left of a side, for what it stands for.
    """
    readings = []
    for reading in finding.readings:
        if reading.selector is None or reading.text is None:
            return finding
        start, end = reading.selector.start, reading.selector.end
        for first, last in _spans(cover, reading.articles):
            if first <= start < last:
                start = min(last, end)
            if first < end <= last:
                end = max(first, start)
        text = reading.selector.exact[start - reading.selector.start : end - reading.selector.start]
        start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
        left = tokenize(text)
        if not any(token.is_content for token in left):
            return None if left and all(token.norm in PRONOUNS for token in left) else finding
        readings.append(table.reading(reading.articles[0], start, end))
    if len({tuple(token.norm for token in tokenize(one.text or "")) for one in readings}) == 1:
        return finding
    return replace(finding, readings=tuple(readings), message=describe_readings(readings))


def _spans(findings: Sequence[Finding], articles: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the places in an article that findings are about."""
    return [
        (one.selector.start, one.selector.end)
        for finding in findings
        for one in _words(finding)
        if one.articles == articles and one.selector is not None
    ]


def _overlap(one: Finding, other: Finding) -> bool:
    """Whether two findings have words in common in some article."""
    words = [(reading.articles, reading.selector) for reading in _words(other) if reading.selector is not None]
    return any(
        articles == reading.articles and there.start < place.end and place.start < there.end
        for reading in one.readings
        if (place := reading.selector) is not None
        for articles, there in words
    )


def _content_left(reading: Reading, cover: Sequence[Finding]) -> bool:
    """Whether a reading has content words outside of what other findings are about."""
    if reading.selector is None or reading.text is None:
        return False
    spans = _spans(cover, reading.articles)
    return any(
        token.is_content and not any(start <= token.start + reading.selector.start < end for start, end in spans)
        for token in tokenize(reading.text)
    )
