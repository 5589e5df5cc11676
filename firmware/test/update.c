/* Firmware updates, as the hub that brings one would notice them. */
#include "suite.h"

#include <stdio.h>

#include "bench.h"

#define HASH "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

enum { IMAGE = 2 * PETCAM_CHUNK_BYTES + 100, TEN_MINUTES = 600000 };

static struct bench bench;
static uint8_t image[IMAGE];

static void fresh(void)
{
  bench_init(&bench);
  bench.config.settings.value[PETCAM_MOTION] = 0;
  for (size_t i = 0; i < sizeof image; i++) {
    image[i] = (uint8_t)(i * 7U);
  }
}

static void online(void)
{
  fresh();
  bench_online(&bench);
  bench_run(&bench, 500);
}

/* Offers an image of this claim, with a signature that the bench's platform takes or not. */
static void offer_claim(const char *claim)
{
  static uint32_t transactions;
  char transaction[16];
  char data[512];
  char signature[2 * PETCAM_SIGNATURE_BYTES + 1];
  memset(signature, 'a', sizeof signature - 1U);
  signature[sizeof signature - 1U] = '\0';
  (void)snprintf(transaction, sizeof transaction, "u%u", transactions++);
  (void)snprintf(data, sizeof data, "{\"claim\":\"%s\",\"signature\":\"%s\"}", claim, signature);
  bench_request(&bench, "update", transaction, data);
}

static void offer(const char *board, const char *version)
{
  char claim[256];
  (void)snprintf(claim, sizeof claim, "petcam-firmware 1 %s %s %d " HASH, board, version, (int)IMAGE);
  offer_claim(claim);
}

static void assert_answer(const char *part)
{
  if (!bench_says(&bench, "response/update", part)) {
    const struct bench_sent *sent = bench_last(&bench, "response/update");
    fail_msg("the answer is %s, not %s", sent == NULL ? "none" : sent->text, part);
  }
}

static void assert_result(const char *json)
{
  const struct bench_sent *sent = bench_last(&bench, "update/result");
  assert_non_null(sent);
  assert_string_equal(sent->text, json);
  assert_int_equal(sent->qos, 1);
  assert_false(sent->retain);
}

static void assert_wants(const char *json)
{
  const struct bench_sent *sent = bench_last(&bench, "update/want");
  assert_non_null(sent);
  assert_string_equal(sent->text, json);
}

static uint32_t wants(void)
{
  return bench_count(&bench, "update/want");
}

static void send_chunk(uint32_t offset, size_t length)
{
  char topic[128];
  (void)snprintf(topic, sizeof topic, "petcam/porch/update/chunk/%u", offset);
  bench_receive_bytes(&bench, topic, image + offset, length);
}

static void send_whole_image(void)
{
  send_chunk(0, PETCAM_CHUNK_BYTES);
  send_chunk(PETCAM_CHUNK_BYTES, PETCAM_CHUNK_BYTES);
  send_chunk(2 * PETCAM_CHUNK_BYTES, IMAGE - 2 * PETCAM_CHUNK_BYTES);
}

/* what is taken and what is refused */

static void reads_a_claim(void **state)
{
  (void)state;
  struct petcam_claim claim;
  static const char text[] = "petcam-firmware 1 ai-thinker 1.20.65535 1966080 " HASH;
  assert_null(petcam_claim_read(text, sizeof text - 1, &claim));
  assert_string_equal(claim.board, "ai-thinker");
  assert_string_equal(claim.version, "1.20.65535");
  assert_string_equal(claim.text, text);
  assert_int_equal(claim.length, PETCAM_IMAGE_BYTES_MAX);
  assert_int_equal(claim.sha256[0], 0x9f);
  assert_int_equal(claim.sha256[31], 0x08);
}

