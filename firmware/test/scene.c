#include "suite.h"

#include <stdio.h>

#include "scene.h"

struct bench bench;

struct petcam *camera(void)
{
  return &bench.camera;
}

void fresh(void)
{
  bench_init(&bench);
  bench.config.settings.value[PETCAM_MOTION] = 0;
}

void online(void)
{
  fresh();
  bench_online(&bench);
  bench_run(&bench, 500);
}

void take_burst(void)
{
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  bench_run(&bench, 6000);
}

void ack(const char *burst, const char *state, const char *durable, const char *missing, const char *rejected)
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

void set(const char *json)
{
  struct petcam_json object;
  assert_true(petcam_json_parse(json, strlen(json), &object));
  assert_null(petcam_settings_update(&bench.config.settings, object));
}

void request(const char *verb, const char *transaction, const char *data)
{
  bench_request(&bench, verb, transaction, data);
}

void assert_says(const char *tail, const char *part)
{
  if (!bench_says(&bench, tail, part)) {
    const struct bench_sent *sent = bench_last(&bench, tail);
    fail_msg("%s says %s, not %s", tail, sent == NULL ? "nothing" : sent->text, part);
  }
}

void assert_accounts_balance(void)
{
  uint32_t waiting = 0;
  struct petcam_burst *burst;
  for (uint32_t slot = 0; (burst = petcam_ring_at(&camera()->ring, slot)) != NULL; slot++) {
    waiting += burst->count;
  }
  const struct petcam_counters *counters = &camera()->context.counters;
  assert_int_equal(counters->frames_stored, counters->frames_delivered + counters->frames_lost + waiting);
}
