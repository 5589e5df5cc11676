/* Firmware that comes in pieces, as the hub that sends them would notice it. */
#include "suite.h"

#include <stdio.h>

#include "image.h"

enum { TEN_MINUTES_MS = 600000 };

static void takes_an_image_chunk_by_chunk(void **state)
{
  (void)state;
  online();
  offer("bench", "1.1.0");
  assert_answer("\"status\":\"ok\",\"data\":{}}");
  assert_int_equal(bench.verifications, 1);
  assert_int_equal(bench.begins, 1);
  assert_wants("{\"v\":1,\"version\":\"1.1.0\",\"offset\":0,\"length\":4096}");
  send_chunk(0, PETCAM_CHUNK_BYTES);
  assert_wants("{\"v\":1,\"version\":\"1.1.0\",\"offset\":4096,\"length\":4096}");
  send_chunk(PETCAM_CHUNK_BYTES, PETCAM_CHUNK_BYTES);
  assert_wants("{\"v\":1,\"version\":\"1.1.0\",\"offset\":8192,\"length\":100}");
  send_chunk(2 * PETCAM_CHUNK_BYTES, IMAGE_BYTES - 2 * PETCAM_CHUNK_BYTES);
  assert_int_equal(wants(), 3);
  assert_int_equal(bench.finishes, 1);
  for (uint32_t i = 0; i < IMAGE_BYTES; i++) {
    assert_int_equal(bench.image[i], image_byte(i));
  }
  assert_result("{\"v\":1,\"version\":\"1.1.0\",\"state\":\"restarting\"}");
  assert_int_equal(bench.restarts, 0);
  bench_published(&bench, bench_last(&bench, "update/result")->token);
  bench_run(&bench, 3000);
  assert_int_equal(bench.restarts, 1);
}

static void passes_over_bytes_it_did_not_ask_for(void **state)
{
  (void)state;
  online();
  send_chunk(0, PETCAM_CHUNK_BYTES);
  assert_int_equal(bench.image_bytes, 0);
  offer("bench", "1.1.0");
  send_chunk(PETCAM_CHUNK_BYTES, PETCAM_CHUNK_BYTES);
  send_chunk(0, PETCAM_CHUNK_BYTES - 1);
  send_chunk(0, 0);
  static const uint8_t image[PETCAM_CHUNK_BYTES];
  bench_receive_bytes(&bench, "petcam/porch/update/chunk/00", image, PETCAM_CHUNK_BYTES);
  bench_receive_bytes(&bench, "petcam/porch/update/chunk/", image, PETCAM_CHUNK_BYTES);
  bench_receive_bytes(&bench, "petcam/porch/update/chunk/0/1", image, PETCAM_CHUNK_BYTES);
  bench_receive_bytes(&bench, "petcam/porch/update/chunk/4294967296", image, PETCAM_CHUNK_BYTES);
  assert_int_equal(bench.image_bytes, 0);
  send_chunk(0, PETCAM_CHUNK_BYTES);
  send_chunk(0, PETCAM_CHUNK_BYTES);
  assert_int_equal(bench.image_bytes, PETCAM_CHUNK_BYTES);
}

static void asks_again_ever_more_seldom(void **state)
{
  (void)state;
  online();
  bench.deaf = true;
  offer("bench", "1.1.0");
  bench_run(&bench, 4900);
  assert_int_equal(wants(), 1);
  bench_run(&bench, 1500);
  assert_int_equal(wants(), 2);
  bench_run(&bench, 9000);
  assert_int_equal(wants(), 2);
  bench_run(&bench, 4000);
  assert_int_equal(wants(), 3);
  send_chunk(0, PETCAM_CHUNK_BYTES);
  assert_int_equal(wants(), 4);
  bench_run(&bench, 6500);
  assert_int_equal(wants(), 5);
}

