/* Any bytes as a request, with its data as each verb's, and as the hub's state. */
#include <stdlib.h>
#include <string.h>

#include "hub_state.h"
#include "request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  struct petcam_request request;
  uint32_t seconds;
  uint32_t fps;
  uint64_t epoch_ms;
  bool online;
  (void)petcam_hub_state_read((const char *)data, size, &online);
  if (!petcam_request_read((const char *)data, size, &request)) {
    return 0;
  }
  if (!petcam_id_is_token(request.transaction.text, strlen(request.transaction.text))) {
    abort();
  }
  if (petcam_request_preview(request.data, &seconds, &fps) && (seconds > 120 || fps < 1 || fps > 5)) {
    abort();
  }
  (void)petcam_request_time(request.data, &epoch_ms);
  return 0;
}
