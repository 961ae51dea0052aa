"""Settings: where they stand, which one counts, and what is said of faulty ones."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryabkov_diff import cli
from ryabkov_diff.detect import KINDS
from ryabkov_diff.domain import Finding
from ryabkov_diff.embed import ENGINES
from ryabkov_diff.errors import SettingsError
from ryabkov_diff.pipeline import compare
from ryabkov_diff.read import read_text
from ryabkov_diff.settings import Settings
from ryabkov_diff.settings.keys import KEYS
from ryabkov_diff.settings.places import find_settings_file, read_settings, show_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own, the working folder."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(text: str = "", environment: Mapping[str, str] | None = None, **flags: object) -> Settings:
    """Read settings from a file with this text, from an environment and from flags."""
    Path("ryabkov-diff.toml").write_text(text, encoding="utf-8")
    said = {name.replace("_", "-"): value for name, value in flags.items()}
    return read_settings(said, environment=environment or {})


def variable(key: str) -> str:
    return f"RYABKOV_DIFF_{key.upper().replace('-', '_')}"


def faults(text: str = "", environment: Mapping[str, str] | None = None, **flags: object) -> tuple[list[str], str]:
    """Return the lines of the error that settings give, and its hint."""
    with pytest.raises(SettingsError) as caught:
        read(text, environment, **flags)
    return [caught.value.message, *caught.value.more], caught.value.hint


class TestFile:
    """Where the file is looked for, and what it may hold."""

    def test_nothing_is_set_where_there_is_no_file(self) -> None:
        assert find_settings_file(Path()) is None
        assert read_settings(environment={}) == Settings()

    def test_the_nearest_file_counts_alone(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        read('ignore = ["number"]\nmin-severity = 2')
        (folder / "sport" / "cup").mkdir(parents=True)
        monkeypatch.chdir(folder / "sport" / "cup")
        assert read_settings(environment={}).ignore == ("number",)
        assert read_settings(environment={}).origins["ignore"] == "../../ryabkov-diff.toml"

        (folder / "sport" / "ryabkov-diff.toml").write_text('ignore = ["spelling"]')
        found = read_settings(environment={})
        assert (found.ignore, found.min_severity) == (("spelling",), None)

    def test_the_search_ends_at_the_repository(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        read('ignore = ["number"]')
        (folder / "other" / ".git").mkdir(parents=True)
        monkeypatch.chdir(folder / "other")

        assert read_settings(environment={}) == Settings()

    def test_a_project_file_counts_where_it_speaks_of_us(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        Path("pyproject.toml").write_text('[tool.ryabkov-diff]\nmin-severity = 3\n[tool.ryabkov-diff.outlets]\na = "A"')
        (folder / "sub").mkdir()
        (folder / "sub" / "pyproject.toml").write_text("[tool.other]\nthis is = no TOML")
        monkeypatch.chdir(folder / "sub")

        found = read_settings(environment={})

        assert (found.min_severity, found.outlets) == (3, {"a": "A"})
        assert found.origins["min-severity"] == "../pyproject.toml"

    def test_of_two_files_in_a_folder_the_one_with_our_name_counts(self) -> None:
        Path("pyproject.toml").write_text("[tool.ryabkov-diff]\nmin-severity = 3")

        assert read("min-severity = 1").min_severity == 1

    def test_another_file_can_be_named(self, folder: Path) -> None:
        read("min-severity = 1")
        (folder / "strict.toml").write_text("min-severity = 3")

        assert read_settings(config="strict.toml", environment={}).min_severity == 3
        assert read_settings(environment={"RYABKOV_DIFF_CONFIG": "strict.toml"}).min_severity == 3
        assert read_settings(search=False, environment={"RYABKOV_DIFF_CONFIG": "strict.toml"}) == Settings()

    def test_no_path_of_the_machine_gets_into_a_result(self, folder: Path) -> None:
        (folder / "strict.toml").write_text("min-severity = 3")

        assert read_settings(config=folder / "strict.toml", environment={}).origins == {"min-severity": "strict.toml"}

    def test_a_mark_of_byte_order_does_no_harm(self) -> None:
        assert read("\ufeffmin-severity = 1").min_severity == 1

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("missing.toml", None, "cannot read the settings file 'missing.toml': No such file or directory"),
            ("faulty.toml", b"ignore = [", "faulty.toml: "),
            ("latin.toml", 'model = "caf\xe9"'.encode("latin-1"), "latin.toml: 'utf-8' codec"),
            ("pyproject.toml", b"[project]", "pyproject.toml has no table [tool.ryabkov-diff]"),
            ("pyproject.toml", b"[tool]\nryabkov-diff = 3", "pyproject.toml has no table [tool.ryabkov-diff]"),
        ],
    )
    def test_a_file_that_cannot_be_read(self, name: str, content: bytes | None, message: str) -> None:
        if content is not None:
            Path(name).write_bytes(content)

        with pytest.raises(SettingsError, match=re.escape(message)) as caught:
            read_settings(config=name, environment={})
        assert caught.value.hint

    def test_a_file_and_none_exclude_each_other(self) -> None:
        with pytest.raises(SettingsError, match="exclude each other"):
            read_settings(config="a.toml", search=False)

    def test_a_glossary_lies_beside_the_file_that_names_it(self, folder: Path) -> None:
        (folder / "shared").mkdir()
        (folder / "shared" / "names.toml").touch()
        (folder / "shared" / "settings.toml").write_text('glossary = "names.toml"')

        found = read_settings(config="shared/settings.toml", environment={})

        assert found.glossary == Path("shared/names.toml")
        assert read_settings({"glossary": "shared/names.toml"}, environment={}).glossary == Path("shared/names.toml")


class TestFaults:
    """All at once, one a line, with the nearest name."""

    def test_all_faults_of_all_places_are_named_at_once(self) -> None:
        lines, hint = faults(
            'ignored = ["spelling"]\nmin-severity = "high"\nkind = ["nmber", "number"]\n[min-confidence]\nnumber = 2',
            {"RYABKOV_DIFF_ENGIN": "onnx", "RYABKOV_DIFF_PLUGINS": "perhaps"},
            ignore="speling",
        )

        assert lines == [
            "ryabkov-diff.toml: ignored: there is no such setting; did you mean 'ignore'?",
            'ryabkov-diff.toml: min-severity: expected a severity, 0, 1, 2 or 3, found "high"',
            "ryabkov-diff.toml: kind: there is no kind of finding 'nmber'; did you mean 'number'?",
            "ryabkov-diff.toml: min-confidence: expected a number from 0 to 1 for number, found 2",
            "RYABKOV_DIFF_ENGIN: there is no such setting; did you mean 'RYABKOV_DIFF_ENGINE'?",
            'RYABKOV_DIFF_PLUGINS: expected true or false, found "perhaps"',
            "--ignore: there is no kind of finding 'speling'; did you mean 'spelling'?",
        ]
        assert "for example: min-severity = 2" in hint
        assert f"all kinds: {', '.join(KINDS)}" in hint
        assert f"all settings: {', '.join(KEYS)}" in hint

    def test_a_variable_that_is_like_no_setting_is_somebody_elses(self) -> None:
        assert read_settings(environment={"RYABKOV_DIFF_CACHE": "/tmp/x", "RYABKOV_DIFF_BENCH": "b"}) == Settings()  # noqa: S108

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("engine = 3", "expected a text, found 3"),
            ('engine = "onx"', "found \"onx\"; did you mean 'onnx'?"),
            ("model = true", "expected a text, found true"),
            ('model = " "', "expected a text"),
            ('same-event = "yes"', "expected true or false"),
            ("same-event = 1", "expected true or false, found 1"),
            ('ignore = "spelling"', "expected a list of kinds"),
            ("ignore = [3]", "expected a list of kinds, found [3]"),
            ("min-severity = true", "expected a severity"),
            ("min-severity = 4", "expected a severity"),
            ("min-severity = 2.0", "expected a severity"),
            ("min-confidence = 0.5", "expected a table of kinds and numbers"),
            ("min-confidence = { nmber = 0.5 }", "did you mean 'number'?"),
            ("min-confidence = { number = nan }", "expected a number from 0 to 1"),
            ("min-confidence = { number = true }", "expected a number from 0 to 1"),
            ('outlets = ["a"]', "expected a table of names"),
            ("outlets = { a = 3 }", "expected a text for a, found 3"),
            ("glossary = 3", "expected the name of a file"),
            ('glossary = "none.toml"', "there is no file 'none.toml'"),
            ("plugins = 2022-12-08", 'expected true or false, found "2022-12-08"'),
        ],
    )
    def test_a_value_that_cannot_be(self, text: str, problem: str) -> None:
        (line,), hint = faults(text)

        assert problem in line
        assert hint

    def test_a_long_value_is_cut(self) -> None:
        (line,), _ = faults(f'ignore = "{"spelling " * 100}"')

        assert len(line) < 150

    def test_what_is_both_asked_for_and_ignored_in_one_place(self) -> None:
        lines, hint = faults('ignore = ["number", "omission"]\nkind = ["number"]\nfail-on = ["omission"]')

        assert lines == [
            "ryabkov-diff.toml: kind: 'number' is ignored as well",
            "ryabkov-diff.toml: fail-on: 'omission' is ignored as well",
        ]
        assert hint.startswith("leave it out of `ignore`")

    def test_the_command_line_prints_them_all(self, capfd: pytest.CaptureFixture[str]) -> None:
        Path("ryabkov-diff.toml").write_text('kinds = ["number"]\nengine = "fast"')

        assert cli.main(["settings"]) == 2

        lines = capfd.readouterr().err.splitlines()
        assert [line.startswith("ryabkov-diff: ryabkov-diff.toml: ") for line in lines] == [True, True, False]
        assert lines[-1].startswith("hint: ")


class TestPrecedence:
    """Flags before the environment before the file before the default."""

    def test_each_place_can_set_everything(self) -> None:
        Path("names.toml").touch()
        text = "\n".join(f"{name} = {key.toml}" for name, key in KEYS.items())
        in_file = read(text)
        in_environment = read("", {variable(name): key.text for name, key in KEYS.items()})
        in_flags = read("", {}, **{name: key.text for name, key in KEYS.items()})

        assert in_file == in_environment == in_flags
        assert {name for name, value in in_file.values().items() if value == Settings().values()[name]} == {"model"}

    @given(
        st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "engine": st.sampled_from(ENGINES),
                    "same-event": st.booleans(),
                    "ignore": st.lists(st.sampled_from(KINDS), unique=True).map(sorted),
                    "min-severity": st.integers(0, 3),
                    "min-confidence": st.dictionaries(st.sampled_from(KINDS), st.sampled_from((0.0, 0.25, 1.0))),
                },
            ),
            min_size=3,
            max_size=3,
        )
    )
    def test_the_strongest_place_that_has_a_setting_counts(self, said: list[dict[str, Any]]) -> None:
        file, environment, flags = said
        found = read(
            "\n".join(f"{key} = {_toml(value)}" for key, value in file.items()),
            {variable(key): _text(value) for key, value in environment.items()},
            **flags,
        )

        # An empty variable counts as unset.
        environment = {key: value for key, value in environment.items() if _text(value)}
        expected = {**Settings().values(), **file, **environment, **flags}
        assert found.values() == {**expected, "ignore": tuple(expected["ignore"])}
        for key, origin in found.origins.items():
            place = "-" if key in flags else "R" if key in environment else "r"
            assert origin.startswith(place)
        assert set(found.origins) == {*file, *environment, *flags}

    def test_an_empty_flag_takes_a_setting_back(self) -> None:
        assert read('ignore = ["spelling"]', ignore="").ignore == ()

    def test_what_a_stronger_place_asks_for_is_not_ignored(self) -> None:
        text = 'ignore = ["number", "spelling", "omission"]'

        assert read(text, {"RYABKOV_DIFF_KIND": "spelling"}, fail_on="number").ignore == ("omission",)
        assert read('kind = ["number"]', ignore="number").ignore == ("number",)

    def test_what_is_printed_can_be_read_again(self) -> None:
        Path("names.toml").touch()
        settings = read("\n".join(f"{name} = {key.toml}" for name, key in KEYS.items()))

        assert read(show_settings(settings)) == settings
        assert read(show_settings(Settings())) == Settings()

    def test_what_is_printed_names_the_places(self) -> None:
        shown = show_settings(read("min-severity = 2", {"RYABKOV_DIFF_ENGINE": "lexical"}, plugins=False))

        assert re.search(r"^min-severity = 2 +# ryabkov-diff\.toml$", shown, re.MULTILINE)
        assert re.search(r'^engine = "lexical" +# RYABKOV_DIFF_ENGINE$', shown, re.MULTILINE)
        assert re.search(r"^plugins = false +# --no-plugins$", shown, re.MULTILINE)
        assert re.search(r"^# glossary is not set +# default$", shown, re.MULTILINE)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {each!r}' for key, each in value.items())} }}"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value).replace("'", '"')


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ",".join(f"{key}={each!r}" for key, each in value.items())
    return ",".join(value) if isinstance(value, list) else str(value)


# ------------------------------------------------------------------------------------------------- what they change

ONE = "The brewery sold 40 barrels of stout in May, its owner said.\n\nHe praised the colour of the new labels."
OTHER = "The brewery sold 45 barrels of stout in May, its owner said.\n\nHe praised the color of the new labels."


def findings(settings: Settings | None = None) -> dict[str, str]:
    """Compare two reports; return the findings' kinds by id."""
    articles = [read_text(ONE, label="Echo"), read_text(OTHER, label="Post")]
    found = compare(articles, settings=settings, same_event=True, engine="lexical").findings
    return {finding.id: finding.kind for finding in found}


