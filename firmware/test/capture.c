/* The whole camera taking bursts: warm-up, retakes, flash. */
#include "suite.h"

#include "scene.h"

static void delivers_a_burst_whole(void **state)
{
  (void)state;
  online();
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  assert_int_equal(petcam_mode(camera()), PETCAM_CAPTURING);
  assert_int_equal(bench.led, PETCAM_LED_CAPTURING);
  bench_run(&bench, 8000);
  const struct bench_hub_burst *burst = bench_hub_find(&bench, "00000017-1");
  assert_non_null(burst);
  assert_int_equal(burst->named, 255);
  assert_true(burst->closed);
  assert_int_equal(camera()->context.counters.bursts_sent, 1);
  assert_int_equal(camera()->context.counters.frames_delivered, 8);
  assert_int_equal(petcam_mode(camera()), PETCAM_IDLE);
  assert_says("/manifest", "\"trigger\":\"button\",\"count\":8");
  bench_run(&bench, 2000);
  assert_says("/state", "\"queued\":0,\"sent\":1,\"lost\":0");
  assert_accounts_balance();
}

static void keeps_its_interval(void **state)
{
  (void)state;
  fresh();
  set("{\"burstFrames\":3,\"burstIntervalMs\":700,\"warmupFrames\":0}");
  bench_online(&bench);
  bench_run(&bench, 500);
  uint32_t before = bench.exposures;
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_run(&bench, 650);
  assert_int_equal(bench.exposures, before + 1);
  bench_run(&bench, 100);
  assert_int_equal(bench.exposures, before + 2);
}

static void drops_warmup_frames_until_the_exposure_settles(void **state)
{
  (void)state;
  fresh();
  set("{\"warmupFrames\":2,\"burstFrames\":1}");
  bench_start(&bench);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_shoot(&bench, 9000, -1); /* the self test that was under way */
  int lumas[] = {10, 40, 70, 90, 93};
  for (size_t i = 0; i < 5; i++) {
    assert_int_equal(camera()->context.counters.frames_stored, 0);
    bench_tick(&bench, 50);
    bench_shoot(&bench, 9000, lumas[i]);
  }
  assert_int_equal(camera()->context.counters.frames_stored, 1);
}

static void stops_waiting_for_an_exposure_that_never_settles(void **state)
{
  (void)state;
  fresh();
  set("{\"warmupFrames\":1,\"burstFrames\":1}");
  bench_start(&bench);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  for (int i = 0; i < 14 && camera()->context.counters.frames_stored == 0; i++) {
    bench_tick(&bench, 50);
    bench_shoot(&bench, 9000, i % 2 == 0 ? 20 : 200);
  }
  assert_int_equal(camera()->context.counters.frames_stored, 1);
}

static void needs_next_to_no_warmup_when_it_has_been_looking(void **state)
{
  (void)state;
  bench_init(&bench);
  bench_online(&bench);
  bench_run(&bench, 3000);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_run(&bench, 300);
  assert_true(camera()->context.counters.frames_stored > 0);
}

static void takes_a_truncated_or_stale_frame_again(void **state)
{
  (void)state;
  fresh();
  set("{\"warmupFrames\":0,\"burstFrames\":2,\"burstIntervalMs\":100}");
  bench_start(&bench);
  bench_shoot(&bench, 9000, 90);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  struct petcam_event event;
  static const uint8_t truncated[] = {0xff, 0xd8, 0xff, 0xe0, 0, 0};
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_SHOT;
  event.with.shot.jpeg = truncated;
  event.with.shot.length = sizeof truncated;
  event.with.shot.exposed_ms = bench.now;
  bench_step(&bench, &event);
  assert_int_equal(camera()->context.counters.shots_bad, 1);
  bench_shoot(&bench, 9000, 90);
  assert_int_equal(camera()->context.counters.frames_stored, 1);
  uint64_t exposed = bench.now;
  bench_tick(&bench, 100);
  bench.now = exposed; /* the sensor hands out the same picture again */
  bench_shoot(&bench, 9000, 90);
  assert_int_equal(camera()->context.counters.shots_bad, 2);
  bench_tick(&bench, 200);
  bench_shoot(&bench, 9000, 90);
  assert_int_equal(camera()->context.counters.frames_stored, 2);
  assert_int_equal(camera()->context.counters.bursts_taken, 1);
}

