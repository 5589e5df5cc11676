#include "settings.h"

enum kind { NUMBER, NUMBER_OR_ZERO, TRUTH, CHOICE };

struct rule {
  const char *name;
  enum kind kind;
  uint32_t min;
  uint32_t max;
  uint32_t initial;
  const char *const *choices;
};

static const char *const frame_sizes[] = {"qvga", "vga", "svga", "xga", "sxga", "uxga"};
static const char *const flashes[] = {"off", "on", "auto"};

/* In the order of enum petcam_setting. */
static const struct rule rules[PETCAM_SETTINGS_COUNT] = {
    {"frameSize", CHOICE, PETCAM_QVGA, PETCAM_UXGA, PETCAM_SVGA, frame_sizes},
    {"quality", NUMBER, 6, 40, 10, NULL},
    {"burstFrames", NUMBER, 1, 20, 8, NULL},
    {"burstIntervalMs", NUMBER, 100, 5000, 400, NULL},
    {"warmupFrames", NUMBER, 0, 10, 4, NULL},
    {"motion", TRUTH, 0, 1, 1, NULL},
    {"motionSensitivity", NUMBER, 1, 10, 5, NULL},
    {"cooldownMs", NUMBER, 1000, 3600000, 10000, NULL},
    {"flash", CHOICE, PETCAM_FLASH_OFF, PETCAM_FLASH_AUTO, PETCAM_FLASH_OFF, flashes},
    {"scheduleSeconds", NUMBER_OR_ZERO, 60, 86400, 0, NULL}};

struct petcam_dimensions petcam_dimensions(enum petcam_frame_size size)
{
  static const struct petcam_dimensions dimensions[PETCAM_FRAME_SIZES] = {{320, 240},  {640, 480},   {800, 600},
                                                                          {1024, 768}, {1280, 1024}, {1600, 1200}};
  return dimensions[size];
}

struct petcam_settings petcam_settings_default(void)
{
  struct petcam_settings settings;
  for (size_t i = 0; i < PETCAM_SETTINGS_COUNT; i++) {
    settings.value[i] = rules[i].initial;
  }
  return settings;
}

static bool read_choice(const struct rule *rule, struct petcam_json json, uint32_t *value)
{
  for (uint32_t i = rule->min; i <= rule->max; i++) {
    if (petcam_json_is(json, rule->choices[i])) {
      *value = i;
      return true;
    }
  }
  return false;
}

static bool read_truth(struct petcam_json json, uint32_t *value)
{
  bool truth;
  bool valid = petcam_json_bool(json, &truth);
  *value = truth ? 1U : 0U;
  return valid;
}

static bool read_number(const struct rule *rule, struct petcam_json json, uint32_t *value)
{
  uint64_t number;
  if (!petcam_json_u64(json, rule->max, &number)) {
    return false;
  }
  *value = (uint32_t)number;
  return number >= rule->min || (rule->kind == NUMBER_OR_ZERO && number == 0);
}

static bool read_value(const struct rule *rule, struct petcam_json json, uint32_t *value)
{
  switch (rule->kind) {
  case CHOICE:
    return read_choice(rule, json, value);
  case TRUTH:
    return read_truth(json, value);
  default:
    return read_number(rule, json, value);
  }
}

const char *petcam_settings_update(struct petcam_settings *settings, struct petcam_json object)
{
  struct petcam_settings next = *settings;
  struct petcam_json json;
  for (size_t i = 0; i < PETCAM_SETTINGS_COUNT; i++) {
    if (petcam_json_member(object, rules[i].name, &json) && !read_value(&rules[i], json, &next.value[i])) {
      return rules[i].name;
    }
  }
  *settings = next;
  return NULL;
}

bool petcam_settings_read(struct petcam_settings *settings, const char *json, size_t length)
{
  struct petcam_json object;
  return petcam_json_parse(json, length, &object) && petcam_json_kind(object) == PETCAM_JSON_OBJECT &&
         petcam_settings_update(settings, object) == NULL;
}

static void write_value(const struct rule *rule, uint32_t value, struct petcam_text *text)
{
  if (rule->kind == CHOICE) {
    petcam_text_put_quoted(text, rule->choices[value]);
  } else if (rule->kind == TRUTH) {
    petcam_text_put(text, value != 0 ? "true" : "false");
  } else {
    petcam_text_put_u64(text, value);
  }
}

void petcam_settings_write(const struct petcam_settings *settings, struct petcam_text *text)
{
  for (size_t i = 0; i < PETCAM_SETTINGS_COUNT; i++) {
    petcam_text_put(text, i == 0 ? "{" : ",");
    petcam_text_put_quoted(text, rules[i].name);
    petcam_text_put(text, ":");
    write_value(&rules[i], settings->value[i], text);
  }
  petcam_text_put(text, "}");
}
