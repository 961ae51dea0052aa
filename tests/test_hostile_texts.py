"""Arbitrary text, bytes and saved comparisons: our own errors or harmless results; and the inputs that once failed.

The properties are those that `fuzz/` checks of millions of inputs.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.hostile import TEXTS, make_text
from fuzz.edits import edited
from fuzz.properties import check_articles, check_bytes, check_saved
from ryabkov_diff import SegmentKind, read_text
from ryabkov_diff.errors import ComparisonFormatError, InputError
from ryabkov_diff.linking import pool_words
from ryabkov_diff.pipeline import compare, list_quotations
from ryabkov_diff.render.as_csv import to_csv
from ryabkov_diff.schema import dump_comparison, dump_json, load_comparison
from ryabkov_diff.segment import segment_articles
from tests.render import made

if TYPE_CHECKING:
    from ryabkov_diff import Article

ROOT = Path(__file__).parent.parent

FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])

# What articles are made of, and what could get out of them: marks, markup, formulas, sequences of terminals.
PIECES = st.sampled_from(
    ["Ada Brook said", "according to Nell Harper", "12 cracks", "on 3 May", "did not", "all", "the bridge fell",
     " ", " ", " ", ". ", ", ", ": ", "\n", "\n\n", "“", "”", "‘", "’", '"', "'", "«", "»", "(", "[", "]", "…", "—",
     "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r@x", "\u3000=1",
     "<script>alert(1)</script>", "<img src=x onerror=y>", "[a](javascript:b)", "![a](http://b)", "`", "|", "&lt;",
     "{{7*7}}", "\x1b[31m", "\x1b]8;;http://e.example\x07", "\x1b]8;;\x1b\\", "\x9b2J", "\x07", "\x7f", "\u202e",
     "\u200f", "\ufeff", "\xad", "\u2028", "\x85", "e\u0301", "ﬁ", "שלום", "Рябков", "👩‍🚀", "\U000e0041"]
)  # fmt: skip
ARTICLES = st.lists(PIECES | st.text(max_size=8), min_size=1, max_size=40).map("".join)


def made_of(text: str) -> Article | None:
    """Make an article of a text, unless nothing in it can be seen."""
    try:
        return read_text(text)
    except InputError:
        return None


@FEW
@given(ARTICLES, ARTICLES)
def test_any_two_articles_come_out_harmless_in_every_format(first: str, second: str) -> None:
    articles = [article for text in (first, second) if (article := made_of(text))]
    if articles:
        check_articles(articles)


@FEW
@given(st.binary(max_size=400) | st.tuples(ARTICLES, st.sampled_from(["utf-16", "cp1252", "utf-8"])).map(
    lambda made_with: made_with[0].encode(made_with[1], "replace")
))  # fmt: skip
def test_any_bytes_are_read_or_refused_in_our_own_words(data: bytes) -> None:
    check_bytes(data)


@settings(FEW, max_examples=60)
@given(st.binary(min_size=2, max_size=12))
def test_an_edited_comparison_is_refused_or_harmless(data: bytes) -> None:
    check_saved(edited(b"\0" + data))


KEYS = st.sampled_from(["articles", "schema_version", "tool"])
LEAVES = st.none() | st.booleans() | st.floats() | st.text(max_size=5)


@FEW
@given(st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)))
def test_any_json_is_no_comparison(data: object) -> None:
    check_saved(json.dumps(data))


@pytest.mark.parametrize("data", sorted((ROOT / "fuzz" / "corpus" / "articles").iterdir()), ids=lambda path: path.name)
def test_first_inputs_of_articles_pass(data: Path) -> None:
    check_bytes(data.read_bytes())


# ------------------------------------------------------------------------------------------- inputs that once failed


def test_half_of_a_character_in_a_saved_comparison_is_escaped() -> None:
    assert dump_json(["\ud800"], indent=None) == '["\\ud800"]\n'
    assert json.loads(dump_json(["\ud800"])) == ["\ud800"]


@pytest.mark.parametrize(
    ("name", "value"), [("shared_statements", "=1+1"), ("linked", [["A.1"]]), ("venues", ["Echo"]), ("speaker", 7)]
)
def test_evidence_of_another_type_is_refused(name: str, value: object) -> None:
    data = made.interview().to_dict()
    data["relations"][0]["evidence"][name] = value

    with pytest.raises(ComparisonFormatError, match=rf"relations\[0\]\.evidence\.{name}.*is "):
        load_comparison(json.dumps(data))


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u3000", "\n"])
def test_a_formula_behind_blanks_is_guarded(blank: str) -> None:
    data = json.loads(dump_comparison(made.interview()))
    data["findings"][0]["message"] = f"{blank}=1+1"

    assert ",'" in next(line for line in to_csv(load_comparison(json.dumps(data))).splitlines() if "=1+1" in line)


# ---------------------------------------------------------------------------------------------------- bounded work


def test_a_text_without_full_stops_is_cut_at_blanks_and_whole() -> None:
    text = "the old bridge was closed and nobody knows why " * 400
    segments, _ = segment_articles([read_text(text)])

    assert max(len(segment.text) for segment in segments) <= 2000
    assert " ".join(segment.text for segment in segments) == text.strip()


def test_a_long_quotation_is_cut_and_a_sentence_of_800_characters_is_not() -> None:
    sentence = "We have seen " + ", ".join(f"the {number}th ship of the line" for number in range(10, 38)) + "."
    text = f'"{"we have seen the ships " * 300}," Brook said.\n\n"{sentence}" Brook said.'
    segments, _ = segment_articles([read_text(text)])
    quoted = [segment.text for segment in segments if segment.kind is SegmentKind.QUOTED]

    assert 750 < len(sentence) < 850
    assert quoted[-1] == sentence
    assert len(quoted) > 4
    assert max(map(len, quoted)) <= 2000


def test_a_word_without_end_is_cut_too() -> None:
    segments, _ = segment_articles([read_text("One said so.\n\n" + "x" * 30_000)])

    assert sum(len(segment.text) for segment in segments if segment.text.startswith("xx")) == 30_000
    assert max(len(segment.text) for segment in segments) <= 4000


def test_the_words_of_a_text_without_end_are_pooled() -> None:
    import numpy as np

    from ryabkov_diff.domain import TokenVectors

    count = 20_000
    spans = [(4 * number, 4 * number + 3) for number in range(count)]
    # Two tokens a word, but for one word that has none.
    offsets = np.array([(s + d, s + d + 1) for s, _ in spans if s != 400 for d in (0, 2)], dtype=np.int64)
    vectors = np.random.default_rng(1).normal(size=(len(offsets), 8)).astype(np.float32)
    pooled = pool_words(spans, TokenVectors(offsets, vectors))

    assert pooled.shape == (count, 8)
    assert not pooled[100].any()
    for number in (0, 99, 101, count - 1):
        row = 2 * number if number < 100 else 2 * number - 2
        mean = vectors[row] + vectors[row + 1]
        np.testing.assert_allclose(pooled[number], mean / np.linalg.norm(mean), rtol=1e-5)
    # The stems of a statement come in the order of their last words.
    assert (pool_words(spans[::-1], TokenVectors(offsets, vectors)) == pooled[::-1]).all()


@pytest.mark.parametrize("name", TEXTS)
def test_texts_of_few_characters_over_and_over_are_cut_without_error(name: str) -> None:
    article = read_text(make_text(name, 3000))

    quotations = list_quotations([article])
    segments, _ = segment_articles([article])
    assert all(article.text is not None and article.text[one.start : one.end] == one.content for one in quotations)
    assert all(article.text is not None and article.text[one.start : one.end] == one.text for one in segments)


@pytest.mark.parametrize("name", ["dates", "numbers", "full-names", "weekdays", "currency"])
def test_a_list_of_hundreds_of_facts_is_left_alone(name: str) -> None:
    from ryabkov_diff.embed.lexical_engine import LexicalEmbedder

    articles = [read_text(make_text(name, 2500, other=other), label=str(other)) for other in (False, True)]
    # It took minutes while each was compared with each beside each.
    comparison = compare(articles, embedder=LexicalEmbedder(), same_event=True)

    assert comparison.passages


# --------------------------------------------------------------------------------------------------- what is loaded


def test_nothing_in_the_package_can_run_what_it_reads() -> None:
    forbidden = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle", "yaml"}
    found = set()
    for path in (ROOT / "ryabkov_diff").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {(path.name, alias.name.partition(".")[0]) for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((path.name, (node.module or "").partition(".")[0]))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec"}, path
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                assert (node.value.id, node.attr) not in {("torch", "load"), ("np", "load")}, path
    assert [one for one in found if one[1] in forbidden] == []
    assert ("cache.py", "sqlite3") in found
