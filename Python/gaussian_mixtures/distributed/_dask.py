"""Over Dask: actors of Dask's workers hold the partitions of an array or a frame."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from dask.delayed import delayed
from dask.distributed import Client, get_client, wait

from .._mixture import Mixture
from ._meeting import Meeting
from ._rows import Part
from ._shard import Shard, Shards, WorkerLost, runs


class DaskShards(Shards):
    """Partitions of a collection, held by actors where they are."""

    def __init__(self, X: Any, beside: Mapping[str, Any], client: Client, host: str | None) -> None:
        self.host = host or _address(client)
        self._client = client
        self._parts = client.compute([delayed(_part)(points, names) for points, names in _parts(X, beside)])
        self._lost: set[str] = set()
        self._place()

    def _place(self) -> None:
        wait(self._parts)
        for part in self._parts:
            if part.status == "error":
                part.result()
        workers = list(self._client.scheduler_info(n_workers=-1)["workers"])
        holders = self._client.who_has(self._parts)
        places = [min(holders[part.key] or workers[:1]) for part in self._parts]
        sizes = self._client.gather(self._client.map(_count, self._parts, pure=False))
        chosen = runs(places, sizes, workers)
        self.size = len(chosen)
        self._runs: dict[str, list[tuple[int, range]]] = {}
        for rank, (worker, parts) in enumerate(chosen, 1):
            self._runs.setdefault(worker, []).append((rank, parts))
        self._threads = {
            name: about["nthreads"] for name, about in self._client.scheduler_info(n_workers=-1)["workers"].items()
        }
        made = {worker: self._actor(worker, held) for worker, held in self._runs.items()}
        self._actors = {worker: future.result() for worker, future in made.items()}
        self._answers: dict[str, Any] = {}

    def _actor(self, worker: str, held: Sequence[tuple[int, range]]) -> Any:
        parts = [self._parts[part] for _, run in held for part in run]
        lengths = [len(run) for _, run in held]
        return self._client.submit(Shard, lengths, *parts, actor=True, workers=[worker], pure=False)

    def begin(self, meeting: Meeting, columns: Mapping[str, str], threads: int | None) -> None:
        for worker, held in self._runs.items():
            count = threads or max(1, self._threads[worker] // len(held))
            ranks = [rank for rank, _ in held]
            self._answers[worker] = self._actors[worker].join(meeting, ranks, dict(columns), count)

    def check(self) -> None:
        there = self._client.scheduler_info(n_workers=-1)["workers"]
        for worker, answer in self._answers.items():
            if worker not in there:
                self._lost.add(worker)
                raise WorkerLost(f"The Dask worker {worker} is gone; see its log for the reason.", "communication")
            if answer.done():
                answer.result(timeout=60)

    def settle(self) -> None:
        end = time.monotonic() + 5
        while time.monotonic() < end:
            if all(answer.done() or worker in self._lost for worker, answer in self._answers.items()):
                break
            time.sleep(0.01)
        self._answers = {}

    def renew(self) -> None:
        self._place()

    def name(self, rank: int) -> str:
        return next(f"the Dask worker {worker}" for worker, held in self._runs.items() if rank in dict(held))

    def close(self) -> None:
        self._actors, self._parts = {}, []


def shards(X: Any, beside: Mapping[str, Any], over: Any, workers: int | None, host: str | None) -> DaskShards:
    """Actors that hold a collection; ``over`` is a client, where it is not the current one."""
    if workers is not None:
        raise ValueError("workers: Dask's cluster has its own; leave it out.")
    return DaskShards(X, beside, over or get_client(), host)


def predict(mixture: Mixture, X: Any, what: str, missing: bool) -> Any:
    """A lazy array of Dask, with the partitions of the collection."""
    import dask.array

    is_frame = hasattr(X, "map_partitions")
    counts = [np.nan] * X.npartitions if is_frame else X.chunks[0]
    further = (mixture.component_count,) if what == "responsibilities" else ()
    kind = np.int32 if what == "labels" else np.float64
    blocks = [
        dask.array.from_delayed(delayed(_answer)(mixture, points, what, missing), (count, *further), dtype=kind)
        for (points, _), count in zip(_parts(X, {}), counts, strict=True)
    ]
    return dask.array.concatenate(blocks, allow_unknown_chunksizes=True)


def _answer(mixture: Mixture, points: Any, what: str, missing: bool) -> Any:
    if len(points) == 0:
        further = (mixture.component_count,) if what == "responsibilities" else ()
        return np.empty((0, *further), np.int32 if what == "labels" else np.float64)
    return np.ascontiguousarray(getattr(mixture, what)(points, missing=missing, threads=1))


def _parts(X: Any, beside: Mapping[str, Any]) -> list[tuple[Any, dict[str, Any]]]:
    """The partitions of the collection, each with those of what is beside it."""
    if not hasattr(X, "map_partitions"):
        X = X.rechunk({1: -1})
        beside = {role: one.rechunk((X.chunks[0],)) if hasattr(one, "rechunk") else one for role, one in beside.items()}
    points = list(np.ravel(X.to_delayed()))
    others = {role: list(np.ravel(one.to_delayed())) for role, one in beside.items()}
    for role, values in others.items():
        if len(values) != len(points):
            raise ValueError(f"{role}: there are {len(values)} partitions for {len(points)} of points.")
    return [(one, {role: values[part] for role, values in others.items()}) for part, one in enumerate(points)]


def _part(points: Any, beside: dict[str, Any]) -> Part:
    return Part(points, beside)


def _count(part: Part) -> int:
    return len(part.points)


def _address(client: Client) -> str:
    """The address of this machine on the way to the scheduler."""
    scheduler = urlsplit(client.scheduler.address if client.scheduler else "")
    if scheduler.hostname is None:
        raise ValueError("The scheduler's address names no machine; name this one's by host=.")
    family, kind, _, _, place = socket.getaddrinfo(scheduler.hostname, scheduler.port or 1, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind) as way:
        way.connect(place)
        return str(way.getsockname()[0])
