#include "network.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "esp_err.h"
#include "esp_event.h"
#include "esp_log.h"
#include "esp_mac.h"
#include "esp_netif.h"
#include "esp_wifi.h"

static const char tag[] = "network";
static atomic_bool has_address;
static void (*on_joined)(void);
static void (*on_lost)(void);

static void on_wifi_event(void *context, esp_event_base_t base, int32_t id, void *data)
{
  (void)context;
  (void)base;
  if (id == WIFI_EVENT_STA_DISCONNECTED) {
    const wifi_event_sta_disconnected_t *event = data;
    ESP_LOGW(tag, "not connected, reason %d", (int)event->reason);
    atomic_store(&has_address, false);
    if (on_lost != NULL) {
      on_lost();
    }
  }
}

static void on_address(void *context, esp_event_base_t base, int32_t id, void *data)
{
  const ip_event_got_ip_t *event = data;
  (void)context;
  (void)base;
  (void)id;
  ESP_LOGI(tag, "address " IPSTR, IP2STR(&event->ip_info.ip));
  atomic_store(&has_address, true);
  if (on_joined != NULL) {
    on_joined();
  }
}

/* What routers list. */
static void name_host(esp_netif_t *station)
{
  uint8_t address[6];
  char name[16];
  ESP_ERROR_CHECK(esp_read_mac(address, ESP_MAC_WIFI_STA));
  (void)snprintf(name, sizeof name, "petcam-%02x%02x%02x", address[3], address[4], address[5]);
  (void)esp_netif_set_hostname(station, name);
}

void network_open(void)
{
  wifi_init_config_t config = WIFI_INIT_CONFIG_DEFAULT();
  ESP_ERROR_CHECK(esp_netif_init());
  ESP_ERROR_CHECK(esp_event_loop_create_default());
  esp_netif_t *station = esp_netif_create_default_wifi_sta();
  ESP_ERROR_CHECK(esp_wifi_init(&config));
  name_host(station);
}

void network_start(void)
{
  ESP_ERROR_CHECK(esp_event_handler_instance_register(WIFI_EVENT, ESP_EVENT_ANY_ID, on_wifi_event, NULL, NULL));
  ESP_ERROR_CHECK(esp_event_handler_instance_register(IP_EVENT, IP_EVENT_STA_GOT_IP, on_address, NULL, NULL));
  ESP_ERROR_CHECK(esp_wifi_set_mode(WIFI_MODE_STA));
  ESP_ERROR_CHECK(esp_wifi_start());
  ESP_ERROR_CHECK(esp_wifi_set_ps(WIFI_PS_NONE));
}

void network_join(void (*joined)(void), void (*lost)(void))
{
  on_joined = joined;
  on_lost = lost;
  if (atomic_load(&has_address)) {
    joined();
    return;
  }
  esp_err_t result = esp_wifi_connect();
  if (result != ESP_OK && result != ESP_ERR_WIFI_CONN) {
    ESP_LOGE(tag, "cannot join: %s", esp_err_to_name(result));
    lost();
  }
}

int network_signal(void)
{
  wifi_ap_record_t access_point;
  return esp_wifi_sta_get_ap_info(&access_point) == ESP_OK ? access_point.rssi : 0;
}

bool network_remember(const char *ssid, const char *password)
{
  wifi_config_t config;
  memset(&config, 0, sizeof config);
  memcpy(config.sta.ssid, ssid, strnlen(ssid, sizeof config.sta.ssid));
  memcpy(config.sta.password, password, strnlen(password, sizeof config.sta.password));
  return esp_wifi_set_mode(WIFI_MODE_STA) == ESP_OK && esp_wifi_set_config(WIFI_IF_STA, &config) == ESP_OK;
}

void network_forget(void)
{
  (void)esp_wifi_restore();
}
