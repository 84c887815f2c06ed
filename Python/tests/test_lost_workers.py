"""Processes that are killed or stopped in the middle of a fit over several of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
from shared_cases import cases, document

from gaussian_mixtures import FitError, distributed, fit
from gaussian_mixtures.distributed._meeting import Meeting, take_part
from gaussian_mixtures.distributed._rows import Part, Rows

#: Long enough that something can happen meanwhile.
LONG: dict[str, Any] = {"start": "kmeans", "restarts": 1, "tolerance": 0, "acceleration": "none", "max_iterations": 200}


def test_dask_workers_that_are_lost_or_hang():
    dask = pytest.importorskip("dask.distributed", reason="Dask is not installed")
    import dask.array as arrays

    case, hit, seen = cases()["three groups"], threading.Event(), []
    expected = document(fit(case.X, 3, **LONG))
    with (
        dask.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        dask.Client(cluster) as client,
    ):
        X = arrays.from_array(case.X, chunks=(9_000, 3)).persist()
        processes = client.run(os.getpid)

        def end_one(progress: Any) -> None:
            seen.append(progress.iteration)
            # What takes less than two seconds is not kept.
            time.sleep(0 if hit.is_set() else 0.15)
            if progress.iteration == 20 and not hit.is_set():
                hit.set()
                os.kill(list(processes.values())[1], signal.SIGKILL)

        assert document(distributed.fit(X, 3, on_iteration=end_one, **LONG)) == expected
        assert hit.is_set()
        # It went on: no iteration was made twice.
        assert seen == list(range(1, 201))
        client.wait_for_workers(2)
        processes = client.run(os.getpid)

        def stop_all(progress: Any) -> None:
            if progress.iteration == 20:
                for process in processes.values():
                    os.kill(process, signal.SIGSTOP)

        # One of both, as chance has it.
        words = r"Process (\d) has given no sign of life for 2 seconds.*gone\. Process \1 is the Dask worker tcp://\S*$"
        try:
            with pytest.raises(FitError, match=words) as raised:
                distributed.fit(X, 3, on_iteration=stop_all, silence=2, **LONG)
        finally:
            for process in processes.values():
                os.kill(process, signal.SIGCONT)
        assert raised.value.code == "communication"
        with pytest.raises(ValueError, match="silence is -1.0"):
            distributed.fit(X, 3, silence=-1)


FIRST = """
import os, signal, time
from gaussian_mixtures import _native
from gaussian_mixtures.distributed._meeting import listening

server = listening("127.0.0.1", 2)
port = server.getsockname()[1]
print(port, flush=True)
ranks = _native.ranks_meet("127.0.0.1", port, os.dup(server.fileno()), 0, 2, "secret", 60.0, 60.0, 60.0, None, None)
# Before its first sign the others would wait for it as long as for all to come.
time.sleep(1)
os.kill(os.getpid(), signal.SIGSTOP)
"""


def test_workers_notice_that_the_first_process_is_stopped():
    rows = cases()["diabetes"].X
    with subprocess.Popen([sys.executable, "-c", FIRST], stdout=subprocess.PIPE, text=True) as first:
        try:
            assert first.stdout is not None
            meeting = Meeting("127.0.0.1", int(first.stdout.readline()), 2, "secret", 5.0, 2.0)
            with pytest.raises(FitError, match="Process 0 has given no sign of life for 2 seconds") as raised:
                take_part(meeting, 1, lambda: Rows([Part(rows, {})], {}), 1)
            assert raised.value.code == "communication"
        finally:
            first.kill()
