/* The codecs: text, JSON, ids, topics, CRC, JPEG, settings, requests, times and waits. */
#include "suite.h"

#include <stdio.h>

#include "ack_codec.h"
#include "backoff.h"
#include "crc32.h"
#include "handover.h"
#include "hub_state.h"
#include "hub_time.h"
#include "jpeg.h"
#include "json.h"
#include "led.h"
#include "request.h"
#include "settings.h"
#include "text.h"
#include "topic.h"

static bool parses(const char *text)
{
  struct petcam_json value;
  return petcam_json_parse(text, strlen(text), &value);
}

static struct petcam_json parsed(const char *text)
{
  struct petcam_json value = {"null", 4};
  assert_true(petcam_json_parse(text, strlen(text), &value));
  return value;
}

static void text_never_passes_its_end(void **state)
{
  (void)state;
  char bytes[8];
  struct petcam_text text = petcam_text(bytes, sizeof bytes);
  petcam_text_put(&text, "1234567");
  assert_false(text.overflow);
  petcam_text_put(&text, "8");
  assert_true(text.overflow);
  assert_string_equal(bytes, "1234567");
  petcam_text_put(&text, "");
  assert_string_equal(bytes, "1234567");
}

static void text_writes_numbers_and_escapes(void **state)
{
  (void)state;
  char bytes[128];
  struct petcam_text text = petcam_text(bytes, sizeof bytes);
  petcam_text_put_u64(&text, UINT64_MAX);
  petcam_text_put(&text, " ");
  petcam_text_put_i32(&text, INT32_MIN);
  petcam_text_put(&text, " ");
  petcam_text_put_i32(&text, 61);
  petcam_text_put(&text, " ");
  petcam_text_put_hex32(&text, 0x17af);
  petcam_text_put(&text, " ");
  petcam_text_put_quoted(&text, "a\"b\\c\n");
  assert_string_equal(bytes, "18446744073709551615 -2147483648 61 000017af \"a\\\"b\\\\c\\u000a\"");
}

static void json_accepts_what_the_rfc_does(void **state)
{
  (void)state;
  static const char *const good[] = {"0", "-1", "1.5e-3", "1E+9", "-0.0", "true", "false", "null", "\"\"", "[]", "{}",
                                     " { \"a\" : [ 1 , { } ] } \r\n\t", "\"\\u00e9\\n\\\"\\/\"", "[[[[[[[[]]]]]]]]"};
  static const char *const bad[] = {"", " ", "01", "-", "1.", ".5", "1e", "+1", "tru", "nul", "truely", "\"", "\"\\x\"",
                                    "\"\\u12g4\"", "\"\\u12\"", "\"\\", "\"\n\"", "[", "[1", "[1,", "[1,]", "[1 2]", "{",
                                    "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{\"a\" 1}",
                                    "{\"a\":}", "1 1", "[[[[[[[[[]]]]]]]]]", "\xff"};
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
    if (!parses(good[i])) {
      fail_msg("refused: %s", good[i]);
    }
  }
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    if (parses(bad[i])) {
      fail_msg("accepted: %s", bad[i]);
    }
  }
}

static void json_refuses_every_cut_of_a_valid_message(void **state)
{
  (void)state;
  static const char whole[] = "{\"a\":[1,-2.5e3,\"x\\u0041\",true,null],\"b\":{\"c\":false}}";
  struct petcam_json value;
  for (size_t cut = 0; cut < sizeof whole - 1; cut++) {
    assert_false(petcam_json_parse(whole, cut, &value));
  }
  assert_true(petcam_json_parse(whole, sizeof whole - 1, &value));
}

static void json_finds_members(void **state)
{
  (void)state;
  struct petcam_json object = parsed("{\"a\":1,\"b\":{\"a\":9},\"a\":2,\"s\":\"plain\",\"t\":true,\"n\":null}");
  struct petcam_json value;
  uint64_t number;
  bool truth;
  char string[6];
  assert_true(petcam_json_member(object, "a", &value) && petcam_json_u64(value, 9, &number));
  assert_int_equal(number, 2);
  assert_false(petcam_json_member(object, "z", &value));
  assert_true(petcam_json_member(object, "s", &value));
  assert_true(petcam_json_string(value, string, sizeof string));
  assert_string_equal(string, "plain");
  assert_false(petcam_json_string(value, string, 5));
  assert_false(petcam_json_bool(value, &truth));
  assert_true(petcam_json_member(object, "t", &value) && petcam_json_bool(value, &truth) && truth);
  assert_false(petcam_json_string(value, string, sizeof string));
  assert_false(petcam_json_member(value, "a", &value));
  assert_true(petcam_json_member(object, "n", &value));
  assert_int_equal(petcam_json_kind(value), PETCAM_JSON_NULL);
}

