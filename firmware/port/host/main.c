/* petcam-camera: the firmware's core on Linux. The sensor is a folder of photos, the rest is real. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "board.h"
#include "bootloader.h"

enum { TURN_MS = 100, SIGNAL_DBM = -40 };

static volatile sig_atomic_t stopping;

static void stop(int signal)
{
  (void)signal;
  stopping = 1;
}

static void trigger(struct host *host)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_TRIGGER;
  event.with.trigger = host->options.trigger;
  (void)events_put(&host->queue, &event);
}

static bool took_enough(const struct host *host)
{
  return host->options.stop_after > 0 && host->camera.capture.serial >= host->options.stop_after;
}

static void follow_clock(struct host *host)
{
  uint64_t time = board_now(host);
  if (host->order_ms != 0 && time >= host->order_ms) {
    board_hand_out_picture(host);
  }
  if (host->options.every_seconds > 0 && time >= host->next_burst_ms && !took_enough(host) &&
      host->camera.link.state >= PETCAM_LINK_DOWN && !host->camera.capture.active) {
    host->next_burst_ms = time + (uint64_t)(host->options.every_seconds * 1000);
    trigger(host);
  }
}

static bool is_done(struct host *host)
{
  return took_enough(host) && !host->camera.capture.active && petcam_ring_at(&host->camera.ring, 0) == NULL &&
         !host->camera.context.state_changed;
}

static int time_to_wait(const struct host *host, uint64_t wake_ms)
{
  uint64_t time = board_now(host);
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
  (void)events_put(&host->queue, &event);
}

/* libmosquitto ignores SIGPIPE, so a reader that went away is found here: nobody is left to play for. */
static bool is_heard(void)
{
  return ferror(stdout) == 0;
}

static void run(struct host *host)
{
  uint64_t wake_ms = 0;
  put(host, PETCAM_EVENT_SIGNAL, SIGNAL_DBM);
  put(host, PETCAM_EVENT_BOOTED, 0);
  while (!stopping && is_heard() && !host->restart && !host->broker.brownout && !is_done(host)) {
    follow_clock(host);
    if (!events_step(&host->queue, &host->camera, board_now(host), &wake_ms)) {
      put(host, PETCAM_EVENT_TICK, 0);
    }
    journal_follow(&host->journal, &host->camera);
    broker_turn(&host->broker, board_now(host), time_to_wait(host, wake_ms));
  }
}

/* A restart is a new process: whatever was in memory is gone, as it is on the board. */
static int start_over(struct host *host, char **arguments)
{
  const char *reason = host->broker.brownout ? "brownout" : "restart";
  journal_tell(&host->journal, "start over", reason);
  if (host->options.slots != NULL) {
    return host->broker.brownout ? SLOTS_EXIT_BROWNOUT : SLOTS_EXIT_RESTART;
  }
  if (setenv(RESET_VARIABLE, reason, 1) == 0) {
    (void)execv("/proc/self/exe", arguments);
  }
  (void)fprintf(stderr, "petcam-camera: cannot start over: %s\n", strerror(errno));
  return EXIT_FAILURE;
}

static int live(struct host *host, char **arguments)
{
  uint8_t *arena = malloc(host->options.arena_bytes);
  if (arena == NULL || !board_set_up(host, arena)) {
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
  events_clear(&host->queue);
  free(arena);
  if (host->restart || host->broker.brownout) {
    return start_over(host, arguments);
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
  board_open(host);
  return frame_source_open(&host->frames, host->options.bursts);
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
  if (bootloader_is_wanted(&host.options)) {
    frame_source_close(&host.frames);
    return bootloader_run(&host.options, &host.journal, arguments);
  }
  memset(&action, 0, sizeof action);
  action.sa_handler = stop;
  (void)sigaction(SIGINT, &action, NULL);
  (void)sigaction(SIGTERM, &action, NULL);
  (void)mosquitto_lib_init();
  int status = live(&host, arguments);
  frame_source_close(&host.frames);
  (void)mosquitto_lib_cleanup();
  return status;
}
