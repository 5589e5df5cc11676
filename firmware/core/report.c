#include "report.h"

#include "topic.h"

enum { STATE_EVERY_MS = 60000, STATE_GAP_MS = 1000, RSSI_MIN = -127 };

void petcam_report_begin(struct petcam_report *report, const struct petcam_context *context)
{
  report->started_ms = context->now_ms;
}

void petcam_report_signal(struct petcam_report *report, int32_t rssi)
{
  report->rssi = rssi > 0 ? 0 : rssi < RSSI_MIN ? RSSI_MIN : rssi;
}

void petcam_report_sensor(struct petcam_report *report, struct petcam_context *context,
                          const struct petcam_sensor *sensor)
{
  report->sensor_known = true;
  report->sensor = *sensor;
  context->state_changed = true;
}

void petcam_report_soon(struct petcam_report *report, struct petcam_context *context)
{
  context->state_changed = true;
  report->state_sent_ms = 0;
}

void petcam_report_connected(struct petcam_report *report, struct petcam_context *context)
{
  report->availability_due = true;
  petcam_report_soon(report, context);
}

static void put_number(struct petcam_text *text, const char *name, uint64_t number)
{
  petcam_text_put(text, name);
  petcam_text_put_u64(text, number);
}

static void put_identity(struct petcam_text *text, const struct petcam_report *report,
                         const struct petcam_context *context)
{
  static const char *const resets[] = {"power-on", "brownout", "watchdog", "panic", "restart", "ota", "unknown"};
  put_number(text, "{\"v\":", PETCAM_PROTOCOL_VERSION);
  petcam_text_put(text, ",\"firmware\":");
  petcam_text_put_quoted(text, context->config.firmware);
  petcam_text_put(text, ",\"board\":");
  petcam_text_put_quoted(text, context->config.board);
  petcam_text_put(text, ",\"rssi\":");
  petcam_text_put_i32(text, report->rssi);
  put_number(text, ",\"uptimeMs\":", context->now_ms - report->started_ms);
  petcam_text_put(text, ",\"resetReason\":");
  petcam_text_put_quoted(text, resets[context->config.reset]);
}

static void put_bursts(struct petcam_text *text, const struct petcam_counters *counters,
                       const struct petcam_ring *ring)
{
  put_number(text, ",\"bursts\":{\"queued\":", petcam_ring_complete(ring));
  put_number(text, ",\"sent\":", counters->bursts_sent);
  put_number(text, ",\"lost\":", counters->bursts_lost);
  put_number(text, ",\"framesLost\":", counters->frames_lost);
}

static void put_update(struct petcam_text *text, const struct petcam_config *config, enum petcam_image image)
{
  static const char *const states[] = {"", "trial", "kept", "rolled-back"};
  bool back = image == PETCAM_IMAGE_ROLLED_BACK;
  if (image == PETCAM_IMAGE_SETTLED) {
    return;
  }
  petcam_text_put(text, ",\"update\":{\"version\":");
  petcam_text_put_quoted(text, back ? config->rolled_back : config->firmware);
  petcam_text_put(text, ",\"state\":");
  petcam_text_put_quoted(text, states[image]);
  petcam_text_put(text, "}");
}

static const char *sensor_state(const struct petcam_report *report, const struct petcam_context *context, bool failed)
{
  if (!petcam_has_memory(context)) {
    return "no-memory";
  }
  if (report->sensor_known && report->sensor.model == NULL) {
    return "unsupported";
  }
  return failed ? "failing" : report->sensor_known ? "ok" : "unknown";
}

static void put_sensor(struct petcam_text *text, const struct petcam_report *report,
                       const struct petcam_context *context, bool failed)
{
  petcam_text_put(text, ",\"sensor\":{\"state\":");
  petcam_text_put_quoted(text, sensor_state(report, context, failed));
  if (report->sensor_known) {
    petcam_text_put(text, ",\"model\":");
    petcam_text_put_quoted(text, report->sensor.model == NULL ? "unsupported" : report->sensor.model);
    put_number(text, ",\"id\":", report->sensor.id);
  }
  petcam_text_put(text, "}");
}

/* What the hub may ask of this firmware beyond what the first cameras knew. */
static void put_capabilities(struct petcam_text *text)
{
  petcam_text_put(text, ",\"capabilities\":[\"move\",");
  petcam_settings_write_names(text);
  petcam_text_put(text, "]");
}

static bool send_availability(struct petcam_context *context)
{
  struct petcam_topic topic = petcam_topic_of(context->config.camera, "availability");
  struct petcam_text text = petcam_text(context->text, sizeof context->text);
  petcam_text_put(&text, "{\"state\":\"online\"}");
  return petcam_send_text(context, topic.text, &text, true) >= 0;
}

static bool send_state(const struct petcam_report *report, struct petcam_context *context,
                       const struct petcam_ring *ring, enum petcam_image image, bool failed)
{
  struct petcam_topic topic = petcam_topic_of(context->config.camera, "state");
  struct petcam_text text = petcam_text(context->text, sizeof context->text);
  put_identity(&text, report, context);
  put_bursts(&text, &context->counters, ring);
  petcam_text_put(&text, "}");
  put_update(&text, &context->config, image);
  put_sensor(&text, report, context, failed);
  put_capabilities(&text);
  petcam_text_put(&text, ",\"settings\":");
  petcam_settings_write(&context->settings, &text);
  petcam_text_put(&text, "}");
  return petcam_send_text(context, topic.text, &text, true) >= 0;
}

/* Changes within a second of each other are told together. */
static uint64_t state_at(const struct petcam_report *report, const struct petcam_context *context)
{
  if (report->state_sent_ms == 0) {
    return context->now_ms;
  }
  return report->state_sent_ms + (context->state_changed ? (uint64_t)STATE_GAP_MS : (uint64_t)STATE_EVERY_MS);
}

void petcam_report_advance(struct petcam_report *report, struct petcam_context *context,
                           const struct petcam_ring *ring, const struct petcam_update *update, bool sensor_failed)
{
  if (petcam_may_send(context) && report->availability_due && send_availability(context)) {
    report->availability_due = false;
  }
  if (petcam_may_send(context) && context->now_ms >= state_at(report, context) &&
      send_state(report, context, ring, update->image, sensor_failed)) {
    context->state_changed = false;
    report->state_sent_ms = context->now_ms;
  }
  if (petcam_may_send(context)) {
    petcam_wake(context, state_at(report, context));
  }
}
