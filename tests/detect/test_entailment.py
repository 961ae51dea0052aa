"""The rule `nli-contradiction`: what is said of a model's judgements, with a model that knows the answers."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ryabkov_diff import compare, read_text
from ryabkov_diff.detect import detect_findings
from ryabkov_diff.detect.entailment import EntailmentDetector
from ryabkov_diff.domain import Judgement
from tests.made import collated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.domain import Comparison, Finding, Table

RULE = "nli-contradiction"


class Oracle:
    """A model that holds texts to contradict each other where one has one of the words, and the other another."""

    name = "oracle@1"

    def __init__(self, *words: str) -> None:
        self.words = words

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        rows = []
        for one, other in pairs:
            said = [[word for word in self.words if word in text] for text in (one, other)]
            contradicts = bool(said[0]) and bool(said[1]) and said[0] != said[1]
            rows.append([0.96, 0.01, 0.03] if contradicts else [0.02, 0.9, 0.08])
        return np.array(rows, dtype=np.float32).reshape(-1, 3)


def compared(*texts: str, words: Sequence[str]) -> Comparison:
    articles = [read_text(text, label=f"Outlet {number}") for number, text in enumerate(texts)]
    return compare(articles, same_event=True, entailment=Oracle(*words))


def by_rule(comparison: Comparison) -> list[Finding]:
    return [finding for finding in comparison.findings if finding.rule == RULE]


# Incompatible, though no word is the opposite of another: what the lists cannot see.
INCOMPATIBLE = [
    (
        "The old theatre was given away to the city by its owner.",
        "The old theatre was sold to the city by its owner.",
        ("given away", "sold"),
    ),
    (
        "The striker spent the second half on the bench.",
        "The striker played the second half at full speed.",
        ("bench", "played"),
    ),
    (
        "The storm passed south of the island on its way east.",
        "The storm hit the island on its way east.",
        ("passed", "hit"),
    ),
]


@pytest.mark.parametrize(("one", "other", "words"), INCOMPATIBLE)
def test_statements_that_the_model_holds_incompatible_are_found(one: str, other: str, words: Sequence[str]) -> None:
    (finding,) = by_rule(compared(one, other, words=words))

    assert (finding.kind, finding.family, finding.severity) == ("contradiction", "fact", 3)
    assert finding.message == "each rules out the other, as oracle@1 judges"
    assert finding.cues == ("oracle@1",)
    assert [reading.text for reading in finding.readings] == [one, other]
    assert 0 < finding.confidence <= 0.96


@pytest.mark.parametrize(("one", "other", "words"), INCOMPATIBLE)
def test_the_words_that_differ_are_still_shown(one: str, other: str, words: Sequence[str]) -> None:
    with_model = [finding for finding in compared(one, other, words=words).findings if finding.rule != RULE]
    without = compared(one, other, words=()).findings

    assert [(one.kind, one.message) for one in with_model] == [(one.kind, one.message) for one in without]
    assert {"rewording", "specificity"} & {finding.kind for finding in with_model}


@pytest.mark.parametrize(("one", "other", "words"), INCOMPATIBLE)
def test_no_order_of_the_articles_changes_more_than_the_columns(one: str, other: str, words: Sequence[str]) -> None:
    (there,), (back,) = (by_rule(compared(*texts, words=words)) for texts in ((one, other), (other, one)))

    assert [reading.text for reading in back.readings] == [reading.text for reading in there.readings][::-1]
    assert (back.confidence, back.message, back.cues) == (there.confidence, there.message, there.cues)


def test_an_article_does_not_contradict_itself() -> None:
    assert by_rule(compared(INCOMPATIBLE[0][0], INCOMPATIBLE[0][0], words=INCOMPATIBLE[0][2])) == []


def test_renderings_that_the_model_lets_pass_stay_silent() -> None:
    assert by_rule(compared(*INCOMPATIBLE[0][:2], words=())) == []


# Where another finding of meaning at stake says what differs, it is not said a second time.
EXPLAINED = [
    ("number", "The fire destroyed 40 barns in the valley.", "The fire destroyed 45 barns in the valley.", "40", "45"),
    (
        "negation",
        "The jury found the accountant guilty of fraud.",
        "The jury did not find the accountant guilty of fraud.",
        "found",
        "did not",
    ),
    (
        "contradiction",
        "The senate approved the pension reform.",
        "The senate rejected the pension reform.",
        "approved",
        "rejected",
    ),
    (
        "quantifier",
        "All passengers of the ferry were rescued.",
        "Some passengers of the ferry were rescued.",
        "All",
        "Some",
    ),
]


@pytest.mark.parametrize(("kind", "one", "other", "word", "word_there"), EXPLAINED)
def test_a_finding_that_says_what_differs_comes_first(
    kind: str, one: str, other: str, word: str, word_there: str
) -> None:
    findings = compared(one, other, words=(word, word_there)).findings
    (explained,) = [finding for finding in findings if finding.severity == 3]

    assert explained.kind == kind
    assert explained.rule != RULE
    assert ("contradiction" in explained.also) == (kind != "contradiction")


def test_what_already_counts_as_a_contradiction_of_the_statements_is_not_found_twice() -> None:
    table = collated(*INCOMPATIBLE[0][:2])
    judged = replace(table.collations[0], judgement=Judgement("m", (1.0, 0.0, 0.0), (1.0, 0.0, 0.0)))
    (finding,) = EntailmentDetector().detect(replace(table, collations=(judged,)))

    class Given:
        kinds = ("contradiction",)

        def detect(self, _: Table) -> list[Finding]:
            return [finding, replace(finding, rule="statement-denied", cues=("said", "denied"))]

    assert [one.rule for one in detect_findings(table, [EntailmentDetector(), Given()])] == ["statement-denied"]


def test_another_sort_of_finding_about_the_statements_does_not_hide_it() -> None:
    table = collated(*INCOMPATIBLE[0][:2])
    judged = replace(table.collations[0], judgement=Judgement("m", (1.0, 0.0, 0.0), (1.0, 0.0, 0.0)))
    (finding,) = EntailmentDetector().detect(replace(table, collations=(judged,)))

    class Given:
        kinds = ("contradiction", "speaker")

        def detect(self, _: Table) -> list[Finding]:
            return [finding, replace(finding, kind="speaker", rule="other-speaker")]

    assert {one.kind for one in detect_findings(table, [Given()])} == {"speaker", "contradiction"}


def test_less_severe_findings_do_not_hide_it() -> None:
    texts = ("“The crew is safe,” the captain said.", "“The crew is lost,” the captain claimed.")
    findings = compared(*texts, words=("safe", "lost")).findings

    assert RULE in {finding.rule for finding in findings}
    assert any(finding.severity < 3 for finding in findings)


def test_three_articles_give_one_finding() -> None:
    one, other, words = INCOMPATIBLE[2]
    (finding,) = by_rule(compared(one, other, other.replace("way east", "way to the east"), words=words))

    assert [reading.articles for reading in finding.readings] == [("A",), ("B",), ("C",)]
    assert finding.message == "each rules out the other, as oracle@1 judges"


@pytest.mark.parametrize(
    ("forward", "backward", "confidence", "found"),
    [
        (0.95, 0.97, 0.9, True),
        (0.95, 0.6, 0.9, False),  # in one direction only: the other wording says less
        (0.6, 0.95, 0.9, False),
        (0.8, 0.8, 0.9, False),  # the most probable of three, but not sure
        (0.95, 0.97, 0.4, False),  # two statements that hardly belong together
    ],
)
def test_both_directions_must_be_sure(forward: float, backward: float, confidence: float, *, found: bool) -> None:
    table = collated("The mine was closed for good.", "The mine is working again.")
    judgement = Judgement("m", (forward, 0, 1 - forward), (backward, 0, 1 - backward))
    collation = replace(table.collations[0], confidence=confidence, judgement=judgement)
    findings = list(EntailmentDetector().detect(replace(table, collations=(collation,))))

    assert bool(findings) == found
    assert [finding.confidence for finding in findings] == [pytest.approx(0.95 * 0.9)] * found


def test_without_a_model_nothing_is_judged() -> None:
    assert list(EntailmentDetector().detect(collated(*INCOMPATIBLE[0][:2]))) == []


def test_articles_of_different_occasions_are_not_judged() -> None:
    articles = [
        read_text("The mine was closed for good on Monday.", label="Echo"),
        read_text("The festival opens with a new film.", label="Post"),
    ]
    comparison = compare(articles, entailment=Oracle("mine", "film"))

    assert by_rule(comparison) == []
    assert [note.message for note in comparison.notes if note.code == "not-judged"] == [
        "oracle@1 had nothing to judge: no statements of one occasion are worded differently."
    ]


def test_the_signature_names_the_model() -> None:
    comparison = compared(*INCOMPATIBLE[0][:2], words=())

    assert comparison.signature.endswith("|event:asserted|nli:oracle@1")


def test_the_detector_imports_no_model() -> None:
    code = (
        "import sys, ryabkov_diff.detect.entailment, ryabkov_diff.embed.judgements; "
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
