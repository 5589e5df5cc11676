/* Messages between the core and an MQTT client that may wait.

   The core's publish must return at once, and the clients of boards do not: esp-mqtt takes a lock that it holds while a
   whole frame is written, half a minute on a slow link. So a board puts this queue between the two and lets a task of
   its own hand the messages over. Everything is copied, in memory that the board supplies. Small messages overtake a
   frame that waits; a preview that waits is replaced by a newer one. A further frame is handed over only when the
   client has room, so that what it holds stays bounded.

   The queue knows no operating system: the board holds a lock of its own around every call. */
#ifndef PETCAM_SEND_QUEUE_H
#define PETCAM_SEND_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "petcam_limits.h"
#include "port.h"
#include "topic.h"

enum {
  PETCAM_SEND_TEXTS = 16,   /* small messages: those that wait, and one that is being handed over */
  PETCAM_SEND_CLIENT = 24,  /* messages that the client has and the broker has not acknowledged */
  PETCAM_SEND_EARLY = 4     /* acknowledgements that came before the client had said the message's id */
};

/* Frames that the client may hold at once, unless it is a single larger one. */
#define PETCAM_SEND_CLIENT_BYTES 262144U

/* What is to be done with the client next. */
struct petcam_outgoing {
  int32_t token; /* of the core, 0 for a message of QoS 0 or a subscription */
  bool subscribe; /* to `topic`; no message */
  struct petcam_topic topic;
  const uint8_t *payload; /* stays until petcam_send_queue_handed */
  size_t length;
  uint8_t qos;
  bool retain;
};

struct petcam_send_text {
  struct petcam_outgoing message;
  uint8_t bytes[PETCAM_TEXT_BYTES];
};

struct petcam_send_big {
  bool waits;
  struct petcam_outgoing message;
};

struct petcam_in_client {
  int32_t token; /* 0: free */
  int32_t id;    /* the client's */
  size_t length;
};

enum petcam_send_lane { PETCAM_LANE_NONE, PETCAM_LANE_TEXT, PETCAM_LANE_FRAME, PETCAM_LANE_PREVIEW };

struct petcam_send_queue {
  struct petcam_send_text texts[PETCAM_SEND_TEXTS]; /* a circle */
  uint32_t first;
  uint32_t held;
  struct petcam_send_big frame;
  struct petcam_send_big preview;
  uint8_t *frame_bytes;
  size_t frame_room;
  uint8_t *preview_bytes;
  struct petcam_in_client in_client[PETCAM_SEND_CLIENT];
  int32_t early[PETCAM_SEND_EARLY];
  enum petcam_send_lane handing; /* being handed over */
  struct petcam_outgoing current;
  bool orphaned; /* the connection went while it was handed over */
  int32_t last_token;
};

/* An empty queue. `frame_bytes` holds `frame_room` bytes, as many as the largest frame that the board's sensor makes,
   `preview_bytes` PETCAM_PREVIEW_BYTES_MAX; both stay the queue's. A board without room for pictures gives NULL, 0 and
   NULL: frames are refused then, previews passed over. */
void petcam_send_queue_init(struct petcam_send_queue *queue, uint8_t *frame_bytes, size_t frame_room,
                            uint8_t *preview_bytes);

/* What struct petcam_port asks of publish. */
int32_t petcam_send_queue_put(struct petcam_send_queue *queue, const struct petcam_publish *message);

/* What struct petcam_port asks of subscribe. */
void petcam_send_queue_subscribe(struct petcam_send_queue *queue, const char *topic);

/* The next thing to hand to the client, or NULL. Whoever takes it tells petcam_send_queue_handed how it went. */
const struct petcam_outgoing *petcam_send_queue_take(struct petcam_send_queue *queue);

/* How handing over went: `id` is the client's, 0 for QoS 0 and subscriptions, below 0 when the client did not take it,
   which leaves it first in the queue. Returns a token to tell PUBLISHED of at once, or 0. */
int32_t petcam_send_queue_handed(struct petcam_send_queue *queue, int32_t id);

/* The broker has the message that the client calls `id`, or the client gave it up. Returns its token, or 0. */
int32_t petcam_send_queue_acknowledged(struct petcam_send_queue *queue, int32_t id);

/* The connection is gone, and with it all that waits. */
void petcam_send_queue_clear(struct petcam_send_queue *queue);

#endif
