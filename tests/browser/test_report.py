"""The HTML report in a browser, opened from the disk as a reader opens it, with the network off."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from ryabkov_diff import compare
from ryabkov_diff.render.as_html import report_to_html
from ryabkov_diff.report import build_report
from tests.render import made
from tests.render.hostile import hostile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from ryabkov_diff import Comparison

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed (apt-get install chromium)"),
]

# Chromium's sandbox does not work for root, as whom containers run; there /dev/shm may be too small for it, too.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]

WIDTHS = (390, 1024, 1600)


@dataclass
class Opened:
    """A page with all that it said and asked for since it was opened."""

    page: Page
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def hash(self) -> str:
        found: str = self.page.evaluate("location.hash")
        return found

    @property
    def statements(self) -> list[str]:
        """The statements that can be seen."""
        found: list[str] = self.page.eval_on_selector_all(
            ".statement", "all => all.filter(one => one.checkVisibility()).map(one => one.id)"
        )
        return found

    @property
    def focused(self) -> str:
        found: str = self.page.evaluate("document.activeElement.id")
        return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        root = hasattr(os, "getuid") and os.getuid() == 0
        opened = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS if root else ARGUMENTS[1:])
        yield opened
        opened.close()


def two_events() -> Comparison:
    """Two events with the same title and the same outlets."""
    said, again = made.Said("We wait for welders."), made.Said("The price of bread has not changed.")
    return made.make(
        {
            "A": made.Source("Sputnik", [said, made.Said("The hull is ready.")]),
            "B": made.Source("Tasnim", [made.Said("We are waiting for welders.")]),
            "C": made.Source("Sputnik", [again], "2023-01-30"),
            "D": made.Source("Tasnim", [again, made.Said("Flour is dearer.")], "2023-01-30"),
        },
        [
            made.Row({"A": [1], "B": [1]}),
            made.Row({"A": [2]}, "unique"),
            made.Row({"C": [1], "D": [1]}, "equal", 1.0),
            made.Row({"D": [2]}, "unique"),
        ],
        [made.Difference(0, "rewording", 1, {"A": "wait", "B": "are waiting"})],
        {(one, other): "different" for one in "AB" for other in "CD"},
    )


def dozen() -> Comparison:
    """Twelve reports of one interview; the second statement stands in the last of them only."""
    short, long = [made.Said("We sail.")], [made.Said("We sail."), made.Said("The crew is new.")]
    sources = {sigil: made.Source(f"Outlet {sigil}", long if sigil == "L" else short) for sigil in "ABCDEFGHIJKL"}
    return made.make(sources, [made.Row({sigil: [1] for sigil in sources}), made.Row({"L": [2]}, "unique")])


def right_to_left() -> Comparison:
    """Two reports in which names and words are written from right to left."""
    return made.make(
        {
            "A": made.Source(
                "دریا", [made.Said("قال الوزير \u202eإن المحادثات متوقفة.", speaker="ريابكوف"), made.Said("سلام!")]
            ),
            "B": made.Source("Tasnim", [made.Said("The minister said that talks have stopped.", speaker="ריאבקוב")]),
        },
        [made.Row({"A": [1], "B": [1]}), made.Row({"A": [2]}, "unique")],
        [
            made.Difference(
                0, "order", 2, {"A": "قال", "B": "said"}, message="“قال” in دریا, 2 words ~ “said” in Tasnim"
            )
        ],
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> dict[str, Path]:
    """The reports, by name."""
    folder = tmp_path_factory.mktemp("reports")
    comparisons = {
        "seeds": compare(sorted(seeds.glob("*.txt"))),
        "interview": made.interview(),
        "trio": made.trio(),
        "agencies": made.agencies(),
        "scripts": made.scripts(),
        "strangers": made.strangers(),
        "hostile": hostile(),
        "events": two_events(),
        "crowd": made.crowd(),
        "dozen": dozen(),
        "right-to-left": right_to_left(),
    }
    written = {}
    for name, comparison in comparisons.items():
        written[name] = folder / f"{name}.html"
        written[name].write_text(report_to_html(build_report(comparison)), encoding="utf-8")
    written["without-texts"] = folder / "without-texts.html"
    report = build_report(made.interview())
    written["without-texts"].write_text(report_to_html(report, whole_text=False), encoding="utf-8")
    return written


class Opener:
    """Opens a report, and keeps all that it opened."""

    def __init__(self, browser: Browser, files: dict[str, Path]) -> None:
        self._browser = browser
        self._files = files
        self.opened: list[Opened] = []

    def __call__(
        self, name: str, fragment: str = "", *, width: int = 1600, dark: bool = False, script: bool = True
    ) -> Opened:
        context = self._browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
            offline=True,
        )
        opened = Opened(context.new_page())
        opened.page.on("console", lambda message: opened.console.append(message.text))
        opened.page.on("pageerror", lambda error: opened.console.append(str(error)))
        opened.page.on("dialog", lambda dialog: opened.console.append(f"dialog: {dialog.message}"))
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.goto(self._files[name].as_uri() + fragment)
        self.opened.append(opened)
        return opened


@pytest.fixture
def visit(browser: Browser, files: dict[str, Path]) -> Iterator[Opener]:
    """Open a report; whatever a test does, the page stays silent and asks for nothing but itself."""
    opener = Opener(browser, files)
    yield opener
    for opened in opener.opened:
        said, asked = opened.console, {url.partition("#")[0] for url in opened.requests}
        opened.page.context.close()
        assert said == []
        assert len(asked) == 1
        assert asked.pop().startswith("file:")


@cache
def axe() -> Axe:
    return Axe()


def violations(page: Page) -> list[str]:
    """What axe-core holds against the page as it stands."""
    return [
        f"{found['id']}: {found['help']}: {[node['target'] for node in found['nodes']][:3]}"
        for found in axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    ]


# ------------------------------------------------------------------------------------------------------ being read


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["seeds", "trio", "agencies", "scripts", "strangers", "hostile", "crowd"])
def test_nothing_is_wider_than_the_screen(visit: Opener, name: str, width: int) -> None:
    page = visit(name, width=width).page

    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(
    ("name", "width", "dark"),
    [
        ("seeds", 1600, False),
        ("seeds", 390, True),
        ("scripts", 1024, False),
        ("trio", 1600, True),
        ("events", 1600, False),
        ("events", 390, False),
        ("strangers", 1024, True),
        ("crowd", 1600, False),
        ("crowd", 1600, True),
        ("crowd", 1024, False),
        ("crowd", 390, True),
        ("right-to-left", 1024, False),
    ],
)
def test_axe_finds_no_violation(visit: Opener, name: str, width: int, dark: bool) -> None:
    assert violations(visit(name, width=width, dark=dark).page) == []


def test_the_page_takes_light_or_dark_from_the_system(visit: Opener) -> None:
    colours = [
        visit("interview", dark=dark).page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        for dark in (False, True)
    ]

    assert colours == ["rgb(251, 250, 247)", "rgb(23, 22, 20)"]


def test_without_a_script_everything_is_there_to_be_read(visit: Opener) -> None:
    page = visit("interview", script=False).page

    assert page.locator("#E1-P05 .words").all_inner_texts() == [
        "“We will deliver 15 tons”",
        "“We will deliver 16 tons”",
    ]
    assert page.locator("#F004").is_visible()
    assert page.locator(".running").first.is_visible()
    assert not page.locator("#filters").is_visible()
    assert not page.locator("button").locator("visible=true").count()


def test_on_a_phone_the_ribbons_are_hidden_and_each_wording_has_its_source(visit: Opener) -> None:
    page = visit("interview", width=390).page
    who = page.locator("#E1-P05 .who")

    assert not page.locator(".ribbons").is_visible()
    assert who.all_inner_texts() == ["A Sputnik", "B Tasnim"]
    assert who.first.bounding_box()["y"] < who.last.bounding_box()["y"]  # type: ignore[index]


def test_on_a_desk_the_wordings_stand_side_by_side(visit: Opener) -> None:
    cells = visit("trio").page.locator("#E1-P01 .cell")
    boxes = [cell.bounding_box() for cell in cells.all()]

    assert len({box["y"] for box in boxes if box}) == 1
    assert len({box["x"] for box in boxes if box}) == 3


def test_print_has_no_controls(visit: Opener) -> None:
    page = visit("interview").page
    page.emulate_media(media="print")

    assert not page.locator("#filters").is_visible()
    assert not page.locator("button").locator("visible=true").count()
    assert page.locator("#E1-P05 .words").first.is_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('#E1-P05 .cells')).gridTemplateColumns").count("px") == 2
    )


def test_in_print_an_address_is_a_note_at_the_end_by_its_number(visit: Opener) -> None:
    page = visit("crowd").page
    addresses = page.locator(".addresses")

    assert not addresses.is_visible()

    page.emulate_media(media="print")
    linked = page.locator(".outlet a[href^='http']").evaluate_all("all => all.map(one => one.href)")
    after = page.locator(".outlet a[href^='http']").evaluate_all(
        "all => all.map(one => getComputedStyle(one, '::after').content)"
    )

    assert len(linked) == 21
    assert addresses.locator("li span").all_inner_texts() == linked
    # The n-th link has the number of the n-th note.
    assert set(after) == {"counter(address)"}


def test_eight_sources_have_eight_colours_and_each_its_siglum(visit: Opener) -> None:
    for dark in (False, True):
        sigla = visit("crowd", dark=dark).page.locator("#E1 ul.sources .siglum")

        assert sigla.all_inner_texts() == list("ABCDEFGH")
        assert len(set(sigla.evaluate_all("all => all.map(one => getComputedStyle(one).color)"))) == 8


@pytest.mark.parametrize("width", [390, 1024])
def test_the_contents_of_many_events_are_folded_where_there_is_no_room_beside(visit: Opener, width: int) -> None:
    page = visit("crowd", width=width).page
    events = page.locator(".contents .to-event")

    assert page.locator(".contents").bounding_box()["height"] < 60  # type: ignore[index]
    assert not events.first.is_visible()

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert events.locator("visible=true").count() == 6
    assert not page.locator(".contents a[href='#E1-concordance']").is_visible()


@pytest.mark.parametrize("width", [1400, 1600])
def test_the_contents_stand_beside_the_report_where_there_is_room(visit: Opener, width: int) -> None:
    page = visit("crowd", width=width).page
    contents, report = page.locator(".contents").bounding_box(), page.locator("main").bounding_box()

    assert contents is not None
    assert report is not None
    assert contents["x"] + contents["width"] < report["x"]
    assert page.locator(".contents .to-event").locator("visible=true").count() == 6
    assert not page.locator(".contents summary").is_visible()


def test_without_a_script_the_contents_are_open(visit: Opener) -> None:
    page = visit("crowd", width=390, script=False).page

    assert page.locator(".contents .to-event").locator("visible=true").count() == 6


# ------------------------------------------------------------------------------------------------- right to left


def spot(page: Page, selector: str, words: str) -> tuple[float, float]:
    """Return where words stand in the first such element, written on one line: their left and right edge."""
    left, right = page.locator(selector).first.evaluate(
        """(element, words) => {
            element.style.whiteSpace = "nowrap";
            const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            const start = element.textContent.indexOf(words);
            const range = document.createRange();
            let offset = 0;
            for (let node = walker.nextNode(); node; offset += node.length, node = walker.nextNode()) {
                const [from, to] = [start - offset, start + words.length - offset];
                if (from >= 0 && from < node.length) range.setStart(node, from);
                if (to > 0 && to <= node.length) range.setEnd(node, to);
            }
            const boxes = [...range.getClientRects()];
            return [Math.min(...boxes.map((box) => box.left)), Math.max(...boxes.map((box) => box.right))];
        }""",
        words,
    )
    return left, right


def in_order(page: Page, selector: str, *words: str) -> bool:
    """Say whether words stand side by side from left to right."""
    spots = [spot(page, selector, one) for one in words]
    return all(one[1] <= other[0] + 1 for one, other in pairwise(spots))


def test_a_number_behind_a_name_from_right_to_left_stays_behind_it(visit: Opener) -> None:
    page = visit("right-to-left").page

    assert in_order(page, ".summary", "1 statement", "only in", "دریا", ", 0", "only in Tasnim")


def test_a_message_is_read_from_left_to_right_whatever_it_quotes(visit: Opener) -> None:
    page = visit("right-to-left").page

    assert in_order(page, "#E1-P01 .told", "“", "قال", "” in", "دریا", ", 2", "words ~", "Tasnim")


def test_who_speaks_with_which_verb_is_read_from_left_to_right(visit: Opener) -> None:
    page = visit("right-to-left").page

    assert in_order(page, "#E1-P01 .voice", "ريابكوف", "said")


@pytest.mark.parametrize("selector", ["#E1-P01 .words", ".running p"])
def test_words_from_right_to_left_keep_their_direction_and_our_escapes_theirs(visit: Opener, selector: str) -> None:
    page = visit("right-to-left").page

    assert page.locator(selector).first.evaluate("one => getComputedStyle(one).direction") == "rtl"
    # What comes first stands on the right; the escape is one word of its own.
    assert in_order(page, selector, "المحادثات", "\\", "u202e", "الوزير")


def test_the_ribbons_name_what_is_written_from_right_to_left_in_its_place(visit: Opener) -> None:
    page = visit("right-to-left").page
    page.locator(".block[data-target='E1-P02']").hover()

    assert in_order(page, ".reading", "P02", "دریا", ": “", "سلام")


def test_attacks_do_nothing_and_can_be_read(visit: Opener) -> None:
    page = visit("hostile").page

    assert "<script>alert(1)</script>" in page.locator("#E1-P01 .words").first.inner_text()
    assert page.locator("img").count() == 0


# --------------------------------------------------------------------------------------------------------- filters


def test_a_severity_leaves_the_statements_that_have_it(visit: Opener) -> None:
    opened = visit("interview")
    opened.page.locator(".filters > .choice input[value='3']").check()

    assert opened.statements == ["E1-P05"]
    assert opened.hash == "#severity=3"
    assert opened.page.locator("#shown").inner_text() == "1 of 8 statements, 1 of 10 findings"

    opened.page.locator("#clear").click()

    assert len(opened.statements) == 8
    assert opened.hash == ""


def test_a_kind_and_a_severity_are_met_by_one_finding(visit: Opener) -> None:
    opened = visit("interview", "#kind=rewording&severity=2")

    assert opened.statements == []
    assert opened.page.locator("#nothing").is_visible()


def test_values_of_one_facet_are_alternatives(visit: Opener) -> None:
    opened = visit("interview")
    opened.page.locator("#more").click()
    opened.page.get_by_label("number 1").check()
    opened.page.get_by_label("quote-truncation").check()

    assert opened.statements == ["E1-P05", "E1-P06"]
    assert opened.hash == "#kind=number,quote-truncation"
    # In a row that stays, only the lines that were asked for.
    assert opened.page.locator("#E1-P06 .apparatus .finding").locator("visible=true").count() == 1


def test_the_address_keeps_the_state(visit: Opener) -> None:
    opened = visit("interview", "#kind=number&severity=3&q=deliver")

    assert opened.statements == ["E1-P05"]
    assert opened.page.locator("#more-filters input[value='number']").is_checked()
    assert opened.page.locator("#search").input_value() == "deliver"


def test_an_address_with_unknown_values_shows_everything(visit: Opener) -> None:
    opened = visit("interview", "#kind=%E0%A4%A&severity=9&outlet=<img>")

    assert len(opened.statements) == 8


def test_a_source_leaves_the_statements_that_it_carries(visit: Opener) -> None:
    comparison = made.interview()
    opened = visit("interview", "#outlet=A")

    carried = {f"E1-{passage.id}" for passage in comparison.passages if "A" in passage.segments}
    assert opened.statements
    assert set(opened.statements) <= carried
    assert {"E1-P07", "E1-P04"} <= set(opened.statements)  # only in A, and in both
    assert "E1-P10" not in opened.statements  # only in B


def test_an_event_without_a_hit_goes_with_its_entry_in_the_contents(visit: Opener) -> None:
    opened = visit("crowd")
    opened.page.locator("#search").fill("flour")

    assert opened.page.locator(".event").locator("visible=true").count() == 1
    assert opened.page.locator(".contents .to-event").locator("visible=true").all_inner_texts() == [
        "Omar Haddad on the day: report 1"
    ]
    assert not opened.page.locator(".apart").locator("visible=true").count()
    assert opened.page.locator("#shown").inner_text() == "1 of 32 statements, 0 of 1 article apart"

    opened.page.locator("#search").fill("")

    assert opened.page.locator(".event").locator("visible=true").count() == 6
    assert opened.page.locator(".contents .to-event").locator("visible=true").count() == 6


def test_sections_and_rows_without_a_hit_are_hidden(visit: Opener) -> None:
    page = visit("crowd", "#q=eleven").page
    headings = page.locator("#E1 h3").locator("visible=true").all_inner_texts()
    page.locator("#E1 .coverage summary").click()

    assert headings == ["Sources", "Differences of substance", "Concordance", "Coverage"]
    assert page.locator("#E1 .places tbody tr").locator("visible=true").count() == 1
    assert page.locator(".contents a[href='#E1-concordance']").is_visible()
    assert not page.locator(".contents a[href='#E1-verbs']").is_visible()
    # The charts leave out the same statements.
    assert page.locator("#E1 .bar[data-target='E1-P01'].out").count() == 8
    assert page.locator("#E1 .bar[data-target='E1-P02'].out").count() == 0
    assert page.locator("#E1 .ribbons a[href='#E1-P01'].out").count() == 7


def test_titles_and_outlets_are_searched_too(visit: Opener) -> None:
    page = visit("crowd").page
    found = {}
    for query in ("jon berg", "radio nord", "Gazette"):
        page.locator("#search").fill(query)
        found[query] = (
            page.locator(".event, .lone").locator("visible=true").evaluate_all("all => all.map(one => one.id)")
        )

    assert found == {"jon berg": ["E3"], "radio nord": ["E1"], "Gazette": ["article-Z"]}


def test_what_the_page_says_itself_is_not_searched(visit: Opener) -> None:
    opened = visit("interview")
    for query in ("similarity", "cite", "in the texts"):
        opened.page.locator("#search").fill(query)

        assert opened.statements == []


def test_words_are_found_across_a_place_where_others_have_more(visit: Opener) -> None:
    opened = visit("interview")
    opened.page.locator("#search").fill("“if the americans are ready")

    assert opened.statements == ["E1-P06"]


def test_where_nothing_matches_the_page_says_so_and_offers_everything(visit: Opener) -> None:
    page = visit("crowd", "#q=zebra").page

    assert page.locator("#shown").get_attribute("aria-live") == "polite"
    assert page.locator("#shown").inner_text().startswith("0 of 32 statements")
    assert page.locator("#nothing").inner_text() == "Nothing matches. Show all"
    assert page.locator("main h2").locator("visible=true").all_inner_texts() == ["Method"]
    assert violations(page) == []

    page.locator("#nothing button").click()

    assert not page.locator("#nothing").is_visible()
    assert page.locator(".event").locator("visible=true").count() == 6
    assert page.evaluate("document.activeElement.id") == "search"


def test_under_a_filter_a_statement_is_still_shown_in_the_whole_texts(visit: Opener) -> None:
    page = visit("interview", "#severity=3").page

    assert not page.locator("main .texts").is_visible()

    page.locator("#E1-P05 .words").first.click()

    assert page.locator("#reader .said.on").locator("visible=true").count() == 2

    page.keyboard.press("Escape")

    assert not page.locator("main .texts").is_visible()


def test_noise_is_shown_on_demand(visit: Opener) -> None:
    opened = visit("interview")
    line = opened.page.locator("#F008")

    assert not line.is_visible()

    opened.page.locator(".filters > .choice input[value='0']").check()

    assert line.is_visible()


def test_the_names_of_the_sources_stay_in_sight_below_the_filters(visit: Opener) -> None:
    page = visit("seeds", "#severity=2", width=1024).page
    page.locator("#more").click()
    page.locator(".concordance .statement").locator("visible=true").nth(3).evaluate("one => one.scrollIntoView()")
    page.wait_for_timeout(100)  # the height is observed once a frame
    filters, heads = page.locator("#filters").bounding_box(), page.locator(".heads").first.bounding_box()

    assert filters is not None
    assert heads is not None
    assert heads["y"] == pytest.approx(filters["y"] + filters["height"], abs=2)


def test_the_search_folds_case_and_marks(visit: Opener) -> None:
    opened = visit("scripts")
    opened.page.locator("#search").fill("NEGOCIATIONS")

    assert opened.statements == ["E1-P01"]
    assert opened.hash == "#q=NEGOCIATIONS"


def test_filters_are_at_hand_on_a_phone(visit: Opener) -> None:
    opened = visit("interview", width=390)
    opened.page.locator("#more").click()
    opened.page.locator("#more-filters .again input[value='3']").check()

    assert opened.statements == ["E1-P05"]
    assert violations(opened.page) == []


# ----------------------------------------------------------------------------------------------------------- links


@pytest.mark.parametrize("anchor", ["E1-P08", "F009", "F010"])
def test_a_link_leads_to_its_statement_or_finding(visit: Opener, anchor: str) -> None:
    page = visit("interview", f"#{anchor}", width=1024).page
    box = page.locator(f"#{anchor}").bounding_box()

    assert box is not None
    assert 0 <= box["y"] < 900


def test_a_link_to_what_is_filtered_out_shows_it_again(visit: Opener) -> None:
    opened = visit("interview", "#severity=3")
    opened.page.evaluate("location.hash = '#E1-P03'")
    opened.page.wait_for_function("document.activeElement.id === 'E1-P03'")

    assert "E1-P03" in opened.statements


def test_a_ribbon_names_its_statement_and_leads_to_it(visit: Opener) -> None:
    opened = visit("interview")
    ribbon = opened.page.locator(".ribbons a[href='#E1-P05']")
    ribbon.focus()

    assert opened.page.locator(".reading").inner_text() == "P05, in Sputnik and Tasnim: “We will deliver 15 tons”"

    opened.page.keyboard.press("Enter")
    opened.page.wait_for_function("document.activeElement.id === 'E1-P05'")

    assert opened.hash == "#E1-P05"


def test_a_piece_of_a_strip_lights_up_its_ribbon(visit: Opener) -> None:
    page = visit("interview").page
    page.locator(".block[data-target='E1-P05']").first.hover()

    assert page.locator(".ribbons a:has(.lit)").evaluate_all("all => all.map(one => one.getAttribute('href'))") == [
        "#E1-P05"
    ]


def test_a_mark_lights_up_with_its_line(visit: Opener) -> None:
    page = visit("interview").page
    page.locator("#E1-P05 mark").first.hover()

    assert "lit" in (page.locator("#F004").get_attribute("class") or "").split()
    assert page.locator("mark.lit").all_inner_texts() == ["15 tons", "16 tons"]


# -------------------------------------------------------------------------------------------------------- keyboard


def test_j_and_k_go_from_statement_to_statement(visit: Opener) -> None:
    opened = visit("interview", width=1024)
    seen = []
    for key in "jjjkk":
        opened.page.keyboard.press(key)
        seen.append(opened.focused)

    assert seen == ["E1-P02", "E1-P03", "E1-P04", "E1-P03", "E1-P02"]


def test_j_passes_over_what_is_filtered_out(visit: Opener) -> None:
    opened = visit("interview", "#kind=number,omission")
    opened.page.keyboard.press("j")
    opened.page.keyboard.press("j")

    assert opened.focused == "E1-P07"


def test_slash_searches_and_escape_clears(visit: Opener) -> None:
    opened = visit("interview")
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("tons j")

    assert opened.focused == "search"
    assert opened.page.locator("#search").input_value() == "tons j"

    opened.page.keyboard.press("Escape")

    assert opened.page.locator("#search").input_value() == ""
    assert len(opened.statements) == 8


def test_enter_leads_from_the_search_to_what_it_found(visit: Opener) -> None:
    opened = visit("interview")
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("tons")
    opened.page.keyboard.press("Enter")

    assert opened.focused == opened.statements[0]


def test_k_at_the_foot_of_the_page_goes_to_the_last_statement(visit: Opener) -> None:
    opened = visit("interview")
    opened.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    opened.page.keyboard.press("k")

    assert opened.focused == opened.statements[-1]


def test_the_help_opens_and_closes(visit: Opener) -> None:
    page = visit("interview").page
    page.keyboard.press("?")

    assert page.locator("#help").is_visible()
    assert violations(page) == []

    page.keyboard.press("Escape")

    assert not page.locator("#help").is_visible()


def test_single_keys_can_be_switched_off(visit: Opener) -> None:
    opened = visit("interview")
    opened.page.keyboard.press("?")
    opened.page.locator("#single-keys").uncheck()
    opened.page.keyboard.press("Escape")
    opened.page.keyboard.press("j")

    assert not opened.focused.startswith("E1-")


def test_the_first_tab_offers_to_skip_to_the_report(visit: Opener) -> None:
    page = visit("interview").page
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]


def test_whatever_has_the_focus_shows_it(visit: Opener) -> None:
    page = visit("interview").page
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => {
                const element = document.activeElement;
                const shape = element.querySelector("path") ?? element;
                const style = getComputedStyle(shape);
                return style.outlineStyle !== "none" || style.stroke !== "none" || element === document.body;
            }"""
        )
        if not shown:
            unseen.append(page.evaluate("document.activeElement.outerHTML"))

    assert unseen == []


