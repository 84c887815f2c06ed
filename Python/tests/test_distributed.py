"""Fits over mpi4py, Ray and Dask have the bits of one process.

What is not installed is skipped, and so is Spark here: Scripts/test-distributed-python.sh has its tests.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from shared_cases import cases, document

from gaussian_mixtures import FitError, Mixture, PointsError, distributed, fit
from gaussian_mixtures.distributed import Column, WorkerLost
from gaussian_mixtures.distributed._rows import Part, Rows
from gaussian_mixtures.distributed._shard import runs, shares

NAMES = list(cases())
#: Actors take seconds to start on a small machine: with GMM_TEST_ALL all cases are for all numbers of workers.
OF_RAY = {1: ["three groups"], 2: ["gaps", "diabetes"], 3: ["weights", "noise", "a surface in spatial order", "a selection"]}
#: Long enough that something can happen meanwhile.
LONG: dict[str, Any] = {"start": "kmeans", "restarts": 1, "tolerance": 0, "acceleration": "none", "max_iterations": 200}


@cache
def alone(name: str, is_frame: bool = False) -> dict[str, Any]:
    """What one process finds, of an array or a frame."""
    case = cases()[name]
    return (case._replace(X=case.frame()[case.columns]) if is_frame else case).alone()


def columns(name: str) -> dict[str, Any]:
    """What of a case's frame is no coordinate."""
    return {role: Column(role) for role in cases()[name].beside}


