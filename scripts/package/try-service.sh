#!/usr/bin/env bash
# Tries the package as a service under a real systemd, in a Debian of its own, and prints what it saw.
set -euo pipefail

HELP="scripts/package/try-service.sh [--base DIR] PACKAGE.deb

Boots a Debian with systemd-nspawn, runs scripts/install.sh in it, lets a simulated camera send a burst, waits for the
photo that the sandboxed vision process makes of it, asks systemd how exposed both units are, kills the hub and waits for
systemd to bring it back, asks doctor, prints sizes and how long a start takes, also after the machine forgot all files
of that Debian, then uninstalls and purges. Needs root, systemd-container, debootstrap, curl, jq and python3, free ports
8080, 8443, 1883 and 8883, and a few minutes.

  --base DIR   a Debian made by debootstrap before, with systemd in it; a copy of it is used
  --help       this text"

base=
while [[ ${1:-} == --* ]]; do
  case "$1" in
    --base) base=$2; shift 2 ;;
    --help) echo "$HELP"; exit 0 ;;
    *) echo "$HELP" >&2; exit 2 ;;
  esac
done
[[ $# == 1 ]] || { echo "$HELP" >&2; exit 2; }
package=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
# shellcheck source=scripts/package/trial.sh
. "$here/trial.sh"
need_root 'booting a Debian'

work=$(mktemp -d)
root=$work/debian
container=
mounted=
cleanup() {
  if [[ -n $container ]]; then kill "$container" 2>/dev/null || true; wait "$container" 2>/dev/null || true; fi
  if [[ -n $mounted ]]; then umount /run/systemd/nspawn || true; fi
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT

wrong() { printf 'WRONG: %s\n' "$*" >&2; inside journalctl -u petcam-hub -n 30 --no-pager -o cat >&2 || true; exit 1; }
inside() { nsenter -t "$leader" -m -u -i -p -C /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@"; }
until_true() {
  for _ in $(seq 240); do
    if "$@"; then return; fi
    sleep 0.5
  done
  wrong "never: $*"
}

say "a Debian with systemd"
if [[ -n $base ]]; then cp -a "$base" "$root"
else make_debian bookworm "$(dpkg --print-architecture)" "$root" --include=systemd,systemd-sysv,dbus,ca-certificates; fi
mkdir -p "$root/root/kit"
cp "$package" "$here/../install.sh" "$root/root/kit/"
# On a host without systemd of its own nspawn finds no tmpfs there, and refuses.
mkdir -p /run/systemd/nspawn
if [[ ! -d /run/systemd/system ]]; then mount -t tmpfs tmpfs /run/systemd/nspawn; mounted=yes; fi
systemd-nspawn --quiet -D "$root" --boot --machine=petcam-try --register=no --keep-unit --resolv-conf=copy-host </dev/null >"$work/boot.log" 2>&1 &
container=$!
has_leader() { leader=$(pgrep -P "$container" | head -1); [[ -n $leader ]]; }
until_true has_leader
booted() { [[ $(inside systemctl is-system-running 2>/dev/null) =~ running|degraded ]]; }
until_true booted
saw "$(inside systemctl --version | head -1): $(inside systemctl is-system-running || true)"

url=http://127.0.0.1:8080
health() { curl -fsS "$url/health" 2>/dev/null; }
install() { inside sh -c 'cd /root/kit && DEBIAN_FRONTEND=noninteractive bash ./install.sh --yes "$@"' sh "$@"; }

say "scripts/install.sh"
saw "$(install | grep -E '^petcam-hub:|Set-up code' | sed 's/code .*(/code (/')"
until_true health >/dev/null
saw "$(inside systemctl show petcam-hub -p StatusText -p User -p Type)"

say "a photo"
code=$(inside petcam-hub setup --json | jq -r .code)
token=$(curl -fsS "$url/register" -H 'content-type: application/json' -d "{\"username\":\"Mina\",\"password\":\"a long enough one\",\"code\":\"$code\"}" | jq -r .access_token)
key=$(inside petcam-hub camera add porch --json | jq -r .key)
mkdir "$root/root/bursts"
cp -r "$here/../../test/fixtures/bursts/cat-focus" "$root/root/bursts/"
inside "PETCAM_CAMERA_KEY=$key" timeout 120 /usr/lib/petcam-hub/bin/node /usr/lib/petcam-hub/dist/cameras/simulator/main.js \
  --url mqtt://127.0.0.1:1883 --camera porch --bursts /root/bursts --every 60 >"$work/camera.log" 2>&1 &
photo() { curl -fsS -H "authorization: Bearer $token" "$url/photos" | jq -e '.photos[0] | select(.upscale == "done")' >"$work/photo.json"; }
until_true photo
saw "$(jq -r .summary.text "$work/photo.json"), enlarged"
vision() { inside systemctl list-units --plain --no-legend 'petcam-hub-vision@*.service' | awk 'NR == 1 { print $1 }'; }
unit=$(vision)
[[ -n $unit ]] || wrong "no vision process of its own"
saw "$unit: $(inside systemctl show "$unit" -p User -p DynamicUser -p PrivateNetwork | tr '\n' ' ')"
disk=$(inside ls "/proc/$(inside systemctl show "$unit" -p MainPID --value)/root/")
[[ ! $disk =~ home ]] || wrong "the vision process sees the disk: $disk"
saw "its disk: ${disk//$'\n'/ }"

saw "$(inside systemd-analyze security --no-pager petcam-hub.service | tail -1 | sed 's/^[^A-Z]*//')"
saw "$(inside systemd-analyze security --no-pager "$unit" | tail -1 | sed 's/^[^A-Z]*//')"

say "killed"
before=$(inside systemctl show petcam-hub -p MainPID --value)
inside systemctl kill -s KILL petcam-hub
another() { [[ $(inside systemctl show petcam-hub -p MainPID --value) != "$before" ]] && health >/dev/null; }
until_true another
saw "$(inside systemctl show petcam-hub -p NRestarts), the photo is there: $(photo && jq -r .id "$work/photo.json")"
saw "$(inside petcam-hub doctor | grep -v '^ok' || true)"
saw "$(inside petcam-hub doctor | grep 'vision process')"

say "sizes, and how long a start takes until systemd calls the hub ready"
saw "$(sizes_of "$package" "$root")"
stop_hub() { inside systemctl stop petcam-hub petcam-hub-vision.socket; }
stop_hub
saw "again: $(seconds_of inside systemctl start petcam-hub) s"
stop_hub
forget_files "$root"
saw "after the machine forgot all files of this Debian: $(seconds_of inside systemctl start petcam-hub) s"
saw "$(inside systemctl show petcam-hub -p MemoryCurrent)"

say "stop, install again, uninstall, purge"
inside systemctl stop petcam-hub
saw "$(inside systemctl show petcam-hub -p Result -p ExecMainStatus)"
saw "$(install | grep '^petcam-hub:')"
saw "$(install --uninstall | grep '^petcam-hub:')"
[[ -e $root/var/lib/petcam-hub/petcam.db ]] || wrong "the photos are gone"
saw "$(install --uninstall --purge | grep '^petcam-hub:')"
[[ ! -e $root/var/lib/petcam-hub && ! -e $root/etc/petcam-hub ]] || wrong "something is left"

say "all as it should be"
