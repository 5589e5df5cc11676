#include "shutter.h"

enum {
  SHOT_LASTS_MS = 6000, /* the ESP32 driver gives up after 4 s */
  FAILURES_MANY = 3
};

bool petcam_shutter_failed(const struct petcam_shutter *shutter)
{
  return shutter->failures >= FAILURES_MANY;
}

void petcam_shutter_order(struct petcam_shutter *shutter, struct petcam_context *context,
                          const struct petcam_shot_order *order)
{
  shutter->pending = true;
  shutter->order = *order;
  shutter->asked_ms = context->now_ms;
  petcam_wake(context, context->now_ms + SHOT_LASTS_MS);
  context->port.expose(context->port.context, order);
}

bool petcam_shutter_answered(struct petcam_shutter *shutter, enum petcam_shot_kind kind)
{
  if (!shutter->pending || kind != shutter->order.kind) {
    return false;
  }
  shutter->pending = false;
  shutter->failures = 0;
  return true;
}

bool petcam_shutter_gave_nothing(struct petcam_shutter *shutter, const struct petcam_context *context)
{
  if (!shutter->pending) {
    return false;
  }
  shutter->pending = false;
  shutter->failures++;
  if (shutter->failures % FAILURES_MANY == 0) {
    context->port.reset_sensor(context->port.context);
  }
  return true;
}

bool petcam_shutter_is_late(const struct petcam_shutter *shutter, struct petcam_context *context)
{
  if (!shutter->pending) {
    return false;
  }
  petcam_wake(context, shutter->asked_ms + SHOT_LASTS_MS);
  return context->now_ms - shutter->asked_ms >= SHOT_LASTS_MS;
}
