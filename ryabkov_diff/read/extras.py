"""Formats whose libraries are not installed with the program: what to say when one is missing."""

from __future__ import annotations

from ryabkov_diff.read.sources import Fault

__all__ = ["missing_extra"]


def missing_extra(name: str, extra: str) -> Fault:
    """Return what is wrong with a source whose format needs an extra of this distribution.

    Args:
        name: Of the source.
        extra: As `pyproject.toml` calls it.
    """
    return Fault(name, f"needs the extra {extra!r}", f"pip install 'ryabkov-diff[{extra}]'")
