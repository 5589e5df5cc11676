/* The queue between the core and a client that may wait, alone and with the whole camera on a slow link. */
#include "suite.h"

#include <stdio.h>

#include "scene.h"
#include "send_queue.h"

enum { POLL_MS = 50, ANSWER_MS = 100, WATCHDOG_MS = 20000 };

/* An MQTT client as esp-mqtt is: one lock, held while a message is written, so that whoever hands a message over waits
   for the end of the one before. */
struct slow_client {
  uint32_t bytes_per_second;
  uint64_t free_ms;    /* until then the client writes */
  uint64_t handing_ms; /* until then the task waits for the lock; 0: it is idle */
  int32_t next_id;
  struct {
    int32_t id;
    uint64_t at_ms;
  } acks[PETCAM_SEND_CLIENT + 1];
  uint64_t longest_wait_ms;
  uint32_t handed;
};

static struct petcam_send_queue queue;
static uint8_t frame_bytes[PETCAM_FRAME_BYTES_MAX];
static uint8_t preview_bytes[PETCAM_PREVIEW_BYTES_MAX];
static struct slow_client client;

static int32_t put(const char *topic, size_t length, uint8_t qos)
{
  static uint8_t bytes[PETCAM_FRAME_BYTES_MAX + 1];
  struct petcam_publish message = {topic, bytes, length, qos, false};
  return petcam_send_queue_put(&queue, &message);
}

static void begin(void)
{
  petcam_send_queue_init(&queue, frame_bytes, sizeof frame_bytes, preview_bytes);
}

static const char *taken(void)
{
  const struct petcam_outgoing *outgoing = petcam_send_queue_take(&queue);
  return outgoing == NULL ? "nothing" : outgoing->topic.text;
}

static void small_messages_overtake_a_frame_that_waits(void **state)
{
  (void)state;
  begin();
  petcam_send_queue_subscribe(&queue, "sub");
  assert_true(put("frame", 100000, 1) > 0);
  assert_true(put("answer", 10, 1) > 0);
  assert_string_equal(taken(), "sub");
  assert_string_equal(taken(), "nothing");
  assert_int_equal(petcam_send_queue_handed(&queue, 0), 0);
  assert_string_equal(taken(), "answer");
  assert_int_equal(petcam_send_queue_handed(&queue, 7), 0);
  assert_string_equal(taken(), "frame");
}

static void hands_over_a_further_frame_only_when_the_client_has_room(void **state)
{
  (void)state;
  begin();
  int32_t first = put("first", 200000, 1);
  assert_string_equal(taken(), "first");
  assert_int_equal(put("second", 200000, 1), -1);
  (void)petcam_send_queue_handed(&queue, 1);
  assert_true(put("second", 200000, 1) > 0);
  assert_string_equal(taken(), "nothing");
  assert_int_equal(petcam_send_queue_acknowledged(&queue, 1), first);
  assert_string_equal(taken(), "second");
}

static void a_message_that_the_client_refuses_stays_first(void **state)
{
  (void)state;
  begin();
  int32_t token = put("answer", 10, 1);
  assert_string_equal(taken(), "answer");
  assert_int_equal(petcam_send_queue_handed(&queue, -1), 0);
  assert_string_equal(taken(), "answer");
  assert_int_equal(petcam_send_queue_handed(&queue, 9), 0);
  assert_int_equal(petcam_send_queue_acknowledged(&queue, 8), 0);
  assert_int_equal(petcam_send_queue_acknowledged(&queue, 9), token);
  assert_int_equal(petcam_send_queue_acknowledged(&queue, 9), 0);
}

static void an_acknowledgement_may_come_before_the_client_said_the_id(void **state)
{
  (void)state;
  begin();
  int32_t token = put("answer", 10, 1);
  assert_string_equal(taken(), "answer");
  assert_int_equal(petcam_send_queue_acknowledged(&queue, 5), 0);
  assert_int_equal(petcam_send_queue_handed(&queue, 5), token);
}

static void a_newer_preview_takes_the_place_of_one_that_waits(void **state)
{
  (void)state;
  begin();
  assert_int_equal(put("old", 5000, 0), 0);
  assert_int_equal(put("new", 6000, 0), 0);
  assert_string_equal(taken(), "new");
  assert_int_equal(put("late", 5000, 0), 0);
  (void)petcam_send_queue_handed(&queue, 0);
  assert_string_equal(taken(), "nothing");
  assert_int_equal(put("too large", PETCAM_PREVIEW_BYTES_MAX + 1, 0), 0);
  assert_string_equal(taken(), "nothing");
  assert_int_equal(put("too large", PETCAM_FRAME_BYTES_MAX + 1, 1), -1);
}

