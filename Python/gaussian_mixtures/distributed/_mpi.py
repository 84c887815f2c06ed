"""Over mpi4py: every process calls with its own rows, and all have the mixture."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Mapping
from typing import Any

from .._mixture import Mixture
from .._threads import resolved
from ._meeting import Lead, Meeting, listening, take_part
from ._rows import Part, Rows
from ._shard import Task


def fit(X: Any, comm: Any, beside: Mapping[str, Any], task: Task, host: str | None) -> Mixture:
    """Fit over a communicator of mpi4py; messages go over sockets, so that each wait can be ended."""
    rank, names = comm.Get_rank(), comm.allgather(socket.gethostname())
    server = meeting = None
    if rank == 0:
        address = host or ("127.0.0.1" if len(set(names)) == 1 else socket.gethostbyname(names[0]))
        server = listening(address, len(names))
        meeting = Meeting(address, server.getsockname()[1], len(names), secrets.token_hex(16), task.patience, task.silence)
    meeting = comm.bcast(meeting)
    lead = None if server is None else Lead(task.request, os.dup(server.fileno()), task.start, task.callback)
    threads = resolved(task.threads) or _share(names, rank)
    try:
        rows = None if X is None else (lambda: Rows([Part(X, beside)], task.columns))
        return take_part(meeting, rank, rows, threads, lead)
    finally:
        if server is not None:
            server.close()


def _share(names: list[str], rank: int) -> int:
    """The processes of a machine share its processors."""
    from .._native import thread_count

    return max(1, thread_count() // names.count(names[rank]))
