#include "motion.h"

#include <string.h>

enum {
  FRACTION = 16, /* cells are kept in sixteenths of a luma step */
  LEARN_PICTURES = 4,
  NOISE_FACTOR = 5,
  MANY_CELLS = PETCAM_MOTION_CELLS * 6 / 10,
  /* A background cell moves by 1/8 of the change, or by 1/64 where something stands that may walk away again. */
  ADAPT_STILL = 8,
  ADAPT_CHANGED = 64,
  SIDE_MAX = 1024,
  QUICK_SENSITIVITY = 8 /* from here on a single picture is enough */
};

void petcam_motion_forget(struct petcam_motion *motion)
{
  memset(motion, 0, sizeof *motion);
}

static bool is_valid(struct petcam_luma luma)
{
  return luma.width >= PETCAM_MOTION_COLUMNS && luma.width <= SIDE_MAX && luma.height >= PETCAM_MOTION_ROWS &&
         luma.height <= SIDE_MAX;
}

static uint32_t sum_row(struct petcam_luma luma, uint32_t row, uint32_t first, uint32_t after)
{
  const uint8_t *pixels = luma.pixels + (size_t)row * luma.width;
  uint32_t sum = 0;
  for (uint32_t x = first; x < after; x++) {
    sum += pixels[x];
  }
  return sum;
}

static int16_t average_cell(struct petcam_luma luma, uint32_t column, uint32_t row)
{
  uint32_t left = column * luma.width / PETCAM_MOTION_COLUMNS;
  uint32_t right = (column + 1U) * luma.width / PETCAM_MOTION_COLUMNS;
  uint32_t top = row * luma.height / PETCAM_MOTION_ROWS;
  uint32_t bottom = (row + 1U) * luma.height / PETCAM_MOTION_ROWS;
  uint32_t area = (right - left) * (bottom - top);
  uint32_t sum = 0;
  for (uint32_t y = top; y < bottom; y++) {
    sum += sum_row(luma, y, left, right);
  }
  return (int16_t)(area > 0 ? sum * FRACTION / area : 0);
}

static void average_cells(struct petcam_luma luma, int16_t *cells)
{
  for (uint32_t i = 0; i < PETCAM_MOTION_CELLS; i++) {
    cells[i] = average_cell(luma, i % PETCAM_MOTION_COLUMNS, i / PETCAM_MOTION_COLUMNS);
  }
}

/* The median, found by halving the range of values: no second array, no sorting. */
static int16_t median(const int16_t *values, int low, int high)
{
  while (low < high) {
    int middle = low + (high - low) / 2;
    int below = 0;
    for (int i = 0; i < PETCAM_MOTION_CELLS; i++) {
      below += values[i] <= middle ? 1 : 0;
    }
    if (below > PETCAM_MOTION_CELLS / 2) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return (int16_t)low;
}

/* Replaces each cell by how far it is from its background, once the change that all cells share is taken out. */
static void take_differences(const struct petcam_motion *motion, int16_t *cells)
{
  for (int i = 0; i < PETCAM_MOTION_CELLS; i++) {
    cells[i] = (int16_t)(cells[i] - motion->background[i]);
  }
  int16_t shared = median(cells, -255 * FRACTION, 255 * FRACTION);
  for (int i = 0; i < PETCAM_MOTION_CELLS; i++) {
    int difference = cells[i] - shared;
    cells[i] = (int16_t)(difference < 0 ? -difference : difference);
  }
}

/* A television or a window that the owner marked: what it does is no change. */
static void calm(int16_t *differences, const uint8_t *ignore)
{
  for (uint32_t i = 0; i < PETCAM_MOTION_CELLS; i++) {
    if ((ignore[i / 8U] & (0x80U >> (i % 8U))) != 0) {
      differences[i] = 0;
    }
  }
}

/* Luma steps times 16: 9 at sensitivity 1, 2.25 at 10. */
static int floor_of(uint32_t sensitivity)
{
  return (int)(9U * FRACTION - (sensitivity - 1U) * 12U);
}

static int threshold_of(const struct petcam_motion *motion, uint32_t sensitivity)
{
  int by_noise = motion->noise * NOISE_FACTOR;
  int floor = floor_of(sensitivity);
  return by_noise > floor ? by_noise : floor;
}

/* A pet far away covers few cells: 7 at sensitivity 1, 2 from 6 on. */
static int cells_of(uint32_t sensitivity)
{
  return sensitivity < 6U ? 8 - (int)sensitivity : 2;
}

static int count_above(const int16_t *values, int threshold)
{
  int count = 0;
  for (int i = 0; i < PETCAM_MOTION_CELLS; i++) {
    count += values[i] > threshold ? 1 : 0;
  }
  return count;
}

/* At least one sixteenth a picture, or a small difference would be held against the background for ever. */
static int step_towards(int difference, int rate)
{
  int step = difference / rate;
  if (step == 0 && difference != 0) {
    step = difference > 0 ? 1 : -1;
  }
  return step;
}

static void adapt(struct petcam_motion *motion, const int16_t *cells, const int16_t *differences, int threshold)
{
  for (int i = 0; i < PETCAM_MOTION_CELLS; i++) {
    int rate = differences[i] > threshold ? ADAPT_CHANGED : ADAPT_STILL;
    int step = step_towards(cells[i] - motion->background[i], rate);
    motion->background[i] = (int16_t)(motion->background[i] + step);
  }
  int noise = median(differences, 0, 510 * FRACTION);
  motion->noise = (int16_t)(motion->noise + (noise - motion->noise) / 4);
}

static enum petcam_motion_result relearn(struct petcam_motion *motion, const int16_t *cells)
{
  memcpy(motion->background, cells, sizeof motion->background);
  motion->hits = 0;
  return PETCAM_LIGHT_CHANGED;
}

static enum petcam_motion_result judge(struct petcam_motion *motion, int changed, uint32_t sensitivity)
{
  if (motion->learned < LEARN_PICTURES) {
    motion->learned++;
    return PETCAM_LEARNING;
  }
  motion->hits = (uint8_t)(changed < cells_of(sensitivity) ? 0 : motion->hits < 2 ? motion->hits + 1 : 2);
  int needed = sensitivity >= QUICK_SENSITIVITY ? 1 : 2;
  return motion->hits >= needed ? PETCAM_MOVED : PETCAM_STILL;
}

enum petcam_motion_result petcam_motion_look(struct petcam_motion *motion, struct petcam_luma luma,
                                             uint32_t sensitivity, const uint8_t *ignore)
{
  int16_t cells[PETCAM_MOTION_CELLS];
  int16_t differences[PETCAM_MOTION_CELLS];
  if (!is_valid(luma)) {
    return PETCAM_LUMA_INVALID;
  }
  average_cells(luma, cells);
  if (motion->learned == 0) {
    (void)relearn(motion, cells);
  }
  memcpy(differences, cells, sizeof cells);
  take_differences(motion, differences);
  int threshold = threshold_of(motion, sensitivity);
  calm(differences, ignore);
  int changed = count_above(differences, threshold);
  if (changed > MANY_CELLS) {
    return relearn(motion, cells);
  }
  adapt(motion, cells, differences, threshold);
  return judge(motion, changed, sensitivity);
}

uint32_t petcam_luma_mean(struct petcam_luma luma)
{
  uint64_t area = (uint64_t)luma.width * luma.height;
  uint64_t sum = 0;
  for (uint32_t row = 0; row < luma.height; row++) {
    sum += sum_row(luma, row, 0, luma.width);
  }
  return (uint32_t)(area > 0 ? sum / area : 0);
}
