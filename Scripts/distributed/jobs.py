"""Starts the command, alone and by an MPI, and looks at what comes of it."""

import json
import os
import pathlib
import subprocess
import time

failures = []

# What the processes of these tests have in their environment, and no other job of this machine.
MARK = {"GMM_TEST_JOB": str(os.getpid())}


def check(holds, what, detail=""):
    """Remembers what does not hold."""
    if not holds:
        failures.append(what)
        print(f"FAILED: {what} {detail}", flush=True)
    return holds


def started_here():
    """The processes that these tests have started, by their numbers, and what each of them runs."""
    marks = {f"{name}={value}".encode() for name, value in MARK.items()}
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            executable = os.readlink(entry / "exe")
            state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
            variables = (entry / "environ").read_bytes().split(b"\0")
        except (OSError, IndexError):
            continue
        if state != "Z" and marks.issubset(variables):
            yield int(entry.name), executable


class MPI:
    """The environment of one MPI, with the command that it starts."""

    def __init__(self, folder, gmm):
        self.folder, self.gmm = os.path.abspath(folder), os.path.abspath(gmm)
        self.name = os.path.basename(folder)
        self.is_open = "openmpi" in self.name

    @property
    def variables(self):
        variables = os.environ | MARK
        variables["PATH"] = os.path.join(self.folder, "bin") + ":" + variables["PATH"]
        if self.is_open:
            for start in ["OMPI", "PRTE"]:
                variables |= {f"{start}_ALLOW_RUN_AS_ROOT": "1", f"{start}_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
        return variables

    def command(self, size, arguments, options=()):
        launcher = [os.path.join(self.folder, "bin", "mpiexec"), *options]
        if self.is_open:
            launcher += ["--oversubscribe", "--bind-to", "none"]
        return launcher + ["-n", str(size), self.gmm, *arguments]

    def run(self, size, arguments, limit=300):
        return subprocess.run(
            self.command(size, arguments), env=self.variables, capture_output=True, text=True, timeout=limit)

    def started(self, size, arguments, options=()):
        return subprocess.Popen(
            self.command(size, arguments, options), env=self.variables, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)

    def processes(self):
        """The command's processes, then those of the MPI, by their numbers."""
        own, others = [], []
        for number, executable in started_here():
            if executable == os.path.realpath(self.gmm):
                own.append(number)
            elif executable.startswith(os.path.realpath(self.folder) + "/bin/"):
                others.append(number)
        return sorted(own), sorted(others)

    def rank(self, number):
        """Of a process of the command its number among those of the job."""
        words = pathlib.Path(f"/proc/{number}/environ").read_bytes().split(b"\0")
        known = dict(word.split(b"=", 1) for word in words if b"=" in word)
        for name in [b"OMPI_COMM_WORLD_RANK", b"PMI_RANK", b"PMIX_RANK"]:
            if name in known:
                return int(known[name])
        return None

    def ranks(self):
        """The command's processes by their numbers in the job."""
        found = {}
        for number in self.processes()[0]:
            try:
                found[self.rank(number)] = number
            except OSError:
                pass
        return found

    def ends(self, job, what, within=30, has_code=True):
        """Waits for the end of a job in which something has happened; what it said, and how long it took."""
        begin = time.monotonic()
        try:
            said = "".join(job.communicate(timeout=within + 15))
        except subprocess.TimeoutExpired:
            said = ""
            for number in sum(self.processes(), []):
                os.kill(number, 9)
            job.kill()
        took = time.monotonic() - begin
        is_failure = job.returncode != 0 or not has_code
        check(took < within and is_failure, f"{self.name}: {what}: ends in {within} s", f"{took:.1f}")
        # Daemons may take a moment after whoever started them.
        while any(self.processes()) and time.monotonic() < begin + within:
            time.sleep(0.2)
        left = self.processes()
        if not check(not any(left), f"{self.name}: {what}: no process is left", str(left)):
            for number in sum(left, []):
                os.kill(number, 9)
        return said, took


def alone(gmm, arguments):
    return subprocess.run([gmm, *arguments], capture_output=True, text=True, check=True)


def without_times(value):
    if isinstance(value, dict):
        return {key: without_times(part) for key, part in value.items() if "seconds" not in key.lower()}
    return [without_times(part) for part in value] if isinstance(value, list) else value


def model(text):
    """A model document but for its times; its numbers as they are written, to the last bit."""
    return without_times(json.loads(text, parse_float=str, parse_int=str))


def is_same(one, other):
    try:
        return model(one) == model(other)
    except ValueError:
        return False
