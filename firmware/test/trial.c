/* What a camera tells of a new image on trial. */
#include "suite.h"

#include "image.h"

static const char *told_state(void)
{
  const struct bench_sent *sent = bench_last(&bench, "porch/state");
  const char *at = sent == NULL ? NULL : strstr(sent->text, ",\"update\":");
  return at == NULL ? "" : at;
}

static void assert_tells(const char *expected)
{
  assert_true(strncmp(told_state(), expected, strlen(expected)) == 0);
}

static void tells_that_it_is_on_trial_and_then_kept(void **state)
{
  (void)state;
  fresh();
  bench.config.image = PETCAM_IMAGE_TRIAL;
  bench.config.reset = PETCAM_RESET_OTA;
  bench_online(&bench);
  assert_tells(",\"update\":{\"version\":\"1.0.0\",\"state\":\"trial\"},\"sensor\":");
  assert_true(bench_says(&bench, "porch/state", "\"resetReason\":\"ota\""));
  bench_run(&bench, 3000);
  bench_receive(&bench, "petcam/bridge/state", "{\"state\":\"online\"}");
  assert_int_equal(bench.healthy, 1);
  bench_run(&bench, 2000);
  assert_tells(",\"update\":{\"version\":\"1.0.0\",\"state\":\"kept\"}");
}

static void tells_what_was_given_up_until_the_next_attempt(void **state)
{
  (void)state;
  fresh();
  bench.config.image = PETCAM_IMAGE_ROLLED_BACK;
  bench.config.rolled_back = "1.1.0";
  bench_online(&bench);
  assert_tells(",\"update\":{\"version\":\"1.1.0\",\"state\":\"rolled-back\"}");
  bench_run(&bench, 3000);
  bench_receive(&bench, "petcam/bridge/state", "{\"state\":\"online\"}");
  bench_run(&bench, 61000);
  assert_tells(",\"update\":{\"version\":\"1.1.0\",\"state\":\"rolled-back\"}");
  offer("bench", "1.1.0");
  bench_run(&bench, 2000);
  assert_string_equal(told_state(), "");
}

static void says_nothing_of_updates_when_there_was_none(void **state)
{
  (void)state;
  online();
  assert_string_equal(told_state(), "");
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(tells_that_it_is_on_trial_and_then_kept),
      cmocka_unit_test(tells_what_was_given_up_until_the_next_attempt),
      cmocka_unit_test(says_nothing_of_updates_when_there_was_none),
  };
  return cmocka_run_group_tests_name("trial", tests, NULL, NULL);
}
