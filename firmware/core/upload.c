#include "machine.h"

#include <string.h>

#include "crc32.h"
#include "manifest.h"

enum {
  ACK_FIRST_MS = 5000,
  ACK_MOST_MS = 60000,
  /* The largest frame at 100 kbit/s takes 42 s. A broker that is silent for longer is gone. */
  FLIGHT_LASTS_MS = 60000
};

static uint32_t bit(uint32_t index)
{
  return (uint32_t)1U << index;
}

static struct petcam_burst *find_burst(struct petcam *camera, uint32_t serial)
{
  struct petcam_burst *burst;
  for (uint32_t place = 0; (burst = petcam_ring_at(&camera->ring, place)) != NULL; place++) {
    if (burst->serial == serial) {
      return burst;
    }
  }
  return NULL;
}

void petcam_upload_frame(struct petcam_burst *burst)
{
  burst->wanted |= bit(burst->count - 1U);
}

void petcam_upload_whole(struct petcam *camera, struct petcam_burst *burst)
{
  burst->phase = PETCAM_BURST_WHOLE;
  burst->manifest_due = true;
  burst->retry = petcam_backoff(ACK_FIRST_MS, ACK_MOST_MS);
  camera->state_due = true;
}

/* After a reconnect the manifest goes first: the answer says what the hub has, so no frame is sent for nothing. A
   burst that is still being taken has no manifest yet; what was on its way is sent again. */
void petcam_upload_resume(struct petcam *camera)
{
  struct petcam_burst *burst;
  for (uint32_t place = 0; (burst = petcam_ring_at(&camera->ring, place)) != NULL; place++) {
    if (burst->phase == PETCAM_BURST_WHOLE && burst->begun) {
      burst->wanted = 0;
      burst->deferred = 0;
      burst->manifest_due = true;
      burst->retry.attempt = 0;
      burst->rounds = 0;
    }
  }
}

void petcam_upload_disconnected(struct petcam *camera)
{
  struct petcam_burst *burst;
  memset(camera->flights, 0, sizeof camera->flights);
  for (uint32_t place = 0; (burst = petcam_ring_at(&camera->ring, place)) != NULL; place++) {
    burst->wanted |= burst->flying;
    burst->flying = 0;
  }
}

void petcam_upload_published(struct petcam *camera, int32_t token)
{
  for (size_t i = 0; i < PETCAM_FLIGHTS; i++) {
    struct petcam_flight *flight = &camera->flights[i];
    if (token > 0 && flight->token == token) {
      struct petcam_burst *burst = find_burst(camera, flight->serial);
      flight->token = 0;
      if (burst != NULL) {
        burst->flying &= ~bit(flight->index);
        /* The hub answers a frame it missed by itself; silence after the last one is asked about. */
        burst->retry_ms = camera->now_ms + ACK_FIRST_MS;
      }
      return;
    }
  }
}

static struct petcam_flight *free_flight(struct petcam *camera)
{
  for (size_t i = 0; i < PETCAM_FLIGHTS; i++) {
    if (camera->flights[i].token == 0) {
      return &camera->flights[i];
    }
  }
  return NULL;
}

static uint32_t lowest(uint32_t mask)
{
  uint32_t index = 0;
  while ((mask & bit(index)) == 0) {
    index++;
  }
  return index;
}

/* A frame whose bytes changed in memory would be refused for ever. */
static bool is_intact(const struct petcam *camera, const struct petcam_frame *frame)
{
  return petcam_crc32(petcam_ring_bytes(&camera->ring, frame), frame->length) == frame->crc32;
}

static bool send_frame(struct petcam *camera, struct petcam_burst *burst, struct petcam_flight *flight)
{
  uint32_t index = lowest(burst->wanted);
  const struct petcam_frame *frame = &burst->frames[index];
  if (!is_intact(camera, frame)) {
    burst->wanted &= ~bit(index);
    burst->dead |= bit(index);
    return true;
  }
  struct petcam_id id = petcam_id_of_burst(camera->config.boot, burst->serial);
  struct petcam_topic topic = petcam_topic_of_frame(camera->config.camera, id.text, index);
  struct petcam_publish message = {topic.text, petcam_ring_bytes(&camera->ring, frame), frame->length, 1, false};
  int32_t token = petcam_send(camera, &message);
  if (token <= 0) {
    return false;
  }
  struct petcam_flight taken = {token, burst->serial, index, camera->now_ms};
  *flight = taken;
  burst->wanted &= ~bit(index);
  burst->flying |= bit(index);
  burst->begun = true;
  return true;
}

