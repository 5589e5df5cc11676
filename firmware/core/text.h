/* Writes text into a caller's buffer and never past its end. */
#ifndef PETCAM_TEXT_H
#define PETCAM_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A growing text. `bytes` is zero-terminated at all times. Once something did not fit, `overflow` stays set and the
   text stays as it was before that piece. */
struct petcam_text {
  char *bytes;
  size_t capacity;
  size_t length;
  bool overflow;
};

/* Begins an empty text in `bytes`. `capacity` counts the terminating zero and is at least 1. */
struct petcam_text petcam_text(char *bytes, size_t capacity);

/* Appends `length` bytes. */
void petcam_text_put_bytes(struct petcam_text *text, const char *bytes, size_t length);

/* Appends a zero-terminated string as it is. */
void petcam_text_put(struct petcam_text *text, const char *string);

/* Appends an unsigned decimal number without leading zeros. */
void petcam_text_put_u64(struct petcam_text *text, uint64_t number);

/* Appends a signed decimal number. */
void petcam_text_put_i32(struct petcam_text *text, int32_t number);

/* Appends eight lower-case hexadecimal digits. */
void petcam_text_put_hex32(struct petcam_text *text, uint32_t number);

/* Appends a JSON string (RFC 8259, 7) with its quotes. Control characters become \u00XX; bytes above 0x7F stay. */
void petcam_text_put_quoted(struct petcam_text *text, const char *string);

#endif
