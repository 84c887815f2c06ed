#!/usr/bin/env bash
# Installs the wheel of Python/dist into a new environment of each Python that is here (or of those that are named), and
# uses it there with an empty path: no Swift, no compiler, no settings.
set -euo pipefail
cd "$(dirname "$0")/.."

if (($# == 0)); then
  # Those on the path, and those of pyenv.
  shopt -s nullglob
  set -- python3.11 python3.12 python3.13 python3.14 ~/.pyenv/versions/3.1[1-9].*/bin/python3
fi
folder=$(mktemp -d)
readonly folder
trap 'rm -rf "$folder"' EXIT

readonly use='import sys, numpy as np
from gaussian_mixtures import Mixture, fit
rng = np.random.default_rng(0)
X = np.concatenate([rng.normal(0, 1, (300, 2)), rng.normal(9, 1, (200, 2))])
mixture = fit(X, 2)
assert sorted(np.bincount(mixture.labels(X)).tolist()) == [200, 300]
mixture.save(sys.argv[1])
assert Mixture.load(sys.argv[1]) == mixture'

tried=0
for python in "$@"; do
  "$python" -c '' 2>/dev/null || continue
  place=$folder/$tried
  "$python" -m venv "$place"
  "$place/bin/python" -m pip install --quiet --disable-pip-version-check Python/dist/*.whl
  alone=(env -i "PATH=$place/bin")
  "${alone[@]}" "$place/bin/python" -c "$use" "$folder/model.json"
  version=$("${alone[@]}" "$place/bin/gmm" --version)
  [[ $("${alone[@]}" "$place/bin/python" -m gaussian_mixtures --version) == "$version" ]]
  "${alone[@]}" "$place/bin/gmm" describe "$folder/model.json" >/dev/null
  printf '%s: fit, labels, gmm %s\n' "$("$python" --version)" "$version"
  tried=$((tried + 1))
done
((tried > 0)) || { printf 'test-wheel: none of these is here: %s\n' "$*" >&2; exit 1; }
