"""What the Python peers have in common: the command line, the files, the answer.

usage: PEER.py FOLDER COMPONENTS DIAGONAL(0|1) ITERATIONS THREADS MODEL [OPTION…]

FOLDER holds a workload; the final model is written to MODEL (raw doubles: weights, means, covariances); the
answer is one line of JSON. ITERATIONS is 0 for a run to convergence.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

# What a run to convergence stops at, in nats a point.
TOLERANCE = 1e-8
ITERATION_LIMIT = 1000


@dataclass(frozen=True)
class Task:
    """What is asked of a peer."""

    folder: Path
    components: int
    is_diagonal: bool
    iterations: int
    threads: int
    model: Path
    options: tuple[str, ...]

    @property
    def limit(self) -> int:
        return self.iterations or ITERATION_LIMIT

    def points(self) -> Doubles:
        return np.load(self.folder / "points.npy")

    def start(self) -> tuple[Doubles, Doubles, Doubles]:
        with np.load(self.folder / "start.npz") as start:
            return start["weights"], start["means"], start["covariances"]


def task() -> Task:
    folder, components, diagonal, iterations, threads, model, *options = sys.argv[1:]
    return Task(
        Path(folder), int(components), diagonal == "1", int(iterations), int(threads), Path(model),
        tuple(options),
    )


def write_model(path: Path, weights: Doubles, means: Doubles, covariances: Doubles) -> None:
    """Writes a model; variances instead of covariances are made diagonal matrices."""
    if covariances.ndim == 2:
        covariances = covariances[:, :, None] * np.eye(covariances.shape[1])
    parts = [np.asarray(part, np.float64).ravel() for part in (weights, means, covariances)]
    np.concatenate(parts).tofile(path)


def answer(**values: object) -> None:
    print(json.dumps(values))
