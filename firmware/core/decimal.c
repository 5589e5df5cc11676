#include "decimal.h"

enum { DIGITS_MAX = 10 };

bool petcam_decimal_read(const char *text, size_t length, uint32_t max, uint32_t *number)
{
  uint64_t sum = 0;
  if (length == 0 || length > DIGITS_MAX || (length > 1 && text[0] == '0')) {
    return false;
  }
  for (size_t i = 0; i < length; i++) {
    if (text[i] < '0' || text[i] > '9') {
      return false;
    }
    sum = sum * 10U + (uint64_t)(text[i] - '0');
  }
  *number = (uint32_t)sum;
  return sum <= max;
}
