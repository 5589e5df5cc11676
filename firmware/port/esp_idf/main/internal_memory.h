/* Internal memory in the place of PSRAM, on a board that has none. */
#ifndef INTERNAL_MEMORY_H
#define INTERNAL_MEMORY_H

#include <stdint.h>

/* Lends `pieces` of 48 KB to whoever asks for PSRAM by name, when no PSRAM was found: Mbed TLS, the MQTT client's outbox
   and the queue before it. Without it pairing and TLS could not begin, and the hub would never hear that PSRAM is
   missing. Pictures need far more and stay impossible. Logs when there is not enough. */
void internal_memory_lend(uint32_t pieces);

#endif
