#include "seal.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <string.h>

enum { UNCOMPRESSED = 4, HALF = PETCAM_SIGNATURE_BYTES / 2 };

EVP_MD_CTX *seal_begin(void)
{
  EVP_MD_CTX *seal = EVP_MD_CTX_new();
  if (seal != NULL && EVP_DigestInit_ex(seal, EVP_sha256(), NULL) != 1) {
    EVP_MD_CTX_free(seal);
    return NULL;
  }
  return seal;
}

bool seal_add(EVP_MD_CTX *seal, const uint8_t *bytes, size_t length)
{
  return EVP_DigestUpdate(seal, bytes, length) == 1;
}

bool seal_end(EVP_MD_CTX *seal, uint8_t sha256[PETCAM_SHA256_BYTES])
{
  bool done = EVP_DigestFinal_ex(seal, sha256, NULL) == 1;
  EVP_MD_CTX_free(seal);
  return done;
}

/* NULL when the bytes are no point of the curve. */
static EVP_PKEY *read_key(const uint8_t key[SEAL_KEY_BYTES])
{
  char group[] = "P-256";
  uint8_t point[1 + SEAL_KEY_BYTES] = {UNCOMPRESSED};
  EVP_PKEY *read = NULL;
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
  memcpy(point + 1, key, SEAL_KEY_BYTES);
  OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
                             OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
                             OSSL_PARAM_construct_end()};
  if (context == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
      EVP_PKEY_fromdata(context, &read, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
    read = NULL;
  }
  EVP_PKEY_CTX_free(context);
  return read;
}

/* libcrypto reads signatures as ASN.1 only. `*der` is to be freed; returns its length, or 0. */
static size_t to_der(const uint8_t signature[PETCAM_SIGNATURE_BYTES], uint8_t **der)
{
  ECDSA_SIG *pair = ECDSA_SIG_new();
  BIGNUM *r = BN_bin2bn(signature, HALF, NULL);
  BIGNUM *s = BN_bin2bn(signature + HALF, HALF, NULL);
  int length = -1;
  *der = NULL;
  if (pair != NULL && r != NULL && s != NULL && ECDSA_SIG_set0(pair, r, s) == 1) {
    length = i2d_ECDSA_SIG(pair, der);
  } else {
    BN_free(r);
    BN_free(s);
  }
  ECDSA_SIG_free(pair);
  return length > 0 ? (size_t)length : 0;
}

bool seal_verify(const uint8_t key[SEAL_KEY_BYTES], const char *text, const uint8_t signature[PETCAM_SIGNATURE_BYTES])
{
  uint8_t *der;
  size_t length = to_der(signature, &der);
  EVP_PKEY *public_key = read_key(key);
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  bool good = length > 0 && public_key != NULL && context != NULL &&
              EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, public_key) == 1 &&
              EVP_DigestVerify(context, der, length, (const uint8_t *)text, strlen(text)) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(public_key);
  OPENSSL_free(der);
  return good;
}
