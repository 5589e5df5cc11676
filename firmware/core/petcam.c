#include "petcam.h"

#include <string.h>

#include "delivery.h"
#include "hub_state.h"
#include "mode.h"
#include "requests.h"
#include "shooting.h"
#include "topic.h"

enum { STEP_AT_LEAST_MS = 1000 };

bool petcam_init(struct petcam *camera, const struct petcam_config *config, const struct petcam_port *port)
{
  memset(camera, 0, sizeof *camera);
  if (config->arena_bytes < PETCAM_FRAME_BYTES_MAX ||
      (config->provisioned && !petcam_id_is_camera(config->camera, strlen(config->camera)))) {
    return false;
  }
  camera->context.config = *config;
  camera->context.port = *port;
  camera->context.settings = config->settings;
  camera->context.random = petcam_random(config->seed);
  camera->exposure = petcam_exposure();
  camera->update.image = config->image;
  petcam_ring_init(&camera->ring, config->arena, config->arena_bytes);
  return true;
}

bool petcam_camera_failed(const struct petcam *camera)
{
  return petcam_shutter_failed(&camera->shutter);
}

/* The hub is there: what waits for it goes on. */
static void resume(struct petcam *camera)
{
  petcam_upload_resume(&camera->ring);
  petcam_update_resume(&camera->update, &camera->context);
}

static void connected(struct petcam *camera)
{
  if (petcam_link_connected(&camera->link, &camera->context)) {
    petcam_report_connected(&camera->report, &camera->context);
    resume(camera);
  }
}

static void disconnected(struct petcam *camera, bool refused)
{
  if (petcam_link_disconnected(&camera->link, &camera->context, refused)) {
    petcam_upload_disconnected(&camera->upload, &camera->ring);
  }
}

static void hear_hub_state(struct petcam *camera, bool online)
{
  camera->health.hub_heard = camera->health.hub_heard || online;
  if (petcam_link_hub_state(&camera->link, online)) {
    resume(camera);
  }
}

static bool acknowledge(struct petcam *camera, const struct petcam_id *burst, const char *json, size_t length)
{
  struct petcam_acknowledged result =
      petcam_delivery_acknowledge(&camera->context, &camera->ring, burst, json, length);
  if (!result.understood) {
    return false;
  }
  camera->health.hub_heard = true;
  (void)petcam_hub_time_learn(&camera->hub_time, camera->context.now_ms, result.time_ms);
  if (result.known) {
    petcam_link_proved(&camera->link);
  }
  if (result.too_large) {
    petcam_capture_lower_quality(&camera->capture);
  }
  return true;
}

static bool take_request(struct petcam *camera, const struct petcam_id *verb, const char *json, size_t length)
{
  bool understood = petcam_requests_take(camera, verb, json, length);
  camera->health.hub_heard = camera->health.hub_heard || understood;
  return understood;
}

static void take_chunk(struct petcam *camera, uint32_t offset, const uint8_t *bytes, size_t length)
{
  if (petcam_update_chunk(&camera->update, &camera->context, offset, bytes, length)) {
    petcam_restart_order(&camera->restart, &camera->context);
  }
}

/* False when the message is not understood. */
static bool take_message(struct petcam *camera, const struct petcam_received *message)
{
  const char *json = (const char *)message->payload;
  bool online;
  struct petcam_inbound inbound =
      petcam_topic_read(camera->context.config.camera, message->topic, message->topic_length);
  if (message->length > PETCAM_JSON_BYTES_MAX) {
    return false;
  }
  switch (inbound.kind) {
  case PETCAM_TOPIC_ACK:
    return acknowledge(camera, &inbound.name, json, message->length);
  case PETCAM_TOPIC_REQUEST:
    return take_request(camera, &inbound.name, json, message->length);
  case PETCAM_TOPIC_CHUNK:
    take_chunk(camera, inbound.offset, message->payload, message->length);
    return true;
  case PETCAM_TOPIC_HUB_STATE:
    if (!petcam_hub_state_read(json, message->length, &online)) {
      return false;
    }
    hear_hub_state(camera, online);
    return true;
  case PETCAM_TOPIC_UNKNOWN:
    break;
  }
  return false;
}

static void receive(struct petcam *camera, const struct petcam_received *message)
{
  if (!take_message(camera, message)) {
    camera->context.counters.messages_bad++;
  }
}

static void published(struct petcam *camera, int32_t token)
{
  petcam_upload_published(&camera->upload, &camera->ring, token, camera->context.now_ms);
  petcam_update_published(&camera->update, token);
}

static void forget(struct petcam *camera)
{
  camera->context.port.forget(camera->context.port.context);
  petcam_restart_now(&camera->restart, &camera->context);
}

