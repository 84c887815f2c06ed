"""Fits and selections by the package's own functions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from gaussian_mixtures import FitError, Mixture, Noise, Prior, Progress, fit, select, threads


def brute_log_density(mixture, X):
    parts = [
        np.log(w) + multivariate_normal(m, c).logpdf(X)
        for w, m, c in zip(mixture.weights, mixture.means, mixture.covariances, strict=True)
    ]
    return np.logaddexp.reduce(parts, axis=0)


def test_log_likelihood_is_that_of_the_model(points):
    mixture = fit(points, 3)
    assert mixture.fit.converged
    assert mixture.fit.log_likelihood == pytest.approx(brute_log_density(mixture, points).sum(), rel=1e-12)
    assert mixture.weights.sum() == pytest.approx(1, abs=1e-12)
    assert mixture.fit.parameter_count == 2 + 9 + 18
    assert mixture.fit.bic == pytest.approx(-2 * mixture.fit.log_likelihood + 29 * np.log(1500), rel=1e-12)


def test_likelihood_never_falls(points):
    history = fit(points, 4, "VVE", acceleration="none", tolerance=0, max_iterations=40, start="kmeans", restarts=1).fit.history
    values = np.array([iteration.log_likelihood for iteration in history])
    assert len(values) == 40
    assert np.all(np.diff(values) >= -1e-9 * abs(values[0]))


@pytest.mark.parametrize(
    "structure",
    ["EII", "VII", "EEI", "VEI", "EVI", "VVI", "EEE", "VEE", "EVE", "VVE", "EEV", "VEV", "EVV", "VVV", "full", "tied"],
)
def test_all_structures(points, structure):
    mixture = fit(points, 2, structure)
    assert mixture.structure == {"full": "VVV", "tied": "EEE"}.get(structure, structure)
    volumes = np.linalg.det(mixture.covariances)
    if mixture.structure[0] == "E":
        assert volumes[0] == pytest.approx(volumes[1], rel=1e-6)
    if mixture.structure[2] == "I":
        assert np.count_nonzero(mixture.covariances) == 6


def test_weights_are_repetitions(points):
    counts = np.random.default_rng(0).integers(0, 4, len(points))
    start = fit(points, 3)
    options = {"start": start, "tolerance": 0, "max_iterations": 10}
    weighted = fit(points, 3, weights=counts, weight_meaning="frequencies", **options)
    repeated = fit(np.repeat(points, counts, axis=0), 3, **options)
    np.testing.assert_allclose(weighted.means, repeated.means, rtol=1e-9, atol=1e-9)
    assert weighted.fit.total_weight == counts.sum()


def test_missing_values_are_integrated_out(points):
    X = points.copy()
    X[np.random.default_rng(3).random(X.shape) < 0.1] = np.nan
    with pytest.raises(ValueError, match="NaN or infinity at point"):
        fit(X, 3)
    mixture = fit(X, 3, missing=True, start=fit(points, 3))
    whole = mixture.impute(X)
    known = ~np.isnan(X)
    assert np.array_equal(whole[known], X[known])
    assert np.isfinite(whole).all()
    assert len(mixture.labels(X, missing=True)) == len(X)
    # A point without its first coordinate has the density of the marginal mixture.
    only = np.array([[np.nan, *points[0, 1:]]])
    expected = brute_log_density(mixture.marginal([1, 2]), points[:1, 1:])
    assert mixture.log_density(only, missing=True)[0] == pytest.approx(float(np.ravel(expected)[0]), rel=1e-10)


def test_noise_takes_what_belongs_to_none(points):
    far = np.random.default_rng(2).uniform(-80, 80, (150, 3))
    mixture = fit(np.concatenate([points, far]), 3, noise=Noise(start_weight=0.05))
    labels = mixture.labels(far)
    assert mixture.noise["weight"] == pytest.approx(150 / 1650, abs=0.03)
    assert (labels == -1).mean() > 0.9
    assert mixture.responsibilities(far).sum(axis=1).min() < 0.1


def test_known_labels_stay(points):
    groups = np.array(["b", "a", "c"], dtype=object)[np.repeat([0, 1, 2], 500)]
    known = np.where(np.arange(1500) % 10 == 0, groups, None)
    mixture = fit(points, 3, known_labels=known)
    assert mixture.names == ["a", "b", "c"]
    found = np.array(mixture.names, dtype=object)[mixture.labels(points)]
    assert (found == groups).mean() > 0.95
    with pytest.raises(ValueError, match="cannot be combined"):
        fit(points, 3, known_labels=known, start="kmeans")


def test_starts(points):
    labels = np.repeat([2, 0, 1], 500)
    assert fit(points, 3, start=labels).names == ["0", "1", "2"]
    for start in ("auto", "hierarchical", "kmeans", "random"):
        assert fit(points, 2, start=start, max_iterations=3).component_count == 2
    with pytest.raises(ValueError, match="start is 'lucky'"):
        fit(points, 2, start="lucky")


def test_regularization(points):
    few = points[:12]
    assert fit(few, 2, prior=Prior(shrinkage=0.1)).fit.configuration["prior"]["shrinkage"] == 0.1
    assert fit(few, 2, shrinkage=0.3).fit.configuration["shrinkage"]["amount"] == 0.3
    ridged = fit(few, 2, ridge=4.0)
    assert np.linalg.eigvalsh(ridged.covariances).min() >= 4 - 1e-9
    bounded = fit(points, 3, max_eigenvalue_ratio=5.0)
    values = np.linalg.eigvalsh(bounded.covariances)
    assert values.max() / values.min() <= 5 * (1 + 1e-9)
    with pytest.raises(FitError, match="choose one of them") as caught:
        fit(points, 2, ridge=1.0, prior=True)
    assert caught.value.code == "configuration"


def test_selection(points):
    mixture = select(points, range(1, 6), ["full", "tied"])
    table = mixture.fit.candidates
    assert mixture.component_count == 3
    assert len(table) == 10
    assert mixture.fit.criterion == "bic"
    assert mixture.fit.bic == min(row.bic for row in table)
    by_icl = select(points, 2, "full", criterion="icl")
    assert by_icl.fit.candidates[0].icl == pytest.approx(by_icl.fit.icl)
    held_out = select(points[::5], [1, 2], "full", criterion="cross-validation", folds=3)
    assert all(row.held_out is not None for row in held_out.fit.candidates)
    assert all(row.nec is None and row.stability is None for row in held_out.fit.candidates)
    by_entropy = select(points, [1, 2, 3], "full", criterion="nec")
    best = min(by_entropy.fit.candidates, key=lambda row: row.nec)
    assert best.component_count == by_entropy.component_count > 1
    stable = select(points, [2, 3, 4], "full", criterion="stability", runs=3, sample_size=700)
    assert all(0 <= row.stability <= 1 for row in stable.fit.candidates)
    assert stable.component_count == max(stable.fit.candidates, key=lambda row: row.stability).component_count
    with pytest.raises(FitError, match="sample of 1501 cannot be drawn from 1500"):
        select(points, [2, 3], "full", criterion="stability", sample_size=1501)


def test_observer_sees_and_ends(points):
    seen: list[Progress] = []

    def watch(progress: Progress) -> bool:
        seen.append(progress)
        return len(seen) < 3

    mixture = fit(points, 3, start="kmeans", restarts=1, tolerance=0, on_iteration=watch)
    assert [progress.iteration for progress in seen] == [1, 2, 3]
    assert mixture.fit.termination == "stopped"
    assert len(mixture.fit.history) == 3
    assert seen[0].structure is None
    assert seen[0].restart == 1


def test_what_an_observer_raises_is_raised(points):
    class OwnError(Exception):
        pass

    def watch(progress: Progress) -> None:
        raise OwnError("mine")

    with pytest.raises(OwnError, match="mine"):
        fit(points, 3, on_iteration=watch)
    with pytest.raises(OwnError, match="mine"):
        select(points, [1, 2, 3], "full", on_iteration=watch)


def test_selection_tells_of_its_models(points):
    seen: list[Progress] = []
    select(points, [1, 2], ["full", "tied"], on_iteration=seen.append)
    assert {progress.structure for progress in seen} == {"VVV", "EEE"}
    assert all(0 <= progress.completed_fits <= progress.fit_count for progress in seen)


def test_progress_is_a_line_that_goes(points, capsys):
    fit(points, 3, progress=True)
    assert "\n" not in capsys.readouterr().err


def test_threads_change_no_bit(points):
    first = fit(points, 3, threads=1)
    with threads(2):
        second = fit(points, 3)
    assert np.array_equal(first.covariances, second.covariances)
    with pytest.raises(ValueError, match="from 1 to 1024"):
        fit(points, 3, threads=0)


def test_seed_decides(points):
    assert np.array_equal(fit(points, 3, seed=5, start="random").means, fit(points, 3, seed=5, start="random").means)
    with pytest.raises(ValueError, match="seed is -1"):
        fit(points, 3, seed=-1)


def test_start_from_a_mixture_keeps_its_order(points):
    start = fit(points, 3)
    turned = Mixture.of(start.weights[::-1], start.means[::-1], start.covariances[::-1])
    again = fit(points, 3, start=turned)
    np.testing.assert_allclose(again.means, start.means[::-1], atol=1e-3)
