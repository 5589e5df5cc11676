/* The whole camera and what the hub says of its bursts. */
#include "suite.h"

#include "scene.h"

/* A burst that the hub got and has not answered yet. */
static void send_into_silence(void)
{
  online();
  bench.silent = true;
  take_burst();
}

static void resends_what_the_hub_names_missing(void **state)
{
  (void)state;
  send_into_silence();
  bench.sent_count = 0;
  memset(bench.sent, 0, sizeof bench.sent);
  ack("00000017-1", "waiting", "0,1,2,3,4,5", "6,7", "{\"index\":6,\"reason\":\"crc-mismatch\"}");
  assert_int_equal(bench_count(&bench, "/frame/"), 2);
  assert_int_equal(camera()->context.counters.frames_resent, 2);
  assert_int_equal(petcam_mode(camera()), PETCAM_SENDING);
  bench_run(&bench, 100);
  assert_int_equal(petcam_mode(camera()), PETCAM_WAITING);
  ack("00000017-1", "closed", "0,1,2,3,4,5,6,7", "", "");
  assert_int_equal(camera()->context.counters.bursts_sent, 1);
  assert_accounts_balance();
}

static void counts_what_a_closed_burst_misses(void **state)
{
  (void)state;
  send_into_silence();
  ack("00000017-1", "closed", "0,1,2,3,4,5", "6,7", "{\"index\":6,\"reason\":\"late\"}");
  assert_int_equal(camera()->context.counters.bursts_lost, 1);
  assert_int_equal(camera()->context.counters.frames_lost, 2);
  assert_int_equal(camera()->context.counters.frames_delivered, 6);
  bench_run(&bench, 1500);
  assert_says("/state", "\"queued\":0,\"sent\":0,\"lost\":1,\"framesLost\":2");
}

static void keeps_a_burst_until_the_hub_closes_it(void **state)
{
  (void)state;
  send_into_silence();
  ack("00000017-1", "open", "0,1,2,3,4,5,6,7", "", "");
  ack("00000017-1", "waiting", "0,1,2,3,4,5,6,7", "", "");
  bench_run(&bench, 1000);
  assert_int_equal(petcam_ring_complete(&camera()->ring), 1);
  assert_int_equal(petcam_mode(camera()), PETCAM_WAITING);
}

static void repeats_the_manifest_ever_more_seldom(void **state)
{
  (void)state;
  send_into_silence();
  uint32_t first = bench_count(&bench, "/manifest");
  uint32_t frames = bench_count(&bench, "/frame/");
  bench_run(&bench, 6300);
  assert_int_equal(bench_count(&bench, "/manifest"), first + 1);
  bench_run(&bench, 120000);
  assert_in_range(bench_count(&bench, "/manifest"), first + 3, first + 5);
  assert_int_equal(bench_count(&bench, "/frame/"), frames);
}

static void waits_before_it_sends_to_a_hub_without_room(void **state)
{
  (void)state;
  send_into_silence();
  uint32_t frames = bench_count(&bench, "/frame/");
  ack("00000017-1", "waiting", "0,1,2,3,4,5,6", "7", "{\"index\":7,\"reason\":\"storage-full\"}");
  bench_run(&bench, 1000);
  assert_int_equal(bench_count(&bench, "/frame/"), frames);
  bench_run(&bench, 10000);
  assert_int_equal(bench_count(&bench, "/frame/"), frames + 1);
  assert_true(bench_count(&bench, "/manifest") >= 2);
}

static void does_not_send_the_same_frames_round_and_round(void **state)
{
  (void)state;
  send_into_silence();
  bench.sent_count = 0;
  memset(bench.sent, 0, sizeof bench.sent);
  for (int i = 0; i < 10; i++) {
    ack("00000017-1", "waiting", "0,1,2,3,4,5,6", "7", "");
    bench_run(&bench, 50);
  }
  assert_int_equal(bench_count(&bench, "/frame/"), 3);
  bench_run(&bench, 90000);
  assert_true(bench_count(&bench, "/frame/7") > 3);
}

static void never_sends_a_frame_the_hub_finds_too_large(void **state)
{
  (void)state;
  send_into_silence();
  uint32_t frames = bench_count(&bench, "/frame/");
  ack("00000017-1", "waiting", "0,1,2,3,4,5,6", "7", "{\"index\":7,\"reason\":\"frame-too-large\"}");
  bench_run(&bench, 30000);
  assert_int_equal(bench_count(&bench, "/frame/"), frames);
  assert_int_equal(camera()->capture.quality_raise, 4);
}

static void drops_a_frame_that_changed_in_memory(void **state)
{
  (void)state;
  send_into_silence();
  uint32_t frames = bench_count(&bench, "/frame/");
  camera()->ring.arena[camera()->ring.bursts[0].frames[7].offset + 100] ^= 1;
  ack("00000017-1", "waiting", "0,1,2,3,4,5,6", "7", "");
  bench_run(&bench, 1000);
  assert_int_equal(bench_count(&bench, "/frame/"), frames);
}

