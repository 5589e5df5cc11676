/* The frames that wait for the hub, in memory that the caller supplies.

   Bytes lie one frame after the other in a circle; a frame never wraps. Bursts are kept whole and in the order they
   were taken. A burst that the hub closed early leaves a gap that is freed when it becomes the oldest. */
#ifndef PETCAM_RING_H
#define PETCAM_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backoff.h"
#include "petcam_limits.h"

enum petcam_trigger { PETCAM_BY_MOTION, PETCAM_BY_COMMAND, PETCAM_BY_SCHEDULE, PETCAM_BY_BUTTON };

struct petcam_frame {
  uint64_t exposed_ms; /* monotonic clock of the camera */
  uint32_t offset;     /* into the arena */
  uint32_t length;
  uint32_t crc32;
};

enum petcam_burst_phase {
  PETCAM_BURST_FILLING, /* frames are still being taken; at most one burst, always the newest */
  PETCAM_BURST_COMPLETE,   /* every frame is there */
  PETCAM_BURST_GONE     /* closed or lost; only its entry is left */
};

/* Sets of frames are bit masks: bit i stands for frame i. */
struct petcam_burst {
  struct petcam_frame frames[PETCAM_BURST_FRAMES_MAX];
  enum petcam_burst_phase phase;
  enum petcam_trigger trigger;
  uint32_t serial;
  uint32_t count;
  uint32_t wanted;   /* to be sent as soon as there is room */
  uint32_t flying;   /* handed to the MQTT client, not acknowledged by the broker */
  uint32_t deferred; /* to be sent when `retry_ms` comes */
  uint32_t undeliverable;     /* can never reach the hub */
  uint32_t rounds;   /* times the hub asked for frames without having more than before */
  uint32_t missing;  /* frames the hub named missing when it last answered */
  bool begun;        /* something of it was sent */
  bool manifest_due;
  uint64_t retry_ms; /* when to speak of it again */
  struct petcam_backoff retry;
};

struct petcam_ring {
  uint8_t *arena;
  uint32_t capacity;
  uint32_t head; /* where the next frame goes */
  uint32_t first; /* index in `bursts` of the oldest */
  uint32_t held;  /* bursts in the circle, gone ones included */
  struct petcam_burst bursts[PETCAM_QUEUE_BURSTS];
};

/* An empty ring over `capacity` bytes at `arena`, which stay the ring's. */
void petcam_ring_init(struct petcam_ring *ring, uint8_t *arena, uint32_t capacity);

/* Begins a burst with no frames. NULL while PETCAM_QUEUE_BURSTS bursts wait. No other burst may be filling. */
struct petcam_burst *petcam_ring_begin(struct petcam_ring *ring, uint32_t serial, enum petcam_trigger trigger);

/* The burst that is filling, or NULL. */
struct petcam_burst *petcam_ring_filling(struct petcam_ring *ring);

/* Copies a frame into the filling burst. False when the bytes do not fit beside what waits, or the burst has
   PETCAM_BURST_FRAMES_MAX frames. */
bool petcam_ring_add(struct petcam_ring *ring, const uint8_t *jpeg, uint32_t length, uint64_t exposed_ms);

/* Frees a burst. */
void petcam_ring_remove(struct petcam_ring *ring, struct petcam_burst *burst);

/* The burst at `position` of those that is not gone, oldest first, or NULL past the last. */
struct petcam_burst *petcam_ring_at(struct petcam_ring *ring, uint32_t position);

/* How many complete bursts wait. */
uint32_t petcam_ring_complete(const struct petcam_ring *ring);

/* The bytes of a frame. */
const uint8_t *petcam_ring_bytes(const struct petcam_ring *ring, const struct petcam_frame *frame);

#endif
