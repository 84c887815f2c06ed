# %% [markdown]
# # A million points
#
# Where scikit-learn takes minutes: how long do a fit, its labels and a choice of the number of components take?
# `python million_points.py [COUNT]`.

# %%
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from gaussian_mixtures import Mixture, fit, select

count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000


@contextmanager
def timed(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - began:.3f} s")


# %% [markdown]
# Points of a mixture that is known, of three components that overlap.

# %%
truth = Mixture.of(
    [0.5, 0.3, 0.2],
    [[0, 0, 0], [4, 0, 0], [0, 3, 2]],
    [[[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]], np.eye(3), [[2, 0, 0.6], [0, 0.5, 0], [0.6, 0, 1]]],
)
with timed(f"drawing {count} points"):
    X, labels = truth.sample(count, seed=3)
with timed("fit of 3 components"):
    mixture = fit(X, 3)
print(f"  {len(mixture.fit.history)} iterations, {mixture.fit.termination}")
with timed("labels"):
    found = mixture.labels(X)
with timed("responsibilities"):
    mixture.responsibilities(X)
with timed("how many are there? 1 to 6, full covariances"):
    best = select(X, range(1, 7), "full")

# %% [markdown]
# The parameters come back, each within a few of its standard errors.

# %%
order = np.argsort(mixture.means @ [1, 10, 0])
expected = np.argsort(truth.means @ [1, 10, 0])
for name in ("weights", "means"):
    distance = np.abs(getattr(mixture, name)[order] - getattr(truth, name)[expected]).max()
    print(f"{name} are off by {distance:.5f} at most")
    assert distance < 30 / np.sqrt(count)
right = np.mean(labels == expected[np.argsort(order)][found])
print(f"components by BIC: {best.component_count}; {right:.2%} of labels are right")
assert best.component_count == 3
