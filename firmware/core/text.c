#include "text.h"

#include <string.h>

static const char hex_digits[] = "0123456789abcdef";

struct petcam_text petcam_text(char *bytes, size_t capacity)
{
  struct petcam_text text = {bytes, capacity, 0, false};
  bytes[0] = '\0';
  return text;
}

void petcam_text_put_bytes(struct petcam_text *text, const char *bytes, size_t length)
{
  if (text->overflow || length >= text->capacity - text->length) {
    text->overflow = true;
    return;
  }
  memcpy(text->bytes + text->length, bytes, length);
  text->length += length;
  text->bytes[text->length] = '\0';
}

void petcam_text_put(struct petcam_text *text, const char *string)
{
  petcam_text_put_bytes(text, string, strlen(string));
}

void petcam_text_put_u64(struct petcam_text *text, uint64_t number)
{
  char digits[20];
  size_t first = sizeof digits;
  do {
    digits[--first] = (char)('0' + (int)(number % 10U));
    number /= 10U;
  } while (number > 0U);
  petcam_text_put_bytes(text, digits + first, sizeof digits - first);
}

void petcam_text_put_i32(struct petcam_text *text, int32_t number)
{
  if (number < 0) {
    petcam_text_put(text, "-");
  }
  petcam_text_put_u64(text, (uint64_t)(number < 0 ? -(int64_t)number : (int64_t)number));
}

void petcam_text_put_hex32(struct petcam_text *text, uint32_t number)
{
  char digits[8];
  for (size_t i = sizeof digits; i > 0; i--) {
    digits[i - 1] = hex_digits[number & 15U];
    number >>= 4;
  }
  petcam_text_put_bytes(text, digits, sizeof digits);
}

static void put_escaped(struct petcam_text *text, char character)
{
  unsigned char byte = (unsigned char)character;
  char escape[6] = {'\\', character, '0', '0', 0, 0};
  if (character == '"' || character == '\\') {
    petcam_text_put_bytes(text, escape, 2);
  } else if (byte < 0x20U) {
    escape[1] = 'u';
    escape[2] = '0';
    escape[4] = hex_digits[byte >> 4];
    escape[5] = hex_digits[byte & 15U];
    petcam_text_put_bytes(text, escape, 6);
  } else {
    petcam_text_put_bytes(text, &character, 1);
  }
}

void petcam_text_put_quoted(struct petcam_text *text, const char *string)
{
  petcam_text_put(text, "\"");
  for (; *string != '\0'; string++) {
    put_escaped(text, *string);
  }
  petcam_text_put(text, "\"");
}
