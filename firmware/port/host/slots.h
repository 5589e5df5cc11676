/* The flash of a camera that can be updated, as a folder: two programs, and a record of which one boots.

   <folder>/slot-a, <folder>/slot-b   programs; one that is absent is the program that was started
   <folder>/boot                      petcam-boot 1 <active> <state of a> <its version> <state of b> <its version>
   Files are replaced by renaming, so a power cut leaves the old one or the new one. */
#ifndef HOST_SLOTS_H
#define HOST_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "petcam_limits.h"

/* The process of a slot finds its slot's letter here, and ends with these codes to be booted again. */
#define SLOT_VARIABLE "PETCAM_SLOT"
enum { SLOTS_EXIT_RESTART = 75, SLOTS_EXIT_BROWNOUT = 76, SLOTS_PATH_BYTES = 4096 };

/* As in ESP-IDF: a new image is pending during its first boot, and invalid when it is pending at the next. */
enum slot_state { SLOT_EMPTY, SLOT_NEW, SLOT_PENDING, SLOT_VALID, SLOT_INVALID, SLOT_STATES };

struct slot {
  enum slot_state state;
  char version[PETCAM_VERSION_MAX + 1U]; /* `-`: unknown */
};

struct slots {
  const char *folder;
  uint32_t active; /* 0: a, 1: b */
  struct slot slot[2];
};

/* Reads the record; without a good one the first slot is valid. */
void slots_read(struct slots *slots, const char *folder);

/* False when it cannot be written; errno says why. */
bool slots_write(const struct slots *slots);

/* The slot that does not run. */
struct slot *slots_other(struct slots *slots);

/* <folder>/slot-a or slot-b with `suffix`. */
bool slots_path(const struct slots *slots, uint32_t index, const char *suffix, char path[SLOTS_PATH_BYTES]);

/* Puts `from` in the place of `to` so that it is there after a power cut. */
bool slots_replace(const char *folder, const char *from, const char *to);

#endif
