#include "pairing.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "esp_bt.h"
#include "esp_err.h"
#include "esp_event.h"
#include "esp_log.h"
#include "esp_mac.h"
#include "esp_srp.h"
#include "esp_system.h"
#include "events.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "handover.h"
#include "protocomm_security.h"
#include "sdkconfig.h"
#include "storage.h"
#include "wifi_provisioning/manager.h"
#include "wifi_provisioning/scheme_ble.h"

enum {
  SALT_BYTES = 16,
  GOODBYE_MS = 1000, /* for the answer to reach the hub before Bluetooth goes */
  WRONG_CODES_MAX = 5,
  PENALTY_MS = 60000
};

static const char tag[] = "pairing";
static const char endpoint[] = "petcam-hub";
static atomic_int wrong_codes;
static atomic_bool handed_over;

static esp_err_t answer(const char *text, uint8_t **out, ssize_t *length)
{
  *out = (uint8_t *)strdup(text);
  *length = *out == NULL ? 0 : (ssize_t)strlen(text);
  return *out == NULL ? ESP_ERR_NO_MEM : ESP_OK;
}

/* A new hub and key, or word that only the Wi-Fi is new. Returns NULL, or the field that is wrong. */
static const char *store(const char *json, size_t length, bool *stored)
{
  struct petcam_handover handover;
  if (petcam_handover_keeps(json, length) && petcam_paired_hub(&storage_nvs, &handover)) {
    *stored = petcam_pairing_succeeded(&storage_nvs, NULL);
    return NULL;
  }
  const char *wrong = petcam_handover_read(json, length, &handover);
  *stored = wrong == NULL && petcam_pairing_succeeded(&storage_nvs, &handover);
  return wrong;
}

/* The session is encrypted and the code was proven before anything arrives here. */
static esp_err_t take_handover(uint32_t session, const uint8_t *in, ssize_t in_length, uint8_t **out,
                               ssize_t *out_length, void *context)
{
  bool stored = false;
  char text[96];
  (void)session;
  (void)context;
  const char *wrong = in == NULL || in_length <= 0 ? "v" : store((const char *)in, (size_t)in_length, &stored);
  if (wrong != NULL) {
    (void)snprintf(text, sizeof text, "{\"v\":1,\"status\":\"error\",\"error\":{\"code\":\"invalid\",\"message\":\"%s\"}}",
                   wrong);
    return answer(text, out, out_length);
  }
  if (!stored) {
    return answer("{\"v\":1,\"status\":\"error\",\"error\":{\"code\":\"storage\",\"message\":\"\"}}", out, out_length);
  }
  atomic_store(&handed_over, true);
  wifi_prov_mgr_stop_provisioning();
  return answer("{\"v\":1,\"status\":\"ok\"}", out, out_length);
}

/* Whoever tries codes gets five of them, then a minute of silence. */
static void slow_down(void *context)
{
  (void)context;
  ESP_LOGW(tag, "too many wrong codes, pausing for a minute");
  wifi_prov_mgr_deinit();
  vTaskDelay(pdMS_TO_TICKS(PENALTY_MS));
  esp_restart();
}

static void on_session_event(void *context, esp_event_base_t base, int32_t id, void *data)
{
  (void)context;
  (void)base;
  (void)data;
  if (id == PROTOCOMM_SECURITY_SESSION_SETUP_OK) {
    atomic_store(&wrong_codes, 0);
    events_put_type(PETCAM_EVENT_PAIRING);
  } else if (atomic_fetch_add(&wrong_codes, 1) + 1 == WRONG_CODES_MAX) {
    (void)xTaskCreate(slow_down, "slow down", 4096, NULL, 3, NULL);
  }
}

static void on_provisioning_event(void *context, esp_event_base_t base, int32_t id, void *data)
{
  (void)context;
  (void)base;
  switch (id) {
  case WIFI_PROV_CRED_FAIL: {
    const wifi_prov_sta_fail_reason_t *reason = data;
    ESP_LOGW(tag, "%s", *reason == WIFI_PROV_STA_AUTH_ERROR ? "wrong Wi-Fi password" : "Wi-Fi network not found");
    (void)wifi_prov_mgr_reset_sm_state_on_failure(); /* the owner may try again in the same session */
    break;
  }
  case WIFI_PROV_CRED_SUCCESS:
    ESP_LOGI(tag, "Wi-Fi works, waiting for the hub's address and key");
    break;
  case WIFI_PROV_END:
    if (atomic_load(&handed_over)) {
      events_put_type(PETCAM_EVENT_PROVISIONED);
    }
    break;
  default:
    break;
  }
}

static void name_service(char name[16])
{
  uint8_t address[6];
  ESP_ERROR_CHECK(esp_read_mac(address, ESP_MAC_WIFI_STA));
  (void)snprintf(name, 16, "PetCam-%02X%02X%02X", address[3], address[4], address[5]);
}

/* Salt and verifier are not copied by the manager, so they stay until the restart that ends pairing. */
static void make_verifier(const char *code, wifi_prov_security2_params_t *security)
{
  static const char user[] = CONFIG_PETCAM_PAIRING_USER;
  char *salt = NULL;
  char *verifier = NULL;
  int verifier_length = 0;
  ESP_ERROR_CHECK(esp_srp_gen_salt_verifier(user, (int)sizeof user - 1, code, (int)strlen(code), &salt, SALT_BYTES,
                                            &verifier, &verifier_length));
  security->salt = salt;
  security->salt_len = SALT_BYTES;
  security->verifier = verifier;
  security->verifier_len = (uint16_t)verifier_length;
}

void pairing_start(void)
{
  static wifi_prov_security2_params_t security;
  wifi_prov_mgr_config_t config = {.scheme = wifi_prov_scheme_ble,
                                   .scheme_event_handler = WIFI_PROV_SCHEME_BLE_EVENT_HANDLER_FREE_BTDM};
  char code[STORAGE_CODE_BYTES];
  char name[16];
  petcam_pairing_opened(&storage_nvs);
  storage_pairing_code(code);
  name_service(name);
  make_verifier(code, &security);
  ESP_ERROR_CHECK(esp_event_handler_instance_register(WIFI_PROV_EVENT, ESP_EVENT_ANY_ID, on_provisioning_event, NULL,
                                                      NULL));
  ESP_ERROR_CHECK(esp_event_handler_instance_register(PROTOCOMM_SECURITY_SESSION_EVENT, ESP_EVENT_ANY_ID,
                                                      on_session_event, NULL, NULL));
  ESP_ERROR_CHECK(wifi_prov_mgr_init(config));
  ESP_ERROR_CHECK(wifi_prov_mgr_disable_auto_stop(GOODBYE_MS));
  ESP_ERROR_CHECK(wifi_prov_mgr_endpoint_create(endpoint));
  ESP_ERROR_CHECK(wifi_prov_mgr_start_provisioning(WIFI_PROV_SECURITY_2, &security, name, NULL));
  ESP_ERROR_CHECK(wifi_prov_mgr_endpoint_register(endpoint, take_handover, NULL));
  ESP_LOGI(tag, "%s waits for pairing, code %s", name, code);
}

void pairing_release_memory(void)
{
#if CONFIG_IDF_TARGET_ESP32
  (void)esp_bt_controller_mem_release(ESP_BT_MODE_BTDM);
#else
  (void)esp_bt_controller_mem_release(ESP_BT_MODE_BLE);
#endif
}
