#!/usr/bin/env bash
# Tries scripts/install.sh where the hub cannot run, for real, and prints with which words it refuses.
set -euo pipefail

HELP="scripts/package/try-refusals.sh

Runs scripts/install.sh in Debians made by debootstrap: in 12, with little memory, with little space, without root, with
a package of another architecture, a damaged one and a repository that is not there; in 11, as it is and called 12, for
its C library; and in 12 of 32 bits. Each must refuse with its reason and leave the machine as it was; a good one passes
its check. Needs root, debootstrap, qemu-user-static, python3 and dpkg-deb, and a few minutes; on
amd64 only.

  --help   this text"

case "${1:-}" in
  '') ;;
  --help) echo "$HELP"; exit 0 ;;
  *) echo "$HELP" >&2; exit 2 ;;
esac
here=$(dirname "$(realpath "$0")")
# shellcheck source=scripts/package/trial.sh
. "$here/trial.sh"
need_root 'a Debian of its own'

work=$(mktemp -d)
mounts=()
cleanup() {
  for ((last = ${#mounts[@]} - 1; last >= 0; last--)); do umount "${mounts[last]}"; done
  stop_emulation
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT
wrong() { printf 'WRONG: %s\n' "$*" >&2; exit 1; }

mount_at() {
  mount "${@:2}" "$1"
  mounts+=("$1")
}
unmount_last() {
  umount "${mounts[-1]}"
  unset 'mounts[-1]'
}

# debian NAME SUITE ARCH: a Debian in $root with the installer in it.
debian() {
  root=$work/$1
  make_debian "$2" "$3" "$root"
  cp "$here/../install.sh" "$root/"
  mount_at "$root/proc" -t proc proc
}
install() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@" 2>&1; }

# refused WORDS COMMAND...: it ends with 1, says WORDS, and has changed nothing.
refused() {
  local words=$1 code=0
  shift
  said=$(install "$@") || code=$?
  [[ $code == 1 && $said == *"$words"* ]] || wrong "$code instead of a refusal with '$words': $said"
  if [[ -e $root/etc/apt/sources.list.d/petcam-hub.sources || -e $root/etc/apt/keyrings/petcam-hub.asc ]]; then
    wrong "the repository stays after a refusal"
  fi
  saw "$(grep -v '^  [EWGI]' <<<"$said" | grep -A1 "$words")"
}

say "Debian 12, amd64"
debian good bookworm amd64
saw "$(install sh /install.sh --check)"

say "less memory than it needs"
printf 'MemTotal:         409600 kB\nMemFree:          200000 kB\n' >"$work/meminfo"
mount_at "$root/proc/meminfo" --bind "$work/meminfo"
refused 'MiB of memory are too little' sh /install.sh
unmount_last

say "less space than it needs"
mount_at "$root/var" -t tmpfs -o size=200m tmpfs
refused 'MiB are free in /var' sh /install.sh
unmount_last

say "without root"
refused 'this needs root' setpriv --reuid=65534 --regid=65534 --clear-groups sh /install.sh

say "a package of another architecture, and a damaged one"
mkdir -p "$work/tree/DEBIAN"
printf '%s\n' 'Package: petcam-hub' 'Version: 1' 'Architecture: arm64' 'Maintainer: nobody <n@localhost.invalid>' 'Description: none' \
  >"$work/tree/DEBIAN/control"
dpkg-deb --root-owner-group --build "$work/tree" "$root/petcam-hub_1_arm64.deb" >/dev/null
refused 'is for arm64' sh /install.sh /petcam-hub_1_arm64.deb
head -c 200 "$root/petcam-hub_1_arm64.deb" >"$root/petcam-hub_1_amd64.deb"
refused 'is damaged' sh /install.sh /petcam-hub_1_amd64.deb

say "a repository that is not there"
touch "$root/key.asc"
refused 'cannot be used' sh /install.sh --repository "http://127.0.0.1:$(free_port)" --key /key.asc

say "Debian 11, as it is and called 12"
debian older bullseye amd64
refused 'is too old' sh /install.sh
rm "$root/etc/os-release"
printf 'ID=debian\nVERSION_ID="12"\n' >"$root/etc/os-release"
refused 'the C library is 2.31' sh /install.sh

say "Debian 12 of 32 bits, on a kernel of 64"
debian narrow bookworm i386
refused 'is not supported' sh /install.sh

say "all as it should be"