static void json_reads_only_plain_numbers_and_strings(void **state)
{
  (void)state;
  uint64_t number;
  char string[16];
  assert_true(petcam_json_u64(parsed("18446744073709551615"), UINT64_MAX, &number));
  assert_false(petcam_json_u64(parsed("18446744073709551616"), UINT64_MAX, &number));
  assert_false(petcam_json_u64(parsed("-1"), UINT64_MAX, &number));
  assert_false(petcam_json_u64(parsed("1.0"), UINT64_MAX, &number));
  assert_false(petcam_json_u64(parsed("6"), 5, &number));
  assert_false(petcam_json_string(parsed("\"a\\u0041\""), string, sizeof string));
  assert_false(petcam_json_string(parsed("\"\xc3\xa9\""), string, sizeof string));
  assert_false(petcam_json_string(parsed("\"\x7f\""), string, sizeof string));
}

static void json_steps_through_arrays(void **state)
{
  (void)state;
  struct petcam_json list = parsed("[ 1 , [2,3] , {\"a\":4} ]");
  struct petcam_json item;
  size_t cursor = 0;
  int count = 0;
  while (petcam_json_next(list, &cursor, NULL, &item)) {
    count++;
  }
  assert_int_equal(count, 3);
  cursor = 0;
  assert_false(petcam_json_next(parsed("[ ]"), &cursor, NULL, &item));
  assert_false(petcam_json_next(parsed("17"), &cursor, NULL, &item));
}

