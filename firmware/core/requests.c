#include "requests.h"

#include "offer.h"
#include "request.h"
#include "shooting.h"

static const struct petcam_refusal fine = {NULL, NULL, NULL};

static struct petcam_refusal refuse(const char *code, const char *message, const char *detail)
{
  struct petcam_refusal refusal = {code, message, detail};
  return refusal;
}

static struct petcam_refusal refuse_without_sensor(const struct petcam *camera)
{
  return petcam_camera_failed(camera) ? refuse("camera-failed", "the image sensor does not answer", "") : fine;
}

static struct petcam_refusal capture(struct petcam *camera, struct petcam_answer *answer)
{
  struct petcam_refusal refusal = refuse_without_sensor(camera);
  if (refusal.code != NULL) {
    return refusal;
  }
  if (!petcam_shooting_begin(camera, PETCAM_BY_COMMAND)) {
    bool restarting = petcam_restart_is_ordered(&camera->restart);
    return refuse("busy", restarting ? "the camera is restarting" : "a burst is being taken", "");
  }
  answer->serial = camera->capture.serial;
  return fine;
}

static struct petcam_refusal change_settings(struct petcam *camera, struct petcam_json data)
{
  struct petcam_context *context = &camera->context;
  const char *invalid = petcam_settings_update(&context->settings, data);
  if (invalid != NULL) {
    return refuse("invalid", "out of range or of the wrong kind: ", invalid);
  }
  camera->capture.quality_raise = 0;
  petcam_report_soon(&camera->report, context);
  petcam_watch_forget(&camera->watch);
  context->port.save_settings(context->port.context, &context->settings);
  return fine;
}

static struct petcam_refusal preview(struct petcam *camera, struct petcam_json data)
{
  uint32_t seconds;
  uint32_t fps;
  if (!petcam_request_preview(data, &seconds, &fps)) {
    return refuse("invalid", "seconds is 0 to 120 and fps 1 to 5", "");
  }
  struct petcam_refusal refusal = refuse_without_sensor(camera);
  if (refusal.code == NULL) {
    petcam_preview_begin(&camera->preview, &camera->context, seconds, fps);
  }
  return refusal;
}

static struct petcam_refusal set_time(struct petcam *camera, struct petcam_json data)
{
  uint64_t epoch_ms;
  bool valid = petcam_request_time(data, &epoch_ms) &&
               petcam_hub_time_learn(&camera->hub_time, camera->context.now_ms, epoch_ms);
  return valid ? fine : refuse("invalid", "not a believable time: epochMs", "");
}

static struct petcam_refusal update(struct petcam *camera, struct petcam_json data)
{
  return petcam_offer(&camera->update, &camera->context, data, petcam_restart_is_ordered(&camera->restart));
}

static struct petcam_refusal move(struct petcam *camera, struct petcam_json data)
{
  struct petcam_context *context = &camera->context;
  struct petcam_address address;
  const char *wrong = petcam_address_read(data, &address);
  if (wrong != NULL) {
    return refuse("invalid", "absent or not as in the contract: ", wrong);
  }
  if (context->port.move == NULL || !context->port.move(context->port.context, &address)) {
    return refuse("storage", "the address cannot be kept", "");
  }
  petcam_link_moved(&camera->link, context);
  return fine;
}

static struct petcam_refusal act(struct petcam *camera, struct petcam_answer *answer, struct petcam_json data)
{
  switch (petcam_request_verb(answer->verb.text)) {
  case PETCAM_CAPTURE:
    return capture(camera, answer);
  case PETCAM_CHANGE_SETTINGS:
    return change_settings(camera, data);
  case PETCAM_PREVIEW:
    return preview(camera, data);
  case PETCAM_RESTART:
    petcam_restart_order(&camera->restart, &camera->context);
    return fine;
  case PETCAM_TIME:
    return set_time(camera, data);
  case PETCAM_UPDATE:
    return update(camera, data);
  case PETCAM_MOVE:
    return move(camera, data);
  case PETCAM_UNKNOWN_VERB:
    break;
  }
  return refuse("unknown-verb", "this firmware does not know the command", "");
}

bool petcam_requests_take(struct petcam *camera, const struct petcam_id *verb, const char *json, size_t length)
{
  struct petcam_answer *answer;
  struct petcam_json data;
  if (!petcam_command_read(&camera->command, verb, json, length, &answer, &data)) {
    return false;
  }
  if (answer != NULL) {
    petcam_command_refuse(answer, act(camera, answer, data));
  }
  return true;
}
