/* What the hub hands over at the end of pairing, on the provisioning endpoint `petcam-hub`:
   {"v":1,"host":"192.168.1.10","port":8883,"camera":"porch","key":"<64 lower-case hexadecimal digits>","name":"petcam.local"}
   or, when only the Wi-Fi changed, {"v":1,"keep":true} */
#ifndef PETCAM_HANDOVER_H
#define PETCAM_HANDOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "id.h"
#include "json.h"
#include "text.h"

enum { PETCAM_HOST_MAX = 63, PETCAM_KEY_BYTES = 32, PETCAM_HANDOVER_BYTES = 320 };

/* Where a hub is. */
struct petcam_address {
  char host[PETCAM_HOST_MAX + 1]; /* an IPv4 address or a name of letters, digits, dots and hyphens */
  uint16_t port;                  /* of MQTT over TLS */
};

struct petcam_handover {
  struct petcam_address address;
  char name[PETCAM_HOST_MAX + 1];          /* by which the hub is found when its address changed; may be empty */
  struct petcam_id camera;                 /* the id that the hub chose */
  char key[2 * PETCAM_KEY_BYTES + 1];      /* password and, as bytes, pre-shared key */
};

/* Returns NULL, or the name of the first field that is absent or wrong ("v" for no JSON object of version 1). */
const char *petcam_handover_read(const char *json, size_t length, struct petcam_handover *handover);

/* Whether this is the other form: the Wi-Fi is new, hub and key stay. */
bool petcam_handover_keeps(const char *json, size_t length);

/* Reads `host` and `port` of an object. Returns NULL, or the name of the one that is absent or wrong. */
const char *petcam_address_read(struct petcam_json object, struct petcam_address *address);

/* Appends the same as JSON, less than PETCAM_HANDOVER_BYTES long, to be kept in flash. */
void petcam_handover_write(const struct petcam_handover *handover, struct petcam_text *text);

/* The key as bytes. */
void petcam_handover_key(const struct petcam_handover *handover, uint8_t key[PETCAM_KEY_BYTES]);

#endif
