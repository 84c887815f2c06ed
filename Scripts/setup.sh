#!/usr/bin/env bash
# Installs what the package needs beyond Swift itself; with the word `tests`, also the browser in which the
# tests look at the report. Nothing is touched, and no network is used, where all is in place. Runs without a
# terminal.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly minimum_swift="6.2"
readonly purpose="${1:-}"
readonly openblas_folder=".dependencies/openblas"

say() { printf 'setup: %s\n' "$*" >&2; }

fail() {
  say "$@"
  exit 1
}

# --- Swift ---------------------------------------------------------------------------------------------

# Prints "6.3.1" from "Swift version 6.3.1 (swift-6.3.1-RELEASE)" or "Apple Swift version 6.2 (...)".
swift_version() {
  swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+(\.[0-9]+)*).*/\1/p' | head -n 1
}

is_at_least() { # is_at_least VERSION MINIMUM, by the first two numbers
  local major minor least_major least_minor
  IFS=. read -r major minor _ <<<"$1.0"
  IFS=. read -r least_major least_minor _ <<<"$2.0"
  ((major > least_major || (major == least_major && minor >= least_minor)))
}

check_swift() {
  command -v swift >/dev/null ||
    fail "Swift is not installed. Swift $minimum_swift or later is at https://www.swift.org/install/"
  local found
  found=$(swift_version)
  [[ -n $found ]] || fail "'swift --version' names no version; see https://www.swift.org/install/"
  is_at_least "$found" "$minimum_swift" ||
    fail "Swift $found is too old: $minimum_swift or later is needed, from https://www.swift.org/install/"
}

# --- Packages of the system ----------------------------------------------------------------------------

has_header() { [[ -e /usr/include/$1 || -e /usr/local/include/$1 ]]; }

has_module() { command -v pkg-config >/dev/null && pkg-config --exists "$1"; }

has_fonts() { command -v fc-list >/dev/null && [[ -n $(fc-list 2>/dev/null) ]]; }

# Whether fonts have a Chinese, a Japanese and a Korean letter, for the names in figures.
has_eastern_fonts() {
  local letter
  command -v fc-list >/dev/null || return 1
  for letter in 6e29 3072 d55c; do
    [[ -n $(fc-list ":charset=$letter" 2>/dev/null) ]] || return 1
  done
}

# Debian's archive of OpenBLAS with POSIX threads; fails where there is none.
openblas_archive() { compgen -G "/usr/lib/*/openblas-pthread/libopenblas.a" | head -n 1 | grep .; }

# Ubuntu's packages of these names only fetch a snap, which has its own place for files.
needs_browser() { [[ $purpose == tests && $(. /etc/os-release && echo "$ID") == debian ]]; }

# What matters is that a thing is there, not which package brought it.
missing_debian_packages() {
  command -v pkg-config >/dev/null || echo pkg-config
  openblas_archive >/dev/null || echo libopenblas-pthread-dev
  has_header lapack.h || echo liblapacke-dev
  has_header fast_float/fast_float.h || echo libfast-float-dev
  command -v gnuplot >/dev/null || echo gnuplot-nox
  command -v fc-list >/dev/null || echo fontconfig
  has_fonts || echo fonts-dejavu-core
  has_eastern_fonts || echo fonts-wqy-microhei
  if needs_browser; then
    command -v chromium >/dev/null || echo chromium
    command -v chromedriver >/dev/null || echo chromium-driver
  fi
}

# Sees that commands can be run as root, or says what to run by hand.
check_root() { # check_root PACKAGE...
  local by_hand="apt-get update && apt-get install $*"
  if [[ $(id -u) == 0 ]]; then
    return
  elif ! command -v sudo >/dev/null; then
    fail "there is neither root nor sudo here. As root, run: $by_hand"
  elif ! sudo -n true 2>/dev/null && [[ ! -t 0 ]]; then
    fail "sudo would ask for a password without a terminal. As root, run: $by_hand"
  fi
}

as_root() {
  if [[ $(id -u) == 0 ]]; then "$@"; else sudo "$@"; fi
}

install_debian_packages() {
  local missing=()
  mapfile -t missing < <(missing_debian_packages)
  ((${#missing[@]} > 0)) || return 0
  say "missing: ${missing[*]}"
  check_root "${missing[@]}"
  as_root apt-get update -q || say "apt-get update failed; going on with the package lists there are"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o DPkg::Lock::Timeout=120 "${missing[@]}"
  mapfile -t missing < <(missing_debian_packages)
  ((${#missing[@]} == 0)) || fail "installed, and still missing: ${missing[*]}"
}

# Linear algebra comes with macOS (Accelerate). This way is untested: the authors have no Mac.
install_homebrew_packages() {
  local missing=()
  [[ -d $(brew --prefix)/include/fast_float ]] || missing+=(fast_float)
  command -v gnuplot >/dev/null || missing+=(gnuplot)
  ((${#missing[@]} > 0)) || return 0
  say "missing: ${missing[*]}; installing by Homebrew"
  brew install "${missing[@]}"
}

install_packages() {
  if command -v apt-get >/dev/null; then
    install_debian_packages
  elif command -v brew >/dev/null; then
    install_homebrew_packages
  else
    say "neither apt-get nor Homebrew here: please see that there are OpenBLAS and LAPACK with headers" \
      "(openblas.pc, lapack.h), fast_float, and gnuplot with fonts"
  fi
}

# --- OpenBLAS ------------------------------------------------------------------------------------------

# Makes a pkg-config module that links the archive, which the Makefile puts before the system's (decision
# 0009). A folder of its own, since beside the archive is the shared library, which a linker prefers. Where
# there is no such archive, the system's module serves.
prepare_openblas() {
  local archive triplet
  archive=$(openblas_archive) || return 0
  triplet=$(basename "$(dirname "$(dirname "$archive")")")
  mkdir -p "$openblas_folder"
  ln -sfn "$archive" "$openblas_folder/libopenblas.a"
  cat >"$openblas_folder/openblas.pc.partial" <<MODULE
Name: openblas
Description: OpenBLAS, linked statically
Version: 0
Libs: -L$PWD/$openblas_folder -lopenblas
Cflags: -I/usr/include/$triplet/openblas-pthread
MODULE
  # An unchanged file keeps its time, lest all be built anew.
  cmp -s "$openblas_folder/openblas.pc.partial" "$openblas_folder/openblas.pc" ||
    cp "$openblas_folder/openblas.pc.partial" "$openblas_folder/openblas.pc"
  rm "$openblas_folder/openblas.pc.partial"
}

check_swift
install_packages
prepare_openblas
