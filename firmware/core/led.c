#include "led.h"

/* Bit i is slot i of 64 ms; the whole row takes 2,048 ms. In the order of enum petcam_led. */
static const uint32_t patterns[] = {
    0xffffffffU, /* starting */
    0x0f0f0f0fU, /* pairing */
    0x0000ffffU, /* connecting */
    0x00000033U, /* offline */
    0x00000333U, /* refused */
    0x00003333U, /* camera failed */
    0x00000001U, /* ready */
    0x00000011U, /* resting */
    0xffffffffU, /* capturing */
    0x55555555U  /* sending */
};

bool petcam_led_lit(enum petcam_led led, uint64_t now_ms)
{
  uint32_t slot = (uint32_t)(now_ms / PETCAM_LED_SLOT_MS % PETCAM_LED_SLOTS);
  return ((patterns[led] >> slot) & 1U) != 0U;
}
