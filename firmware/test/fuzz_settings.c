/* Any bytes as stored settings: what is accepted is in range, and is read back the same. */
#include <stdlib.h>
#include <string.h>

#include "settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  char bytes[400];
  struct petcam_text text = petcam_text(bytes, sizeof bytes);
  struct petcam_settings settings = petcam_settings_default();
  struct petcam_settings again = petcam_settings_default();
  if (!petcam_settings_read(&settings, (const char *)data, size)) {
    return 0;
  }
  petcam_settings_write(&settings, &text);
  if (text.overflow || !petcam_settings_read(&again, text.bytes, text.length) ||
      memcmp(&settings, &again, sizeof settings) != 0) {
    abort();
  }
  return 0;
}
