#!/usr/bin/env bash
# Installs the wheel into an environment of its own, and runs the tests of the Python package and its documentation's
# examples. With the word `try`, as make test calls it, the wheel is one for this machine alone, and where what it takes
# is not to be had that is said and is no error. With the word `prepare` that environment is made, as for `try`, and nothing
# more. What follows goes to pytest.
#
# GMM_COMMAND names the command that goes into the wheel; without it, that which `make build` has made.
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=
if [[ ${1:-} == try || ${1:-} == prepare ]]; then
  purpose=$1
  shift
fi
readonly python="${PYTHON:-python3}"
environment=.build/python-tests

# Ends without an error where it is only tried.
give_up() {
  printf 'Skipped: the tests of the Python package: %s\n' "$*" >&2
  [[ -n $purpose ]] && exit 0
  exit 1
}

pip() { "$environment/bin/python" -m pip --disable-pip-version-check "$@"; }

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || give_up "there is no Python 3.11 or later."
"$python" -c 'import os, sysconfig; os.stat(sysconfig.get_path("include") + "/Python.h")' 2>/dev/null ||
  give_up "Python's headers are not here (Debian: python3-dev)."
if [[ ! -x $environment/bin/pip ]]; then
  "$python" -m venv "$environment" || give_up "Python makes no environment (Debian: python3-venv)."
fi
readonly asked='import sys, tomllib
project = tomllib.load(open("Python/pyproject.toml", "rb"))["project"]
print(*project["dependencies"], *project["optional-dependencies"][sys.argv[1]], sep="\n")'

# What an extra of the package names, unless that is there.
fetch() {
  "$environment/bin/python" -c "$asked" "$1" >"$environment/$1.txt"
  cmp -s "$environment/$1.txt" "$environment/$1-installed.txt" && return
  pip install --quiet --retries 1 --timeout 20 --requirement "$environment/$1.txt" || return
  cp "$environment/$1.txt" "$environment/$1-installed.txt"
}

# Before anything is built: whether the registry is there.
fetch test || give_up "PyPI does not give what they need."
fetch test-distributed ||
  printf 'Skipped: tests of fits over several processes: PyPI does not give mpi4py, Ray or Dask here.\n' >&2

[[ $purpose != prepare ]] || exit 0
Scripts/make-wheel.sh ${purpose:+plain}
pip install --quiet --force-reinstall --no-deps Python/dist/*.whl
"${SWIFT:-swift}" build --package-path Python --configuration release --product gaussian_mixtures --static-swift-stdlib
# Beside the sources, so that what is tested is what is installed, in processes that tests start as well.
cd "$environment"
options=(-q -p no:cacheprovider -c ../../Python/pyproject.toml)
# All tests have half an hour together: what Scripts/test-distributed-python.sh runs is not all run here. A signal that comes while
# Dask's own code is at work is raised there, now and then.
short=()
[[ $purpose == try ]] && short=(-k 'not ray_held and not dask_observers and not dask_workers')
bin/pytest "${options[@]}" "${short[@]}" ../../Python/tests "$@"
bin/pytest "${options[@]}" --doctest-modules --doctest-ignore-import-errors lib/python*/site-packages/gaussian_mixtures
bin/pytest "${options[@]}" --doctest-glob='*.md' ../../Python/README.md ../../Documentation/{Python,Mclust,Distributed}.md
