"""What the project promises of its speed; the rows of the table are held to it."""

from report import Limit

# How many times as fast as a program a workload is fitted at least.
_TIMES: dict[tuple[str, str], float] = {
    ("W1", "scikit-learn"): 100,
    ("W1", "oneDAL"): 5,
    ("W2", "scikit-learn"): 500,
    ("W2", "oneDAL"): 15,
    ("W3", "scikit-learn"): 1500,
    ("W3", "oneDAL"): 40,
    ("W4", "scikit-learn"): 10,
    ("W4", "oneDAL"): 2,
    ("W5", "scikit-learn"): 60,
    ("W5", "oneDAL"): 6,
    ("H64", "oneDAL"): 3,
    ("H64diag", "oneDAL"): 2.5,
    ("CSV job", "pandas, scikit-learn"): 15,
    ("CSV job", "polars, scikit-learn"): 10,
    ("CSV job", "polars, oneDAL"): 6,
    ("labels W1", "armadillo"): 3,
    ("labels W2", "armadillo"): 10,
    ("threads", "gmm"): 1.8,
}

SMALL_JOB = Limit("seconds", 0.020, is_upper=True)
MEMORY = Limit("megabytes", 200, is_upper=True)
# 16 times the components cost an iteration at most so many times the time.
COMPONENTS = Limit("ratio", 5, is_upper=True)
KERNEL_SHARE = Limit("ratio", 0.80)

# By how much a final model's mean log-likelihood a point may differ from the other programs'.
LIKELIHOOD_TOLERANCE = 1e-9
# The same with skipping on and off, relative.
SKIPPING_TOLERANCE = 1e-12


def times(what: str, program: str) -> Limit | None:
    value = _TIMES.get((what, program))
    return None if value is None else Limit("ratio", value)
