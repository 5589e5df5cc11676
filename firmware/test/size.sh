#!/bin/sh
# Prints code, data and stack of the objects in $1, built with the compiler prefix $2.
set -eu
cd "$1"
echo "code and data, bytes (${2}gcc -Os):"
"${2}size" -t ./*.o | awk 'NR > 1 { name = $6; sub(/^\.\//, "", name); printf "  %-16s text %6d  data %4d  bss %4d\n", name, $1, $2, $3 }'
echo "largest stack frames, bytes:"
cat ./*.su | awk -F'\t' '{ sub(/.*:/, "", $1); print $2 "\t" $1 }' | sort -rn | head -8 | awk '{ printf "  %6d  %s\n", $1, $2 }'
