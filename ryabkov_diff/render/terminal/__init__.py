"""Views in the terminal: `page.py` a comparison, `report.py` a report, `quotations.py` a list of quotations.

The words of the articles reach Rich as `Text` only, never as markup: `[resource]` is an editor's bracket here.
"""

from __future__ import annotations

from ryabkov_diff.render.terminal.page import to_terminal
from ryabkov_diff.render.terminal.quotations import quotations_to_terminal
from ryabkov_diff.render.terminal.report import report_to_terminal

__all__ = ["quotations_to_terminal", "report_to_terminal", "to_terminal"]
