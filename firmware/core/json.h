/* Reads JSON (RFC 8259) in place: no copy, no tree, no allocation. Every byte may come from a hostile sender. */
#ifndef PETCAM_JSON_H
#define PETCAM_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How deep arrays and objects may nest. Bounds the stack of the reader. */
#define PETCAM_JSON_DEPTH_MAX 8

enum petcam_json_kind {
  PETCAM_JSON_NULL,
  PETCAM_JSON_BOOL,
  PETCAM_JSON_NUMBER,
  PETCAM_JSON_STRING,
  PETCAM_JSON_ARRAY,
  PETCAM_JSON_OBJECT
};

/* One value: the slice of the message that it occupies, without space around it. */
struct petcam_json {
  const char *text;
  size_t length;
};

/* Checks the whole of `text` and yields its value. False when it is not one valid JSON value, nested at most
   PETCAM_JSON_DEPTH_MAX deep. Only values that come from here may be passed to the functions below. */
bool petcam_json_parse(const char *text, size_t length, struct petcam_json *value);

enum petcam_json_kind petcam_json_kind(struct petcam_json value);

/* Steps through an array or object. `*cursor` begins as 0. `name` (a string value) is filled for objects and may be
   NULL. False at the end, and at once for any other kind of value. */
bool petcam_json_next(struct petcam_json container, size_t *cursor, struct petcam_json *name,
                      struct petcam_json *value);

/* The member called `name`; of several the last one, as JSON.parse does. False when there is none. */
bool petcam_json_member(struct petcam_json object, const char *name, struct petcam_json *member);

/* An integer of 0 to `max`, written in digits alone. False for everything else. */
bool petcam_json_u64(struct petcam_json value, uint64_t max, uint64_t *number);

bool petcam_json_bool(struct petcam_json value, bool *truth);

/* Copies a string, zero-terminated. False when it is no string, does not fit `capacity`, or has an escape or a byte
   that is not printable ASCII: every string of the contract is plain. */
bool petcam_json_string(struct petcam_json value, char *out, size_t capacity);

/* Whether the value is the plain string `string`. */
bool petcam_json_is(struct petcam_json value, const char *string);

#endif
