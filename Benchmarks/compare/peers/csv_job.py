"""A CSV file of points to one with labels and probabilities, as people write it in Python.

usage: csv_job.py INPUT OUTPUT MODEL pandas|polars|polars-onedal

INPUT has the columns x, y, z; three components are fitted from each program's own start by its own stopping
rule. polars-onedal takes k-means of scikit-learn-intelex and EM of oneDAL, the fastest combination known to
us. The final model is written to MODEL (raw doubles).
"""

import sys
import time

import interface
import numpy as np
from sklearn.mixture import GaussianMixture

COMPONENTS = 3


def read(path: str, library: str):
    if library == "pandas":
        import pandas

        return pandas.read_csv(path)
    import polars

    return polars.read_csv(path)


def fit_with_onedal(points: interface.Doubles) -> GaussianMixture:
    """EM of oneDAL from k-means, put into an object of scikit-learn for its predictions."""
    import daal4py
    from sklearn.mixture._gaussian_mixture import _compute_precision_cholesky
    from sklearnex.cluster import KMeans

    labels = KMeans(COMPONENTS, n_init=1, random_state=0).fit(points).labels_
    clusters = [points[labels == k] for k in range(COMPONENTS)]
    shares = np.array([[len(cluster) / len(points) for cluster in clusters]])
    means = np.stack([cluster.mean(axis=0) for cluster in clusters])
    covariances = [np.cov(cluster, rowvar=False) for cluster in clusters]
    # scikit-learn's default tolerance: 1e-3 nats a point.
    threshold = 1e-3 * len(points)
    algorithm = daal4py.em_gmm(
        nComponents=COMPONENTS, maxIterations=100, accuracyThreshold=threshold, covarianceStorage="full"
    )
    result = algorithm.compute(points, shares, means, covariances)
    model = GaussianMixture(COMPONENTS)
    model.weights_ = np.ravel(result.weights)
    model.means_ = np.asarray(result.means)
    model.covariances_ = np.stack([np.asarray(covariance) for covariance in result.covariances])
    model.precisions_cholesky_ = _compute_precision_cholesky(model.covariances_, "full")
    model.n_iter_ = int(np.ravel(result.nIterations)[0])
    return model


def write(frame, labels, probabilities, path: str, library: str) -> None:
    if library == "pandas":
        frame["label"], frame["probability"] = labels, probabilities
        frame.to_csv(path, index=False)
        return
    import polars

    results = [polars.Series("label", labels), polars.Series("probability", probabilities)]
    frame.with_columns(results).write_csv(path)


def main() -> None:
    source, target, model_path, library = sys.argv[1:]
    times = [time.perf_counter()]
    frame = read(source, library)
    points = np.ascontiguousarray(frame[["x", "y", "z"]].to_numpy())
    times.append(time.perf_counter())
    if library == "polars-onedal":
        model = fit_with_onedal(points)
    else:
        model = GaussianMixture(COMPONENTS, random_state=0).fit(points)
    times.append(time.perf_counter())
    responsibilities = model.predict_proba(points)
    times.append(time.perf_counter())
    write(frame, responsibilities.argmax(axis=1), responsibilities.max(axis=1), target, library)
    times.append(time.perf_counter())
    interface.write_model(model_path, model.weights_, model.means_, model.covariances_)
    phases = zip(("read", "fit", "label", "write"), np.diff(times).round(2).tolist(), strict=True)
    interface.answer(iterations=model.n_iter_, phases=dict(phases))


main()
