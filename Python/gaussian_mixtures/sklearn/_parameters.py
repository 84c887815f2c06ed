"""Parameters of a mixture in the shapes that scikit-learn gives them, and the step from responsibilities to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

ILL_DEFINED = (
    "Fitting the mixture model failed because some components have ill-defined empirical covariance (for instance caused by "
    "singleton or collapsed samples). Try to decrease the number of components, increase reg_covar, or scale the input data."
)

#: The structures that the engine calls by mclust's codes.
STRUCTURES = {"full": "VVV", "tied": "EEE", "diag": "VVI", "spherical": "VII"}


@dataclass
class Parameters:
    """Weights (K,), means (K, D), and covariances: (K, D, D) full, (D, D) tied, (K, D) diag, (K,) spherical.

    The Cholesky factors of precisions have the shapes of the covariances; they are upper triangular.
    """

    kind: str
    weights: Array
    means: Array
    covariances: Array | None
    precisions_cholesky: Array

    @classmethod
    def of(cls, kind: str, weights: Array, means: Array, covariances: Array) -> Parameters:
        """Parameters with the factors of their precisions."""
        return cls(kind, weights, means, covariances, precisions_cholesky(kind, covariances))

    def precisions(self) -> Array:
        """The inverses of the covariances, in their shape."""
        factors = self.precisions_cholesky
        return factors**2 if self.kind in ("diag", "spherical") else factors @ np.swapaxes(factors, -1, -2)

    def engine_covariances(self) -> tuple[Array, bool]:
        """Covariances by the factors of the precisions, for the engine: (K, D, D), or (K, D) variances and True."""
        k, d = self.means.shape
        factors = np.asarray(self.precisions_cholesky, dtype=np.float64)
        if self.kind in ("diag", "spherical"):
            variances = 1 / factors**2
            return np.ascontiguousarray(np.broadcast_to(variances.reshape(k, -1), (k, d))), True
        inverses = np.linalg.inv(factors)
        covariances = np.swapaxes(inverses, -1, -2) @ inverses
        covariances = (covariances + np.swapaxes(covariances, -1, -2)) / 2
        return np.ascontiguousarray(np.broadcast_to(covariances, (k, d, d))), False


def precisions_cholesky(kind: str, covariances: Array) -> Array:
    """Upper triangular factors U of the precisions, which are U U^T.

    Raises
    ------
    ValueError
        Where a covariance is not positive definite, with scikit-learn's words.
    """
    single = covariances.dtype == np.float32
    words = ILL_DEFINED + " The numerical accuracy can also be improved by passing float64 data instead of float32." * single
    if kind in ("diag", "spherical"):
        if not np.all(covariances > 0):
            raise ValueError(words)
        return 1 / np.sqrt(covariances)
    try:
        factors = np.linalg.cholesky(covariances)
    except np.linalg.LinAlgError:
        raise ValueError(words) from None
    return np.triu(np.swapaxes(np.linalg.inv(factors), -1, -2))


def cholesky_of_precisions(kind: str, precisions: Array) -> Array:
    """The same factors of precisions that are given: those of the matrix with rows and columns turned about, turned back."""
    if kind in ("diag", "spherical"):
        return np.sqrt(precisions)
    turned = np.linalg.cholesky(precisions[..., ::-1, ::-1])
    return np.ascontiguousarray(turned[..., ::-1, ::-1])


def estimated(
    kind: str, X: Array, responsibilities: Array, reg_covar: float, counts: Array | float | None = None
) -> tuple[Array, Array, Array]:
    """The masses (K,), means and covariances that responsibilities (N, K) lead to, with the ridge added to variances.

    Where ``counts`` are given, how often each point counts, what rows of responsibilities leave of them goes into tied
    covariances as well, about the origin: so scikit-learn does where a start draws a point for each component.
    """
    masses = responsibilities.sum(axis=0) + 10 * np.finfo(responsibilities.dtype).eps
    means = responsibilities.T @ X / masses[:, np.newaxis]
    if kind in ("diag", "spherical"):
        # About the means: of numbers far from 0 the difference of squares would lose digits.
        variances = np.empty_like(means)
        for k, mean in enumerate(means):
            variances[k] = responsibilities[:, k] @ (X - mean) ** 2 / masses[k]
        variances += reg_covar
        return masses, means, variances if kind == "diag" else variances.mean(axis=1)
    k, d = means.shape
    scatters = np.empty((k, d, d), dtype=X.dtype)
    for i, mean in enumerate(means):
        centred = X - mean
        scatters[i] = (responsibilities[:, i] * centred.T) @ centred
    ridge = reg_covar * np.eye(d, dtype=X.dtype)
    if kind == "tied":
        whole = scatters.sum(axis=0)
        if counts is not None:
            whole += ((counts - responsibilities.sum(axis=1)) * X.T).astype(X.dtype) @ X
        return masses, means, whole / masses.sum() + ridge
    return masses, means, scatters / masses[:, np.newaxis, np.newaxis] + ridge
