/* What the ESP32's boot loader does for a camera with two slots: boots one, and goes back to the other when an image
   on trial ends, crashes or never proves itself. */
#ifndef HOST_BOOTLOADER_H
#define HOST_BOOTLOADER_H

#include <stdbool.h>

#include "journal.h"
#include "options.h"

/* Whether this process is to be the boot loader: --slots was given, and it is not itself the program of a slot. */
bool bootloader_is_wanted(const struct options *options);

/* Runs the slots' programs with `arguments` until one ends for good or a signal ends it. Returns the exit status. */
int bootloader_run(const struct options *options, const struct journal *journal, char **arguments);

#endif
