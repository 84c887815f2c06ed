"""The class beside scikit-learn's: the same iterations from the same start, the same attributes."""

from __future__ import annotations

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
import sklearn
from conftest import blobs
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.mixture import GaussianMixture as Theirs
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import gaussian_mixtures.sklearn as door
from gaussian_mixtures import Mixture, fit
from gaussian_mixtures.sklearn import GaussianMixture as Ours

TYPES = ["full", "tied", "diag", "spherical"]
INITS = ["kmeans", "k-means++", "random", "random_from_data"]
ARRAYS = ["weights_", "means_", "covariances_", "precisions_", "precisions_cholesky_", "lower_bounds_"]


def both(X, **parameters):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return Ours(**parameters).fit(X), Theirs(**parameters).fit(X)


def assert_same(ours, theirs, tolerance=1e-11):
    assert ours.n_iter_ == theirs.n_iter_
    assert ours.converged_ == theirs.converged_
    for name in ARRAYS:
        own, other = np.asarray(getattr(ours, name)), np.asarray(getattr(theirs, name))
        assert own.shape == other.shape, name
        np.testing.assert_allclose(own, other, rtol=tolerance, atol=tolerance * np.abs(other).max(), err_msg=name)


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("init", INITS)
def test_twenty_iterations(kind, init):
    X = blobs(3000, 4, 5, seed=11)
    X -= X.mean(axis=0)
    parameters = {"n_components": 5, "covariance_type": kind, "init_params": init, "random_state": 3}
    ours, theirs = both(X, max_iter=20, tol=0, **parameters)
    # A start that is a point has the variance 1e-6, and scikit-learn's rounding of it: the first bound of "diag" and
    # "spherical" is the difference of squares there.
    if init in ("k-means++", "random_from_data") and kind in ("diag", "spherical"):
        ours.lower_bounds_, theirs.lower_bounds_ = ours.lower_bounds_[1:], theirs.lower_bounds_[1:]
    assert_same(ours, theirs)
    assert np.array_equal(ours.predict(X), theirs.predict(X))
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-10)
    np.testing.assert_allclose(ours.score_samples(X), theirs.score_samples(X), rtol=1e-10)
    for name in ("aic", "bic", "score"):
        assert getattr(ours, name)(X) == pytest.approx(getattr(theirs, name)(X), rel=1e-12)


@pytest.mark.parametrize("kind", TYPES)
def test_the_same_number_of_iterations(points, kind):
    for tol in (1e-1, 1e-3, 1e-5):
        ours, theirs = both(points, n_components=4, covariance_type=kind, tol=tol, random_state=1, max_iter=500, n_init=2)
        assert ours.n_iter_ == theirs.n_iter_
        assert ours.lower_bound_ == pytest.approx(theirs.lower_bound_, rel=1e-10)
        assert np.array_equal(ours.fit_predict(points), theirs.fit_predict(points))


@pytest.mark.parametrize("kind", TYPES)
def test_given_parameters_are_the_start(points, kind):
    shape = {"full": np.tile(np.eye(3), (3, 1, 1)), "tied": np.eye(3), "diag": np.ones((3, 3)), "spherical": np.ones(3)}
    given = {
        "weights_init": [0.5, 0.25, 0.25],
        "means_init": points[[0, 700, 1400]],
        "precisions_init": 0.5 * shape[kind],
    }
    assert_same(*both(points, n_components=3, covariance_type=kind, max_iter=7, tol=0, **given))
    start = Ours(3, covariance_type=kind, max_iter=0, random_state=0, **given).fit(points)
    np.testing.assert_allclose(start.covariances_, 2 * shape[kind], atol=1e-12)
    assert start.sample(5)[0].shape == (5, 3)


def test_no_iteration_keeps_the_start(points):
    ours, theirs = both(points, n_components=3, max_iter=0, random_state=0)
    np.testing.assert_allclose(ours.means_, theirs.means_, rtol=1e-12)
    assert ours.n_iter_ == 0
    assert ours.lower_bounds_ == []
    assert ours.lower_bound_ == theirs.lower_bound_ == -np.inf


def test_warm_start_goes_on(points):
    ours, theirs = Ours(3, max_iter=1, warm_start=True, random_state=0), Theirs(3, max_iter=1, warm_start=True, random_state=0)
    for _ in range(6):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            assert_same(ours.fit(points), theirs.fit(points))


def test_sampling_is_theirs(points):
    for kind in TYPES:
        ours, theirs = both(points, n_components=3, covariance_type=kind, random_state=0)
        for own, other in zip(ours.sample(50), theirs.sample(50), strict=True):
            np.testing.assert_allclose(own, other, rtol=1e-6, atol=1e-6)
    with pytest.raises(ValueError, match="at least one sample"):
        ours.sample(0)


def test_attributes_are_what_predict_goes_by(points):
    ours, theirs = both(points, n_components=3, random_state=0)
    for estimator in (ours, theirs):
        estimator.weights_ = np.array([0.1, 0.1, 0.2])
        estimator.means_ = estimator.means_[::-1].copy()
        estimator.precisions_cholesky_ = estimator.precisions_cholesky_ * 0.7
    np.testing.assert_allclose(ours.score_samples(points), theirs.score_samples(points), rtol=1e-10)
    assert np.array_equal(ours.predict(points), theirs.predict(points))


