#include "context.h"

enum { BLOCKED_FOR_MS = 50 };

bool petcam_has_memory(const struct petcam_context *context)
{
  return context->config.arena != NULL;
}

void petcam_wake(struct petcam_context *context, uint64_t at_ms)
{
  if (at_ms < context->wake_ms) {
    context->wake_ms = at_ms > context->now_ms ? at_ms : context->now_ms + 1U;
  }
}

bool petcam_may_send(const struct petcam_context *context)
{
  return context->connected && context->now_ms >= context->blocked_ms;
}

int32_t petcam_send(struct petcam_context *context, const struct petcam_publish *message)
{
  int32_t token = context->port.publish(context->port.context, message);
  if (token < 0) {
    context->blocked_ms = context->now_ms + BLOCKED_FOR_MS;
    petcam_wake(context, context->blocked_ms);
  }
  return token;
}

int32_t petcam_send_text(struct petcam_context *context, const char *topic, const struct petcam_text *text,
                         bool retain)
{
  struct petcam_publish message = {topic, (const uint8_t *)text->bytes, text->length, 1, retain};
  return petcam_send(context, &message);
}
