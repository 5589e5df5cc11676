#include "send_queue.h"

#include <string.h>

void petcam_send_queue_init(struct petcam_send_queue *queue, uint8_t *frame_bytes, size_t frame_room,
                            uint8_t *preview_bytes)
{
  memset(queue, 0, sizeof *queue);
  queue->frame_bytes = frame_bytes;
  queue->frame_room = frame_room;
  queue->preview_bytes = preview_bytes;
}

static int32_t next_token(struct petcam_send_queue *queue)
{
  queue->last_token = queue->last_token < INT32_MAX ? queue->last_token + 1 : 1;
  return queue->last_token;
}

static struct petcam_outgoing describe(const char *topic, const uint8_t *copy, size_t length)
{
  struct petcam_outgoing message;
  memset(&message, 0, sizeof message);
  size_t topic_length = strlen(topic);
  memcpy(message.topic.text, topic, topic_length < PETCAM_TOPIC_MAX ? topic_length : PETCAM_TOPIC_MAX);
  message.payload = copy;
  message.length = length;
  return message;
}

static struct petcam_send_text *new_text(struct petcam_send_queue *queue)
{
  if (queue->held == PETCAM_SEND_TEXTS - 1U) {
    return NULL;
  }
  return &queue->texts[(queue->first + queue->held++) % PETCAM_SEND_TEXTS];
}

static int32_t put(struct petcam_send_queue *queue, struct petcam_outgoing *slot, uint8_t *copy,
                   const struct petcam_publish *message)
{
  memcpy(copy, message->payload, message->length);
  *slot = describe(message->topic, copy, message->length);
  slot->qos = message->qos;
  slot->retain = message->retain;
  slot->token = message->qos == 0 ? 0 : next_token(queue);
  return slot->token;
}

static int32_t put_big(struct petcam_send_queue *queue, struct petcam_send_big *big, uint8_t *copy,
                       const struct petcam_publish *message)
{
  big->waits = true;
  return put(queue, &big->message, copy, message);
}

/* A newer preview takes the place of one that waits. While one is being handed over, the new one is passed over: there
   will be another soon. */
static int32_t put_preview(struct petcam_send_queue *queue, const struct petcam_publish *message)
{
  bool fits = queue->preview_bytes != NULL && message->length <= PETCAM_PREVIEW_BYTES_MAX;
  if (queue->handing == PETCAM_LANE_PREVIEW || !fits) {
    return 0;
  }
  return put_big(queue, &queue->preview, queue->preview_bytes, message);
}

static int32_t put_frame(struct petcam_send_queue *queue, const struct petcam_publish *message)
{
  if (queue->frame.waits || queue->handing == PETCAM_LANE_FRAME || message->length > queue->frame_room) {
    return -1;
  }
  return put_big(queue, &queue->frame, queue->frame_bytes, message);
}

int32_t petcam_send_queue_put(struct petcam_send_queue *queue, const struct petcam_publish *message)
{
  if (message->qos == 0) {
    return put_preview(queue, message);
  }
  if (message->length > PETCAM_TEXT_BYTES) {
    return put_frame(queue, message);
  }
  struct petcam_send_text *text = new_text(queue);
  return text == NULL ? -1 : put(queue, &text->message, text->bytes, message);
}

void petcam_send_queue_subscribe(struct petcam_send_queue *queue, const char *topic)
{
  struct petcam_send_text *text = new_text(queue);
  if (text != NULL) {
    text->message = describe(topic, text->bytes, 0);
    text->message.subscribe = true;
  }
}

/* The entry of the client's message `id`, or a free one for 0. */
static struct petcam_in_client *find_in_client(struct petcam_send_queue *queue, int32_t id)
{
  for (uint32_t i = 0; i < PETCAM_SEND_CLIENT; i++) {
    struct petcam_in_client *entry = &queue->in_client[i];
    if (id == 0 ? entry->token == 0 : entry->token != 0 && entry->id == id) {
      return entry;
    }
  }
  return NULL;
}

