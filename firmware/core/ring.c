#include "ring.h"

#include <string.h>

#include "crc32.h"

void petcam_ring_init(struct petcam_ring *ring, uint8_t *arena, uint32_t capacity)
{
  memset(ring, 0, sizeof *ring);
  ring->arena = arena;
  ring->capacity = capacity;
}

static struct petcam_burst *at_slot(struct petcam_ring *ring, uint32_t slot)
{
  return &ring->bursts[(ring->first + slot) % PETCAM_QUEUE_BURSTS];
}

/* Lets go of gone bursts at the old end, which frees their bytes. */
static void trim(struct petcam_ring *ring)
{
  while (ring->held > 0 && at_slot(ring, 0)->phase == PETCAM_BURST_GONE) {
    ring->first = (ring->first + 1U) % PETCAM_QUEUE_BURSTS;
    ring->held--;
  }
}

struct petcam_burst *petcam_ring_begin(struct petcam_ring *ring, uint32_t serial, enum petcam_trigger trigger)
{
  if (ring->held == PETCAM_QUEUE_BURSTS) {
    return NULL;
  }
  struct petcam_burst *burst = at_slot(ring, ring->held++);
  memset(burst, 0, sizeof *burst);
  burst->phase = PETCAM_BURST_FILLING;
  burst->trigger = trigger;
  burst->serial = serial;
  return burst;
}

struct petcam_burst *petcam_ring_filling(struct petcam_ring *ring)
{
  if (ring->held == 0) {
    return NULL;
  }
  struct petcam_burst *newest = at_slot(ring, ring->held - 1U);
  return newest->phase == PETCAM_BURST_FILLING ? newest : NULL;
}

/* The first byte still in use, or false when none is. */
static bool find_tail(struct petcam_ring *ring, uint32_t *tail)
{
  for (uint32_t slot = 0; slot < ring->held; slot++) {
    struct petcam_burst *burst = at_slot(ring, slot);
    if (burst->count > 0) {
      *tail = burst->frames[0].offset;
      return true;
    }
  }
  return false;
}

/* Head and tail meet only when the ring is empty, so room that would make them meet is no room. */
static bool find_room(struct petcam_ring *ring, uint32_t length, uint32_t *offset)
{
  uint32_t tail;
  *offset = 0;
  if (!find_tail(ring, &tail)) {
    return length <= ring->capacity;
  }
  if (ring->head <= tail) {
    *offset = ring->head;
    return length < tail - ring->head;
  }
  if (length <= ring->capacity - ring->head) {
    *offset = ring->head;
    return true;
  }
  return length < tail;
}

bool petcam_ring_add(struct petcam_ring *ring, const uint8_t *jpeg, uint32_t length, uint64_t exposed_ms)
{
  struct petcam_burst *burst = petcam_ring_filling(ring);
  uint32_t offset;
  if (burst == NULL || burst->count == PETCAM_BURST_FRAMES_MAX || !find_room(ring, length, &offset)) {
    return false;
  }
  struct petcam_frame frame = {exposed_ms, offset, length, petcam_crc32(jpeg, length)};
  memcpy(ring->arena + offset, jpeg, length);
  ring->head = offset + length;
  burst->frames[burst->count++] = frame;
  return true;
}

void petcam_ring_remove(struct petcam_ring *ring, struct petcam_burst *burst)
{
  burst->phase = PETCAM_BURST_GONE;
  trim(ring);
}

struct petcam_burst *petcam_ring_at(struct petcam_ring *ring, uint32_t position)
{
  for (uint32_t slot = 0; slot < ring->held; slot++) {
    struct petcam_burst *burst = at_slot(ring, slot);
    if (burst->phase != PETCAM_BURST_GONE && position-- == 0) {
      return burst;
    }
  }
  return NULL;
}

uint32_t petcam_ring_complete(const struct petcam_ring *ring)
{
  uint32_t complete = 0;
  for (uint32_t slot = 0; slot < ring->held; slot++) {
    complete += ring->bursts[(ring->first + slot) % PETCAM_QUEUE_BURSTS].phase == PETCAM_BURST_COMPLETE ? 1U : 0U;
  }
  return complete;
}

const uint8_t *petcam_ring_bytes(const struct petcam_ring *ring, const struct petcam_frame *frame)
{
  return ring->arena + frame->offset;
}
