/* Commands of the hub and their answers, docs/PROTOCOL.md ("Commands"). */
#ifndef PETCAM_REQUEST_H
#define PETCAM_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "id.h"
#include "json.h"
#include "text.h"

enum petcam_verb {
  PETCAM_CAPTURE,
  PETCAM_CHANGE_SETTINGS,
  PETCAM_PREVIEW,
  PETCAM_RESTART,
  PETCAM_TIME,
  PETCAM_UPDATE,
  PETCAM_MOVE,
  PETCAM_UNKNOWN_VERB
};

/* The verb that the last level of a request's topic names. */
enum petcam_verb petcam_request_verb(const char *name);

/* `data` is an object inside the message it was read from, or an empty one of its own when the message has none. */
struct petcam_request {
  struct petcam_id transaction;
  struct petcam_json data;
};

/* False when the message has no valid transaction and so cannot even be answered, or when `data` is no object. */
bool petcam_request_read(const char *json, size_t length, struct petcam_request *request);

/* `data` of a preview request. False when seconds is not 0 to 120 or fps not 1 to 5. */
bool petcam_request_preview(struct petcam_json data, uint32_t *seconds, uint32_t *fps);

/* `data` of a time request: ms since 1970 UTC. False when it is no plain number. */
bool petcam_request_time(struct petcam_json data, uint64_t *epoch_ms);

/* Begins {"transaction":"...","status":"ok","data": -- the caller appends the data and a closing brace. */
void petcam_response_begin_ok(struct petcam_text *text, const char *transaction);

/* Appends a whole error answer. `detail` is put after the message, and may be empty. */
void petcam_response_error(struct petcam_text *text, const char *transaction, const char *code, const char *message,
                           const char *detail);

#endif
