"""`explain`: what a finding rests on, and the page of a kind."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ryabkov_diff import cli
from ryabkov_diff.detect import DETECTORS
from ryabkov_diff.detect.explanations import explained_kinds, kind_page, known_kinds, rule_text
from ryabkov_diff.errors import SettingsError
from ryabkov_diff.explain import explain_findings, explain_kind
from ryabkov_diff.pipeline import compare
from ryabkov_diff.read import read_text
from ryabkov_diff.schema import dump_comparison
from tests.render import made
from tests.test_cli import on_terminal, run

ROOT = Path(__file__).parent.parent
PAGES = sorted(page for page in (ROOT / "docs" / "findings").glob("*.md") if page.name != "README.md")

ONE = "The dam was raised in March. “We pumped 300 litres a second,” the engineer said. Nobody was hurt by the water."
OTHER = "The dam was raised in March. “We pumped 400 litres a second,” the engineer said. Nobody was hurt by the water."


@pytest.fixture(scope="module")
def dam() -> str:
    """A result with one finding, as JSON."""
    articles = [read_text(ONE, label="Valley Post"), read_text(OTHER, label="Echo")]
    return dump_comparison(compare(articles, same_event=True, engine="lexical"))


def explained(text: str, topic: str = "F001", **options: int) -> str:
    from ryabkov_diff.schema import load_comparison

    return explain_findings(load_comparison(text), topic, **options)  # type: ignore[arg-type]


class TestFinding:
    """One finding of a result."""

    def test_it_has_all_that_the_finding_rests_on(self, dam: str) -> None:
        (finding,) = json.loads(dam)["findings"]
        passage = next(one for one in json.loads(dam)["passages"] if one["id"] == finding["passage"])
        text = " ".join(explained(dam).split())

        assert text.startswith("F001 number, severity 3 (meaning at stake), family fact “300 litres” ~ “400 litres”")
        assert "A Valley Post, characters 40 to 50 (engineer said) The dam was raised in March. “We pumped" in text
        assert "“We pumped ⟦300 litres⟧ a second,” the engineer said. Nobody was hurt by the water." in text
        assert "⟦400 litres⟧" in text
        assert "rule quantity-differs: Two different quantities of the same dimension" in text
        assert "a confidence of 0.5 or more" in text
        assert f"cues {' · '.join(finding['cues'])}" in text
        assert f"confidence {finding['confidence']:g}" in text
        assert f"{passage['id']}, variant" in text
        for name, value in passage["parts"]["A-B"].items():
            assert f"{name} {value:g}" in text

    def test_it_says_how_to_silence_it_and_that_is_true(self, dam: str) -> None:
        text = explained(dam)
        flags = re.findall(r"--\S+ \S+$", text, re.MULTILINE)
        lines = re.findall(r"in ryabkov-diff\.toml: (.*)$", text, re.MULTILINE)

        assert len(flags) == len(lines) == 2
        for flag, line in zip(flags, lines, strict=True):
            assert compare_dam(flag.split()) == compare_dam([], line) == []
        assert compare_dam([]) == ["number"]

    def test_the_surest_finding_can_only_be_silenced_with_its_kind(self) -> None:
        certain = [replace(one, confidence=1.0) for one in made.interview().findings]
        text = explain_findings(replace(made.interview(), findings=tuple(certain)), certain[0].id)

        assert "--ignore" in text
        assert "--min-confidence" not in text

    def test_ids_are_read_as_people_write_them(self, dam: str) -> None:
        assert explained(dam, "f1") == explained(dam, "F001")

    def test_a_passage_has_all_its_findings(self) -> None:
        comparison = made.interview()
        passage = max(comparison.passages, key=lambda one: len(comparison.findings_of(one)))
        text = explain_findings(comparison, passage.id)

        assert len(comparison.findings_of(passage)) > 1
        assert re.findall(r"^F\d+", text, re.MULTILINE) == [one.id for one in comparison.findings_of(passage)]

    def test_lines_keep_to_the_width(self, dam: str) -> None:
        wide = [line for line in explained(dam, width=50).splitlines() if not re.match("silence|  |more|F", line)]

        assert max(map(len, wide)) <= 50

    def test_a_result_without_texts_shows_what_it_has(self) -> None:
        comparison = made.interview().without_text()
        finding = next(one for one in comparison.findings if one.kind == "number")
        text = explain_findings(comparison, finding.id)

        for reading in finding.readings:
            assert f"⟦{reading.text}⟧" in text

    def test_every_finding_of_every_sample_can_be_explained(self) -> None:
        for comparison in (made.interview(), made.occasions(), made.trio(), made.agencies(), made.scripts()):
            for finding in comparison.findings:
                text = explain_findings(comparison, finding.id)
                assert text.startswith(f"{finding.id}  {finding.kind}, ")
                assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text)

    def test_a_rule_that_is_not_known_leads_to_the_page(self) -> None:
        findings = tuple(replace(one, rule="older") for one in made.interview().findings if one.kind == "number")
        comparison = replace(made.interview(), findings=findings)

        assert "rule        older: see ryabkov-diff explain number" in explain_findings(comparison, findings[0].id)

    def test_a_kind_that_is_not_known_leads_nowhere(self) -> None:
        finding = replace(made.interview().findings[0], kind="mood", rule="older")
        text = explain_findings(replace(made.interview(), findings=(finding,)), finding.id)

        assert "older: nothing is known here about this rule; the result was written by version" in text

    @pytest.mark.parametrize(
        ("topic", "thing", "near"), [("F999", "finding", "F"), ("P77", "passage with findings,", "P")]
    )
    def test_an_unknown_id_is_told_the_nearest_one(self, topic: str, thing: str, near: str) -> None:
        with pytest.raises(SettingsError, match=f"no {thing} '{topic}'") as caught:
            explain_findings(made.interview(), topic)

        assert re.fullmatch(rf"did you mean '{near}\d+'\?", caught.value.hint)

    def test_a_result_without_findings_says_so(self) -> None:
        with pytest.raises(SettingsError) as caught:
            explain_findings(made.interview().filtered(kinds=["order"]), "F001")

        assert caught.value.hint == "it has no findings at all"


def compare_dam(flags: list[str], line: str = "") -> list[str]:
    """Compare the two reports with flags or with a line of a settings file; return the kinds found."""
    from ryabkov_diff.settings.places import read_settings

    said = dict(zip((flag.removeprefix("--") for flag in flags[::2]), flags[1::2], strict=True))
    if line:
        path = Path("ryabkov-diff.toml")
        path.write_text(line)
        settings = read_settings(config=path, environment={})
        path.unlink()
    else:
        settings = read_settings(said, environment={})
    articles = [read_text(ONE, label="Valley Post"), read_text(OTHER, label="Echo")]
    found = compare(articles, settings=settings, same_event=True, engine="lexical").findings
    return [finding.kind for finding in found]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


class TestKind:
    """The page of a kind."""

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
    def test_the_page_is_printed_as_it_is(self, capfd: pytest.CaptureFixture[str], page: Path) -> None:
        assert cli.main(["explain", page.stem]) == 0
        assert capfd.readouterr().out == page.read_text(encoding="utf-8")

    def test_the_list_of_the_pages_is_no_kind(self) -> None:
        assert "README" not in explained_kinds(plugins=False)
        assert kind_page("README", plugins=False) is None

    def test_a_kind_may_be_written_in_capitals(self) -> None:
        assert kind_page("NUMBER", plugins=False) == kind_page("number", plugins=False) is not None

    def test_each_kind_that_is_found_has_a_page(self) -> None:
        assert set(known_kinds(plugins=False)) <= set(explained_kinds(plugins=False))
        assert [kind for kind in known_kinds(plugins=False) if kind_page(kind, plugins=False) is None] == []

    @pytest.mark.parametrize(("kind", "near"), [("nmber", "number"), ("Rewordings", "rewording"), ("omit", "omission")])
    def test_an_unknown_kind_is_told_the_nearest_one(self, kind: str, near: str) -> None:
        with pytest.raises(SettingsError, match=f"did you mean '{near}'") as caught:
            explain_kind(kind)

        assert "all kinds: " in caught.value.hint


class TestRules:
    """What the rules say."""

    def test_each_rule_named_on_a_page_has_a_text_and_each_text_a_page(self) -> None:
        named = {
            (page.stem, rule)
            for page in PAGES
            for sentence in re.findall(r"Rules?\s+(`[^.]+)\.|\n\| (`[a-z].*?) \|", page.read_text(encoding="utf-8"))
            for rule in re.findall(r"`([a-z-]+)`", "".join(sentence))
        }
        with_text = {rule for one in DETECTORS for rule in one.rules}  # type: ignore[attr-defined]

        assert {kind for kind, _ in named} == set(known_kinds(plugins=False))
        assert [one for one in sorted(named) if rule_text(*one, plugins=False) is None] == []
        assert with_text == {rule for _, rule in named}

    def test_the_texts_are_sentences(self) -> None:
        texts = [text for one in DETECTORS for text in one.rules.values()]  # type: ignore[attr-defined]

        assert len(texts) >= 6
        assert [text for text in texts if not text.endswith(".") or "  " in text or "{" in text] == []

    def test_a_rule_of_another_kind_is_not_taken(self) -> None:
        assert rule_text("number", "phrase-pair", plugins=False) is None


class TestProcess:
    """The command as a process."""

    def test_a_result_from_a_pipe_and_from_a_file(self, folder: Path, dam: str) -> None:
        (folder / "result.json").write_text(dam, encoding="utf-8")
        shown = explained(dam)

        assert run("explain", "F001", "result.json", cwd=folder).stdout.decode() == shown
        assert run("explain", "F001", "-", input=dam.encode(), cwd=folder).stdout.decode() == shown
        assert run("explain", "F001", input=dam.encode(), cwd=folder).stdout.decode() == shown

    def test_a_pipe_from_compare(self, folder: Path) -> None:
        (folder / "a.txt").write_text(ONE)
        (folder / "b.txt").write_text(OTHER)
        program = f"{sys.executable} -m ryabkov_diff"
        command = f"{program} compare a.txt b.txt --same-event --format json | {program} explain F001 - --width 60"
        result = subprocess.run(["sh", "-c", command], capture_output=True, timeout=120, check=False, cwd=folder)

        assert result.stdout.decode().startswith("F001  number, severity 3")
        assert result.stderr == b""

    @pytest.mark.parametrize(
        ("arguments", "text", "message"),
        [
            (["F001"], b"", "standard input is empty"),
            (["F001", "-"], b"{}", "not a comparison"),
            (["F001", "-"], b"A  Sputnik", "the comparison is not JSON"),
            (["F001", "-"], b"\xff\xfe", "'-' is no text in UTF-8"),
            (["F001", "missing.json"], b"", "cannot read 'missing.json': No such file or directory"),
            (["F001", "."], b"", "cannot read '.': Is a directory"),
            (["nmber"], b"", "did you mean 'number'?"),
        ],
    )
    def test_errors(self, folder: Path, arguments: list[str], text: bytes, message: str) -> None:
        result = run("explain", *arguments, input=text, cwd=folder)
        first, hint = result.stderr.decode().splitlines()

        assert (result.returncode, result.stdout) == (2, b"")
        assert message in first
        assert hint.startswith("hint: ")

    def test_at_a_terminal_it_does_not_wait_for_a_result(self) -> None:
        status, text = on_terminal("explain", "F012")

        assert status == 2
        assert "explain F012 needs a result to look into" in text
        assert "compare A B --format json | ryabkov-diff explain F012" in text

    def test_a_page_that_is_longer_than_the_screen_goes_through_the_pager(self, folder: Path) -> None:
        status, _ = on_terminal("explain", "number", env={"PAGER": f"tee {folder / 'seen'}"})

        assert status == 0
        assert (folder / "seen").read_text(encoding="utf-8") == kind_page("number")
