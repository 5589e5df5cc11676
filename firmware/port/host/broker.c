#include "broker.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { KEEP_ALIVE_SECONDS = 30, STALL_MS = 2000, CONNACK_BAD_KEY = 4, CONNACK_NOT_ALLOWED = 5, LOST_TOKENS = 1 << 24 };

static void put(struct broker *broker, enum petcam_event_type type)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = type;
  (void)happenings_put(broker->queue, &event);
}

static void put_published(struct broker *broker, int32_t token)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_PUBLISHED;
  event.with.token = token;
  (void)happenings_put(broker->queue, &event);
}

static void put_disconnected(struct broker *broker, bool refused)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_DISCONNECTED;
  event.with.refused = refused;
  (void)happenings_put(broker->queue, &event);
}

static void on_connect(struct mosquitto *client, void *context, int code)
{
  struct broker *broker = context;
  (void)client;
  if (code == 0) {
    put(broker, PETCAM_EVENT_CONNECTED);
  } else {
    put_disconnected(broker, code == CONNACK_BAD_KEY || code == CONNACK_NOT_ALLOWED);
  }
}

static void on_publish(struct mosquitto *client, void *context, int token)
{
  (void)client;
  put_published(context, token);
}

static void on_message(struct mosquitto *client, void *context, const struct mosquitto_message *message)
{
  struct broker *broker = context;
  (void)client;
  if (faults_strike(&broker->random, broker->options->faults.drop)) {
    return;
  }
  int copies = faults_strike(&broker->random, broker->options->faults.duplicate) ? 2 : 1;
  for (int i = 0; i < copies; i++) {
    (void)happenings_put_message(broker->queue, message->topic, message->payload, (size_t)message->payloadlen);
  }
}

void broker_open(struct broker *broker, const struct options *options, const struct journal *journal,
                 struct happenings *queue)
{
  memset(broker, 0, sizeof *broker);
  broker->options = options;
  broker->journal = journal;
  broker->queue = queue;
  broker->random = petcam_random(options->seed);
}

void broker_connect(struct broker *broker)
{
  broker->connect_wanted = true;
}

void broker_disconnect(struct broker *broker)
{
  broker->connect_wanted = false;
  mosquitto_destroy(broker->client);
  broker->client = NULL;
}

void broker_subscribe(struct broker *broker, const char *topic)
{
  if (broker->client != NULL) {
    (void)mosquitto_subscribe(broker->client, NULL, topic, 1);
  }
}

static bool set_up(struct broker *broker)
{
  static const char will[] = "{\"state\":\"offline\"}";
  const struct options *options = broker->options;
  struct petcam_topic topic = petcam_topic_of(options->camera, "availability");
  broker->client = mosquitto_new(options->camera, true, broker);
  if (broker->client == NULL) {
    return false;
  }
  mosquitto_connect_callback_set(broker->client, on_connect);
  mosquitto_publish_callback_set(broker->client, on_publish);
  mosquitto_message_callback_set(broker->client, on_message);
  return mosquitto_username_pw_set(broker->client, options->camera, options->key) == MOSQ_ERR_SUCCESS &&
         mosquitto_will_set(broker->client, topic.text, (int)sizeof will - 1, will, 1, true) == MOSQ_ERR_SUCCESS &&
         (!options->tls ||
          mosquitto_tls_psk_set(broker->client, options->key, options->camera, NULL) == MOSQ_ERR_SUCCESS);
}

static void lose_connection(struct broker *broker, int code)
{
  journal_tell(broker->journal, "no connection",
               code == MOSQ_ERR_ERRNO ? strerror(errno) : mosquitto_strerror(code));
  broker_disconnect(broker);
  put_disconnected(broker, false);
}

static void attempt(struct broker *broker)
{
  broker_disconnect(broker);
  int code = set_up(broker) ? mosquitto_connect(broker->client, broker->options->host, broker->options->port,
                                                KEEP_ALIVE_SECONDS)
                            : MOSQ_ERR_NOMEM;
  if (code != MOSQ_ERR_SUCCESS) {
    lose_connection(broker, code);
  }
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
  put_published(broker, token);
  return token;
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
  bool is_frame = message->length > 2 && message->payload[0] == 0xffU;
  int code = is_frame && faults_strike(&broker->random, faults->corrupt)
                 ? hand_over_corrupted(broker, message, &token)
                 : hand_over(broker, message, message->payload, &token);
  if (code == MOSQ_ERR_SUCCESS && faults_strike(&broker->random, faults->duplicate)) {
    (void)hand_over(broker, message, message->payload, NULL);
  }
  if (code != MOSQ_ERR_SUCCESS) {
    return -1;
  }
  return message->qos == 0 ? 0 : token;
}

static void rest(int wait_ms)
{
  struct timespec pause = {wait_ms / 1000, (long)(wait_ms % 1000) * 1000000L};
  (void)nanosleep(&pause, NULL);
}

void broker_turn(struct broker *broker, uint64_t now_ms, int wait_ms)
{
  if (broker->connect_wanted) {
    attempt(broker);
  }
  if (broker->client == NULL || now_ms < broker->stalled_ms) {
    rest(wait_ms);
    return;
  }
  int code = mosquitto_loop(broker->client, wait_ms, 1);
  if (code != MOSQ_ERR_SUCCESS) {
    lose_connection(broker, code);
  }
}

void broker_close(struct broker *broker)
{
  static const char gone[] = "{\"state\":\"offline\"}";
  if (broker->client != NULL) {
    struct petcam_topic topic = petcam_topic_of(broker->options->camera, "availability");
    (void)mosquitto_publish(broker->client, NULL, topic.text, (int)sizeof gone - 1, gone, 1, true);
    (void)mosquitto_loop(broker->client, 100, 1);
    (void)mosquitto_disconnect(broker->client);
    broker_disconnect(broker);
  }
}
