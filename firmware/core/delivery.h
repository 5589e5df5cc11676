/* What the hub says of a burst; what is delivered and what is lost. */
#ifndef PETCAM_DELIVERY_H
#define PETCAM_DELIVERY_H

#include "context.h"
#include "id.h"
#include "ring.h"

/* What an acknowledgement brought. */
struct petcam_acknowledged {
  bool understood;
  bool known;        /* it is about a burst in the ring */
  bool too_large;    /* frames were too large for the hub */
  uint64_t time_ms;  /* the hub's clock */
};

/* Takes an acknowledgement that came on the topic of `burst`. */
struct petcam_acknowledged petcam_delivery_acknowledge(struct petcam_context *context, struct petcam_ring *ring,
                                                       const struct petcam_id *burst, const char *json,
                                                       size_t length);

/* Drops the oldest complete burst, counted as lost. False when there is none. */
bool petcam_delivery_lose_oldest(struct petcam_context *context, struct petcam_ring *ring);

#endif
