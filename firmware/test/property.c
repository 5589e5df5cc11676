/* Random events, a million by default. After every one: never stuck, never over the arena, every frame accounted for.
   Every 5,000 the world becomes kind, and everything still waiting must reach the hub. */
#include "suite.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

enum { STEPS_BETWEEN_DRAINS = 5000, DRAIN_MS = 600000 };

static struct bench bench;
static struct petcam_random dice;
static uint32_t boots, begins_refused, images;
static uint64_t total_taken, total_sent, total_lost, total_frames;

static uint32_t roll(uint32_t sides)
{
  return petcam_random_below(&dice, sides);
}

static void assert_ring_holds(void)
{
  struct petcam_ring *ring = &bench.camera.ring;
  struct petcam_burst *burst;
  uint32_t waiting = 0;
  for (uint32_t slot = 0; (burst = petcam_ring_at(ring, slot)) != NULL; slot++) {
    waiting += burst->count;
    for (uint32_t i = 0; i < burst->count; i++) {
      assert_true((uint64_t)burst->frames[i].offset + burst->frames[i].length <= ring->capacity);
    }
    assert_true(burst->phase == PETCAM_BURST_COMPLETE ? burst->count > 0 : slot + 1 == ring->held || burst->count == 0 ||
                                                                            petcam_ring_filling(ring) == burst);
    assert_int_equal(burst->wanted & burst->flying, 0);
  }
  const struct petcam_counters *counters = &bench.camera.context.counters;
  assert_int_equal(counters->frames_stored, counters->frames_delivered + counters->frames_lost + waiting);
  assert_int_equal(counters->bursts_taken,
                   counters->bursts_sent + counters->bursts_lost + petcam_ring_complete(ring));
}

/* Bytes of waiting frames never overlap. Slow, so not at every step. */
static void assert_no_overlap(void)
{
  struct petcam_ring *ring = &bench.camera.ring;
  const struct petcam_frame *frames[PETCAM_QUEUE_BURSTS * PETCAM_BURST_FRAMES_MAX];
  struct petcam_burst *burst;
  uint32_t count = 0;
  for (uint32_t slot = 0; (burst = petcam_ring_at(ring, slot)) != NULL; slot++) {
    for (uint32_t i = 0; i < burst->count; i++) {
      frames[count++] = &burst->frames[i];
    }
  }
  for (uint32_t a = 0; a < count; a++) {
    for (uint32_t b = a + 1; b < count; b++) {
      assert_true(frames[a]->offset + frames[a]->length <= frames[b]->offset ||
                  frames[b]->offset + frames[b]->length <= frames[a]->offset);
    }
  }
}

/* An image is received in one piece or not at all, and every begin has its end. */
static void assert_update_holds(void)
{
  const struct petcam_update *update = &bench.camera.update;
  assert_int_equal(bench.begins - begins_refused, bench.aborts + bench.finishes + (update->receiving ? 1U : 0U));
  if (update->receiving) {
    assert_true(update->offset < update->claim.length && update->offset % PETCAM_CHUNK_BYTES == 0);
    assert_int_equal(bench.image_bytes, update->offset);
  }
}

static void assert_holds(void)
{
  assert_update_holds();
  assert_true(bench.wake > bench.camera.context.now_ms);
  assert_true(bench.wake <= bench.camera.context.now_ms + 1000);
  assert_int_equal(bench.hub_conflicts, 0);
  assert_ring_holds();
}

static uint32_t random_length(void)
{
  return roll(100) == 0 ? 5 + roll(300000) : 5 + roll(1500);
}

static void random_shot(void)
{
  struct petcam_event event;
  static uint8_t bytes[64];
  if (roll(10) > 0) {
    bench_shoot(&bench, random_length(), (int)roll(257) - 1);
    return;
  }
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_SHOT;
  event.with.shot.kind = (enum petcam_shot_kind)roll(3);
  event.with.shot.jpeg = bytes;
  event.with.shot.length = roll(sizeof bytes);
  event.with.shot.exposed_ms = bench.now - roll(1000);
  bench_step(&bench, &event);
  bench.order_open = bench.camera.shutter.pending;
}

