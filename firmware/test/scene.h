/* One camera on the bench, for the suites of the whole camera, and what they have in common. */
#ifndef SCENE_H
#define SCENE_H

#include "bench.h"

extern struct bench bench;

struct petcam *camera(void);
void fresh(void);  /* a camera without motion detection, not yet booted */
void online(void); /* the same, booted and connected, after half a second */
void take_burst(void);

/* The hub's word on a burst; lists as in JSON. */
void ack(const char *burst, const char *state, const char *durable, const char *missing, const char *rejected);
/* Settings with which the next camera boots. */
void set(const char *json);
void request(const char *verb, const char *transaction, const char *data);

/* The newest message whose topic ends with `tail` contains `part`. */
void assert_says(const char *tail, const char *part);
/* Every stored frame is delivered, lost or waiting. */
void assert_accounts_balance(void);

#endif
