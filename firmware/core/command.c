#include "machine.h"

#include <string.h>

static struct petcam_answer *find_answer(struct petcam *camera, const char *transaction)
{
  for (size_t i = 0; i < PETCAM_TRANSACTIONS; i++) {
    if (strcmp(camera->answers[i].transaction.text, transaction) == 0) {
      return &camera->answers[i];
    }
  }
  return NULL;
}

static struct petcam_answer *new_answer(struct petcam *camera, const struct petcam_id *transaction,
                                        const struct petcam_id *verb)
{
  struct petcam_answer *answer = &camera->answers[camera->answers_next];
  camera->answers_next = (camera->answers_next + 1U) % PETCAM_TRANSACTIONS;
  memset(answer, 0, sizeof *answer);
  answer->transaction = *transaction;
  answer->verb = *verb;
  return answer;
}

static void fail(struct petcam_answer *answer, const char *error, const char *message, const char *detail)
{
  answer->error = error;
  answer->message = message;
  answer->detail = detail;
}

static bool refuse_without_sensor(const struct petcam *camera, struct petcam_answer *answer)
{
  if (petcam_camera_failed(camera)) {
    fail(answer, "camera-failed", "the image sensor does not answer", "");
    return true;
  }
  return false;
}

static void capture(struct petcam *camera, struct petcam_answer *answer)
{
  if (refuse_without_sensor(camera, answer)) {
    return;
  }
  if (petcam_capture_begin(camera, PETCAM_BY_COMMAND)) {
    answer->serial = camera->last_serial;
  } else {
    fail(answer, "busy", camera->leaving ? "the camera is restarting" : "a burst is being taken", "");
  }
}

static void change_settings(struct petcam *camera, struct petcam_answer *answer, struct petcam_json data)
{
  const char *invalid = petcam_settings_update(&camera->settings, data);
  if (invalid != NULL) {
    fail(answer, "invalid", "out of range or of the wrong kind: ", invalid);
    return;
  }
  camera->quality_raise = 0;
  camera->state_due = true;
  camera->state_sent_ms = 0;
  petcam_motion_forget(&camera->motion);
  camera->port.save_settings(camera->port.context, &camera->settings);
}

static void preview(struct petcam *camera, struct petcam_answer *answer, struct petcam_json data)
{
  uint32_t seconds;
  uint32_t fps;
  if (!petcam_request_preview(data, &seconds, &fps)) {
    fail(answer, "invalid", "seconds is 0 to 120 and fps 1 to 5", "");
  } else if (!refuse_without_sensor(camera, answer)) {
    petcam_preview_begin(camera, seconds, fps);
  }
}

static void set_time(struct petcam *camera, struct petcam_answer *answer, struct petcam_json data)
{
  uint64_t epoch_ms;
  if (!petcam_request_time(data, &epoch_ms) ||
      !petcam_hub_time_learn(&camera->hub_time, camera->now_ms, epoch_ms)) {
    fail(answer, "invalid", "not a believable time: epochMs", "");
  }
}

static void update(struct petcam *camera, struct petcam_answer *answer, struct petcam_json data)
{
  struct petcam_refusal refusal = petcam_offer(camera, data);
  fail(answer, refusal.code, refusal.message, refusal.detail);
}

static void act(struct petcam *camera, struct petcam_answer *answer, struct petcam_json data)
{
  switch (petcam_request_verb(answer->verb.text)) {
  case PETCAM_CAPTURE:
    capture(camera, answer);
    break;
  case PETCAM_CHANGE_SETTINGS:
    change_settings(camera, answer, data);
    break;
  case PETCAM_PREVIEW:
    preview(camera, answer, data);
    break;
  case PETCAM_RESTART:
    camera->leaving = true;
    break;
  case PETCAM_TIME:
    set_time(camera, answer, data);
    break;
  case PETCAM_UPDATE:
    update(camera, answer, data);
    break;
  case PETCAM_UNKNOWN_VERB:
    fail(answer, "unknown-verb", "this firmware does not know the command", "");
    break;
  }
}

void petcam_command(struct petcam *camera, const struct petcam_id *verb, const char *json, size_t length)
{
  struct petcam_request request;
  if (!petcam_request_read(json, length, &request)) {
    camera->counters.messages_bad++;
    return;
  }
  camera->hub_seen = true;
  struct petcam_answer *answer = find_answer(camera, request.transaction.text);
  if (answer == NULL) {
    answer = new_answer(camera, &request.transaction, verb);
    act(camera, answer, request.data);
  }
  answer->due = true;
}

static void write_data(const struct petcam *camera, const struct petcam_answer *answer, struct petcam_text *text)
{
  if (answer->serial != 0) {
    struct petcam_id id = petcam_id_of_burst(camera->config.boot, answer->serial);
    petcam_text_put(text, "{\"burst\":");
    petcam_text_put_quoted(text, id.text);
    petcam_text_put(text, "}");
  } else if (petcam_request_verb(answer->verb.text) == PETCAM_CHANGE_SETTINGS) {
    petcam_settings_write(&camera->settings, text);
  } else {
    petcam_text_put(text, "{}");
  }
}

static bool send_answer(struct petcam *camera, const struct petcam_answer *answer)
{
  struct petcam_topic topic = petcam_topic_of_response(camera->config.camera, answer->verb.text);
  struct petcam_text text = petcam_text(camera->text, sizeof camera->text);
  if (answer->error != NULL) {
    petcam_response_error(&text, answer->transaction.text, answer->error, answer->message, answer->detail);
  } else {
    petcam_response_begin_ok(&text, answer->transaction.text);
    write_data(camera, answer, &text);
    petcam_text_put(&text, "}");
  }
  return petcam_send_text(camera, topic.text, &text, false) >= 0;
}

void petcam_command_advance(struct petcam *camera)
{
  for (size_t i = 0; i < PETCAM_TRANSACTIONS; i++) {
    struct petcam_answer *answer = &camera->answers[i];
    if (answer->due && petcam_may_send(camera) && send_answer(camera, answer)) {
      answer->due = false;
    }
  }
}
