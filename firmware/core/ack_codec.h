/* Reads the hub's acknowledgement of a burst, docs/PROTOCOL.md ("Acknowledgement", "Reasons"). */
#ifndef PETCAM_ACK_CODEC_H
#define PETCAM_ACK_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "id.h"

enum petcam_ack_state { PETCAM_ACK_OPEN, PETCAM_ACK_WAITING, PETCAM_ACK_CLOSED };

/* Sets of frames are bit masks: bit i stands for the frame with index i, 0 to 19. */
struct petcam_ack {
  struct petcam_id burst;
  enum petcam_ack_state state;
  uint32_t durable;
  uint32_t missing;
  /* Refused for want of room or time at the hub: to be sent again later, not at once. */
  uint32_t deferred;
  /* Refused as above the hub's largest frame: never to be sent again. */
  uint32_t too_large;
  /* The hub refused a manifest of this burst, which is a fault of this firmware. */
  bool manifest_refused;
  /* The hub's clock, ms since 1970 UTC. */
  uint64_t time_ms;
};

/* False when `json` is no acknowledgement of version 1; `ack` is then undefined. Unknown fields and reasons are
   passed over. */
bool petcam_ack_read(const char *json, size_t length, struct petcam_ack *ack);

#endif
