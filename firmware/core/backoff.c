#include "backoff.h"

enum { DOUBLINGS_MAX = 16 };

struct petcam_random petcam_random(uint32_t seed)
{
  /* Zero is the one state that xorshift never leaves. */
  struct petcam_random random = {seed == 0U ? 0x9e3779b9U : seed};
  return random;
}

uint32_t petcam_random_below(struct petcam_random *random, uint32_t bound)
{
  uint32_t state = random->state;
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  random->state = state;
  return (uint32_t)(((uint64_t)state * bound) >> 32);
}

struct petcam_backoff petcam_backoff(uint32_t first_ms, uint32_t most_ms)
{
  struct petcam_backoff backoff = {first_ms, most_ms, 0};
  return backoff;
}

uint32_t petcam_backoff_next(struct petcam_backoff *backoff, struct petcam_random *random)
{
  uint64_t base = (uint64_t)backoff->first_ms << backoff->attempt;
  if (base > backoff->most_ms) {
    base = backoff->most_ms;
  }
  if (backoff->attempt < DOUBLINGS_MAX) {
    backoff->attempt++;
  }
  uint32_t wait = (uint32_t)base;
  return wait + petcam_random_below(random, wait / 4U + 1U);
}
