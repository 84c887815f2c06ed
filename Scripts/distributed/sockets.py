"""Cables that are cut between processes that meet by sockets, as the workers of Ray, Dask and Spark do.

Run by the Python that has the package: sockets.py. The machines are the network namespaces of hosts.py, the first one leads.
"""

import json
import os
import pathlib
import subprocess
import sys
import threading
import time

from hosts import NETWORK, START, cable, network, traffic
from jobs import MARK, check, failures, is_same, started_here

PROGRAM = str(pathlib.Path(__file__).with_name("machines.py"))
SILENCE = 15


class Job:
    """A fit or a selection that the first machine leads."""

    def __init__(self, retries=0, what="fit"):
        words = ["ip", "netns", "exec", f"{START}-1", sys.executable, PROGRAM, "lead", f"{NETWORK}.1", str(retries), what]
        environment = os.environ | MARK | {"GMM_TEST_NAMES": START, "PYTHONDONTWRITEBYTECODE": "1"}
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, env=environment, text=True)
        self.iterations = []

    def come(self, iteration):
        """Goes on to an iteration, or where there is no such to the end."""
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)
            self.iterations.append(int(line))
            if int(line) == iteration:
                return None
        return {}

    def end(self, what, within):
        """What has come of it, and how long it took."""
        begin = time.monotonic()
        watch = threading.Timer(within + 15, self.process.kill)
        watch.start()
        answer = self.come(None)
        self.process.wait()
        watch.cancel()
        took = time.monotonic() - begin
        check(answer and took < within, f"sockets: {what}: ends in {within} s", f"{took:.1f}")
        left = list(started_here())
        if not check(not left, f"sockets: {what}: no process is left", str(left)):
            for number, _ in left:
                os.kill(number, 9)
        return answer, took


def whole(alone):
    before, job = traffic(2), Job()
    answer, took = job.end("a fit across three machines", 120)
    check(is_same(answer.get("model", ""), alone), "sockets: a fit across three machines has the same bits", str(answer)[:600])
    sent = traffic(2) - before
    check(sent > 10_000, "sockets: the fit went over the cable", str(sent))
    print(f"  a fit across three machines: {took:.1f} s, {sent:,} bytes from the second", flush=True)


def cut(machine, numbers, what, job):
    """All ends, and each side names the other."""
    if not check(job.come(20) is None, f"sockets: {what}: the fit comes so far"):
        return
    cable(machine, False)
    answer, took = job.end(what, 30)
    cable(machine, True)
    said, words = answer.get("message", ""), f"has given no sign of life for {SILENCE} seconds"
    named = [f"Process {number} {words}" in said and f"Process {number} is the worker on machine" in said for number in numbers]
    check(any(named) and answer["code"] == "communication", f"sockets: {what}: the first process names it", str(answer)[:900])
    # Whoever can be reached learns that the first process is gone.
    reasons = [f"Process 0 {words}" if machine in (1, rank + 1) else "Process 0 is gone" for rank in (1, 2)]
    told = answer.get("workers", [])
    holds = len(told) == 2 and all(reason in text for reason, text in zip(reasons, told))
    check(holds, f"sockets: {what}: workers know why they end", str(told))
    print(f"  {what}: over after {took:.1f} s", flush=True)


def read_again(alone):
    """Where it turns out that a worker is gone, another one has its rows, and no iteration is made twice."""
    what = "one machine cut off, whose rows another one reads"
    job = Job(retries=1)
    check(job.come(150) is None, f"sockets: {what}: the fit comes so far")
    cable(3, False)
    answer, took = job.end(what, 60)
    cable(3, True)
    check(is_same(answer.get("model", ""), alone), f"sockets: {what}: the same bits", str(answer)[:900])
    check(job.iterations == list(range(1, 301)), f"sockets: {what}: goes on from its last iteration", str(job.iterations))
    print(f"  {what}: over after {took:.1f} s", flush=True)


with network() as is_there:
    if is_there:
        print("sockets", flush=True)
        alone = subprocess.run([sys.executable, PROGRAM, "alone"], capture_output=True, text=True, check=True).stdout
        whole(alone)
        cut(3, [2], "one of three machines cut off", Job())
        cut(1, [1, 2], "the machine that leads cut off", Job())
        cut(3, [2], "one of three machines cut off in a selection", Job(what="select"))
        read_again(alone)
    else:
        print("Skipped: cables between workers: this machine makes no network namespaces (root, iproute2, util-linux).")
if is_there:
    print(f"{len(failures)} failed" if failures else "Cables that are cut end fits as they should.")
sys.exit(bool(failures))
