"""The native module takes nothing on trust: a trap would end the interpreter."""

from __future__ import annotations

import numpy as np
import pytest

from gaussian_mixtures import _native, fit


@pytest.fixture
def model():
    return _native.model_make(2, 2, np.array([0.5, 0.5]), np.zeros((2, 2)), np.ones((2, 2)), True)


POINTS = np.zeros((5, 2))


@pytest.mark.parametrize(
    "rooms",
    [
        (np.empty(4, np.int32), None, None, None, None),
        (np.empty(5, np.int16), None, None, None, None),
        (np.empty(4, np.int64), None, None, None, None),
        (np.empty(10, np.int64)[::2], None, None, None, None),
        (None, np.empty(5, np.float32), None, None, None),
        (None, None, np.empty(6), None, None),
        (None, None, None, np.empty(10)[::2], None),
        (None, None, None, None, np.empty((5, 1))),
        (None, None, None, np.frombuffer(bytes(40)), None),
    ],
)
def test_rooms_of_another_size_or_kind(model, rooms):
    with pytest.raises((ValueError, BufferError)):
        _native.evaluate(model, POINTS, False, 1, *rooms)


@pytest.mark.parametrize("other", [(), (1,), (3,), (1, 3, 4)])
@pytest.mark.parametrize("allows_missing", [False, True])
def test_labels_of_either_width(other, allows_missing):
    means = np.array([[0.0, 0.0], [3.0, 3.0]])
    model = _native.model_make(2, 2, np.array([0.5, 0.5]), means, np.ones((2, 2)), True)
    points = np.random.default_rng(2).normal(1.5, 2, (1000, 2))
    answers = []
    for kind in (np.int32, np.int64):
        rooms = [np.full(1000, 7, kind), None, None, None, None]
        for place in other:
            rooms[place] = np.empty(2000 if place == 4 else 1000)
        _native.evaluate(model, points, allows_missing, 2, *rooms)
        answers.append(rooms[0])
    assert answers[1].dtype == np.int64 and np.array_equal(*answers)
    assert np.array_equal(answers[0], (points.sum(axis=1) > 3).astype(int))


@pytest.mark.parametrize("given", [np.zeros(3), np.zeros((2, 2), "i4"), np.zeros((2, 2), ">f8"), np.zeros((0, 2)), b"abc"])
def test_other_points(model, given):
    with pytest.raises((ValueError, BufferError)):
        _native.evaluate(model, given, False, 1, None, None, None, None, None)


@pytest.mark.parametrize(
    "columns",
    [
        (),
        (np.zeros(3),),
        (np.zeros(3), np.zeros(4)),
        (np.zeros(3), np.zeros(3, "i4")),
        (np.zeros(3), np.zeros((3, 1))),
        (np.zeros(3), None),
        (np.zeros(0), np.zeros(0)),
        (np.zeros(3), np.frombuffer(bytes(25), offset=1)),
    ],
)
def test_other_columns(model, columns):
    with pytest.raises((ValueError, TypeError, BufferError)):
        _native.evaluate(model, columns, False, 1, np.empty(3, np.int32), None, None, None, None)


def test_columns_backwards_and_spread(model):
    wide = np.arange(30.0).reshape(10, 3)
    single = np.arange(10, dtype=np.float32)[::-1]
    answers = [np.empty(10), np.empty(10)]
    _native.evaluate(model, (wide[:, 1], single), False, 1, None, None, None, answers[0], None)
    _native.evaluate(model, np.column_stack([wide[:, 1], single]), False, 1, None, None, None, answers[1], None)
    assert np.array_equal(*answers)


def test_capsules_of_another_kind(model):
    run = _native.run_make(np.random.default_rng(0).normal(size=(50, 2)), None, model, '{"componentCount": 2}')
    with pytest.raises((ValueError, TypeError)):
        _native.evaluate(run, POINTS, False, 1, None, None, None, None, None)
    with pytest.raises((ValueError, TypeError)):
        _native.run_step(model)
    with pytest.raises((ValueError, TypeError)):
        _native.run_step(None)


def test_runs_end_and_say_so(model):
    options = '{"componentCount": 2, "maximumIterations": 2, "stopping": {"rule": "gain", "tolerance": 0}}'
    X = np.random.default_rng(0).normal(size=(50, 2))
    run = _native.run_make(X, None, model, options)
    for _ in range(2):
        assert np.isfinite(_native.run_step(run))
    with pytest.raises(ValueError, match="The run is over"):
        _native.run_step(run)
    with pytest.raises(ValueError, match="needed"):
        _native.run_read(run, np.empty(3), np.empty((2, 2)), np.empty((2, 2, 2)))


OPTIONS = ["", "{", "[]", '{"componentCount": "two"}', '{"structure": "VVX"}', '{"seed": -1}', '{"threads": 9999}']


@pytest.mark.parametrize("options", OPTIONS)
def test_other_options(options):
    with pytest.raises(ValueError, match=r".+"):
        _native.fit(np.random.default_rng(0).normal(size=(9, 2)), None, None, None, options, None)


def test_labels_that_are_no_groups():
    X = np.random.default_rng(0).normal(size=(9, 2))
    with pytest.raises(ValueError, match="labelNames"):
        _native.fit(X, None, np.zeros(9, np.int32), None, "{}", None)
    with pytest.raises(ValueError, match="no group"):
        _native.fit(X, None, np.full(9, 7, np.int32), None, '{"labelNames": ["a"]}', None)


def test_sizes_that_would_overflow():
    for k, d in ((0, 1), (1, 0), (-1, 1), (2**40, 1), (1, 2**40)):
        with pytest.raises(ValueError, match=r".+"):
            _native.model_make(k, d, np.ones(1), np.ones((1, 1)), np.ones((1, 1)), True)


def test_extreme_numbers():
    for scale in (1e-300, 1e300, 1e150):
        X = np.random.default_rng(0).normal(size=(100, 2)) * scale
        with pytest.raises(ValueError, match="Rescale"):
            fit(X, 2)
    assert np.isfinite(fit(np.random.default_rng(0).normal(size=(100, 2)) * 1e-120, 2).means).all()


def test_starts_that_are_no_models(model):
    X = np.random.default_rng(0).normal(size=(50, 2))
    with pytest.raises(ValueError, match="model to start from"):
        _native.fit(X, None, None, None, '{"componentCount": 2, "start": "model"}', None)
    for other in ("model", 3, _native.run_make(X, None, model, '{"componentCount": 2}')):
        with pytest.raises(ValueError, match="PyCapsule"):
            _native.fit(X, None, None, other, '{"componentCount": 2, "start": "model"}', None)


def test_rooms_for_parameters(model):
    assert _native.model_shape(model) == (2, 2)
    rooms = np.empty(2), np.empty((2, 2)), np.empty((2, 2, 2))
    _native.model_parameters(model, *rooms)
    assert rooms[0].tolist() == [0.5, 0.5]
    assert rooms[1].tolist() == np.zeros((2, 2)).tolist()
    assert rooms[2].tolist() == np.stack([np.eye(2)] * 2).tolist()
    for place, other in ((0, np.empty(3)), (1, np.empty((2, 2), np.float32)), (2, np.empty((2, 2)))):
        given = [other if place == i else room for i, room in enumerate(rooms)]
        with pytest.raises(ValueError, match="needed"):
            _native.model_parameters(model, *given)
