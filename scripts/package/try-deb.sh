#!/usr/bin/env bash
# Tries a package in a fresh Debian, for real, and prints what it saw: install, photo, upgrade, way back, remove, purge.
set -euo pipefail

HELP="scripts/package/try-deb.sh [--suite SUITE] [--arch ARCH] [--base DIR] OLD.deb NEW.deb

Installs OLD.deb in a Debian made by debootstrap, runs its hub as the service's user, lets a simulated camera send a
burst, upgrades to NEW.deb and looks whether person, camera and photo are still there, takes another photo, goes back to
OLD.deb and looks for both, byte by byte, goes forward again, then removes and purges.
Needs root, debootstrap, curl, jq and python3, and a few minutes. No systemd runs inside: the hub is started by hand.

  --suite SUITE   bookworm (default) or trixie
  --arch ARCH     amd64 or arm64 (default: this machine's); arm64 elsewhere runs under emulation, by qemu-user-static,
                  and takes half an hour
  --base DIR      a Debian made by debootstrap before; a copy of it is used
  --apt           not from files but from a signed apt repository on loopback, by its one line of installation, upgraded
                  and taken back by apt; its list expires, its key expires and is changed
  --help          this text"

suite=bookworm
arch=$(dpkg --print-architecture)
base=
apt=false
while [[ ${1:-} == --* ]]; do
  case "$1" in
    --suite) suite=$2; shift 2 ;;
    --arch) arch=$2; shift 2 ;;
    --base) base=$2; shift 2 ;;
    --apt) apt=true; shift ;;
    --help) echo "$HELP"; exit 0 ;;
    *) echo "$HELP" >&2; exit 2 ;;
  esac