static void put_random_list(char *out, size_t capacity, uint32_t bound)
{
  size_t length = 0;
  out[0] = '\0';
  for (uint32_t i = 0; i < bound; i++) {
    if (roll(3) == 0) {
      length += (size_t)snprintf(out + length, capacity - length, "%s%" PRIu32, length > 0 ? "," : "", i);
    }
  }
}

static void random_ack(void)
{
  static const char *const states[] = {"open", "waiting", "closed"};
  static const char *const reasons[] = {"crc-mismatch", "hub-busy", "storage-full", "frame-too-large", "late",
                                        "manifest-invalid"};
  char topic[128], text[1024], durable[128], missing[128];
  struct petcam_id id = petcam_id_of_burst(bench.config.boot, bench.camera.capture.serial - roll(5));
  put_random_list(durable, sizeof durable, 20);
  put_random_list(missing, sizeof missing, 20);
  (void)snprintf(topic, sizeof topic, "petcam/porch/burst/%s/ack", id.text);
  (void)snprintf(text, sizeof text,
                 "{\"v\":1,\"burst\":\"%s\",\"state\":\"%s\",\"durable\":[%s],\"missing\":[%s],\"rejected\":[{\"index\":%"
                 PRIu32 ",\"reason\":\"%s\"}],\"time\":%" PRIu64 "}",
                 id.text, states[roll(3)], durable, missing, roll(22), reasons[roll(6)],
                 UINT64_C(1763867000000) + roll(100000));
  bench_receive(&bench, topic, text);
}

static void random_request(void)
{
  static const char *const verbs[] = {"capture", "settings", "preview", "time", "explode", "capture", "capture", "restart"};
  static const char *const frames[] = {"1", "3", "8", "20"};
  char topic[128], text[512];
  uint32_t verb = roll(400) == 0 ? 7 : roll(7);
  (void)snprintf(topic, sizeof topic, "petcam/porch/request/%s", verbs[verb]);
  (void)snprintf(text, sizeof text,
                 "{\"transaction\":\"t%" PRIu32 "\",\"data\":{\"burstFrames\":%s,\"burstIntervalMs\":%" PRIu32
                 ",\"warmupFrames\":%" PRIu32 ",\"motionSensitivity\":%" PRIu32 ",\"seconds\":%" PRIu32
                 ",\"fps\":%" PRIu32 ",\"scheduleSeconds\":%" PRIu32 ",\"epochMs\":1763867000123}}",
                 roll(40), frames[roll(4)], 50 + roll(500), roll(4), roll(12), roll(130), roll(7), roll(4) * 60);
  bench_receive(&bench, topic, text);
}

static void random_offer(void)
{
  static const char *const claims[] = {"", "petcam-firmware 1 bench 1.0.1 1 ", "petcam-firmware 1 bench 1.1.0 9000 ",
                                       "petcam-firmware 1 bench 2.0.0 40960 ", "petcam-firmware 1 host 1.1.0 5 ",
                                       "petcam-firmware 1 bench 0.9.0 5 ", "petcam-firmware 2"};
  char data[512];
  char transaction[16];
  char hash[2 * PETCAM_SHA256_BYTES + 1];
  uint32_t claim = roll(7);
  memset(hash, 'a', sizeof hash - 1U);
  hash[sizeof hash - 1U] = '\0';
  (void)snprintf(transaction, sizeof transaction, "u%" PRIu32, roll(1000));
  (void)snprintf(data, sizeof data, "{\"claim\":\"%s%s\",\"signature\":\"%s%s\"}", claims[claim],
                 claim == 0 ? "" : hash, hash, hash);
  bench.trust = roll(4) == 0 ? PETCAM_NOT_SIGNED : PETCAM_TRUSTED;
  bench.slot_broken = roll(8) == 0;
  uint32_t before = bench.begins;
  bench_request(&bench, "update", transaction, data);
  begins_refused += bench.slot_broken ? bench.begins - before : 0;
}

