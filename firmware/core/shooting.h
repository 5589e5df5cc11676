/* Whose turn it is at the sensor, a burst, a preview or a look, and who gets the picture. */
#ifndef PETCAM_SHOOTING_H
#define PETCAM_SHOOTING_H

#include "petcam.h"

/* Begins a burst. False while one is being taken, before the camera is paired, and before a restart. */
bool petcam_shooting_begin(struct petcam *camera, enum petcam_trigger trigger);

/* Something moved, in the picture or before a motion sensor: begins a burst if motion is armed. */
void petcam_shooting_moved(struct petcam *camera);

/* A picture arrived. */
void petcam_shooting_shot(struct petcam *camera, const struct petcam_shot *shot);

/* The sensor gave nothing. */
void petcam_shooting_failed(struct petcam *camera);

/* Orders what is due. */
void petcam_shooting_advance(struct petcam *camera);

#endif
