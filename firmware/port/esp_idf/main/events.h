/* Events from every task on their way to the one that steps the core. */
#ifndef EVENTS_H
#define EVENTS_H

#include <stdbool.h>

#include "petcam.h"

/* Makes the queue. Once, before anything else. */
void events_open(void);

/* Puts an event, and waits until there is room for it: what the core asked for is never lost. A message of the hub or
   a signal is dropped when there is no room for 100 ms. `release(owned)` is called once the core has seen the event,
   or at once when it is dropped. Not from the task that steps the core, but for what it answers itself. */
void events_put(const struct petcam_event *event, void (*release)(void *owned), void *owned);

/* The same for an event that says all by its type. */
void events_put_type(enum petcam_event_type type);

/* The same for what became of a message. */
void events_put_token(enum petcam_event_type type, int32_t token);

/* Waits for the next event, at most `wait_ms`, and steps the camera with it; with a TICK when none came.
   Returns when the camera wants to be stepped again. */
uint64_t events_step(struct petcam *camera, uint64_t wait_ms);

/* The camera's clock: ms since the start, monotonic. */
uint64_t events_now(void);

#endif
