/* Events on their way to the core. Port functions and the MQTT library put them in; the main loop takes them out,
   because petcam_step must not be called from inside itself. */
#ifndef HOST_EVENTS_H
#define HOST_EVENTS_H

#include "petcam.h"

enum { EVENTS_MAX = 256 };

struct events {
  struct petcam_event events[EVENTS_MAX];
  void *owned[EVENTS_MAX]; /* memory that goes with the event */
  size_t first;
  size_t count;
};

/* False when the queue is full; the event is then lost, as it would be on the board. */
bool events_put(struct events *queue, const struct petcam_event *event);

/* The same for a message, which is copied. */
bool events_put_message(struct events *queue, const char *topic, const void *payload, size_t length);

/* Steps the camera with the oldest event. False when there was none. */
bool events_step(struct events *queue, struct petcam *camera, uint64_t now_ms, uint64_t *wake_ms);

void events_clear(struct events *queue);

#endif
