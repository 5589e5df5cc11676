/* The photos that stand in for the image sensor. */
#ifndef HOST_REEL_H
#define HOST_REEL_H

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

struct reel {
  struct scene *scenes;
  size_t count;
};

/* Reads every .jpg below `directory`: a folder in it is a scene; without folders its own photos are one. Names are
   taken in order. Returns NULL, or what is wrong. */
const char *reel_open(struct reel *reel, const char *directory);

void reel_close(struct reel *reel);

/* The picture for frame `index` of burst `serial`: scenes follow each other, and a scene that is too short runs
   backwards and forwards, as a pet would. */
const struct picture *reel_picture(const struct reel *reel, uint32_t serial, uint32_t index);

/* How many frames the longest scene has. */
size_t reel_longest(const struct reel *reel);

#endif
