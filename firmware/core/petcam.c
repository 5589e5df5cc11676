#include "machine.h"

#include <string.h>

#include "hub_state.h"

enum {
  STEP_AT_LEAST_MS = 1000,
  BLOCKED_FOR_MS = 50,
  RSSI_MIN = -127
};

bool petcam_init(struct petcam *camera, const struct petcam_config *config, const struct petcam_port *port)
{
  memset(camera, 0, sizeof *camera);
  if (config->arena_bytes < PETCAM_FRAME_BYTES_MAX ||
      (config->provisioned && !petcam_id_is_camera(config->camera, strlen(config->camera)))) {
    return false;
  }
  camera->config = *config;
  camera->port = *port;
  camera->settings = config->settings;
  camera->random = petcam_random(config->seed);
  camera->luma = -1;
  camera->image = config->image;
  petcam_ring_init(&camera->ring, config->arena, config->arena_bytes);
  return true;
}

void petcam_wake(struct petcam *camera, uint64_t at_ms)
{
  if (at_ms < camera->wake_ms) {
    camera->wake_ms = at_ms > camera->now_ms ? at_ms : camera->now_ms + 1U;
  }
}

bool petcam_may_send(const struct petcam *camera)
{
  return camera->link == PETCAM_LINK_UP && camera->now_ms >= camera->blocked_ms;
}

int32_t petcam_send(struct petcam *camera, const struct petcam_publish *message)
{
  int32_t token = camera->port.publish(camera->port.context, message);
  if (token < 0) {
    camera->blocked_ms = camera->now_ms + BLOCKED_FOR_MS;
    petcam_wake(camera, camera->blocked_ms);
  }
  return token;
}

int32_t petcam_send_text(struct petcam *camera, const char *topic, const struct petcam_text *text, bool retain)
{
  struct petcam_publish message = {topic, (const uint8_t *)text->bytes, text->length, 1, retain};
  return petcam_send(camera, &message);
}

static void receive(struct petcam *camera, const struct petcam_received *message)
{
  const char *json = (const char *)message->payload;
  bool online;
  struct petcam_inbound inbound =
      petcam_topic_read(camera->config.camera, message->topic, message->topic_length);
  if (message->length > PETCAM_JSON_BYTES_MAX) {
    inbound.kind = PETCAM_TOPIC_UNKNOWN;
  }
  switch (inbound.kind) {
  case PETCAM_TOPIC_ACK:
    petcam_acknowledge(camera, &inbound.name, json, message->length);
    return;
  case PETCAM_TOPIC_REQUEST:
    petcam_command(camera, &inbound.name, json, message->length);
    return;
  case PETCAM_TOPIC_CHUNK:
    petcam_update_chunk(camera, inbound.offset, message->payload, message->length);
    return;
  case PETCAM_TOPIC_HUB_STATE:
    if (petcam_hub_state_read(json, message->length, &online)) {
      petcam_link_hub_state(camera, online);
      return;
    }
    break;
  case PETCAM_TOPIC_UNKNOWN:
    break;
  }
  camera->counters.messages_bad++;
}

static void forget(struct petcam *camera)
{
  camera->port.forget(camera->port.context);
  camera->left = true;
  camera->port.restart(camera->port.context);
}

static void boot(struct petcam *camera)
{
  if (camera->link != PETCAM_LINK_NONE) {
    return;
  }
  camera->started_ms = camera->now_ms;
  camera->schedule_ms = camera->now_ms;
  petcam_link_begin(camera);
}

/* Bluetooth and the sensor do not fit in memory together, so a paired camera starts over. */
static void provisioned(struct petcam *camera)
{
  if (camera->link == PETCAM_LINK_PAIRING) {
    camera->left = true;
    camera->port.restart(camera->port.context);
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
    petcam_link_connected(camera);
    break;
  case PETCAM_EVENT_DISCONNECTED:
    petcam_link_disconnected(camera, event->with.refused);
    break;
  case PETCAM_EVENT_MESSAGE:
    receive(camera, &event->with.message);
    break;
  case PETCAM_EVENT_PUBLISHED:
    petcam_upload_published(camera, event->with.token);
    petcam_update_published(camera, event->with.token);
    break;
  case PETCAM_EVENT_SHOT:
    petcam_capture_shot(camera, &event->with.shot);
    break;
  case PETCAM_EVENT_CAMERA_FAILED:
    petcam_capture_failed(camera);
    break;
  case PETCAM_EVENT_TRIGGER:
    (void)petcam_capture_begin(camera, event->with.trigger);
    break;
  case PETCAM_EVENT_SIGNAL:
    camera->rssi = event->with.rssi > 0 ? 0 : event->with.rssi < RSSI_MIN ? RSSI_MIN : event->with.rssi;
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
  if (!camera->healthy && camera->hub_seen && camera->shot_seen) {
    camera->healthy = true;
    if (camera->image == PETCAM_IMAGE_TRIAL) {
      camera->image = PETCAM_IMAGE_KEPT;
      camera->state_due = true;
    }
    camera->port.mark_healthy(camera->port.context);
  }
}

static void advance(struct petcam *camera)
{
  if (camera->now_ms < camera->blocked_ms) {
    petcam_wake(camera, camera->blocked_ms);
  }
  petcam_link_advance(camera);
  petcam_watch_advance(camera);
  petcam_capture_advance(camera);
  petcam_report_advance(camera);
  petcam_command_advance(camera);
  petcam_upload_advance(camera);
  petcam_update_advance(camera);
  check_health(camera);
  if (camera->leaving) {
    petcam_leave(camera);
  }
}

uint64_t petcam_step(struct petcam *camera, uint64_t now_ms, const struct petcam_event *event)
{
  if (now_ms > camera->now_ms) {
    camera->now_ms = now_ms;
  }
  camera->wake_ms = camera->now_ms + STEP_AT_LEAST_MS;
  handle(camera, event);
  if (camera->link >= PETCAM_LINK_DOWN) {
    advance(camera);
  }
  petcam_indicate(camera);
  return camera->wake_ms;
}
