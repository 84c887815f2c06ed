"""Workers that hold rows, whoever runs them: what each does, and how rank 0 leads a fit over them."""

from __future__ import annotations

import os
import re
import secrets
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, pairwise
from typing import Any

from .._errors import FitError, MixtureError
from .._mixture import Mixture
from .._threads import resolved
from ._meeting import Kept, Lead, Meeting, listening, take_part
from ._rows import Part, Rows


class WorkerLost(MixtureError, RuntimeError):  # noqa: N818
    """A worker that is gone, with its rows. A fit reads them again and goes on, as often as `retries` says."""


class Shard:
    """What a worker holds: runs of consecutive rows, each of which takes part under a number of its own.

    Parameters
    ----------
    lengths : sequence of int
        How many partitions each run has.
    *parts : Part
        The partitions of all runs.
    """

    def __init__(self, lengths: Sequence[int], *parts: Part) -> None:
        starts = [sum(lengths[:run]) for run in range(len(lengths) + 1)]
        self._runs = [parts[start:end] for start, end in pairwise(starts)]
        self._rows: dict[Any, Rows] = {}

    def rows(self) -> int:
        """How many runs there are."""
        return len(self._runs)

    def join(self, meeting: Meeting, ranks: Sequence[int], columns: Mapping[str, str], threads: int | None) -> None:
        """Take part in a fit, each run under its number."""
        count = resolved(threads)
        reads = [partial(self._read, run, columns) for run in range(len(self._runs))]
        with ThreadPoolExecutor(len(ranks)) as pool:
            for answer in [pool.submit(take_part, meeting, *pair, count) for pair in zip(ranks, reads, strict=True)]:
                try:
                    answer.result()
                except FitError as error:
                    # That the first process is gone, it knows itself.
                    if error.code != "communication":
                        raise

    def _read(self, run: int, columns: Mapping[str, str]) -> Rows:
        key = (run, *columns.items())
        if key not in self._rows:
            self._rows[key] = Rows(self._runs[run], columns)
        return self._rows[key]


@dataclass(frozen=True)
class Task:
    """What is asked of the workers."""

    request: dict[str, Any]
    start: Mixture | None
    columns: Mapping[str, str]
    threads: int | None
    callback: Any
    patience: float | None
    silence: float
    retries: int


class Shards(ABC):
    """Workers that hold rows, which fits ask as often as they like; `hold` makes them, and ``with`` lets go of them."""

    #: The address of this machine, at which workers find it.
    host: str
    #: How many runs of rows they have.
    size: int

    @abstractmethod
    def begin(self, meeting: Meeting, columns: Mapping[str, str], threads: int | None) -> None:
        """Let all take part; their numbers are from 1."""

    @abstractmethod
    def check(self) -> None:
        """Raise what a worker has raised, and `WorkerLost` where one is gone."""

    @abstractmethod
    def settle(self) -> None:
        """Wait until no worker is at a fit any more."""

    @abstractmethod
    def renew(self) -> None:
        """Have the rows of workers that are gone read again by others."""

    @abstractmethod
    def name(self, rank: int) -> str:
        """Who has a number, for messages."""

    def close(self) -> None:  # noqa: B027
        """Let go of the workers and their rows."""

    def __enter__(self) -> Shards:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


#: For how long a worker that does not answer may turn out to be gone, in seconds.
_DOUBT = 5.0


def lead(shards: Shards, task: Task) -> Mixture:
    """Fit over workers, and where some are lost go on from the last iteration: from the same rows come the same bits."""
    kept = Kept()
    for left in range(task.retries, -1, -1):
        try:
            return _led(shards, task, kept)
        except WorkerLost:
            if left == 0:
                raise
            shards.renew()
    raise ValueError(f"retries is {task.retries}; it must be 0 or more.")


def _led(shards: Shards, task: Task, kept: Kept) -> Mixture:
    server = listening(shards.host, shards.size + 1)
    place = shards.host, server.getsockname()[1]
    meeting = Meeting(*place, shards.size + 1, secrets.token_hex(16), task.patience, task.silence)
    try:
        shards.begin(meeting, task.columns, task.threads)
        one = Lead(task.request, os.dup(server.fileno()), task.start, task.callback, _often(shards), kept)
        return take_part(meeting, 0, None, resolved(task.threads), one)
    except FitError as error:
        if error.code == "communication":
            _doubt(shards)
        elif error.code != "observations":
            raise
        raise FitError(_named(error, shards), error.code) from None
    finally:
        server.close()
        shards.settle()


def _often(shards: Shards) -> Any:
    """A look after the workers, five times a second at most."""
    last = time.monotonic()

    def look() -> None:
        nonlocal last
        if time.monotonic() - last > 0.2:
            shards.check()
            last = time.monotonic()

    return look


def _doubt(shards: Shards) -> None:
    end = time.monotonic() + _DOUBT
    while time.monotonic() < end:
        shards.check()
        time.sleep(0.1)


def _named(error: FitError, shards: Shards) -> str:
    """The message with the names of those that it has the numbers of."""
    message = str(error)
    which = r"\b(\d+)\b(?![.\d]* seconds)" if error.code == "communication" else r"^Process (\d+)"
    found = re.findall(which, message)
    names = [f" Process {rank} is {shards.name(rank)}." for rank in map(int, found) if 0 < rank <= shards.size]
    return message + "".join(names)


def runs(places: Sequence[str], counts: Sequence[int], workers: Sequence[str]) -> list[tuple[str, range]]:
    """Which worker takes which consecutive partitions.

    Parameters
    ----------
    places : sequence of str
        The worker that has each partition.
    counts : sequence of int
        How large each is.
    workers : sequence of str
        All that may take some.
    """
    starts = [part for part in range(len(places)) if part == 0 or places[part] != places[part - 1]]
    if len(starts) <= 2 * len(workers):
        return [(places[start], range(start, end)) for start, end in pairwise([*starts, len(places)])]
    # Partitions lie anyhow: each worker takes some that follow one another, and those that it has not come to it.
    owners = shares(counts, len(workers))
    cuts = [part for part in range(len(owners)) if part == 0 or owners[part] != owners[part - 1]]
    return [(workers[owners[start]], range(start, end)) for start, end in pairwise([*cuts, len(owners)])]


def shares(counts: Sequence[int], size: int) -> list[int]:
    """Of each partition which of so many workers takes it, so that all have about as many rows, in their order."""
    middles = [end - count / 2 for end, count in zip(accumulate(counts), counts, strict=True)]
    return [min(int(middle * size // max(sum(counts), 1)), size - 1) for middle in middles]
