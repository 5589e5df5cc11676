/* What core uses of string.h, for a cross compiler that comes without a C library. Only for `make size`. */
#ifndef FREESTANDING_STRING_H
#define FREESTANDING_STRING_H

#include <stddef.h>

void *memchr(const void *bytes, int byte, size_t length);
int memcmp(const void *left, const void *right, size_t length);
void *memcpy(void *to, const void *from, size_t length);
void *memset(void *bytes, int byte, size_t length);
int strcmp(const char *left, const char *right);
size_t strlen(const char *string);

#endif
