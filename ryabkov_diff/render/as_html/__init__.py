"""`Report` → HTML: one file that needs no network, readable without a script.

`views.py` prepares what the page shows, `statements.py` a row of it, `texts.py` a whole text, `charts.py` the
geometry of its charts and `directions.py` text of any script; the templates, the style sheet and the script are beside
the package, in `templates/`.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING

from ryabkov_diff.render import visible

if TYPE_CHECKING:
    from jinja2 import Environment

    from ryabkov_diff.report import Report

__all__ = ["report_to_html"]


def report_to_html(report: Report, *, whole_text: bool = True) -> str:
    """Return the report as one HTML file with its style and its script, and nothing from elsewhere.

    Args:
        report: From `build_report`.
        whole_text: Whether to put the whole texts in; without them it has the statements only.
    """
    from markupsafe import Markup  # noqa: PLC0415  # comes with Jinja2

    from ryabkov_diff.render.as_html.views import view_report  # noqa: PLC0415  # uses markupsafe

    style, script = _file("report.css"), _file("report.js")
    return (
        _environment()
        .get_template("page.html")
        .render(
            page=view_report(report, whole_text=whole_text),
            style=Markup(style),  # noqa: S704  # the package's own file
            script=Markup(script),  # noqa: S704  # the package's own file
            policy=_policy(style, script),
        )
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  # only this format needs it

    from ryabkov_diff.render.as_html.directions import legible, sentence  # noqa: PLC0415  # uses markupsafe

    environment = Environment(
        loader=PackageLoader("ryabkov_diff.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters |= {"legible": legible, "sentence": sentence}
    return environment


def _shown(value: object) -> object:
    """Make every text that a template puts out visible, before it is escaped: no template can forget it."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _policy(style: str, script: str) -> str:
    """Return the Content-Security-Policy: this style, this script, and nothing else whatever a text may say."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@cache
def _file(name: str) -> str:
    return resources.files("ryabkov_diff.render").joinpath("templates", name).read_text(encoding="utf-8")
