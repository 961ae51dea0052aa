"""The command line, in this process and as a real one."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from ryabkov_diff import cli
from ryabkov_diff.cli.options import complete_kinds
from ryabkov_diff.detect import KINDS
from ryabkov_diff.domain import FAMILIES
from ryabkov_diff.errors import InputError
from ryabkov_diff.schema import comparison_schema, load_comparison
from ryabkov_diff.settings import Settings
from tests.render import made

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ryabkov_diff.domain import Comparison

SEEDS = Path(__file__).parent.parent / "seeds"
SPUTNIK = str(SEEDS / "sputnik-2022-12-08.txt")
TASNIM = str(SEEDS / "tasnim-2022-12-08.txt")

# Loading the model takes a second, on a busy machine several.
PATIENCE = 120


# ------------------------------------------------------------------------------------------------- in this process


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Replace the pipeline by a comparison made by hand; returns the calls."""
    calls: list[dict[str, Any]] = []

    def compare(sources: Sequence[str], **options: Any) -> Comparison:
        calls.append({"sources": tuple(sources), **options})
        if "missing.txt" in sources:
            msg = "there is no file missing.txt\x1b[2J"
            raise InputError(msg, "check the name")
        return made.interview()

    monkeypatch.setattr("ryabkov_diff.pipeline.compare", compare)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return calls