static void gives_up_after_ten_minutes_of_a_silent_hub(void **state)
{
  (void)state;
  online();
  offer("bench", "1.1.0");
  bench_run(&bench, TEN_MINUTES_MS / 2);
  send_chunk(0, PETCAM_CHUNK_BYTES);
  bench_run(&bench, TEN_MINUTES_MS - 1000);
  assert_int_equal(bench.aborts, 0);
  bench_run(&bench, 2000);
  assert_int_equal(bench.aborts, 1);
  assert_result("{\"v\":1,\"version\":\"1.1.0\",\"state\":\"failed\",\"reason\":\"timeout\"}");
  uint32_t before = bench.sent_count;
  send_chunk(PETCAM_CHUNK_BYTES, PETCAM_CHUNK_BYTES);
  assert_int_equal(bench.sent_count, before);
  offer("bench", "1.1.0");
  assert_int_equal(bench.begins, 2);
}

static void does_not_count_time_without_a_link_or_a_hub(void **state)
{
  (void)state;
  online();
  offer("bench", "1.1.0");
  send_chunk(0, PETCAM_CHUNK_BYTES);
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  bench_run(&bench, 2 * TEN_MINUTES_MS);
  uint32_t before = bench.sent_count;
  bench.reachable = true;
  bench_run(&bench, 61000);
  bench.reachable = false;
  assert_true(bench.sent_count > before);
  assert_wants("{\"v\":1,\"version\":\"1.1.0\",\"offset\":4096,\"length\":4096}");
  bench_receive(&bench, "petcam/bridge/state", "{\"state\":\"offline\"}");
  before = bench.sent_count;
  bench_run(&bench, 2 * TEN_MINUTES_MS);
  bench_receive(&bench, "petcam/bridge/state", "{\"state\":\"online\"}");
  assert_true(bench.sent_count > before);
  assert_wants("{\"v\":1,\"version\":\"1.1.0\",\"offset\":4096,\"length\":4096}");
  assert_int_equal(bench.aborts, 0);
}

static void a_burst_goes_first(void **state)
{
  (void)state;
  online();
  bench.deaf = true; /* the burst stays, its frames are sent */
  offer("bench", "1.1.0");
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  uint32_t before = wants();
  send_chunk(0, PETCAM_CHUNK_BYTES);
  assert_int_equal(bench.image_bytes, PETCAM_CHUNK_BYTES);
  assert_int_equal(wants(), before);
  bench_run(&bench, 200);
  assert_int_equal(wants(), before);
  bench_run(&bench, 10000);
  assert_true(wants() > before);
  assert_wants("{\"v\":1,\"version\":\"1.1.0\",\"offset\":4096,\"length\":4096}");
}

static void tries_again_when_the_client_takes_nothing(void **state)
{
  (void)state;
  online();
  bench.refuse_publish = true;
  offer("bench", "1.1.0");
  bench_run(&bench, 1000);
  assert_int_equal(wants(), 0);
  bench.refuse_publish = false;
  bench_run(&bench, 200);
  assert_int_equal(wants(), 1);
  bench.refuse_publish = true;
  bench_request(&bench, "update", "c1", "{\"claim\":\"\"}");
  bench_run(&bench, 1000);
  assert_null(bench_last(&bench, "update/result"));
  bench.refuse_publish = false;
  bench_run(&bench, 200);
  assert_result("{\"v\":1,\"version\":\"1.1.0\",\"state\":\"failed\",\"reason\":\"cancelled\"}");
}

/* the end */

static void is_cancelled_by_an_empty_claim(void **state)
{
  (void)state;
  online();
  bench_request(&bench, "update", "c0", "{\"claim\":\"\"}");
  assert_answer("\"status\":\"ok\"");
  assert_null(bench_last(&bench, "update/result"));
  offer("bench", "1.1.0");
  send_chunk(0, PETCAM_CHUNK_BYTES);
  bench_request(&bench, "update", "c1", "{\"claim\":\"\"}");
  assert_answer("\"status\":\"ok\"");
  assert_int_equal(bench.aborts, 1);
  assert_result("{\"v\":1,\"version\":\"1.1.0\",\"state\":\"failed\",\"reason\":\"cancelled\"}");
  uint32_t before = wants();
  bench_run(&bench, 70000);
  assert_int_equal(wants(), before);
  assert_int_equal(bench.restarts, 0);
}

