#include "upload.h"

#include <string.h>

#include "crc32.h"
#include "id.h"
#include "manifest.h"
#include "topic.h"

enum {
  ACK_FIRST_MS = 5000,
  ACK_MOST_MS = 60000,
  /* The largest frame at 100 kbit/s takes 42 s, and a second one waits for it. A broker that is silent for longer is
     gone. */
  FLIGHT_LASTS_MS = 60000
};

static uint32_t bit(uint32_t index)
{
  return (uint32_t)1U << index;
}

static struct petcam_burst *find_burst(struct petcam_ring *ring, uint32_t serial)
{
  struct petcam_burst *burst;
  for (uint32_t position = 0; (burst = petcam_ring_at(ring, position)) != NULL; position++) {
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

void petcam_upload_complete(struct petcam_burst *burst)
{
  burst->phase = PETCAM_BURST_COMPLETE;
  burst->manifest_due = true;
  burst->retry = petcam_backoff(ACK_FIRST_MS, ACK_MOST_MS);
}

/* After a reconnect the manifest goes first: the answer says what the hub has, so no frame is sent for nothing. A
   burst that is still being taken has no manifest yet; what was on its way is sent again. */
void petcam_upload_resume(struct petcam_ring *ring)
{
  struct petcam_burst *burst;
  for (uint32_t position = 0; (burst = petcam_ring_at(ring, position)) != NULL; position++) {
    if (burst->phase == PETCAM_BURST_COMPLETE && burst->begun) {
      burst->wanted = 0;
      burst->deferred = 0;
      burst->manifest_due = true;
      burst->retry.attempt = 0;
      burst->rounds = 0;
    }
  }
}

void petcam_upload_disconnected(struct petcam_upload *upload, struct petcam_ring *ring)
{
  struct petcam_burst *burst;
  memset(upload, 0, sizeof *upload);
  for (uint32_t position = 0; (burst = petcam_ring_at(ring, position)) != NULL; position++) {
    burst->wanted |= burst->flying;
    burst->flying = 0;
  }
}

/* Ends the flight of a token. The burst it belongs to, if that is still there, and the frame's bit. */
static struct petcam_burst *land(struct petcam_upload *upload, struct petcam_ring *ring, int32_t token, uint32_t *frame)
{
  for (size_t i = 0; i < PETCAM_FLIGHTS; i++) {
    struct petcam_flight *flight = &upload->flights[i];
    if (token > 0 && flight->token == token) {
      flight->token = 0;
      *frame = bit(flight->index);
      return find_burst(ring, flight->serial);
    }
  }
  return NULL;
}

void petcam_upload_published(struct petcam_upload *upload, struct petcam_ring *ring, int32_t token, uint64_t now_ms)
{
  uint32_t frame;
  struct petcam_burst *burst = land(upload, ring, token, &frame);
  upload->progress_ms = now_ms;
  if (burst != NULL) {
    burst->flying &= ~frame;
    /* The hub answers a frame it missed by itself; silence after the last one is asked about. */
    burst->retry_ms = now_ms + ACK_FIRST_MS;
  }
}

void petcam_upload_unsent(struct petcam_upload *upload, struct petcam_ring *ring, int32_t token)
{
  uint32_t frame;
  struct petcam_burst *burst = land(upload, ring, token, &frame);
  if (burst != NULL) {
    burst->flying &= ~frame;
    burst->wanted |= frame;
  }
}

static struct petcam_flight *free_flight(struct petcam_upload *upload)
{
  for (size_t i = 0; i < PETCAM_FLIGHTS; i++) {
    if (upload->flights[i].token == 0) {
      return &upload->flights[i];
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
static bool is_intact(const struct petcam_ring *ring, const struct petcam_frame *frame)
{
  return petcam_crc32(petcam_ring_bytes(ring, frame), frame->length) == frame->crc32;
}

static bool send_frame(struct petcam_context *context, const struct petcam_ring *ring, struct petcam_burst *burst,
                       struct petcam_flight *flight)
{
  uint32_t index = lowest(burst->wanted);
  const struct petcam_frame *frame = &burst->frames[index];
  if (!is_intact(ring, frame)) {
    burst->wanted &= ~bit(index);
    burst->undeliverable |= bit(index);
    return true;
  }
  struct petcam_id id = petcam_id_of_burst(context->config.boot, burst->serial);
  struct petcam_topic topic = petcam_topic_of_frame(context->config.camera, id.text, index);
  struct petcam_publish message = {topic.text, petcam_ring_bytes(ring, frame), frame->length, 1, false};
  int32_t token = petcam_send(context, &message);
  if (token <= 0) {
    return false;
  }
  struct petcam_flight taken = {token, burst->serial, index, context->now_ms};
  *flight = taken;
  burst->wanted &= ~bit(index);
  burst->flying |= bit(index);
  burst->begun = true;
  return true;
}

static bool send_manifest(struct petcam_context *context, struct petcam_burst *burst)
{
  struct petcam_id id = petcam_id_of_burst(context->config.boot, burst->serial);
  struct petcam_topic topic = petcam_topic_of_manifest(context->config.camera, id.text);
  struct petcam_text text = petcam_text(context->text, sizeof context->text);
  petcam_manifest_write(&text, id.text, burst, context->now_ms);
  if (petcam_send_text(context, topic.text, &text, false) < 0) {
    return false;
  }
  burst->manifest_due = false;
  burst->begun = true;
  burst->retry_ms = context->now_ms + petcam_backoff_next(&burst->retry, &context->random);
  return true;
}

/* Sends the one thing of this burst that comes next. False when there is nothing or it cannot be sent now. */
static bool send_of(struct petcam_upload *upload, struct petcam_context *context, const struct petcam_ring *ring,
                    struct petcam_burst *burst)
{
  if (burst->wanted != 0) {
    struct petcam_flight *flight = free_flight(upload);
    return flight != NULL && send_frame(context, ring, burst, flight);
  }
  return burst->manifest_due && burst->phase == PETCAM_BURST_COMPLETE && send_manifest(context, burst);
}

static bool send_one(struct petcam_upload *upload, struct petcam_context *context, struct petcam_ring *ring)
{
  for (uint32_t position = 0; position < PETCAM_WINDOW_BURSTS; position++) {
    struct petcam_burst *burst = petcam_ring_at(ring, position);
    if (burst == NULL || !petcam_may_send(context)) {
      return false;
    }
    if (send_of(upload, context, ring, burst)) {
      return true;
    }
  }
  return false;
}

/* A burst the hub is silent about: the frames that were put off go out, and the manifest asks again. */
static void resend_manifest(struct petcam_context *context, struct petcam_burst *burst)
{
  if (burst->phase != PETCAM_BURST_COMPLETE || !burst->begun || burst->manifest_due || burst->flying != 0 ||
      burst->wanted != 0) {
    return;
  }
  if (context->now_ms < burst->retry_ms) {
    petcam_wake(context, burst->retry_ms);
    return;
  }
  burst->wanted = burst->deferred;
  burst->deferred = 0;
  burst->manifest_due = true;
}

bool petcam_upload_is_stalled(const struct petcam_upload *upload, uint64_t now_ms)
{
  for (size_t i = 0; i < PETCAM_FLIGHTS; i++) {
    const struct petcam_flight *flight = &upload->flights[i];
    uint64_t since_ms = flight->sent_ms > upload->progress_ms ? flight->sent_ms : upload->progress_ms;
    if (flight->token != 0 && now_ms - since_ms >= FLIGHT_LASTS_MS) {
      return true;
    }
  }
  return false;
}

void petcam_upload_advance(struct petcam_upload *upload, struct petcam_context *context, struct petcam_ring *ring)
{
  struct petcam_burst *burst;
  for (uint32_t position = 0; (burst = petcam_ring_at(ring, position)) != NULL; position++) {
    resend_manifest(context, burst);
  }
  while (send_one(upload, context, ring)) {
  }
}

bool petcam_upload_has_frames(struct petcam_ring *ring)
{
  for (uint32_t position = 0; position < PETCAM_WINDOW_BURSTS; position++) {
    const struct petcam_burst *burst = petcam_ring_at(ring, position);
    if (burst != NULL && (burst->wanted | burst->flying) != 0) {
      return true;
    }
  }
  return false;
}

bool petcam_upload_is_sending(const struct petcam_ring *ring)
{
  for (size_t i = 0; i < PETCAM_QUEUE_BURSTS; i++) {
    const struct petcam_burst *burst = &ring->bursts[i];
    if (burst->phase == PETCAM_BURST_COMPLETE && (burst->wanted | burst->flying) != 0) {
      return true;
    }
  }
  return false;
}
