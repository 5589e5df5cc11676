#include "led.h"

/* Bit i is slot i of 64 ms; the whole row takes 2,048 ms. In the order of enum petcam_led. */
static const uint32_t patterns[] = {
    0xffffffffu, /* starting */
    0x0f0f0f0fu, /* pairing */
    0x0000ffffu, /* connecting */
    0x00000033u, /* offline */
    0x00000333u, /* refused */
    0x00003333u, /* camera failed */
    0x00000001u, /* ready */
    0xffffffffu, /* capturing */
    0x55555555u  /* sending */
};

bool petcam_led_lit(enum petcam_led led, uint64_t now_ms)
{
  uint32_t slot = (uint32_t)(now_ms / PETCAM_LED_SLOT_MS % PETCAM_LED_SLOTS);
  return ((patterns[led] >> slot) & 1u) != 0u;
}
