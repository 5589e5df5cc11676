/* MQTT topics, docs/PROTOCOL.md ("Topics"). */
#ifndef PETCAM_TOPIC_H
#define PETCAM_TOPIC_H

#include <stdint.h>

#include "id.h"
#include "petcam_limits.h"

/* Zero-terminated. */
struct petcam_topic {
  char text[PETCAM_TOPIC_MAX + 1U];
};

/* petcam/<camera>/<leaf>: availability, state, preview, request/+ and so on. */
struct petcam_topic petcam_topic_of(const char *camera, const char *leaf);

/* petcam/<camera>/burst/<burst>/frame/<index> */
struct petcam_topic petcam_topic_of_frame(const char *camera, const char *burst, uint32_t index);

/* petcam/<camera>/burst/<burst>/manifest */
struct petcam_topic petcam_topic_of_manifest(const char *camera, const char *burst);

/* petcam/<camera>/response/<verb> */
struct petcam_topic petcam_topic_of_response(const char *camera, const char *verb);

enum petcam_topic_kind {
  PETCAM_TOPIC_UNKNOWN,
  PETCAM_TOPIC_HUB_STATE,
  PETCAM_TOPIC_ACK,
  PETCAM_TOPIC_REQUEST,
  PETCAM_TOPIC_CHUNK
};

/* What a topic from the hub means. `name` is the burst of an ACK and the verb of a REQUEST, else empty; `offset` is
   that of a CHUNK, else 0. */
struct petcam_inbound {
  enum petcam_topic_kind kind;
  struct petcam_id name;
  uint32_t offset;
};

/* Reads a topic of `length` bytes that arrived at the camera `camera`. */
struct petcam_inbound petcam_topic_read(const char *camera, const char *topic, size_t length);

#endif
