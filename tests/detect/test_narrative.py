"""The kinds `source`, `order` and `headline`: how articles tell an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff import compare, read_text
from ryabkov_diff.detect.narrative import HeadlineDetector, OrderDetector, SourceDetector
from ryabkov_diff.domain import Finding, Passage, PassageStatus, RelationKind, SegmentKind, Table
from tests.made import article, passage, relation, segments_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ryabkov_diff.domain import Article

# ----------------------------------------------------------------------------------------------------------- source

SAID = "The dam will be repaired by spring, the engineer Rosa Almeida said{}. She sees no danger for the valley."


def sources(*articles: Article, kind: RelationKind = RelationKind.SAME) -> list[Finding]:
    pairs = [(one.sigil, other.sigil) for place, one in enumerate(articles) for other in articles[place + 1 :]]
    return list(SourceDetector().detect(Table(articles, (), (), tuple(relation(*pair, kind) for pair in pairs), ())))


def report(sigil: str, where: str = "", based_on: Sequence[str] = (), **fields: object) -> Article:
    return article(sigil, SAID.format(where), is_based_on=tuple(based_on), **fields)


def test_another_newspaper_is_named_as_the_source() -> None:
    (finding,) = sources(
        report("A", " in an interview with the newspaper Público", ["Público"]),
        report("B", " in an interview with the newspaper Expresso", ["Expresso"]),
    )

    assert (finding.kind, finding.family, finding.severity) == ("source", "narrative", 1)
    assert finding.message == "Público in Outlet A ~ Expresso in Outlet B"
    assert [reading.text for reading in finding.readings] == ["Público", "Expresso"]
    assert finding.cues == ("Público", "Expresso")


def test_an_agency_that_only_one_names() -> None:
    """The reading is the name that the others don't have; where an article has no such name, what it names."""
    (finding,) = sources(
        report("A", " in an interview with the newspaper Público", ["Público"]),
        report("B", " in an interview with the newspaper Público, Lusa reported", ["Público", "Lusa"]),
    )

    assert finding.message == "Público in Outlet A ~ Público and Lusa in Outlet B"
    assert [reading.text for reading in finding.readings] == ["Público", "Lusa"]


def test_an_article_that_names_no_source_has_an_empty_reading() -> None:
    (finding,) = sources(report("A"), report("B", ", Lusa reported", ["Lusa"]))

    assert finding.message == "none named in Outlet A ~ Lusa in Outlet B"
    assert [reading.text for reading in finding.readings] == [None, "Lusa"]
    assert finding.readings[0].selector is None


def test_sources_that_agree_are_nothing() -> None:
    assert sources(report("A", ", Lusa reported", ["Lusa"]), report("B", ", Lusa reported", ["Lusa"])) == []
    assert sources(report("A"), report("B")) == []


def test_the_order_in_which_sources_are_named_is_nothing() -> None:
    one, other = (
        report("A", ", Lusa and AFP said", ["Lusa", "AFP"]),
        report("B", ", AFP and Lusa said", ["AFP", "Lusa"]),
    )

    assert sources(one, other) == []


def test_a_source_that_the_other_mentions_in_passing_is_nothing() -> None:
    """Whether a mention is a credit is hard to tell: "Lusa learnt it from her"."""
    assert sources(report("A", ", Lusa reported", ["Lusa"]), report("B", ", as Lusa learnt from her")) == []


def test_an_article_whose_source_is_the_other_article_agrees_with_it() -> None:
    assert sources(report("A", publisher="Lusa"), report("B", ", Lusa reported", ["Lusa"])) == []


def test_articles_of_other_events_may_have_other_sources() -> None:
    articles = report("A", ", Lusa reported", ["Lusa"]), report("B", ", AFP reported", ["AFP"])

    assert sources(*articles, kind=RelationKind.RELATED) == []


def test_of_three_articles_those_that_agree_are_named_together() -> None:
    (finding,) = sources(
        report("A", ", Lusa reported", ["Lusa"]),
        report("B", ", AFP reported", ["AFP"]),
        report("C", ", Lusa reported", ["Lusa"]),
    )

    assert finding.message == "Lusa in Outlet A and Outlet C ~ AFP in Outlet B"


