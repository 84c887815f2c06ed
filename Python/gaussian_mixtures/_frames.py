"""Frames of pandas, polars, pyarrow and all that hands out Arrow's columns, as columns of NumPy."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Frame(NamedTuple):
    """The names of a frame's columns, and each column by its place, which is looked at no earlier than that."""

    names: list[str]
    column: Callable[[int], NDArray[Any]]


def opened(X: Any) -> Frame | None:
    """A frame with its names and columns; None for anything else.

    Columns are views of the frame's memory where they are numbers without gaps in one piece. Values that are missing become
    NaN, for which a column is copied, and so is one of several chunks.
    """
    if hasattr(X, "iloc") and hasattr(X, "columns"):
        return Frame([str(name) for name in X.columns], lambda place: _of_pandas(X.iloc[:, place]))
    if hasattr(X, "get_columns"):
        return Frame(list(X.columns), lambda place: X.to_series(place).to_numpy())
    if hasattr(X, "num_columns") and hasattr(X, "schema"):
        return Frame(list(X.schema.names), lambda place: _of_arrow(X.column(place)))
    if hasattr(X, "__arrow_c_stream__") and not hasattr(X, "__array__"):
        return opened(_table(X))
    return None


def _of_pandas(series: Any) -> NDArray[Any]:
    if isinstance(series.dtype, np.dtype) or series.dtype.kind not in "fiub":
        return np.asarray(series)
    kind = np.float64 if series.hasnans else series.dtype.numpy_dtype
    return np.asarray(series.to_numpy(dtype=kind, na_value=np.nan))


def _of_arrow(column: Any) -> NDArray[Any]:
    if hasattr(column, "num_chunks"):
        column = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return np.asarray(column.to_numpy(zero_copy_only=False))


def _table(X: Any) -> Any:
    """What hands out Arrow's columns, as a frame of whoever is installed to take them; nothing is copied."""
    for module, name in (("pyarrow", "table"), ("polars", "DataFrame")):
        try:
            return getattr(importlib.import_module(module), name)(X)
        except ImportError:
            continue
    raise ValueError("Points from Arrow's stream of columns are read by pyarrow or polars; neither is installed.")
