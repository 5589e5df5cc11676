/* The whole camera: its start, its health, its clock. */
#include "suite.h"

#include "scene.h"

static void refuses_a_configuration_that_cannot_work(void **state)
{
  (void)state;
  struct petcam_port port;
  memset(&port, 0, sizeof port);
  fresh();
  bench.config.camera = "Bad Name";
  assert_false(petcam_init(camera(), &bench.config, &port));
  bench.config.provisioned = false;
  assert_true(petcam_init(camera(), &bench.config, &port));
  bench.config.arena_bytes = PETCAM_FRAME_BYTES_MAX - 1;
  assert_false(petcam_init(camera(), &bench.config, &port));
}

static void pairs_first_and_starts_over_once_paired(void **state)
{
  (void)state;
  fresh();
  bench.config.provisioned = false;
  bench_start(&bench);
  assert_int_equal(petcam_mode(camera()), PETCAM_PROVISIONING);
  assert_int_equal(bench.led, PETCAM_LED_PAIRING);
  assert_int_equal(bench.provisions, 1);
  bench_tick(&bench, 60000);
  assert_int_equal(bench.exposures, 0);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  assert_int_equal(bench.exposures, 0);
  bench_event(&bench, PETCAM_EVENT_PROVISIONED);
  assert_int_equal(bench.restarts, 1);
}

static void a_paired_camera_ignores_a_second_pairing_and_a_second_boot(void **state)
{
  (void)state;
  online();
  bench_event(&bench, PETCAM_EVENT_PROVISIONED);
  bench_event(&bench, PETCAM_EVENT_BOOTED);
  assert_int_equal(bench.restarts, 0);
  assert_int_equal(bench.connects, 1);
}

static void forgets_when_the_button_is_held(void **state)
{
  (void)state;
  online();
  bench_event(&bench, PETCAM_EVENT_FORGET);
  assert_int_equal(bench.forgets, 1);
  assert_int_equal(bench.restarts, 1);
}

static void says_hello_and_subscribes(void **state)
{
  (void)state;
  fresh();
  bench_start(&bench);
  assert_int_equal(petcam_mode(camera()), PETCAM_CONNECTING);
  bench_event(&bench, PETCAM_EVENT_CONNECTED);
  assert_int_equal(bench.subscribes, 4);
  assert_says("/availability", "{\"state\":\"online\"}");
  assert_true(bench_last(&bench, "/availability")->retain);
  assert_says("/state", "\"resetReason\":\"power-on\"");
  assert_int_equal(petcam_mode(camera()), PETCAM_IDLE);
  assert_int_equal(bench.led, PETCAM_LED_RESTING); /* motion and schedule are off on the bench */
}

static void tells_its_state_every_minute(void **state)
{
  (void)state;
  online();
  uint32_t before = bench_count(&bench, "/state");
  bench_run(&bench, 61000);
  assert_int_equal(bench_count(&bench, "/state"), before + 1);
}

static void is_healthy_once_camera_and_hub_work(void **state)
{
  (void)state;
  fresh();
  bench_start(&bench);
  bench_run(&bench, 3000);
  assert_int_equal(bench.healthy, 0);
  bench_event(&bench, PETCAM_EVENT_CONNECTED);
  assert_int_equal(bench.healthy, 0);
  bench_receive(&bench, "petcam/bridge/state", "{\"state\":\"online\"}");
  assert_int_equal(bench.healthy, 1);
  bench_run(&bench, 3000);
  assert_int_equal(bench.healthy, 1);
}

static void holds_a_clock_that_steps_back(void **state)
{
  (void)state;
  online();
  uint64_t before = camera()->context.now_ms;
  bench.now = 5;
  bench_event(&bench, PETCAM_EVENT_TICK);
  assert_true(camera()->context.now_ms == before);
}

static void tells_the_signal(void **state)
{
  (void)state;
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  fresh();
  bench_start(&bench);
  event.type = PETCAM_EVENT_SIGNAL;
  event.with.rssi = 12;
  bench_step(&bench, &event);
  assert_int_equal(camera()->report.rssi, 0);
  event.with.rssi = -200;
  bench_step(&bench, &event);
  assert_int_equal(camera()->report.rssi, -127);
  event.with.rssi = -73;
  bench_step(&bench, &event);
  bench_event(&bench, PETCAM_EVENT_CONNECTED);
  assert_says("/state", "\"rssi\":-73");
}

static void modes_have_names(void **state)
{
  (void)state;
  assert_string_equal(petcam_mode_name(PETCAM_BOOTING), "booting");
  assert_string_equal(petcam_mode_name(PETCAM_OFFLINE), "offline");
  memset(&bench.camera, 0, sizeof bench.camera);
  assert_int_equal(petcam_mode(camera()), PETCAM_BOOTING);
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(refuses_a_configuration_that_cannot_work),
      cmocka_unit_test(pairs_first_and_starts_over_once_paired),
      cmocka_unit_test(a_paired_camera_ignores_a_second_pairing_and_a_second_boot),
      cmocka_unit_test(forgets_when_the_button_is_held),
      cmocka_unit_test(says_hello_and_subscribes),
      cmocka_unit_test(tells_its_state_every_minute),
      cmocka_unit_test(is_healthy_once_camera_and_hub_work),
      cmocka_unit_test(holds_a_clock_that_steps_back),
      cmocka_unit_test(tells_the_signal),
      cmocka_unit_test(modes_have_names),
  };
  return cmocka_run_group_tests_name("machine", tests, NULL, NULL);
}
