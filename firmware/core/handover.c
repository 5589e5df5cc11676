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

const char *petcam_address_read(struct petcam_json object, struct petcam_address *address)
{
  if (!read_string(object, "host", address->host, sizeof address->host) || !is_host(address->host)) {
    return "host";
  }
  return read_port(object, &address->port) ? NULL : "port";
}

/* Older hubs give no name. */
static bool read_name(struct petcam_json object, char *name, size_t capacity)
{
  struct petcam_json value;
  name[0] = '\0';
  return !petcam_json_member(object, "name", &value) || (petcam_json_string(value, name, capacity) && is_host(name));
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
  const char *wrong = petcam_address_read(object, &handover->address);
  if (wrong != NULL) {
    return wrong;
  }
  if (!read_string(object, "camera", camera->text, sizeof camera->text) ||
      !petcam_id_is_camera(camera->text, strlen(camera->text))) {
    return "camera";
  }
  if (!read_string(object, "key", handover->key, sizeof handover->key) || !is_key(handover)) {
    return "key";
  }
  return read_name(object, handover->name, sizeof handover->name) ? NULL : "name";
}

bool petcam_handover_keeps(const char *json, size_t length)
{
  struct petcam_json object;
  struct petcam_json value;
  bool keep = false;
  return petcam_json_parse(json, length, &object) && read_version(object) &&
         petcam_json_member(object, "keep", &value) && petcam_json_bool(value, &keep) && keep;
}

void petcam_handover_write(const struct petcam_handover *handover, struct petcam_text *text)
{
  petcam_text_put(text, "{\"v\":1,\"host\":");
  petcam_text_put_quoted(text, handover->address.host);
  petcam_text_put(text, ",\"port\":");
  petcam_text_put_u64(text, handover->address.port);
  petcam_text_put(text, ",\"camera\":");
  petcam_text_put_quoted(text, handover->camera.text);
  petcam_text_put(text, ",\"key\":");
  petcam_text_put_quoted(text, handover->key);
  if (handover->name[0] != '\0') {
    petcam_text_put(text, ",\"name\":");
    petcam_text_put_quoted(text, handover->name);
  }
  petcam_text_put(text, "}");
}

void petcam_handover_key(const struct petcam_handover *handover, uint8_t key[PETCAM_KEY_BYTES])
{
  (void)petcam_hex_read(handover->key, key, PETCAM_KEY_BYTES);
}