done
[[ $# == 2 ]] || { echo "$HELP" >&2; exit 2; }
old=$(realpath "$1")
new=$(realpath "$2")
here=$(dirname "$(realpath "$0")")
# shellcheck source=scripts/package/trial.sh
. "$here/trial.sh"
need_root 'a Debian of its own'
# An emulated processor is some twenty times as slow.
patience=1
[[ $arch == "$(dpkg --print-architecture)" ]] || patience=10

work=$(mktemp -d)
root=$work/debian
hub=
simulator=
web=
cleanup() {
  for process in $hub $simulator $web; do
    if kill "$process" 2>/dev/null; then wait "$process" || true; fi
  done
  if mountpoint -q "$root/proc"; then umount "$root/proc"; fi
  stop_emulation
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT

wrong() { printf 'WRONG: %s\n' "$*" >&2; exit 1; }
enter=(chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8)
inside() { "${enter[@]}" "$@"; }
# Becomes what is run, so that a signal reaches it.
becoming() { exec "${enter[@]}" "$@"; }

say "a fresh Debian: $suite, $arch"
if [[ -n $base ]]; then emulate "$arch"; cp -a "$base" "$root"; else make_debian "$suite" "$arch" "$root"; fi
mount -t proc proc "$root/proc"
cp /etc/resolv.conf "$root/etc/resolv.conf"
# Nothing is started by a package here.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
saw "$(inside sed -n 's/^PRETTY_NAME=//p' /etc/os-release), $(inside dpkg --print-architecture), node: $(inside sh -c 'command -v node || echo none')"
inside apt-get -qq update

# install_package FILE [OPTION of apt-get]
install_package() {
  cp "$1" "$root/tmp/petcam-hub.deb"
  inside apt-get -qq -y "${@:2}" --no-install-recommends -o Dpkg::Options::=--force-confold install /tmp/petcam-hub.deb >"$work/apt.log" 2>&1 ||
    { cat "$work/apt.log"; wrong "apt-get could not install $1"; }
  grep -iE '^petcam-hub|warning|error' "$work/apt.log" | sed 's/^/   apt: /' || true
  saw "$(inside dpkg -l petcam-hub | tail -1)"
}

# Signed with keys that live as long as this trial: publish [OPTION...] [PACKAGE...]
publish() {
  GNUPGHOME=$work/gnupg "$here/apt-repository.sh" --url "$repository" --out "$work/apt" "$@" >"$work/publish.log" 2>&1 ||
    { cat "$work/publish.log"; wrong "no repository"; }
}

new_key() {
  GNUPGHOME=$work/gnupg gpg --batch --quiet --passphrase '' --quick-generate-key "$@" 2>>"$work/gpg.log"
}

# True when apt takes the list as it is published now; what it says is in apt.log.
apt_update() {
  inside apt-get update >"$work/apt.log" 2>&1 && ! grep -qE '^(W|E):' "$work/apt.log"
}
one_line() {
  inside sh -c "curl -fsS --retry 5 --retry-connrefused $repository/install.sh | sh" >"$work/install.log" 2>&1 ||
    { cat "$work/install.log"; wrong "the one line of installation failed"; }
}

install_from_repository() {
  mkdir -m 700 "$work/gnupg" "$work/apt"
  new_key first@localhost.invalid ed25519 sign never
  repository=http://127.0.0.1:$(free_port)
  python3 -m http.server --bind 127.0.0.1 --directory "$work/apt" "${repository##*:}" >"$work/web.log" 2>&1 &
  web=$!
  publish --key first@localhost.invalid "$1"
  inside apt-get -qq -y --no-install-recommends install curl ca-certificates >"$work/apt.log" 2>&1
  one_line
  sed 's/^/   install.sh: /' "$work/install.log" | head -5
  saw "$(inside apt-cache policy petcam-hub | tr -s ' \n' ' ' | cut -c1-200)"
}

upgrade_by_apt() {
  publish --key first@localhost.invalid "$1"
  inside apt-get -qq update
  inside apt-get -qq -y -o Dpkg::Options::=--force-confold upgrade >"$work/apt.log" 2>&1 || { cat "$work/apt.log"; wrong "apt upgrade failed"; }
  saw "$(inside dpkg -l petcam-hub | tail -1)"
}

# go_back_by_apt PACKAGE: to its version, which the repository still has.
go_back_by_apt() {
  inside apt-get -qq -y --allow-downgrades -o Dpkg::Options::=--force-confold install "petcam-hub=$(dpkg-deb --field "$1" Version)" >"$work/apt.log" 2>&1 ||
    { cat "$work/apt.log"; wrong "apt did not go back"; }
  saw "$(inside dpkg -l petcam-hub | tail -1)"
}

try_signatures() {
  say "the list expires, the key is changed, the key expires"
  publish --key first@localhost.invalid --valid-days 2
  apt_update || { cat "$work/apt.log"; wrong "a list that is valid is refused"; }
  sed -i "s/^Valid-Until:.*/Valid-Until: $(LC_ALL=C date -u -d '1 day ago' '+%a, %d %b %Y %H:%M:%S UTC')/" "$work/apt/dists/stable/Release"
  sign_again first@localhost.invalid
  if apt_update; then wrong "a list that has expired is taken"; fi
  saw "expired list: $(grep -m1 -i 'expired' "$work/apt.log" || { cat "$work/apt.log"; wrong "apt does not say why"; })"
  saw "the hub stays: $(inside dpkg -l petcam-hub | tail -1)"

  new_key next@localhost.invalid ed25519 sign never
  publish --key first@localhost.invalid --key next@localhost.invalid
  apt_update || { cat "$work/apt.log"; wrong "signed by both keys it is refused by who knows the old one"; }
  saw "signed by both keys: taken by a machine that knows the old one"
  one_line
  publish --key next@localhost.invalid
  apt_update || { cat "$work/apt.log"; wrong "the new key is not known after the line of installation"; }
  saw "signed by the new key alone: taken after the line of installation"

  # A key of two days, and what it signed, made a month ago; the machine knew it then.
  printf 'faked-system-time %s\n' "$(date -u -d '1 month ago' +%Y%m%dT%H%M%S)" >"$work/gnupg/gpg.conf"
  new_key brief@localhost.invalid ed25519 sign 2d
  publish --key brief@localhost.invalid
  rm "$work/gnupg/gpg.conf"
  cp "$work/apt/petcam-hub.asc" "$root/etc/apt/keyrings/petcam-hub.asc"
  if apt_update; then wrong "a key that has expired is taken"; fi
  saw "expired key: $(grep -m1 EXPKEYSIG "$work/apt.log" || { cat "$work/apt.log"; wrong "apt does not say why"; })"
  publish --key next@localhost.invalid
  one_line
  apt_update || { cat "$work/apt.log"; wrong "published again, it is refused"; }
  saw "published again with a key that is good: taken after the line of installation"
}

# As apt-repository.sh signs, of a Release that was changed by hand.
sign_again() {
  (cd "$work/apt/dists/stable" && rm InRelease Release.gpg &&
    GNUPGHOME=$work/gnupg gpg --batch --quiet --digest-algo SHA512 --local-user "$1" --clearsign --output InRelease Release)
}

http=$(free_port)
mqtt=$(free_port)
settings=(PETCAM_HTTP_HOST=127.0.0.1 "PETCAM_HTTP_PORT=$http" "PETCAM_MQTT_PORT=$mqtt" PETCAM_MQTT_TLS_HOST=127.0.0.1 PETCAM_MQTT_TLS_PORT=0 PETCAM_STORAGE_RESERVE_MB=16)
url=http://127.0.0.1:$http

start_hub() {
  becoming "${settings[@]}" petcam-hub serve >"$work/hub.log" 2>&1 &
  hub=$!
  for _ in $(seq $((240 * patience))); do
    health=$(curl -fsS "$url/health" 2>/dev/null) && break
    kill -0 "$hub" 2>/dev/null || { cat "$work/hub.log"; wrong "the hub has ended"; }
    sleep 0.5
  done
  [[ -n ${health:-} ]] || { cat "$work/hub.log"; wrong "no answer at $url/health"; }
  saw "/health: $health"
  saw "runs as: $(inside stat -c %U:%G "/proc/$hub")"
}

stop_hub() {
  kill -TERM "$hub"
  wait "$hub" || { code=$?; tail -5 "$work/hub.log"; wrong "the hub ended with $code"; }
  hub=
  saw "stopped, exit code 0"
}

# A burst of a simulated camera becomes a photo; its id is in $made_now.
take_photo() {
  local before
  before=$(photos)
  becoming "PETCAM_CAMERA_KEY=$(jq -r .key <<<"$camera")" /usr/lib/petcam-hub/bin/node /usr/lib/petcam-hub/dist/cameras/simulator/main.js \
    --url "mqtt://127.0.0.1:$mqtt" --camera "$(jq -r .id <<<"$camera")" --bursts /tmp/bursts --every 60 >"$work/camera.log" 2>&1 &
  simulator=$!
  for _ in $(seq $((600 * patience))); do
    made=$(photos)
    [[ $made == "$before" ]] || break
    sleep 0.5
  done
  kill "$simulator"
  wait "$simulator" || true
  simulator=
  [[ $made != "$before" ]] || { cat "$work/hub.log" "$work/camera.log"; wrong "no photo"; }
  sleep 2
  made=$(photos)
  for id in ${made//,/ }; do hashes[$id]=$(image_hash "$id"); done
  saw "photos after a burst of a simulated camera: $made"
}

image_hash() { curl -fsS -H "authorization: Bearer $token" "$url/photos/$1/image?variant=original" | sha256sum | cut -d' ' -f1; }

sign_in() {
  token=$(post /token '{"username":"Mina","password":"a long enough one"}' | jq -r .access_token)
  saw "Mina can sign in"
}

# Every photo that was made is there, byte by byte.
expect_photos() {
  local kept
  kept=$(photos)
  for id in ${made//,/ }; do
    [[ ",$kept," == *",$id,"* ]] || wrong "photo $id is gone"
    [[ $(image_hash "$id") == "${hashes[$id]}" ]] || wrong "photo $id has other bytes"
  done
  saw "photos, with the bytes that they had: $kept"
}
declare -A hashes

post() { curl -fsS -H 'content-type: application/json' "${@:3}" -d "$2" "$url$1"; }
photos() { curl -fsS -H "authorization: Bearer $token" "$url/photos" | jq -r '[.items // .photos | .[].id] | join(",")'; }

say "install $(basename "$old")"
if $apt; then install_from_repository "$old"; else install_package "$old"; fi
saw "$(sizes_of "$old" "$root")"
saw "data: $(inside stat -c '%U:%G %a %n' /var/lib/petcam-hub)"
saw "enabled: $(readlink "$root/etc/systemd/system/multi-user.target.wants/petcam-hub.service" || wrong "the unit is not enabled")"
start_hub
code=$(inside "${settings[@]}" petcam-hub setup --json | jq -r .code)
token=$(post /register "{\"username\":\"Mina\",\"password\":\"a long enough one\",\"code\":\"$code\"}" | jq -r .access_token)
saw "Mina has registered with the set-up code"
camera=$(inside "${settings[@]}" petcam-hub camera add "Living room" --json)
mkdir "$root/tmp/bursts"
cp -r "$here/../../test/fixtures/bursts/cat-focus" "$root/tmp/bursts/"
chmod -R go+rX "$root/tmp/bursts"
take_photo
stop_hub

say "upgrade to $(basename "$new")"
printf '\n# Kept by the owner.\nPETCAM_LOG_LEVEL=info\n' >>"$root/etc/petcam-hub/petcam-hub.env"
if $apt; then upgrade_by_apt "$new"; else install_package "$new"; fi
grep -q 'Kept by the owner' "$root/etc/petcam-hub/petcam-hub.env" || wrong "the settings of the owner are gone"
saw "the owner's settings are kept"
settings+=(PETCAM_HTTPS=false PETCAM_MDNS=false)
start_hub
sign_in
expect_photos
saw "cameras: $(inside "${settings[@]}" petcam-hub camera list --json | jq -r '[.[].id] | join(",")')"
saw "models: $(inside "${settings[@]}" petcam-hub models --json | jq -r '[.[] | "\(.name) \(.trouble // "ok")"] | join(", ")')"
inside "${settings[@]}" petcam-hub doctor | sed 's/^/   doctor: /' || true
take_photo
stop_hub
[[ -z $(find "$root/var/lib/petcam-hub" ! -user "$(stat -c %u "$root/var/lib/petcam-hub")") ]] || wrong "a file of the data belongs to another user"
saw "every file of the data belongs to the hub's user"

say "back to $(basename "$old")"
if $apt; then go_back_by_apt "$old"; else install_package "$old" --allow-downgrades; fi
start_hub
sign_in
expect_photos
take_photo
stop_hub

say "forward to $(basename "$new") again"
if $apt; then upgrade_by_apt "$new"; else install_package "$new"; fi
start_hub
sign_in
expect_photos
stop_hub
if $apt; then try_signatures; fi

say "remove"
inside apt-get -qq -y remove petcam-hub >"$work/apt.log" 2>&1
[[ ! -e $root/usr/lib/petcam-hub ]] || wrong "/usr/lib/petcam-hub is still there: $(find "$root/usr/lib/petcam-hub" | head -3)"
[[ -s $root/var/lib/petcam-hub/petcam.db ]] || wrong "the photos are gone"
saw "the program is gone, the photos are there: $(stat -c '%s bytes' "$root/var/lib/petcam-hub/petcam.db")"

say "install again over what stayed, then purge"
install_package "$new"
inside apt-get -qq -y purge petcam-hub >"$work/apt.log" 2>&1 || { cat "$work/apt.log"; wrong "purge failed"; }
for left in usr/lib/petcam-hub var/lib/petcam-hub etc/petcam-hub lib/systemd/system/petcam-hub.service etc/systemd/system/multi-user.target.wants/petcam-hub.service; do
  [[ ! -e $root/$left && ! -L $root/$left ]] || wrong "/$left is still there"
done
! inside getent passwd petcam-hub >/dev/null || wrong "the user is still there"
saw "nothing is left"
say "all as it should be"
