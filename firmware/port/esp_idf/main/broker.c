#include "broker.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "esp_err.h"
#include "esp_log.h"
#include "esp_tls.h"
#include "events.h"
#include "mqtt_client.h"
#include "network.h"

enum {
  KEEP_ALIVE_SECONDS = 30,
  NETWORK_TIMEOUT_MS = 15000,
  ATTEMPT_LASTS_MS = 3 * NETWORK_TIMEOUT_MS, /* the way to the hub, TLS, and its answer */
  RETRANSMIT_MS = 20000,
  BUFFER_BYTES = 2048
};

/* Copies of what is on its way: two of the largest frames and small messages. */
#define OUTBOX_BYTES (PETCAM_FLIGHTS * PETCAM_FRAME_BYTES_MAX + 65536U)

/* A message that comes in pieces. The topic comes with the first one only. */
struct arriving {
  char *bytes; /* the topic, then the payload */
  size_t topic_length;
  size_t length;
};

static const char tag[] = "broker";
static const char will[] = "{\"state\":\"offline\"}";
static esp_mqtt_client_handle_t client;
static bool started;
static bool refused;
static atomic_bool connecting;
static atomic_uint attempt_began_ms;
static struct arriving arriving;
static uint8_t key[PETCAM_KEY_BYTES];
static psk_hint_key_t psk = {.key = key, .key_size = sizeof key, .hint = NULL};
static struct petcam_topic will_topic;

static void put_disconnected(void)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_DISCONNECTED;
  event.with.refused = refused;
  events_put(&event, NULL, NULL);
}

static void put_published(int id)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_PUBLISHED;
  event.with.token = id;
  events_put(&event, NULL, NULL);
}

static bool begin_message(const esp_mqtt_event_t *event)
{
  free(arriving.bytes);
  memset(&arriving, 0, sizeof arriving);
  if (event->total_data_len < 0 || event->total_data_len > (int)PETCAM_JSON_BYTES_MAX) {
    ESP_LOGW(tag, "passed over a message of %d bytes", event->total_data_len);
    return false;
  }
  arriving.topic_length = (size_t)event->topic_len;
  arriving.length = (size_t)event->total_data_len;
  arriving.bytes = malloc(arriving.topic_length + arriving.length + 1U);
  if (arriving.bytes == NULL) {
    return false;
  }
  memcpy(arriving.bytes, event->topic, arriving.topic_length);
  return true;
}

static void put_message(void)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_MESSAGE;
  event.with.message.topic = arriving.bytes;
  event.with.message.topic_length = arriving.topic_length;
  event.with.message.payload = (const uint8_t *)arriving.bytes + arriving.topic_length;
  event.with.message.length = arriving.length;
  events_put(&event, free, arriving.bytes);
  memset(&arriving, 0, sizeof arriving);
}

static void take_piece(const esp_mqtt_event_t *event)
{
  size_t offset = (size_t)event->current_data_offset;
  size_t length = (size_t)event->data_len;
  if (event->current_data_offset == 0 && !begin_message(event)) {
    return;
  }
  if (arriving.bytes == NULL || offset + length > arriving.length) {
    return;
  }
  memcpy(arriving.bytes + arriving.topic_length + offset, event->data, length);
  if (offset + length == arriving.length) {
    put_message();
  }
}

static void note_error(const esp_mqtt_event_t *event)
{
  const esp_mqtt_error_codes_t *error = event->error_handle;
  refused = error->error_type == MQTT_ERROR_TYPE_CONNECTION_REFUSED &&
            (error->connect_return_code == MQTT_CONNECTION_REFUSE_BAD_USERNAME ||
             error->connect_return_code == MQTT_CONNECTION_REFUSE_NOT_AUTHORIZED);
  ESP_LOGW(tag, "error %d, refusal %d, TLS 0x%x", (int)error->error_type, (int)error->connect_return_code,
           (unsigned)error->esp_tls_stack_err);
}

