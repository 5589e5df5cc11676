/* A camera can always be brought back: pairing reopened, the hub found again, nothing forgotten before something new
   works. */
#include "suite.h"

#include "scene.h"

enum { MINUTE = 60000 };

static void refuse(void)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_DISCONNECTED;
  event.with.refused = true;
  bench_step(&bench, &event);
}

/* Lets every attempt to connect end so for `ms`. */
static void fail_for(uint64_t ms, bool refused)
{
  uint64_t until = bench.now + ms;
  while (bench.now < until && bench.restarts == 0) {
    if (camera()->link.state == PETCAM_LINK_TRYING) {
      refused ? refuse() : bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
    }
    bench_tick(&bench, 500);
  }
}

static void five_short_power_cycles_open_pairing(void **state)
{
  (void)state;
  fresh();
  bench.config.power_cycles = 5;
  bench_start(&bench);
  assert_int_equal(bench.provisions, 1);
  assert_int_equal(bench.clears, 1);
  assert_int_equal(bench.forgets, 0);
  assert_int_equal(petcam_mode(camera()), PETCAM_PROVISIONING);
}

static void four_do_not_and_a_long_run_ends_the_count(void **state)
{
  (void)state;
  fresh();
  bench.config.power_cycles = 4;
  bench_start(&bench);
  assert_int_equal(bench.provisions, 0);
  bench_run(&bench, 9000);
  assert_int_equal(bench.clears, 0);
  bench_run(&bench, 2000);
  assert_int_equal(bench.clears, 1);
  bench_run(&bench, 20000);
  assert_int_equal(bench.clears, 1);
}

static void pairing_closes_after_ten_minutes_and_the_old_hub_is_tried_again(void **state)
{
  (void)state;
  fresh();
  bench.config.reopen_pairing = true;
  bench_start(&bench);
  assert_int_equal(bench.connects, 0);
  bench_run(&bench, 9 * MINUTE);
  assert_int_equal(bench.restarts, 0);
  bench_run(&bench, 2 * MINUTE);
  assert_int_equal(bench.restarts, 1);
  assert_int_equal(bench.forgets, 0);
}

static void a_proven_code_keeps_pairing_open(void **state)
{
  (void)state;
  fresh();
  bench.config.reopen_pairing = true;
  bench_start(&bench);
  bench_run(&bench, 9 * MINUTE);
  bench_event(&bench, PETCAM_EVENT_PAIRING);
  bench_run(&bench, 9 * MINUTE);
  assert_int_equal(bench.restarts, 0);
  bench_run(&bench, 2 * MINUTE);
  assert_int_equal(bench.restarts, 1);
}

static void a_camera_without_a_hub_waits_for_one_for_ever(void **state)
{
  (void)state;
  fresh();
  bench.config.provisioned = false;
  bench_start(&bench);
  bench_event(&bench, PETCAM_EVENT_PAIRING);
  bench_run(&bench, 30 * MINUTE);
  assert_int_equal(bench.restarts, 0);
  assert_int_equal(petcam_mode(camera()), PETCAM_PROVISIONING);
}

static void the_button_opens_pairing_and_erases_nothing(void **state)
{
  (void)state;
  online();
  bench_event(&bench, PETCAM_EVENT_PAIR);
  assert_int_equal(bench.reopens, 1);
  assert_int_equal(bench.restarts, 1);
  assert_int_equal(bench.forgets, 0);
}

static void the_button_does_nothing_while_pairing_is_open(void **state)
{
  (void)state;
  fresh();
  bench.config.reopen_pairing = true;
  bench_start(&bench);
  bench_event(&bench, PETCAM_EVENT_PAIR);
  assert_int_equal(bench.reopens, 0);
  assert_int_equal(bench.restarts, 0);
}

static void a_key_refused_for_half_an_hour_opens_pairing(void **state)
{
  (void)state;
  fresh();
  bench_start(&bench);
  fail_for(29 * MINUTE, true);
  assert_int_equal(bench.reopens, 0);
  assert_true(camera()->link.refused);
  fail_for(5 * MINUTE, true);
  assert_int_equal(bench.reopens, 1);
  assert_int_equal(bench.restarts, 1);
  assert_int_equal(bench.forgets, 0);
}

