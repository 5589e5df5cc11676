/* Any bytes as what pairing hands over: what is accepted is well formed, and is read back the same. */
#include <stdlib.h>
#include <string.h>

#include "handover.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  char bytes[PETCAM_HANDOVER_BYTES];
  struct petcam_text text = petcam_text(bytes, sizeof bytes);
  struct petcam_handover handover;
  struct petcam_handover again;
  if (petcam_handover_read((const char *)data, size, &handover) != NULL) {
    return 0;
  }
  petcam_handover_write(&handover, &text);
  if (text.overflow || petcam_handover_read(text.bytes, text.length, &again) != NULL ||
      memcmp(&handover, &again, sizeof handover) != 0) {
    abort();
  }
  return 0;
}
