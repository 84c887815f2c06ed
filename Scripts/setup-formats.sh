#!/usr/bin/env bash
# Builds the libraries of compressed and columnar files and of pictures into .dependencies/formats: static archives, headers,
# and the pkg-config file by which SwiftPM finds them. Nothing is done, and no network is used, where a stamp says that all is
# there. See Documentation/Decisions/0045 and 0048.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Raised by whoever changes how the libraries are built.
readonly recipe=5
# Fuzzing has libraries of its own, with checks compiled in.
readonly place="${GMM_FORMATS_PLACE:-$PWD/.dependencies/formats}"
readonly checks="${GMM_FORMATS_CHECKS:-}"
readonly carquet=0.7.2
readonly carquet_hash=5d57c00217906e672fe8b569d8a24c6cbd6d1ab7736d56057e9b884f1a043e7d
# LASzip 3.5.1 is in it, whole.
readonly laszip=0.3.0
readonly laszip_hash=9ddf91649b519db308f63d772a19e7647458f5d5512e3d927629f0196b9c6216
# In the order in which the linker needs them: who uses comes before who is used.
readonly libraries=(carquet laszip zstd lz4 brotlienc brotlidec brotlicommon png16 jpeg expat z)

fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

# --- The stamp -------------------------------------------------------------------------------------------

stamp() {
  printf 'recipe %s, carquet %s, laszip %s, %s, at %s\n' \
    "$recipe" "$carquet_hash" "$laszip_hash" "$(uname -sm)" "$place"
}

is_built() {
  local library
  [[ -f $place/stamp && $(<"$place/stamp") == "$(stamp)" ]] || return 1
  for library in "${libraries[@]}"; do [[ -e $place/lib/lib$library.a ]] || return 1; done
}

# --- The compiler ----------------------------------------------------------------------------------------

# Swift's own, which is there in any case.
find_compiler() {
  local beside candidate
  beside=$(dirname "$(readlink -f "$(command -v swift)")")
  for candidate in "$beside/clang" clang gcc cc; do
    if command -v "$candidate" >/dev/null; then
      echo "$candidate"
      return
    fi
  done
  fail "there is neither Swift's clang nor another C compiler; reinstall Swift from https://www.swift.org/install/"
}

# --- The source ------------------------------------------------------------------------------------------

# The archive as PyPI has it, or not at all: pip compares the hash.
fetch() { # fetch NAME VERSION HASH FOLDER
  command -v python3 >/dev/null && python3 -m pip --version >/dev/null 2>&1 ||
    fail "Parquet and LAZ files need the source of $1 $2, which python3 with pip fetches; install python3-pip"
  printf '%s==%s --hash=sha256:%s\n' "$1" "$2" "$3" >"$4/requirements.txt"
  # Only the library itself is wanted as source: with :all: pip would build cmake from source to look at it.
  python3 -m pip download --quiet --no-deps --no-binary "$1" --require-hashes \
    --requirement "$4/requirements.txt" --dest "$4" ||
    fail "$1 $2 could not be fetched from PyPI; see that there is a network, and run make setup again"
  tar -xzf "$4/$1-$2.tar.gz" -C "$4"
}

# --- Building --------------------------------------------------------------------------------------------

# Which sets of instructions there are loops for; one is chosen when the program runs.
instruction_sets() {
  case $(uname -m) in
  x86_64) echo -DCARQUET_ARCH_X86 -DCARQUET_ENABLE_{SSE,AVX,AVX2,AVX512} ;;
  aarch64 | arm64) echo -DCARQUET_ARCH_ARM -DCARQUET_ENABLE_NEON ;;
  esac
}

# The options of a file: what a processor may lack is compiled apart, and chosen when the program runs.
options_of() { # options_of FILE
  case $1 in
  */compression/snappy.c) [[ $(uname -m) != x86_64 ]] || echo -mssse3 ;;
  */x86/sse_ops.c) echo -msse4.2 ;;
  */x86/avx_ops.c) echo -mavx -msse4.2 ;;
  */x86/avx2_ops.c) echo -mavx2 -mbmi2 ;;
  */x86/avx512_ops.c) echo -mavx512f -mavx512bw -mavx512vl ;;
  esac
}

sources() {
  local left_out=(-path '*/cli/*')
  left_out+=(-o -name sve_ops.c)
  [[ $(uname -m) == x86_64 ]] || left_out+=(-o -path '*/x86/*')
  [[ $(uname -m) == aarch64 || $(uname -m) == arm64 ]] || left_out+=(-o -path '*/arm/*')
  find src -name '*.c' -not \( "${left_out[@]}" \) | sort
}

