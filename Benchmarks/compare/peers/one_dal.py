"""EM of Intel's oneDAL, through daal4py's module of scikit-learn-intelex; see interface.py for the usage.

The option float computes in single precision. The likelihood that oneDAL returns is of the model before its
last step, so it is not used: the parameters are returned, and evaluated as those of all programs.
"""

import time
from importlib.metadata import version

import daal4py
import interface
import numpy as np


def main() -> None:
    task = interface.task()
    is_float = "float" in task.options
    scalar = np.float32 if is_float else np.float64
    daal4py.daalinit(task.threads)
    points = task.points().astype(scalar)
    weights, means, covariances = task.start()
    if task.is_diagonal:
        given = [np.diagonal(covariance)[None].astype(scalar) for covariance in covariances]
    else:
        given = [covariance.astype(scalar) for covariance in covariances]
    algorithm = daal4py.em_gmm(
        nComponents=task.components,
        maxIterations=task.limit,
        # It is compared with the gain of the log-likelihood of all points; 0 is refused.
        accuracyThreshold=1e-300 if task.iterations else interface.TOLERANCE * len(points),
        regularizationFactor=1e-300,
        covarianceStorage="diagonal" if task.is_diagonal else "full",
        fptype="float" if is_float else "double",
    )
    began = time.perf_counter()
    result = algorithm.compute(points, weights[None].astype(scalar), means.astype(scalar), given)
    seconds = time.perf_counter() - began
    fitted = np.array([np.asarray(covariance) for covariance in result.covariances])
    if task.is_diagonal:
        fitted = fitted.reshape(task.components, points.shape[1])
    interface.write_model(task.model, np.ravel(result.weights), np.asarray(result.means), fitted)
    interface.answer(
        seconds=seconds,
        iterations=int(np.ravel(result.nIterations)[0]),
        version=version("scikit-learn-intelex"),
    )


main()
