/* What each request of the hub does. */
#ifndef PETCAM_REQUESTS_H
#define PETCAM_REQUESTS_H

#include "petcam.h"

/* Takes a request that came on the topic of `verb`. False when it is not understood. */
bool petcam_requests_take(struct petcam *camera, const struct petcam_id *verb, const char *json, size_t length);

#endif
