"""What the commands read and write: results, files, pagers and screens."""

from __future__ import annotations

import os
import signal
import stat
import sys
import threading
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ryabkov_diff.cli.options import PROGRAM, Color, Format, ReportFormat
from ryabkov_diff.errors import InputError, OutputError, SettingsError
from ryabkov_diff.statuses import SIGNALLED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from types import FrameType

    from rich.console import Console, RenderableType

    from ryabkov_diff.cache import Cache
    from ryabkov_diff.domain import Comparison
    from ryabkov_diff.render import ReportOptions
    from ryabkov_diff.report import Report

# The width of a report that no terminal shows and for which none was asked: two columns fit.
DEFAULT_WIDTH = 100

# The height of a screen that does not tell it.
DEFAULT_LINES = 40


class ReaderGoneError(Exception):
    """Nobody reads our output any more. Not an OSError: Typer would end those of a closed pipe with status 1."""


def choose_format(asked: str, target: Path | None, suffixes: Mapping[str, str]) -> str:
    """Return the format that was asked for, else what the file's name or the screen tells."""
    if asked != Format.AUTO:
        return asked
    if target is None:
        return Format.TEXT if sys.stdout.isatty() else Format.JSON
    if target.suffix.lower() in suffixes:
        return suffixes[target.suffix.lower()]
    msg = f"--output: {str(target)!r} does not tell the format"
    raise SettingsError(msg, f"end the name in one of {', '.join(suffixes)}, or give --format")


def render_comparison(
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


def render_report(
    report: Report, selected: Report, chosen: ReportFormat, options: ReportOptions, *, whole_text: bool
) -> str:
    """Return a report in one of the formats other than text.

    Args:
        report: With all findings.
        selected: With the findings to give.
        chosen: The format.
        options: What a report for readers shows.
        whole_text: Whether JSON, JSONL and HTML have the articles' whole texts.
    """
    from ryabkov_diff.render.as_csv import report_to_csv
    from ryabkov_diff.render.as_json import report_to_json
    from ryabkov_diff.render.as_jsonl import report_to_jsonl
    from ryabkov_diff.render.as_markdown import report_to_markdown

    if chosen is ReportFormat.MARKDOWN:
        return report_to_markdown(report, options)
    if chosen is ReportFormat.HTML:
        # Templates take a tenth of a second to import.
        from ryabkov_diff.render.as_html import report_to_html

        return report_to_html(selected, whole_text=whole_text)
    renderers: dict[ReportFormat, Callable[[Report], str]] = {
        ReportFormat.JSON: report_to_json,
        ReportFormat.JSONL: report_to_jsonl,
        ReportFormat.CSV: report_to_csv,
    }
    return renderers[chosen](selected if whole_text else selected.without_text())


def write_view(
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
        show(text, pager=pager)
    else:
        write(text, target)


def show(text: str, *, pager: bool | None = None) -> None:
    """Write text to standard output: through a pager if told, or where it is longer than the screen."""
    import shutil

    longer = text.count("\n") >= shutil.get_terminal_size((DEFAULT_WIDTH, DEFAULT_LINES)).lines
    if sys.stdout.isatty() and (longer if pager is None else pager):
        _page(text)
    else:
        write(text, None)


def columns(*, to_stdout: bool = True) -> int:
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
        width=width or columns(to_stdout=to_stdout),
        height=DEFAULT_LINES,
        force_terminal=forced,
        color_system=None if forced is False else "256" if forced and unknown_terminal else "auto",
        no_color=False if forced else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )


def write(text: str, target: Path | None) -> None:
    """Write text as UTF-8: to standard output, or to a file that is complete or not there at all."""
    # File names may hold bytes that are no UTF-8; in JSON the escape that replaces them is the right one.
    data = text.encode("utf-8", "backslashreplace")
    if target is None:
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError as error:
            raise ReaderGoneError from error
        except OSError as error:
            discard_stdout()
            msg = f"cannot write to standard output: {error.strerror or error}"
            raise OutputError(msg, "write to a file with -o") from error
        return
    try:
        if target.exists() and not target.is_file():  # a device or a named pipe: nothing to rename
            target.write_bytes(data)
        else:
            _replace(target.resolve(), data)
    except (OSError, RuntimeError) as error:  # `resolve` raises a RuntimeError where links go round in a circle
        msg = f"cannot write {str(target)!r}: {getattr(error, 'strerror', None) or error}"
        raise OutputError(msg, "nothing was written; name another file, or - for standard output") from error


def _replace(target: Path, data: bytes) -> None:
    """Put data in a file's place, at once: whoever looks, whatever happens, finds the old file or the new one, whole.

    Args:
        target: No link; a file that is there keeps its permissions.
        data: What it shall hold.
    """
    # A name that nobody can guess, and that is new: nobody can have laid a link there.
    import secrets  # takes longer to import than all else here

    draft = target.with_name(f".{PROGRAM}.{secrets.token_hex(8)}.part")
    with _ended_by_exceptions():
        try:
            # The rest of the permissions is the user's umask.
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:  # noqa: PTH123
                if target.exists():
                    draft.chmod(stat.S_IMODE(target.stat().st_mode))
                file.write(data)
                file.flush()
                # Or, after a loss of power, the new name might stand for an empty file.
                os.fsync(file.fileno())
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def _ended_by_exceptions() -> Iterator[None]:
    """Let what ends the program do it by an exception, as an interrupt does, so that nothing is left lying about."""

    def end(number: int, _frame: FrameType | None) -> NoReturn:
        sys.exit(SIGNALLED + number)

    if threading.current_thread() is not threading.main_thread():  # others may not say what signals do
        yield
        return
    ending = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {one: signal.signal(one, end) for one in ending if signal.getsignal(one) is signal.SIG_DFL}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def read_result(command: str, result: str | None) -> str:
    """Return the text of a saved comparison: of a file, or of standard input.

    Args:
        command: What needs it, for the hint: `explain F012`.
        result: The name of the file; `-` or None for standard input.
    """
    how = f"{PROGRAM} {command} result.json, or: {PROGRAM} compare A B --format json | {PROGRAM} {command} -"
    try:
        if result not in {None, "-"}:
            return Path(str(result)).read_text(encoding="utf-8-sig")
        if sys.stdin is None or (result is None and sys.stdin.isatty()):
            msg = f"{command} needs a result to look into"
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


def check_target(target: Path, sources: Sequence[str] = ()) -> None:
    """Refuse, before the work begins, a file that can't be written or that is one of the articles."""
    try:
        if target.is_dir():
            msg = f"--output: {str(target)!r} is a directory"
            raise OutputError(msg, "name a file in it")
        if not target.parent.is_dir():
            msg = f"--output: there is no directory {str(target.parent)!r}"
            raise OutputError(msg, "create it first")
        if not target.exists() or target.is_file():
            final = target.resolve()
            if final.parent.is_dir() and not os.access(final.parent, os.W_OK | os.X_OK):
                msg = f"--output: the directory {str(target.parent)!r} may not be written"
                raise OutputError(msg, "name a file in another directory, or change its permissions")
            if final.exists() and not os.access(final, os.W_OK):
                msg = f"--output: {str(target)!r} may not be written"
                raise OutputError(msg, "name another file, or change its permissions")
    except (OSError, RuntimeError) as error:  # too long a name, links that go round in a circle
        msg = f"--output: cannot write {str(target)!r}: {getattr(error, 'strerror', None) or error}"
        raise OutputError(msg, "name another file") from error
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
        write(text, None)
        return
    # As git does: quit if it fits, keep colours, leave the text on the screen. A reader's own LESS comes first.
    environment = {"LESS": "FRX", "LESSCHARSET": "utf-8"} | dict(os.environ)
    if Path(command[0]).name == "less":
        command.append("-R")
    try:
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603  # the reader's own choice
    except OSError:
        write(text, None)
        return
    try:
        pager.communicate(text.encode("utf-8", "backslashreplace"))
    except BrokenPipeError:  # the reader has seen enough
        pass
    except KeyboardInterrupt:  # meant for the pager, which goes on
        pager.wait()


# The stages that `compare` names, in their order; `judging` is among them where a model of inference was asked for.
STAGES = ("reading", "segmenting", "embedding", "aligning", "collating", "judging", "detecting")


@contextmanager
def show_progress(articles: int = 0) -> Iterator[Callable[[str], None]]:
    """Give a function that says what is being done: on standard error, and on a terminal only.

    Args:
        articles: How many there are, where that makes the work long: then a bar shows how far it is.
    """
    if sys.stderr is None or not sys.stderr.isatty():  # None where the shell has closed it: `2>&-`
        yield lambda _message: None
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, highlight=False)
    if not articles:
        with console.status(Text("reading")) as status:
            yield lambda message: status.update(Text(message))
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    shown = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*shown, console=console, transient=True) as progress:
        task = progress.add_task(f"reading {articles} articles", total=len(STAGES))

        def step(stage: str) -> None:
            done = STAGES.index(stage) if stage in STAGES else None
            progress.update(task, description=f"{stage} {articles} articles", completed=done)

        yield step


