"""Checks of parameters that users give to start from, with scikit-learn's words."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils import check_array

Array = NDArray[Any]
#: Weights, means and precisions, each as given or None.
Given = tuple[Array | None, Array | None, Array | None]


def _require_shape(array: Array, shape: tuple[int, ...], name: str) -> None:
    if array.shape != shape:
        raise ValueError(f"The parameter '{name}' should have the shape of {shape}, but got {array.shape}")


def checked_weights(weights: Any, n_components: int) -> Array:
    """K weights from 0 to 1 that sum to 1."""
    array: Array = check_array(weights, dtype=[np.float64, np.float32], ensure_2d=False)
    _require_shape(array, (n_components,), "weights")
    if np.any(array < 0) or np.any(array > 1):
        # The numbers in the order in which scikit-learn prints them, which is the other one.
        raise ValueError(
            "The parameter 'weights' should be in the range [0, 1], "
            f"but got max value {array.min():.5f}, min value {array.max():.5f}"
        )
    tolerance = 1e-6 if array.dtype == np.float32 else 1e-8
    if abs(1 - float(array.sum())) > tolerance:
        raise ValueError(f"The parameter 'weights' should be normalized, but got sum(weights) = {array.sum():.5f}")
    return array


def checked_means(means: Any, n_components: int, n_features: int) -> Array:
    """K x D means."""
    array: Array = check_array(means, dtype=[np.float64, np.float32], ensure_2d=False)
    _require_shape(array, (n_components, n_features), "means")
    return array


def checked_precisions(precisions: Any, kind: str, n_components: int, n_features: int) -> Array:
    """Precisions in the shape of their kind, symmetric and positive definite."""
    array: Array = check_array(precisions, dtype=[np.float64, np.float32], ensure_2d=False, allow_nd=kind == "full")
    shapes = {
        "full": (n_components, n_features, n_features),
        "tied": (n_features, n_features),
        "diag": (n_components, n_features),
        "spherical": (n_components,),
    }
    _require_shape(array, shapes[kind], f"{kind} precision")
    if kind in ("diag", "spherical"):
        if np.any(array <= 0):
            raise ValueError(f"'{kind} precision' should be positive")
        return array
    matrices = array if kind == "full" else array[np.newaxis]
    for matrix in matrices:
        if not (np.allclose(matrix, matrix.T) and np.all(np.linalg.eigvalsh(matrix) > 0)):
            raise ValueError(f"'{kind} precision' should be symmetric, positive-definite")
    return array


def checked_start(estimator: Any, n_features: int) -> Given:
    """Weights, means and precisions that an estimator is to start from."""
    k, kind = estimator.n_components, estimator.covariance_type
    weights, means, precisions = estimator.weights_init, estimator.means_init, estimator.precisions_init
    return (
        None if weights is None else checked_weights(weights, k),
        None if means is None else checked_means(means, k, n_features),
        None if precisions is None else checked_precisions(precisions, kind, k, n_features),
    )
