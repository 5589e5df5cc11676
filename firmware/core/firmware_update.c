#include "firmware_update.h"

#include <string.h>

#include "topic.h"

enum {
  WANT_FIRST_MS = 5000,
  WANT_MOST_MS = 60000,
  GIVE_UP_AFTER_MS = 600000 /* without a chunk, while nothing but the hub stood in the way */
};

bool petcam_update_begin(struct petcam_update *update, struct petcam_context *context,
                         const struct petcam_claim *claim)
{
  enum petcam_image image = update->image;
  if (!context->port.update_begin(context->port.context, claim->length)) {
    return false;
  }
  memset(update, 0, sizeof *update);
  update->image = image;
  update->receiving = true;
  update->claim = *claim;
  update->retry = petcam_backoff(WANT_FIRST_MS, WANT_MOST_MS);
  update->want_ms = context->now_ms;
  update->give_up_ms = context->now_ms + GIVE_UP_AFTER_MS;
  /* The slot of an image that was given up is being written anew. */
  if (image == PETCAM_IMAGE_ROLLED_BACK) {
    update->image = PETCAM_IMAGE_SETTLED;
    context->state_changed = true;
  }
  return true;
}

static void end(struct petcam_update *update, const char *failure)
{
  update->receiving = false;
  update->failure = failure;
  update->result_due = true;
}

void petcam_update_drop(struct petcam_update *update, struct petcam_context *context, const char *failure)
{
  if (update->receiving) {
    context->port.update_abort(context->port.context);
    end(update, failure);
  }
}

static uint32_t wanted(const struct petcam_update *update)
{
  uint32_t rest = update->claim.length - update->offset;
  return rest < PETCAM_CHUNK_BYTES ? rest : PETCAM_CHUNK_BYTES;
}

static bool finish(struct petcam_update *update, struct petcam_context *context)
{
  static const char *const failures[] = {NULL, "hash", "image", "storage"};
  enum petcam_written written = context->port.update_finish(context->port.context, &update->claim);
  end(update, failures[written]);
  return written == PETCAM_WRITTEN;
}

bool petcam_update_chunk(struct petcam_update *update, struct petcam_context *context, uint32_t offset,
                         const uint8_t *bytes, size_t length)
{
  if (!update->receiving || offset != update->offset || length != wanted(update)) {
    return false;
  }
  if (!context->port.update_write(context->port.context, bytes, length)) {
    petcam_update_drop(update, context, "storage");
    return false;
  }
  context->counters.chunks++;
  update->offset += (uint32_t)length;
  update->retry.attempt = 0;
  update->want_ms = context->now_ms;
  update->give_up_ms = context->now_ms + GIVE_UP_AFTER_MS;
  return update->offset == update->claim.length && finish(update, context);
}

void petcam_update_published(struct petcam_update *update, int32_t token)
{
  if (token > 0 && token == update->result_token) {
    update->result_token = 0;
  }
}

void petcam_update_unsent(struct petcam_update *update, int32_t token)
{
  if (token > 0 && token == update->result_token) {
    update->result_token = 0;
    update->result_due = true;
  }
}

void petcam_update_resume(struct petcam_update *update, const struct petcam_context *context)
{
  update->want_ms = context->now_ms;
  update->retry.attempt = 0;
  update->result_due = update->result_due || update->result_token != 0;
  update->result_token = 0;
}

void petcam_update_keep(struct petcam_update *update, struct petcam_context *context)
{
  if (update->image == PETCAM_IMAGE_TRIAL) {
    update->image = PETCAM_IMAGE_KEPT;
    context->state_changed = true;
  }
}

bool petcam_update_has_news(const struct petcam_update *update)
{
  return update->result_due || update->result_token != 0;
}

static void begin_message(struct petcam_text *text, const struct petcam_update *update)
{
  petcam_text_put(text, "{\"v\":");
  petcam_text_put_u64(text, PETCAM_PROTOCOL_VERSION);
  petcam_text_put(text, ",\"version\":");
  petcam_text_put_quoted(text, update->claim.version);
}

static bool send_want(const struct petcam_update *update, struct petcam_context *context)
{
  struct petcam_topic topic = petcam_topic_of(context->config.camera, "update/want");
  struct petcam_text text = petcam_text(context->text, sizeof context->text);
  begin_message(&text, update);
  petcam_text_put(&text, ",\"offset\":");
  petcam_text_put_u64(&text, update->offset);
  petcam_text_put(&text, ",\"length\":");
  petcam_text_put_u64(&text, wanted(update));
  petcam_text_put(&text, "}");
  return petcam_send_text(context, topic.text, &text, false) >= 0;
}

static void send_result(struct petcam_update *update, struct petcam_context *context)
{
  struct petcam_topic topic = petcam_topic_of(context->config.camera, "update/result");
  struct petcam_text text = petcam_text(context->text, sizeof context->text);
  begin_message(&text, update);
  petcam_text_put(&text, ",\"state\":");
  petcam_text_put_quoted(&text, update->failure == NULL ? "restarting" : "failed");
  if (update->failure != NULL) {
    petcam_text_put(&text, ",\"reason\":");
    petcam_text_put_quoted(&text, update->failure);
  }
  petcam_text_put(&text, "}");
  int32_t token = petcam_send_text(context, topic.text, &text, false);
  update->result_due = token < 0;
  update->result_token = token < 0 ? 0 : token;
}

static void advance_receiving(struct petcam_update *update, struct petcam_context *context, bool held_up)
{
  if (held_up) {
    update->give_up_ms = context->now_ms + GIVE_UP_AFTER_MS;
    return;
  }
  if (context->now_ms >= update->give_up_ms) {
    petcam_update_drop(update, context, "timeout");
    return;
  }
  if (petcam_may_send(context) && context->now_ms >= update->want_ms && send_want(update, context)) {
    update->want_ms = context->now_ms + petcam_backoff_next(&update->retry, &context->random);
  }
  if (update->want_ms > context->now_ms) {
    petcam_wake(context, update->want_ms);
  }
}

void petcam_update_advance(struct petcam_update *update, struct petcam_context *context, bool held_up,
                           bool restarting)
{
  if (update->receiving && !restarting) {
    advance_receiving(update, context, held_up);
  }
  if (petcam_may_send(context) && update->result_due) {
    send_result(update, context);
  }
}
