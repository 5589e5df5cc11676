#include "hub_link.h"

#include "topic.h"

enum {
  RETRY_FIRST_MS = 1000,
  RETRY_MOST_MS = 60000,
  ATTEMPT_LASTS_MS = 30000,
  STABLE_AFTER_MS = 10000,
  /* A link that came up and broke sooner: the hub is there, but something fights us. Try again within about 5 s. */
  ATTEMPTS_AFTER_BREAK = 2,
  PAIRING_LASTS_MS = 600000,
  POWER_CYCLES = 5,
  LOCKED_OUT_MS = 1800000,
  LOCKED_OUT_REFUSALS = 10
};

bool petcam_wants_pairing(const struct petcam_config *config)
{
  return !config->provisioned || config->reopen_pairing || config->power_cycles >= POWER_CYCLES;
}

uint32_t petcam_power_cycles(uint32_t before, enum petcam_reset reset)
{
  return reset == PETCAM_RESET_POWER_ON && before < UINT32_MAX ? before + 1U : 0U;
}

static bool has_way(const struct petcam_config *config, enum petcam_way way)
{
  return way == PETCAM_WAY_ADDRESS || (way == PETCAM_WAY_NAME ? config->has_name : config->has_moved);
}

/* The way after `way`, in a circle. */
static enum petcam_way next_way(const struct petcam_config *config, enum petcam_way way)
{
  do {
    way = (enum petcam_way)(((uint32_t)way + 1U) % PETCAM_WAYS);
  } while (!has_way(config, way));
  return way;
}

static void begin_pairing(struct petcam_link *link, const struct petcam_context *context)
{
  link->state = PETCAM_LINK_PAIRING;
  link->pairing_until_ms = context->config.provisioned ? context->now_ms + PAIRING_LASTS_MS : 0;
  context->port.provision(context->port.context);
}

void petcam_link_begin(struct petcam_link *link, struct petcam_context *context)
{
  link->backoff = petcam_backoff(RETRY_FIRST_MS, RETRY_MOST_MS);
  link->way = context->config.has_moved ? PETCAM_WAY_MOVED : PETCAM_WAY_ADDRESS;
  if (petcam_wants_pairing(&context->config)) {
    begin_pairing(link, context);
    return;
  }
  link->state = PETCAM_LINK_DOWN;
  link->retry_ms = context->now_ms;
}

void petcam_link_pairing(struct petcam_link *link, const struct petcam_context *context)
{
  if (link->pairing_until_ms != 0) {
    link->pairing_until_ms = context->now_ms + PAIRING_LASTS_MS;
  }
}

bool petcam_link_pairing_is_over(const struct petcam_link *link, struct petcam_context *context)
{
  if (link->state != PETCAM_LINK_PAIRING || link->pairing_until_ms == 0) {
    return false;
  }
  petcam_wake(context, link->pairing_until_ms);
  return context->now_ms >= link->pairing_until_ms;
}

bool petcam_link_is_locked_out(const struct petcam_link *link, const struct petcam_context *context)
{
  return link->state == PETCAM_LINK_DOWN && link->refusals >= LOCKED_OUT_REFUSALS &&
         context->now_ms - link->refused_ms >= LOCKED_OUT_MS;
}

void petcam_link_moved(struct petcam_link *link, struct petcam_context *context)
{
  context->config.has_moved = true;
  link->way = PETCAM_WAY_MOVED;
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
  link->refusals = 0;
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

static void note_refusal(struct petcam_link *link, uint64_t now_ms)
{
  if (link->refusals == 0) {
    link->refused_ms = now_ms;
  }
  link->refusals++;
}

bool petcam_link_disconnected(struct petcam_link *link, struct petcam_context *context, bool refused)
{
  if (link->state != PETCAM_LINK_TRYING && link->state != PETCAM_LINK_UP) {
    return false;
  }
  if (link->state == PETCAM_LINK_UP) {
    ease_backoff(link, context->now_ms);
  } else {
    link->way = next_way(&context->config, link->way);
  }
  if (refused) {
    note_refusal(link, context->now_ms);
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
