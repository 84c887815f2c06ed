#!/usr/bin/env bash
# Sends files that other programs write through a built gmm, and compares what these programs read afterwards.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=$(Scripts/foreign-programs.sh)
exec "$python" -W ignore Scripts/round-trips.py "$(realpath "${1:-.build/command/release/gmm}")"
