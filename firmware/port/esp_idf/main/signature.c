#include "signature.h"

#include <string.h>

#include "hex.h"
#include "mbedtls/bignum.h"
#include "mbedtls/ecdsa.h"
#include "mbedtls/ecp.h"
#include "mbedtls/sha256.h"
#include "sdkconfig.h"

enum { UNCOMPRESSED = 4, KEY_BYTES = 64, HALF = PETCAM_SIGNATURE_BYTES / 2 };

struct numbers {
  mbedtls_ecp_group group;
  mbedtls_ecp_point key;
  mbedtls_mpi r;
  mbedtls_mpi s;
};

/* x and y of the key that is built in. False without one. */
static bool read_key(uint8_t point[1 + KEY_BYTES])
{
  static const char digits[] = CONFIG_PETCAM_UPDATE_KEY;
  point[0] = UNCOMPRESSED;
  return sizeof digits == 2U * KEY_BYTES + 1U && petcam_hex_read(digits, point + 1, KEY_BYTES);
}

static bool is_right(struct numbers *numbers, const uint8_t *point, const char *text, const uint8_t *signature)
{
  uint8_t hash[PETCAM_SHA256_BYTES];
  return mbedtls_ecp_group_load(&numbers->group, MBEDTLS_ECP_DP_SECP256R1) == 0 &&
         mbedtls_ecp_point_read_binary(&numbers->group, &numbers->key, point, 1 + KEY_BYTES) == 0 &&
         mbedtls_ecp_check_pubkey(&numbers->group, &numbers->key) == 0 &&
         mbedtls_mpi_read_binary(&numbers->r, signature, HALF) == 0 &&
         mbedtls_mpi_read_binary(&numbers->s, signature + HALF, HALF) == 0 &&
         mbedtls_sha256((const unsigned char *)text, strlen(text), hash, 0) == 0 &&
         mbedtls_ecdsa_verify(&numbers->group, hash, sizeof hash, &numbers->key, &numbers->r, &numbers->s) == 0;
}

enum petcam_trust signature_check(const char *text, const uint8_t *signature)
{
  uint8_t point[1 + KEY_BYTES];
  struct numbers numbers;
  if (!read_key(point)) {
    return PETCAM_NO_KEY;
  }
  mbedtls_ecp_group_init(&numbers.group);
  mbedtls_ecp_point_init(&numbers.key);
  mbedtls_mpi_init(&numbers.r);
  mbedtls_mpi_init(&numbers.s);
  bool right = is_right(&numbers, point, text, signature);
  mbedtls_mpi_free(&numbers.s);
  mbedtls_mpi_free(&numbers.r);
  mbedtls_ecp_point_free(&numbers.key);
  mbedtls_ecp_group_free(&numbers.group);
  return right ? PETCAM_TRUSTED : PETCAM_NOT_SIGNED;
}
