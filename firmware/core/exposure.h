/* How bright the pictures are, and whether exposure and white balance have come to rest. */
#ifndef PETCAM_EXPOSURE_H
#define PETCAM_EXPOSURE_H

#include <stdbool.h>
#include <stdint.h>

#include "motion.h"

/* Written by exposure.c. */
struct petcam_exposure {
  int32_t luma; /* mean of the newest picture, 0 to 255, -1 unknown */
  uint64_t luma_ms;
  bool settled;
};

/* An exposure of which nothing is known. */
struct petcam_exposure petcam_exposure(void);

/* Takes the next picture into account; one without pixels leaves nothing known. */
void petcam_exposure_note(struct petcam_exposure *exposure, struct petcam_luma luma, uint64_t now_ms);

/* Whether the pictures of the last second were about equally bright. */
bool petcam_exposure_is_settled(const struct petcam_exposure *exposure, uint64_t now_ms);

/* Whether a flash would help. */
bool petcam_exposure_is_dark(const struct petcam_exposure *exposure);

#endif