def test_ignored_kinds_leave_the_others_as_they_are() -> None:
    everything = findings()

    assert set(everything.values()) == {"number", "spelling"}
    for kind in ("number", "spelling"):
        rest = {name: other for name, other in everything.items() if other != kind}
        assert findings(Settings(ignore=(kind,))) == rest


def test_unsure_findings_are_left_out() -> None:
    assert set(findings(Settings(min_confidence={"number": 1.0})).values()) == {"spelling"}
    assert set(findings(Settings(min_confidence={"number": 0.0})).values()) == {"number", "spelling"}


def test_a_result_says_what_its_settings_did() -> None:
    articles = [read_text(ONE, label="Echo"), read_text(OTHER, label="Post")]
    settings = read('ignore = ["spelling"]\nsame-event = true\nfail-on = ["number"]\nplugins = true', engine="lexical")
    result = compare(articles, settings=settings)
    notes = {note.code: note.message for note in result.notes}

    assert notes["settings"] == "Settings were taken from ryabkov-diff.toml (same-event, ignore)."
    assert notes["left-out"] == "Findings are left out: 1 of kind spelling, by ignore (ryabkov-diff.toml)."
    assert result.signature.endswith("|event:asserted|ignore:spelling")


def test_each_reason_for_leaving_findings_out_is_noted() -> None:
    found = [Finding(f"F{number}", kind, (), "x", 1, 0.5, None, "r", (), "m", ()) for number, kind in enumerate(KINDS)]
    settings = read('ignore = ["spelling", "omission"]', min_confidence="number=0.9")
    (_, note) = settings.notes(one for one in (*found, *found) if not settings.keeps(one))

    assert note.message == (
        "Findings are left out: 2 of kind omission and 2 of kind spelling, by ignore (ryabkov-diff.toml); "
        "2 of kind number, by min-confidence (--min-confidence)."
    )


