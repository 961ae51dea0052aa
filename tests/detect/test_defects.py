"""The kind `defect`: errors in the copy, and what is none."""

from __future__ import annotations

import time

import pytest

from ryabkov_diff import compare, read_text
from ryabkov_diff.detect.defects import DefectDetector
from ryabkov_diff.domain import Finding, Table
from ryabkov_diff.segment import segment_articles
from tests.made import article

# Any text may stand around, so that what is tested is part of an article.
BEFORE = "The council met on Monday evening.\n\n"
AFTER = "\n\nThe next meeting is in a fortnight."


def defects(text: str, other: str = "Nothing of the kind is here.") -> list[Finding]:
    """Return what is found in the first of two texts."""
    articles = (article("A", BEFORE + text + AFTER), article("B", BEFORE + other + AFTER))
    segments, _ = segment_articles(articles)
    found = DefectDetector().detect(Table(articles, segments, (), (), ()))
    return [finding for finding in found if finding.sigla == ("A",)]


def shown(finding: Finding) -> tuple[str, str | None]:
    return finding.rule, finding.readings[0].text


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("The storm hit the the coast at noon.", "doubled-word", "the the"),
        ("The bank will will raise its rate.", "doubled-word", "will will"),
        ("The coach was pleased with with the draw.", "doubled-word", "with with"),
        ("Prices of of bread rose.", "doubled-word", "of of"),
        ("The vaccine vaccine was approved in May.", "doubled-word", "vaccine vaccine"),
        ("The opening of the\nthe festival was delayed.", "doubled-word", "the\nthe"),
        ("The letter was signed by President Maria President.", "title-around-name", "President Maria President"),
        ("Judge Anna Lind Judge opened the trial.", "title-around-name", "Judge Anna Lind Judge"),
        ("The deputy health ministry said wards were full.", "institution-for-person", "deputy health ministry"),
        ("“We will play to win.”. He left at once.", "stray-punctuation", "win.”."),
        ("The fans left,, the players stayed.", "stray-punctuation", "left,,"),
        ("The fire was put out.. Nobody was hurt.", "stray-punctuation", "out.."),
        ("The fire was put out,. Nobody was hurt.", "stray-punctuation", "out,."),
        ("The minister () did not reply.", "stray-punctuation", "()"),
        ("“The roof will hold, she said. It did.", "unpaired-quotation-mark", "“The"),
        ('She said: "The roof will hold. It did.', "unpaired-quotation-mark", '"The'),
        ('The roof will hold," she said. It did.', "unpaired-quotation-mark", 'hold,"'),
        ("It isnâ€™t over.", "encoding-remnant", "â€™"),
        ("A cafÃ© burned down.", "encoding-remnant", "Ã©"),
        ("A caf\ufffd burned down.", "encoding-remnant", "\ufffd"),
        ("Research &amp; development cost more.", "markup-remnant", "&amp;"),
        ("The price is&nbsp;fixed.", "markup-remnant", "&nbsp;"),
        ("It&#8217;s over.", "markup-remnant", "&#8217;"),
        ("The verdict<br/> is final.", "markup-remnant", "<br/>"),
        ('See <a href="x">here</a>.', "markup-remnant", '<a href="x">'),
    ],
)
def test_an_error_in_the_copy(text: str, rule: str, words: str) -> None:
    finding, *_ = defects(text)

    assert shown(finding) == (rule, words)
    assert (finding.kind, finding.family, finding.severity) == ("defect", "copy", 0)


@pytest.mark.parametrize(
    "text",
    [
        "They had had no rain, and said that that was new.",
        "What it is is a question of money; who came in in May is another one.",
        "The exhibition was moved on on Friday.",
        "She gave her her coat.",
        "It was a very very long, long day.",
        "“No no,” she said, “never never again.”",
        "Boutros Boutros-Ghali was there, and so was a band called The The.",
        "Duran Duran play in Walla Walla.",
        "He scored, scored again, and again scored.",
        "Of 10 10 were sold.",
        "President Maria Silva met President Ana Costa.",
        "The deputy health minister said wards were full.",
        "The deputy health ministry spokeswoman said wards were full.",
        "The Shipping Deputy Ministry of Cyprus said ferries run.",
        "The Deputy Ministry said ferries run.",
        "It begins at 8 p.m., he said... and ends at 10 p.m.",
        "They live in the “U.S.”. She was in Washington, D.C., yesterday.",
        'He calls it “art, craft, etc.”. We call it "work".',
        "“How?” he asked. ‘Why?’ She shrugged…",
        'The screen has 27" and the door is 6\'2" high.',
        "AT&T and Marks & Spencer rose; R&D; fell.",
        "Is 3 < 5 and b > a? The café’s naïve façade, São Paulo, Ångström.",
    ],
)
def test_what_is_no_error(text: str) -> None:
    assert [shown(finding) for finding in defects(text)] == []


