#!/bin/sh
# From photos to models/pet-head-192.onnx: crops and the backbone's features, three heads, what tells dogs from cats, one graph.
#   scripts/train/head/reproduce.sh DATA_DIR WORK_DIR
# DATA_DIR holds petheads/ and pets/kublai/; WORK_DIR takes 5 GB. Twenty minutes on two CPU cores.
# PYTHON names the interpreter (Debian's python3 has torch, onnx and PIL). Prints what belongs in the manifest.
#   scripts/train/head/reproduce.sh --kind DATA_DIR WORK_DIR
# Only what tells dogs from cats, put into the model that is there. Ten minutes.
#   scripts/train/head/reproduce.sh --tiny WORK_DIR
# The same steps, one round and one pass, on drawn pets, twice: says whether both runs give the same bytes. Two minutes.
set -eu
usage() { sed -n '2,9s/^# *//p' "$0"; exit 2; }
case "${1-}" in
  --kind) [ $# -eq 3 ] || usage ;;
  *) [ $# -eq 2 ] || usage ;;
esac
here=$(cd "$(dirname "$0")" && pwd)
models=$here/../../../models
python=${PYTHON:-python3}

# DATA WORK MODEL ROUNDS PASSES
heads() {
  "$python" "$here/prepare.py" --data "$1" --detector "$models/nanodet-416.onnx" --out "$2/features" --rounds "$4"
  for seed in 0 1 2; do
    "$python" "$here/train.py" --features "$2/features" --out "$2/head-$seed.pt" --seed "$seed" --passes "$5"
  done
  "$python" "$here/export.py" --detector "$models/nanodet-416.onnx" --out "$3" \
    --heads "$2/head-0.pt" "$2/head-1.pt" "$2/head-2.pt"
}

# DATA WORK MODEL ROUNDS PASSES
kinds() {
  "$python" "$here/kind_prepare.py" --data "$1" --detector "$models/nanodet-416.onnx" --out "$2/kinds" --rounds "$4"
  "$python" "$here/kind_train.py" --features "$2/kinds" --out "$2/kind-0.pt" --seed 0 --passes "$5"
  "$python" "$here/kind_export.py" --model "$3" --kinds "$2/kind-0.pt"
}

model=$models/pet-head-192.onnx
case "$1" in
  --tiny)
    for run in one two; do
      "$python" "$here/../made.py" pets "$2/$run/data"
      heads "$2/$run/data" "$2/$run" "$2/$run/pet-head-192.onnx" 1 1
      kinds "$2/$run/data" "$2/$run" "$2/$run/pet-head-192.onnx" 1 1
    done
    cmp "$2/one/pet-head-192.onnx" "$2/two/pet-head-192.onnx"
    echo "both runs gave the same bytes: $(sha256sum "$2/one/pet-head-192.onnx" | cut -c 1-16)"
    exit
    ;;
  --kind) shift ;;
  *) heads "$1" "$2" "$model" 10 3 ;;
esac
kinds "$1" "$2" "$model" 4 9
sha256sum "$model"
stat -c '%s bytes' "$model"
