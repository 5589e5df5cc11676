#include "broker.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "mdns.h"
#include "sending.h"

enum { KEEP_ALIVE_SECONDS = 30, CONNACK_BAD_KEY = 4, CONNACK_NOT_ALLOWED = 5 };

static void put(struct broker *broker, enum petcam_event_type type)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = type;
  (void)events_put(broker->queue, &event);
}

static void put_disconnected(struct broker *broker, bool refused)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_DISCONNECTED;
  event.with.refused = refused;
  (void)events_put(broker->queue, &event);
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
  sending_done(context, token);
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
    (void)events_put_message(broker->queue, message->topic, message->payload, (size_t)message->payloadlen);
  }
}

void broker_open(struct broker *broker, const struct options *options, const struct journal *journal,
                 struct events *queue)
{
  memset(broker, 0, sizeof *broker);
  broker->options = options;
  broker->journal = journal;
  broker->queue = queue;
  broker->random = petcam_random(options->seed);
}

void broker_connect(struct broker *broker, enum petcam_way way)
{
  broker->way = way == PETCAM_WAY_ADDRESS && broker->settled ? PETCAM_WAY_MOVED : way;
  broker->connect_wanted = true;
}

void broker_disconnect(struct broker *broker)
{
  broker->connect_wanted = false;
  sending_drop(broker);
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

static int connect_to(struct broker *broker, const char *host, uint16_t port)
{
  return set_up(broker) ? mosquitto_connect(broker->client, host, port, KEEP_ALIVE_SECONDS) : MOSQ_ERR_NOMEM;
}

static int connect_by_name(struct broker *broker)
{
  const struct options *options = broker->options;
  char address[INET_ADDRSTRLEN];
  if (!mdns_is_local(options->name)) {
    return connect_to(broker, options->name, options->port);
  }
  if (!mdns_find(options->name, address)) {
    return MOSQ_ERR_EAI;
  }
  journal_tell(broker->journal, "found by name", address);
  return connect_to(broker, address, options->port);
}

static void attempt(struct broker *broker)
{
  broker_disconnect(broker);
  int code = broker->way == PETCAM_WAY_NAME    ? connect_by_name(broker)
             : broker->way == PETCAM_WAY_MOVED ? connect_to(broker, broker->moved.host, broker->moved.port)
                                               : connect_to(broker, broker->options->host, broker->options->port);
  if (code != MOSQ_ERR_SUCCESS) {
    lose_connection(broker, code);
  }
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
