/* The names that travel in topics, docs/PROTOCOL.md ("Connection", "Topics", "Commands"). */
#ifndef PETCAM_ID_H
#define PETCAM_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "petcam_limits.h"

/* Zero-terminated. */
struct petcam_id {
  char text[PETCAM_ID_MAX + 1U];
};

/* Whether `text` is a camera id: ^[a-z0-9][a-z0-9-]{0,31}$ and neither `bridge` nor `hub`. */
bool petcam_id_is_camera(const char *text, size_t length);

/* Whether `text` is a burst id or a transaction: ^[A-Za-z0-9_-]{1,32}$. */
bool petcam_id_is_token(const char *text, size_t length);

/* The id of the burst `serial` of boot `boot`, for example 00000017-4: never used twice as long as `boot` is not. */
struct petcam_id petcam_id_of_burst(uint32_t boot, uint32_t serial);

#endif
