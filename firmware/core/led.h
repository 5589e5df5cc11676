/* What the red status LED says. */
#ifndef PETCAM_LED_H
#define PETCAM_LED_H

#include <stdbool.h>
#include <stdint.h>

enum petcam_led {
  PETCAM_LED_STARTING,     /* on */
  PETCAM_LED_PAIRING,      /* even blinking, twice a second */
  PETCAM_LED_CONNECTING,   /* even blinking, once in two seconds */
  PETCAM_LED_OFFLINE,      /* two short flashes every two seconds */
  PETCAM_LED_REFUSED,      /* three short flashes every two seconds */
  PETCAM_LED_CAMERA_FAILED, /* four short flashes every two seconds */
  PETCAM_LED_READY,        /* one very short flash every two seconds */
  PETCAM_LED_RESTING,      /* two very short flashes every two seconds: it takes nothing by itself, as while paused */
  PETCAM_LED_CAPTURING,    /* on */
  PETCAM_LED_SENDING       /* flickering */
};

/* Patterns are rows of PETCAM_LED_SLOTS slots of PETCAM_LED_SLOT_MS each, repeated. */
enum { PETCAM_LED_SLOTS = 32, PETCAM_LED_SLOT_MS = 64 };

/* Whether the LED is lit at `now_ms`. */
bool petcam_led_lit(enum petcam_led led, uint64_t now_ms);

#endif
