#!/usr/bin/env bash
# Makes the images for bare boards of what ESP-IDF has built, for the package and the release.
set -euo pipefail

HELP="scripts/package/flash-images.sh --key FILE --builds DIR [--out DIR]

Merges and signs the build in each folder of DIR, and puts the public key beside the images. The hub has to be built:
npm run build.

  --key FILE    the key that signs firmware (petcam-hub firmware key)
  --builds DIR  one folder for each board, each as idf.py leaves its build
  --out DIR     the folder (default: firmware/images)
  --help        this text

  PETCAM_HUB    the program that merges (default: node dist/main.js of this checkout)"

here=$(dirname "$(realpath "$0")")
root=$(realpath "$here/../..")
key="" builds="" out=$root/firmware/images
while [ $# -gt 0 ]; do
  case "$1" in
    --key) key=$2; shift 2 ;;
    --builds) builds=$2; shift 2 ;;
    --out) out=$2; shift 2 ;;
    --help) echo "$HELP"; exit 0 ;;
    *) echo "$HELP" >&2; exit 2 ;;
  esac
done
if [ -z "$key" ] || [ -z "$builds" ]; then
  echo "$HELP" >&2
  exit 2
fi
read -ra hub <<<"${PETCAM_HUB:-node $root/dist/main.js}"

rm -rf "$out"
mkdir -p "$out"
for build in "$builds"/*/; do
  made=$("${hub[@]}" flash merge --json --key "$key" --out "$out/new" "$build")
  name=$(node -p 'const made = JSON.parse(process.argv[1]); ["petcam", made.board, made.version].join("-") + ".petcam-flash"' "$made")
  mv "$out/new" "$out/$name"
  node -p 'JSON.parse(process.argv[1]).publicKey' "$made" >"$out/key.txt"
done
ls -l "$out"
