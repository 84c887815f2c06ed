"""Ten situations of scikit-learn's gallery, with both: who finds the higher likelihood, and how long does it take?

Each situation is fitted by scikit-learn's class with the parameters of its example, by the class of this package that takes
its place, with the same parameters, and by `fit`. The program ends with 1 where one of ours is below scikit-learn's.

    python gallery.py [--repetitions 5]
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn import datasets
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture as Theirs

from gaussian_mixtures import fit
from gaussian_mixtures.sklearn import GaussianMixture as Ours

Floats = NDArray[np.float64]
STRUCTURES = {"full": "full", "tied": "tied", "diag": "diagonal", "spherical": "spherical"}


class Situation(NamedTuple):
    """Points of an example, and the parameters it fits them with."""

    name: str
    X: Floats
    options: dict[str, Any]


def scaled(X: Floats) -> Floats:
    return (X - X.mean(axis=0)) / X.std(axis=0)


def situations() -> Iterator[Situation]:
    """What plot_gmm_covariances, plot_gmm_pdf, plot_gmm_sin, plot_gmm_init, plot_gmm_selection, plot_gmm and
    plot_cluster_comparison fit."""
    iris = datasets.load_iris()
    means = np.array([iris.data[iris.target == k].mean(axis=0) for k in range(3)])
    for kind in ("full", "tied"):
        options = {"n_components": 3, "covariance_type": kind, "max_iter": 20, "means_init": means}
        yield Situation(f"iris, {kind}", iris.data, options)

    np.random.seed(0)
    shifted = np.random.randn(300, 2) + np.array([20, 20])
    stretched = np.dot(np.random.randn(300, 2), np.array([[0.0, -0.7], [3.5, 0.7]]))
    yield Situation("density, full", np.vstack([shifted, stretched]), {"n_components": 2})

    np.random.seed(0)
    step = 4 * np.pi / 100
    x = np.arange(100) * step - 6
    sine = np.column_stack([x + np.random.normal(0, 0.1, 100), 3 * (np.sin(x) + np.random.normal(0, 0.2, 100))])
    yield Situation("sine curve, 10", sine, {"n_components": 10, "max_iter": 100})

    blobs, _ = datasets.make_blobs(n_samples=4000, centers=4, cluster_std=0.60, random_state=0)
    options = {"n_components": 4, "init_params": "k-means++", "tol": 1e-9, "max_iter": 2000}
    yield Situation("starts, k-means++", blobs[:, ::-1], options)

    np.random.seed(0)
    general = np.random.randn(500, 2) @ np.array([[0.0, -0.1], [1.7, 0.4]])
    spherical = 0.7 * np.random.randn(500, 2) + np.array([-6, 3])
    yield Situation("selection, full", np.concatenate([general, spherical]), {"n_components": 2})

    yield Situation("moons", scaled(datasets.make_moons(n_samples=500, noise=0.05, random_state=30)[0]), {"n_components": 2})
    plain, _ = datasets.make_blobs(n_samples=500, random_state=170)
    yield Situation("stretched blobs", scaled(plain @ np.array([[0.6, -0.6], [-0.4, 0.8]])), {"n_components": 3})
    varied, _ = datasets.make_blobs(n_samples=500, cluster_std=[1.0, 2.5, 0.5], random_state=170)
    yield Situation("blobs of all widths", scaled(varied), {"n_components": 3})
    circles, _ = datasets.make_circles(n_samples=500, factor=0.5, noise=0.05, random_state=30)
    yield Situation("noisy circles, diag", scaled(circles), {"n_components": 2, "covariance_type": "diag"})


def timed(action: Callable[[], Any], repetitions: int) -> tuple[Any, float]:
    """What an action answers, and the least time that it took."""
    least = np.inf
    for _ in range(repetitions):
        began = time.perf_counter()
        answer = action()
        least = min(least, time.perf_counter() - began)
    return answer, least


def compare(situation: Situation, repetitions: int) -> bool:
    """Prints a line, and says whether neither of ours is below scikit-learn's."""
    X, options = situation.X, situation.options | {"random_state": 0}
    kind = options.get("covariance_type", "full")
    theirs, their_time = timed(lambda: Theirs(**options).fit(X), repetitions)
    mirror, mirror_time = timed(lambda: Ours(**options).fit(X), repetitions)
    mixture, time_of_fit = timed(lambda: fit(X, options["n_components"], STRUCTURES[kind]), repetitions)
    their, ours, own = theirs.score(X), mirror.score(X), mixture.log_density(X).mean()
    print(
        f"{situation.name:20}  {their:11.6f} {their_time * 1e3:9.1f}    {ours:11.6f} {mirror_time * 1e3:9.1f}"
        f"    {own:11.6f} {time_of_fit * 1e3:9.1f}",
        flush=True,
    )
    # The mirror makes the same iterations, of which the last bits differ.
    return bool(ours >= their - 1e-9 * abs(their) and own >= their - 1e-9 * abs(their))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=5, help="the least time of so many is told (default: %(default)s)")
    repetitions = parser.parse_args().repetitions
    print(f"{'':20}  {'scikit-learn':>21}    {'its place here':>21}    {'fit':>21}")
    print(f"{'mean log-likelihood':20}  " + "    ".join(["             and time in ms"[-21:]] * 3))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        kept = [compare(situation, repetitions) for situation in situations()]
    print(f"{sum(kept)} of {len(kept)} with the same or a higher likelihood")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