static void tells_why_an_image_was_not_taken(void **state)
{
  (void)state;
  static const struct {
    enum petcam_written written;
    const char *reason;
  } ends[] = {{PETCAM_WRONG_HASH, "hash"}, {PETCAM_WRONG_IMAGE, "image"}, {PETCAM_WRITE_FAILED, "storage"}};
  for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
    char expected[128];
    online();
    bench.written = ends[i].written;
    offer("bench", "1.1.0");
    send_whole_image();
    (void)snprintf(expected, sizeof expected,
                   "{\"v\":1,\"version\":\"1.1.0\",\"state\":\"failed\",\"reason\":\"%s\"}", ends[i].reason);
    assert_result(expected);
    bench_run(&bench, 30000);
    assert_int_equal(bench.restarts, 0);
  }
}

static void gives_up_when_it_cannot_write(void **state)
{
  (void)state;
  online();
  offer("bench", "1.1.0");
  bench.write_broken = true;
  send_chunk(0, PETCAM_CHUNK_BYTES);
  assert_result("{\"v\":1,\"version\":\"1.1.0\",\"state\":\"failed\",\"reason\":\"storage\"}");
  assert_int_equal(bench.aborts, 1);
}

static void repeats_the_result_until_the_broker_has_it(void **state)
{
  (void)state;
  online();
  offer("bench", "1.1.0");
  bench_request(&bench, "update", "c1", "{\"claim\":\"\"}");
  assert_int_equal(bench_count(&bench, "update/result"), 1);
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  bench.reachable = true;
  bench_run(&bench, 3000);
  bench.reachable = false;
  assert_int_equal(bench_count(&bench, "update/result"), 2);
  bench_published(&bench, bench_last(&bench, "update/result")->token);
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  bench.reachable = true;
  bench_run(&bench, 6000);
  assert_int_equal(bench.camera.link.state, PETCAM_LINK_UP);
  assert_int_equal(bench_count(&bench, "update/result"), 2);
}

static void a_new_offer_forgets_the_result_of_the_last(void **state)
{
  (void)state;
  online();
  offer("bench", "1.1.0");
  bench_request(&bench, "update", "c1", "{\"claim\":\"\"}");
  offer("bench", "1.1.0");
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  bench.reachable = true;
  bench_run(&bench, 3000);
  assert_int_equal(bench_count(&bench, "update/result"), 1);
}

static void delivers_its_bursts_before_it_restarts_into_the_image(void **state)
{
  (void)state;
  online();
  offer("bench", "1.1.0");
  bench.silent = true;
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  send_whole_image();
  bench_run(&bench, 15000);
  assert_int_equal(bench.restarts, 0);
  bench.silent = false;
  bench_run(&bench, 12000);
  assert_int_equal(bench.restarts, 1);
  assert_int_equal(bench.camera.context.counters.bursts_sent, 1);
}

static void waits_with_the_restart_until_the_result_is_there(void **state)
{
  (void)state;
  online();
  offer("bench", "1.1.0");
  send_whole_image();
  bench_tick(&bench, 5000);
  assert_int_equal(bench.restarts, 0);
  bench_published(&bench, bench_last(&bench, "update/result")->token);
  bench_tick(&bench, 2000);
  bench_tick(&bench, 2000);
  assert_int_equal(bench.restarts, 1);
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(takes_an_image_chunk_by_chunk),
      cmocka_unit_test(passes_over_bytes_it_did_not_ask_for),
      cmocka_unit_test(asks_again_ever_more_seldom),
      cmocka_unit_test(gives_up_after_ten_minutes_of_a_silent_hub),
      cmocka_unit_test(does_not_count_time_without_a_link_or_a_hub),
      cmocka_unit_test(a_burst_goes_first),
      cmocka_unit_test(tries_again_when_the_client_takes_nothing),
      cmocka_unit_test(is_cancelled_by_an_empty_claim),
      cmocka_unit_test(tells_why_an_image_was_not_taken),
      cmocka_unit_test(gives_up_when_it_cannot_write),
      cmocka_unit_test(repeats_the_result_until_the_broker_has_it),
      cmocka_unit_test(a_new_offer_forgets_the_result_of_the_last),
      cmocka_unit_test(delivers_its_bursts_before_it_restarts_into_the_image),
      cmocka_unit_test(waits_with_the_restart_until_the_result_is_there),
  };
  return cmocka_run_group_tests_name("update", tests, NULL, NULL);
}
