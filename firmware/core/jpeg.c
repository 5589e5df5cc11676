#include "jpeg.h"

enum { PADDING_MAX = 1024, JPEG_BYTES_MIN = 5 };

size_t petcam_jpeg_length(const uint8_t *bytes, size_t length)
{
  if (length < JPEG_BYTES_MIN || bytes[0] != 0xffU || bytes[1] != 0xd8U || bytes[2] != 0xffU) {
    return 0;
  }
  size_t last = length - JPEG_BYTES_MIN < PADDING_MAX ? (size_t)JPEG_BYTES_MIN : length - PADDING_MAX;
  for (size_t end = length; end >= last; end--) {
    if (bytes[end - 2] == 0xffU && bytes[end - 1] == 0xd9U) {
      return end;
    }
  }
  return 0;
}

static uint32_t u16(const uint8_t *bytes)
{
  return ((uint32_t)bytes[0] << 8) | bytes[1];
}

/* ITU-T T.81, table B.1: C0 to CF but for DHT (C4), JPG (C8) and DAC (CC). */
static bool is_frame_header(uint8_t marker)
{
  return marker >= 0xc0U && marker <= 0xcfU && marker != 0xc4U && marker != 0xc8U && marker != 0xccU;
}

bool petcam_jpeg_size(const uint8_t *bytes, size_t length, uint32_t *width, uint32_t *height)
{
  enum { MARKER_BYTES = 2, SIZE_END = 9, START_OF_SCAN = 0xda };
  size_t at = MARKER_BYTES;
  while (at + SIZE_END <= length && bytes[at] == 0xffU && bytes[at + 1] != START_OF_SCAN) {
    if (is_frame_header(bytes[at + 1])) {
      *height = u16(bytes + at + 5);
      *width = u16(bytes + at + 7);
      return true;
    }
    bool fill = bytes[at + 1] == 0xffU;
    at += fill ? 1U : MARKER_BYTES + u16(bytes + at + MARKER_BYTES);
  }
  return false;
}