static void lowers_the_quality_of_a_frame_that_is_too_large(void **state)
{
  (void)state;
  fresh();
  set("{\"warmupFrames\":0,\"burstFrames\":1,\"quality\":38}");
  bench_start(&bench);
  bench_shoot(&bench, 9000, 90);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  assert_int_equal(bench.order.quality, 38);
  bench_shoot(&bench, PETCAM_FRAME_BYTES_MAX + 1, 90);
  assert_int_equal(bench.order.quality, 42);
  bench_tick(&bench, 10);
  bench_shoot(&bench, 9000, 90);
  assert_int_equal(camera()->context.counters.frames_stored, 1);
}

static void ends_a_burst_early_when_the_sensor_gives_up(void **state)
{
  (void)state;
  fresh();
  set("{\"warmupFrames\":0,\"burstFrames\":4,\"burstIntervalMs\":100}");
  bench_online(&bench);
  bench_shoot(&bench, 9000, 90);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_shoot(&bench, 9000, 90);
  for (int i = 0; i < 4; i++) {
    bench_tick(&bench, 200);
    bench_event(&bench, PETCAM_EVENT_CAMERA_FAILED);
  }
  assert_int_equal(camera()->context.counters.bursts_shortened, 1);
  assert_int_equal(camera()->context.counters.bursts_taken, 1);
  assert_int_equal(bench.resets, 1);
  assert_true(petcam_camera_failed(camera()));
  assert_int_equal(bench.led, PETCAM_LED_CAMERA_FAILED);
  request("capture", "t1", "{}");
  assert_says("response/capture", "\"code\":\"camera-failed\"");
  request("preview", "t2", "{\"seconds\":5,\"fps\":1}");
  assert_says("response/preview", "\"code\":\"camera-failed\"");
  bench_run(&bench, 3000);
  assert_false(petcam_camera_failed(camera()));
}

static void drops_a_burst_without_a_single_frame(void **state)
{
  (void)state;
  fresh();
  bench_start(&bench);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  for (int i = 0; i < 6 && camera()->capture.active; i++) {
    bench_tick(&bench, 6000); /* the sensor never answers */
  }
  assert_false(camera()->capture.active);
  assert_int_equal(camera()->context.counters.bursts_taken, 0);
  assert_null(petcam_ring_at(&camera()->ring, 0));
  bench_event(&bench, PETCAM_EVENT_TICK);
}

static void a_late_answer_of_the_sensor_is_no_answer(void **state)
{
  (void)state;
  online();
  uint32_t stored = camera()->context.counters.frames_stored;
  assert_false(camera()->shutter.pending);
  bench_shoot(&bench, 9000, 90);
  bench_event(&bench, PETCAM_EVENT_CAMERA_FAILED);
  assert_int_equal(camera()->context.counters.frames_stored, stored);
  assert_int_equal(camera()->shutter.failures, 0);
}

static void lights_the_flash_when_told_or_dark(void **state)
{
  (void)state;
  fresh();
  set("{\"flash\":\"on\",\"warmupFrames\":0}");
  bench_start(&bench);
  bench_shoot(&bench, 9000, 90);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  assert_true(bench.order.flash);
  fresh();
  set("{\"flash\":\"auto\",\"warmupFrames\":0}");
  bench_start(&bench);
  bench_shoot(&bench, 9000, 20);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  assert_true(bench.order.flash);
  fresh();
  set("{\"flash\":\"auto\",\"warmupFrames\":0}");
  bench_start(&bench);
  bench_shoot(&bench, 9000, 120);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  assert_false(bench.order.flash);
}

