/* A board over many starts: what it keeps in flash, and a supply or a hub that does its worst. Nobody is orphaned: the
   camera always comes back to its own hub, with the key it had. */
#include "suite.h"

#include "hub_link.h"
#include "scene.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, FLICKERS = 400 };

/* What lies in flash; what runs is the bench. */
struct flash {
  uint32_t cycles;
  bool reopen;
};

/* Starts the board with what its flash holds. */
static void boot(struct flash *flash, enum petcam_reset reset)
{
  fresh();
  bench.config.reset = reset;
  flash->cycles = petcam_power_cycles(flash->cycles, reset);
  bench.config.power_cycles = flash->cycles;
  bench.config.reopen_pairing = flash->reopen;
  flash->reopen = false;
  bench_start(&bench);
}

/* Lets it run with the hub in reach or not, until it restarts by itself or `ms` are over, and keeps what it asked the
   board to keep. */
static bool run_for(struct flash *flash, uint64_t ms, bool hub, bool refuses)
{
  bench.reachable = hub;
  for (uint64_t until = bench.now + ms; bench.now < until && bench.restarts == 0;) {
    if (!hub && camera()->link.state == PETCAM_LINK_TRYING) {
      struct petcam_event event;
      memset(&event, 0, sizeof event);
      event.type = PETCAM_EVENT_DISCONNECTED;
      event.with.refused = refuses;
      bench_step(&bench, &event);
    }
    uint64_t left = until - bench.now;
    bench_run(&bench, left < 500 ? left : 500);
  }
  if (bench.clears > 0) {
    flash->cycles = 0;
  }
  flash->reopen = flash->reopen || bench.reopens > 0;
  assert_int_equal(bench.forgets, 0);
  return bench.restarts > 0;
}

/* Steady power and the hub in reach: after at most one round of pairing it is connected. */
static void assert_comes_back(struct flash *flash)
{
  boot(flash, PETCAM_RESET_POWER_ON);
  if (run_for(flash, 11 * MINUTE, true, false)) {
    boot(flash, PETCAM_RESET_RESTART);
    (void)run_for(flash, MINUTE, true, false);
  }
  assert_int_equal(camera()->link.state, PETCAM_LINK_UP);
}

static void only_five_short_starts_in_a_row_open_pairing(void **state)
{
  struct flash flash = {0, false};
  (void)state;
  for (int i = 1; i <= 5; i++) {
    boot(&flash, PETCAM_RESET_POWER_ON);
    assert_int_equal(bench.provisions, i == 5 ? 1 : 0);
    (void)run_for(&flash, 3 * SECOND, true, false);
  }
  assert_int_equal(flash.cycles, 0); /* the next start is the first one again */
  assert_comes_back(&flash);
}

static void a_long_one_between_them_does_not(void **state)
{
  struct flash flash = {0, false};
  (void)state;
  for (int i = 0; i < 12; i++) {
    boot(&flash, PETCAM_RESET_POWER_ON);
    assert_int_equal(bench.provisions, 0);
    (void)run_for(&flash, i % 4 == 3 ? 11 * SECOND : 2 * SECOND, true, false);
  }
}

static void brownouts_and_crashes_are_nobodys_sign(void **state)
{
  static const enum petcam_reset resets[] = {PETCAM_RESET_BROWNOUT, PETCAM_RESET_PANIC, PETCAM_RESET_WATCHDOG,
                                             PETCAM_RESET_RESTART, PETCAM_RESET_OTA, PETCAM_RESET_UNKNOWN};
  struct flash flash = {4, false};
  (void)state;
  for (size_t i = 0; i < 30; i++) {
    boot(&flash, resets[i % (sizeof resets / sizeof resets[0])]);
    assert_int_equal(bench.provisions, 0);
    (void)run_for(&flash, SECOND, true, false);
  }
  assert_int_equal(petcam_power_cycles(UINT32_MAX, PETCAM_RESET_POWER_ON), 0);
}

static void a_flickering_supply_orphans_nobody(void **state)
{
  struct flash flash = {0, false};
  struct petcam_random random = petcam_random(17);
  uint32_t opened = 0;
  (void)state;
  for (int i = 0; i < FLICKERS; i++) {
    boot(&flash, petcam_random_below(&random, 4) == 0 ? PETCAM_RESET_BROWNOUT : PETCAM_RESET_POWER_ON);
    (void)run_for(&flash, 200U + petcam_random_below(&random, 15 * SECOND), petcam_random_below(&random, 2) == 0, false);
    opened += bench.provisions;
  }
  assert_true(opened > 0);
  assert_comes_back(&flash);
}

static void a_false_hub_orphans_nobody(void **state)
{
  struct flash flash = {0, false};
  (void)state;
  boot(&flash, PETCAM_RESET_POWER_ON);
  for (int day = 0; day < 3; day++) {
    /* Somebody else answers at the hub's address, and its key is refused: pairing opens in between, in vain. */
    assert_true(run_for(&flash, 40 * MINUTE, false, true));
    assert_true(flash.reopen);
    boot(&flash, PETCAM_RESET_RESTART);
    assert_int_equal(bench.provisions, 1);
    assert_true(run_for(&flash, 11 * MINUTE, false, true));
    boot(&flash, PETCAM_RESET_RESTART);
    assert_int_equal(bench.provisions, 0);
  }
  assert_comes_back(&flash);
}

static void power_that_fails_while_pairing_is_open_leads_back(void **state)
{
  struct flash flash = {0, true};
  (void)state;
  boot(&flash, PETCAM_RESET_RESTART);
  bench_event(&bench, PETCAM_EVENT_PAIRING); /* a false hub with the right code begins, and hands nothing over */
  assert_false(run_for(&flash, 5 * MINUTE, true, false));
  boot(&flash, PETCAM_RESET_POWER_ON);
  assert_int_equal(bench.provisions, 0);
  (void)run_for(&flash, MINUTE, true, false);
  assert_int_equal(camera()->link.state, PETCAM_LINK_UP);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(only_five_short_starts_in_a_row_open_pairing),
      cmocka_unit_test(a_long_one_between_them_does_not),
      cmocka_unit_test(brownouts_and_crashes_are_nobodys_sign),
      cmocka_unit_test(a_flickering_supply_orphans_nobody),
      cmocka_unit_test(a_false_hub_orphans_nobody),
      cmocka_unit_test(power_that_fails_while_pairing_is_open_leads_back),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