def with_import(progress: Callable[[str], None], module: str) -> Callable[[str], None]:
    """Import a module that is needed later in a thread as soon as the model runs, which takes no time of Python's.

    Args:
        progress: Says what is being done; what is returned does so, too.
        module: The name of the module.
    """

    def say(stage: str) -> None:
        progress(stage)
        if stage == "embedding":
            threading.Thread(target=import_module, args=(module,), daemon=True).start()

    return say


@contextmanager
def opened_cache(*, use: bool = True) -> Iterator[Cache | None]:
    """Give the cache, and say on standard error what went wrong with it; None where none shall be used."""
    from ryabkov_diff.cache import Cache, cache_folder

    folder = cache_folder() if use else None
    cache = None if folder is None else Cache(folder)
    try:
        yield cache
    finally:
        if cache is not None and cache.problems:
            say(cache.problems)


def say(messages: Iterable[str], hint: str = "") -> None:
    """Tell the user on standard error, a line for each message."""
    from ryabkov_diff.render import visible

    lines = "".join(f"{PROGRAM}: {visible(line)}\n" for line in messages)
    lines += f"hint: {visible(hint)}\n" if hint else ""
    if sys.stderr is None:
        return
    with suppress(OSError):  # nobody can be told that nobody can be told
        sys.stderr.flush()
        sys.stderr.buffer.write(lines.encode("utf-8", "backslashreplace"))
        sys.stderr.buffer.flush()


def discard_stdout() -> None:
    """Let go of what could not be written, or Python would complain once more when it closes standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
