#include "settings.h"

#include <string.h>

#include "hex.h"

enum kind { NUMBER, NUMBER_OR_ZERO, SIGNED, STEPS, TRUTH, CHOICE };

struct rule {
  const char *name;
  enum kind kind;
  uint32_t min;
  uint32_t max;
  uint32_t initial;
  const char *const *choices;
  const uint32_t *steps; /* ended by 0 */
};

static const char *const frame_sizes[] = {"qvga", "vga", "svga", "xga", "sxga", "uxga"};
static const uint32_t gains[] = {2, 4, 8, 16, 32, 64, 128, 0};
static const uint32_t clocks[] = {8, 10, 20, 0};
static const char ignore_name[] = "motionIgnore";
static const char *const flashes[] = {"off", "on", "auto"};

/* In the order of enum petcam_setting. A SIGNED one goes from -min to max. */
static const struct rule rules[PETCAM_SETTINGS_COUNT] = {
    {"frameSize", CHOICE, PETCAM_QVGA, PETCAM_UXGA, PETCAM_SVGA, frame_sizes, NULL},
    {"quality", NUMBER, 6, 40, 10, NULL, NULL},
    {"burstFrames", NUMBER, 1, 20, 8, NULL, NULL},
    {"burstIntervalMs", NUMBER, 100, 5000, 400, NULL, NULL},
    {"warmupFrames", NUMBER, 0, 10, 4, NULL, NULL},
    {"motion", TRUTH, 0, 1, 1, NULL, NULL},
    {"motionSensitivity", NUMBER, 1, 10, 5, NULL, NULL},
    {"cooldownMs", NUMBER, 1000, 3600000, 10000, NULL, NULL},
    {"flash", CHOICE, PETCAM_FLASH_OFF, PETCAM_FLASH_AUTO, PETCAM_FLASH_OFF, flashes, NULL},
    {"scheduleSeconds", NUMBER_OR_ZERO, 60, 86400, 0, NULL, NULL},
    {"flip", TRUTH, 0, 1, 0, NULL, NULL},
    {"mirror", TRUTH, 0, 1, 0, NULL, NULL},
    {"brightness", SIGNED, 2, 2, 0, NULL, NULL},
    {"contrast", SIGNED, 2, 2, 0, NULL, NULL},
    {"exposure", SIGNED, 2, 2, 0, NULL, NULL},
    {"gainCeiling", STEPS, 0, 128, 8, NULL, gains},
    {"nightMode", TRUTH, 0, 1, 0, NULL, NULL},
    {"clockMhz", STEPS, 0, 20, 10, NULL, clocks}};

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
  memset(settings.motion_ignore, 0, sizeof settings.motion_ignore);
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

static bool read_signed(const struct rule *rule, struct petcam_json json, uint32_t *value)
{
  uint64_t number;
  bool negative = json.text[0] == '-';
  struct petcam_json digits = {json.text + (negative ? 1 : 0), json.length - (negative ? 1U : 0U)};
  if (!petcam_json_u64(digits, negative ? rule->min : rule->max, &number)) {
    return false;
  }
  *value = (uint32_t)(negative ? -(int32_t)number : (int32_t)number);
  return true;
}

static bool read_step(const struct rule *rule, struct petcam_json json, uint32_t *value)
{
  uint64_t number;
  if (!petcam_json_u64(json, rule->max, &number)) {
    return false;
  }
  for (const uint32_t *step = rule->steps; *step != 0; step++) {
    if (*step == number) {
      *value = *step;
      return true;
    }
  }
  return false;
}

static bool read_ignore(struct petcam_json json, uint8_t *ignore)
{
  char digits[2 * PETCAM_IGNORE_BYTES + 1];
  return petcam_json_string(json, digits, sizeof digits) && strlen(digits) == sizeof digits - 1U &&
         petcam_hex_read(digits, ignore, PETCAM_IGNORE_BYTES);
}

static bool read_value(const struct rule *rule, struct petcam_json json, uint32_t *value)
{
  switch (rule->kind) {
  case CHOICE:
    return read_choice(rule, json, value);
  case TRUTH:
    return read_truth(json, value);
  case SIGNED:
    return read_signed(rule, json, value);
  case STEPS:
    return read_step(rule, json, value);
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
  if (petcam_json_member(object, ignore_name, &json) && !read_ignore(json, next.motion_ignore)) {
    return ignore_name;
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
  } else if (rule->kind == SIGNED) {
    petcam_text_put_i32(text, (int32_t)value);
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
  petcam_text_put(text, ",");
  petcam_text_put_quoted(text, ignore_name);
  petcam_text_put(text, ":\"");
  for (size_t i = 0; i < PETCAM_IGNORE_BYTES; i += 4U) {
    const uint8_t *bytes = settings->motion_ignore + i;
    petcam_text_put_hex32(text, ((uint32_t)bytes[0] << 24) | ((uint32_t)bytes[1] << 16) | ((uint32_t)bytes[2] << 8) |
                                    bytes[3]);
  }
  petcam_text_put(text, "\"}");
}

void petcam_settings_write_names(struct petcam_text *text)
{
  for (size_t i = PETCAM_FLIP; i < PETCAM_SETTINGS_COUNT; i++) {
    petcam_text_put_quoted(text, rules[i].name);
    petcam_text_put(text, ",");
  }
  petcam_text_put_quoted(text, ignore_name);
}
