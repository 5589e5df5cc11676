#include "machine.h"

#include "jpeg.h"

enum {
  SHOT_LASTS_MS = 6000, /* the ESP32 driver gives up after 4 s */
  FAILURES_MANY = 3,
  TRIES_PER_FRAME = 4,
  SETTLING_FRAMES = 10,
  DARK_LUMA = 40, /* below, the flash of `auto` helps */
  QUALITY_STEP = 4,
  QUALITY_WORST = 63
};

bool petcam_camera_failed(const struct petcam *camera)
{
  return camera->shot_failures >= FAILURES_MANY;
}

static bool wants_flash(const struct petcam *camera)
{
  uint32_t flash = camera->settings.value[PETCAM_FLASH];
  return flash == PETCAM_FLASH_ON || (flash == PETCAM_FLASH_AUTO && camera->luma >= 0 && camera->luma < DARK_LUMA);
}

/* The first pictures after a pause are dark or green. They are dropped, unless the looks of the last second show
   that the exposure has settled already and no flash will upset it. */
static void plan(struct petcam *camera, struct petcam_sequence *sequence)
{
  bool settled = petcam_watch_is_settled(camera) && !sequence->flash;
  sequence->warmups = settled ? 0U : camera->settings.value[PETCAM_WARMUP_FRAMES];
  sequence->settling = sequence->warmups > 0U ? (uint32_t)SETTLING_FRAMES : 0U;
  sequence->frames = camera->settings.value[PETCAM_BURST_FRAMES];
  sequence->retries = TRIES_PER_FRAME;
  sequence->next_ms = camera->now_ms;
  sequence->exposed_ms = 0;
}

bool petcam_capture_begin(struct petcam *camera, enum petcam_trigger trigger)
{
  struct petcam_sequence *sequence = &camera->sequence;
  if (sequence->active || camera->leaving || camera->left || camera->link < PETCAM_LINK_DOWN) {
    return false;
  }
  sequence->serial = ++camera->last_serial;
  if (petcam_ring_begin(&camera->ring, sequence->serial, trigger) == NULL) {
    (void)petcam_lose_oldest(camera);
    (void)petcam_ring_begin(&camera->ring, sequence->serial, trigger);
  }
  sequence->active = true;
  sequence->flash = wants_flash(camera);
  plan(camera, sequence);
  return true;
}

void petcam_capture_end(struct petcam *camera)
{
  struct petcam_burst *burst = petcam_ring_filling(&camera->ring);
  if (!camera->sequence.active || burst == NULL) {
    return;
  }
  camera->sequence.active = false;
  if (camera->sequence.frames > 0) {
    camera->counters.bursts_shortened++;
  }
  if (burst->count == 0) {
    petcam_ring_remove(&camera->ring, burst);
    return;
  }
  camera->counters.bursts_taken++;
  petcam_upload_whole(camera, burst);
}

static void try_again(struct petcam *camera)
{
  struct petcam_sequence *sequence = &camera->sequence;
  sequence->next_ms = camera->now_ms;
  if (--sequence->retries == 0) {
    petcam_capture_end(camera);
  }
}

static void refuse_shot(struct petcam *camera)
{
  camera->counters.shots_bad++;
  try_again(camera);
}

/* Whether the frame could fit if nothing but its own burst were kept. */
static bool can_fit(const struct petcam *camera, const struct petcam_burst *burst, size_t length)
{
  uint64_t bytes = length;
  for (uint32_t i = 0; i < burst->count; i++) {
    bytes += burst->frames[i].length;
  }
  return bytes < camera->ring.capacity;
}

/* Makes room by dropping whole bursts, oldest first. A burst is never thinned out to make room for another. */
static bool store(struct petcam *camera, const struct petcam_shot *shot, size_t length)
{
  struct petcam_burst *burst = petcam_ring_filling(&camera->ring);
  if (burst == NULL || !can_fit(camera, burst, length)) {
    return false;
  }
  while (!petcam_ring_add(&camera->ring, shot->jpeg, (uint32_t)length, shot->exposed_ms)) {
    if (!petcam_lose_oldest(camera)) {
      return false;
    }
  }
  camera->counters.frames_stored++;
  petcam_upload_frame(burst);
  return true;
}

static void keep(struct petcam *camera, const struct petcam_shot *shot, size_t length)
{
  struct petcam_sequence *sequence = &camera->sequence;
  if (!store(camera, shot, length)) {
    petcam_capture_end(camera);
    return;
  }
  sequence->retries = TRIES_PER_FRAME;
  sequence->next_ms = camera->shot_asked_ms + camera->settings.value[PETCAM_BURST_INTERVAL_MS];
  if (--sequence->frames == 0) {
    petcam_capture_end(camera);
  }
}

