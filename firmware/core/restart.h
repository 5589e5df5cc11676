/* A restart that loses nothing it can help losing. */
#ifndef PETCAM_RESTART_H
#define PETCAM_RESTART_H

#include "context.h"

enum petcam_restart_stage {
  PETCAM_RESTART_NONE,
  PETCAM_RESTART_ORDERED, /* what waits is still delivered */
  PETCAM_RESTART_NEAR,    /* what was left is lost, and is being told */
  PETCAM_RESTART_DONE     /* the board was told to restart */
};

/* Written by restart.c. */
struct petcam_restart {
  enum petcam_restart_stage stage;
  uint64_t deadline_ms; /* of the stage */
};

/* Orders a restart, once what waits is delivered. */
void petcam_restart_order(struct petcam_restart *restart, const struct petcam_context *context);

/* Restarts at once. */
void petcam_restart_now(struct petcam_restart *restart, const struct petcam_context *context);

/* Whether a restart is under way: no burst begins any more. */
bool petcam_restart_is_ordered(const struct petcam_restart *restart);

/* Whether nothing new is begun at all. */
bool petcam_restart_is_near(const struct petcam_restart *restart);

/* Goes on with an ordered restart; `busy`: something still waits to be delivered or told. True once, when what is left
   has to be dropped. */
bool petcam_restart_advance(struct petcam_restart *restart, struct petcam_context *context, bool busy);

#endif
