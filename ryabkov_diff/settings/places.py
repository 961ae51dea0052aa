"""Where settings stand, and which one counts: flags before the environment before the file before the default.

A setting counts as a whole: `--ignore spelling` takes the place of the file's `ignore`, it does not add to it.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ryabkov_diff.errors import SettingsError
from ryabkov_diff.settings import Settings
from ryabkov_diff.settings.keys import KEYS, Context, Fault, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["find_settings_file", "read_settings", "show_settings"]

FILE = "ryabkov-diff.toml"

# A settings file may also be this project file, where the settings are this table.
PROJECT_FILE = "pyproject.toml"
TABLE = "[tool.ryabkov-diff]"

# The prefix of the variables of the environment, and the one that names a file in place of the one that is found.
PREFIX = "RYABKOV_DIFF_"
CONFIG = f"{PREFIX}CONFIG"

# How much a variable must be like a setting's (difflib's ratio, in [0, 1]) to be one misspelt: one letter in six or so.
MISSPELT = 0.8

# Settings that ask for kinds, as against `ignore`.
ASKING = ("kind", "fail-on")

# Names that TOML takes without quotation marks.
BARE = re.compile(r"[A-Za-z0-9_-]+")

# Where the comments of `show_settings` begin.
ORIGIN_COLUMN = 40


@dataclass(frozen=True, slots=True)
class _Place:
    """What one place says.

    Attributes:
        values: By key, as TOML has them.
        spelt: From a key to what it is called there.
        file: What the settings file is called; None for the environment and for flags.
        folder: What paths are relative to.
    """

    values: Mapping[str, object]
    spelt: Callable[[str], str]
    file: str | None = None
    folder: Path = Path()

    def origin_of(self, key: str) -> str:
        """Say where a setting comes from: the file, the variable or the flag."""
        return self.file or self.spelt(key)

    def place_of(self, key: str) -> str:
        """Say where a setting stands, for messages."""
        return f"{self.file}: {key}" if self.file else self.spelt(key)

    def checked(self, key: str, context: Context) -> Any:
        """Return the value of a setting as `Settings` has it; raise a `Fault` that has a hint."""
        if key not in KEYS:
            problem = f"there is no such setting; {nearest(self.spelt(key), map(self.spelt, KEYS))}"
            raise Fault(problem, f"all settings: {', '.join(KEYS)}")
        try:
            return KEYS[key].check(self.values[key], context)
        except Fault as fault:
            if fault.hint:
                raise
            toml, text = KEYS[key].toml, KEYS[key].text
            name = self.spelt(key)
            example = f"{name} = {toml}" if self.file else f"{name}{' ' if name.startswith('-') else '='}{text}"
            raise Fault(str(fault), f"for example: {example}") from None


def read_settings(
    flags: Mapping[str, object] | None = None,
    *,
    config: str | os.PathLike[str] | None = None,
    search: bool = True,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """Read the settings as the command line does.

    Args:
        flags: What the user says now, by key; a text is read as in the environment, None says nothing.
        config: The settings file; by default the one that `RYABKOV_DIFF_CONFIG` names or that is found.
        search: Whether to look for a settings file where none is named.
        environment: The variables; by default those of the process.
        folder: Where the search begins; by default the working folder.

    Returns:
        The settings, each from the strongest place that has it.

    Raises:
        SettingsError: A file cannot be read, or a setting is unknown or has a value that it cannot have; all faults of
            all places are named at once.
    """
    environment = os.environ if environment is None else environment
    if config is not None and not search:
        msg = "--config and --no-config exclude each other"
        raise SettingsError(msg, "leave one of them out")
    if config is None and search:
        config = environment.get(CONFIG) or find_settings_file(Path() if folder is None else folder)
    places = [
        *([_file_place(Path(config))] if config is not None else []),
        _environment_place(environment),
        _flags_place(flags or {}),
    ]
    plugins = next((place.values["plugins"] for place in reversed(places) if "plugins" in place.values), True)

    def kinds() -> tuple[str, ...]:
        # Imported only where a setting names a kind: with all detectors.
        from ryabkov_diff.detect.explanations import known_kinds

        return known_kinds(plugins=plugins is not False)

    faults: dict[str, str] = {}
    found: dict[str, tuple[int, Any]] = {}
    for strength, place in enumerate(places):
        for key in place.values:
            try:
                found[key] = strength, place.checked(key, Context(kinds, place.folder))
            except Fault as fault:
                faults[f"{place.place_of(key)}: {fault}"] = fault.hint
    faults |= _contradictions(found, places)
    if faults:
        first, *more = faults
        raise SettingsError(first, "; ".join(dict.fromkeys(faults.values())), tuple(more))

    chosen = {key.replace("-", "_"): value for key, (_, value) in found.items()} | {"ignore": _still_ignored(found)}
    origins = {key: places[found[key][0]].origin_of(key) for key in KEYS if key in found}
    return Settings(**chosen, origins=origins)


def find_settings_file(folder: Path) -> Path | None:
    """Return the settings file for a folder: the nearest one, in the folder or above it, within the repository.

    A `ryabkov-diff.toml` counts, and a `pyproject.toml` with a table `[tool.ryabkov-diff]`; in one folder the former
    comes first. The search ends at the folder that holds `.git`.

    Returns:
        The path relative to the working folder; None where there is none.
    """
    try:
        start = folder.resolve()
    except OSError:  # the working folder is gone
        return None
    for here in (start, *start.parents):
        for path in (here / FILE, here / PROJECT_FILE):
            if _exists(path) and (path.name == FILE or _speaks_of_us(path)):
                return Path(os.path.relpath(path))
        if _exists(here / ".git"):
            break
    return None


def show_settings(settings: Settings) -> str:
    """Return settings as a settings file would have them, with where each comes from as a comment."""
    lines = []
    for key, value in settings.values().items():
        line = f"# {key} is not set" if value is None else f"{key} = {_toml(value)}"
        lines.append(f"{line:<{ORIGIN_COLUMN}}  # {settings.origins.get(key, 'default')}\n")
    return "".join(lines)


# ------------------------------------------------------------------------------------------------------- the places


def _file_place(path: Path) -> _Place:
    """Read a settings file.

    Raises:
        SettingsError: It cannot be read, is no TOML, or has no table of ours.
    """
    shown = path.name if path.is_absolute() else str(path)
    try:
        data: Any = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        msg = f"cannot read the settings file {str(path)!r}: {error.strerror or error}"
        raise SettingsError(msg, "check the name, or leave settings files out with --no-config") from error
    except ValueError as error:  # no UTF-8, or no TOML
        msg = f"{shown}: {error}"
        raise SettingsError(msg, 'a settings file is TOML in UTF-8, for example: ignore = ["spelling"]') from error
    if path.name == PROJECT_FILE:
        for name in TABLE.strip("[]").split("."):
            data = data.get(name) if isinstance(data, dict) else None
        if not isinstance(data, dict):
            msg = f"{shown} has no table {TABLE}"
            raise SettingsError(msg, f"write the settings below a line {TABLE}")
    return _Place(data, lambda key: key, shown, path.parent)


def _environment_place(environment: Mapping[str, str]) -> _Place:
    """Read the variables that begin with our prefix; an empty one counts as unset.

    A variable that is no setting is a fault where it looks like one misspelt; else it is somebody else's: another
    version's, or a script's.
    """
    said = {
        name.removeprefix(PREFIX).lower().replace("_", "-"): text
        for name, text in sorted(environment.items())
        if name.startswith(PREFIX) and name != CONFIG and text.strip()
    }
    said = {key: text for key, text in said.items() if get_close_matches(key, KEYS, n=1, cutoff=MISSPELT)}
    return _Place(_parsed(said), lambda key: PREFIX + key.upper().replace("-", "_"))


def _flags_place(flags: Mapping[str, object]) -> _Place:
    """Take what the user says now."""
    said = {key: value for key, value in flags.items() if value is not None}
    return _Place(_parsed(said), lambda key: f"--no-{key}" if said.get(key) is False else f"--{key}")


def _parsed(said: Mapping[str, object]) -> dict[str, object]:
    """Turn texts into what TOML would have."""
    return {
        key: KEYS[key].parse(value) if key in KEYS and isinstance(value, str) else value for key, value in said.items()
    }


def _speaks_of_us(path: Path) -> bool:
    """Say whether a project file has our table; other people's project files need not even be sound."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return False
    return re.search(r"^\s*\[\s*tool\s*\.\s*[\"']?ryabkov-diff[\"']?\s*[].]", text, re.MULTILINE) is not None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # above a folder that may not be searched
        return False


