"""`build_report`: which articles report one event, and what is counted for each."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ryabkov_diff.domain import Comparison, Finding, Relation, RelationKind
from ryabkov_diff.pipeline import compare
from ryabkov_diff.read import read_text
from ryabkov_diff.report import Event, Place, build_report
from ryabkov_diff.schema import load_comparison
from tests.render import made

FERRY = (
    "“The ferry will sail again on Friday,” harbour master Ida Lund told Radio Nord.\n\n"
    "“We replaced both engines in eleven days,” she said.\n\n"
    "“Nobody was in danger at any time,” Lund stressed.\n"
)
FERRY_AGAIN = (
    "“The ferry is going to sail again on Friday,” Ida Lund, the harbour master, said in an interview with "
    "Radio Nord.\n\n"
    "“We replaced both engines in eleven days,” Lund claimed.\n\n"
    "The company has 40 ships on the lake.\n"
)
CINEMA = "A cinema opens in Turku.\n\n“We show silent films with an organ,” said Aino Salo, who runs it.\n"


@pytest.fixture(scope="module")
def ferry() -> Comparison:
    """Two reports of one interview, and an article about something else."""
    texts = {"Lake Post": FERRY, "Morning": FERRY_AGAIN, "Screen": CINEMA}
    return compare([read_text(text, label=label) for label, text in texts.items()], engine="lexical")


@pytest.fixture(scope="module")
def event(ferry: Comparison) -> Event:
    """The one event of it."""
    (only,) = build_report(ferry).events
    return only


class TestEvents:
    """Which articles stand together."""

    def test_articles_of_one_event_have_a_section_and_others_stand_apart(self, ferry: Comparison) -> None:
        report = build_report(ferry)

        assert [one.sigla for one in report] == [("A", "B")]
        assert report.alone == ("C",)
        assert report.spoken_summary == "3 articles: 1 event with 2 sources; 1 apart."

    def test_an_event_knows_nothing_of_the_other_articles(self, event: Event) -> None:
        assert [article.label for article in event.comparison.articles] == ["Lake Post", "Morning"]
        assert {segment.article for segment in event.comparison.segments} == {"A", "B"}
        assert all(set(passage.segments) <= {"A", "B"} for passage in event.comparison.passages)
        assert all(set(finding.sigla) <= {"A", "B"} for finding in event.comparison.findings)

    def test_the_title_says_who_spoke_to_whom(self, event: Event) -> None:
        assert event.title == "Ida Lund to Radio Nord"

    def test_the_title_has_the_day_of_the_words_else_the_first_of_publication(self, event: Event) -> None:
        dated = [
            replace(one, date_published=f"2024-05-0{day}")
            for one, day in zip(event.comparison.articles, (4, 3), strict=True)
        ]
        comparison = replace(event.comparison, articles=tuple(dated))
        (relation,) = comparison.relations
        spoken = replace(relation, evidence={**relation.evidence, "spoken_on": "2024-05-02"})

        assert build_report(comparison).events[0].title == "Ida Lund to Radio Nord, 2024-05-03"
        assert build_report(replace(comparison, relations=(spoken,))).events[0].title.endswith(", 2024-05-02")

    def test_without_a_speaker_the_title_is_the_shortest_headline(self, event: Event) -> None:
        named = [
            replace(one, headline=line)
            for one, line in zip(event.comparison.articles, ("The ferry sails", "Ferry"), strict=True)
        ]
        (relation,) = event.comparison.relations
        silent = (replace(relation, evidence={}),)

        assert (
            build_report(replace(event.comparison, articles=tuple(named), relations=silent)).events[0].title == "Ferry"
        )
        assert build_report(replace(event.comparison, relations=silent)).events[0].title == "Untitled event"

    def test_events_with_one_speaker_are_told_apart_by_their_headlines(self) -> None:
        articles = [
            replace(made.trio().articles[0], sigil=sigil, sha256=sigil, label=sigil, headline=f"Line {sigil}")
            for sigil in "ABCD"
        ]
        speaker = {"speaker": "Ida Lund"}
        relations = (
            Relation(("A", "B"), RelationKind.SAME, 0.9, speaker),
            Relation(("C", "D"), RelationKind.SAME, 0.9, speaker),
        )
        undated = tuple(replace(one, date_published=None) for one in articles)
        comparison = replace(made.trio(), articles=undated, segments=(), passages=(), findings=(), relations=relations)

        assert [one.title for one in build_report(comparison)] == ["Ida Lund: Line A", "Ida Lund: Line C"]

    def test_larger_events_come_first(self) -> None:
        articles = [replace(made.trio().articles[0], sigil=sigil, sha256=sigil, label=sigil) for sigil in "ABCDE"]
        same = [("A", "D"), ("B", "C"), ("C", "E"), ("B", "E")]
        relations = [
            Relation((a, b), RelationKind.SAME if (a, b) in same else RelationKind.DIFFERENT, 0.9, {})
            for a, b in [("A", "B"), ("A", "C"), ("A", "E"), ("B", "D"), ("C", "D"), ("D", "E"), *same]
        ]
        comparison = replace(
            made.trio(), articles=tuple(articles), segments=(), passages=(), findings=(), relations=tuple(relations)
        )
        report = build_report(comparison)

        assert [(one.id, one.sigla) for one in report] == [("E1", ("B", "C", "E")), ("E2", ("A", "D"))]
        assert report.spoken_summary == "5 articles: 2 events with 2 to 3 sources."

    def test_no_event_at_all_is_said(self) -> None:
        report = build_report(made.strangers())

        assert report.events == ()
        assert report.spoken_summary.endswith("no two report the same event.")

    def test_many_pairs_are_explained_in_one_line(self, event: Event) -> None:
        ((sigla, why),) = event.kinship
        assert sigla == ("A", "B")
        assert why == event.comparison.explain(event.comparison.relations[0])

        pairs = [(a, b) for a in "ABCD" for b in "ABCD" if a < b]
        relations = tuple(
            Relation(pair, RelationKind.SAME, 0.9, {"shared_statements": 3 + number})
            for number, pair in enumerate(pairs)
        )
        articles = tuple(replace(event.comparison.articles[0], sigil=sigil, sha256=sigil) for sigil in "ABCD")
        many = replace(event.comparison, articles=articles, segments=(), passages=(), findings=(), relations=relations)
        (crowd,) = build_report(many).events
        assert crowd.kinship == ((("A", "B", "C", "D"), "the same occasion: any two have 3 to 8 statements in common"),)


class TestPlaces:
    """Who carries which statement."""

    def test_each_statement_has_a_rank_and_a_share_of_the_words_in_each_article_that_has_it(self, event: Event) -> None:
        for article in event.comparison.articles:
            places = [carrying[article.sigil] for carrying in event.places.values() if article.sigil in carrying]
            assert {place.rank for place in places} == set(range(1, len(places) + 1))
            assert sum(place.share for place in places) == pytest.approx(1, abs=0.01)

    def test_what_an_article_leaves_out_is_carried_by_others_only(self, event: Event) -> None:
        for coverage in event.coverage:
            assert coverage.carried + len(coverage.leaves_out) == coverage.of == len(event.statements)
            for passage in coverage.leaves_out:
                assert coverage.sigil not in event.places[passage]

        left_out = {
            event.comparison.segments_of(row, "A")[0].text for row in event.statements if "B" not in row.segments
        }
        assert "Nobody was in danger at any time" in " ".join(left_out)

    def test_a_statement_that_only_the_headline_has_is_carried_without_a_rank(self) -> None:
        (event,) = build_report(made.titled()).events
        _, morning = event.coverage

        assert event.places["P03"]["B"] == Place(None, 0.0)
        assert event.places["P01"]["B"].rank == 1
        assert (morning.carried, morning.of, morning.shared, morning.leaves_out) == (3, 3, 3, ())


class TestSources:
    """Where the words come from."""

    def test_words_and_statements_are_counted(self, event: Event) -> None:
        assert [source.statements for source in event.sources] == [3, 3]
        assert all(source.words > 15 for source in event.sources)

    def test_articles_that_name_one_wire_are_not_independent(self, event: Event) -> None:
        wired = tuple(replace(one, is_based_on=("Radio Nord", "TASS")) for one in event.comparison.articles)
        (again,) = build_report(replace(event.comparison, articles=wired)).events

        assert [dict(source.depends) for source in again.sources] == [{"B": "TASS"}, {"A": "TASS"}]
        assert [dict(source.depends) for source in event.sources] == [{}, {}]

    def test_a_source_of_the_other_is_no_independent_one(self, event: Event) -> None:
        first, second = event.comparison.articles
        articles = (replace(first, publisher="TASS"), replace(second, is_based_on=("TASS",)))
        (again,) = build_report(replace(event.comparison, articles=articles)).events

        assert again.sources[0].depends == {"B": "TASS"}

    def test_a_copy_is_no_independent_source(self, event: Event) -> None:
        (relation,) = event.comparison.relations
        copied = replace(relation, evidence={"shared_statements": 5, "near_verbatim": 4})
        (again,) = build_report(replace(event.comparison, relations=(copied,))).events

        assert again.sources[0].depends == {"B": "nearly the same text"}


class TestWordings:
    """The variant lexicon."""

    def test_one_pair_of_wordings_is_counted_over_all_passages_and_articles(self, event: Event) -> None:
        template = next(one for one in event.comparison.findings if len(one.readings) == 2)

        def finding(number: int, a: str, b: str, passage: str, kind: str = "rewording") -> Finding:
            words = tuple(
                replace(one, text=text, articles=(sigil,))
                for one, text, sigil in zip(template.readings, (a, b), "AB", strict=True)
            )
            return replace(template, id=f"F{number}", kind=kind, also=(), passage=passage, readings=words)

        findings = (
            finding(1, "ready", "prepared", "P01"),
            finding(2, "a right view", "the correct assessment", "P02"),
            finding(3, "prepared", "Ready", "P02"),
            finding(4, "11", "12", "P02", kind="number"),
        )
        (again,) = build_report(replace(event.comparison, findings=findings)).events
        often, once = again.wordings

        assert (often.count, often.passages) == (2, ("P01", "P02"))
        assert dict(often.forms) == {"ready": ("A", "B"), "prepared": ("A", "B")}
        assert dict(once.forms) == {"a right view": ("A",), "the correct assessment": ("B",)}


class TestVerbs:
    """The reporting verbs."""

    def test_each_reporting_clause_counts_once(self, event: Event) -> None:
        counts = {verb.cue: dict(verb.counts) for verb in event.verbs}

        assert counts["stressed"] == {"A": 1}
        assert counts["claimed"] == {"B": 1}
        assert counts["said"] == {"A": 1, "B": 1}


class TestJson:
    """The report as JSON."""

    def test_it_is_the_comparison_with_the_report_beside(self, ferry: Comparison) -> None:
        data = json.loads(json.dumps(build_report(ferry).to_dict()))
        report = data.pop("report")

        assert data == ferry.to_dict() | {"schema_version": "1.1"}
        assert report["alone"] == ["C"]
        assert [one["articles"] for one in report["events"]] == [["A", "B"]]
        assert len(report["events"][0]["statements"]) == report["events"][0]["coverage"][0]["of"]

    def test_it_can_be_read_as_a_comparison_again(self, ferry: Comparison) -> None:
        again = load_comparison(json.dumps(build_report(ferry).to_dict()))

        assert build_report(again).to_dict() == build_report(ferry).to_dict()


def test_the_order_of_the_articles_changes_columns_only(ferry: Comparison) -> None:
    def said(event: Event) -> object:
        labels = {article.sigil: article.label for article in event.comparison.articles}
        verbs = [(one.cue, {labels[sigil]: number for sigil, number in one.counts.items()}) for one in event.verbs]
        return event.title, sorted(labels.values()), len(event.statements), verbs

    texts = {"Screen": CINEMA, "Morning": FERRY_AGAIN, "Lake Post": FERRY}
    turned = compare([read_text(text, label=label) for label, text in texts.items()], engine="lexical")

    assert [said(one) for one in build_report(turned)] == [said(one) for one in build_report(ferry)]
