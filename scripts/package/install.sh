#!/bin/sh
# Installs the hub on Debian 12 or 13 or Raspberry Pi OS, or brings it to a newer version. May be run again at any time.
set -eu

HELP="sudo ./install.sh [OPTIONS] [PACKAGE.deb]

Checks this machine, installs the hub as a service with a user of its own, starts it, and shows the address and the
one-time set-up code. Run again, it brings the hub to the version of the package and keeps everything.

PACKAGE.deb is petcam-hub_VERSION_ARCH.deb of this machine's architecture. Without it the newest one beside this
script or in dist-deb/ is taken; in a checkout with Node 20.20 or newer one is built.

  --uninstall    remove the hub; its photos and settings stay
  --purge        with --uninstall: photos, settings and keys go too, for good
  --check        only check this machine
  --yes          ask nothing
  --help         this text"

HERE=$(dirname "$(readlink -f "$0")")
say() { printf 'petcam-hub: %s\n' "$*"; }
fail() {
  printf 'petcam-hub: %s\n' "$1" >&2
  [ -z "${2:-}" ] || printf '  %s\n' "$2" >&2
  exit 1
}

uninstall=no purge=no check=no yes=no package=''
for argument in "$@"; do
  case "$argument" in
  --uninstall) uninstall=yes ;;
  --purge) purge=yes ;;
  --check) check=yes ;;
  --yes) yes=yes ;;
  --help)
    echo "$HELP"
    exit 0
    ;;
  -*)
    echo "$HELP" >&2
    exit 2
    ;;
  *) package=$argument ;;
  esac
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
  memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
  [ "$memory" -ge 450 ] || fail "$memory MiB of memory are too little" "1 GB or more is needed."
  free=$(df -Pm /var | awk 'NR == 2 { print $4 }')
  [ "$free" -ge 1024 ] || fail "only $free MiB are free in /var" "Free 1 GB or more; photos need more with time."
  say "$system $release, $architecture, $memory MiB of memory, $free MiB free: good"
}

find_package() {
  if [ -n "$package" ]; then
    [ -f "$package" ] || fail "$package is not there"
    return
  fi
  # The names are ours: no spaces in them.
  # shellcheck disable=SC2012
  package=$(ls -1 "$HERE"/petcam-hub_*_"$architecture".deb "$HERE"/../../dist-deb/petcam-hub_*_"$architecture".deb 2>/dev/null |
    sort -V | tail -1)
  [ -n "$package" ] || build_package
}

build_package() {
  if [ ! -f "$HERE/build-deb.mjs" ] || ! command -v npm >/dev/null; then
    fail "no petcam-hub_*_$architecture.deb beside this script" "Get the package for $architecture, and name it: sudo ./install.sh petcam-hub_..._$architecture.deb"
  fi
  say "no package here; building one (some minutes)"
  node "$HERE/build-deb.mjs" --out "$HERE/../../dist-deb"
  package=$(find "$HERE/../../dist-deb" -name "petcam-hub_*_$architecture.deb" | sort -V | tail -1)
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
  if [ "$purge" = yes ]; then say "the hub and its data are gone"; else
    say "the hub is gone; its photos are in /var/lib/petcam-hub, its settings in /etc/petcam-hub"
  fi
}

[ "$check" = yes ] || [ "$(id -u)" = 0 ] || fail "this needs root" "sudo $0 $*"
if [ "$uninstall" = yes ]; then
  uninstall
  exit 0
fi
[ "$purge" = no ] || fail "--purge goes with --uninstall"
check_machine
[ "$check" = no ] || exit 0
find_package
install_package
start_service
petcam-hub setup
say "anything wrong? sudo petcam-hub doctor"
