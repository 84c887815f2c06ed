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
        assert _arrays.points(array).memory is array, name
        assert np.array_equal(fit(array, 3).means, expected.means), name
        assert np.array_equal(expected.labels(array), expected.labels(points)), name


def test_single_precision_stays(points):
    single = points.astype(np.float32)
    assert _arrays.points(single).memory is single
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


def frames(points, kind=np.float64):
    columns = {name: np.ascontiguousarray(points[:, i], dtype=kind) for i, name in enumerate("xyz")}
    yield "pandas", pd.DataFrame(points.astype(kind), columns=list("xyz"))
    yield "pandas, column by column", pd.concat([pd.Series(column, name=name) for name, column in columns.items()], axis=1)
    yield "polars", pl.DataFrame(columns)
    yield "pyarrow", pa.table(columns)
    yield "a batch of pyarrow", pa.record_batch(columns)
    yield "Arrow's stream", Stream(pa.table(columns))


class Stream:
    """What hands out Arrow's columns and is nothing else, once."""

    def __init__(self, table):
        self.table = table

    def __arrow_c_stream__(self, requested_schema=None):
        table, self.table = self.table, None
        return table.__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_columns_stay_where_they_are(points, kind):
    expected = fit(points.astype(kind), 3, columns=["x", "y", "z"])
    for name, frame in frames(points, kind):
        mixture = fit(frame, 3)
        assert mixture.columns == expected.columns, name
        assert np.array_equal(mixture.means, expected.means), name
        assert np.array_equal(mixture.covariances, expected.covariances), name
    table = pa.table({name: points[:, i].astype(kind) for i, name in enumerate("xyz")})
    for frame in (table, pl.from_arrow(table), Stream(table)):
        memory = _arrays.points(frame).memory
        for column, name in zip(memory, "xyz", strict=True):
            assert column.ctypes.data == table.column(name).chunk(0).buffers()[1].address
    frame = pd.DataFrame(points.astype(kind), columns=list("xyz"))
    assert all(np.shares_memory(column, frame.to_numpy()) for column in _arrays.points(frame).memory)


def test_columns_of_several_kinds_and_chunks(points):
    X = np.round(points).astype(np.int16)
    mixture = fit(points, 3, columns=["x", "y", "z"])
    expected = mixture.labels(np.column_stack([X[:, 0], points[:, 1].astype(np.float32), points[:, 2]]).astype(np.float64))
    half = len(points) // 2
    chunked = pa.chunked_array([points[:half, 2], points[half:, 2]])
    for frame in (
        pd.DataFrame({"x": X[:, 0], "y": points[:, 1].astype(np.float32), "z": points[:, 2], "name": "a"}),
        pl.DataFrame({"x": X[:, 0], "y": points[:, 1].astype(np.float32), "name": "a", "z": points[:, 2]}),
        pa.table({"x": X[:, 0], "y": points[:, 1].astype(np.float32), "z": chunked}),
    ):
        assert np.array_equal(mixture.labels(frame), expected)


def test_missing_values_of_frames(points):
    holed = points.copy()
    holed[::7, 1] = np.nan
    expected = fit(holed, 3, missing=True, columns=["x", "y", "z"])
    gaps = [None if i % 7 == 0 else float(value) for i, value in enumerate(points[:, 1])]
    columns = {"x": points[:, 0], "y": gaps, "z": points[:, 2]}
    for frame in (
        pd.DataFrame(holed, columns=list("xyz")),
        pd.DataFrame(columns).convert_dtypes(),
        pd.DataFrame(columns).astype({"y": "double[pyarrow]"}),
        pl.DataFrame(columns),
        pa.table(columns),
    ):
        assert np.array_equal(fit(frame, 3, missing=True).means, expected.means)
        with pytest.raises(ValueError, match="Column 2"):
            fit(frame, 3)


def test_columns_without_numbers(points):
    frame = pd.DataFrame(points, columns=list("xyz")).assign(species="setosa")
    with pytest.raises(ValueError, match="Column 'species' has to hold numbers"):
        fit(frame, 3)
    for empty in (pd.DataFrame(), pl.DataFrame(), pa.table({}), pa.table({"x": pa.array([], pa.float64())})):
        with pytest.raises(ValueError, match="no points|no columns"):
            fit(empty, 1)


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
