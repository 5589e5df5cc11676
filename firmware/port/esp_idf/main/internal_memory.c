#include "internal_memory.h"

#include <stdbool.h>
#include <stddef.h>

#include "esp_err.h"
#include "esp_heap_caps.h"
#include "esp_heap_caps_init.h"
#include "esp_log.h"
#include "esp_psram.h"
#include "heap_memory_layout.h"

enum { PIECE_BYTES = 49152 };

static const char tag[] = "memory";

/* Not MALLOC_CAP_DEFAULT: Wi-Fi and lwIP ask for that too, and would fill it. */
static bool lend(void)
{
  const uint32_t caps[SOC_MEMORY_TYPE_NO_PRIOS] = {MALLOC_CAP_SPIRAM | MALLOC_CAP_8BIT | MALLOC_CAP_32BIT};
  uint8_t *piece = heap_caps_malloc(PIECE_BYTES, MALLOC_CAP_INTERNAL | MALLOC_CAP_8BIT);
  return piece != NULL && heap_caps_add_region_with_caps(caps, (intptr_t)piece, (intptr_t)(piece + PIECE_BYTES)) == ESP_OK;
}

void internal_memory_lend(uint32_t pieces)
{
  if (esp_psram_is_initialized()) {
    return;
  }
  ESP_LOGE(tag, "no PSRAM: no pictures, and little room for the connection");
  for (uint32_t i = 0; i < pieces; i++) {
    if (!lend()) {
      ESP_LOGE(tag, "too little internal memory, the hub may not be reached");
    }
  }
}
