"""Fits that have the same bits however many workers have the rows: points, what is known of them, and options."""

from __future__ import annotations

import csv
import json
import os
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from conftest import blobs

from gaussian_mixtures import Mixture, fit, select

DIABETES = Path(__file__).parents[2] / "Tests" / "CommandTests" / "Data" / "diabetes.csv"


class Case(NamedTuple):
    """What is fitted; ``components`` of several numbers are a selection."""

    X: Any
    components: Any
    options: dict[str, Any]
    weights: Any = None
    known_labels: Any = None
    start: Any = None

    @property
    def beside(self) -> dict[str, Any]:
        """What is known beside the points, of all rows."""
        given = {"weights": self.weights, "known_labels": self.known_labels, "start": self.start}
        return {role: values for role, values in given.items() if values is not None}

    def call(self, fit: Any, select: Any, X: Any, **further: Any) -> Mixture:
        """The mixture, by functions of one process or of several."""
        chosen = fit if isinstance(self.components, int) else select
        return chosen(X, self.components, **self.options, **further)

    def alone(self) -> dict[str, Any]:
        """What one process finds."""
        return document(self.call(fit, select, self.X, **self.beside))

    def frame(self) -> pd.DataFrame:
        """The points and what is known of them as columns."""
        frame = pd.DataFrame(self.X, columns=self.columns)
        return frame.assign(**self.beside)

    @property
    def columns(self) -> list[str]:
        """What the coordinates are called in the frame."""
        return [f"x{d}" for d in range(self.X.shape[1])]


def document(mixture: Mixture) -> dict[str, Any]:
    """All of a model file but the times."""
    whole = json.loads(mixture.to_json())
    del whole["fit"]["seconds"]
    for iteration in whole["fit"]["history"]:
        del iteration["seconds"]
    return whole


@cache
def cases() -> dict[str, Case]:
    """The cases by their names."""
    rng = np.random.default_rng(22)
    three = blobs(30_000, 3, 3, seed=1)[rng.permutation(30_000)]
    angle = rng.uniform(0, 2 * np.pi, 9_000)
    surface = np.column_stack([np.cos(angle) * 5, np.sin(angle) * 3, rng.normal(size=9_000)])
    surface += rng.normal(0, 0.1, surface.shape)
    two = blobs(5_000, 2, 2, seed=3)[rng.permutation(5_000)]
    gaps = np.where(rng.random(two.shape) < 0.1, np.nan, two)
    with DIABETES.open() as file:
        rows = [row[1:] for row in csv.reader(file)][1:]
    diabetes = np.array(rows, dtype=float)
    known = np.array([["a", "b"][row % 2] if row % 7 == 0 else None for row in range(5_000)], dtype=object)
    quick = {"start": "kmeans", "restarts": 1, "max_iterations": 5}
    found = {
        "three groups": Case(three, 3, {"max_iterations": 20}),
        "a surface in spatial order": Case(surface, 32, {"start": "random", "restarts": 1, "max_iterations": 3}),
        "diabetes": Case(diabetes, 3, {}),
        "gaps": Case(gaps, 2, {"missing": True, "max_iterations": 8}),
        "weights": Case(two, 2, quick, weights=rng.gamma(2, 1, 5_000)),
        "frequencies": Case(two, 2, quick, weights=rng.integers(0, 4, 5_000).astype(float)),
        "noise": Case(two, 2, {"noise": True, "max_iterations": 8}),
        "known labels": Case(gaps, 2, {"missing": True, "max_iterations": 4}, known_labels=known),
        "labels as a start": Case(two, 2, {"max_iterations": 4}, start=(np.arange(5_000) // 3 % 2)),
        "single precision": Case(two.astype(np.float32), 2, quick),
        "a selection": Case(diabetes, [1, 2, 3], {"structures": ["full", "diagonal", "EEV"]}),
    }
    if os.environ.get("GMM_TEST_ALL"):
        many = np.concatenate([three] * 30) + rng.normal(size=(900_000, 3))
        angles = rng.uniform(0, 2 * np.pi, (900_000, 2))
        ring = 4 + np.cos(angles[:, 1])
        torus = np.column_stack([ring * np.cos(angles[:, 0]), ring * np.sin(angles[:, 0]), np.sin(angles[:, 1])])
        found["many points"] = Case(many, 3, {"max_iterations": 20})
        found["many of a surface"] = Case(torus, 64, {"start": "kmeans", "restarts": 1, "max_iterations": 5})
    return found
