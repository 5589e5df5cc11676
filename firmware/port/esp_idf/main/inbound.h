/* Messages from the hub, which arrive in pieces. */
#ifndef INBOUND_H
#define INBOUND_H

#include "mqtt_client.h"

/* Takes the next piece; puts a MESSAGE event once the last one is there. Only from the client's own task. */
void inbound_take(const esp_mqtt_event_t *event);

#endif
