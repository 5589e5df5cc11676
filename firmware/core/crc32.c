#include "crc32.h"

/* Four bits at a time: 64 bytes of table instead of 1,024. */
static const uint32_t remainders[16] = {
    0x00000000U, 0x1db71064U, 0x3b6e20c8U, 0x26d930acU, 0x76dc4190U, 0x6b6b51f4U, 0x4db26158U, 0x5005713cU,
    0xedb88320U, 0xf00f9344U, 0xd6d6a3e8U, 0xcb61b38cU, 0x9b64c2b0U, 0x86d3d2d4U, 0xa00ae278U, 0xbdbdf21cU};

uint32_t petcam_crc32(const uint8_t *bytes, size_t length)
{
  uint32_t crc = 0xffffffffU;
  for (size_t i = 0; i < length; i++) {
    crc ^= bytes[i];
    crc = (crc >> 4) ^ remainders[crc & 15U];
    crc = (crc >> 4) ^ remainders[crc & 15U];
  }
  return crc ^ 0xffffffffU;
}
