"""Arrays and frames as points that the engine reads where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]
Floats = NDArray[np.float64]


def column_names(X: Any) -> list[str] | None:
    """The names of a frame's columns (pandas, polars, pyarrow); None for anything else."""
    names = getattr(X, "column_names", None)
    if names is None:
        names = getattr(X, "columns", None)
    if names is None or callable(names):
        return None
    return [str(name) for name in names]


def selected(X: Any, columns: Sequence[str] | None) -> Any:
    """The columns of a model in its order, of a frame that has them all; else the same."""
    names = column_names(X)
    if names is None or columns is None or names == list(columns) or not set(columns) <= set(names):
        return X
    if hasattr(X, "select") and not hasattr(X, "iloc"):
        return X.select(list(columns))
    return X.iloc[:, [names.index(name) for name in columns]]


def points(X: Any) -> Array:
    """N points of D coordinates as an array of two axes, as it is wherever the engine can read it.

    Numbers of float64 and float32 in native byte order stay where they are, in any order and with any strides. Others, such
    as integers, are copied to float64.

    Raises
    ------
    ValueError
        Where these are no numbers, or not in two axes.
    """
    array = _array(X)
    if array.ndim != 2:
        hint = " Reshape it by X.reshape(-1, 1) if it is one coordinate of many points." if array.ndim == 1 else ""
        raise ValueError(f"Points are an array of two axes, (N, D); this one has {array.ndim}.{hint}")
    if array.dtype.kind not in "fiub":
        array = _numbers(array)
    if array.dtype.kind != "f" or array.dtype.itemsize not in (4, 8) or not array.dtype.isnative:
        return array.astype(np.float64)
    size = array.itemsize
    is_readable = array.flags.aligned and all(stride % size == 0 for stride in array.strides)
    return array if is_readable else np.ascontiguousarray(array)


def _array(X: Any) -> Array:
    if isinstance(X, np.ma.MaskedArray):
        return np.ma.filled(X.astype(np.float64), np.nan)
    if hasattr(X, "column_names") and hasattr(X, "to_batches"):
        return np.column_stack([X.column(i).to_numpy() for i in range(X.num_columns)])
    return np.asarray(X)


def _numbers(array: Array) -> Array:
    if array.dtype.kind == "c":
        raise ValueError("Points are real numbers; these are complex.")
    try:
        return array.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"Points are numbers: {error}.") from None


def weights(given: ArrayLike | None, count: int) -> Floats | None:
    """N weights side by side, or None."""
    if given is None:
        return None
    array = np.ascontiguousarray(given, dtype=np.float64)
    if array.shape != (count,):
        raise ValueError(f"There are weights of the shape {array.shape} for {count} points.")
    return array


def labels(given: Any, count: int) -> tuple[NDArray[np.int32], list[str]]:
    """Groups by number, and the groups' names in their order; None, NaN and negative numbers are unknown (-1)."""
    array = np.asarray(given)
    if array.shape != (count,):
        raise ValueError(f"There are labels of the shape {array.shape} for {count} points.")
    if array.dtype.kind in "iu":
        is_known = array >= 0
    else:
        array = array.astype(object)
        is_known = np.array([label is not None and label == label for label in array], dtype=bool)
    try:
        groups = sorted(set(array[is_known].tolist()))
    except TypeError:
        raise ValueError("Labels are all numbers or all texts, so that they have an order.") from None
    numbers = {group: number for number, group in enumerate(groups)}
    indices = [numbers[label] if known else -1 for label, known in zip(array.tolist(), is_known, strict=True)]
    return np.array(indices, dtype=np.int32), [str(group) for group in groups]
