"""Threads and processes give the same bits."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from gaussian_mixtures import Mixture, fit


def fitted(X) -> bytes:
    return fit(X, 3).means.tobytes()


def test_four_threads_at_once(points):
    expected = fitted(points)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(fitted, [points] * 8)) == [expected] * 8


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_other_processes(points, method):
    expected = fitted(points)
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(fitted, [points] * 2) == [expected] * 2


def test_mixtures_go_to_other_processes(points):
    mixture = fit(points, 2)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert np.array_equal(pool.apply(Mixture.labels, (mixture, points)), mixture.labels(points))


def test_signals_stay_as_they_are():
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.getsignal(signal.SIGPIPE) == signal.SIG_IGN


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="there is no affinity here")
def test_threads_follow_the_affinity():
    program = (
        "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))});"
        "from gaussian_mixtures import _native; print(_native.thread_count())"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout == "1\n"


def test_threads_follow_the_environment():
    program = "from gaussian_mixtures._threads import resolved; print(resolved(None))"
    for name in ("GAUSSIAN_MIXTURES_THREADS", "OMP_NUM_THREADS"):
        environment = os.environ | {name: "1"}
        answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
        assert answer.stdout == "1\n"


def test_a_first_call_imports_nothing_more():
    program = (
        "import sys, numpy as np, gaussian_mixtures as g\n"
        "X = np.random.default_rng(0).normal(size=(50, 2))\n"
        "before = set(sys.modules)\n"
        "mixture = g.fit(X, 2, stop='gain', effort='low')\n"
        "mixture.labels(X), mixture.means, mixture.fit\n"
        "print(*set(sys.modules) - before)\n"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout == "\n"


def test_importing_brings_numpy_alone():
    program = "import sys, gaussian_mixtures; print(*{'sklearn', 'pandas', 'scipy'} & sys.modules.keys())"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout == "\n"
