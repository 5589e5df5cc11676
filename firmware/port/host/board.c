#include "board.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EXPOSURE_MS = 40 };

static uint64_t clock_ms(clockid_t clock)
{
  struct timespec time;
  (void)clock_gettime(clock, &time);
  return (uint64_t)time.tv_sec * 1000U + (uint64_t)time.tv_nsec / 1000000U;
}

uint64_t board_now(const struct host *host)
{
  double real = (double)(clock_ms(CLOCK_MONOTONIC) - host->started_ms);
  return 1000U + (uint64_t)(real * (1.0 + host->options.faults.drift / 1e6));
}

static void on_connect(void *context)
{
  struct host *host = context;
  broker_connect(&host->broker, petcam_way(&host->camera));
}

static void on_disconnect(void *context)
{
  broker_disconnect(&((struct host *)context)->broker);
}

static void on_subscribe(void *context, const char *topic)
{
  broker_subscribe(&((struct host *)context)->broker, topic);
}

static int32_t on_publish(void *context, const struct petcam_publish *message)
{
  struct host *host = context;
  return broker_publish(&host->broker, board_now(host), message);
}

static void on_expose(void *context, const struct petcam_shot_order *order)
{
  struct host *host = context;
  host->order = *order;
  host->order_ms = board_now(host) + EXPOSURE_MS;
}

static void on_restart(void *context)
{
  ((struct host *)context)->restart = true;
}

/* Here no sensor, lamp, flash memory or pairing is there to act upon. */
static void on_nothing(void *context)
{
  (void)context;
}

static void on_save(void *context, const struct petcam_settings *settings)
{
  (void)context;
  (void)settings;
}

static void on_led(void *context, enum petcam_led led)
{
  (void)context;
  (void)led;
}

static void on_healthy(void *context)
{
  struct host *host = context;
  if (!update_keep(&host->update)) {
    journal_tell(&host->journal, "cannot keep the image", strerror(errno));
  }
}

static bool on_move(void *context, const struct petcam_address *address)
{
  ((struct host *)context)->broker.moved = *address;
  return true;
}

static void on_moved(void *context)
{
  ((struct host *)context)->broker.settled = true;
}

static enum petcam_trust on_verify(void *context, const char *claim, const uint8_t *signature)
{
  return update_verify(&((struct host *)context)->update, claim, signature);
}

static bool on_begin(void *context, uint32_t length)
{
  (void)length;
  return update_begin(&((struct host *)context)->update);
}

static bool on_write(void *context, const uint8_t *bytes, size_t length)
{
  return update_write(&((struct host *)context)->update, bytes, length);
}

static enum petcam_written on_finish(void *context, const struct petcam_claim *claim)
{
  return update_finish(&((struct host *)context)->update, claim);
}

static void on_abort(void *context)
{
  update_abort(&((struct host *)context)->update);
}

static uint32_t frame_index(struct host *host)
{
  const struct petcam_burst *filling = petcam_ring_filling(&host->camera.ring);
  return filling == NULL ? 0 : filling->count;
}

void board_hand_out_picture(struct host *host)
{
  const struct picture *picture = frame_source_picture(&host->frames, host->camera.capture.serial, frame_index(host));
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_SHOT;
  event.with.shot.kind = host->order.kind;
  event.with.shot.jpeg = picture->bytes;
  event.with.shot.length = picture->length;
  event.with.shot.exposed_ms = host->order_ms;
  if (faults_strike(&host->broker.random, host->options.faults.truncate)) {
    event.with.shot.length /= 2;
  }
  host->order_ms = 0;
  (void)events_put(&host->queue, &event);
}

static enum petcam_reset reset_reason(void)
{
  static const struct {
    const char *name;
    enum petcam_reset reset;
  } reasons[] = {{"brownout", PETCAM_RESET_BROWNOUT}, {"panic", PETCAM_RESET_PANIC}, {"ota", PETCAM_RESET_OTA}};
  const char *reason = getenv(RESET_VARIABLE);
  if (reason == NULL) {
    return PETCAM_RESET_POWER_ON;
  }
  for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
    if (strcmp(reason, reasons[i].name) == 0) {
      return reasons[i].reset;
    }
  }
  return PETCAM_RESET_RESTART;
}

bool board_set_up(struct host *host, uint8_t *arena)
{
  struct petcam_port port = {.context = host,
                             .connect = on_connect,
                             .disconnect = on_disconnect,
                             .subscribe = on_subscribe,
                             .publish = on_publish,
                             .provision = on_nothing,
                             .expose = on_expose,
                             .reset_sensor = on_nothing,
                             .save_settings = on_save,
                             .indicate = on_led,
                             .mark_healthy = on_healthy,
                             .move = on_move,
                             .moved = on_moved,
                             .forget = on_nothing,
                             .restart = on_restart,
                             .update_verify = on_verify,
                             .update_begin = on_begin,
                             .update_write = on_write,
                             .update_finish = on_finish,
                             .update_abort = on_abort};
  struct petcam_config config;
  memset(&config, 0, sizeof config);
  config.camera = host->options.camera;
  config.firmware = FIRMWARE_VERSION;
  config.board = "host";
  update_open(&host->update, host->options.slots, host->options.update_key);
  config.image = update_image(&host->update, &config.rolled_back);
  config.reset = reset_reason();
  /* No flash memory counts the boots here; tenths of a second since 1970 never repeat either. */
  config.boot = (uint32_t)(clock_ms(CLOCK_REALTIME) / 100U);
  config.seed = host->options.seed;
  config.provisioned = true;
  config.has_name = host->options.name != NULL;
  config.any_size = true;
  config.settings = petcam_settings_default();
  config.settings.value[PETCAM_MOTION] = 0;
  config.settings.value[PETCAM_WARMUP_FRAMES] = 0;
  size_t frames = frame_source_longest(&host->frames);
  config.settings.value[PETCAM_BURST_FRAMES] =
      frames < PETCAM_BURST_FRAMES_MAX ? (uint32_t)frames : PETCAM_BURST_FRAMES_MAX;
  if (host->options.interval_ms >= 100) {
    config.settings.value[PETCAM_BURST_INTERVAL_MS] = host->options.interval_ms;
  }
  config.arena = arena;
  config.arena_bytes = host->options.arena_bytes;
  return petcam_init(&host->camera, &config, &port);
}

void board_open(struct host *host)
{
  host->started_ms = clock_ms(CLOCK_MONOTONIC);
}
