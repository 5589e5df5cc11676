#include "request.h"

#include <string.h>

enum { PREVIEW_SECONDS_MAX = 120, PREVIEW_FPS_MAX = 5 };

enum petcam_verb petcam_request_verb(const char *name)
{
  static const char *const names[] = {"capture", "settings", "preview", "restart", "time", "update", "move"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (strcmp(name, names[i]) == 0) {
      return (enum petcam_verb)i;
    }
  }
  return PETCAM_UNKNOWN_VERB;
}

bool petcam_request_read(const char *json, size_t length, struct petcam_request *request)
{
  static const struct petcam_json nothing = {"{}", 2};
  struct petcam_json object;
  struct petcam_json value;
  struct petcam_id *transaction = &request->transaction;
  if (!petcam_json_parse(json, length, &object) || !petcam_json_member(object, "transaction", &value) ||
      !petcam_json_string(value, transaction->text, sizeof transaction->text) ||
      !petcam_id_is_token(transaction->text, strlen(transaction->text))) {
    return false;
  }
  request->data = nothing;
  return !petcam_json_member(object, "data", &request->data) ||
         petcam_json_kind(request->data) == PETCAM_JSON_OBJECT;
}

bool petcam_request_preview(struct petcam_json data, uint32_t *seconds, uint32_t *fps)
{
  struct petcam_json value;
  uint64_t number;
  if (!petcam_json_member(data, "seconds", &value) || !petcam_json_u64(value, PREVIEW_SECONDS_MAX, &number)) {
    return false;
  }
  *seconds = (uint32_t)number;
  *fps = 1;
  if (!petcam_json_member(data, "fps", &value)) {
    return *seconds == 0;
  }
  if (!petcam_json_u64(value, PREVIEW_FPS_MAX, &number)) {
    return false;
  }
  *fps = (uint32_t)number;
  return number > 0;
}

bool petcam_request_time(struct petcam_json data, uint64_t *epoch_ms)
{
  struct petcam_json value;
  return petcam_json_member(data, "epochMs", &value) && petcam_json_u64(value, UINT64_MAX, epoch_ms);
}

static void begin(struct petcam_text *text, const char *transaction, const char *status)
{
  petcam_text_put(text, "{\"transaction\":");
  petcam_text_put_quoted(text, transaction);
  petcam_text_put(text, ",\"status\":");
  petcam_text_put_quoted(text, status);
}

void petcam_response_begin_ok(struct petcam_text *text, const char *transaction)
{
  begin(text, transaction, "ok");
  petcam_text_put(text, ",\"data\":");
}

void petcam_response_error(struct petcam_text *text, const char *transaction, const char *code, const char *message,
                           const char *detail)
{
  begin(text, transaction, "error");
  petcam_text_put(text, ",\"error\":{\"code\":");
  petcam_text_put_quoted(text, code);
  petcam_text_put(text, ",\"message\":\"");
  petcam_text_put(text, message);
  petcam_text_put(text, detail);
  petcam_text_put(text, "\"}}");
}
