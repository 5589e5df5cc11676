/* Any bytes as the claim of a firmware image and as a version: what is accepted is in range, and says what was read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "claim.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_claim(const struct petcam_claim *claim, char *text, size_t capacity)
{
  int length = snprintf(text, capacity, "petcam-firmware 1 %s %s %u ", claim->board, claim->version, claim->length);
  for (size_t i = 0; i < PETCAM_SHA256_BYTES; i++) {
    (void)snprintf(text + length + 2 * i, 3, "%02x", claim->sha256[i]);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  struct petcam_claim claim;
  char again[PETCAM_CLAIM_MAX + 64];
  uint64_t order;
  (void)petcam_version_read((const char *)data, size, &order);
  if (petcam_claim_read((const char *)data, size, &claim) != NULL) {
    return 0;
  }
  write_claim(&claim, again, sizeof again);
  if (claim.length == 0 || claim.length > PETCAM_IMAGE_BYTES_MAX || strlen(again) != size ||
      memcmp(again, data, size) != 0 || strcmp(again, claim.text) != 0) {
    abort();
  }
  return 0;
}
