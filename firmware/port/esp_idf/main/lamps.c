#include "lamps.h"

#include <stdatomic.h>
#include <string.h>

#include "board.h"
#include "driver/gpio.h"
#include "esp_err.h"
#include "esp_timer.h"
#include "events.h"
#include "sdkconfig.h"

enum { LOOK_EVERY_MS = 32, PRESS_MS = 64, HOLD_MS = 5000, FLASH_LASTS_MS = 1200 };

static _Atomic enum petcam_led shown = PETCAM_LED_STARTING;
static atomic_int flash_left_ms;
static uint32_t pressed_ms;
static bool held;

static void put_button_press(void)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_TRIGGER;
  event.with.trigger = PETCAM_BY_BUTTON;
  events_put(&event, NULL, NULL);
}

/* A short press takes a burst when the button is let go; a long one acts while it is still held. */
static void read_button(void)
{
  if (gpio_get_level((gpio_num_t)CONFIG_PETCAM_BUTTON_GPIO) == 0) {
    pressed_ms += LOOK_EVERY_MS;
    if (pressed_ms >= HOLD_MS && !held) {
      held = true;
      events_put_type(PETCAM_EVENT_FORGET);
    }
    return;
  }
  if (pressed_ms >= PRESS_MS && !held) {
    put_button_press();
  }
  pressed_ms = 0;
  held = false;
}

static void dim_flash(void)
{
  int left = atomic_load(&flash_left_ms);
  if (left > 0 && atomic_fetch_sub(&flash_left_ms, LOOK_EVERY_MS) <= LOOK_EVERY_MS) {
    (void)gpio_set_level((gpio_num_t)BOARD_FLASH_LAMP, 0);
  }
}

static void look(void *context)
{
  (void)context;
  dim_flash();
  bool lit = petcam_led_lit(atomic_load(&shown), events_now());
  (void)gpio_set_level((gpio_num_t)BOARD_STATUS_LAMP, lit ? 0 : 1);
  read_button();
}

static void open_output(int pin, uint32_t level)
{
  gpio_config_t config = {.pin_bit_mask = 1ULL << pin, .mode = GPIO_MODE_OUTPUT};
  ESP_ERROR_CHECK(gpio_config(&config));
  (void)gpio_set_level((gpio_num_t)pin, level);
}

void lamps_open(void)
{
  gpio_config_t button = {.pin_bit_mask = 1ULL << CONFIG_PETCAM_BUTTON_GPIO,
                          .mode = GPIO_MODE_INPUT,
                          .pull_up_en = GPIO_PULLUP_ENABLE};
  esp_timer_create_args_t timer = {.callback = look, .name = "lamps"};
  esp_timer_handle_t handle;
  open_output(BOARD_STATUS_LAMP, 0);
  open_output(BOARD_FLASH_LAMP, 0);
  ESP_ERROR_CHECK(gpio_config(&button));
  ESP_ERROR_CHECK(esp_timer_create(&timer, &handle));
  ESP_ERROR_CHECK(esp_timer_start_periodic(handle, LOOK_EVERY_MS * 1000U));
}

void lamps_show(enum petcam_led led)
{
  atomic_store(&shown, led);
}

bool lamps_flash(void)
{
  bool dark = atomic_exchange(&flash_left_ms, FLASH_LASTS_MS) <= 0;
  (void)gpio_set_level((gpio_num_t)BOARD_FLASH_LAMP, 1);
  return dark;
}
