#include "json.h"

#include <string.h>

#include "json_scan.h"

bool petcam_json_parse(const char *text, size_t length, struct petcam_json *value)
{
  const char *end = text + length;
  const char *first = petcam_skip_space(text, end);
  const char *after = petcam_skip_value(first, end);
  if (after == NULL || petcam_skip_space(after, end) != end) {
    return false;
  }
  value->text = first;
  value->length = (size_t)(after - first);
  return true;
}

enum petcam_json_kind petcam_json_kind(struct petcam_json value)
{
  switch (value.text[0]) {
  case '{':
    return PETCAM_JSON_OBJECT;
  case '[':
    return PETCAM_JSON_ARRAY;
  case '"':
    return PETCAM_JSON_STRING;
  case 't':
  case 'f':
    return PETCAM_JSON_BOOL;
  case 'n':
    return PETCAM_JSON_NULL;
  default:
    return PETCAM_JSON_NUMBER;
  }
}

static struct petcam_json slice(const char *first, const char *after)
{
  struct petcam_json value = {first, (size_t)(after - first)};
  return value;
}

bool petcam_json_next(struct petcam_json container, size_t *cursor, struct petcam_json *name,
                      struct petcam_json *value)
{
  if (petcam_json_kind(container) < PETCAM_JSON_ARRAY || *cursor >= container.length) {
    return false;
  }
  const char *end = container.text + container.length;
  /* The cursor stands on the bracket or comma before the next value. */
  const char *at = petcam_skip_space(container.text + *cursor + 1, end);
  if (at == end || *at == ']' || *at == '}') {
    return false;
  }
  if (container.text[0] == '{') {
    if (name != NULL) {
      *name = slice(at, petcam_skip_string(at, end));
    }
    at = petcam_skip_name(at, end);
  }
  const char *after = petcam_skip_value(at, end);
  *value = slice(at, after);
  *cursor = (size_t)(petcam_skip_space(after, end) - container.text);
  return true;
}

bool petcam_json_member(struct petcam_json object, const char *name, struct petcam_json *member)
{
  struct petcam_json key;
  struct petcam_json value;
  size_t cursor = 0;
  bool found = false;
  if (petcam_json_kind(object) != PETCAM_JSON_OBJECT) {
    return false;
  }
  while (petcam_json_next(object, &cursor, &key, &value)) {
    if (petcam_json_is(key, name)) {
      *member = value;
      found = true;
    }
  }
  return found;
}

bool petcam_json_u64(struct petcam_json value, uint64_t max, uint64_t *number)
{
  uint64_t sum = 0;
  for (size_t i = 0; i < value.length; i++) {
    if (value.text[i] < '0' || value.text[i] > '9') {
      return false;
    }
    uint64_t digit = (uint64_t)(value.text[i] - '0');
    if (sum > (UINT64_MAX - digit) / 10U) {
      return false;
    }
    sum = sum * 10U + digit;
  }
  *number = sum;
  return sum <= max;
}

bool petcam_json_bool(struct petcam_json value, bool *truth)
{
  *truth = value.text[0] == 't';
  return petcam_json_kind(value) == PETCAM_JSON_BOOL;
}

bool petcam_json_string(struct petcam_json value, char *out, size_t capacity)
{
  if (petcam_json_kind(value) != PETCAM_JSON_STRING || value.length - 2 >= capacity) {
    return false;
  }
  for (size_t i = 1; i + 1 < value.length; i++) {
    if (value.text[i] < 0x20 || value.text[i] > 0x7e || value.text[i] == '\\') {
      return false;
    }
    out[i - 1] = value.text[i];
  }
  out[value.length - 2] = '\0';
  return true;
}

bool petcam_json_is(struct petcam_json value, const char *string)
{
  size_t length = strlen(string);
  return petcam_json_kind(value) == PETCAM_JSON_STRING && value.length == length + 2 &&
         memcmp(value.text + 1, string, length) == 0;
}
