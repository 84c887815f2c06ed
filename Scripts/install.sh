#!/usr/bin/env bash
# Puts a command that is built, its manual pages and its completions for shells below a prefix, or takes away what an
# installation put there: install.sh install|uninstall PREFIX [COMMAND]. DESTDIR, where it is set, stands before the
# prefix, for who makes packages. What was installed, and which folders were made for it, is listed in share/gmm/files.
set -euo pipefail

readonly scripts="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
readonly list=share/gmm/files

fail() {
  printf 'install: %s\n' "$*" >&2
  exit 1
}

# --- What is installed ------------------------------------------------------------------------------------

# Symbols are for who debugs, and half of the file.
copy_stripped() { # copy_stripped COMMAND TARGET
  cp "$1" "$2"
  chmod 755 "$2"
  if command -v strip >/dev/null; then
    # Swift's own finds its symbols by another table; -x leaves on macOS what a program needs to run.
    strip "$([[ $(uname -s) == Darwin ]] && echo -x || echo --strip-all)" "$2" || cp "$1" "$2"
  fi
}

# All files, as they are to stand below the prefix.
make_files() { # make_files COMMAND FOLDER
  mkdir -p "$2"/{bin,share/man/man1,share/bash-completion/completions,share/zsh/site-functions}
  mkdir -p "$2"/share/{fish/vendor_completions.d,gmm}
  copy_stripped "$1" "$2/bin/gmm"
  "$2/bin/gmm" --version >/dev/null || fail "the command $1 does not run; make build makes it anew"
  command -v python3 >/dev/null || fail "manual pages are made by python3; install it"
  python3 "$scripts/manual-pages.py" "$2/bin/gmm" "$2/share/man/man1" >/dev/null
  "$2/bin/gmm" --generate-completion-script bash >"$2/share/bash-completion/completions/gmm"
  "$2/bin/gmm" --generate-completion-script zsh >"$2/share/zsh/site-functions/_gmm"
  "$2/bin/gmm" --generate-completion-script fish >"$2/share/fish/vendor_completions.d/gmm.fish"
  (cd "$2" && find . -type f | sed 's|^\./||' | sort && echo "$list") >"$2/../list"
  mv "$2/../list" "$2/$list"
}

# --- Folders ----------------------------------------------------------------------------------------------

# Makes a folder and those above it, and prints those that it made, the lowest last; below the root alone, with a slash.
make_folder() { # make_folder ROOT FOLDER
  [[ ! -d $1/$2 ]] || return 0
  [[ $2 != */* ]] || make_folder "$1" "${2%/*}"
  mkdir "$1/$2"
  echo "$2/"
}

# --- The two commands -------------------------------------------------------------------------------------

install_files() { # install_files TARGET COMMAND
  local target=$1 folder file made before=""
  [[ -x $2 ]] || fail "there is no command $2; make build makes it"
  folder=$(mktemp -d)
  # The name is put in now: it is this function's own.
  trap "rm -rf '$folder'" EXIT
  make_files "$2" "$folder/new"
  mkdir -p "$target"
  [[ -w $target ]] || fail "$target cannot be written to; give another PREFIX, or become root for make install"
  # An installation of another version may have had other files; folders that it made are still to be taken away one day.
  if [[ -f $target/$list ]]; then
    before=$(grep '/$' "$target/$list" || true)
    remove_files "$target"
  fi
  made=$before
  while IFS= read -r file; do
    made+=$'\n'$(make_folder "$target" "${file%/*}")
    cp "$folder/new/$file" "$target/$file.new"
    chmod "$([[ $file == bin/* ]] && echo 755 || echo 644)" "$target/$file.new"
    mv -f "$target/$file.new" "$target/$file"
  done <"$folder/new/$list"
  # Folders come last, each before those that it is in.
  grep '/$' <<<"$made" | sort -ru >>"$target/$list" || true
}

remove_files() { # remove_files ROOT
  local line listed
  listed=$(<"$1/$list")
  while IFS= read -r line; do
    case $line in
    /* | *..* | "") ;;
    */) rmdir "$1/$line" 2>/dev/null || true ;;
    *) rm -f "$1/$line" ;;
    esac
  done <<<"$listed"
}

[[ $# -ge 2 ]] || fail "usage: install.sh install|uninstall PREFIX [COMMAND]"
[[ $2 == /* ]] || fail "the prefix $2 does not begin with /; give the whole path"
readonly root="${DESTDIR:-}${2%/}"
case $1 in
install)
  install_files "$root" "${3:?}"
  printf 'installed %s; make uninstall PREFIX=%s takes it away\n' "$root/bin/gmm" "$2"
  ;;
uninstall)
  [[ -f $root/$list ]] || fail "nothing is installed below $root: there is no $root/$list"
  remove_files "$root"
  ;;
*) fail "install or uninstall, not $1" ;;
esac
