#include "command.h"

#include <string.h>

#include "request.h"
#include "topic.h"

static struct petcam_answer *find_answer(struct petcam_command *command, const char *transaction)
{
  for (size_t i = 0; i < PETCAM_TRANSACTIONS; i++) {
    if (strcmp(command->answers[i].transaction.text, transaction) == 0) {
      return &command->answers[i];
    }
  }
  return NULL;
}

static struct petcam_answer *new_answer(struct petcam_command *command, const struct petcam_id *transaction,
                                        const struct petcam_id *verb)
{
  struct petcam_answer *answer = &command->answers[command->next];
  command->next = (command->next + 1U) % PETCAM_TRANSACTIONS;
  memset(answer, 0, sizeof *answer);
  answer->transaction = *transaction;
  answer->verb = *verb;
  return answer;
}

bool petcam_command_read(struct petcam_command *command, const struct petcam_id *verb, const char *json, size_t length,
                         struct petcam_answer **answer, struct petcam_json *data)
{
  struct petcam_request request;
  *answer = NULL;
  if (!petcam_request_read(json, length, &request)) {
    return false;
  }
  struct petcam_answer *known = find_answer(command, request.transaction.text);
  if (known == NULL) {
    known = new_answer(command, &request.transaction, verb);
    *answer = known;
    *data = request.data;
  }
  known->due = true;
  return true;
}

void petcam_command_refuse(struct petcam_answer *answer, struct petcam_refusal refusal)
{
  answer->error = refusal.code;
  answer->message = refusal.message;
  answer->detail = refusal.detail;
}

bool petcam_command_is_due(const struct petcam_command *command)
{
  for (size_t i = 0; i < PETCAM_TRANSACTIONS; i++) {
    if (command->answers[i].due) {
      return true;
    }
  }
  return false;
}

static void write_data(const struct petcam_context *context, const struct petcam_answer *answer,
                       struct petcam_text *text)
{
  if (answer->serial != 0) {
    struct petcam_id id = petcam_id_of_burst(context->config.boot, answer->serial);
    petcam_text_put(text, "{\"burst\":");
    petcam_text_put_quoted(text, id.text);
    petcam_text_put(text, "}");
  } else if (petcam_request_verb(answer->verb.text) == PETCAM_CHANGE_SETTINGS) {
    petcam_settings_write(&context->settings, text);
  } else {
    petcam_text_put(text, "{}");
  }
}

static bool send_answer(struct petcam_context *context, const struct petcam_answer *answer)
{
  struct petcam_topic topic = petcam_topic_of_response(context->config.camera, answer->verb.text);
  struct petcam_text text = petcam_text(context->text, sizeof context->text);
  if (answer->error != NULL) {
    petcam_response_error(&text, answer->transaction.text, answer->error, answer->message, answer->detail);
  } else {
    petcam_response_begin_ok(&text, answer->transaction.text);
    write_data(context, answer, &text);
    petcam_text_put(&text, "}");
  }
  return petcam_send_text(context, topic.text, &text, false) >= 0;
}

void petcam_command_advance(struct petcam_command *command, struct petcam_context *context)
{
  for (size_t i = 0; i < PETCAM_TRANSACTIONS; i++) {
    struct petcam_answer *answer = &command->answers[i];
    if (answer->due && petcam_may_send(context) && send_answer(context, answer)) {
      answer->due = false;
    }
  }
}
