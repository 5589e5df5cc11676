/* What starts a burst by itself: motion, and a schedule. */
#ifndef PETCAM_WATCH_H
#define PETCAM_WATCH_H

#include "context.h"

/* Written by watch.c. */
struct petcam_watch {
  struct petcam_motion motion;
  uint64_t look_ms;     /* when to look next */
  uint64_t cooldown_ms; /* motion starts no burst before then */
  uint64_t schedule_ms; /* of the last scheduled burst, or since when there is a schedule */
};

/* Begins to count the time of the schedule. */
void petcam_watch_begin(struct petcam_watch *watch, const struct petcam_context *context);

/* Whether it is time to look; `testing` looks now and then also without motion detection. */
bool petcam_watch_wants_look(struct petcam_watch *watch, struct petcam_context *context, bool testing);

/* Looks at a picture. True when something moved in it. */
bool petcam_watch_look(struct petcam_watch *watch, const struct petcam_context *context, struct petcam_luma luma);

/* Whether motion, in the picture or told by a motion sensor, starts a burst: it is switched on, and its pause is over. */
bool petcam_watch_is_armed(const struct petcam_watch *watch, const struct petcam_context *context);

/* Motion started a burst: the pause until the next one begins. */
void petcam_watch_rest(struct petcam_watch *watch, const struct petcam_context *context);

/* Forgets the background that motion compares with. */
void petcam_watch_forget(struct petcam_watch *watch);

/* Whether the schedule wants a burst now. */
bool petcam_watch_is_due(struct petcam_watch *watch, struct petcam_context *context);

#endif
