#include "id.h"

#include <string.h>

#include "text.h"

static bool is_lower_or_digit(char character)
{
  return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
}

static bool equals(const char *text, size_t length, const char *word)
{
  return length == strlen(word) && memcmp(text, word, length) == 0;
}

bool petcam_id_is_camera(const char *text, size_t length)
{
  if (length == 0 || length > PETCAM_ID_MAX || text[0] == '-') {
    return false;
  }
  for (size_t i = 0; i < length; i++) {
    if (!is_lower_or_digit(text[i]) && text[i] != '-') {
      return false;
    }
  }
  return !equals(text, length, "bridge") && !equals(text, length, "hub");
}

bool petcam_id_is_token(const char *text, size_t length)
{
  if (length == 0 || length > PETCAM_ID_MAX) {
    return false;
  }
  for (size_t i = 0; i < length; i++) {
    char character = text[i];
    bool upper = character >= 'A' && character <= 'Z';
    if (!upper && !is_lower_or_digit(character) && character != '_' && character != '-') {
      return false;
    }
  }
  return true;
}

struct petcam_id petcam_id_of_burst(uint32_t boot, uint32_t serial)
{
  struct petcam_id id = {""};
  struct petcam_text text = petcam_text(id.text, sizeof id.text);
  petcam_text_put_hex32(&text, boot);
  petcam_text_put(&text, "-");
  petcam_text_put_u64(&text, serial);
  return id;
}
