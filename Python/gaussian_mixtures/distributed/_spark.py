"""Over Spark: the tasks of a barrier stage read the partitions of a frame as Arrow, and talk over sockets of their own."""

from __future__ import annotations

import pickle
import secrets
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import pyarrow
from pyspark import BarrierTaskContext
from pyspark.sql import DataFrame
from pyspark.sql.types import DoubleType, IntegerType, StructField, StructType

from .._mixture import Mixture
from ._meeting import Meeting
from ._rows import Part
from ._shard import Shard, Shards, WorkerLost


class SparkShards(Shards):
    """The partitions of a frame, each of which a task reads when a fit begins."""

    def __init__(self, frame: DataFrame, host: str | None) -> None:
        self._context = frame.sparkSession.sparkContext
        self.host = host or self._context.getConf().get("spark.driver.host") or "127.0.0.1"
        # All tasks of a barrier stage work at once, and none may read several partitions: those are put together before.
        slots = self._context.defaultParallelism
        is_over = frame.rdd.getNumPartitions() > slots
        self._frame = frame.coalesce(slots).localCheckpoint() if is_over else frame
        self.size = self._frame.rdd.getNumPartitions()
        self._job: Future[Any] | None = None
        self._thread = ThreadPoolExecutor(1)
        self._tag = f"gaussian-mixtures-{secrets.token_hex(8)}"

    def begin(self, meeting: Meeting, columns: Mapping[str, str], threads: int | None) -> None:
        job = self._frame.mapInArrow(_task(meeting, dict(columns), threads or 1), "error binary", barrier=True)

        def collected() -> list[Any]:
            self._context.addJobTag(self._tag)
            return job.collect()

        self._job = self._thread.submit(collected)

    def check(self) -> None:
        if self._job is None or not self._job.done():
            return
        try:
            answers = self._job.result()
        except Exception as reason:
            raise WorkerLost(f"A task of Spark failed: {reason}", "communication") from None
        for error in [pickle.loads(answer.error) for answer in answers]:
            if error is not None:
                raise error

    def settle(self) -> None:
        if self._job is not None and not wait([self._job], timeout=5).done:
            self._context.cancelJobsWithTag(self._tag)
            wait([self._job], timeout=30)
        self._job = None

    def renew(self) -> None:
        """The next job reads the partitions again."""

    def name(self, rank: int) -> str:
        return f"Spark's task of partition {rank - 1}"

    def close(self) -> None:
        self._thread.shutdown(wait=False)


def _task(meeting: Meeting, columns: dict[str, str], threads: int) -> Any:
    """What a task does: it yields what it has raised, since one that fails would have the whole stage begun again."""

    def take_rows(batches: Iterator[Any]) -> Iterator[Any]:
        read, context = list(batches), BarrierTaskContext.get()
        error: Exception | None = None
        try:
            if len(context.getTaskInfos()) != meeting.size - 1:
                raise ValueError("The partitions are others than before; cache the frame.")
            parts = [Part(pyarrow.Table.from_batches(read), {})] if read else []
            Shard([len(parts)], *parts).join(meeting, [context.partitionId() + 1], columns, threads)
        except Exception as raised:
            error = raised
        yield pyarrow.RecordBatch.from_pydict({"error": [pickle.dumps(error)]})

    return take_rows


def shards(X: Any, beside: Mapping[str, Any], over: Any, workers: int | None, host: str | None) -> SparkShards:
    """The tasks that read a frame."""
    if beside:
        raise ValueError(f"{', '.join(beside)}: with Spark it is a column of the frame, and given by its name.")
    if workers is not None:
        raise ValueError("workers: a task reads each partition; repartition the frame.")
    if not hasattr(X.sparkSession, "sparkContext"):
        raise TypeError("A frame of Spark Connect has no barrier stage; call this where the driver is.")
    return SparkShards(X, host)


def predict(mixture: Mixture, X: DataFrame, what: str, missing: bool) -> DataFrame:
    """The frame with further columns."""
    if what == "responsibilities":
        further = [StructField(f"responsibility_{k + 1}", DoubleType()) for k in range(mixture.component_count)]
    else:
        further = [StructField("label", IntegerType()) if what == "labels" else StructField(what, DoubleType())]

    def answered(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            if batch.num_rows > 0:
                values = getattr(mixture, what)(batch, missing=missing, threads=1)
                columns = values.T if values.ndim == 2 else [values]
                yield pyarrow.RecordBatch.from_arrays(
                    [*batch.columns, *map(pyarrow.array, columns)],
                    [*batch.schema.names, *(field.name for field in further)],
                )

    return X.mapInArrow(answered, StructType([*X.schema.fields, *further]))
