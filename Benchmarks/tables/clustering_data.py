"""M. Gagolewski's suite: gagolews/clustering-data-v1, and of its results those of scikit-learn's mixtures."""

from collections.abc import Sequence
from pathlib import Path

from sets import Labeling, PointSet, Source, columns_of, lines

DATA = "clustering-data-v1"
RESULTS = "clustering-results-v1"
# The batteries but for those of many or large sets: g2mg, h2mg and mnist.
USUAL = ("fcps", "graves", "other", "sipu", "uci", "wut")
_ENDING = ".data.gz"


def sources(folder: Path, batteries: Sequence[str] = USUAL) -> list[Source]:
    """The sets of some batteries, by name."""
    found = []
    for battery in batteries:
        for path in sorted((folder / DATA / battery).glob(f"*{_ENDING}")):
            name = path.name.removesuffix(_ENDING)
            partitions = folder / RESULTS / "original" / "sklearn_gm" / battery
            found.append(Source(f"{battery}/{name}", path, _reader(path, name, partitions)))
    return found


def _reader(path: Path, name: str, partitions: Path):
    def read() -> PointSet:
        columns = columns_of(path, [line.split() for line in lines(path)])
        files = sorted(path.parent.glob(f"{name}.labels*.gz"))
        return PointSet(columns, [_labeling(file, name, partitions, len(columns[0])) for file in files])

    return read


def _labeling(file: Path, name: str, partitions: Path, count: int) -> Labeling:
    truth = [label or None for label in _integers(file)]
    if len(truth) != count:
        raise ValueError(f"{file}: there are {len(truth)} labels for {count} points")
    labeling = Labeling(file.name.removeprefix(f"{name}.").removesuffix(".gz"), truth)
    published = partitions / f"{name}.result{labeling.components}.gz"
    if not published.exists():
        return labeling
    return Labeling(labeling.name, truth, labeling.index(_integers(published)))


def _integers(path: Path) -> list[int]:
    # Some are written as 1.0.
    return [int(float(word)) for line in lines(path) for word in line.split()]