static void random_chunk(void)
{
  static uint8_t bytes[PETCAM_CHUNK_BYTES];
  const struct petcam_update *update = &bench.camera.update;
  uint32_t rest = update->claim.length - update->offset;
  uint32_t offset = roll(8) == 0 ? roll(12) * PETCAM_CHUNK_BYTES : update->offset;
  uint32_t length = roll(8) == 0 || rest > PETCAM_CHUNK_BYTES ? PETCAM_CHUNK_BYTES : rest;
  char topic[64];
  (void)snprintf(topic, sizeof topic, "petcam/porch/update/chunk/%" PRIu32, offset);
  bench.write_broken = roll(200) == 0;
  bench.written = roll(2) == 0 ? PETCAM_WRITTEN : PETCAM_WRONG_HASH;
  uint32_t before = bench.finishes;
  bench_receive_bytes(&bench, topic, bytes, length);
  images += bench.finishes - before;
}

static void random_garbage(void)
{
  static const char *const topics[] = {"petcam/porch/request/capture", "petcam/porch/burst/00000017-1/ack",
                                       "petcam/bridge/state", "petcam/porch", ""};
  static const char alphabet[] = "{}[]:,\"0123456789abtruefalsn \\u-.";
  char text[80];
  uint32_t length = roll(sizeof text);
  for (uint32_t i = 0; i < length; i++) {
    text[i] = alphabet[roll(sizeof alphabet - 1)];
  }
  text[length < sizeof text ? length : sizeof text - 1] = '\0';
  bench_receive(&bench, topics[roll(5)], text);
}

static void random_published(void)
{
  const struct petcam_flight *flight = &bench.camera.upload.flights[roll(PETCAM_FLIGHTS)];
  bench_published(&bench, roll(5) == 0 ? (int32_t)roll(1000) - 10 : flight->token);
}

static void random_hub_state(void)
{
  bench_receive(&bench, "petcam/bridge/state", roll(4) == 0 ? "{\"state\":\"offline\"}" : "{\"state\":\"online\"}");
}

static void honest_ack(void)
{
  if (bench.ack_ready) {
    char topic[sizeof bench.ack_topic];
    char text[sizeof bench.ack];
    memcpy(topic, bench.ack_topic, sizeof topic);
    memcpy(text, bench.ack, sizeof text);
    bench.ack_ready = false;
    bench_receive(&bench, topic, text);
  }
}

static void random_world(void)
{
  bench.deaf = roll(8) == 0;
  bench.silent = roll(8) == 0;
  bench.refuse_publish = roll(12) == 0;
  bench.lose_one_in = roll(3) == 0 ? 2 + roll(8) : 0;
}

static void random_link(void)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = roll(3) == 0 ? PETCAM_EVENT_DISCONNECTED : PETCAM_EVENT_CONNECTED;
  event.with.refused = roll(4) == 0;
  bench_step(&bench, &event);
}

static void random_event(void)
{
  uint32_t event = roll(100);
  if (event < 20) {
    bench_tick(&bench, roll(100) == 0 ? roll(100000) : roll(300));
  } else if (event < 50) {
    random_shot();
  } else if (event < 65) {
    random_published();
  } else if (event < 79) {
    honest_ack();
  } else if (event < 80) {
    random_ack();
  } else if (event < 84) {
    random_request();
  } else if (event < 86) {
    random_garbage();
  } else if (event < 88) {
    random_hub_state();
  } else if (event < 94) {
    random_link();
  } else if (event < 95) {
    if (roll(20) == 0) {
      random_offer();
    } else {
      random_chunk();
    }
  } else if (event < 96) {
    bench_trigger(&bench, (enum petcam_trigger)roll(4));
  } else if (event < 98) {
    bench_event(&bench, PETCAM_EVENT_CAMERA_FAILED);
  } else if (event < 99) {
    random_world();
  } else {
    bench_event(&bench, roll(200) == 0 ? PETCAM_EVENT_FORGET : PETCAM_EVENT_PROVISIONED);
  }
}

