"""What ``sklearn.mixture`` has, with the same names, parameters and attributes, on this package's engine."""

from ._gaussian_mixture import GaussianMixture

__all__ = ["GaussianMixture"]


def __getattr__(name: str) -> object:
    if name == "BayesianGaussianMixture":
        raise AttributeError(
            "There is no BayesianGaussianMixture here: gaussian_mixtures.select chooses the number of components, and "
            "gaussian_mixtures.fit(..., prior=True) keeps covariances from collapsing. For variational inference take "
            "scikit-learn's own."
        )
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
