#include "mode.h"

#include "upload.h"

enum petcam_mode petcam_mode(const struct petcam *camera)
{
  switch (camera->link.state) {
  case PETCAM_LINK_NONE:
    return PETCAM_BOOTING;
  case PETCAM_LINK_PAIRING:
    return PETCAM_PROVISIONING;
  case PETCAM_LINK_DOWN:
  case PETCAM_LINK_TRYING:
  case PETCAM_LINK_UP:
    break;
  }
  if (camera->capture.active) {
    return PETCAM_CAPTURING;
  }
  if (camera->link.state == PETCAM_LINK_TRYING) {
    return PETCAM_CONNECTING;
  }
  if (camera->link.state == PETCAM_LINK_DOWN || !camera->link.hub_online) {
    return PETCAM_OFFLINE;
  }
  if (petcam_upload_is_sending(&camera->ring)) {
    return PETCAM_SENDING;
  }
  return petcam_ring_complete(&camera->ring) > 0 ? PETCAM_WAITING : PETCAM_IDLE;
}

const char *petcam_mode_name(enum petcam_mode mode)
{
  static const char *const names[] = {"booting",   "provisioning", "connecting", "idle",
                                      "capturing", "sending",      "waiting",    "offline"};
  return names[mode];
}

/* A camera that the hub has paused is told so by these settings. */
static bool takes_nothing_by_itself(const struct petcam_settings *settings)
{
  return settings->value[PETCAM_MOTION] == 0 && settings->value[PETCAM_SCHEDULE_SECONDS] == 0;
}

static enum petcam_led led_of(const struct petcam *camera)
{
  static const enum petcam_led leds[] = {PETCAM_LED_STARTING,  PETCAM_LED_PAIRING, PETCAM_LED_CONNECTING,
                                         PETCAM_LED_READY,     PETCAM_LED_CAPTURING, PETCAM_LED_SENDING,
                                         PETCAM_LED_SENDING,   PETCAM_LED_OFFLINE};
  enum petcam_mode mode = petcam_mode(camera);
  if (mode >= PETCAM_CONNECTING && petcam_camera_failed(camera)) {
    return PETCAM_LED_CAMERA_FAILED;
  }
  if (mode == PETCAM_IDLE && takes_nothing_by_itself(&camera->context.settings)) {
    return PETCAM_LED_RESTING;
  }
  return mode == PETCAM_OFFLINE && camera->link.refused ? PETCAM_LED_REFUSED : leds[mode];
}

void petcam_indicate(struct petcam *camera)
{
  enum petcam_led led = led_of(camera);
  if (led != camera->led) {
    camera->led = led;
    camera->context.port.indicate(camera->context.port.context, led);
  }
}