static void on_event(void *context, esp_event_base_t base, int32_t id, void *data)
{
  const esp_mqtt_event_t *event = data;
  (void)context;
  (void)base;
  switch ((esp_mqtt_event_id_t)id) {
  case MQTT_EVENT_BEFORE_CONNECT:
    atomic_store(&attempt_began_ms, (unsigned)events_now());
    atomic_store(&connecting, true);
    break;
  case MQTT_EVENT_CONNECTED:
    atomic_store(&connecting, false);
    refused = false;
    events_put_type(PETCAM_EVENT_CONNECTED);
    break;
  case MQTT_EVENT_DISCONNECTED:
    atomic_store(&connecting, false);
    put_disconnected();
    break;
  case MQTT_EVENT_PUBLISHED:
  case MQTT_EVENT_DELETED: /* given up by the client: the hub's acknowledgement will name what is missing */
    put_published(event->msg_id);
    break;
  case MQTT_EVENT_DATA:
    take_piece(event);
    break;
  case MQTT_EVENT_ERROR:
    note_error(event);
    break;
  default:
    break;
  }
}

void broker_open(const struct petcam_handover *handover)
{
  petcam_handover_key(handover, key);
  psk.hint = handover->camera.text;
  will_topic = petcam_topic_of(handover->camera.text, "availability");
  esp_mqtt_client_config_t config = {
      .broker.address.hostname = handover->address.host,
      .broker.address.port = handover->address.port,
      .broker.address.transport = MQTT_TRANSPORT_OVER_SSL,
      .broker.verification.psk_hint_key = &psk,
      .credentials.username = handover->camera.text,
      .credentials.client_id = handover->camera.text,
      .credentials.authentication.password = handover->key,
      .session.last_will.topic = will_topic.text,
      .session.last_will.msg = will,
      .session.last_will.msg_len = (int)sizeof will - 1,
      .session.last_will.qos = 1,
      .session.last_will.retain = 1,
      .session.keepalive = KEEP_ALIVE_SECONDS,
      .session.protocol_ver = MQTT_PROTOCOL_V_3_1_1,
      .session.message_retransmit_timeout = RETRANSMIT_MS,
      .network.timeout_ms = NETWORK_TIMEOUT_MS,
      .network.disable_auto_reconnect = true, /* the core decides when to try again */
      .buffer.size = BUFFER_BYTES,
      .outbox.limit = OUTBOX_BYTES,
  };
  client = esp_mqtt_client_init(&config);
  ESP_ERROR_CHECK(client == NULL ? ESP_FAIL : ESP_OK);
  ESP_ERROR_CHECK(esp_mqtt_client_register_event(client, MQTT_EVENT_ANY, on_event, NULL));
}

static void start_over(void)
{
  (void)esp_mqtt_client_stop(client);
  if (esp_mqtt_client_start(client) != ESP_OK) {
    put_disconnected();
  }
}

/* While the client's task is connecting it holds the client's lock: whoever stops it then waits for the network, longer
   than the watchdog allows. */
static bool is_connecting(void)
{
  return atomic_load(&connecting) && (unsigned)events_now() - atomic_load(&attempt_began_ms) < ATTEMPT_LASTS_MS;
}

static void on_joined(void)
{
  if (!started) {
    started = esp_mqtt_client_start(client) == ESP_OK;
    if (!started) {
      put_disconnected();
    }
  } else if (is_connecting()) {
    put_disconnected();
  } else if (esp_mqtt_client_reconnect(client) != ESP_OK) {
    start_over();
  }
}

void broker_connect(void)
{
  network_join(on_joined, put_disconnected);
}

void broker_disconnect(void)
{
  if (started) {
    (void)esp_mqtt_client_disconnect(client);
  }
}

void broker_subscribe(const char *topic)
{
  (void)esp_mqtt_client_subscribe_single(client, topic, 1);
}

int32_t broker_publish(const struct petcam_publish *message)
{
  int id = esp_mqtt_client_enqueue(client, message->topic, (const char *)message->payload, (int)message->length,
                                   message->qos, message->retain ? 1 : 0, true);
  if (id < 0) {
    return -1;
  }
  return message->qos == 0 ? 0 : id;
}
