/* The connection to the hub's broker, by libmosquitto, and the faults that befall it. */
#ifndef HOST_BROKER_H
#define HOST_BROKER_H

#include <mosquitto.h>

#include "events.h"
#include "journal.h"
#include "options.h"

/* A message that a fault holds back until the next one has gone. */
struct held {
  struct petcam_topic topic;
  uint8_t *payload; /* NULL: none */
  size_t length;
};

struct broker {
  const struct options *options;
  const struct journal *journal;
  struct events *queue;
  struct petcam_random random;
  struct mosquitto *client; /* NULL while there is no connection or attempt */
  bool connect_wanted;
  enum petcam_way way; /* of the next attempt */
  bool settled;  /* the hub was found at `moved`, which is its address from now on */
  struct petcam_address moved;
  bool brownout; /* the power failed: the process is to start over */
  int32_t lost_token; /* names messages that a fault swallowed */
  struct held held;
  uint64_t free_ms;  /* when a slow link can take the next message */
  uint64_t stalled_ms;
};

void broker_open(struct broker *broker, const struct options *options, const struct journal *journal,
                 struct events *queue);

/* What struct petcam_port asks for. */
void broker_connect(struct broker *broker, enum petcam_way way);
void broker_disconnect(struct broker *broker);
void broker_subscribe(struct broker *broker, const char *topic);
int32_t broker_publish(struct broker *broker, uint64_t now_ms, const struct petcam_publish *message);

/* Moves bytes, for at most `wait_ms`. */
void broker_turn(struct broker *broker, uint64_t now_ms, int wait_ms);

/* Says good-bye, so that the hub does not have to wait for the keep alive. */
void broker_close(struct broker *broker);

#endif
