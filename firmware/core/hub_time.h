/* What the hub's clock says, as far as this camera can tell. The camera has none of its own. */
#ifndef PETCAM_HUB_TIME_H
#define PETCAM_HUB_TIME_H

#include <stdbool.h>
#include <stdint.h>

/* Times of the hub are believed from 2020 to 2100. */
#define PETCAM_EPOCH_MIN_MS UINT64_C(1577836800000)
#define PETCAM_EPOCH_MAX_MS UINT64_C(4102444800000)

struct petcam_hub_time {
  uint64_t offset_ms;
  uint64_t learned_ms;
  bool known;
};

/* Learns that the hub's clock said `epoch_ms` when it sent a message that arrived at `now_ms` (monotonic, ms).
   A message is never early, so of several readings the largest offset is the truest; a reading older than ten
   minutes is replaced by any newer one, which follows a drifting clock. False when the time cannot be believed. */
bool petcam_hub_time_learn(struct petcam_hub_time *time, uint64_t now_ms, uint64_t epoch_ms);

/* Milliseconds since 1970 UTC at `now_ms`, or 0 while unknown. */
uint64_t petcam_hub_time_at(const struct petcam_hub_time *time, uint64_t now_ms);

#endif
