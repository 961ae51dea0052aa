"""What the fitted models have in common: folds of their cross-validation, and the data files with their provenance."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measures import DECIMALS
from ryabkov_diff.linking import load_link_model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.measures import Counts
    from ryabkov_diff.linking import LinkModel

__all__ = ["FOLDS", "PACKAGE", "assign_folds", "round_figures", "to_fields", "write_model"]

# Where the data files lie.
PACKAGE = Path(__file__).resolve().parents[2] / "ryabkov_diff"

FOLDS = 5


def assign_folds(groups: Sequence[Any]) -> list[int]:
    """Give each item a fold, so that the items of a group (a document, say) are in one.

    Args:
        groups: The group of each item: numbers or names. In their order they take folds in turn.

    Returns:
        For each item its fold, in [0, FOLDS).
    """
    number = {group: place for place, group in enumerate(sorted(set(groups)))}
    return [number[group] % FOLDS for group in groups]


def round_figures(counts: Counts) -> dict[str, float]:
    """Return precision, recall and F1, rounded as data files have them."""
    return {name: round(getattr(counts, name), DECIMALS) for name in ("precision", "recall", "f1")}


def to_fields(model: LinkModel) -> dict[str, Any]:
    """Return a model in the form that `load_link_model` reads."""
    return {
        "threshold": model.threshold,
        "stages": [{"weights": dict(stage.weights), "intercept": stage.intercept} for stage in model.stages],
    }


def write_model(
    target: Path,
    model: Mapping[str, Any],
    *,
    script: str,
    bench: Path,
    files: Sequence[str],
    data: str,
    counts: Mapping[str, int],
    embedder: str,
    cross_validation: Mapping[str, Any],
) -> None:
    """Write a data file: where its numbers come from, then the numbers.

    Args:
        target: The file.
        model: Its fields, see `to_fields`.
        script: The name of the module that fitted it.
        bench: The folder of the development sets.
        files: What was read of it; the checksum is of all of them in this order.
        data: What they are, with their source.
        counts: How much was fitted on, by what it is.
        embedder: The name of the embedder.
        cross_validation: Figures of what the model was not fitted on.
    """
    provenance = {
        "script": f"{script.replace('.', '/')}.py",
        "data": data,
        "sha256": hashlib.sha256(b"".join((bench / name).read_bytes() for name in files)).hexdigest(),
        **counts,
        "embedder": embedder,
        "cross_validation": cross_validation,
    }
    target.write_text(json.dumps({"provenance": provenance, **model}, indent=1) + "\n", encoding="utf-8")
    # What is fitted next may rest on this model.
    load_link_model.cache_clear()
