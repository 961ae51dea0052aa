"""The command line: options → `compare` → a renderer; no logic of its own.

All errors meet in `main`, which alone decides what is said on standard error and with which status the program ends.
Nothing heavy is imported before a command runs: `--help` and `--version` answer at once.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ryabkov_diff.domain import WORTH_A_LOOK
from ryabkov_diff.errors import InputError, OutputError, RyabkovDiffError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rich.console import Console, RenderableType

    from ryabkov_diff.domain import Comparison
    from ryabkov_diff.render import ReportOptions

__all__ = ["app", "main"]

PROGRAM = "ryabkov-diff"

# Exit statuses; 141 is what the shell reports of a program whose reader has gone (128 + SIGPIPE), 130 of one that was
# interrupted (128 + SIGINT).
SAME, DIFFERS, FAILED, INTERRUPTED, READER_GONE = 0, 1, 2, 130, 141

# The width of a report that no terminal shows and for which none was asked: two columns fit.
DEFAULT_WIDTH = 100

# The height of a screen that does not tell it.
DEFAULT_LINES = 40


class Format(StrEnum):
    """The output formats."""

    AUTO = "auto"
    TEXT = "text"
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
    ".md": Format.MARKDOWN,
    ".csv": Format.CSV,
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


app = typer.Typer(
    name=PROGRAM,
    no_args_is_help=True,
    # Plain help: it is ready sooner, and examples keep their lines.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"{PROGRAM} {version(PROGRAM)}")
        raise typer.Exit


@app.callback()
def program(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Find out how news articles that report the same interview differ.

    \b
    Examples:
      ryabkov-diff compare sputnik.txt tasnim.txt
      ryabkov-diff compare Sputnik=a.txt Tasnim=b.txt EIRNS=c.txt --only changes
      ryabkov-diff compare a.txt b.txt -o differences.json
      ryabkov-diff compare a.txt b.txt --fail-on number,omission
      ryabkov-diff explain number
      ryabkov-diff compare --help

    It shows that texts differ and how; it never says who is right.
    """  # noqa: D301  # Click keeps the lines of a paragraph that begins with a backspace


def _complete_kinds(incomplete: str) -> list[str]:
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
DebugOption = Annotated[bool, typer.Option("--debug", help="Show where an error was raised.")]


