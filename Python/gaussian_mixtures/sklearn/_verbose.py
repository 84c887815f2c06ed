"""What ``verbose`` prints."""

from __future__ import annotations

from time import perf_counter


class Reporter:
    """Prints inits and iterations: 1 which they are, 2 also how long they took and what they gained."""

    def __init__(self, verbose: int, interval: int) -> None:
        self._verbose = int(verbose)
        self._interval = interval
        self._began = self._last = perf_counter()

    def begin(self, number: int) -> None:
        """An init begins."""
        self._began = self._last = perf_counter()
        if self._verbose >= 1:
            print(f"Initialization {number}")

    def iteration(self, number: int, change: float) -> None:
        """An iteration is over, which changed the bound by so much."""
        if self._verbose < 1 or number % self._interval != 0:
            return
        now = perf_counter()
        rest = f"\t time lapse {now - self._last:.5f}s\t ll change {change:.5f}" if self._verbose >= 2 else ""
        print(f"  Iteration {number}{rest}")
        self._last = now

    def end(self, bound: float, converged: bool) -> None:
        """An init is over."""
        if self._verbose < 1:
            return
        rest = f" time lapse {perf_counter() - self._began:.5f}s\t lower bound {bound:.5f}." if self._verbose >= 2 else ""
        print(f"Initialization {'converged' if converged else 'did not converge'}.{rest}")
