"""Runs programs, one at a time, and tells their wall time and peak memory."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Run:
    """What became of a process."""

    seconds: float
    peak_megabytes: float
    output: str

    def answer(self) -> dict[str, Any]:
        """The JSON object that the program printed: all of its output, or the last line."""
        text = self.output.strip()
        return json.loads(text if text.startswith("{") else text.splitlines()[-1])


class RunError(Exception):
    """A program failed; the message is for the table."""


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Runs a command to its end.

    The peak is the kernel's ru_maxrss of this process alone. The kernel counts into it what the parent held
    at the fork, so the driver that calls this must stay small: it leaves arrays to other processes.
    """
    # Errors go to a file: two pipes that are read one after the other could wait for each other.
    with tempfile.TemporaryFile("w+") as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True,
            env=dict(environment) if environment is not None else None,
        )
        assert process.stdout
        with process.stdout as pipe:
            output = pipe.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        complaints = errors.read()
    if process.returncode != 0:
        lines = complaints.strip().splitlines() or output.strip().splitlines() or ["no message"]
        # gmm says what is wrong first, and then what to do; others end with it.
        wrong = next((line for line in lines if line.startswith("gmm: error: ")), lines[-1])
        raise RunError(f"exit code {process.returncode}: {wrong}")
    return Run(seconds, usage.ru_maxrss / 1024, output)