static void ignores_what_is_not_about_its_bursts(void **state)
{
  (void)state;
  send_into_silence();
  ack("00000017-9", "closed", "", "", "");
  ack("00000016-1", "closed", "", "", "");
  bench_receive(&bench, "petcam/porch/burst/00000017-1/ack", "{\"v\":1}");
  bench_receive(&bench, "petcam/porch/burst/00000017-2/ack",
                "{\"v\":1,\"burst\":\"00000017-1\",\"state\":\"closed\",\"durable\":[],\"missing\":[],\"time\":1}");
  bench_receive(&bench, "petcam/porch/weather", "{}");
  bench_receive(&bench, "petcam/bridge/state", "{\"state\":\"asleep\"}");
  bench_published(&bench, 99999);
  bench_published(&bench, 0);
  assert_int_equal(petcam_ring_complete(&camera()->ring), 1);
  assert_int_equal(camera()->context.counters.messages_bad, 4);
  ack("00000017-1", "open", "", "", "{\"reason\":\"manifest-invalid\"}");
  assert_int_equal(camera()->context.counters.manifests_refused, 1);
}

static void does_not_read_messages_that_are_too_long(void **state)
{
  (void)state;
  static char text[PETCAM_JSON_BYTES_MAX + 2];
  memset(text, ' ', sizeof text - 1);
  online();
  bench_receive(&bench, "petcam/bridge/state", text);
  assert_int_equal(camera()->context.counters.messages_bad, 1);
}

static void asks_first_after_a_reconnect(void **state)
{
  (void)state;
  send_into_silence();
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  bench_tick(&bench, 2000);
  bench.sent_count = 0;
  memset(bench.sent, 0, sizeof bench.sent);
  bench.silent = false;
  bench_event(&bench, PETCAM_EVENT_CONNECTED);
  assert_int_equal(bench_count(&bench, "/frame/"), 0);
  assert_int_equal(bench_count(&bench, "/manifest"), 1);
  bench_run(&bench, 500);
  assert_int_equal(camera()->context.counters.bursts_sent, 1);
}

static void loses_nothing_when_the_link_breaks_in_the_middle_of_a_burst(void **state)
{
  (void)state;
  for (uint64_t when = 100; when < 6000; when += 300) {
    online();
    bench_trigger(&bench, PETCAM_BY_BUTTON);
    bench_run(&bench, when);
    bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
    bench_run(&bench, 2000);
    bench_event(&bench, PETCAM_EVENT_CONNECTED);
    bench_run(&bench, 12000);
    assert_int_equal(camera()->context.counters.bursts_sent, 1);
    assert_int_equal(camera()->context.counters.frames_lost, 0);
    assert_int_equal(bench.hub_conflicts, 0);
  }
}

static void gets_through_a_link_that_loses_half(void **state)
{
  (void)state;
  for (uint32_t seed = 1; seed < 8; seed++) {
    online();
    bench.random = petcam_random(seed);
    bench.lose_one_in = 2;
    for (int i = 0; i < 4; i++) {
      take_burst();
    }
    bench_run(&bench, 900000);
    assert_int_equal(camera()->context.counters.bursts_sent, 4);
    assert_int_equal(camera()->context.counters.frames_lost, 0);
    assert_accounts_balance();
  }
}

static void tries_again_when_the_client_takes_nothing(void **state)
{
  (void)state;
  online();
  bench.refuse_publish = true;
  take_burst();
  request("preview", "p", "{\"seconds\":1,\"fps\":5}");
  bench_run(&bench, 1000);
  bench.refuse_publish = false;
  bench_run(&bench, 2000);
  assert_int_equal(camera()->context.counters.bursts_sent, 1);
  assert_says("response/preview", "\"ok\"");
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(resends_what_the_hub_names_missing),
      cmocka_unit_test(counts_what_a_closed_burst_misses),
      cmocka_unit_test(keeps_a_burst_until_the_hub_closes_it),
      cmocka_unit_test(repeats_the_manifest_ever_more_seldom),
      cmocka_unit_test(waits_before_it_sends_to_a_hub_without_room),
      cmocka_unit_test(does_not_send_the_same_frames_round_and_round),
      cmocka_unit_test(never_sends_a_frame_the_hub_finds_too_large),
      cmocka_unit_test(drops_a_frame_that_changed_in_memory),
      cmocka_unit_test(ignores_what_is_not_about_its_bursts),
      cmocka_unit_test(does_not_read_messages_that_are_too_long),
      cmocka_unit_test(asks_first_after_a_reconnect),
      cmocka_unit_test(loses_nothing_when_the_link_breaks_in_the_middle_of_a_burst),
      cmocka_unit_test(gets_through_a_link_that_loses_half),
      cmocka_unit_test(tries_again_when_the_client_takes_nothing),
  };
  return cmocka_run_group_tests_name("delivery", tests, NULL, NULL);
}
