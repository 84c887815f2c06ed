"""Parameters as a model document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike


def written(
    weights: ArrayLike,
    means: ArrayLike,
    covariances: ArrayLike,
    columns: Sequence[str] | None,
    names: Sequence[str] | None,
    structure: str,
) -> dict[str, Any]:
    """The document of K weights, K x D means, and K x D x D covariances or K x D variances.

    Raises
    ------
    ValueError
        Where shapes do not fit; what numbers may be is the library's matter.
    """
    w, m, c = (np.asarray(given, dtype=np.float64) for given in (weights, means, covariances))
    if m.ndim != 2 or w.shape != m.shape[:1] or c.shape not in (m.shape, (*m.shape, m.shape[1])):
        shapes = ", ".join(str(array.shape) for array in (w, m, c))
        raise ValueError(f"Shapes (K,), (K, D) and (K, D, D) or (K, D) are needed; these are {shapes}.")
    if names is not None and len(names) != len(w):
        raise ValueError(f"There are {len(names)} names for {len(w)} components.")
    key = "covariance" if c.ndim == 3 else "variances"
    components = [{"weight": w[k], "mean": m[k].tolist(), key: c[k].tolist()} for k in range(len(w))]
    for name, component in zip(names or (), components, strict=False):
        component["name"] = str(name)
    document: dict[str, Any] = {"schema": "gaussian-mixtures/model/2", "structure": structure, "components": components}
    if columns is not None:
        document["columns"] = [str(column) for column in columns]
    return document
