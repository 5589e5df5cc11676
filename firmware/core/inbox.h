/* What the hub says, and who is told of it. */
#ifndef PETCAM_INBOX_H
#define PETCAM_INBOX_H

#include "petcam.h"

/* Takes a message; one that is not understood is counted. */
void petcam_inbox_take(struct petcam *camera, const struct petcam_received *message);

/* The hub is there, after a connection or its own restart: what waits for it goes on. */
void petcam_inbox_resume(struct petcam *camera);

#endif
