#include "capture.h"

#include "delivery.h"
#include "jpeg.h"
#include "upload.h"

enum {
  TRIES_PER_FRAME = 4,
  RESIZES_MAX = 6, /* the driver of the ESP32 keeps two pictures, and the sensor may be in the middle of a third */
  SETTLING_FRAMES = 10,
  QUALITY_STEP = 4,
  QUALITY_WORST = 63
};

static bool wants_flash(const struct petcam_context *context, const struct petcam_exposure *exposure)
{
  uint32_t flash = context->settings.value[PETCAM_FLASH];
  return flash == PETCAM_FLASH_ON || (flash == PETCAM_FLASH_AUTO && petcam_exposure_is_dark(exposure));
}

/* The first pictures after a pause are dark or green. They are dropped, unless the looks of the last second show
   that the exposure has settled already and no flash will upset it. Pictures of another size show only that the sensor
   is warm: one is dropped, and more until the exposure has settled again. */
static uint32_t plan_warmups(const struct petcam_context *context, bool settled, bool same_size)
{
  uint32_t most = context->settings.value[PETCAM_WARMUP_FRAMES];
  uint32_t least = same_size || most == 0U ? 0U : 1U;
  return settled ? least : most;
}

static void plan(struct petcam_capture *capture, const struct petcam_context *context,
                 const struct petcam_exposure *exposure, bool same_size)
{
  bool settled = petcam_exposure_is_settled(exposure, context->now_ms) && !capture->flash;
  capture->warmups = plan_warmups(context, settled, same_size);
  capture->settling = capture->warmups > 0U ? (uint32_t)SETTLING_FRAMES : 0U;
  capture->frames = context->settings.value[PETCAM_BURST_FRAMES];
  capture->retries = TRIES_PER_FRAME;
  capture->resizes = RESIZES_MAX;
  capture->next_ms = context->now_ms;
  capture->exposed_ms = 0;
}

void petcam_capture_begin(struct petcam_capture *capture, struct petcam_context *context, struct petcam_ring *ring,
                          enum petcam_trigger trigger, const struct petcam_exposure *exposure, bool same_size)
{
  capture->serial++;
  if (petcam_ring_begin(ring, capture->serial, trigger) == NULL) {
    (void)petcam_delivery_lose_oldest(context, ring);
    (void)petcam_ring_begin(ring, capture->serial, trigger);
  }
  capture->active = true;
  capture->flash = wants_flash(context, exposure);
  plan(capture, context, exposure, same_size);
}

void petcam_capture_end(struct petcam_capture *capture, struct petcam_context *context, struct petcam_ring *ring)
{
  struct petcam_burst *burst = petcam_ring_filling(ring);
  if (!capture->active || burst == NULL) {
    return;
  }
  capture->active = false;
  if (capture->frames > 0) {
    context->counters.bursts_shortened++;
  }
  if (burst->count == 0) {
    petcam_ring_remove(ring, burst);
    return;
  }
  context->counters.bursts_taken++;
  context->state_changed = true;
  petcam_upload_complete(burst);
}

void petcam_capture_retry(struct petcam_capture *capture, struct petcam_context *context, struct petcam_ring *ring)
{
  if (!capture->active) {
    return;
  }
  capture->next_ms = context->now_ms;
  if (--capture->retries == 0) {
    petcam_capture_end(capture, context, ring);
  }
}

void petcam_capture_wrong_size(struct petcam_capture *capture, struct petcam_context *context,
                               struct petcam_ring *ring)
{
  if (!capture->active) {
    return;
  }
  capture->next_ms = context->now_ms;
  if (--capture->resizes == 0) {
    petcam_capture_end(capture, context, ring);
  }
}

bool petcam_capture_wants_luma(const struct petcam_capture *capture)
{
  return capture->warmups > 0 || capture->settling > 0;
}

static bool refuse_shot(struct petcam_capture *capture, struct petcam_context *context, struct petcam_ring *ring)
{
  context->counters.shots_bad++;
  petcam_capture_retry(capture, context, ring);
  return false;
}

/* Whether the frame could fit if nothing but its own burst were kept. */
static bool can_fit(const struct petcam_ring *ring, const struct petcam_burst *burst, size_t length)
{
  uint64_t bytes = length;
  for (uint32_t i = 0; i < burst->count; i++) {
    bytes += burst->frames[i].length;
  }
  return bytes < ring->capacity;
}

/* Makes room by dropping whole bursts, oldest first. A burst is never thinned out to make room for another. */
static bool store(struct petcam_context *context, struct petcam_ring *ring, const struct petcam_shot *shot,
                  size_t length)
{
  struct petcam_burst *burst = petcam_ring_filling(ring);
  if (burst == NULL || !can_fit(ring, burst, length)) {
    return false;
  }
  while (!petcam_ring_add(ring, shot->jpeg, (uint32_t)length, shot->exposed_ms)) {
    if (!petcam_delivery_lose_oldest(context, ring)) {
      return false;
    }
  }
  context->counters.frames_stored++;
  petcam_upload_frame(burst);
  return true;
}

static void keep(struct petcam_capture *capture, struct petcam_context *context, struct petcam_ring *ring,
                 const struct petcam_shot *shot, size_t length, uint64_t asked_ms)
{
  if (!store(context, ring, shot, length)) {
    petcam_capture_end(capture, context, ring);
    return;
  }
  capture->retries = TRIES_PER_FRAME;
  capture->next_ms = asked_ms + context->settings.value[PETCAM_BURST_INTERVAL_MS];
  if (--capture->frames == 0) {
    petcam_capture_end(capture, context, ring);
  }
}

/* Counts a warm-up frame. False once the exposure is fit for use. */
static bool is_warmup(struct petcam_capture *capture, uint64_t now_ms, const struct petcam_exposure *exposure)
{
  capture->next_ms = now_ms;
  if (capture->warmups > 0) {
    capture->warmups--;
    return true;
  }
  if (capture->settling > 0 && exposure->luma >= 0 && !exposure->settled) {
    capture->settling--;
    return true;
  }
  capture->settling = 0;
  return false;
}

bool petcam_capture_take(struct petcam_capture *capture, struct petcam_context *context, struct petcam_ring *ring,
                         const struct petcam_shot *shot, const struct petcam_exposure *exposure, uint64_t asked_ms)
{
  size_t length = petcam_jpeg_length(shot->jpeg, shot->length);
  bool stale = shot->exposed_ms <= capture->exposed_ms;
  if (!capture->active) {
    return false;
  }
  if (length == 0 || stale) {
    return refuse_shot(capture, context, ring);
  }
  capture->exposed_ms = shot->exposed_ms;
  if (is_warmup(capture, context->now_ms, exposure)) {
    return false;
  }
  if (length > PETCAM_FRAME_BYTES_MAX) {
    petcam_capture_lower_quality(capture);
    return refuse_shot(capture, context, ring);
  }
  keep(capture, context, ring, shot, length, asked_ms);
  return true;
}

void petcam_capture_lower_quality(struct petcam_capture *capture)
{
  capture->quality_raise += QUALITY_STEP;
}

uint32_t petcam_capture_quality(const struct petcam_capture *capture, const struct petcam_context *context)
{
  uint32_t quality = context->settings.value[PETCAM_QUALITY] + capture->quality_raise;
  return quality < QUALITY_WORST ? quality : (uint32_t)QUALITY_WORST;
}

bool petcam_capture_is_due(const struct petcam_capture *capture, struct petcam_context *context)
{
  petcam_wake(context, capture->next_ms);
  return context->now_ms >= capture->next_ms;
}
