#ifndef PETCAM_HUB_STATE_H
#define PETCAM_HUB_STATE_H

#include <stdbool.h>
#include <stddef.h>

/* Reads the payload of petcam/bridge/state. False when it says neither online nor offline. */
bool petcam_hub_state_read(const char *json, size_t length, bool *online);

#endif
