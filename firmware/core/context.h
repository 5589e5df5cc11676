/* What every part of the camera is given to act with: the time, the board, the owner's settings, a way to send. */
#ifndef PETCAM_CONTEXT_H
#define PETCAM_CONTEXT_H

#include "backoff.h"
#include "port.h"
#include "text.h"

/* Since boot. Every frame that was stored is delivered, lost, or still in the ring. */
struct petcam_counters {
  uint32_t bursts_taken;
  uint32_t bursts_sent; /* closed by the hub with nothing missing */
  uint32_t bursts_lost; /* dropped, or closed by the hub with frames missing */
  uint32_t frames_stored;
  uint32_t frames_delivered;
  uint32_t frames_lost;
  uint32_t frames_resent;
  uint32_t shots_bad;        /* truncated, stale or oversized: never stored */
  uint32_t shots_resized;    /* of another size than ordered: left over from before it changed, never stored */
  uint32_t bursts_shortened; /* ended early because sensor or memory gave no more */
  uint32_t messages_bad;     /* from the hub, not understood */
  uint32_t manifests_refused;
  uint32_t connections;
  uint32_t chunks;
};

/* One for the whole camera. Each member says who writes it; everybody may read. */
struct petcam_context {
  struct petcam_config config;      /* petcam.c, once; has_moved: hub_link.c */
  struct petcam_port port;          /* petcam.c, once */
  struct petcam_settings settings;  /* requests.c, when the hub changes them */
  struct petcam_counters counters;  /* whoever counts, each its own */
  struct petcam_random random;      /* whoever draws from it */
  uint64_t now_ms;                  /* petcam.c, every step */
  uint64_t wake_ms;                 /* petcam_wake */
  bool connected;                   /* hub_link.c */
  uint64_t blocked_ms;              /* petcam_send: the MQTT client took nothing, not before then again */
  bool state_changed;               /* whoever changes what the state tells; report.c takes it back */
  char text[PETCAM_TEXT_BYTES];     /* whoever writes a message, until it is sent */
};

/* Whether the board has memory to take pictures into. */
bool petcam_has_memory(const struct petcam_context *context);

/* Asks to be stepped again at `at_ms` or earlier. */
void petcam_wake(struct petcam_context *context, uint64_t at_ms);

/* Whether something may be sent now. */
bool petcam_may_send(const struct petcam_context *context);

/* Hands a message to the port. Returns its token, or below 0 when the client takes nothing now. */
int32_t petcam_send(struct petcam_context *context, const struct petcam_publish *message);

/* Hands a text of QoS 1 to the port, with the same answer. */
int32_t petcam_send_text(struct petcam_context *context, const char *topic, const struct petcam_text *text,
                         bool retain);

#endif
