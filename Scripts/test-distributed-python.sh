#!/usr/bin/env bash
# The longer tests of fits over several processes from Python: all cases over Ray, workers that are lost, Spark, and cables that
# are cut between workers on machines of their own; with the word `compare` then the comparison beside Spark's own mixture, which
# takes minutes in which nothing else should run.
#
# It works in the environment that Scripts/test-python.sh makes, and makes that where it is not there. Spark takes Java 17 or
# later; without it, or where PyPI does not give pyspark, Spark is left out, and that is said.
set -euo pipefail
cd "$(dirname "$0")/.."

environment=.build/python-tests
if ! "$environment/bin/python" -c 'import gaussian_mixtures.distributed' 2>/dev/null; then
  Scripts/test-python.sh
fi

is_with_spark=
if ! java -version 2>/dev/null && [[ -z ${JAVA_HOME:-} ]]; then
  printf 'Skipped: fits over Spark: there is no Java (Debian: openjdk-17-jre-headless).\n' >&2
elif ! "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --retries 1 --timeout 20 'pyspark>=3.5'; then
  printf 'Skipped: fits over Spark: PyPI does not give pyspark.\n' >&2
else
  is_with_spark=1
fi

cd "$environment"
GMM_TEST_ALL=1 bin/pytest -q -p no:cacheprovider -c ../../Python/pyproject.toml \
  ../../Python/tests/test_{distributed,lost_workers,spark}.py
PYTHONDONTWRITEBYTECODE=1 bin/python ../../Scripts/distributed/sockets.py
if [[ ${1:-} == compare && -n $is_with_spark ]]; then
  bin/python ../../Benchmarks/compare/distributed_door.py
fi
