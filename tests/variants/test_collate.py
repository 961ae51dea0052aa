"""Collation: phrases against phrases, with exact offsets on both sides."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ryabkov_diff import compare, read_text
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


# Statements of which the first part and the second may stand in two quotations with the speaker between.
HALVES = [
    ("We cannot take this offer", "Our crews deserve more than two percent", "the offer was unacceptable"),
    ("The bridge is not safe", "Nobody may drive on it until May", "the bridge was unsafe and closed to drivers"),
    ("I never saw the letter", "All I know is what the judge read out", "she knew the letter from the judge only"),
    ("It may rain for most of the week", "Some fields are lost", "some of the fields were lost to a week of rain"),
]


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(HALVES), st.sampled_from(HALVES), st.sampled_from(["coach Maria Silva said", "she went on"]))
def test_no_words_of_a_finding_stand_outside_of_a_segment(
    one: tuple[str, str, str], other: tuple[str, str, str], clause: str
) -> None:
    texts = (f"“{one[0]},” {clause}. “{one[1]}.”", f"Coach Maria Silva said {one[2]} and that {other[1].lower()}.")
    comparison = compare([read_text(text, label=str(k)) for k, text in enumerate(texts)], same_event=True)
    inside = {"rewording", "specificity", "negation", "contradiction", "modality", "quantifier"}
    readings = [
        (finding, reading)
        for finding in comparison.findings
        if finding.kind in inside
        for reading in finding.readings
        if reading.text
    ]

    for finding, reading in readings:
        own = [segment.text for segment in comparison.segments if segment.article == reading.articles[0]]
        assert any((reading.text or "") in text for text in own), finding.message


def test_a_phrase_ends_where_the_reporting_clause_begins() -> None:
    quoted = "“We cannot take this offer,” driver Maria Silva said. “Our crews deserve more than two percent.”"
    told = "Driver Maria Silva said the offer was unacceptable and that crews deserved more than 2%."
    comparison = compare([read_text(text, label=text[:2]) for text in (quoted, told)], same_event=True)
    words = [finding.readings[0].text or "" for finding in comparison.findings if finding.kind == "rewording"]

    assert words
    assert not any("Silva" in text for text in words)
