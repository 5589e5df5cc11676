/* Events on their way to the core. Port functions and the MQTT library put them in; the main loop takes them out,
   because petcam_step must not be called from inside itself. */
#ifndef HOST_HAPPENINGS_H
#define HOST_HAPPENINGS_H

#include "petcam.h"

enum { HAPPENINGS = 256 };

struct happenings {
  struct petcam_event events[HAPPENINGS];
  void *owned[HAPPENINGS]; /* memory that goes with the event */
  size_t first;
  size_t count;
};

/* False when the queue is full; the event is then lost, as it would be on the board. */
bool happenings_put(struct happenings *queue, const struct petcam_event *event);

/* The same for a message, which is copied. */
bool happenings_put_message(struct happenings *queue, const char *topic, const void *payload, size_t length);

/* Steps the camera with the oldest event. False when there was none. */
bool happenings_step(struct happenings *queue, struct petcam *camera, uint64_t now_ms, uint64_t *wake_ms);

void happenings_clear(struct happenings *queue);

#endif
