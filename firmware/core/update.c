#include "machine.h"

#include <string.h>

enum {
  WANT_FIRST_MS = 5000,
  WANT_MOST_MS = 60000,
  GIVE_UP_AFTER_MS = 600000 /* without a chunk, while nothing but the hub stood in the way */
};

bool petcam_update_begin(struct petcam *camera, const struct petcam_claim *claim)
{
  struct petcam_update *update = &camera->update;
  if (!camera->port.update_begin(camera->port.context, claim->length)) {
    return false;
  }
  memset(update, 0, sizeof *update);
  update->receiving = true;
  update->claim = *claim;
  update->retry = petcam_backoff(WANT_FIRST_MS, WANT_MOST_MS);
  update->want_ms = camera->now_ms;
  update->give_up_ms = camera->now_ms + GIVE_UP_AFTER_MS;
  /* The slot of an image that was given up is being written anew. */
  if (camera->image == PETCAM_IMAGE_ROLLED_BACK) {
    camera->image = PETCAM_IMAGE_SETTLED;
    camera->state_due = true;
  }
  return true;
}

static void end(struct petcam *camera, const char *failure)
{
  struct petcam_update *update = &camera->update;
  update->receiving = false;
  update->failure = failure;
  update->result_due = true;
}

void petcam_update_drop(struct petcam *camera, const char *failure)
{
  if (camera->update.receiving) {
    camera->port.update_abort(camera->port.context);
    end(camera, failure);
  }
}

static uint32_t wanted(const struct petcam_update *update)
{
  uint32_t rest = update->claim.length - update->offset;
  return rest < PETCAM_CHUNK_BYTES ? rest : PETCAM_CHUNK_BYTES;
}

static void finish(struct petcam *camera)
{
  static const char *const failures[] = {NULL, "hash", "image", "storage"};
  enum petcam_written written = camera->port.update_finish(camera->port.context, &camera->update.claim);
  end(camera, failures[written]);
  camera->leaving = camera->leaving || written == PETCAM_WRITTEN;
}

void petcam_update_chunk(struct petcam *camera, uint32_t offset, const uint8_t *bytes, size_t length)
{
  struct petcam_update *update = &camera->update;
  if (!update->receiving || offset != update->offset || length != wanted(update)) {
    return;
  }
  if (!camera->port.update_write(camera->port.context, bytes, length)) {
    petcam_update_drop(camera, "storage");
    return;
  }
  camera->counters.chunks++;
  update->offset += (uint32_t)length;
  update->retry.attempt = 0;
  update->want_ms = camera->now_ms;
  update->give_up_ms = camera->now_ms + GIVE_UP_AFTER_MS;
  if (update->offset == update->claim.length) {
    finish(camera);
  }
}

void petcam_update_published(struct petcam *camera, int32_t token)
{
  if (token > 0 && token == camera->update.result_token) {
    camera->update.result_token = 0;
  }
}

void petcam_update_resume(struct petcam *camera)
{
  struct petcam_update *update = &camera->update;
  update->want_ms = camera->now_ms;
  update->retry.attempt = 0;
  update->result_due = update->result_due || update->result_token != 0;
  update->result_token = 0;
}

bool petcam_update_has_news(const struct petcam *camera)
{
  return camera->update.result_due || camera->update.result_token != 0;
}

static void begin_message(struct petcam_text *text, const struct petcam *camera)
{
  petcam_text_put(text, "{\"v\":");
  petcam_text_put_u64(text, PETCAM_PROTOCOL_VERSION);
  petcam_text_put(text, ",\"version\":");
  petcam_text_put_quoted(text, camera->update.claim.version);
}

static bool send_want(struct petcam *camera)
{
  struct petcam_topic topic = petcam_topic_of(camera->config.camera, "update/want");
  struct petcam_text text = petcam_text(camera->text, sizeof camera->text);
  begin_message(&text, camera);
  petcam_text_put(&text, ",\"offset\":");
  petcam_text_put_u64(&text, camera->update.offset);
  petcam_text_put(&text, ",\"length\":");
  petcam_text_put_u64(&text, wanted(&camera->update));
  petcam_text_put(&text, "}");
  return petcam_send_text(camera, topic.text, &text, false) >= 0;
}

static void send_result(struct petcam *camera)
{
  struct petcam_update *update = &camera->update;
  struct petcam_topic topic = petcam_topic_of(camera->config.camera, "update/result");
  struct petcam_text text = petcam_text(camera->text, sizeof camera->text);
  begin_message(&text, camera);
  petcam_text_put(&text, ",\"state\":");
  petcam_text_put_quoted(&text, update->failure == NULL ? "restarting" : "failed");
  if (update->failure != NULL) {
    petcam_text_put(&text, ",\"reason\":");
    petcam_text_put_quoted(&text, update->failure);
  }
  petcam_text_put(&text, "}");
  int32_t token = petcam_send_text(camera, topic.text, &text, false);
  update->result_due = token < 0;
  update->result_token = token < 0 ? 0 : token;
}

/* A burst goes first, and without the hub there is nobody to ask. */
static bool is_held_up(struct petcam *camera)
{
  return camera->link != PETCAM_LINK_UP || !camera->hub_online || camera->sequence.active ||
         petcam_upload_has_frames(camera);
}

static void advance_receiving(struct petcam *camera)
{
  struct petcam_update *update = &camera->update;
  if (is_held_up(camera)) {
    update->give_up_ms = camera->now_ms + GIVE_UP_AFTER_MS;
    return;
  }
  if (camera->now_ms >= update->give_up_ms) {
    petcam_update_drop(camera, "timeout");
    return;
  }
  if (petcam_may_send(camera) && camera->now_ms >= update->want_ms && send_want(camera)) {
    update->want_ms = camera->now_ms + petcam_backoff_next(&update->retry, &camera->random);
  }
  if (update->want_ms > camera->now_ms) {
    petcam_wake(camera, update->want_ms);
  }
}

void petcam_update_advance(struct petcam *camera)
{
  if (camera->update.receiving && !camera->leaving && !camera->left) {
    advance_receiving(camera);
  }
  if (petcam_may_send(camera) && camera->update.result_due) {
    send_result(camera);
  }
}
