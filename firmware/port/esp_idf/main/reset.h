#ifndef RESET_H
#define RESET_H

#include "petcam.h"

/* Why this boot happened. A new image on trial counts as `ota`. */
enum petcam_reset reset_reason(void);

#endif