@pytest.mark.usefixtures("pipeline")
class TestCompare:
    """`compare` with a pipeline that takes no time."""

    def test_json_is_what_a_pipe_gets(self, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        assert cli.main(["compare", "a", "b"]) == 0

        output = capfdbinary.readouterr()
        assert load_comparison(output.out.decode()) == made.interview()
        assert output.err == b""

    @pytest.mark.parametrize(
        ("name", "beginning"),
        [
            ("x.txt", "A  Sputnik"),
            ("x.json", "{\n"),
            ("x.jsonl", '{"record": "summary"'),
            ("x.md", "# Comparison of Sputnik and Tasnim"),
            ("x.csv", "id,kind,family"),
            ("X.MD", "# Comparison of Sputnik and Tasnim"),
        ],
    )
    def test_the_suffix_tells_the_format(self, tmp_path: Path, name: str, beginning: str) -> None:
        target = tmp_path / name

        assert cli.main(["compare", "a", "b", "-o", str(target)]) == 0

        assert target.read_text(encoding="utf-8").startswith(beginning)
        assert [path.name for path in tmp_path.iterdir()] == [name]

    def test_a_file_gets_no_colour_unless_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        cli.main(["compare", "a", "b", "-o", str(tmp_path / "plain.txt")])
        cli.main(["compare", "a", "b", "-o", str(tmp_path / "colour.txt"), "--color", "always"])

        assert "\x1b[" not in (tmp_path / "plain.txt").read_text(encoding="utf-8")
        assert "\x1b[" in (tmp_path / "colour.txt").read_text(encoding="utf-8")

    def test_nothing_is_lost_when_writing_fails(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        target = tmp_path / "x.md"
        target.write_text("what was there")

        def fail(_file: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", fail)

        assert cli.main(["compare", "a", "b", "-o", str(target)]) == 2
        assert target.read_text() == "what was there"
        assert [path.name for path in tmp_path.iterdir()] == ["x.md"]

    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "real.md").write_text("old")
        (tmp_path / "link.md").symlink_to("real.md")

        assert cli.main(["compare", "a", "b", "-o", str(tmp_path / "link.md")]) == 0
        assert (tmp_path / "link.md").is_symlink()
        assert (tmp_path / "real.md").read_text(encoding="utf-8").startswith("# Comparison")

    @pytest.mark.parametrize(
        ("arguments", "message", "hint"),
        [
            (["compare"], "compare needs two or more articles, found none", "for example: ryabkov-diff compare"),
            (["compare", "a", "b", "--kind", "nmber"], "did you mean 'number'?", f"all kinds: {', '.join(KINDS)}"),
            (["compare", "a", "b", "--fail-on", "number,sensation"], "'sensation'", f"all kinds: {', '.join(KINDS)}"),
            (["compare", "a", "b", "--ignore", "numbers"], "did you mean 'number'?", "all kinds: "),
            (["compare", "a", "b", "--min-confidence", "0.5"], "expected a table of kinds", "--min-confidence reword"),
            (["compare", "a", "b", "--kind", "number", "--ignore", "number"], "is ignored as well", "leave it out"),
            (["compare", "a", "b", "--config", "no.toml"], "cannot read the settings file 'no.toml'", "--no-config"),
            (["compare", "a", "b", "--format", "xml"], "'xml' is not one of 'auto', 'text'", "compare --help"),
            (["compare", "a", "b", "--min-severity", "4"], "invalid value for '--min-severity'", "compare --help"),
            (["compare", "a", "b", "--colour"], "no such option: --colour", "compare --help"),
            (["compare", "a", "b", "-o", "x.xml"], "'x.xml' does not tell the format", ".json"),
            (["compare", "a", "b", "-o", "no/such/x.md"], "there is no directory 'no/such'", "create it"),
            (["compare", "a", "b", "-o", "seeds"], "is a directory", "name a file"),
            (["report", "a", "b", "-o", "seeds"], "is a directory", "name a file"),
            (["compare", "a", "missing.txt"], r"there is no file missing.txt\x1b[2J", "check the name"),
            (["frobnicate"], "no such command 'frobnicate'", "ryabkov-diff --help"),
        ],
    )
    def test_errors_are_one_line_and_a_hint(
        self, capfd: pytest.CaptureFixture[str], arguments: list[str], message: str, hint: str
    ) -> None:
        assert cli.main(arguments) == 2

        output = capfd.readouterr()
        first, second = output.err.splitlines()
        assert output.out == ""
        assert first.startswith("ryabkov-diff: ")
        assert message in first
        assert second.startswith("hint: ")
        assert hint in second

    def test_debug_shows_where(self) -> None:
        with pytest.raises(InputError):
            cli.main(["compare", "a", "missing.txt", "--debug"])

    def test_an_article_is_never_overwritten(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        article = tmp_path / "a.txt"
        article.write_text("Moscow said so.")

        assert cli.main(["compare", f"Sputnik={article}", "b", "-o", str(article)]) == 2
        assert article.read_text() == "Moscow said so."
        assert "is one of the articles" in capfd.readouterr().err

    @pytest.mark.parametrize(
        ("options", "status"),
        [
            ([], 0),
            (["--exit-code"], 1),
            (["--exit-code", "--kind", "spelling"], 1),  # all findings count, shown or not
            (["--fail-on", "number"], 1),
            (["--fail-on", "specificity, omission"], 1),
            (["--fail-on", "specificity"], 0),
        ],
    )
    def test_exit_status(self, options: list[str], status: int) -> None:
        assert cli.main(["compare", "a", "b", *options]) == status

    def test_findings_can_be_chosen(self, capfd: pytest.CaptureFixture[str]) -> None:
        def kinds(*options: str) -> set[str]:
            cli.main(["compare", "a", "b", *options])
            return {finding.kind for finding in load_comparison(capfd.readouterr().out).findings}

        assert "spelling" in kinds()
        assert "spelling" not in kinds("--min-severity", "1")
        assert kinds("--kind", "number, spelling") == {"number", "spelling"}
        assert kinds("--kind", "number", "--kind", "omission") == {"number", "omission"}

    def test_no_text(self, capfd: pytest.CaptureFixture[str]) -> None:
        cli.main(["compare", "a", "b", "--no-text"])

        assert load_comparison(capfd.readouterr().out) == made.interview().without_text()

    def test_width_and_view(self, capfd: pytest.CaptureFixture[str]) -> None:
        def report(*options: str) -> str:
            cli.main(["compare", "a", "b", "--format", "text", *options])
            return capfd.readouterr().out

        assert max(map(len, report("--width", "70").splitlines())) <= 70
        assert "  B  “" in report()
        assert "  B  “" not in report("--view", "stack")
        assert "  B  “" in report("--view", "side", "--width", "70")

    def test_every_line_ends_without_blanks(self, capfd: pytest.CaptureFixture[str]) -> None:
        cli.main(["compare", "a", "b", "--format", "text"])

        assert [line for line in capfd.readouterr().out.splitlines() if line != line.rstrip()] == []

    @pytest.mark.parametrize(
        ("environment", "options", "coloured"),
        [
            ({}, [], False),
            ({"FORCE_COLOR": "1", "TERM": "xterm-256color"}, [], True),
            ({"FORCE_COLOR": "1", "TERM": "xterm-256color"}, ["--color", "never"], False),
            ({"NO_COLOR": "1"}, ["--color", "always"], True),
            ({"TERM": "dumb"}, ["--color", "always"], True),
        ],
    )
    def test_colour(
        self,
        capfd: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        environment: dict[str, str],
        options: list[str],
        coloured: bool,
    ) -> None:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)

        cli.main(["compare", "a", "b", "--format", "text", *options])

        assert ("\x1b[" in capfd.readouterr().out) is coloured

    def test_columns_of_the_environment(
        self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "50")
        cli.main(["compare", "a", "b", "--format", "text"])

        assert max(map(len, capfd.readouterr().out.splitlines())) == 50


@pytest.mark.parametrize("output_format", ["text", "jsonl", "markdown", "csv"])
def test_every_format_of_real_articles(capfd: pytest.CaptureFixture[str], output_format: str) -> None:
    assert cli.main(["compare", SPUTNIK, TASNIM, "--format", output_format]) == 0

    output = capfd.readouterr()
    assert "pragmatic" in output.out
    assert output.err == ""


def test_the_same_article_twice_has_no_difference(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["compare", SPUTNIK, SPUTNIK, "--exit-code"]) == 0

    comparison = load_comparison(capfd.readouterr().out)
    assert [finding for finding in comparison.findings if finding.severity] == []


def test_options_reach_the_pipeline(pipeline: list[dict[str, Any]]) -> None:
    cli.main(["compare", "a", "b", "-", "--same-event", "--engine", "lexical", "--model", "some/model"])

    assert pipeline[0]["sources"] == ("a", "b", "-")
    assert pipeline[0]["settings"] == Settings(same_event=True, engine="lexical", model="some/model")


def test_settings_reach_the_pipeline(
    pipeline: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ryabkov-diff.toml").write_text('ignore = ["omission"]\nsame-event = true\nmodel = "some/model"')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RYABKOV_DIFF_MODEL", "other/model")

    cli.main(["compare", "a", "b", "--no-same-event", "--min-confidence", "number=0.5", "--no-plugins"])
    cli.main(["compare", "a", "b", "--no-config", "--ignore", "number", "--ignore", "spelling,rewording"])

    assert pipeline[0]["settings"] == Settings(
        ignore=("omission",), model="other/model", min_confidence={"number": 0.5}, plugins=False
    )
    assert pipeline[1]["settings"] == Settings(ignore=("number", "spelling", "rewording"), model="other/model")


@pytest.mark.usefixtures("pipeline")
def test_what_is_shown_can_be_set(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ryabkov-diff.toml").write_text('kind = ["number"]\nfail-on = ["number"]')
    monkeypatch.chdir(tmp_path)

    assert cli.main(["compare", "a", "b"]) == 1
    assert {finding.kind for finding in load_comparison(capfd.readouterr().out).findings} == {"number"}
    assert cli.main(["compare", "a", "b", "--fail-on", "", "--kind", "", "--min-severity", "2"]) == 0
    assert min(finding.severity for finding in load_comparison(capfd.readouterr().out).findings) == 2


def test_schema_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema"]) == 0
    assert json.loads(capfd.readouterr().out) == comparison_schema()


def test_without_arguments_the_help_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    assert "Examples:" in capfd.readouterr().out


@pytest.mark.parametrize("command", [[], ["compare"]])
def test_help_begins_with_examples(command: list[str]) -> None:
    result = CliRunner().invoke(cli.app, [*command, "--help"])

    assert result.exit_code == 0
    assert result.output.index("Examples:") < result.output.index("Options:")
    assert "\n    ryabkov-diff compare sputnik.txt tasnim.txt\n" in result.output


def test_every_option_has_help() -> None:
    help_text = CliRunner().invoke(cli.app, ["compare", "--help"]).output

    for option in re.findall(r'["/](--[a-z-]+)', Path(cli.__file__).read_text(encoding="utf-8")):
        assert option in help_text or option in {"--version", "--help"}


def test_kinds_are_completed() -> None:
    assert complete_kinds("num") == ["number"]
    assert complete_kinds("number,sp") == ["number,speaker", "number,specificity", "number,spelling"]


def test_all_kinds_that_something_finds_have_a_family() -> None:
    assert set(KINDS) <= set(FAMILIES)


# ------------------------------------------------------------------------------------------------- a real process


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a user does."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}
    } | options.pop("env", {})
    return subprocess.run(
        [sys.executable, "-m", "ryabkov_diff", *arguments],
        capture_output=True,
        timeout=PATIENCE,
        env=environment,
        check=False,
        **options,
    )


def assert_clean_failure(result: subprocess.CompletedProcess[bytes]) -> None:
    """Expect status 2, nothing on standard output, one line and perhaps a hint on standard error."""
    error = result.stderr.decode()

    assert result.returncode == 2, error
    assert result.stdout == b""
    assert error.startswith("ryabkov-diff: ")
    assert "Traceback" not in error
    assert len(error.splitlines()) <= 2


class TestProcess:
    """The program as a process, with the real pipeline."""

    def test_help_and_version_import_nothing_heavy(self) -> None:
        for arguments in (
            ["--help"],
            ["--version"],
            ["compare", "--help"],
            ["explain", "--help"],
            ["settings", "--help"],
        ):
            code = (
                "import sys\n"
                "from ryabkov_diff.cli import main\n"
                f"status = main({arguments!r})\n"
                "heavy = {'numpy', 'torch', 'onnxruntime', 'sentence_transformers', 'tokenizers', 'jsonschema'}\n"
                "heavy.add('ryabkov_diff.domain')\n"
                "assert status == 0 and not heavy & set(sys.modules), heavy & set(sys.modules)\n"
            )
            result = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=PATIENCE, check=False)
            assert result.returncode == 0, result.stderr.decode()

    @pytest.mark.slow
    def test_help_and_version_answer_at_once(self) -> None:
        for arguments in (["--help"], ["--version"]):
            times = []
            for _ in range(5):
                begin = time.perf_counter()
                assert run(*arguments).returncode == 0
                times.append(time.perf_counter() - begin)
            assert min(times) < 0.3

    def test_version(self) -> None:
        assert re.fullmatch(rb"ryabkov-diff \d+\.\d+\.\d+\S*\n", run("--version").stdout)

    def test_the_izvestia_articles(self) -> None:
        result = run("compare", SPUTNIK, TASNIM)

        assert result.returncode == 0
        assert result.stderr == b""
        Draft202012Validator(comparison_schema()).validate(json.loads(result.stdout))
        assert load_comparison(result.stdout.decode()).one_event
        assert run("compare", SPUTNIK, TASNIM).stdout == result.stdout

    def test_standard_input(self) -> None:
        result = run("compare", SPUTNIK, "Web=-", input=Path(TASNIM).read_bytes())

        assert load_comparison(result.stdout.decode()).name("B") == "Web"

    def test_missing_file(self) -> None:
        assert_clean_failure(run("compare", SPUTNIK, "missing.txt"))

    def test_directory(self) -> None:
        assert_clean_failure(run("compare", SPUTNIK, str(SEEDS)))

    def test_empty_file(self, tmp_path: Path) -> None:
        (tmp_path / "empty.txt").touch()
        assert_clean_failure(run("compare", SPUTNIK, str(tmp_path / "empty.txt")))

    def test_binary_file(self, tmp_path: Path) -> None:
        (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 64)
        assert_clean_failure(run("compare", SPUTNIK, str(tmp_path / "binary.txt")))

    def test_a_file_name_that_is_no_utf_8(self, tmp_path: Path) -> None:
        name = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
        Path(name).write_bytes(Path(TASNIM).read_bytes())

        result = run("compare", SPUTNIK, name)

        assert result.returncode == 0, result.stderr.decode()
        assert json.loads(result.stdout)["articles"][1]["path"].endswith("caf\udce9.txt")

    def test_output_is_utf_8_in_any_locale(self) -> None:
        result = run(
            "compare",
            SPUTNIK,
            TASNIM,
            "--format",
            "text",
            env={
                "LANG": "C",
                "LC_ALL": "C",
                "PYTHONUTF8": "0",
                "PYTHONIOENCODING": "ascii",
                "PYTHONCOERCECLOCALE": "0",
            },
        )

        assert result.returncode == 0, result.stderr.decode()
        assert "⟦" in result.stdout.decode("utf-8")

    @pytest.mark.parametrize("arguments", [["compare", SPUTNIK, TASNIM], ["compare", "--help"]])
    def test_a_closed_pipe_is_no_error(self, arguments: list[str]) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "ryabkov_diff", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        error = process.stderr.read()
        process.stderr.close()

        assert process.wait(PATIENCE) == 141
        assert error == b""

    def test_head(self) -> None:
        command = f"{sys.executable} -m ryabkov_diff compare {SPUTNIK} {TASNIM} | head -3"
        result = subprocess.run(["sh", "-c", command], capture_output=True, timeout=PATIENCE, check=False)

        assert result.stdout.startswith(b'{\n  "schema_version"')
        assert len(result.stdout.splitlines()) == 3
        assert result.stderr == b""

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
    @pytest.mark.parametrize("arguments", ["schema", "--help", "--version", "compare --help"])
    def test_a_full_disk(self, arguments: str) -> None:
        command = f"{sys.executable} -m ryabkov_diff {arguments} > /dev/full"
        result = subprocess.run(["sh", "-c", command], capture_output=True, timeout=PATIENCE, check=False)

        assert_clean_failure(result)

    def test_what_is_registered_for_the_end_is_done_and_all_is_written(self) -> None:
        script = """
import atexit, sys
from ryabkov_diff.__main__ import main
atexit.register(print, "the end")
sys.argv = ["ryabkov-diff", "--version"]
main()
print("never seen: the process has ended")
"""
        result = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=PATIENCE, check=True)

        assert result.stdout.decode().splitlines() == [f"ryabkov-diff {version('ryabkov-diff')}", "the end"]

    def test_closed_standard_output(self) -> None:
        command = f"{sys.executable} -m ryabkov_diff schema >&-"

        assert_clean_failure(subprocess.run(["sh", "-c", command], capture_output=True, timeout=PATIENCE, check=False))

    def test_closed_standard_error(self) -> None:
        command = f"{sys.executable} -m ryabkov_diff compare {SPUTNIK} {TASNIM} 2>&-"
        result = subprocess.run(["sh", "-c", command], capture_output=True, timeout=PATIENCE, check=False)

        assert result.returncode == 0
        assert result.stdout == run("compare", SPUTNIK, TASNIM).stdout

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
    def test_a_fault_that_cannot_be_told(self) -> None:
        command = f"{sys.executable} -m ryabkov_diff compare {SPUTNIK} missing.txt 2> /dev/full"
        result = subprocess.run(["sh", "-c", command], capture_output=True, timeout=PATIENCE, check=False)

        assert (result.returncode, result.stdout) == (2, b"")

    def test_an_interrupt_waits_until_the_import_system_has_let_go(self) -> None:
        script = """
import signal, sys, time
from ryabkov_diff.__main__ import IMPORT_SYSTEM, interrupt
signal.signal(signal.SIGINT, interrupt)
try:
    exec(compile("signal.raise_signal(signal.SIGINT); print('still inside')", IMPORT_SYSTEM, "exec"))
    time.sleep(20)
except KeyboardInterrupt:
    print("interrupted")
"""
        result = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=PATIENCE, check=True)

        assert result.stdout.decode().splitlines() == ["still inside", "interrupted"]

    @pytest.mark.usefixtures("heeded_signals")
    def test_interrupt(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        process = subprocess.Popen(
            [sys.executable, "-m", "ryabkov_diff", "compare", SPUTNIK, str(pipe)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        with pipe.open("wb"):  # waits until the program reads, which then waits for us
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
            output, error = process.communicate(timeout=PATIENCE)

        assert process.returncode == 130
        assert output == b""
        assert b"Traceback" not in error

    @pytest.mark.parametrize("module", ["dataclasses", "typer"])
    def test_an_interrupt_while_it_is_still_being_imported(self, module: str, tmp_path: Path) -> None:
        (tmp_path / f"{module}.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
        result = subprocess.run(
            [sys.executable, "-m", "ryabkov_diff", "compare", SPUTNIK, TASNIM],
            env=os.environ | {"PYTHONPATH": str(tmp_path)},
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )

        assert (result.returncode, result.stdout, result.stderr) == (130, b"", b"")

    def test_a_closed_standard_input_is_none(self) -> None:
        """As schedulers start programs."""

        def started(*arguments: str) -> subprocess.CompletedProcess[bytes]:
            shell = ["sh", "-c", 'exec "$@" <&-', "sh", sys.executable, "-m", "ryabkov_diff", *arguments]
            return subprocess.run(shell, capture_output=True, timeout=PATIENCE, check=False)

        compared = started("compare", SPUTNIK, TASNIM)
        assert (compared.returncode, compared.stderr) == (0, b"")
        assert load_comparison(compared.stdout.decode()).one_event
        for nothing in (started("report", "-"), started("quotes", "-"), started("explain", "F1", "-")):
            assert nothing.returncode == 2
            assert b"Traceback" not in nothing.stderr
            assert b"hint: " in nothing.stderr

    def test_process_substitution(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        with subprocess.Popen(["cp", TASNIM, str(pipe)]):
            result = run("compare", SPUTNIK, f"Tasnim={pipe}")

        assert load_comparison(result.stdout.decode()).one_event


def on_terminal(*arguments: str, env: dict[str, str] | None = None, keys: bytes = b"") -> tuple[int, str]:
    """Run the program on a terminal of 24 lines and 100 columns; return its status and what the terminal received."""
    leader, follower = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    environment |= {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "24"} | (env or {})
    with subprocess.Popen(
        [sys.executable, "-m", "ryabkov_diff", *arguments],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment,
    ) as process:
        os.close(follower)
        os.write(leader, keys)
        received = b""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            ready, _, _ = select.select([leader], [], [], 0.2)
            try:
                chunk = os.read(leader, 65536) if ready else b""
            except OSError:  # Linux's way to say that the other side is closed
                break
            received += chunk
            if not chunk and process.poll() is not None:
                break
    os.close(leader)
    return process.returncode, received.decode()


class TestTerminal:
    """What a reader at a terminal gets."""

    def test_a_report_in_colour_through_the_pager(self, tmp_path: Path) -> None:
        seen = tmp_path / "seen"
        status, _ = on_terminal("compare", SPUTNIK, TASNIM, env={"PAGER": f"tee {seen}"})

        assert status == 0
        assert "\x1b[" in seen.read_text(encoding="utf-8")
        assert "pragmatic" in seen.read_text(encoding="utf-8")

    def test_no_pager(self, tmp_path: Path) -> None:
        seen = tmp_path / "seen"
        status, text = on_terminal("compare", SPUTNIK, TASNIM, "--no-pager", env={"PAGER": f"tee {seen}"})

        assert status == 0
        assert not seen.exists()
        assert "pragmatic" in text

    def test_a_pager_that_is_not_there(self) -> None:
        status, text = on_terminal("compare", SPUTNIK, TASNIM, env={"PAGER": "no-such-pager"})

        assert status == 0
        assert "pragmatic" in text

    @pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_no_colour_where_none_is_wanted(self, env: dict[str, str]) -> None:
        _, text = on_terminal("compare", SPUTNIK, TASNIM, "--no-pager", env=env)
        report = text[text.index("A  ") :]

        assert not re.search(r"\x1b\[[0-9;]*3[0-9]", report)
        assert "⟦" in report
        assert "pragmatic" in report
