"""The same fits, to the same bits, of rows that several processes have.

`fit` and `select` take what Ray, Dask and Spark hold, or with mpi4py each process's own rows, and return the `Mixture` that
`gaussian_mixtures.fit` returns for all rows in one process, in the order of partitions. The rows stay where they are: what
travels is some kilobytes an iteration.
"""

from ._calls import SharedOptions, fit, hold, predict, select
from ._rows import Column
from ._shard import Shards, WorkerLost

__all__ = ["Column", "Shards", "SharedOptions", "WorkerLost", "fit", "hold", "predict", "select"]
