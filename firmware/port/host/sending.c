#include "sending.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { STALL_MS = 2000, LOST_TOKENS = 1 << 24 };

void sending_done(struct broker *broker, int32_t token)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_PUBLISHED;
  event.with.token = token;
  (void)events_put(broker->queue, &event);
}

void sending_drop(struct broker *broker)
{
  free(broker->held.payload);
  broker->held.payload = NULL;
}

static void break_link(const struct broker *broker)
{
  int socket = mosquitto_socket(broker->client);
  if (socket >= 0) {
    (void)shutdown(socket, SHUT_RDWR);
  }
}

static int hand_over(struct broker *broker, const struct petcam_publish *message, const void *payload, int *token)
{
  return mosquitto_publish(broker->client, token, message->topic, (int)message->length, payload, message->qos,
                           message->retain);
}

/* Flips a bit in the middle: the markers at both ends stay, so only the check sum can tell. */
static int hand_over_corrupted(struct broker *broker, const struct petcam_publish *message, int *token)
{
  uint8_t *copy = malloc(message->length);
  if (copy == NULL) {
    return MOSQ_ERR_NOMEM;
  }
  memcpy(copy, message->payload, message->length);
  copy[message->length / 2] ^= 1U;
  int code = hand_over(broker, message, copy, token);
  free(copy);
  return code;
}

static void strike(struct broker *broker, uint64_t now_ms, const struct petcam_publish *message)
{
  const struct faults *faults = &broker->options->faults;
  if (faults->slow > 0) {
    broker->free_ms = now_ms + (uint64_t)((double)message->length * 1000.0 / faults->slow);
  }
  if (faults_strike(&broker->random, faults->stall)) {
    broker->stalled_ms = now_ms + petcam_random_below(&broker->random, STALL_MS);
  }
  if (faults_strike(&broker->random, faults->disconnect)) {
    journal_tell(broker->journal, "fault", "disconnect");
    break_link(broker);
  }
  if (faults_strike(&broker->random, faults->brownout)) {
    broker->brownout = true;
  }
}

/* A message lost behind the broker's back: acknowledged, and never seen again. */
static int32_t swallow(struct broker *broker, uint8_t qos)
{
  if (qos == 0) {
    return 0;
  }
  broker->lost_token = (broker->lost_token + 1) % LOST_TOKENS;
  int32_t token = INT32_MAX - broker->lost_token;
  sending_done(broker, token);
  return token;
}

static void release_held(struct broker *broker)
{
  const struct held *held = &broker->held;
  if (held->payload != NULL) {
    struct petcam_publish message = {held->topic.text, held->payload, held->length, 1, false};
    (void)hand_over(broker, &message, held->payload, NULL);
    sending_drop(broker);
  }
}

/* Frames only: a retained state that comes late would be an old state. */
static bool hold_back(struct broker *broker, const struct petcam_publish *message)
{
  struct held *held = &broker->held;
  held->payload = malloc(message->length);
  if (held->payload == NULL) {
    return false;
  }
  memcpy(held->payload, message->payload, message->length);
  held->length = message->length;
  (void)snprintf(held->topic.text, sizeof held->topic.text, "%s", message->topic);
  return true;
}

static bool is_frame(const struct petcam_publish *message)
{
  return message->qos == 1 && message->length > 2 && message->payload[0] == 0xffU;
}

static int hand_over_twice_or_once(struct broker *broker, const struct petcam_publish *message, int *token)
{
  const struct faults *faults = &broker->options->faults;
  if (is_frame(message) && faults_strike(&broker->random, faults->corrupt)) {
    return hand_over_corrupted(broker, message, token);
  }
  if (faults_strike(&broker->random, faults->duplicate)) {
    (void)hand_over(broker, message, message->payload, NULL);
  }
  return hand_over(broker, message, message->payload, token);
}

int32_t broker_publish(struct broker *broker, uint64_t now_ms, const struct petcam_publish *message)
{
  const struct faults *faults = &broker->options->faults;
  int token = 0;
  if (broker->client == NULL || now_ms < broker->free_ms || now_ms < broker->stalled_ms) {
    return -1;
  }
  strike(broker, now_ms, message);
  if (faults_strike(&broker->random, faults->drop)) {
    return swallow(broker, message->qos);
  }
  if (is_frame(message) && broker->held.payload == NULL && faults_strike(&broker->random, faults->reorder) &&
      hold_back(broker, message)) {
    return swallow(broker, message->qos);
  }
  int code = hand_over_twice_or_once(broker, message, &token);
  release_held(broker);
  if (code != MOSQ_ERR_SUCCESS) {
    return -1;
  }
  return message->qos == 0 ? 0 : token;
}