# ------------------------------------------------------------------------------------------------- the whole of it


def _contradictions(found: Mapping[str, tuple[int, Any]], places: Sequence[_Place]) -> dict[str, str]:
    """Return a fault for each kind that one place both asks for and ignores, with its hint."""
    strength, ignored = found.get("ignore", (0, ()))
    return {
        f"{places[strength].place_of(key)}: {kind!r} is ignored as well": f"leave it out of `ignore` or of `{key}`"
        for key in ASKING
        if key in found and found[key][0] == strength
        for kind in found[key][1]
        if kind in ignored
    }


def _still_ignored(found: Mapping[str, tuple[int, Any]]) -> tuple[str, ...]:
    """Return the kinds to ignore without those that a stronger place asks for."""
    strength, ignored = found.get("ignore", (0, ()))
    asked = {kind for key in ASKING if key in found and found[key][0] > strength for kind in found[key][1]}
    return tuple(kind for kind in ignored if kind not in asked)


def _toml(value: object) -> str:
    """Return a value as TOML writes it; for what settings hold, that is JSON but for tables."""
    if isinstance(value, dict):
        names = {name: name if BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False) for name in value}
        inside = ", ".join(f"{names[name]} = {_toml(each)}" for name, each in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    return json.dumps(value, ensure_ascii=False, default=str)
