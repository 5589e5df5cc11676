/* New firmware that the hub offers: taken or refused. */
#ifndef PETCAM_OFFER_H
#define PETCAM_OFFER_H

#include "command.h"
#include "firmware_update.h"

/* Takes the data of an update request: an image to receive, or, with an empty claim, the end of one. */
struct petcam_refusal petcam_offer(struct petcam_update *update, struct petcam_context *context,
                                   struct petcam_json data, bool restarting);

#endif