@app.command()
def compare(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ARTICLE",
            help="Two or more: files, or - for standard input, each with a name if you like: Tasnim=b.txt.",
            show_default=False,
        ),
    ] = None,
    *,
    same_event: Annotated[
        bool | None,
        typer.Option(
            "--same-event/--no-same-event",
            help="Take it as given that all articles report the same interview.",
            show_default=False,
        ),
    ] = None,
    engine: Annotated[
        Engine | None, typer.Option(help="What computes the embeddings. [default: auto]", show_default=False)
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="Embedding model. [default: all-MiniLM-L6-v2]")
    ] = None,
    nli: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL", help="Name or path of a cross-encoder (NLI) that judges whether statements contradict."
        ),
    ] = None,
    output_format: Annotated[
        Format, typer.Option("--format", help="auto: text on a terminal, JSON elsewhere, or what -o ends in.")
    ] = Format.AUTO,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to FILE; the format follows from .txt, .json, .jsonl, .md or .csv.",
            show_default=False,
        ),
    ] = None,
    view: Annotated[View, typer.Option(help="Columns (side), or texts one above the other (stack).")] = View.AUTO,
    width: Annotated[
        int | None, typer.Option(min=20, max=1000, metavar="N", help="Width of the report in characters.")
    ] = None,
    color: Annotated[Color, typer.Option(help="When to use colour; NO_COLOR and FORCE_COLOR count, too.")] = Color.AUTO,
    min_severity: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=3,
            metavar="0-3",
            help="Least severity of the findings to give: 3 meaning at stake, 2 worth a look, 1 wording, 0 noise. "
            "[default: 1 in text and Markdown, 0 in JSON, JSONL and CSV]",
            show_default=False,
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind", metavar="KIND,…", help="Give findings of these kinds only.", autocompletion=_complete_kinds
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="KIND,…",
            help="Leave findings of these kinds out of the result.",
            autocompletion=_complete_kinds,
        ),
    ] = None,
    min_confidence: Annotated[
        list[str] | None,
        typer.Option(
            "--min-confidence",
            metavar="KIND=0-1,…",
            help="Leave findings of this kind that are less sure out of the result.",
        ),
    ] = None,
    glossary: Annotated[
        str | None,
        typer.Option("--glossary", metavar="FILE", help="TOML file with further names of people, places and bodies."),
    ] = None,
    only: Annotated[Only | None, typer.Option(help="Leave out passages without findings (text and Markdown).")] = None,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave the articles' whole texts out of JSON and JSONL.")
    ] = False,
    pager: Annotated[
        bool | None, typer.Option("--pager/--no-pager", help="Page the report. [default: when longer than the screen]")
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with status 1 when a finding has severity 2 or more.")
    ] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="KIND,…",
            help="End with status 1 when there are findings of these kinds.",
            autocompletion=_complete_kinds,
        ),
    ] = None,
    plugins: PluginsOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
    _debug: DebugOption = False,
) -> None:
    """Show where articles that report the same interview differ.

    \b
    Examples:
      ryabkov-diff compare sputnik.txt tasnim.txt
      ryabkov-diff compare Sputnik=a.txt Tasnim=b.txt EIRNS=c.txt --only changes
      ryabkov-diff compare a.txt b.txt --min-severity 2
      ryabkov-diff compare a.txt b.txt | jq '.findings[] | select(.severity == 3)'
      ryabkov-diff compare a.txt b.txt --same-event -o report.md
      curl -s https://example.org/b.txt | ryabkov-diff compare a.txt Web=-

    \b
    Settings that hold for a folder stand in ryabkov-diff.toml or in the table [tool.ryabkov-diff] of pyproject.toml;
    'ryabkov-diff settings' shows what is in force. Environment variables (RYABKOV_DIFF_IGNORE=spelling) come before
    the file, options before both.

    \b
    Ends with status 0 whether or not the articles differ, with 1 where --exit-code or --fail-on ask for it
    (counted over all findings, shown or not), with 2 when something is wrong with an option or an input.
    """  # noqa: D301  # see `program`
    named = tuple(sources or ())
    if len(named) < 2:  # noqa: PLR2004  # a comparison takes two
        msg = f"compare needs two or more articles, found {len(named)}"
        raise SettingsError(msg, f"for example: {PROGRAM} compare sputnik.txt tasnim.txt")
    target = None if output is None or str(output) == "-" else output
    if target is not None:
        _check_target(target, named)
    chosen = Format(_choose_format(output_format, target, SUFFIXES))

    from ryabkov_diff.pipeline import compare as compare_articles
    from ryabkov_diff.render import ReportOptions
    from ryabkov_diff.settings.places import read_settings

    settings = read_settings(
        {
            "engine": engine,
            "model": model,
            "nli": nli,
            "same-event": same_event,
            "glossary": glossary,
            "ignore": _joined(ignore),
            "min-confidence": _joined(min_confidence),
            "plugins": plugins,
            "kind": _joined(kind),
            "min-severity": min_severity,
            "fail-on": _joined(fail_on),
        },
        config=config,
        search=not no_config,
    )
    with _progress() as progress:
        comparison = compare_articles(named, settings=settings, stdin=sys.stdin.buffer, progress=progress)

    options = ReportOptions(
        min_severity=1 if settings.min_severity is None else settings.min_severity,
        kinds=settings.kind,
        only_changes=only is Only.CHANGES,
        view=view.value,
    )
    if chosen is Format.TEXT:
        from ryabkov_diff.render.terminal import to_terminal

        _write_report(to_terminal(comparison, options), target, width, color, pager=pager)
    else:
        selected = comparison.filtered(min_severity=settings.min_severity or 0, kinds=settings.kind)
        _write(_render(comparison, selected, chosen, options, whole_text=not no_text), target)

    differs = exit_code and any(finding.severity >= WORTH_A_LOOK for finding in comparison.findings)
    fails = any({*settings.fail_on} & {finding.kind, *finding.also} for finding in comparison.findings)
    if differs or fails:
        raise typer.Exit(DIFFERS)


def _joined(values: Sequence[str] | None) -> str | None:
    """Join what a repeated option was given; None where it was not."""
    return None if values is None else ",".join(values)


