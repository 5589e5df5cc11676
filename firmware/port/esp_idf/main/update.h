/* Firmware over the air, with a way back. */
#ifndef UPDATE_H
#define UPDATE_H

#include <stdbool.h>

/* Whether the running image is new and has still to prove itself. */
bool update_is_on_trial(void);

/* Starts the clock of a trial, and the daily look for a newer image where an address is configured. */
void update_open(void);

/* Camera and hub both work: the running image stays. */
void update_keep(void);

#endif
