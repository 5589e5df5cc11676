#include "topic.h"

#include <string.h>

#include "decimal.h"
#include "text.h"

static const char root[] = "petcam/";
static const char hub_state[] = "petcam/bridge/state";

static struct petcam_text begin(struct petcam_topic *topic, const char *camera)
{
  struct petcam_text text = petcam_text(topic->text, sizeof topic->text);
  petcam_text_put(&text, root);
  petcam_text_put(&text, camera);
  petcam_text_put(&text, "/");
  return text;
}

struct petcam_topic petcam_topic_of(const char *camera, const char *leaf)
{
  struct petcam_topic topic;
  struct petcam_text text = begin(&topic, camera);
  petcam_text_put(&text, leaf);
  return topic;
}

struct petcam_topic petcam_topic_of_frame(const char *camera, const char *burst, uint32_t index)
{
  struct petcam_topic topic;
  struct petcam_text text = begin(&topic, camera);
  petcam_text_put(&text, "burst/");
  petcam_text_put(&text, burst);
  petcam_text_put(&text, "/frame/");
  petcam_text_put_u64(&text, index);
  return topic;
}

struct petcam_topic petcam_topic_of_manifest(const char *camera, const char *burst)
{
  struct petcam_topic topic;
  struct petcam_text text = begin(&topic, camera);
  petcam_text_put(&text, "burst/");
  petcam_text_put(&text, burst);
  petcam_text_put(&text, "/manifest");
  return topic;
}

struct petcam_topic petcam_topic_of_response(const char *camera, const char *verb)
{
  struct petcam_topic topic;
  struct petcam_text text = begin(&topic, camera);
  petcam_text_put(&text, "response/");
  petcam_text_put(&text, verb);
  return topic;
}

/* A place in a topic. `at` becomes NULL once something expected was not there. */
struct reader {
  const char *at;
  const char *end;
};

static void expect(struct reader *reader, const char *literal)
{
  size_t length = strlen(literal);
  if (reader->at == NULL || (size_t)(reader->end - reader->at) < length ||
      memcmp(reader->at, literal, length) != 0) {
    reader->at = NULL;
    return;
  }
  reader->at += length;
}

/* Takes one level of the topic: everything up to the next slash or the end. */
static void take_level(struct reader *reader, struct petcam_id *name)
{
  size_t length = 0;
  if (reader->at == NULL) {
    return;
  }
  while (reader->at + length < reader->end && reader->at[length] != '/') {
    length++;
  }
  if (!petcam_id_is_token(reader->at, length)) {
    reader->at = NULL;
    return;
  }
  memcpy(name->text, reader->at, length);
  name->text[length] = '\0';
  reader->at += length;
}

static bool is_done(const struct reader *reader)
{
  return reader->at != NULL && reader->at == reader->end;
}

static bool read_ack(struct reader reader, struct petcam_id *burst)
{
  expect(&reader, "burst/");
  take_level(&reader, burst);
  expect(&reader, "/ack");
  return is_done(&reader);
}

static bool read_request(struct reader reader, struct petcam_id *verb)
{
  expect(&reader, "request/");
  take_level(&reader, verb);
  return is_done(&reader);
}

static bool read_chunk(struct reader reader, uint32_t *offset)
{
  struct petcam_id digits = {""};
  expect(&reader, "update/chunk/");
  take_level(&reader, &digits);
  return is_done(&reader) && petcam_decimal_read(digits.text, strlen(digits.text), PETCAM_IMAGE_BYTES_MAX, offset);
}

struct petcam_inbound petcam_topic_read(const char *camera, const char *topic, size_t length)
{
  struct petcam_inbound inbound = {PETCAM_TOPIC_UNKNOWN, {""}, 0};
  struct reader reader = {topic, topic + length};
  if (length == sizeof hub_state - 1U && memcmp(topic, hub_state, length) == 0) {
    inbound.kind = PETCAM_TOPIC_HUB_STATE;
    return inbound;
  }
  expect(&reader, root);
  expect(&reader, camera);
  expect(&reader, "/");
  if (read_ack(reader, &inbound.name)) {
    inbound.kind = PETCAM_TOPIC_ACK;
  } else if (read_request(reader, &inbound.name)) {
    inbound.kind = PETCAM_TOPIC_REQUEST;
  } else if (read_chunk(reader, &inbound.offset)) {
    inbound.kind = PETCAM_TOPIC_CHUNK;
  }
  return inbound;
}
