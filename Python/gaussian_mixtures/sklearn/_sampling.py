"""Points drawn by NumPy's generators, so that the same random_state draws those of scikit-learn."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def drawn(kind: str, weights: Array, means: Array, covariances: Array, count: int, random: Any) -> tuple[Array, Array]:
    """Points of shape (count, D), those of a component together, and the component of each."""
    counts = random.multinomial(count, weights)
    parts = [
        _of_component(mean, covariances if kind == "tied" else covariances[k], int(counts[k]), random)
        for k, mean in enumerate(means)
    ]
    return np.vstack(parts), np.repeat(np.arange(len(counts)), counts)


def _of_component(mean: Array, covariance: Array, count: int, random: Any) -> Array:
    if covariance.ndim == 2:
        points: Array = random.multivariate_normal(mean, covariance, count)
        return points
    normal: Array = random.standard_normal(size=(count, len(mean)))
    return mean + normal * np.sqrt(covariance)