build_carquet() { # build_carquet SOURCE TARGET
  local compiler file object
  compiler=$(find_compiler)
  cd "$1"
  mkdir objects
  sources | while IFS= read -r file; do
    object="objects/$(tr / _ <<<"${file%.c}").o"
    printf '%s -std=gnu11 -O3 -DNDEBUG -fPIC -w -Iinclude -Isrc -DCARQUET_HAVE_BROTLI=1 %s %s %s -c %s -o %s\n' \
      "$compiler" "$checks" "$(instruction_sets)" "$(options_of "$file")" "$file" "$object"
  done | xargs -P "$(getconf _NPROCESSORS_ONLN)" -I COMMAND sh -c COMMAND ||
    fail "carquet $carquet does not compile with $compiler; please report this with what is printed above"
  ar rcs "$2/lib/libcarquet.a" objects/*.o
  cp -R include/. "$2/include"
}

# The codec alone: what reads and writes files, indexes and messages of LASzip's is not needed, but for what these name.
readonly laszip_sources=(
  arithmetic{decoder,encoder,model} integercompressor las{read,write}itemcompressed_v{1,2,3,4} las{read,write}point laszip
  mydefs lasmessage
)

build_laszip() { # build_laszip SOURCE TARGET
  local compiler
  compiler=$(find_compiler)
  cd "$1"
  mkdir objects
  # shellcheck disable=SC2086 # Checks are several options.
  printf '%s\n' "${laszip_sources[@]}" |
    xargs -P "$(getconf _NPROCESSORS_ONLN)" -I FILE "$compiler" -std=c++17 -O2 -DNDEBUG -fPIC -w \
      $checks -DUNORDERED -DHAVE_UNORDERED_MAP=1 -Iinclude/laszip -Isrc -c src/FILE.cpp -o objects/FILE.o ||
    fail "laszip $laszip does not compile with $compiler; please report this with what is printed above"
  ar rcs "$2/lib/liblaszip.a" objects/*.o
  mkdir "$2/include/laszip"
  cp src/*.hpp include/laszip/*.h "$2/include/laszip"
}

# SwiftPM hands no -Bstatic on: a folder with archives alone leaves the linker no choice.
link_archives() { # link_archives TARGET
  local compiler library found
  compiler=$(find_compiler)
  for library in "${libraries[@]:2}"; do
    found=$("$compiler" -print-file-name="lib$library.a")
    [[ $found == /* ]] || found=$(find /usr/lib /usr/local/lib -name "lib$library.a" 2>/dev/null | head -n 1)
    # Debian called Brotli's archives otherwise for some time.
    [[ -n $found && -e $found ]] ||
      found=$(find /usr/lib /usr/local/lib -name "lib$library-static.a" 2>/dev/null | head -n 1)
    [[ -n $found && -e $found ]] || fail "there is no lib$library.a; install its -dev package"
    ln -sf "$(readlink -f "$found")" "$1/lib/lib$library.a"
  done
}

write_package_file() { # write_package_file TARGET
  cat >"$1/lib/gmm-formats.pc" <<END
Name: gmm-formats
Description: What reads and writes compressed and columnar tables, and pictures
Version: $recipe
Cflags: -I$place/include
Libs: -L$place/lib ${libraries[*]/#/-l}
END
}

is_built && exit 0
printf 'setup: building what reads and writes .gz, .zst, Parquet, Arrow, LAZ and .xlsx files and pictures, in .dependencies/formats\n' >&2
mkdir -p .dependencies
folder=$(mktemp -d .dependencies/formats-XXXXXX)
folder="$PWD/$folder"
readonly folder
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/new/lib" "$folder/new/include"
fetch carquet "$carquet" "$carquet_hash" "$folder"
fetch laszip "$laszip" "$laszip_hash" "$folder"
(build_carquet "$folder/carquet-$carquet/native" "$folder/new")
(build_laszip "$(dirname "$(find "$folder/laszip-$laszip" -path '*/src/lasreadpoint.cpp')")/.." "$folder/new")
link_archives "$folder/new"
write_package_file "$folder/new"
stamp >"$folder/new/stamp"
rm -rf "$place"
mv "$folder/new" "$place"
# What the linker is to be given stands in the plan of a build, and SwiftPM plans anew only where a manifest is newer.
touch Package.swift Fuzzing/Package.swift
