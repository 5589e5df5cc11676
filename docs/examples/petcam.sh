#!/usr/bin/env bash
# Signs in to a PetCam hub, lists its ten newest photos and downloads the newest. Needs jq, and curl 7.82 or newer.
#   HUB=https://petcam.local:8443 CURL_CA_BUNDLE=petcam-hub.pem PETCAM_USER=mina ./petcam.sh
# It asks for the password, unless PETCAM_PASSWORD has it.
set -euo pipefail

HUB=${HUB:-http://127.0.0.1:8080}
: "${PETCAM_USER:?is to be the name that you sign in with}"
[ -n "${PETCAM_PASSWORD:-}" ] || read -rsp "Password of $PETCAM_USER: " PETCAM_PASSWORD
export PETCAM_USER PETCAM_PASSWORD

# Password and token never stand on a command line, which everybody on the machine can read.
token=$(jq -n '{username: env.PETCAM_USER, password: env.PETCAM_PASSWORD, device: "petcam.sh"}' |
  curl --silent --show-error --fail --json @- "$HUB/token" | jq -r .access_token)

ask() {
  curl --silent --show-error --fail -H @<(printf 'authorization: Bearer %s\n' "$token") "$@"
}
trap 'ask -X POST "$HUB/logout"' EXIT

photos=$(ask "$HUB/photos?limit=10")
jq -r '.photos[] | [.id, (.takenAt / 1000 | floor | todate), .camera, .pet // "-", .summary.text] | @tsv' <<<"$photos"

# The enlarged picture, or the camera's own until there is one.
read -r id variant < <(jq -r '.photos[0] // empty | "\(.id) \(if .images.upscaled then "upscaled" else "original" end)"' <<<"$photos") || {
  echo 'no photos yet'
  exit
}
ask "$HUB/photos/$id/image?variant=$variant" --output "photo-$id.jpg"
echo "photo-$id.jpg: $variant"
