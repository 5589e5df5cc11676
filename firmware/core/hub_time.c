#include "hub_time.h"

#define READING_LASTS_MS 600000U

bool petcam_hub_time_learn(struct petcam_hub_time *time, uint64_t now_ms, uint64_t epoch_ms)
{
  if (epoch_ms < PETCAM_EPOCH_MIN_MS || epoch_ms > PETCAM_EPOCH_MAX_MS || now_ms > epoch_ms) {
    return false;
  }
  uint64_t offset = epoch_ms - now_ms;
  if (!time->known || offset > time->offset_ms || now_ms - time->learned_ms > READING_LASTS_MS) {
    time->offset_ms = offset;
    time->learned_ms = now_ms;
    time->known = true;
  }
  return true;
}

uint64_t petcam_hub_time_at(const struct petcam_hub_time *time, uint64_t now_ms)
{
  return time->known ? time->offset_ms + now_ms : 0;
}