static void is_bounded(void **state)
{
  (void)state;
  begin();
  for (uint32_t i = 0; i < PETCAM_SEND_TEXTS - 1; i++) {
    assert_true(put("answer", 10, 1) > 0);
  }
  assert_int_equal(put("answer", 10, 1), -1);
  petcam_send_queue_subscribe(&queue, "sub");
  for (int32_t id = 1; petcam_send_queue_take(&queue) != NULL; id++) {
    (void)petcam_send_queue_handed(&queue, id);
    (void)put("answer", 10, 1);
  }
  assert_int_equal(petcam_send_queue_acknowledged(&queue, 1), 1);
  assert_string_equal(taken(), "answer");
}

static void a_board_without_room_for_pictures_still_answers(void **state)
{
  (void)state;
  petcam_send_queue_init(&queue, NULL, 0, NULL);
  assert_int_equal(put("frame", PETCAM_TEXT_BYTES + 1, 1), -1);
  assert_int_equal(put("preview", 10, 0), 0);
  assert_true(put("state", PETCAM_TEXT_BYTES, 1) > 0);
  assert_string_equal(taken(), "state");
  assert_int_equal(petcam_send_queue_handed(&queue, 7), 0);
  assert_string_equal(taken(), "nothing");
}

static void nothing_of_a_lost_connection_is_left(void **state)
{
  (void)state;
  begin();
  (void)put("answer", 10, 1);
  (void)put("frame", 100000, 1);
  (void)put("preview", 1000, 0);
  assert_string_equal(taken(), "answer");
  petcam_send_queue_clear(&queue);
  assert_int_equal(petcam_send_queue_handed(&queue, 3), 0);
  assert_int_equal(petcam_send_queue_acknowledged(&queue, 3), 0);
  assert_string_equal(taken(), "nothing");
  queue.last_token = INT32_MAX;
  assert_int_equal(put("answer", 10, 1), 1);
}

static int32_t publish_into_queue(void *context, const struct petcam_publish *message)
{
  (void)context;
  int32_t token = petcam_send_queue_put(&queue, message);
  if (token >= 0) {
    bench_remember(&bench, message, token);
  }
  return token;
}

/* The task of the board: waits for the client's lock, then for the next message. */
static void run_task(void)
{
  const struct petcam_outgoing *outgoing;
  if (client.handing_ms != 0 && bench.now < client.handing_ms) {
    return;
  }
  if (client.handing_ms != 0) {
    uint64_t begins = client.handing_ms + POLL_MS;
    int32_t id = queue.current.qos == 0 ? 0 : client.next_id++;
    client.free_ms = begins + queue.current.length * 1000U / client.bytes_per_second;
    for (uint32_t i = 0; id != 0 && i <= PETCAM_SEND_CLIENT; i++) {
      if (client.acks[i].id == 0) {
        client.acks[i].id = id;
        client.acks[i].at_ms = client.free_ms;
        break;
      }
    }
    client.handing_ms = 0;
    client.handed++;
    assert_int_equal(petcam_send_queue_handed(&queue, id), 0);
  }
  if ((outgoing = petcam_send_queue_take(&queue)) != NULL) {
    client.handing_ms = client.free_ms > bench.now ? client.free_ms : bench.now;
    uint64_t wait = client.handing_ms - bench.now;
    client.longest_wait_ms = wait > client.longest_wait_ms ? wait : client.longest_wait_ms;
    struct petcam_publish message = {outgoing->topic.text, outgoing->payload, outgoing->length, outgoing->qos, false};
    if (!outgoing->subscribe) {
      bench_hub_receive(&bench, &message);
    }
  }
}

static void run_acks(void)
{
  for (uint32_t i = 0; i <= PETCAM_SEND_CLIENT; i++) {
    if (client.acks[i].id != 0 && client.acks[i].at_ms <= bench.now) {
      int32_t token = petcam_send_queue_acknowledged(&queue, client.acks[i].id);
      client.acks[i].id = 0;
      if (token != 0) {
        bench_published(&bench, token);
      }
    }
  }
}

static void run(uint64_t ms)
{
  uint64_t until = bench.now + ms;
  while (bench.now < until) {
    bench_tick(&bench, 10);
    run_task();
    run_acks();
    bench_answer(&bench);
  }
}

static void begin_slow(uint32_t bytes_per_second, uint32_t bytes, uint32_t interval_ms)
{
  char settings[96];
  begin();
  memset(&client, 0, sizeof client);
  client.bytes_per_second = bytes_per_second;
  client.next_id = 1;
  fresh();
  (void)snprintf(settings, sizeof settings, "{\"burstIntervalMs\":%u,\"warmupFrames\":0}", interval_ms);
  set(settings);
  bench.frame_bytes = bytes;
  bench.publish = publish_into_queue;
  bench.config.arena_bytes = BENCH_ARENA;
  bench_online(&bench);
  run(3000);
}

