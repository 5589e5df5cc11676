/* Commands, as the hub that sends them would notice them. */
#include "suite.h"

#include <stdio.h>

#include "scene.h"

static void captures_on_command_once_for_each_transaction(void **state)
{
  (void)state;
  online();
  request("capture", "a", "{}");
  assert_says("response/capture", "{\"transaction\":\"a\",\"status\":\"ok\",\"data\":{\"burst\":\"00000017-1\"}}");
  request("capture", "b", "{}");
  assert_says("response/capture", "{\"transaction\":\"b\",\"status\":\"error\",\"error\":{\"code\":\"busy\"");
  bench_run(&bench, 6000);
  request("capture", "a", "{}");
  assert_says("response/capture", "\"burst\":\"00000017-1\"");
  assert_int_equal(camera()->capture.serial, 1);
  assert_says("/manifest", "\"trigger\":\"command\"");
}

static void remembers_the_last_eight_commands(void **state)
{
  (void)state;
  char name[16];
  online();
  request("capture", "first", "{}");
  bench_run(&bench, 6000);
  for (int i = 0; i < 8; i++) {
    (void)snprintf(name, sizeof name, "t%d", i);
    request("time", name, "{\"epochMs\":1763867000123}");
  }
  request("capture", "first", "{}");
  assert_int_equal(camera()->capture.serial, 2);
}

static void changes_settings_and_tells_of_it(void **state)
{
  (void)state;
  online();
  request("settings", "s1", "{\"quality\":12,\"frameSize\":\"uxga\"}");
  assert_int_equal(bench.saves, 1);
  assert_says("response/settings", "\"quality\":12");
  assert_says("/state", "\"frameSize\":\"uxga\"");
  request("settings", "s2", "{\"quality\":99,\"motion\":true}");
  assert_int_equal(bench.saves, 1);
  assert_says("response/settings", "\"code\":\"invalid\",\"message\":\"out of range or of the wrong kind: quality\"");
  assert_int_equal(camera()->context.settings.value[PETCAM_MOTION], 0);
}

static void shows_that_it_takes_nothing_by_itself(void **state)
{
  (void)state;
  online();
  request("settings", "s1", "{\"motion\":true,\"scheduleSeconds\":0}");
  assert_int_equal(bench.led, PETCAM_LED_READY);
  request("settings", "s2", "{\"motion\":false,\"scheduleSeconds\":600}");
  assert_int_equal(bench.led, PETCAM_LED_READY);
  request("settings", "s3", "{\"scheduleSeconds\":0}");
  assert_int_equal(bench.led, PETCAM_LED_RESTING);
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  assert_int_not_equal(bench.led, PETCAM_LED_RESTING);
}

static void sends_previews_for_as_long_as_asked(void **state)
{
  (void)state;
  online();
  request("preview", "p1", "{\"seconds\":3,\"fps\":2}");
  bench_run(&bench, 5000);
  assert_in_range(bench_count(&bench, "/preview"), 6 + 1, 7 + 1); /* one is the answer's topic */
  const struct bench_sent *sent = bench_last(&bench, "porch/preview");
  assert_int_equal(sent->qos, 0);
  request("preview", "p2", "{\"seconds\":60,\"fps\":5}");
  bench_run(&bench, 300);
  assert_int_equal(bench.order.frame_size, PETCAM_QVGA);
  request("preview", "p3", "{\"seconds\":0,\"fps\":1}");
  uint32_t exposures = bench.exposures;
  bench_run(&bench, 2000);
  assert_int_equal(bench.exposures, exposures);
  request("preview", "p4", "{\"seconds\":500,\"fps\":1}");
  assert_says("response/preview", "\"code\":\"invalid\"");
}

static void drops_a_preview_that_is_too_large_or_broken(void **state)
{
  (void)state;
  online();
  request("preview", "p", "{\"seconds\":5,\"fps\":1}");
  bench_shoot(&bench, PETCAM_PREVIEW_BYTES_MAX + 1, 90);
  assert_int_equal(camera()->context.counters.shots_bad, 1);
  assert_null(bench_last(&bench, "porch/preview"));
}

static void pauses_previews_during_a_burst(void **state)
{
  (void)state;
  online();
  request("preview", "p", "{\"seconds\":60,\"fps\":5}");
  bench_run(&bench, 500);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  if (bench.order_open && bench.order.kind == PETCAM_SHOT_PREVIEW) {
    bench_shoot(&bench, 9000, 90);
  }
  while (camera()->capture.active) {
    if (bench.order_open) {
      assert_int_equal(bench.order.kind, PETCAM_SHOT_BURST);
    }
    bench_run(&bench, 20);
  }
  bench_run(&bench, 500);
  assert_int_equal(bench.order.kind, PETCAM_SHOT_PREVIEW);
}

static void learns_the_time(void **state)
{
  (void)state;
  online();
  request("time", "t", "{\"epochMs\":1763867000123}");
  assert_says("response/time", "\"ok\"");
  assert_true(petcam_hub_time_at(&camera()->hub_time, bench.now + 10) == UINT64_C(1763867000133));
  request("time", "u", "{\"epochMs\":5}");
  assert_says("response/time", "\"code\":\"invalid\"");
  request("time", "v", "{}");
  assert_says("response/time", "\"code\":\"invalid\"");
}

