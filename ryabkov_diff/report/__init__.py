"""Report: `Comparison` → `Report`, what a reader of many articles wants to see, event by event.

One file for each question: where the sources have their words from (`sources.py`), who carries which statement
(`coverage.py`), which words stand for which over all passages (`lexicon.py`), with which verbs outlets report
speech (`verbs.py`), and what is said on several occasions (`recurrences.py`). All of it is counted from a comparison,
new or saved; nothing is read or aligned anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ryabkov_diff.domain import RelationKind, SegmentKind
from ryabkov_diff.report.coverage import Coverage, Place, cover_statements, place_statements
from ryabkov_diff.report.lexicon import Wordings, collect_wordings
from ryabkov_diff.report.recurrences import Occurrence, Recurrence, find_recurrences
from ryabkov_diff.report.sources import Source, describe_sources
from ryabkov_diff.report.verbs import ReportingVerb, count_reporting_verbs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ryabkov_diff.domain import Comparison, Finding, Passage, Relation

# Of what a report writes: the comparison's schema, and what `report` adds to it.
SCHEMA_VERSION = "1.1"

# So many pairs of articles are explained one by one; those of three articles.
MOST_PAIRS = 3

__all__ = [
    "Coverage",
    "Event",
    "Occurrence",
    "Place",
    "Recurrence",
    "Report",
    "ReportingVerb",
    "Source",
    "Wordings",
    "build_report",
]


@dataclass(frozen=True)
class Event:
    """What articles of one event have to say, and how.

    Attributes:
        id: `E1`: running, the event with the most articles first.
        title: Who spoke to whom and when, as far as the articles agree on it; else a headline.
        summary: What its articles have in common, in one line; of all findings, however few are chosen.
        comparison: Of its articles alone.
        sources: In column order.
        places: Where each article has each statement, by the passage's id and the sigil.
        coverage: What each article carries and leaves out, in column order.
        wordings: The variant lexicon, the most frequent first.
        verbs: The reporting verbs, the most frequent first.
    """

    id: str
    title: str
    summary: str
    comparison: Comparison
    sources: tuple[Source, ...]
    places: Mapping[str, Mapping[str, Place]]
    coverage: tuple[Coverage, ...]
    wordings: tuple[Wordings, ...]
    verbs: tuple[ReportingVerb, ...]

    @property
    def sigla(self) -> tuple[str, ...]:
        """The sigla of its articles, in column order."""
        return self.comparison.sigla

    @cached_property
    def statements(self) -> tuple[Passage, ...]:
        """Its passages without headlines, in reading order."""
        return tuple(row for row in self.comparison.passages if not self.comparison.is_headline(row))

    @cached_property
    def shared_statements(self) -> tuple[Passage, ...]:
        """Those that several articles carry."""
        return tuple(row for row in self.statements if len(row.segments) > 1)

    @property
    def quotation_findings(self) -> tuple[Finding, ...]:
        """What is said about quotations, most severe first: altered, cut, spliced, given to others."""
        found = (one for one in self.comparison.findings if one.family == "quote" and one.kind != "reporting-verb")
        return tuple(sorted(found, key=lambda one: -one.severity))

    @property
    def kinship(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Why its articles count as one event: sigla, and a line; of many pairs one line for all."""
        relations = self.comparison.relations
        if len(relations) <= MOST_PAIRS:
            return tuple((one.articles, self.comparison.explain(one)) for one in relations)
        shared = sorted(one.evidence.get("shared_statements", 0) for one in relations)
        return ((self.sigla, f"the same occasion: any two have {shared[0]} to {shared[-1]} statements in common"),)

    def is_speech(self, passage: Passage) -> bool:
        """Say whether an article gives a statement as somebody's words, quoted or reported."""
        speech = {SegmentKind.QUOTED, SegmentKind.REPORTED}
        return any(self.comparison.segment(one).kind in speech for ids in passage.segments.values() for one in ids)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this event; its passages and findings stand in the comparison."""
        return {
            "id": self.id,
            "title": self.title,
            "articles": list(self.sigla),
            "summary": self.summary,
            "sources": [source.to_dict() for source in self.sources],
            "statements": [
                {
                    "passage": row.id,
                    "speech": self.is_speech(row),
                    "places": {sigil: place.to_dict() for sigil, place in self.places[row.id].items()},
                }
                for row in self.statements
            ],
            "coverage": [one.to_dict() for one in self.coverage],
            "wordings": [one.to_dict() for one in self.wordings],
            "reporting_verbs": [one.to_dict() for one in self.verbs],
        }


@dataclass(frozen=True)
class Report:
    """Articles grouped by event.

    Attributes:
        comparison: Of all articles.
        events: Those that several articles report.
        alone: The sigla of the articles that are alone in their event.
        recurrences: What is said on several occasions.
        left_out: How many findings were left out of it, see `filtered`.
    """

    comparison: Comparison
    events: tuple[Event, ...]
    alone: tuple[str, ...]
    recurrences: tuple[Recurrence, ...] = ()
    left_out: int = 0

    @property
    def spoken_summary(self) -> str:
        """The report in one line that one could say aloud."""
        articles = len(self.comparison.articles)
        said = f"{articles} articles: " if articles != 1 else "1 article: "
        sizes = [len(event.sigla) for event in self.events]
        if not sizes:
            return f"{said}no two report the same event."
        apart = f"; {len(self.alone)} apart" if self.alone else ""
        if len(sizes) == 1:
            return f"{said}1 event with {sizes[0]} sources{apart}."
        each = f"{sizes[0]} sources each" if sizes[0] == sizes[-1] else f"{sizes[-1]} to {sizes[0]} sources"
        return f"{said}{len(sizes)} events with {each}{apart}."

    @cached_property
    def _event_by_sigil(self) -> Mapping[str, Event]:
        return {sigil: event for event in self.events for sigil in event.sigla}

    def event_of(self, sigil: str) -> Event | None:
        """Return the event that an article reports; None where it is alone."""
        return self._event_by_sigil.get(sigil)

    def relations_of(self, sigil: str) -> tuple[Relation, ...]:
        """Return how an article that is alone relates to others, those of a different topic left out."""
        relations = self.comparison.relations_of(sigil)
        return tuple(one for one in relations if one.relation is not RelationKind.DIFFERENT)

    def filtered(self, *, min_severity: int = 0, kinds: Iterable[str] = ()) -> Report:
        """Return the report of fewer findings; its events are summed up as before, lest what is hidden seem not to be.

        Args:
            min_severity: The least severity to keep, 0 to 3.
            kinds: The kinds to keep; empty keeps all.
        """
        fewer = build_report(self.comparison.filtered(min_severity=min_severity, kinds=kinds))
        events = tuple(replace(one, summary=whole.summary) for one, whole in zip(fewer, self, strict=True))
        left_out = len(self.comparison.findings) - len(fewer.comparison.findings)
        return replace(fewer, events=events, left_out=self.left_out + left_out)

    def without_text(self) -> Report:
        """Return the same report without the articles' whole texts."""
        events = tuple(replace(event, comparison=event.comparison.without_text()) for event in self.events)
        return replace(self, comparison=self.comparison.without_text(), events=events)

    def __iter__(self) -> Iterator[Event]:
        """Iterate over the events."""
        return iter(self.events)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object: that of the comparison, and under `report` the events and who is alone."""
        report = {
            "summary": self.spoken_summary,
            "events": [event.to_dict() for event in self.events],
            "alone": list(self.alone),
            "recurrences": [one.to_dict() for one in self.recurrences],
            "left_out": self.left_out,
        }
        return self.comparison.to_dict() | {"schema_version": SCHEMA_VERSION, "report": report}


def build_report(comparison: Comparison) -> Report:
    """Group the articles of a comparison by event, and count what a report shows.

    Args:
        comparison: From `compare`, or read from JSON.

    Returns:
        The report: events with the most articles first, else in column order.
    """
    together = [event for event in comparison.events if len(event) > 1]
    together.sort(key=lambda event: -len(event))
    alone = tuple(event[0] for event in comparison.events if len(event) == 1)
    own = [comparison.among(sigla) for sigla in together]
    events = (
        _describe_event(f"E{number}", *named) for number, named in enumerate(zip(own, _titles(own), strict=True), 1)
    )
    recurrences = find_recurrences(comparison, [*together, *((sigil,) for sigil in alone)])
    return Report(comparison, tuple(events), alone, recurrences)


def _describe_event(event_id: str, comparison: Comparison, title: str) -> Event:
    places = place_statements(comparison)
    return Event(
        id=event_id,
        title=title,
        summary=comparison.spoken_summary,
        comparison=comparison,
        sources=describe_sources(comparison),
        places=places,
        coverage=cover_statements(comparison, places),
        wordings=collect_wordings(comparison),
        verbs=count_reporting_verbs(comparison),
    )


def _titles(comparisons: Sequence[Comparison]) -> list[str]:
    """Return the title of each event: its occasion; where that is unknown or others share it, with a headline."""
    occasions = [_occasion(one) for one in comparisons]
    titles = []
    for comparison, occasion in zip(comparisons, occasions, strict=True):
        headlines = [article.headline for article in comparison.articles if article.headline]
        headline = min(headlines, key=lambda line: (len(line), line), default="")
        told_apart = occasion and occasions.count(occasion) == 1
        titles.append(occasion if told_apart else ": ".join(filter(None, (occasion, headline))) or "Untitled event")
    return titles


def _occasion(comparison: Comparison) -> str:
    """Return who spoke to whom and when, as the evidence of the relations has it; empty without a speaker."""

    def agreed(name: str) -> str | None:
        values = [one.evidence[name] for one in comparison.relations if one.evidence.get(name)]
        # What most pairs say; of several the first in the alphabet, whatever the order of the columns.
        return min(values, key=lambda value: (-values.count(value), value), default=None)

    speaker, venue, day = agreed("speaker"), agreed("venue"), agreed("spoken_on")
    if speaker is None:
        return ""
    published = [article.date_published for article in comparison.articles if article.date_published]
    return ", ".join(filter(None, (f"{speaker} to {venue}" if venue else speaker, day or min(published, default=None))))