static void boot(struct petcam *camera)
{
  if (camera->link.state == PETCAM_LINK_NONE) {
    petcam_report_begin(&camera->report, &camera->context);
    petcam_watch_begin(&camera->watch, &camera->context);
    petcam_link_begin(&camera->link, &camera->context);
  }
}

/* Bluetooth and the sensor do not fit in memory together, so a paired camera starts over. */
static void provisioned(struct petcam *camera)
{
  if (camera->link.state == PETCAM_LINK_PAIRING) {
    petcam_restart_now(&camera->restart, &camera->context);
  }
}

static void handle(struct petcam *camera, const struct petcam_event *event)
{
  switch (event->type) {
  case PETCAM_EVENT_BOOTED:
    boot(camera);
    break;
  case PETCAM_EVENT_PROVISIONED:
    provisioned(camera);
    break;
  case PETCAM_EVENT_CONNECTED:
    connected(camera);
    break;
  case PETCAM_EVENT_DISCONNECTED:
    disconnected(camera, event->with.refused);
    break;
  case PETCAM_EVENT_MESSAGE:
    receive(camera, &event->with.message);
    break;
  case PETCAM_EVENT_PUBLISHED:
    published(camera, event->with.token);
    break;
  case PETCAM_EVENT_SHOT:
    petcam_shooting_shot(camera, &event->with.shot);
    break;
  case PETCAM_EVENT_CAMERA_FAILED:
    petcam_shooting_failed(camera);
    break;
  case PETCAM_EVENT_TRIGGER:
    (void)petcam_shooting_begin(camera, event->with.trigger);
    break;
  case PETCAM_EVENT_SIGNAL:
    petcam_report_signal(&camera->report, event->with.rssi);
    break;
  case PETCAM_EVENT_FORGET:
    forget(camera);
    break;
  case PETCAM_EVENT_TICK:
    break;
  }
}

static void check_health(struct petcam *camera)
{
  if (!camera->health.told && camera->health.hub_heard && camera->health.picture_taken) {
    camera->health.told = true;
    petcam_update_keep(&camera->update, &camera->context);
    camera->context.port.mark_healthy(camera->context.port.context);
  }
}

static void advance_upload(struct petcam *camera)
{
  if (!camera->context.connected) {
    return;
  }
  if (petcam_upload_is_stalled(&camera->upload, camera->context.now_ms)) {
    petcam_link_give_up(&camera->link, &camera->context);
    petcam_upload_disconnected(&camera->upload, &camera->ring);
  } else if (camera->link.hub_online) {
    petcam_upload_advance(&camera->upload, &camera->context, &camera->ring);
  }
}

/* A burst goes first, and without the hub there is nobody to ask. */
static void advance_update(struct petcam *camera)
{
  bool held_up = !camera->context.connected || !camera->link.hub_online || camera->capture.active ||
                 petcam_upload_has_frames(&camera->ring);
  petcam_update_advance(&camera->update, &camera->context, held_up, petcam_restart_is_ordered(&camera->restart));
}

static void advance_restart(struct petcam *camera)
{
  bool busy = petcam_ring_at(&camera->ring, 0) != NULL || camera->capture.active ||
              petcam_command_is_due(&camera->command) || petcam_update_has_news(&camera->update);
  if (petcam_restart_advance(&camera->restart, &camera->context, busy)) {
    petcam_capture_end(&camera->capture, &camera->context, &camera->ring);
    while (petcam_delivery_lose_oldest(&camera->context, &camera->ring)) {
    }
  }
}

static void advance(struct petcam *camera)
{
  struct petcam_context *context = &camera->context;
  if (context->now_ms < context->blocked_ms) {
    petcam_wake(context, context->blocked_ms);
  }
  if (petcam_link_advance(&camera->link, context, petcam_restart_is_near(&camera->restart))) {
    petcam_upload_disconnected(&camera->upload, &camera->ring);
  }
  petcam_shooting_advance(camera);
  petcam_report_advance(&camera->report, context, &camera->ring, &camera->update);
  petcam_command_advance(&camera->command, context);
  advance_upload(camera);
  advance_update(camera);
  check_health(camera);
  advance_restart(camera);
}

uint64_t petcam_step(struct petcam *camera, uint64_t now_ms, const struct petcam_event *event)
{
  struct petcam_context *context = &camera->context;
  if (now_ms > context->now_ms) {
    context->now_ms = now_ms;
  }
  context->wake_ms = context->now_ms + STEP_AT_LEAST_MS;
  handle(camera, event);
  if (camera->link.state >= PETCAM_LINK_DOWN) {
    advance(camera);
  }
  petcam_indicate(camera);
  return context->wake_ms;
}
