"""The programs in Examples run, and say what they should."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gaussian_mixtures import Mixture, fit

FOLDER = Path(__file__).resolve().parent.parent
EXAMPLES = FOLDER / "Examples"
HEADERS = FOLDER / "Sources" / "CMixtureBridge" / "include"


def output(tmp_path: Path, *command: object) -> str:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["iris.py"], r"by BIC: 2 components, VEV[\s\S]*VEV with 3: adjusted Rand index 0\.9"),
        (["million_points.py", "40000"], r"components by BIC: 3; 9\d\.\d\d% of labels"),
        (["gallery.py", "--repetitions", "1"], r"10 of 10 with the same or a higher likelihood"),
    ],
    ids=["iris", "million points", "gallery"],
)
def test_python(tmp_path, words, said):
    assert re.search(said, output(tmp_path, sys.executable, EXAMPLES / words[0], *words[1:]))


def test_colours(tmp_path):
    image = pytest.importorskip("PIL.Image")
    rng = np.random.default_rng(0)
    picture = np.repeat([[[200, 30, 30], [20, 20, 180]]], 40, axis=0).repeat(30, axis=1) + rng.integers(-9, 9, (40, 60, 3))
    image.fromarray(picture.astype(np.uint8)).save(tmp_path / "two.png")
    said = output(tmp_path, sys.executable, EXAMPLES / "colours.py", "two.png", "2")
    assert said.count("50.0%") == 2
    painted = np.asarray(image.open(tmp_path / "colours.png"))
    assert painted.shape == (40, 120, 3)
    assert len(np.unique(painted[:, 60:].reshape(-1, 3), axis=0)) == 2


@pytest.fixture
def library() -> Path:
    """The folder of the library for C, which the tests' script builds."""
    place = Path(os.environ.get("GMM_LIBRARY", FOLDER / ".build" / "release"))
    if not list(place.glob("libgaussian_mixtures.*")):
        pytest.skip("the library for C is not built: swift build -c release --product gaussian_mixtures")
    return place


def test_c(tmp_path, library):
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    warnings = ["-std=c17", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    places = [f"-I{HEADERS}", f"-L{library}", "-lgaussian_mixtures", f"-Wl,-rpath,{library}"]
    output(tmp_path, compiler, *warnings, EXAMPLES / "example.c", *places, "-o", "example")
    said = output(tmp_path, "./example")
    assert "refused: " in said
    # Every fourth point is of the second group.
    assert sorted(int(count) for count in re.search(r"(\d+) and (\d+) points", said).groups()) == [250, 750]


def test_r(tmp_path, library):
    if shutil.which("Rscript") is None:
        pytest.skip("there is no R")
    said = output(tmp_path, "Rscript", "--vanilla", EXAMPLES / "example.R", HEADERS, library)
    path = FOLDER.parent / "Tests" / "CommandTests" / "Data" / "faithful.csv"
    expected = fit(np.genfromtxt(path, delimiter=",", skip_header=1)[:, -2:], 2, columns=["eruptions", "waiting"])
    assert "refused: " in said
    assert f"log-likelihood {expected.fit.log_likelihood:.3f}" in said
    written = Mixture.load(tmp_path / "model.json")
    assert written.columns == ["eruptions", "waiting"]
    np.testing.assert_allclose(written.means, expected.means, rtol=1e-12)
