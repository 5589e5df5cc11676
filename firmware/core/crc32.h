#ifndef PETCAM_CRC32_H
#define PETCAM_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32 of ISO 3309 and zlib: polynomial 0xEDB88320, initial value and final XOR 0xFFFFFFFF. */
uint32_t petcam_crc32(const uint8_t *bytes, size_t length);

#endif
