#include "sensor.h"

#include <string.h>

#include "board.h"
#include "esp_camera.h"
#include "esp_err.h"
#include "esp_heap_caps.h"
#include "esp_log.h"
#include "events.h"
#include "freertos/FreeRTOS.h"
#include "freertos/queue.h"
#include "freertos/task.h"
#include "img_converters.h"
#include "lamps.h"

enum {
  STACK_BYTES = 6144,
  PRIORITY = 6,
  SCALE_BITS = 3, /* an eighth: the decoder's scales are powers of two, whatever their names in its version */
  SCALE = 1 << SCALE_BITS,
  LUMA_PIXELS_MAX = (1600 / SCALE) * (1200 / SCALE),
  FLASH_WARMS_MS = 80 /* the lamp and the exposure need a frame or two */
};

struct command {
  struct petcam_shot_order order;
  bool reset;
};

static const char tag[] = "sensor";
static QueueHandle_t commands;
static uint8_t *rgb565; /* two bytes a pixel */
static uint8_t *luma;
static bool running;

static const framesize_t frame_sizes[PETCAM_FRAME_SIZES] = {FRAMESIZE_QVGA, FRAMESIZE_VGA,  FRAMESIZE_SVGA,
                                                            FRAMESIZE_XGA,  FRAMESIZE_SXGA, FRAMESIZE_UXGA};

/* Buffers are sized by the frame size at start, so it starts at the largest and only ever goes smaller. */
static bool power_up(void)
{
  camera_config_t config = {.pin_pwdn = BOARD_CAMERA_POWER_DOWN,
                            .pin_reset = BOARD_CAMERA_RESET,
                            .pin_xclk = BOARD_CAMERA_XCLK,
                            .pin_sccb_sda = BOARD_CAMERA_SDA,
                            .pin_sccb_scl = BOARD_CAMERA_SCL,
                            .pin_d7 = BOARD_CAMERA_D7,
                            .pin_d6 = BOARD_CAMERA_D6,
                            .pin_d5 = BOARD_CAMERA_D5,
                            .pin_d4 = BOARD_CAMERA_D4,
                            .pin_d3 = BOARD_CAMERA_D3,
                            .pin_d2 = BOARD_CAMERA_D2,
                            .pin_d1 = BOARD_CAMERA_D1,
                            .pin_d0 = BOARD_CAMERA_D0,
                            .pin_vsync = BOARD_CAMERA_VSYNC,
                            .pin_href = BOARD_CAMERA_HREF,
                            .pin_pclk = BOARD_CAMERA_PCLK,
                            .xclk_freq_hz = 20000000,
                            .ledc_timer = LEDC_TIMER_0,
                            .ledc_channel = LEDC_CHANNEL_0,
                            .pixel_format = PIXFORMAT_JPEG,
                            .frame_size = FRAMESIZE_UXGA,
                            .jpeg_quality = 10,
                            .fb_count = 2,
                            .fb_location = CAMERA_FB_IN_PSRAM,
                            .grab_mode = CAMERA_GRAB_LATEST};
  esp_err_t result = esp_camera_init(&config);
  if (result != ESP_OK) {
    ESP_LOGE(tag, "no image sensor: %s", esp_err_to_name(result));
  }
  return result == ESP_OK;
}

static bool set_up(const struct petcam_shot_order *order)
{
  if (!running) {
    running = power_up();
  }
  sensor_t *sensor = running ? esp_camera_sensor_get() : NULL;
  if (sensor == NULL) {
    return false;
  }
  framesize_t size = frame_sizes[order->frame_size];
  if (sensor->status.framesize != size && sensor->set_framesize(sensor, size) != 0) {
    return false;
  }
  return sensor->status.quality == order->quality || sensor->set_quality(sensor, (int)order->quality) == 0;
}

/* jpg2rgb565 writes the low byte first. */
static uint8_t luma_of(const uint8_t *pixel)
{
  uint32_t red = pixel[1] & 0xf8U;
  uint32_t green = ((pixel[1] & 0x07U) << 5) | ((pixel[0] & 0xe0U) >> 3);
  uint32_t blue = (pixel[0] & 0x1fU) << 3;
  return (uint8_t)((red * 77U + green * 150U + blue * 29U) >> 8);
}

static struct petcam_luma thumbnail_of(const camera_fb_t *buffer)
{
  struct petcam_luma picture = {NULL, (uint32_t)buffer->width / SCALE, (uint32_t)buffer->height / SCALE};
  uint32_t pixels = picture.width * picture.height;
  if (pixels > LUMA_PIXELS_MAX || !jpg2rgb565(buffer->buf, buffer->len, rgb565, (int)SCALE_BITS)) {
    return picture;
  }
  for (uint32_t i = 0; i < pixels; i++) {
    luma[i] = luma_of(rgb565 + 2U * i);
  }
  picture.pixels = luma;
  return picture;
}

static void give_back(void *buffer)
{
  esp_camera_fb_return(buffer);
}

/* The thumbnail's memory is free again when the next order comes, and that comes after the core has seen this shot. */
static void answer(enum petcam_shot_kind kind, camera_fb_t *buffer)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_SHOT;
  event.with.shot.kind = kind;
  event.with.shot.jpeg = buffer->buf;
  event.with.shot.length = buffer->len;
  event.with.shot.exposed_ms =
      (uint64_t)buffer->timestamp.tv_sec * 1000U + (uint64_t)buffer->timestamp.tv_usec / 1000U;
  event.with.shot.luma = thumbnail_of(buffer);
  events_put(&event, give_back, buffer);
}

static void expose(const struct petcam_shot_order *order)
{
  if (!set_up(order)) {
    events_put_type(PETCAM_EVENT_CAMERA_FAILED);
    return;
  }
  if (order->flash && lamps_flash()) {
    vTaskDelay(pdMS_TO_TICKS(FLASH_WARMS_MS));
  }
  camera_fb_t *buffer = esp_camera_fb_get();
  if (buffer == NULL) {
    events_put_type(PETCAM_EVENT_CAMERA_FAILED);
  } else {
    answer(order->kind, buffer);
  }
}

static void power_down(void)
{
  if (running) {
    (void)esp_camera_deinit();
    running = false;
  }
}

static void serve(void *context)
{
  struct command command;
  (void)context;
  for (;;) {
    if (xQueueReceive(commands, &command, portMAX_DELAY) != pdTRUE) {
      continue;
    }
    if (command.reset) {
      power_down();
    } else {
      expose(&command.order);
    }
  }
}

void sensor_open(void)
{
  commands = xQueueCreate(4, sizeof(struct command));
  rgb565 = heap_caps_malloc(2U * LUMA_PIXELS_MAX, MALLOC_CAP_SPIRAM);
  luma = heap_caps_malloc(LUMA_PIXELS_MAX, MALLOC_CAP_SPIRAM);
  configASSERT(commands != NULL && rgb565 != NULL && luma != NULL);
  ESP_ERROR_CHECK(xTaskCreatePinnedToCore(serve, "sensor", STACK_BYTES, NULL, PRIORITY, NULL, 1) == pdPASS
                      ? ESP_OK
                      : ESP_ERR_NO_MEM);
}

void sensor_expose(const struct petcam_shot_order *order)
{
  struct command command = {*order, false};
  if (xQueueSend(commands, &command, 0) != pdTRUE) {
    events_put_type(PETCAM_EVENT_CAMERA_FAILED);
  }
}

void sensor_reset(void)
{
  struct command command;
  memset(&command, 0, sizeof command);
  command.reset = true;
  (void)xQueueSend(commands, &command, 0);
}
