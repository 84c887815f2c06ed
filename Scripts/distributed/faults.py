"""Processes that are killed or stopped in the middle of a fit, on one machine, and the fit that goes on."""

import os
import pathlib
import random
import shutil
import signal
import time

from jobs import alone, check, is_same

FIT = ["fit", "w2.npy", "-k", "48", "--start", "random", "--stop", "gain", "--tolerance", "0", "--threads", "1", "--quiet",
       "--max-iterations", "400", "--json"]
# Whole fits of it are given to processes.
SELECTION = ["select", "plain.csv", "-k", "1-6", "--structures", "full,EEV,tied", "--threads", "1", "--quiet", "--json"]
SIGNALS = {"killed": signal.SIGKILL, "stopped": signal.SIGSTOP}


class Answers:
    """What a fit or a selection says that nothing happens to."""

    def __init__(self, gmm, words=FIT):
        self.fit, self.text = words, alone(gmm, words).stdout


def started(mpi, size, fit, kept, options=(), silence=8):
    """A job that has come so far that it is kept; nil where it was over before."""
    pathlib.Path(kept).unlink(missing_ok=True)
    arguments = fit + ["--checkpoint", kept, "--checkpoint-every", "0", "--silence", str(silence)]
    job = mpi.started(size, arguments, options)
    end = time.monotonic() + 60
    while job.poll() is None and time.monotonic() < end:
        if os.path.exists(kept) and os.path.getsize(kept):
            break
        time.sleep(0.01)
    # Somewhere in the middle.
    time.sleep(random.uniform(0.1, 0.5))
    return job


def resumed(mpi, answers, kept, size, what):
    # What is over takes its checkpoint away.
    shutil.copy(kept, "copy")
    again = mpi.run(size, answers.fit + ["--resume", "copy"])
    same = again.returncode == 0 and is_same(again.stdout, answers.text)
    check(same, f"{mpi.name}: {what}: goes on with {size} processes to the same bits", again.stderr[-600:])


def names_of_killed(mpi, rank):
    """What may be said of a process that was killed: whoever started it tells, unless another one is quicker."""
    # MPICH tells a number of the system: now and then that of one that it has ended itself, together with all others.
    return [f"Process {rank} cannot be reached", f"rank {rank}" if mpi.is_open else "PID "]


def one_machine(mpi, fit, selection):
    for answers, what, rank, size, sizes in [
        (fit, "killed", 2, 3, [2]), (fit, "killed", 0, 2, [1]), (fit, "stopped", 1, 3, [4]), (fit, "stopped", 0, 3, [2]),
        (selection, "killed", 1, 2, [3]), (selection, "killed", 0, 3, [1]), (selection, "stopped", 2, 3, [2]),
    ]:
        place = f"process {rank} of {size} in a {answers.fit[0]}"
        job = started(mpi, size, answers.fit, "kept")
        ranks = mpi.ranks()
        if not check(rank in ranks, f"{mpi.name}: {place} is there to be {what}", str(job.poll())):
            job.kill()
            continue
        os.kill(ranks[rank], SIGNALS[what])
        said, took = mpi.ends(job, f"{place} {what}")
        names = names_of_killed(mpi, rank) if what == "killed" else [f"Process {rank} has given no sign"]
        check(any(name in said for name in names), f"{mpi.name}: {place} {what}: it is named", said[-1500:])
        print(f"  {place} {what}: over after {took:.1f} s", flush=True)
        for count in sizes:
            resumed(mpi, answers, "kept", count, f"{place} {what}")
