#!/usr/bin/env python3
"""Runs the Python package beside the command on W1 to W5, pair by pair, and says what the way through Python costs.

It takes what `make build`, `make test-python` and a first `make compare` have made: the command, the environment with the
wheel, the workloads; and for labels the program `measure`. Nothing else should run meanwhile.
"""

import argparse
import sys
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent / "comparison"))

from catalogue import WORKLOADS  # noqa: E402
from compare import draw_workloads, workload_folder  # noqa: E402
from jobs import MEASURE  # noqa: E402
from processes import RunError, run  # noqa: E402
from programs import FOLDER, PEERS, PROJECT, Bench, wheel_environment  # noqa: E402

ROWS = ("W1", "W2", "W3", "W4", "W5")

#: What is promised: a fit's time and that of labels over the command's, memory beside W2's array, an import.
FIT, LABELS, IMPORT = 1.05, 1.3, 0.060


def memory_limit(array: float) -> float:
    """In MiB: the array, its blocks, and an interpreter."""
    return array + 1.1 * array + 60


class Door:
    """Runs the package in an environment, and the command, with so many threads."""

    def __init__(self, python: Path, bench: Bench) -> None:
        self.python, self.bench = python, bench

    def ask(self, *words: object) -> dict:
        command = [str(word) for word in (self.python, PEERS / "python_door.py", *words)]
        return run(command, wheel_environment(self.bench.threads)).answer()

    def fits(self, name: str, pairs: int) -> None:
        """Fits of a workload; who begins changes from pair to pair."""
        workload = WORKLOADS[name]
        words = (self.bench.folder(workload), workload.components, workload.structure, workload.iterations, self.bench.threads)
        theirs, ours = [], []
        for pair in range(pairs):
            turns = [lambda: theirs.append(self.bench.fit_ours(workload, workload.iterations)),
                     lambda: ours.append(self.ask("fit", *words))]
            for turn in turns if pair % 2 == 0 else reversed(turns):
                turn()
        ratios = sorted(mine["call"] / fit.seconds for mine, fit in zip(ours, theirs, strict=True))
        command, call, engine = (median(values) for values in (
            [fit.seconds for fit in theirs], [mine["call"] for mine in ours], [mine["engine"] for mine in ours]))
        tell(f"{name} fit", f"command {command:.4f} s, Python {call:.4f} s (engine {engine:.4f} s)",
             f"{call / command:.3f} of medians, {ratios[0]:.3f} to {ratios[-1]:.3f} in pairs", call / command <= FIT)
        if name == "W2":
            self._memory(ours)

    def _memory(self, fits: list[dict]) -> None:
        peak, array = max(fit["peakMegabytes"] for fit in fits), fits[0]["arrayMegabytes"]
        limit = memory_limit(array)
        tell("W2 memory", f"peak {peak:.0f} MiB, the array {array:.0f} MiB", f"at most {limit:.0f} MiB", peak <= limit)

    def labels(self, name: str, pairs: int) -> None:
        """Labels of points in memory: the median of five in a process, by both."""
        if not MEASURE.exists():
            print(f"labels {name}: left out, since {MEASURE.relative_to(PROJECT)} is not built")
            return
        workload = WORKLOADS[name]
        points, model = self.bench.folder(workload) / "points.npy", self.bench.fit_ours(workload, workload.iterations).model
        asked = (MEASURE, "labels", points, model, self.bench.threads, 5, self.bench.results / "door.i32")
        command = [str(word) for word in asked]
        theirs, ours = [], []
        for _ in range(pairs):
            theirs.append(run(command, wheel_environment(self.bench.threads)).answer()["seconds"])
            ours.append(self.ask("labels", points, model, self.bench.threads, 5))
        for way in ours[0]:
            seconds = median(answer[way] for answer in ours)
            ratio = seconds / median(theirs)
            tell(f"{name} {way}", f"command {median(theirs):.4f} s, Python {seconds:.4f} s", f"{ratio:.3f}", ratio <= LABELS)

    def imports(self, count: int) -> None:
        """What the import takes beyond NumPy's, in new processes."""
        seconds = [self.ask("import")["seconds"] for _ in range(count)]
        figures = f"median {median(seconds) * 1e3:.0f} ms, least {min(seconds) * 1e3:.0f} ms"
        tell("import", figures, "beyond NumPy's", median(seconds) <= IMPORT)


def tell(what: str, figures: str, ratio: str, is_kept: bool) -> None:
    print(f"{what:10}  {figures}; {ratio}  {'kept' if is_kept else 'NOT KEPT'}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(ROWS)}, labels and import; all if none is named")
    parser.add_argument("--pairs", type=int, default=7, help="how often each is run (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="default: %(default)s")
    default = PROJECT / ".build" / "python-tests" / "bin" / "python"
    parser.add_argument("--python", type=Path, default=default, help="the interpreter that has the package")
    options = parser.parse_args()
    rows = options.rows or [*ROWS, "labels", "import"]
    if unknown := set(rows) - {*ROWS, "labels", "import"}:
        parser.error(f"there is no row {', '.join(sorted(unknown))}")
    results = FOLDER / "models"
    results.mkdir(parents=True, exist_ok=True)
    draw_workloads([*rows, *(["W1"] if "labels" in rows else [])], workload_folder())
    door = Door(options.python, Bench(workload_folder(), results, options.threads))
    try:
        for row in rows:
            if row == "labels":
                door.labels("W1", options.pairs)
                door.labels("W2", options.pairs)
            elif row == "import":
                door.imports(3 * options.pairs)
            else:
                door.fits(row, options.pairs)
    except (RunError, OSError) as error:
        print(f"python_door: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
