/* The golden vectors of test/vectors, as far as a camera reads or writes such bytes. */
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>

#include "ack_codec.h"
#include "bench.h"
#include "crc32.h"
#include "hub_state.h"
#include "jpeg.h"
#include "manifest.h"

enum { FILE_MAX = 1 << 17 };

struct vector {
  char name[64];
  char topic[128];
  char file[64];
  char expect[1024];
  uint8_t bytes[FILE_MAX];
  size_t length;
};

static FILE *open_vector(const char *name)
{
  char path[512];
  (void)snprintf(path, sizeof path, "%s/%s", PETCAM_VECTORS, name);
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    fail_msg("cannot open %s", path);
  }
  return file;
}

static void load(struct vector *vector)
{
  vector->length = 0;
  if (strcmp(vector->file, "-") != 0) {
    FILE *file = open_vector(vector->file);
    vector->length = fread(vector->bytes, 1, sizeof vector->bytes, file);
    (void)fclose(file);
  }
}

/* Calls `check` with every vector whose name begins with `prefix`; at least one must be there. */
static void each(const char *prefix, void (*check)(const struct vector *))
{
  static struct vector vector;
  char line[2048];
  int seen = 0;
  FILE *index = open_vector("index.tsv");
  while (fgets(line, sizeof line, index) != NULL) {
    if (strncmp(line, prefix, strlen(prefix)) == 0) {
      assert_int_equal(
          sscanf(line, "%63[^\t]\t%127[^\t]\t%63[^\t]\t%1023[^\n]", vector.name, vector.topic, vector.file,
                 vector.expect),
          4);
      load(&vector);
      check(&vector);
      seen++;
    }
  }
  (void)fclose(index);
  assert_true(seen > 0);
}

static bool expects(const struct vector *vector, const char *verdict)
{
  size_t length = strlen(verdict);
  return strncmp(vector->expect, verdict, length) == 0 &&
         (vector->expect[length] == '\0' || vector->expect[length] == ' ');
}

/* The value of `key=` in what is expected, or an empty string. */
static const char *expected(const struct vector *vector, const char *key)
{
  static char value[512];
  char needle[32];
  value[0] = '\0';
  (void)snprintf(needle, sizeof needle, " %s=", key);
  const char *at = strstr(vector->expect, needle);
  if (at != NULL) {
    (void)sscanf(at + strlen(needle), "%511[^ ]", value);
  }
  return value;
}

static uint32_t mask_of(const char *list)
{
  uint32_t mask = 0;
  while (*list != '\0') {
    mask |= 1U << strtoul(list, NULL, 10);
    list += strcspn(list, ",");
    list += *list == ',' ? 1 : 0;
  }
  return mask;
}

static void check_topic(const struct vector *vector)
{
  struct petcam_inbound inbound = petcam_topic_read("porch", vector->topic, strlen(vector->topic));
  if (expects(vector, "ack")) {
    assert_int_equal(inbound.kind, PETCAM_TOPIC_ACK);
    assert_string_equal(inbound.name.text, expected(vector, "burst"));
  } else if (expects(vector, "request")) {
    assert_int_equal(inbound.kind, PETCAM_TOPIC_REQUEST);
    assert_string_equal(inbound.name.text, expected(vector, "verb"));
  } else if (expects(vector, "bridge") && strcmp(expected(vector, "name"), "state") == 0) {
    assert_int_equal(inbound.kind, PETCAM_TOPIC_HUB_STATE);
  } else {
    assert_int_equal(inbound.kind, PETCAM_TOPIC_UNKNOWN);
  }
}

/* Topics the camera writes come out as the vectors have them. */
static void check_written_topic(const struct vector *vector)
{
  struct petcam_topic topic = {""};
  char camera[64];
  char burst[64];
  (void)snprintf(camera, sizeof camera, "%s", expected(vector, "camera"));
  (void)snprintf(burst, sizeof burst, "%s", expected(vector, "burst"));
  if (expects(vector, "availability") || expects(vector, "state") || expects(vector, "preview")) {
    topic = petcam_topic_of(camera, strrchr(vector->topic, '/') + 1);
  } else if (expects(vector, "frame")) {
    topic = petcam_topic_of_frame(camera, burst, (uint32_t)strtoul(expected(vector, "index"), NULL, 10));
  } else if (expects(vector, "manifest")) {
    topic = petcam_topic_of_manifest(camera, burst);
  } else if (expects(vector, "response")) {
    topic = petcam_topic_of_response(camera, expected(vector, "verb"));
  } else {
    return;
  }
  assert_string_equal(topic.text, vector->topic);
}

static void topics(void **state)
{
  (void)state;
  each("topic-", check_topic);
  each("topic-", check_written_topic);
}

static void check_crc(const struct vector *vector)
{
  assert_int_equal(petcam_crc32(vector->bytes, vector->length), strtoul(vector->expect, NULL, 10));
}

