#include "hub_state.h"

#include "json.h"

bool petcam_hub_state_read(const char *json, size_t length, bool *online)
{
  struct petcam_json object;
  struct petcam_json state;
  if (!petcam_json_parse(json, length, &object) || !petcam_json_member(object, "state", &state)) {
    return false;
  }
  *online = petcam_json_is(state, "online");
  return *online || petcam_json_is(state, "offline");
}
