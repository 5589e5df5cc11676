/* The status lamp, the white flash, the button and the motion sensor, as far as the board has them. */
#ifndef LAMPS_H
#define LAMPS_H

#include <stdbool.h>

#include "led.h"

/* Sets the pins up and starts the timer that blinks and reads button and motion sensor. */
void lamps_open(void);

/* Shows a pattern on the status lamp from now on. */
void lamps_show(enum petcam_led led);

/* Lights the flash for the frames of a burst: it goes out by itself a good second after the last call, so that the
   exposure does not start anew with each frame. Returns whether it was dark before. */
bool lamps_flash(void);

#endif
