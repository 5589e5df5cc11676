/* The parts of ESP-IDF v5.5 and esp32-camera 2.1.5 that port/esp_idf uses, as declarations only. `make idf-check` reads
   the port against them, which finds misspelt names, wrong types and missing fields on a machine without the
   ESP32 toolchain. It proves nothing about how the real thing behaves. */
#ifndef IDF_STUBS_H
#define IDF_STUBS_H

#include <assert.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/types.h>

/* As mbedtls/check_config.h asks: a header of ours called limits.h would be found in its place. */
#if !defined(CHAR_BIT) || CHAR_BIT != 8
#error "requires a platform with 8-bit chars"
#endif

/* esp_err.h, esp_log.h */
typedef int esp_err_t;
#define ESP_OK 0
#define ESP_FAIL -1
#define ESP_ERR_NO_MEM 0x101
#define ESP_ERR_INVALID_ARG 0x102
#define ESP_ERR_INVALID_SIZE 0x104
#define ESP_ERR_NOT_SUPPORTED 0x106
const char *esp_err_to_name(esp_err_t code);
void stub_check(esp_err_t code);
#define ESP_ERROR_CHECK(x) stub_check(x)
void stub_log(const char *tag, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* As in esp_log.h, the format is glued to other strings, so it has to be a literal. */
#define ESP_LOGE(tag, format, ...) stub_log(tag, "(0) " format "\n", ##__VA_ARGS__)
#define ESP_LOGW ESP_LOGE
#define ESP_LOGI ESP_LOGE

/* sdkconfig.h */
#define CONFIG_ESP_CONSOLE_UART_NUM 0
#define CONFIG_IDF_TARGET_ESP32 1
#define CONFIG_PETCAM_BOARD_AI_THINKER 1
#define CONFIG_PETCAM_PIR_GPIO 14
#define CONFIG_PETCAM_BOARD_NAME "ai-thinker"
#define CONFIG_PETCAM_BUTTON_GPIO 13
#define CONFIG_PETCAM_PAIRING_USER "wifiprov"
#define CONFIG_PETCAM_PAIRING_CODE ""
#define CONFIG_PETCAM_UPDATE_KEY ""
#define CONFIG_PETCAM_UPDATE_TRIAL_SECONDS 600

/* freertos */
typedef int BaseType_t;
typedef unsigned UBaseType_t;
typedef uint32_t TickType_t;
typedef struct QueueDefinition *QueueHandle_t;
typedef struct tskTaskControlBlock *TaskHandle_t;
typedef void (*TaskFunction_t)(void *);
#define pdTRUE 1
#define pdPASS 1
#define portMAX_DELAY 0xffffffffUL
#define configTICK_RATE_HZ 100
#define pdMS_TO_TICKS(ms) ((TickType_t)(((TickType_t)(ms) * (TickType_t)configTICK_RATE_HZ) / (TickType_t)1000U))
#define configASSERT(x) assert(x)
QueueHandle_t xQueueCreate(UBaseType_t length, UBaseType_t item_size);
BaseType_t xQueueSend(QueueHandle_t queue, const void *item, TickType_t wait);
typedef QueueHandle_t SemaphoreHandle_t;
typedef QueueHandle_t QueueSetHandle_t;
typedef QueueHandle_t QueueSetMemberHandle_t;
QueueSetHandle_t xQueueCreateSet(UBaseType_t length);
BaseType_t xQueueAddToSet(QueueSetMemberHandle_t member, QueueSetHandle_t set);
QueueSetMemberHandle_t xQueueSelectFromSet(QueueSetHandle_t set, TickType_t wait);
SemaphoreHandle_t xSemaphoreCreateMutex(void);
BaseType_t xSemaphoreTake(SemaphoreHandle_t semaphore, TickType_t wait);
BaseType_t xSemaphoreGive(SemaphoreHandle_t semaphore);
BaseType_t xQueueReceive(QueueHandle_t queue, void *item, TickType_t wait);
BaseType_t xTaskNotifyGive(TaskHandle_t task);
uint32_t ulTaskNotifyTake(BaseType_t clear, TickType_t wait);
BaseType_t xTaskCreate(TaskFunction_t code, const char *name, uint32_t stack, void *parameters, UBaseType_t priority,
                       TaskHandle_t *created);
BaseType_t xTaskCreatePinnedToCore(TaskFunction_t code, const char *name, uint32_t stack, void *parameters,
                                   UBaseType_t priority, TaskHandle_t *created, BaseType_t core);
void vTaskDelay(TickType_t ticks);

/* esp_system.h, esp_random.h, esp_heap_caps.h, esp_heap_caps_init.h, heap_memory_layout.h, esp_psram.h, esp_mac.h,
   esp_timer.h, esp_task_wdt.h, esp_bt.h */
typedef enum {
  ESP_RST_UNKNOWN, ESP_RST_POWERON, ESP_RST_EXT, ESP_RST_SW, ESP_RST_PANIC, ESP_RST_INT_WDT, ESP_RST_TASK_WDT,
  ESP_RST_WDT, ESP_RST_DEEPSLEEP, ESP_RST_BROWNOUT, ESP_RST_SDIO
} esp_reset_reason_t;
esp_reset_reason_t esp_reset_reason(void);
void esp_restart(void) __attribute__((noreturn));
uint32_t esp_get_free_internal_heap_size(void);
uint32_t esp_random(void);
#define MALLOC_CAP_32BIT (1 << 1)
#define MALLOC_CAP_8BIT (1 << 2)
#define MALLOC_CAP_SPIRAM (1 << 10)
#define MALLOC_CAP_INTERNAL (1 << 11)
#define SOC_MEMORY_TYPE_NO_PRIOS 3
void *heap_caps_malloc(size_t size, uint32_t caps);
esp_err_t heap_caps_add_region_with_caps(const uint32_t caps[], intptr_t start, intptr_t end);
bool esp_psram_is_initialized(void);
typedef enum { ESP_MAC_WIFI_STA } esp_mac_type_t;
esp_err_t esp_read_mac(uint8_t *mac, esp_mac_type_t type);
typedef struct esp_timer *esp_timer_handle_t;
typedef void (*esp_timer_cb_t)(void *arg);
typedef enum { ESP_TIMER_TASK } esp_timer_dispatch_t;
typedef struct {
  esp_timer_cb_t callback;
  void *arg;
  esp_timer_dispatch_t dispatch_method;
  const char *name;
  bool skip_unhandled_events;
} esp_timer_create_args_t;
esp_err_t esp_timer_create(const esp_timer_create_args_t *create_args, esp_timer_handle_t *out_handle);
esp_err_t esp_timer_start_once(esp_timer_handle_t timer, uint64_t timeout_us);
esp_err_t esp_timer_start_periodic(esp_timer_handle_t timer, uint64_t period);
esp_err_t esp_timer_stop(esp_timer_handle_t timer);
int64_t esp_timer_get_time(void);
esp_err_t esp_task_wdt_add(TaskHandle_t task_handle);
esp_err_t esp_task_wdt_reset(void);
typedef enum { ESP_BT_MODE_IDLE, ESP_BT_MODE_BLE, ESP_BT_MODE_CLASSIC_BT, ESP_BT_MODE_BTDM } esp_bt_mode_t;
esp_err_t esp_bt_controller_mem_release(esp_bt_mode_t mode);

/* nvs.h, nvs_flash.h */
typedef uint32_t nvs_handle_t;
typedef enum { NVS_READONLY, NVS_READWRITE } nvs_open_mode_t;
#define ESP_ERR_NVS_NOT_FOUND 0x1102
#define ESP_ERR_NVS_NO_FREE_PAGES 0x110d
#define ESP_ERR_NVS_NEW_VERSION_FOUND 0x1110
esp_err_t nvs_flash_init(void);
esp_err_t nvs_flash_erase(void);
esp_err_t nvs_open(const char *namespace_name, nvs_open_mode_t open_mode, nvs_handle_t *out_handle);
esp_err_t nvs_get_str(nvs_handle_t handle, const char *key, char *out_value, size_t *length);
esp_err_t nvs_set_str(nvs_handle_t handle, const char *key, const char *value);
esp_err_t nvs_get_u32(nvs_handle_t handle, const char *key, uint32_t *out_value);
esp_err_t nvs_set_u32(nvs_handle_t handle, const char *key, uint32_t value);
esp_err_t nvs_get_blob(nvs_handle_t handle, const char *key, void *out_value, size_t *length);
esp_err_t nvs_set_blob(nvs_handle_t handle, const char *key, const void *value, size_t length);
esp_err_t nvs_erase_key(nvs_handle_t handle, const char *key);
esp_err_t nvs_commit(nvs_handle_t handle);

/* driver/gpio.h */
typedef int gpio_num_t;
typedef enum { GPIO_MODE_DISABLE, GPIO_MODE_INPUT, GPIO_MODE_OUTPUT } gpio_mode_t;
typedef enum { GPIO_PULLUP_DISABLE, GPIO_PULLUP_ENABLE } gpio_pullup_t;
typedef enum { GPIO_PULLDOWN_DISABLE, GPIO_PULLDOWN_ENABLE } gpio_pulldown_t;
typedef enum { GPIO_INTR_DISABLE } gpio_int_type_t;
typedef struct {
  uint64_t pin_bit_mask;
  gpio_mode_t mode;
  gpio_pullup_t pull_up_en;
  gpio_pulldown_t pull_down_en;
  gpio_int_type_t intr_type;
} gpio_config_t;
esp_err_t gpio_config(const gpio_config_t *config);
esp_err_t gpio_set_level(gpio_num_t gpio_num, uint32_t level);
int gpio_get_level(gpio_num_t gpio_num);

/* driver/uart.h, driver/uart_vfs.h */
typedef enum { UART_NUM_0, UART_NUM_1, UART_NUM_2 } uart_port_t;
esp_err_t uart_driver_install(uart_port_t uart_num, int rx_buffer_size, int tx_buffer_size, int queue_size,
                              QueueHandle_t *uart_queue, int intr_alloc_flags);
void uart_vfs_dev_use_driver(int uart_num);

/* esp_event.h */
typedef const char *esp_event_base_t;
typedef void (*esp_event_handler_t)(void *arg, esp_event_base_t base, int32_t id, void *data);
typedef void *esp_event_handler_instance_t;
#define ESP_EVENT_ANY_ID -1
esp_err_t esp_event_loop_create_default(void);
esp_err_t esp_event_handler_instance_register(esp_event_base_t event_base, int32_t event_id,
                                              esp_event_handler_t event_handler, void *event_handler_arg,
                                              esp_event_handler_instance_t *instance);

/* esp_netif.h, esp_wifi.h */
extern esp_event_base_t const WIFI_EVENT;
extern esp_event_base_t const IP_EVENT;
typedef enum { WIFI_EVENT_STA_DISCONNECTED = 5 } wifi_event_t;
typedef enum { IP_EVENT_STA_GOT_IP } ip_event_t;
typedef struct { uint32_t addr; } esp_ip4_addr_t;
typedef struct { esp_ip4_addr_t ip, netmask, gw; } esp_netif_ip_info_t;
typedef struct esp_netif_obj esp_netif_t;
typedef struct { esp_netif_t *esp_netif; esp_netif_ip_info_t ip_info; bool ip_changed; } ip_event_got_ip_t;
typedef struct { uint8_t ssid[32]; uint8_t ssid_len; uint8_t bssid[6]; uint8_t reason; int8_t rssi; }
    wifi_event_sta_disconnected_t;
#define IPSTR "%d.%d.%d.%d"
#define IP2STR(ipaddr) (int)((ipaddr)->addr & 0xff), 0, 0, 0
esp_err_t esp_netif_init(void);
esp_netif_t *esp_netif_create_default_wifi_sta(void);
esp_err_t esp_netif_set_hostname(esp_netif_t *esp_netif, const char *hostname);
typedef struct { int magic; } wifi_init_config_t;
#define WIFI_INIT_CONFIG_DEFAULT() { 0 }
typedef enum { WIFI_MODE_NULL, WIFI_MODE_STA } wifi_mode_t;
typedef enum { WIFI_PS_NONE } wifi_ps_type_t;
typedef struct { uint8_t bssid[6]; uint8_t ssid[33]; uint8_t primary; int second; int8_t rssi; } wifi_ap_record_t;
#define ESP_ERR_WIFI_CONN 0x3007
esp_err_t esp_wifi_init(const wifi_init_config_t *config);
typedef enum { WIFI_IF_STA, WIFI_IF_AP } wifi_interface_t;
typedef struct { uint8_t ssid[32]; uint8_t password[64]; } wifi_sta_config_t;
typedef union { wifi_sta_config_t sta; } wifi_config_t;
esp_err_t esp_wifi_set_config(wifi_interface_t interface, wifi_config_t *conf);
esp_err_t esp_wifi_get_config(wifi_interface_t interface, wifi_config_t *conf);
esp_err_t esp_wifi_set_mode(wifi_mode_t mode);
esp_err_t esp_wifi_start(void);
esp_err_t esp_wifi_connect(void);
esp_err_t esp_wifi_restore(void);
esp_err_t esp_wifi_set_ps(wifi_ps_type_t type);
esp_err_t esp_wifi_sta_get_ap_info(wifi_ap_record_t *ap_info);

/* esp_srp.h, protocomm_security.h, wifi_provisioning */
esp_err_t esp_srp_gen_salt_verifier(const char *username, int username_len, const char *pass, int pass_len,
                                    char **bytes_salt, int salt_len, char **verifier, int *verifier_len);
extern esp_event_base_t const PROTOCOMM_SECURITY_SESSION_EVENT;
typedef enum {
  PROTOCOMM_SECURITY_SESSION_SETUP_OK,
  PROTOCOMM_SECURITY_SESSION_INVALID_SECURITY_PARAMS,
  PROTOCOMM_SECURITY_SESSION_CREDENTIALS_MISMATCH
} protocomm_security_session_event_t;
typedef struct { const char *salt; uint16_t salt_len; const char *verifier; uint16_t verifier_len; }
    protocomm_security2_params_t;
typedef protocomm_security2_params_t wifi_prov_security2_params_t;
typedef esp_err_t (*protocomm_req_handler_t)(uint32_t session_id, const uint8_t *inbuf, ssize_t inlen, uint8_t **outbuf,
                                             ssize_t *outlen, void *priv_data);
extern esp_event_base_t const WIFI_PROV_EVENT;
typedef enum {
  WIFI_PROV_INIT, WIFI_PROV_START, WIFI_PROV_CRED_RECV, WIFI_PROV_CRED_FAIL, WIFI_PROV_CRED_SUCCESS, WIFI_PROV_END,
  WIFI_PROV_DEINIT
} wifi_prov_cb_event_t;
typedef enum { WIFI_PROV_STA_AUTH_ERROR, WIFI_PROV_STA_AP_NOT_FOUND } wifi_prov_sta_fail_reason_t;
typedef struct { void (*event_cb)(void *, wifi_prov_cb_event_t, void *); void *user_data; } wifi_prov_event_handler_t;
typedef struct { wifi_mode_t wifi_mode; } wifi_prov_scheme_t;
extern const wifi_prov_scheme_t wifi_prov_scheme_ble;
void wifi_prov_scheme_ble_event_cb_free_btdm(void *user_data, wifi_prov_cb_event_t event, void *event_data);
#define WIFI_PROV_SCHEME_BLE_EVENT_HANDLER_FREE_BTDM { wifi_prov_scheme_ble_event_cb_free_btdm, NULL }
typedef struct {
  wifi_prov_scheme_t scheme;
  wifi_prov_event_handler_t scheme_event_handler;
  wifi_prov_event_handler_t app_event_handler;
} wifi_prov_mgr_config_t;
typedef enum { WIFI_PROV_SECURITY_0, WIFI_PROV_SECURITY_1, WIFI_PROV_SECURITY_2 } wifi_prov_security_t;
esp_err_t wifi_prov_mgr_init(wifi_prov_mgr_config_t config);
void wifi_prov_mgr_deinit(void);
esp_err_t wifi_prov_mgr_disable_auto_stop(uint32_t cleanup_delay);
esp_err_t wifi_prov_mgr_endpoint_create(const char *ep_name);
esp_err_t wifi_prov_mgr_endpoint_register(const char *ep_name, protocomm_req_handler_t handler, void *user_ctx);
esp_err_t wifi_prov_mgr_start_provisioning(wifi_prov_security_t security, const void *wifi_prov_sec_params,
                                           const char *service_name, const char *service_key);
void wifi_prov_mgr_stop_provisioning(void);
esp_err_t wifi_prov_mgr_reset_sm_state_on_failure(void);

/* esp_tls.h, mqtt_client.h */
typedef struct psk_key_hint { const uint8_t *key; size_t key_size; const char *hint; } psk_hint_key_t;
typedef struct esp_mqtt_client *esp_mqtt_client_handle_t;
typedef enum {
  MQTT_EVENT_ANY = -1, MQTT_EVENT_ERROR = 0, MQTT_EVENT_CONNECTED, MQTT_EVENT_DISCONNECTED, MQTT_EVENT_SUBSCRIBED,
  MQTT_EVENT_UNSUBSCRIBED, MQTT_EVENT_PUBLISHED, MQTT_EVENT_DATA, MQTT_EVENT_BEFORE_CONNECT, MQTT_EVENT_DELETED,
  MQTT_USER_EVENT
} esp_mqtt_event_id_t;
typedef enum {
  MQTT_CONNECTION_ACCEPTED, MQTT_CONNECTION_REFUSE_PROTOCOL, MQTT_CONNECTION_REFUSE_ID_REJECTED,
  MQTT_CONNECTION_REFUSE_SERVER_UNAVAILABLE, MQTT_CONNECTION_REFUSE_BAD_USERNAME, MQTT_CONNECTION_REFUSE_NOT_AUTHORIZED
} esp_mqtt_connect_return_code_t;
typedef enum {
  MQTT_ERROR_TYPE_NONE, MQTT_ERROR_TYPE_TCP_TRANSPORT, MQTT_ERROR_TYPE_CONNECTION_REFUSED,
  MQTT_ERROR_TYPE_SUBSCRIBE_FAILED
} esp_mqtt_error_type_t;
typedef struct {
  esp_err_t esp_tls_last_esp_err;
  int esp_tls_stack_err;
  int esp_tls_cert_verify_flags;
  esp_mqtt_error_type_t error_type;
  esp_mqtt_connect_return_code_t connect_return_code;
  int esp_transport_sock_errno;
} esp_mqtt_error_codes_t;
typedef enum { MQTT_PROTOCOL_UNDEFINED, MQTT_PROTOCOL_V_3_1, MQTT_PROTOCOL_V_3_1_1 } esp_mqtt_protocol_ver_t;
typedef enum { MQTT_TRANSPORT_UNKNOWN, MQTT_TRANSPORT_OVER_TCP, MQTT_TRANSPORT_OVER_SSL } esp_mqtt_transport_t;
typedef struct {
  esp_mqtt_event_id_t event_id;
  esp_mqtt_client_handle_t client;
  char *data;
  int data_len;
  int total_data_len;
  int current_data_offset;
  char *topic;
  int topic_len;
  int msg_id;
  int session_present;
  esp_mqtt_error_codes_t *error_handle;
  bool retain;
  int qos;
  bool dup;
  esp_mqtt_protocol_ver_t protocol_ver;
} esp_mqtt_event_t;
typedef struct {
  struct {
    struct { const char *uri; const char *hostname; esp_mqtt_transport_t transport; const char *path; uint32_t port; }
        address;
    struct {
      bool use_global_ca_store;
      esp_err_t (*crt_bundle_attach)(void *conf);
      const char *certificate;
      size_t certificate_len;
      const struct psk_key_hint *psk_hint_key;
      bool skip_cert_common_name_check;
      const char **alpn_protos;
      const char *common_name;
    } verification;
  } broker;
  struct {
    const char *username;
    const char *client_id;
    bool set_null_client_id;
    struct { const char *password; } authentication;
  } credentials;
  struct {
    struct { const char *topic; const char *msg; int msg_len; int qos; int retain; } last_will;
    bool disable_clean_session;
    int keepalive;
    bool disable_keepalive;
    esp_mqtt_protocol_ver_t protocol_ver;
    int message_retransmit_timeout;
  } session;
  struct { int reconnect_timeout_ms; int timeout_ms; int refresh_connection_after_ms; bool disable_auto_reconnect; }
      network;
  struct { int priority; int stack_size; } task;
  struct { int size; int out_size; } buffer;
  struct { uint64_t limit; } outbox;
} esp_mqtt_client_config_t;
esp_mqtt_client_handle_t esp_mqtt_client_init(const esp_mqtt_client_config_t *config);
esp_err_t esp_mqtt_set_config(esp_mqtt_client_handle_t client, const esp_mqtt_client_config_t *config);
int esp_mqtt_client_publish(esp_mqtt_client_handle_t client, const char *topic, const char *data, int len, int qos,
                            int retain);
esp_err_t esp_mqtt_client_start(esp_mqtt_client_handle_t client);
esp_err_t esp_mqtt_client_reconnect(esp_mqtt_client_handle_t client);
esp_err_t esp_mqtt_client_disconnect(esp_mqtt_client_handle_t client);
esp_err_t esp_mqtt_client_stop(esp_mqtt_client_handle_t client);
int esp_mqtt_client_subscribe_single(esp_mqtt_client_handle_t client, const char *topic, int qos);
int esp_mqtt_client_enqueue(esp_mqtt_client_handle_t client, const char *topic, const char *data, int len, int qos,
                            int retain, bool store);
esp_err_t esp_mqtt_client_register_event(esp_mqtt_client_handle_t client, esp_mqtt_event_id_t event,
                                         esp_event_handler_t event_handler, void *event_handler_arg);

/* esp_app_desc.h, esp_partition.h, esp_ota_ops.h */
typedef struct { uint32_t magic_word; uint32_t secure_version; char version[32]; char project_name[32]; } esp_app_desc_t;
const esp_app_desc_t *esp_app_get_description(void);
typedef struct { uint32_t address; uint32_t size; uint32_t erase_size; char label[17]; bool encrypted; } esp_partition_t;
typedef enum { ESP_OTA_IMG_NEW, ESP_OTA_IMG_PENDING_VERIFY, ESP_OTA_IMG_VALID } esp_ota_img_states_t;
typedef uint32_t esp_ota_handle_t;
#define OTA_WITH_SEQUENTIAL_WRITES 0xfffffffe
const esp_partition_t *esp_ota_get_running_partition(void);
const esp_partition_t *esp_ota_get_next_update_partition(const esp_partition_t *start_from);
const esp_partition_t *esp_ota_get_last_invalid_partition(void);
esp_err_t esp_ota_get_state_partition(const esp_partition_t *partition, esp_ota_img_states_t *ota_state);
esp_err_t esp_ota_get_partition_description(const esp_partition_t *partition, esp_app_desc_t *app_desc);
esp_err_t esp_ota_begin(const esp_partition_t *partition, size_t image_size, esp_ota_handle_t *out_handle);
esp_err_t esp_ota_write(esp_ota_handle_t handle, const void *data, size_t size);
esp_err_t esp_ota_end(esp_ota_handle_t handle);
esp_err_t esp_ota_abort(esp_ota_handle_t handle);
esp_err_t esp_ota_set_boot_partition(const esp_partition_t *partition);
esp_err_t esp_ota_mark_app_valid_cancel_rollback(void);
esp_err_t esp_ota_mark_app_invalid_rollback_and_reboot(void);

/* mbedTLS 3.6: bignum.h, ecp.h, ecdsa.h, sha256.h */
typedef struct { uint32_t *p; int s; } mbedtls_mpi;
typedef struct { mbedtls_mpi X, Y, Z; } mbedtls_ecp_point;
typedef enum { MBEDTLS_ECP_DP_NONE = 0, MBEDTLS_ECP_DP_SECP192R1, MBEDTLS_ECP_DP_SECP224R1, MBEDTLS_ECP_DP_SECP256R1 }
    mbedtls_ecp_group_id;
typedef struct { mbedtls_ecp_group_id id; mbedtls_mpi P, A, B; mbedtls_ecp_point G; mbedtls_mpi N; } mbedtls_ecp_group;
typedef struct { uint32_t state[8]; } mbedtls_sha256_context;
void mbedtls_mpi_init(mbedtls_mpi *X);
void mbedtls_mpi_free(mbedtls_mpi *X);
int mbedtls_mpi_read_binary(mbedtls_mpi *X, const unsigned char *buf, size_t buflen);
void mbedtls_ecp_group_init(mbedtls_ecp_group *grp);
void mbedtls_ecp_group_free(mbedtls_ecp_group *grp);
int mbedtls_ecp_group_load(mbedtls_ecp_group *grp, mbedtls_ecp_group_id id);
void mbedtls_ecp_point_init(mbedtls_ecp_point *pt);
void mbedtls_ecp_point_free(mbedtls_ecp_point *pt);
int mbedtls_ecp_point_read_binary(const mbedtls_ecp_group *grp, mbedtls_ecp_point *P, const unsigned char *buf,
                                  size_t ilen);
int mbedtls_ecp_check_pubkey(const mbedtls_ecp_group *grp, const mbedtls_ecp_point *pt);
int mbedtls_ecdsa_verify(mbedtls_ecp_group *grp, const unsigned char *buf, size_t blen, const mbedtls_ecp_point *Q,
                         const mbedtls_mpi *r, const mbedtls_mpi *s);
void mbedtls_sha256_init(mbedtls_sha256_context *ctx);
void mbedtls_sha256_free(mbedtls_sha256_context *ctx);
int mbedtls_sha256_starts(mbedtls_sha256_context *ctx, int is224);
int mbedtls_sha256_update(mbedtls_sha256_context *ctx, const unsigned char *input, size_t ilen);
int mbedtls_sha256_finish(mbedtls_sha256_context *ctx, unsigned char *output);
int mbedtls_sha256(const unsigned char *input, size_t ilen, unsigned char *output, int is224);

/* esp_camera.h, sensor.h, img_converters.h */
typedef enum { LEDC_TIMER_0 } ledc_timer_t;
typedef enum { LEDC_CHANNEL_0 } ledc_channel_t;
typedef enum { PIXFORMAT_RGB565, PIXFORMAT_JPEG } pixformat_t;
typedef enum {
  FRAMESIZE_96X96, FRAMESIZE_QVGA = 6, FRAMESIZE_VGA, FRAMESIZE_SVGA, FRAMESIZE_XGA, FRAMESIZE_SXGA, FRAMESIZE_UXGA
} framesize_t;
typedef enum { CAMERA_GRAB_WHEN_EMPTY, CAMERA_GRAB_LATEST } camera_grab_mode_t;
typedef enum { CAMERA_FB_IN_PSRAM, CAMERA_FB_IN_DRAM } camera_fb_location_t;
typedef struct {
  int pin_pwdn, pin_reset, pin_xclk, pin_sccb_sda, pin_sccb_scl;
  int pin_d7, pin_d6, pin_d5, pin_d4, pin_d3, pin_d2, pin_d1, pin_d0, pin_vsync, pin_href, pin_pclk;
  int xclk_freq_hz;
  ledc_timer_t ledc_timer;
  ledc_channel_t ledc_channel;
  pixformat_t pixel_format;
  framesize_t frame_size;
  int jpeg_quality;
  size_t fb_count;
  camera_fb_location_t fb_location;
  camera_grab_mode_t grab_mode;
} camera_config_t;
typedef struct {
  uint8_t *buf;
  size_t len;
  size_t width;
  size_t height;
  pixformat_t format;
  struct timeval timestamp;
} camera_fb_t;
typedef struct { framesize_t framesize; uint8_t quality; } camera_status_t;
typedef struct { uint8_t MIDH, MIDL; uint16_t PID; uint8_t VER; } sensor_id_t;
typedef enum { OV2640_PID = 0x26, OV3660_PID = 0x3660, OV5640_PID = 0x5640 } camera_pid_t;
typedef enum { GAINCEILING_2X, GAINCEILING_4X, GAINCEILING_128X = 6 } gainceiling_t;
typedef struct _sensor sensor_t;
struct _sensor {
  sensor_id_t id;
  camera_status_t status;
  int (*set_contrast)(sensor_t *sensor, int level);
  int (*set_brightness)(sensor_t *sensor, int level);
  int (*set_gainceiling)(sensor_t *sensor, gainceiling_t gainceiling);
  int (*set_hmirror)(sensor_t *sensor, int enable);
  int (*set_vflip)(sensor_t *sensor, int enable);
  int (*set_aec2)(sensor_t *sensor, int enable);
  int (*set_ae_level)(sensor_t *sensor, int level);
  int (*set_framesize)(sensor_t *sensor, framesize_t framesize);
  int (*set_quality)(sensor_t *sensor, int quality);
};
esp_err_t esp_camera_init(const camera_config_t *config);
esp_err_t esp_camera_deinit(void);
camera_fb_t *esp_camera_fb_get(void);
void esp_camera_fb_return(camera_fb_t *fb);
sensor_t *esp_camera_sensor_get(void);
typedef enum { JPEG_IMAGE_SCALE_0, JPEG_IMAGE_SCALE_1_2, JPEG_IMAGE_SCALE_1_4, JPEG_IMAGE_SCALE_1_8 } esp_jpeg_image_scale_t;
bool jpg2rgb565(const uint8_t *src, size_t src_len, uint8_t *out, esp_jpeg_image_scale_t scale);

#endif
