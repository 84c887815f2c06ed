"""Arrays and frames as points that the engine reads where they stand."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _frames

Array = NDArray[Any]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Points:
    """N points of D coordinates as they stand: an array of two axes, or D of one, as frames have them."""

    memory: Array | tuple[Array, ...]
    count: int
    dimension: int
    names: list[str] | None

    def __len__(self) -> int:
        return self.count

    def column(self, place: int) -> Array:
        """The coordinate of all points in one dimension."""
        return self.memory[place] if isinstance(self.memory, tuple) else self.memory[:, place]


def points(X: Any, wanted: Sequence[str] | None = None) -> Points:
    """N points of D coordinates, which stay where they are wherever the engine can read them.

    Numbers of float64 and float32 in native byte order stay, in any order and with any strides, and those of a frame column by
    column. Others, such as integers, are copied to float64.

    Parameters
    ----------
    wanted : sequence of D str, optional
        The columns of a model, which are taken in their order of a frame that has them all.

    Raises
    ------
    ValueError
        Where these are no numbers, or not in two axes.
    """
    frame = _frames.opened(X)
    if frame is not None:
        return _of_frame(frame, wanted)
    array = np.ma.filled(X.astype(np.float64), np.nan) if _is_masked(X) else np.asarray(X)
    if array.ndim != 2:
        hint = " Reshape it by X.reshape(-1, 1) if it is one coordinate of many points." if array.ndim == 1 else ""
        raise ValueError(f"Points are an array of two axes, (N, D); this one has {array.ndim}.{hint}")
    return Points(_readable(array, "Points"), len(array), array.shape[1], None)


def _is_masked(X: Any) -> bool:
    """Without the import, which takes longer than labels of a million points: what is not imported has made no X."""
    return "numpy.ma" in sys.modules and isinstance(X, np.ma.MaskedArray)


def _of_frame(frame: _frames.Frame, wanted: Sequence[str] | None) -> Points:
    names, places = frame.names, list(range(len(frame.names)))
    if wanted is not None and set(wanted) <= set(names):
        names, places = list(wanted), [names.index(name) for name in wanted]
    memory = tuple(_readable(frame.column(place), f"Column {frame.names[place]!r}") for place in places)
    return Points(memory, len(memory[0]) if memory else 0, len(memory), names)


def _readable(array: Array, what: str) -> Array:
    """The same where the engine can read it, else a copy that it can."""
    if array.dtype.kind not in "fiub":
        array = _numbers(array, what)
    if array.dtype.kind != "f" or array.dtype.itemsize not in (4, 8) or not array.dtype.isnative:
        return array.astype(np.float64)
    is_readable = array.flags.aligned and all(stride % array.itemsize == 0 for stride in array.strides)
    return array if is_readable else array.copy()


def _numbers(array: Array, what: str) -> Array:
    verb = "are" if what == "Points" else "has to hold"
    if array.dtype.kind == "c":
        raise ValueError(f"{what} {verb} real numbers; these are complex.")
    try:
        return array.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{what} {verb} numbers: {error}.") from None


def weights(given: ArrayLike | None, count: int) -> Floats | None:
    """N weights side by side, or None."""
    if given is None:
        return None
    array = np.require(given, np.float64, ["C_CONTIGUOUS", "ALIGNED"])
    if array.shape != (count,):
        raise ValueError(f"There are weights of the shape {array.shape} for {count} points.")
    return array


class Labels:
    """The groups of N points as somebody calls them; None, NaN and negative numbers are unknown."""

    def __init__(self, given: Any, count: int) -> None:
        array = np.asarray(given)
        if array.shape != (count,):
            raise ValueError(f"There are labels of the shape {array.shape} for {count} points.")
        self.is_real = array.dtype.kind == "f"
        if array.dtype.kind in "iu":
            self._is_known = array >= 0
        else:
            array = array.astype(object)
            self._is_known = np.array([_is_known(label) for label in array], dtype=bool)
        self._array = array

    @property
    def groups(self) -> list[Any]:
        """The groups that there are, in order."""
        return in_order(set(self._array[self._is_known].tolist()))

    def numbers(self, groups: Sequence[Any]) -> NDArray[np.int32]:
        """Of each point its group by its number among these, or -1."""
        places = {group: number for number, group in enumerate(groups)}
        pairs = zip(self._array.tolist(), self._is_known, strict=True)
        return np.array([places[label] if known else -1 for label, known in pairs], dtype=np.int32)


def _is_known(label: Any) -> bool:
    """Whether a label is none of the ways to say that there is none, which are None, NaN and the NA of pandas."""
    try:
        return label is not None and bool(label == label)
    except TypeError:
        return False


def in_order(groups: set[Any]) -> list[Any]:
    """Groups by numbers or by texts."""
    try:
        return sorted(groups)
    except TypeError:
        raise ValueError("Labels are all numbers or all texts, so that they have an order.") from None
