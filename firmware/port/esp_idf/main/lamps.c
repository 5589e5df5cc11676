#include "lamps.h"

#include <stdatomic.h>
#include <string.h>

#include "boards.h"
#include "driver/gpio.h"
#include "esp_err.h"
#include "esp_timer.h"
#include "events.h"
#include "sdkconfig.h"

enum { LOOK_EVERY_MS = 32, PRESS_MS = 64, PAIR_MS = 5000, FORGET_MS = 20000, FLASH_LASTS_MS = 1200 };

static _Atomic enum petcam_led shown = PETCAM_LED_STARTING;
static atomic_int flash_left_ms;
static uint32_t pressed_ms;
static bool held;

static void put_trigger(enum petcam_trigger trigger)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_TRIGGER;
  event.with.trigger = trigger;
  events_put(&event, NULL, NULL);
}

/* Let go soon, a burst; let go after five seconds, pairing; held for twenty, everything is erased. */
static void read_button(void)
{
  if (gpio_get_level((gpio_num_t)CONFIG_PETCAM_BUTTON_GPIO) == 0) {
    pressed_ms += LOOK_EVERY_MS;
    if (pressed_ms >= FORGET_MS && !held) {
      held = true;
      events_put_type(PETCAM_EVENT_FORGET);
    }
    return;
  }
  if (pressed_ms >= PAIR_MS && !held) {
    events_put_type(PETCAM_EVENT_PAIR);
  } else if (pressed_ms >= PRESS_MS && !held) {
    put_trigger(PETCAM_BY_BUTTON);
  }
  pressed_ms = 0;
  held = false;
}

#if CONFIG_PETCAM_PIR_GPIO >= 0
/* A motion sensor holds its pin high for seconds: only its rise counts. */
static void read_pir(void)
{
  static bool was_high = true; /* it is high for a minute after power came */
  bool is_high = gpio_get_level((gpio_num_t)CONFIG_PETCAM_PIR_GPIO) != 0;
  if (is_high && !was_high) {
    put_trigger(PETCAM_BY_MOTION);
  }
  was_high = is_high;
}

static void open_pir(void)
{
  gpio_config_t pir = {.pin_bit_mask = 1ULL << CONFIG_PETCAM_PIR_GPIO,
                       .mode = GPIO_MODE_INPUT,
                       .pull_down_en = GPIO_PULLDOWN_ENABLE};
  ESP_ERROR_CHECK(gpio_config(&pir));
}
#else
static void read_pir(void)
{
}

static void open_pir(void)
{
}
#endif

static void set_pin(int pin, bool high)
{
  if (pin != BOARDS_NO_PIN) {
    (void)gpio_set_level((gpio_num_t)pin, high ? 1 : 0);
  }
}

static void dim_flash(void)
{
  int left = atomic_load(&flash_left_ms);
  if (left > 0 && atomic_fetch_sub(&flash_left_ms, LOOK_EVERY_MS) <= LOOK_EVERY_MS) {
    set_pin(board.flash_lamp, false);
  }
}

static void look(void *context)
{
  (void)context;
  dim_flash();
  bool lit = petcam_led_lit(atomic_load(&shown), events_now());
  set_pin(board.status_lamp, lit != board.status_lit_low);
  read_button();
  read_pir();
}

static void open_output(int pin, bool high)
{
  if (pin == BOARDS_NO_PIN) {
    return;
  }
  gpio_config_t config = {.pin_bit_mask = 1ULL << pin, .mode = GPIO_MODE_OUTPUT};
  ESP_ERROR_CHECK(gpio_config(&config));
  set_pin(pin, high);
}

void lamps_open(void)
{
  gpio_config_t button = {.pin_bit_mask = 1ULL << CONFIG_PETCAM_BUTTON_GPIO,
                          .mode = GPIO_MODE_INPUT,
                          .pull_up_en = GPIO_PULLUP_ENABLE};
  esp_timer_create_args_t timer = {.callback = look, .name = "lamps"};
  esp_timer_handle_t handle;
  open_output(board.status_lamp, !board.status_lit_low);
  open_output(board.flash_lamp, false);
  open_pir();
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
  set_pin(board.flash_lamp, true);
  return dark;
}
