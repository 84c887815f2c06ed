#!/usr/bin/env bash
# Installs the programs that gmm is compared with, below .dependencies/compare of the project. One that
# cannot be installed is said so and left out; its rows in the table then say why. A second run is quick.
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
readonly peers="$PWD/peers"
readonly folder="$PWD/../../.dependencies/compare"
readonly environment="$folder/venv"
mkdir -p "$folder/bin"

say() { printf 'compare: %s\n' "$*" >&2; }

# A program's excuse is in the file FOLDER/NAME.missing, for the driver to quote.
excuse() { # excuse NAME REASON
  printf '%s\n' "$2" >"$folder/$1.missing"
  say "$1 is left out: $2"
}

as_root() {
  if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi
}

install_debian_packages() { # install_debian_packages PACKAGE...
  command -v apt-get >/dev/null || return 1
  as_root apt-get update -q >/dev/null 2>&1
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o DPkg::Lock::Timeout=120 "$@" >&2
}

pip_install() { "$environment/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }

has_module() { "$environment/bin/python" -c "import $1" 2>/dev/null; }

make_environment() {
  [[ -x $environment/bin/python ]] && return
  python3 -m venv "$environment" 2>/dev/null ||
    { install_debian_packages python3-venv && python3 -m venv "$environment"; } ||
    { say "there is no python3 with venv, which generator, evaluator and most peers need"; exit 1; }
}

install_python_peers() {
  # One by one only where all together fail: then one that is not to be had does not cost the others.
  cmp -s requirements.txt "$environment/installed.txt" && return
  say "installing the peers of PyPI"
  if pip_install --requirement requirements.txt; then
    cp requirements.txt "$environment/installed.txt"
  else
    grep -v '^#' requirements.txt | while read -r requirement; do pip_install "$requirement"; done
  fi
  has_module numpy || { say "numpy could not be installed; generator and evaluator need it"; exit 1; }
}

# From PyPI alone PyTorch comes with CUDA, several GB; where pip is set up to find a build without, that is
# enough here.
install_tgmm() {
  rm -f "$folder/tgmm.missing"
  has_module tgmm && return
  say "installing tgmm and PyTorch"
  pip_install "torch==2.13.0+cpu" 2>/dev/null || pip_install torch
  pip_install tgmm==0.4.3 && has_module tgmm || excuse tgmm "pip could not install torch and tgmm"
}

install_armadillo() {
  rm -f "$folder/armadillo.missing"
  [[ $folder/bin/armadillo -nt $peers/armadillo.cpp ]] && return
  if [[ ! -e /usr/include/armadillo ]]; then install_debian_packages libarmadillo-dev libopenblas-dev g++; fi
  "${CXX:-g++}" -O3 -march=native -fopenmp "$peers/armadillo.cpp" -o "$folder/bin/armadillo" \
    -larmadillo -lopenblas || excuse armadillo "no g++ or no libarmadillo-dev and libopenblas-dev"
}

install_mclust() {
  rm -f "$folder/mclust.missing"
  has_mclust() { Rscript -e 'library(mclust)' >/dev/null 2>&1; }
  has_mclust || install_debian_packages r-base-core r-cran-mclust
  has_mclust || excuse mclust "no R with the package mclust (Debian: r-base-core r-cran-mclust)"
}

make_environment
install_python_peers
for peer in scikit-learn:sklearn oneDAL:daal4py; do
  rm -f "$folder/${peer%:*}.missing"
  has_module "${peer#*:}" || excuse "${peer%:*}" "pip could not install it"
done
install_tgmm
install_armadillo
install_mclust
