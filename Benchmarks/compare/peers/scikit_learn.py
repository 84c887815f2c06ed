"""EM of scikit-learn's GaussianMixture; see interface.py for the usage."""

import time
import warnings

import interface
import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits


def main() -> None:
    task = interface.task()
    points = task.points()
    weights, means, covariances = task.start()
    if task.is_diagonal:
        precisions = 1 / np.diagonal(covariances, axis1=1, axis2=2)
    else:
        precisions = np.linalg.inv(covariances)
    model = GaussianMixture(
        task.components,
        covariance_type="diag" if task.is_diagonal else "full",
        tol=0 if task.iterations else interface.TOLERANCE,
        reg_covar=0,
        max_iter=task.limit,
        weights_init=weights,
        means_init=means,
        precisions_init=precisions,
        # The cheapest: all that it would find is given.
        init_params="random_from_data",
    )
    warnings.simplefilter("ignore", ConvergenceWarning)
    with threadpool_limits(task.threads):
        began = time.perf_counter()
        model.fit(points)
        seconds = time.perf_counter() - began
    interface.write_model(task.model, model.weights_, model.means_, model.covariances_)
    interface.answer(seconds=seconds, iterations=model.n_iter_, version=sklearn.__version__)


main()