@app.command()
def explain(
    topic: Annotated[
        str,
        typer.Argument(
            metavar="ID|KIND",
            help="A finding (F012), a passage (P07), or a kind of finding (number).",
            show_default=False,
            autocompletion=_complete_kinds,
        ),
    ],
    result: Annotated[
        str | None,
        typer.Argument(
            metavar="RESULT",
            help="For an ID: what compare --format json wrote, or - for standard input, which is the default.",
            show_default=False,
        ),
    ] = None,
    *,
    width: Annotated[
        int | None, typer.Option(min=20, max=1000, metavar="N", help="Width of the text in characters.")
    ] = None,
    plugins: PluginsOption = None,
    _debug: DebugOption = False,
) -> None:
    """Explain a finding of a result, or what a kind of finding means.

    \b
    Examples:
      ryabkov-diff compare a.txt b.txt -o result.json
      ryabkov-diff explain F012 result.json
      ryabkov-diff compare a.txt b.txt --format json | ryabkov-diff explain P07
      ryabkov-diff explain number

    \b
    Of a finding: both contexts, the rule and its threshold, the cues, the parts of the score, how to silence it.
    """  # noqa: D301  # see `program`
    from ryabkov_diff.explain import explain_findings, explain_kind, is_id
    from ryabkov_diff.settings.places import read_settings

    use_plugins = read_settings({"plugins": plugins}).plugins
    if not is_id(topic):
        _show(explain_kind(topic, plugins=use_plugins))
        return
    from ryabkov_diff.schema import load_comparison

    comparison = load_comparison(_read_result(topic, result))
    _show(explain_findings(comparison, topic, plugins=use_plugins, width=width or _columns()))


@app.command()
def settings(
    *,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
    plugins: PluginsOption = None,
    _debug: DebugOption = False,
) -> None:
    """Print the settings that are in force here, as a settings file, with where each comes from.

    \b
    Examples:
      ryabkov-diff settings
      ryabkov-diff settings --no-config > ryabkov-diff.toml
      RYABKOV_DIFF_IGNORE=spelling ryabkov-diff settings
    """  # noqa: D301  # see `program`
    from ryabkov_diff.settings.places import read_settings, show_settings

    _write(show_settings(read_settings({"plugins": plugins}, config=config, search=not no_config)), None)


@app.command()
def quotes(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ARTICLE",
            help="One or more: files, or - for standard input, each with a name if you like: Tasnim=b.txt.",
            show_default=False,
        ),
    ] = None,
    *,
    output_format: Annotated[
        QuotesFormat, typer.Option("--format", help="auto: text on a terminal, JSON elsewhere, or what -o ends in.")
    ] = QuotesFormat.AUTO,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to FILE; the format follows from .txt, .json or .csv.",
            show_default=False,
        ),
    ] = None,
    width: Annotated[
        int | None, typer.Option(min=20, max=1000, metavar="N", help="Width of the table in characters.")
    ] = None,
    color: Annotated[Color, typer.Option(help="When to use colour; NO_COLOR and FORCE_COLOR count, too.")] = Color.AUTO,
    pager: Annotated[
        bool | None, typer.Option("--pager/--no-pager", help="Page the table. [default: when longer than the screen]")
    ] = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
    _debug: DebugOption = False,
) -> None:
    """List who says what with which verb.

    \b
    Examples:
      ryabkov-diff quotes sputnik.txt
      ryabkov-diff quotes a.txt b.txt --format csv
      ryabkov-diff quotes a.txt | jq -r '.quotations[] | select(.kind == "quoted") | .content'
      curl -s https://example.org/b.txt | ryabkov-diff quotes Web=- -o quotes.json

    \b
    Words are quoted (in quotation marks), reported (in indirect speech) or mixed (reported, with a part in marks).
    """  # noqa: D301  # see `program`
    named = tuple(sources or ())
    if not named:
        msg = "quotes needs one or more articles, found 0"
        raise SettingsError(msg, f"for example: {PROGRAM} quotes sputnik.txt")
    target = None if output is None or str(output) == "-" else output
    if target is not None:
        _check_target(target, named)
    chosen = _choose_format(output_format, target, QUOTES_SUFFIXES)

    from ryabkov_diff.pipeline import list_quotations
    from ryabkov_diff.settings.places import read_settings

    settings = read_settings({}, config=config, search=not no_config)
    with _progress() as progress:
        found = list_quotations(named, settings=settings, stdin=sys.stdin.buffer, progress=progress)
    if chosen == QuotesFormat.TEXT:
        from ryabkov_diff.render.terminal import quotations_to_terminal

        _write_report(quotations_to_terminal(found), target, width, color, pager=pager)
    elif chosen == QuotesFormat.CSV:
        from ryabkov_diff.render.as_csv import quotations_to_csv

        _write(quotations_to_csv(found), target)
    else:
        from ryabkov_diff.render.as_json import quotations_to_json

        _write(quotations_to_json(found), target)


@app.command()
def schema() -> None:
    """Print the JSON Schema of what `compare --format json` writes."""
    import json

    from ryabkov_diff.schema import comparison_schema

    _write(json.dumps(comparison_schema(), ensure_ascii=False, indent=2) + "\n", None)


