/* What an owner can set, docs/PROTOCOL.md ("State"). */
#ifndef PETCAM_SETTINGS_H
#define PETCAM_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "json.h"
#include "text.h"

enum petcam_setting {
  PETCAM_FRAME_SIZE,        /* an enum petcam_frame_size */
  PETCAM_QUALITY,           /* the sensor's own scale, 6 to 40, lower is better */
  PETCAM_BURST_FRAMES,      /* 1 to 20 */
  PETCAM_BURST_INTERVAL_MS, /* 100 to 5000 */
  PETCAM_WARMUP_FRAMES,     /* 0 to 10 */
  PETCAM_MOTION,            /* 0 or 1 */
  PETCAM_MOTION_SENSITIVITY, /* 1 to 10, higher triggers sooner */
  PETCAM_COOLDOWN_MS,       /* 1000 to 3600000 */
  PETCAM_FLASH,             /* an enum petcam_flash */
  PETCAM_SCHEDULE_SECONDS,  /* 0 for never, or 60 to 86400 */
  PETCAM_FLIP,              /* 0 or 1: upside down */
  PETCAM_MIRROR,            /* 0 or 1: left and right */
  PETCAM_BRIGHTNESS,        /* -2 to 2, as int32_t */
  PETCAM_CONTRAST,          /* -2 to 2, as int32_t */
  PETCAM_EXPOSURE,          /* -2 to 2, as int32_t: how bright the automatic exposure aims */
  PETCAM_GAIN_CEILING,      /* 2, 4, 8, 16, 32, 64 or 128: the most that the automatic gain takes */
  PETCAM_NIGHT_MODE,        /* 0 or 1: fewer, longer exposures in the dark */
  PETCAM_CLOCK_MHZ,         /* 8, 10 or 20: of the sensor */
  PETCAM_SETTINGS_COUNT
};

enum petcam_frame_size {
  PETCAM_QVGA,
  PETCAM_VGA,
  PETCAM_SVGA,
  PETCAM_XGA,
  PETCAM_SXGA,
  PETCAM_UXGA,
  PETCAM_FRAME_SIZES
};

/* PETCAM_SETTINGS_BYTES: room for petcam_settings_write and the zero byte at its end. */
enum { PETCAM_IGNORE_BYTES = 24, PETCAM_SETTINGS_BYTES = 640 };

enum petcam_flash { PETCAM_FLASH_OFF, PETCAM_FLASH_ON, PETCAM_FLASH_AUTO };

/* Always in range: only the functions below write it. Indexed by enum petcam_setting. */
struct petcam_settings {
  uint32_t value[PETCAM_SETTINGS_COUNT];
  /* Cells of the motion grid that are not looked at, row by row from the upper left, the first in the highest bit. */
  uint8_t motion_ignore[PETCAM_IGNORE_BYTES];
};

/* Pixels of a frame size. */
struct petcam_dimensions {
  uint32_t width;
  uint32_t height;
};

struct petcam_dimensions petcam_dimensions(enum petcam_frame_size size);

/* The settings of a new camera. */
struct petcam_settings petcam_settings_default(void);

/* Takes over what `object` (a JSON object) sets. Returns NULL, or the name of the first setting that is out of range
   or of the wrong kind; nothing is changed then. Unknown names are passed over. */
const char *petcam_settings_update(struct petcam_settings *settings, struct petcam_json object);

/* Reads settings that petcam_settings_write wrote, for example from flash. False when they cannot be used; settings
   that are absent keep the value they have. */
bool petcam_settings_read(struct petcam_settings *settings, const char *json, size_t length);

/* Appends all settings as one JSON object. */
void petcam_settings_write(const struct petcam_settings *settings, struct petcam_text *text);

/* Appends the names of the settings that the first cameras did not have, quoted, with commas between. */
void petcam_settings_write_names(struct petcam_text *text);

#endif
