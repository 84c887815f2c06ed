"""Mixtures: what they are made of, and what they answer."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _arrays, _native
from ._documents import written
from ._options import WeightMeaning, choice, integer
from ._results import Classification, Fit, Score
from ._threads import resolved
from ._views import Views

if TYPE_CHECKING:
    from .sklearn import GaussianMixture

Floats = NDArray[np.float64]
Integers = NDArray[np.int32]


class Mixture(Views):
    """A mixture of K Gaussians in D dimensions, ``p(x) = sum_k w_k N(x; mean_k, covariance_k)``.

    Mixtures come from `fit`, `select`, `Mixture.load` and `Mixture.of`, and do not change. They can be pickled, and compared:
    two are equal where their model files are.

    Examples
    --------
    >>> from gaussian_mixtures import Mixture
    >>> mixture = Mixture.of([0.6, 0.4], [[0, 0], [5, 3]], [[[1, 0], [0, 1]], [[2, 0.5], [0.5, 1]]])
    >>> mixture.labels([[4, 3], [0, 1]]).tolist()
    [1, 0]
    """

    def __init__(self, document: str) -> None:
        """Take the text of a model file; `Mixture.load` reads one, and `Mixture.of` takes arrays."""
        self._native = _native.model_read(document)
        self._text = document

    @classmethod
    def _held(cls, native: object) -> Mixture:
        """What the native module has made: its text is written when somebody asks for it."""
        mixture = cls.__new__(cls)
        mixture._native = native
        return mixture

    @cached_property
    def _text(self) -> str:
        return _native.model_document(self._native)

    @cached_property
    def _document(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self._text)
        return answer

    @classmethod
    def of(
        cls,
        weights: ArrayLike,
        means: ArrayLike,
        covariances: ArrayLike,
        *,
        columns: Sequence[str] | None = None,
        names: Sequence[str] | None = None,
        structure: str = "full",
    ) -> Mixture:
        """A mixture of these parameters.

        Parameters
        ----------
        weights : array-like of shape (K,)
            They sum to 1 within 1e-9.
        means : array-like of shape (K, D)
        covariances : array-like of shape (K, D, D), or of shape (K, D) for variances without correlations
        columns : sequence of D str, optional
            What the coordinates are called.
        names : sequence of K str, optional
            What the components are called.
        structure : str
            What the covariances are said to share; it is not checked, and is what `parameter_count` depends on.

        Raises
        ------
        ModelError
            Where shapes do not fit, a number is not finite, or a covariance is not symmetric and positive definite.
        """
        document = written(weights, means, covariances, columns, names, structure)
        return cls._held(_native.model_read(json.dumps(document)))

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Mixture:
        """Read a model file, be it written here or by the command ``gmm``.

        Raises
        ------
        ModelFileError
            Where there is no such file, or it is no model.
        """
        return cls(_native.file_read(os.fspath(path)))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a model file: the bytes that the command ``gmm`` writes. An older file stays until the new one is whole."""
        _native.file_write(self._text, os.fspath(path))

    def to_json(self) -> str:
        """The text of the model file."""
        return self._text

    @classmethod
    def from_sklearn(cls, estimator: Any, *, columns: Sequence[str] | None = None) -> Mixture:
        """The mixture of a fitted ``GaussianMixture``, scikit-learn's or this package's."""
        from ._conversion import mixture_of

        return mixture_of(estimator, columns)

    def to_sklearn(self) -> GaussianMixture:
        """A fitted `gaussian_mixtures.sklearn.GaussianMixture` of the same parameters.

        Raises
        ------
        ModelError
            Where there is noise, which it has not.
        """
        from ._conversion import estimator_of

        return estimator_of(self)

    @property
    def component_count(self) -> int:
        """The number of components, K."""
        return _native.model_shape(self._native)[0]

    @property
    def dimension(self) -> int:
        """The number of coordinates, D."""
        return _native.model_shape(self._native)[1]

    @property
    def structure(self) -> str:
        """What the covariances share, as mclust's code, such as ``"VVV"``."""
        return str(self._document.get("structure", "VVV"))

    @property
    def columns(self) -> list[str] | None:
        """What the coordinates are called, where that is known."""
        return self._document.get("columns")

    @property
    def names(self) -> list[str]:
        """What the components are called: their numbers from 1, where they have no names."""
        return [str(part.get("name") or k + 1) for k, part in enumerate(self._document["components"])]

    @property
    def noise(self) -> dict[str, Any] | None:
        """The noise as the model file has it: ``weight``, ``logVolume`` and ``box``; None without noise."""
        return self._document.get("noise")

    @property
    def weights(self) -> Floats:
        """The shares of the components, of shape (K,); with the noise's they sum to 1."""
        return self._parameters[0]

    @property
    def means(self) -> Floats:
        """The means, of shape (K, D)."""
        return self._parameters[1]

    @property
    def covariances(self) -> Floats:
        """The covariances, of shape (K, D, D), whatever the structure."""
        return self._parameters[2]

    @cached_property
    def _parameters(self) -> tuple[Floats, Floats, Floats]:
        k, d = _native.model_shape(self._native)
        arrays = np.empty(k), np.empty((k, d)), np.empty((k, d, d))
        _native.model_parameters(self._native, *arrays)
        for array in arrays:
            array.flags.writeable = False
        return arrays

    @cached_property
    def fit(self) -> Fit | None:
        """How the mixture was fitted; None where it was not."""
        answer = self._document.get("fit")
        return None if answer is None else Fit.of(answer)

    def labels(self, X: Any, *, missing: bool = False, threads: int | None = None) -> Integers:
        """The component of each point, from 0, or -1 for the noise.

        Parameters
        ----------
        X : array-like of shape (N, D), or a frame
            Of a frame that has all `columns`, these are taken in their order.
        missing : bool
            Whether NaN says that a coordinate is missing, which is then integrated out.
        threads : int, optional
            How many threads work at most.

        Returns
        -------
        ndarray of int32, shape (N,)
        """
        points = self._points(X)
        answer = np.empty(len(points), dtype=np.int32)
        _native.evaluate(self._native, points.memory, missing, resolved(threads), answer, None, None, None, None)
        return answer

    def classify(self, X: Any, *, missing: bool = False, threads: int | None = None) -> Classification:
        """Labels, how sure they are, and the log density of each point; parameters are those of `labels`."""
        points = self._points(X)
        labels = np.empty(len(points), dtype=np.int32)
        largest, left, logs = (np.empty(len(points)) for _ in range(3))
        _native.evaluate(self._native, points.memory, missing, resolved(threads), labels, largest, left, logs, None)
        return Classification(labels, largest, left, logs)

    def log_density(self, X: Any, *, missing: bool = False, threads: int | None = None) -> Floats:
        """The natural logarithm of the density at each point, of shape (N,); parameters are those of `labels`."""
        points = self._points(X)
        answer = np.empty(len(points))
        _native.evaluate(self._native, points.memory, missing, resolved(threads), None, None, None, answer, None)
        return answer

    def density(self, X: Any, *, missing: bool = False, threads: int | None = None) -> Floats:
        """The density at each point, of shape (N,); 0 where it is below the range of numbers."""
        with np.errstate(over="ignore", under="ignore"):
            return np.exp(self.log_density(X, missing=missing, threads=threads))

    def responsibilities(self, X: Any, *, missing: bool = False, threads: int | None = None) -> Floats:
        """The probability of each component given each point, of shape (N, K) and in columns; with noise, rows sum to less
        than 1. Parameters are those of `labels`."""
        points = self._points(X)
        answer = np.empty((self.component_count, len(points)))
        _native.evaluate(self._native, points.memory, missing, resolved(threads), None, None, None, None, answer)
        return answer.T

    def score(
        self,
        X: Any,
        *,
        weights: ArrayLike | None = None,
        weight_meaning: WeightMeaning | None = None,
        threads: int | None = None,
    ) -> Score:
        """Log-likelihood and criteria on points, which need not be those of the fit; missing coordinates are left out."""
        points = self._points(X)
        meaning = None if weight_meaning is None else choice("weight_meaning", weight_meaning, WeightMeaning)
        counts = _arrays.weights(weights, len(points))
        return Score.of(json.loads(_native.score(self._native, points.memory, counts, meaning, resolved(threads))))

    def impute(self, X: Any, *, threads: int | None = None) -> Floats:
        """The points with each missing coordinate (NaN) at its mean given the others, of shape (N, D)."""
        points = self._points(X)
        answer = np.empty((points.dimension, points.count))
        _native.impute(self._native, points.memory, resolved(threads), answer)
        return answer.T

    def sample(self, count: int, *, seed: int = 1, threads: int | None = None) -> tuple[Floats, Integers]:
        """Draw points, the same for the same seed whatever the threads.

        Returns
        -------
        points : ndarray of float64, shape (count, D)
        labels : ndarray of int32, shape (count,)
            The component that each came from, or -1 for the noise.
        """
        count = integer("count", count, 1, 2**31 - 1)
        points, labels = np.empty((self.dimension, count)), np.empty(count, dtype=np.int32)
        seed = integer("seed", seed, 0, 2**64 - 1)
        _native.sample(self._native, count, seed, resolved(threads), points, labels)
        return points.T, labels

    def marginal(self, columns: Sequence[int | str]) -> Mixture:
        """The mixture of some coordinates, by their names or numbers from 0, in the given order."""
        places = [self._place(column) for column in columns]
        return Mixture._held(_native.model_marginal(self._native, places))

    def _place(self, column: int | str) -> int:
        if not isinstance(column, str):
            return integer("column", column, 0, self.dimension - 1)
        if self.columns is None or column not in self.columns:
            raise ValueError(f"There is no column {column!r}; there are {self.columns or 'no names'}.")
        return self.columns.index(column)

    def _points(self, X: Any) -> _arrays.Points:
        return _arrays.points(X, self.columns)

    def __eq__(self, other: object) -> bool:
        return self._text == other._text if isinstance(other, Mixture) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> tuple[object, ...]:
        return Mixture, (self._text,)
