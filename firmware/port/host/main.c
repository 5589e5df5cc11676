/* petcam-camera: the firmware's core on Linux. The sensor is a folder of photos, the rest is real. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "broker.h"
#include "reel.h"

#define FIRMWARE_VERSION "1.0.0"
#define RESET_VARIABLE "PETCAM_RESET_REASON"

enum { EXPOSURE_MS = 40, TURN_MS = 100, SIGNAL_DBM = -40 };

struct host {
  struct options options;
  struct journal journal;
  struct happenings queue;
  struct broker broker;
  struct reel reel;
  struct petcam camera;
  struct petcam_shot_order order;
  uint64_t order_ms; /* when the picture will be there, 0: none is asked for */
  uint64_t next_burst_ms;
  uint64_t started_ms;
  bool restart;
};

static volatile sig_atomic_t stopping;

static void stop(int signal)
{
  (void)signal;
  stopping = 1;
}

static uint64_t clock_ms(clockid_t clock)
{
  struct timespec time;
  (void)clock_gettime(clock, &time);
  return (uint64_t)time.tv_sec * 1000U + (uint64_t)time.tv_nsec / 1000000U;
}

/* The camera's clock: begins near zero at each start, and may run fast. */
static uint64_t now(const struct host *host)
{
  double real = (double)(clock_ms(CLOCK_MONOTONIC) - host->started_ms);
  return 1000U + (uint64_t)(real * (1.0 + host->options.faults.drift / 1e6));
}

static void on_connect(void *context)
{
  broker_connect(&((struct host *)context)->broker);
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
  return broker_publish(&host->broker, now(host), message);
}

static void on_expose(void *context, const struct petcam_shot_order *order)
{
  struct host *host = context;
  host->order = *order;
  host->order_ms = now(host) + EXPOSURE_MS;
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

static uint32_t frame_index(struct host *host)
{
  const struct petcam_burst *filling = petcam_ring_filling(&host->camera.ring);
  return filling == NULL ? 0 : filling->count;
}

static void hand_out_picture(struct host *host)
{
  const struct picture *picture = reel_picture(&host->reel, host->camera.last_serial, frame_index(host));
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
  (void)happenings_put(&host->queue, &event);
}

static void trigger(struct host *host)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_TRIGGER;
  event.with.trigger = host->options.trigger;
  (void)happenings_put(&host->queue, &event);
}

static bool took_enough(const struct host *host)
{
  return host->options.stop_after > 0 && host->camera.last_serial >= host->options.stop_after;
}

static void follow_clock(struct host *host)
{
  uint64_t time = now(host);
  if (host->order_ms != 0 && time >= host->order_ms) {
    hand_out_picture(host);
  }
  if (host->options.every_seconds > 0 && time >= host->next_burst_ms && !took_enough(host) &&
      host->camera.link >= PETCAM_LINK_DOWN && !host->camera.sequence.active) {
    host->next_burst_ms = time + (uint64_t)(host->options.every_seconds * 1000);
    trigger(host);
  }
}

static bool is_done(struct host *host)
{
  return took_enough(host) && !host->camera.sequence.active && petcam_ring_at(&host->camera.ring, 0) == NULL &&
         !host->camera.state_due;
}

static int time_to_wait(const struct host *host, uint64_t wake_ms)
{
  uint64_t time = now(host);
  uint64_t until = host->order_ms != 0 && host->order_ms < wake_ms ? host->order_ms : wake_ms;
  if (host->queue.count > 0 || until <= time) {
    return 0;
  }
  return until - time < TURN_MS ? (int)(until - time) : TURN_MS;
}

static void put(struct host *host, enum petcam_event_type type, int32_t rssi)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = type;
  event.with.rssi = rssi;
  (void)happenings_put(&host->queue, &event);
}

static void run(struct host *host)
{
  uint64_t wake_ms = 0;
  put(host, PETCAM_EVENT_SIGNAL, SIGNAL_DBM);
  put(host, PETCAM_EVENT_BOOTED, 0);
  while (!stopping && !host->restart && !host->broker.brownout && !is_done(host)) {
    follow_clock(host);
    if (!happenings_step(&host->queue, &host->camera, now(host), &wake_ms)) {
      put(host, PETCAM_EVENT_TICK, 0);
    }
    journal_follow(&host->journal, &host->camera);
    broker_turn(&host->broker, now(host), time_to_wait(host, wake_ms));
  }
}

