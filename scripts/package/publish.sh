#!/usr/bin/env bash
# Publishes what release.sh has made: the release itself with gh, the images with docker.
set -euo pipefail

HELP="scripts/package/publish.sh [--print] release|images VERSION

  release   a release of the tag vVERSION with everything in dist-release, by gh, which needs GH_TOKEN
  images    the hub and the add-on of Home Assistant for both architectures, built of the packages in dist-deb and
            pushed by docker buildx as \$PETCAM_REGISTRY and \$PETCAM_REGISTRY-home-assistant; signed in before as
            \$PETCAM_REGISTRY_USER, where that is set, with \$PETCAM_REGISTRY_PASSWORD

  --print   only print the commands
  --help    this text"

run() { "$@"; }
while [[ ${1:-} == --* ]]; do
  case "$1" in
    --print) run() { printf '%q ' "$@"; echo; }; shift ;;
    --help) echo "$HELP"; exit 0 ;;
    *) echo "$HELP" >&2; exit 2 ;;
  esac
done
[[ $# == 2 ]] || { echo "$HELP" >&2; exit 2; }
version=${2#v}
cd "$(dirname "$(realpath "$0")")/../.."

release() {
  [[ -f dist-release/SHA256SUMS ]] || { echo "publish.sh: nothing is in dist-release; release.sh makes it" >&2; exit 1; }
  shopt -s nullglob
  local files=(dist-release/*.deb dist-release/*.json dist-release/*.petcam-flash dist-release/SHA256SUMS)
  run gh release create "v$version" --title "$version" --notes-file dist-release/NOTES.md "${files[@]}"
}

images() {
  local image=${PETCAM_REGISTRY:?the name of the image, as in registry.example/someone/petcam-hub}
  # shellcheck disable=SC2054  # the comma is docker's
  local build=(docker buildx build --push --platform linux/amd64,linux/arm64)
  if [[ -n ${PETCAM_REGISTRY_USER:-} ]]; then
    run docker login --username "$PETCAM_REGISTRY_USER" --password-stdin "${image%%/*}" <<<"${PETCAM_REGISTRY_PASSWORD:-}"
  fi
  run "${build[@]}" --tag "$image:$version" --tag "$image:latest" .
  run "${build[@]}" --build-arg "HUB=$image:$version" --tag "$image-home-assistant:$version" scripts/package/home-assistant
}

case "$1" in
  release | images) "$1" ;;
  *) echo "$HELP" >&2; exit 2 ;;
esac
