#include "json.h"

#include <string.h>

/* Every skip function takes the place where something should begin and returns the place after it, or NULL when it
   is not there. `at` is never past `end`. */

static const char *skip_space(const char *at, const char *end)
{
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')) {
    at++;
  }
  return at;
}

static const char *skip_word(const char *at, const char *end, const char *word)
{
  size_t length = strlen(word);
  if ((size_t)(end - at) < length || memcmp(at, word, length) != 0) {
    return NULL;
  }
  return at + length;
}

static bool is_hex(char character)
{
  return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f') ||
         (character >= 'A' && character <= 'F');
}

static const char *skip_escape(const char *at, const char *end)
{
  static const char plain[] = {'"', '\\', '/', 'b', 'f', 'n', 'r', 't'};
  if (at == end) {
    return NULL;
  }
  if (*at != 'u') {
    return memchr(plain, *at, sizeof plain) != NULL ? at + 1 : NULL;
  }
  if (end - at < 5) {
    return NULL;
  }
  for (int i = 1; i <= 4; i++) {
    if (!is_hex(at[i])) {
      return NULL;
    }
  }
  return at + 5;
}

static const char *skip_string(const char *at, const char *end)
{
  if (at == end || *at != '"') {
    return NULL;
  }
  at++;
  while (at != NULL && at < end) {
    if (*at == '"') {
      return at + 1;
    }
    if ((unsigned char)*at < 0x20U) {
      return NULL;
    }
    at = *at == '\\' ? skip_escape(at + 1, end) : at + 1;
  }
  return NULL;
}

static const char *skip_digits(const char *at, const char *end)
{
  const char *first = at;
  while (at < end && *at >= '0' && *at <= '9') {
    at++;
  }
  return at > first ? at : NULL;
}

static const char *skip_exponent(const char *at, const char *end)
{
  if (at == end || (*at != 'e' && *at != 'E')) {
    return at;
  }
  at++;
  if (at < end && (*at == '+' || *at == '-')) {
    at++;
  }
  return skip_digits(at, end);
}

static const char *skip_number(const char *at, const char *end)
{
  if (*at == '-') {
    at++;
  }
  at = at < end && *at == '0' ? at + 1 : skip_digits(at, end);
  if (at != NULL && at < end && *at == '.') {
    at = skip_digits(at + 1, end);
  }
  return at == NULL ? NULL : skip_exponent(at, end);
}

static const char *skip_name(const char *at, const char *end)
{
  at = skip_string(at, end);
  if (at == NULL) {
    return NULL;
  }
  at = skip_space(at, end);
  return at < end && *at == ':' ? skip_space(at + 1, end) : NULL;
}

static const char *skip_value(const char *at, const char *end, int depth);

static const char *skip_member(const char *at, const char *end, char close, int depth)
{
  if (close == '}') {
    at = skip_name(at, end);
  }
  return at == NULL ? NULL : skip_value(at, end, depth);
}

static const char *skip_container(const char *at, const char *end, char close, int depth)
{
  if (depth == PETCAM_JSON_DEPTH_MAX) {
    return NULL;
  }
  at = skip_space(at + 1, end);
  if (at < end && *at == close) {
    return at + 1;
  }
  for (;;) {
    at = skip_member(at, end, close, depth + 1);
    at = at == NULL ? end : skip_space(at, end);
    if (at == end) {
      return NULL;
    }
    if (*at == close) {
      return at + 1;
    }
    if (*at != ',') {
      return NULL;
    }
    at = skip_space(at + 1, end);
  }
}

/* Recursion ends at PETCAM_JSON_DEPTH_MAX, which bounds the stack. */
static const char *skip_value(const char *at, const char *end, int depth)
{
  if (at == end) {
    return NULL;
  }
  switch (*at) {
  case '{':
    return skip_container(at, end, '}', depth);
  case '[':
    return skip_container(at, end, ']', depth);
  case '"':
    return skip_string(at, end);
  case 't':
    return skip_word(at, end, "true");
  case 'f':
    return skip_word(at, end, "false");
  case 'n':
    return skip_word(at, end, "null");
  default:
    return skip_number(at, end);
  }
}

bool petcam_json_parse(const char *text, size_t length, struct petcam_json *value)
{
  const char *end = text + length;
  const char *first = skip_space(text, end);
  const char *after = skip_value(first, end, 0);
  if (after == NULL || skip_space(after, end) != end) {
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
  const char *at = skip_space(container.text + *cursor + 1, end);
  if (at == end || *at == ']' || *at == '}') {
    return false;
  }
  if (container.text[0] == '{') {
    if (name != NULL) {
      *name = slice(at, skip_string(at, end));
    }
    at = skip_name(at, end);
  }
  const char *after = skip_value(at, end, 0);
  *value = slice(at, after);
  *cursor = (size_t)(skip_space(after, end) - container.text);
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
