#!/usr/bin/env bash
# Installs what the package needs beyond Swift itself; with the word `tests`, also the browser in which the
# tests look at the report. Nothing is touched, and no network is used, where all is in place. Runs without a
# terminal.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly minimum_swift="6.2"
readonly purpose="${1:-}"

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

has_fonts() { command -v fc-list >/dev/null && [[ -n $(fc-list 2>/dev/null) ]]; }

# Whether fonts have a Chinese, a Japanese and a Korean letter, for the names in figures.
has_eastern_fonts() {
  local letter
  command -v fc-list >/dev/null || return 1
  for letter in 6e29 3072 d55c; do
    [[ -n $(fc-list ":charset=$letter" 2>/dev/null) ]] || return 1
  done
}

# Ubuntu's packages of these names only fetch a snap, which has its own place for files.
needs_browser() { [[ $purpose == tests && $(. /etc/os-release && echo "$ID") == debian ]]; }

# What matters is that a thing is there, not which package brought it.
missing_debian_packages() {
  has_header fast_float/fast_float.h || echo libfast-float-dev
  has_header zlib.h || echo zlib1g-dev
  has_header zstd.h || echo libzstd-dev
  has_header lz4.h || echo liblz4-dev
  has_header brotli/decode.h || echo libbrotli-dev
  has_header png.h || echo libpng-dev
  has_header jpeglib.h || echo libjpeg-dev
  has_header expat.h || echo libexpat1-dev
  if [[ ! -e .dependencies/formats/stamp ]]; then
    command -v python3 >/dev/null || echo python3
    python3 -m pip --version >/dev/null 2>&1 || echo python3-pip
  fi
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

# This way is untested: the authors have no Mac.
install_homebrew_packages() {
  local missing=()
  [[ -d $(brew --prefix)/include/fast_float ]] || missing+=(fast_float)
  command -v gnuplot >/dev/null || missing+=(gnuplot)
  [[ -e $(brew --prefix)/include/zstd.h ]] || missing+=(zstd)
  [[ -e $(brew --prefix)/include/lz4.h ]] || missing+=(lz4)
  [[ -d $(brew --prefix)/include/brotli ]] || missing+=(brotli)
  [[ -e $(brew --prefix)/include/png.h ]] || missing+=(libpng)
  [[ -e $(brew --prefix)/include/jpeglib.h ]] || missing+=(jpeg-turbo)
  # Homebrew's Expat is apart, since the system has one without headers on the path.
  [[ -d $(brew --prefix)/opt/expat ]] || missing+=(expat)
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
    say "neither apt-get nor Homebrew here: please see that there are fast_float, zlib, zstd, lz4, Brotli, Expat, libpng, libjpeg, and gnuplot with fonts"
  fi
}

check_swift
install_packages
Scripts/setup-formats.sh
