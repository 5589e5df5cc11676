#include "storage.h"

#include <stdio.h>
#include <string.h>

#include "esp_err.h"
#include "esp_log.h"
#include "esp_random.h"
#include "hub_link.h"
#include "json.h"
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

static bool save_string(const char *key, const char *text)
{
  esp_err_t result = nvs_set_str(handle, key, text);
  if (result == ESP_OK) {
    result = nvs_commit(handle);
  }
  if (result != ESP_OK) {
    ESP_LOGE(tag, "cannot store %s: %s", key, esp_err_to_name(result));
  }
  return result == ESP_OK;
}

static bool load_string(const char *key, char *text, size_t capacity)
{
  size_t length = capacity;
  return nvs_get_str(handle, key, text, &length) == ESP_OK;
}

uint32_t storage_next_boot(void)
{
  uint32_t boot = 0;
  (void)nvs_get_u32(handle, "boot", &boot);
  boot++;
  ESP_ERROR_CHECK(nvs_set_u32(handle, "boot", boot));
  ESP_ERROR_CHECK(nvs_commit(handle));
  return boot;
}

bool storage_load_handover(struct petcam_handover *handover)
{
  char text[PETCAM_HANDOVER_BYTES];
  return load_string("hub", text, sizeof text) && petcam_handover_read(text, strlen(text), handover) == NULL;
}

bool storage_save_handover(const struct petcam_handover *handover)
{
  char bytes[PETCAM_HANDOVER_BYTES];
  struct petcam_text text = petcam_text(bytes, sizeof bytes);
  petcam_handover_write(handover, &text);
  return save_string("hub", text.bytes);
}

bool storage_load_moved(struct petcam_address *address)
{
  char text[96];
  struct petcam_json object;
  return load_string("moved", text, sizeof text) && petcam_json_parse(text, strlen(text), &object) &&
         petcam_address_read(object, address) == NULL;
}

bool storage_save_moved(const struct petcam_address *address)
{
  char text[96];
  if (address->host[0] == '\0') {
    (void)nvs_erase_key(handle, "moved");
    return nvs_commit(handle) == ESP_OK;
  }
  (void)snprintf(text, sizeof text, "{\"host\":\"%s\",\"port\":%u}", address->host, (unsigned)address->port);
  return save_string("moved", text);
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

bool storage_load_wifi(void *bytes, size_t length)
{
  size_t stored = length;
  return nvs_get_blob(handle, "wifi", bytes, &stored) == ESP_OK && stored == length;
}

bool storage_save_wifi(const void *bytes, size_t length)
{
  return nvs_set_blob(handle, "wifi", bytes, length) == ESP_OK && nvs_commit(handle) == ESP_OK;
}

void storage_forget_wifi(void)
{
  (void)nvs_erase_key(handle, "wifi");
  (void)nvs_commit(handle);
}

struct petcam_settings storage_load_settings(void)
{
  char text[PETCAM_SETTINGS_BYTES];
  struct petcam_settings settings = petcam_settings_default();
  if (load_string("settings", text, sizeof text) && !petcam_settings_read(&settings, text, strlen(text))) {
    ESP_LOGW(tag, "stored settings cannot be used, taking the defaults");
  }
  return settings;
}

void storage_save_settings(const struct petcam_settings *settings)
{
  char bytes[PETCAM_SETTINGS_BYTES];
  struct petcam_text text = petcam_text(bytes, sizeof bytes);
  petcam_settings_write(settings, &text);
  (void)save_string("settings", text.bytes);
}

void storage_pairing_code(char code[STORAGE_CODE_BYTES])
{
  if (CONFIG_PETCAM_PAIRING_CODE[0] != '\0') {
    (void)snprintf(code, STORAGE_CODE_BYTES, "%s", CONFIG_PETCAM_PAIRING_CODE);
    return;
  }
  if (!load_string("code", code, STORAGE_CODE_BYTES)) {
    (void)snprintf(code, STORAGE_CODE_BYTES, "%08u", (unsigned)(esp_random() % 100000000U));
    (void)save_string("code", code);
  }
}

bool storage_load_tried(char *version, size_t capacity)
{
  return load_string("tried", version, capacity);
}

bool storage_save_tried(const char *version)
{
  return save_string("tried", version);
}

void storage_forget_tried(void)
{
  (void)nvs_erase_key(handle, "tried");
  (void)nvs_commit(handle);
}

void storage_forget(void)
{
  (void)nvs_erase_key(handle, "hub");
  (void)nvs_erase_key(handle, "moved");
  (void)nvs_erase_key(handle, "wifi");
  (void)nvs_erase_key(handle, "settings");
  (void)nvs_commit(handle);
}
