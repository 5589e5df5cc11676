#include "broker.h"

#include <stdatomic.h>
#include <string.h>

#include "esp_err.h"
#include "esp_heap_caps.h"
#include "esp_log.h"
#include "esp_tls.h"
#include "events.h"
#include "freertos/FreeRTOS.h"
#include "freertos/semphr.h"
#include "freertos/task.h"
#include "inbound.h"
#include "mqtt_client.h"
#include "network.h"
#include "send_queue.h"

enum {
  KEEP_ALIVE_SECONDS = 30,
  NETWORK_TIMEOUT_MS = 15000,
  RETRANSMIT_MS = 90000, /* longer than a frame may be on its way */
  BUFFER_BYTES = 2048,
  STACK_BYTES = 6144,
  PRIORITY = 5,
  LARGEST_FRAME_BYTES = 1600 * 1200 / 5, /* the driver's buffer for UXGA */
  LOOK_EVERY_MS = 50, /* also the pause when the client takes nothing */
  TLS_FATAL_ALERT = 0x7780 /* MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE without its sign, as esp-tls gives it */
};

/* Copies of what the client holds: PETCAM_SEND_CLIENT_BYTES or one of the largest frames, and small messages. */
#define OUTBOX_BYTES (LARGEST_FRAME_BYTES + 65536U)

static const char tag[] = "broker";
static const char will[] = "{\"state\":\"offline\"}";
static esp_mqtt_client_handle_t client;
static esp_mqtt_client_config_t config;
static TaskHandle_t task;
static SemaphoreHandle_t mutex; /* of `queue` */
static struct petcam_send_queue *queue;
static bool started; /* the task's own */
static atomic_bool connect_wanted;
static atomic_bool disconnect_wanted;
static atomic_bool lost;
static atomic_bool refused;
static _Atomic enum petcam_way wanted_way;
static const struct hub_location *location;
static uint8_t key[PETCAM_KEY_BYTES];
static psk_hint_key_t psk = {.key = key, .key_size = sizeof key, .hint = NULL};
static struct petcam_topic will_topic;

static void lock(void)
{
  (void)xSemaphoreTake(mutex, portMAX_DELAY);
}

static void unlock(void)
{
  (void)xSemaphoreGive(mutex);
}

static void wake(void)
{
  (void)xTaskNotifyGive(task);
}

static void put_disconnected(void)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_DISCONNECTED;
  event.with.refused = atomic_exchange(&refused, false);
  events_put(&event, NULL, NULL);
}

static void put_token(enum petcam_event_type type, int id)
{
  lock();
  int32_t token = petcam_send_queue_acknowledged(queue, id);
  unlock();
  if (token != 0) {
    events_put_token(type, token);
  }
  wake();
}

/* A hub that does not know the key ends the handshake with an alert; a broker without TLS gives a return code. */
static void note_error(const esp_mqtt_event_t *event)
{
  const esp_mqtt_error_codes_t *error = event->error_handle;
  bool alert = error->error_type == MQTT_ERROR_TYPE_TCP_TRANSPORT &&
               (error->esp_tls_stack_err == TLS_FATAL_ALERT || error->esp_tls_stack_err == -TLS_FATAL_ALERT);
  bool code = error->error_type == MQTT_ERROR_TYPE_CONNECTION_REFUSED &&
              (error->connect_return_code == MQTT_CONNECTION_REFUSE_BAD_USERNAME ||
               error->connect_return_code == MQTT_CONNECTION_REFUSE_NOT_AUTHORIZED);
  atomic_store(&refused, alert || code);
  ESP_LOGW(tag, "error %d, refusal %d, TLS 0x%x", (int)error->error_type, (int)error->connect_return_code,
           (unsigned)error->esp_tls_stack_err);
}

static void on_event(void *context, esp_event_base_t base, int32_t id, void *data)
{
  const esp_mqtt_event_t *event = data;
  (void)context;
  (void)base;
  switch ((esp_mqtt_event_id_t)id) {
  case MQTT_EVENT_CONNECTED:
    atomic_store(&refused, false);
    events_put_type(PETCAM_EVENT_CONNECTED);
    break;
  case MQTT_EVENT_DISCONNECTED:
    atomic_store(&lost, true);
    wake();
    break;
  case MQTT_EVENT_PUBLISHED:
    put_token(PETCAM_EVENT_PUBLISHED, event->msg_id);
    break;
  case MQTT_EVENT_DELETED: /* given up by the client */
    put_token(PETCAM_EVENT_UNSENT, event->msg_id);
    break;
  case MQTT_EVENT_DATA:
    inbound_take(event);
    break;
  case MQTT_EVENT_ERROR:
    note_error(event);
    break;
  default:
    break;
  }
}

static void set_address(enum petcam_way way)
{
  bool moved = way == PETCAM_WAY_MOVED;
  config.broker.address.hostname = moved                    ? location->moved.host
                                   : way == PETCAM_WAY_NAME ? location->handover.name
                                                            : location->handover.address.host;
  config.broker.address.port = moved ? location->moved.port : location->handover.address.port;
}