/* The shutter is pressed while the owner looks on: the driver still has pictures of the preview's size. */
static void drops_pictures_from_before_the_size_changed(void **state)
{
  (void)state;
  online();
  request("preview", "p1", "{\"seconds\":30,\"fps\":4}");
  bench_run(&bench, 3000);
  assert_int_equal(bench.order.frame_size, PETCAM_QVGA);
  request("capture", "c1", "{}");
  bench.stale_size = true;
  bench.size = PETCAM_QVGA;
  for (int i = 0; i < 3; i++) {
    bench_tick(&bench, 260);
    assert_int_equal(bench.order.frame_size, PETCAM_SVGA);
    bench_shoot(&bench, 9000, 90);
    assert_int_equal(camera()->context.counters.frames_stored, 0);
  }
  assert_int_equal(camera()->context.counters.shots_resized, 3);
  assert_int_equal(camera()->context.counters.shots_bad, 0);
  bench.stale_size = false;
  for (int luma = 60; luma <= 120; luma += 20) { /* the exposure is found anew */
    bench_tick(&bench, 100);
    bench_shoot(&bench, 30000, luma);
    assert_int_equal(camera()->context.counters.frames_stored, 0);
  }
  bench_tick(&bench, 100);
  bench_shoot(&bench, 30000, 121);
  assert_int_equal(camera()->context.counters.frames_stored, 1);
}

static void a_sensor_that_never_changes_its_size_ends_the_burst(void **state)
{
  (void)state;
  online();
  bench.stale_size = true;
  bench.size = PETCAM_UXGA;
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_run(&bench, 5000);
  assert_false(camera()->capture.active);
  assert_int_equal(camera()->context.counters.frames_stored, 0);
  assert_int_equal(camera()->context.counters.bursts_shortened, 1);
}

static void a_folder_of_photos_may_have_any_size(void **state)
{
  (void)state;
  fresh();
  bench.config.any_size = true;
  bench.stale_size = true;
  bench.size = PETCAM_VGA;
  bench_online(&bench);
  take_burst();
  assert_int_equal(camera()->context.counters.bursts_taken, 1);
}

static void decodes_frames_only_until_the_exposure_has_settled(void **state)
{
  (void)state;
  online();
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_tick(&bench, 1);
  while (camera()->context.counters.frames_stored == 0) {
    assert_true(bench.order.luma);
    bench_shoot(&bench, 20000, 90);
    bench_tick(&bench, 100);
  }
  bench_tick(&bench, 400);
  assert_int_equal(bench.order.kind, PETCAM_SHOT_BURST);
  assert_false(bench.order.luma);
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(delivers_a_burst_whole),
      cmocka_unit_test(keeps_its_interval),
      cmocka_unit_test(drops_warmup_frames_until_the_exposure_settles),
      cmocka_unit_test(stops_waiting_for_an_exposure_that_never_settles),
      cmocka_unit_test(needs_next_to_no_warmup_when_it_has_been_looking),
      cmocka_unit_test(takes_a_truncated_or_stale_frame_again),
      cmocka_unit_test(lowers_the_quality_of_a_frame_that_is_too_large),
      cmocka_unit_test(ends_a_burst_early_when_the_sensor_gives_up),
      cmocka_unit_test(drops_a_burst_without_a_single_frame),
      cmocka_unit_test(a_late_answer_of_the_sensor_is_no_answer),
      cmocka_unit_test(lights_the_flash_when_told_or_dark),
      cmocka_unit_test(drops_pictures_from_before_the_size_changed),
      cmocka_unit_test(a_sensor_that_never_changes_its_size_ends_the_burst),
      cmocka_unit_test(a_folder_of_photos_may_have_any_size),
      cmocka_unit_test(decodes_frames_only_until_the_exposure_has_settled),
  };
  return cmocka_run_group_tests_name("capture", tests, NULL, NULL);
}
