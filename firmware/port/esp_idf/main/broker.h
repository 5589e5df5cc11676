/* MQTT over TLS with the pre-shared key from pairing. */
#ifndef BROKER_H
#define BROKER_H

#include "handover.h"
#include "petcam.h"

/* Prepares a client; `handover` must outlive it. */
void broker_open(const struct petcam_handover *handover);

/* What struct petcam_port asks for. */
void broker_connect(void);
void broker_disconnect(void);
void broker_subscribe(const char *topic);
int32_t broker_publish(const struct petcam_publish *message);

#endif
