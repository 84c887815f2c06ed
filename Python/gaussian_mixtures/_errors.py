"""Why something failed, as exceptions."""

from __future__ import annotations


class MixtureError(Exception):
    """What all failures of the library have in common.

    ``str(error)`` says what was found, where, and what would cure it.

    Attributes
    ----------
    code : str
        The kind of the failure, such as ``"tooFewPoints"``; it stays the same from version to version.
    column : int or None
        The column to blame, from 0.
    """

    def __init__(self, message: str, code: str = "", column: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.column = column

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (str(self), self.code, self.column)


class FitError(MixtureError, ValueError):
    """No mixture could be fitted: options, points or a start that do not suit.

    Codes: ``configuration``, ``tooFewPoints``, ``observations``, ``noise``, ``start``, ``scale``, ``memory``, ``range``,
    ``stopped``, and over several processes ``communication``.
    """


class ModelError(MixtureError, ValueError):
    """Parameters are no mixture, or points are not of its dimension.

    Codes: ``empty``, ``dimension``, ``weights``, ``notFinite``, ``covariance``, ``noise``.
    """


class PointsError(MixtureError, ValueError):
    """Numbers are no points: there are none, or some are NaN or infinite.

    Codes: ``empty``, ``unequalColumns``, ``notFinite``, ``noRegion``, ``size``.
    """


class OptionError(MixtureError, ValueError):
    """An option that is unknown or not of the kind that is needed."""


class ModelFileError(MixtureError, OSError):
    """A model file that cannot be read or written, or is none.

    Codes: ``noInput``, ``badData``, ``cannotCreate``, ``inputOutput``.
    """

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


_KINDS: dict[str, type[MixtureError]] = {
    "fit": FitError,
    "model": ModelError,
    "points": PointsError,
    "file": ModelFileError,
    "options": OptionError,
}


def failure(kind: str, code: str, message: str, column: int) -> Exception:
    """The exception of a failure; what the native module raises."""
    if code == "memory":
        return MemoryError(message)
    return _KINDS.get(kind, OptionError)(message, code, None if column < 0 else column)
