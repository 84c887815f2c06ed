#!/usr/bin/env bash
# Installs the wheel into an environment of its own, and runs the tests of the Python package and its documentation's examples.
set -euo pipefail
cd "$(dirname "$0")/.."

Scripts/make-wheel.sh
environment=.build/python-tests
if [[ ! -x $environment/bin/pytest ]]; then
  "${PYTHON:-python3}" -m venv "$environment"
fi
wheel=$(echo Python/dist/*.whl)
"$environment/bin/pip" install --quiet --disable-pip-version-check "$wheel[test]"
"$environment/bin/pip" install --quiet --disable-pip-version-check --force-reinstall --no-deps "$wheel"
# Beside the sources, so that what is tested is what is installed, in processes that tests start as well.
cd "$environment"
options=(-q -p no:cacheprovider -c ../../Python/pyproject.toml)
bin/pytest "${options[@]}" ../../Python/tests "$@"
bin/pytest "${options[@]}" --doctest-modules lib/python*/site-packages/gaussian_mixtures
bin/pytest "${options[@]}" --doctest-glob='*.md' ../../Python/README.md ../../Documentation/Python.md
