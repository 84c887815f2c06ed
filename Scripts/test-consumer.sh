#!/usr/bin/env bash
# Builds a package outside the repository that depends on the library as its users do: from a repository with a version,
# in release configuration. One package may be resolved, and nothing but Swift may be needed, neither to build nor to
# run. Then builds the repository's package without the trait Command: nothing may be resolved. No network is used, and
# nothing is left behind. With the word `quick`, as make test calls it, only the command is built of that package.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly swift="${SWIFT:-swift}"
readonly name="swift-gaussian-mixtures"
part=()
[[ ${1:-} != quick ]] || part=(--product gmm)

folder=$(mktemp -d)
readonly folder
trap 'rm -rf "$folder"' EXIT

fail() {
  printf 'consumer: %s\n' "$*" >&2
  exit 1
}

# --- The package, as a repository ------------------------------------------------------------------------

# The files as they are now, those not yet committed too.
copy_files() {
  git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' path; do
    [[ ! -e $path ]] || printf '%s\0' "$path"
  done | tar --null --files-from - --create | tar --extract --directory "$1"
}

make_repository() { # make_repository FOLDER
  mkdir "$1"
  copy_files "$1"
  git -C "$1" init --quiet --initial-branch main
  git -C "$1" add --all --force
  git -C "$1" -c user.name=consumer -c user.email=consumer@localhost -c commit.gpgSign=false \
    -c core.hooksPath=/dev/null commit --quiet --message "The files as they are"
  git -C "$1" -c tag.gpgSign=false tag 1.0.0
}

# --- A machine on which nothing is installed -------------------------------------------------------------

# Headers that come before the system's, and that nobody may include.
make_forbidden_headers() { # make_forbidden_headers FOLDER
  local header
  for header in fast_float/fast_float.h zlib.h zstd.h lz4.h brotli/decode.h expat.h png.h jpeglib.h carquet/carquet.h laszip/laszip.hpp cblas.h lapack.h lapacke.h openblas_config.h; do
    mkdir -p "$(dirname "$1/$header")"
    echo "#error \"$header must not be needed\"" >"$1/$header"
  done
}

# --- The program -----------------------------------------------------------------------------------------

# Builds the program and runs it where there is nothing at all.
test_program() {
  local options=(--package-path "$folder/consumer" --cache-path "$folder/cache" -c release)
  # A program with nothing outside itself, where the system has such.
  [[ $(uname -s) == Darwin ]] || options+=(--static-swift-stdlib -Xswiftc -static-executable)
  SECONDS=0
  GAUSSIAN_MIXTURES_URL="file://$folder/$name" CPATH="$folder/forbidden" "$swift" build "${options[@]}"
  local took=$SECONDS program="$folder/consumer/.build/release/consumer" resolved said
  resolved=$(grep -c '"identity"' "$folder/consumer/Package.resolved")
  ((resolved == 1)) || fail "$resolved packages are resolved, and should be one"
  if [[ $(uname -s) == Linux ]] && ldd "$program" >/dev/null 2>&1; then
    fail "the program needs libraries: $(ldd "$program")"
  fi
  said=$(env -i "$program")
  [[ $said == "groups at 0 and 10" ]] || fail "the program says: $said"
  printf 'consumer: one package, built in %d s, needs nothing to run: %s\n' "$took" "$said" >&2
}

# --- The package itself, without what the command needs --------------------------------------------------

test_package() {
  SECONDS=0
  "$swift" build --package-path "$folder/$name" --cache-path "$folder/cache" "${part[@]}"
  [[ ! -e $folder/$name/Package.resolved ]] || fail "the package itself resolves others"
  local said
  said=$("$folder/$name/.build/debug/gmm" 2>&1) && fail "a command without what it needs ends well"
  [[ $said == *"--traits Command"* ]] || fail "a command without what it needs says: $said"
  printf 'consumer: the package without the trait Command, built in %d s\n' "$SECONDS" >&2
}

# Whatever is fetched from elsewhere fails.
export GIT_ALLOW_PROTOCOL=file

make_repository "$folder/$name"
make_forbidden_headers "$folder/forbidden"
cp -R Tests/Consumer "$folder/consumer"
test_program
test_package