static void names_what_is_wrong_with_a_claim(void **state)
{
  (void)state;
  static const char *const wrong[][2] = {
      {"", "petcam-firmware 1"},
      {"petcam-firmware", "petcam-firmware 1"},
      {"petcam-firmware 2 host 1.0.0 1 " HASH, "petcam-firmware 1"},
      {"petcam-firmware  1 host 1.0.0 1 " HASH, "petcam-firmware 1"},
      {"petcam-firmware 1  1.0.0 1 " HASH, "board"},
      {"petcam-firmware 1 Host 1.0.0 1 " HASH, "board"},
      {"petcam-firmware 1 a_b 1.0.0 1 " HASH, "board"},
      {"petcam-firmware 1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1.0.0 1 " HASH, "board"},
      {"petcam-firmware 1 host 1.0 1 " HASH, "version"},
      {"petcam-firmware 1 host 1.0.0.0 1 " HASH, "version"},
      {"petcam-firmware 1 host 1.0.0. 1 " HASH, "version"},
      {"petcam-firmware 1 host 1..0 1 " HASH, "version"},
      {"petcam-firmware 1 host 01.0.0 1 " HASH, "version"},
      {"petcam-firmware 1 host 1.0.65536 1 " HASH, "version"},
      {"petcam-firmware 1 host 1.0.-1 1 " HASH, "version"},
      {"petcam-firmware 1 host 1.0.000000000000000000 1 " HASH, "version"},
      {"petcam-firmware 1 host", "version"},
      {"petcam-firmware 1 host 1.0.0 0 " HASH, "length"},
      {"petcam-firmware 1 host 1.0.0 01 " HASH, "length"},
      {"petcam-firmware 1 host 1.0.0 1966081 " HASH, "length"},
      {"petcam-firmware 1 host 1.0.0 99999999999 " HASH, "length"},
      {"petcam-firmware 1 host 1.0.0 1x " HASH, "length"},
      {"petcam-firmware 1 host 1.0.0 1 ", "sha256"},
      {"petcam-firmware 1 host 1.0.0 1 " HASH " ", "sha256"},
      {"petcam-firmware 1 host 1.0.0 1  " HASH, "sha256"},
      {"petcam-firmware 1 host 1.0.0 1 9F86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "sha256"},
      {"petcam-firmware 1 host 1.0.0 1 9g86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "sha256"},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    struct petcam_claim claim;
    const char *field = petcam_claim_read(wrong[i][0], strlen(wrong[i][0]), &claim);
    if (field == NULL || strcmp(field, wrong[i][1]) != 0) {
      fail_msg("%s: %s", wrong[i][0], field == NULL ? "taken" : field);
    }
  }
  char large[PETCAM_CLAIM_MAX + 2];
  memset(large, ' ', sizeof large);
  struct petcam_claim claim;
  assert_string_equal(petcam_claim_read(large, sizeof large, &claim), "petcam-firmware 1");
}

static void orders_versions_by_number(void **state)
{
  (void)state;
  static const char *const rising[] = {"0.0.0", "0.0.9", "0.0.10", "0.1.0", "0.65535.65535", "1.0.0", "10.0.0"};
  uint64_t before = 0;
  for (size_t i = 0; i < sizeof rising / sizeof rising[0]; i++) {
    uint64_t order;
    assert_true(petcam_version_read(rising[i], strlen(rising[i]), &order));
    assert_true(i == 0 || order > before);
    before = order;
  }
}

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
  send_chunk(2 * PETCAM_CHUNK_BYTES, IMAGE - 2 * PETCAM_CHUNK_BYTES);
  assert_int_equal(wants(), 3);
  assert_int_equal(bench.finishes, 1);
  assert_memory_equal(bench.image, image, sizeof image);
  assert_result("{\"v\":1,\"version\":\"1.1.0\",\"state\":\"restarting\"}");
  assert_int_equal(bench.restarts, 0);
  bench_published(&bench, bench_last(&bench, "update/result")->token);
  bench_run(&bench, 3000);
  assert_int_equal(bench.restarts, 1);
}

static void refuses_what_is_no_offer(void **state)
{
  (void)state;
  static const char *const wrong[][2] = {
      {"{}", "claim"},
      {"{\"claim\":5}", "claim"},
      {"{\"claim\":\"petcam\",\"signature\":\"\"}", "petcam-firmware 1"},
      {"{\"claim\":\"petcam-firmware 1 bench 1.1.0 5 " HASH "\"}", "signature"},
      {"{\"claim\":\"petcam-firmware 1 bench 1.1.0 5 " HASH "\",\"signature\":\"aa\"}", "signature"},
      {"{\"claim\":\"petcam-firmware 1 bench 1.1.0 5 " HASH "\",\"signature\":\"" HASH HASH "00\"}", "signature"},
      {"{\"claim\":\"petcam-firmware 1 bench 1.1.0 5 " HASH "\",\"signature\":\"" HASH
       "zz86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"}",
       "signature"},
  };
  online();
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    char transaction[8];
    (void)snprintf(transaction, sizeof transaction, "w%u", (unsigned)i);
    bench_request(&bench, "update", transaction, wrong[i][0]);
    assert_answer("\"code\":\"invalid\"");
    assert_answer(wrong[i][1]);
  }
  assert_int_equal(bench.verifications, 0);
  assert_int_equal(bench.begins, 0);
}