def pieces(frame: Any, count: int) -> list[Any]:
    """Partitions of unequal lengths."""
    cuts = [len(frame) * part // count + (17 if 0 < part < count else 0) for part in range(count + 1)]
    return [frame[cuts[part] : cuts[part + 1]] for part in range(count)]


# MARK: mpi4py


@pytest.fixture(scope="module")
def mpirun() -> list[str]:
    """A command that starts processes."""
    pytest.importorskip("mpi4py", reason="mpi4py is not installed")
    program = Path(sys.executable).parent / "mpirun"
    found = str(program) if program.exists() else shutil.which("mpirun")
    if found is None:
        pytest.skip("there is no mpirun")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    return [found, "--allow-run-as-root", "--oversubscribe", "--bind-to", "none"] if "Open MPI" in version else [found]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_ranks(mpirun, tmp_path, size):
    program, answer = Path(__file__).with_name("ranks_program.py"), tmp_path / "found.json"
    environment = os.environ | {"GAUSSIAN_MIXTURES_THREADS": "1"}
    arguments = [*mpirun, "-n", str(size), sys.executable, str(program), str(answer)]
    outcome = subprocess.run(arguments, capture_output=True, text=True, timeout=300, env=environment, check=False)
    assert outcome.returncode == 0, outcome.stderr
    found = json.loads(answer.read_text())
    assert found.pop("failure").startswith("tooFewPoints: ")
    assert list(found) == NAMES
    for name in NAMES:
        assert found[name] == alone(name), name


def test_ranks_example(mpirun, tmp_path):
    program = Path(__file__).parents[1] / "Examples" / "ranks.py"
    np.save(tmp_path / "points.npy", cases()["diabetes"].X)
    arguments = [*mpirun, "-n", "2", sys.executable, str(program), "points.npy", "3"]
    said = subprocess.run(arguments, capture_output=True, text=True, timeout=300, cwd=tmp_path, check=True).stdout
    assert document(Mixture.load(tmp_path / "model.json")) == alone("diabetes")
    assert sum(map(int, said.split(":")[1].split())) == len(cases()["diabetes"].X)


# MARK: Dask


@pytest.fixture(scope="module", params=[1, 2, 3])
def client(request) -> Iterator[Any]:
    """A cluster of so many workers."""
    dask = pytest.importorskip("dask.distributed", reason="Dask is not installed")
    with (
        dask.LocalCluster(n_workers=request.param, threads_per_worker=1, dashboard_address=None) as cluster,
        dask.Client(cluster) as client,
    ):
        yield client


@pytest.mark.parametrize("name", NAMES)
def test_dask_frames(client, name):
    import dask.dataframe

    case = cases()[name]
    X = dask.dataframe.from_pandas(case.frame(), npartitions=4, sort=False)
    assert document(case.call(distributed.fit, distributed.select, X, **columns(name))) == alone(name, is_frame=True)


def test_dask_arrays(client):
    import dask.array

    case = cases()["weights"]
    X = dask.array.from_array(case.X, chunks=(1_300, 1)).persist()
    weights = dask.array.from_array(case.weights, chunks=1_000)
    mixture = case.call(distributed.fit, None, X, weights=weights, over=client)
    assert document(mixture) == alone("weights")
    for what in ("labels", "responsibilities", "log_density"):
        assert np.array_equal(distributed.predict(mixture, X, what).compute(), getattr(mixture, what)(case.X))
    with distributed.hold(X, weights=weights) as shards:
        for _ in range(2):
            assert document(case.call(distributed.fit, None, shards)) == alone("weights")


def test_dask_observers_and_interruption(client):
    import dask.array

    X = dask.array.from_array(cases()["three groups"].X, chunks=(9_000, 3))
    seen: list[int] = []
    stopped = distributed.fit(X, 3, on_iteration=lambda one: seen.append(one.iteration) or len(seen) < 5, **LONG)
    assert stopped.fit.termination == "stopped"
    assert len(seen) == 5
    # Where tests run in the background the signal is ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        distributed.fit(X, 3, **(LONG | {"max_iterations": 10**9}))
    timer.join()
    signal.signal(signal.SIGINT, before)
    assert document(distributed.fit(X, 3, max_iterations=20)) == alone("three groups")


# MARK: Ray


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    """A machine of Ray."""
    ray = pytest.importorskip("ray", reason="Ray is not installed")
    pytest.importorskip("ray.data", reason="Ray's data sets are not installed: ray[data]")
    ray.init(num_cpus=4, include_dashboard=False, log_to_driver=False)
    yield ray
    ray.shutdown()


@pytest.mark.parametrize(
    ("workers", "name"),
    [(size, name) for size, few in OF_RAY.items() for name in (NAMES if os.environ.get("GMM_TEST_ALL") else few)],
)
def test_ray_held(ray, workers, name):
    case = cases()[name]
    with distributed.hold([ray.put(piece) for piece in pieces(case.frame(), 4)], workers=workers) as shards:
        assert shards.size == workers
        found = case.call(distributed.fit, distributed.select, shards, **columns(name))
        assert document(found) == alone(name, is_frame=True)


def test_ray_data_sets(ray):
    case = cases()["weights"]
    X = ray.data.from_pandas(pieces(case.frame(), 3))
    mixture = case.call(distributed.fit, None, X, weights="weights", workers=2)
    assert document(mixture) == alone("weights", is_frame=True)
    labelled = distributed.predict(mixture, X.select_columns(case.columns)).to_pandas()
    assert np.array_equal(labelled["label"], mixture.labels(case.X))
    arrays = ray.data.from_numpy([np.ascontiguousarray(piece) for piece in pieces(cases()["diabetes"].X, 3)])
    assert document(distributed.fit(arrays, 3, workers=2)) == alone("diabetes")
    found = distributed.predict(mixture, ray.data.from_numpy(case.X), "responsibilities").to_pandas()
    assert np.array_equal(found["responsibility_2"], mixture.responsibilities(case.X)[:, 1])


def test_ray_actors_that_are_lost(ray):
    case, hit, seen = cases()["three groups"], [], []
    expected = document(fit(case.X, 3, **LONG))
    with distributed.hold([ray.put(piece) for piece in pieces(case.X, 4)], workers=2) as shards:

        def end_one(progress: Any) -> None:
            seen.append(progress.iteration)
            # What takes less than two seconds is not kept.
            time.sleep(0 if hit else 0.15)
            if progress.iteration == 20 and not hit:
                hit.append(shards.name(2))
                ray.kill(shards._actors[1])

        assert document(distributed.fit(shards, 3, on_iteration=end_one, **LONG)) == expected
        assert hit != [shards.name(2)]
        # It went on: no iteration was made twice.
        assert seen == list(range(1, 201))
        hit.clear()
        with pytest.raises(WorkerLost, match="Ray's actor of process 2 is gone"):
            distributed.fit(shards, 3, on_iteration=end_one, retries=0, **LONG)


# MARK: What needs nobody


def test_what_is_wrong_is_told(ray):
    case = cases()["diabetes"]
    broken = case.X.copy()
    broken[100, 1] = np.nan
    blocks = [ray.put(piece) for piece in pieces(broken, 2)]
    with distributed.hold(blocks, workers=2) as shards:
        with pytest.raises(PointsError) as raised:
            distributed.fit(shards, 3)
        with pytest.raises(PointsError) as expected:
            fit(broken, 3)
        assert (str(raised.value), raised.value.column) == (str(expected.value), expected.value.column)
        with pytest.raises(FitError, match="Process 1: 'size': an array has no columns of such names"):
            distributed.fit(shards, 3, weights="size")
    with pytest.raises(TypeError, match="is here as a whole"):
        distributed.fit(case.X, 3)
    with pytest.raises(TypeError, match="no option 'tolerence'"):
        distributed.fit(blocks, 3, tolerence=1)


def test_partitions_stay_or_follow_one_another():
    assert runs("aab", [1, 1, 1], ["a", "b"]) == [("a", range(2)), ("b", range(2, 3))]
    assert runs("aba", [1, 1, 1], ["a", "b"]) == [("a", range(1)), ("b", range(1, 2)), ("a", range(2, 3))]
    assert runs("ababab", [1] * 6, ["a", "b"]) == [("a", range(3)), ("b", range(3, 6))]
    assert shares([5, 1, 1, 1], 2) == [0, 1, 1, 1]
    assert shares([0, 0], 3) == [0, 0]


def test_rows_of_one_partition_are_not_copied():
    frame = pd.DataFrame({"x": [1.0, 2], "y": [3.0, 4], "n": [1, 2]})
    rows = Rows([Part(frame, {})], {"weights": "n"})
    assert rows.names == ["x", "y"]
    assert np.shares_memory(rows.memory[1], frame["y"].to_numpy())
    both = Rows([Part(frame, {}), Part(frame[:0], {}), Part(frame[:1], {})], {"weights": "n"})
    assert both.count == 3
    assert both.beside("weights").tolist() == [1, 2, 1]
    with pytest.raises(ValueError, match="different columns"):
        Rows([Part(frame, {}), Part(frame[["y", "x", "n"]], {})], {})


def test_numbers_that_stand_anyhow_in_memory():
    bytes_ = np.frombuffer(b"\0" + np.arange(8.0).tobytes(), np.uint8)
    column = bytes_[1:].view(np.float64)
    X, weights = np.column_stack([column, column**2]), column + 1
    askew = pd.DataFrame({"x": column, "y": column**2}, copy=False)
    assert fit(askew, 1, weights=weights).means.tolist() == fit(X, 1, weights=weights).means.tolist()
    labels = pd.array(["a", None, "b", "a", "b", "a", "b", "a"], dtype="string")
    assert isinstance(fit(X, 2, known_labels=labels), Mixture)
