"""Gaussian mixtures: fits, starts, selections and answers, computed by a native library.

`fit` and `select` return a `Mixture`; `gaussian_mixtures.sklearn.GaussianMixture` is what scikit-learn's class is.
"""

from . import _native
from ._errors import FitError, MixtureError, ModelError, ModelFileError, OptionError, PointsError
from ._fit import fit, select
from ._mixture import Mixture
from ._options import Noise, Options, Prior
from ._progress import Progress
from ._report import Report
from ._results import Candidate, Classification, Event, Fit, Iteration, Score
from ._threads import threads

__version__ = _native.version()

__all__ = [
    "Candidate",
    "Classification",
    "Event",
    "Fit",
    "FitError",
    "Iteration",
    "Mixture",
    "MixtureError",
    "ModelError",
    "ModelFileError",
    "Noise",
    "OptionError",
    "Options",
    "PointsError",
    "Prior",
    "Progress",
    "Report",
    "Score",
    "__version__",
    "fit",
    "select",
    "threads",
]
