#!/usr/bin/env python3
"""Runs fits over Spark and Ray beside the mixture of Spark's own MLlib, on W1, whole calls: says how many times faster they are.

It runs in an environment with the wheel, pyspark and Ray, as Scripts/test-distributed-python.sh makes it. Frames are cached,
workers started, and each call is made once before it is measured. Nothing else should run meanwhile.
"""

import argparse
import os
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent / "comparison"))

from catalogue import WORKLOADS  # noqa: E402
from workloads import draw  # noqa: E402

from gaussian_mixtures import Mixture, distributed, fit  # noqa: E402

#: What is promised: times faster than MLlib, over Spark and over actors that hold the data.
SPARK, RAY = 10, 100


def measured(name: str, calls: int, call: Callable[[], float]) -> float:
    """The median time of some calls after a first one, which also tells the log-likelihood that is reached."""
    likelihood, times = call(), []
    for _ in range(calls):
        begin = time.perf_counter()
        likelihood = call()
        times.append(time.perf_counter() - begin)
    spread = f"{min(times):.3f} to {max(times):.3f}"
    print(f"{name:24} {median(times):8.3f} s ({spread}), log-likelihood {likelihood:.3f}, load {os.getloadavg()[0]:.1f}", flush=True)
    return median(times)


def of_spark(points: pd.DataFrame, workers: int, calls: int, components: int, options: dict) -> tuple[float, float]:
    """MLlib, and fits over Spark."""
    from pyspark.ml.clustering import GaussianMixture
    from pyspark.ml.feature import VectorAssembler
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "4g",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = SparkSession.builder.master(f"local[{workers}]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    frame = session.createDataFrame(points).repartition(workers).cache()
    vectors = VectorAssembler(inputCols=list(points.columns), outputCol="features").transform(frame).select("features").cache()
    frame.count(), vectors.count()
    estimator = GaussianMixture(k=components, maxIter=options["max_iterations"], tol=0.0, seed=1)
    theirs = measured("MLlib", min(calls, 3), lambda: estimator.fit(vectors).summary.logLikelihood)
    ours = measured("over Spark", calls, lambda: reached(distributed.fit(frame, components, **options)))
    session.stop()
    return theirs, ours


def of_ray(points: pd.DataFrame, workers: int, calls: int, components: int, options: dict) -> float:
    """Fits over actors of Ray, at last with the least search for a start."""
    import ray

    ray.init(num_cpus=max(workers, os.cpu_count() or 1), include_dashboard=False, log_to_driver=False)
    blocks = [ray.put(block) for block in np.array_split(points.to_numpy(), workers)]
    with distributed.hold(blocks, workers=workers) as shards:

        def call(**more: str) -> float:
            return reached(distributed.fit(shards, components, threads=1, **options, **more))

        measured("over Ray's actors", calls, call)
        seconds = measured("the same, effort low", calls, lambda: call(effort="low"))
    ray.shutdown()
    return seconds


def reached(mixture: Mixture) -> float:
    return mixture.fit.log_likelihood


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workload", nargs="?", default="W1", choices=sorted(WORKLOADS))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--calls", type=int, default=7)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    workload = WORKLOADS[asked.workload]
    points = pd.DataFrame(draw(workload).points).add_prefix("x")
    options = {"structure": workload.structure, "max_iterations": workload.iterations, "tolerance": 0}
    print(f"{workload.name}: {len(points)} points, K={workload.components}, {workload.iterations} iterations, {asked.workers} workers")
    measured("one process", asked.calls, lambda: reached(fit(points, workload.components, threads=asked.workers, **options)))
    theirs, spark = of_spark(points, asked.workers, asked.calls, workload.components, options)
    ray = of_ray(points, asked.workers, asked.calls, workload.components, options)
    print(f"Over Spark {theirs / spark:.1f} times faster than MLlib, over Ray with little search {theirs / ray:.1f} times.")
    return 0 if asked.workload != "W1" or (theirs >= SPARK * spark and theirs >= RAY * ray) else 1


if __name__ == "__main__":
    sys.exit(main())
