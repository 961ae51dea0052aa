"""The command line: options → `compare` → a renderer; no logic of its own.

All errors meet in `main`, which alone decides what is said on standard error and with which status the program ends.
Nothing heavy is imported before a command runs: `--help` and `--version` answer at once.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from ryabkov_diff.cli.options import (
    PROGRAM,
    QUOTES_SUFFIXES,
    REPORT_SUFFIXES,
    SUFFIXES,
    Color,
    ColorOption,
    ConfigOption,
    DebugOption,
    EngineOption,
    Format,
    GlossaryOption,
    IgnoreOption,
    KindOption,
    MinConfidenceOption,
    MinSeverityOption,
    ModelOption,
    NliOption,
    NoCacheOption,
    NoConfigOption,
    NoTextOption,
    Only,
    OnlyOption,
    PagerOption,
    PluginsOption,
    QuotesFormat,
    ReadingOptions,
    ReportFormat,
    SameEventOption,
    View,
    ViewOption,
    WidthOption,
    complete_kinds,
    with_reading_options,
)
from ryabkov_diff.cli.output import (
    ReaderGoneError,
    check_target,
    choose_format,
    columns,
    discard_stdout,
    opened_cache,
    read_result,
    render_comparison,
    render_report,
    say,
    show,
    show_progress,
    with_import,
    write,
    write_view,
)
from ryabkov_diff.errors import InputError, RyabkovDiffError, SettingsError
from ryabkov_diff.statuses import DIFFERS, FAILED, INTERRUPTED, READER_GONE, SAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ryabkov_diff.domain import Comparison
    from ryabkov_diff.read.sources import Source
    from ryabkov_diff.render import ReportOptions
    from ryabkov_diff.settings import Settings

__all__ = ["app", "main"]

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


@app.command()
@with_reading_options
def compare(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ARTICLE",
            help="Two or more: files, addresses of web pages, or - for standard input, each with a name if you like: "
            "Tasnim=b.txt. A file of several articles gives all of them, export.jsonl#2 the second.",
            show_default=False,
        ),
    ] = None,
    *,
    same_event: SameEventOption = None,
    engine: EngineOption = None,
    model: ModelOption = None,
    nli: NliOption = None,
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
    view: ViewOption = View.AUTO,
    width: WidthOption = None,
    color: ColorOption = Color.AUTO,
    min_severity: MinSeverityOption = None,
    kind: KindOption = None,
    ignore: IgnoreOption = None,
    min_confidence: MinConfidenceOption = None,
    glossary: GlossaryOption = None,
    reading: ReadingOptions,
    only: OnlyOption = None,
    no_text: NoTextOption = False,
    pager: PagerOption = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with status 1 when a finding has severity 2 or more.")
    ] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="KIND,…",
            help="End with status 1 when there are findings of these kinds.",
            autocompletion=complete_kinds,
        ),
    ] = None,
    plugins: PluginsOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
    no_cache: NoCacheOption = False,
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
      ryabkov-diff compare saved-page.html https://example.org/news/story --save-pages pages/
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
    if not named:
        msg = "compare needs two or more articles, found none"
        raise SettingsError(msg, f"for example: {PROGRAM} compare sputnik.txt tasnim.txt")
    target = _checked_target(output, named)
    chosen = Format(choose_format(output_format, target, SUFFIXES))

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
            **reading,
        },
        config=config,
        search=not no_config,
    )
    needed_later = "ryabkov_diff.render.terminal" if chosen is Format.TEXT else None
    with _comparing(settings, use_cache=not no_cache, needed_later=needed_later) as compare_articles:
        comparison = compare_articles(named)

    options = _report_options(settings, only, view)
    if chosen is Format.TEXT:
        from ryabkov_diff.render.terminal import to_terminal

        write_view(to_terminal(comparison, options), target, width, color, pager=pager)
    else:
        selected = comparison.filtered(min_severity=settings.min_severity or 0, kinds=settings.kind)
        write(render_comparison(comparison, selected, chosen, options, whole_text=not no_text), target)

    from ryabkov_diff.domain import WORTH_A_LOOK

    differs = exit_code and any(finding.severity >= WORTH_A_LOOK for finding in comparison.findings)
    fails = any({*settings.fail_on} & {finding.kind, *finding.also} for finding in comparison.findings)
    if differs or fails:
        raise typer.Exit(DIFFERS)


@contextmanager
def _comparing(
    settings: Settings, *, use_cache: bool, articles: int = 0, needed_later: str | None = None
) -> Iterator[Callable[..., Comparison]]:
    """Give what compares articles, with these settings and the cache, and shows what is being done meanwhile.

    Args:
        settings: Those of the comparison.
        use_cache: Whether to look into the cache.
        articles: How many there are, where that makes the work long.
        needed_later: The name of a module to import while the model runs.
    """
    from ryabkov_diff.pipeline import compare as compare_articles

    with show_progress(articles) as shown, opened_cache(use=use_cache) as cache:
        progress = shown if needed_later is None else with_import(shown, needed_later)
        yield partial(compare_articles, settings=settings, cache=cache, stdin=_stdin(), progress=progress)


def _report_options(settings: Settings, only: Only | None, view: View) -> ReportOptions:
    """Return what a report for readers shows."""
    from ryabkov_diff.render import ReportOptions

    return ReportOptions(
        min_severity=1 if settings.min_severity is None else settings.min_severity,
        kinds=settings.kind,
        only_changes=only is Only.CHANGES,
        view=view.value,
    )


def _checked_target(output: Path | None, sources: Sequence[str] = ()) -> Path | None:
    """Return the file to write to, None for standard output.

    Raises:
        OutputError: It can't be written, or is one of the sources.
    """
    if output is None or str(output) == "-":
        return None
    from ryabkov_diff.read.sources import parse_source

    check_target(output, [parse_source(source).path for source in sources])
    return output


def _stdin() -> BinaryIO | None:
    """Return standard input; None where the shell has closed it: `<&-`."""
    return None if sys.stdin is None else sys.stdin.buffer


def _joined(values: Sequence[str] | None) -> str | None:
    """Join what a repeated option was given; None where it was not."""
    return None if values is None else ",".join(values)


@app.command()
@with_reading_options
def report(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH]…",
            help="Files, folders, patterns or addresses; or what compare --format json wrote, - for standard input. "
            "[default: sources of the settings, else seeds/]",
            show_default=False,
        ),
    ] = None,
    *,
    same_event: SameEventOption = None,
    engine: EngineOption = None,
    model: ModelOption = None,
    nli: NliOption = None,
    output_format: Annotated[
        ReportFormat, typer.Option("--format", help="auto: text on a terminal, JSON elsewhere, or what -o ends in.")
    ] = ReportFormat.AUTO,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to FILE; the format follows from .html, .txt, .json, .jsonl, .md or .csv.",
            show_default=False,
        ),
    ] = None,
    view: ViewOption = View.AUTO,
    width: WidthOption = None,
    color: ColorOption = Color.AUTO,
    min_severity: MinSeverityOption = None,
    kind: KindOption = None,
    ignore: IgnoreOption = None,
    min_confidence: MinConfidenceOption = None,
    glossary: GlossaryOption = None,
    reading: ReadingOptions,
    only: OnlyOption = None,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave the articles' whole texts out of HTML, JSON and JSONL.")
    ] = False,
    pager: PagerOption = None,
    plugins: PluginsOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
    no_cache: NoCacheOption = False,
    _debug: DebugOption = False,
) -> None:
    """Group articles by event, and report on each: who carries what, and in which words.

    \b
    Examples:
      ryabkov-diff report articles/ -o report.html
      ryabkov-diff report '2022/**/*.txt' --min-severity 2
      ryabkov-diff compare a.txt b.txt --format json | ryabkov-diff report - -o report.html
      ryabkov-diff report articles/ --format csv > concordance.csv

    \b
    An event is one interview or occasion. CSV has the concordance: a row for each article and statement of an event.
    """  # noqa: D301  # see `program`
    target = _checked_target(output)
    chosen = ReportFormat(choose_format(output_format, target, REPORT_SUFFIXES))

    from ryabkov_diff.read.formats import why_no_article
    from ryabkov_diff.read.paths import expand_paths
    from ryabkov_diff.report import build_report
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
            **reading,
        },
        config=config,
        search=not no_config,
    )
    sources = expand_paths(paths or _default_sources(settings.sources))
    if target is not None:
        # An earlier result among the articles of a folder is none of them, and may be written anew.
        anew = target.is_file() and why_no_article(target.read_bytes()) is not None
        check_target(target, [source.path for source in sources if source.named or not anew])
    saved, sources = _saved_comparison(sources)
    if saved is not None:
        shaping: dict[str, object] = {
            "engine": engine,
            "model": model,
            "nli": nli,
            "same-event": same_event,
            "glossary": glossary,
        }
        shaping |= {"ignore": ignore, "min-confidence": min_confidence, **reading}
        _refuse_without_effect([f"--{name}" for name, value in shaping.items() if value is not None])
    whole = build_report(saved or _compared(sources, settings, use_cache=not no_cache))

    options = _report_options(settings, only, view)
    if chosen is ReportFormat.TEXT:
        from ryabkov_diff.render.terminal import report_to_terminal

        write_view(report_to_terminal(whole, options), target, width, color, pager=pager)
        return
    selected = whole.filtered(min_severity=settings.min_severity or 0, kinds=settings.kind)
    write(render_report(whole, selected, chosen, options, whole_text=not no_text), target)


# How a file of JSON may begin: with an object, white space or a mark of byte order.
JSON_BEGINNINGS = frozenset({b"{", b" ", b"\t", b"\r", b"\n", b"\xef"})

# What `report` reads where nothing else is named.
SEEDS = "seeds"


def _default_sources(sources: Sequence[str]) -> Sequence[str]:
    """Return what to report on where no path was given, and say so."""
    named = sources or ((SEEDS,) if Path(SEEDS).is_dir() else ())
    if not named:
        msg = "report needs articles, found none"
        raise SettingsError(msg, f"for example: {PROGRAM} report articles/; or name sources in {PROGRAM}.toml")
    why = "the sources of the settings" if sources else "no articles were named"
    say([f"reporting on {', '.join(named)} ({why})"])
    return named


def _saved_comparison(sources: tuple[Source, ...]) -> tuple[Comparison | None, tuple[Source, ...]]:
    """Return the comparison that one source alone is, and the sources, with what was read of them.

    It is not held to the limit of size: it is as large as what it compares.

    Raises:
        ComparisonFormatError: The comparison is damaged.
    """
    from ryabkov_diff.read.sources import STDIN
    from ryabkov_diff.schema import load_comparison, may_be_comparison

    if len(sources) != 1 or sources[0].label or sources[0].part:
        return None, sources
    (source,) = sources
    if source.path == STDIN and sys.stdin is None:  # closed: what reads articles says so
        return None, sources
    try:
        with nullcontext(sys.stdin.buffer) if source.path == STDIN else Path(source.path).open("rb") as stream:
            # Looked at, not taken: what does not begin as JSON is left to what reads articles.
            data = stream.read() if _peek(stream) in JSON_BEGINNINGS else b""
    except (OSError, ValueError):  # no such file, or an address: what reads articles says so
        return None, sources
    if not may_be_comparison(data):
        return None, (replace(source, data=data or None),)
    try:
        return load_comparison(data.decode("utf-8-sig")), sources
    except UnicodeDecodeError as error:
        msg = f"{source.name} is no text in UTF-8"
        raise InputError(msg, "write it anew with: ryabkov-diff compare A B --format json") from error


def _peek(stream: BinaryIO) -> bytes:
    """Return the next byte without taking it; nothing where the stream cannot tell."""
    return stream.peek(1)[:1] if isinstance(stream, BufferedReader) else b""


def _refuse_without_effect(given: Sequence[str]) -> None:
    """Refuse options that shape a comparison where it is made already."""
    if given:
        msg = f"{', '.join(given)} would have no effect on a saved comparison"
        raise SettingsError(msg, "compare the articles anew with it, or choose findings by --kind and --min-severity")


def _compared(sources: Sequence[Source], settings: Settings, *, use_cache: bool) -> Comparison:
    """Read and compare articles; say first which files of folders are none."""
    from ryabkov_diff.pipeline import MIN_ARTICLES
    from ryabkov_diff.read import read_articles

    with _comparing(settings, use_cache=use_cache, articles=len(sources)) as compare_articles:
        articles, notes = read_articles(sources, stdin=_stdin(), labels=settings.outlets, options=settings.reading())
        say(note.message for note in notes if note.code == "left-out")
        if len(articles) < MIN_ARTICLES:
            msg = "report needs two or more articles, or one saved comparison; found one article"
            raise SettingsError(msg, f"for example: {PROGRAM} report a.txt b.txt, or: {PROGRAM} report result.json")
        return compare_articles(articles, notes=notes)


@app.command()
def explain(
    topic: Annotated[
        str,
        typer.Argument(
            metavar="ID|KIND",
            help="A finding (F012), a passage (P07), or a kind of finding (number).",
            show_default=False,
            autocompletion=complete_kinds,
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
        show(explain_kind(topic, plugins=use_plugins))
        return
    from ryabkov_diff.schema import load_comparison

    comparison = load_comparison(read_result(f"explain {topic}", result))
    show(explain_findings(comparison, topic, plugins=use_plugins, width=width or columns()))


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

    write(show_settings(read_settings({"plugins": plugins}, config=config, search=not no_config)), None)


@app.command()
@with_reading_options
def quotes(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ARTICLE",
            help="One or more: files, addresses of web pages, or - for standard input, each with a name if you like: "
            "Tasnim=b.txt. A file of several articles gives all of them, export.jsonl#2 the second.",
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
    reading: ReadingOptions,
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
    target = _checked_target(output, named)
    chosen = choose_format(output_format, target, QUOTES_SUFFIXES)

    from ryabkov_diff.pipeline import list_quotations
    from ryabkov_diff.settings.places import read_settings

    settings = read_settings(reading, config=config, search=not no_config)
    with show_progress() as progress:
        found = list_quotations(named, settings=settings, stdin=_stdin(), progress=progress)
    if chosen == QuotesFormat.TEXT:
        from ryabkov_diff.render.terminal import quotations_to_terminal

        write_view(quotations_to_terminal(found), target, width, color, pager=pager)
    elif chosen == QuotesFormat.CSV:
        from ryabkov_diff.render.as_csv import quotations_to_csv

        write(quotations_to_csv(found), target)
    else:
        from ryabkov_diff.render.as_json import quotations_to_json

        write(quotations_to_json(found), target)


cache_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Show or clear the cache of embeddings and comparisons."
)
app.add_typer(cache_app, name="cache")


@cache_app.command("info")
def cache_info(_debug: DebugOption = False) -> None:
    r"""Say where the cache is, and how large.

    \b
    RYABKOV_DIFF_CACHE names another folder, or says off; --no-cache does without it once.
    """  # see `program`
    with opened_cache() as cache:
        if cache is None:
            write("off: nothing is kept (RYABKOV_DIFF_CACHE)\n", None)
            return
        size = cache.size()
        write(
            f"{cache.path}\n{size.entries:,} entries, {_megabytes(size.bytes)} of at most {_megabytes(cache.limit)}\n",
            None,
        )


@cache_app.command("clear")
def cache_clear(_debug: DebugOption = False) -> None:
    """Remove all that is kept."""
    with opened_cache() as cache:
        if cache is not None:
            size = cache.size()
            if not cache.clear():
                raise typer.Exit(FAILED)
            write(f"removed {size.entries:,} entries, {_megabytes(size.bytes)}\n", None)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


@app.command()
def schema() -> None:
    """Print the JSON Schema of what `compare --format json` writes."""
    import json

    from ryabkov_diff.schema import comparison_schema

    write(json.dumps(comparison_schema(), ensure_ascii=False, indent=2) + "\n", None)


# -------------------------------------------------------------------------------------------------------- errors


# Typer keeps the root of its usage errors to itself; its one public child leads there in every version.
_TyperError: type[Exception] = next(
    parent for parent in typer.BadParameter.__mro__ if parent.__name__ == "ClickException"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; the one place where errors end.

    Args:
        arguments: Without the program's name; `sys.argv[1:]` by default.
    """
    # The matrices of two articles are small: threads of OpenBLAS would wait for one another longer than they work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
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
    except (ReaderGoneError, BrokenPipeError):
        discard_stdout()
        return READER_GONE
    except SystemExit as ended:
        # Typer ends the program with 1 where the reader of its help has gone.
        if ended.code != DIFFERS:
            raise
        discard_stdout()
        return READER_GONE
    except OSError as error:  # mostly a full disk; help and version are written by Typer, not by `write`
        if "--debug" in given or error.filename is not None:
            raise
        discard_stdout()
        return _fail(f"cannot go on: {error.strerror or error}")


def _fail(message: str, hint: str = "", more: Sequence[str] = ()) -> int:
    say((message, *more), hint)
    return FAILED


def _fail_usage(error: Exception) -> int:
    """Say a usage error of Typer in our form."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else PROGRAM
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    if not message:  # no arguments at all: Typer has printed the help
        return FAILED
    return _fail(message[0].lower() + message[1:].rstrip("."), f"{command} --help")