# --------------------------------------------------------------------------------------- whole texts, side by side


def test_a_click_on_a_statement_shows_it_in_each_text(visit: Opener) -> None:
    page = visit("seeds").page
    row = page.locator(".concordance .statement").nth(3)
    passage = (row.get_attribute("id") or "").removeprefix("E1-")
    row.locator(".words").first.click()
    columns = page.locator("#reader .text")

    assert page.locator("#reader").is_visible()
    assert page.locator("#reader-title").inner_text() == f"Statement {passage} in the whole texts"
    assert columns.count() == 2
    tops = []
    for column in columns.all():
        said = column.locator(".said.on")
        box, frame = said.first.bounding_box(), column.bounding_box()
        assert said.first.get_attribute("data-passage") == passage
        assert box is not None
        assert frame is not None
        assert frame["y"] <= box["y"] < frame["y"] + frame["height"]
        tops.append(box["y"])
    assert tops[0] == pytest.approx(tops[1], abs=2)
    # The others are dimmed.
    colour = "one => getComputedStyle(one).color"
    assert columns.first.locator(".said.on").first.evaluate(colour) != columns.first.locator(
        ".said:not(.on)"
    ).first.evaluate(colour)
    assert violations(page) == []


def test_what_a_source_lacks_is_said_in_its_column(visit: Opener) -> None:
    page = visit("interview").page
    page.locator("#E1-P07 .words").click()

    assert page.locator("#reader .absent").all_inner_texts() == ["P07 is not in this source."]


