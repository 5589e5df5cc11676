#include "machine.h"

#include <string.h>

#include "ack.h"

enum {
  /* So often the hub may ask for the same frames at once. After that they wait for the growing pauses. */
  ROUNDS_AT_ONCE = 3,
  QUALITY_STEP = 4
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
static void let_go(struct petcam *camera, struct petcam_burst *burst, uint32_t lost)
{
  uint32_t frames_lost = count_bits(lost & all_of(burst));
  camera->counters.frames_lost += frames_lost;
  camera->counters.frames_delivered += burst->count - frames_lost;
  camera->counters.bursts_lost += frames_lost > 0 ? 1U : 0U;
  camera->counters.bursts_sent += frames_lost > 0 ? 0U : 1U;
  camera->state_due = true;
  petcam_ring_remove(&camera->ring, burst);
}

bool petcam_lose_oldest(struct petcam *camera)
{
  struct petcam_burst *oldest = petcam_ring_at(&camera->ring, 0);
  if (oldest == NULL || oldest->phase != PETCAM_BURST_WHOLE) {
    return false;
  }
  let_go(camera, oldest, all_of(oldest));
  return true;
}

/* Frames on their way are not sent twice; the hub's answer may have crossed them. */
static void send_missing(struct petcam *camera, struct petcam_burst *burst, const struct petcam_ack *ack)
{
  uint32_t missing = ack->missing & all_of(burst) & ~burst->flying & ~burst->dead;
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
  camera->counters.frames_resent += count_bits(burst->wanted);
}

static void close(struct petcam *camera, struct petcam_burst *burst, const struct petcam_ack *ack)
{
  /* Frames of a burst that closed before its manifest came are lost unless they are named durable. */
  uint32_t lost = ack->missing | (all_of(burst) & ~ack->durable);
  if (burst->phase == PETCAM_BURST_WHOLE) {
    let_go(camera, burst, lost);
  }
}

static void give_up_on(struct petcam *camera, struct petcam_burst *burst, uint32_t too_large)
{
  if ((too_large & ~burst->dead) != 0) {
    burst->dead |= too_large;
    burst->wanted &= ~too_large;
    camera->quality_raise += QUALITY_STEP;
  }
}

static struct petcam_burst *find_burst(struct petcam *camera, const struct petcam_id *id)
{
  struct petcam_burst *burst;
  for (uint32_t place = 0; (burst = petcam_ring_at(&camera->ring, place)) != NULL; place++) {
    struct petcam_id own = petcam_id_of_burst(camera->config.boot, burst->serial);
    if (strcmp(own.text, id->text) == 0) {
      return burst;
    }
  }
  return NULL;
}

static void apply(struct petcam *camera, struct petcam_burst *burst, const struct petcam_ack *ack)
{
  camera->counters.manifests_refused += ack->manifest_refused ? 1U : 0U;
  give_up_on(camera, burst, ack->too_large);
  if (ack->state == PETCAM_ACK_CLOSED) {
    close(camera, burst, ack);
  } else if (ack->state == PETCAM_ACK_WAITING && burst->phase == PETCAM_BURST_WHOLE) {
    send_missing(camera, burst, ack);
  }
}

void petcam_acknowledge(struct petcam *camera, const struct petcam_id *burst_id, const char *json, size_t length)
{
  struct petcam_ack ack;
  if (!petcam_ack_read(json, length, &ack) || strcmp(ack.burst.text, burst_id->text) != 0) {
    camera->counters.messages_bad++;
    return;
  }
  camera->hub_seen = true;
  (void)petcam_hub_time_learn(&camera->hub_time, camera->now_ms, ack.time_ms);
  struct petcam_burst *burst = find_burst(camera, &ack.burst);
  if (burst != NULL) {
    /* Photos get through, so a link that breaks now is worth mending at once. */
    camera->link_backoff.attempt = 0;
    apply(camera, burst, &ack);
  }
}
