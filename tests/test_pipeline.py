"""The whole pipeline on real articles: what must hold of every comparison."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ryabkov_diff import (
    Comparison,
    InputError,
    PassageStatus,
    RelationKind,
    SegmentKind,
    compare,
    list_quotations,
    pipeline,
    read_text,
)
from ryabkov_diff.embed import load_embedder
from tests.made import neutral

if TYPE_CHECKING:
    from pathlib import Path

IZVESTIA = ("sputnik-2022-12-08.txt", "tasnim-2022-12-08.txt")


def seed_paths(seeds: Path) -> list[Path]:
    return sorted(seeds.glob("*.txt"))


@pytest.fixture(scope="module")
def all_seeds(seeds: Path) -> Comparison:
    return compare(seed_paths(seeds))


def test_one_pair_of_the_seeds_is_the_same_event_and_nine_are_not(all_seeds: Comparison) -> None:
    same = {
        frozenset(all_seeds.article(sigil).path or "" for sigil in relation.articles)
        for relation in all_seeds.relations
        if relation.relation is RelationKind.SAME
    }

    assert len(all_seeds.relations) == 10
    assert [sorted(path.rpartition("/")[2] for path in pair) for pair in same] == [sorted(IZVESTIA)]


def test_two_at_a_time_the_relations_are_the_same(seeds: Path, all_seeds: Comparison) -> None:
    paths = seed_paths(seeds)
    for place, one in enumerate(paths):
        for other in paths[place + 1 :]:
            together = next(
                relation.relation
                for relation in all_seeds.relations
                if {(all_seeds.article(sigil).path or "").rpartition("/")[2] for sigil in relation.articles}
                == {one.name, other.name}
            )
            assert compare([one, other]).relations[0].relation is together


def test_every_statement_is_in_exactly_one_passage(all_seeds: Comparison) -> None:
    listed = [segment_id for passage in all_seeds for ids in passage.segments.values() for segment_id in ids]
    expected = [segment.id for segment in all_seeds.segments if segment.kind is not SegmentKind.BOILERPLATE]

    assert sorted(listed) == sorted(expected)


def test_no_variants_and_no_omissions_between_other_occasions(all_seeds: Comparison) -> None:
    event = next(event for event in all_seeds.events if len(event) == 2)

    # An error in the copy is about one article alone.
    between = [finding for finding in all_seeds.findings if finding.family != "copy"]
    assert all(set(finding.sigla) <= set(event) for finding in between)
    assert all(len(finding.sigla) == 1 for finding in all_seeds.findings if finding.family == "copy")
    assert all(set(passage.segments) <= set(event) for passage in all_seeds.shared_passages)


def test_three_articles_put_the_other_occasion_apart(seeds: Path) -> None:
    comparison = compare([seeds / IZVESTIA[0], seeds / IZVESTIA[1], seeds / "eirns-2022-12-10.txt"])

    assert comparison.events == (("A", "B"), ("C",))
    related = {relation.articles: relation for relation in comparison.relations if relation.articles != ("A", "B")}
    assert {relation.relation for relation in related.values()} == {RelationKind.RELATED}
    linked = [pair for relation in related.values() for pair in relation.evidence.get("linked", ())]
    assert linked, "its related statements are named"
    assert all("C" in {segment_id.split(".")[0] for segment_id in pair} for pair in linked)


def test_selectors_quote_the_text_exactly(all_seeds: Comparison) -> None:
    for finding in all_seeds.findings:
        for reading in finding.readings:
            if reading.selector is None:
                continue
            text = all_seeds.article(reading.articles[0]).text or ""
            assert text[reading.selector.start : reading.selector.end] == reading.selector.exact
            assert reading.text in {None, reading.selector.exact}


# What they tell of a quotation may stand in the statement beside it.
BESIDE = {"quote-context", "quote-splice", "quote-truncation"}


def test_findings_lie_inside_their_passage(all_seeds: Comparison) -> None:
    for passage in all_seeds.passages:
        for finding in all_seeds.findings_of(passage):
            for reading in finding.readings if finding.kind not in BESIDE else ():
                if reading.text is None or reading.selector is None:
                    continue
                members = all_seeds.segments_of(passage, reading.articles[0])
                assert members[0].start <= reading.selector.start
                assert reading.selector.end <= members[-1].end


def test_findings_on_quotations_lie_inside_a_statement(all_seeds: Comparison) -> None:
    readings = [reading for finding in all_seeds.findings if finding.kind in BESIDE for reading in finding.readings]

    assert any(reading.text for reading in readings)
    for reading in readings:
        place = reading.selector
        assert place is not None
        assert any(
            segment.start <= place.start <= place.end <= segment.end
            for segment in all_seeds.statements(reading.articles[0])
        )


def test_permuting_the_articles_permutes_columns_and_nothing_else(seeds: Path) -> None:
    paths = [seeds / IZVESTIA[0], seeds / IZVESTIA[1], seeds / "sputnik-2022-11-29.txt"]
    expected = neutral(compare(paths))

    for order in permutations(paths):
        assert neutral(compare(order)) == expected


def test_an_article_against_itself_has_no_finding(seeds: Path) -> None:
    for path in seed_paths(seeds):
        comparison = compare([path, path])

        assert comparison.relations[0].relation is RelationKind.SAME
        assert comparison.findings == ()
        assert {passage.status for passage in comparison} == {PassageStatus.EQUAL}


def test_the_same_inputs_give_the_same_bytes_in_another_process(seeds: Path) -> None:
    code = (
        "import sys; from ryabkov_diff import compare, dump_comparison; "
        "sys.stdout.buffer.write(dump_comparison(compare(sys.argv[1:])).encode())"
    )
    command = [sys.executable, "-c", code, *(str(seeds / name) for name in IZVESTIA)]
    outputs = {
        subprocess.run(command, capture_output=True, check=True, env={"PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    }

    assert len(outputs) == 1


def test_the_default_path_imports_no_torch(seeds: Path) -> None:
    code = (
        "import sys; from ryabkov_diff import compare; compare(sys.argv[1:]); "
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'scipy', 'pandas', 'sklearn', 'numpy.ma'}; "
        "heavy &= set(sys.modules); "
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *(str(seeds / name) for name in IZVESTIA)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_without_a_model_the_comparison_says_so(seeds: Path) -> None:
    comparison = compare([seeds / name for name in IZVESTIA], engine="lexical")

    assert "lexical-engine" in {note.code for note in comparison.notes}
    assert "engine:lexical" in comparison.signature
    assert comparison.relations[0].relation is RelationKind.SAME
    assert len(comparison.shared_passages) >= 8


def test_an_embedder_of_ones_own_is_named_in_the_signature(seeds: Path) -> None:
    class Own:
        name = "model:mine|engine:own"

        def embed(self, texts: Any) -> Any:
            return load_embedder("lexical").embed(texts)

    assert "model:mine|engine:own" in compare([seeds / name for name in IZVESTIA], embedder=Own()).signature


def test_the_user_may_say_that_it_is_the_same_event(seeds: Path) -> None:
    comparison = compare([seeds / "alarabiya-2023-01-30.txt", seeds / "eirns-2022-12-10.txt"], same_event=True)

    assert comparison.relations[0].evidence["asserted"] is True
    assert "event:asserted" in comparison.signature
    assert "omission" in comparison.summary["by_kind"]


def test_fewer_than_two_articles_are_refused(seeds: Path) -> None:
    with pytest.raises(InputError, match="expected at least 2 articles, found 1") as caught:
        compare([seeds / IZVESTIA[0]])
    assert "compare A B" in caught.value.hint


@pytest.mark.parametrize("sources", ["a.txt", ["a.txt", None], [b"a.txt", b"b.txt"]])
def test_what_is_no_list_of_sources_is_refused(sources: Any) -> None:
    with pytest.raises(InputError, match="expected a sequence of paths or articles"):
        compare(sources)


@pytest.mark.parametrize("sources", ["a.txt", ["a.txt", None], 7])
def test_quotations_are_listed_of_sources_only(sources: Any) -> None:
    with pytest.raises(InputError, match="expected a sequence of paths or articles"):
        list_quotations(sources)


def test_quotations_of_no_article_are_refused() -> None:
    with pytest.raises(InputError, match="expected at least one article"):
        list_quotations([])


def test_quotations_are_listed_by_article(seeds: Path) -> None:
    said: list[str] = []
    quotations = list_quotations([seeds / name for name in IZVESTIA], progress=said.append)

    assert said == ["reading", "segmenting"]
    assert {one.speaker for one in quotations} == {"Sergey Ryabkov"}
    texts = {article.sigil: article.text or "" for article in quotations.articles}
    assert all(texts[one.article][one.start : one.end] == one.content for one in quotations)


def test_progress_names_the_stages(seeds: Path) -> None:
    said: list[str] = []
    compare([seeds / name for name in IZVESTIA], engine="lexical", progress=said.append)

    assert said == ["reading", "segmenting", "embedding", "aligning", "collating", "detecting"]


paragraph = st.lists(
    st.sampled_from(
        [
            "The fire began at night.",
            '"We do not know the cause," said Anna Berg.',
            "The mayor said that 12 people were hurt",
            "“An open quotation, he added.",
            "U.S. officials disagreed… (again)",
            "🙂 Ünïcödé\u00a0text [sic]",
            "7",
            "—",
        ]
    ),
    min_size=1,
    max_size=3,
).map(" ".join)
texts = st.lists(paragraph, min_size=1, max_size=4).map("\n\n".join)


@given(texts, texts)
@settings(max_examples=40)
def test_any_two_texts_can_be_compared(a: str, b: str) -> None:
    articles = [read_text(text, label=label) for text, label in ((a, "one"), (b, "other"))]
    forward = compare(articles, engine="lexical", same_event=True)
    backward = compare(articles[::-1], engine="lexical", same_event=True)

    assert Comparison.from_dict(forward.to_dict()) == forward
    if a != b:
        assert neutral(forward) == neutral(backward)


def test_an_interrupt_does_not_wait_for_what_runs_beside() -> None:
    """What runs beside may itself wait for a lock that the interrupt has left held."""
    released = threading.Event()
    begun = time.monotonic()

    with pytest.raises(KeyboardInterrupt), pipeline._beside(lambda: released.wait(60)):
        raise KeyboardInterrupt

    assert time.monotonic() - begun < 30
    released.set()


def test_what_runs_beside_is_waited_for() -> None:
    done = threading.Event()

    def wait_and_tell() -> None:
        time.sleep(0.05)
        done.set()

    with pipeline._beside(wait_and_tell):
        pass
    assert done.is_set()
