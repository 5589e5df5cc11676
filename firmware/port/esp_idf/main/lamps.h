/* The red status lamp, the white flash and the button. */
#ifndef LAMPS_H
#define LAMPS_H

#include <stdbool.h>

#include "led.h"

/* Sets the pins up and starts the timer that blinks and reads the button. */
void lamps_open(void);

/* Shows a pattern on the status lamp from now on. */
void lamps_show(enum petcam_led led);

void lamps_flash(bool lit);

#endif
