/* The image sensor: OV2640, OV3660 or OV5640. Pictures are taken in a task of their own, because the driver blocks for up to four seconds. */
#ifndef SENSOR_H
#define SENSOR_H

#include "petcam.h"

/* Starts the task. The sensor itself is powered up with the first order: never while Bluetooth is in memory. */
void sensor_open(void);

/* Takes one picture. Answered by a SHOT or CAMERA_FAILED event. */
void sensor_expose(const struct petcam_shot_order *order);

/* Powers the sensor down; the next order powers it up again. */
void sensor_reset(void);

#endif
