/* A camera on the bench: the real core, a platform that writes everything down, and a hub that keeps the contract. */
#ifndef BENCH_H
#define BENCH_H

#include "petcam.h"

enum { BENCH_ARENA = 640 * 1024, BENCH_SENT = 64, BENCH_HUB_BURSTS = 64, BENCH_GUARD = 64, BENCH_IMAGE = 32 * 1024 };

/* A message the camera published, cut to what tests look at. */
struct bench_sent {
  char topic[128];
  char text[1600];
  size_t length;
  uint8_t qos;
  bool retain;
  int32_t token;
};

struct bench_hub_burst {
  char id[PETCAM_ID_MAX + 1];
  uint32_t durable;
  uint32_t named; /* frames of the manifest, 0 without one */
  uint32_t lengths[PETCAM_BURST_FRAMES_MAX];
  uint32_t crcs[PETCAM_BURST_FRAMES_MAX];
  bool closed;
};

struct bench {
  struct petcam camera;
  struct petcam_config config;
  uint8_t memory[BENCH_GUARD + BENCH_ARENA + BENCH_GUARD];
  uint64_t now;
  uint64_t wake;

  struct bench_sent sent[BENCH_SENT]; /* a circle, the newest at sent_count - 1 */
  uint32_t sent_count;
  int32_t next_token;
  bool refuse_publish;
  int32_t (*publish)(void *context, const struct petcam_publish *message); /* in place of the bench's own */

  uint32_t connects, disconnects, provisions, resets, saves, healthy, forgets, restarts, exposures, subscribes;
  uint32_t clears, reopens, moves;
  enum petcam_way way; /* of the newest attempt to connect */
  struct petcam_address address; /* that a request named */
  struct petcam_shot_order order;
  /* The slot for an update. A test sets what the platform answers. */
  enum petcam_trust trust;
  enum petcam_written written;
  bool slot_broken, write_broken;
  uint8_t image[BENCH_IMAGE];
  uint32_t image_bytes, image_room, begins, aborts, finishes, verifications;
  bool order_open;
  enum petcam_led led;

  /* The hub. `deaf` loses everything sent to it, `silent` keeps its answers to itself. */
  struct bench_hub_burst hub[BENCH_HUB_BURSTS];
  uint32_t hub_count;
  bool deaf, silent;
  uint32_t lose_one_in; /* 0 never */
  bool reachable;       /* bench_run lets every attempt to connect succeed */
  bool stale_size;      /* the driver still hands out pictures of size `size` */
  enum petcam_frame_size size;
  uint32_t frame_bytes; /* of the frames that bench_run takes */
  uint32_t hub_conflicts;
  struct petcam_random random;
  char ack_topic[128];
  char ack[4096];
  bool ack_ready;
};

/* A provisioned camera `porch`, boot 0x17, default settings, not yet booted. */
void bench_init(struct bench *bench);
void bench_start(struct bench *bench); /* petcam_init, then BOOTED */
void bench_online(struct bench *bench); /* bench_start, then CONNECTED */

void bench_step(struct bench *bench, const struct petcam_event *event);
void bench_event(struct bench *bench, enum petcam_event_type type);
void bench_tick(struct bench *bench, uint64_t after_ms);
void bench_receive(struct bench *bench, const char *topic, const char *text);
void bench_receive_bytes(struct bench *bench, const char *topic, const void *bytes, size_t length);
/* {"transaction":"<transaction>","data":<data>} on request/<verb>. */
void bench_request(struct bench *bench, const char *verb, const char *transaction, const char *data);
/* Whether the newest message whose topic ends with `tail` contains `part`. */
bool bench_says(const struct bench *bench, const char *tail, const char *part);
void bench_published(struct bench *bench, int32_t token);
void bench_shoot(struct bench *bench, uint32_t length, int luma); /* answers an open order; luma -1: none */
void bench_trigger(struct bench *bench, enum petcam_trigger trigger);

/* Writes a published message down, as the bench's own publish does. */
void bench_remember(struct bench *bench, const struct petcam_publish *message, int32_t token);
/* Answers an open order, and delivers what the hub has to say. */
void bench_answer(struct bench *bench);

/* Lets time pass as a platform does: wakes when asked to, answers orders and messages, until `ms` are over. */
void bench_run(struct bench *bench, uint64_t ms);

/* A valid JPEG-like body: SOI, bytes from `seed`, EOI. */
void bench_jpeg(uint8_t *bytes, uint32_t length, uint32_t seed);

/* The newest message whose topic ends with `tail`, or NULL. */
const struct bench_sent *bench_last(const struct bench *bench, const char *tail);
/* How many of the messages still remembered have a topic that contains `part`. */
uint32_t bench_count(const struct bench *bench, const char *part);
bool bench_guards_intact(const struct bench *bench);

/* The hub's side of a message, and its answer into `ack`. Used by bench_run; tests of faults call it themselves. */
void bench_hub_receive(struct bench *bench, const struct petcam_publish *message);
struct bench_hub_burst *bench_hub_find(struct bench *bench, const char *id);

#endif
