#include "hex.h"

/* The value of a lower-case hexadecimal digit, or 16. */
static uint8_t digit_of(char character)
{
  if (character >= '0' && character <= '9') {
    return (uint8_t)(character - '0');
  }
  return character >= 'a' && character <= 'f' ? (uint8_t)(character - 'a' + 10) : 16;
}

bool petcam_hex_read(const char *text, uint8_t *bytes, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    uint8_t high = digit_of(text[2 * i]);
    uint8_t low = high > 15 ? high : digit_of(text[2 * i + 1]);
    if (low > 15) {
      return false;
    }
    bytes[i] = (uint8_t)((uint32_t)high << 4 | low);
  }
  return true;
}
