/* The image sensor, one order at a time: what was asked of it, whether it answers. */
#ifndef PETCAM_SHUTTER_H
#define PETCAM_SHUTTER_H

#include "context.h"

/* Written by shutter.c. */
struct petcam_shutter {
  bool pending; /* an order is not answered yet */
  struct petcam_shot_order order;
  uint64_t asked_ms;
  uint32_t failures; /* running */
};

/* Orders a picture. */
void petcam_shutter_order(struct petcam_shutter *shutter, struct petcam_context *context,
                          const struct petcam_shot_order *order);

/* A shot arrived. False when it answers nothing. */
bool petcam_shutter_answered(struct petcam_shutter *shutter, enum petcam_shot_kind kind);

/* The sensor gave nothing; after some times running it is powered down and up. False when nothing was asked of it. */
bool petcam_shutter_gave_nothing(struct petcam_shutter *shutter, const struct petcam_context *context);

/* Whether the order at hand should have been answered by now. */
bool petcam_shutter_is_late(const struct petcam_shutter *shutter, struct petcam_context *context);

/* Whether the sensor failed so often running that commands are refused. */
bool petcam_shutter_failed(const struct petcam_shutter *shutter);

#endif
