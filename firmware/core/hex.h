/* Bytes as lower-case hexadecimal digits, the way keys and hashes travel in the contract. */
#ifndef PETCAM_HEX_H
#define PETCAM_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads `count` bytes from the 2 * `count` characters at `text`. False when one is no lower-case digit. */
bool petcam_hex_read(const char *text, uint8_t *bytes, size_t count);

#endif
