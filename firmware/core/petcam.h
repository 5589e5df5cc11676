/* A pet camera as one state machine.

   The platform calls petcam_step with what happened; the core answers by calling the functions of struct petcam_port.
   Nothing here blocks, allocates, reads a clock or knows an operating system. One thread only. A port function must
   not call petcam_step: what comes of it is told later, as an event. */
#ifndef PETCAM_H
#define PETCAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backoff.h"
#include "claim.h"
#include "hub_time.h"
#include "id.h"
#include "led.h"
#include "petcam_limits.h"
#include "motion.h"
#include "request.h"
#include "ring.h"
#include "settings.h"
#include "topic.h"

/* What the owner and the log see the camera do. */
enum petcam_mode {
  PETCAM_BOOTING,
  PETCAM_PROVISIONING,
  PETCAM_CONNECTING,
  PETCAM_IDLE,
  PETCAM_CAPTURING,
  PETCAM_SENDING,
  PETCAM_WAITING, /* everything is sent, the hub has not closed it yet */
  PETCAM_OFFLINE
};

enum petcam_reset {
  PETCAM_RESET_POWER_ON,
  PETCAM_RESET_BROWNOUT,
  PETCAM_RESET_WATCHDOG,
  PETCAM_RESET_PANIC,
  PETCAM_RESET_RESTART,
  PETCAM_RESET_OTA,
  PETCAM_RESET_UNKNOWN
};

enum petcam_event_type {
  PETCAM_EVENT_TICK,          /* nothing but time went by */
  PETCAM_EVENT_BOOTED,        /* once, first */
  PETCAM_EVENT_PROVISIONED,   /* pairing stored what a connection needs */
  PETCAM_EVENT_CONNECTED,     /* the broker accepted us */
  PETCAM_EVENT_DISCONNECTED,  /* also: a connection attempt failed. `refused`: the hub does not know our key */
  PETCAM_EVENT_MESSAGE,       /* `message` arrived */
  PETCAM_EVENT_PUBLISHED,     /* the broker acknowledged `token` */
  PETCAM_EVENT_SHOT,          /* `shot` is the answer to expose() */
  PETCAM_EVENT_CAMERA_FAILED, /* the answer to expose(): the sensor gave nothing */
  PETCAM_EVENT_TRIGGER,       /* something outside asks for a burst: `trigger` */
  PETCAM_EVENT_SIGNAL,        /* Wi-Fi signal: `rssi` in dBm, -127 to 0 */
  PETCAM_EVENT_FORGET         /* the owner held the button: erase the pairing and start over */
};

enum petcam_shot_kind {
  PETCAM_SHOT_BURST,   /* a frame of a burst */
  PETCAM_SHOT_PREVIEW, /* a small frame for the owner who is looking on */
  PETCAM_SHOT_LOOK     /* only the luma counts */
};

/* Where the running image stands, docs/PROTOCOL.md ("On trial"). */
enum petcam_image {
  PETCAM_IMAGE_SETTLED,    /* nothing to tell */
  PETCAM_IMAGE_TRIAL,      /* it runs, and is given up unless mark_healthy comes */
  PETCAM_IMAGE_KEPT,       /* it proved itself during this boot */
  PETCAM_IMAGE_ROLLED_BACK /* a newer one was tried and given up */
};

/* Whether a claim is one that the built-in key signed. */
enum petcam_trust { PETCAM_TRUSTED, PETCAM_NOT_SIGNED, PETCAM_NO_KEY };

/* What became of an image that was written whole. */
enum petcam_written {
  PETCAM_WRITTEN,         /* it is set to boot */
  PETCAM_WRONG_HASH,      /* other bytes than the claim's */
  PETCAM_WRONG_IMAGE,     /* this board cannot boot it, or it is of another version than the claim's */
  PETCAM_WRITE_FAILED
};

/* What to expose. */
struct petcam_shot_order {
  enum petcam_shot_kind kind;
  enum petcam_frame_size frame_size;
  uint32_t quality;
  bool flash;
};

/* What was exposed. Pointers are valid during petcam_step only. */
struct petcam_shot {
  enum petcam_shot_kind kind;
  const uint8_t *jpeg;
  size_t length;
  uint64_t exposed_ms;    /* on the clock that petcam_step is given */
  struct petcam_luma luma; /* pixels NULL when there is none */
};

