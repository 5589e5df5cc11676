#include "restart.h"

enum { DELIVER_FOR_MS = 20000, TELL_FOR_MS = 1000 };

void petcam_restart_order(struct petcam_restart *restart, const struct petcam_context *context)
{
  if (restart->stage == PETCAM_RESTART_NONE) {
    restart->stage = PETCAM_RESTART_ORDERED;
    restart->deadline_ms = context->now_ms + DELIVER_FOR_MS;
  }
}

void petcam_restart_now(struct petcam_restart *restart, const struct petcam_context *context)
{
  restart->stage = PETCAM_RESTART_DONE;
  context->port.restart(context->port.context);
}

bool petcam_restart_is_ordered(const struct petcam_restart *restart)
{
  return restart->stage != PETCAM_RESTART_NONE;
}

bool petcam_restart_is_near(const struct petcam_restart *restart)
{
  return restart->stage >= PETCAM_RESTART_NEAR;
}

static bool drop_the_rest(struct petcam_restart *restart, struct petcam_context *context)
{
  restart->stage = PETCAM_RESTART_NEAR;
  restart->deadline_ms = context->now_ms + TELL_FOR_MS;
  context->state_changed = true;
  petcam_wake(context, restart->deadline_ms);
  return true;
}

bool petcam_restart_advance(struct petcam_restart *restart, struct petcam_context *context, bool busy)
{
  bool over = context->now_ms >= restart->deadline_ms;
  if (restart->stage == PETCAM_RESTART_ORDERED) {
    if (!busy || over) {
      return drop_the_rest(restart, context);
    }
    petcam_wake(context, restart->deadline_ms);
  } else if (restart->stage == PETCAM_RESTART_NEAR) {
    if (over) {
      petcam_restart_now(restart, context);
    } else {
      petcam_wake(context, restart->deadline_ms);
    }
  }
  return false;
}
