/* A firmware image of two chunks and a rest, and the hub that offers and sends it. */
#ifndef IMAGE_H
#define IMAGE_H

#include "scene.h"

#define IMAGE_HASH "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

enum { IMAGE_BYTES = 2 * PETCAM_CHUNK_BYTES + 100 };

/* The byte of the image at this place. */
uint8_t image_byte(uint32_t offset);

/* Offers it, each time with a new transaction and a signature that the bench believes or not. */
void offer(const char *board, const char *version);

void send_chunk(uint32_t offset, size_t length);
void send_whole_image(void);

void assert_answer(const char *part);
/* The newest result is exactly this. */
void assert_result(const char *json);

/* The newest message that asks for a chunk is exactly this. */
void assert_wants(const char *json);

/* How many chunks were asked for. */
uint32_t wants(void);

#endif
