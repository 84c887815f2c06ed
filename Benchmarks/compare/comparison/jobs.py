"""What is compared beside the fits of the workloads."""

import json
from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import requirements
from catalogue import CSV_WORKLOAD, WORKLOADS, Workload
from models import covariance_rows
from processes import Run, RunError, run
from programs import (
    FOLDER,
    GMM,
    OURS,
    PEERS,
    PROJECT,
    PYTHON,
    Bench,
    environment,
    has_option,
    mean_log_likelihoods,
    wheel_environment,
)
from report import Limit, Row

ARMADILLO = FOLDER / "bin" / "armadillo"
MEASURE = PROJECT / "Benchmarks" / ".build" / "release" / "measure"


def _interleaved(tasks: dict[str, Callable[[], Run]], repetitions: int) -> dict[str, list[Run] | str]:
    """The runs of each task, or why there are none; round by round."""
    done: dict[str, list[Run] | str] = {name: [] for name in tasks}
    for _ in range(repetitions):
        for name, task in tasks.items():
            runs = done[name]
            if isinstance(runs, str):
                continue
            try:
                runs.append(task())
            except (RunError, OSError) as error:
                done[name] = str(error)
    return done


_LIBRARIES = {
    "pandas, scikit-learn": "pandas",
    "polars, scikit-learn": "polars",
    "polars, oneDAL": "polars-onedal",
}


def _csv_command(bench: Bench, name: str, source: Path, model: Path) -> list[str]:
    if name == OURS:
        words = [GMM, "fit", source, "-k", 3, "--classify", bench.results / "csv-gmm.csv", "-o", model]
        words += ["--output-columns", "label,probability", "--threads", bench.threads, "--quiet"]
    else:
        library = _LIBRARIES[name]
        target = bench.results / f"csv-{library}.csv"
        words = [PYTHON, PEERS / "csv_job.py", source, target, model, library]
    return [str(word) for word in words]


def csv_job(bench: Bench, repetitions: int) -> list[Row]:
    """A CSV file of a million points to one with labels and probabilities, the whole process."""
    folder = bench.folder(WORKLOADS[CSV_WORKLOAD])
    models = {OURS: bench.results / "csv-gmm.json"}
    models |= {name: bench.results / f"csv-{library}.f64" for name, library in _LIBRARIES.items()}

    def task(name: str) -> Callable[[], Run]:
        command = _csv_command(bench, name, folder / "points.csv", models[name])
        variables = environment if name == OURS else wheel_environment
        return lambda: run(command, variables(bench.threads))

    done = _interleaved({name: task(name) for name in models}, repetitions)
    present = [name for name, runs in done.items() if not isinstance(runs, str)]
    values = mean_log_likelihoods(folder / "points.npy", [models[name] for name in present])
    likelihoods = dict(zip(present, values, strict=True))
    rows = [_csv_row(name, runs, models[name], likelihoods.get(name)) for name, runs in done.items()]
    return _with_ratios(rows)


def _csv_row(name: str, runs: list[Run] | str, model: Path, log_likelihood: float | None) -> Row:
    what = "CSV job"
    limit = requirements.times(what, name)
    if isinstance(runs, str):
        return Row(what, name, limit=limit, note=runs)
    if name == OURS:
        iterations, phases = json.loads(model.read_text())["fit"]["iterations"], ""
    else:
        answer = runs[-1].answer()
        iterations = answer["iterations"]
        phases = "".join(f", {phase} {seconds} s" for phase, seconds in answer["phases"].items())
    return Row(
        what, name, iterations=iterations, seconds=median(each.seconds for each in runs), limit=limit,
        megabytes=max(each.peak_megabytes for each in runs), log_likelihood=log_likelihood,
        check="own start and stopping rule", note=f"whole process{phases}",
    )


def _with_ratios(rows: Sequence[Row]) -> list[Row]:
    """Each row's time over ours, which is the first."""
    ours = rows[0].seconds
    if ours is None:
        return list(rows)
    return [rows[0], *(_with_ratio(row, ours) for row in rows[1:])]


def _with_ratio(row: Row, ours: float) -> Row:
    return row if row.seconds is None else replace(row, ratio=row.seconds / ours)


def hard_labels(bench: Bench, workload: Workload, repetitions: int) -> list[Row]:
    """The most probable component of each point under a given model (ours after 20 iterations).

    Both programs label points that are in memory, several times in one process, and tell the median.
    """
    model = bench.fit_ours(workload, workload.iterations).model
    raw = model.with_suffix(".f64")
    _write_raw(model, raw)
    labels = {name: bench.results / f"{workload.name}-labels-{name}.i32" for name in (OURS, "armadillo")}
    folder = bench.folder(workload)
    shape = [workload.count, workload.dimension, workload.components, int(workload.is_diagonal)]
    inner = 5
    commands = {
        OURS: [MEASURE, "labels", folder / "points.npy", model, bench.threads, inner, labels[OURS]],
        "armadillo": [ARMADILLO, "label", folder, *shape, inner, raw, labels["armadillo"]],
    }

    def task(name: str) -> Callable[[], Run]:
        return lambda: run([str(word) for word in commands[name]], environment(bench.threads))

    done = _interleaved({name: task(name) for name in commands}, repetitions)
    rows = [_label_row(workload, name, runs) for name, runs in done.items()]
    if not any(isinstance(runs, str) for runs in done.values()):
        rows[1] = replace(rows[1], note=_agreement(labels[OURS], labels["armadillo"]))
    return _with_ratios(rows)


