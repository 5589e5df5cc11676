/* The line that is signed, and versions. */
#include "suite.h"

#include "claim.h"
#include "image.h"

static void reads_a_claim(void **state)
{
  (void)state;
  struct petcam_claim claim;
  static const char text[] = "petcam-firmware 1 ai-thinker 1.20.65535 1966080 " IMAGE_HASH;
  assert_null(petcam_claim_read(text, sizeof text - 1, &claim));
  assert_string_equal(claim.board, "ai-thinker");
  assert_string_equal(claim.version, "1.20.65535");
  assert_string_equal(claim.text, text);
  assert_int_equal(claim.length, PETCAM_IMAGE_BYTES_MAX);
  assert_int_equal(claim.sha256[0], 0x9f);
  assert_int_equal(claim.sha256[31], 0x08);
}

static void names_what_is_wrong_with_a_claim(void **state)
{
  (void)state;
  static const char *const wrong[][2] = {
      {"", "petcam-firmware 1"},
      {"petcam-firmware", "petcam-firmware 1"},
      {"petcam-firmware 2 host 1.0.0 1 " IMAGE_HASH, "petcam-firmware 1"},
      {"petcam-firmware  1 host 1.0.0 1 " IMAGE_HASH, "petcam-firmware 1"},
      {"petcam-firmware 1  1.0.0 1 " IMAGE_HASH, "board"},
      {"petcam-firmware 1 Host 1.0.0 1 " IMAGE_HASH, "board"},
      {"petcam-firmware 1 a_b 1.0.0 1 " IMAGE_HASH, "board"},
      {"petcam-firmware 1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1.0.0 1 " IMAGE_HASH, "board"},
      {"petcam-firmware 1 host 1.0 1 " IMAGE_HASH, "version"},
      {"petcam-firmware 1 host 1.0.0.0 1 " IMAGE_HASH, "version"},
      {"petcam-firmware 1 host 1.0.0. 1 " IMAGE_HASH, "version"},
      {"petcam-firmware 1 host 1..0 1 " IMAGE_HASH, "version"},
      {"petcam-firmware 1 host 01.0.0 1 " IMAGE_HASH, "version"},
      {"petcam-firmware 1 host 1.0.65536 1 " IMAGE_HASH, "version"},
      {"petcam-firmware 1 host 1.0.-1 1 " IMAGE_HASH, "version"},
      {"petcam-firmware 1 host 1.0.000000000000000000 1 " IMAGE_HASH, "version"},
      {"petcam-firmware 1 host", "version"},
      {"petcam-firmware 1 host 1.0.0 0 " IMAGE_HASH, "length"},
      {"petcam-firmware 1 host 1.0.0 01 " IMAGE_HASH, "length"},
      {"petcam-firmware 1 host 1.0.0 1966081 " IMAGE_HASH, "length"},
      {"petcam-firmware 1 host 1.0.0 99999999999 " IMAGE_HASH, "length"},
      {"petcam-firmware 1 host 1.0.0 1x " IMAGE_HASH, "length"},
      {"petcam-firmware 1 host 1.0.0 1 ", "sha256"},
      {"petcam-firmware 1 host 1.0.0 1 " IMAGE_HASH " ", "sha256"},
      {"petcam-firmware 1 host 1.0.0 1  " IMAGE_HASH, "sha256"},
      {"petcam-firmware 1 host 1.0.0 1 9F86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "sha256"},
      {"petcam-firmware 1 host 1.0.0 1 9g86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "sha256"},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    struct petcam_claim claim;
    const char *field = petcam_claim_read(wrong[i][0], strlen(wrong[i][0]), &claim);
    if (field == NULL || strcmp(field, wrong[i][1]) != 0) {
      fail_msg("%s: %s", wrong[i][0], field == NULL ? "taken" : field);
    }
  }
  char large[PETCAM_CLAIM_MAX + 2];
  memset(large, ' ', sizeof large);
  struct petcam_claim claim;
  assert_string_equal(petcam_claim_read(large, sizeof large, &claim), "petcam-firmware 1");
}

static void orders_versions_by_number(void **state)
{
  (void)state;
  static const char *const rising[] = {"0.0.0", "0.0.9", "0.0.10", "0.1.0", "0.65535.65535", "1.0.0", "10.0.0"};
  uint64_t before = 0;
  for (size_t i = 0; i < sizeof rising / sizeof rising[0]; i++) {
    uint64_t order;
    assert_true(petcam_version_read(rising[i], strlen(rising[i]), &order));
    assert_true(i == 0 || order > before);
    before = order;
  }
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_a_claim),
      cmocka_unit_test(names_what_is_wrong_with_a_claim),
      cmocka_unit_test(orders_versions_by_number),
  };
  return cmocka_run_group_tests_name("claim", tests, NULL, NULL);
}
