#!/bin/sh
# From photos to models/upscale-x2.onnx, models/upscale-x2-fast.onnx and their manifest entries.
#   scripts/train/reproduce.sh PHOTOS_DIR WORK_DIR
# About two hours on two CPU cores; WORK_DIR takes 700 MB. PYTHON names the interpreter (Debian's python3 has torch).
set -eu
[ $# -eq 2 ] || { sed -n '2,4s/^# *//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
models=$here/../../models
python=${PYTHON:-python3}
"$python" "$here/patches.py" "$1" "$2/patches" --patches 30000 --seed 1
"$python" "$here/train.py" "$2/patches" "$2/best" --blocks 5 --channels 32 --steps 30000 --seed 2
"$python" "$here/train.py" "$2/patches" "$2/fast" --blocks 2 --channels 32 --steps 14000 --seed 2
"$python" "$here/export.py" "$2/best/ema.pt" "$models" upscale-x2
"$python" "$here/export.py" "$2/fast/ema.pt" "$models" upscale-x2-fast