static void a_hub_that_is_away_opens_nothing(void **state)
{
  (void)state;
  fresh();
  bench_start(&bench);
  fail_for(120 * MINUTE, false);
  assert_int_equal(bench.reopens, 0);
  assert_int_equal(bench.restarts, 0);
}

static void a_connection_ends_the_count_of_refusals(void **state)
{
  (void)state;
  fresh();
  bench_start(&bench);
  fail_for(29 * MINUTE, true);
  while (camera()->link.state != PETCAM_LINK_TRYING) {
    bench_tick(&bench, 500);
  }
  bench_event(&bench, PETCAM_EVENT_CONNECTED);
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  fail_for(20 * MINUTE, true);
  assert_int_equal(bench.reopens, 0);
}

static void tries_the_address_and_the_name_in_turn(void **state)
{
  (void)state;
  fresh();
  bench.config.has_name = true;
  bench_start(&bench);
  assert_int_equal(bench.way, PETCAM_WAY_ADDRESS);
  enum petcam_way expected[] = {PETCAM_WAY_NAME, PETCAM_WAY_ADDRESS, PETCAM_WAY_NAME};
  for (size_t i = 0; i < 3; i++) {
    uint32_t connects = bench.connects;
    bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
    while (bench.connects == connects) {
      bench_tick(&bench, 500);
    }
    assert_int_equal(bench.way, expected[i]);
  }
  bench_event(&bench, PETCAM_EVENT_CONNECTED);
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  bench_tick(&bench, 6000);
  assert_int_equal(bench.way, PETCAM_WAY_NAME); /* what worked is tried first */
}

static void a_request_moves_the_camera(void **state)
{
  (void)state;
  online();
  request("move", "m1", "{\"host\":\"192.168.1.20\",\"port\":8884}");
  assert_says("response/move", "\"status\":\"ok\"");
  assert_string_equal(bench.address.host, "192.168.1.20");
  assert_int_equal(bench.address.port, 8884);
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  bench_tick(&bench, 3000);
  assert_int_equal(bench.way, PETCAM_WAY_MOVED);
  assert_int_equal(bench.moves, 0);
  bench_event(&bench, PETCAM_EVENT_CONNECTED);
  assert_int_equal(bench.moves, 1);
}

static void a_move_to_nowhere_leads_back(void **state)
{
  (void)state;
  fresh();
  bench.config.has_moved = true;
  bench_start(&bench);
  assert_int_equal(bench.way, PETCAM_WAY_MOVED);
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  bench_tick(&bench, 3000);
  assert_int_equal(bench.way, PETCAM_WAY_ADDRESS);
  bench_event(&bench, PETCAM_EVENT_CONNECTED);
  assert_int_equal(bench.moves, 0);
}

static void refuses_a_move_that_it_cannot_keep(void **state)
{
  (void)state;
  online();
  request("move", "m1", "{\"host\":\"a b\",\"port\":8884}");
  assert_says("response/move", "\"message\":\"absent or not as in the contract: host\"");
  request("move", "m2", "{\"host\":\"192.168.1.20\",\"port\":0}");
  assert_says("response/move", "contract: port");
  bench.slot_broken = true;
  request("move", "m3", "{\"host\":\"192.168.1.20\",\"port\":1}");
  assert_says("response/move", "\"code\":\"storage\"");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(five_short_power_cycles_open_pairing),
      cmocka_unit_test(four_do_not_and_a_long_run_ends_the_count),
      cmocka_unit_test(pairing_closes_after_ten_minutes_and_the_old_hub_is_tried_again),
      cmocka_unit_test(a_proven_code_keeps_pairing_open),
      cmocka_unit_test(a_camera_without_a_hub_waits_for_one_for_ever),
      cmocka_unit_test(the_button_opens_pairing_and_erases_nothing),
      cmocka_unit_test(the_button_does_nothing_while_pairing_is_open),
      cmocka_unit_test(a_key_refused_for_half_an_hour_opens_pairing),
      cmocka_unit_test(a_hub_that_is_away_opens_nothing),
      cmocka_unit_test(a_connection_ends_the_count_of_refusals),
      cmocka_unit_test(tries_the_address_and_the_name_in_turn),
      cmocka_unit_test(a_request_moves_the_camera),
      cmocka_unit_test(a_move_to_nowhere_leads_back),
      cmocka_unit_test(refuses_a_move_that_it_cannot_keep),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
