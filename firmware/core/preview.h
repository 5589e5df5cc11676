/* Small pictures for an owner who is looking on. */
#ifndef PETCAM_PREVIEW_H
#define PETCAM_PREVIEW_H

#include "context.h"

/* Written by preview.c. */
struct petcam_preview {
  uint64_t until_ms;
  uint64_t next_ms;
  uint32_t interval_ms;
};

/* Begins for `seconds` at `fps` pictures a second (1 to 5); 0 seconds end it. */
void petcam_preview_begin(struct petcam_preview *preview, const struct petcam_context *context, uint32_t seconds,
                          uint32_t fps);

/* Ends it: the sensor does not answer. */
void petcam_preview_end(struct petcam_preview *preview);

/* Whether somebody is looking on. */
bool petcam_preview_is_on(const struct petcam_preview *preview, const struct petcam_context *context);

/* Whether the next picture is due. */
bool petcam_preview_is_due(struct petcam_preview *preview, struct petcam_context *context);

/* Sends a picture if it is fit to be sent. False when it is no whole JPEG or too large. */
bool petcam_preview_send(struct petcam_context *context, const struct petcam_shot *shot);

#endif
