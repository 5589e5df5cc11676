#!/usr/bin/env bash
# Makes everything that a release consists of, in one folder.
set -euo pipefail

HELP="scripts/package/release.sh [OPTIONS]

Builds the packages for amd64 and arm64, their bills of materials, the notes of this version out of CHANGELOG.md, and
SHA256SUMS over all of it, in dist-release; with the images for bare boards where flash-images.sh has made them. With
the variables below also a signed apt repository. Needs what build-deb.mjs needs, and g++-aarch64-linux-gnu on amd64.

  --arch ARCH   only amd64 or arm64
  --out DIR     the folder (default: dist-release)
  --fast        compress less, for trying it out
  --trial       what is not released yet: the notes are those of [Unreleased]
  --help        this text

  PETCAM_APT_URL   where the apt repository will be served
  PETCAM_APT_KEY   fingerprint of the key in gpg's keyring that signs it
  PETCAM_ADD_ON    image of the add-on, without tag: also the repository for Home Assistant that names it"

arches=(amd64 arm64) out=dist-release fast=() notes_of=
while [ $# -gt 0 ]; do
  case "$1" in
    --arch) arches=("$2"); shift 2 ;;
    --out) out=$2; shift 2 ;;
    --fast) fast=(--fast); shift ;;
    --trial) notes_of=Unreleased; shift ;;
    --help) echo "$HELP"; exit 0 ;;
    *) echo "$HELP" >&2; exit 2 ;;
  esac
done
here=$(dirname "$(realpath "$0")")
version=$(node -p "require('$here/../../package.json').version")

rm -rf "$out"
mkdir -p "$out"
node "$here/release-notes.mjs" "${notes_of:-$version}" >"$out/NOTES.md"
for arch in "${arches[@]}"; do
  node "$here/build-deb.mjs" "${fast[@]}" --arch "$arch" --out "$out"
  dpkg-deb --fsys-tarfile "$out"/petcam-hub_*_"$arch".deb | tar -xO ./usr/share/doc/petcam-hub/sbom.cdx.json >"$out/petcam-hub_${version}_$arch.cdx.json"
done
if [ -n "${PETCAM_APT_URL:-}" ] && [ -n "${PETCAM_APT_KEY:-}" ]; then
  "$here/apt-repository.sh" --url "$PETCAM_APT_URL" --key "$PETCAM_APT_KEY" --out "$out/apt" "$out"/*.deb
fi
if [ -n "${PETCAM_ADD_ON:-}" ]; then
  node "$here/add-on-repository.mjs" --image "$PETCAM_ADD_ON" --out "$out/home-assistant"
fi
shopt -s nullglob
for image in "$here"/../../firmware/images/*.petcam-flash; do cp "$image" "$out"; done
(cd "$out" && sha256sum -- *.deb *.json *.petcam-flash >SHA256SUMS)
ls -l "$out"
