/* Wires the core to the board. Everything that decides is in firmware/core. */
#include <string.h>

#include "broker.h"
#include "console.h"
#include "esp_app_desc.h"
#include "esp_err.h"
#include "esp_heap_caps.h"
#include "esp_log.h"
#include "esp_random.h"
#include "esp_system.h"
#include "esp_task_wdt.h"
#include "events.h"
#include "internal_memory.h"
#include "lamps.h"
#include "network.h"
#include "pairing.h"
#include "petcam.h"
#include "reset.h"
#include "sdkconfig.h"
#include "sensor.h"
#include "storage.h"
#include "update.h"

enum {
  ARENA_BYTES = 2433024,
  STEP_AT_LEAST_MS = 1000,
  SIGNAL_EVERY_MS = 15000,
  PIECES_WHILE_PAIRING = 1, /* the proof of the code; Bluetooth has the rest */
  PIECES_FOR_THE_HUB = 2    /* TLS, and the messages on their way */
};

static const char tag[] = "petcam";
static struct petcam camera;
static struct hub_location location;

static void on_connect(void *context)
{
  (void)context;
  broker_connect(petcam_way(&camera));
}

static void on_disconnect(void *context)
{
  (void)context;
  broker_disconnect();
}

static void on_subscribe(void *context, const char *topic)
{
  (void)context;
  broker_subscribe(topic);
}

static int32_t on_publish(void *context, const struct petcam_publish *message)
{
  (void)context;
  return broker_publish(message);
}

static void on_provision(void *context)
{
  (void)context;
  pairing_start();
  console_open();
}

static void on_expose(void *context, const struct petcam_shot_order *order)
{
  (void)context;
  sensor_expose(order);
}

static void on_reset_sensor(void *context)
{
  (void)context;
  sensor_reset();
}

static void on_save_settings(void *context, const struct petcam_settings *settings)
{
  (void)context;
  storage_save_settings(settings);
}

static void on_indicate(void *context, enum petcam_led led)
{
  (void)context;
  lamps_show(led);
}

static void on_healthy(void *context)
{
  (void)context;
  update_keep();
}

static void on_clear_power_cycles(void *context)
{
  (void)context;
  storage_clear_power_cycles();
}

static void on_reopen_pairing(void *context)
{
  (void)context;
  storage_reopen_pairing();
}

static bool on_move(void *context, const struct petcam_address *address)
{
  (void)context;
  location.moved = *address;
  return petcam_moved_write(&storage_nvs, address);
}

static void on_moved(void *context)
{
  (void)context;
  location.handover.address = location.moved;
  petcam_moved_settle(&storage_nvs, &location.handover);
}

static void on_forget(void *context)
{
  (void)context;
  storage_forget();
  network_forget();
}

static enum petcam_trust on_verify(void *context, const char *claim, const uint8_t *signature)
{
  (void)context;
  return update_verify(claim, signature);
}

static bool on_begin(void *context, uint32_t length)
{
  (void)context;
  return update_begin(length);
}

static bool on_write(void *context, const uint8_t *bytes, size_t length)
{
  (void)context;
  return update_write(bytes, length);
}

static enum petcam_written on_finish(void *context, const struct petcam_claim *claim)
{
  (void)context;
  return update_finish(claim);
}

static void on_abort(void *context)
{
  (void)context;
  update_abort();
}

static void on_restart(void *context)
{
  (void)context;
  esp_restart();
}

static const struct petcam_port port = {.connect = on_connect,
                                        .disconnect = on_disconnect,
                                        .subscribe = on_subscribe,
                                        .publish = on_publish,
                                        .provision = on_provision,
                                        .expose = on_expose,
                                        .reset_sensor = on_reset_sensor,
                                        .save_settings = on_save_settings,
                                        .indicate = on_indicate,
                                        .mark_healthy = on_healthy,
                                        .clear_power_cycles = on_clear_power_cycles,
                                        .reopen_pairing = on_reopen_pairing,
                                        .move = on_move,
                                        .moved = on_moved,
                                        .forget = on_forget,
                                        .restart = on_restart,
                                        .update_verify = on_verify,
                                        .update_begin = on_begin,
                                        .update_write = on_write,
                                        .update_finish = on_finish,
                                        .update_abort = on_abort};

static void start_camera(void)
{
  struct petcam_config config = {.firmware = esp_app_get_description()->version,
                                 .board = CONFIG_PETCAM_BOARD_NAME,
                                 .reset = reset_reason(),
                                 .boot = storage_next_boot(),
                                 .seed = esp_random(),
                                 .provisioned = petcam_paired_hub(&storage_nvs, &location.handover),
                                 .reopen_pairing = storage_take_reopen(),
                                 .has_moved = petcam_moved_read(&storage_nvs, &location.moved),
                                 .settings = storage_load_settings(),
                                 .arena = heap_caps_malloc(ARENA_BYTES, MALLOC_CAP_SPIRAM)};
  config.camera = location.handover.camera.text;
  config.has_name = location.handover.name[0] != '\0';
  config.power_cycles = storage_count_power_cycle(config.reset);
  config.image = update_image(&config.rolled_back);
  if (config.arena == NULL) {
    ESP_LOGE(tag, "no PSRAM, or too little: no pictures");
  } else {
    config.arena_bytes = ARENA_BYTES;
  }
  ESP_ERROR_CHECK(petcam_init(&camera, &config, &port) ? ESP_OK : ESP_ERR_INVALID_ARG);
}

static void start_board(void)
{
  events_open();
  lamps_open();
  storage_open();
  network_open();
  start_camera();
  update_open();
  if (petcam_wants_pairing(&camera.context.config)) {
    internal_memory_lend(PIECES_WHILE_PAIRING);
  } else {
    pairing_release_memory();
    internal_memory_lend(PIECES_FOR_THE_HUB);
    if (petcam_pairing_settle(&storage_nvs)) {
      ESP_LOGW(tag, "pairing did not succeed, keeping the network from before");
    }
    network_start();
    broker_open(&location);
    if (camera.context.config.arena != NULL) {
      sensor_open();
    }
  }
  events_put_type(PETCAM_EVENT_BOOTED);
}

static void tell_signal(void)
{
  static uint64_t told_ms;
  struct petcam_event event;
  if (camera.link.state != PETCAM_LINK_UP || events_now() - told_ms < SIGNAL_EVERY_MS) {
    return;
  }
  told_ms = events_now();
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_SIGNAL;
  event.with.rssi = network_signal();
  events_put(&event, NULL, NULL);
}

static void log_mode(void)
{
  static enum petcam_mode told = PETCAM_BOOTING;
  if (petcam_mode(&camera) != told) {
    told = petcam_mode(&camera);
    ESP_LOGI(tag, "%s; bursts sent %u, lost %u; free memory %u", petcam_mode_name(told),
             (unsigned)camera.context.counters.bursts_sent, (unsigned)camera.context.counters.bursts_lost,
             (unsigned)esp_get_free_internal_heap_size());
  }
}

void app_main(void)
{
  start_board();
  ESP_ERROR_CHECK(esp_task_wdt_add(NULL));
  uint64_t wake_ms = 0;
  for (;;) {
    uint64_t now = events_now();
    uint64_t wait_ms = wake_ms > now ? wake_ms - now : 0;
    wake_ms = events_step(&camera, wait_ms < STEP_AT_LEAST_MS ? wait_ms : STEP_AT_LEAST_MS);
    (void)esp_task_wdt_reset();
    tell_signal();
    log_mode();
  }
}
