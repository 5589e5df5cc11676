#include "machine.h"

#include "jpeg.h"

void petcam_preview_begin(struct petcam *camera, uint32_t seconds, uint32_t fps)
{
  camera->preview_until_ms = camera->now_ms + (uint64_t)seconds * 1000U;
  camera->preview_next_ms = camera->now_ms;
  camera->preview_interval_ms = 1000U / fps;
}

void petcam_preview_shot(struct petcam *camera, const struct petcam_shot *shot)
{
  size_t length = petcam_jpeg_length(shot->jpeg, shot->length);
  if (length == 0 || length > PETCAM_PREVIEW_BYTES_MAX) {
    camera->counters.shots_bad++;
    return;
  }
  camera->shot_seen = true;
  if (petcam_may_send(camera)) {
    struct petcam_topic topic = petcam_topic_of(camera->config.camera, "preview");
    struct petcam_publish message = {topic.text, shot->jpeg, length, 0, false};
    (void)petcam_send(camera, &message);
  }
}

bool petcam_preview_is_due(struct petcam *camera)
{
  if (camera->now_ms < camera->preview_next_ms) {
    petcam_wake(camera, camera->preview_next_ms);
    return false;
  }
  camera->preview_next_ms = camera->now_ms + camera->preview_interval_ms;
  return true;
}
