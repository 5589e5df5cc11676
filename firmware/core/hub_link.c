#include "hub_link.h"

#include "topic.h"

enum {
  RETRY_FIRST_MS = 1000,
  RETRY_MOST_MS = 60000,
  ATTEMPT_LASTS_MS = 30000,
  STABLE_AFTER_MS = 10000,
  /* A link that came up and broke sooner: the hub is there, but something fights us. Try again within about 5 s. */
  ATTEMPTS_AFTER_BREAK = 2
};

void petcam_link_begin(struct petcam_link *link, struct petcam_context *context)
{
  link->backoff = petcam_backoff(RETRY_FIRST_MS, RETRY_MOST_MS);
  if (!context->config.provisioned) {
    link->state = PETCAM_LINK_PAIRING;
    context->port.provision(context->port.context);
    return;
  }
  link->state = PETCAM_LINK_DOWN;
  link->retry_ms = context->now_ms;
}

static void subscribe(const struct petcam_context *context, const char *leaf)
{
  struct petcam_topic topic = petcam_topic_of(context->config.camera, leaf);
  context->port.subscribe(context->port.context, topic.text);
}

bool petcam_link_connected(struct petcam_link *link, struct petcam_context *context)
{
  if (link->state != PETCAM_LINK_TRYING) {
    return false;
  }
  link->state = PETCAM_LINK_UP;
  link->since_ms = context->now_ms;
  link->refused = false;
  /* The hub's own state is retained and arrives at once if it is away. */
  link->hub_online = true;
  context->connected = true;
  context->blocked_ms = 0;
  context->counters.connections++;
  subscribe(context, "request/+");
  subscribe(context, "burst/+/ack");
  subscribe(context, "update/chunk/+");
  context->port.subscribe(context->port.context, "petcam/bridge/state");
  return true;
}

static void ease_backoff(struct petcam_link *link, uint64_t now_ms)
{
  struct petcam_backoff *backoff = &link->backoff;
  if (now_ms - link->since_ms >= STABLE_AFTER_MS) {
    backoff->attempt = 0;
  } else if (backoff->attempt > ATTEMPTS_AFTER_BREAK) {
    backoff->attempt = ATTEMPTS_AFTER_BREAK;
  }
}

bool petcam_link_disconnected(struct petcam_link *link, struct petcam_context *context, bool refused)
{
  if (link->state != PETCAM_LINK_TRYING && link->state != PETCAM_LINK_UP) {
    return false;
  }
  if (link->state == PETCAM_LINK_UP) {
    ease_backoff(link, context->now_ms);
  }
  link->state = PETCAM_LINK_DOWN;
  link->refused = refused;
  link->retry_ms = context->now_ms + petcam_backoff_next(&link->backoff, &context->random);
  context->connected = false;
  return true;
}

void petcam_link_give_up(struct petcam_link *link, struct petcam_context *context)
{
  context->port.disconnect(context->port.context);
  (void)petcam_link_disconnected(link, context, false);
}

bool petcam_link_hub_state(struct petcam_link *link, bool online)
{
  bool returned = online && !link->hub_online;
  link->hub_online = online;
  return returned;
}

void petcam_link_proved(struct petcam_link *link)
{
  link->backoff.attempt = 0;
}

static void try_to_connect(struct petcam_link *link, const struct petcam_context *context)
{
  link->state = PETCAM_LINK_TRYING;
  link->since_ms = context->now_ms;
  context->port.connect(context->port.context);
}

bool petcam_link_advance(struct petcam_link *link, struct petcam_context *context, bool restarting)
{
  bool late = link->state == PETCAM_LINK_TRYING && context->now_ms - link->since_ms >= ATTEMPT_LASTS_MS;
  if (late) {
    petcam_link_give_up(link, context);
  }
  if (link->state == PETCAM_LINK_DOWN && context->now_ms >= link->retry_ms && !restarting) {
    try_to_connect(link, context);
  }
  if (link->state == PETCAM_LINK_DOWN) {
    petcam_wake(context, link->retry_ms);
  }
  return late;
}
