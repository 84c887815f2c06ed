"""Between mixtures and scikit-learn's estimators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ._errors import ModelError
from ._mixture import Mixture

if TYPE_CHECKING:
    from .sklearn import GaussianMixture

_TYPES = {"VVV": "full", "EEE": "tied", "VVI": "diag", "VII": "spherical"}
_STRUCTURES = {kind: code for code, kind in _TYPES.items()}


def mixture_of(estimator: Any, columns: Sequence[str] | None) -> Mixture:
    """The mixture of a fitted estimator."""
    if not hasattr(estimator, "means_"):
        raise ModelError("The estimator is not fitted: it has no means_; call its fit first.", "empty")
    kind = estimator.covariance_type
    means = np.asarray(estimator.means_, dtype=np.float64)
    weights = np.asarray(estimator.weights_, dtype=np.float64)
    covariances = np.asarray(estimator.covariances_, dtype=np.float64)
    if kind == "tied":
        covariances = np.broadcast_to(covariances, (len(means), *covariances.shape))
    elif kind == "spherical":
        covariances = np.broadcast_to(covariances[:, np.newaxis], means.shape)
    if columns is None and hasattr(estimator, "feature_names_in_"):
        columns = list(estimator.feature_names_in_)
    # Single precision leaves weights that sum to 1 only as far as it goes.
    total = float(weights.sum())
    weights = weights / total if abs(total - 1) < 1e-5 else weights
    return Mixture.of(weights, means, covariances, columns=columns, structure=_STRUCTURES[kind])


def estimator_of(mixture: Mixture) -> GaussianMixture:
    """A fitted estimator of the same parameters."""
    from .sklearn import GaussianMixture
    from .sklearn._parameters import Parameters

    if mixture.noise is not None:
        raise ModelError("The mixture has noise, which scikit-learn's has not; fit it without.", "noise")
    kind = _TYPES.get(mixture.structure, "full")
    full = np.array(mixture.covariances)
    covariances = {
        "full": full,
        "tied": full[0],
        "diag": np.einsum("kdd->kd", full).copy(),
        "spherical": full[:, 0, 0].copy(),
    }[kind]
    estimator = GaussianMixture(n_components=mixture.component_count, covariance_type=kind)
    parameters = Parameters.of(kind, np.array(mixture.weights), np.array(mixture.means), covariances)
    estimator._set_parameters((parameters.weights, parameters.means, parameters.covariances, parameters.precisions_cholesky))
    estimator.n_features_in_ = mixture.dimension
    if mixture.columns is not None:
        estimator.feature_names_in_ = np.array(mixture.columns, dtype=object)
    known = mixture.fit
    estimator.converged_ = known is not None and known.converged
    estimator.n_iter_ = 0 if known is None else len(known.history)
    bound = -np.inf if known is None else known.log_likelihood / known.total_weight
    estimator.lower_bound_, estimator.lower_bounds_ = bound, [bound] if known else []
    return estimator