# ------------------------------------------------------------------------------------------------------------ order

SPORT = [
    "The captain will miss the final with a torn muscle.",
    "Tickets were sold out within an hour.",
    "The referee comes from Norway.",
    "Rain is forecast for the evening.",
    "Both clubs have won the cup four times.",
    "The winner plays in Europe next year.",
    "Trains will run until two at night.",
    "Police expect no trouble.",
]


def orders(b: list[int], *, moved: set[int], a: Sequence[int] = tuple(range(8)), **fields: object) -> list[Finding]:
    """Tell the same statements in two orders, given as numbers; `moved` are those outside the common order."""
    tables = []
    for sigil, order in (("A", a), ("B", b)):
        own = article(sigil, " ".join(SPORT[number] for number in order))
        tables.append((own, order, segments_of(own, *(SPORT[number] for number in order))))
    names = {
        sigil: {number: f"{sigil}.{place}" for place, number in enumerate(order, start=1)}
        for sigil, order in (("A", a), ("B", b))
    }
    passages = tuple(
        Passage(
            f"P{number}",
            {"A": (names["A"][number],), "B": (names["B"][number],)},
            PassageStatus.VARIANT,
            moved=number in moved,
            **{"confidence": 0.9, **fields},  # type: ignore[arg-type]
        )
        for number in a
    )
    segments = tuple(segment for _, _, own in tables for segment in own)
    table = Table(tuple(own for own, _, _ in tables), segments, passages, (relation("A", "B"),), ())
    return list(OrderDetector().detect(table))


def test_a_statement_that_stands_much_later_says_where() -> None:
    (finding,) = orders([1, 2, 3, 4, 5, 6, 0, 7], moved={0})

    assert (finding.kind, finding.severity, finding.passage) == ("order", 1, "P0")
    assert finding.message == "first in Outlet A ~ 7th of 8 in Outlet B"
    assert [reading.text for reading in finding.readings] == [SPORT[0], SPORT[0]]


def test_statements_that_move_together_are_one_finding() -> None:
    (finding,) = orders([3, 4, 5, 6, 7, 0, 1, 2], moved={0, 1, 2})

    assert finding.passage == "P0"
    assert finding.message == "first in Outlet A ~ 6th of 8 in Outlet B, and the next 2 with it"


def test_statements_that_move_to_different_places_are_several() -> None:
    found = orders([2, 3, 4, 1, 5, 6, 7, 0], moved={0, 1})

    assert [finding.message for finding in found] == ["first in Outlet A ~ last in Outlet B"]
    assert len(orders([2, 3, 4, 5, 1, 6, 7, 0], moved={0, 1})) == 2


def test_neighbours_that_change_places_are_nothing() -> None:
    assert orders([0, 2, 1, 3, 4, 5, 6, 7], moved={1}) == []
    assert orders([0, 3, 1, 2, 4, 5, 6, 7], moved={3}) == []


def test_what_others_pushed_aside_did_not_move() -> None:
    """All but the first statement stand at other places; only the first one moved."""
    assert len(orders([1, 2, 3, 4, 5, 6, 7, 0], moved={0})) == 1


def test_an_unsure_link_says_nothing_of_the_order() -> None:
    assert orders([1, 2, 3, 4, 5, 6, 7, 0], moved={0}, confidence=0.4) == []


def test_what_an_article_says_twice_has_not_moved() -> None:
    """A lead that sums up what is quoted later: the link may be to either."""
    lead, last = "Rates stay at four percent until autumn, the bank's chief said.", "Rates stay at four percent."
    middle = ["Prices rose in May.", "Wages rose, too.", "Exports fell.", "Rents are stable."]
    one, other = article("A", " ".join([lead, *middle, last])), article("B", " ".join([*middle, last]))
    segments = (*segments_of(one, lead, *middle, last), *segments_of(other, *middle, last))
    passages = (
        Passage("P0", {"A": ("A.1",), "B": ("B.5",)}, PassageStatus.VARIANT, moved=True),
        *(passage(f"P{number}", A=f"A.{number + 1}", B=f"B.{number}") for number in range(1, 5)),
        passage("P5", PassageStatus.UNIQUE, A="A.6"),
    )
    table = Table((one, other), segments, passages, (relation("A", "B"),), ())

    assert list(OrderDetector().detect(table)) == []


