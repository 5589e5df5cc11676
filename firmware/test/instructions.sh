#!/bin/sh
# Prints what looks and bursts cost: $1 is build/instructions, $2 a picture of 800x600. Each function is counted in a run
# of its own; JSIMD_FORCENONE keeps libjpeg to plain C.
set -eu
program=$1 picture=$2
export JSIMD_FORCENONE=1

# Instructions that function $1 takes, with all that it calls.
cost() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null --collect-atstart=no --toggle-collect="$1" \
    "$program" "$picture" 2>&1 >/dev/null | sed -n 's/.*Collected : //p'
}

counts=$("$program" "$picture")
# Field $2 of the line $1: 1 orders to the sensor (or bytes), 2 thumbnails that were decoded.
count() {
  echo "$counts" | awk -v name="$1" -v field="$2" '$1 == name { print $(field + 1) }'
}

before=$(($(cost decode_svga) + $(cost judge_svga)))
after=$(($(cost decode_qvga) + $(cost judge_qvga)))

echo "$(valgrind --version), $(cc --version | sed -n 1p), libjpeg without SIMD; instructions on this host:"
echo "a look: before, SVGA ($(count bytes-svga 1) bytes), $before; now, QVGA ($(count bytes-qvga 1) bytes), $after"
echo "  of them judged by the core: before $(cost judge_svga), now $(cost judge_qvga)"
echo "a minute of looks with motion on, $(count looks-on 1) of them: before $((before * $(count looks-on 1))), now $((after * $(count looks-on 2)))"
echo "a minute with motion off: looks $(count looks-off 1)"
for kind in watched unwatched; do
  echo "a burst of 8, $kind: before $(count burst-$kind 1) thumbnails, $((before * $(count burst-$kind 1))); now $(count burst-$kind 2), $((before * $(count burst-$kind 2)))"
done
# Code and pictures come through the cache from flash and PSRAM: one instruction in two cycles is a guess.
echo "ESTIMATE for the chip, not measured (240 MHz, one instruction in two cycles): a look before $((before / 120000)) ms, now $((after / 120000)) ms"