static enum petcam_reset reset_reason(void)
{
  const char *reason = getenv(RESET_VARIABLE);
  if (reason == NULL) {
    return PETCAM_RESET_POWER_ON;
  }
  return strcmp(reason, "brownout") == 0 ? PETCAM_RESET_BROWNOUT : PETCAM_RESET_RESTART;
}

static bool set_up(struct host *host, uint8_t *arena)
{
  struct petcam_port port = {host,       on_connect, on_disconnect, on_subscribe, on_publish, on_nothing, on_expose,
                             on_nothing, on_save,    on_led,        on_nothing,   on_nothing, on_restart};
  struct petcam_config config;
  memset(&config, 0, sizeof config);
  config.camera = host->options.camera;
  config.firmware = FIRMWARE_VERSION;
  config.board = "linux";
  config.reset = reset_reason();
  /* No flash memory counts the boots here; tenths of a second since 1970 never repeat either. */
  config.boot = (uint32_t)(clock_ms(CLOCK_REALTIME) / 100U);
  config.seed = host->options.seed;
  config.provisioned = true;
  config.settings = petcam_settings_default();
  config.settings.value[PETCAM_MOTION] = 0;
  config.settings.value[PETCAM_WARMUP_FRAMES] = 0;
  size_t frames = reel_longest(&host->reel);
  config.settings.value[PETCAM_BURST_FRAMES] =
      frames < PETCAM_BURST_FRAMES_MAX ? (uint32_t)frames : PETCAM_BURST_FRAMES_MAX;
  if (host->options.interval_ms >= 100) {
    config.settings.value[PETCAM_BURST_INTERVAL_MS] = host->options.interval_ms;
  }
  config.arena = arena;
  config.arena_bytes = host->options.arena_bytes;
  return petcam_init(&host->camera, &config, &port);
}

/* A restart is a new process: whatever was in memory is gone, as it is on the board. */
static void start_over(struct host *host, char **arguments)
{
  const char *reason = host->broker.brownout ? "brownout" : "restart";
  journal_tell(&host->journal, "start over", reason);
  if (setenv(RESET_VARIABLE, reason, 1) == 0) {
    (void)execv("/proc/self/exe", arguments);
  }
  (void)fprintf(stderr, "petcam-camera: cannot start over: %s\n", strerror(errno));
}

static int live(struct host *host, char **arguments)
{
  uint8_t *arena = malloc(host->options.arena_bytes);
  if (arena == NULL || !set_up(host, arena)) {
    free(arena);
    (void)fprintf(stderr, "petcam-camera: no memory\n");
    return EXIT_FAILURE;
  }
  broker_open(&host->broker, &host->options, &host->journal, &host->queue);
  run(host);
  if (host->broker.brownout) {
    broker_disconnect(&host->broker);
  } else {
    journal_end(&host->journal, &host->camera);
    broker_close(&host->broker);
  }
  happenings_clear(&host->queue);
  free(arena);
  if (host->restart || host->broker.brownout) {
    start_over(host, arguments);
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}

static const char *prepare(struct host *host, int count, char **arguments)
{
  const char *wrong = options_read(&host->options, count, arguments);
  if (wrong != NULL || host->options.help) {
    return wrong;
  }
  host->journal.json = host->options.json;
  host->started_ms = clock_ms(CLOCK_MONOTONIC);
  return reel_open(&host->reel, host->options.bursts);
}

int main(int count, char **arguments)
{
  static struct host host;
  struct sigaction action;
  const char *wrong = prepare(&host, count, arguments);
  if (wrong != NULL) {
    (void)fprintf(stderr, "petcam-camera: %s (--help tells more)\n", wrong);
    return 2;
  }
  if (host.options.help) {
    options_help();
    return EXIT_SUCCESS;
  }
  memset(&action, 0, sizeof action);
  action.sa_handler = stop;
  (void)sigaction(SIGINT, &action, NULL);
  (void)sigaction(SIGTERM, &action, NULL);
  (void)mosquitto_lib_init();
  int status = live(&host, arguments);
  reel_close(&host.reel);
  (void)mosquitto_lib_cleanup();
  return status;
}
