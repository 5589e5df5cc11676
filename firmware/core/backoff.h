/* Growing, randomised waits, and the small generator they draw from. */
#ifndef PETCAM_BACKOFF_H
#define PETCAM_BACKOFF_H

#include <stdint.h>

/* A xorshift32 generator (Marsaglia 2003, "Xorshift RNGs"). For jitter only, never for keys. */
struct petcam_random {
  uint32_t state;
};

/* Any seed will do. */
struct petcam_random petcam_random(uint32_t seed);

/* A number of 0 to `bound` - 1. `bound` is at least 1. */
uint32_t petcam_random_below(struct petcam_random *random, uint32_t bound);

/* A wait that doubles from `first_ms` up to `most_ms`. */
struct petcam_backoff {
  uint32_t first_ms;
  uint32_t most_ms;
  uint32_t attempt;
};

struct petcam_backoff petcam_backoff(uint32_t first_ms, uint32_t most_ms);

/* The next wait in ms: the doubled base plus a random part of up to a quarter of it. */
uint32_t petcam_backoff_next(struct petcam_backoff *backoff, struct petcam_random *random);

#endif
