#include "exposure.h"

#include <stddef.h>

enum {
  SETTLED_STEP = 8,      /* luma steps between two pictures */
  SETTLED_FOR_MS = 1000, /* an older picture says nothing of the exposure now */
  DARK_LUMA = 40         /* below, the flash of `auto` helps */
};

struct petcam_exposure petcam_exposure(void)
{
  struct petcam_exposure exposure = {-1, 0, false};
  return exposure;
}

void petcam_exposure_note(struct petcam_exposure *exposure, struct petcam_luma luma, uint64_t now_ms)
{
  int32_t before = exposure->luma;
  if (luma.pixels == NULL) {
    *exposure = petcam_exposure();
    return;
  }
  exposure->luma = (int32_t)petcam_luma_mean(luma);
  int32_t step = exposure->luma > before ? exposure->luma - before : before - exposure->luma;
  exposure->settled = before >= 0 && step <= SETTLED_STEP && now_ms - exposure->luma_ms <= SETTLED_FOR_MS;
  exposure->luma_ms = now_ms;
}

bool petcam_exposure_is_settled(const struct petcam_exposure *exposure, uint64_t now_ms)
{
  return exposure->settled && now_ms - exposure->luma_ms <= SETTLED_FOR_MS;
}

bool petcam_exposure_is_dark(const struct petcam_exposure *exposure)
{
  return exposure->luma >= 0 && exposure->luma < DARK_LUMA;
}
