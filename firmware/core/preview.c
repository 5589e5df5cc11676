#include "preview.h"

#include "jpeg.h"
#include "topic.h"

void petcam_preview_begin(struct petcam_preview *preview, const struct petcam_context *context, uint32_t seconds,
                          uint32_t fps)
{
  preview->until_ms = context->now_ms + (uint64_t)seconds * 1000U;
  preview->next_ms = context->now_ms;
  preview->interval_ms = 1000U / fps;
}

void petcam_preview_end(struct petcam_preview *preview)
{
  preview->until_ms = 0;
}

bool petcam_preview_is_on(const struct petcam_preview *preview, const struct petcam_context *context)
{
  return context->now_ms < preview->until_ms;
}

bool petcam_preview_send(struct petcam_context *context, const struct petcam_shot *shot)
{
  size_t length = petcam_jpeg_length(shot->jpeg, shot->length);
  if (length == 0 || length > PETCAM_PREVIEW_BYTES_MAX) {
    context->counters.shots_bad++;
    return false;
  }
  if (petcam_may_send(context)) {
    struct petcam_topic topic = petcam_topic_of(context->config.camera, "preview");
    struct petcam_publish message = {topic.text, shot->jpeg, length, 0, false};
    (void)petcam_send(context, &message);
  }
  return true;
}

bool petcam_preview_is_due(struct petcam_preview *preview, struct petcam_context *context)
{
  if (context->now_ms < preview->next_ms) {
    petcam_wake(context, preview->next_ms);
    return false;
  }
  preview->next_ms = context->now_ms + preview->interval_ms;
  return true;
}
