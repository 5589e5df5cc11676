#include "update.h"

#include <string.h>

#include "esp_app_desc.h"
#include "esp_err.h"
#include "esp_log.h"
#include "esp_ota_ops.h"
#include "esp_partition.h"
#include "esp_system.h"
#include "esp_timer.h"
#include "mbedtls/sha256.h"
#include "sdkconfig.h"
#include "signature.h"
#include "storage.h"

static const char tag[] = "update";
static esp_timer_handle_t trial;
static const esp_partition_t *slot; /* being written, or NULL */
static esp_ota_handle_t handle;
static mbedtls_sha256_context hash;

bool update_is_on_trial(void)
{
  esp_ota_img_states_t state;
  return esp_ota_get_state_partition(esp_ota_get_running_partition(), &state) == ESP_OK &&
         state == ESP_OTA_IMG_PENDING_VERIFY;
}

/* The boot loader knows which partition it gave up, but not of which version that was: the partition may have been
   half overwritten since. */
enum petcam_image update_image(const char **rolled_back)
{
  static char tried[PETCAM_VERSION_MAX + 1U];
  *rolled_back = tried;
  if (update_is_on_trial()) {
    return PETCAM_IMAGE_TRIAL;
  }
  bool given_up = esp_ota_get_last_invalid_partition() != NULL && storage_load_tried(tried, sizeof tried) &&
                  strcmp(tried, esp_app_get_description()->version) != 0;
  return given_up ? PETCAM_IMAGE_ROLLED_BACK : PETCAM_IMAGE_SETTLED;
}

/* When the way back is barred, a restart leads there too: an image that is still on trial does not boot twice. */
static void give_up(void *context)
{
  (void)context;
  ESP_LOGE(tag, "the new image did not work, going back");
  (void)esp_ota_mark_app_invalid_rollback_and_reboot();
  esp_restart();
}

void update_open(void)
{
  if (update_is_on_trial()) {
    esp_timer_create_args_t timer = {.callback = give_up, .name = "trial"};
    ESP_ERROR_CHECK(esp_timer_create(&timer, &trial));
    ESP_ERROR_CHECK(esp_timer_start_once(trial, CONFIG_PETCAM_UPDATE_TRIAL_SECONDS * 1000000ULL));
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

enum petcam_trust update_verify(const char *claim, const uint8_t *signature)
{
  return signature_check(claim, signature);
}

/* The sectors are erased one by one as they are written: all at once would stop the camera for seconds. */
bool update_begin(uint32_t length)
{
  const esp_partition_t *spare = esp_ota_get_next_update_partition(NULL);
  update_abort();
  if (spare == NULL || length > spare->size) {
    return false;
  }
  storage_forget_tried();
  esp_err_t result = esp_ota_begin(spare, OTA_WITH_SEQUENTIAL_WRITES, &handle);
  if (result != ESP_OK) {
    ESP_LOGE(tag, "cannot begin: %s", esp_err_to_name(result));
    return false;
  }
  slot = spare;
  mbedtls_sha256_init(&hash);
  if (mbedtls_sha256_starts(&hash, 0) != 0) {
    update_abort();
    return false;
  }
  return true;
}

bool update_write(const uint8_t *bytes, size_t length)
{
  esp_err_t result = esp_ota_write(handle, bytes, length);
  if (result != ESP_OK) {
    ESP_LOGE(tag, "cannot write: %s", esp_err_to_name(result));
  }
  return result == ESP_OK && mbedtls_sha256_update(&hash, bytes, length) == 0;
}

static bool is_hash(const uint8_t *expected)
{
  uint8_t written[PETCAM_SHA256_BYTES];
  bool same = mbedtls_sha256_finish(&hash, written) == 0 && memcmp(written, expected, sizeof written) == 0;
  mbedtls_sha256_free(&hash);
  return same;
}

static bool is_version(const esp_partition_t *partition, const char *version)
{
  esp_app_desc_t written;
  return esp_ota_get_partition_description(partition, &written) == ESP_OK &&
         strncmp(written.version, version, sizeof written.version) == 0;
}

enum petcam_written update_finish(const struct petcam_claim *claim)
{
  const esp_partition_t *written = slot;
  slot = NULL;
  if (!is_hash(claim->sha256)) {
    (void)esp_ota_abort(handle);
    return PETCAM_WRONG_HASH;
  }
  esp_err_t result = esp_ota_end(handle);
  if (result != ESP_OK || !is_version(written, claim->version)) {
    ESP_LOGE(tag, "not an image of %s: %s", claim->version, esp_err_to_name(result));
    return PETCAM_WRONG_IMAGE;
  }
  if (!storage_save_tried(claim->version) || esp_ota_set_boot_partition(written) != ESP_OK) {
    return PETCAM_WRITE_FAILED;
  }
  return PETCAM_WRITTEN;
}

void update_abort(void)
{
  if (slot != NULL) {
    slot = NULL;
    (void)esp_ota_abort(handle);
    mbedtls_sha256_free(&hash);
  }
}
