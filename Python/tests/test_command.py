"""The command that comes with the wheel reads and writes the same model files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import numpy as np
import pytest

from gaussian_mixtures import Mixture, __version__, _command, fit


def command() -> list[str]:
    """How the command is called: as it came with the wheel, or as GMM_COMMAND says."""
    given = os.environ.get("GMM_COMMAND")
    path = Path(given) if given else _command.command()
    if path is None:
        pytest.skip("this installation came without the command")
    return [str(path)]


def ran(*arguments: str) -> str:
    return subprocess.run([*command(), *arguments], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def table(tmp_path, points):
    path = tmp_path / "points.csv"
    np.savetxt(path, points, fmt="%.17g", delimiter=",", header="x,y,z", comments="")
    return path


def test_the_same_fit(tmp_path, table, points):
    ran("fit", str(table), "-k", "3", "--structure", "VVE", "--seed", "4", "-o", str(tmp_path / "theirs.json"), "--quiet")
    theirs, ours = Mixture.load(tmp_path / "theirs.json"), fit(points, 3, "VVE", seed=4, columns=["x", "y", "z"])
    assert ours.columns == theirs.columns
    assert ours.fit.configuration == theirs.fit.configuration
    # The command of a wheel and its library are of one version, and else may differ in last bits.
    np.testing.assert_allclose(ours.means, theirs.means, rtol=1e-12)
    np.testing.assert_allclose(ours.covariances, theirs.covariances, rtol=1e-10)


def test_files_stay_byte_for_byte(tmp_path, table, points):
    path = tmp_path / "theirs.json"
    for options in (["--noise"], ["--structure", "diagonal"], ["-k", "auto", "--structure", "EII"]):
        ran("fit", str(table), "-k", "2", *options, "-o", str(path), "--quiet")
        Mixture.load(path).save(tmp_path / "again.json")
        assert (tmp_path / "again.json").read_bytes() == path.read_bytes()
        assert Mixture.load(path).to_json() == path.read_text()


def test_the_command_reads_what_is_written_here(tmp_path, table, points):
    mixture = fit(points, 3, columns=["x", "y", "z"])
    mixture.save(tmp_path / "ours.json")
    described = json.loads(ran("describe", str(tmp_path / "ours.json"), "--json"))
    assert described["software"] == {"name": "gaussian_mixtures", "version": __version__}
    ran("classify", str(table), "--model", str(tmp_path / "ours.json"), "-o", str(tmp_path / "labels.csv"), "--quiet")
    labels = np.genfromtxt(tmp_path / "labels.csv", delimiter=",", names=True)
    assert np.array_equal(labels["label"] - 1, mixture.labels(points))


def test_the_module_is_the_command():
    if _command.command() is None:
        pytest.skip("this installation came without the command")
    module = [sys.executable, "-m", "gaussian_mixtures"]
    answer = subprocess.run([*module, "--version"], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == __version__
    assert answer.stderr == ""
    assert (Path(sysconfig.get_path("scripts")) / "gmm").samefile(_command.command())
    unknown = subprocess.run([*module, "fit", "nothing.csv", "-k", "2"], capture_output=True, check=False)
    assert unknown.returncode == 66
