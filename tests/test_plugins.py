"""Detectors of other distributions: the example of the documentation, and broken ones."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ryabkov_diff.detect.plugins import Plugin, load_plugins
from ryabkov_diff.domain import DETECTOR_GROUP, Finding, Reading, Selector, Table
from ryabkov_diff.errors import DetectorError
from ryabkov_diff.schema import load_comparison
from tests.made import article, passage, segments_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (Path(__file__).parent.parent / "docs" / "detectors.md").read_text(encoding="utf-8")

# Loading the model takes a second, on a busy machine several.
PATIENCE = 120


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def install(folder: Path, code: str, *, name: str = "acme-hedges", points: str | None = None) -> None:
    """Put a distribution into a folder, as an installer would: its module, and what it says about itself."""
    module = name.replace("-", "_")
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    about = folder / f"{module}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[{DETECTOR_GROUP}]\n{points or f'hedge = {module}:HedgeDetector'}\n")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder with the distributions in it installed."""
    path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
    return subprocess.run(
        [sys.executable, "-m", "ryabkov_diff", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the articles of the page, in which its distribution is installed."""
    folder = tmp_path_factory.mktemp("example")
    (code,) = blocks("python")
    (project,) = (tomllib.loads(block)["project"] for block in blocks("toml"))
    points = "\n".join(f"{name} = {value}" for name, value in project["entry-points"][DETECTOR_GROUP].items())
    install(folder, code, name=project["name"], points=points)
    for name, text in zip(("a.txt", "b.txt"), blocks("text"), strict=False):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class TestExample:
    """What the page promises."""

    def test_it_finds_what_the_page_shows(self, example: Path) -> None:
        command = re.search(r"`ryabkov-diff compare (a\.txt [^`|]*)(\| cut [^`]*)`", PAGE)
        assert command is not None
        found = run(example, "compare", *command[1].split()).stdout
        cut = subprocess.run(command[2].split()[1:], input=found, capture_output=True, text=True, check=True)

        assert cut.stdout == blocks("text")[2]

    def test_its_kind_is_one_like_any_other(self, example: Path) -> None:
        def compare(*options: str) -> list[str]:
            result = run(example, "compare", "a.txt", "b.txt", "--same-event", *options)
            assert result.stderr == ""
            return [finding.kind for finding in load_comparison(result.stdout).findings]

        assert "honorific" in compare()
        assert "honorific" not in compare("--ignore", "honorific")
        assert "honorific" not in compare("--no-plugins")
        assert run(example, "compare", "a.txt", "b.txt", "--same-event", "--fail-on", "honorific").returncode == 1

    def test_the_signature_names_the_distribution(self, example: Path) -> None:
        result = run(example, "compare", "a.txt", "b.txt")

        assert load_comparison(result.stdout).signature.endswith("|plugins:acme-honorifics@1.0")

    def test_it_is_explained(self, example: Path) -> None:
        (example / "result.json").write_text(run(example, "compare", "a.txt", "b.txt", "--same-event").stdout)

        assert "One source gives somebody an honorific" in run(example, "explain", "honorific").stdout
        assert "rule        on-one-side: One wording of" in run(example, "explain", "P01", "result.json").stdout

    def test_a_typo_is_told_the_nearest_kind(self, example: Path) -> None:
        result = run(example, "compare", "a.txt", "b.txt", "--kind", "honorifics")

        assert result.returncode == 2
        assert "did you mean 'honorific'?" in result.stderr


BROKEN = {
    "import": ("import no_such_module", "cannot be loaded: ModuleNotFoundError: No module named 'no_such_module'"),
    "name": ("", "cannot be loaded: AttributeError"),
    "no kinds": ("class HedgeDetector:\n    kinds = ()\n    def detect(self, table): return []", "names no kinds"),
    "a text": ("class HedgeDetector:\n    kinds = 'hedge'\n    def detect(self, table): return []", "names no kinds"),
    "a bad kind": (
        "class HedgeDetector:\n    kinds = ('My Hedge',)\n    def detect(self, table): return []",
        "My Hedge",
    ),
    "no method": ("class HedgeDetector:\n    kinds = ('hedge',)", "cannot be loaded: AttributeError"),
    "arguments": ("class HedgeDetector:\n    def __init__(self, words): pass", "cannot be loaded: TypeError"),
    "fails": (
        "class HedgeDetector:\n    kinds = ('hedge',)\n    def detect(self, table): raise ValueError('two\\nlines')",
        "has failed: ValueError: two lines",
    ),
    "no findings": (
        "class HedgeDetector:\n    kinds = ('hedge',)\n    def detect(self, table): return ['allegedly']",
        "gives str where findings are expected",
    ),
}


@pytest.mark.parametrize(("code", "problem"), BROKEN.values(), ids=BROKEN)
def test_a_broken_one_is_named_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, problem: str
) -> None:
    install(tmp_path, code)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "acme_hedges", raising=False)
    load_plugins.cache_clear()
    try:
        with pytest.raises(DetectorError) as caught:
            [plugin.detect(table()) for plugin in load_plugins()]
    finally:
        load_plugins.cache_clear()
        sys.modules.pop("acme_hedges", None)

    assert caught.value.message.startswith("the detector 'hedge' of acme-hedges 1.0 ")
    assert problem in caught.value.message
    assert "\n" not in caught.value.message
    assert "--no-plugins" in caught.value.hint


def test_a_broken_one_ends_the_program_and_can_be_left_out(tmp_path: Path) -> None:
    install(tmp_path, "import no_such_module")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The ferry was late by an hour, the harbour master said.")

    result = run(tmp_path, "compare", "a.txt", "b.txt")

    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 2
    assert run(tmp_path, "compare", "a.txt", "b.txt", "--no-plugins").returncode == 0
    assert run(tmp_path, "--help").returncode == 0


# ---------------------------------------------------------------------------------------------- findings that are none

TEXT = "The ferry was late."


def table() -> Table:
    articles = (article("A", TEXT), article("B", TEXT))
    segments = tuple(segment for one in articles for segment in segments_of(one, TEXT))
    return Table(articles, segments, (passage("P01", A="A.1", B="B.1"),), (), ())


class Gives:
    """A detector that gives one finding, sound but for the fields named."""

    kinds = ("delay",)

    def __init__(self, **fields: Any) -> None:
        self.fields = fields

    def detect(self, table: Table) -> Iterator[Finding]:
        readings = (table.reading("A", 4, 9), table.reading("B", 4, 9))
        fields: dict[str, Any] = {
            "kind": "delay",
            "severity": 2,
            "confidence": 0.9,
            "passage": "P01",
            "readings": readings,
        }
        yield Finding(id="", also=(), family="travel", rule="r", cues=(), message="m", **(fields | self.fields))


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"kind": "number"}, "finds the kind 'number', which it does not name"),
        ({"severity": 4}, "gives severity 4"),
        ({"confidence": float("nan")}, "gives severity 2 and confidence nan"),
        ({"passage": "P99"}, "speaks of a passage 'P99'"),
        ({"readings": (Reading(("C",), None, None),)}, "speaks of articles C"),
        ({"readings": (Reading(("A",), "train", Selector(4, 9, "train", "The ", "")),)}, "quotes 'train'"),
        ({"readings": (Reading(("A",), "late.", Selector(14, 99, "late.", "", "")),)}, "quotes 'late.'"),
    ],
)
def test_what_is_no_finding_is_refused(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(DetectorError, match=re.escape(problem)):
        Plugin("delay", "acme-travel 2.1", Gives(**fields)).detect(table())


def test_what_is_sound_passes() -> None:
    (finding,) = Plugin("delay", "acme-travel 2.1", Gives()).detect(table())

    assert finding.family == "travel"


def test_without_distributions_there_are_none() -> None:
    load_plugins.cache_clear()

    assert load_plugins() == ()
