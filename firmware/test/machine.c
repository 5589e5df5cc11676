/* The whole camera, as its owner and its hub would notice it. */
#include "suite.h"

#include <stdio.h>

#include "bench.h"

static struct bench bench;

static struct petcam *camera(void)
{
  return &bench.camera;
}

static void fresh(void)
{
  bench_init(&bench);
  bench.config.settings.value[PETCAM_MOTION] = 0;
}

static void online(void)
{
  fresh();
  bench_online(&bench);
  bench_run(&bench, 500);
}

static void take_burst(void)
{
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_run(&bench, 6000);
}

static void ack(const char *burst, const char *state, const char *durable, const char *missing, const char *rejected)
{
  char topic[128];
  char text[1024];
  (void)snprintf(topic, sizeof topic, "petcam/porch/burst/%s/ack", burst);
  (void)snprintf(text, sizeof text,
                 "{\"v\":1,\"burst\":\"%s\",\"state\":\"%s\",\"durable\":[%s],\"missing\":[%s],\"rejected\":[%s],"
                 "\"time\":1763867000123}",
                 burst, state, durable, missing, rejected);
  bench_receive(&bench, topic, text);
}

static void set(const char *json)
{
  struct petcam_json object;
  assert_true(petcam_json_parse(json, strlen(json), &object));
  assert_null(petcam_settings_update(&bench.config.settings, object));
}

static void request(const char *verb, const char *transaction, const char *data)
{
  char topic[128];
  char text[512];
  (void)snprintf(topic, sizeof topic, "petcam/porch/request/%s", verb);
  (void)snprintf(text, sizeof text, "{\"transaction\":\"%s\",\"data\":%s}", transaction, data);
  bench_receive(&bench, topic, text);
}

static void assert_says(const char *tail, const char *part)
{
  const struct bench_sent *sent = bench_last(&bench, tail);
  assert_non_null(sent);
  if (strstr(sent->text, part) == NULL) {
    fail_msg("%s says %s, not %s", tail, sent->text, part);
  }
}

/* Every stored frame is delivered, lost or waiting. */
static void assert_accounts_balance(void)
{
  uint32_t waiting = 0;
  struct petcam_burst *burst;
  for (uint32_t place = 0; (burst = petcam_ring_at(&camera()->ring, place)) != NULL; place++) {
    waiting += burst->count;
  }
  const struct petcam_counters *counters = &camera()->counters;
  assert_int_equal(counters->frames_stored, counters->frames_delivered + counters->frames_lost + waiting);
}

/* start */

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
  assert_int_equal(bench.led, PETCAM_LED_READY);
}

static void tells_its_state_every_minute(void **state)
{
  (void)state;
  online();
  uint32_t before = bench_count(&bench, "/state");
  bench_run(&bench, 61000);
  assert_int_equal(bench_count(&bench, "/state"), before + 1);
}

/* link */

static void waits_longer_after_every_failure(void **state)
{
  (void)state;
  fresh();
  bench_start(&bench);
  uint64_t before = 0;
  for (int i = 0; i < 6; i++) {
    bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
    assert_int_equal(petcam_mode(camera()), PETCAM_OFFLINE);
    assert_int_equal(bench.led, PETCAM_LED_OFFLINE);
    uint64_t wait = camera()->link_retry_ms - bench.now;
    assert_true(wait > before);
    before = wait;
    bench_tick(&bench, wait);
    bench_shoot(&bench, 9000, 90);
    assert_int_equal(bench.connects, (uint32_t)i + 2U);
  }
}

static void starts_with_short_waits_again_after_a_stable_link(void **state)
{
  (void)state;
  online();
  camera()->link_backoff.attempt = 6;
  bench_run(&bench, 11000);
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  assert_true(camera()->link_retry_ms - bench.now < 1300);
}

static void mends_a_link_sooner_that_came_up(void **state)
{
  (void)state;
  online();
  camera()->link_backoff.attempt = 6;
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  assert_in_range(camera()->link_retry_ms - bench.now, 4000, 5000);
  online();
  take_burst();
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  assert_in_range(camera()->link_retry_ms - bench.now, 1000, 1250);
}

