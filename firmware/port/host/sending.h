/* Messages on their way to the broker, and the faults that befall them. For broker.c; broker_publish is here. */
#ifndef HOST_SENDING_H
#define HOST_SENDING_H

#include "broker.h"

/* Tells the core that the broker acknowledged `token`. */
void sending_done(struct broker *broker, int32_t token);

/* Forgets a message that is held back. */
void sending_drop(struct broker *broker);

#endif
