#!/bin/sh
# From photos to models/pet-head-192.onnx: crops and the backbone's features, three heads, one graph.
#   scripts/train/head/reproduce.sh DATA_DIR WORK_DIR
# DATA_DIR holds petheads/ and pets/kublai/; WORK_DIR takes 2.5 GB. About an hour on one CPU core.
# PYTHON names the interpreter (Debian's python3 has torch, onnx and PIL). Prints what belongs in the manifest.
set -eu
[ $# -eq 2 ] || { sed -n '2,5s/^# *//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
models=$here/../../../models
python=${PYTHON:-python3}
"$python" "$here/prepare.py" --data "$1" --detector "$models/nanodet-416.onnx" --out "$2/features"
for seed in 0 1 2; do
  "$python" "$here/train.py" --features "$2/features" --out "$2/head-$seed.pt" --seed "$seed"
done
"$python" "$here/export.py" --detector "$models/nanodet-416.onnx" --out "$models/pet-head-192.onnx" \
  --heads "$2/head-0.pt" "$2/head-1.pt" "$2/head-2.pt"
sha256sum "$models/pet-head-192.onnx"
stat -c '%s bytes' "$models/pet-head-192.onnx"
