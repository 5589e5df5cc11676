#include "petcam.h"

#include <string.h>

#include "delivery.h"
#include "inbox.h"
#include "mode.h"
#include "shooting.h"

enum { STEP_AT_LEAST_MS = 1000, SHORT_START_MS = 10000 };

bool petcam_init(struct petcam *camera, const struct petcam_config *config, const struct petcam_port *port)
{
  memset(camera, 0, sizeof *camera);
  if ((config->arena != NULL && config->arena_bytes < PETCAM_FRAME_BYTES_MAX) ||
      (config->provisioned && !petcam_id_is_camera(config->camera, strlen(config->camera)))) {
    return false;
  }
  camera->context.config = *config;
  camera->context.port = *port;
  camera->context.settings = config->settings;
  camera->context.random = petcam_random(config->seed);
  camera->exposure = petcam_exposure();
  camera->update.image = config->image;
  petcam_ring_init(&camera->ring, config->arena, config->arena_bytes);
  return true;
}

enum petcam_way petcam_way(const struct petcam *camera)
{
  return camera->link.way;
}

bool petcam_camera_failed(const struct petcam *camera)
{
  return petcam_shutter_failed(&camera->shutter) || !petcam_has_memory(&camera->context);
}

/* The hub answered at the address it had moved to. */
static void keep_move(struct petcam *camera)
{
  if (camera->link.way == PETCAM_WAY_MOVED) {
    camera->link.way = PETCAM_WAY_ADDRESS;
    camera->context.config.has_moved = false;
    if (camera->context.port.moved != NULL) {
      camera->context.port.moved(camera->context.port.context);
    }
  }
}

static void connected(struct petcam *camera)
{
  if (petcam_link_connected(&camera->link, &camera->context)) {
    keep_move(camera);
    petcam_report_connected(&camera->report, &camera->context);
    petcam_inbox_resume(camera);
  }
}

static void disconnected(struct petcam *camera, bool refused)
{
  if (petcam_link_disconnected(&camera->link, &camera->context, refused)) {
    petcam_upload_disconnected(&camera->upload, &camera->ring);
  }
}

static void published(struct petcam *camera, int32_t token)
{
  petcam_upload_published(&camera->upload, &camera->ring, token, camera->context.now_ms);
  petcam_update_published(&camera->update, token);
}

static void unsent(struct petcam *camera, int32_t token)
{
  petcam_upload_unsent(&camera->upload, &camera->ring, token);
  petcam_update_unsent(&camera->update, token);
}

/* Bluetooth and the sensor do not fit in memory together, so pairing begins with a restart. All that is known stays. */
static void pair_anew(struct petcam *camera)
{
  if (camera->link.state != PETCAM_LINK_PAIRING && camera->context.port.reopen_pairing != NULL) {
    camera->context.port.reopen_pairing(camera->context.port.context);
    petcam_restart_now(&camera->restart, &camera->context);
  }
}

static void forget(struct petcam *camera)
{
  camera->context.port.forget(camera->context.port.context);
  petcam_restart_now(&camera->restart, &camera->context);
}

static void boot(struct petcam *camera)
{
  if (camera->link.state == PETCAM_LINK_NONE) {
    petcam_report_begin(&camera->report, &camera->context);
    petcam_watch_begin(&camera->watch, &camera->context);
    petcam_link_begin(&camera->link, &camera->context);
  }
}

/* Bluetooth and the sensor do not fit in memory together, so a paired camera starts over. */
static void provisioned(struct petcam *camera)
{
  if (camera->link.state == PETCAM_LINK_PAIRING) {
    petcam_restart_now(&camera->restart, &camera->context);
  }
}

static void triggered(struct petcam *camera, enum petcam_trigger trigger)
{
  if (trigger == PETCAM_BY_MOTION) {
    petcam_shooting_moved(camera);
  } else {
    (void)petcam_shooting_begin(camera, trigger);
  }
}

static void handle(struct petcam *camera, const struct petcam_event *event)
{
  switch (event->type) {
  case PETCAM_EVENT_BOOTED:
    boot(camera);
    break;
  case PETCAM_EVENT_PROVISIONED:
    provisioned(camera);
    break;
  case PETCAM_EVENT_CONNECTED:
    connected(camera);
    break;
  case PETCAM_EVENT_DISCONNECTED:
    disconnected(camera, event->with.refused);
    break;
  case PETCAM_EVENT_MESSAGE:
    petcam_inbox_take(camera, &event->with.message);
    break;
  case PETCAM_EVENT_PUBLISHED:
    published(camera, event->with.token);
    break;
  case PETCAM_EVENT_UNSENT:
    unsent(camera, event->with.token);
    break;
  case PETCAM_EVENT_SHOT:
    petcam_shooting_shot(camera, &event->with.shot);
    break;
  case PETCAM_EVENT_CAMERA_FAILED:
    petcam_shooting_failed(camera);
    break;
  case PETCAM_EVENT_TRIGGER:
    triggered(camera, event->with.trigger);
    break;
  case PETCAM_EVENT_SENSOR:
    petcam_report_sensor(&camera->report, &camera->context, &event->with.sensor);
    break;
  case PETCAM_EVENT_SIGNAL:
    petcam_report_signal(&camera->report, event->with.rssi);
    break;
  case PETCAM_EVENT_PAIRING:
    petcam_link_pairing(&camera->link, &camera->context);
    break;
  case PETCAM_EVENT_PAIR:
    pair_anew(camera);
    break;
  case PETCAM_EVENT_FORGET:
    forget(camera);
    break;
  case PETCAM_EVENT_TICK:
    break;
  }
}

