/* SHA-256 and ECDSA P-256, by OpenSSL's libcrypto. */
#ifndef HOST_SEAL_H
#define HOST_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "claim.h"

enum { SEAL_KEY_BYTES = 64 };

/* A SHA-256 under way. NULL when there is no memory. */
struct evp_md_ctx_st *seal_begin(void);
bool seal_add(struct evp_md_ctx_st *seal, const uint8_t *bytes, size_t length);
/* Ends it, and frees it in any case. */
bool seal_end(struct evp_md_ctx_st *seal, uint8_t sha256[PETCAM_SHA256_BYTES]);

/* Whether `signature` (r and s of 32 bytes each) over the characters of `text` is that of the public key (x and y). */
bool seal_verify(const uint8_t key[SEAL_KEY_BYTES], const char *text, const uint8_t signature[PETCAM_SIGNATURE_BYTES]);

#endif
