#!/bin/sh
# From photos to models/upscale-x2.onnx, models/upscale-x2-fast.onnx and their manifest entries.
#   scripts/train/reproduce.sh PHOTOS_DIR WORK_DIR
# One to two hours on one CPU core; WORK_DIR takes 700 MB. PYTHON names the interpreter (Debian's python3 has torch).
#   scripts/train/reproduce.sh --tiny WORK_DIR
# The same steps, few of each, on drawn pictures, twice: says whether both runs give the same bytes. Two minutes.
set -eu
[ $# -eq 2 ] || { sed -n '2,6s/^# *//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}

# PHOTOS WORK MODELS PATCHES HELD STEPS STEPS_OF_THE_FAST_ONE
train() {
  "$python" "$here/patches.py" "$1" "$2/patches" --patches "$4" --held "$5" --seed 1
  "$python" "$here/train.py" "$2/patches" "$2/best" --blocks 5 --channels 32 --steps "$6" --seed 2
  "$python" "$here/train.py" "$2/patches" "$2/fast" --blocks 2 --channels 32 --steps "$7" --seed 2
  "$python" "$here/export.py" "$2/best/ema.pt" "$3" upscale-x2
  "$python" "$here/export.py" "$2/fast/ema.pt" "$3" upscale-x2-fast
}

if [ "$1" != --tiny ]; then
  train "$1" "$2" "$here/../../models" 30000 400 30000 14000
  exit
fi
for run in one two; do
  mkdir -p "$2/$run/models"
  cp "$here/../../models/manifest.json" "$2/$run/models"
  "$python" "$here/made.py" photos "$2/$run/photos"
  train "$2/$run/photos" "$2/$run" "$2/$run/models" 300 40 40 40
done
for file in upscale-x2.onnx upscale-x2-fast.onnx manifest.json; do
  cmp "$2/one/models/$file" "$2/two/models/$file"
done
echo "both runs gave the same bytes: $(sha256sum "$2/one/models/upscale-x2.onnx" | cut -c 1-16) and $(
  sha256sum "$2/one/models/upscale-x2-fast.onnx" | cut -c 1-16)"
