#!/bin/sh
# Fails when a header in one of the given folders has the name of one that the C library or the compiler has: the board's
# build passes these folders with -I, so everybody who includes <limits.h>, Mbed TLS for one, would get ours instead.
set -eu
hidden=0
for header in $(for folder in "$@"; do ls "$folder"/*.h; done); do
  name=$(basename "$header")
  if echo "#include <$name>" | "${CC:-cc}" -E -x c - >/dev/null 2>&1; then
    echo "$header hides <$name>"
    hidden=1
  fi
done
[ "$hidden" = 0 ] && echo "ok no header of $* hides one of the C library"
exit "$hidden"
