#include "machine.h"

enum { STATE_EVERY_MS = 60000, STATE_GAP_MS = 1000 };

void petcam_report_connected(struct petcam *camera)
{
  camera->availability_due = true;
  camera->state_due = true;
  camera->state_sent_ms = 0;
}

static void put_number(struct petcam_text *text, const char *name, uint64_t number)
{
  petcam_text_put(text, name);
  petcam_text_put_u64(text, number);
}

static void put_identity(struct petcam_text *text, const struct petcam *camera)
{
  static const char *const resets[] = {"power-on", "brownout", "watchdog", "panic", "restart", "ota", "unknown"};
  put_number(text, "{\"v\":", PETCAM_PROTOCOL_VERSION);
  petcam_text_put(text, ",\"firmware\":");
  petcam_text_put_quoted(text, camera->config.firmware);
  petcam_text_put(text, ",\"board\":");
  petcam_text_put_quoted(text, camera->config.board);
  petcam_text_put(text, ",\"rssi\":");
  petcam_text_put_i32(text, camera->rssi);
  put_number(text, ",\"uptimeMs\":", camera->now_ms - camera->started_ms);
  petcam_text_put(text, ",\"resetReason\":");
  petcam_text_put_quoted(text, resets[camera->config.reset]);
}

static void put_bursts(struct petcam_text *text, const struct petcam *camera)
{
  put_number(text, ",\"bursts\":{\"queued\":", petcam_ring_whole(&camera->ring));
  put_number(text, ",\"sent\":", camera->counters.bursts_sent);
  put_number(text, ",\"lost\":", camera->counters.bursts_lost);
  put_number(text, ",\"framesLost\":", camera->counters.frames_lost);
}

static void put_update(struct petcam_text *text, const struct petcam *camera)
{
  static const char *const states[] = {"", "trial", "kept", "rolled-back"};
  bool back = camera->image == PETCAM_IMAGE_ROLLED_BACK;
  if (camera->image == PETCAM_IMAGE_SETTLED) {
    return;
  }
  petcam_text_put(text, ",\"update\":{\"version\":");
  petcam_text_put_quoted(text, back ? camera->config.rolled_back : camera->config.firmware);
  petcam_text_put(text, ",\"state\":");
  petcam_text_put_quoted(text, states[camera->image]);
  petcam_text_put(text, "}");
}

static bool send_availability(struct petcam *camera)
{
  struct petcam_topic topic = petcam_topic_of(camera->config.camera, "availability");
  struct petcam_text text = petcam_text(camera->text, sizeof camera->text);
  petcam_text_put(&text, "{\"state\":\"online\"}");
  return petcam_send_text(camera, topic.text, &text, true) >= 0;
}

static bool send_state(struct petcam *camera)
{
  struct petcam_topic topic = petcam_topic_of(camera->config.camera, "state");
  struct petcam_text text = petcam_text(camera->text, sizeof camera->text);
  put_identity(&text, camera);
  put_bursts(&text, camera);
  petcam_text_put(&text, "}");
  put_update(&text, camera);
  petcam_text_put(&text, ",\"settings\":");
  petcam_settings_write(&camera->settings, &text);
  petcam_text_put(&text, "}");
  return petcam_send_text(camera, topic.text, &text, true) >= 0;
}

/* Changes within a second of each other are told together. */
static uint64_t state_at(const struct petcam *camera)
{
  if (camera->state_sent_ms == 0) {
    return camera->now_ms;
  }
  return camera->state_sent_ms + (camera->state_due ? (uint64_t)STATE_GAP_MS : (uint64_t)STATE_EVERY_MS);
}

void petcam_report_advance(struct petcam *camera)
{
  if (petcam_may_send(camera) && camera->availability_due && send_availability(camera)) {
    camera->availability_due = false;
  }
  if (petcam_may_send(camera) && camera->now_ms >= state_at(camera) && send_state(camera)) {
    camera->state_due = false;
    camera->state_sent_ms = camera->now_ms;
  }
  if (petcam_may_send(camera)) {
    petcam_wake(camera, state_at(camera));
  }
}
