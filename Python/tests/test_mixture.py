"""What mixtures answer, and what they are made of."""

from __future__ import annotations

import copy
import json
import pickle

import numpy as np
import pytest

from gaussian_mixtures import FitError, Mixture, MixtureError, ModelError, ModelFileError, _errors, fit


@pytest.fixture
def two() -> Mixture:
    return Mixture.of([0.3, 0.7], [[0, 0], [4, 1]], [[[1, 0.5], [0.5, 2]], [[1, 0], [0, 1]]], columns=["a", "b"])


def test_answers_by_hand(two):
    X = np.random.default_rng(0).normal(2, 3, (200, 2))
    parts = np.empty((200, 2))
    for k in range(2):
        centred = X - two.means[k]
        squares = np.einsum("ij,jk,ik->i", centred, np.linalg.inv(two.covariances[k]), centred)
        parts[:, k] = two.weights[k] * np.exp(-squares / 2) / (2 * np.pi * np.sqrt(np.linalg.det(two.covariances[k])))
    whole = parts.sum(axis=1)
    classes = two.classify(X)
    np.testing.assert_allclose(two.responsibilities(X), parts / whole[:, None], rtol=1e-11, atol=1e-15)
    np.testing.assert_allclose(two.density(X), whole, rtol=1e-11)
    np.testing.assert_allclose(classes.log_densities, np.log(whole), rtol=1e-11)
    np.testing.assert_allclose(classes.probabilities, (parts / whole[:, None]).max(axis=1), rtol=1e-11)
    np.testing.assert_allclose(classes.uncertainties, (parts / whole[:, None]).min(axis=1), rtol=1e-9, atol=1e-300)
    assert np.array_equal(classes.labels, parts.argmax(axis=1))
    score = two.score(X)
    assert score.log_likelihood == pytest.approx(np.log(whole).sum(), rel=1e-12)
    assert two.score(X, weights=np.full(200, 2.0), weight_meaning="frequencies").log_likelihood == pytest.approx(
        2 * score.log_likelihood
    )


@pytest.mark.parametrize("structure", ["full", "tied", "diagonal", "spherical", "VVE"])
def test_parameters_are_those_of_the_model_file(structure):
    X = np.random.default_rng(3).normal(size=(300, 3)) + np.repeat([[0.0], [6.0]], 150, axis=0)
    fitted = fit(X, 2, structure, noise=True)
    read = Mixture(fitted.to_json())
    components = json.loads(fitted.to_json())["components"]
    for mixture in (fitted, read):
        assert mixture.component_count == len(mixture.names) == 2
        assert mixture.dimension == 3
        assert mixture.weights.tolist() == [part["weight"] for part in components]
        assert mixture.means.tolist() == [part["mean"] for part in components]
        for part, covariance in zip(components, mixture.covariances, strict=True):
            variances = np.diag(np.broadcast_to(part.get("variances", 0.0), 3))
            assert covariance.tolist() == part.get("covariance", variances.tolist())
        assert not mixture.covariances.flags.writeable
    assert read == fitted
    assert read.fit == fitted.fit


def test_a_start_keeps_its_bits(two):
    X, _ = two.sample(500)
    first = fit(X, 2, start=two, max_iterations=3)
    again = fit(X, 2, start=Mixture(two.to_json()), max_iterations=3)
    assert first.means.tobytes() == again.means.tobytes()
    assert first.fit.start == again.fit.start


def test_samples_are_of_the_mixture(two):
    X, labels = two.sample(200_000, seed=4)
    assert X.shape == (200_000, 2)
    assert (labels == 1).mean() == pytest.approx(0.7, abs=0.005)
    np.testing.assert_allclose(np.cov(X[labels == 0].T), two.covariances[0], atol=0.05)
    assert np.array_equal(two.sample(1000, seed=4, threads=1)[0], two.sample(1000, seed=4)[0])
    assert not np.array_equal(two.sample(1000, seed=5)[0], two.sample(1000, seed=4)[0])
    for count in (0, -1):
        with pytest.raises(ValueError, match="count is"):
            two.sample(count)


def test_marginals(two):
    marginal = two.marginal(["b"])
    assert marginal.means.tolist() == [[0], [1]]
    assert marginal.covariances.tolist() == [[[2]], [[1]]]
    assert marginal.columns == ["b"]
    assert two.marginal([1, 0]).columns == ["b", "a"]
    for wrong in ([], [0, 0], [2], [-1], ["c"]):
        with pytest.raises(ValueError, match=r"coordinate|column"):
            two.marginal(wrong)


