#include "sensor.h"

#include <string.h>

#include "boards.h"
#include "driver/gpio.h"
#include "esp_camera.h"
#include "esp_err.h"
#include "esp_heap_caps.h"
#include "esp_log.h"
#include "events.h"
#include "freertos/FreeRTOS.h"
#include "freertos/queue.h"
#include "freertos/task.h"
#include "img_converters.h"
#include "jpeg.h"
#include "lamps.h"

enum {
  STACK_BYTES = 6144,
  PRIORITY = 6,
  SMALL_WIDTH = 320,
  SMALL_SCALE_BITS = 2, /* a quarter for looks: 80x60 for a grid of 16x12 */
  SCALE_BITS = 3,       /* an eighth for all else */
  LUMA_PIXELS_MAX = (1600 >> SCALE_BITS) * (1200 >> SCALE_BITS),
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
static bool told;
static uint32_t clock_mhz; /* with which it runs */
static struct petcam_image_controls applied;

static const framesize_t frame_sizes[PETCAM_FRAME_SIZES] = {FRAMESIZE_QVGA, FRAMESIZE_VGA,  FRAMESIZE_SVGA,
                                                            FRAMESIZE_XGA,  FRAMESIZE_SXGA, FRAMESIZE_UXGA};

static camera_config_t describe(uint32_t mhz)
{
  camera_config_t config = {.pin_pwdn = board.power_down,
                            .pin_reset = board.reset,
                            .pin_xclk = board.clock,
                            .pin_sccb_sda = board.sda,
                            .pin_sccb_scl = board.scl,
                            .pin_d7 = board.d7,
                            .pin_d6 = board.d6,
                            .pin_d5 = board.d5,
                            .pin_d4 = board.d4,
                            .pin_d3 = board.d3,
                            .pin_d2 = board.d2,
                            .pin_d1 = board.d1,
                            .pin_d0 = board.d0,
                            .pin_vsync = board.vsync,
                            .pin_href = board.href,
                            .pin_pclk = board.pixel_clock,
                            .xclk_freq_hz = (int)mhz * 1000000,
                            .ledc_timer = LEDC_TIMER_0,
                            .ledc_channel = LEDC_CHANNEL_0,
                            .fb_location = CAMERA_FB_IN_PSRAM};
  return config;
}

static const char *model_of(uint32_t id)
{
  return id == OV2640_PID ? "ov2640" : id == OV3660_PID ? "ov3660" : id == OV5640_PID ? "ov5640" : NULL;
}

static void tell(uint32_t id)
{
  struct petcam_event event;
  if (told) {
    return;
  }
  told = true;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_SENSOR;
  event.with.sensor.model = model_of(id);
  event.with.sensor.id = id;
  events_put(&event, NULL, NULL);
}

/* A sensor without JPEG of its own is told by its number: started in a format that every one has. */
static void tell_stranger(uint32_t mhz)
{
  camera_config_t config = describe(mhz);
  config.pixel_format = PIXFORMAT_RGB565;
  config.frame_size = FRAMESIZE_96X96;
  config.fb_count = 1;
  if (esp_camera_init(&config) == ESP_OK) {
    ESP_LOGE(tag, "the image sensor 0x%x makes no JPEGs", (unsigned)esp_camera_sensor_get()->id.PID);
    tell(esp_camera_sensor_get()->id.PID);
    (void)esp_camera_deinit();
  }
}

/* Buffers are sized by the frame size at start, so it starts at the largest and only ever goes smaller. */
static bool power_up(uint32_t mhz)
{
  camera_config_t config = describe(mhz);
  config.pixel_format = PIXFORMAT_JPEG;
  config.frame_size = FRAMESIZE_UXGA;
  config.jpeg_quality = 10;
  config.fb_count = 2;
  config.grab_mode = CAMERA_GRAB_LATEST;
  esp_err_t result = esp_camera_init(&config);
  if (result != ESP_OK) {
    ESP_LOGE(tag, "no image sensor: %s", esp_err_to_name(result));
    if (result == ESP_ERR_NOT_SUPPORTED) {
      tell_stranger(mhz);
    }
    return false;
  }
  clock_mhz = mhz;
  memset(&applied, 0xff, sizeof applied); /* nothing is as it was */
  tell(esp_camera_sensor_get()->id.PID);
  return true;
}

/* Where the board can switch the sensor off, it is off until it is powered up again. */
static void power_down(void)
{
  if (running) {
    (void)esp_camera_deinit();
    running = false;
    if (board.power_down != BOARDS_NO_PIN) {
      (void)gpio_set_level((gpio_num_t)board.power_down, 1);
    }
  }
}

static gainceiling_t ceiling_of(uint32_t gain)
{
  uint32_t step = GAINCEILING_2X;
  while (gain > 2U) {
    gain /= 2U;
    step++;
  }
  return (gainceiling_t)step;
}

/* What a sensor does not know of these it leaves as it is. */
static void apply(sensor_t *sensor, const struct petcam_image_controls *controls)
{
  if (memcmp(&applied, controls, sizeof applied) == 0) {
    return;
  }
  (void)sensor->set_vflip(sensor, controls->flip ? 1 : 0);
  (void)sensor->set_hmirror(sensor, controls->mirror ? 1 : 0);
  (void)sensor->set_brightness(sensor, (int)controls->brightness);
  (void)sensor->set_contrast(sensor, (int)controls->contrast);
  (void)sensor->set_ae_level(sensor, (int)controls->exposure);
  (void)sensor->set_gainceiling(sensor, ceiling_of(controls->gain_ceiling));
  (void)sensor->set_aec2(sensor, controls->night_mode ? 1 : 0);
  memcpy(&applied, controls, sizeof applied);
}

static bool set_up(const struct petcam_shot_order *order)
{
  if (running && clock_mhz != order->controls.clock_mhz) {
    power_down();
  }
  if (!running) {
    running = power_up(order->controls.clock_mhz);
  }
  sensor_t *sensor = running ? esp_camera_sensor_get() : NULL;
  if (sensor == NULL) {
    return false;
  }
  apply(sensor, &order->controls);
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

/* The JPEG says its size: the driver's own word is of the size that was set last. */
static struct petcam_luma thumbnail_of(const camera_fb_t *buffer)
{
  struct petcam_luma picture = {NULL, 0, 0};
  uint32_t width;
  uint32_t height;
  if (!petcam_jpeg_size(buffer->buf, buffer->len, &width, &height)) {
    return picture;
  }
  uint32_t bits = width <= SMALL_WIDTH ? SMALL_SCALE_BITS : SCALE_BITS;
  picture.width = width >> bits;
  picture.height = height >> bits;
  uint32_t pixels = picture.width * picture.height;
  if (pixels > LUMA_PIXELS_MAX ||
      !jpg2rgb565(buffer->buf, buffer->len, rgb565, bits == SCALE_BITS ? JPEG_IMAGE_SCALE_1_8 : JPEG_IMAGE_SCALE_1_4)) {
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
static void answer(const struct petcam_shot_order *order, camera_fb_t *buffer)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_SHOT;
  event.with.shot.kind = order->kind;
  event.with.shot.jpeg = buffer->buf;
  event.with.shot.length = buffer->len;
  event.with.shot.exposed_ms =
      (uint64_t)buffer->timestamp.tv_sec * 1000U + (uint64_t)buffer->timestamp.tv_usec / 1000U;
  if (order->luma) {
    event.with.shot.luma = thumbnail_of(buffer);
  }
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
    answer(order, buffer);
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