/* A truncated frame is a photo to the hub, if nothing better came; the camera takes it again. */
static void check_frame(const struct vector *vector)
{
  size_t length = petcam_jpeg_length(vector->bytes, vector->length);
  bool whole = expects(vector, "ok") && strcmp(vector->name, "frame-truncated") != 0;
  assert_int_equal(length, whole ? vector->length : 0);
}

static void crcs_and_frames(void **state)
{
  (void)state;
  each("crc-", check_crc);
  each("frame-", check_frame);
}

static void check_ack(const struct vector *vector)
{
  static const char *const states[] = {"open", "waiting", "closed"};
  struct petcam_ack ack;
  bool valid = petcam_ack_read((const char *)vector->bytes, vector->length, &ack);
  if (expects(vector, "ack-invalid")) {
    assert_false(valid);
    return;
  }
  assert_true(valid);
  assert_true(expects(vector, states[ack.state]));
  assert_int_equal(ack.durable, mask_of(expected(vector, "durable")));
  assert_int_equal(ack.missing, mask_of(expected(vector, "missing")));
  assert_true(ack.time_ms == strtoull(expected(vector, "time"), NULL, 10));
}

static void acks(void **state)
{
  (void)state;
  each("ack-", check_ack);
}

static uint32_t number_in(struct petcam_json object, const char *name)
{
  struct petcam_json value;
  uint64_t number = 0;
  assert_true(petcam_json_member(object, name, &value) && petcam_json_u64(value, UINT32_MAX, &number));
  return (uint32_t)number;
}

/* Rebuilds the burst that a manifest describes, as of `now_ms`. */
static void read_burst(const struct vector *vector, struct petcam_burst *burst, uint64_t now_ms)
{
  static const char *const triggers[] = {"motion", "command", "schedule", "button"};
  struct petcam_json manifest;
  struct petcam_json frames;
  struct petcam_json frame;
  size_t cursor = 0;
  memset(burst, 0, sizeof *burst);
  assert_true(petcam_json_parse((const char *)vector->bytes, vector->length, &manifest));
  assert_true(petcam_json_member(manifest, "frames", &frames));
  while (petcam_json_next(frames, &cursor, NULL, &frame)) {
    struct petcam_frame read = {now_ms - number_in(frame, "ageMs"), 0, number_in(frame, "length"),
                                number_in(frame, "crc32")};
    burst->frames[burst->count++] = read;
  }
  while (strcmp(expected(vector, "trigger"), triggers[burst->trigger]) != 0) {
    burst->trigger = (enum petcam_trigger)(burst->trigger + 1);
  }
}

static void check_manifest(const struct vector *vector)
{
  static struct petcam_burst burst;
  char bytes[PETCAM_TEXT_BYTES];
  char id[64];
  struct petcam_text text = petcam_text(bytes, sizeof bytes);
  if (!expects(vector, "ok") || strcmp(vector->name, "manifest-unknown-field") == 0) {
    return;
  }
  assert_int_equal(sscanf(vector->topic, "petcam/%*[^/]/burst/%63[^/]", id), 1);
  read_burst(vector, &burst, PETCAM_FRAME_AGE_MAX_MS);
  petcam_manifest_write(&text, id, &burst, PETCAM_FRAME_AGE_MAX_MS);
  assert_false(text.overflow);
  assert_int_equal(text.length, vector->length);
  assert_memory_equal(text.bytes, vector->bytes, vector->length);
}

static void manifests(void **state)
{
  (void)state;
  each("manifest-", check_manifest);
}

static struct bench bench;

/* Sends a request vector to a whole camera and looks at the answer. */
static void check_request(const struct vector *vector)
{
  char text[FILE_MAX];
  char tail[64];
  memcpy(text, vector->bytes, vector->length);
  text[vector->length] = '\0';
  bench_init(&bench);
  bench_online(&bench);
  bench_receive(&bench, vector->topic, text);
  (void)snprintf(tail, sizeof tail, "response/%s", strrchr(vector->topic, '/') + 1);
  const struct bench_sent *answer = bench_last(&bench, tail);
  assert_non_null(answer);
  assert_non_null(strstr(answer->text, expected(vector, "transaction")));
  if (expects(vector, "ok")) {
    assert_non_null(strstr(answer->text, "\"status\":\"ok\""));
  } else {
    char code[64];
    (void)sscanf(vector->expect, "%63s", code);
    assert_non_null(strstr(answer->text, code));
    assert_non_null(strstr(answer->text, expected(vector, "key")));
  }
}

static void requests(void **state)
{
  (void)state;
  each("request-", check_request);
}

static void assert_written(const struct vector *vector, const char *tail)
{
  const struct bench_sent *sent = bench_last(&bench, tail);
  assert_non_null(sent);
  assert_int_equal(sent->length, vector->length);
  assert_memory_equal(sent->text, vector->bytes, vector->length);
}

static void request(const char *verb)
{
  char topic[128];
  (void)snprintf(topic, sizeof topic, "petcam/porch/request/%s", verb);
  bench_receive(&bench, topic, "{\"transaction\":\"7f3a\",\"data\":{}}");
}