static void check_health(struct petcam *camera)
{
  if (!camera->health.told && camera->health.hub_heard && camera->health.picture_taken) {
    camera->health.told = true;
    petcam_update_keep(&camera->update, &camera->context);
    camera->context.port.mark_healthy(camera->context.port.context);
  }
}

static void advance_upload(struct petcam *camera)
{
  if (!camera->context.connected) {
    return;
  }
  if (petcam_upload_is_stalled(&camera->upload, camera->context.now_ms)) {
    petcam_link_give_up(&camera->link, &camera->context);
    petcam_upload_disconnected(&camera->upload, &camera->ring);
  } else if (camera->link.hub_online) {
    petcam_upload_advance(&camera->upload, &camera->context, &camera->ring);
  }
}

/* A burst goes first, and without the hub there is nobody to ask. */
static void advance_update(struct petcam *camera)
{
  bool held_up = !camera->context.connected || !camera->link.hub_online || camera->capture.active ||
                 petcam_upload_has_frames(&camera->ring);
  petcam_update_advance(&camera->update, &camera->context, held_up, petcam_restart_is_ordered(&camera->restart));
}

static void advance_restart(struct petcam *camera)
{
  bool busy = petcam_ring_at(&camera->ring, 0) != NULL || camera->capture.active ||
              petcam_command_is_due(&camera->command) || petcam_update_has_news(&camera->update);
  if (petcam_restart_advance(&camera->restart, &camera->context, busy)) {
    petcam_capture_end(&camera->capture, &camera->context, &camera->ring);
    while (petcam_delivery_lose_oldest(&camera->context, &camera->ring)) {
    }
  }
}

/* Five short power cycles open pairing: what counts them begins anew once the camera has run for a while, or has done
   what they ask for. */
static void advance_power_cycles(struct petcam *camera)
{
  struct petcam_context *context = &camera->context;
  uint64_t settled_ms = camera->report.started_ms + SHORT_START_MS;
  bool pairing = camera->link.state == PETCAM_LINK_PAIRING && context->config.provisioned;
  if (camera->settled || camera->link.state == PETCAM_LINK_NONE) {
    return;
  }
  if (!pairing && context->now_ms < settled_ms) {
    petcam_wake(context, settled_ms);
    return;
  }
  camera->settled = true;
  if (context->port.clear_power_cycles != NULL) {
    context->port.clear_power_cycles(context->port.context);
  }
}

static void advance_pairing(struct petcam *camera)
{
  bool gone = petcam_restart_is_near(&camera->restart);
  if (petcam_link_pairing_is_over(&camera->link, &camera->context) && !gone) {
    petcam_restart_now(&camera->restart, &camera->context);
  } else if (petcam_link_is_locked_out(&camera->link, &camera->context) && !gone) {
    pair_anew(camera);
  }
}

static void advance(struct petcam *camera)
{
  struct petcam_context *context = &camera->context;
  if (context->now_ms < context->blocked_ms) {
    petcam_wake(context, context->blocked_ms);
  }
  if (petcam_link_advance(&camera->link, context, petcam_restart_is_near(&camera->restart))) {
    petcam_upload_disconnected(&camera->upload, &camera->ring);
  }
  petcam_shooting_advance(camera);
  petcam_report_advance(&camera->report, context, &camera->ring, &camera->update,
                        petcam_shutter_failed(&camera->shutter));
  petcam_command_advance(&camera->command, context);
  advance_upload(camera);
  advance_update(camera);
  check_health(camera);
  advance_restart(camera);
}

uint64_t petcam_step(struct petcam *camera, uint64_t now_ms, const struct petcam_event *event)
{
  struct petcam_context *context = &camera->context;
  if (now_ms > context->now_ms) {
    context->now_ms = now_ms;
  }
  context->wake_ms = context->now_ms + STEP_AT_LEAST_MS;
  handle(camera, event);
  if (camera->link.state >= PETCAM_LINK_DOWN) {
    advance(camera);
  }
  advance_pairing(camera);
  advance_power_cycles(camera);
  petcam_indicate(camera);
  return context->wake_ms;
}
