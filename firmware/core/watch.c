#include "watch.h"

enum { LOOK_EVERY_MS = 250, SELF_TEST_EVERY_MS = 2000 };

void petcam_watch_begin(struct petcam_watch *watch, const struct petcam_context *context)
{
  watch->schedule_ms = context->now_ms;
}

bool petcam_watch_look(struct petcam_watch *watch, const struct petcam_context *context, struct petcam_luma luma)
{
  const uint32_t *value = context->settings.value;
  if (luma.pixels == NULL || value[PETCAM_MOTION] == 0) {
    return false;
  }
  return petcam_motion_look(&watch->motion, luma, value[PETCAM_MOTION_SENSITIVITY],
                            context->settings.motion_ignore) == PETCAM_MOVED;
}

bool petcam_watch_is_armed(const struct petcam_watch *watch, const struct petcam_context *context)
{
  return context->settings.value[PETCAM_MOTION] != 0 && context->now_ms >= watch->cooldown_ms;
}

void petcam_watch_rest(struct petcam_watch *watch, const struct petcam_context *context)
{
  watch->cooldown_ms = context->now_ms + context->settings.value[PETCAM_COOLDOWN_MS];
}

void petcam_watch_forget(struct petcam_watch *watch)
{
  petcam_motion_forget(&watch->motion);
}

/* Without motion detection a camera still looks now and then until one picture came: its health is at stake. */
bool petcam_watch_wants_look(struct petcam_watch *watch, struct petcam_context *context, bool testing)
{
  if (context->settings.value[PETCAM_MOTION] == 0 && !testing) {
    return false;
  }
  if (context->now_ms < watch->look_ms) {
    petcam_wake(context, watch->look_ms);
    return false;
  }
  watch->look_ms = context->now_ms + (testing ? (uint64_t)SELF_TEST_EVERY_MS : (uint64_t)LOOK_EVERY_MS);
  return true;
}

bool petcam_watch_is_due(struct petcam_watch *watch, struct petcam_context *context)
{
  uint64_t every_ms = (uint64_t)context->settings.value[PETCAM_SCHEDULE_SECONDS] * 1000U;
  if (every_ms == 0) {
    watch->schedule_ms = context->now_ms;
    return false;
  }
  bool due = context->now_ms - watch->schedule_ms >= every_ms;
  if (due) {
    watch->schedule_ms = context->now_ms;
  }
  petcam_wake(context, watch->schedule_ms + every_ms);
  return due;
}
