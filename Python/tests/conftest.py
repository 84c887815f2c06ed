"""Data that several tests use."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def blobs(count: int, dimension: int, components: int, seed: int, separation: float = 6.0) -> Floats:
    """Points about random centres, with covariances of their own."""
    rng = np.random.default_rng(seed)
    parts = np.array_split(np.arange(count), components)
    centres = rng.normal(0, separation, (components, dimension))
    groups = [
        centre + rng.normal(size=(len(part), dimension)) @ rng.normal(size=(dimension, dimension))
        for centre, part in zip(centres, parts, strict=True)
    ]
    return np.concatenate(groups)


@pytest.fixture(scope="session")
def points() -> Floats:
    """1,500 points in three dimensions, of three groups."""
    return blobs(1500, 3, 3, seed=7)
