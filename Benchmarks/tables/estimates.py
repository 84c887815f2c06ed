"""Runs gmm on a set: a fit of all its points, or fits of parts that are scored on the rest."""

import csv
import random
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# Behind this folder's own modules, of which none has the name of another there.
sys.path.append(str(Path(__file__).resolve().parent.parent / "compare" / "comparison"))

from processes import Run, RunError, run  # noqa: E402

Columns = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Gmm:
    """The command, and what is handed on to its fit."""

    path: Path
    options: tuple[str, ...] = ()

    def version(self) -> str:
        return run([str(self.path), "--version"]).output.strip()

    def fit(self, points: Path, dimension: int, components: int, *outputs: str) -> Run:
        words = ["fit", str(points), "-k", str(components), "--columns", f"1-{dimension}", "--quiet"]
        return run([str(self.path), *words, *outputs, *self.options])

    def score(self, points: Path, model: Path) -> Run:
        return run([str(self.path), "score", str(points), "--model", str(model), "--json", "--quiet"])


@dataclass(frozen=True)
class Estimate:
    """What came of a set: labels only where all points were fitted, and nothing where that failed."""

    seconds: float | None = None
    nats: float | None = None
    labels: list[str] | None = None
    trouble: str = ""


def fitted(gmm: Gmm, columns: Columns, components: int) -> Estimate:
    """A fit of all points: their labels, and the log-likelihood a point."""
    count = len(columns[0])
    with tempfile.TemporaryDirectory() as name:
        points, labelled = Path(name) / "points.csv", Path(name) / "labelled.csv"
        _write(columns, range(count), points)
        try:
            done = gmm.fit(points, len(columns), components, "--json", "--classify", str(labelled))
            nats = _finite(done.answer()["fit"]["logLikelihood"]) / count
        except RunError as error:
            return Estimate(trouble=str(error))
        with labelled.open(newline="") as file:
            labels = [row["label"] for row in csv.DictReader(file)]
    return Estimate(done.seconds, nats, labels)


def held_out(gmm: Gmm, columns: Columns, components: int, folds: int) -> Estimate:
    """Every point under the model of the other folds: the log-likelihood a point. The time is that of all
    fits; the parts are the same for whatever options gmm is given."""
    count = len(columns[0])
    seconds = total = 0.0
    with tempfile.TemporaryDirectory() as name:
        points, rest, model = (Path(name) / file for file in ("points.csv", "rest.csv", "model.json"))
        try:
            for fold in parts(count, folds):
                kept = set(fold)
                _write(columns, (i for i in range(count) if i not in kept), points)
                _write(columns, fold, rest)
                seconds += gmm.fit(points, len(columns), components, "-o", str(model)).seconds
                total += _finite(gmm.score(rest, model).answer()["logLikelihood"])
        except RunError as error:
            return Estimate(trouble=str(error))
    return Estimate(seconds, total / count)


def parts(count: int, folds: int) -> list[list[int]]:
    """The points dealt out into parts that differ by at most one: files are often sorted by class."""
    if count < folds:
        raise RunError(f"{count} points cannot be dealt out into {folds} parts")
    order = list(range(count))
    random.Random(1).shuffle(order)
    return [sorted(order[fold::folds]) for fold in range(folds)]


def _finite(value: float | None) -> float:
    if value is None:
        raise RunError("the log-likelihood is not finite")
    return value


def _write(columns: Columns, rows: Iterable[int], path: Path) -> None:
    with path.open("w") as file:
        file.write(",".join(f"x{i + 1}" for i in range(len(columns))) + "\n")
        file.writelines(",".join(column[row] for column in columns) + "\n" for row in rows)
