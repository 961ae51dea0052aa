"""The options of every stage in one frozen object, and the line that says them.

`keys.py` has the name and the check of each setting, `places.py` reads them from files, environment and flags.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from ryabkov_diff.domain import SCHEMA_VERSION, Note, listed
from ryabkov_diff.embed import DEFAULT_MODEL
from ryabkov_diff.errors import SettingsError
from ryabkov_diff.read.documents import FieldNames, Limits, ReadOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ryabkov_diff.domain import Finding

__all__ = ["Settings"]

# The signature is one line with fields between bars: no name in it may have these.
_BETWEEN_FIELDS = re.compile(r"[|\s]+")

# Hexadecimal digits of a checksum in the signature: enough to tell two files of one user apart.
DIGEST = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """What a comparison is made with, and which of its findings are given.

    The fields are the keys of a settings file, with `_` for `-`; `docs/settings.md` describes each. All but `kind`,
    `min_severity`, `fail_on` and `sources` shape the result; these say of what it is, what is shown of it, and to what
    end.

    Attributes:
        engine: How vectors are computed: `auto`, `onnx`, `sentence-transformers` or `lexical`.
        model: The name or path of a sentence-transformers model.
        nli: The name or path of a cross-encoder that judges whether statements contradict each other; None for none.
        same_event: Whether the user says that all articles report the same event.
        glossary: A TOML file with further names of people, places and organisations; None for none.
        outlets: What readers call an article, by the name of its file, of its publisher or of its site; names may have
            the wildcards `*` and `?`, and the first that fits counts.
        text_key: Where JSON that is none of the known forms has the text: a key, or several with full stops between.
        headline_key: Where it has the title; this and the next three in the same way.
        publisher_key: The outlet.
        date_key: The day of publication.
        url_key: The address.
        max_size: The most bytes that one source may have, as received and after decompression.
        max_articles: The most articles of one run.
        max_statements: The most statements of one article.
        max_nesting: How deep the objects of JSON and the elements of a page may be nested.
        fix_text: Whether text that was read in a wrong encoding is repaired.
        save_pages: The folder in which fetched pages are kept as received; None keeps none.
        ignore: The kinds of findings to leave out of the result.
        min_confidence: By kind the least confidence, in [0, 1], of the findings that are given.
        plugins: Whether detectors of other distributions run.
        kind: The kinds of findings to show; empty shows all.
        min_severity: The least severity of the findings to show; None leaves it to the format.
        fail_on: The kinds of findings that make the program end with status 1.
        sources: What `report` reads where it is given nothing: files, folders and patterns such as `2022/*.txt`.
        origins: Where each setting was set, by key: a file's name, a variable of the environment, or a flag; those at
            their default are lacking.
    """

    engine: str = "auto"
    model: str = DEFAULT_MODEL
    nli: str | None = None
    same_event: bool = False
    glossary: Path | None = None
    outlets: Mapping[str, str] = field(default_factory=dict)
    text_key: str | None = None
    headline_key: str | None = None
    publisher_key: str | None = None
    date_key: str | None = None
    url_key: str | None = None
    max_size: int = Limits().size
    max_articles: int = Limits().articles
    # A book of interviews has some thousands; beyond, every stage takes minutes.
    max_statements: int = 5_000
    max_nesting: int = Limits().nesting
    fix_text: bool = False
    save_pages: Path | None = None
    ignore: tuple[str, ...] = ()
    min_confidence: Mapping[str, float] = field(default_factory=dict)
    plugins: bool = True
    kind: tuple[str, ...] = ()
    min_severity: int | None = None
    fail_on: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        """Refuse a text where several are expected: `ignore="number"` would be six kinds of one letter.

        Raises:
            SettingsError: One of the settings that are tuples of texts is none.
        """
        for name in ("ignore", "kind", "fail_on", "sources"):
            value = getattr(self, name)
            if not isinstance(value, tuple | list) or not all(isinstance(one, str) for one in value):
                msg = f"{name}: expected a tuple of texts, found {value!r}"
                raise SettingsError(msg, f"write {name}=({value!r},)" if isinstance(value, str) else "")

    def values(self) -> dict[str, Any]:
        """Return the settings by key, as a settings file names them: `min-severity`."""
        return {one.name.replace("_", "-"): getattr(self, one.name) for one in fields(self) if one.name != "origins"}

    def reading(self) -> ReadOptions:
        """Return how sources are read."""
        return ReadOptions(
            keys=FieldNames(self.text_key, self.headline_key, self.publisher_key, self.date_key, self.url_key),
            limits=Limits(self.max_size, self.max_articles, self.max_nesting),
            fix_text=self.fix_text,
            save_pages=None if self.save_pages is None else str(self.save_pages),
        )

    def keeps(self, finding: Finding) -> bool:
        """Say whether a finding stays in the result: its kind is not ignored, and it is sure enough."""
        return finding.kind not in self.ignore and finding.confidence >= self.min_confidence.get(finding.kind, 0.0)

    def notes(self, left_out: Iterable[Finding]) -> tuple[Note, ...]:
        """Say which settings from a file or the environment shaped the result, and which findings it lacks.

        Args:
            left_out: The findings that `keeps` has refused.

        Returns:
            No note where everything is at its default, or was asked for with a flag and left nothing out.
        """
        notes = []
        values, defaults = self.values(), Settings().values()
        places: dict[str, list[str]] = {}
        for key, place in self.origins.items():
            # A flag is in the reader's own command, and the exit status is no part of the result.
            if values[key] != defaults[key] and key not in {"fail-on", "sources"} and not place.startswith("--"):
                places.setdefault(place, []).append(key)
        if places:
            said = [f"{place} ({', '.join(keys)})" for place, keys in places.items()]
            notes.append(Note("settings", f"Settings were taken from {listed(said)}."))
        counts = Counter(("ignore" if one.kind in self.ignore else "min-confidence", one.kind) for one in left_out)
        if counts:
            reasons: dict[str, list[str]] = {}
            for (key, kind), number in sorted(counts.items()):
                reasons.setdefault(key, []).append(f"{number} of kind {kind}")
            said = [
                f"{listed(lacking)}, by {key} ({self.origins.get(key, 'settings')})" for key, lacking in reasons.items()
            ]
            notes.append(Note("left-out", f"Findings are left out: {'; '.join(said)}."))
        return tuple(notes)

    def signature(self, version: str, embedder: str, plugins: Sequence[str] = (), nli: str | None = None) -> str:
        """Return the line to paste into a paper: what made a result, field by field between bars.

        Args:
            version: Of the program.
            embedder: The name of the embedder that ran, e.g. `model:all-MiniLM-L6-v2@1110a243|engine:onnx`.
            plugins: The other distributions whose detectors ran, each with its version.
            nli: The name of the entailment model that ran; None for none.
        """
        event = "asserted" if self.same_event else "detected"
        said = [f"ryabkov-diff|v:{version}|schema:{SCHEMA_VERSION}|{embedder}|event:{event}"]
        if nli is not None:
            said.append("nli:" + _BETWEEN_FIELDS.sub("-", nli))
        if self.fix_text:
            from importlib.metadata import version as installed

            said.append(f"fix-text:ftfy@{installed('ftfy')}")
        if self.ignore:
            said.append(f"ignore:{','.join(sorted(self.ignore))}")
        if self.min_confidence:
            said.append(
                "min-confidence:" + ",".join(f"{kind}={least:g}" for kind, least in sorted(self.min_confidence.items()))
            )
        if self.glossary is not None:
            said.append(f"glossary:{_digest(self.glossary.read_bytes())}")
        if self.outlets:
            # The order counts: of several names that fit, the first one does.
            said.append(f"outlets:{_digest(json.dumps(list(self.outlets.items())).encode())}")
        if plugins:
            said.append("plugins:" + ",".join(name.replace(" ", "@") for name in dict.fromkeys(plugins)))
        return "|".join(said)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:DIGEST]
