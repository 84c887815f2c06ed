"""What whoever watches a fit is told."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TextIO


@dataclass(frozen=True)
class Progress:
    """The state of a fit after an iteration.

    Attributes
    ----------
    iteration : int
        The iteration of the run, from 1.
    log_likelihood : float
        Over all points (while a start is searched for over a sample), in nats.
    mean_change, weight_change, covariance_change : float
        Sums of absolute changes over components and entries.
    seconds : float
        What the iteration took.
    is_searching : bool
        Whether the run is one of several that a start is looked for with.
    restart, restart_count : int or None
        The number of the start, from 1, and how many there will be; None in a selection.
    fraction_completed : float or None
        How much is done, from 0 to 1, where that is known.
    remaining_iterations : int or None
        An estimate, where the last iterations tell.
    structure : str or None
        Of a selection: the code of the model that is being fitted.
    component_count, completed_fits, fit_count : int or None
        Of a selection: its number of components, and how many fits are over and will be.
    """

    iteration: int
    log_likelihood: float
    mean_change: float
    weight_change: float
    covariance_change: float
    seconds: float
    is_searching: bool
    restart: int | None
    restart_count: int | None
    fraction_completed: float | None
    remaining_iterations: int | None
    structure: str | None
    component_count: int | None
    completed_fits: int | None
    fit_count: int | None

    @classmethod
    def of(cls, report: dict[str, Any]) -> Progress:
        """What the native module tells, where -1, NaN and empty texts are what is not known."""
        unknown = ("restart", "restart_count", "remaining_iterations", "component_count", "completed_fits", "fit_count")
        known: dict[str, Any] = {name: None if name in unknown and value < 0 else value for name, value in report.items()}
        fraction = known["fraction_completed"]
        known["fraction_completed"] = fraction if fraction == fraction else None
        known["structure"] = known["structure"] or None
        return cls(**known)


Observer = Callable[[Progress], object]


class Line:
    """A line of progress on standard error, written anew every 0.1 s."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._last = 0.0
        self._width = 0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last < 0.1:
            return
        self._last = now
        self._write(self._text(progress))

    def _text(self, progress: Progress) -> str:
        if progress.fit_count is not None:
            place = f"{progress.completed_fits} of {progress.fit_count} fits"
            return f"{place}, {progress.structure} with {progress.component_count} components"
        stage = "searching for a start" if progress.is_searching else "fitting"
        return f"{stage}, iteration {progress.iteration}, log-likelihood {progress.log_likelihood:.6g}"

    def _write(self, text: str) -> None:
        self._stream.write("\r" + text.ljust(self._width))
        self._stream.flush()
        self._width = len(text)

    def end(self) -> None:
        """Take the line away."""
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