static void check_response(const struct vector *vector)
{
  bench_init(&bench);
  bench_online(&bench);
  if (strcmp(vector->name, "response-restart") == 0) {
    request("restart");
    assert_written(vector, "response/restart");
  } else if (strcmp(vector->name, "response-settings-all") == 0) {
    request("settings");
    assert_written(vector, "response/settings");
  } else if (strcmp(vector->name, "response-busy") == 0) {
    bench_trigger(&bench, PETCAM_BY_BUTTON);
    request("capture");
    assert_written(vector, "response/capture");
  } else if (strcmp(vector->name, "response-capture") == 0) {
    bench.camera.capture.serial = 3;
    request("capture");
    assert_written(vector, "response/capture");
  }
}

static void responses(void **state)
{
  (void)state;
  each("response-", check_response);
}

static void check_state(const struct vector *vector)
{
  static const struct petcam_sensor sensor = {"ov2640", 38};
  if (strncmp(vector->name, "state-image", 11) != 0) {
    return; /* what the first cameras wrote, which the hub goes on reading */
  }
  bench_init(&bench);
  bench.config.board = "ai-thinker";
  if (strcmp(vector->name, "state-image-update") == 0) {
    bench.config.image = PETCAM_IMAGE_TRIAL;
    bench.config.reset = PETCAM_RESET_OTA;
  }
  bench.now += 86400000;
  bench_start(&bench);
  bench.camera.report.started_ms -= 86400000;
  bench.camera.report.rssi = -61;
  bench.camera.report.sensor_known = true;
  bench.camera.report.sensor = sensor;
  bench.camera.context.counters.bursts_sent = 112;
  bench_event(&bench, PETCAM_EVENT_CONNECTED);
  assert_written(vector, "/state");
}

static void states(void **state)
{
  (void)state;
  each("state-", check_state);
}

static void check_availability(const struct vector *vector)
{
  if (expects(vector, "online")) {
    bench_init(&bench);
    bench_online(&bench);
    assert_written(vector, "/availability");
  }
}

static void check_bridge(const struct vector *vector)
{
  bool online;
  if (strcmp(vector->name, "bridge-info") != 0) {
    assert_true(petcam_hub_state_read((const char *)vector->bytes, vector->length, &online));
    assert_true(online == expects(vector, "online"));
  }
}

static void presence(void **state)
{
  (void)state;
  each("availability-", check_availability);
  each("bridge-", check_bridge);
}

static void check_claim(const struct vector *vector)
{
  struct petcam_claim claim;
  char length[16];
  const char *wrong = petcam_claim_read((const char *)vector->bytes, vector->length, &claim);
  if (!expects(vector, "ok")) {
    assert_non_null(wrong);
    return;
  }
  assert_null(wrong);
  assert_string_equal(claim.board, expected(vector, "board"));
  assert_string_equal(claim.version, expected(vector, "version"));
  (void)snprintf(length, sizeof length, "%u", claim.length);
  assert_string_equal(length, expected(vector, "length"));
}

static void check_chunk_topic(const struct vector *vector)
{
  struct petcam_inbound inbound = petcam_topic_read("porch", vector->topic, strlen(vector->topic));
  assert_int_equal(inbound.kind, PETCAM_TOPIC_CHUNK);
  assert_int_equal(inbound.offset, strtoul(expected(vector, "offset"), NULL, 10));
}

static void receive(const struct vector *vector)
{
  bench_receive_bytes(&bench, vector->topic, vector->bytes, vector->length);
}

static void check_offer(const struct vector *vector)
{
  receive(vector);
  assert_true(bench_says(&bench, "response/update", "\"status\":\"ok\""));
}

static void check_want(const struct vector *vector)
{
  if (expects(vector, "ok")) {
    assert_written(vector, "update/want");
  }
}

static void check_result(const struct vector *vector)
{
  assert_written(vector, "update/result");
}

/* The whole exchange in the bytes of the vectors: asked, wanted, sent, ended; well at first, then with a wrong hash. */
static void updates(void **state)
{
  (void)state;
  static const enum petcam_written ends[] = {PETCAM_WRITTEN, PETCAM_WRONG_HASH};
  static const char *const results[] = {"update-result\t", "update-result-failed\t"};
  each("update-claim", check_claim);
  each("update-chunk", check_chunk_topic);
  for (size_t i = 0; i < 2; i++) {
    bench_init(&bench);
    bench.config.board = "host";
    bench.written = ends[i];
    bench_online(&bench);
    each("update-request\t", check_offer);
    each("update-want-first", check_want);
    each("update-chunk-0", receive);
    each("update-chunk-4096", receive);
    each("update-want-last", check_want);
    each("update-chunk-8192", receive);
    each(results[i], check_result);
  }
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(topics),    cmocka_unit_test(crcs_and_frames), cmocka_unit_test(acks),
      cmocka_unit_test(manifests), cmocka_unit_test(requests),        cmocka_unit_test(responses),
      cmocka_unit_test(states),    cmocka_unit_test(presence),        cmocka_unit_test(updates),
  };
  return cmocka_run_group_tests_name("vectors", tests, NULL, NULL);
}
