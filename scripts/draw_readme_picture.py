"""Draw `docs/compare.svg`, the picture in the README: what `compare` shows of the two Izvestia articles.

Run it after a change of the look or of the results; the same program gives the same bytes:

    python scripts/draw_readme_picture.py
"""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.segment import Segment, Segments
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from ryabkov_diff.pipeline import compare
from ryabkov_diff.render.terminal import to_terminal

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "compare.svg"
ARTICLES = ("seeds/sputnik-2022-12-08.txt", "seeds/tasnim-2022-12-08.txt")

# Two columns, and no wider than a README is shown.
WIDTH = 110
# One tall screen: the head and the first passages; the whole report is several times as long.
LINES = 56

# Ink on warm white, as in the report for the browser. Only text and background count, the accents are fixed colours.
PAPER = TerminalTheme(
    (251, 250, 247),
    (27, 27, 26),
    [
        (27, 27, 26),
        (178, 58, 46),
        (31, 138, 122),
        (178, 106, 0),
        (58, 123, 200),
        (194, 53, 155),
        (31, 138, 122),
        (90, 90, 88),
    ],
)
FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"


def draw() -> str:
    """Return the picture as SVG."""
    comparison = compare(ARTICLES)
    console = Console(
        width=WIDTH,
        height=LINES,
        record=True,
        file=StringIO(),
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
        _environ={},
    )
    console.print(Text(f"$ ryabkov-diff compare {' '.join(ARTICLES)}", "bold"))
    console.print()
    for line in console.render_lines(to_terminal(comparison), pad=False)[:LINES]:
        console.print(Segments([*line, Segment.line()]), end="")
    console.print(Text("⋮", "dim"))
    svg = console.export_svg(title="ryabkov-diff", theme=PAPER, unique_id="compare")
    # Browsers keep the spaces by Rich's style sheet; other programs that show an SVG want to be told in each element.
    svg = svg.replace("<text ", '<text xml:space="preserve" ')
    # Rich's picture asks the network for its font; the reader's own will do.
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"font-family: Fira Code, monospace", f"font-family: {FONTS}", svg)


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
    print(f"wrote {PICTURE.relative_to(ROOT)}")