static void gives_an_attempt_up_that_leads_nowhere(void **state)
{
  (void)state;
  fresh();
  bench_start(&bench);
  bench_tick(&bench, 30000);
  assert_int_equal(bench.disconnects, 1);
  assert_int_equal(petcam_mode(camera()), PETCAM_OFFLINE);
}

static void shows_that_the_hub_refused_it(void **state)
{
  (void)state;
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  fresh();
  bench_start(&bench);
  event.type = PETCAM_EVENT_DISCONNECTED;
  event.with.refused = true;
  bench_step(&bench, &event);
  assert_int_equal(bench.led, PETCAM_LED_REFUSED);
}

static void gives_the_link_up_when_the_broker_goes_silent(void **state)
{
  (void)state;
  online();
  bench.deaf = true;
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  for (int i = 0; i < 5; i++) { /* warm-ups and one frame */
    bench_tick(&bench, 50);
    bench_shoot(&bench, 9000, 90);
  }
  assert_int_equal(bench_count(&bench, "/frame/"), 1);
  bench_tick(&bench, 60000);
  assert_int_equal(bench.disconnects, 1);
  assert_true(camera()->ring.bursts[0].wanted != 0);
}

static void pauses_while_the_hub_is_away(void **state)
{
  (void)state;
  online();
  bench_receive(&bench, "petcam/bridge/state", "{\"state\":\"offline\"}");
  assert_int_equal(petcam_mode(camera()), PETCAM_OFFLINE);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_run(&bench, 10000);
  assert_int_equal(bench_count(&bench, "/burst/"), 0);
  bench_receive(&bench, "petcam/bridge/state", "{\"state\":\"online\"}");
  bench_run(&bench, 5000);
  assert_int_equal(camera()->counters.bursts_sent, 1);
}

/* bursts */

static void delivers_a_burst_whole(void **state)
{
  (void)state;
  online();
  bench_trigger(&bench, PETCAM_BY_MOTION);
  assert_int_equal(petcam_mode(camera()), PETCAM_CAPTURING);
  assert_int_equal(bench.led, PETCAM_LED_CAPTURING);
  bench_run(&bench, 8000);
  const struct bench_hub_burst *burst = bench_hub_find(&bench, "00000017-1");
  assert_non_null(burst);
  assert_int_equal(burst->named, 255);
  assert_true(burst->closed);
  assert_int_equal(camera()->counters.bursts_sent, 1);
  assert_int_equal(camera()->counters.frames_delivered, 8);
  assert_int_equal(petcam_mode(camera()), PETCAM_IDLE);
  assert_says("/manifest", "\"trigger\":\"motion\",\"count\":8");
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
    assert_int_equal(camera()->counters.frames_stored, 0);
    bench_tick(&bench, 50);
    bench_shoot(&bench, 9000, lumas[i]);
  }
  assert_int_equal(camera()->counters.frames_stored, 1);
}

static void stops_waiting_for_an_exposure_that_never_settles(void **state)
{
  (void)state;
  fresh();
  set("{\"warmupFrames\":1,\"burstFrames\":1}");
  bench_start(&bench);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  for (int i = 0; i < 14 && camera()->counters.frames_stored == 0; i++) {
    bench_tick(&bench, 50);
    bench_shoot(&bench, 9000, i % 2 == 0 ? 20 : 200);
  }
  assert_int_equal(camera()->counters.frames_stored, 1);
}

static void needs_no_warmup_when_it_has_been_looking(void **state)
{
  (void)state;
  bench_init(&bench);
  bench_online(&bench);
  bench_run(&bench, 3000);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_run(&bench, 300);
  assert_true(camera()->counters.frames_stored > 0);
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
  assert_int_equal(camera()->counters.shots_bad, 1);
  bench_shoot(&bench, 9000, 90);
  assert_int_equal(camera()->counters.frames_stored, 1);
  uint64_t exposed = bench.now;
  bench_tick(&bench, 100);
  bench.now = exposed; /* the sensor hands out the same picture again */
  bench_shoot(&bench, 9000, 90);
  assert_int_equal(camera()->counters.shots_bad, 2);
  bench_tick(&bench, 200);
  bench_shoot(&bench, 9000, 90);
  assert_int_equal(camera()->counters.frames_stored, 2);
  assert_int_equal(camera()->counters.bursts_taken, 1);
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
  assert_int_equal(camera()->counters.frames_stored, 1);
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
  assert_int_equal(camera()->counters.bursts_shortened, 1);
  assert_int_equal(camera()->counters.bursts_taken, 1);
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
  for (int i = 0; i < 6 && camera()->sequence.active; i++) {
    bench_tick(&bench, 6000); /* the sensor never answers */
  }
  assert_false(camera()->sequence.active);
  assert_int_equal(camera()->counters.bursts_taken, 0);
  assert_null(petcam_ring_at(&camera()->ring, 0));
  bench_event(&bench, PETCAM_EVENT_TICK);
}

