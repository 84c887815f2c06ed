"""What processes do that fit together: they meet, tell what rows they have, and answer what the first one asks."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import _arrays, _native
from .._errors import FitError
from .._mixture import Mixture
from ._rows import Rows


@dataclass(frozen=True)
class Meeting:
    """Where processes meet: a machine and its port, with a secret that they alone know.

    All wait for each other as long as they are alive: each tells so every second, however long its work takes. One of which
    nothing is heard for `silence` seconds ends the wait; of the first process an answer that takes longer than `patience`,
    which may be None, does so too.
    """

    host: str
    port: int
    size: int
    secret: str = field(repr=False)
    patience: float | None
    silence: float


def listening(host: str, count: int) -> socket.socket:
    """A socket at a port of this machine that is free, for so many who come."""
    family = socket.getaddrinfo(host, None)[0][0]
    # Each comes by two connections.
    return socket.create_server((host, 0), family=family, backlog=2 * count)


@dataclass
class Kept:
    """How far a fit has come, for another one to go on from where workers are lost; "" for nothing."""

    text: str = ""


@dataclass(frozen=True)
class Lead:
    """What the first process has beside the others: what is asked, and who is told and asked meanwhile."""

    request: dict[str, Any]
    # A descriptor that listens where the others come.
    listener: int
    # The mixture to start from.
    start: Mixture | None = None
    callback: Callable[[dict[str, Any]], object] | None = None
    # Called every 20 ms while it works and waits; what it raises ends the fit.
    check: Callable[[], object] | None = None
    # Where the fit goes on from, and afterwards how far it has come.
    kept: Kept = field(default_factory=Kept)


#: For how long those who are being started are waited for, and for how long at least where patience has a limit.
_SECONDS_TO_COME, _LEAST_SECONDS_TO_COME = 600.0, 60.0
#: No limit, in seconds.
_EVER = 1e9


def take_part(meeting: Meeting, rank: int, rows: Callable[[], Rows] | None, threads: int, lead: Lead | None = None) -> Mixture:
    """Fit together with the others, all of which call this.

    Parameters
    ----------
    rank : int
        The number of this process; the order of the numbers is that of the rows.
    rows : callable, optional
        Answers the rows of this process; what it raises is told to all. None for a process without rows.
    lead : Lead, optional
        On rank 0.

    Returns
    -------
    Mixture
        The same for all.

    Raises
    ------
    FitError
        As `gaussian_mixtures.fit`; with the code ``communication`` where another process is gone or does not answer.
    """
    listener, callback, check = (-1, None, None) if lead is None else (lead.listener, lead.callback, lead.check)
    ranks = _native.ranks_meet(
        meeting.host,
        meeting.port,
        listener,
        rank,
        meeting.size,
        meeting.secret,
        _SECONDS_TO_COME if meeting.patience is None else max(meeting.patience, _LEAST_SECONDS_TO_COME),
        meeting.patience or _EVER,
        meeting.silence,
        callback,
        check,
    )
    try:
        part = _described(rows)
        told = json.loads(_native.ranks_gather(ranks, json.dumps(part.description)))
        plan = json.loads(_native.ranks_broadcast(ranks, json.dumps(_plan(lead.request, told)) if lead else ""))
        if "failure" in plan:
            raise FitError(plan["failure"], "observations")
        options = plan["request"] | {"threads": threads}
        if lead is not None and lead.kept.text:
            options["checkpoint"] = lead.kept.text
        numbers = None if part.labels is None else part.labels.numbers(plan["groups"])
        start = None if lead is None or lead.start is None else lead.start._native
        given = (part.memory, plan["dimension"], part.weights, numbers, start)
        return Mixture._held(_native.ranks_fit(ranks, *given, json.dumps(options)))
    finally:
        if lead is not None:
            lead.kept.text = _native.ranks_kept(ranks) or lead.kept.text
        # Whoever waits for this process learns that it is gone; at the end nobody does.
        _native.ranks_close(ranks)


@dataclass
class _Part:
    """The rows of a process as the engine takes them, and what the others have to know of them."""

    description: dict[str, Any]
    memory: _arrays.Array | tuple[_arrays.Array, ...] | None = None
    weights: _arrays.Floats | None = None
    labels: _arrays.Labels | None = None


def _described(read: Callable[[], Rows] | None) -> _Part:
    try:
        rows = None if read is None else read()
        if rows is None or rows.count == 0:
            return _Part({"count": 0})
        given = [values for role in ("known_labels", "start") if (values := rows.beside(role)) is not None]
        labels = _arrays.Labels(given[0], rows.count) if given else None
        description = {"count": rows.count, "dimension": rows.dimension, "names": rows.names}
        if labels is not None:
            description |= {"groups": labels.groups, "isReal": labels.is_real}
        json.dumps(description)
        return _Part(description, rows.memory, _arrays.weights(rows.beside("weights"), rows.count), labels)
    except Exception as error:
        # The others are told, and all end together.
        return _Part({"count": 0, "failure": str(error) or type(error).__name__})


def _plan(request: dict[str, Any], told: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What all do, or why not, from what each has told."""
    for rank, part in enumerate(told):
        if "failure" in part:
            return {"failure": f"Process {rank}: {part['failure']}"}
    parts = [(rank, part) for rank, part in enumerate(told) if part["count"] > 0]
    if not parts:
        return {"failure": "No process has a row."}
    first, groups = parts[0][1], set()
    for rank, part in parts:
        if (part["dimension"], part["names"]) != (first["dimension"], first["names"]):
            return {"failure": f"Process {rank} has other columns than those before it."}
        groups |= set(part.get("groups", []))
    is_real = any(part.get("isReal", False) for _, part in parts)
    try:
        ordered = _arrays.in_order({float(group) for group in groups} if is_real else groups)
    except ValueError as error:
        return {"failure": str(error)}
    request = {"columns": first["names"]} | request
    if request["columns"] is None:
        del request["columns"]
    if any("groups" in part for _, part in parts):
        request["labelNames"] = [str(group) for group in ordered]
    return {"request": request, "groups": ordered, "dimension": first["dimension"]}
