"""EM on the engine, with scikit-learn's order of things: the bound of an iteration is that before its M-step."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import _native
from .._errors import FitError, ModelError
from .._threads import resolved
from ._parameters import ILL_DEFINED, STRUCTURES, Parameters, estimated

Array = NDArray[Any]


@dataclass
class Task:
    """Points, their weights or None, and the parameters of scikit-learn that EM needs."""

    X: Array
    weights: Array | None
    reg_covar: float
    tol: float
    max_iter: int

    @property
    def mass(self) -> float:
        """How many points there are, by weight."""
        return float(len(self.X) if self.weights is None else self.weights.sum())


@dataclass
class Outcome:
    """How a run of EM ended."""

    parameters: Parameters
    bounds: list[float]
    converged: bool


def run(task: Task, start: Parameters, bound: float, tell: Callable[[int, float], None]) -> Outcome:
    """EM from a start until the bound changes by less than the tolerance.

    Parameters
    ----------
    bound : float
        The bound before, of a warm start; else minus infinity.
    tell : callable
        Is told of each iteration by its number and the change of the bound.
    """
    try:
        iterations = _engine_iterations(task, start)
        first = next(iterations)
    except FitError as error:
        if error.code not in ("tooFewPoints", "scale"):
            raise
        # Fewer distinct points than components, where only the ridge keeps components apart from nothing.
        iterations = _plain_iterations(task, start)
        first = next(iterations)
    likelihood, parameters = first
    bounds: list[float] = []
    converged = False
    for number in range(1, task.max_iter + 1):
        before, bound = bound, likelihood
        likelihood, parameters = next(iterations)
        bounds.append(bound)
        tell(number, bound - before)
        if abs(bound - before) < task.tol:
            converged = True
            break
    return Outcome(parameters(), bounds, converged)


Step = tuple[float, Callable[[], Parameters]]


def _engine_iterations(task: Task, start: Parameters) -> Iterator[Step]:
    """The mean log-likelihood of the start and of each iteration, with what reads the parameters."""
    options = {
        "componentCount": len(start.weights),
        "structure": STRUCTURES[start.kind],
        "stopping": {"rule": "gain", "tolerance": 0},
        "acceleration": "none",
        # One more than is asked for: the engine itself never ends the run.
        "maximumIterations": min(task.max_iter, 2**62) + 1,
        "covarianceFloor": 1e-14,
        "resolution": "none",
        "ridge": task.reg_covar,
        "shrinkage": {"amount": 0, "target": "sphere"},
        "collapsePolicy": "keep",
        "weightMeaning": "frequencies",
        "threads": resolved(None),
    }
    mixture, shift = model(start)
    native = _native.run_make(task.X, task.weights, mixture, json.dumps(options))

    def parameters() -> Parameters:
        return _read(native, start, task)

    # The weights of a start that draws points sum to less than 1.
    yield _native.run_log_likelihood(native) / task.mass + shift, parameters
    while True:
        yield _native.run_step(native) / task.mass, parameters


def _read(native: object, start: Parameters, task: Task) -> Parameters:
    k, d = start.means.shape
    weights, means, matrices = np.empty(k), np.empty((k, d)), np.empty((k, d, d))
    _native.run_read(native, weights, means, matrices)
    if task.reg_covar == 0 and start.kind in ("full", "tied"):
        _require_own_covariances(matrices, task)
    covariances = {
        "full": lambda: matrices,
        "tied": lambda: matrices[0].copy(),
        "diag": lambda: np.einsum("kdd->kd", matrices).copy(),
        "spherical": lambda: matrices[:, 0, 0].copy(),
    }[start.kind]()
    kind = task.X.dtype
    return Parameters.of(start.kind, weights.astype(kind), means.astype(kind), covariances.astype(kind))


def _require_own_covariances(matrices: Array, task: Task) -> None:
    """Refuses covariances that only the engine's floor holds up: scikit-learn has none."""
    spread = task.X.std(axis=0, dtype=np.float64)
    spread[spread == 0] = 1
    scaled = matrices / np.multiply.outer(spread, spread)
    if np.linalg.eigvalsh(scaled)[:, 0].min() < 2e-14:
        raise ValueError(ILL_DEFINED)


def _plain_iterations(task: Task, start: Parameters) -> Iterator[Step]:
    """The same with M-steps by NumPy, which asks nothing of the points."""
    parameters = start
    while True:
        densities, shares = evaluated(parameters, task.X)
        current = parameters
        counts = None if task.weights is None else task.weights / task.mass
        yield float(np.average(densities, weights=counts)), lambda current=current: current  # type: ignore[misc]
        if task.weights is not None:
            shares = shares * task.weights[:, np.newaxis]
        masses, means, covariances = estimated(start.kind, task.X, shares.astype(task.X.dtype), task.reg_covar)
        parameters = Parameters.of(start.kind, masses / masses.sum(), means, covariances)


def model(parameters: Parameters) -> tuple[object, float]:
    """The engine's mixture, whose weights sum to 1, and the logarithm of what they summed to before.

    Raises
    ------
    ValueError
        Where the attributes are no mixture.
    """
    weights = np.asarray(parameters.weights, dtype=np.float64)
    total = float(weights.sum())
    if not (np.isfinite(total) and total > 0):
        raise ModelError(f"The weights sum to {total}; they must be 0 or more, and some above 0.", "weights")
    means = np.ascontiguousarray(parameters.means, dtype=np.float64)
    covariances, are_variances = parameters.engine_covariances()
    k, d = means.shape
    native = _native.model_make(k, d, np.ascontiguousarray(weights / total), means, covariances, are_variances)
    return native, float(np.log(total))


def labels(parameters: Parameters, X: Array) -> Array:
    """The component of the largest responsibility, of shape (N,) and int64."""
    answer = np.empty(len(X), dtype=np.int64)
    _native.evaluate(model(parameters)[0], X, False, resolved(None), answer, None, None, None, None)
    return answer


def log_densities(parameters: Parameters, X: Array) -> Array:
    """The logarithm of the density, of shape (N,)."""
    native, shift = model(parameters)
    answer = np.empty(len(X))
    _native.evaluate(native, X, False, resolved(None), None, None, None, answer, None)
    return answer + shift if shift else answer


def responsibilities(parameters: Parameters, X: Array) -> Array:
    """Responsibilities of shape (N, K)."""
    answer = np.empty((len(parameters.weights), len(X)))
    _native.evaluate(model(parameters)[0], X, False, resolved(None), None, None, None, None, answer)
    return answer.T


def evaluated(parameters: Parameters, X: Array) -> tuple[Array, Array]:
    """Log densities and responsibilities."""
    return log_densities(parameters, X), responsibilities(parameters, X)
