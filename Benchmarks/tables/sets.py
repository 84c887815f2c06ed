"""What a suite is made of: sets of points, each with partitions that are held for true."""

import gzip
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agreement import adjusted_rand


@dataclass(frozen=True)
class Labeling:
    """A partition that is held for true; points without a label are noise, which no index counts."""

    name: str
    truth: Sequence[int | None]
    published: float | None = None

    @property
    def components(self) -> int:
        return len(set(self.truth) - {None})

    def index(self, partition: Sequence[object]) -> float:
        if len(partition) != len(self.truth):
            raise ValueError(f"there are {len(partition)} labels for {len(self.truth)} points")
        kept = [pair for pair in zip(self.truth, partition, strict=True) if pair[0] is not None]
        return adjusted_rand([truth for truth, _ in kept], [label for _, label in kept])


@dataclass(frozen=True)
class PointSet:
    """Points by columns, as they are written in the file: no number is rounded on its way to gmm."""

    columns: list[tuple[str, ...]]
    labelings: list[Labeling]

    @property
    def count(self) -> int:
        return len(self.columns[0])


@dataclass(frozen=True)
class Source:
    """A set that has yet to be read."""

    name: str
    path: Path
    read: Callable[[], PointSet]

    def count(self) -> int:
        """The number of points, without keeping them: a set that is too large is not read."""
        return sum(1 for _ in lines(self.path))


def lines(path: Path) -> Iterator[str]:
    """The lines of a file, packed or not, that say something."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        for line in file:
            text = line.strip()
            if text and not text.startswith("#"):
                yield text


def columns_of(path: Path, rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The columns of a table that tell points apart: the others have no variance, which no mixture bears."""
    try:
        columns = list(zip(*rows, strict=True))
        kept = [column for column in columns if len(set(map(float, column))) > 1]
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
    if not kept:
        raise ValueError(f"{path}: there is no column whose values differ")
    return kept
