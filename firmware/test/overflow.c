/* The whole camera when its memory is full: which burst goes, and that it is told. */
#include "suite.h"

#include "scene.h"

static void loses_the_whole_oldest_burst_when_the_ring_is_full(void **state)
{
  (void)state;
  fresh();
  set("{\"burstFrames\":4,\"burstIntervalMs\":100,\"warmupFrames\":0}");
  bench_start(&bench);
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  for (int i = 0; i < 12; i++) { /* 12 bursts of 80,000 bytes into 655,360 */
    bench_trigger(&bench, PETCAM_BY_BUTTON);
    bench_run(&bench, 900);
  }
  assert_int_equal(camera()->context.counters.bursts_taken, 12);
  assert_int_equal(camera()->context.counters.bursts_lost, 5);
  assert_int_equal(camera()->context.counters.frames_lost, 20);
  assert_int_equal(petcam_ring_at(&camera()->ring, 0)->serial, 6);
  assert_accounts_balance();
  while (camera()->link.state != PETCAM_LINK_TRYING) {
    bench_run(&bench, 50);
  }
  bench_event(&bench, PETCAM_EVENT_CONNECTED);
  assert_says("/state", "\"queued\":7,\"sent\":0,\"lost\":5,\"framesLost\":20");
  bench_run(&bench, 20000);
  assert_int_equal(camera()->context.counters.bursts_sent, 7);
  assert_int_equal(bench.hub_conflicts, 0);
  assert_true(bench_guards_intact(&bench));
}

static void loses_the_oldest_when_too_many_bursts_wait(void **state)
{
  (void)state;
  fresh();
  set("{\"burstFrames\":1,\"warmupFrames\":0}");
  bench_start(&bench);
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  for (int i = 0; i < 18; i++) {
    bench_trigger(&bench, PETCAM_BY_BUTTON);
    bench_run(&bench, 200);
  }
  assert_int_equal(petcam_ring_complete(&camera()->ring), PETCAM_QUEUE_BURSTS);
  assert_int_equal(camera()->context.counters.bursts_lost, 2);
}

static void shortens_a_burst_that_is_larger_than_the_arena(void **state)
{
  (void)state;
  fresh();
  set("{\"burstFrames\":8,\"burstIntervalMs\":100,\"warmupFrames\":0}");
  bench_start(&bench);
  bench_shoot(&bench, 9000, 90);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  for (int i = 0; i < 4; i++) {
    bench_tick(&bench, 100);
    bench_shoot(&bench, 200000, 90);
  }
  assert_false(camera()->capture.active);
  assert_int_equal(camera()->context.counters.bursts_shortened, 1);
  assert_int_equal(petcam_ring_at(&camera()->ring, 0)->count, 3);
  assert_int_equal(camera()->context.counters.bursts_lost, 0);
}

static void shortens_a_burst_when_gaps_leave_no_room(void **state)
{
  (void)state;
  fresh();
  set("{\"burstFrames\":3,\"burstIntervalMs\":100,\"warmupFrames\":0}");
  bench_start(&bench);
  bench_shoot(&bench, 9000, 90);
  static const uint32_t lengths[2][3] = {{300000, 100000, 9000}, {230000, 210000, 210000}};
  for (int burst = 0; burst < 2; burst++) {
    bench_trigger(&bench, PETCAM_BY_BUTTON);
    for (int i = 0; i < 3; i++) {
      bench_tick(&bench, 150);
      bench_shoot(&bench, lengths[burst][i], 90);
    }
  }
  assert_int_equal(camera()->context.counters.bursts_lost, 1);
  assert_int_equal(camera()->context.counters.bursts_shortened, 1);
  assert_accounts_balance();
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(loses_the_whole_oldest_burst_when_the_ring_is_full),
      cmocka_unit_test(loses_the_oldest_when_too_many_bursts_wait),
      cmocka_unit_test(shortens_a_burst_that_is_larger_than_the_arena),
      cmocka_unit_test(shortens_a_burst_when_gaps_leave_no_room),
  };
  return cmocka_run_group_tests_name("overflow", tests, NULL, NULL);
}
