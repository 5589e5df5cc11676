#ifndef PETCAM_JPEG_H
#define PETCAM_JPEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length of the JPEG at `bytes` up to and with its EOI marker, or 0 when it does not begin with SOI (FF D8 FF) or
   has no EOI (FF D9) near its end. The OV2640 pads its output after the EOI; up to 1,024 such bytes are cut off. */
size_t petcam_jpeg_length(const uint8_t *bytes, size_t length);

/* The size that the frame header (SOF) of the JPEG at `bytes` names, in pixels. False when none is found. */
bool petcam_jpeg_size(const uint8_t *bytes, size_t length, uint32_t *width, uint32_t *height);

#endif
