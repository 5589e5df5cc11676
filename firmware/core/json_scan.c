#include "json_scan.h"

#include <stdbool.h>
#include <string.h>

#include "json.h"

const char *petcam_skip_space(const char *at, const char *end)
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

const char *petcam_skip_string(const char *at, const char *end)
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

const char *petcam_skip_name(const char *at, const char *end)
{
  at = petcam_skip_string(at, end);
  if (at == NULL) {
    return NULL;
  }
  at = petcam_skip_space(at, end);
  return at < end && *at == ':' ? petcam_skip_space(at + 1, end) : NULL;
}

static const char *skip_nested(const char *at, const char *end, int depth);

static const char *skip_member(const char *at, const char *end, char close, int depth)
{
  if (close == '}') {
    at = petcam_skip_name(at, end);
  }
  return at == NULL ? NULL : skip_nested(at, end, depth);
}

static const char *skip_container(const char *at, const char *end, char close, int depth)
{
  if (depth == PETCAM_JSON_DEPTH_MAX) {
    return NULL;
  }
  at = petcam_skip_space(at + 1, end);
  if (at < end && *at == close) {
    return at + 1;
  }
  for (;;) {
    at = skip_member(at, end, close, depth + 1);
    at = at == NULL ? end : petcam_skip_space(at, end);
    if (at == end) {
      return NULL;
    }
    if (*at == close) {
      return at + 1;
    }
    if (*at != ',') {
      return NULL;
    }
    at = petcam_skip_space(at + 1, end);
  }
}

/* Recursion ends at PETCAM_JSON_DEPTH_MAX, which bounds the stack. */
static const char *skip_nested(const char *at, const char *end, int depth)
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
    return petcam_skip_string(at, end);
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

const char *petcam_skip_value(const char *at, const char *end)
{
  return skip_nested(at, end, 0);
}
