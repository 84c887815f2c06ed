"""The rows of one process: what of them are coordinates, weights and labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from .. import _arrays, _frames

#: What is known of rows beside their coordinates.
ROLES = ("weights", "known_labels", "start")


@dataclass(frozen=True)
class Column:
    """A column of a frame by its name, to say that a fit starts from the labels in it: ``start=Column("group")``."""

    name: str


class Part(NamedTuple):
    """A partition: an array or a frame, and of what is not in it the values by their role."""

    points: Any
    beside: Mapping[str, Any]


class Rows:
    """Consecutive rows from one or several partitions; of one partition nothing is copied.

    Parameters
    ----------
    parts : sequence of Part
        In the order of the rows; none is a process without rows.
    columns : mapping of str to str
        Of what stands in a column of the frame, the column by its role.
    """

    def __init__(self, parts: Sequence[Part], columns: Mapping[str, str]) -> None:
        tables = [_table(part, columns) for part in parts]
        tables = [table for table in tables if table.size > 0] or tables[:1]
        self.count = sum(table.size for table in tables)
        self.dimension = len(tables[0].coordinates) if tables else 0
        self.names = tables[0].names if tables else None
        for table in tables:
            if (len(table.coordinates), table.names) != (self.dimension, self.names):
                raise ValueError("The partitions have different columns.")
        self._tables = tables

    @cached_property
    def memory(self) -> _arrays.Array | tuple[_arrays.Array, ...] | None:
        """The coordinates as the engine reads them; None where there are no rows."""
        if self.count == 0:
            return None
        if len(self._tables) == 1 and self._tables[0].array is not None:
            return self._tables[0].array
        return tuple(_joined([table.coordinates[d] for table in self._tables]) for d in range(self.dimension))

    def beside(self, role: str) -> _arrays.Array | None:
        """What the rows have in a role, where they have it."""
        given = [table.beside.get(role) for table in self._tables]
        values = [np.asarray(one) for one in given if one is not None]
        return _joined(values) if values else None


class _Table(NamedTuple):
    size: int
    names: list[str] | None
    coordinates: Sequence[_arrays.Array]
    # Where the coordinates are one piece of memory.
    array: _arrays.Array | None
    beside: Mapping[str, Any]


def _table(part: Part, columns: Mapping[str, str]) -> _Table:
    frame = _frames.opened(part.points)
    if frame is None:
        if columns:
            raise ValueError(f"{', '.join(map(repr, columns.values()))}: an array has no columns of such names.")
        points = _arrays.points(part.points)
        coordinates = [points.column(d) for d in range(points.dimension)]
        return _Table(points.count, None, coordinates, points.memory, part.beside)  # type: ignore[arg-type]
    for name in columns.values():
        if name not in frame.names:
            raise ValueError(f"There is no column {name!r}; there are {frame.names}.")
    roles = {role: frame.column(frame.names.index(name)) for role, name in columns.items()}
    names = [name for name in frame.names if name not in columns.values()]
    points = _arrays.points(part.points, names)
    memory = tuple(points.column(d) for d in range(points.dimension))
    return _Table(points.count, names, memory, None, {**part.beside, **roles})


def _joined(pieces: Sequence[_arrays.Array]) -> _arrays.Array:
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
