#include "console.h"

#include <stdio.h>
#include <string.h>

#include "driver/uart.h"
#include "driver/uart_vfs.h"
#include "esp_err.h"
#include "esp_log.h"
#include "events.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "handover.h"
#include "json.h"
#include "network.h"
#include "sdkconfig.h"
#include "storage.h"

enum {
  STACK_BYTES = 6144,
  PRIORITY = 3,
  PAUSE_MS = 50,
  LINE_BYTES = 512,
  RECEIVE_BYTES = 1024,
  ALONE_MS = 5000 /* without a hub for so long after it, a Wi-Fi is meant for the hub from before */
};

static const char tag[] = "console";
static bool has_wifi;
static bool has_hub;
static struct petcam_handover hub; /* as it was typed, not stored yet */

static bool read_string(struct petcam_json object, const char *name, char *out, size_t capacity)
{
  struct petcam_json value;
  return petcam_json_member(object, name, &value) && petcam_json_string(value, out, capacity);
}

static void take_wifi(const char *json)
{
  char ssid[33];
  char password[64];
  struct petcam_json object;
  if (!petcam_json_parse(json, strlen(json), &object) || !read_string(object, "ssid", ssid, sizeof ssid) ||
      !read_string(object, "password", password, sizeof password)) {
    ESP_LOGW(tag, "like this: wifi {\"ssid\":\"...\",\"password\":\"...\"}");
    return;
  }
  has_wifi = network_remember(ssid, password);
  ESP_LOGI(tag, "Wi-Fi %s", has_wifi ? "stored" : "could not be stored");
}

static void take_hub(const char *json)
{
  const char *wrong = petcam_handover_read(json, strlen(json), &hub);
  has_hub = wrong == NULL;
  if (wrong != NULL) {
    ESP_LOGW(tag, "hub: the field \"%s\" is missing or wrong", wrong);
    return;
  }
  if (!has_wifi) {
    ESP_LOGI(tag, "hub kept until its Wi-Fi is typed");
  }
}

/* A hub is stored only with its Wi-Fi: one without the other would lead nowhere when the power fails in between. */
static void finish(const struct petcam_handover *handover)
{
  bool stored = petcam_pairing_succeeded(&storage_nvs, handover);
  ESP_LOGI(tag, "hub %s", stored ? "stored" : "could not be stored");
  has_wifi = false;
  if (stored) {
    events_put_type(PETCAM_EVENT_PROVISIONED);
  }
}

/* A Wi-Fi came alone: it is meant for the hub from before, if there is one. */
static void finish_alone(void)
{
  struct petcam_handover known;
  if (has_wifi && petcam_paired_hub(&storage_nvs, &known)) {
    finish(NULL);
  }
}

static void take_line(const char *line)
{
  if (strncmp(line, "wifi ", 5) == 0) {
    take_wifi(line + 5);
  } else if (strncmp(line, "hub ", 4) == 0) {
    take_hub(line + 4);
  } else if (line[0] != '\0') {
    ESP_LOGI(tag, "wifi {...} and hub {...} pair this camera without Bluetooth");
  }
  if (has_wifi && has_hub) {
    finish(&hub);
  }
}

/* Reads wait for what is typed. A line that is too long is dropped. A new Wi-Fi waits a moment for its hub: the page
   that pairs over a cable types both, in this order. */
static void serve(void *context)
{
  static char line[LINE_BYTES];
  size_t length = 0;
  uint32_t silent_ms = 0;
  (void)context;
  for (;;) {
    int character = getchar();
    silent_ms = character == EOF ? silent_ms + PAUSE_MS : 0;
    if (character == EOF) {
      vTaskDelay(pdMS_TO_TICKS(PAUSE_MS));
      if (silent_ms == ALONE_MS) {
        finish_alone();
      }
    } else if (character == '\n' || character == '\r') {
      line[length < sizeof line ? length : 0] = '\0';
      length = 0;
      take_line(line);
    } else if (length < sizeof line) {
      line[length] = (char)character;
      length++;
    }
  }
}

/* The driver, because without it only the 128 bytes of the chip's own queue wait to be read: less than a pasted line. */
void console_open(void)
{
  ESP_ERROR_CHECK(uart_driver_install(CONFIG_ESP_CONSOLE_UART_NUM, RECEIVE_BYTES, 0, 0, NULL, 0));
  uart_vfs_dev_use_driver(CONFIG_ESP_CONSOLE_UART_NUM);
  (void)xTaskCreate(serve, "console", STACK_BYTES, NULL, PRIORITY, NULL);
}
