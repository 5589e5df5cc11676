#!/bin/sh
# Installs the hub on Debian 12 or 13 or Raspberry Pi OS, or brings it to a newer version. May be run again at any time.
set -eu

# Filled in by scripts/package/apt-repository.sh in the copy that it puts into a repository; empty in the sources.
REPOSITORY=''
REPOSITORY_KEY=''

HELP="sudo ./install.sh [OPTIONS] [PACKAGE.deb]

Checks this machine, installs the hub as a service with a user of its own, starts it, and shows the address and the
one-time set-up code. Run again, it brings the hub to the newest version and keeps everything.

The copy of this script in an apt repository adds that repository, so that apt upgrades the hub with the rest of the
system. Elsewhere PACKAGE.deb is petcam-hub_VERSION_ARCH.deb of this machine's architecture. Without it the newest one
beside this script or in dist-deb/ is taken; in a checkout with Node 20.20 or newer one is built.

  --repository URL  add the apt repository at URL; needs --key
  --key FILE        its public key, in ASCII armour
  --uninstall       remove the hub; its photos and settings stay
  --purge           with --uninstall: photos, settings and keys go too, for good
  --check           only check this machine
  --yes             ask nothing
  --help            this text"

KEYRING=/etc/apt/keyrings/petcam-hub.asc
SOURCES=/etc/apt/sources.list.d/petcam-hub.sources
# The C library of Debian 12, which the packaged modules are built against.
NEEDED_GLIBC=2.36
# Read from a pipe the script has no folder, and then nothing lies beside it.
HERE=''
[ ! -f "$0" ] || HERE=$(dirname "$(readlink -f "$0")")
say() { printf 'petcam-hub: %s\n' "$*"; }
fail() {
  printf 'petcam-hub: %s\n' "$1" >&2
  [ -z "${2:-}" ] || printf '  %s\n' "$2" >&2
  exit 1
}

uninstall=no purge=no check=no yes=no package='' key_file=''
usage() {
  echo "$HELP" >&2
  exit 2
}
while [ $# -gt 0 ]; do
  case "$1" in
  --uninstall) uninstall=yes ;;
  --purge) purge=yes ;;
  --check) check=yes ;;
  --yes) yes=yes ;;
  --repository | --key)
    [ $# -ge 2 ] || usage
    if [ "$1" = --key ]; then key_file=$2; else REPOSITORY=$2; fi
    shift
    ;;
  --help)
    echo "$HELP"
    exit 0
    ;;
  -*) usage ;;
  *) package=$1 ;;
  esac
  shift
done

check_machine() {
  system=$(sed -n 's/^ID=//p' /etc/os-release 2>/dev/null | tr -d '"')
  release=$(sed -n 's/^VERSION_ID=//p' /etc/os-release 2>/dev/null | tr -d '"')
  command -v dpkg >/dev/null || fail "this is no Debian" "Debian 12 or 13 and Raspberry Pi OS are what it runs on."
  case "$system" in
  debian | raspbian) ;;
  *) say "this is $system; it is tried on Debian and Raspberry Pi OS" ;;
  esac
  [ "${release%%.*}" -ge 12 ] 2>/dev/null ||
    fail "$system ${release:-of an unknown version} is too old" "Debian 12 or Raspberry Pi OS of 2023 or newer is needed."
  architecture=$(dpkg --print-architecture)
  case "$architecture" in
  amd64 | arm64) ;;
  *) fail "$architecture is not supported" "A 64-bit system is needed: on a Raspberry Pi the 64-bit Raspberry Pi OS." ;;
  esac
  # A Raspberry Pi OS of 32 bits may run on a 64-bit kernel: what counts is the userland.
  [ "$(getconf LONG_BIT)" = 64 ] || fail "the system's programs are 32-bit" "Install the 64-bit Raspberry Pi OS."
  glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/^glibc //')
  [ "$(printf '%s\n%s\n' "$NEEDED_GLIBC" "${glibc:-0}" | sort -V | head -1)" = "$NEEDED_GLIBC" ] ||
    fail "the C library is ${glibc:-of another kind}, $NEEDED_GLIBC or newer is needed" "Debian 12 and Raspberry Pi OS of 2023 have it."
  memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
  [ "$memory" -ge 450 ] || fail "$memory MiB of memory are too little" "1 GB or more is needed."
  free=$(df -Pm /var | awk 'NR == 2 { print $4 }')
  [ "$free" -ge 1024 ] || fail "only $free MiB are free in /var" "Free 1 GB or more; photos need more with time."
  say "$system $release, $architecture, $memory MiB of memory, $free MiB free: good"
}

# Every package of the repository is checked against the key that is kept here; apt refuses others. Key and source are
# put in place once apt has taken the list: a source that does not work would be named at every apt update from then on.
add_repository() {
  say "adding the repository $REPOSITORY"
  tried=$(mktemp -d)
  chmod 755 "$tried"
  if [ -n "$key_file" ]; then
    cp "$key_file" "$tried/key.asc"
  else
    printf '%s\n' "$REPOSITORY_KEY" >"$tried/key.asc"
  fi
  chmod 644 "$tried/key.asc"
  source_with "$tried/key.asc" >"$tried/petcam-hub.sources"
  apt-get update -q -o Dir::Etc::SourceParts=/dev/null -o Dir::Etc::SourceList="$tried/petcam-hub.sources" --error-on=any \
    >"$tried/log" 2>&1 || {
    sed 's/^/  /' "$tried/log" >&2
    why=$(repository_hint "$tried/log")
    rm -rf "$tried"
    fail "the repository $REPOSITORY cannot be used" "$why"
  }
  install -D -m 0644 "$tried/key.asc" "$KEYRING"
  source_with "$KEYRING" >"$SOURCES"
  rm -rf "$tried"
}

