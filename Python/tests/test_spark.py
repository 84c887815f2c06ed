"""Fits over Spark have the bits of one process. Without pyspark and Java all is skipped."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from shared_cases import cases, document

from gaussian_mixtures import FitError, PointsError, distributed, fit
from gaussian_mixtures.distributed import Column

pytestmark = pytest.mark.filterwarnings("ignore:.*pandas.*:FutureWarning")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A machine of Spark with two slots."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("there is no Java")
    # Tasks run in the environment of the tests, whatever Python is found first.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {
        "spark.driver.memory": "3g",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }
    session = sql.SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def cut(spark: Any, name: str, count: int) -> tuple[Any, Any]:
    """The rows of a case in so many partitions, and as they follow one another in these."""
    frame = spark.createDataFrame(cases()[name].frame()).repartition(count, "x0").cache()
    return frame, frame.toPandas()


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("name", cases())
def test_frames(spark, name, count):
    case = cases()[name]
    frame, rows = cut(spark, name, count)
    beside = {role: rows[role] for role in case.beside}
    expected = case._replace(X=rows[case.columns].astype(case.X.dtype), **beside).alone()
    columns = {role: Column(role) for role in beside}
    assert document(case.call(distributed.fit, distributed.select, frame, **columns)) == expected
    frame.unpersist()


def test_more_partitions_than_slots(spark):
    frame, _ = cut(spark, "diabetes", 5)
    rows = frame.coalesce(2).toPandas()
    assert document(distributed.fit(frame, 3)) == document(fit(rows, 3))


def test_answers(spark):
    frame, rows = cut(spark, "diabetes", 2)
    mixture = fit(rows, 3)
    labels = distributed.predict(mixture, frame).toPandas()["label"]
    assert np.array_equal(labels, mixture.labels(rows))
    logs = distributed.predict(mixture, frame, "log_density").toPandas()["log_density"]
    assert np.array_equal(logs, mixture.log_density(rows))
    found = distributed.predict(mixture, frame, "responsibilities").toPandas()
    assert np.array_equal(found["responsibility_3"], mixture.responsibilities(rows)[:, 2])


def test_what_is_wrong_is_told(spark):
    frame, rows = cut(spark, "gaps", 2)
    with pytest.raises(PointsError) as raised:
        distributed.fit(frame, 2)
    with pytest.raises(PointsError) as expected:
        fit(rows, 2)
    assert str(raised.value) == str(expected.value)
    with pytest.raises(FitError, match=r"There is no column 'size'.* Process 1 is Spark's task of partition 0"):
        distributed.fit(frame, 2, weights="size")
    # Nothing is left that another fit would wait for.
    assert document(distributed.fit(frame, 2, missing=True)) == document(fit(rows, 2, missing=True))


def workers() -> list[int]:
    """The processes of this Spark that run Python: those that others of the kind have started."""
    said = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    lines = [line.split(maxsplit=2) for line in said.splitlines()[1:]]
    parents = {int(pid): int(parent) for pid, parent, _ in lines}
    daemons = {int(pid) for pid, _, words in lines if "pyspark.daemon" in words}

    def is_own(pid: int) -> bool:
        return pid == os.getpid() or (pid in parents and is_own(parents[pid]))

    return sorted(pid for pid in daemons if parents[pid] in daemons and is_own(pid))


@pytest.mark.skipif(shutil.which("ps") is None, reason="there is no ps")
def test_tasks_that_are_lost_or_hang(spark):
    options = {"start": "kmeans", "restarts": 1, "tolerance": 0, "acceleration": "none", "max_iterations": 200}
    frame, rows = cut(spark, "three groups", 2)
    expected, hit, seen = document(fit(rows, 3, **options)), [], []

    def meet(what: signal.Signals) -> Any:
        def tell(progress: Any) -> None:
            seen.append(progress.iteration)
            # What takes less than two seconds is not kept.
            time.sleep(0 if hit else 0.15)
            if progress.iteration == 20 and not hit:
                hit.append(workers()[0])
                os.kill(hit[0], what)

        return tell

    assert document(distributed.fit(frame, 3, on_iteration=meet(signal.SIGKILL), **options)) == expected
    assert hit
    # It went on: no iteration was made twice.
    assert seen == list(range(1, 201))
    hit.clear()
    try:
        with pytest.raises(FitError, match=r"did not answer in time; .* is Spark's task of partition"):
            distributed.fit(frame, 3, on_iteration=meet(signal.SIGSTOP), patience=4, **options)
    finally:
        os.kill(hit[0], signal.SIGCONT)