def test_parameters_cannot_be_written(two):
    with pytest.raises(ValueError, match="read-only"):
        two.means[0] = 1


def test_copies_are_equal(two):
    assert pickle.loads(pickle.dumps(two)) == two
    assert copy.deepcopy(two) == two
    assert hash(copy.copy(two)) == hash(two)
    assert two != two.marginal([0])
    assert "2 components" in repr(two)


def test_variances_stay_variances():
    mixture = Mixture.of([1.0], [[0, 0]], [[2, 3]], structure="diagonal")
    assert mixture.covariances.tolist() == [[[2, 0], [0, 3]]]
    assert mixture.structure == "VVI"


@pytest.mark.parametrize(
    ("weights", "means", "covariances", "words"),
    [
        ([0.5, 0.4], [[0], [1]], [[[1]], [[1]]], "sum to"),
        ([1.5, -0.5], [[0], [1]], [[[1]], [[1]]], "weight -0.5"),
        ([1], [[0, 0]], [[[1, 2], [2, 1]]], "positive definite"),
        ([1], [[0, 0]], [[[1, 0.1], [0.2, 1]]], "symmetric"),
        ([1], [[0, 0]], [[[1, 0, 0]]], "Shapes"),
        ([1], [0, 0], [[[1]]], "Shapes"),
    ],
)
def test_what_is_no_mixture(weights, means, covariances, words):
    with pytest.raises(ValueError, match=words):
        Mixture.of(weights, means, covariances)


def test_numbers_that_are_none_are_refused():
    with pytest.raises(ValueError, match=r".+"):
        Mixture.of([1], [[np.nan]], [[[1]]])


def test_points_of_other_dimensions(two):
    with pytest.raises(ModelError, match="2 dimensions, the points have 3") as caught:
        two.labels(np.zeros((4, 3)))
    assert caught.value.code == "dimension"


def test_errors_say_what_they_are(points):
    with pytest.raises(FitError, match="cannot be shared by 9 components") as caught:
        fit(np.repeat(points[:3], 5, axis=0), 9)
    assert caught.value.code == "tooFewPoints"
    assert isinstance(caught.value, ValueError)
    copied = pickle.loads(pickle.dumps(caught.value))
    assert (copied.code, str(copied)) == ("tooFewPoints", str(caught.value))
    with pytest.raises(ValueError, match="no covariance structure"):
        fit(points, 2, "round")
    with pytest.raises(ValueError, match="number of components is 0"):
        fit(points, 0)
    with pytest.raises(TypeError, match="whole number"):
        fit(points, 2.5)
    with pytest.raises(TypeError, match="no option 'toleranse'"):
        fit(points, 2, toleranse=1)
    with pytest.raises(ValueError, match="tolerance is nan"):
        fit(points, 2, tolerance=float("nan"))
    with pytest.raises(ValueError, match="acceleration is 'warp'"):
        fit(points, 2, acceleration="warp")
    with pytest.raises(ValueError, match="weights of the shape"):
        fit(points, 2, weights=[1, 2])
    with pytest.raises(ValueError, match="weight -1"):
        fit(points, 2, weights=np.full(1500, -1.0))
    with pytest.raises(ValueError, match="2 names for 3 columns"):
        fit(points, 2, columns=["a", "b"])


def test_failures_have_their_kinds():
    assert isinstance(_errors.failure("file", "noInput", "x", -1), OSError)
    assert isinstance(_errors.failure("fit", "memory", "x", -1), MemoryError)
    assert isinstance(_errors.failure("new", "new", "x", 2), MixtureError)


def test_no_file(tmp_path, two):
    with pytest.raises(ModelFileError, match="nothing.json") as caught:
        Mixture.load(tmp_path / "nothing.json")
    assert caught.value.code == "noInput"
    with pytest.raises(ModelFileError):
        two.save(tmp_path / "no" / "folder.json")
    (tmp_path / "bad.json").write_text('{"schema": 3}')
    with pytest.raises(ModelFileError, match="no sound model file"):
        Mixture.load(tmp_path / "bad.json")
    with pytest.raises(ValueError, match="model document"):
        Mixture('{"components": []}')