static void a_late_answer_of_the_sensor_is_no_answer(void **state)
{
  (void)state;
  online();
  uint32_t stored = camera()->counters.frames_stored;
  assert_false(camera()->shot_pending);
  bench_shoot(&bench, 9000, 90);
  bench_event(&bench, PETCAM_EVENT_CAMERA_FAILED);
  assert_int_equal(camera()->counters.frames_stored, stored);
  assert_int_equal(camera()->shot_failures, 0);
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

/* ring */

static void loses_the_whole_oldest_burst_when_the_ring_is_full(void **state)
{
  (void)state;
  fresh();
  set("{\"burstFrames\":4,\"burstIntervalMs\":100,\"warmupFrames\":0}");
  bench_start(&bench);
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  for (int i = 0; i < 12; i++) { /* 12 bursts of 80,000 bytes into 655,360 */
    bench_trigger(&bench, PETCAM_BY_BUTTON);
    bench_run(&bench, 900);
  }
  assert_int_equal(camera()->counters.bursts_taken, 12);
  assert_int_equal(camera()->counters.bursts_lost, 5);
  assert_int_equal(camera()->counters.frames_lost, 20);
  assert_int_equal(petcam_ring_at(&camera()->ring, 0)->serial, 6);
  assert_accounts_balance();
  while (camera()->link != PETCAM_LINK_TRYING) {
    bench_run(&bench, 50);
  }
  bench_event(&bench, PETCAM_EVENT_CONNECTED);
  assert_says("/state", "\"queued\":7,\"sent\":0,\"lost\":5,\"framesLost\":20");
  bench_run(&bench, 20000);
  assert_int_equal(camera()->counters.bursts_sent, 7);
  assert_int_equal(bench.hub_conflicts, 0);
  assert_true(bench_guards_intact(&bench));
}

static void loses_the_oldest_when_too_many_bursts_wait(void **state)
{
  (void)state;
  fresh();
  set("{\"burstFrames\":1,\"warmupFrames\":0}");
  bench_start(&bench);
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  for (int i = 0; i < 18; i++) {
    bench_trigger(&bench, PETCAM_BY_BUTTON);
    bench_run(&bench, 200);
  }
  assert_int_equal(petcam_ring_whole(&camera()->ring), PETCAM_QUEUE_BURSTS);
  assert_int_equal(camera()->counters.bursts_lost, 2);
}

static void shortens_a_burst_that_is_larger_than_the_arena(void **state)
{
  (void)state;
  fresh();
  set("{\"burstFrames\":8,\"burstIntervalMs\":100,\"warmupFrames\":0}");
  bench_start(&bench);
  bench_shoot(&bench, 9000, 90);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  for (int i = 0; i < 4; i++) {
    bench_tick(&bench, 100);
    bench_shoot(&bench, 200000, 90);
  }
  assert_false(camera()->sequence.active);
  assert_int_equal(camera()->counters.bursts_shortened, 1);
  assert_int_equal(petcam_ring_at(&camera()->ring, 0)->count, 3);
  assert_int_equal(camera()->counters.bursts_lost, 0);
}

static void shortens_a_burst_when_gaps_leave_no_room(void **state)
{
  (void)state;
  fresh();
  set("{\"burstFrames\":3,\"burstIntervalMs\":100,\"warmupFrames\":0}");
  bench_start(&bench);
  bench_shoot(&bench, 9000, 90);
  static const uint32_t lengths[2][3] = {{300000, 100000, 9000}, {230000, 210000, 210000}};
  for (int burst = 0; burst < 2; burst++) {
    bench_trigger(&bench, PETCAM_BY_BUTTON);
    for (int i = 0; i < 3; i++) {
      bench_tick(&bench, 150);
      bench_shoot(&bench, lengths[burst][i], 90);
    }
  }
  assert_int_equal(camera()->counters.bursts_lost, 1);
  assert_int_equal(camera()->counters.bursts_shortened, 1);
  assert_accounts_balance();
}

/* acknowledgements */

static void resends_what_the_hub_names_missing(void **state)
{
  (void)state;
  online();
  bench.silent = true;
  take_burst();
  bench.sent_count = 0;
  memset(bench.sent, 0, sizeof bench.sent);
  ack("00000017-1", "waiting", "0,1,2,3,4,5", "6,7", "{\"index\":6,\"reason\":\"crc-mismatch\"}");
  assert_int_equal(bench_count(&bench, "/frame/"), 2);
  assert_int_equal(camera()->counters.frames_resent, 2);
  assert_int_equal(petcam_mode(camera()), PETCAM_SENDING);
  bench_run(&bench, 100);
  assert_int_equal(petcam_mode(camera()), PETCAM_WAITING);
  ack("00000017-1", "closed", "0,1,2,3,4,5,6,7", "", "");
  assert_int_equal(camera()->counters.bursts_sent, 1);
  assert_accounts_balance();
}

static void counts_what_a_closed_burst_misses(void **state)
{
  (void)state;
  online();
  bench.silent = true;
  take_burst();
  ack("00000017-1", "closed", "0,1,2,3,4,5", "6,7", "{\"index\":6,\"reason\":\"late\"}");
  assert_int_equal(camera()->counters.bursts_lost, 1);
  assert_int_equal(camera()->counters.frames_lost, 2);
  assert_int_equal(camera()->counters.frames_delivered, 6);
  bench_run(&bench, 1500);
  assert_says("/state", "\"queued\":0,\"sent\":0,\"lost\":1,\"framesLost\":2");
}

static void keeps_a_burst_until_the_hub_closes_it(void **state)
{
  (void)state;
  online();
  bench.silent = true;
  take_burst();
  ack("00000017-1", "open", "0,1,2,3,4,5,6,7", "", "");
  ack("00000017-1", "waiting", "0,1,2,3,4,5,6,7", "", "");
  bench_run(&bench, 1000);
  assert_int_equal(petcam_ring_whole(&camera()->ring), 1);
  assert_int_equal(petcam_mode(camera()), PETCAM_WAITING);
}

static void repeats_the_manifest_ever_more_seldom(void **state)
{
  (void)state;
  online();
  bench.silent = true;
  take_burst();
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
  online();
  bench.silent = true;
  take_burst();
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
  online();
  bench.silent = true;
  take_burst();
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
  online();
  bench.silent = true;
  take_burst();
  uint32_t frames = bench_count(&bench, "/frame/");
  ack("00000017-1", "waiting", "0,1,2,3,4,5,6", "7", "{\"index\":7,\"reason\":\"frame-too-large\"}");
  bench_run(&bench, 30000);
  assert_int_equal(bench_count(&bench, "/frame/"), frames);
  assert_int_equal(camera()->quality_raise, 4);
}

static void drops_a_frame_that_changed_in_memory(void **state)
{
  (void)state;
  online();
  bench.silent = true;
  take_burst();
  uint32_t frames = bench_count(&bench, "/frame/");
  camera()->ring.arena[camera()->ring.bursts[0].frames[7].offset + 100] ^= 1;
  ack("00000017-1", "waiting", "0,1,2,3,4,5,6", "7", "");
  bench_run(&bench, 1000);
  assert_int_equal(bench_count(&bench, "/frame/"), frames);
}

static void ignores_what_is_not_about_its_bursts(void **state)
{
  (void)state;
  online();
  bench.silent = true;
  take_burst();
  ack("00000017-9", "closed", "", "", "");
  ack("00000016-1", "closed", "", "", "");
  bench_receive(&bench, "petcam/porch/burst/00000017-1/ack", "{\"v\":1}");
  bench_receive(&bench, "petcam/porch/burst/00000017-2/ack",
                "{\"v\":1,\"burst\":\"00000017-1\",\"state\":\"closed\",\"durable\":[],\"missing\":[],\"time\":1}");
  bench_receive(&bench, "petcam/porch/weather", "{}");
  bench_receive(&bench, "petcam/bridge/state", "{\"state\":\"asleep\"}");
  bench_published(&bench, 99999);
  bench_published(&bench, 0);
  assert_int_equal(petcam_ring_whole(&camera()->ring), 1);
  assert_int_equal(camera()->counters.messages_bad, 4);
  ack("00000017-1", "open", "", "", "{\"reason\":\"manifest-invalid\"}");
  assert_int_equal(camera()->counters.manifests_refused, 1);
}

static void does_not_read_messages_that_are_too_long(void **state)
{
  (void)state;
  static char text[PETCAM_JSON_BYTES_MAX + 2];
  memset(text, ' ', sizeof text - 1);
  online();
  bench_receive(&bench, "petcam/bridge/state", text);
  assert_int_equal(camera()->counters.messages_bad, 1);
}

static void asks_first_after_a_reconnect(void **state)
{
  (void)state;
  online();
  bench.silent = true;
  take_burst();
  bench_event(&bench, PETCAM_EVENT_DISCONNECTED);
  bench_tick(&bench, 2000);
  bench.sent_count = 0;
  memset(bench.sent, 0, sizeof bench.sent);
  bench.silent = false;
  bench_event(&bench, PETCAM_EVENT_CONNECTED);
  assert_int_equal(bench_count(&bench, "/frame/"), 0);
  assert_int_equal(bench_count(&bench, "/manifest"), 1);
  bench_run(&bench, 500);
  assert_int_equal(camera()->counters.bursts_sent, 1);
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
    assert_int_equal(camera()->counters.bursts_sent, 1);
    assert_int_equal(camera()->counters.frames_lost, 0);
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
    assert_int_equal(camera()->counters.bursts_sent, 4);
    assert_int_equal(camera()->counters.frames_lost, 0);
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
  assert_int_equal(camera()->counters.bursts_sent, 1);
  assert_says("response/preview", "\"ok\"");
}

/* triggers */

static void shoot_pattern(uint8_t base, int square)
{
  static uint8_t pixels[64 * 48];
  static uint8_t jpeg[3000];
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  memset(pixels, base, sizeof pixels);
  for (int y = 16; y < 16 + square; y++) {
    memset(pixels + y * 64 + 16, base + 80, (size_t)square);
  }
  bench_jpeg(jpeg, sizeof jpeg, (uint32_t)bench.now);
  event.type = PETCAM_EVENT_SHOT;
  event.with.shot.kind = bench.order.kind;
  event.with.shot.jpeg = jpeg;
  event.with.shot.length = sizeof jpeg;
  event.with.shot.exposed_ms = bench.now;
  event.with.shot.luma.pixels = pixels;
  event.with.shot.luma.width = 64;
  event.with.shot.luma.height = 48;
  bench.order_open = false;
  bench_step(&bench, &event);
}

static void watch(int looks, int square)
{
  for (int i = 0; i < looks; i++) {
    bench_tick(&bench, 250);
    if (bench.order_open && bench.order.kind == PETCAM_SHOT_LOOK) {
      shoot_pattern(60, square);
    }
  }
}

static void takes_a_burst_when_something_moves(void **state)
{
  (void)state;
  bench_init(&bench);
  set("{\"cooldownMs\":60000,\"burstFrames\":1}");
  bench_online(&bench);
  watch(20, 0);
  assert_false(camera()->sequence.active);
  watch(3, 24);
  assert_true(camera()->sequence.active);
  assert_int_equal(petcam_ring_at(&camera()->ring, 0)->trigger, PETCAM_BY_MOTION);
}

static void stays_calm_during_the_cooldown(void **state)
{
  (void)state;
  bench_init(&bench);
  set("{\"cooldownMs\":60000,\"burstFrames\":1,\"warmupFrames\":0}");
  bench_online(&bench);
  watch(20, 0);
  watch(3, 24);
  bench_shoot(&bench, 9000, 60);
  assert_int_equal(camera()->counters.bursts_taken, 1);
  watch(20, 24);
  assert_false(camera()->sequence.active);
  bench.now += 60000;
  watch(4, 0);
  watch(3, 24);
  assert_true(camera()->sequence.active || camera()->counters.bursts_taken > 1);
}

static void takes_a_burst_by_the_schedule(void **state)
{
  (void)state;
  fresh();
  set("{\"scheduleSeconds\":60,\"burstFrames\":1}");
  bench_online(&bench);
  bench_run(&bench, 59000);
  assert_int_equal(camera()->counters.bursts_taken, 0);
  bench_run(&bench, 3000);
  assert_int_equal(camera()->counters.bursts_taken, 1);
  bench_run(&bench, 60000);
  assert_int_equal(camera()->counters.bursts_taken, 2);
  assert_says("/manifest", "\"trigger\":\"schedule\"");
}

/* commands */

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
  assert_int_equal(camera()->last_serial, 1);
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
  assert_int_equal(camera()->last_serial, 2);
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
  assert_int_equal(camera()->settings.value[PETCAM_MOTION], 0);
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
  assert_int_equal(camera()->counters.shots_bad, 1);
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
  while (camera()->sequence.active) {
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
  assert_int_equal(camera()->counters.messages_bad, 1);
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
  assert_int_equal(camera()->counters.bursts_sent, 1);
  assert_int_equal(camera()->counters.bursts_lost, 0);
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

/* the rest */

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
  uint64_t before = camera()->now_ms;
  bench.now = 5;
  bench_event(&bench, PETCAM_EVENT_TICK);
  assert_true(camera()->now_ms == before);
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
  assert_int_equal(camera()->rssi, 0);
  event.with.rssi = -200;
  bench_step(&bench, &event);
  assert_int_equal(camera()->rssi, -127);
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
      cmocka_unit_test(waits_longer_after_every_failure),
      cmocka_unit_test(starts_with_short_waits_again_after_a_stable_link),
      cmocka_unit_test(mends_a_link_sooner_that_came_up),
      cmocka_unit_test(gives_an_attempt_up_that_leads_nowhere),
      cmocka_unit_test(shows_that_the_hub_refused_it),
      cmocka_unit_test(gives_the_link_up_when_the_broker_goes_silent),
      cmocka_unit_test(pauses_while_the_hub_is_away),
      cmocka_unit_test(delivers_a_burst_whole),
      cmocka_unit_test(keeps_its_interval),
      cmocka_unit_test(drops_warmup_frames_until_the_exposure_settles),
      cmocka_unit_test(stops_waiting_for_an_exposure_that_never_settles),
      cmocka_unit_test(needs_no_warmup_when_it_has_been_looking),
      cmocka_unit_test(takes_a_truncated_or_stale_frame_again),
      cmocka_unit_test(lowers_the_quality_of_a_frame_that_is_too_large),
      cmocka_unit_test(ends_a_burst_early_when_the_sensor_gives_up),
      cmocka_unit_test(drops_a_burst_without_a_single_frame),
      cmocka_unit_test(a_late_answer_of_the_sensor_is_no_answer),
      cmocka_unit_test(lights_the_flash_when_told_or_dark),
      cmocka_unit_test(loses_the_whole_oldest_burst_when_the_ring_is_full),
      cmocka_unit_test(loses_the_oldest_when_too_many_bursts_wait),
      cmocka_unit_test(shortens_a_burst_that_is_larger_than_the_arena),
      cmocka_unit_test(shortens_a_burst_when_gaps_leave_no_room),
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
      cmocka_unit_test(takes_a_burst_when_something_moves),
      cmocka_unit_test(stays_calm_during_the_cooldown),
      cmocka_unit_test(takes_a_burst_by_the_schedule),
      cmocka_unit_test(captures_on_command_once_for_each_transaction),
      cmocka_unit_test(remembers_the_last_eight_commands),
      cmocka_unit_test(changes_settings_and_tells_of_it),
      cmocka_unit_test(sends_previews_for_as_long_as_asked),
      cmocka_unit_test(drops_a_preview_that_is_too_large_or_broken),
      cmocka_unit_test(pauses_previews_during_a_burst),
      cmocka_unit_test(learns_the_time),
      cmocka_unit_test(answers_what_it_does_not_know),
      cmocka_unit_test(restarts_once_everything_is_delivered),
      cmocka_unit_test(tells_what_it_loses_before_a_restart),
      cmocka_unit_test(is_healthy_once_camera_and_hub_work),
      cmocka_unit_test(holds_a_clock_that_steps_back),
      cmocka_unit_test(tells_the_signal),
      cmocka_unit_test(modes_have_names),
  };
  return cmocka_run_group_tests_name("machine", tests, NULL, NULL);
}