static void ids_follow_their_grammar(void **state)
{
  (void)state;
  assert_true(petcam_id_is_camera("porch-2", 7));
  assert_false(petcam_id_is_camera("", 0));
  assert_false(petcam_id_is_camera("-porch", 6));
  assert_false(petcam_id_is_camera("Porch", 5));
  assert_false(petcam_id_is_camera("hub", 3));
  assert_false(petcam_id_is_camera("bridge", 6));
  assert_false(petcam_id_is_camera("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 33));
  assert_true(petcam_id_is_token("Az_9-", 5));
  assert_false(petcam_id_is_token("a.b", 3));
  assert_false(petcam_id_is_token("", 0));
  assert_string_equal(petcam_id_of_burst(0x17, 4).text, "00000017-4");
  assert_string_equal(petcam_id_of_burst(UINT32_MAX, UINT32_MAX).text, "ffffffff-4294967295");
}

static void topics_of_the_longest_names_fit(void **state)
{
  (void)state;
  static const char longest[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  struct petcam_topic topic = petcam_topic_of_manifest(longest, longest);
  assert_string_equal(topic.text + strlen(topic.text) - 9, "/manifest");
  topic = petcam_topic_of_frame(longest, longest, 19);
  assert_string_equal(topic.text + strlen(topic.text) - 9, "/frame/19");
}

static enum petcam_topic_kind kind_of(const char *topic)
{
  return petcam_topic_read("porch", topic, strlen(topic)).kind;
}

static void topics_from_the_hub_are_told_apart(void **state)
{
  (void)state;
  struct petcam_inbound inbound = petcam_topic_read("porch", "petcam/porch/burst/a-1/ack", 26);
  assert_int_equal(inbound.kind, PETCAM_TOPIC_ACK);
  assert_string_equal(inbound.name.text, "a-1");
  assert_int_equal(kind_of("petcam/porch/request/capture"), PETCAM_TOPIC_REQUEST);
  assert_int_equal(kind_of("petcam/bridge/state"), PETCAM_TOPIC_HUB_STATE);
  assert_int_equal(kind_of("petcam/other/request/capture"), PETCAM_TOPIC_UNKNOWN);
  assert_int_equal(kind_of("petcam/porch/request/"), PETCAM_TOPIC_UNKNOWN);
  assert_int_equal(kind_of("petcam/porch/request/a/b"), PETCAM_TOPIC_UNKNOWN);
  assert_int_equal(kind_of("petcam/porch/burst/a-1/ack/x"), PETCAM_TOPIC_UNKNOWN);
  assert_int_equal(kind_of("petcam/porch/burst/a-1/manifest"), PETCAM_TOPIC_UNKNOWN);
  assert_int_equal(kind_of(""), PETCAM_TOPIC_UNKNOWN);
}

static void crc_is_the_one_of_zlib(void **state)
{
  (void)state;
  assert_int_equal(petcam_crc32((const uint8_t *)"123456789", 9), 3421780262U);
  assert_int_equal(petcam_crc32((const uint8_t *)"", 0), 0);
}

static void jpeg_ends_at_its_last_marker(void **state)
{
  (void)state;
  static uint8_t bytes[4000] = {0xff, 0xd8, 0xff, 0xe0};
  assert_int_equal(petcam_jpeg_length(bytes, 2000), 0);
  bytes[998] = 0xff;
  bytes[999] = 0xd9;
  assert_int_equal(petcam_jpeg_length(bytes, 1000), 1000);
  assert_int_equal(petcam_jpeg_length(bytes, 2024), 1000);
  assert_int_equal(petcam_jpeg_length(bytes, 2025), 0);
  assert_int_equal(petcam_jpeg_length(bytes, 4), 0);
  bytes[0] = 0;
  assert_int_equal(petcam_jpeg_length(bytes, 1000), 0);
  static const uint8_t smallest[] = {0xff, 0xd8, 0xff, 0xff, 0xd9};
  assert_int_equal(petcam_jpeg_length(smallest, sizeof smallest), 5);
}

static void settings_survive_being_written_and_read(void **state)
{
  (void)state;
  char bytes[400];
  struct petcam_settings changed = petcam_settings_default();
  struct petcam_settings read = petcam_settings_default();
  struct petcam_text text = petcam_text(bytes, sizeof bytes);
  assert_null(petcam_settings_update(
      &changed, parsed("{\"frameSize\":\"uxga\",\"quality\":40,\"burstFrames\":1,\"motion\":false,\"flash\":\"auto\","
                       "\"scheduleSeconds\":86400,\"unknown\":[]}")));
  petcam_settings_write(&changed, &text);
  assert_true(petcam_settings_read(&read, text.bytes, text.length));
  assert_memory_equal(&changed, &read, sizeof changed);
  assert_false(petcam_settings_read(&read, "[]", 2));
  assert_false(petcam_settings_read(&read, "{", 1));
}

static void settings_name_what_is_wrong_and_change_nothing(void **state)
{
  (void)state;
  static const char *const cases[][2] = {
      {"{\"quality\":5}", "quality"},           {"{\"quality\":41}", "quality"},
      {"{\"quality\":\"10\"}", "quality"},      {"{\"burstFrames\":0}", "burstFrames"},
      {"{\"frameSize\":\"4k\"}", "frameSize"},  {"{\"motion\":1}", "motion"},
      {"{\"flash\":null}", "flash"},            {"{\"scheduleSeconds\":59}", "scheduleSeconds"},
      {"{\"cooldownMs\":-1}", "cooldownMs"},    {"{\"quality\":12,\"motionSensitivity\":11}", "motionSensitivity"}};
  struct petcam_settings initial = petcam_settings_default();
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    struct petcam_settings settings = initial;
    const char *wrong = petcam_settings_update(&settings, parsed(cases[i][0]));
    assert_non_null(wrong);
    assert_string_equal(wrong, cases[i][1]);
    assert_memory_equal(&settings, &initial, sizeof settings);
  }
  struct petcam_settings settings = initial;
  assert_null(petcam_settings_update(&settings, parsed("{\"scheduleSeconds\":0}")));
}

static void requests_need_a_transaction(void **state)
{
  (void)state;
  struct petcam_request request;
  static const char *const bad[] = {"", "{}", "{\"transaction\":7}", "{\"transaction\":\"\"}", "{\"transaction\":\"a b\"}",
                                    "{\"transaction\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
                                    "{\"transaction\":\"a\",\"data\":7}", "[]"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    assert_false(petcam_request_read(bad[i], strlen(bad[i]), &request));
  }
  static const char good[] = "{\"transaction\":\"7f3a\"}";
  assert_true(petcam_request_read(good, sizeof good - 1, &request));
  assert_int_equal(petcam_json_kind(request.data), PETCAM_JSON_OBJECT);
}

static void preview_and_time_have_ranges(void **state)
{
  (void)state;
  uint32_t seconds;
  uint32_t fps;
  uint64_t epoch;
  assert_true(petcam_request_preview(parsed("{\"seconds\":30,\"fps\":2}"), &seconds, &fps));
  assert_int_equal(seconds, 30);
  assert_int_equal(fps, 2);
  assert_true(petcam_request_preview(parsed("{\"seconds\":0}"), &seconds, &fps));
  assert_int_equal(fps, 1);
  assert_false(petcam_request_preview(parsed("{\"seconds\":30}"), &seconds, &fps));
  assert_false(petcam_request_preview(parsed("{\"seconds\":121,\"fps\":2}"), &seconds, &fps));
  assert_false(petcam_request_preview(parsed("{\"seconds\":30,\"fps\":0}"), &seconds, &fps));
  assert_false(petcam_request_preview(parsed("{\"seconds\":30,\"fps\":6}"), &seconds, &fps));
  assert_false(petcam_request_preview(parsed("{}"), &seconds, &fps));
  assert_true(petcam_request_time(parsed("{\"epochMs\":1763867000123}"), &epoch));
  assert_false(petcam_request_time(parsed("{\"epochMs\":\"now\"}"), &epoch));
  assert_false(petcam_request_time(parsed("{}"), &epoch));
}

static bool acknowledges(const char *text, struct petcam_ack *ack)
{
  return petcam_ack_read(text, strlen(text), ack);
}

static void acks_tell_later_from_never(void **state)
{
  (void)state;
  struct petcam_ack ack;
  assert_true(acknowledges("{\"v\":1,\"burst\":\"b\",\"state\":\"waiting\",\"durable\":[0],\"missing\":[1,2,3],\"rejected\":["
                           "{\"index\":1,\"reason\":\"hub-busy\"},{\"index\":2,\"reason\":\"storage-full\"},"
                           "{\"index\":3,\"reason\":\"frame-too-large\"},{\"index\":0,\"reason\":\"duplicate\"},"
                           "{\"reason\":\"manifest-conflict\"},{\"index\":99,\"reason\":\"late\"},{\"index\":1},7],"
                           "\"time\":1763867000123}",
                           &ack));
  assert_int_equal(ack.durable, 1);
  assert_int_equal(ack.missing, 14);
  assert_int_equal(ack.deferred, 6);
  assert_int_equal(ack.too_large, 8);
  assert_true(ack.manifest_refused);
}

static void acks_without_a_needed_field_are_refused(void **state)
{
  (void)state;
  struct petcam_ack ack;
  static const char *const bad[] = {
      "7", "{\"v\":2,\"burst\":\"b\",\"state\":\"open\",\"durable\":[],\"missing\":[],\"time\":1}",
      "{\"v\":1,\"burst\":\"b b\",\"state\":\"open\",\"durable\":[],\"missing\":[],\"time\":1}",
      "{\"v\":1,\"burst\":\"b\",\"state\":\"ajar\",\"durable\":[],\"missing\":[],\"time\":1}",
      "{\"v\":1,\"burst\":\"b\",\"durable\":[],\"missing\":[],\"time\":1}",
      "{\"v\":1,\"burst\":\"b\",\"state\":\"open\",\"durable\":{},\"missing\":[],\"time\":1}",
      "{\"v\":1,\"burst\":\"b\",\"state\":\"open\",\"durable\":[20],\"missing\":[],\"time\":1}",
      "{\"v\":1,\"burst\":\"b\",\"state\":\"open\",\"durable\":[],\"missing\":[\"0\"],\"time\":1}",
      "{\"v\":1,\"burst\":\"b\",\"state\":\"open\",\"durable\":[],\"missing\":[]}"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    assert_false(acknowledges(bad[i], &ack));
  }
  assert_true(acknowledges("{\"v\":1,\"burst\":\"b\",\"state\":\"open\",\"durable\":[],\"missing\":[],\"time\":1}", &ack));
}

static void hub_state_is_online_or_offline(void **state)
{
  (void)state;
  bool online;
  assert_true(petcam_hub_state_read("{\"state\":\"online\"}", 18, &online) && online);
  assert_true(petcam_hub_state_read("{\"state\":\"offline\"}", 19, &online) && !online);
  assert_false(petcam_hub_state_read("{\"state\":\"away\"}", 16, &online));
  assert_false(petcam_hub_state_read("{}", 2, &online));
  assert_false(petcam_hub_state_read("", 0, &online));
}

static void time_of_the_hub_keeps_the_least_delayed_reading(void **state)
{
  (void)state;
  struct petcam_hub_time time;
  memset(&time, 0, sizeof time);
  assert_int_equal(petcam_hub_time_at(&time, 5), 0);
  assert_false(petcam_hub_time_learn(&time, 5, 7));
  assert_false(petcam_hub_time_learn(&time, 5, UINT64_MAX));
  assert_true(petcam_hub_time_learn(&time, 1000, UINT64_C(1763867000000)));
  assert_true(petcam_hub_time_learn(&time, 2000, UINT64_C(1763867000400)));
  assert_true(petcam_hub_time_at(&time, 3000) == UINT64_C(1763867002000));
  assert_true(petcam_hub_time_learn(&time, 4000, UINT64_C(1763867003500)));
  assert_true(petcam_hub_time_at(&time, 4000) == UINT64_C(1763867003500));
  assert_true(petcam_hub_time_learn(&time, 4000 + 600001, UINT64_C(1763867000000)));
  assert_true(petcam_hub_time_at(&time, 604001) == UINT64_C(1763867000000));
}

static void waits_double_up_to_a_bound_and_vary(void **state)
{
  (void)state;
  struct petcam_random random = petcam_random(0);
  struct petcam_backoff backoff = petcam_backoff(5000, 60000);
  static const uint32_t bases[] = {5000, 10000, 20000, 40000, 60000, 60000};
  for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++) {
    uint32_t wait = petcam_backoff_next(&backoff, &random);
    assert_in_range(wait, bases[i], bases[i] + bases[i] / 4);
  }
  for (int i = 0; i < 100; i++) {
    assert_in_range(petcam_backoff_next(&backoff, &random), 60000, 75000);
  }
  bool differs = false;
  uint32_t first = petcam_random_below(&random, 1000);
  for (int i = 0; i < 10; i++) {
    differs = differs || petcam_random_below(&random, 1000) != first;
  }
  assert_true(differs);
}

static const char *refused_field(const char *json)
{
  struct petcam_handover handover;
  return petcam_handover_read(json, strlen(json), &handover);
}

#define KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static void handover_names_what_is_wrong(void **state)
{
  (void)state;
  static const char *const cases[][2] = {
      {"", "v"},
      {"{\"v\":2}", "v"},
      {"{\"v\":1}", "host"},
      {"{\"v\":1,\"host\":\"\"}", "host"},
      {"{\"v\":1,\"host\":\"a b\"}", "host"},
      {"{\"v\":1,\"host\":\"Hub-1.local\",\"port\":0}", "port"},
      {"{\"v\":1,\"host\":\"h\",\"port\":65536}", "port"},
      {"{\"v\":1,\"host\":\"h\",\"port\":8883,\"camera\":\"hub\"}", "camera"},
      {"{\"v\":1,\"host\":\"h\",\"port\":8883,\"camera\":\"porch\",\"key\":\"00\"}", "key"},
      {"{\"v\":1,\"host\":\"h\",\"port\":8883,\"camera\":\"porch\",\"key\":\"" KEY "00\"}", "key"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    const char *field = refused_field(cases[i][0]);
    assert_non_null(field);
    assert_string_equal(field, cases[i][1]);
  }
}

static void handover_survives_being_written_and_read(void **state)
{
  (void)state;
  static const char json[] = "{\"v\":1,\"host\":\"192.168.1.10\",\"port\":8883,\"camera\":\"porch\",\"key\":\"" KEY "\"}";
  char bytes[PETCAM_HANDOVER_BYTES];
  struct petcam_handover handover;
  uint8_t key[PETCAM_KEY_BYTES];
  struct petcam_text text = petcam_text(bytes, sizeof bytes);
  assert_null(petcam_handover_read(json, sizeof json - 1, &handover));
  petcam_handover_write(&handover, &text);
  assert_string_equal(text.bytes, json);
  petcam_handover_key(&handover, key);
  assert_int_equal(key[1], 0x11);
  assert_int_equal(key[31], 0xff);
}

static int flashes(enum petcam_led led)
{
  int count = 0;
  bool before = petcam_led_lit(led, PETCAM_LED_SLOT_MS * (PETCAM_LED_SLOTS - 1));
  for (uint64_t slot = 0; slot < PETCAM_LED_SLOTS; slot++) {
    bool lit = petcam_led_lit(led, slot * PETCAM_LED_SLOT_MS);
    count += lit && !before ? 1 : 0;
    before = lit;
  }
  return count;
}

static void led_patterns_can_be_told_apart(void **state)
{
  (void)state;
  assert_int_equal(flashes(PETCAM_LED_READY), 1);
  assert_int_equal(flashes(PETCAM_LED_RESTING), 2);
  assert_int_equal(flashes(PETCAM_LED_CONNECTING), 1);
  assert_int_equal(flashes(PETCAM_LED_OFFLINE), 2);
  assert_int_equal(flashes(PETCAM_LED_REFUSED), 3);
  assert_int_equal(flashes(PETCAM_LED_CAMERA_FAILED), 4);
  assert_int_equal(flashes(PETCAM_LED_PAIRING), 4);
  assert_int_equal(flashes(PETCAM_LED_SENDING), 16);
  assert_int_equal(flashes(PETCAM_LED_STARTING), 0);
}

static void jpeg_says_its_size(void **state)
{
  static const uint8_t frame[] = {0xff, 0xd8, 0xff, 0xc4, 0, 3, 0, 0xff, 0xff, 0xc0, 0, 8, 8, 2, 0x58, 3, 0x20, 1};
  static const uint8_t scan_first[] = {0xff, 0xd8, 0xff, 0xda, 0, 3, 0, 0xff, 0xc0, 0, 8, 8, 2, 0x58, 3, 0x20, 1};
  uint32_t width = 0;
  uint32_t height = 0;
  (void)state;
  assert_true(petcam_jpeg_size(frame, sizeof frame, &width, &height));
  assert_int_equal(width, 800);
  assert_int_equal(height, 600);
  assert_false(petcam_jpeg_size(frame, 15, &width, &height));
  assert_false(petcam_jpeg_size(scan_first, sizeof scan_first, &width, &height));
}

static void handover_may_name_the_hub_or_keep_it(void **state)
{
  static const char named[] =
      "{\"v\":1,\"host\":\"10.0.0.2\",\"port\":8883,\"camera\":\"porch\",\"key\":"
      "\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\",\"name\":\"petcam.local\"}";
  static const char keeps[] = "{\"v\":1,\"keep\":true}";
  static const char not[] = "{\"v\":1,\"keep\":false}";
  char bytes[PETCAM_HANDOVER_BYTES];
  struct petcam_text text = petcam_text(bytes, sizeof bytes);
  struct petcam_handover handover;
  (void)state;
  assert_null(petcam_handover_read(named, sizeof named - 1, &handover));
  assert_string_equal(handover.name, "petcam.local");
  petcam_handover_write(&handover, &text);
  assert_string_equal(text.bytes, named);
  assert_string_equal(refused_field("{\"v\":1,\"host\":\"h\",\"port\":1,\"camera\":\"porch\",\"key\":"
                                     "\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\","
                                     "\"name\":\"a b\"}"),
                      "name");
  assert_true(petcam_handover_keeps(keeps, sizeof keeps - 1));
  assert_false(petcam_handover_keeps(not, sizeof not - 1));
  assert_false(petcam_handover_keeps(named, sizeof named - 1));
  assert_false(petcam_handover_keeps("{", 1));
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(text_never_passes_its_end),
      cmocka_unit_test(text_writes_numbers_and_escapes),
      cmocka_unit_test(json_accepts_what_the_rfc_does),
      cmocka_unit_test(json_refuses_every_cut_of_a_valid_message),
      cmocka_unit_test(json_finds_members),
      cmocka_unit_test(json_reads_only_plain_numbers_and_strings),
      cmocka_unit_test(json_steps_through_arrays),
      cmocka_unit_test(ids_follow_their_grammar),
      cmocka_unit_test(topics_of_the_longest_names_fit),
      cmocka_unit_test(topics_from_the_hub_are_told_apart),
      cmocka_unit_test(crc_is_the_one_of_zlib),
      cmocka_unit_test(jpeg_ends_at_its_last_marker),
      cmocka_unit_test(settings_survive_being_written_and_read),
      cmocka_unit_test(settings_name_what_is_wrong_and_change_nothing),
      cmocka_unit_test(requests_need_a_transaction),
      cmocka_unit_test(preview_and_time_have_ranges),
      cmocka_unit_test(acks_tell_later_from_never),
      cmocka_unit_test(acks_without_a_needed_field_are_refused),
      cmocka_unit_test(hub_state_is_online_or_offline),
      cmocka_unit_test(time_of_the_hub_keeps_the_least_delayed_reading),
      cmocka_unit_test(waits_double_up_to_a_bound_and_vary),
      cmocka_unit_test(handover_names_what_is_wrong),
      cmocka_unit_test(jpeg_says_its_size),
      cmocka_unit_test(handover_may_name_the_hub_or_keep_it),
      cmocka_unit_test(handover_survives_being_written_and_read),
      cmocka_unit_test(led_patterns_can_be_told_apart),
  };
  return cmocka_run_group_tests_name("codecs", tests, NULL, NULL);
}