/* Takes a burst of eight while the link writes seconds a frame. The largest gap between two exposures. */
static uint64_t largest_gap(uint64_t ms)
{
  uint64_t gap = 0;
  uint64_t last = 0;
  uint32_t exposures = bench.exposures;
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  for (uint64_t end = bench.now + ms; bench.now < end && camera()->capture.active;) {
    run(10);
    if (bench.exposures != exposures) {
      gap = last != 0 && bench.now - last > gap ? bench.now - last : gap;
      last = bench.now;
      exposures = bench.exposures;
    }
  }
  return gap;
}

static void a_burst_keeps_its_pace_on_a_slow_link(void **state)
{
  (void)state;
  begin_slow(25000, 60000, 400);
  assert_true(largest_gap(10000) <= 400 + 20);
  assert_int_equal(camera()->context.counters.bursts_shortened, 0);
  run(60000);
  assert_true(client.longest_wait_ms > 2000); /* whoever had handed over from the core's own thread had waited */
  assert_int_equal(camera()->context.counters.bursts_sent, 1);
  assert_int_equal(camera()->context.counters.frames_resent, 0);
  assert_int_equal(bench.disconnects, 0);
  assert_int_equal(bench.restarts, 0);
  assert_accounts_balance();
}

/* The time from a request to its answer in the queue. */
static uint64_t answer_time(const char *verb, const char *transaction, const char *data)
{
  char tail[32];
  uint64_t asked = bench.now;
  (void)snprintf(tail, sizeof tail, "response/%s", verb);
  request(verb, transaction, data);
  while (!bench_says(&bench, tail, transaction) && bench.now - asked < WATCHDOG_MS) {
    run(10);
  }
  return bench.now - asked;
}

static void answers_at_once_while_a_frame_is_written(void **state)
{
  (void)state;
  begin_slow(12500, 120000, 400);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  run(3000);
  assert_true(client.free_ms > bench.now + 5000);
  assert_true(answer_time("settings", "s1", "{\"quality\":12}") <= ANSWER_MS);
  assert_true(answer_time("time", "t1", "{\"epochMs\":1763867000123}") <= ANSWER_MS);
  assert_true(answer_time("update", "u1", "{\"claim\":\"\"}") <= ANSWER_MS);
  assert_true(answer_time("capture", "c1", "{}") <= ANSWER_MS);
}

/* Two frames of 37 s each: the second one is on its way for longer than a minute, and nothing is wrong. */
static void a_second_flight_may_wait_for_the_first(void **state)
{
  (void)state;
  begin_slow(8000, 300000, 400);
  bench_request(&bench, "settings", "s1", "{\"burstFrames\":2}");
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  run(70000);
  assert_int_equal(camera()->context.counters.frames_stored, 2);
  run(20000);
  assert_int_equal(camera()->context.counters.bursts_sent, 1);
  assert_int_equal(bench.disconnects, 0);
}

static void sends_again_what_the_client_gave_up(void **state)
{
  struct petcam_event event;
  (void)state;
  online();
  bench.deaf = true;
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_tick(&bench, 10);
  bench_shoot(&bench, 20000, 90);
  bench_tick(&bench, 10);
  int32_t token = camera()->upload.flights[0].token;
  while (token == 0) {
    bench_tick(&bench, 100);
    if (bench.order_open) {
      bench_shoot(&bench, 20000, 90);
    }
    token = camera()->upload.flights[0].token;
  }
  uint32_t sent = bench_count(&bench, "/frame/0");
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_UNSENT;
  event.with.token = token;
  bench_step(&bench, &event);
  assert_int_equal(bench_count(&bench, "/frame/0"), sent + 1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(small_messages_overtake_a_frame_that_waits),
      cmocka_unit_test(hands_over_a_further_frame_only_when_the_client_has_room),
      cmocka_unit_test(a_message_that_the_client_refuses_stays_first),
      cmocka_unit_test(an_acknowledgement_may_come_before_the_client_said_the_id),
      cmocka_unit_test(a_newer_preview_takes_the_place_of_one_that_waits),
      cmocka_unit_test(is_bounded),
      cmocka_unit_test(a_board_without_room_for_pictures_still_answers),
      cmocka_unit_test(nothing_of_a_lost_connection_is_left),
      cmocka_unit_test(a_burst_keeps_its_pace_on_a_slow_link),
      cmocka_unit_test(answers_at_once_while_a_frame_is_written),
      cmocka_unit_test(a_second_flight_may_wait_for_the_first),
      cmocka_unit_test(sends_again_what_the_client_gave_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
