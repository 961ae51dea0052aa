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
from ryabkov_diff.errors import OutputError, RyabkovDiffError, SettingsError

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
      ryabkov-diff compare --help

    It shows that texts differ and how; it never says who is right.
    """  # noqa: D301  # Click keeps the lines of a paragraph that begins with a backspace


def _split_kinds(values: Sequence[str] | None, option: str) -> tuple[str, ...]:
    """Split comma-separated kinds; one that nothing finds is a usage error with the nearest one that something does."""
    kinds = tuple(kind for value in values or () for kind in (part.strip() for part in value.split(",")) if kind)
    if kinds:
        from ryabkov_diff.detect import KINDS

        for kind in kinds:
            if kind not in KINDS:
                from difflib import get_close_matches

                near = get_close_matches(kind, KINDS, n=1, cutoff=0)
                msg = f"{option}: there is no kind of finding {kind!r}"
                raise SettingsError(msg, f"did you mean {near[0]!r}? All kinds: {', '.join(KINDS)}")
    return kinds


def _complete_kinds(incomplete: str) -> list[str]:
    """Complete the last of several kinds."""
    from ryabkov_diff.detect import KINDS

    before, comma, last = incomplete.rpartition(",")
    return [before + comma + kind for kind in KINDS if kind.startswith(last)]


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
        bool, typer.Option("--same-event", help="Take it as given that all articles report the same interview.")
    ] = False,
    engine: Annotated[Engine, typer.Option(help="What computes the embeddings.")] = Engine.AUTO,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="Embedding model. [default: all-MiniLM-L6-v2]")
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
    _debug: Annotated[bool, typer.Option("--debug", help="Show where an error was raised.")] = False,
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
    Ends with status 0 whether or not the articles differ, with 1 where --exit-code or --fail-on ask for it
    (counted over all findings, shown or not), with 2 when something is wrong with an option or an input.
    """  # noqa: D301  # see `program`
    named = tuple(sources or ())
    if len(named) < 2:  # noqa: PLR2004  # a comparison takes two
        msg = f"compare needs two or more articles, found {len(named)}"
        raise SettingsError(msg, f"for example: {PROGRAM} compare sputnik.txt tasnim.txt")
    kinds = _split_kinds(kind, "--kind")
    failing = frozenset(_split_kinds(fail_on, "--fail-on"))
    target = None if output is None or str(output) == "-" else output
    if target is not None:
        _check_target(target, named)
    chosen = Format(_choose_format(output_format, target, SUFFIXES))

    from ryabkov_diff.pipeline import compare as compare_articles
    from ryabkov_diff.render import ReportOptions
    from ryabkov_diff.settings import Settings

    with _progress() as progress:
        comparison = compare_articles(
            named,
            same_event=same_event,
            engine=engine.value,
            model=model or Settings().model,
            stdin=sys.stdin.buffer,
            progress=progress,
        )

    options = ReportOptions(
        min_severity=1 if min_severity is None else min_severity,
        kinds=kinds,
        only_changes=only is Only.CHANGES,
        view=view.value,
    )
    if chosen is Format.TEXT:
        from ryabkov_diff.render.terminal import to_terminal

        _write_report(to_terminal(comparison, options), target, width, color, pager=pager)
    else:
        selected = comparison.filtered(min_severity=min_severity or 0, kinds=kinds)
        _write(_render(comparison, selected, chosen, options, whole_text=not no_text), target)

    differs = exit_code and any(finding.severity >= WORTH_A_LOOK for finding in comparison.findings)
    fails = any(failing & {finding.kind, *finding.also} for finding in comparison.findings)
    if differs or fails:
        raise typer.Exit(DIFFERS)


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
    _debug: Annotated[bool, typer.Option("--debug", help="Show where an error was raised.")] = False,
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

    with _progress() as progress:
        found = list_quotations(named, stdin=sys.stdin.buffer, progress=progress)
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
    screen = sys.stdout.isatty() and target is None
    console = _console(width, color, to_stdout=target is None, screen=screen)
    with console.capture() as capture:
        console.print(report)
    # Columns are padded to their width; nobody wants the blanks at the ends of the lines.
    text = "".join(line.rstrip() + "\n" for line in capture.get().splitlines())
    longer = text.count("\n") >= console.height
    if screen and (longer if pager is None else pager):
        _page(text)
    else:
        _write(text, target)


def _console(width: int | None, color: Color, *, to_stdout: bool, screen: bool) -> Console:
    """Return a console of the right width and colours that crops nothing."""
    import shutil

    from rich.console import Console

    columns, lines = shutil.get_terminal_size((DEFAULT_WIDTH, 40))
    if not screen and "COLUMNS" not in os.environ:
        columns = DEFAULT_WIDTH
    # Unless told, Rich decides by the terminal and by NO_COLOR, FORCE_COLOR and TERM; files get no colour.
    forced = {Color.ALWAYS: True, Color.NEVER: False}.get(color, None if to_stdout else False)
    unknown_terminal = os.environ.get("TERM", "") in {"", "dumb", "unknown"}
    return Console(
        # With both given, Rich does not crop on a terminal that calls itself dumb.
        width=width or columns,
        height=lines,
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
        return _fail(error.message, error.hint)
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


def _fail(message: str, hint: str) -> int:
    from ryabkov_diff.render import visible

    lines = f"{PROGRAM}: {visible(message)}\n" + (f"hint: {visible(hint)}\n" if hint else "")
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
