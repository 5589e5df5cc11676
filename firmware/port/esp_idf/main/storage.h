/* What must survive a power cut: NVS, encrypted when the build is (sdkconfig.secure). */
#ifndef STORAGE_H
#define STORAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "handover.h"
#include "port.h"
#include "settings.h"

enum { STORAGE_CODE_BYTES = 16 };

/* Opens NVS; erases it only when its format is from another version of ESP-IDF or it is full of rubbish. */
void storage_open(void);

/* A number that no earlier boot had. Writes flash once a boot. */
uint32_t storage_next_boot(void);

/* What pairing left. False when the camera is not paired. */
bool storage_load_handover(struct petcam_handover *handover);
bool storage_save_handover(const struct petcam_handover *handover);

/* An address that a request named, tried beside that of the handover. An empty host: there is none. */
bool storage_load_moved(struct petcam_address *address);
bool storage_save_moved(const struct petcam_address *address);

/* Counts this start, as petcam_power_cycles does, and keeps the number. */
uint32_t storage_count_power_cycle(enum petcam_reset reset);
void storage_clear_power_cycles(void);

/* Whether pairing was asked for at the last start; said once. */
bool storage_take_reopen(void);
void storage_reopen_pairing(void);

/* The Wi-Fi as it was before pairing was opened again: kept until that succeeded. */
bool storage_load_wifi(void *bytes, size_t length);
bool storage_save_wifi(const void *bytes, size_t length);
void storage_forget_wifi(void);

/* The owner's settings, the defaults where none are stored. */
struct petcam_settings storage_load_settings(void);
void storage_save_settings(const struct petcam_settings *settings);

/* The pairing code of this camera: eight digits, made on the first call. */
void storage_pairing_code(char code[STORAGE_CODE_BYTES]);

/* The version of the image that was last set to boot. */
bool storage_load_tried(char *version, size_t capacity);
bool storage_save_tried(const char *version);
void storage_forget_tried(void);

/* Forgets pairing and settings. The boot counter and the pairing code stay. */
void storage_forget(void);

#endif
