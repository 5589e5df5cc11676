#include "shooting.h"

#include "jpeg.h"

/* Looks and previews are small. */
static enum petcam_frame_size size_of(const struct petcam *camera, enum petcam_shot_kind kind)
{
  return kind == PETCAM_SHOT_BURST ? (enum petcam_frame_size)camera->context.settings.value[PETCAM_FRAME_SIZE]
                                   : PETCAM_QVGA;
}

bool petcam_shooting_begin(struct petcam *camera, enum petcam_trigger trigger)
{
  if (camera->capture.active || !petcam_has_memory(&camera->context) || petcam_restart_is_ordered(&camera->restart) || camera->link.state < PETCAM_LINK_DOWN) {
    return false;
  }
  bool same_size = camera->shutter.order.frame_size == size_of(camera, PETCAM_SHOT_BURST);
  petcam_capture_begin(&camera->capture, &camera->context, &camera->ring, trigger, &camera->exposure, same_size);
  return true;
}

void petcam_shooting_moved(struct petcam *camera)
{
  if (petcam_watch_is_armed(&camera->watch, &camera->context) && petcam_shooting_begin(camera, PETCAM_BY_MOTION)) {
    petcam_watch_rest(&camera->watch, &camera->context);
  }
}

static void look(struct petcam *camera, struct petcam_luma luma)
{
  if (petcam_watch_look(&camera->watch, &camera->context, luma)) {
    petcam_shooting_moved(camera);
  }
}

/* After a change of size the driver still hands out pictures from before it. The JPEG says itself how large it is; of
   one that does not, nothing is assumed. */
static bool is_of_ordered_size(const struct petcam *camera, const struct petcam_shot *shot)
{
  struct petcam_dimensions ordered = petcam_dimensions(camera->shutter.order.frame_size);
  uint32_t width;
  uint32_t height;
  return camera->context.config.any_size || !petcam_jpeg_size(shot->jpeg, shot->length, &width, &height) ||
         (width == ordered.width && height == ordered.height);
}

static void drop_wrong_size(struct petcam *camera, const struct petcam_shot *shot)
{
  camera->context.counters.shots_resized++;
  camera->exposure = petcam_exposure();
  if (shot->kind == PETCAM_SHOT_BURST) {
    petcam_capture_wrong_size(&camera->capture, &camera->context, &camera->ring);
  }
}

static void note_exposure(struct petcam *camera, const struct petcam_shot *shot)
{
  if (camera->shutter.order.luma) {
    petcam_exposure_note(&camera->exposure, shot->luma, camera->context.now_ms);
  }
}

void petcam_shooting_shot(struct petcam *camera, const struct petcam_shot *shot)
{
  bool good = true;
  bool failed = petcam_shutter_failed(&camera->shutter);
  if (!petcam_shutter_answered(&camera->shutter, shot->kind)) {
    return;
  }
  camera->context.state_changed = camera->context.state_changed || failed;
  if (!is_of_ordered_size(camera, shot)) {
    drop_wrong_size(camera, shot);
    return;
  }
  note_exposure(camera, shot);
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
  bool failed = petcam_shutter_failed(&camera->shutter);
  if (!petcam_shutter_gave_nothing(&camera->shutter, &camera->context)) {
    return;
  }
  camera->exposure.settled = false;
  if (petcam_shutter_failed(&camera->shutter)) {
    petcam_preview_end(&camera->preview);
    camera->context.state_changed = camera->context.state_changed || !failed;
  }
  petcam_capture_retry(&camera->capture, &camera->context, &camera->ring);
}

static bool wants_luma(const struct petcam *camera, enum petcam_shot_kind kind)
{
  return kind == PETCAM_SHOT_BURST ? petcam_capture_wants_luma(&camera->capture)
                                   : kind == PETCAM_SHOT_LOOK || camera->context.settings.value[PETCAM_MOTION] != 0;
}

static struct petcam_image_controls controls_of(const uint32_t *value)
{
  struct petcam_image_controls controls = {value[PETCAM_FLIP] != 0,
                                           value[PETCAM_MIRROR] != 0,
                                           value[PETCAM_NIGHT_MODE] != 0,
                                           (int32_t)value[PETCAM_BRIGHTNESS],
                                           (int32_t)value[PETCAM_CONTRAST],
                                           (int32_t)value[PETCAM_EXPOSURE],
                                           value[PETCAM_GAIN_CEILING],
                                           value[PETCAM_CLOCK_MHZ]};
  return controls;
}

static void order(struct petcam *camera, enum petcam_shot_kind kind)
{
  struct petcam_shot_order shot = {kind,
                                   size_of(camera, kind),
                                   petcam_capture_quality(&camera->capture, &camera->context),
                                   kind == PETCAM_SHOT_BURST && camera->capture.flash,
                                   controls_of(camera->context.settings.value),
                                   wants_luma(camera, kind)};
  if (shot.frame_size != camera->shutter.order.frame_size) {
    camera->exposure = petcam_exposure();
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
  } else if (petcam_restart_is_near(&camera->restart) || !petcam_has_memory(&camera->context)) {
    return;
  } else if (petcam_preview_is_on(&camera->preview, &camera->context)) {
    if (petcam_preview_is_due(&camera->preview, &camera->context)) {
      order(camera, PETCAM_SHOT_PREVIEW);
    }
  } else if (petcam_watch_wants_look(&camera->watch, &camera->context, is_testing(camera))) {
    order(camera, PETCAM_SHOT_LOOK);
  }
}
