#!/usr/bin/env bash
# Builds the image without a registry and tries it as compose.yaml runs it: a simulated camera's burst becomes a photo.
set -euo pipefail

HELP="scripts/package/try-image.sh [--base DIR] [--add-on] PACKAGE.deb

Makes a base image of a Debian by debootstrap, builds the Dockerfile on it with PACKAGE.deb in dist-deb, and runs hub and
vision service from the image the way compose.yaml does: root file system read-only, users of their own, no capabilities,
and no network for the vision service. Docker is not needed: buildah builds and bubblewrap runs. Needs root, buildah,
bubblewrap, debootstrap, curl and jq.

  --base DIR   a Debian made by debootstrap before
  --add-on     also builds the add-on of Home Assistant on that image, and runs it with the rights of a container of
               Docker, behind a stand-in of ingress and Supervisor; needs iproute2, mosquitto and python3 as well
  --help       this text"

base='' add_on=false
while [[ ${1:-} == --* ]]; do
  case "$1" in
    --base) base=$2; shift 2 ;;
    --add-on) add_on=true; shift ;;
    --help) echo "$HELP"; exit 0 ;;
    *) echo "$HELP" >&2; exit 2 ;;
  esac
done
[[ $# == 1 ]] || { echo "$HELP" >&2; exit 2; }
package=$(realpath "$1")
source=$(realpath "$(dirname "$0")/../..")
# shellcheck source=scripts/package/trial.sh
. "$source/scripts/package/trial.sh"
need_root 'buildah with a Debian of its own'

# Plain copies and a plain chroot: works inside containers too.
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
work=$(mktemp -d)
containers=() processes=() network=''
end_processes() {
  for process in "${processes[@]}"; do
    if kill "$process" 2>/dev/null; then wait "$process" || true; fi
  done
  processes=()
}
cleanup() {
  end_processes
  if [[ -n $network ]]; then ip netns del "$network"; fi
  for container in "${containers[@]}"; do buildah rm "$container" >/dev/null; done
  buildah rmi --force petcam-hub-trial-add-on petcam-hub-trial petcam-hub-trial-base >/dev/null 2>&1 || true
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT
wrong() { printf 'WRONG: %s\n' "$*" >&2; grep -hv 'incoming request\|request completed\|█' "$work"/*.log >&2 || true; exit 1; }

say "a base image"
if [[ -z $base ]]; then base=$work/debian; make_debian bookworm "$(dpkg --print-architecture)" "$base"; fi
empty=$(buildah from scratch)
buildah add --quiet "$empty" "$base" / >/dev/null
buildah commit --quiet "$empty" petcam-hub-trial-base >/dev/null
buildah rm "$empty" >/dev/null

say "the Dockerfile"
context=$work/context
mkdir -p "$context/dist-deb"
cp "$source/Dockerfile" "$context/"
cp "$package" "$context/dist-deb/"
buildah build --quiet --tag petcam-hub-trial --build-arg BASE=localhost/petcam-hub-trial-base \
  --build-arg BUILD_BASE=localhost/petcam-hub-trial-base "$context" >"$work/build.log" 2>&1 || wrong "the image was not built"
container=$(buildah from petcam-hub-trial)
containers+=("$container")
root=$(buildah mount "$container")
saw "$(buildah inspect --type image petcam-hub-trial | jq -c '.OCIv1.config | {User, Entrypoint, Cmd, ExposedPorts, Volumes}')"
saw "program: $(du -sm "$root/usr/lib/petcam-hub" | cut -f1) MB"

say "hub and vision service"
mkdir "$work/photos" "$work/vision"
chown 10001:10001 "$work/photos"
chown 10002:10001 "$work/vision"
chmod 700 "$work/photos"
chmod 750 "$work/vision"
http=$(free_port)
mqtt=$(free_port)
settings=(NODE_ENV=production PETCAM_DATA_DIR=/var/lib/petcam-hub PETCAM_VISION_CONFINEMENT=required
  PETCAM_VISION_SOCKET=/run/petcam-hub-vision/socket PETCAM_HTTP_HOST=127.0.0.1 "PETCAM_HTTP_PORT=$http"
  "PETCAM_MQTT_PORT=$mqtt" PETCAM_MQTT_TLS_PORT=0 PETCAM_HTTPS=false PETCAM_MDNS=false PETCAM_STORAGE_RESERVE_MB=16)
# contained USER OPTION... -- COMMAND...: as a container of compose.yaml has it.
contained() {
  local user=$1 options=()
  shift
  while [[ $1 != -- ]]; do options+=("$1"); shift; done
  shift
  exec bwrap --ro-bind "$root" / --proc /proc --dev /dev --perms 1777 --tmpfs /tmp --bind "$work/vision" /run/petcam-hub-vision \
    --chdir /var/lib/petcam-hub --unshare-pid --unshare-ipc --die-with-parent --new-session --clearenv "${options[@]}" -- \
    /usr/bin/setpriv --reuid="$user" --regid=10001 --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all "$@"
}
hub_contained() { contained 10001 --bind "$work/photos" /var/lib/petcam-hub -- /usr/bin/env "PATH=/usr/bin:/bin" "${settings[@]}" "$@"; }
node=/usr/lib/petcam-hub/bin/node
(contained 10002 --unshare-net -- "$node" /usr/lib/petcam-hub/dist/imaging/main.js --socket /run/petcam-hub-vision/socket) >"$work/vision.log" 2>&1 &
processes+=($!)
(hub_contained petcam-hub serve) >"$work/hub.log" 2>&1 &
processes+=($!)
url=http://127.0.0.1:$http
for _ in $(seq 240); do
  health=$(curl -fsS "$url/health" 2>/dev/null) && break
  sleep 0.5
done
[[ -n ${health:-} ]] || wrong "no answer at $url/health"
saw "/health: $health"

post() { curl -fsS -H 'content-type: application/json' -d "$2" "$url$1"; }
photos() { curl -fsS -H "authorization: Bearer $token" "$url/photos" | jq -r '[.items // .photos | .[].id] | join(",")'; }
code=$( (hub_contained petcam-hub setup --json) | jq -r .code)
token=$(post /register "{\"username\":\"Mina\",\"password\":\"a long enough one\",\"code\":\"$code\"}" | jq -r .access_token)
camera=$( (hub_contained petcam-hub camera add "Living room" --json))
saw "set up from inside the container"
cp -r "$source/test/fixtures/bursts/cat-focus" "$work/photos/"
chown -R 10001:10001 "$work/photos/cat-focus"
mkdir "$work/photos/bursts" && mv "$work/photos/cat-focus" "$work/photos/bursts/"
(hub_contained "PETCAM_CAMERA_KEY=$(jq -r .key <<<"$camera")" "$node" /usr/lib/petcam-hub/dist/cameras/simulator/main.js \
  --url "mqtt://127.0.0.1:$mqtt" --camera "$(jq -r .id <<<"$camera")" --bursts /var/lib/petcam-hub/bursts --every 60) >"$work/camera.log" 2>&1 &
processes+=($!)
for _ in $(seq 240); do
  made=$(photos)
  [[ -z $made ]] || break
  sleep 0.5
done
[[ -n $made ]] || wrong "no photo"
saw "photos from a simulated camera: $made"
if $add_on; then
  end_processes
  # shellcheck source=scripts/package/try-add-on.sh
  . "$(dirname "$0")/try-add-on.sh"
fi
say "all as it should be"
