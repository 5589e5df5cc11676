/* What the camera does, in a word and on the lamp. The words are in petcam.h. */
#ifndef PETCAM_MODE_H
#define PETCAM_MODE_H

#include "petcam.h"

/* Shows on the lamp what the camera does. */
void petcam_indicate(struct petcam *camera);

#endif