# -------------------------------------------------------------------------------------------------------- output


def _choose_format(asked: str, target: Path | None, suffixes: Mapping[str, Format]) -> str:
    if asked != Format.AUTO:
        return asked
    if target is None:
        return Format.TEXT if sys.stdout.isatty() else Format.JSON
    if target.suffix.lower() in suffixes:
        return suffixes[target.suffix.lower()]
    msg = f"--output: {str(target)!r} does not tell the format"
    raise SettingsError(msg, f"end the name in one of {', '.join(suffixes)}, or give --format")


def _render(
    comparison: Comparison, selected: Comparison, chosen: Format, options: ReportOptions, *, whole_text: bool
) -> str:
    """Return the output in one of the formats other than text."""
    from ryabkov_diff.render.as_csv import to_csv
    from ryabkov_diff.render.as_json import to_json
    from ryabkov_diff.render.as_jsonl import to_jsonl
    from ryabkov_diff.render.as_markdown import to_markdown

    if chosen is Format.MARKDOWN:
        return to_markdown(comparison, options)
    renderers: dict[Format, Callable[[Comparison], str]] = {
        Format.JSON: to_json,
        Format.JSONL: to_jsonl,
        Format.CSV: to_csv,
    }
    return renderers[chosen](selected if whole_text else selected.without_text())


def _write_report(
    report: RenderableType,
    target: Path | None,
    width: int | None,
    color: Color,
    *,
    pager: bool | None,
) -> None:
    """Write the report for the terminal: to a file, through a pager, or to standard output."""
    console = _console(width, color, to_stdout=target is None)
    with console.capture() as capture:
        console.print(report)
    # Columns are padded to their width; nobody wants the blanks at the ends of the lines.
    text = "".join(line.rstrip() + "\n" for line in capture.get().splitlines())
    if target is None:
        _show(text, pager=pager)
    else:
        _write(text, target)


def _show(text: str, *, pager: bool | None = None) -> None:
    """Write text to standard output: through a pager if told, or where it is longer than the screen."""
    import shutil

    longer = text.count("\n") >= shutil.get_terminal_size((DEFAULT_WIDTH, DEFAULT_LINES)).lines
    if sys.stdout.isatty() and (longer if pager is None else pager):
        _page(text)
    else:
        _write(text, None)


def _columns(*, to_stdout: bool = True) -> int:
    """Return the width of the screen; where none shows the text, one that two columns fit in, unless COLUMNS says."""
    import shutil

    if not (to_stdout and sys.stdout.isatty()) and "COLUMNS" not in os.environ:
        return DEFAULT_WIDTH
    return shutil.get_terminal_size((DEFAULT_WIDTH, DEFAULT_LINES)).columns


def _console(width: int | None, color: Color, *, to_stdout: bool) -> Console:
    """Return a console of the right width and colours that crops nothing."""
    from rich.console import Console

    # Unless told, Rich decides by the terminal and by NO_COLOR, FORCE_COLOR and TERM; files get no colour.
    forced = {Color.ALWAYS: True, Color.NEVER: False}.get(color, None if to_stdout else False)
    unknown_terminal = os.environ.get("TERM", "") in {"", "dumb", "unknown"}
    return Console(
        # With both given, Rich does not crop on a terminal that calls itself dumb.
        width=width or _columns(to_stdout=to_stdout),
        height=DEFAULT_LINES,
        force_terminal=forced,
        color_system=None if forced is False else "256" if forced and unknown_terminal else "auto",
        no_color=False if forced else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )


def _write(text: str, target: Path | None) -> None:
    """Write text as UTF-8: to standard output, or to a file that is complete or not there at all."""
    # File names may hold bytes that are no UTF-8; in JSON the escape that replaces them is the right one.
    data = text.encode("utf-8", "backslashreplace")
    if target is None:
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError as error:
            raise _ReaderGoneError from error
        except OSError as error:
            _discard_stdout()
            msg = f"cannot write to standard output: {error.strerror or error}"
            raise OutputError(msg, "write to a file with -o") from error
        return
    try:
        if target.exists() and not target.is_file():  # a device or a named pipe: nothing to rename
            target.write_bytes(data)
            return
        final = target.resolve()
        draft = final.with_name(f".{final.name}.{os.getpid()}.part")
        try:
            draft.write_bytes(data)
            draft.replace(final)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        msg = f"cannot write {str(target)!r}: {error.strerror or error}"
        raise OutputError(msg, "nothing was written") from error