@pytest.mark.parametrize("kind", TYPES)
def test_single_precision_is_kept(points, kind):
    X = points.astype(np.float32)
    ours = Ours(3, covariance_type=kind, random_state=0).fit(X)
    for name in ARRAYS[:-1]:
        assert getattr(ours, name).dtype == np.float32, name
    assert ours.predict_proba(X).dtype == ours.score_samples(X).dtype == np.float32
    theirs = Theirs(3, covariance_type=kind, random_state=0).fit(X)
    np.testing.assert_allclose(ours.means_, theirs.means_, rtol=1e-3, atol=1e-3)


def test_weights_are_repetitions(points):
    counts = np.random.default_rng(0).integers(0, 3, len(points))
    given = {"weights_init": [0.3, 0.3, 0.4], "means_init": points[[0, 700, 1400]], "precisions_init": [np.eye(3)] * 3}
    parameters = {"n_components": 3, "tol": 0, "max_iter": 9, **given}
    with pytest.warns(ConvergenceWarning):
        weighted = Ours(**parameters).fit(points, sample_weight=counts)
    with pytest.warns(ConvergenceWarning):
        repeated = Ours(**parameters).fit(np.repeat(points, counts, axis=0))
    assert_same(weighted, repeated, 1e-10)
    with pytest.raises(ValueError, match="[Nn]egative"):
        Ours().fit(points, sample_weight=-counts - 1)
    with pytest.raises(ValueError, match="no point counts|non-zero number"):
        Ours().fit(points, sample_weight=np.zeros(len(points)))


def test_fewer_distinct_points_than_components():
    X = np.repeat([[0.0, 0], [1, 1]], 5, axis=0)
    ours, theirs = both(X, n_components=4, random_state=0)
    assert_same(ours, theirs, 1e-9)
    with pytest.raises(ValueError, match="ill-defined empirical covariance"):
        Ours(4, reg_covar=0, random_state=0).fit(X)


def test_collapse_without_a_ridge_is_refused():
    X = np.column_stack([np.arange(40.0), 2 * np.arange(40.0)])
    with pytest.raises(ValueError, match="ill-defined empirical covariance"):
        Ours(2, reg_covar=0, random_state=0).fit(X)


def test_tools_of_scikit_learn(points):
    estimator = Ours(2, random_state=0)
    assert clone(estimator).get_params() == estimator.get_params() == Theirs(2, random_state=0).get_params()
    fitted = pickle.loads(pickle.dumps(estimator.fit(points)))
    assert np.array_equal(fitted.predict(points), estimator.predict(points))
    search = GridSearchCV(Ours(random_state=0), {"n_components": [1, 3]}, cv=KFold(3, shuffle=True), n_jobs=2).fit(points)
    assert search.best_params_ == {"n_components": 3}
    assert make_pipeline(StandardScaler(), Ours(3, random_state=0)).fit_predict(points).shape == (1500,)


def test_metadata_routing(points):
    counts = np.ones(len(points))
    with sklearn.config_context(enable_metadata_routing=True):
        step = Ours(2, random_state=0).set_fit_request(sample_weight=True)
        scaler = StandardScaler().set_fit_request(sample_weight=True)
        pipeline = make_pipeline(scaler, step).fit(points, sample_weight=counts)
        assert pipeline[-1].converged_


def test_frames_bring_names(points):
    frame = pd.DataFrame(points, columns=["x", "y", "z"])
    estimator = Ours(2, random_state=0).fit(frame)
    assert estimator.feature_names_in_.tolist() == ["x", "y", "z"]
    with pytest.raises(ValueError, match="feature names should match"):
        estimator.predict(frame[["y", "x", "z"]])
    with pytest.raises(NotFittedError):
        Ours().predict(points)


def test_both_ways(points):
    for kind in TYPES:
        estimator = Ours(3, covariance_type=kind, random_state=0).fit(points)
        mixture = Mixture.from_sklearn(estimator)
        back = mixture.to_sklearn()
        assert back.covariance_type == kind
        np.testing.assert_allclose(back.covariances_, estimator.covariances_, rtol=1e-12)
        assert np.array_equal(mixture.labels(points), estimator.predict(points))
        theirs = Theirs(3, covariance_type=kind, random_state=0).fit(points)
        np.testing.assert_allclose(Mixture.from_sklearn(theirs).log_density(points), theirs.score_samples(points))
        assert clone(back).fit(points).n_iter_ > 0
    with pytest.raises(ValueError, match="has noise"):
        fit(points, 2, noise=True).to_sklearn()
    with pytest.raises(ValueError, match="not fitted"):
        Mixture.from_sklearn(Ours())


def test_what_is_not_there_says_what_is():
    with pytest.raises(AttributeError, match="prior=True"):
        door.BayesianGaussianMixture  # noqa: B018
