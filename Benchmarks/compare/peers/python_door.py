"""The Python package on a workload, in a process of its own: python_door.py fit|labels|import|memory ..., answers JSON.

What is timed is the call alone: points are in memory as NumPy has them.
"""

import json
import resource
import statistics
import sys
import time


def fit(folder: str, components: str, structure: str, iterations: str, threads: str) -> dict:
    """A fit from the workload's start; `engine` is what the model says, `call` what the caller waits."""
    import numpy as np

    from gaussian_mixtures import Mixture
    from gaussian_mixtures import fit as fitted

    X = np.load(f"{folder}/points.npy")
    start = Mixture.load(f"{folder}/start.json")
    options = {"tolerance": 0, "max_iterations": int(iterations), "acceleration": "none", "shrinkage": "none"}
    began = time.perf_counter()
    mixture = fitted(X, int(components), structure, start=start, threads=int(threads), **options)
    seconds = time.perf_counter() - began
    return {
        "call": seconds,
        "engine": mixture.fit.seconds,
        "iterations": len(mixture.fit.history),
        "logLikelihood": mixture.fit.log_likelihood,
        "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "arrayMegabytes": X.nbytes / 2**20,
    }


def labels(points: str, model: str, threads: str, repetitions: str) -> dict:
    """The labels of all points, and the same by the class that takes scikit-learn's place where that is installed."""
    import numpy as np

    from gaussian_mixtures import Mixture
    from gaussian_mixtures import threads as limited

    X, mixture = np.load(points), Mixture.load(model)
    answers = {"labels": lambda: mixture.labels(X)}
    try:
        estimator = mixture.to_sklearn()
        answers["predict"] = lambda: estimator.predict(X)
    except ImportError:
        pass
    with limited(int(threads)):
        return {name: statistics.median(_timed(answer) for _ in range(int(repetitions))) for name, answer in answers.items()}


def _timed(action) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def imported() -> dict:
    """What an import takes after NumPy's."""
    import numpy  # noqa: F401

    began = time.perf_counter()
    import gaussian_mixtures  # noqa: F401

    return {"seconds": time.perf_counter() - began}


if __name__ == "__main__":
    print(json.dumps({"fit": fit, "labels": labels, "import": imported}[sys.argv[1]](*sys.argv[2:])))
