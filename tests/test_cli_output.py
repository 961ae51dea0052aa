"""The files that the program writes: the old one or the new one, whole, whatever happens; nothing else is left."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.kills import kill_rounds
from ryabkov_diff import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEXT = '"The hall will close in May," Ada Brook said.\n'
OLD = "what was there"
PATIENCE = 120


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with an article and an old result."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "out.csv").write_text(OLD, encoding="utf-8")
    return tmp_path


def fails(capfd: pytest.CaptureFixture[str], target: str, *options: str) -> list[str]:
    """Write quotations to a file, which must fail in our own words; return them, line by line."""
    assert cli.main(["quotes", "a.txt", "--no-config", "-o", target, *options]) == 2
    output = capfd.readouterr()
    assert output.out == ""
    return output.err.splitlines()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_full_disk_loses_nothing(folder: Path) -> None:
    # No file may grow beyond nothing.
    command = f"ulimit -f 0; exec {sys.executable} -m ryabkov_diff quotes a.txt --no-config -o out.csv"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=PATIENCE, check=False)

    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "ryabkov-diff: cannot write 'out.csv': File too large",
        "hint: nothing was written; name another file, or - for standard output",
    ]
    assert (folder / "out.csv").read_text(encoding="utf-8") == OLD
    assert names(folder) == {"a.txt", "out.csv"}


@pytest.mark.usefixtures("folder")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_device_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    assert fails(capfd, "/dev/full", "--format", "csv")[0] == (
        "ryabkov-diff: cannot write '/dev/full': No space left on device"
    )


@pytest.mark.parametrize(
    ("forbidden", "message"),
    [
        (lambda path: Path(path).is_dir(), "the directory '.' may not be written"),
        (lambda path: Path(path).name == "out.csv", "'out.csv' may not be written"),
    ],
)
def test_what_may_not_be_written_is_said_before_the_work_begins(
    forbidden: Callable[[str], bool],
    message: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    # As it is for everyone but the superuser, who may run the tests.
    monkeypatch.setattr("os.access", lambda path, mode: not (mode & os.W_OK and forbidden(path)))
    monkeypatch.setattr("ryabkov_diff.pipeline.list_quotations", pytest.fail)

    error = fails(capfd, "out.csv")
    assert error[0] == f"ryabkov-diff: --output: {message}"
    assert len(error) == 2
    assert (folder / "out.csv").read_text(encoding="utf-8") == OLD


def test_links_that_go_round_in_a_circle_and_names_that_are_too_long_are_said(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "one.csv").symlink_to("other.csv")
    (folder / "other.csv").symlink_to("one.csv")
    before = names(folder)

    assert fails(capfd, "one.csv")[0].startswith("ryabkov-diff: --output: cannot write 'one.csv': Symlink loop")
    assert fails(capfd, "o" * 300 + ".csv")[0].endswith("File name too long")
    assert names(folder) == before


def test_the_longest_name_is_no_trouble(folder: Path) -> None:
    name = "o" * 251 + ".csv"

    assert cli.main(["quotes", "a.txt", "--no-config", "-o", name]) == 0
    assert "Ada Brook" in (folder / name).read_text(encoding="utf-8")


def test_a_link_to_nothing_gets_its_file(folder: Path) -> None:
    (folder / "link.csv").symlink_to("new.csv")

    assert cli.main(["quotes", "a.txt", "--no-config", "-o", "link.csv"]) == 0
    assert (folder / "link.csv").is_symlink()
    assert "Ada Brook" in (folder / "new.csv").read_text(encoding="utf-8")


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_a_file_keeps_its_permissions_and_a_new_one_has_the_users(folder: Path) -> None:
    (folder / "out.csv").chmod(0o604)
    for name in ("out.csv", "new.csv"):
        assert cli.main(["quotes", "a.txt", "--no-config", "-o", name]) == 0

    assert stat.S_IMODE((folder / "out.csv").stat().st_mode) == 0o604
    assert stat.S_IMODE((folder / "new.csv").stat().st_mode) == 0o640


# Says that all is written, and waits before it takes the old file's place.
WAITING = """
import os, sys, time
def wait(_file):
    print("written", flush=True)
    time.sleep(60)
os.fsync = wait
from ryabkov_diff.cli import main
sys.exit(main(["quotes", "a.txt", "--no-config", "-o", "out.csv"]))
"""


@pytest.mark.usefixtures("heeded_signals")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_while_a_file_is_written_leaves_the_old_one_and_nothing_else(
    number: signal.Signals, status: int, folder: Path
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WAITING], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    assert any(name.endswith(".part") for name in names(folder))
    process.send_signal(number)
    _, error = process.communicate(timeout=PATIENCE)

    assert (process.returncode, error) == (status, "")
    assert (folder / "out.csv").read_text(encoding="utf-8") == OLD
    assert names(folder) == {"a.txt", "out.csv"}


@pytest.mark.slow
def test_killing_leaves_whole_results_and_a_cache_of_use(tmp_path: Path) -> None:
    found = kill_rounds(6, seed=1, folder=tmp_path)

    assert found["killed"] > 0
    assert found["old result"] + found["new result"] == 6
