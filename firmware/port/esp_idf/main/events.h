/* Events from every task on their way to the one that steps the core. */
#ifndef EVENTS_H
#define EVENTS_H

#include <stdbool.h>

#include "petcam.h"

/* Makes the queue. Once, before anything else. */
void events_open(void);

/* Puts an event. `release(owned)` is called once the core has seen it, or at once when the queue is full. */
void events_put(const struct petcam_event *event, void (*release)(void *owned), void *owned);

/* The same for an event that says all by its type. */
void events_put_type(enum petcam_event_type type);

/* Waits for the next event, at most `wait_ms`, and steps the camera with it; with a TICK when none came.
   Returns when the camera wants to be stepped again. */
uint64_t events_step(struct petcam *camera, uint64_t wait_ms);

/* The camera's clock: ms since the start, monotonic. */
uint64_t events_now(void);

#endif
