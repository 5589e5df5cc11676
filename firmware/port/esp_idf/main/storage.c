#include "storage.h"

#include <stdio.h>
#include <string.h>

#include "esp_err.h"
#include "esp_log.h"
#include "esp_random.h"
#include "esp_wifi.h"
#include "hub_link.h"
#include "nvs.h"
#include "nvs_flash.h"
#include "sdkconfig.h"

static const char tag[] = "storage";
static const char space[] = "petcam";
static nvs_handle_t handle;

void storage_open(void)
{
  esp_err_t result = nvs_flash_init();
  if (result == ESP_ERR_NVS_NO_FREE_PAGES || result == ESP_ERR_NVS_NEW_VERSION_FOUND) {
    ESP_LOGW(tag, "erasing NVS: %s", esp_err_to_name(result));
    ESP_ERROR_CHECK(nvs_flash_erase());
    result = nvs_flash_init();
  }
  ESP_ERROR_CHECK(result);
  ESP_ERROR_CHECK(nvs_open(space, NVS_READWRITE, &handle));
}

static bool write_text(void *context, const char *name, const char *text)
{
  (void)context;
  esp_err_t result = nvs_set_str(handle, name, text);
  if (result == ESP_OK) {
    result = nvs_commit(handle);
  }
  if (result != ESP_OK) {
    ESP_LOGE(tag, "cannot store %s: %s", name, esp_err_to_name(result));
  }
  return result == ESP_OK;
}

static bool read_text(void *context, const char *name, char *text, size_t capacity)
{
  size_t length = capacity;
  (void)context;
  return nvs_get_str(handle, name, text, &length) == ESP_OK;
}

static bool read_bytes(void *context, const char *name, uint8_t *bytes, size_t *length)
{
  (void)context;
  return nvs_get_blob(handle, name, bytes, length) == ESP_OK;
}

static bool write_bytes(void *context, const char *name, const uint8_t *bytes, size_t length)
{
  (void)context;
  return nvs_set_blob(handle, name, bytes, length) == ESP_OK && nvs_commit(handle) == ESP_OK;
}

static bool erase(void *context, const char *name)
{
  (void)context;
  esp_err_t result = nvs_erase_key(handle, name);
  return result == ESP_ERR_NVS_NOT_FOUND || (result == ESP_OK && nvs_commit(handle) == ESP_OK);
}

static bool read_wifi(void *context, uint8_t *wifi)
{
  wifi_config_t config;
  (void)context;
  if (esp_wifi_get_config(WIFI_IF_STA, &config) != ESP_OK || config.sta.ssid[0] == 0) {
    return false;
  }
  memcpy(wifi, &config, sizeof config);
  return true;
}

static bool write_wifi(void *context, const uint8_t *wifi)
{
  wifi_config_t config;
  (void)context;
  memcpy(&config, wifi, sizeof config);
  return esp_wifi_set_mode(WIFI_MODE_STA) == ESP_OK && esp_wifi_set_config(WIFI_IF_STA, &config) == ESP_OK;
}

_Static_assert(sizeof(wifi_config_t) <= PETCAM_WIFI_BYTES_MAX, "a Wi-Fi fits into what is kept aside");

const struct petcam_storage storage_nvs = {.read_text = read_text,
                                           .write_text = write_text,
                                           .read_bytes = read_bytes,
                                           .write_bytes = write_bytes,
                                           .erase = erase,
                                           .read_wifi = read_wifi,
                                           .write_wifi = write_wifi,
                                           .wifi_bytes = sizeof(wifi_config_t)};

uint32_t storage_next_boot(void)
{
  uint32_t boot = 0;
  (void)nvs_get_u32(handle, "boot", &boot);
  boot++;
  ESP_ERROR_CHECK(nvs_set_u32(handle, "boot", boot));
  ESP_ERROR_CHECK(nvs_commit(handle));
  return boot;
}

static bool save_number(const char *key, uint32_t number)
{
  return nvs_set_u32(handle, key, number) == ESP_OK && nvs_commit(handle) == ESP_OK;
}

static uint32_t load_number(const char *key)
{
  uint32_t number = 0;
  return nvs_get_u32(handle, key, &number) == ESP_OK ? number : 0;
}

uint32_t storage_count_power_cycle(enum petcam_reset reset)
{
  uint32_t cycles = petcam_power_cycles(load_number("cycles"), reset);
  (void)save_number("cycles", cycles);
  return cycles;
}

void storage_clear_power_cycles(void)
{
  (void)save_number("cycles", 0);
}

bool storage_take_reopen(void)
{
  bool wanted = load_number("reopen") != 0;
  if (wanted) {
    (void)save_number("reopen", 0);
  }
  return wanted;
}

void storage_reopen_pairing(void)
{
  (void)save_number("reopen", 1);
}

struct petcam_settings storage_load_settings(void)
{
  char text[PETCAM_SETTINGS_BYTES];
  struct petcam_settings settings = petcam_settings_default();
  if (read_text(NULL, "settings", text, sizeof text) && !petcam_settings_read(&settings, text, strlen(text))) {
    ESP_LOGW(tag, "stored settings cannot be used, taking the defaults");
  }
  return settings;
}

void storage_save_settings(const struct petcam_settings *settings)
{
  char bytes[PETCAM_SETTINGS_BYTES];
  struct petcam_text text = petcam_text(bytes, sizeof bytes);
  petcam_settings_write(settings, &text);
  (void)write_text(NULL, "settings", text.bytes);
}

void storage_pairing_code(char code[STORAGE_CODE_BYTES])
{
  if (CONFIG_PETCAM_PAIRING_CODE[0] != '\0') {
    (void)snprintf(code, STORAGE_CODE_BYTES, "%s", CONFIG_PETCAM_PAIRING_CODE);
    return;
  }
  if (!read_text(NULL, "code", code, STORAGE_CODE_BYTES)) {
    (void)snprintf(code, STORAGE_CODE_BYTES, "%08u", (unsigned)(esp_random() % 100000000U));
    (void)write_text(NULL, "code", code);
  }
}

bool storage_load_tried(char *version, size_t capacity)
{
  return read_text(NULL, "tried", version, capacity);
}

bool storage_save_tried(const char *version)
{
  return write_text(NULL, "tried", version);
}

void storage_forget_tried(void)
{
  (void)erase(NULL, "tried");
}

void storage_forget(void)
{
  petcam_pairing_forget(&storage_nvs);
  (void)erase(NULL, "settings");
}
