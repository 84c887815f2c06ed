"""How many threads work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from . import _native

_chosen: ContextVar[int | None] = ContextVar("gaussian_mixtures_threads", default=None)


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Let at most ``count`` threads work in what is called within.

    Results do not depend on it, to the last bit. Where nothing is said, the environment variables
    ``GAUSSIAN_MIXTURES_THREADS`` and ``OMP_NUM_THREADS`` (which joblib sets in its workers) are looked at, and then the
    processors of the process's affinity and control group are counted.

    Examples
    --------
    >>> import numpy as np
    >>> from gaussian_mixtures import fit, threads
    >>> X = np.random.default_rng(0).normal(size=(100, 2))
    >>> with threads(1):
    ...     mixture = fit(X, 1)
    """
    token = _chosen.set(checked(count))
    try:
        yield
    finally:
        _chosen.reset(token)


def checked(count: int) -> int:
    """A number of threads that can be asked for."""
    if not 1 <= count <= 1024:
        raise ValueError(f"The number of threads is {count}; it must be from 1 to 1024.")
    return int(count)


def resolved(count: int | None) -> int:
    """The number of threads to ask for; 0 leaves it to the library."""
    if count is not None:
        return checked(count)
    chosen = _chosen.get()
    if chosen is not None:
        return chosen
    for name in ("GAUSSIAN_MIXTURES_THREADS", "OMP_NUM_THREADS"):
        text = os.environ.get(name, "")
        if text.isdigit() and 1 <= int(text) <= 1024:
            return min(int(text), _native.thread_count())
    return 0