/* Counts a warm-up frame. False once the exposure is fit for use. */
static bool is_warmup(struct petcam *camera)
{
  struct petcam_sequence *sequence = &camera->sequence;
  sequence->next_ms = camera->now_ms;
  if (sequence->warmups > 0) {
    sequence->warmups--;
    return true;
  }
  if (sequence->settling > 0 && camera->luma >= 0 && !camera->exposure_settled) {
    sequence->settling--;
    return true;
  }
  sequence->settling = 0;
  return false;
}

static void take_burst_shot(struct petcam *camera, const struct petcam_shot *shot)
{
  struct petcam_sequence *sequence = &camera->sequence;
  size_t length = petcam_jpeg_length(shot->jpeg, shot->length);
  bool stale = shot->exposed_ms <= sequence->exposed_ms;
  if (!sequence->active) {
    return;
  }
  if (length == 0 || stale) {
    refuse_shot(camera);
    return;
  }
  sequence->exposed_ms = shot->exposed_ms;
  if (is_warmup(camera)) {
    return;
  }
  if (length > PETCAM_FRAME_BYTES_MAX) {
    camera->quality_raise += QUALITY_STEP;
    refuse_shot(camera);
    return;
  }
  camera->shot_seen = true;
  keep(camera, shot, length);
}

void petcam_capture_shot(struct petcam *camera, const struct petcam_shot *shot)
{
  if (!camera->shot_pending || shot->kind != camera->shot_kind) {
    return;
  }
  camera->shot_pending = false;
  camera->shot_failures = 0;
  petcam_watch_luma(camera, shot->luma);
  if (shot->kind == PETCAM_SHOT_BURST) {
    take_burst_shot(camera, shot);
    return;
  }
  if (shot->kind == PETCAM_SHOT_PREVIEW) {
    petcam_preview_shot(camera, shot);
  } else {
    camera->shot_seen = true;
  }
  petcam_watch_look(camera, shot->luma);
}

void petcam_capture_failed(struct petcam *camera)
{
  if (!camera->shot_pending) {
    return;
  }
  camera->shot_pending = false;
  camera->exposure_settled = false;
  camera->shot_failures++;
  if (camera->shot_failures % FAILURES_MANY == 0) {
    camera->preview_until_ms = 0;
    camera->port.reset_sensor(camera->port.context);
  }
  if (camera->sequence.active) {
    try_again(camera);
  }
}

static void order(struct petcam *camera, enum petcam_shot_kind kind)
{
  uint32_t quality = camera->settings.value[PETCAM_QUALITY] + camera->quality_raise;
  struct petcam_shot_order shot = {kind, (enum petcam_frame_size)camera->settings.value[PETCAM_FRAME_SIZE],
                                   quality < QUALITY_WORST ? quality : (uint32_t)QUALITY_WORST,
                                   kind == PETCAM_SHOT_BURST && camera->sequence.flash};
  if (kind == PETCAM_SHOT_PREVIEW) {
    shot.frame_size = PETCAM_QVGA;
  }
  camera->shot_pending = true;
  camera->shot_kind = kind;
  camera->shot_asked_ms = camera->now_ms;
  petcam_wake(camera, camera->now_ms + SHOT_LASTS_MS);
  camera->port.expose(camera->port.context, &shot);
}

static void advance_sequence(struct petcam *camera)
{
  if (camera->now_ms >= camera->sequence.next_ms) {
    order(camera, PETCAM_SHOT_BURST);
  } else {
    petcam_wake(camera, camera->sequence.next_ms);
  }
}

void petcam_capture_advance(struct petcam *camera)
{
  if (camera->shot_pending && camera->now_ms - camera->shot_asked_ms >= SHOT_LASTS_MS) {
    petcam_capture_failed(camera);
  }
  if (camera->shot_pending) {
    petcam_wake(camera, camera->shot_asked_ms + SHOT_LASTS_MS);
  } else if (camera->sequence.active) {
    advance_sequence(camera);
  } else if (camera->left) {
    return;
  } else if (camera->now_ms < camera->preview_until_ms) {
    if (petcam_preview_is_due(camera)) {
      order(camera, PETCAM_SHOT_PREVIEW);
    }
  } else if (petcam_watch_wants_look(camera)) {
    order(camera, PETCAM_SHOT_LOOK);
  }
}
