/* ECDSA on P-256 with SHA-256, by mbedTLS. */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include "petcam.h"

/* Whether `signature` (r and s of 32 bytes each) over the characters of `text` is that of CONFIG_PETCAM_UPDATE_KEY. */
enum petcam_trust signature_check(const char *text, const uint8_t *signature);

#endif
