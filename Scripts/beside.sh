#!/usr/bin/env bash
# Runs one command beside another, and prints what the first says when both are over; fails where either does:
#
#   Scripts/beside.sh COMMAND… -- COMMAND…
#
# As the shell has it, the first one ignores Ctrl-C, which ends it from here: it is none that is tried with signals.
set -uo pipefail

first=()
while (($# > 0)) && [[ $1 != -- ]]; do
  first+=("$1")
  shift
done
if ((${#first[@]} == 0 || $# < 2)); then
  echo "beside: two commands are needed, with -- between them" >&2
  exit 64
fi
shift

said=$(mktemp)
readonly said
"${first[@]}" >"$said" 2>&1 &
readonly number=$!
trap 'kill "$number" 2>/dev/null; rm -f "$said"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

"$@"
ended=$?
wait "$number" || ended=$?
cat "$said"
exit "$ended"
