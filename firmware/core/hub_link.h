/* The way to the hub: attempts, waits, the hub's own presence. */
#ifndef PETCAM_HUB_LINK_H
#define PETCAM_HUB_LINK_H

#include "context.h"

enum petcam_link_state {
  PETCAM_LINK_NONE,
  PETCAM_LINK_PAIRING,
  PETCAM_LINK_DOWN,
  PETCAM_LINK_TRYING,
  PETCAM_LINK_UP
};

/* Written by hub_link.c. */
struct petcam_link {
  enum petcam_link_state state;
  uint64_t since_ms; /* of the attempt or the connection */
  uint64_t retry_ms;
  struct petcam_backoff backoff;
  enum petcam_way way;   /* of the attempt or the connection */
  bool refused;          /* the hub did not know our key */
  uint32_t refusals;     /* since the last connection */
  uint64_t refused_ms;   /* when the first of them was */
  uint64_t pairing_until_ms; /* 0: for ever, since there is nothing else to do */
  bool hub_online;
};

/* Whether a camera of this configuration begins with pairing: a board has then no memory for the sensor. */
bool petcam_wants_pairing(const struct petcam_config *config);

/* Starts in a row that were short ones, this one included; `before` is what was stored at the start before. Only
   plugging in counts: a brownout, a crash or a restart is nobody's sign. */
uint32_t petcam_power_cycles(uint32_t before, enum petcam_reset reset);

/* Begins to pair or to connect. A camera that has a hub pairs for ten minutes, then restarts and tries that one again. */
void petcam_link_begin(struct petcam_link *link, struct petcam_context *context);

/* The broker accepted the camera: subscribes. False when nothing was being tried. */
bool petcam_link_connected(struct petcam_link *link, struct petcam_context *context);

/* The connection or the attempt failed. False when there was none. */
bool petcam_link_disconnected(struct petcam_link *link, struct petcam_context *context, bool refused);

/* Somebody proved the code: pairing stays open for ten more minutes. */
void petcam_link_pairing(struct petcam_link *link, const struct petcam_context *context);

/* Whether the time for pairing is over. */
bool petcam_link_pairing_is_over(const struct petcam_link *link, struct petcam_context *context);

/* Whether the key was refused for so long that the owner should be able to pair anew. */
bool petcam_link_is_locked_out(const struct petcam_link *link, const struct petcam_context *context);

/* A request named another address: that is tried first from the next attempt on. */
void petcam_link_moved(struct petcam_link *link, struct petcam_context *context);

/* Ends a connection or an attempt from here. */
void petcam_link_give_up(struct petcam_link *link, struct petcam_context *context);

/* The hub said whether it is there. True when it came back. */
bool petcam_link_hub_state(struct petcam_link *link, bool online);

/* Photos get through: a link that breaks now is worth mending at once. */
void petcam_link_proved(struct petcam_link *link);

/* Begins an attempt when its time has come, unless the camera is about to restart. True when an attempt took too long
   and was given up. */
bool petcam_link_advance(struct petcam_link *link, struct petcam_context *context, bool restarting);

#endif
