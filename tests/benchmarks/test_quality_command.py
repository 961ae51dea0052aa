from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import quality
from benchmarks.measures import OWN, Counts, Measure
from benchmarks.quality import SETS, WORD_LINKS, FittedModel, cross_validated, find_bench, main, tabulate, worst

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def no_bench(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away the development sets that may lie beside the repository."""
    monkeypatch.setattr(quality, "DEFAULT_BENCH", tmp_path / "nowhere")
    monkeypatch.delenv(quality.BENCH_VARIABLE, raising=False)


def measured(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main([*arguments, "--json"]) == 0
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def test_the_repositorys_own_data_are_measured_without_any_other(capsys: pytest.CaptureFixture[str]) -> None:
    report = measured(capsys, "--set", "seeds")

    assert {one["set"] for one in report["measures"]} == {"seeds"}
    assert report["not_measured"] == {}
    assert report["data"] == {}
    assert report["tool"]["version"] in report["signature"]
    assert "engine:onnx" in report["signature"]
    links = next(one for one in report["measures"] if one["measure"] == "links" and one["system"] == OWN)
    assert links["interval"][0] <= links["f1"] <= links["interval"][1]
    assert links["difference"] is None
    assert links["in_sample"] is False


@pytest.mark.usefixtures("small_news")
def test_sets_that_are_not_here_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    sets = [one for one in SETS if one.files or one.name == "seeds"]
    assert main(["--no-baselines", "--json"], sets=sets) == 0
    out, err = capsys.readouterr()
    lacking = {one.name for one in SETS if one.files}

    assert set(json.loads(out)["not_measured"]) == lacking
    assert all(f"{name} is not measured: no folder" in err for name in lacking)


def test_nothing_measured_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--set", "words"]) == 1
    assert "words is not measured" in capsys.readouterr().err


def test_a_missing_file_is_named(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bench / "planted" / "natural.jsonl").unlink()

    assert main(["--set", "planted", "--bench", str(bench)]) == 1
    assert "planted/natural.jsonl is missing" in capsys.readouterr().err


def test_all_sets_are_measured_in_one_report(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sets = ("alignment", "words", "quotes", "planted")
    report = measured(capsys, "--bench", str(bench), *(f"--set={name}" for name in sets))
    rows = report["measures"]

    assert list(dict.fromkeys(one["set"] for one in rows)) == list(sets)
    assert all((one["difference"] is None) == (one["system"] == OWN) for one in rows)
    assert {one["set"] for one in rows if one["in_sample"]} == {"alignment", "words"}
    assert not any(one["in_sample"] for one in rows if one["system"] != OWN)
    assert len(report["data"]["words/mtref.dev.jsonl"]) == 64
    # Third parties' texts stay where they are.
    assert "Fishermen" not in json.dumps(report)


@pytest.mark.usefixtures("small_news")
def test_a_figure_is_in_sample_where_the_model_was_fitted_on_it(capsys: pytest.CaptureFixture[str]) -> None:
    rows = measured(capsys, "--set", "news", "--no-baselines")["measures"]

    assert {(one["measure"], one["condition"]) for one in rows if one["in_sample"]} == {("relation", "development")}
    assert [one["cross_validated"] is not None for one in rows] == [one["in_sample"] for one in rows]


def test_baselines_can_be_left_out(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = measured(capsys, "--bench", str(bench), "--set", "words", "--no-baselines")

    assert [one["system"] for one in report["measures"]] == [OWN]


def test_the_table_and_the_markdown_show_the_same_cells(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--bench", str(bench), "--set", "words"]
    assert main(arguments) == 0
    table = capsys.readouterr().out.splitlines()
    assert main([*arguments, "--markdown"]) == 0
    markdown = capsys.readouterr().out.splitlines()

    assert len(markdown) == 2 + 4
    assert len(table) == 1 + 4
    assert len({line.count("|") for line in markdown}) == 1
    for row, line in zip(markdown[2:], table[1:], strict=True):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert all(cell in line for cell in cells[3:])
    assert markdown[2].startswith("| words | word links | all | ryabkov-diff | 2 |")


def test_the_worst_items_come_with_their_errors(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--bench", str(bench), "--set", "words", "--worst", "1"]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "# words, word links, all: 1 of 2 items with errors",
        "one missed, one wrong",
        "    missed: Fishermen ~ nets",
        "    wrong: mended ~ mended",
    ]


def test_the_worst_items_are_those_with_the_most_errors() -> None:
    items = {"a": Counts(gold=1), "b": Counts(gold=5), "c": Counts(1, 1, 1, 1), "d": Counts(gold=3)}
    faults = {name: ["missed"] for name in "abd"}
    one = Measure("set", "links", "all", OWN, items, faults=faults)

    assert [line for line in worst([one], 2) if not line.startswith((" ", "#"))] == ["b", "d"]
    assert [line for line in worst([one], 0) if not line.startswith((" ", "#"))] == ["b", "d", "a"]


def test_what_is_held_out_is_not_shown() -> None:
    one = Measure("set", "links", "held-out", OWN, {"a": Counts(gold=1)}, faults={"a": ["missed: a"]})

    assert list(worst([one], 0)) == []


@pytest.mark.parametrize("number", ["0", "-1", "few"])
def test_the_number_of_worst_items_is_at_least_one(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--set", "words", f"--worst={number}"])
    assert "expected a number from 1 on" in capsys.readouterr().err


def test_baselines_stand_beneath_what_they_are_a_baseline_of() -> None:
    def measure(name: str, system: str) -> Measure:
        return Measure("set", name, "all", system, {"a": Counts(1, 1, 1, 1), "b": Counts(gold=1)})

    lines = tabulate([measure("x", OWN), measure("y", OWN), measure("y", "a"), measure("x", "z"), measure("x", "b")])

    assert [(line.measure.name, line.measure.system) for line in lines] == [
        ("x", OWN),
        ("x", "b"),
        ("x", "z"),
        ("y", OWN),
        ("y", "a"),
    ]
    assert [line.difference is None for line in lines] == [True, False, False, True, False]
    assert lines[1].cells[-1] == "+0.000 [+0.000, +0.000]"


def test_the_cross_validated_figure_is_that_of_the_models_file(root: Path) -> None:
    fitted = json.loads((root / "ryabkov_diff" / "variants" / "word-links.json").read_text(encoding="utf-8"))

    assert cross_validated(WORD_LINKS, "word links", "all") == fitted["provenance"]["cross_validation"]["f1"]
    assert cross_validated(WORD_LINKS, "word links", "some") is None


@pytest.mark.parametrize(
    ("provenance", "found"),
    [
        ({"cross_validation": {"paragraphs": {"all": 0.91234}}}, 0.9123),
        ({"cross_validation": {"paragraphs": {"all": {"f1": 0.9, "precision": 0.8}}}}, 0.9),
        ({"cross_validation": {"paragraphs": {"full": 0.9}}}, None),
        ({"cross_validation": {"f1": 0.9}}, None),
        ({}, None),
    ],
)
def test_a_file_without_the_figure_gives_none(
    provenance: dict[str, Any], found: float | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.json").write_text(json.dumps({"provenance": provenance}), encoding="utf-8")
    monkeypatch.setattr(quality, "files", lambda _: tmp_path)
    model = FittedModel("package", "model.json", {("links", "all"): ("paragraphs", "all")})

    assert cross_validated(model, "links", "all") == found


def test_the_folder_of_the_sets_is_named_or_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    named, variable, beside = (tmp_path / name for name in ("named", "variable", "beside"))
    for folder in (named, variable, beside):
        folder.mkdir()

    assert find_bench(None) is None
    monkeypatch.setattr(quality, "DEFAULT_BENCH", beside)
    assert find_bench(None) == beside
    monkeypatch.setenv(quality.BENCH_VARIABLE, str(variable))
    assert find_bench(None) == variable
    assert find_bench(named) == named
    with pytest.raises(SystemExit):
        find_bench(tmp_path / "none")
    assert "there is no folder" in capsys.readouterr().err
