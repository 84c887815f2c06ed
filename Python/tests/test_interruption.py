"""Ctrl-C ends a fit at any stage, within 0.3 s, by KeyboardInterrupt; other threads run on meanwhile.

What takes long is measured in another process, as a user would press it.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from gaussian_mixtures import fit

PROGRAM = """
import sys, time
import numpy as np
from gaussian_mixtures import fit, select
from gaussian_mixtures.sklearn import GaussianMixture
rng = np.random.default_rng(0)
X = np.concatenate([rng.normal(c, 1, ({count} // 4, 3)) for c in range(0, 20, 5)])
start = GaussianMixture(8, max_iter=0, random_state=1).fit(X[:1000])
print("ready", flush=True)
try:
    while True:
        {work}
except KeyboardInterrupt:
    print("interrupted", flush=True)
print("alive", round(fit(X[:1000], 1).weights[0]), flush=True)
"""

WORKS = {
    "a fit": "fit(X, 4, tolerance=0, max_iterations=10**9)",
    "a search": "fit(X[:20000], 12, effort='high')",
    "preparation": "fit(X, 4, max_iterations=1, start='random')",
    "a selection": "select(X[:50000], range(1, 10))",
    "an estimator": (
        "GaussianMixture(8, tol=0, max_iter=10**9, weights_init=start.weights_, means_init=start.means_,"
        " precisions_init=start.precisions_).fit(X)"
    ),
    "an observer": "fit(X[:5000], 4, tolerance=0, max_iterations=10**9, on_iteration=lambda progress: None)",
}


def interrupted_after(work: str, delay: float) -> float:
    """The seconds from the signal to the exception."""
    program = PROGRAM.format(count=1_000_000, work=work)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(delay)
        began = time.perf_counter()
        process.send_signal(signal.SIGINT)
        line = process.stdout.readline()
        seconds = time.perf_counter() - began
        assert line == "interrupted\n"
        assert process.stdout.readline() == "alive 1\n"
    assert process.returncode == 0
    return seconds


@pytest.mark.parametrize("work", WORKS.values(), ids=WORKS.keys())
def test_interruption(work):
    # The machine may be busy: of two, one tells what the library does.
    assert min(interrupted_after(work, delay) for delay in (0.15, 0.5)) < 0.3


def test_a_timer_s_exception_passes(points):
    class AlarmError(Exception):
        pass

    def ring(number: int, frame: object) -> None:
        raise AlarmError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(AlarmError):
            fit(points, 3, tolerance=0, max_iterations=10**9)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_other_threads_run_on(points):
    ticks: list[float] = []
    is_over = threading.Event()

    def tick() -> None:
        while not is_over.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.005)

    thread = threading.Thread(target=tick)
    thread.start()
    many, within = np.tile(points, (40, 1)), 0
    # As often as it takes: a fast machine is done before a thread has had its turns.
    for _ in range(200):
        begin = time.perf_counter()
        fit(many, 3, tolerance=0, max_iterations=150, start="random", restarts=1, threads=1)
        quarter = (time.perf_counter() - begin) / 4
        within += sum(begin + quarter < tick < begin + 3 * quarter for tick in list(ticks))
        if within > 10:
            break
    is_over.set()
    thread.join()
    assert within > 10
