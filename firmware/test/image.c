#include "suite.h"

#include <stdio.h>

#include "image.h"

uint8_t image_byte(uint32_t offset)
{
  return (uint8_t)(offset * 7U);
}

/* Offers an image of this claim, with a signature that the bench's platform takes or not. */
static void offer_claim(const char *claim)
{
  static uint32_t transactions;
  char transaction[16];
  char data[512];
  char signature[2 * PETCAM_SIGNATURE_BYTES + 1];
  memset(signature, 'a', sizeof signature - 1U);
  signature[sizeof signature - 1U] = '\0';
  (void)snprintf(transaction, sizeof transaction, "u%u", transactions++);
  (void)snprintf(data, sizeof data, "{\"claim\":\"%s\",\"signature\":\"%s\"}", claim, signature);
  bench_request(&bench, "update", transaction, data);
}

void offer(const char *board, const char *version)
{
  char claim[256];
  (void)snprintf(claim, sizeof claim, "petcam-firmware 1 %s %s %d " IMAGE_HASH, board, version, (int)IMAGE_BYTES);
  offer_claim(claim);
}

void assert_answer(const char *part)
{
  assert_says("response/update", part);
}

void assert_result(const char *json)
{
  const struct bench_sent *sent = bench_last(&bench, "update/result");
  assert_non_null(sent);
  assert_string_equal(sent->text, json);
  assert_int_equal(sent->qos, 1);
  assert_false(sent->retain);
}

void assert_wants(const char *json)
{
  const struct bench_sent *sent = bench_last(&bench, "update/want");
  assert_non_null(sent);
  assert_string_equal(sent->text, json);
}

uint32_t wants(void)
{
  return bench_count(&bench, "update/want");
}

void send_chunk(uint32_t offset, size_t length)
{
  uint8_t bytes[PETCAM_CHUNK_BYTES];
  char topic[128];
  for (uint32_t i = 0; i < length; i++) {
    bytes[i] = image_byte(offset + i);
  }
  (void)snprintf(topic, sizeof topic, "petcam/porch/update/chunk/%u", offset);
  bench_receive_bytes(&bench, topic, bytes, length);
}

void send_whole_image(void)
{
  send_chunk(0, PETCAM_CHUNK_BYTES);
  send_chunk(PETCAM_CHUNK_BYTES, PETCAM_CHUNK_BYTES);
  send_chunk(2 * PETCAM_CHUNK_BYTES, IMAGE_BYTES - 2 * PETCAM_CHUNK_BYTES);
}