def _read_result(topic: str, result: str | None) -> str:
    """Return the text of a saved comparison: of a file, or of standard input."""
    how = f"{PROGRAM} explain {topic} result.json, or: {PROGRAM} compare A B --format json | {PROGRAM} explain {topic}"
    try:
        if result not in {None, "-"}:
            return Path(str(result)).read_text(encoding="utf-8-sig")
        if result is None and (sys.stdin is None or sys.stdin.isatty()):
            msg = f"explain {topic} needs a result to look into"
            raise SettingsError(msg, how)
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except OSError as error:
        msg = f"cannot read {result!r}: {error.strerror or error}"
        raise InputError(msg, how) from error
    except UnicodeDecodeError as error:
        msg = f"{result or 'standard input'!r} is no text in UTF-8"
        raise InputError(msg, how) from error
    if not text.strip():
        msg = "standard input is empty"
        raise InputError(msg, how)
    return text


def _check_target(target: Path, sources: Sequence[str]) -> None:
    """Refuse, before the work begins, a file that can't be written or that is one of the articles."""
    if target.is_dir():
        msg = f"--output: {str(target)!r} is a directory"
        raise OutputError(msg, "name a file in it")
    if not target.parent.is_dir():
        msg = f"--output: there is no directory {str(target.parent)!r}"
        raise OutputError(msg, "create it first")
    for source in sources:
        # Either the whole is a path, or what follows the label.
        for path in (source, source.partition("=")[2]):
            if path and target.exists() and Path(path).exists() and target.samefile(path):
                msg = f"--output: {str(target)!r} is one of the articles"
                raise OutputError(msg, "name another file, so that the article is not lost")


def _page(text: str) -> None:
    """Show text in the reader's pager; without one, print it."""
    import shlex
    import subprocess

    command = shlex.split(os.environ.get("PAGER", "less"))
    if not command:
        _write(text, None)
        return
    # As git does: quit if it fits, keep colours, leave the text on the screen. A reader's own LESS comes first.
    environment = {"LESS": "FRX", "LESSCHARSET": "utf-8"} | dict(os.environ)
    if Path(command[0]).name == "less":
        command.append("-R")
    try:
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603  # the reader's own choice
    except OSError:
        _write(text, None)
        return
    try:
        pager.communicate(text.encode("utf-8", "backslashreplace"))
    except BrokenPipeError:  # the reader has seen enough
        pass
    except KeyboardInterrupt:  # meant for the pager, which goes on
        pager.wait()


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Give a function that says what is being done: on standard error, and on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _message: None
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True, highlight=False).status(Text("reading")) as status:
        yield lambda message: status.update(Text(message))


# -------------------------------------------------------------------------------------------------------- errors


class _ReaderGoneError(Exception):
    """Nobody reads our output any more. Not an OSError: Typer would end those of a closed pipe with status 1."""


# Typer keeps the root of its usage errors to itself; its one public child leads there in every version.
_TyperError: type[Exception] = next(
    parent for parent in typer.BadParameter.__mro__ if parent.__name__ == "ClickException"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; the one place where errors end.

    Args:
        arguments: Without the program's name; `sys.argv[1:]` by default.
    """
    given = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    if sys.stdout is None:  # the shell has closed it: `>&-`
        return _fail("standard output is closed", "write to a file with -o, or to /dev/null")
    try:
        return app(given, prog_name=PROGRAM, standalone_mode=False) or SAME
    except RyabkovDiffError as error:
        if "--debug" in given:
            raise
        return _fail(error.message, error.hint, error.more)
    except _TyperError as error:
        if "--debug" in given:
            raise
        return _fail_usage(error)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except (_ReaderGoneError, BrokenPipeError):
        _discard_stdout()
        return READER_GONE


def _discard_stdout() -> None:
    """Let go of what could not be written, or Python would complain once more when it closes standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str, hint: str, more: Sequence[str] = ()) -> int:
    from ryabkov_diff.render import visible

    lines = "".join(f"{PROGRAM}: {visible(line)}\n" for line in (message, *more))
    lines += f"hint: {visible(hint)}\n" if hint else ""
    if sys.stderr is not None:
        sys.stderr.flush()
        sys.stderr.buffer.write(lines.encode("utf-8", "backslashreplace"))
        sys.stderr.buffer.flush()
    return FAILED


def _fail_usage(error: Exception) -> int:
    """Say a usage error of Typer in our form."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else PROGRAM
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    message = message.replace("Value error, ", "")  # Pydantic's, which Typer checks with
    if not message:  # no arguments at all: Typer has printed the help
        return FAILED
    return _fail(message[0].lower() + message[1:].rstrip("."), f"{command} --help")
