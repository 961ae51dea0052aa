"""Lists of quotations as CSV and as a table: what comes from outside can neither run nor steer anything."""

from __future__ import annotations

import csv
from io import StringIO

from rich.console import Console

from ryabkov_diff.domain import Note, Quotation, QuotationKind, QuotationList
from ryabkov_diff.read import read_text
from ryabkov_diff.render.as_csv import quotations_to_csv
from ryabkov_diff.render.terminal import quotations_to_terminal

CONTENTS = ("=1+1", "[bold]only power [resource] left[/bold]", "red \x1b[31m")


def made(*contents: str, speaker: str | None = "Ada Brook", cue: str | None = "said") -> QuotationList:
    """Make a list of one article."""
    text = " ".join(contents) or "Nothing."
    spans = [(text.index(content), text.index(content) + len(content)) for content in contents]
    quotations = tuple(
        Quotation("A", QuotationKind.QUOTED, 0, *span, content, speaker, cue)
        for span, content in zip(spans, contents, strict=True)
    )
    return QuotationList((read_text(text, label="Herald"),), quotations, (Note("encoding", "It was Latin-1.", "A"),))


def shown(quotations: QuotationList, width: int = 80) -> str:
    console = Console(width=width, file=StringIO(), color_system=None, _environ={}, legacy_windows=False)
    with console.capture() as capture:
        console.print(quotations_to_terminal(quotations))
    return capture.get()


def test_cells_are_guarded() -> None:
    rows = list(csv.DictReader(StringIO(quotations_to_csv(made(*CONTENTS, speaker="@brook", cue=None)))))

    assert [row["content"] for row in rows] == ["'=1+1", CONTENTS[1], "red \\x1b[31m"]
    assert {row["speaker"] for row in rows} == {"'@brook"}
    assert {row["cue"] for row in rows} == {""}


def test_markup_and_control_characters_are_shown_as_they_are() -> None:
    output = shown(made(*CONTENTS))

    assert "“[bold]only power [resource] left[/bold]”" in output
    assert "\\x1b[31m" in output
    assert "\x1b" not in output


def test_a_speaker_is_named_where_it_changes_and_notes_come_last() -> None:
    output = shown(made("It is late.", "It rains."))

    assert output.count("Ada Brook") == 1
    assert output.rstrip().splitlines()[-1] == "note  A: It was Latin-1."


def test_nobody_known_and_nothing_quoted_are_said() -> None:
    assert "–" in shown(made("It is late.", cue=None))
    assert shown(made("It is late.", "It rains.", speaker=None)).count("–") == 2  # they may be two people
    assert "nobody is quoted" in shown(made())


def test_a_list_counts_and_yields_its_quotations() -> None:
    quotations = made("It is late.", "It rains.")

    assert len(quotations) == 2
    assert tuple(quotations) == quotations.of("A") == quotations.quotations
    assert quotations.of("B") == ()
