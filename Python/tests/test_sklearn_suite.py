"""scikit-learn's own tests of its class, with the one import line changed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sklearn
from sklearn.utils.estimator_checks import check_estimator

from gaussian_mixtures.sklearn import GaussianMixture

#: What they test by the class's public face, and two that ask for _n_parameters.
GATES = """
test_gaussian_mixture_attributes test_check_weights test_check_means test_check_precisions
test_gaussian_mixture_estimate_log_prob_resp test_gaussian_mixture_predict_predict_proba
test_gaussian_mixture_fit_predict test_gaussian_mixture_fit_predict_n_init test_gaussian_mixture_fit
test_gaussian_mixture_fit_best_params test_gaussian_mixture_fit_convergence_warning test_multiple_init
test_bic_1d_1component test_gaussian_mixture_verbose test_warm_start test_convergence_detected_with_warm_start
test_score test_score_samples test_monotonic_likelihood test_regularisation test_fitted_precision_covariance_concistency
test_sample test_init test_gaussian_mixture_setting_best_params test_init_means_not_duplicated test_means_for_all_inits
test_max_iter_zero test_gaussian_mixture_single_component_stable test_gaussian_mixture_n_parameters
test_gaussian_mixture_aic_bic test_gaussian_mixture_precisions_init_diag
""".split()

IMPORT = "from sklearn.mixture import GaussianMixture\n"


@pytest.mark.skipif(not sklearn.__version__.startswith("1.9."), reason="the gates are those of scikit-learn 1.9")
def test_scikit_learns_own_tests(tmp_path):
    source = (Path(sklearn.__file__).parent / "mixture" / "tests" / "test_gaussian_mixture.py").read_text()
    assert source.count(IMPORT) == 1
    changed = source.replace(IMPORT, "from gaussian_mixtures.sklearn import GaussianMixture\n")
    missing = [name for name in GATES if f"def {name}(" not in changed]
    assert not missing
    (tmp_path / "test_theirs.py").write_text(changed)
    options = ["-q", "-p", "no:cacheprovider", "-p", "sklearn.conftest", "-W", "ignore", "--tb=short"]
    names = [f"test_theirs.py::{name}" for name in GATES]
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *names], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout[-4000:]
    assert " failed" not in answer.stdout


WEIGHTED = "check_sample_weight_equivalence_on_dense_data"

#: Starts are drawn from rows, so that two rows and one of weight 2 draw other ones; of one component nothing is drawn.
ESTIMATORS = [
    (GaussianMixture(), {}),
    (GaussianMixture(2), {WEIGHTED: "random starts are drawn from rows, as with scikit-learn's KMeans"}),
    (
        GaussianMixture(3, covariance_type="diag", init_params="k-means++"),
        {WEIGHTED: "random starts are drawn from rows, as with scikit-learn's KMeans"},
    ),
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("estimator", "expected"), ESTIMATORS, ids=["one", "full", "diag"])
def test_check_estimator(estimator, expected):
    results = check_estimator(estimator, expected_failed_checks=expected, on_skip=None)
    assert not [result["check_name"] for result in results if result["status"] == "failed"]
    assert {result["check_name"] for result in results if result["status"] == "xfail"} == set(expected)
    assert sum(result["status"] == "passed" for result in results) >= 46
