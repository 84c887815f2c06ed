"""The seeded data on which programs are compared. Run as a program: workloads.py FOLDER NAME…

Each workload is a folder of files:
  points.npy   N x D doubles; points.f64 has them raw, for programs that read no NumPy arrays
  start.npz    weights, means and covariances from which every program starts EM; start.f64 has them raw, one
               after the other, and start.json as a model document of gmm
  labels.npy   the component that each point was drawn from (zeros for a surface)

The order of the draws is part of the definition: another order gives other data.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import catalogue
import numpy as np
from catalogue import Workload
from numpy.typing import NDArray

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Data:
    """Points, where they are from, and a start for EM."""

    points: Doubles
    labels: NDArray[np.int64]
    weights: Doubles
    means: Doubles
    covariances: Doubles


def surface_points(random: np.random.Generator, count: int) -> Doubles:
    """A closed band with a wavy rim and a wavy cross-section, and noise of 0.01 in every direction."""
    around, across = random.uniform(0, 2 * np.pi, (2, count))
    rim = 2 + 0.3 * np.sin(5 * around)
    thickness = 0.7 + 0.1 * np.cos(7 * across)
    distance = rim + thickness * np.cos(across)
    height = thickness * np.sin(across) + 0.2 * np.sin(3 * around)
    exact = np.stack([distance * np.cos(around), distance * np.sin(around), height], axis=1)
    return exact + 0.01 * random.normal(size=(count, 3))


def diagonal_part(matrix: Doubles) -> Doubles:
    """The matrix with zeros (none of them negative) beside the diagonal."""
    return np.diag(np.diagonal(matrix))


def mixture_points(
    random: np.random.Generator, workload: Workload, separation: float
) -> tuple[Doubles, NDArray[np.int64]]:
    """Points of random Gaussians, with the component of each."""
    count, dimension, components = workload.count, workload.dimension, workload.components
    weights = random.dirichlet(np.full(components, 5.0))
    means = random.normal(size=(components, dimension)) * separation
    roots = random.normal(size=(components, dimension, dimension)) * 0.5
    covariances = roots @ roots.transpose(0, 2, 1) + 0.2 * np.eye(dimension)
    if workload.is_diagonal:
        covariances = np.stack([diagonal_part(covariance) for covariance in covariances])
    labels = random.choice(components, count, p=weights)
    points = np.empty((count, dimension))
    for k in range(components):
        members = np.flatnonzero(labels == k)
        factor = np.linalg.cholesky(covariances[k])
        points[members] = random.normal(size=(members.size, dimension)) @ factor.T + means[k]
    return points, labels


def blended_points(
    random: np.random.Generator, workload: Workload, separation: float
) -> tuple[Doubles, NDArray[np.int64]]:
    """Points of Gaussians in many dimensions whose covariances are random products, with noise in all directions."""
    count, dimension, components = workload.count, workload.dimension, workload.components
    means = random.normal(size=(components, dimension)) * separation
    labels = random.integers(0, components, count)
    points = means[labels]
    roots = random.normal(size=(components, dimension, dimension)) * 0.7 / np.sqrt(dimension)
    for k in range(components):
        members = np.flatnonzero(labels == k)
        points[members] += random.normal(size=(members.size, dimension)) @ roots[k].T
        points[members] += 0.3 * random.normal(size=(members.size, dimension))
    return points, labels


def draw(workload: Workload) -> Data:
    """The data of a workload: equal weights, means at random points, one covariance for all to start from."""
    random = np.random.default_rng(workload.seed)
    if workload.separation is None:
        points = surface_points(random, workload.count)
        labels = np.zeros(workload.count, np.int64)
        covariance = np.eye(workload.dimension) * (4.0 / workload.components)
    else:
        drawing = blended_points if workload.is_blended else mixture_points
        points, labels = drawing(random, workload, workload.separation)
        covariance = np.cov(points.T) / 2
        if workload.is_diagonal:
            covariance = diagonal_part(covariance)
    chosen = random.choice(workload.count, workload.components, replace=False)
    return Data(
        points=points,
        labels=labels,
        weights=np.full(workload.components, 1 / workload.components),
        means=points[chosen],
        covariances=np.repeat(covariance[None], workload.components, axis=0),
    )


def model_document(data: Data, structure: str) -> dict[str, object]:
    """The start as a model document of gmm."""
    return {
        "schema": "gaussian-mixtures/model/1",
        "dimension": data.points.shape[1],
        "componentCount": len(data.weights),
        "structure": structure,
        "components": [
            {"weight": weight, "mean": mean, "covariance": covariance}
            for weight, mean, covariance in zip(
                data.weights.tolist(), data.means.tolist(), data.covariances.tolist(), strict=True
            )
        ],
        "noise": None,
    }


def write(workload: Workload, folder: Path) -> None:
    """Draws a workload into its folder; the last file to appear is the one that says it is complete."""
    data = draw(workload)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "points.npy", data.points)
    data.points.tofile(folder / "points.f64")
    np.save(folder / "labels.npy", data.labels)
    start = {"weights": data.weights, "means": data.means, "covariances": data.covariances}
    np.savez(folder / "start.npz", **start)
    np.concatenate([part.ravel() for part in start.values()]).tofile(folder / "start.f64")
    if workload.name == catalogue.CSV_WORKLOAD:
        np.savetxt(
            folder / "points.csv", data.points, fmt="%.7g", delimiter=",", header="x,y,z", comments=""
        )
    structure = "VVI" if workload.is_diagonal else "VVV"
    (folder / "start.json").write_text(json.dumps(model_document(data, structure)))


if __name__ == "__main__":
    for name in sys.argv[2:]:
        write(catalogue.WORKLOADS[name], Path(sys.argv[1]) / name)
