"""The page of points and model, which the command writes."""

from __future__ import annotations

import csv
import os
import subprocess
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ._command import command

if TYPE_CHECKING:
    from ._arrays import Points
    from ._mixture import Mixture


class Report:
    """A page for a browser, in one file."""

    def __init__(self, html: str) -> None:
        self.html = html

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the page."""
        Path(path).write_text(self.html, encoding="utf-8")

    def __repr__(self) -> str:
        return f"<Report: {len(self.html)} characters of HTML; save(path) writes them>"

    def _repr_html_(self) -> str:
        # A frame of its own: the page's styles and scripts stay in it.
        return f'<iframe srcdoc="{escape(self.html)}" style="width: 100%; height: 640px; border: 0"></iframe>'


def written(mixture: Mixture, points: Points, title: str) -> Report:
    """The report of a mixture on points.

    Raises
    ------
    RuntimeError
        Where there is no command, or it refuses: its message is told.
    """
    program = _program()
    if program is None:
        raise RuntimeError("Reports are written by the command gmm, which wheels have and this installation has not.")
    if points.dimension != mixture.dimension:
        raise ValueError(f"Points of {points.dimension} coordinates do not suit a mixture of {mixture.dimension}.")
    with tempfile.TemporaryDirectory() as folder:
        model, page = Path(folder) / "model.json", Path(folder) / "report.html"
        mixture.save(model)
        words = [program, "report", *_table(points, mixture.columns, Path(folder))]
        words += ["--model", str(model), "-o", str(page), "--title", title, "--quiet"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        return Report(page.read_text(encoding="utf-8"))


#: How many points show a mixture where there are none of the caller's.
DRAWN_POINTS = 1000


def drawn_page(mixture: Mixture) -> Report | None:
    """The report of points drawn from the mixture, which keeps none of its fit; None where there is no command."""
    if _program() is None:
        return None
    points, _ = mixture.sample(DRAWN_POINTS)
    try:
        return written(mixture, mixture._points(points), f"{DRAWN_POINTS} points drawn from the mixture")
    except (OSError, RuntimeError):
        # The table is shown nevertheless.
        return None


def _program() -> str | None:
    found = os.environ.get("GMM_COMMAND") or command()
    return None if found is None else str(found)


def _table(points: Points, names: list[str] | None, folder: Path) -> list[str]:
    """Writes the points with the model's names, by which the command finds them, and answers how it is to read them."""
    whole = np.column_stack([points.column(d) for d in range(points.dimension)])
    if names is None:
        path = folder / "points.npy"
        np.save(path, whole)
        return [str(path)]
    path = folder / "points.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerow(names)
        np.savetxt(file, whole, fmt="%.17g", delimiter=",")
    return [str(path), "--header", "yes", "--delimiter", "comma"]
