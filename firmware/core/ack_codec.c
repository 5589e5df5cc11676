#include "ack_codec.h"

#include <string.h>

#include "json.h"
#include "petcam_limits.h"

static bool read_index(struct petcam_json value, uint32_t *mask)
{
  uint64_t index;
  if (!petcam_json_u64(value, PETCAM_BURST_FRAMES_MAX - 1U, &index)) {
    return false;
  }
  *mask |= (uint32_t)1U << index;
  return true;
}

static bool read_mask(struct petcam_json object, const char *name, uint32_t *mask)
{
  struct petcam_json list;
  struct petcam_json item;
  size_t cursor = 0;
  *mask = 0;
  if (!petcam_json_member(object, name, &list) || petcam_json_kind(list) != PETCAM_JSON_ARRAY) {
    return false;
  }
  while (petcam_json_next(list, &cursor, NULL, &item)) {
    if (!read_index(item, mask)) {
      return false;
    }
  }
  return true;
}

static bool read_state(struct petcam_json object, enum petcam_ack_state *state)
{
  static const char *const names[] = {"open", "waiting", "closed"};
  struct petcam_json value;
  if (!petcam_json_member(object, "state", &value)) {
    return false;
  }
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (petcam_json_is(value, names[i])) {
      *state = (enum petcam_ack_state)i;
      return true;
    }
  }
  return false;
}

/* Reasons that name no frame of ours, or none that this firmware acts on, change nothing. */
static void read_rejection(struct petcam_json item, struct petcam_ack *ack)
{
  struct petcam_json reason;
  struct petcam_json index;
  uint32_t frame = 0;
  if (!petcam_json_member(item, "reason", &reason)) {
    return;
  }
  if (petcam_json_is(reason, "manifest-invalid") || petcam_json_is(reason, "manifest-conflict")) {
    ack->manifest_refused = true;
  }
  if (!petcam_json_member(item, "index", &index) || !read_index(index, &frame)) {
    return;
  }
  if (petcam_json_is(reason, "hub-busy") || petcam_json_is(reason, "storage-full")) {
    ack->deferred |= frame;
  } else if (petcam_json_is(reason, "frame-too-large")) {
    ack->too_large |= frame;
  }
}

static void read_rejections(struct petcam_json object, struct petcam_ack *ack)
{
  struct petcam_json list;
  struct petcam_json item;
  size_t cursor = 0;
  if (!petcam_json_member(object, "rejected", &list)) {
    return;
  }
  while (petcam_json_next(list, &cursor, NULL, &item)) {
    read_rejection(item, ack);
  }
}

static bool read_number(struct petcam_json object, const char *name, uint64_t *number)
{
  struct petcam_json value;
  return petcam_json_member(object, name, &value) && petcam_json_u64(value, UINT64_MAX, number);
}

static bool read_burst(struct petcam_json object, struct petcam_id *burst)
{
  struct petcam_json value;
  return petcam_json_member(object, "burst", &value) &&
         petcam_json_string(value, burst->text, sizeof burst->text) &&
         petcam_id_is_token(burst->text, strlen(burst->text));
}

bool petcam_ack_read(const char *json, size_t length, struct petcam_ack *ack)
{
  struct petcam_json object;
  uint64_t version;
  memset(ack, 0, sizeof *ack);
  if (!petcam_json_parse(json, length, &object) || !read_number(object, "v", &version) ||
      version != PETCAM_PROTOCOL_VERSION) {
    return false;
  }
  if (!read_burst(object, &ack->burst) || !read_state(object, &ack->state) ||
      !read_mask(object, "durable", &ack->durable) || !read_mask(object, "missing", &ack->missing) ||
      !read_number(object, "time", &ack->time_ms)) {
    return false;
  }
  read_rejections(object, ack);
  return true;
}
