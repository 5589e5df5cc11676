#ifndef PETCAM_MANIFEST_H
#define PETCAM_MANIFEST_H

#include <stdint.h>

#include "ring.h"
#include "text.h"

/* Appends the manifest of `burst` as of `now_ms` (docs/PROTOCOL.md, "Manifest"), at most 1,409 bytes. Ages are
   counted from the exposure of each frame and end at seven days. */
void petcam_manifest_write(struct petcam_text *text, const char *id, const struct petcam_burst *burst,
                           uint64_t now_ms);

#endif
