"""Do two articles report one occasion?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ryabkov_diff.align import events
from ryabkov_diff.align.occasions import Occasion, describe_occasion
from ryabkov_diff.domain import Article, Embeddings, Link, Relation, RelationKind, Segment
from ryabkov_diff.embed import embed_segments, load_embedder
from tests.made import article, link, segments_of

if TYPE_CHECKING:
    from collections.abc import Sequence

STATEMENTS = [
    "The central bank will raise its key rate by a quarter of a point next month, whatever the markets say.",
    "We have seen inflation come down, but it has not come down far enough for us to rest.",
    "I would rather be called too strict today than too lenient in a year from now.",
    "The new notes will be in circulation before the end of the summer holidays.",
]


def relate_articles(
    articles: Sequence[Article], segments: Sequence[Segment], links: Sequence[Link], *, same_event: bool = False
) -> tuple[Relation, ...]:
    """Relate articles with the vectors of their segments."""
    embeddings: Embeddings = embed_segments(articles, segments, load_embedder())
    return events.relate_articles(articles, segments, links, embeddings, same_event=same_event)


def two(first: str = "", second: str = "", **dates: str) -> tuple[list[Article], list[Segment]]:
    text = " ".join(STATEMENTS)
    a = article("A", text + first, date_published=dates.get("a"))
    b = article("B", "By our reporter. " + text + second, date_published=dates.get("b"))
    return [a, b], [*segments_of(a, *STATEMENTS), *segments_of(b, *STATEMENTS)]


def test_shared_statements_word_for_word_make_one_event() -> None:
    articles, segments = two()
    found = relate_articles(articles, segments, [link(f"A.{k}", f"B.{k}") for k in (1, 2, 3)])[0]

    assert found.relation is RelationKind.SAME
    assert found.evidence["shared_statements"] == 3
    assert found.evidence["near_verbatim"] == 3
    assert found.evidence["coverage"] == pytest.approx(0.9 * 3 / 4)


def test_one_similar_statement_is_related_and_says_which() -> None:
    articles, segments = two()
    found = relate_articles(articles, segments, [link("A.1", "B.1", lexical=0.2)])[0]

    assert found.relation is RelationKind.RELATED
    assert found.evidence["linked"] == (("A.1", "B.1"),)


def test_nothing_in_common_is_different() -> None:
    a, b = article("A", "The river rose by two metres."), article("B", "A new cinema opens.")
    segments = [*segments_of(a, a.text or ""), *segments_of(b, b.text or "")]

    assert relate_articles([a, b], segments, [])[0].relation is RelationKind.DIFFERENT


def test_the_same_words_weeks_apart_are_another_occasion() -> None:
    links = [link("A.1", "B.1"), link("A.2", "B.2", lexical=0.3)]
    near, segments = two(a="2024-03-01", b="2024-03-02")
    far, _ = two(a="2024-03-01", b="2024-04-20")

    assert relate_articles(near, segments, links)[0].relation is RelationKind.SAME
    assert relate_articles(far, segments, links)[0].relation is RelationKind.RELATED


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("OSLO, March 14 (Reuters) - ", "Oslo, 15 March\n", RelationKind.SAME),
        ("OSLO, March 14 (Reuters) - ", "Oslo, 2 Sept.\n", RelationKind.RELATED),
        ("The vote on 14 March was close, and the board of the bank was tired. ", "Oslo, 2 Sept.\n", RelationKind.SAME),
    ],
)
def test_days_without_a_year_tell_occasions_apart(first: str, second: str, kind: RelationKind) -> None:
    texts = [first + " ".join(STATEMENTS), second + " ".join(STATEMENTS)]
    articles = [article(sigil, text) for sigil, text in zip("AB", texts, strict=True)]
    segments = [segment for one in articles for segment in segments_of(one, *STATEMENTS)]

    assert relate_articles(articles, segments, [link(f"A.{k}", f"B.{k}") for k in (1, 2, 3)])[0].relation is kind


def test_copies_of_one_text_report_one_event() -> None:
    one, other = article("A", "Nothing."), article("B", "Nothing.")
    found = relate_articles([one, other], [*segments_of(one, "Nothing."), *segments_of(other, "Nothing.")], [])[0]

    assert found.relation is RelationKind.SAME
    assert found.evidence["identical"] is True


def test_the_same_event_holds_of_all_pairs_or_of_none() -> None:
    """C repeats what A says, weeks after B: it is not of the event of A and B, though it resembles A."""
    text = " ".join(STATEMENTS)
    articles = [
        article("A", text),
        article("B", text + " ", date_published="2024-03-01"),
        article("C", text + "  ", date_published="2024-05-01"),
    ]
    segments = [segment for one in articles for segment in segments_of(one, *STATEMENTS)]
    links = [link(f"A.{k}", f"B.{k}") for k in (1, 2, 3, 4)]
    links += [link(f"A.{k}", f"C.{k}") for k in (1, 2, 3)] + [link(f"B.{k}", f"C.{k}") for k in (1, 2, 3)]
    same = {one.articles for one in relate_articles(articles, segments, links) if one.relation is RelationKind.SAME}

    assert same == {("A", "B")}


def test_the_venue_of_the_interview_counts_for_and_against() -> None:
    links = [link("A.1", "B.1", lexical=0.3), link("A.2", "B.2", lexical=0.3)]
    one = " he said in an interview with the Izvestia daily."
    other = " she said in an interview with the Kommersant newspaper."
    alike, segments = two(one, one)
    unlike, _ = two(one, other)
    same, apart = (relate_articles(articles, segments, links)[0] for articles in (alike, unlike))

    assert same.evidence["venue"] == "Izvestia"
    assert apart.evidence["venues"] == ("Izvestia", "Kommersant")
    assert same.relation is RelationKind.SAME
    assert apart.relation is RelationKind.RELATED


def test_the_user_knows_better_and_the_result_says_so() -> None:
    articles, segments = two()
    found = relate_articles(articles, segments, [], same_event=True)[0]

    assert (found.relation, found.confidence) == (RelationKind.SAME, 1.0)
    assert found.evidence["asserted"] is True
    assert found.evidence["shared_statements"] == 0


def test_a_doubtful_link_counts_by_its_probability() -> None:
    articles, segments = two()
    doubtful, sure = (
        relate_articles(articles, segments, [link("A.1", "B.1", confidence)])[0] for confidence in (0.4, 1.0)
    )

    assert doubtful.evidence["coverage"] == pytest.approx(0.1)
    assert sure.evidence["coverage"] == pytest.approx(0.25)


def test_one_statement_alone_makes_no_event() -> None:
    one, other = article("A", "Strike."), article("B", "They strike. " + " ".join(STATEMENTS))
    segments = [*segments_of(one, "Strike."), *segments_of(other, "They strike.", *STATEMENTS)]

    assert relate_articles([one, other], segments, [link("A.1", "B.1", 0.6)])[0].relation is not RelationKind.SAME


# -- what articles say of their occasion


def read(*texts: str, links: int = 0, speakers: Sequence[str] = (), dates: Sequence[str] = ("", "")) -> Relation:
    """Relate two texts, each paragraph a statement, of which the first few are linked."""
    articles = [
        article(sigil, text, date_published=date or None) for sigil, text, date in zip("AB", texts, dates, strict=True)
    ]
    segments = [
        segment
        for number, one in enumerate(articles)
        for segment in segments_of(one, *(one.text or "").split("\n"), speaker=speakers[number] if speakers else None)
    ]
    return relate_articles(articles, segments, [link(f"A.{k}", f"B.{k}", lexical=0.3) for k in range(1, links + 1)])[0]


REPORT = (
    "The trams of Ostrava will run at night, said Jana Malá, who heads the transport company.\n"
    "It has ordered 37 trams from Škoda in Plzeň, at a price of 2.35 million each.\n"
    "The depot in Poruba will be mended by October.\n"
    "Drivers get a bonus for work on Sundays."
)
RETOLD = (
    "Night trams are coming, the head of the transport company, Jana Mala, promised Ostrava.\n"
    "From Plzen come 37 new ones that cost 2.35 million apiece; Skoda builds them.\n"
    "More people shall be hired, some of them from Slovakia.\n"
    "Tickets will not become dearer."
)
ANOTHER_DAY = (
    "There will be trams at night, Jana Malá has said again.\n"
    "She spoke of 12 complaints on noise from Poruba, and of 480 new seats at stops in Hrabová.\n"
    "The lift at Svinov will be mended.\n"
    "Tickets will cost 28 crowns, after 26.5 this year."
)


def test_shared_names_and_numbers_count_for_one_event() -> None:
    same, apart = read(REPORT, RETOLD, links=2), read(REPORT, ANOTHER_DAY, links=2)

    assert same.evidence["numbers"] == ("2.35", "37")
    assert "numbers" not in apart.evidence
    assert (same.relation, apart.relation) == (RelationKind.SAME, RelationKind.RELATED)


def test_names_are_shared_across_accents_and_transliterations() -> None:
    found = read(
        "Yesterday the judges heard Yevgeny Degtyaryov in Łódź.\nHe left.",
        "It was in Lodz that the judges heard Evgeny Degtyarev.\nHe then left.",
    )

    assert found.evidence["shared_names"] == 3


def test_the_same_words_on_other_names_are_another_event() -> None:
    """Reports of one sort are alike: a volcano erupts, an airport is closed, nobody is hurt."""
    report = (
        "Ash rose over Mount {}, said {} of the agency in {}.\nNobody {} was hurt.\n"
        "The airport of {} was closed.\nIt will open again when the wind turns."
    )
    flores = ("Ranaka", "Yohanes Beda", "Ruteng", "on Flores", "Kupang")
    sicily = ("Etna", "Salvatore Greco", "Nicolosi", "in Sicily", "Catania")
    one, other = report.format(*flores), report.format(*sicily)
    same = read(one, f"{one} It may.", links=2, speakers=("Yohanes Beda", "Yohanes Beda"))
    apart = read(one, other, links=2, speakers=("Yohanes Beda", "Salvatore Greco"))

    assert same.relation is RelationKind.SAME
    assert apart.relation is RelationKind.RELATED
    assert apart.evidence["speakers"] == ("Yohanes Beda", "Salvatore Greco")


def test_the_speaker_of_both_is_named_by_the_same_spelling_either_way_round() -> None:
    there = read("He is glad.", "He was glad.", speakers=("Jarosław Witecki", "Jaroslaw Witecki"))
    back = read("He was glad.", "He is glad.", speakers=("Jaroslaw Witecki", "Jarosław Witecki"))

    assert there.evidence["speaker"] == back.evidence["speaker"] == "Jaroslaw Witecki"


def test_people_with_one_last_name_are_told_apart_by_the_first() -> None:
    one, other = "The roof is new, Anna Berg says.", "The roof is old, Lars Berg says."
    apart = read(one, other, links=1, speakers=("Anna Berg", "Lars Berg"))
    same = read(one, other, links=1, speakers=("Anna Berg", "Berg"))
    nickname = read(one, other, links=1, speakers=("Anna Berg", "Anni Berg"))

    assert apart.evidence["speakers"] == ("Anna Berg", "Lars Berg")
    assert "speaker" not in apart.evidence
    assert same.evidence["speaker"] == "Anna Berg"
    assert "speaker" in nickname.evidence


@pytest.mark.parametrize("dates", [("", ""), ("2024-10-11", "2024-10-11")])
def test_words_of_other_days_speak_against_one_event(dates: tuple[str, str]) -> None:
    text = "She told the inquiry on {} that the invoice was lost.\nNobody had asked for it.\nIt rained.\nThey left."
    same, apart = (
        read(text.format("Monday"), text.format(f"{day} "), links=2, dates=dates) for day in ("Monday", "Tuesday")
    )

    assert "spoken_apart" not in same.evidence
    assert apart.evidence["spoken_apart"] is True
    assert same.relation is RelationKind.SAME
    assert apart.relation is not RelationKind.SAME


def test_near_verbatim_is_said_of_the_words_themselves() -> None:
    """A long reporting clause that both have makes no words alike."""
    clause = " said the chief of the fire brigade of the town on the river in the evening."
    one, other = (
        "We saved the library and lost the theatre tonight,",
        "Every house in the old street has a new roof now,",
    )
    alike, apart = (read(one + clause, words + clause + " ", links=1) for words in (one, other))
    articles, segments = two()

    assert relate_articles(articles, segments, [link("A.1", "B.1")])[0].evidence["near_verbatim"] == 1
    assert alike.evidence["near_verbatim"] == apart.evidence["near_verbatim"] == 0


def test_two_that_are_alike_but_go_with_others_say_so() -> None:
    """B is like A and like C, who name different venues; it goes with A, and not with C."""
    text = " ".join(STATEMENTS)
    articles = [
        article("A", f"{text} He said so in an interview with the Izvestia daily."),
        article("B", text),
        article("C", f"{text} He said so in an interview with the Kommersant newspaper.", date_published="2024-05-01"),
    ]
    articles[0] = replace(articles[0], date_published="2024-03-01")
    segments = [segment for one in articles for segment in segments_of(one, *STATEMENTS)]
    links = [link(f"A.{k}", f"B.{k}") for k in (1, 2, 3, 4)] + [link(f"B.{k}", f"C.{k}") for k in (1, 2, 3)]
    found = {one.articles: one for one in relate_articles(articles, segments, links)}

    assert found["A", "B"].relation is RelationKind.SAME
    assert found["B", "C"].relation is RelationKind.RELATED
    assert found["B", "C"].evidence["goes_with_others"] is True
    assert found["B", "C"].confidence <= 0.5
    assert "goes_with_others" not in found["A", "C"].evidence


def test_the_day_of_the_words_counts_where_it_is_named() -> None:
    """A weekly retells on Saturday what was said on Monday."""
    monday = "“The bridge will be closed,” the engineer told the council on Monday."
    found = read(monday, f"It was a full house. {monday}", dates=("2024-10-07", "2024-10-12"))

    assert found.evidence["days_apart"] == 5
    assert found.evidence["spoken_on"] == "2024-10-07"


def test_what_will_happen_on_a_day_is_not_said_on_it() -> None:
    text = "The minister said that schools would reopen on Monday."

    assert "spoken_on" not in read(text, f"{text} So be it.", dates=("2024-10-08", "2024-10-09")).evidence


def test_a_hearer_that_no_list_knows_counts_for_one_event() -> None:
    found = read("She told the Vltava Echo so.", "To readers of the Vltava Echo she said so.")

    assert found.evidence["venue"] == "Vltava Echo"


def test_an_outlet_that_speaks_itself_is_no_venue() -> None:
    text = "“The bridge stands,” Ada Brook told the {}. “It has stood for ninety years.”"
    asked, notes = (
        text.format("daily Coast Herald"),
        text.format("daily Valley Post") + " The Post notes that it moves.",
    )

    assert "venues" not in read(asked, notes, speakers=("Ada Brook", "Post")).evidence


def test_who_is_interviewed_is_no_venue() -> None:
    text = "In an interview with Ada Brook we asked about the bridge."

    assert "venue" not in read(text, f"{text} She answered.", speakers=("Ada Brook", "Ada Brook")).evidence


def test_many_articles_are_related_in_a_moment() -> None:
    """What an article says of its occasion is read once, whatever the number of pairs."""
    articles = [article(f"A{number}", f"{REPORT} It is number {number}.") for number in range(40)]
    segments = [segment for one in articles for segment in segments_of(one, *REPORT.split("\n"))]
    described: list[str] = []

    def count(one: Article, own: Sequence[Segment]) -> Occasion:
        described.append(one.sigil)
        return describe_occasion(one, own)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "describe_occasion", count)
        relations = relate_articles(articles, segments, [])

    assert len(relations) == 40 * 39 / 2
    assert described == [one.sigil for one in articles]