static void clear_queue(void)
{
  lock();
  petcam_send_queue_clear(queue);
  unlock();
}

/* Each attempt begins with a client that has nothing of the connection before in its outbox. */
static void connect_now(void)
{
  if (started) {
    (void)esp_mqtt_client_stop(client);
  }
  clear_queue();
  atomic_store(&lost, false);
  atomic_store(&disconnect_wanted, false);
  set_address(atomic_load(&wanted_way));
  started = esp_mqtt_set_config(client, &config) == ESP_OK && esp_mqtt_client_start(client) == ESP_OK;
  if (!started) {
    put_disconnected();
  }
}

static void disconnect_now(void)
{
  clear_queue();
  if (started) {
    (void)esp_mqtt_client_disconnect(client);
  }
}

static int hand_over(const struct petcam_outgoing *message)
{
  const char *bytes = (const char *)message->payload;
  if (message->subscribe) {
    return esp_mqtt_client_subscribe_single(client, message->topic.text, 1) < 0 ? -1 : 0;
  }
  if (message->qos == 0) {
    return esp_mqtt_client_publish(client, message->topic.text, bytes, (int)message->length, 0, 0) < 0 ? -1 : 0;
  }
  return esp_mqtt_client_enqueue(client, message->topic.text, bytes, (int)message->length, message->qos,
                                 message->retain ? 1 : 0, true);
}

/* False when there is nothing to send, or the client takes nothing now. */
static bool send_one(void)
{
  lock();
  const struct petcam_outgoing *message = petcam_send_queue_take(queue);
  unlock();
  if (message == NULL) {
    return false;
  }
  int id = hand_over(message); /* waits while a frame is being written */
  lock();
  int32_t token = petcam_send_queue_handed(queue, id);
  unlock();
  if (token != 0) {
    events_put_token(PETCAM_EVENT_PUBLISHED, token);
  }
  return id >= 0;
}

static void serve(void *context)
{
  (void)context;
  for (;;) {
    (void)ulTaskNotifyTake(pdTRUE, pdMS_TO_TICKS(LOOK_EVERY_MS));
    if (atomic_exchange(&connect_wanted, false)) {
      connect_now();
    }
    if (atomic_exchange(&disconnect_wanted, false)) {
      disconnect_now();
    }
    if (atomic_exchange(&lost, false)) {
      clear_queue();
      put_disconnected();
    }
    while (started && !atomic_load(&lost) && send_one()) {
    }
  }
}

static void fill_config(void)
{
  const struct petcam_handover *handover = &location->handover;
  config = (esp_mqtt_client_config_t){
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
}

/* A board without PSRAM has no pictures, hence no need of room for one; its state and answers still have to leave. */
static void open_queue(void)
{
  uint8_t *frame = heap_caps_malloc(LARGEST_FRAME_BYTES, MALLOC_CAP_SPIRAM);
  uint8_t *preview = heap_caps_malloc(PETCAM_PREVIEW_BYTES_MAX, MALLOC_CAP_SPIRAM);
  queue = heap_caps_malloc(sizeof *queue, MALLOC_CAP_SPIRAM);
  mutex = xSemaphoreCreateMutex();
  ESP_ERROR_CHECK(queue == NULL || mutex == NULL ? ESP_ERR_NO_MEM : ESP_OK);
  petcam_send_queue_init(queue, frame, frame == NULL ? 0 : LARGEST_FRAME_BYTES, preview);
}

void broker_open(const struct hub_location *where)
{
  location = where;
  petcam_handover_key(&location->handover, key);
  psk.hint = location->handover.camera.text;
  will_topic = petcam_topic_of(location->handover.camera.text, "availability");
  open_queue();
  fill_config();
  set_address(PETCAM_WAY_ADDRESS);
  client = esp_mqtt_client_init(&config);
  ESP_ERROR_CHECK(client == NULL ? ESP_FAIL : ESP_OK);
  ESP_ERROR_CHECK(esp_mqtt_client_register_event(client, MQTT_EVENT_ANY, on_event, NULL));
  ESP_ERROR_CHECK(xTaskCreate(serve, "broker", STACK_BYTES, NULL, PRIORITY, &task) == pdPASS ? ESP_OK
                                                                                              : ESP_ERR_NO_MEM);
}

static void on_joined(void)
{
  atomic_store(&connect_wanted, true);
  wake();
}

static void on_lost(void)
{
  atomic_store(&lost, true);
  wake();
}

void broker_connect(enum petcam_way way)
{
  atomic_store(&wanted_way, way);
  network_join(on_joined, on_lost);
}

void broker_disconnect(void)
{
  atomic_store(&disconnect_wanted, true);
  wake();
}

void broker_subscribe(const char *topic)
{
  lock();
  petcam_send_queue_subscribe(queue, topic);
  unlock();
  wake();
}

int32_t broker_publish(const struct petcam_publish *message)
{
  lock();
  int32_t token = petcam_send_queue_put(queue, message);
  unlock();
  wake();
  return token;
}
