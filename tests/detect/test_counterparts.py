"""Which words of two wordings stand for each other."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from ryabkov_diff.detect.counterparts import Counterparts, Wording, best_pairs, collated
from ryabkov_diff.domain import Collation, Table
from tests.made import article, passage, segments_of

A, B = "The old tram stopped; nobody was hurt.", "The tram came to a stop, and no one was hurt."


def span(text: str, word: str) -> tuple[int, int]:
    start = text.index(word)
    return start, start + len(word)


def table(confidence: float = 0.9) -> Table:
    """Make a table of two one-sentence articles with some words linked."""
    articles = article("A", A), article("B", B)
    segments = [*segments_of(articles[0], A), *segments_of(articles[1], B)]
    collation = Collation(
        passage="P1",
        articles=("A", "B"),
        confidence=confidence,
        equal=((span(A, "tram"), span(B, "tram")), (span(A, "hurt"), span(B, "hurt"))),
        variants=(),
        links=(
            (span(A, "stopped"), span(B, "came"), 0.7),
            (span(A, "stopped"), span(B, "stop"), 0.9),
            (span(A, "nobody"), span(B, "hurt"), 0.6),
        ),
    )
    return Table(articles, tuple(segments), (passage("P1", A="A.1", B="B.1"),), (), (collation,))


def words() -> Counterparts:
    (found,) = collated(table())
    return found


def index(text: str, word: str, side: int) -> int:
    return words().wordings[side].index_of[span(text, word)[0]]


def test_clauses_end_at_marks_and_at_words_that_begin_one() -> None:
    own = article("A", "It rained, but they played while fans sang.")
    wording = Wording("A", tuple(segments_of(own, own.text or "")))
    clauses: dict[range, list[str]] = {}
    for token, clause in zip(wording.tokens, wording.clauses, strict=True):
        clauses.setdefault(clause, []).append(token.text)

    assert [" ".join(clause) for clause in clauses.values()] == [
        "It rained",
        ",",
        "but they played",
        "while fans sang",
        ".",
    ]
    assert list(wording.clause(1)) == [0, 1]


def test_the_most_probable_partner_comes_first() -> None:
    stopped = index(A, "stopped", 0)

    assert [probability for _, probability in words().links[0][stopped]] == [0.9, 0.7]
    assert words().partner(0, stopped) == index(B, "stop", 1)
    assert words().partner(1, index(B, "came", 1)) == stopped
    assert words().partner(1, index(B, "came", 1), floor=0.8) is None
    assert words().partner(0, index(A, "old", 0)) is None


def test_a_word_with_an_equal_one_has_no_other_partner() -> None:
    hurt = index(B, "hurt", 1)

    assert words().links[1][hurt] == [(index(A, "hurt", 0), 1.0)]
    assert words().partner(0, index(A, "nobody", 0)) is None


def test_a_region_is_the_clauses_of_the_partners() -> None:
    found = words()
    own = found.wordings[0].clause(index(A, "hurt", 0))
    region = [found.wordings[1].tokens[place].text for place in sorted(found.region(0, own))]

    assert region == [",", "and", "no", "one", "was", "hurt"]


def test_an_unsure_passage_is_left_out() -> None:
    assert list(collated(table(confidence=0.4))) == []


def test_a_finding_has_its_readings_in_column_order() -> None:
    found = words()
    there, here = index(B, "came", 1), index(A, "stopped", 0)
    finding = found.finding(table(), "negation", "rule", ((there, there + 1), (here, here + 1)), 0.5, side=1)

    assert [reading.text for reading in finding.readings] == ["stopped", "came"]
    assert finding.confidence == 0.45
    assert finding.message == "“stopped” ~ “came”"


@dataclass(frozen=True)
class Place:
    start: int


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.sampled_from([0.2, 0.5, 0.9])))
def test_pairs_are_one_to_one_and_the_same_either_way_round(grades: dict[tuple[int, int], float]) -> None:
    pairs = best_pairs((grade, Place(i), Place(j)) for (i, j), grade in grades.items())
    swapped = best_pairs((grade, Place(j), Place(i)) for (i, j), grade in sorted(grades.items(), reverse=True))

    assert len({a for _, a, _ in pairs}) == len({b for _, _, b in pairs}) == len(pairs)
    assert {(a.start, b.start) for _, a, b in pairs} == {(b.start, a.start) for _, a, b in swapped}
