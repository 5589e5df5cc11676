#include "machine.h"

enum {
  LOOK_EVERY_MS = 250,
  SETTLED_STEP = 8,      /* luma steps between two pictures */
  SETTLED_FOR_MS = 1000, /* an older picture says nothing of the exposure now */
  SELF_TEST_EVERY_MS = 2000
};

void petcam_watch_luma(struct petcam *camera, struct petcam_luma luma)
{
  int32_t before = camera->luma;
  if (luma.pixels == NULL) {
    camera->luma = -1;
    camera->exposure_settled = false;
    return;
  }
  camera->luma = (int32_t)petcam_luma_mean(luma);
  int32_t step = camera->luma > before ? camera->luma - before : before - camera->luma;
  camera->exposure_settled =
      before >= 0 && step <= SETTLED_STEP && camera->now_ms - camera->luma_ms <= SETTLED_FOR_MS;
  camera->luma_ms = camera->now_ms;
}

bool petcam_watch_is_settled(const struct petcam *camera)
{
  return camera->exposure_settled && camera->now_ms - camera->luma_ms <= SETTLED_FOR_MS;
}

void petcam_watch_look(struct petcam *camera, struct petcam_luma luma)
{
  if (luma.pixels == NULL || camera->settings.value[PETCAM_MOTION] == 0) {
    return;
  }
  enum petcam_motion_result result =
      petcam_motion_look(&camera->motion, luma, camera->settings.value[PETCAM_MOTION_SENSITIVITY]);
  if (result == PETCAM_MOVED && camera->now_ms >= camera->cooldown_ms &&
      petcam_capture_begin(camera, PETCAM_BY_MOTION)) {
    camera->cooldown_ms = camera->now_ms + camera->settings.value[PETCAM_COOLDOWN_MS];
  }
}

/* Without motion detection a camera still looks now and then until one picture came: its health is at stake. */
bool petcam_watch_wants_look(struct petcam *camera)
{
  bool motion = camera->settings.value[PETCAM_MOTION] != 0;
  bool testing = !camera->shot_seen || petcam_camera_failed(camera);
  if (!motion && !testing) {
    return false;
  }
  if (camera->now_ms < camera->look_ms) {
    petcam_wake(camera, camera->look_ms);
    return false;
  }
  camera->look_ms = camera->now_ms + (testing ? (uint64_t)SELF_TEST_EVERY_MS : (uint64_t)LOOK_EVERY_MS);
  return true;
}

void petcam_watch_advance(struct petcam *camera)
{
  uint64_t every_ms = (uint64_t)camera->settings.value[PETCAM_SCHEDULE_SECONDS] * 1000U;
  if (every_ms == 0) {
    camera->schedule_ms = camera->now_ms;
    return;
  }
  if (camera->now_ms - camera->schedule_ms >= every_ms) {
    camera->schedule_ms = camera->now_ms;
    (void)petcam_capture_begin(camera, PETCAM_BY_SCHEDULE);
  }
  petcam_wake(camera, camera->schedule_ms + every_ms);
}
