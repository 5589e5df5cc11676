#include "shooting.h"

bool petcam_shooting_begin(struct petcam *camera, enum petcam_trigger trigger)
{
  if (camera->capture.active || petcam_restart_is_ordered(&camera->restart) || camera->link.state < PETCAM_LINK_DOWN) {
    return false;
  }
  petcam_capture_begin(&camera->capture, &camera->context, &camera->ring, trigger, &camera->exposure);
  return true;
}

static void look(struct petcam *camera, struct petcam_luma luma)
{
  if (petcam_watch_look(&camera->watch, &camera->context, luma) && petcam_shooting_begin(camera, PETCAM_BY_MOTION)) {
    petcam_watch_rest(&camera->watch, &camera->context);
  }
}

void petcam_shooting_shot(struct petcam *camera, const struct petcam_shot *shot)
{
  bool good = true;
  if (!petcam_shutter_answered(&camera->shutter, shot->kind)) {
    return;
  }
  petcam_exposure_note(&camera->exposure, shot->luma, camera->context.now_ms);
  if (shot->kind == PETCAM_SHOT_BURST) {
    good = petcam_capture_take(&camera->capture, &camera->context, &camera->ring, shot, &camera->exposure,
                               camera->shutter.asked_ms);
  } else if (shot->kind == PETCAM_SHOT_PREVIEW) {
    good = petcam_preview_send(&camera->context, shot);
  }
  camera->health.picture_taken = camera->health.picture_taken || good;
  if (shot->kind != PETCAM_SHOT_BURST) {
    look(camera, shot->luma);
  }
}

void petcam_shooting_failed(struct petcam *camera)
{
  if (!petcam_shutter_gave_nothing(&camera->shutter, &camera->context)) {
    return;
  }
  camera->exposure.settled = false;
  if (petcam_shutter_failed(&camera->shutter)) {
    petcam_preview_end(&camera->preview);
  }
  petcam_capture_retry(&camera->capture, &camera->context, &camera->ring);
}

static void order(struct petcam *camera, enum petcam_shot_kind kind)
{
  const uint32_t *value = camera->context.settings.value;
  struct petcam_shot_order shot = {kind, (enum petcam_frame_size)value[PETCAM_FRAME_SIZE],
                                   petcam_capture_quality(&camera->capture, &camera->context),
                                   kind == PETCAM_SHOT_BURST && camera->capture.flash};
  if (kind == PETCAM_SHOT_PREVIEW) {
    shot.frame_size = PETCAM_QVGA;
  }
  petcam_shutter_order(&camera->shutter, &camera->context, &shot);
}

static bool is_testing(const struct petcam *camera)
{
  return !camera->health.picture_taken || petcam_shutter_failed(&camera->shutter);
}

void petcam_shooting_advance(struct petcam *camera)
{
  if (petcam_watch_is_due(&camera->watch, &camera->context)) {
    (void)petcam_shooting_begin(camera, PETCAM_BY_SCHEDULE);
  }
  if (petcam_shutter_is_late(&camera->shutter, &camera->context)) {
    petcam_shooting_failed(camera);
  }
  if (camera->shutter.pending) {
    return;
  }
  if (camera->capture.active) {
    if (petcam_capture_is_due(&camera->capture, &camera->context)) {
      order(camera, PETCAM_SHOT_BURST);
    }
  } else if (petcam_restart_is_near(&camera->restart)) {
    return;
  } else if (petcam_preview_is_on(&camera->preview, &camera->context)) {
    if (petcam_preview_is_due(&camera->preview, &camera->context)) {
      order(camera, PETCAM_SHOT_PREVIEW);
    }
  } else if (petcam_watch_wants_look(&camera->watch, &camera->context, is_testing(camera))) {
    order(camera, PETCAM_SHOT_LOOK);
  }
}
