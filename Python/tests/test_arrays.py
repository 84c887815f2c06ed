"""Arrays of all kinds give the same points, and are not copied."""

from __future__ import annotations

import resource

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from gaussian_mixtures import Mixture, _arrays, fit


def ways(X):
    count, dimension = X.shape
    wide = np.zeros((2 * count, 3 * dimension))
    wide[::2, ::3] = X
    turned = np.zeros((count + 1, dimension))
    turned[:count] = X[::-1]
    yield "C", np.ascontiguousarray(X)
    yield "Fortran", np.asfortranarray(X)
    yield "every other row and third column", wide[::2, ::3]
    yield "backwards", turned[count - 1 :: -1] if count else turned
    yield "read only", np.frombuffer(X.tobytes()).reshape(X.shape)


def test_strides_change_no_bit(points):
    expected = fit(points, 3)
    for name, array in ways(points):
        assert np.array_equal(array, points), name
        assert _arrays.points(array) is array, name
        assert np.array_equal(fit(array, 3).means, expected.means), name
        assert np.array_equal(expected.labels(array), expected.labels(points)), name


def test_single_precision_stays(points):
    single = points.astype(np.float32)
    assert _arrays.points(single) is single
    mixture = fit(single, 3)
    np.testing.assert_allclose(mixture.means, fit(single.astype(np.float64), 3).means, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(mixture.log_density(single), mixture.log_density(single.astype(np.float64)))


def test_odd_memory_is_copied(points):
    records = np.zeros(len(points), dtype=[("mark", "i1"), ("x", "f8", 3)])
    records["x"] = points
    swapped = points.astype(points.dtype.newbyteorder())
    mixture = fit(points, 3)
    for array in (records["x"], swapped, points.astype(np.longdouble), np.ma.masked_array(points)):
        assert np.array_equal(mixture.labels(array), mixture.labels(points))
    whole = np.round(points).astype(np.int16)
    assert np.array_equal(mixture.labels(whole), mixture.labels(whole.astype(float)))
    assert mixture.labels(points.tolist()).shape == (1500,)


def test_broadcast_columns():
    same = np.broadcast_to(np.arange(50.0)[:, None], (50, 2))
    assert Mixture.of([1.0], [[0, 0]], [np.eye(2)]).log_density(same)[3] == pytest.approx(-np.log(2 * np.pi) - 9)


def test_frames_bring_names(points):
    names = ["x", "y", "z"]
    mixture = fit(pd.DataFrame(points, columns=names), 3)
    assert mixture.columns == names
    expected = mixture.labels(points)
    for frame in (
        pd.DataFrame(points, columns=names)[["z", "x", "y"]],
        pl.DataFrame(points, schema=names).select(["y", "z", "x"]),
        pa.table({name: points[:, i] for i, name in enumerate(names)}).select([2, 0, 1]),
    ):
        assert np.array_equal(mixture.labels(frame), expected)
    assert mixture.marginal(["z", "x"]).columns == ["z", "x"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (np.zeros(5), "two axes"),
        (np.zeros((0, 3)), "no points"),
        (np.zeros((3, 0)), "no points"),
        (np.zeros((2, 2, 2)), "two axes"),
        (np.array([["a", "b"]]), "Points are numbers"),
        (np.zeros((4, 2), dtype=complex), "complex"),
        (np.array([[1.0, np.inf], [0, 0]]), "point 1"),
        (np.array([[1.0, 0], [0, np.nan]]), "Column 2 holds NaN or infinity at point 2"),
        ([[1, 2], [3]], "inhomogeneous"),
    ],
)
def test_what_is_no_points(given, words):
    with pytest.raises(ValueError, match=words):
        fit(given, 1)


def test_points_are_not_copied():
    X = np.zeros((2_000_000, 8), dtype=np.float32)
    X[:, :] = np.arange(2_000_000, dtype=np.float32)[:, None] % 1013
    mixture = Mixture.of([1.0], [np.zeros(8)], [np.eye(8)])
    mixture.labels(X[:10])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    mixture.labels(X)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    # Labels take 4 bytes of a point's 32, twice for a moment; a copy of the points as doubles would take 64.
    assert grown < 24 * len(X)
