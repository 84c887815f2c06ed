"""The one judge of all final models. Run as a program: evaluator.py POINTS.npy MODEL…

Prints, as a JSON list, the mean log-likelihood a point of each model, in nats. A model is a document of gmm
(.json), or raw doubles (.f64): weights, means, covariances.
"""

import json
import sys
from pathlib import Path

import numpy as np
from models import covariance_rows
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

CHUNK = 32_768


def load_model(path: Path, dimension: int) -> tuple[Doubles, Doubles, Doubles]:
    """Weights (K), means (K x D) and covariances (K x D x D)."""
    if path.suffix == ".json":
        components = json.loads(path.read_text())["components"]
        weights = np.array([component["weight"] for component in components])
        means = np.array([component["mean"] for component in components])
        covariances = np.array([covariance_rows(component) for component in components])
    else:
        numbers = np.fromfile(path)
        count = numbers.size // (1 + dimension + dimension**2)
        weights, means, covariances = np.split(numbers, [count, count * (1 + dimension)])
    count = weights.size
    return weights, means.reshape(count, dimension), covariances.reshape(count, dimension, dimension)


def log_likelihoods(
    points: Doubles, weights: Doubles, means: Doubles, covariances: Doubles
) -> Doubles:
    """The logarithm of the mixture's density at each point."""
    terms = np.full((weights.size, len(points)), -np.inf)
    constant = 0.5 * points.shape[1] * np.log(2 * np.pi)
    for k in np.flatnonzero(weights > 0):
        factor = np.linalg.cholesky(covariances[k])
        whitened = np.linalg.solve(factor, (points - means[k]).T)
        terms[k] = np.log(weights[k]) - constant - np.log(np.diagonal(factor)).sum()
        terms[k] -= 0.5 * np.einsum("ij,ij->j", whitened, whitened)
    largest = terms.max(axis=0)
    return largest + np.log(np.exp(terms - largest).sum(axis=0))


def mean_log_likelihood(points: Doubles, model: Path) -> float:
    """The mean over the points, chunk by chunk, so that no N x K array is held."""
    parameters = load_model(model, points.shape[1])
    total = 0.0
    for first in range(0, len(points), CHUNK):
        chunk = np.ascontiguousarray(points[first : first + CHUNK], np.float64)
        total += float(log_likelihoods(chunk, *parameters).sum())
    return total / len(points)


if __name__ == "__main__":
    data = np.load(sys.argv[1], mmap_mode="r")
    print(json.dumps([mean_log_likelihood(data, Path(model)) for model in sys.argv[2:]]))