static void note_totals(void)
{
  total_taken += bench.camera.context.counters.bursts_taken;
  total_sent += bench.camera.context.counters.bursts_sent;
  total_lost += bench.camera.context.counters.bursts_lost;
  total_frames += bench.camera.context.counters.frames_stored;
}

/* The platform restarts: memory is lost, the boot counter is not. */
static void reboot(void)
{
  note_totals();
  bench.config.boot++;
  bench.restarts = 0;
  bench.begins = bench.aborts = bench.finishes = begins_refused = 0;
  bench.order_open = false;
  bench.ack_ready = false;
  boots++;
  bench_start(&bench);
}

/* The hub's quiet time: what it still waits for is closed as it is. */
static void close_leftovers(void)
{
  struct petcam_burst *burst;
  while ((burst = petcam_ring_at(&bench.camera.ring, 0)) != NULL) {
    char topic[128], text[256];
    struct petcam_id id = petcam_id_of_burst(bench.config.boot, burst->serial);
    assert_true((burst->undeliverable & burst->wanted) == 0);
    (void)snprintf(topic, sizeof topic, "petcam/porch/burst/%s/ack", id.text);
    (void)snprintf(text, sizeof text,
                   "{\"v\":1,\"burst\":\"%s\",\"state\":\"closed\",\"durable\":[],\"missing\":[0],\"rejected\":[],"
                   "\"time\":1763867000123}",
                   id.text);
    assert_int_not_equal(burst->undeliverable, 0); /* only what can never arrive may be left */
    bench_receive(&bench, topic, text);
  }
}

static void drain(void)
{
  bench.deaf = bench.silent = bench.refuse_publish = false;
  bench.lose_one_in = 0;
  bench_receive(&bench, "petcam/porch/request/settings",
                "{\"transaction\":\"drain\",\"data\":{\"motion\":false,\"scheduleSeconds\":0}}");
  bench.camera.command.answers[0].transaction.text[0] = '\0';
  bench_receive(&bench, "petcam/bridge/state", "{\"state\":\"online\"}");
  bench.reachable = true;
  bench_run(&bench, DRAIN_MS);
  bench.reachable = false;
  if (bench.restarts > 0) {
    return; /* a restart that was ordered before came due */
  }
  close_leftovers();
  bench_event(&bench, PETCAM_EVENT_TICK);
  assert_int_equal(petcam_mode(&bench.camera), PETCAM_IDLE);
  assert_holds();
}

static void survives_anything(void **state)
{
  (void)state;
  dice = petcam_random(20261123);
  bench_init(&bench);
  bench.frame_bytes = 700;
  bench_start(&bench);
  for (uint32_t step = 1; step <= PROPERTY_STEPS; step++) {
    random_event();
    assert_holds();
    if (step % 100 == 0) {
      assert_no_overlap();
      assert_true(bench_guards_intact(&bench));
    }
    if (bench.restarts > 0) {
      reboot();
    } else if (step % STEPS_BETWEEN_DRAINS == 0) {
      drain();
    }
  }
  note_totals();
  print_message("%d steps, %" PRIu32 " boots, %" PRIu64 " bursts of %" PRIu64 " frames: %" PRIu64 " delivered, %" PRIu64
                " lost and counted; %" PRIu32 " images received\n",
                PROPERTY_STEPS, boots + 1, total_taken, total_frames, total_sent, total_lost, images);
  assert_true(total_sent > 0 && total_lost > 0 && images > 0);
}

int main(void)
{
  static const struct CMUnitTest tests[] = {cmocka_unit_test(survives_anything)};
  return cmocka_run_group_tests_name("property", tests, NULL, NULL);
}