static void refuses_other_boards_older_versions_and_unsigned_claims(void **state)
{
  (void)state;
  online();
  offer("ai-thinker", "1.1.0");
  assert_answer("\"code\":\"other-board\"");
  offer("bench", "1.0.0");
  assert_answer("\"code\":\"not-newer\"");
  offer("bench", "0.9.9");
  assert_answer("\"code\":\"not-newer\"");
  bench.trust = PETCAM_NO_KEY;
  offer("bench", "1.1.0");
  assert_answer("\"code\":\"no-key\"");
  bench.trust = PETCAM_NOT_SIGNED;
  offer("bench", "1.1.0");
  assert_answer("\"code\":\"signature\"");
  assert_int_equal(bench.begins, 0);
  bench.trust = PETCAM_TRUSTED;
  bench.slot_broken = true;
  offer("bench", "1.1.0");
  assert_answer("\"code\":\"storage\"");
  bench_run(&bench, 10000);
  assert_int_equal(wants(), 0);
}

static void a_mark_of_the_build_is_not_part_of_the_running_version(void **state)
{
  (void)state;
  fresh();
  bench.config.firmware = "1.1.0-trial";
  bench_online(&bench);
  offer("bench", "1.1.0");
  assert_answer("\"code\":\"not-newer\"");
  offer("bench", "1.1.1");
  assert_answer("\"status\":\"ok\"");
  fresh();
  bench.config.firmware = "workbench";
  bench_online(&bench);
  offer("bench", "0.0.1");
  assert_answer("\"status\":\"ok\"");
}

static void is_busy_with_one_image_at_a_time(void **state)
{
  (void)state;
  online();
  offer("bench", "1.1.0");
  offer("bench", "1.2.0");
  assert_answer("\"code\":\"busy\"");
  assert_int_equal(bench.begins, 1);
}

static void goes_on_when_the_same_claim_is_offered_again(void **state)
{
  (void)state;
  online();
  offer("bench", "1.1.0");
  send_chunk(0, PETCAM_CHUNK_BYTES);
  uint32_t before = wants();
  bench.trust = PETCAM_NOT_SIGNED; /* it was checked once */
  offer("bench", "1.1.0");
  assert_answer("\"status\":\"ok\"");
  assert_int_equal(bench.begins, 1);
  assert_int_equal(wants(), before + 1);
  assert_wants("{\"v\":1,\"version\":\"1.1.0\",\"offset\":4096,\"length\":4096}");
}

static void refuses_while_it_restarts(void **state)
{
  (void)state;
  online();
  bench.deaf = true;
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_request(&bench, "restart", "r1", "{}");
  offer("bench", "1.1.0");
  assert_answer("\"message\":\"the camera is restarting\"");
  bench_request(&bench, "update", "r2", "{\"claim\":\"\"}");
  assert_answer("\"code\":\"busy\"");
}

static void refuses_while_its_own_image_is_on_trial(void **state)
{
  (void)state;
  fresh();
  bench.config.image = PETCAM_IMAGE_TRIAL;
  bench_online(&bench);
  offer("bench", "1.1.0");
  assert_answer("\"code\":\"busy\"");
  assert_answer("on trial");
}