source_with() {
  printf '%s\n' 'Types: deb' "URIs: $REPOSITORY" 'Suites: stable' 'Components: main' "Architectures: $architecture" "Signed-By: $1"
}

# What somebody can do about the most frequent refusals of apt.
repository_hint() {
  if grep -q 'EXPKEYSIG\|KEYEXPIRED' "$1"; then
    echo "Its key has expired: fetch the line of installation again from where you got it; it carries the new key."
  elif grep -q 'NO_PUBKEY\|BADSIG' "$1"; then
    echo "It is signed with another key than the one given: fetch the line of installation again from where you got it."
  elif grep -q 'is expired' "$1"; then
    echo "Its list of packages is too old, or the clock of this machine is wrong (now $(date))."
  else
    echo "Is the address right, and can this machine reach it?"
  fi
}

find_package() {
  if [ -n "$package" ]; then
    [ -f "$package" ] || fail "$package is not there"
    return
  fi
  [ -n "$HERE" ] || fail "no package is named" "$HELP"
  package=$(find "$HERE" "$HERE/../dist-deb" -maxdepth 1 -name "petcam-hub_*_$architecture.deb" 2>/dev/null | sort -V | tail -1)
  [ -n "$package" ] || build_package
}

build_package() {
  if [ ! -f "$HERE/package/build-deb.mjs" ] || ! command -v npm >/dev/null; then
    fail "no petcam-hub_*_$architecture.deb beside this script" "Get the package for $architecture, and name it: sudo ./install.sh petcam-hub_..._$architecture.deb"
  fi
  say "no package here; building one (some minutes)"
  node "$HERE/package/build-deb.mjs" --out "$HERE/../dist-deb"
  package=$(find "$HERE/../dist-deb" -name "petcam-hub_*_$architecture.deb" | sort -V | tail -1)
}

install_package() {
  fits=$(dpkg-deb --field "$package" Architecture) || fail "$package is damaged" "Get it again."
  [ "$fits" = "$architecture" ] || fail "$package is for $fits, this machine is $architecture"
  say "installing $(basename "$package")"
  # apt wants a path with a slash, and reads it as a user of its own.
  folder=$(mktemp -d)
  chmod 755 "$folder"
  cp "$package" "$folder/petcam-hub.deb"
  chmod 644 "$folder/petcam-hub.deb"
  apt-get update -qq || say "the package lists could not be fetched; trying with those that are here"
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --allow-downgrades --reinstall \
    -o Dpkg::Options::=--force-confold "$folder/petcam-hub.deb" >"$folder/apt.log" 2>&1 || {
    tail -20 "$folder/apt.log" >&2
    rm -rf "$folder"
    fail "apt could not install the package" "The lines above say why."
  }
  rm -rf "$folder"
}

install_from_repository() {
  say "installing from the repository"
  log=$(mktemp)
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y -o Dpkg::Options::=--force-confold petcam-hub >"$log" 2>&1 || {
    tail -20 "$log" >&2
    rm -f "$log"
    fail "apt could not install petcam-hub" "The lines above say why."
  }
  rm -f "$log"
}

start_service() {
  if [ ! -d /run/systemd/system ]; then
    say "systemd does not run here: the hub is installed but not started"
    return
  fi
  systemctl enable --quiet petcam-hub.service
  systemctl restart petcam-hub.service || {
    journalctl --unit petcam-hub.service --lines 15 --no-pager >&2
    fail "the hub does not start" "The lines above say why; sudo petcam-hub doctor says what to do."
  }
  say "the hub runs and starts with the machine"
}

uninstall() {
  if [ "$purge" = yes ] && [ "$yes" = no ]; then
    printf 'Delete the hub with ALL ITS PHOTOS in /var/lib/petcam-hub? Type delete: '
    read -r answer || answer=''
    [ "$answer" = delete ] || fail "nothing was removed"
  fi
  verb=remove
  [ "$purge" = no ] || verb=purge
  if dpkg-query -W petcam-hub >/dev/null 2>&1; then
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y "$verb" petcam-hub >/dev/null
  fi
  rm -f "$SOURCES" "$KEYRING"
  if [ "$purge" = yes ]; then say "the hub and its data are gone"; else
    say "the hub is gone; its photos are in /var/lib/petcam-hub, its settings in /etc/petcam-hub"
  fi
}

# One call at the very end: a download that breaks off in the middle does nothing.
main() {
  [ "$check" = yes ] || [ "$(id -u)" = 0 ] || fail "this needs root" "sudo $0"
  if [ "$uninstall" = yes ]; then
    uninstall
    exit 0
  fi
  [ "$purge" = no ] || fail "--purge goes with --uninstall"
  check_machine
  [ "$check" = no ] || exit 0
  if [ -n "$REPOSITORY" ] && [ -z "$package" ]; then
    [ -n "$key_file$REPOSITORY_KEY" ] || fail "--repository goes with --key" "A repository is trusted by its key alone."
    add_repository
    apt-get update -qq || say "some package lists could not be fetched; going on with those that are here"
    install_from_repository
  else
    find_package
    install_package
  fi
  start_service
  petcam-hub setup
  say "anything wrong? sudo petcam-hub doctor"
}

main