def test_a_statement_that_is_the_title_of_the_other_article_has_not_moved() -> None:
    one, other = article("A", " ".join(SPORT)), article("B", " ".join([SPORT[7], *SPORT[:7]]))
    title, *rest = segments_of(other, SPORT[7], *SPORT[:7])
    segments = (*segments_of(one, *SPORT), *segments_of(other, SPORT[7], kind=SegmentKind.HEADLINE), *rest)
    passages = (
        *(passage(f"P{number}", A=f"A.{number + 1}", B=f"B.{number + 2}") for number in range(7)),
        Passage("P7", {"A": ("A.8",), "B": (title.id,)}, PassageStatus.EQUAL, moved=True),
    )
    table = Table((one, other), segments, passages, (relation("A", "B"),), ())

    assert list(OrderDetector().detect(table)) == []


# --------------------------------------------------------------------------------------------------------- headline

COURT = {
    "verdict": "The former mayor was found guilty of taking bribes.",
    "appeal": "His lawyers will appeal to the supreme court.",
    "crowd": "Hundreds of residents waited outside the building.",
    "money": "The judges ordered him to repay two million crowns.",
    "wife": "His wife was acquitted of all charges.",
    "bridge": "The unfinished bridge will be pulled down in March.",
}
OTHER_ORDER = ["bridge", "money", "appeal", "wife", "crowd", "verdict"]


def headlines(
    b: list[str], *titles: str, kind: RelationKind = RelationKind.SAME, in_title: str | None = None
) -> list[Finding]:
    """Compare an article with the statements in the order of `COURT` and one with those named, each with its title.

    The statement `in_title` of the first article is linked to the title of the second.
    """
    articles, segments, ids = [], [], {}
    for sigil, order, title in (("A", list(COURT), titles[0]), ("B", b, titles[1])):
        own = article(sigil, "\n".join([title, *(COURT[name] for name in order)]), headline=title)
        head, *statements = segments_of(own, title, *(COURT[name] for name in order))
        articles.append(own)
        segments += [*segments_of(own, title, kind=SegmentKind.HEADLINE), *statements]
        ids[sigil] = {"title": head.id, **{name: one.id for name, one in zip(order, statements, strict=True)}}
    passages = [passage("P00", PassageStatus.UNIQUE, A=ids["A"]["title"])]
    if in_title is not None:
        ids["B"][in_title] = ids["B"]["title"]
    passages += [passage(f"P{name}", A=ids["A"][name], B=ids["B"][name]) for name in COURT if name in b]
    passages += [passage(f"P{name}", PassageStatus.UNIQUE, A=ids["A"][name]) for name in COURT if name not in b]
    passages += [passage("P99", PassageStatus.UNIQUE, B=ids["B"]["title"])] if in_title is None else []
    table = Table(tuple(articles), tuple(segments), tuple(passages), (relation("A", "B", kind),), ())
    return list(HeadlineDetector().detect(table))


def test_headline_and_lead_pick_another_statement() -> None:
    (finding,) = headlines(OTHER_ORDER, "Mayor found guilty of taking bribes", "Unfinished bridge to be pulled down")

    assert (finding.kind, finding.severity, finding.rule) == ("headline", 2, "headline-and-lead")
    assert finding.message == (
        "“Mayor found guilty of taking bribes” in Outlet A ~ “Unfinished bridge to be pulled down” in Outlet B"
    )
    assert [reading.text for reading in finding.readings] == [
        "Mayor found guilty of taking bribes",
        "Unfinished bridge to be pulled down",
    ]


def test_only_the_lead_picks_another_statement() -> None:
    (finding,) = headlines(OTHER_ORDER, "Day of reckoning", "“I have a thick skin”")

    assert finding.rule == "lead"
    assert [reading.text for reading in finding.readings] == [COURT["verdict"], COURT["bridge"]]