/* A message from the broker. Pointers are valid during petcam_step only. */
struct petcam_received {
  const char *topic;
  size_t topic_length;
  const uint8_t *payload;
  size_t length;
};

struct petcam_event {
  enum petcam_event_type type;
  union {
    bool refused;
    struct petcam_received message;
    int32_t token;
    struct petcam_shot shot;
    enum petcam_trigger trigger;
    int32_t rssi;
  } with;
};

/* A message for the broker. Pointers are valid during the call only: a port that sends later copies. */
struct petcam_publish {
  const char *topic;
  const uint8_t *payload;
  size_t length;
  uint8_t qos;
  bool retain;
};

/* What the platform does for the core. Every function is there and returns at once. */
struct petcam_port {
  void *context;
  /* Begin one attempt to reach the hub. Answered by CONNECTED or DISCONNECTED. */
  void (*connect)(void *context);
  /* Give the connection up without a good-bye, or stop an attempt. No answer. */
  void (*disconnect)(void *context);
  void (*subscribe)(void *context, const char *topic);
  /* Returns a token above 0 that PUBLISHED will name (QoS 1), 0 for a message taken without one (QoS 0), or below 0
     when the message cannot be taken now. */
  int32_t (*publish)(void *context, const struct petcam_publish *message);
  /* Begin pairing. Answered by PROVISIONED. */
  void (*provision)(void *context);
  /* Take one picture. Answered by SHOT or CAMERA_FAILED; one order at a time. */
  void (*expose)(void *context, const struct petcam_shot_order *order);
  /* Power the sensor down and up: it failed several times running. */
  void (*reset_sensor)(void *context);
  void (*save_settings)(void *context, const struct petcam_settings *settings);
  void (*indicate)(void *context, enum petcam_led led);
  /* Once a boot: camera and hub both work, so this firmware may be kept. */
  void (*mark_healthy)(void *context);
  /* Erase the pairing. restart() follows. */
  void (*forget)(void *context);
  void (*restart)(void *context);
  /* Checks a signature: r and s of 32 bytes each, over the characters of `claim`. */
  enum petcam_trust (*update_verify)(void *context, const char *claim, const uint8_t *signature);
  /* Opens the slot that is not running for an image of `length` bytes; of one begun before nothing is left. */
  bool (*update_begin)(void *context, uint32_t length);
  /* Appends bytes. May take as long as erasing a sector of flash. */
  bool (*update_write)(void *context, const uint8_t *bytes, size_t length);
  /* Compares the hash of what was written, and sets the slot to boot next, on trial. */
  enum petcam_written (*update_finish)(void *context, const struct petcam_claim *claim);
  /* Drops what was written since update_begin. */
  void (*update_abort)(void *context);
};

/* Strings stay the caller's and must outlive the camera. */
struct petcam_config {
  const char *camera;   /* id, see petcam_id_is_camera; any text while not provisioned */
  const char *firmware; /* version, at most 32 characters */
  const char *board;    /* at most 32 characters */
  enum petcam_reset reset;
  enum petcam_image image;
  const char *rolled_back; /* the version that was given up, for PETCAM_IMAGE_ROLLED_BACK */
  uint32_t boot; /* a number that no earlier boot of this camera had */
  uint32_t seed; /* of the jitter */
  bool provisioned;
  struct petcam_settings settings;
  uint8_t *arena; /* for the frames that wait; see petcam_ring */
  uint32_t arena_bytes;
};

/* Since boot. Every frame that was stored is delivered, lost, or still in the ring. */
struct petcam_counters {
  uint32_t bursts_taken;
  uint32_t bursts_sent; /* closed by the hub with nothing missing */
  uint32_t bursts_lost; /* dropped, or closed by the hub with frames missing */
  uint32_t frames_stored;
  uint32_t frames_delivered;
  uint32_t frames_lost;
  uint32_t frames_resent;
  uint32_t shots_bad;        /* truncated, stale or oversized: never stored */
  uint32_t bursts_shortened; /* ended early because sensor or memory gave no more */
  uint32_t messages_bad;     /* from the hub, not understood */
  uint32_t manifests_refused;
  uint32_t connections;
  uint32_t chunks;
};