static bool client_has_room(struct petcam_send_queue *queue, size_t length)
{
  size_t bytes = 0;
  for (uint32_t i = 0; i < PETCAM_SEND_CLIENT; i++) {
    bool frame = queue->in_client[i].token != 0 && queue->in_client[i].length > PETCAM_TEXT_BYTES;
    bytes += frame ? queue->in_client[i].length : 0U;
  }
  return bytes == 0 || bytes + length <= PETCAM_SEND_CLIENT_BYTES;
}

static enum petcam_send_lane next_lane(struct petcam_send_queue *queue)
{
  if (find_in_client(queue, 0) == NULL) {
    return PETCAM_LANE_NONE;
  }
  if (queue->held > 0) {
    return PETCAM_LANE_TEXT;
  }
  if (queue->frame.waits && client_has_room(queue, queue->frame.message.length)) {
    return PETCAM_LANE_FRAME;
  }
  return queue->preview.waits && client_has_room(queue, queue->preview.message.length) ? PETCAM_LANE_PREVIEW
                                                                                       : PETCAM_LANE_NONE;
}

const struct petcam_outgoing *petcam_send_queue_take(struct petcam_send_queue *queue)
{
  enum petcam_send_lane lane = next_lane(queue);
  if (queue->handing != PETCAM_LANE_NONE || lane == PETCAM_LANE_NONE) {
    return NULL;
  }
  queue->handing = lane;
  queue->orphaned = false;
  queue->current = lane == PETCAM_LANE_TEXT    ? queue->texts[queue->first].message
                   : lane == PETCAM_LANE_FRAME ? queue->frame.message
                                               : queue->preview.message;
  return &queue->current;
}

static void remove_current(struct petcam_send_queue *queue, enum petcam_send_lane lane)
{
  if (lane == PETCAM_LANE_TEXT) {
    queue->first = (queue->first + 1U) % PETCAM_SEND_TEXTS;
    queue->held--;
  } else if (lane == PETCAM_LANE_FRAME) {
    queue->frame.waits = false;
  } else {
    queue->preview.waits = false;
  }
}

/* Whether the acknowledgement of `id` came already. */
static bool came_early(struct petcam_send_queue *queue, int32_t id)
{
  for (uint32_t i = 0; i < PETCAM_SEND_EARLY; i++) {
    if (queue->early[i] == id) {
      queue->early[i] = 0;
      return true;
    }
  }
  return false;
}

int32_t petcam_send_queue_handed(struct petcam_send_queue *queue, int32_t id)
{
  enum petcam_send_lane lane = queue->handing;
  int32_t token = queue->current.token;
  queue->handing = PETCAM_LANE_NONE;
  if (queue->orphaned || id < 0) {
    return 0;
  }
  remove_current(queue, lane);
  if (token == 0) {
    return 0;
  }
  struct petcam_in_client *entry = came_early(queue, id) ? NULL : find_in_client(queue, 0);
  if (entry == NULL) {
    return token;
  }
  entry->token = token;
  entry->id = id;
  entry->length = queue->current.length;
  return 0;
}

int32_t petcam_send_queue_acknowledged(struct petcam_send_queue *queue, int32_t id)
{
  struct petcam_in_client *entry = id > 0 ? find_in_client(queue, id) : NULL;
  if (entry != NULL) {
    int32_t token = entry->token;
    entry->token = 0;
    return token;
  }
  if (queue->handing != PETCAM_LANE_NONE) {
    memmove(queue->early + 1, queue->early, sizeof queue->early - sizeof queue->early[0]);
    queue->early[0] = id;
  }
  return 0;
}

void petcam_send_queue_clear(struct petcam_send_queue *queue)
{
  /* The bytes of what is being handed over are not written to before that ended. */
  queue->first = (queue->first + 1U) % PETCAM_SEND_TEXTS;
  queue->held = 0;
  queue->frame.waits = false;
  queue->preview.waits = false;
  queue->orphaned = true;
  memset(queue->in_client, 0, sizeof queue->in_client);
  memset(queue->early, 0, sizeof queue->early);
}
