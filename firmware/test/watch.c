/* What makes the whole camera take a burst: motion, timetable. */
#include "suite.h"

#include "scene.h"

static void shoot_pattern(uint8_t base, int square)
{
  static uint8_t pixels[64 * 48];
  static uint8_t jpeg[3000];
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  memset(pixels, base, sizeof pixels);
  for (int y = 16; y < 16 + square; y++) {
    memset(pixels + y * 64 + 16, base + 80, (size_t)square);
  }
  bench_jpeg(jpeg, sizeof jpeg, (uint32_t)bench.now);
  event.type = PETCAM_EVENT_SHOT;
  event.with.shot.kind = bench.order.kind;
  event.with.shot.jpeg = jpeg;
  event.with.shot.length = sizeof jpeg;
  event.with.shot.exposed_ms = bench.now;
  event.with.shot.luma.pixels = pixels;
  event.with.shot.luma.width = 64;
  event.with.shot.luma.height = 48;
  bench.order_open = false;
  bench_step(&bench, &event);
}

static void watch(int looks, int square)
{
  for (int i = 0; i < looks; i++) {
    bench_tick(&bench, 250);
    if (bench.order_open && bench.order.kind == PETCAM_SHOT_LOOK) {
      shoot_pattern(60, square);
    }
  }
}

static void takes_a_burst_when_something_moves(void **state)
{
  (void)state;
  bench_init(&bench);
  set("{\"cooldownMs\":60000,\"burstFrames\":1}");
  bench_online(&bench);
  watch(20, 0);
  assert_false(camera()->capture.active);
  watch(3, 24);
  assert_true(camera()->capture.active);
  assert_int_equal(petcam_ring_at(&camera()->ring, 0)->trigger, PETCAM_BY_MOTION);
}

static void stays_calm_during_the_cooldown(void **state)
{
  (void)state;
  bench_init(&bench);
  set("{\"cooldownMs\":60000,\"burstFrames\":1,\"warmupFrames\":0}");
  bench_online(&bench);
  watch(20, 0);
  watch(3, 24);
  bench_shoot(&bench, 9000, 60);
  assert_int_equal(camera()->context.counters.bursts_taken, 1);
  watch(20, 24);
  assert_false(camera()->capture.active);
  bench.now += 60000;
  watch(4, 0);
  watch(3, 24);
  assert_true(camera()->capture.active || camera()->context.counters.bursts_taken > 1);
}

/* How many bursts a motion sensor (PIR) starts that rises once a second for so long. */
static uint32_t started_by_sensor(uint32_t seconds)
{
  uint32_t before = camera()->context.counters.bursts_taken;
  for (uint32_t i = 0; i < seconds; i++) {
    bench_trigger(&bench, PETCAM_BY_MOTION);
    bench_run(&bench, 1000);
  }
  return camera()->context.counters.bursts_taken - before;
}

static void a_motion_sensor_counts_as_motion(void **state)
{
  (void)state;
  bench_init(&bench);
  set("{\"cooldownMs\":60000,\"burstFrames\":1,\"burstIntervalMs\":100,\"warmupFrames\":0}");
  bench_online(&bench);
  assert_int_equal(started_by_sensor(50), 1);
  assert_says("/manifest", "\"trigger\":\"motion\"");
  assert_int_equal(started_by_sensor(50), 1);
  request("settings", "s1", "{\"motion\":false}");
  assert_int_equal(started_by_sensor(120), 0);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_run(&bench, 5000);
  assert_says("/manifest", "\"trigger\":\"button\"");
}

/* Orders of one minute that are looks; all of them small. */
static uint32_t looks_of_a_minute(void)
{
  uint32_t looks = 0;
  for (int i = 0; i < 240; i++) {
    bench_tick(&bench, 250);
    if (bench.order_open && bench.order.kind == PETCAM_SHOT_LOOK) {
      assert_int_equal(bench.order.frame_size, PETCAM_QVGA);
      looks++;
      shoot_pattern(60, 0);
    }
  }
  return looks;
}

static void looks_small_and_only_while_motion_is_on(void **state)
{
  (void)state;
  bench_init(&bench);
  bench_online(&bench);
  assert_true(looks_of_a_minute() > 200);
  request("settings", "s1", "{\"motion\":false}");
  bench_tick(&bench, 250);
  assert_int_equal(looks_of_a_minute(), 0);
}

static void takes_a_burst_by_the_schedule(void **state)
{
  (void)state;
  fresh();
  set("{\"scheduleSeconds\":60,\"burstFrames\":1}");
  bench_online(&bench);
  bench_run(&bench, 59000);
  assert_int_equal(camera()->context.counters.bursts_taken, 0);
  bench_run(&bench, 3000);
  assert_int_equal(camera()->context.counters.bursts_taken, 1);
  bench_run(&bench, 60000);
  assert_int_equal(camera()->context.counters.bursts_taken, 2);
  assert_says("/manifest", "\"trigger\":\"schedule\"");
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(takes_a_burst_when_something_moves),
      cmocka_unit_test(stays_calm_during_the_cooldown),
      cmocka_unit_test(a_motion_sensor_counts_as_motion),
      cmocka_unit_test(looks_small_and_only_while_motion_is_on),
      cmocka_unit_test(takes_a_burst_by_the_schedule),
  };
  return cmocka_run_group_tests_name("watch", tests, NULL, NULL);
}
