/* Decimal numbers outside JSON: in topics and claims. */
#ifndef PETCAM_DECIMAL_H
#define PETCAM_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads digits without leading zeros, and nothing else. False when they are not, or the number is above `max`. */
bool petcam_decimal_read(const char *text, size_t length, uint32_t max, uint32_t *number);

#endif
