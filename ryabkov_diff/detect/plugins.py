"""Detectors of other distributions: found through their entry points, checked, and as good as the program's own.

A distribution names a class in the entry point group `ryabkov_diff.detectors`; `docs/detectors.md` shows how. Nothing
is imported before a comparison or a kind's name needs it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from ryabkov_diff.domain import DECIMALS, DETECTOR_GROUP, MEANING_AT_STAKE, Finding
from ryabkov_diff.errors import DetectorError, RyabkovDiffError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.metadata import EntryPoint

    from ryabkov_diff.domain import Detector, Table

__all__ = ["Plugin", "load_plugins"]


# What a kind must look like, in the JSON Schema as well.
KIND = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Plugin:
    """A detector of another distribution; itself a detector that answers for the other one.

    Attributes:
        name: Of the entry point.
        distribution: Its name and version, e.g. `acme-hedges 1.2`.
        detector: What was loaded.
    """

    name: str
    distribution: str
    detector: Detector

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that it can find."""
        return tuple(self.detector.kinds)

    @property
    def rules(self) -> Mapping[str, str]:
        """What its rules say, by their ids; empty where it does not tell."""
        rules: Mapping[str, str] = getattr(self.detector, "rules", {})
        return rules

    def detect(self, table: Table) -> tuple[Finding, ...]:
        """Return its findings.

        Raises:
            DetectorError: It fails, or gives something that is no finding of the kinds that it has named.
        """
        try:
            findings = tuple(self.detector.detect(table))
        except RyabkovDiffError:
            raise
        except Exception as error:
            raise _error(self.name, self.distribution, f"has failed: {_said(error)}") from error
        for finding in findings:
            fault = _fault(finding, self.kinds, table)
            if fault:
                raise _error(self.name, self.distribution, fault)
        return tuple(replace(finding, confidence=round(finding.confidence, DECIMALS)) for finding in findings)


@cache
def load_plugins() -> tuple[Plugin, ...]:
    """Load the detectors of other distributions, by distribution and name; a second call returns the same ones.

    Raises:
        DetectorError: One cannot be loaded or is no detector; the message names its distribution.
    """
    plugins = [_load(point) for point in entry_points(group=DETECTOR_GROUP)]
    return tuple(sorted(plugins, key=lambda plugin: (plugin.distribution, plugin.name)))


def _load(point: EntryPoint) -> Plugin:
    distribution = f"{point.dist.name} {point.dist.version}" if point.dist is not None else "an unknown distribution"
    try:
        detector = point.load()()
        kinds = tuple(detector.kinds)
        sound = callable(detector.detect) and bool(kinds) and all(map(KIND.fullmatch, kinds))
    except Exception as error:
        raise _error(point.name, distribution, f"cannot be loaded: {_said(error)}") from error
    if not sound or isinstance(detector.kinds, str):
        raise _error(point.name, distribution, f"names no kinds such as ('odd-word',): {detector.kinds!r}")
    return Plugin(point.name, distribution, detector)


def _error(name: str, distribution: str, problem: str) -> DetectorError:
    package = distribution.partition(" ")[0]
    hint = f"update or uninstall {package}, or leave other distributions' detectors out with --no-plugins"
    return DetectorError(f"the detector {name!r} of {distribution} {problem}", hint)


def _said(error: Exception) -> str:
    """Return an error in one line, with its type."""
    return " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")


def _fault(finding: object, kinds: tuple[str, ...], table: Table) -> str:
    """Say what would make the result unreadable; empty when the finding is sound."""
    if not isinstance(finding, Finding):
        return f"gives {type(finding).__name__} where findings are expected"
    if finding.kind not in kinds:
        return f"finds the kind {finding.kind!r}, which it does not name among its kinds"
    if finding.severity not in range(MEANING_AT_STAKE + 1) or not 0 <= finding.confidence <= 1:
        return f"gives severity {finding.severity} and confidence {finding.confidence}; they go to 3 and to 1"
    if finding.passage is not None and finding.passage not in table.passage_by_id:
        return f"speaks of a passage {finding.passage!r} that is not in the table"
    for reading in finding.readings:
        if not set(reading.articles) <= set(table.article_by_sigil):
            return f"speaks of articles {', '.join(reading.articles)} that are not in the table"
        place = reading.selector
        if place is not None:
            text = table.article_by_sigil[reading.articles[0]].text or ""
            if not 0 <= place.start <= place.end <= len(text) or text[place.start : place.end] != place.exact:
                return f"quotes {place.exact!r}, which does not stand at its place; take Table.reading"
    return ""
