# What the trials of a package share; read by try-*.sh, which set $work, and define wrong() for what must not be.
# shellcheck shell=bash disable=SC2154

say() { printf '\n== %s\n' "$*"; }
saw() { while IFS= read -r line; do printf '   %s\n' "$line"; done <<<"$*"; }
need_root() { [[ $(id -u) == 0 ]] || { echo "${0##*/}: $1 needs root" >&2; exit 1; }; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# make_debian SUITE ARCH FOLDER [OPTION of debootstrap...]
make_debian() {
  emulate "$2"
  debootstrap --arch "$2" --variant=minbase "${@:4}" "$1" "$3" >"$work/debootstrap.log" 2>&1 ||
    { tail -5 "$work/debootstrap.log" >&2; wrong "debootstrap made no Debian: $1, $2"; }
}

BINFMT=/proc/sys/fs/binfmt_misc
# How the kernel knows a program of Debian's i386, which has no rule of its own on amd64. Some kernels run none.
I386_RULE=':qemu-i386:M::\x7fELF\x01\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x03\x00:\xff\xff\xff\xff\xff\xfe\xfe\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:/usr/bin/qemu-i386-static:F'
emulated='' binfmt_mounted=''
# Has the kernel run programs of another architecture than this machine's by qemu, until stop_emulation.
emulate() {
  local name=qemu-aarch64 rule
  if [[ $1 == "$(dpkg --print-architecture)" ]]; then return; fi
  if [[ $1 == i386 ]]; then name=qemu-i386; fi
  if ! mountpoint -q $BINFMT; then mount -t binfmt_misc binfmt_misc $BINFMT; binfmt_mounted=yes; fi
  if [[ -e $BINFMT/$name ]]; then return; fi
  [[ -x /usr/bin/$name-static ]] || wrong "$1 is tried by emulation: apt install qemu-user-static"
  rule=$I386_RULE
  if [[ $1 == arm64 ]]; then rule=$(cat /usr/lib/binfmt.d/qemu-aarch64.conf); fi
  printf '%s\n' "$rule" >$BINFMT/register
  emulated=$name
}
stop_emulation() {
  if [[ -n $emulated ]]; then echo -1 >"$BINFMT/$emulated"; fi
  if [[ -n $binfmt_mounted ]]; then umount $BINFMT; fi
  emulated='' binfmt_mounted=''
}
# Has the kernel drop what it keeps of the files below a folder, as after the machine was switched on.
forget_files() {
  find "$1" -xdev -type f -print0 | python3 -c '
import os, sys
for name in sys.stdin.buffer.read().split(b"\0")[:-1]:
    file = os.open(name, os.O_RDONLY)
    os.fdatasync(file)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(file)'
}

# seconds_of COMMAND...: how long it takes, in seconds.
seconds_of() {
  local begun=$EPOCHREALTIME
  "$@" >/dev/null
  awk -v begun="$begun" -v now="$EPOCHREALTIME" 'BEGIN { printf "%.1f", now - begun }'
}

# sizes_of PACKAGE FOLDER: what is fetched, and what it takes in the Debian in FOLDER.
sizes_of() {
  awk -v packed="$(stat -c %s "$1")" -v kib="$(du -sk "$2/usr/lib/petcam-hub" | cut -f1)" \
    'BEGIN { printf "package %.0f MB, installed %.0f MB", packed / 1e6, kib * 1024 / 1e6 }'
}
