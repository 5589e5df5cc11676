/* What a board does for the core, and what it tells the core. Ports include petcam.h, which has this too. */
#ifndef PETCAM_PORT_H
#define PETCAM_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "claim.h"
#include "handover.h"
#include "led.h"
#include "motion.h"
#include "petcam_limits.h"
#include "ring.h"
#include "settings.h"

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
  PETCAM_EVENT_UNSENT,        /* the MQTT client gave `token` up, and the connection stays: to be sent again */
  PETCAM_EVENT_SHOT,          /* `shot` is the answer to expose() */
  PETCAM_EVENT_CAMERA_FAILED, /* the answer to expose(): the sensor gave nothing */
  PETCAM_EVENT_TRIGGER,       /* a button or a motion sensor asks for a burst: `trigger` */
  PETCAM_EVENT_SENSOR,        /* the board found out which `sensor` it has */
  PETCAM_EVENT_SIGNAL,        /* Wi-Fi signal: `rssi` in dBm, -127 to 0 */
  PETCAM_EVENT_PAIRING,       /* somebody proved the code of a camera that waits for pairing */
  PETCAM_EVENT_PAIR,          /* the owner held the button: pair anew, what is known stays until that succeeds */
  PETCAM_EVENT_FORGET         /* the owner held it longer: erase the pairing and start over */
};

/* The ways to the hub, in the order in which they are tried. */
enum petcam_way {
  PETCAM_WAY_MOVED,   /* the address that a request named */
  PETCAM_WAY_ADDRESS, /* of the handover */
  PETCAM_WAY_NAME,    /* of the handover, resolved by mDNS or DNS */
  PETCAM_WAYS
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

/* How the sensor makes its pictures. */
struct petcam_image_controls {
  bool flip;
  bool mirror;
  bool night_mode;
  int32_t brightness; /* -2 to 2 */
  int32_t contrast;
  int32_t exposure;
  uint32_t gain_ceiling; /* 2 to 128, a power of two */
  uint32_t clock_mhz;
};

/* What to expose. */
struct petcam_shot_order {
  enum petcam_shot_kind kind;
  enum petcam_frame_size frame_size;
  uint32_t quality;
  bool flash;
  struct petcam_image_controls controls;
  bool luma; /* the luma is looked at: without, it need not be decoded */
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

/* Which image sensor a board has. `model` is a name such as "ov2640", at most 16 characters and valid for good, or NULL
   when it is not one that makes JPEGs; `id` is what it calls itself. */
struct petcam_sensor {
  const char *model;
  uint32_t id;
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
    struct petcam_sensor sensor;
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
  /* Begin one attempt to reach the hub, by petcam_way(). Answered by CONNECTED or DISCONNECTED. */
  void (*connect)(void *context);
  /* Give the connection up without a good-bye, or stop an attempt. No answer. */
  void (*disconnect)(void *context);
  void (*subscribe)(void *context, const char *topic);
  /* Must not wait for the network: see send_queue.h. Returns a token above 0 that PUBLISHED will name (QoS 1), 0 for a message taken without one (QoS 0), or below 0
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
  /* The camera ran for a while, or opened pairing: count the power cycles from zero again. May be NULL. */
  void (*clear_power_cycles)(void *context);
  /* Open pairing at the next start, once, without erasing anything. restart() follows. May be NULL. */
  void (*reopen_pairing)(void *context);
  /* The hub will be found at another address: keep that beside the one known. False when it cannot be kept. May be
     NULL. */
  bool (*move)(void *context, const struct petcam_address *address);
  /* The hub was found there: from now on it is the address. May be NULL. */
  void (*moved)(void *context);
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
  bool reopen_pairing;   /* pair although provisioned: the board was told to at its last start */
  uint32_t power_cycles; /* short ones in a row, this start included; 0 when it is not known */
  bool any_size;         /* pictures have sizes of their own, whatever is ordered: a folder of photos */
  bool has_name;         /* the handover names the hub */
  bool has_moved;        /* move() kept an address */
  struct petcam_settings settings;
  uint8_t *arena; /* for the frames that wait; see petcam_ring. NULL: the board has no memory for pictures */
  uint32_t arena_bytes;
};

#endif