def _label_row(workload: Workload, name: str, runs: list[Run] | str) -> Row:
    what = f"labels {workload.name}"
    limit = requirements.times(what, name)
    if isinstance(runs, str):
        return Row(what, name, limit=limit, note=runs)
    seconds = median(each.answer()["seconds"] for each in runs)
    return Row(what, name, seconds=seconds, rate=workload.pairs(1) / seconds, limit=limit)


def _write_raw(document: Path, target: Path) -> None:
    components = json.loads(document.read_text())["components"]
    numbers = array("d", (component["weight"] for component in components))
    for component in components:
        numbers.extend(component["mean"])
    for component in components:
        for row in covariance_rows(component):
            numbers.extend(row)
    target.write_bytes(numbers.tobytes())


def _agreement(first: Path, second: Path) -> str:
    labels = [array("i", path.read_bytes()) for path in (first, second)]
    different = sum(a != b for a, b in zip(*labels, strict=True))
    return f"{different} of {len(labels[0])} labels differ"


def own_rows(bench: Bench, repetitions: int) -> list[Row]:
    """What is promised of gmm alone: memory, threads, components, skipping."""
    surface, larger = WORKLOADS["W2"], WORKLOADS["S1024"]
    can_choose = has_option("--skipping")
    fits: dict[str, list] = {}
    for _ in range(repetitions):
        for name, workload, threads, options in (
            ("W2", surface, bench.threads, ()),
            ("1 thread", surface, 1, ()),
            ("S1024", larger, bench.threads, ()),
            *([("on", surface, bench.threads, ("--skipping", "on"))] if can_choose else []),
            *([("off", surface, bench.threads, ("--skipping", "off"))] if can_choose else []),
        ):
            fit = bench.fit_ours(workload, workload.iterations, threads=threads, options=options)
            fits.setdefault(name, []).append(fit)
    seconds = {name: median(fit.seconds for fit in each) for name, each in fits.items()}
    rows = [
        Row("memory", OURS, WORKLOADS["W2"].iterations, seconds["W2"], limit=requirements.MEMORY, note="W2, whole process",
            megabytes=max(fit.peak_megabytes for fit in fits["W2"])),
        Row("threads", OURS, WORKLOADS["W2"].iterations, seconds["1 thread"], ratio=seconds["1 thread"] / seconds["W2"],
            limit=requirements.times("threads", OURS),
            note=f"W2: time of 1 thread over that of {bench.threads}"),
        Row("components", OURS, WORKLOADS["W2"].iterations, seconds["S1024"], surface_rate(larger, seconds["S1024"]),
            ratio=seconds["S1024"] / seconds["W2"], limit=requirements.COMPONENTS,
            note="surface of 1,000,000 points: K=1024 over K=64, whole fits of 20 iterations"),
    ]
    return rows + ([_skipping_row(seconds, fits)] if can_choose else [])


def surface_rate(workload: Workload, seconds: float) -> float:
    """Million pairs a second as a dense program would count them."""
    return workload.pairs(workload.iterations) / seconds


def _skipping_row(seconds: dict[str, float], fits: dict[str, list]) -> Row:
    histories = [
        [step["logLikelihood"] for step in json.loads(fits[name][-1].model.read_text())["fit"]["history"]]
        for name in ("on", "off")
    ]
    largest = max(abs(a / b - 1) for a, b in zip(*histories, strict=True))
    is_same = largest <= requirements.SKIPPING_TOLERANCE
    return Row(
        "skipping", OURS, WORKLOADS["W2"].iterations, seconds["off"], ratio=seconds["off"] / seconds["on"],
        check="same" if is_same else f"FAIL by {largest:.1e}",
        note=f"W2: time without over that with; log-likelihoods differ by {largest:.1e} relative at most",
    )


def kernel_share() -> list[Row]:
    """The dense kernel on one core beside the limit that the processor's vector units set."""
    try:
        found = run([str(MEASURE), "kernel"]).answer()
    except (RunError, OSError) as error:
        return [Row("kernel", OURS, limit=requirements.KERNEL_SHARE, note=str(error))]
    wide = next((each for each in found["kernels"] if each["isWidest"]), found["kernels"][-1])
    limit: Limit | None = requirements.KERNEL_SHARE if wide["instructionSet"] == "avx512" else None
    return [Row(
        "kernel", OURS, rate=wide["millionPairsPerSecond"], ratio=wide["share"], limit=limit,
        note=f"K=64, one core, {wide['instructionSet']}: share of the limit of "
        f"{wide['limit']:.0f} Mpairs/s, {found['operationsPerPair']} operations a pair",
    )]