def test_settings_that_change_nothing_are_not_mentioned() -> None:
    settings = read('ignore = []\nengine = "auto"', {}, ignore="omission", engine="lexical")

    assert settings.notes(()) == ()
    assert Settings().signature("1", "e") == "ryabkov-diff|v:1|schema:1.0|e|event:detected"


def test_the_signature_has_what_changes_a_result(folder: Path) -> None:
    glossary = folder / "names.toml"
    glossary.write_text("")
    said = {
        Settings(ignore=("spelling", "number")).signature("1", "e"),
        Settings(min_confidence={"number": 0.5}).signature("1", "e"),
        Settings(outlets={"a": "A"}).signature("1", "e"),
        Settings(outlets={"a": "B"}).signature("1", "e"),
        Settings(glossary=glossary).signature("1", "e"),
        Settings().signature("1", "e", ["acme-hedges 1.0"]),
        Settings().signature("1", "e", nli="nli-tiny@1a2b"),
    }
    glossary.write_text("other = []")

    assert len({*said, Settings(glossary=glossary).signature("1", "e")}) == 8
    assert "ryabkov-diff|v:1|schema:1.0|e|event:detected|ignore:number,spelling" in said
    assert Settings().signature("1", "e", nli="a|b c") == "ryabkov-diff|v:1|schema:1.0|e|event:detected|nli:a-b-c"
    assert str(folder) not in "".join(said)