/* the bytes */

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
  bench_run(&bench, TEN_MINUTES / 2);
  send_chunk(0, PETCAM_CHUNK_BYTES);
  bench_run(&bench, TEN_MINUTES - 1000);
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
  bench_run(&bench, 2 * TEN_MINUTES);
  uint32_t before = bench.sent_count;
  bench.reachable = true;
  bench_run(&bench, 61000);
  bench.reachable = false;
  assert_true(bench.sent_count > before);
  assert_wants("{\"v\":1,\"version\":\"1.1.0\",\"offset\":4096,\"length\":4096}");
  bench_receive(&bench, "petcam/bridge/state", "{\"state\":\"offline\"}");
  before = bench.sent_count;
  bench_run(&bench, 2 * TEN_MINUTES);
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
  assert_int_equal(bench.camera.link, PETCAM_LINK_UP);
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
  assert_int_equal(bench.camera.counters.bursts_sent, 1);
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

/* the trial */

static const char *told_state(void)
{
  const struct bench_sent *sent = bench_last(&bench, "porch/state");
  const char *at = sent == NULL ? NULL : strstr(sent->text, ",\"update\":");
  return at == NULL ? "" : at;
}

static void assert_tells(const char *expected)
{
  assert_true(strncmp(told_state(), expected, strlen(expected)) == 0);
}

static void tells_that_it_is_on_trial_and_then_kept(void **state)
{
  (void)state;
  fresh();
  bench.config.image = PETCAM_IMAGE_TRIAL;
  bench.config.reset = PETCAM_RESET_OTA;
  bench_online(&bench);
  assert_tells(",\"update\":{\"version\":\"1.0.0\",\"state\":\"trial\"},\"settings\":");
  assert_true(bench_says(&bench, "porch/state", "\"resetReason\":\"ota\""));
  bench_run(&bench, 3000);
  bench_receive(&bench, "petcam/bridge/state", "{\"state\":\"online\"}");
  assert_int_equal(bench.healthy, 1);
  bench_run(&bench, 2000);
  assert_tells(",\"update\":{\"version\":\"1.0.0\",\"state\":\"kept\"}");
}

static void tells_what_was_given_up_until_the_next_attempt(void **state)
{
  (void)state;
  fresh();
  bench.config.image = PETCAM_IMAGE_ROLLED_BACK;
  bench.config.rolled_back = "1.1.0";
  bench_online(&bench);
  assert_tells(",\"update\":{\"version\":\"1.1.0\",\"state\":\"rolled-back\"}");
  bench_run(&bench, 3000);
  bench_receive(&bench, "petcam/bridge/state", "{\"state\":\"online\"}");
  bench_run(&bench, 61000);
  assert_tells(",\"update\":{\"version\":\"1.1.0\",\"state\":\"rolled-back\"}");
  offer("bench", "1.1.0");
  bench_run(&bench, 2000);
  assert_string_equal(told_state(), "");
}

static void says_nothing_of_updates_when_there_was_none(void **state)
{
  (void)state;
  online();
  assert_string_equal(told_state(), "");
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_a_claim),
      cmocka_unit_test(names_what_is_wrong_with_a_claim),
      cmocka_unit_test(orders_versions_by_number),
      cmocka_unit_test(takes_an_image_chunk_by_chunk),
      cmocka_unit_test(refuses_what_is_no_offer),
      cmocka_unit_test(refuses_other_boards_older_versions_and_unsigned_claims),
      cmocka_unit_test(a_mark_of_the_build_is_not_part_of_the_running_version),
      cmocka_unit_test(is_busy_with_one_image_at_a_time),
      cmocka_unit_test(goes_on_when_the_same_claim_is_offered_again),
      cmocka_unit_test(refuses_while_it_restarts),
      cmocka_unit_test(refuses_while_its_own_image_is_on_trial),
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
      cmocka_unit_test(tells_that_it_is_on_trial_and_then_kept),
      cmocka_unit_test(tells_what_was_given_up_until_the_next_attempt),
      cmocka_unit_test(says_nothing_of_updates_when_there_was_none),
  };
  return cmocka_run_group_tests_name("update", tests, NULL, NULL);
}
