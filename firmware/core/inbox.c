#include "inbox.h"

#include "delivery.h"
#include "hub_state.h"
#include "requests.h"

void petcam_inbox_resume(struct petcam *camera)
{
  petcam_upload_resume(&camera->ring);
  petcam_update_resume(&camera->update, &camera->context);
}

static void hear_hub_state(struct petcam *camera, bool online)
{
  camera->health.hub_heard = camera->health.hub_heard || online;
  if (petcam_link_hub_state(&camera->link, online)) {
    petcam_inbox_resume(camera);
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

void petcam_inbox_take(struct petcam *camera, const struct petcam_received *message)
{
  if (!take_message(camera, message)) {
    camera->context.counters.messages_bad++;
  }
}
