#include "machine.h"

enum {
  RETRY_FIRST_MS = 1000,
  RETRY_MOST_MS = 60000,
  ATTEMPT_LASTS_MS = 30000,
  STABLE_AFTER_MS = 10000,
  /* A link that came up and broke sooner: the hub is there, but something fights us. Try again within about 5 s. */
  ATTEMPTS_AFTER_BREAK = 2
};

void petcam_link_begin(struct petcam *camera)
{
  camera->link_backoff = petcam_backoff(RETRY_FIRST_MS, RETRY_MOST_MS);
  if (!camera->config.provisioned) {
    camera->link = PETCAM_LINK_PAIRING;
    camera->port.provision(camera->port.context);
    return;
  }
  camera->link = PETCAM_LINK_DOWN;
  camera->link_retry_ms = camera->now_ms;
}

static void subscribe(struct petcam *camera, const char *leaf)
{
  struct petcam_topic topic = petcam_topic_of(camera->config.camera, leaf);
  camera->port.subscribe(camera->port.context, topic.text);
}

void petcam_link_connected(struct petcam *camera)
{
  if (camera->link != PETCAM_LINK_TRYING) {
    return;
  }
  camera->link = PETCAM_LINK_UP;
  camera->link_since_ms = camera->now_ms;
  camera->link_refused = false;
  camera->blocked_ms = 0;
  /* The hub's own state is retained and arrives at once if it is away. */
  camera->hub_online = true;
  camera->counters.connections++;
  subscribe(camera, "request/+");
  subscribe(camera, "burst/+/ack");
  subscribe(camera, "update/chunk/+");
  camera->port.subscribe(camera->port.context, "petcam/bridge/state");
  petcam_report_connected(camera);
  petcam_upload_resume(camera);
  petcam_update_resume(camera);
}

static void ease_backoff(struct petcam *camera)
{
  struct petcam_backoff *backoff = &camera->link_backoff;
  if (camera->now_ms - camera->link_since_ms >= STABLE_AFTER_MS) {
    backoff->attempt = 0;
  } else if (backoff->attempt > ATTEMPTS_AFTER_BREAK) {
    backoff->attempt = ATTEMPTS_AFTER_BREAK;
  }
}

void petcam_link_disconnected(struct petcam *camera, bool refused)
{
  if (camera->link != PETCAM_LINK_TRYING && camera->link != PETCAM_LINK_UP) {
    return;
  }
  if (camera->link == PETCAM_LINK_UP) {
    ease_backoff(camera);
  }
  camera->link = PETCAM_LINK_DOWN;
  camera->link_refused = refused;
  camera->link_retry_ms = camera->now_ms + petcam_backoff_next(&camera->link_backoff, &camera->random);
  petcam_upload_disconnected(camera);
}

void petcam_link_give_up(struct petcam *camera)
{
  camera->port.disconnect(camera->port.context);
  petcam_link_disconnected(camera, false);
}

void petcam_link_hub_state(struct petcam *camera, bool online)
{
  bool returned = online && !camera->hub_online;
  camera->hub_online = online;
  camera->hub_seen = camera->hub_seen || online;
  if (returned) {
    petcam_upload_resume(camera);
    petcam_update_resume(camera);
  }
}

static void try_to_connect(struct petcam *camera)
{
  camera->link = PETCAM_LINK_TRYING;
  camera->link_since_ms = camera->now_ms;
  camera->port.connect(camera->port.context);
}

void petcam_link_advance(struct petcam *camera)
{
  if (camera->link == PETCAM_LINK_TRYING && camera->now_ms - camera->link_since_ms >= ATTEMPT_LASTS_MS) {
    petcam_link_give_up(camera);
  }
  if (camera->link == PETCAM_LINK_DOWN && camera->now_ms >= camera->link_retry_ms && !camera->left) {
    try_to_connect(camera);
  }
  if (camera->link == PETCAM_LINK_DOWN) {
    petcam_wake(camera, camera->link_retry_ms);
  }
}
