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

enum { STACK_BYTES = 6144, PRIORITY = 3, PAUSE_MS = 50, LINE_BYTES = 512, RECEIVE_BYTES = 1024 };

static const char tag[] = "console";
static bool has_wifi;
static bool has_hub;

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
  struct petcam_handover handover;
  const char *wrong = petcam_handover_read(json, strlen(json), &handover);
  if (wrong != NULL) {
    ESP_LOGW(tag, "hub: the field \"%s\" is missing or wrong", wrong);
    return;
  }
  has_hub = storage_save_handover(&handover);
  ESP_LOGI(tag, "hub %s", has_hub ? "stored" : "could not be stored");
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
  struct petcam_handover handover;
  if (has_wifi && (has_hub || storage_load_handover(&handover))) {
    network_drop_aside();
    events_put_type(PETCAM_EVENT_PROVISIONED);
  }
}

/* Reads wait for what is typed. A line that is too long is dropped. */
static void serve(void *context)
{
  static char line[LINE_BYTES];
  size_t length = 0;
  (void)context;
  for (;;) {
    int character = getchar();
    if (character == EOF) {
      vTaskDelay(pdMS_TO_TICKS(PAUSE_MS));
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
