#!/usr/bin/env bash
# Feeds the reader of every format with damaged files, by libFuzzer under AddressSanitizer, and prints at the end what
# came of it: how many inputs, how much of the code they reached, and how many faults. With the word `build`, only builds.
#
#   MINUTES=30    how long in all, parted among the formats
#   FORMATS=...   the endings that are run, such as "fcs parquet"; all where nothing is said
#   JOBS=2        how many run at the same time; as many as there are processors where nothing is said
#   TIMEOUT=1     the seconds that an input may take
#
# Inputs that reached something new stay in .build/fuzz/corpus, and the next run begins with them; those that made a
# fault are in .build/fuzz/faults, and run again by: .build/fuzz/FuzzReaders ENDING FILE
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly swift="${SWIFT:-swift}"
readonly minutes="${MINUTES:-30}"
readonly timeout="${TIMEOUT:-1}"
readonly jobs="${JOBS:-$(getconf _NPROCESSORS_ONLN)}"
readonly place="$PWD/.build/fuzz"
readonly program="$place/FuzzReaders"

say() { printf 'fuzz: %s\n' "$*" >&2; }

# --- Building --------------------------------------------------------------------------------------------

# Coverage and checks of memory in Swift and C alike, carquet's too; tests may look into modules. zlib, zstd and the like are
# Debian's: what they do beyond allocated memory is seen where it is theirs to allocate, and no more of them.
build() {
  GMM_FORMATS_PLACE="$PWD/.dependencies/formats-checked" GMM_FORMATS_CHECKS="-g -fsanitize=address,fuzzer-no-link" \
    Scripts/setup-formats.sh
  export PKG_CONFIG_PATH="$PWD/.dependencies/formats-checked/lib${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
  local options=(--package-path Fuzzing --scratch-path .build/fuzzing -c release --product FuzzReaders)
  options+=(--sanitize=address -Xswiftc -sanitize=fuzzer -Xswiftc -enable-testing -Xcc -fsanitize=fuzzer-no-link -Xswiftc -use-ld=lld)
  "$swift" build "${options[@]}"
  mkdir -p "$place"
  ln -sf "$("$swift" build "${options[@]}" --show-bin-path)/FuzzReaders" "$program"
}

# --- One format ------------------------------------------------------------------------------------------

# Files of a format: those that it writes itself, those of other programs that the tests have, and small foreign ones.
collect_seeds() {
  rm -rf "$place/seeds"
  "$program" seeds "$place/seeds"
  local file ending
  for ending in $("$program" endings); do
    find Tests/TablesTests/Data .dependencies/foreign -name "*.$ending" -size -17k 2>/dev/null | while IFS= read -r file; do
      cp "$file" "$place/seeds/$ending/$(tr / _ <<<"$file")"
    done
  done
}

# The last number that libFuzzer printed after a word.
last_number() { # last_number WORD FILE
  grep -oE "$1 *[0-9]+" "$2" 2>/dev/null | tail -n 1 | grep -oE '[0-9]+$' || echo 0
}

# libFuzzer ends with the first fault: it is begun again until the time is over.
run_format() { # run_format ENDING SECONDS
  local ending=$1 end=$((SECONDS + $2)) log="$place/log.$1" runs=0 faults=0 left
  mkdir -p "$place/corpus/$ending" "$place/faults/$ending"
  while left=$((end - SECONDS)) && ((left > 0)); do
    local code=0
    "$program" "$ending" -max_total_time="$left" -timeout="$timeout" -rss_limit_mb=1200 -malloc_limit_mb=700 \
      -max_len=16384 -print_final_stats=1 -dict=Fuzzing/words.dict -use_value_profile=1 -reload=0 \
      -artifact_prefix="$place/faults/$ending/" "$place/corpus/$ending" "$place/seeds/$ending" >"$log" 2>&1 ||
      code=$?
    runs=$((runs + $(last_number 'stat::number_of_executed_units:' "$log")))
    ((code != 0)) || break
    faults=$((faults + 1))
    cp "$log" "$place/faults/$ending/report.$faults.txt"
    # A fault in the very beginning would be found for ever.
    ((faults < 50)) || break
  done
  printf '%-10s %12d %10d %10d %8d\n' "$ending" "$runs" "$(last_number 'cov:' "$log")" \
    "$(find "$place/corpus/$ending" -type f | wc -l)" "$faults" >"$place/result.$ending"
}

# --- All of them -----------------------------------------------------------------------------------------

build
[[ ${1:-} != build ]] || exit 0
collect_seeds
read -ra formats <<<"${FORMATS:-$("$program" endings | tr '\n' ' ')}"
seconds=$((minutes * 60 * jobs / ${#formats[@]}))
((seconds > 0)) || seconds=1
say "${#formats[@]} formats, $seconds seconds each, $jobs at the same time"
rm -f "$place"/result.*
for ending in "${formats[@]}"; do
  while (($(jobs -rp | wc -l) >= jobs)); do wait -n || true; done
  run_format "$ending" "$seconds" &
done
wait
printf '%-10s %12s %10s %10s %8s\n' format inputs coverage corpus faults
for ending in "${formats[@]}"; do cat "$place/result.$ending"; done
awk '{ inputs += $2; faults += $5 } END { printf "%-10s %12d %10s %10s %8d\n", "all", inputs, "", "", faults
  exit faults > 0 }' "$place"/result.* || { say "the inputs that made faults are in $place/faults" && exit 1; }
