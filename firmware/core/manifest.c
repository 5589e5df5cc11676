#include "manifest.h"

static const char *const triggers[] = {"motion", "command", "schedule", "button"};

static uint64_t age(uint64_t exposed_ms, uint64_t now_ms)
{
  uint64_t age_ms = now_ms > exposed_ms ? now_ms - exposed_ms : 0;
  return age_ms < PETCAM_FRAME_AGE_MAX_MS ? age_ms : PETCAM_FRAME_AGE_MAX_MS;
}

static void put_field(struct petcam_text *text, const char *name, uint64_t number)
{
  petcam_text_put(text, name);
  petcam_text_put_u64(text, number);
}

static void put_frame(struct petcam_text *text, uint32_t index, const struct petcam_frame *frame, uint64_t now_ms)
{
  put_field(text, index == 0 ? "{\"index\":" : ",{\"index\":", index);
  put_field(text, ",\"length\":", frame->length);
  put_field(text, ",\"crc32\":", frame->crc32);
  put_field(text, ",\"ageMs\":", age(frame->exposed_ms, now_ms));
  petcam_text_put(text, "}");
}

void petcam_manifest_write(struct petcam_text *text, const char *id, const struct petcam_burst *burst,
                           uint64_t now_ms)
{
  put_field(text, "{\"v\":", PETCAM_PROTOCOL_VERSION);
  petcam_text_put(text, ",\"burst\":");
  petcam_text_put_quoted(text, id);
  petcam_text_put(text, ",\"trigger\":");
  petcam_text_put_quoted(text, triggers[burst->trigger]);
  put_field(text, ",\"count\":", burst->count);
  petcam_text_put(text, ",\"frames\":[");
  for (uint32_t i = 0; i < burst->count; i++) {
    put_frame(text, i, &burst->frames[i], now_ms);
  }
  petcam_text_put(text, "]}");
}
