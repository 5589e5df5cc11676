/* The whole camera and its way to the hub. */
#include "suite.h"

#include "scene.h"

static void waits_longer_after_every_failure(void **state)
{
  (void)state;
  fresh();
  bench_start(&bench);
  uint64_t before = 0;
  for (int i = 0; i < 6; i++) {
    bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
    assert_int_equal(petcam_mode(camera()), PETCAM_OFFLINE);
    assert_int_equal(bench.led, PETCAM_LED_OFFLINE);
    uint64_t wait = camera()->link.retry_ms - bench.now;
    assert_true(wait > before);
    before = wait;
    bench_tick(&bench, wait);
    bench_shoot(&bench, 9000, 90);
    assert_int_equal(bench.connects, (uint32_t)i + 2U);
  }
}

static void starts_with_short_waits_again_after_a_stable_link(void **state)
{
  (void)state;
  online();
  camera()->link.backoff.attempt = 6;
  bench_run(&bench, 11000);
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  assert_true(camera()->link.retry_ms - bench.now < 1300);
}

static void mends_a_link_sooner_that_came_up(void **state)
{
  (void)state;
  online();
  camera()->link.backoff.attempt = 6;
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  assert_in_range(camera()->link.retry_ms - bench.now, 4000, 5000);
  online();
  take_burst();
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  assert_in_range(camera()->link.retry_ms - bench.now, 1000, 1250);
}

static void gives_an_attempt_up_that_leads_nowhere(void **state)
{
  (void)state;
  fresh();
  bench_start(&bench);
  bench_tick(&bench, 30000);
  assert_int_equal(bench.disconnects, 1);
  assert_int_equal(petcam_mode(camera()), PETCAM_OFFLINE);
}

static void shows_that_the_hub_refused_it(void **state)
{
  (void)state;
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  fresh();
  bench_start(&bench);
  event.type = PETCAM_EVENT_DISCONNECTED;
  event.with.refused = true;
  bench_step(&bench, &event);
  assert_int_equal(bench.led, PETCAM_LED_REFUSED);
}

static void gives_the_link_up_when_the_broker_goes_silent(void **state)
{
  (void)state;
  online();
  bench.deaf = true;
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  for (int i = 0; i < 5; i++) { /* warm-ups and one frame */
    bench_tick(&bench, 50);
    bench_shoot(&bench, 9000, 90);
  }
  assert_int_equal(bench_count(&bench, "/frame/"), 1);
  bench_tick(&bench, 60000);
  assert_int_equal(bench.disconnects, 1);
  assert_true(camera()->ring.bursts[0].wanted != 0);
}

static void pauses_while_the_hub_is_away(void **state)
{
  (void)state;
  online();
  bench_receive(&bench, "petcam/bridge/state", "{\"state\":\"offline\"}");
  assert_int_equal(petcam_mode(camera()), PETCAM_OFFLINE);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_run(&bench, 10000);
  assert_int_equal(bench_count(&bench, "/burst/"), 0);
  bench_receive(&bench, "petcam/bridge/state", "{\"state\":\"online\"}");
  bench_run(&bench, 5000);
  assert_int_equal(camera()->context.counters.bursts_sent, 1);
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(waits_longer_after_every_failure),
      cmocka_unit_test(starts_with_short_waits_again_after_a_stable_link),
      cmocka_unit_test(mends_a_link_sooner_that_came_up),
      cmocka_unit_test(gives_an_attempt_up_that_leads_nowhere),
      cmocka_unit_test(shows_that_the_hub_refused_it),
      cmocka_unit_test(gives_the_link_up_when_the_broker_goes_silent),
      cmocka_unit_test(pauses_while_the_hub_is_away),
  };
  return cmocka_run_group_tests_name("link", tests, NULL, NULL);
}
