"""What the project's own files say about it must be true."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import entry_points, packages_distributions, version
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import ryabkov_diff

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "ryabkov_diff"


@cache
def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def requirements() -> list[Requirement]:
    return [Requirement(line) for line in project()["dependencies"]]


def optional_requirements() -> list[Requirement]:
    """Return what the extras for users need."""
    extras = project()["optional-dependencies"]
    return [Requirement(line) for name, lines in extras.items() if name != "dev" for line in lines]


def development_requirements() -> list[Requirement]:
    lines = project()["optional-dependencies"]["dev"]
    return [each for each in map(Requirement, lines) if each.name != project()["name"]]


def test_development_has_all_extras() -> None:
    lines = map(Requirement, project()["optional-dependencies"]["dev"])
    (own,) = (each for each in lines if each.name == project()["name"])

    # What fuzzes is built for Linux alone.
    assert own.extras == set(project()["optional-dependencies"]) - {"dev", "fuzz"}


@cache
def constraints() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(name): pinned for name, pinned in pairs}


def imported(path: Path) -> set[str]:
    """The top-level names that a file imports, at run time or for the type checker."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_version_is_the_one_of_pyproject() -> None:
    assert version("ryabkov-diff") == project()["version"]


def test_version_has_its_place_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert re.search(rf"^## \[{re.escape(project()['version'])}\]", changelog, re.MULTILINE)


def test_command_is_installed() -> None:
    (command,) = entry_points(group="console_scripts", name="ryabkov-diff")

    assert command.value == "ryabkov_diff.__main__:main"
    assert callable(command.load())


def test_whatever_is_imported_is_declared() -> None:
    declared = {canonicalize_name(each.name) for each in requirements() + optional_requirements()}
    distributions = packages_distributions()
    names = {name for path in PACKAGE.rglob("*.py") for name in imported(path)}
    # transformers is what sentence-transformers is made of: its version is not ours to choose.
    foreign = names - set(sys.stdlib_module_names) - {"ryabkov_diff", "transformers"}
    missing = {
        name for name in foreign if declared.isdisjoint(canonicalize_name(each) for each in distributions.get(name, ()))
    }

    assert missing == set()


@pytest.mark.parametrize(
    "requirement",
    requirements() + optional_requirements() + development_requirements(),
    ids=lambda each: str(each.name),
)
def test_tested_version_is_an_allowed_one(requirement: Requirement) -> None:
    assert requirement.specifier.contains(constraints()[canonicalize_name(requirement.name)])


def test_constraints_name_no_local_builds() -> None:
    assert [pinned for pinned in constraints().values() if "+" in pinned] == []


def test_torch_is_capped() -> None:
    (torch,) = (requirement for requirement in requirements() if requirement.name == "torch")

    assert not torch.specifier.contains(Version("2.14"))
    assert constraints()["torch"] == "2.13.0"


def test_each_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    needed = requirements() + optional_requirements() + development_requirements()
    without = [each.name for each in needed if f"| `{each.name}` |" not in reasons]

    assert without == []


def test_the_wheel_has_the_package_with_its_data_and_the_pages_of_the_kinds(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = {str(path.relative_to(ROOT)) for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    pages = {f"ryabkov_diff/findings/{path.name}" for path in (ROOT / "docs" / "findings").glob("*.md")}

    assert packed == package | pages


def test_an_installed_package_prints_its_pages(tmp_path: Path) -> None:
    """The same code, at a place where no `docs/` folder is beside it."""
    shutil.copytree(PACKAGE, tmp_path / "ryabkov_diff", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "docs" / "findings", tmp_path / "ryabkov_diff" / "findings")
    result = subprocess.run(
        [sys.executable, "-m", "ryabkov_diff", "explain", "number"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=True,
    )

    assert result.stdout == (ROOT / "docs" / "findings" / "number.md").read_bytes()


def test_package_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


@pytest.mark.parametrize("heavy", ["torch", "sentence_transformers", "transformers", "onnxruntime"])
def test_import_takes_no_model(heavy: str) -> None:
    code = f"import sys, ryabkov_diff; print({heavy!r} in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "False"


def test_package_names_no_heap_of_things() -> None:
    heaps = {"utils", "util", "helpers", "helper", "core", "common", "misc"}

    assert [path for path in PACKAGE.rglob("*.py") if path.stem in heaps] == []


def test_every_public_name_is_there() -> None:
    """They are imported when asked for: a name must stand in the list, in the table of modules and in its module."""
    public = {name: getattr(ryabkov_diff, name) for name in ryabkov_diff.__all__}

    assert dir(ryabkov_diff) == ryabkov_diff.__all__ == sorted(public)
    assert all(thing.__module__.startswith("ryabkov_diff.") for thing in public.values())
    with pytest.raises(AttributeError, match="'ryabkov_diff' has no attribute 'comparison'"):
        ryabkov_diff.comparison  # noqa: B018