@pytest.mark.parametrize(("width", "side"), [(1024, "offsetWidth"), (390, "offsetHeight")])
def test_the_texts_of_many_sources_stay_wide_enough_to_be_read(visit: Opener, width: int, side: str) -> None:
    page = visit("dozen", width=width).page

    page.locator("#E1-P02 .open").click()

    sizes = page.eval_on_selector_all("#reader .text", f"all => all.map(one => one.{side})")
    assert len(sizes) == 12
    assert min(sizes) > 150
    # The one that has the statement is the last, and is brought into view.
    expect(page.locator("#reader .said.on").last).to_be_in_viewport()


def test_the_reader_steps_and_gives_the_texts_back(visit: Opener) -> None:
    opened = visit("interview")
    page = opened.page
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.keyboard.press("j")

    assert page.locator("#reader-title").inner_text() == "Statement P03 in the whole texts"

    page.locator("#next").click()
    page.locator("#previous").click()
    page.keyboard.press("Escape")

    assert not page.locator("#reader").is_visible()
    assert page.locator("main .texts .running").count() == 2
    assert page.locator(".said.on").count() == 0
    assert opened.focused == "E1-P03"


def test_scrolling_one_text_brings_the_other_along(visit: Opener) -> None:
    page = visit("seeds", width=1024).page
    page.set_viewport_size({"width": 1024, "height": 420})
    page.locator(".concordance .statement .open").first.dispatch_event("click")
    first, second = page.locator("#reader .text").all()
    before = second.evaluate("one => one.scrollTop")
    first.hover()
    page.mouse.wheel(0, 900)
    page.wait_for_function(
        "before => Math.abs(document.querySelectorAll('#reader .text')[1].scrollTop - before) > 50", arg=before
    )

    # The shared statement nearest the reading line stands at one height in both.
    gap = page.evaluate(
        """() => {
            const [first, second] = document.querySelectorAll("#reader .text");
            const line = first.getBoundingClientRect().top + first.clientHeight / 3;
            const top = (column, passage) =>
                column.querySelector(`.said[data-passage="${passage}"]`)?.getBoundingClientRect().top;
            const shared = [...first.querySelectorAll(".said")].map((one) => one.dataset.passage)
                .filter((passage) => top(second, passage) !== undefined)
                .sort((a, b) => Math.abs(top(first, a) - line) - Math.abs(top(first, b) - line));
            return Math.abs(top(first, shared[0]) - top(second, shared[0]));
        }"""
    )
    assert gap < 5


