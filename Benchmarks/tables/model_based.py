"""The sets of R. Sampaio, J. Dias Garcia, M. Poggi and T. Vidal, Regularization and optimization in
model-based clustering, Pattern Recognition 150:110310, 2024, with the figures that their repository has."""

import csv
import math
import re
from collections import defaultdict
from collections.abc import Hashable
from functools import cache
from pathlib import Path
from statistics import mean

from sets import Labeling, PointSet, Source, columns_of, lines

FOLDER = "RegularizationAndOptimizationInModelBasedClustering.jl"
# The publication's own: a genetic search, and covariances that are shrunk towards the sphere.
ALGORITHM = "gmm_hg_shrunk"
# Those that the publication scales to [0, 1] before it fits them.
SCALED = ("ecoli", "statlog-heart", "statlog-shuttle", "zoo")
# Points a component (older files alone tell it), components, dimensions, separation, replicate.
_SYNTHETIC = re.compile(r"(?:\d+_)?(\d+)_(\d+)_(-?[\d.]+)_(\d+)")


def sources(folder: Path, replicates: int = 1, algorithm: str = ALGORITHM) -> list[Source]:
    """The synthetic sets, so many of each kind, and those of the UCI repository."""
    root = folder / FOLDER
    found = []
    for path in (root / "data").glob("*.csv"):
        match = _SYNTHETIC.fullmatch(path.stem)
        if match and int(match[4]) <= replicates:
            key = (int(match[1]), int(match[2]), float(match[3]), int(match[4]))
            found.append((key, Source(f"synthetic/{path.stem}", path, _reader(path, root, algorithm, key))))
    synthetic = [source for _, source in sorted(found, key=lambda pair: (pair[0], pair[1].name))]
    tables = sorted((root / "data" / "uci").glob("*.csv"))
    return synthetic + [Source(f"uci/{path.stem}", path, _reader(path, root, algorithm)) for path in tables]


def _reader(path: Path, root: Path, algorithm: str, key: tuple | None = None):
    def read() -> PointSet:
        rows = [line.split(",") for line in lines(path)]
        columns = columns_of(path, [row[1:] for row in rows])
        if key is None and path.stem in SCALED:
            columns = [_scaled(column) for column in columns]
        published = _published(root, algorithm).get(path.stem if key is None else key)
        return PointSet(columns, [Labeling("", [int(float(row[0])) for row in rows], published)])

    return read


def _scaled(column: tuple[str, ...]) -> tuple[str, ...]:
    values = [float(value) for value in column]
    low, width = min(values), max(values) - min(values)
    return tuple(repr((value - low) / width) for value in values)


@cache
def _published(root: Path, algorithm: str) -> dict[Hashable, float]:
    """The adjusted Rand indices of one algorithm, in the mean over its runs: synthetic sets by what their
    names say, the others by name."""
    found: dict[Hashable, list[float]] = defaultdict(list)
    for name in ("synthetical.csv", "uci.csv"):
        path = root / "results" / name
        if not path.exists():
            continue
        with path.open(newline="") as file:
            for row in csv.DictReader(file):
                if row["algorithm"] == algorithm and math.isfinite(index := float(row["ari"])):
                    found[_key(row)].append(index)
    return {key: mean(indices) for key, indices in found.items()}


def _key(row: dict[str, str]) -> Hashable:
    return row.get("dataset") or (int(row["k"]), int(row["d"]), float(row["c"]), int(row["i"]))
