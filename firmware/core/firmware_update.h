/* New firmware, chunk by chunk, and how it ended. */
#ifndef PETCAM_FIRMWARE_UPDATE_H
#define PETCAM_FIRMWARE_UPDATE_H

#include "context.h"

/* Written by firmware_update.c. */
struct petcam_update {
  enum petcam_image image; /* where the running image stands */
  bool receiving;
  struct petcam_claim claim;
  uint32_t offset; /* of the chunk to come */
  uint64_t want_ms;
  uint64_t give_up_ms;
  struct petcam_backoff retry;
  bool result_due;
  int32_t result_token; /* of a result that the broker has not acknowledged, 0: none */
  const char *failure;  /* NULL: restarting */
};

/* Begins to receive the image of a claim. False when it cannot be written. */
bool petcam_update_begin(struct petcam_update *update, struct petcam_context *context,
                         const struct petcam_claim *claim);

/* Ends the receiving of an image, if one is being received. */
void petcam_update_drop(struct petcam_update *update, struct petcam_context *context, const char *failure);

/* Takes a chunk. True when the image is whole and set to boot, so that the camera has to restart. */
bool petcam_update_chunk(struct petcam_update *update, struct petcam_context *context, uint32_t offset,
                         const uint8_t *bytes, size_t length);

/* The broker has a message. */
void petcam_update_published(struct petcam_update *update, int32_t token);

/* The MQTT client gave a message up. */
void petcam_update_unsent(struct petcam_update *update, int32_t token);

/* The connection or the hub is back, or the same claim was offered again. */
void petcam_update_resume(struct petcam_update *update, const struct petcam_context *context);

/* Camera and hub both work: an image on trial is kept. */
void petcam_update_keep(struct petcam_update *update, struct petcam_context *context);

/* Whether an end has still to be told. */
bool petcam_update_has_news(const struct petcam_update *update);

/* Asks for what comes next. `held_up`: a burst goes first, or nobody is there to ask. */
void petcam_update_advance(struct petcam_update *update, struct petcam_context *context, bool held_up,
                           bool restarting);

#endif
