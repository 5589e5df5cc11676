/* Sees something move in a row of small luma pictures.

   The picture is averaged into a grid of cells. Each cell is compared with a slowly learned background after the
   median change of all cells is taken out, which removes clouds, dimmers and the sensor's own exposure steps. A cell
   has changed when it left the background by more than a floor set by the sensitivity and by more than a multiple of
   the noise that the whole grid shows lately. Some cells changed twice running: motion. Most cells changed: the light
   did, and the background is learned anew. */
#ifndef PETCAM_MOTION_H
#define PETCAM_MOTION_H

#include <stdbool.h>
#include <stdint.h>

enum { PETCAM_MOTION_COLUMNS = 16, PETCAM_MOTION_ROWS = 12, PETCAM_MOTION_CELLS = 192 };

/* A luma picture: width times height bytes, row by row. */
struct petcam_luma {
  const uint8_t *pixels;
  uint32_t width;  /* 16 to 1024 */
  uint32_t height; /* 12 to 1024 */
};

enum petcam_motion_result {
  PETCAM_STILL,
  PETCAM_MOVED,
  PETCAM_LIGHT_CHANGED, /* nothing can be said until the next picture */
  PETCAM_LEARNING,      /* the first pictures after a start or a forget */
  PETCAM_LUMA_INVALID   /* a size outside the ranges above */
};

struct petcam_motion {
  int16_t background[PETCAM_MOTION_CELLS]; /* luma times 16 */
  int16_t noise;                           /* luma times 16 */
  uint8_t learned;                         /* pictures since the start, up to what learning takes */
  uint8_t hits;                            /* pictures with motion in a row */
};

/* Forgets the background, for example after the sensor's frame size changed. */
void petcam_motion_forget(struct petcam_motion *motion);

/* Looks at the next picture. `sensitivity` is 1 to 10; `ignore` has a bit for each cell, the first in the highest bit of
   the first byte, and such cells never count as changed. */
enum petcam_motion_result petcam_motion_look(struct petcam_motion *motion, struct petcam_luma luma,
                                             uint32_t sensitivity, const uint8_t *ignore);

/* Mean luma of a picture, 0 to 255; 0 for one without pixels. */
uint32_t petcam_luma_mean(struct petcam_luma luma);

#endif
