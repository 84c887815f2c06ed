"""Over Ray: actors hold the blocks of a data set, or arrays and frames by reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import ray
from ray.exceptions import RayActorError, RayTaskError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from .._mixture import Mixture
from ._meeting import Meeting
from ._rows import Part
from ._shard import Shard, Shards, WorkerLost
from ._shard import shares as shares_of


class RayShard(Shard):
    """What an actor holds: blocks of a data set, one run of them."""

    def __init__(self, *blocks: Any) -> None:
        super().__init__([len(blocks)], *[Part(_points(block), {}) for block in blocks])


class RayShards(Shards):
    """Actors that hold blocks, each some that follow one another."""

    def __init__(self, blocks: Sequence[Any], counts: Sequence[int], workers: int | None, host: str | None) -> None:
        nodes = [node for node in ray.nodes() if node["Alive"] and node["Resources"].get("CPU", 0) > 0]
        self.host = host or ray.util.get_node_ip_address()
        self.size = min(workers or len(nodes), len(blocks))
        # Each takes as many rows as the others, and threads likewise.
        self._threads = max(1, int(sum(node["Resources"]["CPU"] for node in nodes)) // self.size)
        owners = shares_of(counts, self.size)
        groups = [[block for block, owner in zip(blocks, owners, strict=True) if owner == shard] for shard in range(self.size)]
        self._groups = [group for group in groups if group]
        self.size = len(self._groups)
        self._actors = [self._actor(group) for group in self._groups]
        self._answers: list[Any] = []

    def _actor(self, blocks: Sequence[Any]) -> Any:
        """An actor at the machine that has most of its blocks, where there is room."""
        places = ray.experimental.get_object_locations(list(blocks))
        nodes = Counter(node for about in places.values() for node in about.get("node_ids", [])[:1])
        strategy = NodeAffinitySchedulingStrategy(nodes.most_common(1)[0][0], soft=True) if nodes else "SPREAD"
        return ray.remote(RayShard).options(num_cpus=1, scheduling_strategy=strategy).remote(*blocks)

    def begin(self, meeting: Meeting, columns: Mapping[str, str], threads: int | None) -> None:
        count = threads or self._threads
        self._answers = [actor.join.remote(meeting, [rank], dict(columns), count) for rank, actor in enumerate(self._actors, 1)]

    def check(self) -> None:
        done, _ = ray.wait(self._answers, num_returns=len(self._answers), timeout=0)
        for answer in done:
            try:
                ray.get(answer)
            except RayActorError as error:
                rank = self._answers.index(answer) + 1
                raise WorkerLost(f"Ray's actor of process {rank} is gone: {error}", "communication") from None
            except RayTaskError as error:
                raise error.cause if isinstance(error.cause, Exception) else error from None

    def settle(self) -> None:
        ray.wait(self._answers, num_returns=len(self._answers), timeout=5)
        self._answers = []

    def renew(self) -> None:
        alive = [_answers(actor) for actor in self._actors]
        self._actors = [
            actor if is_there else self._actor(group)
            for actor, group, is_there in zip(self._actors, self._groups, alive, strict=True)
        ]

    def name(self, rank: int) -> str:
        return f"Ray's actor {self._actors[rank - 1]._actor_id.hex()}"

    def close(self) -> None:
        for actor in self._actors:
            ray.kill(actor)
        self._actors = []


def _answers(actor: Any) -> bool:
    try:
        ray.get(actor.rows.remote(), timeout=30)
    except RayActorError:
        return False
    return True


def shards(X: Any, beside: Mapping[str, Any], over: Any, workers: int | None, host: str | None) -> RayShards:
    """Actors that hold a data set, or what references are of."""
    if beside:
        raise ValueError(f"{', '.join(beside)}: with Ray it is a column of the data set, and given by its name.")
    if hasattr(X, "materialize"):
        X.context.execution_options.preserve_order = True
        blocks = X.materialize().to_arrow_refs()
    else:
        blocks = list(X)
    if not blocks:
        raise ValueError("The data set has no blocks.")
    counts = ray.get([ray.remote(_count).options(num_cpus=0.1).remote(block) for block in blocks])
    return RayShards(blocks, counts, workers, host)


def predict(mixture: Mixture, X: Any, what: str, missing: bool) -> Any:
    """The data set with further columns."""

    def answered(batch: Any) -> Any:
        values = getattr(mixture, what)(_points(batch), missing=missing)
        if what != "responsibilities":
            return batch.append_column("label" if what == "labels" else what, [values])
        for k in range(values.shape[1]):
            batch = batch.append_column(f"responsibility_{k + 1}", [values[:, k]])
        return batch

    return X.map_batches(answered, batch_format="pyarrow", zero_copy_batch=True)


def _points(block: Any) -> Any:
    """What a block holds; a column of vectors, as Ray makes it of an array, is that array."""
    if getattr(block, "num_columns", 0) != 1 or not hasattr(block.column(0).type, "to_pandas_dtype"):
        return block
    from ray.data.block import BlockAccessor

    values: Any = BlockAccessor.for_block(block).to_numpy(block.column_names[0])
    return values if values.ndim == 2 else block


def _count(block: Any) -> int:
    return len(block)
