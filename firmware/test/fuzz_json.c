/* Any bytes as JSON: parse, walk everything, read every value in every way. */
#include "json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(struct petcam_json value)
{
  struct petcam_json name;
  struct petcam_json item;
  size_t cursor = 0;
  uint64_t number;
  bool truth;
  char string[33];
  (void)petcam_json_u64(value, UINT64_MAX, &number);
  (void)petcam_json_bool(value, &truth);
  (void)petcam_json_string(value, string, sizeof string);
  (void)petcam_json_member(value, "burst", &item);
  while (petcam_json_next(value, &cursor, &name, &item)) {
    walk(item);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  struct petcam_json value;
  if (petcam_json_parse((const char *)data, size, &value)) {
    walk(value);
  }
  return 0;
}
