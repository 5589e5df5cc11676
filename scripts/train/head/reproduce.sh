#!/bin/sh
# From photos to models/pet-head-192.onnx: crops and the backbone's features, three heads, one graph.
#   scripts/train/head/reproduce.sh DATA_DIR WORK_DIR
# DATA_DIR holds petheads/ and pets/kublai/; WORK_DIR takes 2.5 GB. Ten minutes on two CPU cores.
# PYTHON names the interpreter (Debian's python3 has torch, onnx and PIL). Prints what belongs in the manifest.
#   scripts/train/head/reproduce.sh --tiny WORK_DIR
# The same steps, one round and one pass, on drawn pets, twice: says whether both runs give the same bytes. Two minutes.
set -eu
[ $# -eq 2 ] || { sed -n '2,7s/^# *//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
models=$here/../../../models
python=${PYTHON:-python3}

# DATA WORK MODEL ROUNDS PASSES
train() {
  "$python" "$here/prepare.py" --data "$1" --detector "$models/nanodet-416.onnx" --out "$2/features" --rounds "$4"
  for seed in 0 1 2; do
    "$python" "$here/train.py" --features "$2/features" --out "$2/head-$seed.pt" --seed "$seed" --passes "$5"
  done
  "$python" "$here/export.py" --detector "$models/nanodet-416.onnx" --out "$3" \
    --heads "$2/head-0.pt" "$2/head-1.pt" "$2/head-2.pt"
}

if [ "$1" != --tiny ]; then
  train "$1" "$2" "$models/pet-head-192.onnx" 10 3
  sha256sum "$models/pet-head-192.onnx"
  stat -c '%s bytes' "$models/pet-head-192.onnx"
  exit
fi
for run in one two; do
  "$python" "$here/../made.py" pets "$2/$run/data"
  train "$2/$run/data" "$2/$run" "$2/$run/pet-head-192.onnx" 1 1
done
cmp "$2/one/pet-head-192.onnx" "$2/two/pet-head-192.onnx"
echo "both runs gave the same bytes: $(sha256sum "$2/one/pet-head-192.onnx" | cut -c 1-16)"