def test_headlines_of_one_statement_in_other_words_agree() -> None:
    assert headlines(list(COURT), "Mayor found guilty of taking bribes", "Guilty: ex-mayor took bribes") == []


def test_a_lead_that_the_other_has_right_behind_its_own_agrees() -> None:
    order = ["appeal", "verdict", "crowd", "money", "wife", "bridge"]

    assert headlines(order, "Day of reckoning", "“I have a thick skin”") == []


def test_headlines_pick_other_statements_though_both_stand_near_the_top() -> None:
    order = ["appeal", "verdict", "crowd", "money", "wife", "bridge"]

    (finding,) = headlines(order, "Mayor found guilty of taking bribes", "Lawyers will appeal to supreme court")

    assert finding.rule == "headline"


def test_a_headline_in_few_words_of_its_article_differs_from_one_that_says_a_statement() -> None:
    assert [
        finding.rule for finding in headlines(list(COURT), "Day of reckoning", "Unfinished bridge to be pulled down")
    ] == ["headline"]


def test_a_headline_that_says_both_agrees_with_either() -> None:
    """And so do the leads: what the one leads with, the other has in its headline."""
    titles = "Mayor found guilty of taking bribes, unfinished bridge pulled down", "Bridge to be pulled down in March"

    assert headlines(OTHER_ORDER, *titles) == []


def test_a_lead_that_is_the_title_of_the_other_article_stands_at_its_top() -> None:
    titles = "Day of reckoning", "Ex-city boss convicted"

    assert [finding.rule for finding in headlines(OTHER_ORDER, *titles)] == ["lead"]
    assert headlines(OTHER_ORDER, *titles, in_title="verdict") == []


def test_a_lead_that_the_other_lacks_is_an_omission_and_no_pick() -> None:
    assert headlines(["bridge", "money", "appeal", "wife", "crowd"], "Mayor guilty", "Bridge pulled down") == []


def test_headlines_of_other_events_are_not_compared() -> None:
    titles = "Mayor found guilty of taking bribes", "Unfinished bridge to be pulled down"

    assert headlines(OTHER_ORDER, *titles, kind=RelationKind.RELATED) == []


# -------------------------------------------------------------------------------------------------- whole articles

FESTIVAL = """Festival drops its opening film

LOCARNO (AFP) - The festival will not open with the Chilean film, its director Ada Brunner said in an interview with \
the newspaper Le Temps.

The restored cinema on the square opens its doors in July.

Tickets will cost no more than last year, she promised.

The jury is led by a Korean composer.

Twelve films compete for the main prize this year."""

CINEMA = """Twelve films compete for main prize

LOCARNO (Reuters) - Twelve films compete for the main prize this year, the director Ada Brunner told the \
newspaper Le Temps in an interview, dpa reported.

The restored cinema on the square will open its doors in July.

Tickets will cost no more than last year, she promised.

A Korean composer leads the jury.

The Chilean film will not open the festival."""


def findings(*texts: str) -> list[Finding]:
    articles = [read_text(text, label=label) for text, label in zip(texts, ("one", "other"), strict=True)]
    return [one for one in compare(articles, same_event=True).findings if one.family == "narrative"]


def test_all_kinds_on_two_articles() -> None:
    assert [(finding.kind, finding.message) for finding in findings(FESTIVAL, CINEMA)] == [
        ("order", "first in one ~ last in other"),
        ("headline", "“Festival drops its opening film” in one ~ “Twelve films compete for main prize” in other"),
        ("source", "Le Temps in one ~ Le Temps and dpa in other"),
    ]


def test_an_article_against_itself_has_no_finding() -> None:
    assert findings(FESTIVAL, FESTIVAL) == []


def test_swapped_articles_swap_the_readings() -> None:
    def evidence(*texts: str) -> list[tuple[str, tuple[str | None, ...]]]:
        return [(one.kind, tuple(reading.text for reading in one.readings)) for one in findings(*texts)]

    swapped = [(kind, texts[::-1]) for kind, texts in evidence(CINEMA, FESTIVAL)]

    assert sorted(map(str, swapped)) == sorted(map(str, evidence(FESTIVAL, CINEMA)))
