#!/usr/bin/env python3
"""Runs gmm and other programs side by side and prints who took how long; see ../README.md.

Needs no package beyond Python's own: what needs NumPy runs in the environment of set-up.sh.
"""

import argparse
import datetime
import hashlib
import os
import platform
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "comparison"))

import jobs  # noqa: E402
from catalogue import CSV_WORKLOAD, WORKLOADS  # noqa: E402
from fits import compare_fits  # noqa: E402
from processes import run  # noqa: E402
from programs import COMPARE, FOLDER, GMM, OURS, PROGRAMS, PYTHON, Bench, wheel_environment  # noqa: E402
from report import Row, table, write_csv  # noqa: E402

FITS = ("W1", "W2", "W3", "W4", "W5", "W6", "H64", "H64diag", "H128")
JOBS = ("csv", "labels", "own", "kernel")


def parsed_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Run gmm and other programs side by side.")
    names = ", ".join((*FITS, *JOBS))
    parser.add_argument(
        "rows", nargs="*", metavar="ROW", help=f"what to measure, of {names}; all if none is named"
    )
    parser.add_argument("--repetitions", type=int, default=3, help="how often each is run; medians are told")
    parser.add_argument("--threads", type=int, default=2, help="how many threads each program has")
    peers = [program.name for program in PROGRAMS if program.name != OURS]
    parser.add_argument(
        "--peers",
        default=",".join(peers),
        help="with which programs the workloads are compared (default: %(default)s)",
    )
    options = parser.parse_args()
    if unknown := set(options.rows) - {*FITS, *JOBS}:
        parser.error(f"there is no row {', '.join(sorted(unknown))}; there are {names}")
    options.rows = options.rows or [*FITS, *JOBS]
    options.peers = [peer for peer in options.peers.split(",") if peer]
    if unknown := set(options.peers) - set(peers):
        parser.error(f"there is no peer {', '.join(sorted(unknown))}; there are {', '.join(peers)}")
    if options.repetitions < 1 or options.threads < 1:
        parser.error("--repetitions and --threads must be at least 1")
    return options


def draw_workloads(rows: list[str], folder: Path) -> None:
    """Draws what is needed and not there yet."""
    needed = {row for row in rows if row in WORKLOADS}
    needed |= {CSV_WORKLOAD} if "csv" in rows else set()
    needed |= {"W1", "W2"} if "labels" in rows else set()
    needed |= {"W2", "S1024"} if "own" in rows else set()
    missing = sorted(name for name in needed if not (folder / name / "start.json").exists())
    if missing:
        say(f"drawing {', '.join(missing)}")
        generator = COMPARE / "comparison" / "workloads.py"
        run([str(PYTHON), str(generator), str(folder), *missing], wheel_environment(os.cpu_count() or 1))


def workload_folder() -> Path:
    """A folder of its own for each text of the generator: data of an older one are not taken for its."""
    texts = [(COMPARE / "comparison" / name).read_bytes() for name in ("catalogue.py", "workloads.py")]
    return FOLDER / f"workloads-{hashlib.sha256(b''.join(texts)).hexdigest()[:12]}"


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    vendors = [line.split(":", 1)[1].strip() for line in lines if line.startswith("vendor_id")]
    return f"{names[0]} ({vendors[0]})" if names and vendors else platform.machine()


def say(text: str) -> None:
    print(f"compare: {text}", file=sys.stderr, flush=True)


def measure(options: argparse.Namespace, bench: Bench) -> tuple[list[Row], dict[str, str]]:
    rows: list[Row] = []
    versions: dict[str, str] = {}
    programs = [program for program in PROGRAMS if program.name == OURS or program.name in options.peers]
    for name in (row for row in FITS if row in options.rows):
        say(f"{name}: {WORKLOADS[name].title}")
        takers = [program for program in programs if name in program.workloads]
        more, met = compare_fits(bench, WORKLOADS[name], takers, options.repetitions)
        rows += more
        versions |= met
    if "csv" in options.rows:
        say("CSV job")
        rows += jobs.csv_job(bench, options.repetitions)
    if "labels" in options.rows:
        say("hard labels of W1 and W2")
        for name in ("W1", "W2"):
            rows += jobs.hard_labels(bench, WORKLOADS[name], options.repetitions)
    if "own" in options.rows:
        say("memory, threads, components, skipping")
        rows += jobs.own_rows(bench, options.repetitions)
    if "kernel" in options.rows:
        say("dense kernel beside its limit")
        rows += jobs.kernel_share()
    return rows, versions


def main() -> int:
    options = parsed_options()
    for path, cure in ((GMM, "make build"), (PYTHON, "Benchmarks/compare/set-up.sh")):
        if not path.exists():
            say(f"{path} is missing; run {cure}")
            return 1
    now = datetime.datetime.now().astimezone()
    bench = Bench(workload_folder(), FOLDER / "models", options.threads)
    bench.results.mkdir(parents=True, exist_ok=True)
    draw_workloads(options.rows, bench.workloads)
    rows, versions = measure(options, bench)
    heading = {
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "threads": str(options.threads),
        "date": now.isoformat(timespec="minutes"),
        "repetitions": str(options.repetitions),
        "versions": ", ".join(f"{name} {version}" for name, version in versions.items()),
    }
    for key, value in heading.items():
        print(f"{key:<12} {value}")
    print(f"\n{table(rows)}\n")
    path = COMPARE / "results" / f"{now:%Y-%m-%d-%H%M%S}.csv"
    write_csv(rows, heading, path)
    print(f"written to {path}")
    failed = [row for row in rows if row.has_failed]
    for row in failed:
        say(f"{row.what}, {row.program}: the final model is not that of the others ({row.check})")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
