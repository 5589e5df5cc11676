/* What a camera takes and what it refuses, as the hub that offers firmware would notice it. */
#include "suite.h"

#include <stdio.h>

#include "image.h"

static void refuses_what_is_no_offer(void **state)
{
  (void)state;
  static const char *const wrong[][2] = {
      {"{}", "claim"},
      {"{\"claim\":5}", "claim"},
      {"{\"claim\":\"petcam\",\"signature\":\"\"}", "petcam-firmware 1"},
      {"{\"claim\":\"petcam-firmware 1 bench 1.1.0 5 " IMAGE_HASH "\"}", "signature"},
      {"{\"claim\":\"petcam-firmware 1 bench 1.1.0 5 " IMAGE_HASH "\",\"signature\":\"aa\"}", "signature"},
      {"{\"claim\":\"petcam-firmware 1 bench 1.1.0 5 " IMAGE_HASH "\",\"signature\":\"" IMAGE_HASH IMAGE_HASH "00\"}", "signature"},
      {"{\"claim\":\"petcam-firmware 1 bench 1.1.0 5 " IMAGE_HASH "\",\"signature\":\"" IMAGE_HASH
       "zz86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"}",
       "signature"},
  };
  online();
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    char transaction[8];
    (void)snprintf(transaction, sizeof transaction, "w%u", (unsigned)i);
    bench_request(&bench, "update", transaction, wrong[i][0]);
    assert_answer("\"code\":\"invalid\"");
    assert_answer(wrong[i][1]);
  }
  assert_int_equal(bench.verifications, 0);
  assert_int_equal(bench.begins, 0);
}

static void refuses_other_boards_older_versions_and_unsigned_claims(void **state)
{
  (void)state;
  online();
  offer("ai-thinker", "1.1.0");
  assert_answer("\"code\":\"other-board\"");
  offer("bench", "1.0.0");
  assert_answer("\"code\":\"not-newer\"");
  offer("bench", "0.9.9");
  assert_answer("\"code\":\"not-newer\"");
  bench.trust = PETCAM_NO_KEY;
  offer("bench", "1.1.0");
  assert_answer("\"code\":\"no-key\"");
  bench.trust = PETCAM_NOT_SIGNED;
  offer("bench", "1.1.0");
  assert_answer("\"code\":\"signature\"");
  assert_int_equal(bench.begins, 0);
  bench.trust = PETCAM_TRUSTED;
  bench.slot_broken = true;
  offer("bench", "1.1.0");
  assert_answer("\"code\":\"storage\"");
  bench_run(&bench, 10000);
  assert_int_equal(wants(), 0);
}

static void a_mark_of_the_build_is_not_part_of_the_running_version(void **state)
{
  (void)state;
  fresh();
  bench.config.firmware = "1.1.0-trial";
  bench_online(&bench);
  offer("bench", "1.1.0");
  assert_answer("\"code\":\"not-newer\"");
  offer("bench", "1.1.1");
  assert_answer("\"status\":\"ok\"");
  fresh();
  bench.config.firmware = "workbench";
  bench_online(&bench);
  offer("bench", "0.0.1");
  assert_answer("\"status\":\"ok\"");
}

static void is_busy_with_one_image_at_a_time(void **state)
{
  (void)state;
  online();
  offer("bench", "1.1.0");
  offer("bench", "1.2.0");
  assert_answer("\"code\":\"busy\"");
  assert_int_equal(bench.begins, 1);
}

static void goes_on_when_the_same_claim_is_offered_again(void **state)
{
  (void)state;
  online();
  offer("bench", "1.1.0");
  send_chunk(0, PETCAM_CHUNK_BYTES);
  uint32_t before = wants();
  bench.trust = PETCAM_NOT_SIGNED; /* it was checked once */
  offer("bench", "1.1.0");
  assert_answer("\"status\":\"ok\"");
  assert_int_equal(bench.begins, 1);
  assert_int_equal(wants(), before + 1);
  assert_wants("{\"v\":1,\"version\":\"1.1.0\",\"offset\":4096,\"length\":4096}");
}

static void refuses_while_it_restarts(void **state)
{
  (void)state;
  online();
  bench.deaf = true;
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_request(&bench, "restart", "r1", "{}");
  offer("bench", "1.1.0");
  assert_answer("\"message\":\"the camera is restarting\"");
  bench_request(&bench, "update", "r2", "{\"claim\":\"\"}");
  assert_answer("\"code\":\"busy\"");
}

static void refuses_while_its_own_image_is_on_trial(void **state)
{
  (void)state;
  fresh();
  bench.config.image = PETCAM_IMAGE_TRIAL;
  bench_online(&bench);
  offer("bench", "1.1.0");
  assert_answer("\"code\":\"busy\"");
  assert_answer("on trial");
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(refuses_what_is_no_offer),
      cmocka_unit_test(refuses_other_boards_older_versions_and_unsigned_claims),
      cmocka_unit_test(a_mark_of_the_build_is_not_part_of_the_running_version),
      cmocka_unit_test(is_busy_with_one_image_at_a_time),
      cmocka_unit_test(goes_on_when_the_same_claim_is_offered_again),
      cmocka_unit_test(refuses_while_it_restarts),
      cmocka_unit_test(refuses_while_its_own_image_is_on_trial),
  };
  return cmocka_run_group_tests_name("offer", tests, NULL, NULL);
}
