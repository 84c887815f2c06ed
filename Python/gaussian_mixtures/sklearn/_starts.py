"""Where EM starts: by scikit-learn's own draws, so that the same random_state gives the same start."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans, kmeans_plusplus

Array = NDArray[Any]


def responsibilities(method: str, X: Array, n_components: int, weights: Array | None, random: Any) -> Array:
    """Responsibilities (N, K) to begin with, each row times the point's weight.

    With weights, points are drawn by them: one of weight 2 as often as two.
    """
    count = len(X)
    if method == "random":
        shares = np.asarray(random.uniform(size=(count, n_components)), dtype=X.dtype)
        shares /= shares.sum(axis=1)[:, np.newaxis]
    else:
        shares = np.zeros((count, n_components), dtype=X.dtype)
        if method == "kmeans":
            means = KMeans(n_clusters=n_components, n_init=1, random_state=random)
            shares[np.arange(count), means.fit(X, sample_weight=weights).labels_] = 1
        else:
            shares[_drawn(method, X, n_components, weights, random), np.arange(n_components)] = 1
    return shares if weights is None else shares * weights[:, np.newaxis].astype(X.dtype)


def _drawn(method: str, X: Array, n_components: int, weights: Array | None, random: Any) -> Array:
    if method == "k-means++":
        places: Array = kmeans_plusplus(X, n_components, sample_weight=weights, random_state=random)[1]
        return places
    shares = None if weights is None else weights / weights.sum()
    chosen: Array = random.choice(len(X), size=n_components, replace=False, p=shares)
    return chosen
