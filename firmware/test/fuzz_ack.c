/* Any bytes as an acknowledgement, and as a topic. */
#include <stdlib.h>

#include "ack_codec.h"
#include "topic.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  struct petcam_ack ack;
  struct petcam_inbound inbound = petcam_topic_read("porch", (const char *)data, size);
  if (inbound.kind == PETCAM_TOPIC_UNKNOWN && petcam_ack_read((const char *)data, size, &ack) &&
      ((ack.durable | ack.missing | ack.deferred | ack.too_large) >> PETCAM_BURST_FRAMES_MAX) != 0) {
    abort();
  }
  return 0;
}
