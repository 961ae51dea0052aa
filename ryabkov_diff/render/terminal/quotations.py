"""`QuotationList` → terminal: who says what with which verb."""

from __future__ import annotations

from collections import Counter
from itertools import cycle
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from ryabkov_diff.domain import QuotationKind
from ryabkov_diff.render.terminal.pieces import ACCENTS, NOTHING, note, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from ryabkov_diff.domain import Article, Quotation, QuotationList

__all__ = ["quotations_to_terminal"]

# The columns of a table of quotations. The words take what is left.
_SPEAKER_COLUMN, _VERB_COLUMN = 24, 14


def quotations_to_terminal(quotations: QuotationList) -> RenderableType:
    """Return a table for each article: who says what with which verb, and whether it is quoted or reported."""
    parts: list[RenderableType] = []
    for article, accent in zip(quotations.articles, cycle(ACCENTS), strict=False):
        own = quotations.of(article.sigil)
        parts += [""] if parts else []
        parts += [_quotations_head(article, own, accent)]
        parts += ["", _quotations_table(own)] if own else []
    parts += [""] if quotations.notes else []
    return Group(*parts, *map(note, quotations.notes))


def _quotations_head(article: Article, quotations: Sequence[Quotation], accent: str) -> Text:
    """Return the article's name and date, and how many quotations of each kind it has."""
    kinds = Counter(quotation.kind for quotation in quotations)
    counted = ", ".join(f"{kinds[kind]} {kind.value}" for kind in QuotationKind if kinds[kind])
    return Text.assemble(
        plain(article.sigil, f"bold {accent}"),
        "  ",
        plain(article.label, "bold"),
        plain(f"  {article.date_published or 'no date'}"),
        plain(f"  {counted or 'nobody is quoted'}", "dim"),
    )


def _quotations_table(quotations: Sequence[Quotation]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("speaker", max_width=_SPEAKER_COLUMN)
    table.add_column("verb", max_width=_VERB_COLUMN)
    table.add_column("kind")
    table.add_column("words", overflow="fold", ratio=1)
    above: str | None = None
    for one in quotations:
        words = " ".join(one.content.split())
        table.add_row(
            # As in a play, a name stands where the speaker changes; two without one may be two people.
            plain(NOTHING if one.speaker is None else "" if one.speaker == above else one.speaker, "bold"),
            plain(one.cue or NOTHING),
            plain(one.kind.value, "dim"),
            plain(f"“{words}”" if one.kind is QuotationKind.QUOTED else words),
        )
        above = one.speaker
    return table