def test_without_whole_texts_a_click_opens_nothing(visit: Opener) -> None:
    page = visit("without-texts").page
    page.locator("#E1-P05 .words").first.click()

    assert not page.locator("#reader").is_visible()
    assert page.get_by_text("The whole texts were left out of this file").is_visible()


# ------------------------------------------------------------------------------------------------------- citations


def test_a_statement_is_copied_as_a_citation(visit: Opener) -> None:
    page = visit("interview").page
    page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }")
    page.locator("#E1-P05").hover()
    page.locator("#E1-P05 .margin .copy").click()

    assert page.evaluate("window.copied").splitlines() == [
        "[A] Sputnik, “Moscow Would Not Want to Sever Relations”, 2022-12-08: “We will deliver 15 tons”",
        "[B] Tasnim, “Talks Put on Pause”, 2022-12-08: “We will deliver 16 tons”",
        "Statement P05, variant.",
        made.SIGNATURE,
    ]
    assert page.locator("#said").inner_text() == "Copied as a citation."


def test_copying_works_where_the_browser_refuses_the_clipboard(visit: Opener) -> None:
    page = visit("interview").page
    page.evaluate("() => { navigator.clipboard.writeText = async () => { throw new Error('refused'); }; }")
    page.evaluate("document.addEventListener('copy', () => { window.copied = String(document.activeElement.value); })")
    page.locator("#E1-P05").focus()
    page.keyboard.press("c")
    page.wait_for_function("window.copied !== undefined")

    assert "We will deliver 15 tons" in page.evaluate("window.copied")
