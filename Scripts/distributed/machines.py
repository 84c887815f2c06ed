"""What runs on machines that sockets.py makes: lead HOST RETRIES fit|select, work MEETING RANK, or alone.

The Python is one that has the package. The machines are network namespaces, whose names begin with what GMM_TEST_NAMES says; each
has the address of its number.
"""

import json
import os
import subprocess
import sys
import time

import numpy as np

from gaussian_mixtures import FitError, distributed, fit
from gaussian_mixtures.distributed import WorkerLost
from gaussian_mixtures.distributed._meeting import Meeting, take_part
from gaussian_mixtures.distributed._rows import Part, Rows
from gaussian_mixtures.distributed._shard import Shards

# Long enough that something can happen meanwhile.
OPTIONS = {"start": "kmeans", "restarts": 1, "tolerance": 0, "acceleration": "none", "max_iterations": 300, "threads": 1}

# Of whole fits each goes to a process: long ones, so that all have one under way.
WHOLE = OPTIONS | {"structures": ["full"], "max_iterations": 20_000}


def points():
    rng = np.random.default_rng(22)
    return rng.normal(rng.integers(0, 3, (60_000, 1)) * 2.0, [1, 2, 3])


class Machines(Shards):
    """A worker on each machine but the first."""

    size = 2

    def __init__(self, host, looks):
        self.host, self.looks, self.places, self.workers = host, looks, [2, 3], []

    def begin(self, meeting, columns, threads):
        self.now = [self.started(rank, json.dumps(vars(meeting))) for rank in range(1, self.size + 1)]
        self.workers += self.now

    def started(self, rank, meeting):
        namespace = f"{os.environ['GMM_TEST_NAMES']}-{self.places[rank - 1]}"
        words = ["ip", "netns", "exec", namespace, sys.executable, __file__, "work", meeting, str(rank)]
        return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)

    def lost(self):
        return [rank for rank, worker in enumerate(self.now, 1) if worker.poll()]

    def check(self):
        if self.looks and self.lost():
            raise WorkerLost(f"{self.name(self.lost()[0])} is gone", "communication")

    def settle(self):
        for worker in self.now:
            worker.wait()

    def renew(self):
        """Rows of machines that are gone are for those that are left."""
        gone = {self.places[rank - 1] for rank in self.lost()}
        left = [place for place in self.places if place not in gone]
        self.places = [left[0] if place in gone else place for place in self.places]

    def name(self, rank):
        return f"the worker on machine {self.places[rank - 1]}"


def lead(host, retries, what):
    """Fits or selects, telling every iteration, and then what came of it and what the workers said."""
    machines, answer = Machines(host, looks=retries > 0), {}

    def tell(progress):
        print(progress.iteration, flush=True)
        time.sleep(0.02)

    further = {"on_iteration": tell, "retries": retries}
    try:
        if what == "select":
            mixture = distributed.select(machines, range(2, 8), **WHOLE, **further)
        else:
            mixture = distributed.fit(machines, 3, **OPTIONS, **further)
        answer["model"] = mixture.to_json()
    except FitError as error:
        answer |= {"code": error.code, "message": str(error)}
    answer["workers"] = [worker.communicate()[0].strip() for worker in machines.workers]
    print(json.dumps(answer))


def work(meeting, rank):
    """Takes part under a number, with its share of the rows."""
    meeting = Meeting(**json.loads(meeting))
    share = np.array_split(points(), meeting.size - 1)[rank - 1]
    try:
        take_part(meeting, rank, lambda: Rows([Part(share, {})], {}), 1)
    except FitError as error:
        print(f"{error.code}: {error}")
        # Whoever learns that the first process is gone can be reached, and is there for the next fit.
        sys.exit("sign of life" in str(error))


match sys.argv[1:]:
    case ["alone"]:
        print(fit(points(), 3, **OPTIONS).to_json())
    case ["lead", host, retries, what]:
        lead(host, int(retries), what)
    case ["work", meeting, rank]:
        work(meeting, int(rank))