static bool send_manifest(struct petcam *camera, struct petcam_burst *burst)
{
  struct petcam_id id = petcam_id_of_burst(camera->config.boot, burst->serial);
  struct petcam_topic topic = petcam_topic_of_manifest(camera->config.camera, id.text);
  struct petcam_text text = petcam_text(camera->text, sizeof camera->text);
  petcam_manifest_write(&text, id.text, burst, camera->now_ms);
  if (petcam_send_text(camera, topic.text, &text, false) < 0) {
    return false;
  }
  burst->manifest_due = false;
  burst->begun = true;
  burst->retry_ms = camera->now_ms + petcam_backoff_next(&burst->retry, &camera->random);
  return true;
}

/* Sends the one thing of this burst that comes next. False when there is nothing or it cannot be sent now. */
static bool send_of(struct petcam *camera, struct petcam_burst *burst)
{
  if (burst->wanted != 0) {
    struct petcam_flight *flight = free_flight(camera);
    return flight != NULL && send_frame(camera, burst, flight);
  }
  return burst->manifest_due && burst->phase == PETCAM_BURST_WHOLE && send_manifest(camera, burst);
}

static bool send_one(struct petcam *camera)
{
  for (uint32_t place = 0; place < PETCAM_WINDOW_BURSTS; place++) {
    struct petcam_burst *burst = petcam_ring_at(&camera->ring, place);
    if (burst == NULL || !petcam_may_send(camera)) {
      return false;
    }
    if (send_of(camera, burst)) {
      return true;
    }
  }
  return false;
}

/* A burst the hub is silent about: the frames that were put off go out, and the manifest asks again. */
static void remind(struct petcam *camera, struct petcam_burst *burst)
{
  if (burst->phase != PETCAM_BURST_WHOLE || !burst->begun || burst->manifest_due || burst->flying != 0 ||
      burst->wanted != 0) {
    return;
  }
  if (camera->now_ms < burst->retry_ms) {
    petcam_wake(camera, burst->retry_ms);
    return;
  }
  burst->wanted = burst->deferred;
  burst->deferred = 0;
  burst->manifest_due = true;
}

static bool is_stalled(const struct petcam *camera)
{
  for (size_t i = 0; i < PETCAM_FLIGHTS; i++) {
    const struct petcam_flight *flight = &camera->flights[i];
    if (flight->token != 0 && camera->now_ms - flight->sent_ms >= FLIGHT_LASTS_MS) {
      return true;
    }
  }
  return false;
}

void petcam_upload_advance(struct petcam *camera)
{
  struct petcam_burst *burst;
  if (camera->link != PETCAM_LINK_UP) {
    return;
  }
  if (is_stalled(camera)) {
    petcam_link_give_up(camera);
    return;
  }
  if (!camera->hub_online) {
    return;
  }
  for (uint32_t place = 0; (burst = petcam_ring_at(&camera->ring, place)) != NULL; place++) {
    remind(camera, burst);
  }
  while (send_one(camera)) {
  }
}

/* Whether frames of the bursts at hand are on their way or about to be: a frame that the hub has no room for now is
   neither. */
bool petcam_upload_has_frames(struct petcam *camera)
{
  for (uint32_t place = 0; place < PETCAM_WINDOW_BURSTS; place++) {
    const struct petcam_burst *burst = petcam_ring_at(&camera->ring, place);
    if (burst != NULL && (burst->wanted | burst->flying) != 0) {
      return true;
    }
  }
  return false;
}

bool petcam_upload_is_sending(const struct petcam *camera)
{
  for (size_t i = 0; i < PETCAM_QUEUE_BURSTS; i++) {
    const struct petcam_burst *burst = &camera->ring.bursts[i];
    if (burst->phase == PETCAM_BURST_WHOLE && (burst->wanted | burst->flying) != 0) {
      return true;
    }
  }
  return false;
}
