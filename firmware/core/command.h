/* Requests of the hub, each acted on once, and the answers to them. */
#ifndef PETCAM_COMMAND_H
#define PETCAM_COMMAND_H

#include "context.h"
#include "id.h"
#include "json.h"

/* What became of a request, to be told again if it is repeated. Strings are literals. */
struct petcam_answer {
  struct petcam_id transaction; /* empty: free */
  struct petcam_id verb;
  const char *error; /* NULL: ok */
  const char *message;
  const char *detail;
  uint32_t serial; /* of the burst, for capture */
  bool due;
};

/* Written by command.c; the answer at hand also by requests.c. */
struct petcam_command {
  struct petcam_answer answers[PETCAM_TRANSACTIONS];
  uint32_t next;
};

/* Why a request is refused: an error of the contract and two pieces of its message. `code` NULL: it is not. */
struct petcam_refusal {
  const char *code;
  const char *message;
  const char *detail;
};

/* Reads a request. False when it is not understood. `*answer` is to be filled in by whoever acts on `*data`, or NULL
   when the request is a repetition, whose answer is sent again. */
bool petcam_command_read(struct petcam_command *command, const struct petcam_id *verb, const char *json, size_t length,
                         struct petcam_answer **answer, struct petcam_json *data);

/* Answers with an error, or with ok when `refusal` has no code. */
void petcam_command_refuse(struct petcam_answer *answer, struct petcam_refusal refusal);

/* Whether answers wait to be sent. */
bool petcam_command_is_due(const struct petcam_command *command);

/* Sends the answers that wait. */
void petcam_command_advance(struct petcam_command *command, struct petcam_context *context);

#endif
