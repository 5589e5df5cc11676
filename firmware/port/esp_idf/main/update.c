#include "update.h"

#include <string.h>

#include "esp_app_desc.h"
#include "esp_crt_bundle.h"
#include "esp_err.h"
#include "esp_http_client.h"
#include "esp_https_ota.h"
#include "esp_log.h"
#include "esp_ota_ops.h"
#include "esp_system.h"
#include "esp_timer.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "sdkconfig.h"

enum { STACK_BYTES = 8192, PRIORITY = 2, FIRST_LOOK_MS = 300000, HOUR_MS = 3600000, HTTP_TIMEOUT_MS = 20000 };

static const char tag[] = "update";
static esp_timer_handle_t trial;

bool update_is_on_trial(void)
{
  esp_ota_img_states_t state;
  return esp_ota_get_state_partition(esp_ota_get_running_partition(), &state) == ESP_OK &&
         state == ESP_OTA_IMG_PENDING_VERIFY;
}

static void give_up(void *context)
{
  (void)context;
  ESP_LOGE(tag, "the new image did not work, going back");
  (void)esp_ota_mark_app_invalid_rollback_and_reboot();
}

static bool is_wanted(const esp_app_desc_t *offered)
{
  const esp_app_desc_t *running = esp_app_get_description();
  if (strncmp(offered->project_name, running->project_name, sizeof running->project_name) != 0) {
    ESP_LOGW(tag, "the image offered is of another project");
    return false;
  }
  return strncmp(offered->version, running->version, sizeof running->version) != 0;
}

static esp_err_t download(esp_https_ota_handle_t handle)
{
  esp_err_t result;
  do {
    result = esp_https_ota_perform(handle);
  } while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS);
  return result == ESP_OK && !esp_https_ota_is_complete_data_received(handle) ? ESP_ERR_INVALID_SIZE : result;
}

static void look(void)
{
  esp_http_client_config_t http = {.url = CONFIG_PETCAM_UPDATE_URL,
                                   .crt_bundle_attach = esp_crt_bundle_attach,
                                   .timeout_ms = HTTP_TIMEOUT_MS,
                                   .keep_alive_enable = true};
  esp_https_ota_config_t config = {.http_config = &http};
  esp_https_ota_handle_t handle = NULL;
  esp_app_desc_t offered;
  esp_err_t result = esp_https_ota_begin(&config, &handle);
  if (result != ESP_OK) {
    ESP_LOGW(tag, "no image: %s", esp_err_to_name(result));
    return;
  }
  if (esp_https_ota_get_img_desc(handle, &offered) != ESP_OK || !is_wanted(&offered) || download(handle) != ESP_OK) {
    (void)esp_https_ota_abort(handle);
    return;
  }
  result = esp_https_ota_finish(handle);
  if (result == ESP_OK) {
    ESP_LOGI(tag, "restarting into %s", offered.version);
    esp_restart();
  }
  ESP_LOGE(tag, "image refused: %s", esp_err_to_name(result));
}

/* Hour by hour: pdMS_TO_TICKS counts in 32 bits, which a day of ms times the tick rate does not fit. */
static void wait_a_day(void)
{
  for (int hour = 0; hour < 24; hour++) {
    vTaskDelay(pdMS_TO_TICKS(HOUR_MS));
  }
}

static void serve(void *context)
{
  (void)context;
  vTaskDelay(pdMS_TO_TICKS(FIRST_LOOK_MS));
  for (;;) {
    look();
    wait_a_day();
  }
}

void update_open(void)
{
  if (update_is_on_trial()) {
    esp_timer_create_args_t timer = {.callback = give_up, .name = "trial"};
    ESP_ERROR_CHECK(esp_timer_create(&timer, &trial));
    ESP_ERROR_CHECK(esp_timer_start_once(trial, CONFIG_PETCAM_UPDATE_TRIAL_SECONDS * 1000000ULL));
  }
  if (CONFIG_PETCAM_UPDATE_URL[0] != '\0') {
    (void)xTaskCreate(serve, "update", STACK_BYTES, NULL, PRIORITY, NULL);
  }
}

void update_keep(void)
{
  if (trial != NULL) {
    (void)esp_timer_stop(trial);
  }
  if (update_is_on_trial()) {
    ESP_LOGI(tag, "camera and hub work, keeping this image");
    (void)esp_ota_mark_app_valid_cancel_rollback();
  }
}
