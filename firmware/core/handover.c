#include "handover.h"

#include <string.h>

#include "hex.h"
#include "json.h"

static bool is_host(const char *text)
{
  size_t length = strlen(text);
  for (size_t i = 0; i < length; i++) {
    char character = text[i];
    bool letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    bool digit = character >= '0' && character <= '9';
    if (!letter && !digit && character != '.' && character != '-') {
      return false;
    }
  }
  return length > 0;
}

static bool read_version(struct petcam_json object)
{
  struct petcam_json value;
  uint64_t version;
  return petcam_json_member(object, "v", &value) && petcam_json_u64(value, 1, &version) && version == 1;
}

static bool read_port(struct petcam_json object, uint16_t *port)
{
  struct petcam_json value;
  uint64_t number;
  if (!petcam_json_member(object, "port", &value) || !petcam_json_u64(value, UINT16_MAX, &number)) {
    return false;
  }
  *port = (uint16_t)number;
  return number > 0;
}

static bool read_string(struct petcam_json object, const char *name, char *out, size_t capacity)
{
  struct petcam_json value;
  return petcam_json_member(object, name, &value) && petcam_json_string(value, out, capacity);
}

static bool is_key(const struct petcam_handover *handover)
{
  uint8_t key[PETCAM_KEY_BYTES];
  return strlen(handover->key) == sizeof handover->key - 1U && petcam_hex_read(handover->key, key, sizeof key);
}

const char *petcam_handover_read(const char *json, size_t length, struct petcam_handover *handover)
{
  struct petcam_json object;
  struct petcam_id *camera = &handover->camera;
  memset(handover, 0, sizeof *handover);
  if (!petcam_json_parse(json, length, &object) || !read_version(object)) {
    return "v";
  }
  if (!read_string(object, "host", handover->host, sizeof handover->host) || !is_host(handover->host)) {
    return "host";
  }
  if (!read_port(object, &handover->port)) {
    return "port";
  }
  if (!read_string(object, "camera", camera->text, sizeof camera->text) ||
      !petcam_id_is_camera(camera->text, strlen(camera->text))) {
    return "camera";
  }
  if (!read_string(object, "key", handover->key, sizeof handover->key) || !is_key(handover)) {
    return "key";
  }
  return NULL;
}

void petcam_handover_write(const struct petcam_handover *handover, struct petcam_text *text)
{
  petcam_text_put(text, "{\"v\":1,\"host\":");
  petcam_text_put_quoted(text, handover->host);
  petcam_text_put(text, ",\"port\":");
  petcam_text_put_u64(text, handover->port);
  petcam_text_put(text, ",\"camera\":");
  petcam_text_put_quoted(text, handover->camera.text);
  petcam_text_put(text, ",\"key\":");
  petcam_text_put_quoted(text, handover->key);
  petcam_text_put(text, "}");
}

void petcam_handover_key(const struct petcam_handover *handover, uint8_t key[PETCAM_KEY_BYTES])
{
  (void)petcam_hex_read(handover->key, key, PETCAM_KEY_BYTES);
}
