"""The page as a file: what is in it, that it holds together, and that no text can harm it."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field, replace
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from ryabkov_diff import compare
from ryabkov_diff.render.as_html import report_to_html
from ryabkov_diff.report import build_report
from tests.render import made
from tests.render.hostile import hostile

if TYPE_CHECKING:
    from pathlib import Path

    from ryabkov_diff import Comparison

VOID = {"meta", "input", "br", "hr", "img", "link"}


@dataclass
class Element:
    """An element with what is in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def all(self) -> list[Element]:
        found = [self]
        for child in self.children:
            if isinstance(child, Element):
                found += child.all()
        return found

    def select(self, tag: str = "", **attributes: str) -> list[Element]:
        """Return the elements within that have a tag, and attributes that hold a word each."""
        names = {name.rstrip("_").replace("_", "-"): word for name, word in attributes.items()}
        return [
            each
            for each in self.all()
            if (not tag or each.tag == tag)
            and all(word in each.attributes.get(name, "").split() for name, word in names.items())
        ]

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


class Reader(HTMLParser):
    """Reads a page into elements; a tag that is not closed is a fault."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("document", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice: {attrs}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def page_of(comparison: Comparison, *, whole_text: bool = True) -> Element:
    reader = Reader()
    reader.feed(report_to_html(build_report(comparison), whole_text=whole_text))
    reader.close()
    assert len(reader.open) == 1
    return reader.open[0]


COMPARISONS = {
    "interview": made.interview,
    "occasions": made.occasions,
    "trio": made.trio,
    "strangers": made.strangers,
    "agencies": made.agencies,
    "scripts": made.scripts,
    "crowd": made.crowd,
}


@pytest.fixture(params=COMPARISONS)
def page(request: pytest.FixtureRequest) -> Element:
    return page_of(COMPARISONS[request.param]())


# ------------------------------------------------------------------------------------------ the file holds together


def test_ids_are_unique(page: Element) -> None:
    ids = [each.attributes["id"] for each in page.all() if "id" in each.attributes]

    assert sorted(ids) == sorted(set(ids))


def test_each_link_within_the_page_has_its_target(page: Element) -> None:
    ids = {each.attributes.get("id") for each in page.all()}
    targets = {each.attributes["href"][1:] for each in page.select("a") if each.attributes["href"].startswith("#")}
    targets |= {each.attributes["data-target"] for each in page.all() if "data-target" in each.attributes}
    named = {
        each.attributes[name]
        for each in page.all()
        for name in ("aria-labelledby", "aria-controls")
        if name in each.attributes
    }

    assert targets - ids == set()
    assert named - ids == set()


def test_headings_are_in_order(page: Element) -> None:
    levels = [int(each.tag[1]) for each in page.select("main")[0].all() if re.fullmatch("h[1-6]", each.tag)]

    assert len(page.select("h1")) == 1
    assert all(level <= before + 1 for before, level in zip([1, *levels], levels, strict=False))


def test_the_policy_allows_this_style_and_this_script_alone(page: Element) -> None:
    (policy,) = (each.attributes["content"] for each in page.select("meta") if "http-equiv" in each.attributes)
    (style,) = page.select("style")
    (script,) = page.select("script")

    def digest(text: str) -> str:
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    assert policy == (
        f"default-src 'none'; style-src {digest(style.text)}; script-src {digest(script.text)}; "
        "base-uri 'none'; form-action 'none'"
    )


def test_nothing_is_fetched_styled_or_run_from_within_the_markup(page: Element) -> None:
    for each in page.all():
        assert each.tag not in {"link", "img", "iframe", "object", "embed", "form", "base", "video", "audio"}
        assert not {"src", "srcset", "style", "action", "formaction"} & each.attributes.keys()
        assert not any(name.startswith("on") for name in each.attributes)


def test_the_page_says_its_language_and_has_its_landmarks(page: Element) -> None:
    assert page.select("html")[0].attributes["lang"] == "en"
    assert [len(page.select(tag)) for tag in ("main", "nav", "head")] == [1, 1, 1]
    assert page.select("a", class_="skip")[0].attributes["href"] == "#main"


def test_the_same_report_gives_the_same_bytes() -> None:
    report = build_report(made.interview())

    assert report_to_html(report) == report_to_html(report)


# ------------------------------------------------------------------------------------------------------ what it says


def test_each_finding_of_an_event_has_its_anchor_once() -> None:
    comparison = made.interview()
    page = page_of(comparison)

    assert {each.attributes["id"] for each in page.select(class_="finding") if "id" in each.attributes} == {
        finding.id for finding in comparison.findings
    }


def test_a_row_has_the_words_of_each_source_and_what_differs_is_marked() -> None:
    row = page_of(made.interview()).select("article", id="E1-P05")[0]
    words = [each.text for each in row.select(class_="words")]
    marks = [(mark.text, mark.attributes["class"]) for mark in row.select("mark")]

    assert words == ["“We will deliver 15 tons”", "“We will deliver 16 tons”"]
    assert marks == [("15 tons", "sev3"), ("16 tons", "sev3")]
    assert "at-stake" in row.attributes["class"].split()


def test_a_difference_of_substance_stands_above_the_fold() -> None:
    opening = page_of(made.interview()).select(class_="opening")[0]

    assert [each.text for each in opening.select(class_="substance")[0].select("q")] == ["15 tons", "16 tons"]
    assert opening.select("p", class_="summary")[0].words == made.interview().spoken_summary


def test_what_a_source_lacks_is_said_in_words() -> None:
    row = page_of(made.trio()).select("article", id="E1-P02")[0]

    assert [each.words for each in row.select(class_="lacks")] == ["Not in Xinhua. F003"]


def test_noise_is_not_marked() -> None:
    row = page_of(made.interview()).select("article", id="E1-P08")[0]

    assert row.select("mark") == []
    assert [each.attributes["data-severity"] for each in row.select(class_="finding")] == ["0"]


def test_what_one_source_has_stands_in_its_own_list() -> None:
    lists = page_of(made.interview()).select("section", class_="only-in")

    assert [each.select("h3")[0].words for each in lists] == ["Only in A Sputnik", "Only in B Tasnim"]
    assert [each.select(class_="words")[0].text for each in lists] == [
        "“This is an extremely delicate subject”",
        "“Restraint and composure are needed.”",
    ]


def test_four_sources_have_a_column_each_and_five_are_grouped_by_wording() -> None:
    four = page_of(made.agencies())
    same = [made.Said("I think this is a fair view")]
    other = [made.Said("I think this is a right view")]
    sources = {sigil: made.Source(f"Outlet {sigil}", other if sigil == "C" else same) for sigil in "ABCDE"}
    five = page_of(made.make(sources, [made.Row({sigil: [1] for sigil in "ABCDE"})]))

    assert len(four.select("article", id="E1-P01")[0].select(class_="cell")) == 4
    cells = five.select("article", id="E1-P01")[0].select(class_="cell")
    assert [cell.select(class_="who")[0].words for cell in cells] == [
        "A Outlet A, B Outlet B, D Outlet D, E Outlet E",
        "C Outlet C",
    ]


def test_articles_apart_say_how_they_are_related() -> None:
    comparison = made.occasions()
    (apart,) = page_of(comparison).select("article", class_="lone")
    relations = [each.words for each in apart.select(class_="relations")[0].select("li")]

    assert relations == [f"A Sputnik: {comparison.explain(comparison.relation('A', 'C'))}"]


def test_of_many_related_articles_the_most_similar_are_shown_at_once() -> None:
    sources = {sigil: made.Source(f"Outlet {sigil}", [made.Said("We wait for welders.")]) for sigil in "ABCDEFG"}
    pairs = {(one, other): "related" for one in sources for other in sources if one < other}
    rows = [made.Row({sigil: [1]}, "unique") for sigil in "ABCDEF"] + [made.Row({"A": [1], "G": [1]}, "related")]
    (lone, *_) = page_of(made.make(sources, rows[1:6] + rows[6:], relations=pairs)).select("article", class_="lone")
    first, rest = (each.select("li") for each in lone.select(class_="relations"))

    assert first[0].words.startswith("G Outlet G: another occasion, related topic: 1 similar statement")
    assert (len(first), len(rest)) == (4, 2)


def test_articles_that_are_all_apart_make_a_page() -> None:
    page = page_of(made.strangers())

    assert len(page.select("article", class_="lone")) == 2
    assert page.select("section", class_="event") == []


def test_whole_texts_carry_the_numbers_of_their_statements() -> None:
    page = page_of(made.interview())
    texts = page.select("div", class_="text")

    assert len(texts) == 2
    for text, article in zip(texts, made.interview().articles, strict=True):
        body = text.select(class_="running")[0]
        numbers = [each.text for each in body.select("a", class_="verse")]
        for number in numbers:
            assert re.fullmatch(r"P\d\d", number)
        said = re.sub(r"P\d\d", "", body.text)
        assert said.split() == (article.text or "").split()


@pytest.mark.parametrize(
    ("comparison", "whole_text", "reason"),
    [
        (made.interview(), False, "The whole texts were left out of this file; it has the statements only."),
        (
            made.interview().without_text(),
            True,
            "The comparison was saved without the whole texts; it has the statements only.",
        ),
    ],
)
def test_without_whole_texts_the_page_says_why(comparison: Comparison, whole_text: bool, reason: str) -> None:
    page = page_of(comparison, whole_text=whole_text)
    (texts,) = page.select("section", class_="texts")

    assert reason in texts.words
    assert page.select(class_="running") == []
    assert page.select("button", class_="open") == []
    assert len(page.select("article", class_="statement")) == 8


def test_a_citation_has_source_date_title_exact_words_and_siglum() -> None:
    row = page_of(made.interview()).select("article", id="E1-P05")[0]
    (button, *_) = row.select("button", class_="copy")

    assert button.attributes["data-citation"].splitlines() == [
        "[A] Sputnik, “Moscow Would Not Want to Sever Relations”, 2022-12-08: “We will deliver 15 tons”",
        "[B] Tasnim, “Talks Put on Pause”, 2022-12-08: “We will deliver 16 tons”",
        "Statement P05, variant.",
    ]


def test_a_citation_of_a_finding_names_its_kinds() -> None:
    (line,) = page_of(made.interview()).select("li", id="F001")
    (button,) = line.select("button", class_="copy")

    assert (
        button.attributes["data-citation"].splitlines()[-1]
        == "Finding F001 (rewording, quote-insertion, statement P03): “power [resource]” ~ “a force one”"
    )


def test_counts_of_the_filters_are_those_of_the_findings() -> None:
    page = page_of(made.interview())
    filters = page.select(id="more-filters")[0]
    counts = {
        label.select("input")[0].attributes["value"]: int(label.select(class_="count")[0].text)
        for label in filters.select("label")
    }

    assert counts["3"] == 1
    assert counts["quote-insertion"] == 1
    assert counts["rewording"] == 4


def test_the_method_states_model_limits_and_whose_the_articles_are() -> None:
    (method,) = page_of(made.interview()).select("section", class_="method")

    assert "all-MiniLM-L6-v2@1110a243" in method.words
    assert "differences, not verdicts" in method.words
    assert "The articles are their publishers’" in method.words
    assert made.SIGNATURE in method.words
    assert "The lines are hard-wrapped; they were joined." in method.words


def test_the_method_says_whose_numbers_those_of_a_part_are() -> None:
    said = "those of the whole comparison"
    (whole,) = page_of(made.interview()).select("section", class_="method")
    (part,) = page_of(made.occasions()).select("section", class_="method")
    reader = Reader()
    reader.feed(report_to_html(build_report(made.interview()).filtered(min_severity=2)))
    (chosen,) = reader.open[0].select("section", class_="method")

    assert said not in whole.words
    assert said in part.words
    assert said in chosen.words


def test_each_address_is_linked_once_and_noted_in_the_same_order() -> None:
    page = page_of(made.crowd())
    linked = [each.attributes["href"] for each in page.select("a") if each.attributes["href"].startswith("http")]
    notes = [each.text for each in page.select("section", class_="addresses")[0].select("span", dir="ltr")]

    assert len(set(linked)) == 21
    assert notes == linked
    assert page_of(made.interview()).select("section", class_="addresses") == []


def test_who_shares_a_wire_with_everybody_has_no_list_of_names() -> None:
    first, *_, last = page_of(made.crowd()).select("p", class_="dependence")

    assert first.words == "Not independent: shares TASS with all others here."
    assert last.words == "Not independent: shares TASS with Lake Post."


def test_what_is_said_on_other_occasions_leads_to_its_places() -> None:
    page = page_of(made.crowd())
    (one,) = page.select("ol", class_="recurring")[0].select("li", data_outlets="Z")

    assert [each.attributes["href"] for each in one.select("a")] == ["#E1-P01", "#article-Z"]
    assert [each.words for each in one.select("p", class_="words")] == [
        "“The ferry will sail again on Friday with both engines replaced.”",
        "“The ferry will sail again in May, with its engines replaced.”",
    ]
    assert "A Lake Post (A), B Morning (B)" in one.select("p", class_="who")[0].words
    assert one.select("p", class_="who")[1].words == "P53 Z Gazette, 2024-05-02"
    assert page_of(made.interview()).select(id="recurring") == []


def test_the_ninth_source_has_the_first_ones_colour_again() -> None:
    sources = {sigil: made.Source(f"Outlet {sigil}", [made.Said("We wait.")]) for sigil in "ABCDEFGHI"}
    page = page_of(made.make(sources, [made.Row({sigil: [1] for sigil in sources})]))
    accents = [
        each.select("abbr")[0].attributes["class"].split()[1]
        for each in page.select("ul", class_="sources")[0].select("li")
    ]

    assert len(set(accents[:8])) == 8
    assert accents[8] == accents[0]


def test_the_page_passes_no_verdict(page: Element) -> None:
    own = " ".join(each.words for name in ("h2", "h3", "h4", "figcaption", "legend") for each in page.select(name))

    assert not re.search(r"\b(wrong|false|biased|lies|error)\b", own, re.IGNORECASE)


# ----------------------------------------------------------------------------------------------- what others wrote


@pytest.mark.parametrize("whole_text", [True, False])
def test_no_text_becomes_markup(whole_text: bool) -> None:
    page = page_of(hostile(), whole_text=whole_text)

    assert len(page.select("script")) == 1
    assert page.select("img") == []
    assert not any(name.startswith("on") for each in page.all() for name in each.attributes)


def test_no_text_can_steer_the_page() -> None:
    html = report_to_html(build_report(hostile()))

    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]", html)


def test_what_was_made_harmless_is_legible() -> None:
    words = page_of(hostile()).select("article", id="E1-P01")[0].select(class_="words")[0].text

    assert words.startswith('“<script>alert(1)</script> "><img src=x onerror=alert(1)>')
    assert r"\x1b[31mred" in words
    assert r"\u202egnirts" in words
    assert "{{ 7*7 }}" in words
    assert "שלום 𝔘𝔫𝔦 👩‍🚀 &amp;" in words


def test_text_of_any_script_says_its_direction_itself() -> None:
    page = page_of(made.scripts())

    assert all(each.attributes["dir"] == "auto" for each in page.select(class_="words"))


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("https://example.org/news?id=1&x=2", True),
        ("http://example.org/", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("//example.org/x", False),
        ("https:example.org", False),
        ("https://[broken", False),
        ("https://example.org/\u202egnp.exe", False),
        (" javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, links: bool) -> None:
    comparison = made.interview()
    comparison = replace(comparison, articles=tuple(replace(one, url=url) for one in comparison.articles))
    outside = [each for each in page_of(comparison).select("a") if not each.attributes["href"].startswith("#")]

    assert [each.attributes["href"] for each in outside] == ([url, url] if links else [])
    assert all("noopener" in each.attributes["rel"] for each in outside)


# ----------------------------------------------------------------------------------------------------- real articles


def test_the_seeds_make_one_event_of_two_sources_and_three_articles_apart(seeds: Path) -> None:
    comparison = compare(sorted(seeds.glob("*.txt")))
    page = page_of(comparison)
    (event,) = page.select("section", class_="event")
    report = build_report(comparison)

    assert len(page.select("article", class_="lone")) == 3
    assert len(event.select("section", class_="concordance")[0].select("article")) == len(
        report.events[0].shared_statements
    )
    assert len(event.select("article", class_="statement")) == len(report.events[0].statements)
    anchors = {each.attributes["id"] for each in event.select(class_="finding") if "id" in each.attributes}
    assert anchors == {
        finding.id
        for finding in report.events[0].comparison.findings
        # That another article has another headline is no news.
        if not (
            finding.kind == "omission"
            and any(row.id == finding.passage and comparison.is_headline(row) for row in comparison.passages)
        )
    }


def test_what_only_a_headline_says_has_its_place_there() -> None:
    page = page_of(made.titled())
    (statement,) = (each for each in page.select("article") if each.attributes.get("id") == "E1-P03")
    (table,) = (each for each in page.select("table") if each.attributes.get("class") == "places")

    assert "in the headline" in statement.text
    assert [cell.text.strip() for cell in table.select("tr")[-1].select("td")] == ["3 35.7%", "headline"]
    assert "P03 in Morning: in the headline only" in [each.text for each in page.select("title")]


def test_the_beginning_of_a_statement_has_no_room_for_what_it_lacks() -> None:
    comparison = made.make(
        {
            "A": made.Source("Lake Post", [made.Said("The ferry sails on Friday")]),
            "B": made.Source("Morning", [made.Said("Friends, the ferry sails on Friday")]),
        },
        [made.Row({"A": [1], "B": [1]})],
        [made.Difference(0, "specificity", 2, {"A": None, "B": "Friends,"})],
    )
    page = page_of(comparison)
    (gist,) = (each.text for each in page.select("span") if each.attributes.get("class") == "gist")

    assert gist == "“The ferry sails on Friday”"


@pytest.mark.parametrize(("name", "explained"), [("trio", True), ("occasions", False)])
def test_omissions_are_explained_where_there_are_any(name: str, *, explained: bool) -> None:
    assert ("An omission is a statement that another source has" in page_of(COMPARISONS[name]()).text) is explained


def test_of_whom_many_are_not_independent_is_told_by_sigla() -> None:
    sources = {sigil: made.Source(f"Outlet {sigil}", [made.Said("We sail.")], based_on=()) for sigil in "ABCDEF"}
    sources |= {sigil: replace(sources[sigil], based_on=("TASS",)) for sigil in "ABCDE"}
    first, *_ = page_of(made.make(sources, [made.Row({sigil: [1] for sigil in sources})])).select(
        "p", class_="dependence"
    )

    assert first.words == "Not independent: shares TASS with B, C, D and E."


def test_of_many_sources_the_margin_says_by_sigla_where_a_statement_moved() -> None:
    three = {sigil: made.Source(f"Outlet {sigil}", [made.Said("Ha."), made.Said("Oh.")]) for sigil in "ABC"}
    two = {sigil: three[sigil] for sigil in "AB"}
    places = {"A": ([1], [2]), "B": ([2], [1]), "C": ([2], [1])}

    def facts(sources: dict[str, made.Source]) -> list[str]:
        rows = [made.Row({sigil: places[sigil][row] for sigil in sources}, moved=row == 0) for row in (0, 1)]
        return [each.words for each in page_of(made.make(sources, rows)).select("li") if "later" in each.words]

    assert facts(two) == ["▼ 1 later in Outlet B"]
    assert facts(three) == ["▼ 1 later in B", "▼ 1 later in C"]


def test_without_findings_nothing_is_offered_to_filter_them_by() -> None:
    def offered(comparison: Comparison) -> list[bool]:
        page = page_of(comparison)
        severities, *_ = page.select("fieldset", class_="choice")
        return ["hidden" not in each.attributes for each in (*page.select("button", id="more"), severities)]

    assert offered(made.strangers()) == [False, False]
    assert offered(made.trio()) == [True, True]
