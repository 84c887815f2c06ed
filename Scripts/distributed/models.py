"""Fits, selections and labels of several processes beside those of one."""

import os
import shutil
import subprocess
import time

import data
from jobs import alone, check, is_same


def write(folder, count, diabetes):
    shutil.copy(diabetes, folder / "diabetes.csv")
    data.npy(folder / "w1.npy", data.groups(count, 3, 1, spread=3))
    data.npy(folder / "w2.npy", data.surface(count, 2))
    data.npy(folder / "single.npy", data.groups(count // 3, 2, 2), "<f4")
    data.las(folder / "scan.las", data.surface(count // 10, 7))
    data.csv(folder / "plain.csv", data.groups(40_000, 2, 3))
    data.csv(folder / "gaps.csv", data.with_noise(data.groups(30_000, 3, 4), 0.05, 8), gaps=0.1, weights=True)
    data.csv(folder / "weights.csv", data.groups(30_000, 3, 4), weights=True)
    (folder / "parts").mkdir()
    for part in range(5):
        data.csv(folder / "parts" / f"{part}.csv", data.groups(5_000 + 2_000 * part, 2, 3 + part))
    # Of every third row the group is known.
    rows = data.groups(30_000, 3, 9)
    lines = [",".join([f"g{row % 4}" if row % 3 == 0 else "", *map(repr, point)]) for row, point in enumerate(rows)]
    (folder / "known.csv").write_text("class,a,b,c\n" + "\n".join(lines) + "\n")


# What is tried in short.
QUICK = [
    ["fit", "w1.npy", "-k", "3"],
    ["fit", "gaps.csv", "-k", "3", "--weights", "w", "--missing", "--noise", "--effort", "low"],
    ["fit", "parts", "-k", "4"],
    ["fit", "diabetes.csv", "-k", "auto", "--columns", "2-4"],
]

FITS = [
    *QUICK,
    ["fit", "w2.npy", "-k", "64", "--max-iterations", "20"],
    ["fit", "w2.npy", "-k", "40", "--max-iterations", "5", "--start", "random"],
    ["fit", "w2.npy", "-k", "64", "--max-iterations", "20", "--start", "kmeans"],
    ["fit", "w2.npy", "-k", "64", "--max-iterations", "20", "--approximate"],
    ["fit", "w1.npy", "-k", "3", "--approximate"],
    ["fit", "weights.csv", "-k", "4", "--weights", "w", "--approximate", "--noise"],
    ["fit", "w1.npy", "-k", "4", "--start", "kmeans"],
    ["fit", "single.npy", "-k", "3", "--noise", "--precision", "single"],
    ["fit", "scan.las", "-k", "8", "--max-iterations", "30"],
    ["fit", "plain.csv", "-k", "3", "--structure", "tied"],
    ["fit", "gaps.csv", "-k", "2", "--skip-invalid", "--columns", "x0-x2"],
    ["fit", "diabetes.csv", "-k", "3", "--columns", "2-4"],
    ["fit", "diabetes.csv", "--start", "labels:class", "--columns", "2-4"],
    ["fit", "known.csv", "-k", "5", "--columns", "2-4", "--known-labels", "class", "--max-iterations", "20"],
    ["fit", "plain.csv", "-k", "auto", "--effort", "low"],
    ["select", "plain.csv", "-k", "1-4", "--structures", "full,tied"],
    ["select", "diabetes.csv", "--columns", "2-4"],
    ["select", "plain.csv", "-k", "2-4", "--structures", "full,VII", "--criterion", "cross-validation", "--folds", "2", "--effort", "low"],
]


def of_workloads(folder):
    """Fits to what programs are compared by, where Benchmarks/compare has made it."""
    found = sorted(folder.glob("workloads-*/W[12]/points.npy"))
    return [["fit", str(path), "--start", str(path.with_name("start.json")), "--max-iterations", "20"] for path in found]


def same_models(mpi, sizes, fits=FITS):
    for arguments in fits:
        arguments = arguments + ["--json", "--quiet", "--threads", "1"]
        begin = time.monotonic()
        one = alone(mpi.gmm, arguments)
        times = [f"alone {time.monotonic() - begin:.2f} s"]
        for size in sizes:
            begin = time.monotonic()
            several = mpi.run(size, arguments)
            times.append(f"{size}: {time.monotonic() - begin:.2f}")
            same = several.returncode == 0 and is_same(several.stdout, one.stdout)
            check(same, f"{mpi.name}: {' '.join(arguments)} with {size} processes", several.stderr[-600:])
        print(f"  {' '.join(arguments[:-4])}: {', '.join(times)}", flush=True)


def same_output(mpi, size):
    """What is written beside the answer, and the answer for people."""
    fit = ["fit", "gaps.csv", "-k", "3", "--weights", "w", "--missing", "-o", "one.json", "--classify", "one.csv"]
    one = alone(mpi.gmm, fit)
    other = mpi.run(size, [word.replace("one.", "several.") for word in fit])
    check(other.returncode == 0, f"{mpi.name}: fit with labels", other.stderr)
    summaries = ["\n".join(line for line in each.stdout.splitlines() if not line.startswith("time ")) for each in (one, other)]
    check(summaries[0] == summaries[1], f"{mpi.name}: the same summary", "\n".join(summaries))
    check(is_same(open("several.json").read(), open("one.json").read()), f"{mpi.name}: the same model file")
    check(open("several.csv").read() == open("one.csv").read(), f"{mpi.name}: the same labels")
    for name, options in [("w1.npy", ["--responsibilities"]), ("w1.npy", []), ("parts", [])]:
        alone(mpi.gmm, ["fit", name, "-k", "3", "-o", "labels.json", "--max-iterations", "5"])
        classify = ["classify", name, "--model", "labels.json", *options, "-o"]
        alone(mpi.gmm, classify + ["one.out.csv"])
        for count in [1, 2, size]:
            other = mpi.run(count, classify + ["several.out.csv"])
            same = other.returncode == 0 and open("several.out.csv").read() == open("one.out.csv").read()
            check(same, f"{mpi.name}: classify {name} with {count} processes", other.stderr[-600:])
            os.path.exists("several.out.csv") and os.remove("several.out.csv")


def refusals(mpi, folder):
    (folder / "bad.csv").write_text("a,b\n" + "1,2\n3,4.5\n" * 2_000 + "5,oops\n" + "1,2\n" * 2_000)
    for arguments, code, words in [
        (["fit", "bad.csv", "-k", "2", "--columns", "a,b"], 65, "process 1: bad.csv:4002"),
        (["fit", "absent.npy", "-k", "2"], 66, "absent.npy"),
        (["fit", "diabetes.csv", "-k", "200", "--columns", "2-4"], 65, "diabetes.csv"),
        (["fit", "diabetes.csv", "-k", "2", "--by", "class"], 64, "one process alone"),
        (["fit", "-", "-k", "2"], 64, "standard input"),
        (["fit", "diabetes.csv", "-k", "nonsense"], 64, "nonsense"),
        (["fit", "diabetes.csv", "-k", "2", "-o", "/nowhere/model.json"], 73, "/nowhere"),
        (["describe", "diabetes.csv"], 64, "leave out mpirun"),
    ]:
        result = mpi.run(2, arguments)
        holds = result.returncode == code and words in result.stderr and not result.stdout
        holds = holds and result.stderr.count("gmm: error") == 1
        check(holds, f"{mpi.name}: {' '.join(arguments)}", f"{result.returncode} {result.stderr[-600:]}")
    help_text = mpi.run(2, ["fit", "--help"])
    check(help_text.stdout.count("USAGE") == 1 and help_text.returncode == 0, f"{mpi.name}: help once", help_text.stdout[:99])


def by_path(mpi, folder):
    """A launcher that no list of paths has, itself or by a script between; and no library at all."""
    script = folder / "between.sh"
    script.write_text(f'#!/bin/sh\n{mpi.gmm} "$@"\n')
    script.chmod(0o755)
    variables = mpi.variables | {"PATH": "/usr/bin:/bin"}
    gmm = mpi.gmm
    for mpi.gmm in [gmm, str(script)]:
        result = subprocess.run(
            mpi.command(2, ["fit", "plain.csv", "-k", "2", "--json"]), env=variables, capture_output=True, text=True, timeout=60)
        check(result.returncode == 0, f"{mpi.name}: called by its path", result.stderr[-600:])
    mpi.gmm = gmm
    absent = subprocess.run(
        [gmm, "fit", "plain.csv", "-k", "2"], capture_output=True, text=True, timeout=60,
        env=variables | {"PMI_SIZE": "2", "PMI_RANK": "0", "GMM_MPI_LIBRARY": "/nowhere/libmpi.so"})
    holds = absent.returncode == 74 and "/nowhere/libmpi.so" in absent.stderr and "GMM_MPI_LIBRARY" in absent.stderr
    check(holds, f"{mpi.name}: no library", absent.stderr[-600:])


def unlike(mpi, folder):
    """Processes that were started with other options, or see another file."""
    script = folder / "unlike.sh"
    for words, difference, code in [
        ("process 1: it has another version or other options", 'set -- "$@" --seed $rank', 64),
        ("process 1 reads another", '[ $rank = 0 ] || cd other', 65),
        ("process 1: ", '[ $rank = 0 ] || cd empty', 66),
    ]:
        for name in ["other", "empty"]:
            (folder / name).mkdir(exist_ok=True)
        (folder / "other" / "plain.csv").write_text((folder / "plain.csv").read_text() + "1,2\n")
        script.write_text(
            f'#!/bin/sh\nrank=${{OMPI_COMM_WORLD_RANK:-$PMI_RANK}}\n{difference}\nexec {mpi.gmm} "$@"\n')
        script.chmod(0o755)
        gmm, mpi.gmm = mpi.gmm, str(script)
        result = mpi.run(2, ["fit", "plain.csv", "-k", "2"])
        mpi.gmm = gmm
        holds = result.returncode == code and words in result.stderr and not result.stdout
        check(holds, f"{mpi.name}: {words}", f"{result.returncode} {result.stderr[-600:]}")
