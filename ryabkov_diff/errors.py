"""The errors that ryabkov-diff raises: what is wrong, then what to do about it.

Everything raised on purpose is a `RyabkovDiffError`; the command line shows `message`, then `hint`,
and ends with status 2. Anything else that escapes is a defect of the program.
"""

from __future__ import annotations

__all__ = [
    "ComparisonFormatError",
    "DetectorError",
    "EmbeddingError",
    "InputError",
    "ModelError",
    "OutputError",
    "RyabkovDiffError",
    "SettingsError",
]


class RyabkovDiffError(Exception):
    """The root of all errors raised on purpose.

    Args:
        message: What is wrong with which thing: expected and found, in one line.
        hint: What the user can do about it, in one line; empty when there is nothing to advise.
        more: What else is wrong with the same thing, one line each.
    """

    def __init__(self, message: str, hint: str = "", more: tuple[str, ...] = ()) -> None:
        super().__init__("\n".join((message, *more)))
        self.message = message
        self.hint = hint
        self.more = more


class InputError(RyabkovDiffError):
    """An input is missing, unreadable, empty or not text."""


class SettingsError(RyabkovDiffError):
    """A setting has a value that it cannot have, or two settings exclude each other."""


class ModelError(RyabkovDiffError):
    """A model or its weights are missing, damaged or not what was asked for."""


class EmbeddingError(RyabkovDiffError):
    """An embedder returned something other than one finite vector a text."""


class DetectorError(RyabkovDiffError):
    """A detector of another distribution cannot be loaded, has failed, or has found what is no finding."""


class ComparisonFormatError(RyabkovDiffError):
    """A saved comparison is not of the form that `ryabkov-diff schema` describes."""


class OutputError(RyabkovDiffError):
    """A result could not be written where it was asked for."""
