#!/usr/bin/env bash
# Installs a command that is built below a new folder, looks at what is there, and takes it away again:
# test-install.sh [COMMAND]. Nothing is built.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly command="${1:-.build/command/release/gmm}"
folder=$(mktemp -d)
readonly folder
trap 'rm -rf "$folder"' EXIT

fail() {
  printf 'test-install: %s\n' "$*" >&2
  exit 1
}

readonly prefix="/opt/some place"
export DESTDIR="$folder/destination"
readonly root="$DESTDIR$prefix"

# What was there before stays, files and folders.
mkdir -p "$root/share/man/man1"
touch "$root/share/man/man1/gmm-other.1"
before=$(cd "$folder" && find . | sort)

for _ in first again; do
  Scripts/install.sh install "$prefix" "$command" >/dev/null
  [[ $(printf 'x\n1\n2\n4\n' | "$root/bin/gmm" describe -) == *x* ]] || fail "the installed command does not work"
done
for file in man/man1/gmm.1 man/man1/gmm-fit.1 bash-completion/completions/gmm zsh/site-functions/_gmm \
  fish/vendor_completions.d/gmm.fish; do
  [[ -s $root/share/$file ]] || fail "there is no $file"
done
[[ ! -e $root/share/man/man1/gmm-fit-process.1 ]] || fail "a hidden command has a page"
bash -n "$root/share/bash-completion/completions/gmm"
if command -v man >/dev/null; then
  # Whatever roff does not like is said on standard error.
  for page in "$root"/share/man/man1/gmm*.1; do
    [[ -s $page ]] || continue
    complaints=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
    [[ -z $complaints ]] || fail "$page: $complaints"
  done
fi

Scripts/install.sh uninstall "$prefix" "$command"
after=$(cd "$folder" && find . | sort)
[[ $before == "$after" ]] || fail "uninstall leaves: $(diff <(echo "$before") <(echo "$after"))"
! Scripts/install.sh uninstall "$prefix" 2>/dev/null || fail "what is not installed was taken away"