struct petcam_flight {
  int32_t token; /* 0: free */
  uint32_t serial;
  uint32_t index;
  uint64_t sent_ms;
};

/* What became of a command, to be told again if it is repeated. */
struct petcam_answer {
  struct petcam_id transaction; /* empty: free */
  struct petcam_id verb;
  const char *error; /* NULL: ok */
  const char *message;
  const char *detail;
  uint32_t serial; /* of the burst, for capture */
  bool due;
};

enum petcam_link { PETCAM_LINK_NONE, PETCAM_LINK_PAIRING, PETCAM_LINK_DOWN, PETCAM_LINK_TRYING, PETCAM_LINK_UP };

/* The burst being taken. */
struct petcam_sequence {
  bool active;
  bool flash;
  uint32_t serial;
  uint32_t warmups;
  uint32_t settling; /* further warm-up frames allowed while the exposure still moves */
  uint32_t frames;   /* left to take */
  uint32_t retries;  /* left for the frame at hand */
  uint32_t quality;
  uint64_t next_ms;
  uint64_t exposed_ms; /* of the newest frame, good or not */
};

/* The firmware update that is being received, and what is to be told of the last one. */
struct petcam_update {
  bool receiving;
  struct petcam_claim claim;
  uint32_t offset; /* of the chunk to come */
  uint64_t want_ms;
  uint64_t give_up_ms;
  struct petcam_backoff retry;
  bool result_due;
  int32_t result_token; /* of a result that the broker has not acknowledged, 0: none */
  const char *failure;  /* NULL: restarting */
};

/* All state of one camera. Made by petcam_init, changed by petcam_step, read by anyone. */
struct petcam {
  struct petcam_config config;
  struct petcam_port port;
  struct petcam_settings settings;
  struct petcam_counters counters;
  struct petcam_ring ring;
  struct petcam_motion motion;
  struct petcam_hub_time hub_time;
  struct petcam_random random;
  uint64_t now_ms;
  uint64_t wake_ms;

  enum petcam_link link;
  uint64_t link_since_ms;
  uint64_t link_retry_ms;
  struct petcam_backoff link_backoff;
  bool link_refused;
  bool hub_online;
  int32_t rssi;
  uint64_t blocked_ms; /* the MQTT client took nothing: not before then again */

  bool shot_pending;
  enum petcam_shot_kind shot_kind;
  uint64_t shot_asked_ms;
  uint32_t shot_failures; /* running */
  int32_t luma;           /* mean of the newest shot, -1 unknown */
  uint64_t luma_ms;
  bool exposure_settled;

  struct petcam_sequence sequence;
  uint32_t last_serial;
  uint32_t quality_raise; /* added to the quality setting after frames that were too large */
  uint64_t look_ms;
  uint64_t cooldown_ms;
  uint64_t schedule_ms;
  uint64_t preview_until_ms;
  uint64_t preview_next_ms;
  uint32_t preview_interval_ms;

  struct petcam_flight flights[PETCAM_FLIGHTS];
  struct petcam_answer answers[PETCAM_TRANSACTIONS];
  uint32_t answers_next;

  struct petcam_update update;
  enum petcam_image image;

  bool availability_due;
  bool state_due;
  uint64_t state_sent_ms;
  uint64_t started_ms;
  bool hub_seen;
  bool shot_seen;
  bool healthy;
  bool leaving; /* a restart was ordered: deliver what is there, then go */
  bool left;
  uint64_t leave_ms;
  enum petcam_led led;

  char text[PETCAM_TEXT_BYTES];
};

/* False when the configuration cannot work: a provisioned camera without a valid id, or an arena that does not hold
   one largest frame. */
bool petcam_init(struct petcam *camera, const struct petcam_config *config, const struct petcam_port *port);

/* Tells the camera what happened at `now_ms` (monotonic, ms; a clock that steps back is held). Returns the time by
   which it wants to be stepped again, with a TICK if nothing else happens. */
uint64_t petcam_step(struct petcam *camera, uint64_t now_ms, const struct petcam_event *event);

enum petcam_mode petcam_mode(const struct petcam *camera);

/* The name of a mode, for logs. */
const char *petcam_mode_name(enum petcam_mode mode);

/* Whether the sensor failed so often running that commands are refused. */
bool petcam_camera_failed(const struct petcam *camera);

#endif
