#include "delivery.h"

#include <string.h>

#include "ack_codec.h"

enum {
  /* So often the hub may ask for the same frames at once. After that they wait for the growing pauses. */
  ROUNDS_AT_ONCE = 3
};

static uint32_t all_of(const struct petcam_burst *burst)
{
  return ((uint32_t)1U << burst->count) - 1U;
}

static uint32_t count_bits(uint32_t mask)
{
  uint32_t count = 0;
  for (; mask != 0; mask &= mask - 1U) {
    count++;
  }
  return count;
}

/* Every stored frame leaves the ring here, as delivered or as lost. */
static void finish_burst(struct petcam_context *context, struct petcam_ring *ring, struct petcam_burst *burst,
                         uint32_t lost)
{
  uint32_t frames_lost = count_bits(lost & all_of(burst));
  context->counters.frames_lost += frames_lost;
  context->counters.frames_delivered += burst->count - frames_lost;
  context->counters.bursts_lost += frames_lost > 0 ? 1U : 0U;
  context->counters.bursts_sent += frames_lost > 0 ? 0U : 1U;
  context->state_changed = true;
  petcam_ring_remove(ring, burst);
}

bool petcam_delivery_lose_oldest(struct petcam_context *context, struct petcam_ring *ring)
{
  struct petcam_burst *oldest = petcam_ring_at(ring, 0);
  if (oldest == NULL || oldest->phase != PETCAM_BURST_COMPLETE) {
    return false;
  }
  finish_burst(context, ring, oldest, all_of(oldest));
  return true;
}

/* Frames on their way are not sent twice; the hub's answer may have crossed them. */
static void send_missing(struct petcam_context *context, struct petcam_burst *burst, const struct petcam_ack *ack)
{
  uint32_t missing = ack->missing & all_of(burst) & ~burst->flying & ~burst->undeliverable;
  uint32_t later = ack->deferred & missing;
  bool progress = count_bits(ack->missing) < count_bits(burst->missing) || burst->missing == 0;
  if (progress) {
    burst->retry.attempt = 0;
  }
  burst->rounds = progress ? 0 : burst->rounds + 1U;
  burst->missing = ack->missing;
  if (burst->rounds >= ROUNDS_AT_ONCE) {
    later = missing;
  }
  burst->deferred = later;
  burst->wanted = missing & ~later;
  context->counters.frames_resent += count_bits(burst->wanted);
}

static void close_burst(struct petcam_context *context, struct petcam_ring *ring, struct petcam_burst *burst,
                        const struct petcam_ack *ack)
{
  /* Frames of a burst that closed before its manifest came are lost unless they are named durable. */
  uint32_t lost = ack->missing | (all_of(burst) & ~ack->durable);
  if (burst->phase == PETCAM_BURST_COMPLETE) {
    finish_burst(context, ring, burst, lost);
  }
}

/* True when there are some that nobody knew of. */
static bool give_up_on(struct petcam_burst *burst, uint32_t too_large)
{
  if ((too_large & ~burst->undeliverable) == 0) {
    return false;
  }
  burst->undeliverable |= too_large;
  burst->wanted &= ~too_large;
  return true;
}

static struct petcam_burst *find_burst(const struct petcam_context *context, struct petcam_ring *ring,
                                       const struct petcam_id *id)
{
  struct petcam_burst *burst;
  for (uint32_t position = 0; (burst = petcam_ring_at(ring, position)) != NULL; position++) {
    struct petcam_id own = petcam_id_of_burst(context->config.boot, burst->serial);
    if (strcmp(own.text, id->text) == 0) {
      return burst;
    }
  }
  return NULL;
}

/* True when frames were too large for the hub. */
static bool apply(struct petcam_context *context, struct petcam_ring *ring, struct petcam_burst *burst,
                  const struct petcam_ack *ack)
{
  bool too_large = give_up_on(burst, ack->too_large);
  context->counters.manifests_refused += ack->manifest_refused ? 1U : 0U;
  if (ack->state == PETCAM_ACK_CLOSED) {
    close_burst(context, ring, burst, ack);
  } else if (ack->state == PETCAM_ACK_WAITING && burst->phase == PETCAM_BURST_COMPLETE) {
    send_missing(context, burst, ack);
  }
  return too_large;
}

struct petcam_acknowledged petcam_delivery_acknowledge(struct petcam_context *context, struct petcam_ring *ring,
                                                       const struct petcam_id *burst_id, const char *json,
                                                       size_t length)
{
  struct petcam_acknowledged result = {false, false, false, 0};
  struct petcam_ack ack;
  if (!petcam_ack_read(json, length, &ack) || strcmp(ack.burst.text, burst_id->text) != 0) {
    return result;
  }
  struct petcam_burst *burst = find_burst(context, ring, &ack.burst);
  result.understood = true;
  result.time_ms = ack.time_ms;
  result.known = burst != NULL;
  result.too_large = burst != NULL && apply(context, ring, burst, &ack);
  return result;
}
