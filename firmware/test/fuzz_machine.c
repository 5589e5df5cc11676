/* Any bytes as a life of the whole camera: the first byte of each piece says what happens, the rest is a message. */
#include <stdlib.h>
#include <string.h>

#include "bench.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct bench bench;

static const char *const topics[] = {"petcam/porch/request/capture", "petcam/porch/request/settings",
                                     "petcam/porch/request/preview", "petcam/porch/request/restart",
                                     "petcam/porch/burst/00000017-1/ack", "petcam/porch/burst/00000017-2/ack",
                                     "petcam/bridge/state", "petcam/porch/request/time",
                                     "petcam/porch/request/update", "petcam/porch/update/chunk/0",
                                     "petcam/porch/update/chunk/4096", "petcam/porch/request/move"};

static void receive(uint8_t which, const uint8_t *payload, size_t length)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_MESSAGE;
  event.with.message.topic = topics[which % (sizeof topics / sizeof topics[0])];
  event.with.message.topic_length = strlen(event.with.message.topic);
  event.with.message.payload = payload;
  event.with.message.length = length;
  bench_step(&bench, &event);
}

static size_t live(const uint8_t *data, size_t size)
{
  size_t length = 0;
  switch (data[0] % 8U) {
  case 0:
    bench_tick(&bench, (uint64_t)data[0] * 40U);
    break;
  case 1:
    bench_shoot(&bench, 5U + data[0] * 4U, data[0]);
    break;
  case 2:
    bench_event(&bench, PETCAM_EVENT_CONNECTED);
    break;
  case 3:
    bench_event(&bench, (data[0] & 8U) != 0 ? PETCAM_EVENT_DISCONNECTED : PETCAM_EVENT_CAMERA_FAILED);
    break;
  case 4:
    bench_trigger(&bench, (enum petcam_trigger)((data[0] >> 3) & 3U));
    break;
  case 5:
    bench_published(&bench, bench.camera.upload.flights[(data[0] >> 3) & 1U].token);
    break;
  default:
    while (length + 1 < size && data[length + 1] != '\0') {
      length++;
    }
    receive(data[0] >> 3, data + 1, length);
    break;
  }
  return 1 + length;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  bench_init(&bench);
  bench_online(&bench);
  while (size > 0) {
    size_t used = live(data, size);
    data += used;
    size -= used;
  }
  if (!bench_guards_intact(&bench) || bench.wake <= bench.camera.context.now_ms) {
    abort();
  }
  return 0;
}
