"""The programs that are compared, and how each is asked to fit a workload."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from catalogue import Workload
from processes import Run, RunError, run

COMPARE = Path(__file__).resolve().parent.parent
PROJECT = COMPARE.parent.parent
PEERS = COMPARE / "peers"
FOLDER = PROJECT / ".dependencies" / "compare"
PYTHON = FOLDER / "venv" / "bin" / "python"
GMM = PROJECT / ".build" / "command" / "release" / "gmm"

OURS = "gmm"

@dataclass(frozen=True)
class Fit:
    """One fit: what it took, and where its model is."""

    seconds: float
    iterations: int
    version: str
    peak_megabytes: float
    process_seconds: float
    model: Path


@dataclass(frozen=True)
class Program:
    """A program of the comparison, with the workloads that it is run on."""

    name: str
    script: str
    workloads: tuple[str, ...]
    # Workloads so slow for it that all iterations are extrapolated from a run of 1 and one of 3.
    slow: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    # Whether its final model is held to the others': a run in single precision is not.
    is_held: bool = True
    # The installed thing it belongs to, where that has another name.
    package: str | None = None

    def excuse(self) -> str | None:
        """Why it is not there, where the set-up could not install it."""
        path = FOLDER / f"{self.package or self.name}.missing"
        return path.read_text().strip() if path.exists() else None

    def iteration_counts(self, workload: Workload) -> tuple[int, ...]:
        return (1, 3) if workload.name in self.slow else (workload.iterations,)


_ALL = ("W1", "W2", "W3", "W4", "W5", "W6", "H64", "H64diag", "H128")

PROGRAMS: tuple[Program, ...] = (
    Program(OURS, "", _ALL),
    Program("scikit-learn", "scikit_learn.py", _ALL, slow=("W2", "W3")),
    Program("oneDAL", "one_dal.py", _ALL),
    Program("oneDAL float", "one_dal.py", _ALL[:5], options=("float",), is_held=False, package="oneDAL"),
    Program("armadillo", "armadillo", _ALL[:6], slow=("W2", "W3", "W4")),
    Program("mclust", "mclust.R", ("W1", "W4", "W5", "W6"), slow=("W1", "W4", "W5")),
    Program("tgmm", "torch_gmm.py", ("W1", "W5", "W6"), slow=("W1", "W5")),
)


def environment(threads: int) -> dict[str, str]:
    """The environment of every program: so many threads, and OpenBLAS free to choose its kernels.

    Some machines name OpenBLAS's kernels for the sake of old versions; the wheels of PyPI bring a new one.
    """
    variables = dict(os.environ)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        variables[name] = str(threads)
    return variables


def wheel_environment(threads: int) -> dict[str, str]:
    variables = environment(threads)
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        variables.pop(name, None)
    return variables


def has_option(option: str) -> bool:
    """Whether `gmm fit` knows an option."""
    return option in run([str(GMM), "fit", "--help"]).output


@dataclass(frozen=True)
class Bench:
    """Runs fits: where workloads and results are, and with how many threads."""

    workloads: Path
    results: Path
    threads: int

    def folder(self, workload: Workload) -> Path:
        return self.workloads / workload.name

    def fit(self, program: Program, workload: Workload, iterations: int) -> Fit:
        """Fits from the workload's start; 0 iterations are a run to convergence."""
        if program.name == OURS:
            return self.fit_ours(workload, iterations)
        model = self.results / f"{workload.name}-{program.name.replace(' ', '-')}-{iterations}.f64"
        command, variables = self._command(program, workload, iterations, model)
        done = run(command, variables)
        answer = done.answer()
        if iterations and answer["iterations"] != iterations:
            raise RunError(f"it made {answer['iterations']} iterations instead of {iterations}")
        return _fit(done, answer["seconds"], answer["iterations"], answer["version"], model)

    def _command(
        self, program: Program, workload: Workload, iterations: int, model: Path
    ) -> tuple[list[str], Mapping[str, str]]:
        folder, diagonal = str(self.folder(workload)), str(int(workload.is_diagonal))
        if program.script.endswith(".py"):
            asked = [folder, workload.components, diagonal, iterations, self.threads, model]
            command = [PYTHON, PEERS / program.script, *asked, *program.options]
            return [str(word) for word in command], wheel_environment(self.threads)
        shape = [workload.count, workload.dimension, workload.components]
        asked = [folder, *shape, diagonal, iterations, model]
        if program.script.endswith(".R"):
            command = ["Rscript", PEERS / program.script, *asked]
        else:
            command = [FOLDER / "bin" / program.script, "fit", *asked]
        return [str(word) for word in command], environment(self.threads)

    def fit_ours(
        self, workload: Workload, iterations: int, threads: int | None = None, options: tuple[str, ...] = ()
    ) -> Fit:
        """A fit by gmm; the time is `fit.seconds` of its document, from points in memory to the result."""
        folder = self.folder(workload)
        model = self.results / f"{workload.name}-gmm-{iterations}{''.join(options)}.json"
        command = [str(GMM), "fit", str(folder / "points.npy"), "-k", str(workload.components)]
        command += ["--columns", f"1-{workload.dimension}", "--structure", workload.structure]
        command += ["--start", str(folder / "start.json"), "--threads", str(threads or self.threads)]
        command += ["--quiet", "--json", *options]
        if iterations:
            # Nobody else shrinks covariances, as gmm does of itself where points are few.
            command += ["--shrinkage", "none", "--tolerance", "0", "--max-iterations", str(iterations)]
            command += ["--acceleration", "none"] if has_option("--acceleration") else []
        done = run(command, environment(self.threads))
        document = done.answer()
        model.write_text(done.output)
        fit = document["fit"]
        version = document["software"]["version"]
        return _fit(done, fit["seconds"], fit["iterations"], version, model)


def _fit(done: Run, seconds: float, iterations: int, version: str, model: Path) -> Fit:
    return Fit(seconds, iterations, version, done.peak_megabytes, done.seconds, model)


def mean_log_likelihoods(points: Path, models: list[Path]) -> list[float]:
    """All models under one evaluator."""
    evaluator = COMPARE / "comparison" / "evaluator.py"
    command = [str(PYTHON), str(evaluator), str(points), *map(str, models)]
    values = run(command, wheel_environment(os.cpu_count() or 1)).output
    return [float(value) for value in values.strip().strip("[]").split(",")]
