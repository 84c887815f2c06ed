"""``sklearn.mixture.GaussianMixture`` on this package's engine."""

from __future__ import annotations

import math
import warnings
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, DensityMixin, _fit_context
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from .._errors import PointsError
from . import _engine, _starts
from ._checks import Given, checked_start
from ._parameters import Parameters, cholesky_of_precisions, estimated, precisions_cholesky
from ._sampling import drawn
from ._verbose import Reporter

Array = NDArray[Any]

_NOT_CONVERGED = (
    "Best performing initialization did not converge. Try different init parameters, or increase max_iter, tol, or check for "
    "degenerate data."
)


class GaussianMixture(DensityMixin, BaseEstimator):
    """A Gaussian mixture with the parameters, attributes and methods of ``sklearn.mixture.GaussianMixture``.

    From the same start it makes the same iterations, with the same bounds; the same ``random_state`` draws the same starts.
    Beyond scikit-learn's, `fit` takes ``sample_weight``. For starts that find better maxima, other structures, noise, missing
    values and model selection see `gaussian_mixtures.fit` and `gaussian_mixtures.select`.

    Parameters
    ----------
    n_components : int, default=1
        The number of components, K.
    covariance_type : {'full', 'tied', 'diag', 'spherical'}, default='full'
        What covariances are: each its own, one for all, axis-parallel, or a single variance.
    tol : float, default=1e-3
        EM ends when the lower bound changes by less.
    reg_covar : float, default=1e-6
        What is added to all variances.
    max_iter : int, default=100
        The largest number of iterations; 0 keeps the start.
    n_init : int, default=1
        How often to start; the best bound counts.
    init_params : {'kmeans', 'k-means++', 'random', 'random_from_data'}, default='kmeans'
        Where responsibilities to start from are taken from.
    weights_init : array-like of shape (K,), default=None
    means_init : array-like of shape (K, D), default=None
    precisions_init : array-like, default=None
        Parameters to start from; shapes are those of the attributes.
    random_state : int, RandomState instance or None, default=None
        From which starts and samples are drawn.
    warm_start : bool, default=False
        Whether a further fit goes on from the last one.
    verbose : int, default=0
        1 prints each init and iteration, 2 their time and gain as well.
    verbose_interval : int, default=10
        Between how many iterations that is printed.

    Attributes
    ----------
    weights_ : ndarray of shape (K,)
    means_ : ndarray of shape (K, D)
    covariances_, precisions_, precisions_cholesky_ : ndarray
        (K, D, D) full, (D, D) tied, (K, D) diag, (K,) spherical.
    converged_ : bool
    n_iter_ : int
    lower_bound_ : float
    lower_bounds_ : list of float
        The mean log-likelihood before the M-step of each iteration of the best init.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (D,)

    Examples
    --------
    >>> import numpy as np
    >>> from gaussian_mixtures.sklearn import GaussianMixture
    >>> X = np.array([[1, 2], [1, 4], [1, 0], [10, 2], [10, 4], [10, 0]])
    >>> mixture = GaussianMixture(n_components=2, random_state=0).fit(X)
    >>> sorted(mixture.means_[:, 0].round(6).tolist())
    [1.0, 10.0]
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "n_components": [Interval(Integral, 1, None, closed="left")],
        "covariance_type": [StrOptions({"full", "tied", "diag", "spherical"})],
        "tol": [Interval(Real, 0.0, None, closed="left")],
        "reg_covar": [Interval(Real, 0.0, None, closed="left")],
        "max_iter": [Interval(Integral, 0, None, closed="left")],
        "n_init": [Interval(Integral, 1, None, closed="left")],
        "init_params": [StrOptions({"kmeans", "random", "random_from_data", "k-means++"})],
        "weights_init": ["array-like", None],
        "means_init": ["array-like", None],
        "precisions_init": ["array-like", None],
        "random_state": ["random_state"],
        "warm_start": ["boolean"],
        "verbose": ["verbose"],
        "verbose_interval": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(
        self,
        n_components: int = 1,
        *,
        covariance_type: str = "full",
        tol: float = 1e-3,
        reg_covar: float = 1e-6,
        max_iter: int = 100,
        n_init: int = 1,
        init_params: str = "kmeans",
        weights_init: Any = None,
        means_init: Any = None,
        precisions_init: Any = None,
        random_state: Any = None,
        warm_start: bool = False,
        verbose: int = 0,
        verbose_interval: int = 10,
    ) -> None:
        self.n_components = n_components
        self.covariance_type = covariance_type
        self.tol = tol
        self.reg_covar = reg_covar
        self.max_iter = max_iter
        self.n_init = n_init
        self.init_params = init_params
        self.weights_init = weights_init
        self.means_init = means_init
        self.precisions_init = precisions_init
        self.random_state = random_state
        self.warm_start = warm_start
        self.verbose = verbose
        self.verbose_interval = verbose_interval

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> GaussianMixture:
        """Estimate the parameters by EM.

        Parameters
        ----------
        X : array-like of shape (N, D)
        sample_weight : array-like of shape (N,), default=None
            How often each point counts.

        Returns
        -------
        self
        """
        self._estimate(X, sample_weight)
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def fit_predict(self, X: Any, y: Any = None, sample_weight: Any = None) -> Array:
        """Estimate the parameters, and answer the component of each point, of shape (N,)."""
        points = self._estimate(X, sample_weight)
        return _engine.labels(self._parameters(), points)

    def _estimate(self, X: Any, sample_weight: Any) -> Array:
        X = validate_data(self, X, dtype=[np.float64, np.float32], ensure_min_samples=2)
        if len(X) < self.n_components:
            raise ValueError(
                f"Expected n_samples >= n_components but got n_components = {self.n_components}, n_samples = {len(X)}"
            )
        weights = None
        if sample_weight is not None:
            weights = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
            if not weights.any():
                raise ValueError("All of sample_weight is 0: no point counts.")
        task = _engine.Task(X, weights, float(self.reg_covar), float(self.tol), int(self.max_iter))
        goes_on = self.warm_start and hasattr(self, "converged_")
        random = check_random_state(self.random_state)
        self._keep(self._best(task, random, goes_on))
        return X

    def _best(self, task: _engine.Task, random: Any, goes_on: bool) -> _engine.Outcome:
        """The best of all inits; only a higher bound takes the place of another."""
        best: _engine.Outcome | None = None
        reporter = Reporter(self.verbose, self.verbose_interval)
        given = checked_start(self, task.X.shape[1])
        for number in range(1 if goes_on else self.n_init):
            reporter.begin(number)
            start = self._parameters() if goes_on else self._start(task, random, given)
            if task.max_iter == 0:
                best = _engine.Outcome(start, [], False)
                continue
            bound = self.lower_bound_ if goes_on else -math.inf
            outcome = _engine.run(task, start, bound, reporter.iteration)
            reporter.end(outcome.bounds[-1], outcome.converged)
            if best is None or outcome.bounds[-1] > best.bounds[-1]:
                best = outcome
        assert best is not None
        return best

    def _keep(self, outcome: _engine.Outcome) -> None:
        self.converged_ = outcome.converged
        if not outcome.converged and self.max_iter > 0:
            warnings.warn(_NOT_CONVERGED, ConvergenceWarning, stacklevel=4)
        parameters = outcome.parameters
        self._set_parameters((parameters.weights, parameters.means, parameters.covariances, parameters.precisions_cholesky))
        self.n_iter_ = len(outcome.bounds)
        self.lower_bounds_ = outcome.bounds
        self.lower_bound_ = outcome.bounds[-1] if outcome.bounds else -math.inf

    def _start(self, task: _engine.Task, random: Any, given: Given) -> Parameters:
        weights, means, precisions = given
        covariances = None
        if weights is None or means is None or precisions is None:
            shares = _starts.responsibilities(self.init_params, task.X, self.n_components, task.weights, random)
            counts = None if self.init_params in ("kmeans", "random") else 1.0 if task.weights is None else task.weights
            masses, centres, covariances = estimated(self.covariance_type, task.X, shares, task.reg_covar, counts)
            weights = masses / task.mass if weights is None else weights
            means = centres if means is None else means
        if precisions is None:
            assert covariances is not None
            factors = precisions_cholesky(self.covariance_type, covariances)
        else:
            is_diagonal = self.covariance_type in ("diag", "spherical")
            covariances = 1 / precisions if is_diagonal else np.linalg.inv(precisions)
            factors = cholesky_of_precisions(self.covariance_type, precisions)
        return Parameters(self.covariance_type, weights, means, covariances, factors)

    def _get_parameters(self) -> tuple[Array, ...]:
        return self.weights_, self.means_, self.covariances_, self.precisions_cholesky_

    def _set_parameters(self, params: Any, xp: Any = None) -> None:
        self.weights_, self.means_, self.covariances_, self.precisions_cholesky_ = params
        self.precisions_ = self._parameters().precisions()

    def _parameters(self) -> Parameters:
        """The attributes as they are now."""
        weights, means, factors = map(np.asarray, (self.weights_, self.means_, self.precisions_cholesky_))
        return Parameters(self.covariance_type, weights, means, None, factors)

    def _validated(self, X: Any, *, finite: bool = True) -> Array:
        check_is_fitted(self)
        return validate_data(self, X, reset=False, dtype=[np.float64, np.float32], ensure_all_finite=finite)

    def predict(self, X: Any) -> Array:
        """The component of the largest responsibility for each point, of shape (N,)."""
        # The engine looks whether they are finite on its way.
        points = self._validated(X, finite=False)
        try:
            return _engine.labels(self._parameters(), points)
        except PointsError:
            self._validated(X)
            raise

    def predict_proba(self, X: Any) -> Array:
        """The responsibilities of all components for each point, of shape (N, K)."""
        points = self._validated(X)
        answer = _engine.responsibilities(self._parameters(), points)
        return answer.astype(np.result_type(points, self.means_), copy=False)

    def score_samples(self, X: Any) -> Array:
        """The logarithm of the density at each point, of shape (N,)."""
        points = self._validated(X)
        answer = _engine.log_densities(self._parameters(), points)
        return answer.astype(np.result_type(points, self.means_), copy=False)

    def score(self, X: Any, y: Any = None) -> float:
        """The mean logarithm of the density."""
        points = self._validated(X)
        return float(_engine.log_densities(self._parameters(), points).mean())

    def bic(self, X: Any) -> float:
        """The Bayesian information criterion; lower is better."""
        points = self._validated(X)
        count = len(points)
        return -2 * self.score(points) * count + self._n_parameters() * math.log(count)

    def aic(self, X: Any) -> float:
        """Akaike's information criterion; lower is better."""
        points = self._validated(X)
        return -2 * self.score(points) * len(points) + 2 * self._n_parameters()

    def sample(self, n_samples: int = 1) -> tuple[Array, Array]:
        """Draw points by the numbers of ``random_state``.

        Returns
        -------
        X : ndarray of shape (n_samples, D)
        y : ndarray of shape (n_samples,)
            The component of each; points of a component stand together.
        """
        check_is_fitted(self)
        if n_samples < 1:
            raise ValueError(f"Invalid value for 'n_samples': {n_samples}. The sampling requires at least one sample.")
        parameters = (self.covariance_type, self.weights_, self.means_, self.covariances_)
        return drawn(*parameters, n_samples, check_random_state(self.random_state))

    def _n_parameters(self) -> int:
        """The number of free parameters."""
        k, d = self.means_.shape
        own = {"full": k * d * (d + 1) // 2, "tied": d * (d + 1) // 2, "diag": k * d, "spherical": k}
        return own[self.covariance_type] + k * d + k - 1
