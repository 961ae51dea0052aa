"""`report`: from files, folders, patterns and saved comparisons, in every format."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from ryabkov_diff import cli
from ryabkov_diff.schema import dump_comparison
from tests.render import made
from tests.test_cli import SEEDS, on_terminal, run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ryabkov_diff.domain import Article, Comparison, Note

SAVED = dump_comparison(made.interview()).encode()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[str, ...]]:
    """Replace the pipeline by a comparison made by hand, in a folder with three articles; returns the sources."""
    named: list[tuple[str, ...]] = []

    def spelt(source: Article | str) -> str:
        if isinstance(source, str):
            return source
        return f"Echo={source.path}" if source.label == "Echo" else str(source.path)

    def compare(sources: Sequence[Article | str], *, notes: Sequence[Note] = (), **_: Any) -> Comparison:
        named.append(tuple(map(spelt, sources)))
        comparison = made.interview()
        return replace(comparison, notes=(*notes, *comparison.notes))

    monkeypatch.setattr("ryabkov_diff.pipeline.compare", compare)
    (tmp_path / "news").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "news" / f"{name}.txt").write_text("The mill burnt down.")
    (tmp_path / "result.json").write_bytes(SAVED)
    monkeypatch.chdir(tmp_path)
    return named


class TestInputs:
    """What it reads."""

    def test_folders_patterns_and_labels(self, calls: list[tuple[str, ...]]) -> None:
        assert cli.main(["report", "news"]) == 0
        assert cli.main(["report", "news/[ab].txt"]) == 0
        assert cli.main(["report", "Echo=news/c.txt", "news/a.txt"]) == 0

        assert calls == [
            ("news/a.txt", "news/b.txt", "news/c.txt"),
            ("news/a.txt", "news/b.txt"),
            ("Echo=news/c.txt", "news/a.txt"),
        ]

    def test_without_a_path_it_takes_the_seeds_and_says_so(
        self, calls: list[tuple[str, ...]], tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "news").rename(tmp_path / "seeds")

        assert cli.main(["report"]) == 0
        assert calls == [("seeds/a.txt", "seeds/b.txt", "seeds/c.txt")]
        assert capfd.readouterr().err == "ryabkov-diff: reporting on seeds (no articles were named)\n"

    def test_without_a_path_the_sources_of_the_settings_come_first(
        self, calls: list[tuple[str, ...]], tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "seeds").mkdir()
        (tmp_path / "ryabkov-diff.toml").write_text('sources = ["news/a.txt", "news/c*"]\n')

        assert cli.main(["report"]) == 0
        assert calls == [("news/a.txt", "news/c.txt")]
        assert "reporting on news/a.txt, news/c* (the sources of the settings)\n" in capfd.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ([], "report needs articles, found none"),
            (["empty"], "'empty' has no articles"),
            (["*.xyz"], r"no file fits '\*.xyz'"),
            (["news/a.txt"], "needs two or more articles, or one saved comparison; found one article"),
            (["news/a.txt", "news/a.txt"], "found one article"),
            (["cut.json"], "the comparison is not JSON"),
            (["Echo=news"], "'Echo=news' gives one label to a folder"),
            ([""], "an empty name names no file"),
            (["result.json", "--format", "xml"], "invalid value for '--format'"),
            (["result.json", "-o", "x.pdf"], "'x.pdf' does not tell the format"),
            (["result.json", "-o", "result.json"], "is one of the articles"),
            (["no.json"], "no.json does not exist"),
            (["result.json", "--ignore", "number"], "--ignore would have no effect on a saved comparison"),
            (["result.json", "--max-size", "5MB"], "--max-size would have no effect on a saved comparison"),
        ],
    )
    def test_errors_are_one_line_and_a_hint(
        self,
        calls: list[tuple[str, ...]],
        tmp_path: Path,
        capfd: pytest.CaptureFixture[str],
        arguments: list[str],
        message: str,
    ) -> None:
        (tmp_path / "empty").mkdir()
        (tmp_path / "cut.json").write_bytes(SAVED[:99])

        assert cli.main(["report", *arguments]) == 2
        output = capfd.readouterr()
        assert output.out == ""
        assert re.search(message, output.err)
        assert output.err.startswith("ryabkov-diff: ")
        assert output.err.splitlines()[-1].startswith("hint: ")
        assert calls == []
        assert (tmp_path / "result.json").read_bytes() == SAVED


class TestLeftOut:
    """Files of folders that are no articles."""

    @pytest.fixture
    def news(self, calls: list[tuple[str, ...]], tmp_path: Path) -> Path:
        (tmp_path / "news" / "empty.txt").touch()
        (tmp_path / "news" / "scan.txt").write_bytes(b"\x89PNG\n\x00\x01\x02")
        assert calls == []
        return tmp_path / "news"

    LEFT_OUT = ("news/empty.txt is empty; it was left out.", "news/scan.txt is not a text file; it was left out.")

    @pytest.mark.parametrize("path", ["news", "news/*"])
    def test_they_are_told_and_the_others_reported(
        self, calls: list[tuple[str, ...]], news: Path, capfd: pytest.CaptureFixture[str], path: str
    ) -> None:
        assert news.is_dir()
        assert cli.main(["report", path, "--format", "json"]) == 0

        output = capfd.readouterr()
        assert calls == [("news/a.txt", "news/b.txt", "news/c.txt")]
        assert output.err == "".join(f"ryabkov-diff: {line}\n" for line in self.LEFT_OUT)
        notes = json.loads(output.out)["notes"]
        assert [(one["code"], one["article"], one["message"]) for one in notes[:2]] == [
            ("left-out", None, line) for line in self.LEFT_OUT
        ]
        assert len(notes) == len(made.interview().notes) + 2

    @pytest.mark.parametrize("chosen", ["text", "markdown", "html", "json", "jsonl"])
    def test_each_format_with_notes_names_them(
        self, news: Path, capfd: pytest.CaptureFixture[str], chosen: str
    ) -> None:
        assert news.is_dir()
        assert cli.main(["report", "news", "--format", chosen]) == 0

        shown = " ".join(capfd.readouterr().out.replace("\\", "").split())
        assert all(line in shown for line in self.LEFT_OUT)

    def test_a_file_that_is_named_is_an_error(
        self, calls: list[tuple[str, ...]], news: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        assert news.is_dir()
        assert cli.main(["report", "news/a.txt", "news/scan.txt", "Echo=news/empty.txt", "news/d.txt"]) == 2

        assert capfd.readouterr().err == (
            "ryabkov-diff: news/scan.txt is not a text file; news/empty.txt is empty; news/d.txt does not exist\n"
            "hint: give plain text, UTF-8 for preference; give an article with at least one sentence; "
            "did you mean news/c.txt or news/b.txt or news/a.txt?\n"
        )
        assert calls == []

    def test_where_nothing_is_left_it_ends_with_all_reasons(
        self, calls: list[tuple[str, ...]], news: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        for name in ("a", "b", "c"):
            (news / f"{name}.txt").unlink()

        assert cli.main(["report", "news"]) == 2
        output = capfd.readouterr()
        assert output.err.startswith("ryabkov-diff: news/empty.txt is empty; news/scan.txt is not a text file\nhint: ")
        assert output.out == ""
        assert calls == []

    def test_where_one_article_is_left_that_is_too_few(
        self, calls: list[tuple[str, ...]], news: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        for name in ("a", "b"):
            (news / f"{name}.txt").unlink()

        assert cli.main(["report", "news"]) == 2
        told = capfd.readouterr().err.splitlines()
        assert told[:2] == [f"ryabkov-diff: {line}" for line in self.LEFT_OUT]
        assert "needs two or more articles" in told[2]
        assert calls == []

    @pytest.mark.parametrize(
        ("command", "suffix"),
        [
            *(("report", suffix) for suffix in ("txt", "md", "html", "json", "jsonl", "csv")),
            *(("compare", suffix) for suffix in ("txt", "md", "json", "jsonl", "csv")),
        ],
    )
    def test_its_own_results_are_no_articles(
        self, calls: list[tuple[str, ...]], capfd: pytest.CaptureFixture[str], command: str, suffix: str
    ) -> None:
        name = f"news/x.{suffix}"
        assert cli.main([command, "news/a.txt", "news/b.txt", "-o", name]) == 0
        calls.clear()

        # The second time the result of the first lies among the articles, and may be written anew.
        assert cli.main(["report", "news/*", "-o", name]) == 0
        assert calls == [("news/a.txt", "news/b.txt", "news/c.txt")]
        why = "is a table, not plain text" if suffix == "csv" else "is a result of ryabkov-diff"
        assert capfd.readouterr().err == f"ryabkov-diff: {name} {why}; it was left out.\n"


class TestFormats:
    """What it writes."""

    @pytest.mark.parametrize(
        ("name", "beginning"),
        [
            ("x.txt", "2 articles: 1 event with 2 sources.\n\n══ E1  "),
            ("x.md", "# Report\n\n2 articles: 1 event"),
            ("x.json", '{\n  "schema_version"'),
            ("x.jsonl", '{"record": "summary"'),
            ("x.csv", "event,passage,status,article,label,"),
            ("x.html", "<!doctype html>"),
            ("x.htm", "<!doctype html>"),
        ],
    )
    @pytest.mark.usefixtures("calls")
    def test_the_suffix_tells_the_format(self, tmp_path: Path, name: str, beginning: str) -> None:
        assert cli.main(["report", "result.json", "-o", name]) == 0

        assert (tmp_path / name).read_text(encoding="utf-8").lower().startswith(beginning.lower())

    @pytest.mark.usefixtures("calls")
    def test_findings_are_chosen_as_compare_does_it(self, capfd: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["report", "result.json", "--kind", "number", "--format", "json"]) == 0
        data = json.loads(capfd.readouterr().out)
        assert {one["kind"] for one in data["findings"]} == {"number"}
        assert data["report"]["events"][0]["wordings"] == []
        assert data["report"]["events"][0]["summary"] == made.interview().spoken_summary

        assert cli.main(["report", "result.json", "--min-severity", "3", "--format", "text"]) == 0
        assert "rewording" not in capfd.readouterr().out

    @pytest.mark.usefixtures("calls")
    @pytest.mark.parametrize("chosen", ["text", "markdown", "html", "json", "jsonl"])
    def test_a_choice_of_findings_does_not_deny_the_others(
        self, capfd: pytest.CaptureFixture[str], chosen: str
    ) -> None:
        assert "1 difference of substance" in made.interview().spoken_summary

        assert cli.main(["report", "result.json", "--kind", "rewording", "--format", chosen]) == 0
        output = " ".join(capfd.readouterr().out.split())
        assert "of substance" in output
        assert "no differences of substance" not in output

    @pytest.mark.usefixtures("calls")
    def test_what_is_left_out_is_said_in_each_format(self, tmp_path: Path) -> None:
        for name in ("x.txt", "x.md", "x.html", "x.json"):
            assert cli.main(["report", "result.json", "--kind", "number", "-o", name]) == 0

        texts = {name: (tmp_path / name).read_text(encoding="utf-8") for name in ("x.txt", "x.md", "x.html")}
        left_out = len(made.interview().findings) - 1
        assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["report"]["left_out"] == left_out
        assert f"{left_out} findings are hidden" in " ".join(texts["x.txt"].split())
        assert f"{left_out} findings are hidden" in texts["x.md"]
        assert f"{left_out} are left out" in texts["x.html"]
        for name in ("x.txt", "x.md"):
            assert "wordings" not in texts[name].casefold()

    @pytest.mark.usefixtures("calls")
    def test_whole_texts_can_be_left_out(self, capfd: pytest.CaptureFixture[str]) -> None:
        for chosen in ("json", "jsonl"):
            assert cli.main(["report", "result.json", "--no-text", "--format", chosen]) == 0
            without = capfd.readouterr().out
            assert cli.main(["report", "result.json", "--format", chosen]) == 0
            assert capfd.readouterr().out.count('"text"') == without.count('"text"') + 2

    @pytest.mark.usefixtures("calls")
    def test_the_concordance_has_a_row_for_each_statement_and_article(self, capfd: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["report", "result.json", "--format", "csv"]) == 0
        rows = list(csv.DictReader(capfd.readouterr().out.splitlines()))

        assert len(rows) == 2 * len({row["passage"] for row in rows})
        row = next(row for row in rows if row["passage"] == "P05" and row["article"] == "B")
        assert (row["text"], row["cue"], row["kind"]) == ("We will deliver 16 tons", "said", "quoted")
        assert row["findings"]
        silent = next(row for row in rows if row["passage"] == "P07" and row["article"] == "B")
        assert {silent[name] for name in ("rank", "share", "kind", "speaker", "cue", "text")} == {""}
        assert [one.kind for one in made.interview().findings if one.id == silent["findings"]] == ["omission"]

    def test_each_option_has_help(self) -> None:
        output = CliRunner().invoke(cli.app, ["report", "--help"]).output

        for option in ("--same-event", "--format", "--output", "--min-severity", "--kind", "--ignore", "--no-text"):
            assert re.search(rf"{option}\b.* [A-Za-z]", output)


class TestProcess:
    """The command as a process."""

    def test_a_comparison_from_a_pipe_makes_the_report_that_the_articles_make(self) -> None:
        articles = ("sputnik-2022-12-08.txt", "tasnim-2022-12-08.txt", "eirns-2022-12-10.txt")
        compared = run("compare", *articles, "--format", "json", cwd=SEEDS)
        direct = run("report", *articles, cwd=SEEDS)
        piped = run("report", "-", input=compared.stdout, cwd=SEEDS)

        assert direct.returncode == piped.returncode == 0, direct.stderr
        assert json.loads(direct.stdout) == json.loads(piped.stdout)
        report = json.loads(direct.stdout)["report"]
        assert [one["articles"] for one in report["events"]] == [["A", "B"]]
        assert report["alone"] == ["C"]
        assert direct.stderr == piped.stderr == b""

    def test_a_terminal_is_shown_how_far_it_is(self) -> None:
        articles = (str(SEEDS / "sputnik-2022-12-08.txt"), str(SEEDS / "tasnim-2022-12-08.txt"))
        status, shown = on_terminal("report", *articles, "--no-pager")

        assert status == 0
        assert "2 articles" in shown
        assert "Sergey Ryabkov to Izvestia, 2022-12-08" in shown
