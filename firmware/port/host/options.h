/* The command line of petcam-camera. */
#ifndef HOST_OPTIONS_H
#define HOST_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "faults.h"
#include "ring.h"

struct options {
  char host[256];
  uint16_t port;
  const char *name; /* by which the hub is found when its address changed; NULL: it has none */
  bool tls;
  const char *camera;
  const char *key;
  const char *bursts;
  const char *slots;      /* NULL: no updates */
  const char *update_key; /* NULL: no updates */
  uint32_t trial_seconds;
  double every_seconds;
  enum petcam_trigger trigger;
  uint32_t stop_after; /* bursts, 0 never */
  uint32_t arena_bytes;
  uint32_t interval_ms; /* 0: the settings' own */
  uint32_t seed;
  struct faults faults;
  bool json;
  bool help;
};

/* Reads the arguments and PETCAM_CAMERA_KEY. Returns NULL, or what is wrong with them. */
const char *options_read(struct options *options, int count, char **arguments);

void options_help(void);

#endif
