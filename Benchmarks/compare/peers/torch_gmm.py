"""EM of tgmm, on PyTorch in double precision; see interface.py for the usage."""

import time
from importlib.metadata import version

import interface
import torch
from tgmm import GaussianMixture


def main() -> None:
    task = interface.task()
    torch.set_num_threads(task.threads)
    points = torch.from_numpy(task.points())
    weights, means, covariances = (torch.from_numpy(part) for part in task.start())
    if task.is_diagonal:
        covariances = torch.diagonal(covariances, dim1=1, dim2=2).contiguous()
    model = GaussianMixture(
        n_components=task.components,
        n_features=points.shape[1],
        covariance_type="diag" if task.is_diagonal else "full",
        # Relative to the log-likelihood; 0 is refused.
        tol=1e-300 if task.iterations else interface.TOLERANCE,
        reg_covar=0.0,
        max_iter=task.limit,
        init_weights=weights,
        init_means=means,
        init_covariances=covariances,
        device="cpu",
    )
    began = time.perf_counter()
    model.fit(points)
    seconds = time.perf_counter() - began
    interface.write_model(
        task.model, model.weights_.numpy(), model.means_.numpy(), model.covariances_.numpy()
    )
    # It counts from 0.
    interface.answer(seconds=seconds, iterations=model.n_iter_ + 1, version=version("tgmm"))


main()
