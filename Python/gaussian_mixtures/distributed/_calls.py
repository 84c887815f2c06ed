"""The calls: whose rows they are decides who carries them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any, Literal, Unpack

from .. import _requests
from .._mixture import Mixture
from .._options import Criterion, Options, WeightMeaning
from .._progress import Line, Observer
from ._rows import ROLES, Column
from ._shard import Shards, Task, lead


class SharedOptions(Options, total=False):
    """What `fit` and `select` take by name beside the options of `gaussian_mixtures.fit`."""

    start: Any
    weights: Any
    weight_meaning: WeightMeaning | None
    known_labels: Any
    missing: bool
    columns: Sequence[str] | None
    on_iteration: Observer | None
    progress: bool
    threads: int | None
    over: Any
    workers: int | None
    host: str | None
    patience: float | None
    silence: float
    retries: int


def fit(X: Any, components: int, structure: str = "full", **options: Unpack[SharedOptions]) -> Mixture:
    """Fit a mixture to rows that several processes have.

    The result has the same bits as `gaussian_mixtures.fit` of all rows in one process, in the order of the partitions. This
    process asks and decides, and has no rows; with mpi4py the first one does, and has some.

    Parameters
    ----------
    X : what has the rows
        A ``ray.data.Dataset`` or a list of Ray's references to arrays or frames; an array or a frame of Dask; a frame of
        Spark; `Shards` that `hold` has made; or with mpi4py this process's own array or frame (None for no rows).
    components, structure
        As of `gaussian_mixtures.fit`.
    over : optional
        The communicator of mpi4py, which means that all processes call this with rows of their own, and all have the result;
        or Dask's client, where it is not the current one.
    weights, known_labels : optional
        As of `gaussian_mixtures.fit`: the name of a column of the frame, which is no coordinate then; with Dask an array or a
        series of the same partitions; with mpi4py those of this process's rows.
    start : optional
        Likewise; labels to start from are `Column` of a name, or as above.
    workers : int, optional
        With Ray, how many actors read the rows.
    host : str, optional
        The address at which workers reach this process.
    silence : float
        For how many seconds nothing may be heard of a worker (15). Each tells every second that it is alive, however long
        its work takes; one that is stopped or out of reach ends the fit by a message that names it, and workers end
        likewise where this process is.
    patience : float, optional
        For how many seconds an answer of a worker is waited for (None for as long as it is alive). Workers have ten minutes
        to come, or as long as this says and a minute at least.
    retries : int
        How often rows of workers that are lost are read again (1). The fit goes on from its last iteration then, or where
        it has run for less than two seconds or the rows have another order it starts anew; the bits are the same.
    **options
        All others are those of `gaussian_mixtures.fit`.

    Raises
    ------
    FitError
        As `gaussian_mixtures.fit`; with the code ``communication`` where a worker does not answer.
    WorkerLost
        Where workers are gone once more than `retries` says.

    Examples
    --------
    >>> from gaussian_mixtures import distributed
    >>> def three_groups(frame):                        # of Dask, Ray or Spark
    ...     return distributed.fit(frame, 3, weights="count")
    """
    own, rest = _divided(options)
    return _run(X, _requests.of_fit(components, structure, **own), rest)


def select(
    X: Any,
    components: Iterable[int] | int = range(1, 10),
    structures: Iterable[str] | str | None = None,
    *,
    criterion: Criterion = "bic",
    folds: int = 10,
    runs: int = 5,
    sample_size: int | None = None,
    **options: Unpack[SharedOptions],
) -> Mixture:
    """Fit several mixtures to rows that several processes have, and choose among them.

    Parameters are those of `gaussian_mixtures.select`, and of `fit` here.
    """
    own, rest = _divided(options)
    request = _requests.of_selection(components, structures, criterion, folds, runs, sample_size, **own)
    return _run(X, request, rest)


def hold(X: Any, *, over: Any = None, workers: int | None = None, host: str | None = None, **beside: Any) -> Shards:
    """Workers that read the rows once, and keep them for several fits: actors of Ray or Dask.

    Parameters are those of `fit`; ``weights``, ``known_labels`` and ``start`` are Dask's arrays here, since columns are named
    by each fit.

    Examples
    --------
    >>> from gaussian_mixtures import distributed
    >>> def best_of(dataset):
    ...     with distributed.hold(dataset, workers=4) as shards:
    ...         return [distributed.fit(shards, k) for k in range(2, 6)]
    """
    carrier = _carrier(X)
    if carrier not in ("_ray", "_dask"):
        raise TypeError(f"Workers hold what Ray and Dask have, and not a {type(X).__name__}.")
    made: Shards = _adapter(carrier).shards(X, {role: beside[role] for role in ROLES if role in beside}, over, workers, host)
    return made


def predict(
    mixture: Mixture,
    X: Any,
    what: Literal["labels", "responsibilities", "log_density"] = "labels",
    *,
    missing: bool = False,
) -> Any:
    """What a mixture says of rows, partition by partition where they are.

    Returns
    -------
    What the carrier calls such: of a ``ray.data.Dataset`` and a frame of Spark one with the further columns ``label``,
    ``log_density`` or ``responsibility_1`` and so on; of Dask an array; of an array or a frame of this process an array.
    """
    if what not in ("labels", "responsibilities", "log_density"):
        raise ValueError(f"what is {what!r}; it must be 'labels', 'responsibilities' or 'log_density'.")
    carrier = _carrier(X)
    if carrier is None:
        return getattr(mixture, what)(X, missing=missing)
    return _adapter(carrier).predict(mixture, X, what, missing)


def _run(X: Any, request: dict[str, Any], rest: dict[str, Any]) -> Mixture:
    columns, beside = _roles(rest)
    start, known = rest.get("start", "auto"), rest.get("known_labels")
    _requests.put_start(request, start, known is not None)
    _requests.complete(request, rest.get("missing", False), rest.get("weight_meaning"), rest.get("threads"))
    _requests.put_columns(request, rest.get("columns"))
    line = Line() if rest.get("progress", False) else None
    callback = _requests.callback(rest.get("on_iteration"), line)
    patience, silence = rest.get("patience"), float(rest.get("silence", 15.0))
    if silence <= 0 or (patience is not None and patience <= 0):
        raise ValueError(f"silence is {silence} and patience {patience}; they are seconds, and more than 0.")
    limits = None if patience is None else float(patience), silence, int(rest.get("retries", 1))
    begin = start if isinstance(start, Mixture) else None
    task = Task(request, begin, columns, rest.get("threads"), callback, *limits)
    try:
        return _carried(X, beside, task, rest)
    finally:
        if line is not None:
            line.end()


def _carried(X: Any, beside: Mapping[str, Any], task: Task, rest: dict[str, Any]) -> Mixture:
    over, host = rest.get("over"), rest.get("host")
    if hasattr(over, "Get_rank"):
        return _adapter("_mpi").fit(X, over, beside, task, host)  # type: ignore[no-any-return]
    if isinstance(X, Shards):
        if beside:
            raise ValueError(f"{', '.join(beside)}: workers that hold rows have it in a column, or from `hold`.")
        return lead(X, task)
    carrier = _carrier(X)
    if carrier is None:
        raise TypeError(f"A {type(X).__name__} is here as a whole: gaussian_mixtures.fit fits it.")
    with _adapter(carrier).shards(X, beside, over, rest.get("workers"), host) as shards:
        return lead(shards, task)


_SHARED = set(SharedOptions.__annotations__) - set(Options.__annotations__)


def _divided(options: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The options of the library, and those of the calls here."""
    rest = {name: value for name, value in options.items() if name in _SHARED}
    return {name: value for name, value in options.items() if name not in _SHARED}, rest


def _roles(rest: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """What stands in columns by their names, and what is given beside the points."""
    columns: dict[str, str] = {}
    beside: dict[str, Any] = {}
    for role in ROLES:
        value = rest.get(role)
        if isinstance(value, Column) or (role != "start" and isinstance(value, str)):
            columns[role] = value.name if isinstance(value, Column) else value
        elif value is not None and not (role == "start" and isinstance(value, (str, Mixture))):
            beside[role] = value
    return columns, beside


def _carrier(X: Any) -> str | None:
    """The adapter of who has the rows; None where they are here."""
    kind = X[0] if isinstance(X, (list, tuple)) and X else X
    package = type(kind).__module__.partition(".")[0]
    return {"ray": "_ray", "dask": "_dask", "dask_expr": "_dask", "pyspark": "_spark"}.get(package)


def _adapter(name: str) -> Any:
    return import_module(f".{name}", __package__)