def test_what_is_only_shown_is_not_in_the_signature() -> None:
    assert Settings(kind=("number",), min_severity=2, fail_on=("number",)).signature("1", "e") == Settings().signature(
        "1", "e"
    )


def test_a_finding_is_kept_by_kind_and_confidence() -> None:
    finding = Finding("F001", "number", (), "fact", 3, 0.8, None, "r", (), "m", ())

    assert Settings(min_confidence={"number": 0.8, "omission": 1.0}).keeps(finding)
    assert not Settings(min_confidence={"number": 0.81}).keeps(finding)
    assert not Settings(ignore=("number",)).keeps(finding)


@pytest.mark.parametrize("name", ["ignore", "kind", "fail_on", "sources"])
def test_a_text_in_place_of_several_is_refused(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings(**{name: "number"})  # type: ignore[arg-type]

    assert caught.value.message == f"{name}: expected a tuple of texts, found 'number'"
    assert caught.value.hint == f"write {name}=('number',)"


def test_a_tuple_of_other_things_than_texts_is_refused() -> None:
    with pytest.raises(SettingsError, match="found \\(3,\\)"):
        Settings(ignore=(3,))  # type: ignore[arg-type]


def test_keywords_come_before_settings() -> None:
    articles = [read_text(ONE, label="Echo"), read_text(OTHER, label="Post")]
    result = compare(articles, settings=Settings(same_event=True, engine="onnx"), same_event=False, engine="lexical")

    assert "engine:lexical|event:detected" in result.signature


# -------------------------------------------------------------------------------------------------------- the page


def test_each_setting_is_described_with_its_default() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    described = dict(re.findall(r"^\| `([a-z-]+)` \| (.+?) \|", page, re.MULTILINE))
    defaults = tomllib.loads(show_settings(Settings()))

    assert list(described) == list(KEYS) == list(Settings().values())
    for key, default in described.items():
        assert ({} if default == "not set" else tomllib.loads(f"{key} = {default.strip('`')}")) == {
            name: value for name, value in defaults.items() if name == key
        }


def test_the_example_has_every_setting_but_those_that_need_a_file_and_is_on_the_page() -> None:
    example = (ROOT / "docs" / "examples" / "ryabkov-diff.toml").read_text(encoding="utf-8")

    assert set(tomllib.loads(example)) == set(KEYS) - {"glossary", "nli"}
    assert example in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert os.fspath(ROOT) not in example
