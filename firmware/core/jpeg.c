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
