/* The photos that stand in for the image sensor. */
#ifndef HOST_FRAME_SOURCE_H
#define HOST_FRAME_SOURCE_H

#include <stddef.h>
#include <stdint.h>

struct picture {
  uint8_t *bytes;
  size_t length;
};

struct scene {
  struct picture *pictures;
  size_t count;
};

struct frame_source {
  struct scene *scenes;
  size_t count;
};

/* Reads every .jpg below `directory`: a folder in it is a scene; without folders its own photos are one. Names are
   taken in order. Returns NULL, or what is wrong. */
const char *frame_source_open(struct frame_source *source, const char *directory);

void frame_source_close(struct frame_source *source);

/* The picture for frame `index` of burst `serial`: scenes follow each other, and a scene that is too short runs
   backwards and forwards, as a pet would. */
const struct picture *frame_source_picture(const struct frame_source *source, uint32_t serial, uint32_t index);

/* How many frames the longest scene has. */
size_t frame_source_longest(const struct frame_source *source);

#endif