static void answers_what_it_does_not_know(void **state)
{
  (void)state;
  online();
  request("explode", "x", "{}");
  assert_says("response/explode", "\"code\":\"unknown-verb\"");
  bench_receive(&bench, "petcam/porch/request/capture", "{\"data\":{}}");
  assert_int_equal(camera()->context.counters.messages_bad, 1);
}

static void restarts_once_everything_is_delivered(void **state)
{
  (void)state;
  online();
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  request("restart", "r", "{}");
  assert_says("response/restart", "\"status\":\"ok\"");
  request("capture", "c", "{}");
  assert_says("response/capture", "the camera is restarting");
  bench_run(&bench, 3000);
  assert_int_equal(bench.restarts, 0);
  bench_run(&bench, 7000);
  assert_int_equal(bench.restarts, 1);
  assert_int_equal(camera()->context.counters.bursts_sent, 1);
  assert_int_equal(camera()->context.counters.bursts_lost, 0);
}

static void tells_what_it_loses_before_a_restart(void **state)
{
  (void)state;
  online();
  bench.silent = true;
  take_burst();
  request("restart", "r", "{}");
  bench_run(&bench, 15000);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  assert_int_equal(bench.restarts, 0);
  bench_run(&bench, 8000);
  assert_int_equal(bench.restarts, 1);
  assert_says("/state", "\"lost\":1,\"framesLost\":8");
  uint32_t exposures = bench.exposures;
  bench_run(&bench, 5000);
  assert_int_equal(bench.restarts, 1);
  assert_int_equal(bench.exposures, exposures);
}

static void orders_pictures_as_the_owner_set_them(void **state)
{
  (void)state;
  online();
  request("settings", "s1",
          "{\"flip\":true,\"mirror\":true,\"brightness\":-1,\"contrast\":2,\"exposure\":-2,\"gainCeiling\":64,"
          "\"nightMode\":true,\"clockMhz\":20}");
  assert_says("response/settings", "\"exposure\":-2,\"gainCeiling\":64,\"nightMode\":true,\"clockMhz\":20");
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_tick(&bench, 1);
  const struct petcam_image_controls *controls = &bench.order.controls;
  assert_true(controls->flip && controls->mirror && controls->night_mode);
  assert_int_equal(controls->brightness, -1);
  assert_int_equal(controls->contrast, 2);
  assert_int_equal(controls->exposure, -2);
  assert_int_equal(controls->gain_ceiling, 64);
  assert_int_equal(controls->clock_mhz, 20);
}

static void tells_which_sensor_it_has(void **state)
{
  struct petcam_event event;
  (void)state;
  online();
  assert_says("/state", "\"sensor\":{\"state\":\"unknown\"}");
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_SENSOR;
  event.with.sensor.id = 0x2145;
  bench_step(&bench, &event);
  bench_run(&bench, 2000);
  assert_says("/state", "\"sensor\":{\"state\":\"unsupported\",\"model\":\"unsupported\",\"id\":8517}");
  event.with.sensor.model = "ov2640";
  event.with.sensor.id = 0x26;
  bench_step(&bench, &event);
  bench_run(&bench, 2000);
  assert_says("/state", "\"sensor\":{\"state\":\"ok\",\"model\":\"ov2640\",\"id\":38}");
}

static void tells_that_the_sensor_fails_and_that_it_works_again(void **state)
{
  (void)state;
  fresh();
  set("{\"motion\":true}");
  bench_online(&bench);
  for (int i = 0; i < 3; i++) {
    while (!bench.order_open) {
      bench_tick(&bench, 100);
    }
    bench.order_open = false;
    bench_event(&bench, PETCAM_EVENT_CAMERA_FAILED);
  }
  bench_tick(&bench, 1500);
  assert_says("/state", "\"sensor\":{\"state\":\"failing\"}");
  bench_run(&bench, 4000);
  assert_says("/state", "\"sensor\":{\"state\":\"unknown\"}");
}

static void says_that_it_has_no_memory_for_pictures(void **state)
{
  (void)state;
  fresh();
  bench.config.arena = NULL;
  bench.config.arena_bytes = 0;
  bench_online(&bench);
  bench_run(&bench, 5000);
  assert_says("/state", "\"sensor\":{\"state\":\"no-memory\"}");
  request("capture", "c1", "{}");
  assert_says("response/capture", "\"code\":\"camera-failed\"");
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_run(&bench, 5000);
  assert_int_equal(bench.exposures, 0);
  assert_int_equal(bench.restarts, 0);
  assert_int_equal(bench.led, PETCAM_LED_CAMERA_FAILED);
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(captures_on_command_once_for_each_transaction),
      cmocka_unit_test(remembers_the_last_eight_commands),
      cmocka_unit_test(changes_settings_and_tells_of_it),
      cmocka_unit_test(shows_that_it_takes_nothing_by_itself),
      cmocka_unit_test(sends_previews_for_as_long_as_asked),
      cmocka_unit_test(drops_a_preview_that_is_too_large_or_broken),
      cmocka_unit_test(pauses_previews_during_a_burst),
      cmocka_unit_test(learns_the_time),
      cmocka_unit_test(answers_what_it_does_not_know),
      cmocka_unit_test(restarts_once_everything_is_delivered),
      cmocka_unit_test(tells_what_it_loses_before_a_restart),
      cmocka_unit_test(orders_pictures_as_the_owner_set_them),
      cmocka_unit_test(tells_which_sensor_it_has),
      cmocka_unit_test(tells_that_the_sensor_fails_and_that_it_works_again),
      cmocka_unit_test(says_that_it_has_no_memory_for_pictures),
  };
  return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
