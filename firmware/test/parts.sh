#!/bin/sh
# Fails when a file of core/ other than the five that put the camera together sees all of its state: every other part
# knows its own struct and what it is given.
set -eu
cd "$1"
seen=$(grep -l '#include "petcam.h"\|#include "shooting.h"\|#include "requests.h"\|#include "mode.h"\|#include "inbox.h"' ./*.[ch] |
  sed 's|^./||; s|\.[ch]$||' | sort -u | tr '\n' ' ')
expected="inbox mode petcam requests shooting "
[ "$seen" = "$expected" ] || { echo "these files of core see the whole camera: $seen, expected: $expected"; exit 1; }
echo "ok only $expected see the whole camera"
