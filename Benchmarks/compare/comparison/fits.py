"""The workloads: all programs from the same start, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

import requirements
from catalogue import Workload
from processes import RunError
from programs import OURS, Bench, Fit, Program, mean_log_likelihoods
from report import Row

# Programs whose 20 iterations are extrapolated run this much more rarely: their passes are long, so less
# is left to chance.
SLOW_SHARE = 3


@dataclass
class Record:
    """The fits of one program, by their number of iterations."""

    program: Program
    counts: tuple[int, ...]
    fits: dict[int, list[Fit]] = field(default_factory=dict)
    trouble: str | None = None

    @property
    def is_extrapolated(self) -> bool:
        return len(self.counts) > 1

    @property
    def last(self) -> Fit:
        return self.fits[self.counts[-1]][-1]

    def seconds(self, workload: Workload) -> float:
        """The time of all iterations: the median, or the line through two numbers of iterations.

        The line keeps what a fit costs once (checks, the start, a last pass) apart from what each
        iteration costs.
        """
        if not self.is_extrapolated:
            return self._median(self.counts[0])
        few, more = self.counts
        slope = (self._median(more) - self._median(few)) / (more - few)
        return self._median(more) + (workload.iterations - more) * slope

    def require_growth(self) -> None:
        """Gives the record up where more iterations took no longer: no line leads on from there."""
        if self.trouble is None and self.is_extrapolated:
            few, more = self.counts
            if self._median(more) <= self._median(few):
                self.trouble = f"{more} iterations took no longer than {few}"

    def _median(self, count: int) -> float:
        return median(fit.seconds for fit in self.fits[count])

    def take(self, bench: Bench, workload: Workload) -> None:
        try:
            for count in self.counts:
                self.fits.setdefault(count, []).append(bench.fit(self.program, workload, count))
        except (RunError, OSError) as error:
            self.trouble = str(error)


def _run_all(
    bench: Bench, workload: Workload, programs: Sequence[Program], repetitions: int, to_convergence: bool
) -> list[Record]:
    """One repetition after the other, and in each one program after the other: a machine that grows slow
    grows slow for all of them."""
    records = []
    for program in programs:
        counts = (0,) if to_convergence else program.iteration_counts(workload)
        records.append(Record(program, counts, trouble=program.excuse()))
    for repetition in range(repetitions):
        for record in records:
            is_turn = not record.is_extrapolated or repetition % SLOW_SHARE == 0
            if record.trouble is None and is_turn:
                record.take(bench, workload)
    return records


def _checks(bench: Bench, workload: Workload, records: Sequence[Record]) -> dict[str, tuple[float, str]]:
    """The mean log-likelihood of every program's final model, and whether it is the others'.

    Models of different numbers of iterations are different; each is compared with those of its own
    number, of which ours is always one.
    """
    checks: dict[str, tuple[float, str]] = {}
    done = [record for record in records if record.trouble is None]
    for count in sorted({record.counts[-1] for record in done}):
        group = [record for record in done if record.counts[-1] == count]
        models = {record.program.name: record.last.model for record in group}
        if OURS not in models:
            models[OURS] = bench.fit_ours(workload, count).model
        points = bench.folder(workload) / "points.npy"
        values = dict(zip(models, mean_log_likelihoods(points, list(models.values())), strict=True))
        held = [
            value
            for name, value in values.items()
            if name == OURS or any(r.program.name == name and r.program.is_held for r in group)
        ]
        for record in group:
            value = values[record.program.name]
            checks[record.program.name] = (value, _check(record, value, held))
    return checks


def _check(record: Record, value: float, held: Sequence[float]) -> str:
    if record.counts == (0,):
        return "own stopping rule"
    if not record.program.is_held:
        return "single precision"
    if len(held) == 1:
        return "alone"
    # With several programs the odd one out is the one that fails, be it ours.
    distance = abs(value - median(held))
    return "same" if distance <= requirements.LIKELIHOOD_TOLERANCE else f"FAIL by {distance:.1e}"


def compare_fits(
    bench: Bench, workload: Workload, programs: Sequence[Program], repetitions: int
) -> tuple[list[Row], dict[str, str]]:
    """The rows of a workload, and the versions met.

    W6 is run to convergence, by each program's own rule at a tolerance of 1e-8, and the time is that of
    the whole process.
    """
    to_convergence = workload.name == "W6"
    records = _run_all(bench, workload, programs, repetitions, to_convergence)
    for record in records:
        record.require_growth()
    checks = _checks(bench, workload, records)
    times = {}
    for record in records:
        if record.trouble is None:
            fits = record.fits[record.counts[-1]]
            whole = median(fit.process_seconds for fit in fits)
            times[record.program.name] = whole if to_convergence else record.seconds(workload)
    rows = [_row(workload, record, times, checks) for record in records]
    versions = {r.program.name.split()[0]: r.last.version for r in records if r.trouble is None}
    return rows, versions


def _row(
    workload: Workload, record: Record, times: dict[str, float], checks: dict[str, tuple[float, str]]
) -> Row:
    name = record.program.name
    limit = requirements.times(workload.name, name)
    if record.trouble is not None:
        return Row(workload.name, name, limit=limit, note=record.trouble)
    to_convergence = record.counts == (0,)
    # 0 where a program does not tell.
    iterations = record.last.iterations or None if to_convergence else workload.iterations
    seconds = times[name]
    note = ""
    if to_convergence:
        note = "whole process, to convergence"
    elif record.is_extrapolated:
        note = f"extrapolated from {record.counts[0]} and {record.counts[1]} iterations"
    if to_convergence and name == OURS:
        limit = requirements.SMALL_JOB
    return Row(
        workload.name,
        name,
        iterations=iterations,
        seconds=seconds,
        rate=None if to_convergence else workload.pairs(workload.iterations) / seconds,
        ratio=seconds / times[OURS] if name != OURS and OURS in times else None,
        limit=limit,
        megabytes=max(fit.peak_megabytes for fit in record.fits[record.counts[-1]]),
        log_likelihood=checks[name][0],
        check=checks[name][1],
        note=note,
    )
