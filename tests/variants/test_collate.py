"""Collation: phrases against phrases, with exact offsets on both sides."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryabkov_diff.domain import Collation, SegmentKind
from ryabkov_diff.embed import embed_segments, load_embedder
from ryabkov_diff.variants import collate_passages
from tests.made import article, passage, relation, segments_of


def collate(a: str, b: str, engine: str = "onnx") -> Collation:
    articles = [article("A", a), article("B", b)]
    segments = [*segments_of(articles[0], a), *segments_of(articles[1], b, kind=SegmentKind.REPORTED)]
    embeddings = embed_segments(articles, segments, load_embedder(engine))
    collations, _ = collate_passages(
        articles, segments, embeddings, [passage("P01", A="A.1", B="B.1")], [relation("A", "B")], []
    )
    return collations[0]


def phrases(a: str, b: str) -> list[tuple[str, str]]:
    return [(a[slice(*variant.spans[0])], b[slice(*variant.spans[1])]) for variant in collate(a, b).variants]


# Renderings of invented statements on other subjects than the seeds'.
CASES = [
    (
        "The striker was sent off after the break",
        "The striker was dismissed after the break",
        ("sent off", "dismissed"),
    ),
    (
        "The storm has been downgraded",
        "The storm has been put in a lower category",
        ("been downgraded", "been put in a lower category"),
    ),
    ("They will appeal the ruling at once", "They will appeal the ruling immediately", ("at once", "immediately")),
    ("It was a modest success", "It was a limited success", ("a modest success", "a limited success")),
]


@pytest.mark.parametrize(("a", "b", "wanted"), CASES)
def test_phrases_come_out_whole(a: str, b: str, wanted: tuple[str, str]) -> None:
    found = phrases(a, b)

    assert found == [wanted]


def test_what_only_one_side_has_stands_against_its_place() -> None:
    a, b = "The bridge will be closed on Monday", "The old bridge will be closed on Monday"
    (variant,) = collate(a, b).variants

    assert b[slice(*variant.spans[1])] == "old"
    assert variant.spans[0] == (len("The"), len("The"))
    assert variant.one_sided


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("We don’t want that.", "We do not want that"),
        ("The labour programme was cancelled", "The labor program was canceled."),
        ("“He said so”", '"He said so"'),
    ],
)
def test_spelling_and_punctuation_are_no_variants(a: str, b: str) -> None:
    assert collate(a, b).variants == ()


def test_swapping_the_sides_swaps_the_spans() -> None:
    a = "All told, nine concerts had to be moved to the smaller hall"
    b = "Altogether nine concerts were transferred to a smaller venue"
    forward, backward = collate(a, b), collate(b, a)

    assert {one.spans for one in forward.variants} == {(two, one) for one, two in (v.spans for v in backward.variants)}
    assert set(forward.equal) == {(two, one) for one, two in backward.equal}


def test_passages_of_other_occasions_are_not_collated() -> None:
    a, b = article("A", "One."), article("B", "One.")
    segments = [*segments_of(a, "One."), *segments_of(b, "One.")]
    embeddings = embed_segments([a, b], segments, load_embedder("lexical"))

    assert collate_passages([a, b], segments, embeddings, [passage("P01", A="A.1", B="B.1")], [], []) == ((), ())


def test_a_passage_too_long_to_collate_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryabkov_diff.variants.MAX_WORD_PAIRS", 3)
    a, b = article("A", "One two."), article("B", "One three.")
    segments = [*segments_of(a, "One two."), *segments_of(b, "One three.")]
    embeddings = embed_segments([a, b], segments, load_embedder("lexical"))
    collations, notes = collate_passages(
        [a, b], segments, embeddings, [passage("P01", A="A.1", B="B.1")], [relation("A", "B")], []
    )

    assert collations == ()
    assert [note.code for note in notes] == ["too-long-to-collate"]


words = st.lists(
    st.sampled_from(
        "we have not cancelled the talks , they will be resumed in May don't (again) on an equal basis".split()
    ),
    min_size=1,
    max_size=14,
).map(" ".join)


@given(words, words)
def test_spans_lie_inside_in_order_and_apart(a: str, b: str) -> None:
    collation = collate(a, b, "lexical")

    for side, text in enumerate((a, b)):
        spans = sorted(variant.spans[side] for variant in collation.variants)
        assert all(0 <= start <= end <= len(text) for start, end in spans)
        filled = [span for span in spans if span[0] < span[1]]
        assert all(one[1] <= other[0] for one, other in pairwise(filled))
    assert all(one[0] < one[1] or other[0] < other[1] for one, other in (v.spans for v in collation.variants))


@given(words)
def test_a_wording_against_itself_has_no_variant(text: str) -> None:
    assert collate(text, text, "lexical").variants == ()


def test_linked_words_are_named_with_their_places_whichever_way_round() -> None:
    a, b = "They will appeal the ruling at once", "The ruling will be appealed immediately by them"
    one, other = collate(a, b).links, collate(b, a).links

    assert ("appeal", "appealed") in {(a[slice(*first)], b[slice(*second)]) for first, second, _ in one}
    assert all(0 < probability <= 1 for _, _, probability in one)
    assert sorted((second, first) for first, second, _ in other) == sorted((first, second) for first, second, _ in one)
