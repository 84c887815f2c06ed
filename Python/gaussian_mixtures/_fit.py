"""Fits and selections."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Unpack

from numpy.typing import ArrayLike

from . import _arrays, _native, _requests
from ._mixture import Mixture
from ._options import Criterion, Options, WeightMeaning
from ._progress import Line, Observer


def fit(
    X: Any,
    components: int,
    structure: str = "full",
    *,
    start: str | Mixture | Sequence[Any] = "auto",
    weights: ArrayLike | None = None,
    weight_meaning: WeightMeaning | None = None,
    known_labels: Sequence[Any] | None = None,
    missing: bool = False,
    columns: Sequence[str] | None = None,
    on_iteration: Observer | None = None,
    progress: bool = False,
    threads: int | None = None,
    **options: Unpack[Options],
) -> Mixture:
    """Fit a mixture to points.

    The same points, options and processor give the same bits, whatever the number of threads. While it works other Python
    threads run, Ctrl-C ends it, and the array must not be written.

    Parameters
    ----------
    X : array-like of shape (N, D), or a frame of pandas, polars or pyarrow
        float64 and float32 arrays are read where they stand, whatever their order and strides.
    components : int
        The number of components, K.
    structure : str
        What the covariances share: ``"full"``, ``"tied"``, ``"diagonal"``, ``"spherical"``, or one of mclust's fourteen codes,
        such as ``"VVE"``.
    start : str, Mixture, or sequence of N labels
        ``"auto"`` (the best of several, improved by splits and merges), ``"hierarchical"``, ``"kmeans"``, ``"random"``, a
        mixture, or groups that are supposed.
    weights : array-like of shape (N,), optional
        How much each point counts.
    weight_meaning : {"frequencies", "importance"}, optional
        Whether 2 is two points, or only ratios count; None tells it by the weights.
    known_labels : sequence of N labels, optional
        Groups of points that are known, as all numbers or all texts; None, NaN and negative numbers are unknown.
    missing : bool
        Whether NaN says that a coordinate is missing, which is then integrated out; else it is an error.
    columns : sequence of D str, optional
        What the coordinates are called; those of a frame are taken from it.
    on_iteration : callable, optional
        Is given a `Progress` after each iteration. Where it returns False the fit ends and keeps the best so far; what it
        raises ends the fit and is raised.
    progress : bool
        Whether to show a line of progress on standard error.
    threads : int, optional
        How many threads work at most.
    **options
        equal_weights, noise, restarts, prefer, stop, tolerance, mean_tolerance, weight_tolerance, acceleration,
        max_iterations, covariance_floor, resolution, ridge, prior, shrinkage, shrinkage_target, max_eigenvalue_ratio,
        collapse, seed, effort: as the options of ``gmm fit``, with the same defaults.

    Returns
    -------
    Mixture
        Its attribute `fit` tells how it came about. Not converging is no error.

    Raises
    ------
    FitError
        Where options, points or start do not suit; the message says what would cure it. It is a ``ValueError``.
    MemoryError
        Where the fit would take more memory than there is.

    Examples
    --------
    >>> import numpy as np
    >>> from gaussian_mixtures import fit
    >>> rng = np.random.default_rng(1)
    >>> X = np.concatenate([rng.normal(0, 1, (200, 2)), rng.normal(9, 1, (100, 2))])
    >>> mixture = fit(X, 2)
    >>> mixture.weights.round(2).tolist()
    [0.67, 0.33]
    >>> mixture.fit.converged
    True
    """
    request = _requests.of_fit(components, structure, **options)
    watch = (on_iteration, progress)
    known = (weights, weight_meaning, known_labels)
    return _run(X, request, start, known, missing, columns, threads, watch)


def select(
    X: Any,
    components: Iterable[int] | int = range(1, 10),
    structures: Iterable[str] | str | None = None,
    *,
    criterion: Criterion = "bic",
    folds: int = 10,
    runs: int = 5,
    sample_size: int | None = None,
    start: str | Mixture | Sequence[Any] = "auto",
    weights: ArrayLike | None = None,
    weight_meaning: WeightMeaning | None = None,
    known_labels: Sequence[Any] | None = None,
    missing: bool = False,
    columns: Sequence[str] | None = None,
    on_iteration: Observer | None = None,
    progress: bool = False,
    threads: int | None = None,
    **options: Unpack[Options],
) -> Mixture:
    """Fit several mixtures to the same points, and choose among them.

    Parameters
    ----------
    components : int or iterable of int
        The numbers of components to try.
    structures : str or iterable of str, optional
        The structures to try; None for all that differ in so many dimensions.
    criterion : {"bic", "aic", "icl", "nec", "cross-validation", "stability"}
        What decides: a penalized likelihood, the entropy of the clusters beside what they gain (Biernacki, Celeux and Govaert
        1999), the likelihood of points that were held out, or how well labels of repeated fits agree.
    folds : int
        Into how many parts cross-validation divides the points.
    runs : int
        How often the fits of a stability are repeated, each on a sample of its own.
    sample_size : int, optional
        How many points such a sample has; None for half of them, and no more than 20,000.

    The others are those of `fit`; `on_iteration` may be called on other threads, of one at a time.

    Returns
    -------
    Mixture
        The best; ``mixture.fit.candidates`` are all that took part.

    Examples
    --------
    >>> import numpy as np
    >>> from gaussian_mixtures import select
    >>> rng = np.random.default_rng(1)
    >>> X = np.concatenate([rng.normal(0, 1, (200, 2)), rng.normal(9, 1, (100, 2))])
    >>> select(X, range(1, 4), ["full", "spherical"]).component_count
    2
    """
    request = _requests.of_selection(components, structures, criterion, folds, runs, sample_size, **options)
    watch = (on_iteration, progress)
    known = (weights, weight_meaning, known_labels)
    return _run(X, request, start, known, missing, columns, threads, watch)


def _run(
    X: Any,
    request: dict[str, Any],
    start: str | Mixture | Sequence[Any],
    known: tuple[ArrayLike | None, WeightMeaning | None, Sequence[Any] | None],
    missing: bool,
    columns: Sequence[str] | None,
    threads: int | None,
    watch: tuple[Observer | None, bool],
) -> Mixture:
    points = _arrays.points(X)
    weights, meaning, labels = known
    numbers = _labels(request, start, labels, len(points))
    _requests.complete(request, missing, meaning, threads)
    _requests.put_columns(request, columns if columns is not None else points.names)
    line = Line() if watch[1] else None
    try:
        counts, told = _arrays.weights(weights, len(points)), _requests.callback(watch[0], line)
        begin = start._native if isinstance(start, Mixture) else None
        return Mixture._held(_native.fit(points.memory, counts, numbers, begin, json.dumps(request), told))
    finally:
        if line is not None:
            line.end()


def _labels(
    request: dict[str, Any], start: str | Mixture | Sequence[Any], known: Sequence[Any] | None, count: int
) -> _arrays.Array | None:
    """Puts the start into the request, and answers the labels that are known or supposed."""
    given = start if _requests.put_start(request, start, known is not None) else known
    if given is None:
        return None
    labels = _arrays.Labels(given, count)
    numbers, request["labelNames"] = labels.numbers(groups := labels.groups), [str(group) for group in groups]
    return numbers
