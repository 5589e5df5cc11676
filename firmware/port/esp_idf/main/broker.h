/* MQTT over TLS with the pre-shared key from pairing. A task of its own hands messages to the client, which may wait
   for the network for half a minute; the functions here return at once. */
#ifndef BROKER_H
#define BROKER_H

#include "handover.h"
#include "petcam.h"

/* Where the hub may be. */
struct hub_location {
  struct petcam_handover handover;
  struct petcam_address moved; /* that a request named; empty: none */
};

/* Prepares a client and its task; `where` must outlive them. */
void broker_open(const struct hub_location *where);

/* What struct petcam_port asks for. */
void broker_connect(enum petcam_way way);
void broker_disconnect(void);
void broker_subscribe(const char *topic);
int32_t broker_publish(const struct petcam_publish *message);

#endif