def test_a_quotation_that_goes_on_in_the_next_paragraph_is_closed() -> None:
    assert defects('"The roof will hold.\n\n"It has held for a century," she said.') == []
    assert defects("“The roof will hold.\n\nIt has held for a century.” She smiled.") == []


def test_a_copy_with_many_marks_without_partner_has_its_own_way() -> None:
    paragraph = 'She said: "The roof will hold. Number {}.'

    assert defects("\n\nIt rained.\n\n".join(map(paragraph.format, range(4)))) == []
    assert len(defects("\n\nIt rained.\n\n".join(map(paragraph.format, range(2))))) == 2


def test_an_excerpt_may_end_inside_of_a_quotation() -> None:
    articles = (article("A", "She said: “The roof will hold."), article("B", "She said the roof will hold."))
    segments, _ = segment_articles(articles)

    assert list(DefectDetector().detect(Table(articles, segments, (), (), ()))) == []


def test_a_paragraph_that_stands_twice() -> None:
    long = "The bakery in the old town has been open every night of the year since the war."

    (finding,) = defects(f"{long}\n\nIts owner is ninety.\n\n{long}")

    assert shown(finding) == ("repeated-paragraph", "The bakery in the old town has been")
    place = finding.readings[0].selector
    assert place is not None
    assert place.start > len(BEFORE + long)
    assert defects("It is not.\n\nIs it over?\n\nIt is not.") == []


def test_a_title_that_stands_twice() -> None:
    title = "Bakery closes after a century\n\n"
    text = f"{title}{title}LEEDS - The bakery closes in May. It was old."
    other = "Old bakery to close\n\nLEEDS - The bakery in the old town closes in May. It was old."

    found = compare([read_text(text, label="one"), read_text(other, label="other")], same_event=True).findings

    (finding,) = [finding for finding in found if finding.kind == "defect"]
    assert finding.message == "the title stands once more in one: “Bakery closes after a century”"
    assert finding.readings[0].selector is not None
    assert finding.readings[0].selector.start == text.index("Bakery", 1)


def test_what_all_articles_have_is_no_difference() -> None:
    text = "The storm hit the the coast at noon."

    assert defects(text, text) == []
    assert len(defects(text, "The storm hit the coast at noon.")) == 1


def slips(a: str, b: str) -> list[tuple[str, str | None]]:
    articles = [read_text(text, label=label) for text, label in ((a, "one"), (b, "other"))]
    found = compare(articles, same_event=True).findings
    return [shown(finding) for finding in found if finding.kind == "defect"]


def test_one_key_beside_a_determiner_where_the_other_has_one() -> None:
    found = slips(
        "We do not expect ant changes to the law this year.", "We do not expect any changes to the law this year."
    )

    assert found == [("slip-of-the-finger", "ant changes")]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # The other wording has no determiner there.
        (
            "The gardener found ant colonies under the old lawn.",
            "The gardener found large colonies under the old lawn.",
        ),
        # The word stands elsewhere, too.
        ("Every ant knows it. We see ant trails in the sand.", "Each ant knows it. We see some trails in the sand."),
        # A determiner for a determiner is a difference of meaning.
        ("We do not expect all changes this year.", "We do not expect any changes this year."),
    ],
)
def test_a_word_that_is_meant_is_no_slip(a: str, b: str) -> None:
    assert slips(a, b) == []


def test_a_defect_inside_a_segment_belongs_to_its_passage() -> None:
    articles = [
        read_text(BEFORE + text + AFTER, label=label)
        for text, label in (
            ("The storm hit the the coast at noon.", "one"),
            ("The storm hit the coast at noon.", "other"),
        )
    ]
    comparison = compare(articles, same_event=True)

    (finding,) = [finding for finding in comparison.findings if finding.kind == "defect"]
    assert finding.passage is not None
    assert finding.message == "a word stands twice in one: “the the”"


def test_a_long_run_of_letters_is_read_in_a_moment() -> None:
    """Pasted data: time that grows with the square of its length would be minutes."""
    begin = time.perf_counter()
    assert [one.rule for one in defects(f"{'x' * 100_000}.. It is so.")] == ["stray-punctuation"]
    assert time.perf_counter() - begin < 10
