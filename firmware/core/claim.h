/* What a firmware image is and for whom: the line that is signed, docs/PROTOCOL.md ("Firmware updates"):
   petcam-firmware 1 <board> <version> <length> <sha256> */
#ifndef PETCAM_CLAIM_H
#define PETCAM_CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "petcam_limits.h"

enum { PETCAM_SHA256_BYTES = 32, PETCAM_SIGNATURE_BYTES = 64 };

struct petcam_claim {
  char text[PETCAM_CLAIM_MAX + 1U]; /* as it was signed */
  char board[PETCAM_ID_MAX + 1U];
  char version[PETCAM_VERSION_MAX + 1U];
  uint64_t order;  /* of the version: a newer one has the greater number */
  uint32_t length; /* of the image, 1 to PETCAM_IMAGE_BYTES_MAX */
  uint8_t sha256[PETCAM_SHA256_BYTES];
};

/* Reads MAJOR.MINOR.PATCH, each 0 to 65535 without leading zeros. `order` grows with the version. */
bool petcam_version_read(const char *text, size_t length, uint64_t *order);

/* Returns NULL, or the name of the first field that is absent or wrong. */
const char *petcam_claim_read(const char *text, size_t length, struct petcam_claim *claim);

#endif
