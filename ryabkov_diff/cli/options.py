"""What can be said on the command line: formats, choices, and the options that several commands have."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from typing import Annotated, Any

import typer

PROGRAM = "ryabkov-diff"


class Format(StrEnum):
    """The output formats."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    CSV = "csv"


class ReportFormat(StrEnum):
    """The output formats of `report`."""

    AUTO = "auto"
    TEXT = "text"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    CSV = "csv"


class QuotesFormat(StrEnum):
    """The output formats of `quotes`."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"
    CSV = "csv"


SUFFIXES = {
    ".txt": Format.TEXT,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".text": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".csv": Format.CSV,
}
REPORT_SUFFIXES = {suffix: ReportFormat(one.value) for suffix, one in SUFFIXES.items()} | {
    ".html": ReportFormat.HTML,
    ".htm": ReportFormat.HTML,
}
QUOTES_SUFFIXES = {".txt": Format.TEXT, ".json": Format.JSON, ".csv": Format.CSV}


class Engine(StrEnum):
    """What computes the embeddings."""

    AUTO = "auto"
    ONNX = "onnx"
    SENTENCE_TRANSFORMERS = "sentence-transformers"
    LEXICAL = "lexical"


class View(StrEnum):
    """How the wordings of a passage stand."""

    AUTO = "auto"
    SIDE = "side"
    STACK = "stack"


class Color(StrEnum):
    """When to use colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Only(StrEnum):
    """What `--only` can restrict the report to."""

    CHANGES = "changes"


def complete_kinds(incomplete: str) -> list[str]:
    """Complete the last of several kinds."""
    from ryabkov_diff.detect.explanations import known_kinds

    before, comma, last = incomplete.rpartition(",")
    return [before + comma + kind for kind in known_kinds() if kind.startswith(last)]


ConfigOption = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Settings file. [default: ryabkov-diff.toml or pyproject.toml, here or above]",
        show_default=False,
    ),
]
NoConfigOption = Annotated[bool, typer.Option("--no-config", help="Read no settings file.")]
PluginsOption = Annotated[
    bool | None,
    typer.Option(
        "--plugins/--no-plugins", help="Use the detectors of other distributions. [default: yes]", show_default=False
    ),
]
NoCacheOption = Annotated[bool, typer.Option("--no-cache", help="Compute all anew, and keep nothing.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show where an error was raised.")]
SameEventOption = Annotated[
    bool | None,
    typer.Option(
        "--same-event/--no-same-event",
        help="Take it as given that all articles report the same interview.",
        show_default=False,
    ),
]
EngineOption = Annotated[
    Engine | None, typer.Option(help="What computes the embeddings. [default: auto]", show_default=False)
]
ModelOption = Annotated[str | None, typer.Option(metavar="NAME", help="Embedding model. [default: all-MiniLM-L6-v2]")]
NliOption = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL", help="Name or path of a cross-encoder (NLI) that judges whether statements contradict."
    ),
]
ViewOption = Annotated[View, typer.Option(help="Columns (side), or texts one above the other (stack).")]
WidthOption = Annotated[
    int | None, typer.Option(min=20, max=1000, metavar="N", help="Width of the report in characters.")
]
ColorOption = Annotated[Color, typer.Option(help="When to use colour; NO_COLOR and FORCE_COLOR count, too.")]
MinSeverityOption = Annotated[
    int | None,
    typer.Option(
        min=0,
        max=3,
        metavar="0-3",
        help="Least severity of the findings to give: 3 meaning at stake, 2 worth a look, 1 wording, 0 noise. "
        "[default: 1 in text and Markdown, 0 in the other formats]",
        show_default=False,
    ),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND,…", help="Give findings of these kinds only.", autocompletion=complete_kinds),
]
IgnoreOption = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="KIND,…",
        help="Leave findings of these kinds out of the result.",
        autocompletion=complete_kinds,
    ),
]
MinConfidenceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--min-confidence",
        metavar="KIND=0-1,…",
        help="Leave findings of this kind that are less sure out of the result.",
    ),
]
GlossaryOption = Annotated[
    str | None,
    typer.Option("--glossary", metavar="FILE", help="TOML file with further names of people, places and bodies."),
]
OnlyOption = Annotated[Only | None, typer.Option(help="Leave out passages without findings (text and Markdown).")]
NoTextOption = Annotated[bool, typer.Option("--no-text", help="Leave the articles' whole texts out of JSON and JSONL.")]
PagerOption = Annotated[
    bool | None, typer.Option("--pager/--no-pager", help="Page the report. [default: when longer than the screen]")
]


def _key_option(text: str) -> Any:
    """Return the option that names a key of JSON."""
    return Annotated[str | None, typer.Option(metavar="KEY", help=text, show_default=False)]


def _limit_option(what: str, metavar: str, default: str) -> Any:
    """Return the option that raises a limit."""
    return Annotated[str | None, typer.Option(metavar=metavar, help=f"{what} [default: {default}]", show_default=False)]


# How articles are read: the options of all commands that read some, by parameter; each is the setting of that name.
READING_OPTIONS: Mapping[str, Any] = {
    "text_key": _key_option("Key of the text, or of its paragraphs, in JSON of another form: body.plain."),
    "headline_key": _key_option("Key of the title there."),
    "publisher_key": _key_option("Key of the outlet there."),
    "date_key": _key_option("Key of the day of publication there."),
    "url_key": _key_option("Key of the address there."),
    "max_size": _limit_option("Most bytes of a file or page: 500kB, 20MB.", "SIZE", "10MB"),
    "max_articles": _limit_option("Most articles.", "N", "1000"),
    "max_statements": _limit_option("Most statements of an article.", "N", "5000"),
    "max_nesting": _limit_option("Deepest nesting of JSON and of pages.", "N", "200"),
    "fix_text": Annotated[
        bool | None,
        typer.Option(
            "--fix-text/--no-fix-text",
            help="Repair text that was read in the wrong encoding (â€™ for ’).",
            show_default=False,
        ),
    ],
    "save_pages": Annotated[
        str | None,
        typer.Option(metavar="FOLDER", help="Keep fetched pages there, as they were received.", show_default=False),
    ],
}

# What a command gets of them: what the user said, by the names of the settings.
ReadingOptions = Mapping[str, object]


def with_reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of reading in place of its parameter `reading`: a mapping by the names of settings."""

    @wraps(command)
    def filled(*arguments: Any, **given: Any) -> None:
        reading = {name.replace("_", "-"): given.pop(name) for name in READING_OPTIONS}
        command(*arguments, **given, reading=reading)

    parameters: list[inspect.Parameter] = []
    for one in inspect.signature(command, eval_str=True).parameters.values():
        if one.name != "reading":
            parameters.append(one)
            continue
        parameters += (
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=option)
            for name, option in READING_OPTIONS.items()
        )
    # What Typer looks at.
    filled.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    filled.__annotations__ = {one.name: one.annotation for one in parameters}
    return filled
